//! The handle that commands print through: standard output and error, format, colour and width, decided once.
//! A reader that goes away (`| head`) ends the printing, never the work: nothing may stop half-way for it.

use std::borrow::Cow;
use std::io::{self, BufWriter, IsTerminal, Write};
use std::path::Path;
use std::sync::{Arc, Mutex, PoisonError};

use anstream::{AutoStream, ColorChoice};
use anstyle::{AnsiColor, Effects, Style};
use serde_json::Value;

use super::printable::lines;
use super::{Format, Paper, Report, Table, json, page};
use crate::diagnostic::Finding;

/// How the program is called.
const PROGRAM: &str = "iwcp";

/// When to colour.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Colour {
    /// On a terminal, unless `NO_COLOR` or `CLICOLOR=0` are set; anywhere with `CLICOLOR_FORCE`.
    #[default]
    Auto,
    /// Always.
    Always,
    /// Never.
    Never,
}

impl Colour {
    /// All choices, by the name that `--color` takes.
    pub const ALL: &[(&'static str, Colour)] =
        &[("auto", Self::Auto), ("always", Self::Always), ("never", Self::Never)];

    fn choice(self) -> ColorChoice {
        match self {
            Self::Auto => ColorChoice::Auto,
            Self::Always => ColorChoice::Always,
            Self::Never => ColorChoice::Never,
        }
    }
}

/// Where results and remarks go. A clone prints to the same places.
#[derive(Clone)]
pub struct Output {
    format: Format,
    /// How the program is called in commands that are proposed, where that is not by its name alone.
    program: Option<Arc<str>>,
    results: Arc<Stream>,
    remarks: Arc<Stream>,
}

struct Stream {
    paper: Paper,
    /// `None` once its reader has gone, or writing to it has failed.
    writer: Mutex<Option<Box<dyn Write + Send>>>,
}

/// What was printed to an [`Output::captured`], for tests.
#[derive(Clone, Debug, Default)]
pub struct Captured(Arc<Mutex<Vec<u8>>>);

impl Output {
    /// The process's own standard output and error.
    pub fn standard(format: Format, colour: Colour) -> Self {
        let (out, err) = (io::stdout(), io::stderr());
        let coloured = |choice| !matches!(choice, ColorChoice::Never);
        let results = Paper {
            colour: coloured(AutoStream::new(out.lock(), colour.choice()).current_choice()),
            width: out.is_terminal().then(terminal_width),
        };
        let remarks = Paper {
            colour: coloured(AutoStream::new(err.lock(), colour.choice()).current_choice()),
            width: err.is_terminal().then(terminal_width),
        };
        Self {
            format,
            program: None,
            results: Stream::new(results, BufWriter::new(out)),
            remarks: Stream::new(remarks, err),
        }
    }

    /// An output that keeps what is printed: results first, then remarks.
    pub fn captured(format: Format, paper: Paper) -> (Self, Captured, Captured) {
        let (results, remarks) = (Captured::default(), Captured::default());
        let output = Self {
            format,
            program: None,
            results: Stream::new(paper, results.clone()),
            remarks: Stream::new(paper, remarks.clone()),
        };
        (output, results, remarks)
    }

    /// The same, where commands that are proposed have to say in which directory they work.
    #[must_use]
    pub fn working_in(mut self, directory: &Path) -> Self {
        self.program = Some(format!("{PROGRAM} -C {}", shell_word(&directory.display().to_string())).into());
        self
    }

    /// How the program is called in a command that is proposed.
    pub fn program(&self) -> &str {
        self.program.as_deref().unwrap_or(PROGRAM)
    }

    /// A text in which the commands that it proposes can be copied as they stand.
    fn placed<'t>(&self, text: &'t str) -> Cow<'t, str> {
        match self.program {
            None => Cow::Borrowed(text),
            Some(_) => Cow::Owned(text.replace(&format!("`{PROGRAM} "), &format!("`{} ", self.program()))),
        }
    }

    /// The format that was asked for.
    pub fn format(&self) -> Format {
        self.format
    }

    /// Whether results are to be JSON.
    pub fn is_json(&self) -> bool {
        self.format == Format::Json
    }

    /// Whether results are for people.
    pub fn is_text(&self) -> bool {
        matches!(self.format, Format::Text | Format::Concise)
    }

    /// What results are printed on.
    pub fn paper(&self) -> Paper {
        self.results.paper
    }

    /// Prints findings and their summary in the format that was asked for.
    ///
    /// # Errors
    /// What the stream gives; a reader that has gone is none.
    pub fn findings(&self, report: &Report<'_>) -> io::Result<()> {
        let write = |report: &Report<'_>, out: &mut dyn Write| {
            self.format.findings().write(report, self.results.paper, out)
        };
        if self.program.is_none() || !self.is_text() {
            return self.results.write(|out| write(report, out));
        }
        // What is quoted is left as it stands: only what helps is for copying.
        let placed = report.findings.iter().cloned().map(|mut finding| {
            finding.help = finding.help.map(|help| self.placed(&help).into_owned());
            finding
        });
        let findings: Vec<Finding> = placed.collect();
        self.results.write(|out| write(&Report { findings: &findings, ..*report }, out))
    }

    /// Prints a table as text (see [`Output::json`] for programs).
    ///
    /// # Errors
    /// As [`Output::findings`].
    pub fn table(&self, table: &Table) -> io::Result<()> {
        self.verbatim(&table.to_text(self.results.paper))
    }

    /// Prints a JSON document; `schema` names its shape (`iwcp/list/1`) and becomes its first member.
    ///
    /// # Errors
    /// As [`Output::findings`].
    pub fn json(&self, schema: &str, members: Value) -> io::Result<()> {
        let mut whole = serde_json::Map::from_iter([("schema".to_owned(), schema.into())]);
        match members {
            Value::Object(members) => whole.extend(members),
            other => whole.extend([("value".to_owned(), other)]),
        }
        self.verbatim(&(json::text(&Value::Object(whole)) + "\n"))
    }

    /// Prints a page of Markdown for people.
    ///
    /// # Errors
    /// As [`Output::findings`].
    pub fn page(&self, markdown: &str) -> io::Result<()> {
        self.verbatim(&page::to_text(markdown, self.results.paper))
    }

    /// Prints lines of text; hidden characters in it are escaped.
    ///
    /// # Errors
    /// As [`Output::findings`].
    pub fn line(&self, text: &str) -> io::Result<()> {
        self.verbatim(&format!("{}\n", lines(text)))
    }

    /// Prints a line of text in bold, where there is colour.
    ///
    /// # Errors
    /// As [`Output::findings`].
    pub fn heading(&self, text: &str) -> io::Result<()> {
        let bold = if self.results.paper.colour { Style::new().effects(Effects::BOLD) } else { Style::new() };
        self.verbatim(&format!("{bold}{}{bold:#}\n", lines(text)))
    }

    /// Prints exactly this: for formats whose text is safe by itself (shell completions, diagrams, keys).
    ///
    /// # Errors
    /// As [`Output::findings`].
    pub fn verbatim(&self, text: &str) -> io::Result<()> {
        self.results.write(|out| out.write_all(text.as_bytes()))
    }

    /// Says something beside the results, on standard error: `note: …`.
    ///
    /// # Errors
    /// As [`Output::findings`].
    pub fn note(&self, text: &str) -> io::Result<()> {
        self.remark("note", AnsiColor::BrightGreen, text)
    }

    /// Warns on standard error: `warning: …`.
    ///
    /// # Errors
    /// As [`Output::findings`].
    pub fn warning(&self, text: &str) -> io::Result<()> {
        self.remark("warning", AnsiColor::Yellow, text)
    }

    /// Says on standard error why a command failed: `error: …`, and what might help: `help: …`.
    ///
    /// # Errors
    /// As [`Output::findings`].
    pub fn failure(&self, text: &str, hint: Option<&str>) -> io::Result<()> {
        self.remark("error", AnsiColor::BrightRed, text)?;
        hint.map_or(Ok(()), |hint| self.remark("help", AnsiColor::BrightCyan, hint))
    }

    /// Says how far long work is, on a terminal only: the line is overwritten by the next, and by nothing at the end.
    ///
    /// # Errors
    /// As [`Output::findings`].
    pub fn progress(&self, text: &str) -> io::Result<()> {
        if self.remarks.paper.width.is_none() {
            return Ok(());
        }
        self.remarks.write(|out| {
            write!(out, "\r{}\u{1b}[K", lines(text))?;
            out.flush()
        })
    }

    /// Passes on what is still held back.
    ///
    /// # Errors
    /// As [`Output::findings`].
    pub fn flush(&self) -> io::Result<()> {
        self.results.write(|out| out.flush())
    }

    fn remark(&self, word: &str, colour: AnsiColor, text: &str) -> io::Result<()> {
        self.flush()?;
        let style = match self.remarks.paper.colour {
            true => colour.on_default().effects(Effects::BOLD),
            false => Style::new(),
        };
        self.remarks.write(|out| writeln!(out, "{style}{word}{style:#}: {}", lines(&self.placed(text))))
    }
}

/// A word as a shell takes it.
fn shell_word(text: &str) -> String {
    let plain = |character: char| character.is_alphanumeric() || "-_./~+:,@".contains(character);
    if !text.is_empty() && text.chars().all(plain) {
        text.to_owned()
    } else {
        format!("'{}'", text.replace('\'', "'\\''"))
    }
}

impl Stream {
    fn new(paper: Paper, writer: impl Write + Send + 'static) -> Arc<Self> {
        Arc::new(Self { paper, writer: Mutex::new(Some(Box::new(writer))) })
    }

    fn lock(&self) -> std::sync::MutexGuard<'_, Option<Box<dyn Write + Send>>> {
        self.writer.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn write(&self, print: impl FnOnce(&mut dyn Write) -> io::Result<()>) -> io::Result<()> {
        let mut writer = self.lock();
        let result = match writer.as_mut() {
            Some(writer) => print(writer),
            None => return Ok(()),
        };
        // What failed once is not tried again: what is said of it on the other stream would wait for it for ever.
        if result.is_err() {
            *writer = None;
        }
        match result {
            Err(error) if error.kind() == io::ErrorKind::BrokenPipe => Ok(()),
            other => other,
        }
    }
}

impl Captured {
    /// What was printed so far; bytes that are not UTF-8 are replaced.
    pub fn text(&self) -> String {
        String::from_utf8_lossy(&self.0.lock().unwrap_or_else(PoisonError::into_inner)).into_owned()
    }
}

impl Write for Captured {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).write(bytes)
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

/// `COLUMNS` where it is set, as `ls` and others have it; else what the terminal says; else 80.
fn terminal_width() -> usize {
    let wished = std::env::var("COLUMNS").ok().and_then(|columns| columns.parse().ok());
    let measured = || terminal_size::terminal_size().map(|(width, _)| usize::from(width.0));
    wished.or_else(measured).filter(|width| *width > 0).unwrap_or(80)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::diagnostic::{Finding, rule};

    struct Gone;

    impl Write for Gone {
        fn write(&mut self, _: &[u8]) -> io::Result<usize> {
            Err(io::ErrorKind::BrokenPipe.into())
        }

        fn flush(&mut self) -> io::Result<()> {
            Ok(())
        }
    }

    #[test]
    fn what_is_proposed_for_another_directory_says_so() {
        let (output, results, remarks) = Output::captured(Format::Text, Paper::default());
        let output = output.working_in(Path::new("a b"));
        output.note("next: `iwcp steps 2026-0001`").unwrap();
        let findings = [Finding::new(&rule::STEP_FROM, "no").help("`iwcp list` shows it")];
        output.findings(&Report::new(&findings)).unwrap();
        assert_eq!(remarks.text(), "note: next: `iwcp -C 'a b' steps 2026-0001`\n");
        assert!(results.text().contains("help: `iwcp -C 'a b' list` shows it"), "{}", results.text());
    }

    #[test]
    fn a_reader_that_has_gone_is_no_error() {
        let (mut output, ..) = Output::captured(Format::Text, Paper::default());
        output.results = Stream::new(Paper::default(), Gone);
        assert!(output.line("a").is_ok() && output.results.lock().is_none() && output.line("b").is_ok());
    }

    #[test]
    fn commands_that_help_say_where_and_what_is_quoted_stays() {
        let (output, results, _) = Output::captured(Format::Text, Paper::default());
        let finding = Finding::new(&rule::STEP_FROM, "`iwcp list` stands there").help("`iwcp steps 1`");
        output.working_in(Path::new("d")).findings(&Report::new(&[finding])).unwrap();
        let told = results.text();
        assert!(told.contains("`iwcp list` stands there") && told.contains("`iwcp -C d steps 1`"), "{told}");
    }

    #[test]
    fn what_is_said_is_escaped() {
        let (output, results, remarks) = Output::captured(Format::Text, Paper::default());
        output.line("a\u{1b}[2J\nb").unwrap();
        output.failure("no\u{202e}", Some("run `x`")).unwrap();
        assert_eq!(results.text(), "a\\u{1b}[2J\nb\n");
        assert_eq!(remarks.text(), "error: no\\u{202e}\nhelp: run `x`\n");
    }

    #[test]
    fn json_says_what_it_is_first() {
        let (output, results, _) = Output::captured(Format::Json, Paper::default());
        output.json("iwcp/list/1", serde_json::json!({"rows": ["\u{9b}"]})).unwrap();
        assert_eq!(
            results.text(),
            "{\n  \"schema\": \"iwcp/list/1\",\n  \"rows\": [\n    \"\\u009b\"\n  ]\n}\n"
        );
    }
}
