//! What may be wrong with a document: `tests/fixtures/<slug>/pass` and `…/fail` lie over `tests/fixtures/register`,
//! and `…/expected.txt` is what `iwcp check` says of the failing one.

use std::fs;
use std::path::{Path, PathBuf};

use super::cases::{self, package};
use super::environment::{Ran, Seat, world};
use super::normal::Normal;
use super::{slugs, snapshot};

/// The day for which documents are checked, and the moment at which somebody does.
const CHECK: &str = "iwcp check --as-of 2026-06-30 --format concise";
const MOMENT: i64 = 1_782_777_600;

/// What lies under every fixture.
const BASE: &str = "tests/fixtures/register";

/// The fixtures; each is called like its rule.
pub(super) fn all() -> Vec<PathBuf> {
    cases::entries("tests/fixtures", |path| path.is_dir() && !path.ends_with("register"))
}

#[test]
#[ignore = "not true yet"]
fn every_rule_finds_what_fails_and_lets_pass_what_passes() {
    cases::run(&all(), |path| {
        let slug = cases::name(path);
        let passes = check(&path.join("pass"))?;
        if passes.status != 0 || !slugs::all(&passes.said()).is_empty() {
            return Err(format!("`pass` does not pass\n{}", passes.text()));
        }
        let fails = check(&path.join("fail"))?;
        if !slugs::all(&fails.said()).contains(&slug) {
            return Err(format!("`fail` does not fail by {slug}\n{}", fails.text()));
        }
        snapshot::file(&Normal::new().text(&fails.text()), &path.join("expected.txt"))
    });
}

/// One bad file never hides another: all failing documents in one register, all findings in one run.
#[test]
#[ignore = "not true yet"]
fn all_findings_of_all_files_are_told_in_one_run() {
    let scratch = world().scratch();
    lay(&package().join(BASE), scratch.path()).unwrap();
    let mut wanted = std::collections::BTreeSet::new();
    for (at, case) in all().iter().enumerate() {
        let fail = case.join("fail/reports/2026/2026-0001.yaml");
        let Ok(bytes) = fs::read(&fail) else { continue };
        let id = format!("2026-1{at:03}");
        let text = bytes_replaced(&bytes, b"2026-0001", id.as_bytes());
        let reports = scratch.path().join("reports/2026");
        fs::create_dir_all(&reports).unwrap();
        fs::write(reports.join(format!("{id}.yaml")), text).unwrap();
        wanted.insert(cases::name(case));
    }
    let ran = run(scratch.path());
    let missing: Vec<_> = wanted.difference(&slugs::all(&ran.said())).cloned().collect();
    assert!(wanted.len() > 10 && missing.is_empty(), "hidden: {missing:?}\n{}", ran.text());
}

fn bytes_replaced(bytes: &[u8], from: &[u8], to: &[u8]) -> Vec<u8> {
    let mut out = Vec::new();
    let mut rest = bytes;
    while let Some(at) = rest.windows(from.len()).position(|window| window == from) {
        out.extend_from_slice(&rest[..at]);
        out.extend_from_slice(to);
        rest = &rest[at + from.len()..];
    }
    out.extend_from_slice(rest);
    out
}

fn check(folder: &Path) -> Result<Ran, String> {
    let scratch = world().scratch();
    lay(&package().join(BASE), scratch.path())?;
    lay(folder, scratch.path())?;
    // What no repository should hold (a file of a megabyte) is made on the spot.
    let make = scratch.path().join("make.sh");
    if make.exists() {
        seat(scratch.path()).must("bash make.sh && rm make.sh");
    }
    Ok(run(scratch.path()))
}

fn run(folder: &Path) -> Ran {
    seat(folder).must("git init -q");
    seat(folder).run(CHECK)
}

fn seat(folder: &Path) -> Seat<'_> {
    Seat { person: "aldo", folder, moment: MOMENT }
}

/// Lays the files of a folder over another.
fn lay(from: &Path, to: &Path) -> Result<(), String> {
    for entry in walkdir::WalkDir::new(from) {
        let entry = entry.map_err(|error| error.to_string())?;
        let target = to.join(entry.path().strip_prefix(from).map_err(|error| error.to_string())?);
        let done = match entry.file_type().is_dir() {
            true => fs::create_dir_all(&target),
            false => fs::copy(entry.path(), &target).map(|_| ()),
        };
        done.map_err(|error| format!("{}: {error}", target.display()))?;
    }
    Ok(())
}
