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
    let other = anna.run("iwcp init . --object-format md5");
    assert_eq!(other.status, 2, "{}", other.text());
    anna.must("iwcp init . --keeper gsma --name GSMA --object-format sha256");
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

/// git reads a signature there in `gpgsig-sha256` alone; what stands in `gpgsig` is of the same commit by another name.
#[test]
fn a_signature_in_the_header_of_the_other_form_counts_for_nothing() {
    let scratch = world().scratch();
    let anna = Seat { person: "anna", folder: scratch.path(), moment: MOMENT };
    anna.must("iwcp init . --keeper gsma --name GSMA --object-format sha256");
    anna.must(
        "git commit -qS --allow-empty -m 'by git itself'
         git cat-file commit HEAD | sed 's/^gpgsig-sha256 /gpgsig /' > ../as-sha1
         git reset -q --hard $(git hash-object -t commit -w --literally ../as-sha1)",
    );
    let git = anna.run("git -c gpg.ssh.allowedSignersFile=$(mktemp) verify-commit HEAD");
    assert_ne!(git.status, 0, "{}", git.text());
    let ran = anna.run("iwcp verify --format concise");
    assert!(ran.status == 1 && ran.said().contains("error[unsigned-commit]"), "{}", ran.text());
}

#[test]
fn a_repository_keeps_the_form_that_it_was_made_with() {
    let scratch = world().scratch();
    let anna = Seat { person: "anna", folder: scratch.path(), moment: MOMENT };
    anna.must("git init -q --object-format=sha1 .");
    let ran = anna.run("iwcp init . --object-format sha256");
    assert!(ran.status == 3 && ran.stderr.contains("the one that it was made with"), "{}", ran.text());
}

/// What git alone knows is refused by its name, whatever it is.
#[test]
fn an_extension_that_is_not_known_is_refused_by_its_name() {
    let scratch = world().scratch();
    let anna = Seat { person: "anna", folder: scratch.path(), moment: MOMENT };
    anna.must("iwcp init . --keeper gsma --name GSMA");
    anna.must("git config core.repositoryFormatVersion 1 && git config extensions.compactObjects true");
    let ran = anna.run("iwcp verify");
    assert_eq!(ran.status, 3, "{}", ran.text());
    for word in ["compactobjects", "git clone"] {
        assert!(ran.stderr.to_lowercase().contains(word), "{}", ran.text());
    }
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
