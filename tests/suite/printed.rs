//! What documents say, word by word (`tests/printed/README.md`): as Markdown and text beside each case; as DOCX by what
//! is in the file and what is not.

use std::collections::BTreeSet;
use std::fs;
use std::io::{Cursor, Read};
use std::path::{Path, PathBuf};

use iwcp::process::Catalogue;
use iwcp::render::{Made, Renderer, Sheet, Subject, Templates, example, specimen, writer};
use iwcp::source::parse;
use serde_json::{Value, json};
use zip::ZipArchive;

use super::{cases, snapshot};

fn all() -> Vec<PathBuf> {
    cases::entries("tests/printed", |path| path.extension().is_some_and(|ending| ending == "yaml"))
}

fn yaml(path: &Path) -> Value {
    let flaw = |refusal: iwcp::source::Refusal| panic!("{}: {:?}", path.display(), refusal.flaws);
    parse("case", &fs::read(path).unwrap()).unwrap_or_else(flaw).to_json()
}

/// The document of a case.
fn made(path: &Path) -> Made {
    let case = yaml(path);
    let text = |key: &str| case[key].as_str();
    let (catalogue, mut templates) = (Catalogue::builtin().unwrap(), Templates::default());
    let language = text("language").unwrap_or("en");
    if let Some(words) = text("words") {
        templates.add(format!("words/{language}.yaml"), words);
    }
    let sheet = Sheet::read(&templates, text("document").unwrap()).unwrap();
    let (kind, participants) = (catalogue.kind(&sheet.kind).unwrap(), catalogue.participants().unwrap());
    let data = if text("of") == Some("full") { specimen(kind, &mut example) } else { case["of"].clone() };
    let party = json!({"id": "gsma", "name": "GSMA Fraud & Security"});
    let subject = Subject {
        kind,
        data: &data,
        clocks: &[],
        parties: &sheet.to.iter().map(|role| (role.clone(), party.clone())).collect(),
        keeper: &party,
        participants,
        register: None,
        commit: "0123456789012345678901234567890123456789",
        today: "2026-05-04".parse().unwrap(),
        moment: 1_777_852_800,
    };
    let renderer = Renderer::new(&templates, language).unwrap();
    renderer.make(&sheet, text("audience").unwrap(), &subject).unwrap()
}

fn written(made: &Made, format: &str) -> Vec<u8> {
    made.write(writer(format).unwrap())
}

#[test]
fn documents_say_what_stands_beside_them() {
    cases::run(&all(), |path| {
        let made = made(path);
        for format in ["md", "txt"] {
            let text = String::from_utf8(written(&made, format)).unwrap();
            snapshot::file(&text, &path.with_extension(format))?;
        }
        Ok(())
    });
}

/// The parts of a file, by name.
fn parts(bytes: &[u8]) -> Vec<(String, String)> {
    let mut archive = ZipArchive::new(Cursor::new(bytes)).unwrap();
    let names: Vec<String> = archive.file_names().map(str::to_owned).collect();
    let mut part = |name: String| {
        let mut text = String::new();
        archive.by_name(&name).unwrap().read_to_string(&mut text).unwrap();
        (name, text)
    };
    names.into_iter().map(&mut part).collect()
}

/// The fields that a form asks for: each is a control of the file.
fn asked(made: &Made) -> BTreeSet<String> {
    made.form().places.into_iter().map(|place| place.path).collect()
}

#[test]
fn a_docx_is_a_form_and_nothing_else() {
    cases::run(&all(), |path| {
        let made = made(path);
        let file = written(&made, "docx");
        let parts = parts(&file);
        let part = |name: &str| &parts.iter().find(|(known, _)| known.contains(name)).unwrap().1;
        for field in asked(&made) {
            assert!(
                part("word/document.xml").contains(&format!("<w:tag w:val=\"{field}\"/>")),
                "no control {field}"
            );
        }
        assert!(part("docProps/core.xml").contains("<dc:title>"), "no title");
        assert!(
            part("header").contains("Confidential") && part("footer").contains("iwcp:"),
            "no marking, no stamp"
        );
        assert!(part("footer").contains("NUMPAGES"), "pages have no numbers");
        // Nobody's name, nothing that was changed, nothing from elsewhere, nothing that runs.
        for (name, text) in &parts {
            for word in
                ["<w:ins ", "<w:del ", "w:rsid", "dc:creator>", "lastModifiedBy>", "TargetMode", "INCLUDE"]
            {
                assert!(!text.contains(word), "{name} has {word}");
            }
            assert!(
                !name.contains("vba") && !name.contains("comments") && !name.contains("embeddings"),
                "{name}"
            );
        }
        Ok(())
    });
}

#[test]
fn an_html_page_loads_nothing() {
    cases::run(&all(), |path| {
        let html = String::from_utf8(written(&made(path), "html")).unwrap();
        for word in ["<script", "<img", "<link", "<iframe", "src=", "href=", "url(", "@import"] {
            assert!(!html.contains(word), "it has {word}");
        }
        assert!(html.contains("default-src 'none'") && html.contains("<title>"), "{html}");
        Ok(())
    });
}

/// The blank form asks for each row's field below its own heading, and never beside the table.
#[test]
fn no_row_of_a_form_falls_out_of_it() {
    cases::run(&all(), |path| {
        let text = String::from_utf8(written(&made(path), "md")).unwrap();
        let fallen: Vec<&str> = text.lines().filter(|line| line.starts_with(": ")).collect();
        if fallen.is_empty() { Ok(()) } else { Err(fallen.join("\n")) }
    });
}
