//! Findings as workflow commands of GitHub Actions, which shows them beside the lines of a pull request, and the page
//! that a job's summary gets. GitHub shows ten errors and ten warnings a step: the most severe come first.
//! <https://docs.github.com/actions/reference/workflow-commands-for-github-actions>

use std::io::{self, Write};

use super::lines::Index;
use super::printable::one_line;
use super::spot::{Spot, paragraph};
use super::{FindingsFormat, Paper, Report};
use crate::diagnostic::{Finding, Severity};

/// More rows than anybody reads; a summary may have a megabyte.
const MOST_ROWS: usize = 500;

pub(super) struct GitHub;

impl FindingsFormat for GitHub {
    fn write(&self, report: &Report<'_>, _: Paper, out: &mut dyn Write) -> io::Result<()> {
        let mut index = Index::default();
        for finding in by_severity(report) {
            writeln!(out, "{}", command(finding, &mut index))?;
        }
        writeln!(out, "{}", report.summary())
    }
}

fn by_severity<'a>(report: &Report<'a>) -> Vec<&'a Finding> {
    let mut findings: Vec<&Finding> = report.findings.iter().collect();
    findings.sort_by_key(|finding| finding.severity);
    findings
}

fn command(finding: &Finding, index: &mut Index) -> String {
    let level = match finding.severity {
        Severity::Error | Severity::Unchecked => "error",
        Severity::Warning => "warning",
    };
    let spot = Spot::of(finding, index);
    let mut properties: Vec<(&str, String)> = Vec::new();
    properties.extend(spot.file.map(|file| ("file", one_line(file).into_owned())));
    if let (Some(start), Some(end)) = (spot.start, spot.end) {
        properties.push(("line", start.line.to_string()));
        properties.push(("endLine", end.line.to_string()));
        // GitHub takes columns of a single line only.
        if start.line == end.line {
            properties.push(("col", start.column.to_string()));
            properties.push(("endColumn", end.column.to_string()));
        }
    }
    properties.push(("title", format!("{}[{}]", finding.severity.word(), finding.rule.slug)));
    let properties: Vec<String> =
        properties.iter().map(|(name, value)| format!("{name}={}", property(value))).collect();
    format!("::{level} {}::{}", properties.join(","), data(&paragraph(finding)))
}

/// The text of a command: nothing in it ends the line or stands for another character.
fn data(text: &str) -> String {
    text.replace('%', "%25").replace('\r', "%0D").replace('\n', "%0A")
}

/// The value of a property: nothing in it begins another one, either.
fn property(text: &str) -> String {
    data(text).replace(':', "%3A").replace(',', "%2C")
}

/// All findings as a page of Markdown, for the file that `GITHUB_STEP_SUMMARY` names.
pub fn summary(report: &Report<'_>) -> String {
    let mut text = format!("### iwcp: {}\n", report.summary());
    let findings = by_severity(report);
    if findings.is_empty() {
        return text;
    }
    text += "\n| | rule | where | what |\n| --- | --- | --- | --- |\n";
    let mut index = Index::default();
    for finding in findings.iter().take(MOST_ROWS) {
        let help = finding.help.as_deref().map(|help| format!("<br>{}", markdown(help)));
        text += &format!(
            "| {} | {} | {} | {}{} |\n",
            finding.severity.word(),
            finding.rule.slug,
            markdown(&place(finding, &mut index)),
            markdown(&finding.message),
            help.unwrap_or_default(),
        );
    }
    if let Some(more) = findings.len().checked_sub(MOST_ROWS).filter(|more| *more > 0) {
        text += &format!("\n{more} more: see the step's log.\n");
    }
    text
}

fn place(finding: &Finding, index: &mut Index) -> String {
    let spot = Spot::of(finding, index);
    let line = spot.start.map(|at| format!(":{}", at.line)).unwrap_or_default();
    let file = spot.file.map(|file| format!("{file}{line}"));
    let commit: Option<String> =
        finding.place.commit.as_ref().map(|id| id.chars().take(super::concise::SHORT_ID).collect());
    let parts: Vec<String> = file.into_iter().chain(commit.map(|id| format!("commit {id}"))).collect();
    parts.join(", ")
}

/// Text that means nothing to Markdown or HTML, and mentions nobody.
fn markdown(text: &str) -> String {
    let mut out = String::new();
    for character in one_line(text).chars() {
        match character {
            '&' | '<' | '>' | '@' => out += &format!("&#{};", u32::from(character)),
            mark if mark.is_ascii_punctuation() => out.extend(['\\', mark]),
            other => out.push(other),
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::diagnostic::rule;
    use crate::source::{Source, Span};

    fn findings() -> [Finding; 3] {
        let source = Source::new("a,b:50%.yaml", "x: é y\n");
        [
            Finding::new(&rule::SAME_AGENT, "worth a look"),
            Finding::new(&rule::WRONG_TYPE, "100%\n::stop-commands::x")
                .at_span(&source, Span::new(3, 5))
                .help("a, b: c"),
            Finding::new(&rule::STEP_FROM, "<b>@all|</b>").in_commit("1a2b3c4d5e").clause("4"),
        ]
    }

    #[test]
    fn the_most_severe_come_first_and_nothing_gets_out_of_its_line() {
        let findings = findings();
        let mut out = Vec::new();
        GitHub.write(&Report::new(&findings), Paper::default(), &mut out).unwrap();
        assert_eq!(
            String::from_utf8(out).unwrap(),
            "::error file=a%2Cb%3A50%25.yaml,line=1,endLine=1,col=4,endColumn=5,title=error[wrong-type]\
             ::100%25%0A::stop-commands::x%0Ahelp: a, b: c\n\
             ::error title=error[step-from]::<b>@all|</b>%0Acommit: 1a2b3c4d5e%0Aclause: 4\n\
             ::warning title=warning[same-agent]::worth a look\n\
             2 errors, 1 warning\n"
        );
    }

    #[test]
    fn a_summary_is_a_table_whatever_a_document_holds() {
        let text = summary(&Report::new(&findings()));
        assert!(text.starts_with("### iwcp: 2 errors, 1 warning\n"), "{text}");
        assert!(
            text.contains("| error | step-from | commit 1a2b3c4 | &#60;b&#62;&#64;all\\|&#60;\\/b&#62; |"),
            "{text}"
        );
        assert_eq!(text.lines().filter(|line| line.starts_with("| ")).count(), 5, "{text}");
    }
}
