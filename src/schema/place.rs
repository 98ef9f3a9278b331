//! Where in a schema's own text a field is described: the way to its node, through references and alternatives.

use serde_json::Value as Json;

use super::field::ANY;
use crate::source::{Path, Segment};

/// No more nodes than this are looked at, whatever a schema refers to.
const MOST: usize = 10_000;

/// A node of a schema and the way to it.
type Spot<'s> = (Path, &'s Json);

/// Where a field (by its dotted name, `*` for items) is described; none where the schema does not describe it.
pub fn place_of(root: &Json, field: &str) -> Option<Path> {
    let start = vec![(Path::root(), root)];
    let found = field.split('.').filter(|part| !part.is_empty()).fold(start, |spots, part| {
        expand(root, spots).into_iter().flat_map(|spot| below(spot, part)).collect()
    });
    found.into_iter().next().map(|(path, _)| path)
}

/// Where `keyword` stands that decides for a field: in its own node, in one that it refers to, or in what holds it.
pub fn keyword_of(root: &Json, field: &str, keyword: &str) -> Option<Path> {
    let mut spots = vec![(Path::root(), root)];
    let mut nearest = None;
    for part in std::iter::once("").chain(field.split('.')) {
        if !part.is_empty() {
            spots = spots.into_iter().flat_map(|spot| below(spot, part)).collect();
        }
        spots = expand(root, spots);
        let own = spots.iter().find(|(_, node)| node.get(keyword).is_some());
        nearest = own.map(|(path, _)| path.key(keyword)).or(nearest);
    }
    nearest
}

/// The nodes with all that has a say about the same place: what they refer to, and their alternatives.
fn expand<'s>(root: &'s Json, spots: Vec<Spot<'s>>) -> Vec<Spot<'s>> {
    let mut open: Vec<Spot<'s>> = spots.into_iter().rev().collect();
    let mut found: Vec<Spot<'s>> = Vec::new();
    while let Some((path, node)) = open.pop() {
        if found.len() >= MOST || found.iter().any(|(seen, _)| *seen == path) {
            continue;
        }
        let mut more = Vec::new();
        let reference = node.get("$ref").and_then(Json::as_str).and_then(|text| text.strip_prefix('#'));
        if let Some(pointer) = reference
            && let Some(target) = root.pointer(pointer)
        {
            more.push((Path::from_pointer(pointer), target));
        }
        for keyword in ["allOf", "anyOf", "oneOf"] {
            let parts = node.get(keyword).and_then(Json::as_array).into_iter().flatten().enumerate();
            more.extend(parts.map(|(index, part)| (path.key(keyword).index(index), part)));
        }
        for keyword in ["then", "else"] {
            more.extend(node.get(keyword).map(|part| (path.key(keyword), part)));
        }
        open.extend(more.into_iter().rev());
        found.push((path, node));
    }
    found
}

/// The nodes that describe what stands below a node under a key, or its items.
fn below<'s>((path, node): Spot<'s>, part: &str) -> Vec<Spot<'s>> {
    if part != ANY {
        let found = node.get("properties").and_then(|properties| properties.get(part));
        let place = path.key("properties").with(Segment::Key(part.to_owned()));
        return found.filter(|found| found.is_object()).map(|found| (place, found)).into_iter().collect();
    }
    let single = ["items", "additionalProperties", "unevaluatedProperties", "unevaluatedItems"];
    let mut found: Vec<Spot<'s>> =
        single.into_iter().filter_map(|keyword| Some((path.key(keyword), node.get(keyword)?))).collect();
    let several = node.get("prefixItems").and_then(Json::as_array).into_iter().flatten().enumerate();
    found.extend(several.map(|(index, part)| (path.key("prefixItems").index(index), part)));
    let patterns = node.get("patternProperties").and_then(Json::as_object).into_iter().flatten();
    found.extend(patterns.map(|(key, part)| (path.key("patternProperties").key(key), part)));
    found.retain(|(_, part)| part.is_object());
    found
}
