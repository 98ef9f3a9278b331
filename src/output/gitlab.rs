//! Findings as a code quality report of GitLab, which shows them in a merge request.
//! <https://docs.gitlab.com/ci/testing/code_quality/#code-quality-report-format>

use std::collections::HashMap;
use std::io::{self, Write};

use data_encoding::HEXLOWER;
use ring::digest::{Context, SHA256};
use serde_json::{Value, json};

use super::lines::Index;
use super::printable::one_line;
use super::spot::{Spot, paragraph};
use super::{FindingsFormat, Paper, Report};
use crate::diagnostic::{Finding, Severity};

pub(super) struct GitLab;

impl FindingsFormat for GitLab {
    fn write(&self, report: &Report<'_>, _: Paper, out: &mut dyn Write) -> io::Result<()> {
        let mut index = Index::default();
        let mut known = HashMap::new();
        let rows: Vec<Value> =
            report.findings.iter().map(|finding| row(finding, &mut index, &mut known)).collect();
        writeln!(out, "{}", super::json::text(&Value::Array(rows)))
    }
}

fn row(finding: &Finding, index: &mut Index, known: &mut HashMap<Vec<u8>, u32>) -> Value {
    let spot = Spot::of(finding, index);
    let severity = match finding.severity {
        Severity::Error => "critical",
        Severity::Unchecked => "major",
        Severity::Warning => "minor",
    };
    json!({
        "description": paragraph(finding),
        "check_name": finding.rule.slug,
        "fingerprint": fingerprint(finding, known),
        "severity": severity,
        "location": {
            "path": one_line(spot.file.unwrap_or(super::NOWHERE)),
            "lines": {"begin": spot.start.map_or(1, |at| at.line)},
        },
    })
}

/// What tells a finding from others, from one run to the next: not the line, which other changes move. The second
/// of two alike gets another one.
pub(super) fn fingerprint(finding: &Finding, known: &mut HashMap<Vec<u8>, u32>) -> String {
    let place = &finding.place;
    let path = place.path.as_ref().map(ToString::to_string).unwrap_or_default();
    let parts = [
        finding.rule.slug,
        finding.file().unwrap_or_default(),
        &path,
        place.commit.as_deref().unwrap_or_default(),
        place.document.as_deref().unwrap_or_default(),
        &finding.message,
    ];
    let mut hash = Context::new(&SHA256);
    for part in parts {
        hash.update(&part.len().to_le_bytes());
        hash.update(part.as_bytes());
    }
    let alike = known.entry(hash.clone().finish().as_ref().to_vec()).or_default();
    hash.update(&alike.to_le_bytes());
    *alike = alike.saturating_add(1);
    HEXLOWER.encode(hash.finish().as_ref())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::diagnostic::rule;
    use crate::source::{Source, Span};

    fn rows(findings: &[Finding]) -> Value {
        let mut out = Vec::new();
        GitLab.write(&Report::new(findings), Paper::default(), &mut out).unwrap();
        serde_json::from_slice(&out).unwrap()
    }

    #[test]
    fn a_fingerprint_outlives_a_moved_line_and_tells_twins_apart() {
        let at = |text: &str, start: usize| {
            Finding::new(&rule::WRONG_TYPE, "no number")
                .at_span(&Source::new("f.yaml", text), Span::new(start, start + 1))
        };
        let before = rows(&[at("x: y\n", 3), at("x: y\n", 3)]);
        let after = rows(&[at("\n\nx: y\n", 5)]);
        assert_eq!(before[0]["location"], json!({"path": "f.yaml", "lines": {"begin": 1}}));
        assert_eq!(after[0]["location"]["lines"]["begin"], 3);
        assert_eq!(before[0]["fingerprint"], after[0]["fingerprint"]);
        assert_ne!(before[0]["fingerprint"], before[1]["fingerprint"]);
    }

    #[test]
    fn a_finding_without_a_file_has_a_place_all_the_same() {
        let rows = rows(&[Finding::new(&rule::SHALLOW_HISTORY, "cut").help("fetch it")]);
        assert_eq!(rows[0]["location"]["path"], crate::output::NOWHERE);
        assert_eq!(
            (&rows[0]["severity"], &rows[0]["description"]),
            (&json!("major"), &json!("cut\nhelp: fetch it"))
        );
    }
}
