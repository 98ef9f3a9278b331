//! Signatures that must not pass: each differs from a sound one in one thing.

use data_encoding::BASE64;
use proptest::prelude::*;
use ring::{rand::SystemRandom, signature as ring_signature};

use super::{MESSAGE, Parts, armour, home_with_key, run, signing_key, ssh_keygen_sign, strings};
use crate::signature::{GIT_NAMESPACE, PublicKey, SignatureError, SshSignature};

fn judge(armored: &str) -> Result<PublicKey, SignatureError> {
    SshSignature::parse(armored)?.verify(MESSAGE, GIT_NAMESPACE)
}

/// The verdict on a signature that was changed first and then made anew over the changed parts.
fn judge_with(change: impl FnOnce(&mut Parts)) -> Result<PublicKey, SignatureError> {
    let mut parts = Parts::ed25519();
    change(&mut parts);
    parts.sign();
    judge(&parts.armoured())
}

/// Asserts that the signature is invalid, for this reason.
fn assert_invalid(verdict: Result<PublicKey, SignatureError>, reason: &str) {
    match verdict {
        Err(SignatureError::Invalid(said)) => assert!(said.contains(reason), "{said}"),
        other => panic!("{other:?}"),
    }
}

#[test]
fn each_part_has_one_value() {
    assert!(judge_with(|_| ()).is_ok());
    assert_invalid(judge_with(|parts| parts.magic[0] = b'X'), "mark");
    assert_invalid(judge_with(|parts| parts.version = 2), "version");
    assert_invalid(judge_with(|parts| parts.namespace = b"file".to_vec()), "purpose");
    assert_invalid(judge_with(|parts| parts.reserved = b"x".to_vec()), "reserved");
    assert_invalid(judge_with(|parts| parts.hash = b"sha1".to_vec()), "hash");
    assert_invalid(judge_with(|parts| parts.hash = b"SHA512".to_vec()), "hash");
    assert_invalid(judge_with(|parts| parts.hash = b"sha256".to_vec()), "did not sign");
    assert_invalid(judge_with(|parts| parts.trailing = vec![0]), "follows");
    assert_invalid(judge_with(|parts| parts.key.push(0)), "follows the key");
}

#[test]
fn another_key_named_inside_does_not_hold() {
    let other = ed25519_dalek::SigningKey::from_bytes(&[9; 32]).verifying_key();
    let verdict = judge_with(|parts| parts.key = strings(&[b"ssh-ed25519", other.as_bytes()]));
    assert_invalid(verdict, "did not sign");
}

#[test]
fn bytes_after_the_inner_signature_are_refused() {
    let mut parts = Parts::ed25519();
    parts.inner.push(0);
    assert_invalid(judge(&parts.armoured()), "follows");
    parts.inner.truncate(40);
    assert_invalid(judge(&parts.armoured()), "cut short");
}

#[test]
fn no_flipped_bit_and_no_cut_passes() {
    let armored = Parts::ed25519().armoured();
    let blob =
        BASE64.decode(armored.lines().filter(|line| !line.starts_with('-')).collect::<String>().as_bytes());
    let blob = blob.unwrap();
    for bit in 0..blob.len() * 8 {
        let mut changed = blob.clone();
        changed[bit / 8] ^= 1 << (bit % 8);
        assert!(judge(&armour(&changed)).is_err(), "bit {bit}");
    }
    for length in 0..blob.len() {
        assert!(judge(&armour(&blob[..length])).is_err(), "{length} bytes");
    }
    for length in 0..armored.len() - 1 {
        assert!(judge(&armored[..length]).is_err(), "{length} characters");
    }
    assert!(judge(&armored[..armored.len() - 1]).is_ok());
}

#[test]
fn the_armour_has_one_form() {
    let armored = Parts::ed25519().armoured();
    let first_line = armored.lines().nth(1).unwrap();
    let changed = [
        format!("\n{armored}"),
        format!("{armored}\n"),
        format!("{armored}x"),
        format!("{armored}{armored}"),
        armored.replace('\n', "\r\n"),
        armored.replace(first_line, &format!("{first_line}\n")),
        armored.replace(first_line, &format!(" {first_line}")),
        armored.replace(first_line, &format!("{}\n{}", &first_line[..9], &first_line[9..])),
        armored.replace("-----END SSH", "=\n-----END SSH"),
        armored.replace("BEGIN SSH", "BEGIN ssh"),
        "-----BEGIN SSH SIGNATURE-----\n-----END SSH SIGNATURE-----\n".to_owned(),
    ];
    for text in changed {
        let refused = matches!(judge(&text), Err(SignatureError::Invalid(_) | SignatureError::Profile(_)));
        assert!(refused, "{text}");
    }
}

#[test]
fn base64_that_hides_bits_is_refused() {
    let sound = armour(b"SSHSIG\0\0");
    let hidden = sound.replace("AA=\n", "AB=\n");
    assert_ne!(sound, hidden);
    assert_invalid(judge(&hidden), "base64");
    assert_invalid(judge(&sound), "cut short");
}

#[test]
fn a_weak_key_signs_nothing() {
    let mut identity = [0; 32];
    identity[0] = 1;
    let mut parts = Parts::ed25519();
    parts.key = strings(&[b"ssh-ed25519", &identity]);
    parts.inner = strings(&[b"ssh-ed25519", &[&identity[..], &[0; 32]].concat()]);
    // Everybody can: OpenSSH says that it holds.
    match judge(&parts.armoured()) {
        Err(SignatureError::Profile(said)) => assert!(said.contains("weak"), "{said}"),
        other => panic!("{other:?}"),
    }
}

#[test]
fn rsa_with_sha1_is_refused() {
    let home = home_with_key(&["-t", "rsa", "-b", "2048"]);
    let armored = ssh_keygen_sign(&home, &[], "x");
    let pem = ["-p", "-m", "PEM", "-q", "-N", "", "-f", "id"];
    run(home.path(), "ssh-keygen", &pem, "");
    let der = run(home.path(), "sh", &["-c", "grep -v -- ----- id"], "").replace('\n', "");
    let pair = ring_signature::RsaKeyPair::from_der(&BASE64.decode(der.as_bytes()).unwrap()).unwrap();
    let key = SshSignature::parse(&armored).unwrap().claimed_key().to_openssh();
    let mut parts = Parts::ed25519();
    parts.key = BASE64.decode(key.split(' ').nth(1).unwrap().as_bytes()).unwrap();
    for (name, sound) in
        [("rsa-sha2-512", true), ("rsa-sha2-256", false), ("ssh-rsa", false), ("ssh-ed25519", false)]
    {
        let mut signature = vec![0; pair.public().modulus_len()];
        let data = parts.signed_data();
        pair.sign(&ring_signature::RSA_PKCS1_SHA512, &SystemRandom::new(), &data, &mut signature).unwrap();
        parts.inner = strings(&[name.as_bytes(), &signature]);
        assert_eq!(judge(&parts.armoured()).is_ok(), sound, "{name}");
    }
    parts.inner = strings(&[b"ssh-rsa", &[1; 256]]);
    assert_invalid(judge(&parts.armoured()), "SHA-1");
}

#[test]
fn an_unknown_kind_of_key_is_unsupported() {
    let verdict = judge_with(|parts| parts.key = strings(&[b"ssh-mldsa44", b"key"]));
    assert_eq!(verdict, Err(SignatureError::Unsupported("ssh-mldsa44".to_owned())));
    assert_invalid(judge_with(|parts| parts.key = strings(&["\u{202e}".as_bytes()])), "names no algorithm");
}

#[test]
fn garbage_is_refused_at_once() {
    let megabyte = "A".repeat(1 << 20);
    let inside = format!("-----BEGIN SSH SIGNATURE-----\n{megabyte}\n-----END SSH SIGNATURE-----\n");
    let started = std::time::Instant::now();
    assert_invalid(judge(&megabyte), "longer");
    assert_invalid(judge(&inside), "longer");
    assert!(started.elapsed().as_millis() < 200);
    let lengths = strings(&[b"x"]).repeat(3);
    assert!(judge(&armour(&[&b"SSHSIG\0\0\0\x01\xff\xff\xff\xff"[..], &lengths].concat())).is_err());
}

proptest! {
    #[test]
    fn reading_never_panics(text in "\\PC{0,200}", blob in proptest::collection::vec(any::<u8>(), 0..600)) {
        let _ = judge(&text);
        let _ = judge(&armour(&blob));
        let _ = judge(&armour(&[&b"SSHSIG\0\0\0\x01"[..], &blob].concat()));
    }

    #[test]
    fn no_change_of_any_part_passes(part in 0..4_usize, bytes in proptest::collection::vec(any::<u8>(), 0..120)) {
        let sound = Parts::ed25519();
        let mut parts = sound.clone();
        let changed = [&mut parts.key, &mut parts.namespace, &mut parts.hash, &mut parts.inner];
        *changed.into_iter().nth(part).unwrap() = bytes;
        prop_assume!(parts.armoured() != sound.armoured());
        prop_assert!(judge(&parts.armoured()).is_err());
    }
}

#[test]
fn the_crafted_key_is_the_one_that_is_named() {
    let key = judge(&Parts::ed25519().armoured()).unwrap();
    let blob = strings(&[b"ssh-ed25519", signing_key().verifying_key().as_bytes()]);
    assert_eq!(key.to_openssh(), format!("ssh-ed25519 {}", BASE64.encode(&blob)));
}
