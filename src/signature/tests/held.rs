//! A key that is held here is a key like any other to OpenSSH: its files are read, its signatures stand.

use super::run;
use crate::signature::{GIT_NAMESPACE, HeldKey, PublicKey, SshSignature};

#[test]
fn openssh_reads_the_files_and_accepts_the_signature_of_a_held_key() {
    let home = tempfile::tempdir().unwrap();
    let write = |name: &str, text: &str| std::fs::write(home.path().join(name), text).unwrap();
    // Comments of every length: what fills the private part up is another each time.
    for comment in
        ["", "a", "Fiona Fraud", "twelve chars", "thirteen char", "fourteen chars", "fifteen chars!"]
    {
        let held = HeldKey::generate(comment).unwrap();
        write("id", &held.private_file());
        run(home.path(), "chmod", &["600", "id"], "");
        let public = run(home.path(), "ssh-keygen", &["-y", "-f", "id"], "");
        assert_eq!(public.trim_end(), held.public_line().trim_end(), "{comment}");
    }
    let held = HeldKey::generate("someone").unwrap();
    let signature = held.sign(b"signed\n");
    let signed = SshSignature::parse(&signature).unwrap().verify(b"signed\n", GIT_NAMESPACE).unwrap();
    assert_eq!(Some(&signed), held.public_key().as_ref());
    assert_eq!(PublicKey::parse(&held.public_line()).unwrap(), signed);
    write("signature", &signature);
    let check = ["-Y", "check-novalidate", "-n", GIT_NAMESPACE, "-s", "signature"];
    assert!(run(home.path(), "ssh-keygen", &check, "signed\n").contains("Good \"git\" signature"));
    assert!(!format!("{held:?}").contains("signing"), "a private half is shown to nobody");
}
