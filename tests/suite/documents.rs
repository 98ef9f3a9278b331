//! What may be wrong with a document (`tests/fixtures/README.md`): a folder a rule, a case that passes and one that
//! fails, and what `iwcp check` says of the failing one, in each of its formats.

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

use iwcp::diagnostic::rule;
use iwcp::process::Catalogue;
use iwcp::rules::{ALONE, TOGETHER};

use super::cases::{self, package};
use super::environment::{Ran, Seat, world};
use super::normal::Normal;
use super::{slugs, snapshot};

/// The day for which documents are checked, and the moment at which somebody does.
const CHECK: &str = "iwcp check --as-of 2026-06-30";
const MOMENT: i64 = 1_782_777_600;

/// The formats, and the files that hold what the failing case says in them.
const FORMATS: &[(&str, &str)] =
    &[("concise", "concise.txt"), ("text", "full.txt"), ("json", "findings.json")];

/// What lies under every fixture.
const BASE: &str = "tests/fixtures/register";

/// The report that every failing case has, where it is about reports.
const FIRST: &str = "reports/2026/2026-0001.yaml";

/// The fixtures; each is called like its rule.
pub(super) fn all() -> Vec<PathBuf> {
    cases::entries("tests/fixtures", |path| path.is_dir() && !path.ends_with("register"))
}

#[test]
fn every_rule_finds_what_fails_and_lets_pass_what_passes() {
    cases::run(&all(), |path| {
        let slug = cases::name(path);
        let passes = check(lay_out(&path.join("pass"))?.path(), "concise");
        if passes.status != 0 || !slugs::all(&passes.said()).is_empty() {
            return Err(format!("`pass` does not pass\n{}", passes.text()));
        }
        let fails = lay_out(&path.join("fail"))?;
        let differences: Vec<String> = FORMATS
            .iter()
            .filter_map(|(format, file)| {
                let ran = check(fails.path(), format);
                let said = Normal::new().text(&ran.stdout);
                let found = match *format {
                    "json" => said.contains(&format!("\"rule\": \"{slug}\"")),
                    _ => slugs::all(&said).contains(&slug),
                };
                let errors =
                    !slugs::of("error", &said).is_empty() || said.contains("\"severity\": \"error\"");
                if !found || ran.status != i32::from(errors) || !ran.stderr.is_empty() {
                    return Some(format!("`fail` does not fail by {slug}\n{}", ran.text()));
                }
                snapshot::file(&said, &path.join(file)).err()
            })
            .collect();
        if differences.is_empty() { Ok(()) } else { Err(differences.join("\n")) }
    });
}

/// Every rule that `check` may break has a fixture: what comes before the rules of steps and histories, what rules
/// over documents find, and what the definitions warn of. Faulty definitions have cases of their own.
#[test]
fn every_rule_of_documents_has_a_fixture() {
    let ahead = rule::ALL.iter().map(|rule| rule.slug).take_while(|slug| *slug != rule::UNKNOWN_STEP.slug);
    let mut wanted: BTreeSet<String> =
        ahead.filter(|slug| !slug.starts_with("definition-")).map(str::to_owned).collect();
    wanted.extend(ALONE.iter().map(|(rule, _)| rule.slug.to_owned()));
    wanted.extend(TOGETHER.iter().map(|(rule, _)| rule.slug.to_owned()));
    for kind in Catalogue::builtin().unwrap().kinds() {
        wanted.extend(kind.definition.warnings.iter().map(|warning| warning.rule.clone()));
    }
    let have: BTreeSet<String> = all().iter().map(|path| cases::name(path)).collect();
    let without: Vec<_> = wanted.difference(&have).collect();
    assert!(wanted.len() > 30 && without.is_empty(), "no folder in tests/fixtures: {without:?}");
    let strangers: Vec<_> = have.iter().filter(|slug| rule::Rule::named(slug).is_none()).collect();
    assert!(strangers.is_empty(), "called like no rule: {strangers:?}");
}

/// One bad file never hides another: all failing reports in one register, all findings in one run.
#[test]
fn all_findings_of_all_files_are_told_in_one_run() {
    let together = lay_out(&package().join(BASE)).unwrap();
    let mut wanted = BTreeSet::new();
    for (at, case) in all().iter().enumerate() {
        let alone = lay_out(&case.join("fail")).unwrap();
        let Ok(bytes) = fs::read(alone.path().join(FIRST)) else { continue };
        let id = format!("2026-1{at:03}");
        fs::create_dir_all(together.path().join("reports/2026")).unwrap();
        let file = together.path().join(format!("reports/2026/{id}.yaml"));
        fs::write(file, replaced(&bytes, b"2026-0001", id.as_bytes())).unwrap();
        // Where it is the first report that breaks the rule, it does so among the others too.
        let told = fs::read_to_string(case.join("concise.txt")).unwrap();
        let slug = format!("[{}]", cases::name(case));
        if told.lines().any(|line| line.starts_with(FIRST) && line.contains(&slug)) {
            wanted.insert(cases::name(case));
        }
    }
    let ran = check(together.path(), "concise");
    let missing: Vec<_> = wanted.difference(&slugs::all(&ran.said())).cloned().collect();
    assert!(wanted.len() > 20 && missing.is_empty(), "hidden: {missing:?}\n{}", ran.text());
}

/// A register's own process version is judged as it stands in the files, committed or not.
#[test]
fn a_faulty_process_version_is_found_where_it_stands() {
    let scratch = lay_out(&package().join(BASE)).unwrap();
    let folder = scratch.path().join("process/1.0.0");
    lay(&package().join("tests/data/purchase-orders"), &folder).unwrap();
    let sound = check(scratch.path(), "concise");
    assert_eq!((sound.status, slugs::all(&sound.said())), (0, BTreeSet::new()), "{}", sound.text());
    let file = folder.join("order.process.yaml");
    let text = fs::read_to_string(&file).unwrap();
    fs::write(&file, text.replacen("role: clerk", "role: clark", 1)).unwrap();
    let seat = Seat { person: "aldo", folder: scratch.path(), moment: MOMENT };
    for committed in [false, true] {
        if committed {
            seat.must("git add -A && git commit -qm 'a faulty version'");
        }
        let ran = check(scratch.path(), "concise");
        let place = "process/1.0.0/order.process.yaml:";
        let told = ran.stdout.lines().any(|line| line.starts_with(place) && line.contains("`clark`"));
        assert!(ran.status == 1 && told, "{}", ran.text());
    }
}

fn replaced(bytes: &[u8], from: &[u8], to: &[u8]) -> Vec<u8> {
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

/// A register with the files of a folder over it, not committed.
fn lay_out(folder: &Path) -> Result<tempfile::TempDir, String> {
    let scratch = world().scratch();
    let seat = Seat { person: "aldo", folder: scratch.path(), moment: MOMENT };
    lay(&package().join(BASE), scratch.path())?;
    seat.must("git init -q && git add -A && git commit -qm 'a register'");
    lay(folder, scratch.path())?;
    // What no repository should hold (a file of a megabyte) is made on the spot.
    if scratch.path().join("make.sh").exists() {
        seat.must("bash make.sh && rm make.sh");
    }
    Ok(scratch)
}

fn check(folder: &Path, format: &str) -> Ran {
    Seat { person: "aldo", folder, moment: MOMENT }.run(&format!("{CHECK} --format {format}"))
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
