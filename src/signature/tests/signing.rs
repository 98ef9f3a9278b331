//! Signing through real programs, and through programs that fail in every way they can.

use std::{
    path::Path,
    time::{Duration, Instant},
};

use super::{home_with_key, public_line, run, script};
use crate::signature::{
    Format, GIT_NAMESPACE, KeyText, OpenPgpCertificates, OpenPgpSignature, PublicKey, SignError, Signer,
    SshSignature,
};

const PAYLOAD: &[u8] = b"tree 4b825dc642cb6eb9a060e54bf8d69288fbee4904\n\nsigned\n";

fn signer(home: &Path) -> Signer {
    let work_dir = home.join("work");
    std::fs::create_dir_all(&work_dir).unwrap();
    Signer {
        format: Format::Ssh,
        program: None,
        key: Some("~/id".to_owned()),
        default_key_command: None,
        identity: "A Person <person@acme.example>".to_owned(),
        home: Some(home.to_owned()),
        work_dir,
        cwd: home.to_owned(),
        timeout: Duration::from_secs(20),
        held: None,
    }
}

/// A signer whose program is a script, with less patience.
fn scripted(home: &Path, text: &str) -> Signer {
    let program = script(home, text).to_str().unwrap().to_owned();
    Signer { program: Some(program), timeout: Duration::from_millis(700), ..signer(home) }
}

/// What `sign` says, after checking that it left nothing behind.
fn attempt(signer: &Signer) -> Result<String, SignError> {
    let result = signer.sign(PAYLOAD);
    let left: Vec<_> =
        std::fs::read_dir(&signer.work_dir).unwrap().flatten().map(|entry| entry.path()).collect();
    assert!(left.is_empty(), "{left:?}");
    result
}

fn signed_by(armored: &str) -> PublicKey {
    SshSignature::parse(armored).unwrap().verify(PAYLOAD, GIT_NAMESPACE).unwrap()
}

#[test]
fn a_key_file_signs_by_any_of_its_names() {
    let home = home_with_key(&["-t", "ed25519"]);
    let expected = PublicKey::parse(&public_line(&home)).unwrap();
    let absolute = home.path().join("id.pub").to_str().unwrap().to_owned();
    for key in ["~/id", "~/id.pub", "id", "./id.pub", &absolute] {
        let signer = Signer { key: Some(key.to_owned()), ..signer(home.path()) };
        assert_eq!(signed_by(&attempt(&signer).unwrap()), expected, "{key}");
        assert_eq!(signer.public_key().as_ref(), Some(&expected), "{key}");
    }
}

#[test]
fn a_private_key_alone_is_never_opened() {
    let home = home_with_key(&["-t", "ed25519"]);
    std::fs::remove_file(home.path().join("id.pub")).unwrap();
    assert_eq!(signer(home.path()).public_key(), None);
    assert!(attempt(&signer(home.path())).is_ok());
}

/// Starts an agent that holds the key; a signer that talks to it, and the command that ends it.
fn with_agent(home: &Path) -> (Signer, String) {
    let said = run(home, "ssh-agent", &["-s", "-a", "agent"], "");
    let pid = said.split("SSH_AGENT_PID=").nth(1).and_then(|rest| rest.split(';').next()).unwrap().to_owned();
    let socket = home.join("agent").to_str().unwrap().to_owned();
    run(home, "sh", &["-c", &format!("SSH_AUTH_SOCK={socket} ssh-add -q id && mv id hidden")], "");
    (scripted(home, &format!("SSH_AUTH_SOCK={socket} exec ssh-keygen \"$@\"")), pid)
}

#[test]
fn a_literal_key_signs_through_the_agent() {
    let home = home_with_key(&["-t", "ed25519"]);
    let line = public_line(&home).trim().to_owned();
    let expected = PublicKey::parse(&line).unwrap();
    let (agent, pid) = with_agent(home.path());
    let agent = Signer { timeout: Duration::from_secs(20), ..agent };
    let literal = |key: String| Signer { key: Some(key), ..agent.clone() };
    let command = Signer {
        key: None,
        default_key_command: Some(format!("printf 'key::%s\\\\nmore\\\\n' \"{line}\"")),
        ..agent.clone()
    };
    let results: Vec<_> = [literal(line.clone()), literal(format!("key::{line}")), command]
        .iter()
        .map(|signer| (attempt(signer), signer.public_key()))
        .collect();
    run(home.path(), "kill", &[&pid], "");
    for (armored, key) in results {
        assert_eq!(signed_by(&armored.unwrap()), expected);
        assert_eq!(key.as_ref(), Some(&expected));
    }
}

#[test]
fn without_a_key_it_says_what_to_configure() {
    let home = tempfile::tempdir().unwrap();
    let none = Signer { key: None, ..signer(home.path()) };
    let error = attempt(&none).unwrap_err();
    assert!(matches!(error, SignError::NoKey));
    assert!(error.help().contains("git config gpg.format ssh"));
    let empty = Signer { key: Some(String::new()), ..signer(home.path()) };
    assert!(matches!(attempt(&empty), Err(SignError::NoKey)));
    for command in ["true", "echo nothing", "false", "echo 'open", "echo \\"] {
        let signer = Signer { default_key_command: Some(command.to_owned()), ..none.clone() };
        assert!(matches!(attempt(&signer), Err(SignError::DefaultKey(_))), "{command}");
        assert_eq!(signer.public_key(), None);
    }
}

#[test]
fn programs_that_fail_are_errors_with_their_words() {
    let home = home_with_key(&["-t", "ed25519"]);
    let said = |text| attempt(&scripted(home.path(), text)).unwrap_err().to_string();
    assert!(said("exit 1").contains("said nothing (exit status: 1)"));
    assert!(said("kill -9 $$").contains("signal: 9"));
    assert!(said("echo no such key >&2; exit 1").ends_with("failed: no such key"));
    assert!(said("printf '\\033[2Jclear\\n' >&2; exit 1").ends_with("failed: [2Jclear"));
    let usage = attempt(&scripted(home.path(), "echo usage: x >&2; exit 1")).unwrap_err();
    assert!(usage.help().contains("8.2"));
    let missing = Signer { program: Some("no-such-signer".to_owned()), ..signer(home.path()) };
    assert!(matches!(attempt(&missing), Err(SignError::Start { .. })));
    let no_key = Signer { key: Some("~/other".to_owned()), ..signer(home.path()) };
    assert!(matches!(attempt(&no_key), Err(SignError::NoFile(_))));
    let nowhere = Signer { work_dir: home.path().join("nowhere"), ..signer(home.path()) };
    assert!(matches!(nowhere.sign(PAYLOAD), Err(SignError::Io { .. })));
}

#[test]
fn programs_that_claim_success_without_a_signature_are_found_out() {
    let home = home_with_key(&["-t", "ed25519"]);
    let last = "for a; do l=$a; done;";
    for text in [
        "exit 0".to_owned(),
        format!("{last} : >\"$l.sig\""),
        format!("{last} mkdir \"$l.sig\""),
        format!("{last} mkfifo \"$l.sig\""),
        format!("{last} printf '\\377\\376' >\"$l.sig\""),
        format!("{last} echo -----BEGIN PGP SIGNATURE----- >\"$l.sig\""),
    ] {
        let result = attempt(&scripted(home.path(), &text));
        assert!(matches!(result, Err(SignError::NotASignature { .. })), "{text}: {result:?}");
    }
}

#[test]
fn a_signature_that_is_not_the_one_asked_for_is_refused() {
    let home = home_with_key(&["-t", "ed25519"]);
    let other = home_with_key(&["-t", "ed25519"]);
    let another = other.path().join("id").display().to_string();
    let last = "for a; do l=$a; done;";
    for text in [
        format!("{last} printf -- '-----BEGIN SSH SIGNATURE-----\\nAAAA' >\"$l.sig\""),
        format!("{last} ssh-keygen \"$@\"; head -c 100 \"$l.sig\" >\"$l.s2\"; mv \"$l.s2\" \"$l.sig\""),
        format!("{last} echo x >>\"$l\"; ssh-keygen \"$@\""),
        format!("{last} ssh-keygen -Y sign -n git -f {another} \"$l\""),
    ] {
        let patient = Signer { timeout: Duration::from_secs(20), ..scripted(home.path(), &text) };
        let result = attempt(&patient);
        assert!(matches!(result, Err(SignError::Foreign { .. })), "{text}: {result:?}");
    }
}

#[test]
fn a_program_that_hangs_is_ended() {
    let home = home_with_key(&["-t", "ed25519"]);
    for text in ["sleep 5", "trap '' TERM; sleep 5; sleep 5", "exec >&- 2>&-; sleep 5"] {
        let started = Instant::now();
        let result = attempt(&scripted(home.path(), text));
        assert!(matches!(result, Err(SignError::TimedOut { .. })), "{text}: {result:?}");
        assert!(started.elapsed() < Duration::from_secs(3), "{text}");
    }
}

#[test]
fn a_grandchild_that_keeps_the_pipes_is_not_waited_for() {
    let home = home_with_key(&["-t", "ed25519"]);
    let hanger_on = scripted(home.path(), "sleep 5 & exec ssh-keygen \"$@\"");
    let started = Instant::now();
    let armored = attempt(&Signer { timeout: Duration::from_secs(4), ..hanger_on }).unwrap();
    assert!(started.elapsed() < Duration::from_secs(3));
    signed_by(&armored);
}

#[test]
fn output_without_end_is_not_kept() {
    let home = home_with_key(&["-t", "ed25519"]);
    let result = attempt(&scripted(home.path(), "while :; do echo aaaaaaaaaaaaaaaaaaaaaaaaaaaa >&2; done"));
    assert!(matches!(result, Err(SignError::TimedOut { .. })), "{result:?}");
}

#[test]
fn the_program_sees_what_git_would_give_it_and_nobody_else_sees_the_files() {
    let home = home_with_key(&["-t", "ed25519"]);
    let text =
        "for a; do l=$a; done; echo \"$*\" >seen; stat -c %a \"$l\" \"${l%/*}\" >>seen; cat >>seen; exit 1";
    assert!(attempt(&scripted(home.path(), text)).is_err());
    let seen = std::fs::read_to_string(home.path().join("seen")).unwrap();
    let mut lines = seen.lines();
    let arguments = lines.next().unwrap();
    let begin = format!("-Y sign -n git -f {}/id ", home.path().display());
    assert!(arguments.starts_with(&begin) && arguments.ends_with("/payload"), "{arguments}");
    assert_eq!(lines.collect::<Vec<_>>(), ["600", "700"]);
}

#[test]
fn what_a_killed_run_left_is_swept() {
    let home = home_with_key(&["-t", "ed25519"]);
    let signer = signer(home.path());
    std::fs::create_dir(signer.work_dir.join("iwcp-sign-2147483647-0")).unwrap();
    assert!(attempt(&signer).is_ok());
}

#[test]
fn gpg_signs_and_names_its_key() {
    let home = tempfile::tempdir().unwrap();
    if std::process::Command::new("gpg").arg("--version").output().is_err() {
        return;
    }
    let wrapped = "GNUPGHOME=$(dirname \"$0\")/gnupg; export GNUPGHOME";
    let make = format!(
        "{wrapped}; mkdir -m 700 gnupg; exec gpg -q --batch --passphrase '' --quick-gen-key 'A Person <person@acme.example>' ed25519 sign never"
    );
    let make = script(home.path(), &make);
    run(home.path(), make.to_str().unwrap(), &[], "");
    let gpg = Signer {
        format: Format::OpenPgp,
        key: None,
        ..scripted(home.path(), &format!("{wrapped}; exec gpg \"$@\""))
    };
    let gpg = Signer { timeout: Duration::from_secs(20), ..gpg };
    let armored = attempt(&gpg);
    let export = script(home.path(), &format!("{wrapped}; exec gpg --armor --export"));
    let certificate = run(home.path(), export.to_str().unwrap(), &[], "");
    let stop = script(home.path(), &format!("{wrapped}; gpgconf --kill all"));
    run(home.path(), stop.to_str().unwrap(), &[], "");
    assert!(armored.as_ref().unwrap().starts_with("-----BEGIN PGP SIGNATURE-----\n"));
    let now = i64::try_from(std::time::UNIX_EPOCH.elapsed().unwrap().as_secs()).unwrap();
    let certificates = OpenPgpCertificates::read(std::iter::once(certificate.as_str()));
    let signature = OpenPgpSignature::parse(&armored.unwrap()).unwrap();
    let signer = signature.verify(PAYLOAD, &certificates, now).unwrap();
    assert_eq!(signer.certificate, KeyText::read(&certificate).unwrap().key);
    assert!(signature.verify(b"other", &certificates, now).is_err());
}

#[test]
fn gpg_that_does_not_report_a_signature_made_none() {
    let home = tempfile::tempdir().unwrap();
    let fake = "cat >/dev/null; echo -----BEGIN PGP SIGNATURE-----; echo 'x [GNUPG:] SIG_CREATED D' >&2";
    let gpg = |format| Signer { format, ..scripted(home.path(), fake) };
    assert!(matches!(attempt(&gpg(Format::OpenPgp)), Err(SignError::Failed { .. })));
    let fake = "echo -----BEGIN PGP SIGNATURE-----; echo '[GNUPG:] SIG_CREATED D 1' >&2";
    let gpg = |format| Signer { format, ..scripted(home.path(), fake) };
    assert!(attempt(&gpg(Format::OpenPgp)).is_ok());
    assert!(matches!(attempt(&gpg(Format::X509)), Err(SignError::NotASignature { .. })));
}

#[test]
fn formats_have_gits_names() {
    for name in ["ssh", "openpgp", "x509"] {
        assert_eq!(Format::named(name).map(Format::name), Some(name));
    }
    assert_eq!(Format::named("SSH"), None);
}
