//! One line a finding, for people with many and for `grep`: `file:line:col: error[slug] message`.

use std::io::{self, Write};

use super::lines::Index;
use super::printable::one_line;
use super::{FindingsFormat, Paper, Report};
use crate::diagnostic::Finding;

/// How many digits of an object id people see.
pub(super) const SHORT_ID: usize = 7;

pub(super) struct Concise;

impl FindingsFormat for Concise {
    fn write(&self, report: &Report<'_>, _: Paper, out: &mut dyn Write) -> io::Result<()> {
        let mut index = Index::default();
        for finding in report.findings {
            let (severity, slug) = (finding.severity.word(), finding.rule.slug);
            let place = place(finding, &mut index);
            writeln!(out, "{place}{severity}[{slug}] {}", one_line(&finding.message))?;
        }
        writeln!(out, "{}", report.summary())
    }
}

/// The place with `: ` behind it; nothing where there is none.
fn place(finding: &Finding, index: &mut Index) -> String {
    let place = &finding.place;
    let mut text = String::new();
    if let Some(commit) = &place.commit {
        let short: String = commit.chars().take(SHORT_ID).collect();
        let by = place.by.as_ref().map(|by| format!(" by {}", one_line(by))).unwrap_or_default();
        text += &format!("commit {}{by}: ", one_line(&short));
    }
    if let (Some(source), Some(span)) = (&place.source, place.span) {
        let at = index.of(source).position(&source.text, span.start);
        text += &format!("{}:{}:{}: ", one_line(&source.name), at.line, at.column);
    } else if let Some(file) = finding.file() {
        text += &format!("{}: ", one_line(file));
    } else if let Some(document) = &place.document {
        text += &format!("{}: ", one_line(document));
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::diagnostic::rule;
    use crate::source::{Source, Span};

    #[test]
    fn every_finding_is_one_line() {
        let findings = [
            Finding::new(&rule::WRONG_TYPE, "not\na\u{1b}number")
                .at_span(&Source::new("a\nb.yaml", "x: é y"), Span::new(6, 7)),
            Finding::new(&rule::STEP_FROM, "no").in_commit("1a2b3c4d5e").of_document("report 2026-0007"),
            Finding::new(&rule::FILE_MODE, "a link").in_commit("1a2b3c4d5e").in_file("f"),
            Finding::new(&rule::SHALLOW_HISTORY, "cut"),
        ];
        let mut out = Vec::new();
        Concise.write(&Report::new(&findings), Paper::default(), &mut out).unwrap();
        assert_eq!(
            String::from_utf8(out).unwrap(),
            "a\\nb.yaml:1:6: error[wrong-type] not\\na\\u{1b}number\n\
             commit 1a2b3c4: report 2026-0007: error[step-from] no\n\
             commit 1a2b3c4: f: error[file-mode] a link\n\
             unchecked[shallow-history] cut\n\
             3 errors, 1 unchecked\n"
        );
    }
}
