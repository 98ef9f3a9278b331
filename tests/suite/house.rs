//! The house keeps its own rules: imports point one way, files stay small and open with a header, and the process
//! stands in data, not in the source.

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

use iwcp::process::Catalogue;

use super::cases::package;

/// Above this many lines a file has more than one purpose.
const MOST_LINES: usize = 400;

/// The Rust files of a folder of this package, with their texts.
fn files(folder: &str) -> Vec<(PathBuf, String)> {
    let found =
        walkdir::WalkDir::new(package().join(folder)).sort_by_file_name().into_iter().map(Result::unwrap);
    let rust = found.filter(|entry| entry.path().extension().is_some_and(|end| end == "rs"));
    rust.map(|entry| {
        let path = entry.path().strip_prefix(package()).unwrap().to_owned();
        (path, fs::read_to_string(entry.path()).unwrap())
    })
    .collect()
}

/// The rooms, in the order in which data flows.
fn rooms() -> Vec<String> {
    let text = fs::read_to_string(package().join("src/lib.rs")).unwrap();
    let named =
        |line: &str| line.strip_prefix("pub mod ").and_then(|rest| rest.strip_suffix(';')).map(str::to_owned);
    text.lines().filter_map(named).collect()
}

/// The rooms that a text names: `crate::room`, and what stands in `use crate::{…}`.
fn named(text: &str) -> BTreeSet<String> {
    let mut found = BTreeSet::new();
    for (at, path) in text.match_indices("crate::") {
        let rest = &text[at + path.len()..];
        match rest.strip_prefix('{') {
            Some(group) => found.extend(first_of_each(group)),
            None => found.extend(word(rest)),
        }
    }
    found
}

fn word(text: &str) -> Option<String> {
    let end = text.find(|char: char| !char.is_alphanumeric() && char != '_').unwrap_or(text.len());
    (end > 0).then(|| text[..end].to_owned())
}

/// The first words of a group of imports, up to its closing brace.
fn first_of_each(group: &str) -> Vec<String> {
    let (mut depth, mut fresh, mut found) = (1, true, Vec::new());
    for (at, char) in group.char_indices() {
        match char {
            '{' => depth += 1,
            '}' => depth -= 1,
            ',' if depth == 1 => fresh = true,
            char if fresh && char.is_alphabetic() => {
                found.extend(word(&group[at..]));
                fresh = false;
            }
            _ => {}
        }
        if depth == 0 {
            break;
        }
    }
    found
}

#[test]
fn a_room_imports_only_rooms_above_it() {
    let rooms = rooms();
    assert!(rooms.len() > 10, "{rooms:?}");
    let place = |room: &str| rooms.iter().position(|known| known == room);
    let mut wrong = Vec::new();
    for (path, text) in files("src") {
        let Some(room) = path.components().nth(1).map(|part| part.as_os_str().to_string_lossy().into_owned())
        else {
            continue;
        };
        let Some(own) = place(room.trim_end_matches(".rs")) else { continue };
        for other in named(&text) {
            if place(&other).is_some_and(|other| other > own) {
                wrong.push(format!("{} imports {other}", path.display()));
            }
        }
    }
    assert!(wrong.is_empty(), "imports point upwards only:\n{}", wrong.join("\n"));
}

#[test]
fn imports_are_read_as_they_are_written() {
    let text = "use crate::a::B; use crate::{c::{D, E}, f, g as h};\nlet x = crate::i::j();";
    assert_eq!(named(text), ["a", "c", "f", "g", "i"].map(str::to_owned).into());
}

#[test]
fn every_file_is_small_and_opens_with_a_header() {
    let mut wrong = Vec::new();
    for (path, text) in
        ["src", "tests", "benches"].into_iter().filter(|folder| Path::new(folder).is_dir()).flat_map(files)
    {
        let lines = text.lines().count();
        if lines > MOST_LINES {
            wrong.push(format!("{} has {lines} lines", path.display()));
        }
        if !text.starts_with("//!") {
            wrong.push(format!("{} opens without a header (`//!`)", path.display()));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn no_file_is_called_after_nothing() {
    let empty = ["utils", "helpers", "common", "manager", "misc"];
    let named = |path: &Path| {
        path.components().any(|part| {
            let part = part.as_os_str().to_string_lossy().into_owned();
            empty.contains(&part.trim_end_matches(".rs"))
        })
    };
    let found: Vec<_> = files("src")
        .into_iter()
        .chain(files("tests"))
        .map(|(path, _)| path)
        .filter(|path| named(path))
        .collect();
    assert!(found.is_empty(), "{found:?}");
}

/// Words of other programs that a step happens to be called, too: a setting of git's, an action of `ssh-keygen`.
const FOREIGN: &[(&str, &str)] = &[("src/register/config.rs", "update"), ("src/signature/signer.rs", "sign")];

/// The engine knows no kind, status, step, role, clock or clause by name: none of them stands as a text in the source.
/// The kind of participants is the one that `participants` of the catalogue names; a command is called after it.
#[test]
fn the_process_stands_in_data_alone() {
    let names = process_names();
    assert!(
        names.contains("with-manufacturer") && names.contains("escalate") && names.contains("fsd"),
        "{names:?}"
    );
    let mut wrong = Vec::new();
    for (path, text) in files("src") {
        if path.components().any(|part| part.as_os_str() == "tests" || part.as_os_str() == "tests.rs") {
            continue;
        }
        for (number, literal) in literals(untested(&text)) {
            let foreign = FOREIGN.contains(&(path.to_str().unwrap(), literal.as_str()));
            if names.contains(literal.as_str()) && !foreign {
                wrong.push(format!("{}:{number}: \"{literal}\"", path.display()));
            }
        }
    }
    assert!(wrong.is_empty(), "names of the process in the source:\n{}", wrong.join("\n"));
}

fn process_names() -> BTreeSet<String> {
    let catalogue = Catalogue::builtin().unwrap();
    let mut names: BTreeSet<String> = catalogue.shared.roles.keys().cloned().collect();
    names.extend(catalogue.shared.clauses.keys().cloned());
    for kind in catalogue.kinds() {
        names.extend(
            Some(&kind.definition.kind).filter(|kind| **kind != catalogue.shared.participants).cloned(),
        );
        names.extend(kind.definition.statuses.keys().cloned());
        names.extend(kind.definition.steps.keys().cloned());
        names.extend(kind.definition.clocks.keys().cloned());
    }
    names
}

/// What stands before a file's tests.
fn untested(text: &str) -> &str {
    text.split_once("#[cfg(test)]").map_or(text, |(before, _)| before)
}

/// The string literals of a source text, with their lines; comments are left out, and so are attributes that hold
/// what clap and serde call things; what clap takes for a value by itself is read.
fn literals(text: &str) -> Vec<(usize, String)> {
    let mut found = Vec::new();
    for (at, line) in text.lines().enumerate() {
        let code = line.trim_start();
        if code.starts_with("//") || code.starts_with("#[") && !code.contains("default_value") {
            continue;
        }
        let parts: Vec<&str> = code.split('"').collect();
        found.extend(parts.iter().skip(1).step_by(2).map(|literal| (at + 1, (*literal).to_owned())));
    }
    found
}

#[test]
fn literals_are_read_as_they_are_written() {
    let text =
        "let a = \"x\"; // y\n// \"no\"\nf(\"b\", \"c\");\n#[arg(default_value = \"d\")]\n#[path = \"no\"]";
    let wanted = [(1, "x"), (3, "b"), (3, "c"), (4, "d")].map(|(line, text)| (line, text.to_owned()));
    assert_eq!(literals(text), wanted);
}
