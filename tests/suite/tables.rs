//! What is computed from a history: `due`, `stats` and `export` speak of nothing that they could not read, look at it
//! beside what was verified before, and read each document by the process version that it runs under.

use std::fs;
use std::path::Path;

use iwcp::process::EMBEDDED;

use super::environment::Seat;
use super::register::Register;

/// Commands that compute something from the whole history; the last writes a file.
const COMPUTED: [&str; 4] =
    ["iwcp due", "iwcp due --exit-code", "iwcp stats", "iwcp export ../history.sqlite"];

#[test]
fn nothing_is_computed_from_a_history_that_is_not_there() {
    let register = Register::with_reports();
    let folder = register.folder();
    register.seat("anna", &folder).must("git clone -q --depth 1 \"file://$PWD\" ../shallow");
    let shallow = folder.with_file_name("shallow");
    let seat = register.seat("anna", &shallow);
    for command in COMPUTED {
        let ran = seat.run(command);
        assert_eq!(ran.status, 3, "{command}\n{}", ran.text());
        assert!(ran.stderr.contains("git fetch --unshallow") && ran.stdout.is_empty(), "{}", ran.text());
    }
    seat.must("git fetch -q --unshallow && test ! -e ../history.sqlite");
    assert!(seat.must("iwcp due").contains("2026-0002"));
}

#[test]
fn what_could_not_be_checked_is_told() {
    let register = Register::with_reports();
    let folder = register.folder();
    let seat = register.seat("anna", &folder);
    let first = "$(git log --reverse --format=%H -- reports/2026/2026-0002.yaml | head -1)";
    seat.must(&format!(
        "blob=$(git rev-parse {first}:reports/2026/2026-0002.yaml); rm -f .git/objects/${{blob:0:2}}/${{blob:2}}"
    ));
    let ran = seat.run("iwcp due");
    let told = "not all of the history could be checked: `iwcp verify` says why";
    assert!(ran.stderr.contains(told), "{}", ran.text());
}

#[test]
fn a_history_that_was_rolled_back_is_told() {
    let register = Register::with_reports();
    let folder = register.folder();
    let seat = register.seat("anna", &folder);
    seat.must("iwcp verify && iwcp stats && git reset -q --hard HEAD~1");
    for command in ["iwcp stats", "iwcp export ../history.sqlite"] {
        let ran = seat.run(command);
        assert!(ran.status == 1 && ran.stderr.contains("does not verify"), "{command}\n{}", ran.text());
    }
    let ran = seat.run("iwcp due");
    assert!(ran.stderr.contains("(history-rewritten)"), "{}", ran.text());
}

/// A later version gives less time: what was begun before keeps the time that it was given.
#[test]
fn a_document_keeps_the_clocks_of_its_process_version() {
    let register = Register::with_reports();
    let folder = register.folder();
    let seat = register.seat("anna", &folder);
    let before = answers(&seat, &folder, "before");
    assert!(before.contains("with-manufacturer") && before.contains("2026-03-20"), "{before}");
    let own = folder.join("process/4.0.0");
    fs::create_dir_all(&own).unwrap();
    for (name, text) in EMBEDDED {
        let text = text
            .replace("process: 3.2.0", "process: 4.0.0")
            .replace("runs: {days: 42}", "runs: {days: 21}")
            .replace("to: respond\n", "to: answer in time\n");
        fs::write(own.join(name), text).unwrap();
    }
    seat.must(
        "git add process && git commit -q -S -m 'A version of our own' && \
         sed -i 's/^process: .*/process: 4.0.0/' register.yaml && git commit -q -S -a -m 'It holds' && iwcp verify",
    );
    assert_eq!(answers(&seat, &folder, "after"), before);
}

/// What is due, and every clock.
fn answers(seat: &Seat<'_>, folder: &Path, name: &str) -> String {
    let due = seat.must(&format!("iwcp due --as-of 2026-04-30 && iwcp export --format csv ../{name}"));
    due + &fs::read_to_string(folder.with_file_name(name).join("clocks.csv")).unwrap()
}
