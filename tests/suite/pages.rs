//! What README and docs show of a terminal is true: every `console` block runs, all of a file in one session, and
//! says what the page says it does.
//!
//! `<!-- session: reports as anna on 2026-05-04 -->` before the first block has it run in a copy of the register of
//! the attacks (`participants`: of the stories, `example`: what `iwcp demo` makes, `nothing`: an empty folder), by
//! that person, on that day; `<!-- as mei on 2026-05-06 -->` before a later block has another take over. `$KEYS` is the
//! folder of public keys, `$ROOT` the register's root. `SNAPSHOTS=overwrite CASE=page cargo test --test suite page`
//! writes what is printed into the page. `on today` is for a server that bounds how far a commit may be dated back.

use std::fs;
use std::path::{Path, PathBuf};

use super::cases::{self, package};
use super::demo;
use super::environment::{Seat, world};
use super::normal::Normal;
use super::register::Register;
use super::snapshot;

/// A command and what the page says it prints.
#[derive(Debug, PartialEq, Eq)]
struct Shown {
    line: usize,
    /// Who takes over before it, and the day: `as mei on 2026-05-06`.
    seat: Option<String>,
    command: String,
    output: String,
}

/// Between the outputs of two commands.
const BORDER: &str = "\u{1e}";

fn pages() -> Vec<PathBuf> {
    let is_page = |path: &Path| path.extension().is_some_and(|end| end == "md");
    let mut pages = cases::entries("docs", is_page);
    pages.extend(cases::entries("docs/manual", is_page));
    pages.extend(
        ["README.md", "CONTRIBUTING.md"]
            .map(|name| package().join(name))
            .into_iter()
            .filter(|path| path.exists()),
    );
    pages
}

#[test]
fn every_page_shows_what_the_program_does() {
    cases::run(&pages(), |page| {
        let text = fs::read_to_string(page).map_err(|error| error.to_string())?;
        let shown = shown(&text);
        if shown.is_empty() {
            return Ok(());
        }
        let session = Session::of(&text)?;
        let outputs = session.outputs(&shown)?;
        if snapshot::overwrites() {
            // What leaves something open (`[..]`) and still holds is kept.
            let holds = |shown: &Shown, output: &str| snapshot::text(output, &shown.output).is_ok();
            let pairs = shown.iter().zip(outputs);
            let kept = pairs.map(|(shown, output)| match holds(shown, &output) {
                true => shown.output.clone(),
                false => output,
            });
            return fs::write(page, with_outputs(&text, &kept.collect::<Vec<_>>()))
                .map_err(|error| error.to_string());
        }
        let said: Vec<String> = shown
            .iter()
            .zip(outputs)
            .filter_map(|(shown, output)| {
                let why = snapshot::text(&output, &shown.output).err()?;
                Some(format!("{}:{}: $ {}\n{why}", page.display(), shown.line, shown.command))
            })
            .collect();
        if said.is_empty() { Ok(()) } else { Err(said.join("\n")) }
    });
}

/// Where a page's commands run.
struct Session {
    place: Place,
    person: String,
    moment: i64,
}

enum Place {
    Nothing(tempfile::TempDir),
    Register(Register),
    Example(demo::Copy),
}

impl Session {
    fn of(page: &str) -> Result<Self, String> {
        let asked = page.split_once("<!-- session: ").and_then(|(_, rest)| rest.split_once(" -->"));
        let asked = asked.map_or("nothing as anna on 2026-05-04", |(asked, _)| asked);
        let (place, seat) = asked.split_once(' ').ok_or_else(|| format!("can't read `{asked}`"))?;
        let place = match place {
            "nothing" => Place::Nothing(world().scratch()),
            "participants" => Place::Register(Register::new()),
            "reports" => Place::Register(Register::with_reports()),
            "example" => Place::Example(demo::copy()),
            other => return Err(format!("there is no session `{other}`")),
        };
        let (person, moment) = read_seat(seat)?;
        Ok(Self { place, person, moment })
    }

    fn folder(&self) -> PathBuf {
        match &self.place {
            Place::Nothing(scratch) => scratch.path().to_owned(),
            Place::Register(register) => register.folder(),
            Place::Example(copy) => copy.folder(),
        }
    }

    /// What the commands print, each in the state that the ones before it left.
    fn outputs(&self, shown: &[Shown]) -> Result<Vec<String>, String> {
        let folder = self.folder();
        let mut script = String::from(
            "ROOT=$(git rev-list --max-parents=0 HEAD 2>/dev/null || true)\nset +e\nexec 2>&1\n",
        );
        for Shown { command, seat, .. } in shown {
            script += &seat.as_deref().map(take_over).transpose()?.unwrap_or_default();
            script += &format!("{command}\nprintf '%s' '{BORDER}'\n");
        }
        let seat = Seat { person: &self.person, folder: &folder, moment: self.moment };
        let ran = seat.run(&script);
        let mut outputs: Vec<String> = ran.stdout.split(BORDER).map(str::to_owned).collect();
        outputs.pop();
        if outputs.len() != shown.len() {
            return Err(format!("the session ends early\n{}", ran.text()));
        }
        Ok(outputs.iter().map(|output| self.normal(&folder).text(output)).collect())
    }

    fn normal(&self, folder: &Path) -> Normal {
        let mut normal = Normal::new();
        normal.folder(folder, "[DIR]");
        // Clones stand beside a register, in the scratch folder that goes with it.
        let around = match &self.place {
            Place::Register(_) => folder.parent().unwrap_or(folder),
            Place::Nothing(_) | Place::Example(_) => folder,
        };
        normal.folder(around, "[BESIDE]");
        for entry in walkdir::WalkDir::new(around).max_depth(2).into_iter().flatten() {
            if entry.file_name() == ".git" {
                let seat =
                    Seat { person: &self.person, folder: entry.path().parent().unwrap_or(folder), moment: 0 };
                normal.learn(&seat);
            }
        }
        normal
    }
}

/// Reads `as PERSON on DAY`.
fn read_seat(seat: &str) -> Result<(String, i64), String> {
    let words: Vec<&str> = seat.split(' ').collect();
    let ["as", person, "on", day] = words.as_slice() else {
        return Err(format!("can't read `{seat}`"));
    };
    // A server bounds by its own clock how far a commit may be dated back.
    let day = match *day {
        "today" => chrono::Utc::now().date_naive(),
        day => day.parse().map_err(|_| format!("`{day}` is no day"))?,
    };
    Ok(((*person).to_owned(), day.and_hms_opt(9, 0, 0).unwrap_or_default().and_utc().timestamp()))
}

/// The shell's part of a change of seats.
fn take_over(seat: &str) -> Result<String, String> {
    let (person, moment) = read_seat(seat)?;
    let home = world().home(&person).display().to_string();
    Ok(format!(
        "export HOME='{home}' GIT_CONFIG_GLOBAL='{home}/.gitconfig' \
         GIT_AUTHOR_DATE='{moment} +0000' GIT_COMMITTER_DATE='{moment} +0000'\n"
    ))
}

/// The commands of a page's `console` blocks. A line that begins with `$ ` is a command, with `> ` it goes on; what
/// follows is what it prints.
fn shown(page: &str) -> Vec<Shown> {
    let mut found: Vec<Shown> = Vec::new();
    let (mut inside, mut seat) = (false, None);
    for (at, line) in page.lines().enumerate() {
        if line.starts_with("```") {
            inside = line == "```console";
        } else if !inside {
            let taken = line.strip_prefix("<!-- ").and_then(|rest| rest.strip_suffix(" -->"));
            seat = taken.filter(|taken| taken.starts_with("as ")).map(str::to_owned).or(seat);
        } else if let Some(command) = line.strip_prefix("$ ") {
            let (command, seat) = (command.to_owned(), seat.take());
            found.push(Shown { line: at + 1, seat, command, output: String::new() });
        } else if let Some(last) = found.last_mut() {
            match line.strip_prefix("> ") {
                Some(more) if last.output.is_empty() => last.command += &format!("\n{more}"),
                _ => last.output += &format!("{line}\n"),
            }
        }
    }
    found
}

/// The page with these outputs in place of those that it shows.
fn with_outputs(page: &str, outputs: &[String]) -> String {
    let mut outputs = outputs.iter();
    let mut written = String::new();
    let (mut inside, mut pending) = (false, None);
    for line in page.lines() {
        let fence = line.starts_with("```");
        let command = inside && line.starts_with("$ ");
        if fence || command {
            written += pending.take().map_or("", String::as_str);
        }
        if fence {
            inside = line == "```console";
        }
        if command {
            pending = outputs.next();
        }
        if fence || command || !inside || line.starts_with("> ") {
            written += &format!("{line}\n");
        }
    }
    written
}

#[test]
fn outputs_are_put_where_they_belong() {
    let page = "```console\n$ a \\\n> b\nold\n$ c\n```\ntext\n";
    let outputs = ["one\n".to_owned(), "two\n".to_owned()];
    assert_eq!(with_outputs(page, &outputs), "```console\n$ a \\\n> b\none\n$ c\ntwo\n```\ntext\n");
}

#[test]
fn blocks_are_read_as_people_read_them() {
    let page =
        "```sh\n$ no\n```\n<!-- as mei on 2026-05-06 -->\n\n```console\n$ a \\\n>   b\nout\n$ c\n```\n";
    let shown = shown(page);
    let seat = Some("as mei on 2026-05-06".to_owned());
    let first = Shown { line: 7, seat, command: "a \\\n  b".to_owned(), output: "out\n".to_owned() };
    let second = Shown { line: 10, seat: None, command: "c".to_owned(), output: String::new() };
    assert_eq!(shown, [first, second]);
}
