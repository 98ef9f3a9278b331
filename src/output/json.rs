//! Findings as JSON; the shape is `schemas/output/findings.schema.json`.

use std::fmt::Write as _;
use std::io::{self, Write};

use serde_json::{Map, Value, json};

use super::lines::Index;
use super::printable::is_hidden;
use super::spot::Spot;
use super::{FindingsFormat, Paper, Report, Summary};
use crate::diagnostic::Finding;

pub(super) struct Json;

impl FindingsFormat for Json {
    fn write(&self, report: &Report<'_>, _: Paper, out: &mut dyn Write) -> io::Result<()> {
        let mut index = Index::default();
        let findings: Vec<Value> =
            report.findings.iter().map(|finding| object(finding, &mut index)).collect();
        let mut whole = json!({
            "schema": "iwcp/findings/1",
            "findings": findings,
            "summary": summary(&report.summary()),
        });
        if let (Some(members), Some(Value::Object(about))) = (whole.as_object_mut(), report.about) {
            members.extend(about.clone());
        }
        writeln!(out, "{}", text(&whole))
    }
}

/// JSON over several lines. Hidden characters are written as `\uXXXX`, so that it can be shown as it is; they occur
/// inside strings only.
pub(super) fn text(value: &Value) -> String {
    let plain = format!("{value:#}");
    if !plain.chars().any(|character| character != '\n' && is_hidden(character)) {
        return plain;
    }
    let mut out = String::with_capacity(plain.len() + 64);
    for character in plain.chars() {
        if character == '\n' || !is_hidden(character) {
            out.push(character);
            continue;
        }
        for unit in character.encode_utf16(&mut [0; 2]) {
            // Writing into a String cannot fail.
            let _ = write!(out, "\\u{unit:04x}");
        }
    }
    out
}

fn object(finding: &Finding, index: &mut Index) -> Value {
    let place = &finding.place;
    let Spot { file, start, end } = Spot::of(finding, index);
    json!({
        "rule": finding.rule.slug,
        "severity": finding.severity.word(),
        "message": finding.message,
        "file": file,
        "line": start.map(|at| at.line),
        "column": start.map(|at| at.column),
        "end_line": end.map(|at| at.line),
        "end_column": end.map(|at| at.column),
        "path": place.path.as_ref().map(ToString::to_string),
        "commit": place.commit,
        "by": place.by,
        "document": place.document,
        "clause": finding.clause,
        "help": finding.help,
        "label": finding.label,
    })
}

fn summary(summary: &Summary<'_>) -> Value {
    let mut counts = Map::new();
    counts.insert("errors".into(), summary.errors.into());
    counts.insert("unchecked".into(), summary.unchecked.into());
    counts.insert("warnings".into(), summary.warnings.into());
    for (number, (_, many)) in summary.looked_at {
        counts.insert((*many).to_owned(), (*number).into());
    }
    Value::Object(counts)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::diagnostic::rule;
    use crate::source::{Path, Source, Span};

    fn example() -> Value {
        let mut finding = Finding::new(&rule::WRONG_TYPE, "not\u{1b}\u{202e} a \u{e0041}number\n")
            .at_span(&Source::new("f.yaml", "x: é y\nz: 1"), Span::new(6, 9));
        finding.place.path = Some(Path::parse("a.0.b"));
        let findings = [finding, Finding::new(&rule::STEP_FROM, "no").in_commit("1a2b").clause("4")];
        let report = Report { findings: &findings, looked_at: &[(2, ("file", "files"))], about: None };
        let mut out = Vec::new();
        Json.write(&report, Paper::default(), &mut out).unwrap();
        let out = String::from_utf8(out).unwrap();
        assert!(!out.chars().any(|character| character != '\n' && is_hidden(character)));
        serde_json::from_str(&out).unwrap()
    }

    #[test]
    fn places_are_given_in_full() {
        let whole = example();
        assert_eq!(whole["findings"][0]["message"], "not\u{1b}\u{202e} a \u{e0041}number\n");
        let place =
            ["line", "column", "end_line", "end_column"].map(|key| whole["findings"][0][key].as_u64());
        assert_eq!(place, [Some(1), Some(6), Some(2), Some(2)]);
        assert_eq!(whole["findings"][0]["path"], "a.0.b");
        assert_eq!(whole["summary"], json!({"errors": 2, "unchecked": 0, "warnings": 0, "files": 2}));
    }

    #[test]
    fn the_schema_that_we_publish_holds() {
        let schema = include_str!("../../schemas/output/findings.schema.json");
        let schema = jsonschema::validator_for(&serde_json::from_str(schema).unwrap()).unwrap();
        let wrong: Vec<_> = schema.iter_errors(&example()).map(|error| error.to_string()).collect();
        assert_eq!(wrong, Vec::<String>::new());
    }
}
