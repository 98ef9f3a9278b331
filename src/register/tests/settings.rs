//! A register's settings, and git's own.

use super::Sandbox;
use crate::register::*;

#[test]
fn settings_have_defaults_and_refuse_unknown_keys_by_name() {
    let settings = Settings::parse(b"process: 3.2.0\nclock_tolerance: 2\n").unwrap();
    assert_eq!((settings.process.as_str(), settings.timezone.as_str()), ("3.2.0", "Europe/London"));
    assert_eq!(
        (settings.receipt_tolerance, settings.backdate_tolerance, settings.clock_tolerance),
        (3, 5, 2)
    );
    let error = Settings::parse(b"process: 3.2.0\ncalender: x\n").unwrap_err();
    assert!(error.message.contains("calender"), "{error}");
    assert_eq!(error.place.unwrap().0, 2);
    assert!(Settings::parse(b"name: x\n").unwrap_err().message.contains("process"));
    assert!(Settings::parse(b"process: 3.2.0\nreceipt_tolerance: -1\n").is_err());
    assert!(Settings::parse(b"\xff").is_err());
}

#[test]
fn dates_are_read_as_git_reads_them() {
    let sandbox = Sandbox::new();
    let tree = sandbox.git(&["mktree"]);
    for text in [
        "@1777885200 +0100",
        "1777885200 -0330",
        "2026-05-04T10:00:00+01:00",
        "2026-05-04 10:00:00 +0100",
        "2026-05-04T10:00:00Z",
        "2026-05-04T10:00:00-0330",
        "Mon, 04 May 2026 10:00:00 +0100",
        "Mon, 4 May 2026 10:00:00 +0000",
    ] {
        let date = format!("--date={text}");
        sandbox.git(&["commit", "-q", "--allow-empty", "-m", &tree, &date]);
        let theirs = sandbox.git(&["log", "-1", "--format=%ad", "--date=raw"]);
        let ours = parse_date(text).unwrap();
        assert_eq!(format!("{} {}", ours.timestamp(), ours.format("%z")), theirs, "{text}");
    }
    assert!(matches!(parse_date("2026-05-04"), Err(DateError::DateOnly(_))));
    for text in ["", "yesterday", "20260504", "1777885200 0100", "2026-13-04T10:00:00Z", "@x +0000"] {
        assert!(parse_date(text).is_err(), "{text}");
    }
}

#[test]
fn identity_and_signer_come_from_git() {
    let sandbox = Sandbox::register();
    sandbox.git(&["config", "user.signingkey", "key::ssh-ed25519 AAAA"]);
    sandbox.git(&["config", "gpg.format", "ssh"]);
    sandbox.git(&["config", "committer.name", " Bob <x>, "]);
    sandbox.git(&["config", "core.fsmonitor", "./evil"]);
    let register = sandbox.open();
    let now = parse_date("@1777885200 +0100").unwrap();
    let identity = register.identity(Person::Author, now).unwrap();
    assert_eq!(identity.line(), "Ann <ann@example.com> 1777885200 +0100");
    assert_eq!(identity.when(), Some(now));
    assert_eq!(register.identity(Person::Committer, now).unwrap().name, "Bob x");
    let signer = register.signer_settings().unwrap();
    assert_eq!((signer.format.as_deref(), signer.program), (Some("ssh"), None));
    assert_eq!(register.program_settings().unwrap(), ["core.fsmonitor"]);
    assert_eq!(register.config_string("iwcp.root").unwrap(), None);
    register.set_config("iwcp.root", "abc").unwrap();
    assert_eq!(register.configured_root().unwrap().as_deref(), Some("abc"));
}

#[test]
fn verified_tips_are_remembered_by_branch() {
    let sandbox = Sandbox::register();
    let register = sandbox.open();
    let oid = |digit: &str| Oid::from_str(&digit.repeat(40)).unwrap();
    assert_eq!(register.remembered("refs/heads/a").unwrap(), None);
    register.remember("refs/heads/a", oid("2")).unwrap();
    register.remember("refs/heads/b", oid("4")).unwrap();
    register.remember("refs/heads/a", oid("5")).unwrap();
    assert_eq!(register.remembered("refs/heads/a").unwrap(), Some(oid("5")));
    assert_eq!(register.remembered("refs/heads/b").unwrap(), Some(oid("4")));
    let text = sandbox.read(".git/iwcp/verified");
    assert_eq!(text.lines().count(), 2);
}
