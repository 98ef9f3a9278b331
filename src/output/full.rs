//! Findings for people, as rustc prints them: the message, the place, the line with a caret under the value, notes.

use std::io::{self, Write};

use annotate_snippets::{AnnotationKind, Element, Level, Renderer, Snippet, renderer};
use anstyle::{AnsiColor, Effects, Style};

use super::excerpt::{Excerpt, Mark, excerpts};
use super::lines::Index;
use super::printable::{lines, one_line};
use super::{FindingsFormat, Paper, Report};
use crate::diagnostic::{Finding, Severity};
use crate::source::Span;

/// Further places of a finding beyond this number are not drawn.
const MOST_LABELS: usize = 12;

pub(super) struct Full;

impl FindingsFormat for Full {
    fn write(&self, report: &Report<'_>, paper: Paper, out: &mut dyn Write) -> io::Result<()> {
        let renderer = if paper.colour { Renderer::styled() } else { Renderer::plain() };
        let renderer = renderer.term_width(paper.width.unwrap_or(renderer::DEFAULT_TERM_WIDTH));
        let mut index = Index::default();
        for finding in report.findings {
            writeln!(out, "{}\n", render(finding, &renderer, paper, &mut index))?;
        }
        writeln!(out, "{}", report.summary())
    }
}

fn render(finding: &Finding, renderer: &Renderer, paper: Paper, index: &mut Index) -> String {
    let level = match finding.severity {
        Severity::Error => Level::ERROR,
        Severity::Unchecked => Level::ERROR.with_name(Severity::Unchecked.word()),
        Severity::Warning => Level::WARNING,
    };
    let title = level.primary_title(one_line(&finding.message).into_owned()).id(finding.rule.slug);
    let (snippets, last_line) = snippets(finding, index);
    let rendered = renderer.render(&[title.elements(snippets).elements(notes(finding))]);
    let Some(place) = place(finding, index) else { return rendered };
    // The place is our own line: the renderer would count columns in the clipped and escaped text.
    let blue = AnsiColor::BrightBlue.on_default().effects(Effects::BOLD);
    let style = if paper.colour { blue } else { Style::new() };
    let indent = last_line.to_string().len();
    let header = format!("{:indent$}{style}-->{style:#} {place}", "");
    match rendered.split_once('\n') {
        Some((title, rest)) => format!("{title}\n{header}\n{rest}"),
        None => format!("{rendered}\n{header}"),
    }
}

/// Where a finding stands: in its text, else its file, else its commit, else its document.
fn place(finding: &Finding, index: &mut Index) -> Option<String> {
    let line = |text| one_line(text).into_owned();
    if let (Some(source), Some(span)) = (&finding.place.source, finding.place.span) {
        let at = index.of(source).position(&source.text, span.start);
        return Some(format!("{}:{}:{}", one_line(&source.name), at.line, at.column));
    }
    let file = finding.file().map(line);
    file.or_else(|| commit(finding)).or_else(|| finding.place.document.as_deref().map(line))
}

/// The lines to show, and the greatest line number of them (0 for none).
fn snippets(finding: &Finding, index: &mut Index) -> (Vec<Element<'static>>, usize) {
    let (Some(source), Some(span)) = (&finding.place.source, finding.place.span) else {
        return (Vec::new(), 0);
    };
    let excerpts = excerpts(&source.text, &index.of(source), marks(finding, span));
    let last_line = excerpts.iter().map(Excerpt::last_line).max().unwrap_or(0);
    let named = |at: usize| (at > 0).then(|| one_line(&source.name).into_owned());
    let snippets = excerpts.into_iter().enumerate().map(|(at, excerpt)| snippet(excerpt, named(at)));
    (snippets.collect(), last_line)
}

fn marks(finding: &Finding, span: Span) -> Vec<Mark> {
    let primary = Mark { span, text: finding.label.clone(), primary: true };
    let further = finding.labels.iter().take(MOST_LABELS);
    let further =
        further.map(|label| Mark { span: label.span, text: Some(label.text.clone()), primary: false });
    std::iter::once(primary).chain(further).collect()
}

fn snippet(excerpt: Excerpt, path: Option<String>) -> Element<'static> {
    let annotations = excerpt.marks.into_iter().map(|(range, mark)| {
        let kind = if mark.primary { AnnotationKind::Primary } else { AnnotationKind::Context };
        kind.span(range).label(mark.text.map(|text| one_line(&text).into_owned()))
    });
    let snippet = Snippet::source(excerpt.text).line_start(excerpt.first_line).path(path);
    snippet.annotations(annotations).into()
}

fn notes(finding: &Finding) -> Vec<Element<'static>> {
    let in_text = finding.file().is_some();
    let note = |name: &'static str, text: &str| Level::NOTE.with_name(name).message(lines(text).into_owned());
    let mut notes = Vec::new();
    if let (None, Some(label)) = (&finding.place.span, &finding.label) {
        notes.push(note("note", label).into());
    }
    if let (true, Some(commit)) = (in_text, commit(finding)) {
        notes.push(note("in", &commit).into());
    }
    if let Some(help) = &finding.help {
        notes.push(Level::HELP.message(lines(help).into_owned()).into());
    }
    if let Some(clause) = &finding.clause {
        notes.push(note("clause", clause).into());
    }
    notes
}

/// `commit 1a2b3c4 by Mei Ming (acme) (report 2026-0007)`
fn commit(finding: &Finding) -> Option<String> {
    let commit = one_line(finding.place.commit.as_deref()?).into_owned();
    let short: String = commit.chars().take(super::concise::SHORT_ID).collect();
    let by = finding.place.by.as_ref().map(|by| format!(" by {}", one_line(by))).unwrap_or_default();
    Some(match &finding.place.document {
        Some(document) => format!("commit {short}{by} ({})", one_line(document)),
        None => format!("commit {short}{by}"),
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::diagnostic::{Label, rule};
    use crate::source::Source;
    use snapbox::{assert_data_eq, str};

    fn print(findings: &[Finding]) -> String {
        let mut out = Vec::new();
        Full.write(&Report::new(findings), Paper::default(), &mut out).unwrap();
        String::from_utf8(out).unwrap()
    }

    fn on(text: &str, needle: &str) -> Finding {
        let start = text.find(needle).unwrap();
        Finding::new(&rule::VALUE_NOT_ALLOWED, "`colour` has a value that is not allowed").at_span(
            &Source::new("reports/2026/2026-0007.yaml", text),
            Span::new(start, start + needle.len()),
        )
    }

    #[test]
    fn a_value_has_a_caret_and_what_mends_it() {
        let finding = on("id: 2026-0007\r\ncolour: grene\r\n", "grene")
            .label("allowed: green, red")
            .help("did you mean `green`?\nor not")
            .clause("4");
        assert_data_eq!(
            print(&[finding]),
            str![[r#"
error[value-not-allowed]: `colour` has a value that is not allowed
 --> reports/2026/2026-0007.yaml:2:9
  |
2 | colour: grene
  |         ^^^^^ allowed: green, red
  |
  = help: did you mean `green`?
          or not
  = clause: 4

1 error

"#]]
        );
    }

    #[test]
    fn further_places_near_and_far() {
        let text = format!("a: 1\nb: 2\n{}a: 3\n", "c: 4\n".repeat(40));
        let mut finding = on(&text, "a: 3").label("again here");
        finding.labels = vec![
            Label { span: Span::new(0, 1), text: "first here".into() },
            Label { span: Span::new(5, 6), text: "not this".into() },
        ];
        assert_data_eq!(
            print(&[finding]),
            str![[r#"
error[value-not-allowed]: `colour` has a value that is not allowed
  --> reports/2026/2026-0007.yaml:43:1
   |
43 | a: 3
   | ^^^^ again here
   |
  ::: reports/2026/2026-0007.yaml:1:1
   |
 1 | a: 1
   | - first here
 2 | b: 2
   | - not this

1 error

"#]]
        );
    }

    #[test]
    fn commits_and_files_without_text() {
        let commit = Finding::new(&rule::STEP_FROM, "no")
            .in_commit("1a2b3c4d5e6f")
            .of_document("report 2026-0007")
            .help("see `iwcp steps`");
        let file =
            Finding::new(&rule::FILE_MODE, "a link").in_file("reports/x\u{1b}.yaml").in_commit("abcdef0123");
        assert_data_eq!(
            print(&[commit, file, Finding::new(&rule::MISSING_OBJECT, "gone")]),
            str![[r#"
error[step-from]: no
 --> commit 1a2b3c4 (report 2026-0007)
 |
 = help: see `iwcp steps`

error[file-mode]: a link
 --> reports/x/u{1b}.yaml
 |
 = in: commit abcdef0

unchecked[missing-object]: gone

2 errors, 1 unchecked

"#]]
        );
    }

    #[test]
    fn hostile_text_is_escaped_and_columns_stay_right() {
        let finding =
            on("\té漢: \u{1b}[2J\u{202e}evil # x", "\u{1b}[2J\u{202e}evil").label("bad\u{9b}\nerror: fake");
        assert_data_eq!(
            print(&[finding]),
            str![[r#"
error[value-not-allowed]: `colour` has a value that is not allowed
 --> reports/2026/2026-0007.yaml:1:6
  |
1 |     é漢: /u{1b}[2J/u{202e}evil # x
  |          ^^^^^^^^^^^^^^^^^^^^^ bad/u{9b}/nerror: fake

1 error

"#]]
        );
    }

    #[test]
    fn a_line_of_a_mebibyte_is_clipped() {
        let text = format!("a: {}X{}", "é".repeat(400_000), "z".repeat(400_000));
        let shown = print(&[on(&text, "X").label(text.clone())]);
        assert!(shown.len() < 8000, "{}", shown.len());
        assert!(shown.contains(":1:400004\n"), "{shown}");
    }

    #[test]
    fn any_span_is_printed() {
        for text in ["", "\n", "a", "a\n", "é\r\n\r\n", "漢", "\r", "\u{feff}a"] {
            for start in 0..text.len() + 2 {
                for end in 0..text.len() + 2 {
                    let mut finding = Finding::new(&rule::WRONG_TYPE, "")
                        .at_span(&Source::new("f", text), Span::new(start, end))
                        .label("x");
                    finding.labels = vec![Label { span: Span::new(end, start), text: String::new() }];
                    print(&[finding]);
                }
            }
        }
    }

    #[test]
    fn thousands_of_findings_in_one_file_take_no_time() {
        let text = "key: value\n".repeat(90_000);
        let source = Source::new("f", text.as_str());
        let finding = |at: usize| {
            Finding::new(&rule::WRONG_TYPE, "x")
                .at_span(&source, Span::new(at * 11 + 5, at * 11 + 10))
                .label("y")
        };
        let findings: Vec<_> = (0..5000).map(|at| finding(at * 17)).collect();
        let started = std::time::Instant::now();
        print(&findings);
        assert!(started.elapsed().as_secs() < 10, "{:?}", started.elapsed());
    }
}
