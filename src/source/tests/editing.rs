//! What an edit does to a text, case by case: before, the edit, after.

use serde_json::json;

use super::super::{Change, Edit, EditError, Path, edit, render};
use super::{edited, remove, set, tree};

fn check(before: &str, edits: &[Edit], after: &str) {
    for line_break in ["\n", "\r\n"].into_iter().take(if before.contains('\n') { 2 } else { 1 }) {
        let before = before.replace('\n', line_break);
        assert_eq!(
            edited(&before, edits).as_deref(),
            Ok(&*after.replace('\n', line_break)),
            "{before:?} {edits:?}"
        );
    }
}

#[test]
fn a_scalar_is_replaced_in_its_own_style() {
    check("a: 1 # c\nb: 2\n", &[set("a", json!("x"))], "a: x # c\nb: 2\n");
    check("a: 'x' # c\n", &[set("a", json!("it's"))], "a: 'it''s' # c\n");
    check("a: \"x\" # c\n", &[set("a", json!("y"))], "a: \"y\" # c\n");
    check("a: \"x\"\n", &[set("a", json!(7))], "a: 7\n");
    check("a: x\n", &[set("a", json!("1.5"))], "a: \"1.5\"\n");
    check("a: x\n", &[set("a", json!("2026-04-20"))], "a: 2026-04-20\n");
    check("a: x\n", &[set("a", json!("Example, Inc: [x] #1"))], "a: \"Example, Inc: [x] #1\"\n");
    check("a: x\n", &[set("a", json!("Example, Inc"))], "a: Example, Inc\n");
    check("a: x\n", &[set("a", json!("no"))], "a: \"no\"\n");
    check("a: x\n", &[set("a", json!(""))], "a: \"\"\n");
    check("a: p\n  q # c\nb: 1", &[set("a", json!("r"))], "a: r # c\nb: 1");
    check("a: 0x10\n", &[set("a", json!(16))], "a: 0x10\n");
    check("a:\n  x # c\n", &[set("a", json!("y"))], "a:\n  y # c\n");
    check("- x # c\n- y\n", &[set("0", json!(null)), set("1", json!(false))], "- null # c\n- false\n");
}

#[test]
fn empty_values_are_filled() {
    check("a: # c\nb:", &[set("a", json!("x")), set("b", json!("y"))], "a: x # c\nb: y");
    check("a: # c\nb: 1\n", &[set("a.k.l", json!("x"))], "a: # c\n  k:\n    l: x\nb: 1\n");
    check("a: # c\n", &[set("a.0", json!("x"))], "a: # c\n  - x\n");
    check("-\n- # c\n", &[set("0", json!(1)), set("1.k", json!(2))], "- 1\n- k: 2 # c\n");
    check("a: []\n", &[set("a.0", json!("49015420"))], "a: [\"49015420\"]\n");
    check("a: [] # c\n", &[set("a.0.k", json!("v"))], "a: # c\n  - k: v\n");
    check("a: {}\n", &[set("a.k", json!("v")), set("a.l", json!("w, x"))], "a: {k: v, l: \"w, x\"}\n");
    check("a: {b, c: }\n", &[set("a.b", json!(1)), set("a.c", json!(2))], "a: {b: 1, c: 2 }\n");
    check("{}\n", &[set("k", json!("v"))], "k: v\n");
    check("--- {} # c\n", &[set("k", json!("v"))], "---  # c\nk: v\n");
}

#[test]
fn several_lines_become_a_literal_block() {
    check("a: x # c\nb: 1\n", &[set("a", json!("p\n\n  q\n"))], "a: | # c\n  p\n\n    q\nb: 1\n");
    check("a: 'x'\n", &[set("a", json!("p\nq"))], "a: |-\n  p\n  q\n");
    check("a: |\n  x\n\nb: 1\n", &[set("a", json!("y\nz\n"))], "a: |\n  y\n  z\n\nb: 1\n");
    check("a: |+2 # c\n    x\n\nb: 1\n", &[set("a", json!("y"))], "a: |- # c\n  y\nb: 1\n");
    check("a: >\n  x\n", &[set("a", json!(3))], "a: 3\n");
    check("- k: 1\n  l: x\n", &[set("0.l", json!("p\nq\n"))], "- k: 1\n  l: |\n    p\n    q\n");
    check("- x\n", &[set("0", json!("p\nq\n"))], "- |\n  p\n  q\n");
    check("a: {k: x}\n", &[set("a.k", json!("p\nq"))], "a: {k: \"p\\nq\"}\n");
    check("a: x\n", &[set("a", json!(" p\nq\n"))], "a: \" p\\nq\\n\"\n");
    check("a: x\n", &[set("a", json!("p\r\nq"))], "a: \"p\\r\\nq\"\n");
    check("a: x", &[set("a", json!("p\nq\n"))], "a: |\n  p\n  q");
}

#[test]
fn new_keys_go_behind_the_others_in_the_files_own_indentation() {
    check("a: 1 # c\n# d\n", &[set("b", json!("x"))], "a: 1 # c\nb: x\n# d\n");
    check("a: 1", &[set("b", json!("x"))], "a: 1\nb: x");
    check(
        "a:\n    b: 1\n\nc: 2\n",
        &[set("a.d.e", json!(3))],
        "a:\n    b: 1\n    d:\n        e: 3\n\nc: 2\n",
    );
    check(
        "a:\n- x\nb: 1\n",
        &[set("a.1", json!("y")), set("c.0", json!("z"))],
        "a:\n- x\n- y\nb: 1\nc:\n- z\n",
    );
    check("a:\n  - k: 1 # c\n", &[set("a.0.l.m", json!(2))], "a:\n  - k: 1 # c\n    l:\n      m: 2\n");
    check(
        "a:\n  - k: 1\n",
        &[set("a.1.k", json!({"l": [1, {"m": 2}]}))],
        "a:\n  - k: 1\n  - k:\n      l:\n        - 1\n        - m: 2\n",
    );
    check("- - x\n- 1\n", &[set("0.1", json!("y")), set("2", json!([2]))], "- - x\n  - y\n- 1\n- - 2\n");
    check("a: |+\n  x\n\nb: 1\n", &[remove("b"), set("c", json!(1))], "a: |+\n  x\n\nc: 1\n");
    check("a: [x, # c\n  y]\n", &[set("a.2", json!("z"))], "a: [x, # c\n  y, z]\n");
    check("a: [x, y,]\n", &[set("a.2", json!("z"))], "a: [x, y, z,]\n");
    check("a: [k: v]\n", &[set("a.0.l", json!("w"))], "a: [{k: v, l: w}]\n");
    check("a: 1\n", &[set("\"b c\"", json!(1))], "a: 1\n\"\\\"b c\\\"\": 1\n");
}

#[test]
fn an_order_places_new_keys() {
    let order = |_: &Path, key: &str| "abcd".find(key);
    let place = |before: &str, key: &str| {
        let edits = [Edit { path: Path::parse(key), change: Change::Set(json!(0)) }];
        edit(&tree(before), &edits, &order).unwrap().source.text.to_string()
    };
    assert_eq!(place("a: 1 # c\nc: 2\n", "b"), "a: 1 # c\nb: 0\nc: 2\n");
    assert_eq!(place("# h\nb: 1\nx: 2\n", "a"), "# h\na: 0\nb: 1\nx: 2\n");
    assert_eq!(place("x: 1\n", "a"), "x: 1\na: 0\n");
    assert_eq!(place("a: 1\nx: 2\n", "y"), "a: 1\nx: 2\ny: 0\n");
    assert_eq!(place("{b: 1, d: 2}\n", "c"), "{b: 1, c: 0, d: 2}\n");
    assert_eq!(place("{b: 1}\n", "a"), "{a: 0, b: 1}\n");
}

#[test]
fn values_change_their_shape() {
    check("a:\n  # c\n  b: 1 # d\ne: 2\n", &[set("a", json!("x"))], "a: x\n  # c\ne: 2\n");
    check("a: # c\n  b: 1\n", &[set("a", json!([1]))], "a: # c\n  - 1\n");
    check("a: # c\n  b: 1\n  d: 2\n", &[set("a", json!("p\nq\n"))], "a: | # c\n  p\n  q\n");
    check("- a: 1 # c\n  b: 2\n- x\n", &[set("0", json!("y"))], "- y\n- x\n");
    check("- x # c\n", &[set("0", json!({"k": 1, "l": 2}))], "- k: 1 # c\n  l: 2\n");
    check("a: [1, 2] # c\n", &[set("a", json!([3, {"k": "v"}]))], "a: [3, {k: v}] # c\n");
    check("a: {k: 1}\n", &[set("a", json!("x, y"))], "a: x, y\n");
    check("a: 1\n", &[set("", json!({"b": [1, 2]}))], "b:\n  - 1\n  - 2\n");
}

#[test]
fn removals_take_their_lines_and_nothing_else() {
    check("a: 1\n# d\nb: 2 # c\n\ne: 3\n", &[remove("b")], "a: 1\n# d\n\ne: 3\n");
    check("a: 1\nb:\n  c: 2\n", &[remove("b")], "a: 1\n");
    check("a: 1\nb: 2", &[remove("b")], "a: 1");
    check("a: 1\n", &[remove("a")], "{}\n");
    check("a:\n  b: 1\nc: 2\n", &[remove("a.b")], "a: {}\nc: 2\n");
    check("a: # c\n  - 1\nd: 2\n", &[remove("a.0")], "a: [] # c\nd: 2\n");
    check("- a: 1 # c\n  # d\n  b: 2\n", &[remove("0.a")], "- # d\n  b: 2\n");
    check("- a: 1\n  b: 2\n", &[remove("0.a")], "- b: 2\n");
    check("- a: 1\n  b: 2\n", &[remove("0.b")], "- a: 1\n");
    check("- a: 1\n- b\n", &[remove("0.a"), remove("1")], "- {}\n");
    check("a: [x, y, z]\n", &[remove("a.1")], "a: [x, z]\n");
    check("a: [x, y, z]\n", &[remove("a.2")], "a: [x, y]\n");
    check("a: [x, y,]\n", &[remove("a.1")], "a: [x,]\n");
    check("a: {k: 1, l: 2}\n", &[remove("a.k"), remove("a.l")], "a: {}\n");
    check("a: |\n  x\n\nb: 1\n", &[remove("a")], "\nb: 1\n");
}

#[test]
fn what_cannot_be_done_is_said() {
    let path = Path::parse;
    assert_eq!(edited("a: 1\n", &[remove("b")]), Err(EditError::Missing(path("b"))));
    assert_eq!(edited("a: 1\n", &[remove("a.b")]), Err(EditError::Missing(path("a.b"))));
    assert_eq!(edited("a: 1\n", &[remove("")]), Err(EditError::Missing(path(""))));
    assert_eq!(edited("a: 1\n", &[set("a.b", json!(1))]), Err(EditError::NoRoom(path("a.b"))));
    assert_eq!(edited("a: [1]\n", &[set("a.b", json!(1))]), Err(EditError::NoRoom(path("a.b"))));
    assert_eq!(
        edited("a: [1]\n", &[set("a.2", json!(1))]),
        Err(EditError::BeyondEnd { path: path("a.2"), length: 1 })
    );
    assert_eq!(
        edited("b:\n", &[set("b.1", json!(1))]),
        Err(EditError::BeyondEnd { path: path("b.1"), length: 0 })
    );
    for text in ["\u{0}", "\u{202e}"] {
        let refused = edited("a: 1\n", &[set("a", json!(text))]);
        assert!(matches!(refused, Err(EditError::Refused { .. })), "{refused:?}");
    }
}

#[test]
fn a_whole_document_is_written() {
    let value = json!({
        "id": "2026-0007", "process": "3.2.0", "tac": ["49015420"], "empty": {}, "none": null, "yes": "yes",
        "description": "p\nq\n", "rounds": [{"notice": {"furnished": "2026-05-04"}, "text": "r\n\ns"}, [1, [2]]],
    });
    let text = "id: 2026-0007\nprocess: 3.2.0\ntac:\n  - \"49015420\"\nempty: {}\nnone: null\n\"yes\": \"yes\"\n\
                description: |\n  p\n  q\nrounds:\n  - notice:\n      furnished: 2026-05-04\n    text: |-\n      r\n\n      s\n\
                \x20 - - 1\n    - - 2\n";
    assert_eq!(render(&value), text);
    assert_eq!(tree(text).to_json(), value);
    for scalar in [json!("a: b"), json!([]), json!(-1.5)] {
        assert_eq!(tree(&render(&scalar)).to_json(), scalar);
    }
}
