//! Findings as a JUnit report, which most CI servers show: one suite, a case a finding; a run without any is one case
//! that passed. What is only worth a look passes too, and says so in its output.

use std::io::{self, Write};

use quick_junit::{NonSuccessKind, Report as Document, TestCase, TestCaseStatus, TestSuite};

use super::lines::Index;
use super::printable::one_line;
use super::spot::{Spot, paragraph};
use super::{FindingsFormat, Paper, Report};
use crate::diagnostic::{Finding, Severity};

/// What the report and its suite are called.
const NAME: &str = "iwcp";

pub(super) struct JUnit;

impl FindingsFormat for JUnit {
    fn write(&self, report: &Report<'_>, _: Paper, out: &mut dyn Write) -> io::Result<()> {
        let mut index = Index::default();
        let mut suite = TestSuite::new(NAME);
        suite.add_test_cases(report.findings.iter().map(|finding| case(finding, &mut index)));
        if report.findings.is_empty() {
            let mut passed = TestCase::new("no findings", TestCaseStatus::success());
            passed.set_classname(NAME);
            suite.add_test_case(passed);
        }
        let mut document = Document::new(NAME);
        document.add_test_suite(suite);
        document.serialize(out).map_err(io::Error::other)
    }
}

fn case(finding: &Finding, index: &mut Index) -> TestCase {
    let text = paragraph(finding);
    let message = one_line(&finding.message);
    let failed = |kind| {
        let mut status = TestCaseStatus::non_success(kind);
        status.set_type(finding.rule.slug).set_message(&*message).set_description(&*text);
        status
    };
    let status = match finding.severity {
        Severity::Error => failed(NonSuccessKind::Failure),
        Severity::Unchecked => failed(NonSuccessKind::Error),
        Severity::Warning => TestCaseStatus::success(),
    };
    let spot = Spot::of(finding, index);
    let place = spot.file.or(finding.place.commit.as_deref()).or(finding.place.document.as_deref());
    let line = spot.start.map(|at| format!(":{}", at.line)).unwrap_or_default();
    let place = one_line(place.unwrap_or(NAME)).into_owned();
    let mut case = TestCase::new(format!("{}: {place}{line}", finding.rule.slug), status);
    case.set_classname(place);
    if finding.severity == Severity::Warning {
        case.set_system_out(format!("{}: {text}", finding.severity.word()));
    }
    case
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::diagnostic::rule;

    fn written(findings: &[Finding]) -> String {
        let mut out = Vec::new();
        JUnit.write(&Report::new(findings), Paper::default(), &mut out).unwrap();
        String::from_utf8(out).unwrap()
    }

    #[test]
    fn severities_are_failures_errors_and_passes() {
        let text = written(&[
            Finding::new(&rule::STEP_FROM, "a <b> & \"c\" \u{1b}]]>").in_file("f\n.yaml"),
            Finding::new(&rule::SHALLOW_HISTORY, "cut"),
            Finding::new(&rule::SAME_AGENT, "look"),
        ]);
        assert!(
            text.contains(r#"<testsuite name="iwcp" tests="3" skipped="0" errors="1" failures="1">"#),
            "{text}"
        );
        assert!(text.contains(r#"<testcase name="step-from: f\n.yaml" classname="f\n.yaml">"#), "{text}");
        assert!(text.contains("a &lt;b&gt; &amp; &quot;c&quot; \\u{1b}]]&gt;"), "{text}");
        assert!(text.contains("<system-out>warning: look</system-out>"), "{text}");
    }

    #[test]
    fn a_run_without_findings_is_a_test_that_passed() {
        let text = written(&[]);
        assert!(text.contains(r#"tests="1" skipped="0" errors="0" failures="0""#), "{text}");
    }
}
