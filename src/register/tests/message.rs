//! Commit messages: trailers are read as git itself reads them.

use super::Sandbox;
use crate::register::message::parse;

const MESSAGES: [&str; 16] = [
    "subject only",
    "subject\n\nStep: refer\nStatus: a -> b\nProcess: 3.2.0 clause 3\n",
    "subject\n\nbody text\n\nStep: refer\n continued here\n\tand here\nReport: 1\n",
    "Step: refer\nReport: 1\n",
    "subject\n\nStep: a\n\nlast paragraph is text\n",
    "subject\n\nStep: a\nnot a trailer\n",
    "subject\n\nStep: a\nnot a trailer\nSigned-off-by: A <a@b>\n",
    "subject\n\none\ntwo\nthree\nfour\nSigned-off-by: A <a@b>\n",
    "subject\n\nStep : spaced\nKey:no space\nEmpty:\n",
    "subject\n\nbody\n---\nStep: a\n\nReport: 1\n",
    "subject\n\nbody\n\nStep: a\n\n\n\n",
    "subject\n\nbody\n\nhttp://example.com/x\n",
    "subject\n\nbody\n\n# comment\nStep: a\n",
    "subject\nsecond line\n\nbody\n\nStep: a: b\nstep: c\n",
    "subject\n\n indented: no\nStep: a\n",
    "\n\nsubject\n\nÄ: b\n",
];

#[test]
fn trailers_are_those_that_git_finds() {
    let sandbox = Sandbox::new();
    for text in MESSAGES {
        let oid = sandbox.git(&["commit-tree", &sandbox.git(&["mktree"]), "-m", "x"]);
        let commit = sandbox.git(&["cat-file", "commit", &oid]);
        let head = commit.split("\n\n").next().unwrap();
        let commit = format!("{head}\n\n{text}");
        let oid = sandbox.git_with(&["hash-object", "-t", "commit", "-w", "--stdin"], commit.as_bytes());
        let theirs = sandbox.git(&["log", "-1", "--format=%(trailers:only,unfold)", &oid]);
        let ours: Vec<String> =
            parse(text.as_bytes()).trailers.iter().map(|(key, value)| format!("{key}: {value}")).collect();
        assert_eq!(ours.join("\n").trim_end(), theirs.trim_end(), "{text:?}");
        let subject = sandbox.git(&["log", "-1", "--format=%s", &oid]);
        assert_eq!(parse(text.as_bytes()).subject, subject, "{text:?}");
    }
}

#[test]
fn subject_and_body_are_apart_from_the_trailers() {
    let message = parse(b"one\ntwo\n\nfirst\n\nsecond\n\nStep: a\n");
    assert_eq!((message.subject.as_str(), message.body.as_str()), ("one two", "first\n\nsecond"));
    assert_eq!(message.values("step").collect::<Vec<_>>(), ["a"]);
}
