//! Public keys as people paste them, and the lines that git reads.

use chrono::{TimeZone, Utc};
use data_encoding::BASE64;
use proptest::prelude::*;

use super::{home_with_key, public_line, run, signing_key, ssh_keygen_sign, strings};
use crate::signature::{KeyError, PublicKey, allowed_signers_line};

fn line(name: &str, blob: &[u8]) -> String {
    format!("{name} {}", BASE64.encode(blob))
}

#[test]
fn a_key_is_named_as_ssh_keygen_names_it() {
    for arguments in [&["-t", "ed25519"][..], &["-t", "ecdsa", "-b", "384"], &["-t", "rsa", "-b", "2048"]] {
        let home = home_with_key(arguments);
        let text = public_line(&home);
        let key = PublicKey::parse(&text).unwrap();
        let listed = run(home.path(), "ssh-keygen", &["-l", "-f", "id.pub"], "");
        assert_eq!(listed.split(' ').nth(1), Some(key.fingerprint().as_str()));
        assert_eq!(text.trim().strip_suffix(" test key"), Some(key.to_openssh().as_str()));
        assert_eq!(text.split(' ').next(), Some(key.algorithm()));
        assert_eq!(PublicKey::parse(&key.to_openssh()).unwrap(), key);
    }
}

#[test]
fn a_private_key_is_refused_and_not_repeated() {
    let home = home_with_key(&["-t", "ed25519"]);
    let private = std::fs::read_to_string(home.path().join("id")).unwrap();
    assert_eq!(PublicKey::parse(&private), Err(KeyError::Private));
    let secret = private.lines().nth(2).unwrap();
    assert!(!PublicKey::parse(&private).unwrap_err().to_string().contains(secret));
    let secret = "hunter2 hunter3";
    assert!(!PublicKey::parse(secret).unwrap_err().to_string().contains("hunter"));
}

#[test]
fn short_rsa_keys_are_refused() {
    let home = home_with_key(&["-t", "rsa", "-b", "1024"]);
    assert_eq!(PublicKey::parse(&public_line(&home)), Err(KeyError::TooShort(1024)));
}

#[test]
fn certificates_and_old_kinds_are_unsupported_by_name() {
    for name in ["ssh-ed25519-cert-v01@openssh.com", "ssh-dss"] {
        let found = PublicKey::parse(&line(name, &strings(&[name.as_bytes(), b"x"])));
        assert_eq!(found, Err(KeyError::Unsupported(name.to_owned())));
    }
}

#[test]
fn one_key_has_one_encoding() {
    let key = signing_key().verifying_key();
    let blob = strings(&[b"ssh-ed25519", key.as_bytes()]);
    assert!(PublicKey::parse(&line("ssh-ed25519", &blob)).is_ok());
    assert!(PublicKey::parse(&line("ssh-rsa", &blob)).is_err());
    assert!(PublicKey::parse(&line("ssh-ed25519", &[&blob[..], b"x"].concat())).is_err());
    let good = line("ssh-ed25519", &blob);
    assert!(PublicKey::parse(&good.replace("AAAAC3", "AAAAC3=")).is_err());
    assert!(PublicKey::parse(&format!("{good}\n{good}")).is_err());
    assert!(PublicKey::parse(&format!("namespaces=\"git\" {good}")).is_err());
    let padded = [&[0, 0][..], &[0xff; 256]].concat();
    let modulus = strings(&[b"ssh-rsa", &[1, 0, 1], &padded]);
    assert!(matches!(PublicKey::parse(&line("ssh-rsa", &modulus)), Err(KeyError::Malformed(_))));
}

#[test]
fn a_key_of_small_order_is_weak() {
    let mut identity = [0; 32];
    identity[0] = 1;
    let blob = strings(&[b"ssh-ed25519", &identity]);
    assert_eq!(PublicKey::parse(&line("ssh-ed25519", &blob)), Err(KeyError::Weak));
}

#[test]
fn an_allowed_signers_line_is_one_that_ssh_keygen_reads() {
    let home = home_with_key(&["-t", "ed25519"]);
    let key = PublicKey::parse(&public_line(&home)).unwrap();
    let after = Utc.with_ymd_and_hms(2020, 1, 2, 3, 4, 5).single();
    let before = Utc.with_ymd_and_hms(2037, 1, 2, 0, 0, 0).single();
    let written = allowed_signers_line(&["desk@acme.example", "b@acme.example"], &key, after, before);
    let options = "namespaces=\"git\",valid-after=\"20200102030405Z\",valid-before=\"20370102000000Z\"";
    assert_eq!(written, format!("desk@acme.example,b@acme.example {options} {}", key.to_openssh()));

    std::fs::write(home.path().join("allowed"), format!("{written}\n")).unwrap();
    std::fs::write(home.path().join("sig"), ssh_keygen_sign(&home, &[], "hello")).unwrap();
    let verify = ["-Y", "verify", "-n", "git", "-f", "allowed", "-I", "b@acme.example", "-s", "sig"];
    assert!(run(home.path(), "ssh-keygen", &verify, "hello").contains("Good \"git\" signature"));
}

#[test]
fn a_name_can_not_add_to_the_allowed_signers_file() {
    let key = PublicKey::parse(&line(
        "ssh-ed25519",
        &strings(&[b"ssh-ed25519", signing_key().verifying_key().as_bytes()]),
    ));
    let key = key.unwrap();
    let written = allowed_signers_line(&["*\nx@y cert-authority,\""], &key, None, None);
    assert_eq!(written, format!("__x@y_cert-authority__ namespaces=\"git\" {}", key.to_openssh()));
    let nobody = allowed_signers_line(&[], &key, None, None);
    assert!(nobody.starts_with("SHA256:"), "{nobody}");
}

proptest! {
    #[test]
    fn parsing_never_panics(name in "[ -~]{0,40}", blob in proptest::collection::vec(any::<u8>(), 0..400)) {
        let _ = PublicKey::parse(&name);
        let _ = PublicKey::from_blob(&blob);
        for algorithm in ["ssh-ed25519", "ssh-rsa", "ecdsa-sha2-nistp521", "sk-ssh-ed25519@openssh.com"] {
            let _ = PublicKey::from_blob(&[strings(&[algorithm.as_bytes()]), blob.clone()].concat());
        }
    }
}
