//! What a step changed: the leaves in which two versions of a document differ.

use serde_json::Value as Json;

use crate::source::Path;

/// The paths of all leaves (scalars and empty collections) that were added, removed or changed, in document order.
/// Lists are compared item by item from the front, so appending changes nothing but the new items.
pub fn differences(before: &Json, after: &Json) -> Vec<Path> {
    let mut found = Vec::new();
    compare(&Path::root(), Some(before), Some(after), &mut found);
    found
}

fn compare(path: &Path, before: Option<&Json>, after: Option<&Json>, found: &mut Vec<Path>) {
    if before == after {
        return;
    }
    match (before.filter(|value| is_branch(value)), after.filter(|value| is_branch(value))) {
        (None, None) => found.push(path.clone()),
        (one, other) => {
            // A single value that becomes a collection, or the other way round, changes itself as well.
            if [before, after].into_iter().flatten().any(is_single) && before.is_some() && after.is_some() {
                found.push(path.clone());
            }
            for child in children(path, one, other) {
                compare(&child.0, child.1, child.2, found);
            }
        }
    }
}

fn is_single(value: &Json) -> bool {
    !value.is_array() && !value.is_object()
}

fn is_branch(value: &Json) -> bool {
    match value {
        Json::Array(items) => !items.is_empty(),
        Json::Object(fields) => !fields.is_empty(),
        _ => false,
    }
}

type Pair<'v> = (Path, Option<&'v Json>, Option<&'v Json>);

fn children<'v>(path: &Path, before: Option<&'v Json>, after: Option<&'v Json>) -> Vec<Pair<'v>> {
    let mut pairs: Vec<Pair<'v>> = Vec::new();
    // Most of a document stays as it was, and needs no path.
    let mut pair = |step: &dyn Fn() -> Path, before: Option<&'v Json>, after: Option<&'v Json>| {
        if before != after {
            pairs.push((step(), before, after));
        }
    };
    let fields = |value: Option<&'v Json>| value.and_then(Json::as_object);
    let items = |value: Option<&'v Json>| value.and_then(Json::as_array);
    for (key, value) in fields(before).into_iter().flatten() {
        pair(&|| path.key(key), Some(value), fields(after).and_then(|other| other.get(key)));
    }
    for (key, value) in fields(after).into_iter().flatten() {
        if fields(before).is_none_or(|other| !other.contains_key(key)) {
            pair(&|| path.key(key), None, Some(value));
        }
    }
    let count = |value: Option<&Json>| value.and_then(Json::as_array).map_or(0, Vec::len);
    for index in 0..count(before).max(count(after)) {
        let item = |value| items(value).and_then(|items| items.get(index));
        pair(&|| path.index(index), item(before), item(after));
    }
    pairs
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    fn paths(before: &Json, after: &Json) -> Vec<String> {
        differences(before, after).iter().map(ToString::to_string).collect()
    }

    #[test]
    fn names_the_leaves_that_differ() {
        let before = json!({"a": 1, "b": {"c": [1, 2]}, "gone": {"x": 1}});
        let after = json!({"a": 1, "b": {"c": [1, 3, {"d": 4}]}, "new": []});
        assert_eq!(paths(&before, &after), ["b.c.1", "b.c.2.d", "gone.x", "new"]);
        assert_eq!(paths(&before, &before), [""; 0]);
    }

    #[test]
    fn a_leaf_that_becomes_a_branch_counts_with_all_its_leaves() {
        assert_eq!(paths(&json!({"a": 1}), &json!({"a": {"b": 2}})), ["a", "a.b"]);
        assert_eq!(paths(&json!({"a": {"b": 2}}), &json!({"a": null})), ["a", "a.b"]);
    }
}
