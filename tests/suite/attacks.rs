//! What people might do to a history: each attack is a folder (`tests/attacks/README.md`) with a script that does it
//! to a register, and what the program has to find then.

use std::fs;
use std::path::{Path, PathBuf};

use super::cases::{self, package};
use super::environment::Ran;
use super::normal::Normal;
use super::register::Register;
use super::{slugs, snapshot};

/// What is run after an attack, where its folder has no `check.sh`.
const CHECK: &str = "iwcp verify --format concise";

/// The exit status of what could not be checked at all.
const UNCHECKED: i32 = 3;

/// The attacks. Of objects named by SHA-256 those are left out that can't be made there, as their `sha1.txt` says.
pub(super) fn all() -> Vec<PathBuf> {
    let sha256 = std::env::var_os("GIT_DEFAULT_HASH").is_some_and(|form| form == "sha256");
    cases::entries("tests/attacks", |path| path.is_dir() && !(sha256 && path.join("sha1.txt").exists()))
}

#[test]
fn every_attack_is_found() {
    cases::run(&all(), attack);
}

/// The register that attacks are made on is sound, so that what is found is the attack.
#[test]
fn nothing_is_found_without_an_attack() {
    let register = Register::with_reports();
    let folder = register.folder();
    let ran = register.seat("aldo", &folder).run(CHECK);
    assert_eq!((ran.status, slugs::all(&ran.said())), (0, Default::default()), "{}", ran.text());
}

/// The threat model points at attacks that are there, and says what each of them is found by.
#[test]
fn the_threat_model_names_attacks_and_what_finds_them() {
    let text = fs::read_to_string(package().join("docs/security.md")).unwrap();
    let (_, rest) = text.split_once("## Attacks that are tried").unwrap();
    let (table, _) = rest.split_once("\n## Fuzzing").unwrap();
    let quoted =
        |cell: &str| -> Vec<String> { cell.split('`').skip(1).step_by(2).map(str::to_owned).collect() };
    let mut rows = 0;
    for line in table.lines().filter(|line| line.starts_with("| a")) {
        let [_, _, attacks, found, _] = line.split('|').collect::<Vec<_>>()[..] else { panic!("{line}") };
        rows += 1;
        let mut said = String::new();
        for attack in quoted(attacks) {
            let expected = package().join("tests/attacks").join(&attack).join("expected.txt");
            said += &fs::read_to_string(expected).unwrap_or_else(|error| panic!("{attack}: {error}"));
        }
        for rule in quoted(found) {
            assert!(said.contains(&format!("[{rule}]")), "{rule} is not found by {attacks}");
        }
    }
    assert_eq!(rows, 28);
}

fn attack(path: &Path) -> Result<(), String> {
    let register = Register::with_reports();
    let folder = register.folder();
    fs::create_dir_all(register.files()).map_err(|error| error.to_string())?;
    let mut normal = Normal::new();
    normal.folder(&folder, "[REGISTER]");
    normal.folder(folder.parent().unwrap_or(&folder), "[SCRATCH]");
    normal.learn(&register.seat("mallory", &folder));
    let done = run(
        &register,
        "mallory",
        &fs::read_to_string(path.join("attack.sh")).map_err(|error| error.to_string())?,
    );
    if done.status != 0 {
        return Err(format!("the attack itself fails\n{}", done.text()));
    }
    normal.learn(&register.seat("mallory", &folder));
    let check = fs::read_to_string(path.join("check.sh")).unwrap_or_else(|_| CHECK.to_owned());
    let ran = run(&register, "aldo", &check);
    let said = normal.text(&ran.text());
    if slugs::all(&said).is_empty() && ran.status != UNCHECKED {
        return Err(format!("nothing is found\n{said}"));
    }
    if ran.status == 0 && !slugs::of("warning", &said).is_superset(&slugs::all(&said)) {
        return Err(format!("something is found, and the exit status is 0\n{said}"));
    }
    // Where all is well but for warnings, the tip is remembered, and a warning about the one before is not told again.
    if check == CHECK && ran.status != 0 {
        same_anew(&register, &ran)?;
    }
    snapshot::file(&said, &path.join("expected.txt"))
}

/// The register was verified before the attack, and the attack was verified once: neither changes what is found.
fn same_anew(register: &Register, first: &Ran) -> Result<(), String> {
    for check in [CHECK, "iwcp verify --format concise --no-cache"] {
        let again = run(register, "aldo", check);
        if timeless(&again.text()) != timeless(&first.text()) {
            return Err(format!("{check}, at another time:\n{}\nat first:\n{}", again.text(), first.text()));
        }
    }
    Ok(())
}

/// A text without the moment at which it was printed.
fn timeless(text: &str) -> String {
    let cut = |line: &str| line.split("later than now").next().unwrap_or_default().to_owned();
    text.lines().map(cut).collect::<Vec<_>>().join("\n")
}

fn run(register: &Register, person: &str, script: &str) -> Ran {
    let folder = register.folder();
    let library = package().join("tests/attacks/lib.sh");
    let script =
        format!("START={}\nROOT={}\nsource '{}'\n{script}", register.start, register.root, library.display());
    register.seat(person, &folder).run_with(&script, &[("FILES", &register.files())])
}
