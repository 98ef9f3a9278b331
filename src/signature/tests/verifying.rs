//! Signatures by the real `ssh-keygen`, of every kind that needs no hardware.

use super::{MESSAGE, Parts, home_with_key, public_line, run, ssh_keygen_sign};
use crate::signature::{GIT_NAMESPACE, Kind, PublicKey, SignatureError, SshSignature, signature_kind};

const KINDS: [&[&str]; 6] = [
    &["-t", "ed25519"],
    &["-t", "ecdsa", "-b", "256"],
    &["-t", "ecdsa", "-b", "384"],
    &["-t", "ecdsa", "-b", "521"],
    &["-t", "rsa", "-b", "2048"],
    &["-t", "rsa", "-b", "3072"],
];

#[test]
fn what_ssh_keygen_signs_holds_and_names_its_key() {
    for arguments in KINDS {
        let home = home_with_key(arguments);
        let key = PublicKey::parse(&public_line(&home)).unwrap();
        for hash in ["hashalg=sha256", "hashalg=sha512"] {
            let armored = ssh_keygen_sign(&home, &["-O", hash], "a step\n");
            let signature = SshSignature::parse(&armored).unwrap();
            assert_eq!(signature.verify(b"a step\n", GIT_NAMESPACE), Ok(key.clone()), "{arguments:?} {hash}");
            assert_eq!(signature.claimed_key(), &key);
            assert_eq!(signature.user_present(), None);
            assert!(signature.verify(b"a step", GIT_NAMESPACE).is_err());
            assert!(signature.verify(b"a step\n", "file").is_err());
        }
    }
}

#[test]
fn many_ecdsa_signatures_hold() {
    // Their numbers vary in length: about one in 128 is shorter than the curve is wide.
    let home = home_with_key(&["-t", "ecdsa", "-b", "521"]);
    for round in 0..40 {
        let message = format!("message {round}");
        let signature = SshSignature::parse(&ssh_keygen_sign(&home, &[], &message)).unwrap();
        assert!(signature.verify(message.as_bytes(), GIT_NAMESPACE).is_ok(), "{round}");
    }
}

#[test]
fn ssh_keygen_accepts_what_these_tests_craft() {
    let home = home_with_key(&["-t", "ed25519"]);
    std::fs::write(home.path().join("sig"), Parts::ed25519().armoured()).unwrap();
    let check = ["-Y", "check-novalidate", "-n", "git", "-s", "sig"];
    let said = run(home.path(), "ssh-keygen", &check, str::from_utf8(MESSAGE).unwrap());
    let key =
        SshSignature::parse(&Parts::ed25519().armoured()).unwrap().verify(MESSAGE, GIT_NAMESPACE).unwrap();
    assert!(said.contains(&key.fingerprint()), "{said}");
}

#[test]
fn a_certificate_tells_who_vouches_for_the_key_and_under_which_names() {
    let home = home_with_key(&["-t", "ed25519"]);
    run(home.path(), "ssh-keygen", &["-q", "-t", "ed25519", "-N", "", "-f", "ca"], "");
    let validity = ["-V", "20260101000000Z:20270101000000Z"];
    let names = ["-q", "-s", "ca", "-I", "id", "-n", "who,whom"];
    run(home.path(), "ssh-keygen", &[&names[..], &validity, &["id.pub"]].concat(), "");
    let sign = ["-Y", "sign", "-n", "git", "-f", "id-cert.pub"];
    let armored = run(home.path(), "ssh-keygen", &sign, "x");
    let signature = SshSignature::parse(&armored).unwrap();
    let key = PublicKey::parse(&public_line(&home)).unwrap();
    assert_eq!(signature.verify(b"x", GIT_NAMESPACE), Ok(key.clone()));
    let certificate = signature.certificate().unwrap();
    let authority = std::fs::read_to_string(home.path().join("ca.pub")).unwrap();
    assert_eq!(certificate.authority, PublicKey::parse(&authority).unwrap());
    assert_eq!(certificate.key, key);
    assert_eq!(certificate.principals, ["who", "whom"]);
    assert_eq!((certificate.valid_after, certificate.valid_before), (1_767_225_600, 1_798_761_600));
}

#[test]
fn the_first_line_tells_the_kind() {
    assert_eq!(signature_kind(&Parts::ed25519().armoured()), Kind::Ssh);
    assert_eq!(signature_kind("-----BEGIN PGP SIGNATURE-----\n\niQ"), Kind::OpenPgp);
    assert_eq!(signature_kind("-----BEGIN PGP MESSAGE-----\n"), Kind::OpenPgp);
    assert_eq!(signature_kind("-----BEGIN SIGNED MESSAGE-----\n"), Kind::X509);
    assert_eq!(signature_kind(" -----BEGIN SSH SIGNATURE-----\n"), Kind::Unknown);
    assert_eq!(signature_kind(""), Kind::Unknown);
    for (armored, kind) in
        [("-----BEGIN PGP SIGNATURE-----\n", "OpenPGP"), ("-----BEGIN SIGNED MESSAGE-----\n", "X.509")]
    {
        assert_eq!(SshSignature::parse(armored).unwrap_err(), SignatureError::Unsupported(kind.to_owned()));
    }
}
