//! The register that stories and attacks start from: built once by the program itself from `tests/register/build.txt`,
//! then copied for each test.

use std::fs;
use std::path::{Path, PathBuf};
use std::sync::OnceLock;

use super::cases::package;
use super::environment::{Seat, world};
use super::script::Script;

/// A copy of a built register, in a scratch folder that goes with it.
pub(super) struct Register {
    scratch: tempfile::TempDir,
    /// The commit that the copy starts from.
    pub(super) start: String,
    /// Its first commit.
    pub(super) root: String,
    /// The moment of the last command that built it.
    pub(super) moment: i64,
}

struct Built {
    folder: PathBuf,
    start: String,
    root: String,
    moment: i64,
}

impl Register {
    /// A register in which everybody takes part, and declarations and NDAs are in force.
    pub(super) fn new() -> Self {
        static BUILT: OnceLock<Built> = OnceLock::new();
        BUILT.get_or_init(|| build("participants", None, "tests/register/build.txt")).copy()
    }

    /// The same with a few reports on their way.
    pub(super) fn with_reports() -> Self {
        static BUILT: OnceLock<Built> = OnceLock::new();
        BUILT.get_or_init(|| build("reports", Some(Self::new()), "tests/register/reports.txt")).copy()
    }

    /// Its work tree.
    pub(super) fn folder(&self) -> PathBuf {
        self.scratch.path().join("register")
    }

    /// A folder beside it for files that a script needs.
    pub(super) fn files(&self) -> PathBuf {
        self.scratch.path().join("files")
    }

    /// Somebody who sits at it, after all that was done so far.
    pub(super) fn seat<'a>(&self, person: &'a str, folder: &'a Path) -> Seat<'a> {
        Seat { person, folder, moment: self.moment + 86_400 }
    }

    /// Writes the files of a script to where it finds them.
    pub(super) fn furnish(&self, script: &Script) {
        fs::create_dir_all(self.files()).unwrap();
        for (name, text) in &script.files {
            fs::write(self.files().join(name), text).unwrap();
        }
    }
}

impl Built {
    fn copy(&self) -> Register {
        let scratch = world().scratch();
        let copied = std::process::Command::new("cp")
            .arg("-a")
            .arg(&self.folder)
            .arg(scratch.path().join("register"))
            .status()
            .unwrap();
        assert!(copied.success(), "cp");
        Register { scratch, start: self.start.clone(), root: self.root.clone(), moment: self.moment }
    }
}

/// Runs a script on top of a register (or of nothing) and keeps what comes out.
fn build(name: &str, from: Option<Register>, script: &str) -> Built {
    let script = Script::read(&package().join(script));
    let folder = world().folder.join("built").join(name);
    fs::create_dir_all(folder.parent().unwrap()).unwrap();
    match &from {
        Some(register) => fs::rename(register.folder(), &folder).unwrap(),
        None => fs::create_dir(&folder).unwrap(),
    }
    let files = world().folder.join("built").join(format!("{name}-files"));
    fs::create_dir_all(&files).unwrap();
    for (name, text) in &script.files {
        fs::write(files.join(name), text).unwrap();
    }
    for command in &script.commands {
        command.run(&folder, &files).unwrap_or_else(|why| panic!("the register can't be built: {why}"));
    }
    let moment = script.commands.last().map_or(0, |command| command.moment);
    let seat = Seat { person: "anna", folder: &folder, moment };
    let start = seat.must("git rev-parse HEAD").trim().to_owned();
    let root = seat.must("git rev-list --max-parents=0 HEAD").trim().to_owned();
    seat.must(&format!("git config iwcp.root {root}"));
    // So that whatever is done to a copy is done to a history that was verified, and is remembered.
    seat.must("iwcp verify; rm .git/iwcp/verified");
    Built { folder, start, root, moment }
}
