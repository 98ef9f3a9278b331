//! Tests of the room on a schema of another trade: every fault at its node, in words, and how schemas are read.

use std::time::Instant;

use super::*;
use crate::diagnostic::Finding;
use crate::source::parse;

const ORDER: &str = r##"{
  "$schema": "https://json-schema.org/draft/2020-12/schema",
  "$id": "https://example.com/order.schema.json",
  "type": "object",
  "x-audience": ["buyer"],
  "required": ["number", "placed"],
  "unevaluatedProperties": false,
  "properties": {
    "number": {"type": "string", "pattern": "^[0-9]{4}$", "examples": ["0007"], "description": "Its number."},
    "state": {"enum": ["open", "closed"], "description": "Where it stands."},
    "placed": {"$ref": "#/$defs/day", "description": "The day it was placed. In local time."},
    "due": {"$ref": "#/$defs/day", "x-future": true},
    "urgent": {"type": "boolean"},
    "buyer": {"$ref": "#/$defs/firm", "x-audience": []},
    "codes": {"type": "array", "minItems": 1, "uniqueItems": true, "items": {"type": "string", "format": "tac"}},
    "lines": {"type": "array", "items": {"$ref": "#/$defs/line"}},
    "note": {"anyOf": [{"type": "string", "minLength": 1}, {"type": "array", "items": {"type": "string"}}]},
    "labels": {"type": "object", "additionalProperties": {"type": "string"}},
    "nested": {"$ref": "#/$defs/tree"}
  },
  "if": {"required": ["state"], "properties": {"state": {"const": "closed"}}},
  "then": {"required": ["due"]},
  "$defs": {
    "day": {"type": "string", "format": "date"},
    "firm": {"type": "object", "additionalProperties": false, "required": ["id"], "properties": {
      "id": {"type": "string", "x-refers-to": "firm", "x-refers-to-role": "buyer"},
      "email": {"type": "string", "format": "email", "x-audience": ["seller"]}}},
    "line": {"oneOf": [
      {"type": "object", "required": ["kind", "weight"], "additionalProperties": false,
       "properties": {"kind": {"const": "goods"}, "weight": {"type": "integer", "minimum": 1}}},
      {"type": "object", "required": ["kind", "hours"], "additionalProperties": false,
       "properties": {"kind": {"const": "work"}, "hours": {"type": "number"}}}]},
    "tree": {"type": "object", "properties": {"left": {"$ref": "#/$defs/tree"}, "name": {"type": "string"}}}
  }
}"##;

fn order() -> Schema {
    Schema::compile("order.schema.json", ORDER).unwrap()
}

fn check(text: &str) -> Vec<Finding> {
    let tree = parse("order.yaml", text.as_bytes()).unwrap();
    order().check(&tree, &tree.to_json())
}

/// Findings as `slug line:column path: message | label | help`.
fn told(text: &str) -> Vec<String> {
    let tell = |finding: &Finding| {
        let place = &finding.place;
        let at = place.source.as_ref().unwrap().position(place.span.unwrap().start);
        let mut line = format!("{} {}:{}: {}", finding.rule.slug, at.line, at.column, finding.message);
        for more in [&finding.label, &finding.help].into_iter().flatten() {
            line.push_str(" | ");
            line.push_str(more);
        }
        line
    };
    check(text).iter().map(tell).collect()
}

const FINE: &str = "number: '0007'\nplaced: 2026-11-23\n";

fn with(lines: &str) -> Vec<String> {
    told(&format!("{FINE}{lines}\n"))
}

#[test]
fn a_fine_document_has_no_findings() {
    assert_eq!(with("lines: [{kind: goods, weight: 1}]\nnote: x\ncodes: ['49015420']"), Vec::<String>::new());
}

#[test]
fn what_is_missing_is_named_with_its_description() {
    let placed = "missing-field 1:1: `placed` is missing: the day it was placed | needs `placed` \
                  | add `placed: YYYY-MM-DD`";
    assert_eq!(told("number: '0007'\n"), [placed]);
    assert_eq!(
        with("buyer:\n  email: a@b.example"),
        ["missing-field 3:1: `buyer.id` is missing | needs `id` | add `id: …`"]
    );
    assert_eq!(
        with("state: closed"),
        ["missing-field 1:1: `due` is missing | needs `due` | add `due: YYYY-MM-DD`"]
    );
}

#[test]
fn unknown_keys_are_explained() {
    assert_eq!(
        with("urgnet: true"),
        ["unknown-field 3:1: `urgnet` is not a field of this document | did you mean `urgent`?"]
    );
    assert_eq!(
        with("email: a@b.example"),
        ["unknown-field 3:1: `email` is not a field of this document | it belongs in `buyer`"]
    );
    assert_eq!(
        with("buyer: {id: x, due: 1}"),
        ["unknown-field 3:16: `due` is not a field of `buyer` | it belongs at the top of the document"]
    );
    assert_eq!(
        with("zzzzzz: 1"),
        [
            "unknown-field 3:1: `zzzzzz` is not a field of this document | fields to add here: `state`, `due`, `urgent`, `buyer`, `codes`, `lines`, `note`, `labels` or `nested`"
        ]
    );
}

#[test]
fn a_misspelled_field_is_not_missing_too() {
    assert_eq!(
        told("number: '0007'\nplacd: 2026-11-23\n"),
        ["unknown-field 2:1: `placd` is not a field of this document | did you mean `placed`?"]
    );
}

#[test]
fn types_are_mended() {
    assert_eq!(
        with("codes: [49015420]"),
        [
            "wrong-type 3:9: `codes.0` is a number, not text | expected text | put quotes around it: \"49015420\""
        ]
    );
    assert_eq!(
        with("due:"),
        ["wrong-type 3:1: `due` has no value | expected a date (YYYY-MM-DD) \
             | write a value behind it, or take the line out"]
    );
    assert_eq!(
        with("codes: '49015420'"),
        [
            "wrong-type 3:8: `codes` is text, not a list | expected a list | write it as a list: [\"49015420\"]"
        ]
    );
    assert_eq!(
        with("note: 5"),
        ["wrong-type 3:7: `note` is a number, not text or a list | expected text or a list \
          | put quotes around it: \"5\""]
    );
    assert_eq!(
        told("- a\n"),
        ["wrong-type 1:1: the document is a list, not fields of its own \
                               | expected fields of its own"]
    );
}

#[test]
fn an_imei_is_not_repeated() {
    for line in ["codes: [490154203237518]", "codes: 490154203237518", "state: 490154203237518"] {
        assert!(with(line).iter().all(|told| !told.contains("237518")), "{:?}", with(line));
    }
}

#[test]
fn values_are_compared_with_those_allowed() {
    assert_eq!(
        with("state: opne"),
        [
            "value-not-allowed 3:8: `state` can't be `opne` | allowed: `open` or `closed` | did you mean `open`?"
        ]
    );
}

#[test]
fn forms_are_explained() {
    assert_eq!(
        with("due: 2026-02-30"),
        [
            "malformed-value 3:6: `2026-02-30` is not a date: there is no day 30 in 2026-02, which has 28 days \
          | YYYY-MM-DD"
        ]
    );
    assert_eq!(
        with("due: 30.2.2026"),
        ["malformed-value 3:6: `30.2.2026` is not a date of the form YYYY-MM-DD | YYYY-MM-DD"]
    );
    assert_eq!(
        with("buyer: {id: x, email: me at home}"),
        ["malformed-value 3:23: `buyer.email` is not a mail address"]
    );
    assert_eq!(with("codes: []"), ["malformed-value 3:1: `codes` is empty"]);
    assert_eq!(with("codes: [a, b, a]"), ["malformed-value 3:15: `codes` has an item twice"]);
    assert_eq!(
        told("number: '7'\nplaced: 2026-11-23\n"),
        ["malformed-value 1:9: `number` does not have the form it must have | for example `0007`"]
    );
}

#[test]
fn alternatives_give_the_innermost_finding() {
    assert_eq!(
        with("lines: [{kind: work, weight: 2}]"),
        [
            "unknown-field 3:22: `weight` is not a field of `lines.0`",
            "missing-field 3:9: `lines.0.hours` is missing | needs `hours` | add `hours: …`"
        ]
        .iter()
        .rev()
        .map(ToString::to_string)
        .collect::<Vec<_>>()
    );
    assert_eq!(
        with("lines: [{kind: goods, weight: 0}]"),
        ["malformed-value 3:31: `lines.0.weight` is too small: at least 1"]
    );
    assert_eq!(with("note: ''"), ["malformed-value 3:7: `note` is empty"]);
}

#[test]
fn fields_are_read_out() {
    let schema = order();
    let all: Vec<_> = schema.fields().iter().map(|field| field.pattern.as_str()).collect();
    assert_eq!(
        all,
        [
            "number",
            "state",
            "placed",
            "due",
            "urgent",
            "buyer",
            "buyer.id",
            "buyer.email",
            "codes",
            "codes.*",
            "lines",
            "lines.*",
            "lines.*.kind",
            "lines.*.weight",
            "lines.*.hours",
            "note",
            "note.*",
            "labels",
            "labels.*",
            "nested",
            "nested.left",
            "nested.name"
        ]
        .iter()
        .filter(|pattern| **pattern != "nested.left.name")
        .copied()
        .collect::<Vec<_>>()
    );
    let field = |path: &str| schema.field(&Path::parse(path)).unwrap();
    assert_eq!(field("lines.3.kind").allowed, ["goods", "work"]);
    assert_eq!(field("placed").description, "The day it was placed. In local time.");
    assert_eq!(field("placed").format.as_deref(), Some("date"));
    assert!(field("due").future && !field("placed").future);
    assert!(field("placed").required && !field("due").required);
    assert_eq!(field("number").audience, Some(vec!["buyer".to_owned()]));
    assert!(field("buyer.id").audience == Some(Vec::new()));
    assert_eq!(field("buyer.email").audience, Some(vec!["seller".to_owned()]));
    assert_eq!(field("buyer.id").refers_to.as_deref(), Some("firm"));
    assert_eq!(field("buyer.id").refers_to_role, ["buyer"]);
    assert_eq!(field("codes.2").format.as_deref(), Some("tac"));
    assert!(schema.field(&Path::parse("buyer.nothing")).is_none());
    assert!(schema.key_order(&Path::root(), "state") < schema.key_order(&Path::root(), "due"));
    assert_eq!(schema.suggest("emial"), Some("buyer.email"));
    assert_eq!(schema.suggest("buyr.id"), Some("buyer.id"));
}

#[test]
fn values_are_visited_with_their_paths() {
    let tree = parse("o", format!("{FINE}codes: ['1', '2']\nlabels: {{7: x}}\n").as_bytes()).unwrap();
    let data = tree.to_json();
    let mut seen = Vec::new();
    order().visit(&data, &mut |site| seen.push(format!("{}={}", site.path(), site.field.pattern)));
    assert_eq!(
        seen,
        [
            "number=number",
            "placed=placed",
            "codes=codes",
            "codes.0=codes.*",
            "codes.1=codes.*",
            "labels=labels",
            "labels.7=labels.*"
        ]
    );
}

#[test]
fn schemas_that_reach_out_or_run_in_circles_are_refused() {
    let remote = r#"{"properties": {"a": {"$ref": "https://example.com/other.json"}}}"#;
    let circle = r##"{"$ref": "#/$defs/a", "$defs": {"a": {"allOf": [{"$ref": "#/$defs/b"}]}, "b": {"$ref": "#/$defs/a"}}}"##;
    let heavy = r#"{"pattern": "((a{1000}){1000}){1000}"}"#;
    for text in [remote, circle, heavy, "{", r#"{"type": 7}"#] {
        assert!(Schema::compile("x", text).is_err(), "{text}");
    }
}

#[test]
fn hostile_input_takes_little_time() {
    let began = Instant::now();
    let pattern = Schema::compile("x", r#"{"properties": {"a": {"pattern": "^(a+)+$"}}}"#).unwrap();
    let tree = parse("x", format!("a: {}!", "a".repeat(100_000)).as_bytes()).unwrap();
    assert_eq!(pattern.check(&tree, &tree.to_json()).len(), 1);
    let keys: String = (0..60_000).map(|n| format!("k{n}: 1\n")).collect();
    assert!(told(&keys).len() <= 400);
    let lines = format!("{FINE}lines: [{}]", "{kind: x}, ".repeat(60_000));
    assert!(told(&lines).len() <= 400);
    assert!(began.elapsed().as_secs() < 20, "{:?}", began.elapsed());
}

#[test]
fn a_schema_is_shared_between_threads() {
    fn shared<T: Send + Sync>() {}
    shared::<Schema>();
}
