//! Each refusal at its place, and the spans of what is accepted.

use serde_json::json;

use super::super::{Flaw, FlawKind, FlawKind::*, Node, Path, Value, parse};
use super::tree;

fn flaws(text: &str) -> Vec<Flaw> {
    parse("r.yaml", text.as_bytes()).map(|tree| panic!("accepted: {tree:#?}")).unwrap_err().flaws
}

/// Kind and text of every flaw.
fn refused(text: &str) -> Vec<(FlawKind, String)> {
    flaws(text).iter().map(|flaw| (flaw.kind, text[flaw.span.start..flaw.span.end].to_owned())).collect()
}

#[test]
fn each_refusal_has_its_own_kind_and_place() {
    for (text, kind, place) in [
        ("a: &x v\n", Anchor, "&x"),
        ("a: *x\n", Alias, "*x"),
        ("*x : 1\n", Alias, "*x"),
        ("a: !t v\n", Tag, "!t"),
        ("a: !!str\n", Tag, "!!str"),
        ("a: !e!x 1\n", Tag, "!"),
        ("a:\n  <<: {b: 1}\n", MergeKey, "<<"),
        ("a: {b: 1, 'b': 2}\n", DuplicateKey, "'b'"),
        ("a: 1\n---\nb: 2\n", SeveralDocuments, "---"),
        ("a: 1\n...\n---\nb: 2\n---\n", SeveralDocuments, "---"),
        ("\u{feff}a: 1\n", ByteOrderMark, "\u{feff}"),
        ("a: x\u{feff}y\n", ByteOrderMark, "\u{feff}"),
        ("a: x\u{0}y\n", ControlCharacter, "\u{0}"),
        ("a: x # \u{1b}[2J\n", ControlCharacter, "\u{1b}"),
        ("a: x\u{7f}\n", ControlCharacter, "\u{7f}"),
        ("a: x\u{85}y\n", ControlCharacter, "\u{85}"),
        ("a: x\rb: 1\n", ControlCharacter, "\r"),
        ("a: \"é\\u0000\"\n", ControlCharacter, "\\u0000"),
        ("a: \"\\\\ \\e\"\n", ControlCharacter, "\\e"),
        ("\"\\x9b\": 1\n", ControlCharacter, "\\x9b"),
        ("a: x\u{202e}y\n", BidiOverride, "\u{202e}"),
        ("a: \"\\U00002066\"\n", BidiOverride, "\\U00002066"),
        ("a: b: c\n", Syntax, ":"),
        ("a: \"x\n", Syntax, "\""),
        ("[a]: 1\n", Syntax, "[a]"),
        ("{a: 1}: 1\n", Syntax, "{a: 1}"),
        (": 1\n", Syntax, ""),
        ("", Syntax, ""),
        ("# nothing\n", Syntax, ""),
        ("---\n", Syntax, ""),
        ("%YAML 1.1\n---\na: 1\n", Syntax, "%YAML 1.1"),
        ("%YAML 2.0\n---\na: 1\n", Syntax, "%YAML 2.0"),
        ("# c\n%TAG !e! tag:x,2000:\n---\na: 1\n", Syntax, "%TAG !e! tag:x,2000:"),
    ] {
        assert_eq!(refused(text), [(kind, place.to_owned())], "{text:?}");
    }
}

#[test]
fn what_is_not_refused() {
    for text in [
        "%YAML 1.2\n---\na: 1\n",
        "---\na: 1\n",
        "a: 1\n...\n",
        "'<<': 1\n",
        "a: \"\\t\\r\\n\\\\u0000\"\n",
        "a: '\\u0000'\n",
        "a: \u{1f600} \u{fffd} \u{200f}\n",
        "a: 1\r\nb: |\r\n  x\r\n",
        "a: \"*x &y !z\"\n",
    ] {
        tree(text);
    }
}

#[test]
fn one_flaw_does_not_hide_the_others() {
    let text = "a: &x \u{1}v\nb: *x\na: !t \u{202e}w\nc:\n  - {d: 1, d: 2}\ne: [\n";
    let kinds: Vec<_> = flaws(text).iter().map(|flaw| flaw.kind).collect();
    assert_eq!(
        kinds,
        [Anchor, ControlCharacter, Alias, DuplicateKey, Tag, BidiOverride, DuplicateKey, Syntax]
    );
}

#[test]
fn a_duplicate_names_its_first_place() {
    let text = "a: 1\nb: 2\na: 3\n";
    let flaw = &flaws(text)[0];
    assert_eq!(flaw.elsewhere.map(|(span, _)| (span.start, span.end)), Some((0, 1)));
    assert_eq!((flaw.span.start, flaw.span.end), (10, 11));
}

#[test]
fn bytes_that_are_no_text_are_shown_where_they_stand() {
    let refusal = parse("r.yaml", b"\xc3\xa9: 1\nb: x\xff\xc3(\na: *x\n").unwrap_err();
    let places: Vec<_> = refusal
        .flaws
        .iter()
        .map(|flaw| (flaw.kind, refusal.source.position(flaw.span.start)))
        .map(|(kind, place)| (kind, place.line, place.column))
        .collect();
    assert_eq!(places, [(InvalidUtf8, 2, 5), (InvalidUtf8, 2, 6), (Alias, 3, 4)]);
    assert_eq!(refusal.flaws[0].message, "byte 0xFF at offset 10 is not UTF-8");
}

#[test]
fn utf_16_is_named_as_such() {
    let refusal = parse("r.yaml", b"\xff\xfea\0:\0 \x001\0").unwrap_err();
    assert_eq!(refusal.flaws.len(), 1);
    assert_eq!(refusal.flaws[0].kind, ByteOrderMark);
}

#[test]
fn thirty_two_levels_are_read_and_one_more_is_not() {
    for (open, close) in [("[", "]"), ("{a: ", "}")] {
        let nested = |depth: usize| format!("{}1{}\n", open.repeat(depth), close.repeat(depth));
        tree(&nested(32));
        assert_eq!(refused(&nested(33)), [(NestedTooDeep, open[..1].to_owned())]);
        assert_eq!(flaws(&nested(33))[0].span.start, 32 * open.len());
    }
    let block = |depth: usize| (0..depth).map(|at| format!("{}k:\n", " ".repeat(at))).collect::<String>();
    tree(&block(32));
    assert_eq!(flaws(&block(33))[0].kind, NestedTooDeep);
    tree(&format!("{}{}k: [1]\n", block(30), " ".repeat(30)));
    assert_eq!(flaws(&format!("{}{}k: [1]\n", block(31), " ".repeat(31)))[0].kind, NestedTooDeep);
    assert_eq!(flaws(&format!("{}1\n", "- ".repeat(33)))[0].kind, NestedTooDeep);
}

#[test]
fn spans_cover_what_was_written() {
    let text = "é: 'it''s' # c\nb:\n  - x # d\n  - k: |+\n      t\n\n    l: >-\n      f\n\n# e\n\
                c: {d: [1, 2], e: }\nf:\ng: p\n  q\n";
    let tree = tree(text);
    let written = |path: &str| {
        let span = tree.node(&Path::parse(path)).unwrap().span;
        &text[span.start..span.end]
    };
    for (path, span) in [
        ("é", "'it''s'"),
        ("b", "- x # d\n  - k: |+\n      t\n\n    l: >-\n      f"),
        ("b.0", "x"),
        ("b.1", "k: |+\n      t\n\n    l: >-\n      f"),
        ("b.1.k", "|+\n      t\n"),
        ("b.1.l", ">-\n      f"),
        ("c", "{d: [1, 2], e: }"),
        ("c.d", "[1, 2]"),
        ("c.e", ""),
        ("f", ""),
        ("g", "p\n  q"),
    ] {
        assert_eq!(written(path), span, "{path}");
    }
    assert!(text[..tree.node(&Path::parse("f")).unwrap().span.start].ends_with("\nf:"), "behind the colon");
    assert_eq!(
        tree.to_json(),
        json!({"é": "it's", "b": ["x", {"k": "t\n\n", "l": "f"}], "c": {"d": [1, 2], "e": null}, "f": null, "g": "p q"})
    );
}

/// Every plain scalar of one line must be, byte for byte, what its span says.
pub(super) fn check_spans(text: &str, node: &Node) {
    let raw = &text[node.span.start..node.span.end];
    match &node.value {
        Value::Scalar(scalar) => match scalar.style {
            super::super::Style::Plain if !raw.contains('\n') => assert_eq!(raw, scalar.text),
            super::super::Style::Single => assert!(raw.starts_with('\'') && raw.ends_with('\'')),
            super::super::Style::Double => assert!(raw.starts_with('"') && raw.ends_with('"')),
            super::super::Style::Literal => assert!(raw.starts_with('|'), "{raw:?}"),
            super::super::Style::Folded => assert!(raw.starts_with('>'), "{raw:?}"),
            super::super::Style::Plain => {}
        },
        Value::Sequence(items) => items.iter().for_each(|item| check_spans(text, item)),
        Value::Mapping(entries) => entries.iter().for_each(|entry| check_spans(text, &entry.value)),
    }
}
