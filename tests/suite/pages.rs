//! What README and docs show of a terminal is true: every `console` block runs, all of a file in one session, and
//! says what the page says it does.
//!
//! `<!-- session: reports as anna on 2026-05-04 -->` before the first block has it run in a copy of the register of
//! the attacks (`participants`: of the stories, `nothing`: an empty folder), by that person, on that day.

use std::fs;
use std::path::{Path, PathBuf};

use super::cases::{self, package};
use super::environment::{Seat, world};
use super::normal::Normal;
use super::register::Register;
use super::snapshot;

/// A command and what the page says it prints.
#[derive(Debug, PartialEq, Eq)]
struct Shown {
    line: usize,
    command: String,
    output: String,
}

/// Between the outputs of two commands.
const BORDER: &str = "\u{1e}";

fn pages() -> Vec<PathBuf> {
    let mut pages = cases::entries("docs", |path| path.extension().is_some_and(|end| end == "md"));
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
    register: Option<Register>,
    scratch: tempfile::TempDir,
    person: String,
    moment: i64,
}

impl Session {
    fn of(page: &str) -> Result<Self, String> {
        let asked = page.split_once("<!-- session: ").and_then(|(_, rest)| rest.split_once(" -->"));
        let asked = asked.map_or("nothing as anna on 2026-05-04", |(asked, _)| asked);
        let words: Vec<&str> = asked.split(' ').collect();
        let [place, "as", person, "on", day] = words.as_slice() else {
            return Err(format!("can't read `{asked}`"));
        };
        let register = match *place {
            "nothing" => None,
            "participants" => Some(Register::new()),
            "reports" => Some(Register::with_reports()),
            other => return Err(format!("there is no session `{other}`")),
        };
        let day: chrono::NaiveDate = day.parse().map_err(|_| format!("`{day}` is no day"))?;
        let moment = day.and_hms_opt(9, 0, 0).unwrap_or_default().and_utc().timestamp();
        Ok(Self { register, scratch: world().scratch(), person: (*person).to_owned(), moment })
    }

    fn folder(&self) -> PathBuf {
        self.register.as_ref().map_or_else(|| self.scratch.path().to_owned(), Register::folder)
    }

    /// What the commands print, each in the state that the ones before it left.
    fn outputs(&self, shown: &[Shown]) -> Result<Vec<String>, String> {
        let folder = self.folder();
        let mut script = String::from("set +e\nexec 2>&1\n");
        for Shown { command, .. } in shown {
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
        for entry in walkdir::WalkDir::new(folder).max_depth(2).into_iter().flatten() {
            if entry.file_name() == ".git" {
                let seat =
                    Seat { person: &self.person, folder: entry.path().parent().unwrap_or(folder), moment: 0 };
                normal.learn(&seat);
            }
        }
        normal
    }
}

/// The commands of a page's `console` blocks. A line that begins with `$ ` is a command, with `> ` it goes on; what
/// follows is what it prints.
fn shown(page: &str) -> Vec<Shown> {
    let mut found: Vec<Shown> = Vec::new();
    let mut inside = false;
    for (at, line) in page.lines().enumerate() {
        if line.starts_with("```") {
            inside = line == "```console";
        } else if !inside {
        } else if let Some(command) = line.strip_prefix("$ ") {
            found.push(Shown { line: at + 1, command: command.to_owned(), output: String::new() });
        } else if let Some(last) = found.last_mut() {
            match line.strip_prefix("> ") {
                Some(more) if last.output.is_empty() => last.command += &format!("\n{more}"),
                _ => last.output += &format!("{line}\n"),
            }
        }
    }
    found
}

#[test]
fn blocks_are_read_as_people_read_them() {
    let page = "```sh\n$ no\n```\n```console\n$ a \\\n>   b\nout\n$ c\n```\n";
    let shown = shown(page);
    assert_eq!(shown[0], Shown { line: 5, command: "a \\\n  b".to_owned(), output: "out\n".to_owned() });
    assert_eq!(shown[1], Shown { line: 8, command: "c".to_owned(), output: String::new() });
}
