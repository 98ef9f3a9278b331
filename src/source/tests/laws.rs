//! Laws over random input: nothing panics, spans are exact, edits do what they say and nothing else.

use std::ops::Range;

use proptest::prelude::*;
use serde_json::{Value as Json, json};

use super::super::{Change, Edit, EditError, Node, Path, Segment, Tree, Value, edit, parse, render};
use super::generate::{Layout, Shape, layout, shape, write};
use super::parsing::check_spans;

/// New data for an edit.
fn data() -> impl Strategy<Value = Json> {
    let text = prop_oneof![
        "[a-z]{1,6}( [a-z]{1,4}){0,2}",
        "[ -~é\u{2028}\t\n]{0,12}",
        "[a-z ]{1,8}\n\n?[a-z #:]{1,8}\n?",
        "(true|null|no|1e3|0x1F|2026-01-31|~|- x|a: b|a #b|<<|\\.\\.\\.|---|x,|\\[)",
    ];
    let scalar = prop_oneof![
        4 => text.prop_map(Json::from),
        1 => any::<i64>().prop_map(Json::from),
        1 => any::<f64>().prop_map(Json::from),
        1 => prop_oneof![Just(json!(null)), Just(json!(true)), Just(json!([])), Just(json!({}))],
    ];
    scalar.prop_recursive(3, 12, 3, |inner| {
        prop_oneof![
            prop::collection::vec(inner.clone(), 1..3).prop_map(Json::from),
            prop::collection::vec(("([a-z]{1,3}|[ -~]{1,5})", inner), 1..3)
                .prop_map(|entries| entries.into_iter().collect::<serde_json::Map<_, _>>().into()),
        ]
    })
}

/// All paths of a document, and those of one more key or item of each collection.
fn paths(node: &Node, at: &Path, found: &mut Vec<Path>) {
    match &node.value {
        Value::Scalar(_) => {}
        Value::Mapping(entries) => {
            found.push(at.key("new"));
            found.push(at.key("new").index(0).key("deep"));
            for entry in entries {
                let path = at.key(&entry.key);
                paths(&entry.value, &path, found);
                found.push(path);
            }
        }
        Value::Sequence(items) => {
            found.push(at.index(items.len()));
            for (index, item) in items.iter().enumerate() {
                paths(item, &at.index(index), found);
                found.push(at.index(index));
            }
        }
    }
}

/// Bytes in which an edit may change or remove something: from the key to the end of the line in which the
/// value ends, of the deepest node that the edit reaches; for the last child's removal that is its parent.
fn reach(tree: &Tree, edit: &Edit) -> Range<usize> {
    let mut path = edit.path.clone();
    let children = |path: &Path| match tree.node(path).map(|node| &node.value) {
        Some(Value::Mapping(entries)) => entries.len(),
        Some(Value::Sequence(items)) => items.len(),
        _ => 0,
    };
    if edit.change == Change::Remove && path.parent().is_some_and(|parent| children(&parent) == 1) {
        path = path.parent().unwrap();
    }
    while tree.node(&path).is_none() {
        path = path.parent().unwrap();
    }
    let node = tree.node(&path).unwrap();
    let start = match path.0.last() {
        Some(Segment::Key(_)) => tree.key_span(&path).start,
        // From behind the item before, so that a dash in a line of its own counts.
        Some(Segment::Index(0)) => tree.node(&path.parent().unwrap()).unwrap().span.start,
        Some(Segment::Index(index)) => tree.node(&path.parent().unwrap().index(index - 1)).unwrap().span.end,
        None => node.span.start,
    };
    let end = node.span.end;
    let line = tree.source.text[end..].find('\n').map_or(tree.source.text.len(), |at| end + at);
    start..line
}

/// The numbers of the comments, with their offsets.
fn comments(text: &str) -> Vec<(usize, usize)> {
    text.match_indices("#c")
        .filter_map(|(at, _)| {
            let digits = text[at + 2..].split(|c: char| !c.is_ascii_digit()).next()?;
            digits.parse().ok().map(|number| (at, number))
        })
        .collect()
}

fn check_edit(tree: &Tree, edited: &Tree, edit: &Edit) {
    let (old, new) = (&*tree.source.text, &*edited.source.text);
    match &edit.change {
        Change::Set(value) => assert_eq!(edit.path.find(&edited.to_json()), Some(value)),
        Change::Remove => assert!(
            matches!(edit.path.0.last(), Some(Segment::Index(_)))
                || edit.path.find(&edited.to_json()).is_none()
        ),
    }
    let reach = reach(tree, edit);
    let before = old[..reach.start].rfind('\n').map_or("", |at| &old[..at]).trim_end_matches('\r');
    let behind = &old[reach.end..];
    let moved_up = edit.change == Change::Remove && new.ends_with(behind.trim_start());
    assert!(
        new.starts_with(before) && (new.ends_with(behind) || moved_up),
        "{edit:?} reaches {reach:?}\n--- old\n{old}\n--- new\n{new}"
    );
    for (at, comment) in comments(old) {
        let gone = |node: &Node| match (&node.value, &edit.change) {
            // A comment behind a scalar stays.
            (Value::Scalar(_), Change::Set(_)) => node.span.start..node.span.end,
            _ => reach.clone(),
        };
        let inside = tree.node(&edit.path).is_some_and(|node| gone(node).contains(&at));
        assert!(
            inside || comments(new).iter().any(|(_, other)| *other == comment),
            "{comment} is lost\n--- old\n{old}\n--- new\n{new}"
        );
    }
    assert_eq!(old.ends_with('\n'), new.ends_with('\n'), "--- old\n{old}\n--- new\n{new}");
    if old.contains('\n') {
        let line_feeds = new.matches('\n').count();
        assert_eq!(new.matches("\r\n").count(), if old.contains('\r') { line_feeds } else { 0 });
    }
    check_spans(new, &edited.root);
    if new.ends_with('\n') {
        let other: Json = serde_yaml::from_str(new).unwrap_or_else(|error| panic!("{error}\n{new}"));
        assert_eq!(other, edited.to_json(), "another reader reads\n{new}");
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 300, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn bytes_never_panic(bytes in prop::collection::vec(any::<u8>(), 0..200)) {
        let _ = parse("r.yaml", &bytes);
    }

    #[test]
    fn text_that_looks_like_yaml_never_panics(
        text in "([\\[\\]{},:?|>'\"&*!#%~ab\\\\é\u{85}\r\t-]|: |- |\n|\n  |a: |#c\n|\\|\n|\u{feff}|---\n){0,40}",
        path in "(|a|a.a|0|a.0|0.a|b)",
        value in data(),
    ) {
        match parse("r.yaml", text.as_bytes()) {
            Ok(tree) => {
                check_spans(&text, &tree.root);
                for change in [Change::Set(value), Change::Remove] {
                    let _ = edit(&tree, &[Edit { path: Path::parse(&path), change }], &|_, _| None);
                }
            }
            Err(refusal) => {
                prop_assert!(!refusal.flaws.is_empty());
                for flaw in &refusal.flaws {
                    prop_assert!(refusal.source.text.get(flaw.span.start..flaw.span.end).is_some());
                }
            }
        }
    }

    #[test]
    fn edits_do_what_they_say_and_nothing_else(
        shape in shape(),
        layout in layout(),
        edits in prop::collection::vec((any::<prop::sample::Index>(), prop::option::weighted(0.7, data())), 1..4),
    ) {
        let text = write(&shape, &layout);
        let mut tree = super::tree(&text);
        check_spans(&text, &tree.root);
        for (index, value) in edits {
            let mut found = Vec::new();
            paths(&tree.root, &Path::root(), &mut found);
            if found.is_empty() {
                break;
            }
            let one = Edit { path: index.get(&found).clone(), change: value.map_or(Change::Remove, Change::Set) };
            match edit(&tree, std::slice::from_ref(&one), &|_, key| (key == "new").then_some(0)) {
                Ok(edited) => {
                    check_edit(&tree, &edited, &one);
                    tree = edited;
                }
                Err(EditError::Missing(path)) => prop_assert!(path.find(&tree.to_json()).is_none()),
                // An edit before this one may have put something else there.
                Err(EditError::NoRoom(path)) => prop_assert!(path.to_string().contains("new")),
                // Without the last line break `|+` would lose its empty line.
                Err(EditError::Unsafe(_)) if tree.source.text.contains("|+") && !layout.last_break => {}
                // What follows, an indented comment say, would become part of a block scalar.
                Err(EditError::Unsafe(_)) if one.change == Change::Remove && tree.source.text.contains(['|', '>']) => {}
                Err(error) => panic!("{one:?}: {error}\n{}", tree.source.text),
            }
        }
    }

    #[test]
    fn what_is_rendered_reads_back(value in data()) {
        let text = render(&value);
        match value.is_null() {
            true => prop_assert_eq!(text, "null\n"),
            false => prop_assert_eq!(super::tree(&text).to_json(), value),
        }
    }
}

#[test]
fn a_shape_is_written_as_expected() {
    let shape = Shape::Mapping(vec![Shape::Scalar(0), Shape::Sequence(vec![Shape::Scalar(1)])]);
    let layout = Layout { step: 2, dash: 0, crlf: false, comments: true, last_break: true };
    assert_eq!(write(&shape, &layout), "k0: plain text #c0\n#c1\nk1:\n- 'it''s' #c3\n");
}
