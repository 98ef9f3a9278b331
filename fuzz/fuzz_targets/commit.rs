//! The bytes of a commit: whatever is read of them, its two readers agree, and what is signed holds no signature.
#![no_main]

use iwcp::register::{Links, Oid, RawCommit};

libfuzzer_sys::fuzz_target!(|data: &[u8]| {
    let zero = Oid::from_bytes(&[0; 20]).expect("20 bytes are an id");
    let Ok(commit) = RawCommit::parse(zero, data) else { return };
    assert_eq!(Links::parse(zero, data).ok(), Some(commit.links()));
    let head = commit.payload.split(|byte| *byte == b'\n').take_while(|line| !line.is_empty());
    assert!(head.into_iter().all(|line| !line.starts_with(b"gpgsig")));
    assert!(commit.payload.len() <= data.len());
    let again = RawCommit::parse(zero, &commit.payload).expect("what was signed is a commit");
    assert_eq!((again.tree, again.message), (commit.tree, commit.message));
});
