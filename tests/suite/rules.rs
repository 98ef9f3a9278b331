//! Every rule is known, explained, frozen by name, and seen to fail: by a fixture, a story, an attack or a faulty
//! definition.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::Path;

use super::cases::{self, package};
use super::environment::{Seat, world};
use super::script::{End, Script};
use super::{attacks, documents, signatures, slugs, snapshot, stories};

/// What a rule's page holds behind its title, in this order.
const HEADINGS: &[&str] = &["## What", "## Why", "## How to mend it"];

/// The rules as the program lists them: slug, severity and title.
fn listed() -> BTreeMap<String, (String, String)> {
    let seat = Seat { person: "aldo", folder: &world().folder, moment: 0 };
    let list: serde_json::Value = serde_json::from_str(&seat.must("iwcp explain --format json")).unwrap();
    let text = |rule: &serde_json::Value, key: &str| rule[key].as_str().unwrap().to_owned();
    let rules = list["rules"].as_array().unwrap().iter();
    rules.map(|rule| (text(rule, "rule"), (text(rule, "severity"), text(rule, "title")))).collect()
}

#[test]
fn the_slugs_are_frozen() {
    let lines = listed().into_iter().map(|(slug, (severity, _))| format!("{severity} {slug}\n"));
    snapshot::file(&lines.collect::<String>(), &package().join("tests/rules.txt")).unwrap();
}

#[test]
fn every_rule_has_a_page_and_every_page_a_rule() {
    let rules = listed();
    let pages: BTreeSet<String> =
        cases::entries("docs/rules", Path::is_file).iter().map(|path| cases::name(path)).collect();
    assert_eq!(rules.keys().cloned().collect::<BTreeSet<_>>(), pages);
    let mut wrong = Vec::new();
    for (slug, (_, title)) in &rules {
        let page = fs::read_to_string(package().join(format!("docs/rules/{slug}.md"))).unwrap();
        if !title.starts_with(char::is_uppercase) || !page.starts_with(&format!("# {slug}: {title}\n")) {
            wrong.push(format!("{slug}: opens with `# {slug}: Title`"));
        }
        let found: Vec<&str> = page.lines().filter(|line| HEADINGS.contains(line)).collect();
        if found != HEADINGS {
            wrong.push(format!("{slug}: has {found:?}, not {HEADINGS:?}"));
        }
    }
    assert!(wrong.is_empty(), "pages of rules:\n{}", wrong.join("\n"));
}

#[test]
fn every_rule_is_seen_to_fail() {
    let rules: BTreeSet<String> = listed().into_keys().collect();
    let seen = seen();
    let strangers: Vec<_> = seen.difference(&rules).collect();
    assert!(strangers.is_empty(), "expected somewhere, and no rules: {strangers:?}");
    let unseen: Vec<_> = rules.difference(&seen).collect();
    assert!(unseen.is_empty(), "no fixture, story, attack or definition fails by {unseen:?}");
}

/// The rules that some case expects to be broken.
fn seen() -> BTreeSet<String> {
    let mut seen: BTreeSet<String> = documents::all().iter().map(|path| cases::name(path)).collect();
    seen.extend(signatures::all().iter().filter_map(|path| signatures::rule(path)));
    for attack in attacks::all() {
        seen.extend(slugs::all(&fs::read_to_string(attack.join("expected.txt")).unwrap_or_default()));
    }
    for story in stories::all() {
        for command in Script::read(&story).commands {
            seen.extend(command.says.iter().flat_map(|text| slugs::all(text)));
            if let End::Refused(slugs) = command.end {
                seen.extend(slugs);
            }
        }
    }
    for definition in cases::entries("tests/definitions", Path::is_file) {
        let text = fs::read_to_string(definition).unwrap();
        seen.extend(
            text.lines()
                .filter_map(|line| line.strip_prefix("finds: ")?.split(": ").nth(1))
                .map(str::to_owned),
        );
    }
    seen
}
