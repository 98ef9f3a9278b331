//! `docs/coverage.md` names what implements each clause: everything it names exists, and every clause has a row.

use std::fs;

use iwcp::process::{Catalogue, Kind};

use super::cases::package;

/// The fields of the form (Annex 3).
const FORM: &[&str] = &[
    "Status",
    "Discovery Date",
    "Issue Date",
    "Issue Ref",
    "Originator's Company",
    "Contact Name for Information",
    "Handset Model and Version Number",
    "Description of weakness with supporting evidence",
    "Evidence Provided",
    "Initial Manufacturer Acknowledgement/Comments",
    "Remedial Action Taken by Manufacturer",
    "Estimated date of improved equipment",
    "Any other comments",
    "Other Handset Models Affected by Platform Vulnerability",
];

/// The states that a row may be in.
const STATES: &[&str] = &["done", "later", "between people"];

fn text() -> String {
    fs::read_to_string(package().join("docs/coverage.md")).unwrap()
}

/// What stands between backticks.
fn ticked(text: &str) -> impl Iterator<Item = &str> {
    text.split('`').skip(1).step_by(2)
}

/// The cells of the tables behind the head, each with its line; headings and rules between them are left out.
fn rows(text: &str) -> Vec<(usize, Vec<&str>)> {
    let behind = text.lines().position(|line| line.starts_with("## ")).unwrap_or_default();
    let table = text.lines().enumerate().skip(behind).filter(|(_, line)| line.starts_with("| "));
    table
        .map(|(at, line)| {
            (at + 1, line.trim().trim_matches('|').split('|').map(str::trim).collect::<Vec<_>>())
        })
        .filter(|(_, cells)| {
            !cells.iter().all(|cell| cell.starts_with("---")) && cells.last() != Some(&"state")
        })
        .collect()
}

/// Whether the notation of the page's head names something that is there.
fn exists(catalogue: &Catalogue, name: &str) -> bool {
    let parts: Vec<&str> = name.splitn(3, '/').collect();
    match parts.as_slice() {
        ["docs" | "schemas" | "templates" | "tests" | "src" | "data", ..] => package().join(name).exists(),
        ["kind", kind] => catalogue.kind(kind).is_some(),
        ["audience", audience] => catalogue.shared.audiences.contains_key(*audience),
        [kind, what, name] => catalogue.kind(kind).is_some_and(|kind| of_kind(kind, what, name)),
        _ => false,
    }
}

fn of_kind(kind: &Kind, what: &str, name: &str) -> bool {
    let definition = &kind.definition;
    match what {
        "step" => definition.steps.contains_key(name),
        "need" => definition.steps.get(name).is_some_and(|step| !step.needs.is_empty()),
        "status" => definition.statuses.contains_key(name),
        "clock" => definition.clocks.contains_key(name),
        "field" => kind.schema.fields().iter().any(|field| field.pattern.replace(".*", "") == name),
        _ => false,
    }
}

#[test]
fn everything_that_the_page_names_exists() {
    let catalogue = Catalogue::builtin().unwrap();
    let text = text();
    let mut wrong = Vec::new();
    for (line, cells) in rows(&text) {
        let [_, _, by, state] = cells.as_slice() else {
            wrong.push(format!("line {line}: a row has four cells: {cells:?}"));
            continue;
        };
        let names: Vec<&str> = ticked(by).collect();
        wrong.extend(
            names
                .iter()
                .filter(|name| !exists(&catalogue, name))
                .map(|name| format!("line {line}: `{name}`")),
        );
        let word = state.split([':', ',', '(']).next().unwrap_or_default().trim();
        if !STATES.contains(&word) {
            wrong.push(format!("line {line}: there is no state `{state}`"));
        }
        if word == "done" && names.is_empty() {
            wrong.push(format!("line {line}: done, and nothing is named that does it"));
        }
    }
    assert!(wrong.is_empty(), "docs/coverage.md:\n{}", wrong.join("\n"));
}

#[test]
fn every_part_of_the_process_document_has_a_row() {
    let text = text();
    let rows = rows(&text);
    let missing =
        |wanted: &String| !rows.iter().any(|(_, cells)| cells.first().is_some_and(|cell| cell == wanted));
    let clauses = (1..=9).map(|clause| clause.to_string());
    let annex = (1..=16).map(|clause| format!("A2.{clause}"));
    let starts = |wanted: &str| {
        rows.iter().any(|(_, cells)| cells.first().is_some_and(|cell| cell.starts_with(wanted)))
    };
    let missing: Vec<String> =
        clauses.filter(missing).chain(annex.filter(|wanted| !starts(wanted))).collect();
    assert!(missing.is_empty(), "no row for {missing:?}");
    let boxes = (1..=5).map(|number| format!("Fig. 1 box {number}"));
    let others = ["Scope", "Fig. 1 remark", "A1", "A2 parties", "A2 signatures", "A2 schedule", "after 9"];
    for part in boxes.chain(others.map(str::to_owned)).chain(FORM.iter().map(|field| format!("A3 {field}"))) {
        assert!(starts(&part), "no row for {part}");
    }
}

#[test]
fn a_name_that_is_not_there_is_noticed() {
    let catalogue = Catalogue::builtin().unwrap();
    for name in ["report/step/refer", "report/need/refer", "report/field/rounds.response.verdict", "kind/nda"]
    {
        assert!(exists(&catalogue, name), "{name}");
    }
    for name in
        ["report/step/defer", "report/field/rounds.verdict", "kind/nds", "docs/rules/nothing.md", "refer"]
    {
        assert!(!exists(&catalogue, name), "{name}");
    }
}
