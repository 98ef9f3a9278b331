//! The language of stories: who types what on which day, and what is to come of it (`tests/stories/README.md`).
//! Reads scripts and runs their commands; what has to hold afterwards is the caller's business.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};

use super::environment::{Ran, Seat};
use super::slugs;

/// How a command has to end.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum End {
    /// Status 0.
    Well,
    /// Status 1, with findings of exactly these rules, and nothing changed.
    Refused(BTreeSet<String>),
    /// This status, and nothing changed.
    Status(i32),
}

/// A command and what is to come of it.
#[derive(Clone, Debug)]
pub(super) struct Command {
    /// The line of the script, from 1.
    pub(super) line: usize,
    pub(super) person: String,
    /// Seconds since 1970.
    pub(super) moment: i64,
    pub(super) text: String,
    pub(super) end: End,
    /// What it has to say, somewhere; spaces and line breaks count alike.
    pub(super) says: Vec<String>,
    /// What it must not say.
    pub(super) conceals: Vec<String>,
}

/// A whole script.
#[derive(Clone, Debug, Default)]
pub(super) struct Script {
    /// Files that stand in `$FILES`, by name.
    pub(super) files: BTreeMap<String, String>,
    pub(super) commands: Vec<Command>,
    /// The steps that the history is to hold in the end, in order.
    pub(super) steps: Vec<String>,
}

/// Nine in the morning, in seconds.
const MORNING: i64 = 9 * 3_600;

impl Script {
    /// Reads a script.
    ///
    /// # Panics
    /// On a line that says nothing it knows.
    pub(super) fn read(path: &Path) -> Self {
        let text = fs::read_to_string(path).unwrap_or_else(|error| panic!("{}: {error}", path.display()));
        let mut script = Self::default();
        let mut file = None;
        let mut lines = text.lines().enumerate();
        while let Some((at, line)) = lines.next() {
            let place = format!("{}:{}", path.display(), at + 1);
            let mut line = line.to_owned();
            while let Some(open) = line.strip_suffix('\\') {
                let next = lines.next().map_or("", |(_, next)| next.trim_start());
                line = format!("{open}{next}");
            }
            script.line(&line, at + 1, &place, &mut file);
        }
        script
    }

    fn line(&mut self, line: &str, number: usize, place: &str, file: &mut Option<String>) {
        let trimmed = line.trim();
        if let (Some(name), Some(text)) = (&file, trimmed.strip_prefix('|')) {
            let content = self.files.entry(name.clone()).or_default();
            *content += text.strip_prefix(' ').unwrap_or(text);
            content.push('\n');
            return;
        }
        *file = None;
        if trimmed.is_empty() || trimmed.starts_with('#') {
        } else if let Some(name) = trimmed.strip_prefix("file ") {
            *file = Some(name.to_owned());
        } else if let Some(steps) = trimmed.strip_prefix("steps:") {
            self.steps.extend(steps.split_whitespace().map(str::to_owned));
        } else if line.starts_with(' ') {
            let command = self.commands.last_mut().unwrap_or_else(|| panic!("{place}: of no command"));
            command.expect(trimmed, place);
        } else {
            let command =
                self.command(trimmed, number).unwrap_or_else(|| panic!("{place}: can't read `{line}`"));
            self.commands.push(command);
        }
    }

    /// `on DATE as PERSON: COMMAND`, or `as PERSON: COMMAND` on the same day; each a minute after the last.
    fn command(&self, line: &str, number: usize) -> Option<Command> {
        let last = self.commands.last().map(|command| command.moment);
        let (moment, rest) = match line.strip_prefix("on ") {
            Some(rest) => {
                let (date, rest) = rest.split_once(' ')?;
                let date = chrono::NaiveDate::parse_from_str(date, "%Y-%m-%d").ok()?;
                (date.and_hms_opt(0, 0, 0)?.and_utc().timestamp() + MORNING, rest)
            }
            None => (last?, line),
        };
        let (person, text) = rest.strip_prefix("as ")?.split_once(": ")?;
        Some(Command {
            line: number,
            person: person.to_owned(),
            moment: last.map_or(moment, |last| moment.max(last + 60)),
            text: text.trim().to_owned(),
            end: End::Well,
            says: Vec::new(),
            conceals: Vec::new(),
        })
    }
}

impl Command {
    fn expect(&mut self, line: &str, place: &str) {
        let (word, rest) = line.split_once(':').unwrap_or_else(|| panic!("{place}: can't read `{line}`"));
        let rest = rest.trim().to_owned();
        match word {
            "refused" => {
                self.end = End::Refused(rest.split(',').map(|slug| slug.trim().to_owned()).collect());
            }
            "exit" => self.end = End::Status(rest.parse().unwrap_or_else(|_| panic!("{place}: no status"))),
            "says" => self.says.push(rest),
            "conceals" => self.conceals.push(rest),
            _ => panic!("{place}: there is no `{word}:`"),
        }
    }

    /// Runs it in a folder.
    ///
    /// # Errors
    /// Says what came otherwise than expected.
    pub(super) fn run(&self, folder: &Path, files: &Path) -> Result<Ran, String> {
        let before = if self.end == End::Well { None } else { Some(state(folder)) };
        let seat = Seat { person: &self.person, folder, moment: self.moment };
        let ran = seat.run_with(&self.text, &[("FILES", files)]);
        self.judge(&ran).map_err(|why| {
            format!(
                "line {}: {why}\n  as {}: {}\n{}",
                self.line,
                self.person,
                self.text,
                indented(&ran.text())
            )
        })?;
        match before {
            Some(before) if before != state(folder) => {
                let after = state(folder);
                let changed = |path: &&PathBuf| before.get(*path) != after.get(*path);
                let paths: BTreeSet<_> = before.keys().chain(after.keys()).filter(changed).collect();
                Err(format!("line {}: refused, and yet these changed: {paths:?}\n  {}", self.line, self.text))
            }
            _ => Ok(ran),
        }
    }

    fn judge(&self, ran: &Ran) -> Result<(), String> {
        let said = ran.said();
        let (status, wanted) = match &self.end {
            End::Well => (0, None),
            End::Refused(slugs) => (1, Some(slugs)),
            End::Status(status) => (*status, None),
        };
        if ran.status != status {
            return Err(format!("exit status {}, not {status}", ran.status));
        }
        let found = slugs::of("error", &said);
        if wanted.is_some_and(|wanted| *wanted != found) {
            return Err(format!("refused by {found:?}"));
        }
        let words = spaced(&said);
        if let Some(missing) = self.says.iter().find(|text| !words.contains(&spaced(text))) {
            return Err(format!("does not say `{missing}`"));
        }
        match self.conceals.iter().find(|text| words.contains(&spaced(text))) {
            Some(told) => Err(format!("says `{told}`")),
            None => Ok(()),
        }
    }
}

/// Everything that a command which is refused must leave alone: the work tree, the index, refs and their logs.
fn state(folder: &Path) -> BTreeMap<PathBuf, Vec<u8>> {
    let mut found = BTreeMap::new();
    for entry in walkdir::WalkDir::new(folder).follow_links(false).into_iter().flatten() {
        let path = entry.path().strip_prefix(folder).unwrap_or(entry.path());
        let kept = match path.strip_prefix(".git") {
            Ok(inside) => {
                ["HEAD", "index", "packed-refs", "config"].iter().any(|name| inside == Path::new(name))
                    || inside.starts_with("refs")
                    || inside.starts_with("logs")
                    || inside.extension().is_some_and(|end| end == "lock")
            }
            Err(_) => true,
        };
        if kept && !entry.file_type().is_dir() {
            found.insert(path.to_owned(), fs::read(entry.path()).unwrap_or_default());
        }
    }
    found
}

/// A text in which every run of blanks and frames is one space: findings are wrapped to the terminal.
fn spaced(text: &str) -> String {
    text.split(|char: char| char.is_whitespace() || char == '|')
        .filter(|word| !word.is_empty())
        .collect::<Vec<_>>()
        .join(" ")
}

fn indented(text: &str) -> String {
    text.lines().map(|line| format!("    {line}\n")).collect()
}

#[test]
fn scripts_read_as_they_are_described() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("story.txt");
    let text = "# a comment\nfile a.yaml\n  | x: 1\n  |   y\non 1970-01-02 as anna: iwcp a \\\n   b\nas ben: iwcp c\n  refused: x, y\n  says: no  way\nsteps: a b\nsteps: c\n";
    fs::write(&path, text).unwrap();
    let script = Script::read(&path);
    assert_eq!(script.files["a.yaml"], "x: 1\n  y\n");
    assert_eq!(script.steps, ["a", "b", "c"]);
    let [first, second] = script.commands.as_slice() else { panic!("{script:?}") };
    assert_eq!((first.text.as_str(), first.moment), ("iwcp a b", 86_400 + MORNING));
    assert_eq!((second.person.as_str(), second.moment), ("ben", 86_400 + MORNING + 60));
    assert_eq!(second.end, End::Refused(BTreeSet::from(["x".to_owned(), "y".to_owned()])));
    assert_eq!(second.says, ["no  way"]);
}
