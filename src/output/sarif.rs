//! Findings as SARIF 2.1.0 (OASIS), for code scanning and whatever else reads it.
//! <https://docs.oasis-open.org/sarif/sarif/v2.1.0/sarif-v2.1.0.html>

use std::collections::HashMap;
use std::io::{self, Write};

use serde_json::{Map, Value, json};

use super::lines::Index;
use super::printable::{lines, one_line};
use super::spot::{Spot, paragraph};
use super::{FindingsFormat, Paper, Report, gitlab};
use crate::diagnostic::{Finding, Rule, Severity};

/// What SARIF calls the folder that files are relative to.
const ROOT: &str = "%SRCROOT%";

pub(super) struct Sarif;

impl FindingsFormat for Sarif {
    fn write(&self, report: &Report<'_>, _: Paper, out: &mut dyn Write) -> io::Result<()> {
        let mut rules: Vec<&'static Rule> = Vec::new();
        let mut index = Index::default();
        let mut known = HashMap::new();
        let results: Vec<Value> = report
            .findings
            .iter()
            .map(|finding| {
                let at = rules.iter().position(|rule| *rule == finding.rule).unwrap_or_else(|| {
                    rules.push(finding.rule);
                    rules.len() - 1
                });
                result(finding, at, &mut index, &mut known)
            })
            .collect();
        let whole = json!({
            "$schema": "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json",
            "version": "2.1.0",
            "runs": [{
                "tool": {"driver": {
                    "name": "iwcp",
                    "version": env!("CARGO_PKG_VERSION"),
                    "rules": rules.iter().map(|rule| described(rule)).collect::<Vec<_>>(),
                }},
                "invocations": [{"executionSuccessful": report.summary().unchecked == 0}],
                "columnKind": "unicodeCodePoints",
                "results": results,
            }],
        });
        writeln!(out, "{}", super::json::text(&whole))
    }
}

fn described(rule: &Rule) -> Value {
    json!({
        "id": rule.slug,
        "shortDescription": {"text": rule.title()},
        "help": {"text": rule.page, "markdown": rule.page},
        "defaultConfiguration": {"level": level(rule.severity)},
    })
}

fn level(severity: Severity) -> &'static str {
    match severity {
        Severity::Error | Severity::Unchecked => "error",
        Severity::Warning => "warning",
    }
}

fn result(finding: &Finding, rule: usize, index: &mut Index, known: &mut HashMap<Vec<u8>, u32>) -> Value {
    let spot = Spot::of(finding, index);
    let mut physical = json!({
        "artifactLocation": {"uri": uri(spot.file.unwrap_or(super::NOWHERE)), "uriBaseId": ROOT},
    });
    if let (Some(start), Some(end), Some(physical)) = (spot.start, spot.end, physical.as_object_mut()) {
        physical.insert(
            "region".into(),
            json!({
                "startLine": start.line, "startColumn": start.column,
                "endLine": end.line, "endColumn": end.column,
            }),
        );
    }
    let mut location = json!({"physicalLocation": physical});
    if let (Some(document), Some(location)) = (&finding.place.document, location.as_object_mut()) {
        location.insert("logicalLocations".into(), json!([{"fullyQualifiedName": one_line(document)}]));
    }
    json!({
        "ruleId": finding.rule.slug,
        "ruleIndex": rule,
        "level": level(finding.severity),
        "message": {"text": paragraph(finding)},
        "locations": [location],
        "partialFingerprints": {"finding/v1": gitlab::fingerprint(finding, known)},
        "properties": properties(finding),
    })
}

/// What SARIF has no place for.
fn properties(finding: &Finding) -> Value {
    let mut found = Map::new();
    let further = [("commit", &finding.place.commit), ("help", &finding.help), ("clause", &finding.clause)];
    for (name, text) in further {
        found.extend(text.as_ref().map(|text| (name.to_owned(), Value::from(lines(text).into_owned()))));
    }
    found.insert("severity".into(), finding.severity.word().into());
    Value::Object(found)
}

/// A path as a relative reference (RFC 3986).
fn uri(path: &str) -> String {
    let mut out = String::new();
    for byte in path.bytes() {
        match byte {
            b'/' | b'-' | b'.' | b'_' | b'~' => out.push(char::from(byte)),
            plain if plain.is_ascii_alphanumeric() => out.push(char::from(plain)),
            other => out += &format!("%{other:02X}"),
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::diagnostic::rule;
    use crate::source::{Source, Span};

    #[test]
    fn the_published_schema_holds() {
        let source = Source::new("reports/a b:é.yaml", "x: é y\nz\n");
        let findings = [
            Finding::new(&rule::WRONG_TYPE, "no\u{1b} number").at_span(&source, Span::new(3, 9)).clause("4"),
            Finding::new(&rule::STEP_FROM, "no")
                .in_commit("1a2b")
                .of_document("report 2026-0007")
                .help("a\nb"),
            Finding::new(&rule::SHALLOW_HISTORY, "cut"),
            Finding::new(&rule::WRONG_TYPE, "again").in_file("f"),
        ];
        for findings in [&findings[..], &[]] {
            let mut out = Vec::new();
            Sarif.write(&Report::new(findings), Paper::default(), &mut out).unwrap();
            let whole: Value = serde_json::from_slice(&out).unwrap();
            // A stray bracket in the schema's pattern of languages: JavaScript takes it for itself, others do not.
            let schema = include_str!("../../tests/data/sarif-2.1.0.schema.json")
                .replace("[a-zA-Z]{2}]?$", "[a-zA-Z]{2}\\\\]?$");
            let schema = jsonschema::validator_for(&serde_json::from_str(&schema).unwrap()).unwrap();
            let wrong: Vec<_> = schema.iter_errors(&whole).map(|error| error.to_string()).collect();
            assert_eq!(wrong, Vec::<String>::new());
            assert_eq!(whole["runs"][0]["results"].as_array().unwrap().len(), findings.len());
        }
    }

    #[test]
    fn results_point_at_rules_and_files() {
        let findings = [
            Finding::new(&rule::SAME_AGENT, "a"),
            Finding::new(&rule::STEP_FROM, "b").in_file("reports/a b.yaml"),
            Finding::new(&rule::SAME_AGENT, "c"),
        ];
        let mut out = Vec::new();
        Sarif.write(&Report::new(&findings), Paper::default(), &mut out).unwrap();
        let whole: Value = serde_json::from_slice(&out).unwrap();
        let run = &whole["runs"][0];
        let rules: Vec<_> =
            run["results"].as_array().unwrap().iter().map(|result| &result["ruleIndex"]).collect();
        assert_eq!(rules, [0, 1, 0]);
        assert_eq!(run["tool"]["driver"]["rules"][1]["id"], "step-from");
        let place = &run["results"][1]["locations"][0]["physicalLocation"]["artifactLocation"];
        assert_eq!(place["uri"], "reports/a%20b.yaml");
    }
}
