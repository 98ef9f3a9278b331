//! A person at a terminal: the built program with a pseudo-terminal for its standard input, output and error. What it
//! asks is answered line by line; what it shows is kept.

use std::fs::File;
use std::io::{Read, Write};
use std::process::Stdio;
use std::sync::mpsc;
use std::thread;
use std::time::Duration;

use rustix::pty::{OpenptFlags, grantpt, openpt, ptsname, unlockpt};

use super::environment::{Ran, Seat};
use super::register::Register;

/// How long a question may keep a person waiting before the test gives up.
const PATIENCE: Duration = Duration::from_secs(60);

/// Runs a script at a terminal. Each answer is typed once its question, a part of a line, has been shown.
fn converse(seat: &Seat<'_>, script: &str, answers: &[(&str, &str)]) -> Ran {
    let master = openpt(OpenptFlags::RDWR | OpenptFlags::NOCTTY).unwrap();
    grantpt(&master).unwrap();
    unlockpt(&master).unwrap();
    let name = ptsname(&master, Vec::new()).unwrap().into_string().unwrap();
    let end = || Stdio::from(File::options().read(true).write(true).open(&name).unwrap());
    let mut command = seat.bare("bash");
    command.args(["-euo", "pipefail", "-c", script]);
    command.stdin(end()).stdout(end()).stderr(end());
    let mut child = command.spawn().unwrap();
    drop(command);
    let mut typing = File::from(master);
    let shown = read(typing.try_clone().unwrap());
    let mut text = String::new();
    for (question, answer) in answers {
        while !text.contains(question) {
            let more = shown.recv_timeout(PATIENCE);
            text += &more.unwrap_or_else(|_| panic!("`{question}` was never asked:\n{text}"));
        }
        let at = text.find(question).unwrap() + question.len();
        text = text.split_off(at);
        typing.write_all(answer.as_bytes()).unwrap();
    }
    while let Ok(more) = shown.recv_timeout(PATIENCE) {
        text += &more;
    }
    let status = child.wait().unwrap().code().unwrap_or(-1);
    Ran { status, stdout: text.replace("\r\n", "\n"), stderr: String::new() }
}

/// What comes on the screen, until the last program that may write there has ended.
fn read(mut screen: File) -> mpsc::Receiver<String> {
    let (send, shown) = mpsc::channel();
    thread::spawn(move || {
        let mut bytes = [0; 4096];
        while let Ok(count) = screen.read(&mut bytes) {
            if count == 0 || send.send(String::from_utf8_lossy(&bytes[..count]).into_owned()).is_err() {
                break;
            }
        }
    });
    shown
}

fn shown(text: &str, wanted: &str) {
    assert!(text.contains(wanted), "`{wanted}` is not shown:\n{text}");
}

#[test]
fn what_is_missing_is_asked_for_and_asked_again_where_it_will_not_do() {
    let register = Register::new();
    let folder = register.folder();
    let olga = register.seat("olga", &folder);
    let ran = converse(
        &olga,
        "NO_COLOR=1 iwcp new",
        &[
            ("discovered [", "4.1.\n"),
            ("write a day as", "2026-01-20\n"),
            ("originator.company:", "Example Telecom\n"),
            ("originator.contact.name:", "desk\n"),
            ("originator.contact.email:", "desk@telecom.example\n"),
            ("handset.manufacturer:", "acmee\n"),
            ("the register has no participant `acmee`", ""),
            ("handset.manufacturer:", "acme\n"),
            ("handset.model:", "A100\n"),
            ("handset.software:", "1.10\n"),
            ("weakness.description:", "it can be: rewritten # easily\n"),
            ("+  manufacturer: acme", ""),
            ("sign this [yes]:", "\n"),
        ],
    );
    assert_eq!(ran.status, 0, "{}", ran.text());
    let text = olga.must("cat reports/2026/2026-0001.yaml");
    shown(&text, "manufacturer: acme\n");
    shown(&text, "software: \"1.10\"");
    shown(&text, "description: \"it can be: rewritten # easily\"");
}

#[test]
fn the_end_of_input_breaks_off_and_changes_nothing() {
    let register = Register::with_reports();
    let folder = register.folder();
    let seat = register.seat("anna", &folder);
    let before = seat.must("git rev-parse HEAD; git status --porcelain");
    let ran = converse(&seat, "iwcp new", &[("discovered [", "\u{4}")]);
    assert_eq!(ran.status, 2, "{}", ran.text());
    shown(&ran.stdout, "cancelled, nothing was changed");
    assert_eq!(seat.must("git rev-parse HEAD; git status --porcelain"), before);
}

#[test]
fn what_was_asked_for_is_signed_only_when_whoever_answered_agrees() {
    let register = Register::new();
    let folder = register.folder();
    let olga = register.seat("olga", &folder);
    let answers = [
        ("discovered [", "\n"),
        ("originator.company:", "Example Telecom\n"),
        ("originator.contact.name:", "desk\n"),
        ("originator.contact.email:", "no address\n"),
        ("originator.contact.email:", "desk@telecom.example\n"),
        ("handset.manufacturer:", "acme\n"),
        ("handset.model:", "A100\n"),
        ("handset.software:", "1.10\n"),
        ("weakness.description:", "it can be rewritten\n"),
        ("sign this [yes]:", "no\n"),
    ];
    let ran = converse(&olga, "NO_COLOR=1 iwcp new", &answers);
    assert_eq!(ran.status, 2, "{}", ran.text());
    shown(&ran.stdout, "cancelled, nothing was changed");
    assert_eq!(olga.must("git status --porcelain; ls reports 2>/dev/null || true"), "");
}

#[test]
fn nobody_is_asked_where_nobody_sits() {
    let register = Register::new();
    let folder = register.folder();
    let ran = register.seat("olga", &folder).run("iwcp new");
    assert_eq!(ran.status, 1, "{}", ran.text());
    shown(&ran.stdout, "error[missing-field]: `handset` is missing");
}

#[test]
fn the_editor_opens_again_on_what_will_not_do() {
    let register = Register::new();
    let folder = register.folder();
    let olga = register.seat("olga", &folder);
    // Fills the form in wrongly, then puts right what it is told above the form.
    let editor = register.folder().join("../editor");
    std::fs::write(
        &editor,
        "#!/bin/sh\n\
         if grep -q '^#! .*not a date' \"$1\"; then sed -i 's/^discovered:.*/discovered: 2026-01-20/' \"$1\"\n\
         elif grep -q '^#! line' \"$1\"; then sed -i 's/^discovered:.*/discovered: soon/' \"$1\"\n\
         else sed -i -e 's/^discovered:/discovered: [/' -e 's/^originator.company:/& Example Telecom/' \
         -e 's/^originator.contact.name:/& desk/' -e 's/^originator.contact.email:/& d@telecom.example/' \
         -e 's/^handset.manufacturer:/& acme/' -e 's/^handset.model:/& A100/' -e 's/^handset.software:/& 1.10/' \
         -e 's/^weakness.description:/& it can be rewritten/' -e 's/^submitted:.*/submitted: 2026-01-22/' \"$1\"; fi\n",
    )
    .unwrap();
    olga.must("chmod +x ../editor");
    let ran = converse(&olga, "EDITOR=$PWD/../editor iwcp new --edit", &[]);
    assert_eq!(ran.status, 0, "{}", ran.text());
    let text = olga.must("cat reports/2026/2026-0001.yaml");
    shown(&text, "discovered: 2026-01-20\nsubmitted: 2026-01-22\n");
    shown(&text, "software: \"1.10\"");
    // What is remembered of the history may stand there, and nothing of the form.
    assert_eq!(olga.must("ls .git/iwcp | grep -vx history"), "lock\n");
}

#[test]
fn the_editor_that_changes_nothing_opens_once() {
    let register = Register::new();
    let folder = register.folder();
    let olga = register.seat("olga", &folder);
    let ran = converse(&olga, "NO_COLOR=1 EDITOR=touch iwcp new --edit", &[]);
    assert_eq!(ran.status, 1, "{}", ran.text());
    shown(&ran.stdout, "error[missing-field]");
}

#[test]
fn the_editor_that_is_left_without_saving_makes_no_step() {
    let register = Register::new();
    let folder = register.folder();
    let olga = register.seat("olga", &folder);
    let before = olga.must("git rev-parse HEAD; git status --porcelain; ls .git/iwcp");
    let ran = converse(&olga, "EDITOR=true iwcp new --edit", &[]);
    assert_eq!(ran.status, 2, "{}", ran.text());
    shown(&ran.stdout, "cancelled, nothing was changed");
    assert_eq!(olga.must("git rev-parse HEAD; git status --porcelain; ls .git/iwcp"), before);
}

#[test]
fn what_was_typed_into_a_form_is_there_again_until_its_step_is_made() {
    let register = Register::new();
    let folder = register.folder();
    let olga = register.seat("olga", &folder);
    let refused = olga.run("EDITOR='sed -i \"s/^discovered:/& soon/\"' iwcp new --edit");
    assert_eq!(refused.status, 1, "{}", refused.text());
    shown(&refused.stderr, "what you wrote is kept: the same command opens it again");
    assert_eq!(olga.must("stat -c %a .git/iwcp/unfinished-*"), "600\n");
    let again = olga.run("EDITOR='grep ^discovered' iwcp new --edit");
    shown(&again.stdout, "discovered: soon");
    let over = olga.run("EDITOR='grep ^discovered' iwcp new --edit --set discovered=2026-01-20");
    shown(&over.stderr, "what you wrote before is opened again, and goes over `--set`");
    shown(&over.stdout, "discovered: soon");
    // Saved without any field, it is done with.
    let emptied = olga.run("EDITOR='sed -i d' iwcp new --edit");
    assert_eq!(emptied.status, 2, "{}", emptied.text());
    assert_eq!(olga.must("ls .git/iwcp | grep -vx history"), "lock\n");
}
