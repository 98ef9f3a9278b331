//! Signatures of hardware keys (PROTOCOL.u2f), made in software: the token signs the hashes of application
//! and data with its flags and counter between them.

use ed25519_dalek::Signer as _;
use ring::{
    digest::{SHA256, digest},
    rand::SystemRandom,
    signature::{ECDSA_P256_SHA256_FIXED_SIGNING, EcdsaKeyPair, KeyPair as _},
};

use super::{MESSAGE, Parts, signing_key, strings};
use crate::signature::{GIT_NAMESPACE, SignatureError, SshSignature};

const ED25519: &[u8] = b"sk-ssh-ed25519@openssh.com";
const ECDSA: &[u8] = b"sk-ecdsa-sha2-nistp256@openssh.com";
const APPLICATION: &[u8] = b"ssh:";
const TOUCHED: u8 = 1;
const COUNTER: u32 = 41;

fn token_data(application: &[u8], flags: u8, counter: u32, data: &[u8]) -> Vec<u8> {
    let (application, data) = (digest(&SHA256, application), digest(&SHA256, data));
    [application.as_ref(), &[flags], &counter.to_be_bytes(), data.as_ref()].concat()
}

fn with_presence(strings: Vec<u8>, flags: u8, counter: u32) -> Vec<u8> {
    [&strings[..], &[flags], &counter.to_be_bytes()].concat()
}

fn ed25519_parts(flags: u8) -> Parts {
    let mut parts = Parts::ed25519();
    parts.key = strings(&[ED25519, signing_key().verifying_key().as_bytes(), APPLICATION]);
    let signature = signing_key().sign(&token_data(APPLICATION, flags, COUNTER, &parts.signed_data()));
    parts.inner = with_presence(strings(&[ED25519, &signature.to_bytes()]), flags, COUNTER);
    parts
}

/// `number` as an `mpint`.
fn mpint(number: &[u8]) -> Vec<u8> {
    let start = number.iter().position(|byte| *byte != 0).unwrap();
    let magnitude = &number[start..];
    if magnitude[0] < 128 { magnitude.to_vec() } else { [&[0], magnitude].concat() }
}

/// A signature by a P-256 token; `encode` writes its two numbers.
fn ecdsa_parts(encode: fn(&[u8]) -> Vec<u8>) -> Parts {
    let random = SystemRandom::new();
    let document = EcdsaKeyPair::generate_pkcs8(&ECDSA_P256_SHA256_FIXED_SIGNING, &random).unwrap();
    let pair =
        EcdsaKeyPair::from_pkcs8(&ECDSA_P256_SHA256_FIXED_SIGNING, document.as_ref(), &random).unwrap();
    let mut parts = Parts::ed25519();
    parts.key = strings(&[ECDSA, b"nistp256", pair.public_key().as_ref(), APPLICATION]);
    let data = token_data(APPLICATION, TOUCHED, COUNTER, &parts.signed_data());
    let signature = pair.sign(&random, &data).unwrap();
    let (r, s) = signature.as_ref().split_at(32);
    let numbers = strings(&[&encode(r), &encode(s)]);
    parts.inner = with_presence(strings(&[ECDSA, &numbers]), TOUCHED, COUNTER);
    parts
}

fn holds(parts: &Parts) -> bool {
    SshSignature::parse(&parts.armoured()).is_ok_and(|found| found.verify(MESSAGE, GIT_NAMESPACE).is_ok())
}

#[test]
fn a_token_that_was_touched_signs() {
    let signature = SshSignature::parse(&ed25519_parts(TOUCHED).armoured()).unwrap();
    assert_eq!(signature.verify(MESSAGE, GIT_NAMESPACE).unwrap().algorithm(), "sk-ssh-ed25519@openssh.com");
    assert_eq!(signature.user_present(), Some(true));

    let signature = SshSignature::parse(&ecdsa_parts(mpint).armoured()).unwrap();
    let key = signature.verify(MESSAGE, GIT_NAMESPACE).unwrap();
    assert_eq!(key.algorithm(), "sk-ecdsa-sha2-nistp256@openssh.com");
    assert_eq!(signature.user_present(), Some(true));
}

#[test]
fn a_token_that_was_not_touched_says_so() {
    let signature = SshSignature::parse(&ed25519_parts(0).armoured()).unwrap();
    assert!(signature.verify(MESSAGE, GIT_NAMESPACE).is_ok());
    assert_eq!(signature.user_present(), Some(false));
}

#[test]
fn flags_counter_and_application_are_signed() {
    let sound = ed25519_parts(0);
    let end = sound.inner.len();
    for position in [end - 5, end - 1] {
        let mut parts = sound.clone();
        parts.inner[position] ^= 1;
        assert!(!holds(&parts), "byte {position}");
    }
    let mut parts = sound.clone();
    parts.key = strings(&[ED25519, signing_key().verifying_key().as_bytes(), b"ssh:other"]);
    assert!(!holds(&parts));
    let mut parts = sound;
    parts.inner.truncate(end - 5);
    assert!(!holds(&parts));
}

#[test]
fn a_key_in_a_file_does_not_pass_for_a_token() {
    let mut parts = ed25519_parts(TOUCHED);
    let signature = signing_key().sign(&parts.signed_data());
    parts.inner = with_presence(strings(&[ED25519, &signature.to_bytes()]), TOUCHED, COUNTER);
    assert!(!holds(&parts));
    parts.inner = strings(&[b"ssh-ed25519", &signature.to_bytes()]);
    assert!(!holds(&parts));
}

#[test]
fn numbers_with_more_zero_bytes_are_read_as_openssh_does_and_negative_ones_are_not() {
    assert!(holds(&ecdsa_parts(|number| [&[0, 0], number].concat())));
    let negative = |number: &[u8]| {
        let mut number = number.to_vec();
        number[0] |= 128;
        number
    };
    assert!(!holds(&ecdsa_parts(negative)));
    assert!(!holds(&ecdsa_parts(|_| Vec::new())));
}

#[test]
fn a_signature_by_a_browser_is_unsupported() {
    let name = b"webauthn-sk-ecdsa-sha2-nistp256@openssh.com";
    let mut parts = ecdsa_parts(mpint);
    parts.inner = strings(&[name, b"x"]);
    let found = SshSignature::parse(&parts.armoured()).unwrap_err();
    assert_eq!(found, SignatureError::Unsupported(String::from_utf8(name.to_vec()).unwrap()));
}
