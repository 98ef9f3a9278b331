//! Laws that hold whatever comes in: documents that somebody mutilated are judged and never end the program, and the
//! trailers of a message are read back as they were written, whatever its author says above them.

use std::fs;
use std::sync::{Arc, OnceLock};

use chrono::NaiveDate;
use iwcp::document::Document;
use iwcp::history::Telling;
use iwcp::process::Library;
use iwcp::register::message;
use iwcp::rules::{self, Holdings};
use proptest::prelude::*;
use proptest::sample::Index;
use serde_json::json;

use super::cases::{self, package};

/// Where the fixtures' documents stand.
const PLACES: &[&str] = &["participants/acme.yaml", "declarations/acme.yaml", "ndas/acme.yaml"];
const REPORT: &str = "reports/2026/2026-0001.yaml";

/// What people, editors and attackers leave behind.
const SCRAPS: &[&str] = &[
    "",
    " ",
    "\n",
    "\r\n",
    "\t",
    "- ",
    "-",
    ":",
    ": ",
    "#",
    "[",
    "]",
    "{",
    "}",
    "'",
    "\"",
    "|\n",
    ">-\n",
    "&a ",
    "*a ",
    "!!str ",
    "<<: ",
    "---\n",
    "...\n",
    "null",
    "true",
    "0",
    "-1",
    "1e999",
    "9999-12-31",
    "2026-02-30",
    "0000-00-00",
    "490154203237518",
    "\u{feff}",
    "\u{202e}",
    "\u{0}",
    "é漢",
    "999999999999999999999",
    "[[[[[[[[",
    "rounds:\n",
    "related: [x]\n",
];

/// One mutilation: of which kind, where, and with which scrap.
type Cut = (u8, Index, Index, Index);

fn mutilated(text: &str, cuts: &[Cut]) -> Vec<u8> {
    let mut lines: Vec<String> = text.split_inclusive('\n').map(str::to_owned).collect();
    for (kind, first, second, scrap) in cuts {
        let scrap = SCRAPS[scrap.index(SCRAPS.len())];
        let (one, other) = (first.index(lines.len()), second.index(lines.len()));
        match kind % 6 {
            0 => lines.swap(one, other),
            1 => lines[one] = lines[other].clone(),
            2 if lines.len() > 1 => drop(lines.remove(one)),
            3 => lines[one] = lines[one].replacen(": ", scrap, 1),
            4 => {
                let at = lines[one].split_once(": ").map_or(0, |(key, _)| key.len() + 2);
                let end = lines[one].trim_end().len().max(at.min(lines[one].trim_end().len()));
                lines[one].replace_range(at.min(end)..end, scrap);
            }
            _ => {
                let at = lines[one].floor_char_boundary(second.index(lines[one].len() + 1));
                lines[one].insert_str(at, scrap);
            }
        }
    }
    lines.concat().into_bytes()
}

/// The documents of all fixtures, with their paths.
fn documents() -> &'static [(String, String)] {
    static DOCUMENTS: OnceLock<Vec<(String, String)>> = OnceLock::new();
    DOCUMENTS.get_or_init(read)
}

fn read() -> Vec<(String, String)> {
    let base = package().join("tests/fixtures/register");
    let mut found: Vec<(String, String)> = PLACES
        .iter()
        .map(|place| ((*place).to_owned(), fs::read_to_string(base.join(place)).unwrap()))
        .collect();
    for case in cases::entries("tests/fixtures", |path| path.join("pass").is_dir()) {
        let text = fs::read_to_string(case.join("pass").join(REPORT));
        found.extend(text.ok().map(|text| (REPORT.to_owned(), text)));
    }
    found
}

fn library() -> &'static Library {
    static LIBRARY: OnceLock<Library> = OnceLock::new();
    LIBRARY.get_or_init(|| Library::builtin().unwrap())
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 256, ..ProptestConfig::default() })]

    #[test]
    fn mutilated_documents_are_judged(
        which in any::<Index>(),
        cuts in prop::collection::vec(any::<Cut>(), 1..6),
    ) {
        let documents = documents();
        let (path, text) = &documents[which.index(documents.len())];
        let bytes = mutilated(text, &cuts);
        let today = NaiveDate::from_ymd_opt(2026, 6, 30).unwrap();
        let found = match Document::read(library(), "3.2.0", path, &bytes).unwrap() {
            Ok(document) => {
                let mut holdings = Holdings::new("england-and-wales", Arc::default());
                holdings.add(&document);
                rules::check(&document, &holdings, today)
            }
            Err(found) => {
                prop_assert!(!found.is_empty());
                found
            }
        };
        for finding in &found {
            prop_assert_eq!(finding.file(), Some(path.as_str()));
            if let (Some(source), Some(span)) = (&finding.place.source, finding.place.span) {
                prop_assert!(source.text.get(span.start..span.end).is_some(), "{:?}", finding);
            }
        }
    }

    #[test]
    fn trailers_read_back_as_they_were_written(
        text in prop_oneof![
            "[ -~é\n]{0,60}",
            "((Step|Report|Status|x-y|Signed-off-by|#|---| )(: | |:)[a-z ]{0,8}\n{1,2}){0,5}",
        ],
        model in "[ -~\n\u{85}\u{2028}]{1,20}",
    ) {
        let kind = library().version("3.2.0").unwrap().kind("report").unwrap();
        let after = json!({
            "id": "2026-0001", "process": "3.2.0", "status": "awaiting-confirmation",
            "originator": {"company": "Example Telecom"}, "handset": {"manufacturer": "acme", "model": model},
        });
        let telling = Telling { kind, id: "2026-0001", step: "submit", before: None, after: &after };
        let written = telling.compose(Some(&text)).unwrap();
        let read = message::parse(written.as_bytes());
        let wanted = [
            ("Report", "2026-0001"),
            ("Step", "submit"),
            ("Status", "(new) -> awaiting-confirmation"),
            ("Process", "3.2.0 clause 1, Fig. 1 box 1"),
        ];
        let given: Vec<(&str, &str)> =
            read.trailers.iter().map(|(name, value)| (name.as_str(), value.as_str())).collect();
        prop_assert_eq!(given, wanted, "{}", written);
        prop_assert_eq!(telling.disagreements(&read), []);
        prop_assert!(read.subject.starts_with("2026-0001: log acme"), "{}", read.subject);
    }
}
