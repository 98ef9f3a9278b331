//! The forms in which git keeps a repository: objects named by SHA-256 work as those named by SHA-1, references in a
//! reftable are refused by name, and an object is what its name says or it is found.

use std::fs;

use super::environment::{Seat, world};
use super::register::Register;

/// A moment in 2026, in seconds since 1970.
const MOMENT: i64 = 1_772_000_000;

#[test]
fn a_register_whose_objects_are_named_by_sha_256() {
    let scratch = world().scratch();
    let folder = scratch.path().join("register");
    fs::create_dir(&folder).unwrap();
    let anna = Seat { person: "anna", folder: &folder, moment: MOMENT };
    if anna.run("git init -q -b main --object-format=sha256 .").status != 0 {
        return;
    }
    anna.must("iwcp init . --keeper gsma --name GSMA");
    anna.must(
        "iwcp participant add telecom --role operator --name Telecom --person Olga --key $KEYS/olga.pub",
    );
    let later = Seat { moment: MOMENT + 3_600, ..anna.clone() };
    later.must("git commit -qS --allow-empty -m 'by git itself'");
    let log = later.must("iwcp log participant/telecom --format json");
    assert!(log.contains(later.must("git rev-parse HEAD~1").trim()), "{log}");
    let root = later.must("git rev-list --max-parents=0 HEAD");
    assert_eq!(root.trim().len(), 64);
    let verified = later.must(&format!("iwcp verify --root {root}"));
    assert!(verified.contains("3 commits"), "{verified}");
    assert_eq!(later.must(&format!("iwcp verify --root {root}")), verified);
    assert_eq!(later.must(&format!("iwcp verify --no-cache --root {root}")), verified);
    later.must("iwcp participant keys > ../allowed; git -c gpg.ssh.allowedSignersFile=../allowed verify-commit HEAD~1");
    assert_eq!(later.must("git fsck --strict --no-dangling --no-progress; git status --porcelain"), "");
    let short = later.run("iwcp verify --root 0123456789012345678901234567890123456789");
    assert_eq!(short.status, 2, "{}", short.text());
}

#[test]
fn a_reftable_is_refused_by_name_with_what_to_do() {
    let scratch = world().scratch();
    let seat = Seat { person: "anna", folder: scratch.path(), moment: MOMENT };
    if seat.run("git init -q --ref-format=reftable .").status != 0 {
        return;
    }
    let ran = seat.run("iwcp verify");
    assert_eq!(ran.status, 3, "{}", ran.text());
    assert!(
        ran.stderr.contains("reftable") && ran.stderr.contains("git clone --ref-format=files"),
        "{}",
        ran.text()
    );
}

#[test]
fn an_object_that_is_not_what_its_name_says_is_found() {
    let register = Register::with_reports();
    let folder = register.folder();
    let seat = register.seat("aldo", &folder);
    let file = |object: &str| folder.join(".git/objects").join(&object[..2]).join(&object[2..]);
    let [blob, other] = ["HEAD~3:reports/2026/2026-0001.yaml", "HEAD:register.yaml"]
        .map(|name| file(seat.must(&format!("git rev-parse {name}")).trim()));
    assert!(blob.exists() && other.exists(), "the register's objects are loose");
    // Sound in itself, and something else: only hashing it tells.
    fs::remove_file(&blob).unwrap();
    fs::copy(&other, &blob).unwrap();
    for command in ["iwcp verify", "iwcp verify", "iwcp verify --no-cache"] {
        let ran = seat.run(command);
        assert_eq!(ran.status, 3, "{}", ran.text());
        assert!(ran.said().contains("missing-object"), "{}", ran.text());
    }
}
