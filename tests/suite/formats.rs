//! What `check` and `verify` write for other programs: a finding stands on the file and line of the change, and a change
//! is judged by what it touches.

use std::fs;
use std::path::Path;

use serde_json::Value;

use super::environment::Seat;
use super::register::Register;

/// A register in which the report 2026-0001 was fine when a branch parted, and 2026-0003 was not.
fn branch<'f>(register: &Register, folder: &'f Path) -> Seat<'f> {
    let seat = register.seat("anna", folder);
    seat.must(
        "sed -i 's/^discovered: .*/discovered: someday/' reports/2026/2026-0003.yaml && git commit -q -S -a -m Faulty && \
         git switch -q -c branch && sed -i 's/^discovered: .*/discovered: 2026-13-01/' reports/2026/2026-0001.yaml && \
         git commit -q -S -a -m Faulty",
    );
    seat
}

#[test]
fn a_change_is_judged_by_what_it_touches() {
    let register = Register::with_reports();
    let folder = register.folder();
    let seat = branch(&register, &folder);
    let all = seat.run("iwcp check --format concise");
    assert!(all.status == 1 && all.stdout.matches("error[malformed-value]").count() == 2, "{}", all.text());
    let own = seat.run("iwcp check --base main --format concise");
    assert!(own.stdout.contains("2026-0001.yaml:4:13: error[malformed-value]"), "{}", own.text());
    assert!(own.stdout.contains("2026-0003.yaml:4:13: warning[malformed-value]"), "{}", own.text());
    seat.must("git switch -q --detach main");
    assert_eq!(seat.run("iwcp check --base main").status, 0);
}

/// Of an encrypted file no more than its head is looked at, and all of it is compared.
#[test]
fn a_file_that_is_not_kept_whole_is_spared_where_it_was_there_before_and_not_where_it_changed() {
    let register = Register::with_reports();
    let folder = register.folder();
    let seat = register.seat("anna", &folder);
    seat.must(
        "{ echo age-encryption.org/v1; seq 1000; } > reports/2026/stray.age; seq 200000 > reports/2026/stray.txt; \
         git add -A; git commit -q -S -m Stray; git switch -q -c later",
    );
    for looked in ["", "--staged "] {
        let command = format!("iwcp check {looked}--base main --format concise");
        let before = seat.run(&command);
        assert!(before.stdout.contains("reports/2026/stray.age: warning["), "{}", before.text());
        assert!(before.stdout.contains("reports/2026/stray.txt: warning["), "{}", before.text());
        assert_eq!(before.status, 0, "{}", before.text());
    }
    seat.must("for name in age txt; do echo more >> reports/2026/stray.$name; done; git add -A");
    for looked in ["", "--staged "] {
        let after = seat.run(&format!("iwcp check {looked}--base main --format concise"));
        assert!(after.stdout.contains("reports/2026/stray.age: error["), "{}", after.text());
        assert!(after.stdout.contains("reports/2026/stray.txt: error["), "{}", after.text());
        assert_eq!(after.status, 1, "{}", after.text());
    }
}

#[test]
fn github_gets_commands_and_a_summary() {
    let register = Register::with_reports();
    let folder = register.folder();
    let seat = branch(&register, &folder);
    let ran = seat.run("GITHUB_STEP_SUMMARY=../summary iwcp check --base main --format github");
    assert_eq!(ran.status, 1, "{}", ran.text());
    let lines: Vec<&str> = ran.stdout.lines().collect();
    let first = "::error file=reports/2026/2026-0001.yaml,line=4,endLine=4,col=13,endColumn=23,title=error[malformed-value]::";
    assert!(lines[0].starts_with(first), "{}", ran.text());
    assert!(lines[1].starts_with("::warning file=reports/2026/2026-0003.yaml,line=4"), "{}", ran.text());
    let summary = fs::read_to_string(register.folder().join("../summary")).unwrap();
    assert!(
        summary.contains("| error | malformed-value | reports\\/2026\\/2026\\-0001\\.yaml\\:4 |"),
        "{summary}"
    );
    // A finding about a commit stands on the first line that the commit changes.
    let ran = seat.run("iwcp verify --base main --format github");
    assert!(ran.stdout.contains("::error file=reports/2026/2026-0001.yaml,line=4,"), "{}", ran.text());
    assert!(ran.stdout.contains("by: Anna Adler (gsma)"), "{}", ran.text());
}

#[test]
fn other_servers_get_documents_and_nothing_else() {
    let register = Register::with_reports();
    let folder = register.folder();
    let seat = branch(&register, &folder);
    let json = |format: &str| -> Value {
        let ran = seat.run(&format!("iwcp verify --base main --format {format}"));
        assert_eq!(ran.status, 1, "{}", ran.text());
        serde_json::from_str(&ran.stdout).unwrap_or_else(|_| panic!("{}", ran.text()))
    };
    let gitlab = json("gitlab");
    let row = &gitlab.as_array().unwrap()[0];
    assert!(row["fingerprint"].as_str().unwrap().len() == 64 && row["location"]["path"].is_string(), "{row}");
    let sarif = json("sarif");
    assert_eq!(sarif["version"], "2.1.0");
    let place = &sarif["runs"][0]["results"][0]["locations"][0]["physicalLocation"];
    assert!(place["region"]["startLine"].is_u64(), "{place}");
    let junit = seat.run("iwcp check --format junit");
    assert!(junit.status == 1 && junit.stdout.contains("<testsuite name=\"iwcp\" "), "{}", junit.text());
    let list = seat.run("iwcp list --format junit");
    assert!(list.status == 2 && list.stdout.is_empty(), "{}", list.text());
}
