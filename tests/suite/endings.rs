//! Where results can't be printed: a full disk is an error that says so, a reader that has gone is none, and a step that
//! was made before says that it stands.

use super::register::Register;

/// Commands of every kind.
const COMMANDS: &[&str] = &[
    "list",
    "list --format json",
    "show 2026-0001",
    "check",
    "check --format sarif",
    "verify",
    "due --format csv",
    "explain step-from",
    "process --to mermaid",
    "participant keys",
    "completions bash",
    "man",
    "--help",
    "--version",
    "step 2026-0002 accept",
];

#[test]
fn a_full_disk_is_an_error_that_says_so() {
    let register = Register::with_reports();
    let folder = register.folder();
    let seat = register.seat("aldo", &folder);
    for command in COMMANDS {
        let ran = seat.run(&format!("iwcp {command} >/dev/full"));
        assert_eq!(ran.status, 3, "{command}\n{}", ran.text());
        assert!(
            ran.stderr.contains("error: cannot print the result: No space left"),
            "{command}\n{}",
            ran.text()
        );
    }
}

#[test]
fn a_step_that_was_made_stands_when_it_can_t_be_told() {
    let register = Register::with_reports();
    let folder = register.folder();
    let anna = register.seat("anna", &folder);
    let ran = anna.run("iwcp step 2026-0003 accept >/dev/full");
    assert_eq!(ran.status, 3, "{}", ran.text());
    let commit = anna.must("git log -1 --format=%h --abbrev=7");
    assert!(
        ran.stderr.contains(&format!("the step is made all the same: `git show {}`", commit.trim())),
        "{}",
        ran.text()
    );
    assert_eq!(
        anna.must("git status --porcelain; git log -1 --format=%s"),
        "2026-0003: accept the remedial action (clause 4, 7)\n"
    );
}

/// A reader that takes nothing, so that whatever is printed meets a pipe that is closed.
#[test]
fn a_reader_that_has_gone_is_no_error() {
    let register = Register::with_reports();
    let folder = register.folder();
    let seat = register.seat("aldo", &folder);
    for command in COMMANDS.iter().filter(|command| !command.starts_with("step")) {
        let ran = seat.run(&format!("set +e; (trap '' PIPE; sleep 0.1; iwcp {command}; echo $? >&2) | true"));
        let quiet = ran.stderr.ends_with("0\n") && !ran.stderr.contains("error");
        assert!(quiet, "{command}\n{}", ran.text());
    }
}
