//! Objects that git would never write are refused, and none of them is a crash.

use crate::register::*;
use proptest::prelude::*;

fn zero() -> Oid {
    Oid::ZERO_SHA1
}

fn tree(entries: &[(&str, &[u8])]) -> Result<RawTree, ObjectError> {
    let mut bytes = Vec::new();
    for (mode, name) in entries {
        bytes.extend_from_slice(mode.as_bytes());
        bytes.push(b' ');
        bytes.extend_from_slice(name);
        bytes.push(0);
        bytes.extend_from_slice(&[1; 20]);
    }
    RawTree::parse(zero(), bytes.clone())
}

#[test]
fn a_sound_tree_is_read_and_searched() {
    let tree = tree(&[("100644", b"a"), ("100644", b"a-b"), ("40000", b"a.d"), ("100755", b"a0")]).unwrap();
    assert_eq!(tree.len(), 4);
    assert!(tree.get(b"a.d").unwrap().is_folder());
    assert_eq!(tree.get(b"a0").unwrap().mode, Entry::EXECUTABLE);
    assert_eq!(tree.get(b"b"), None);
}

#[test]
fn a_tree_that_git_would_not_write_is_malformed() {
    let names: [&[u8]; 12] = [
        b"",
        b".",
        b"..",
        b".git",
        b".GIT",
        b"git~1",
        b".git ",
        b".git.",
        b".git::$INDEX_ALLOCATION",
        b"a/b",
        b"x\\.git",
        ".g\u{200c}it".as_bytes(),
    ];
    for name in names {
        assert!(tree(&[("100644", name)]).is_err(), "{name:?}");
    }
    for mode in ["100664", "040000", "0", "", "1006440", "160001"] {
        assert!(tree(&[(mode, b"a")]).is_err(), "{mode}");
    }
    assert!(tree(&[("100644", b"b"), ("100644", b"a")]).is_err());
    assert!(tree(&[("100644", b"a"), ("100644", b"a")]).is_err());
    assert!(tree(&[("100644", b"a"), ("100644", b"a.b"), ("40000", b"a")]).is_err());
    assert!(tree(&[("40000", b"a"), ("100644", b"a.b")]).is_err(), "a folder sorts after a.b");
    assert!(RawTree::parse(zero(), b"100644 a\0short".to_vec()).is_err());
}

const SOUND: &str = "tree 1111111111111111111111111111111111111111\n\
    author A <a@b> 1 +0000\ncommitter A <a@b> 1 -0130\n\nmessage";

#[test]
fn a_commit_that_git_would_not_write_is_malformed() {
    let sound = RawCommit::parse(zero(), SOUND.as_bytes()).unwrap();
    assert_eq!((sound.committer.offset, sound.message.as_slice()), (-90, &b"message"[..]));
    assert_eq!(sound.payload, SOUND.as_bytes());
    let faults = [
        ("tree 1", "tree X"),
        ("tree 1", "tree  1"),
        ("\nauthor", "\nparent 1\nauthor"),
        ("author A <a@b> 1 +0000\n", ""),
        ("committer A", "author A"),
        ("<a@b> 1 +", "<a@b>1 +"),
        ("> 1 +", "> 01 +"),
        ("> 1 +", "> -1 +"),
        ("> 1 +", "> 99999999999999999999 +"),
        ("+0000", "+000"),
        ("-0130\n", "-0130\nencoding a\nencoding b\n"),
        ("-0130\n", "-0130\ntree 1111111111111111111111111111111111111111\n"),
        ("author A <", "author A<"),
        ("author A <a@b>", "author A <a\n @b>"),
        ("author A ", "author A\0 "),
    ];
    for (from, to) in faults {
        let text = SOUND.replacen(from, to, 1);
        assert!(RawCommit::parse(zero(), text.as_bytes()).is_err(), "{text}");
    }
}

#[test]
fn the_payload_leaves_out_all_signature_headers_and_nothing_else() {
    let with = SOUND.replace(
        "-0130\n",
        "-0130\nmergetag object\n gpgsig no\ngpgsig -----\n line\n \n end\ngpgsig-sha256 x\n y\nx-more z\n",
    );
    let commit = RawCommit::parse(zero(), with.as_bytes()).unwrap();
    assert_eq!(commit.signature.as_deref(), Some("-----\nline\n\nend\n"));
    let without = SOUND.replace("-0130\n", "-0130\nmergetag object\n gpgsig no\nx-more z\n");
    assert_eq!(String::from_utf8(commit.payload).unwrap(), without);
    assert_eq!(commit.headers.len(), 4);
}

#[test]
fn what_stands_beside_the_signature_is_told() {
    for (headers, beside) in [
        ("gpgsig a\n b\n", None),
        ("gpgsig a\nx-gpgsig b\n", None),
        ("gpgsig a\ngpgsig b\n", Some("a second header `gpgsig`")),
        ("gpgsig-sha256 a\ngpgsig b\n", Some("a header `gpgsig-sha256`")),
        ("gpgsig a\ngpgsigfoo b\n", Some("a header `gpgsigfoo`")),
    ] {
        let text = SOUND.replace("-0130\n", &format!("-0130\n{headers}"));
        let commit = RawCommit::parse(zero(), text.as_bytes()).unwrap();
        assert_eq!(commit.beside.as_deref(), beside, "{headers}");
        assert!(commit.signature.is_some());
    }
}

proptest! {
    #[test]
    fn nothing_panics(bytes in proptest::collection::vec(any::<u8>(), 0..200), cut in 0_usize..150) {
        let _ = RawTree::parse(zero(), bytes.clone());
        let _ = RawCommit::parse(zero(), &bytes);
        let _ = message::parse(&bytes);
        let _ = Settings::parse(&bytes);
        let _ = parse_date(&String::from_utf8_lossy(&bytes));
        let mut spoiled = SOUND.as_bytes()[..cut.min(SOUND.len())].to_vec();
        spoiled.extend_from_slice(&bytes);
        let _ = RawCommit::parse(zero(), &spoiled);
    }
}
