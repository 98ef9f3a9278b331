//! What `steps` offers can be done: every command that it shows for a document of the example is made, with something
//! sensible in each of its places, by whoever may. What it does not offer is refused.

use std::collections::BTreeSet;

use serde_json::Value as Json;

use super::demo;
use super::environment::Seat;

/// The day after the example's year.
const MOMENT: i64 = 1_767_260_000;
const TODAY: &str = "2026-01-01";
/// What is put in the places of fields that more is asked of than their type.
const SENSIBLE: &[(&str, &str)] = &[("agent", "testlab"), ("originator_told", TODAY)];
/// A field of each kind that a correction may mend, and of a response.
const FIELDS: &[(&str, &str)] = &[("correct", "weakness.description"), ("respond", "comments")];

/// One command for every value of a choice, all else filled in.
fn filled(step: &str, command: &str) -> Vec<String> {
    let field = FIELDS.iter().find(|(known, _)| *known == step).map_or("reason", |(_, field)| *field);
    let command = command
        .replace("FIELD=VALUE", &format!("{field}='said otherwise'"))
        .replace("[FIELD]", &format!("[{field}]"));
    let mut all = vec![String::new()];
    for word in command.split(' ') {
        let values: Vec<String> = match word.split_once('=') {
            None => vec![word.to_owned()],
            Some((name, place)) => {
                let sensible = SENSIBLE.iter().find(|(known, _)| *known == name).map(|(_, value)| *value);
                places(place, sensible).into_iter().map(|value| format!("{name}={value}")).collect()
            }
        };
        all = all.iter().flat_map(|head| values.iter().map(move |value| format!("{head} {value}"))).collect();
    }
    all
}

fn places(place: &str, sensible: Option<&str>) -> Vec<String> {
    match (sensible, place) {
        (Some(value), _) => vec![value.to_owned()],
        (None, "ADDRESS") => vec!["desk@acme.example".to_owned()],
        (None, "YYYY-MM-DD") => vec![TODAY.to_owned()],
        (None, "'…'") => vec!["'as it was told'".to_owned()],
        (None, "'[…]'") => vec!["'[Z9]'".to_owned()],
        (None, choice) => choice.split('|').map(str::to_owned).collect(),
    }
}

/// The commands that the way of a step stands for, with what may stand in place of some of it.
fn commands(way: &Json) -> Vec<String> {
    let Some(command) = way["command"].as_str() else { return Vec::new() };
    let instead = way["instead"].as_array().unwrap().iter().map(|pair| {
        let words = |key: &str| {
            let words = pair[key].as_array().unwrap().iter();
            words.map(|word| word.as_str().unwrap().to_owned()).collect::<Vec<_>>()
        };
        let mut other = command.to_owned();
        words("of").iter().for_each(|word| other = other.replacen(&format!(" {word}"), "", 1));
        format!("{other} {}", words("give").join(" "))
    });
    std::iter::once(command.to_owned()).chain(instead).collect()
}

/// Makes what is offered to whoever sits here for a document, and tells what was refused, and how much was made.
fn made(seat: &Seat<'_>, document: &str, keeper: bool) -> (Vec<String>, BTreeSet<String>) {
    let offered: Json =
        serde_json::from_str(&seat.must(&format!("iwcp steps {document} --format json"))).unwrap();
    let (mut refused, mut steps) = (Vec::new(), BTreeSet::new());
    for step in offered["steps"].as_array().unwrap().iter().filter(|step| step["own"] == true) {
        let name = step["step"].as_str().unwrap();
        for way in step["ways"].as_array().unwrap() {
            // What a correction may mend for a party is what it wrote, which differs from report to report.
            let own = step["by"].as_array().unwrap().len() > 2 && !keeper;
            let commands =
                commands(way).into_iter().filter(|command| command.starts_with("iwcp step ") && !own);
            for command in commands.flat_map(|command| filled(name, &command)) {
                let ran = seat.run(&format!("{command} --dry-run"));
                match ran.status {
                    0 => drop(steps.insert(name.to_owned())),
                    _ => refused.push(format!("{command}\n{}", ran.text())),
                }
            }
        }
        if step["possible"] == false {
            let ran = seat.run(&format!("iwcp step {document} {name} --dry-run"));
            assert_eq!(ran.status, 1, "{document} {name}: {}", ran.text());
        }
    }
    (refused, steps)
}

#[test]
fn what_is_offered_can_be_done() {
    let copy = demo::copy();
    let folder = copy.folder();
    let seat = Seat { person: "aldo", folder: &folder, moment: MOMENT };
    let listed: Json = serde_json::from_str(&seat.must("iwcp list --format json")).unwrap();
    let mut seen = BTreeSet::new();
    // One report of each status will do.
    let reports =
        listed["documents"].as_array().unwrap().iter().filter(|row| seen.insert(row["status"].to_string()));
    let reports = reports.map(|row| row["id"].as_str().unwrap().to_owned());
    let others = ["participant/acme", "participant/testlab", "declaration/acme", "nda/acme"];
    let (mut refused, mut steps) = (Vec::new(), BTreeSet::new());
    for document in reports.chain(others.map(str::to_owned)) {
        let (no, yes) = made(&seat, &document, true);
        refused.extend(no);
        steps.extend(yes);
    }
    seat.must("git config user.signingkey $PWD/.git/demo-keys/acme.pub");
    for document in ["2025-0010", "nda/acme"] {
        let (no, yes) = made(&seat, document, false);
        refused.extend(no);
        steps.extend(yes.into_iter().map(|step| format!("{step} by a manufacturer")));
    }
    assert!(refused.is_empty(), "{}", refused.join("\n"));
    assert!(steps.len() > 18, "{steps:?}");
}
