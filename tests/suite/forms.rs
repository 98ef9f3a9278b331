//! Forms as DOCX, filled in as a word processor does it: what was written into a content control is read back.

use std::fs;
use std::io::{Cursor, Read, Write};
use std::path::Path;

use zip::write::SimpleFileOptions;
use zip::{ZipArchive, ZipWriter};

use super::register::Register;

/// The part of the file that people write in.
const DOCUMENT: &str = "word/document.xml";

/// Writes into content controls of a file, by their names.
fn fill(file: &Path, answers: &[(&str, &str)]) {
    let mut archive = ZipArchive::new(Cursor::new(fs::read(file).unwrap())).unwrap();
    let names: Vec<String> = archive.file_names().map(str::to_owned).collect();
    let mut filled = ZipWriter::new(Cursor::new(Vec::new()));
    for name in names {
        let mut xml = String::new();
        archive.by_name(&name).unwrap().read_to_string(&mut xml).unwrap();
        if name == DOCUMENT {
            xml = answers.iter().fold(xml, |xml, (field, text)| answered(&xml, field, text));
        }
        filled.start_file(name, SimpleFileOptions::default()).unwrap();
        filled.write_all(xml.as_bytes()).unwrap();
    }
    fs::write(file, filled.finish().unwrap().into_inner()).unwrap();
}

fn answered(xml: &str, field: &str, text: &str) -> String {
    let control = format!("<w:tag w:val=\"{field}\"/>");
    let (before, rest) = xml.split_once(&control).unwrap_or_else(|| panic!("no control `{field}`"));
    let (head, rest) = rest.split_once("<w:t xml:space=\"preserve\">").unwrap();
    let (_, behind) = rest.split_once("</w:t>").unwrap();
    format!("{before}{control}{head}<w:t>{text}</w:t>{behind}")
}

#[test]
fn a_declaration_is_made_of_a_form_as_docx() {
    let register = Register::new();
    let folder = register.folder();
    let mallory = register.seat("mallory", &folder);
    register.seat("anna", &folder).must(
        "iwcp participant add cargo --role manufacturer --name 'Cargo Phones' --person 'Mallory Moss' \
         --email mallory@example.org --key $KEYS/mallory.pub --contact Desk --contact-email imei@cargo.example",
    );
    mallory.must("iwcp render --blank declaration --to docx --out ../form.docx");
    let answers = [("company", "Cargo &amp; Co"), ("address", "Dock 7"), ("signed.position", "Director")];
    fill(&folder.join("../form.docx"), &answers);
    mallory.must("iwcp new declaration --id cargo --from ../form.docx");
    let shown = mallory.must("iwcp show declaration/cargo --format json");
    for said in ["\"company\": \"Cargo & Co\"", "\"address\": \"Dock 7\"", "\"position\": \"Director\""] {
        assert!(shown.contains(said), "{shown}");
    }
}

#[test]
fn a_report_as_docx_has_lists_and_leaves_nothing_out() {
    let register = Register::new();
    let folder = register.folder();
    let olga = register.seat("olga", &folder);
    olga.must("iwcp render --blank report --to docx --out ../blank.docx");
    let answers = [
        ("discovered", "5 January 2026"),
        ("originator.company", "Example Telecom"),
        ("originator.contact.name", "Desk"),
        ("originator.contact.email", "imei@telecom.example"),
        ("handset.manufacturer", "Acme Mobile Ltd"),
        ("handset.model", "A100"),
        ("handset.software", "7.1"),
        ("handset.tac.+,", "35123456; 35123457,\n35123458"),
        ("weakness.description", "It can be rewritten."),
        ("evidence.+kind=tool.title", "Unlocker\nA box"),
    ];
    let file = folder.join("../blank.docx");
    fill(&file, &answers);
    olga.must("iwcp new --from ../blank.docx");
    let shown = olga.must("iwcp show 2026-0001 --format json");
    let shown: String = shown.split_whitespace().collect();
    for said in [
        r#""tac":["35123456","35123457","35123458"]"#,
        r#""evidence":[{"kind":"tool","title":"Unlocker"},{"kind":"tool","title":"Abox"}]"#,
        r#""manufacturer":"acme""#,
    ] {
        assert!(shown.contains(said), "{shown}");
    }
    // What is typed beside a field is told, and so is a file in which nothing is a field.
    for beside in [
        "A200</w:t></w:r></w:sdtContent></w:sdt><w:r><w:t>or B7</w:t></w:r><w:sdt><w:sdtContent><w:r><w:t>",
        // In a control that is no field of the form, as writing programs make them.
        "A200</w:t></w:r></w:sdtContent></w:sdt><w:sdt><w:sdtContent><w:r><w:t>or B7",
    ] {
        olga.must("iwcp render --blank report --to docx --out ../blank.docx");
        fill(&file, &[("handset.model", beside)]);
        let ran = olga.run("iwcp new --from ../blank.docx");
        assert_eq!(ran.status, 1, "{}", ran.text());
        assert!(ran.text().contains("`Model: or B7` answers nothing"), "{}", ran.text());
    }
    olga.must("iwcp render 2026-0001 --document annex-3 --to docx --out ../sent.docx");
    let ran = olga.run("iwcp new --from ../sent.docx");
    assert!(ran.text().contains("it is the form of report 2026-0001"), "{}", ran.text());
}
