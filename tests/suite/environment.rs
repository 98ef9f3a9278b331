//! A world that knows nothing of the machine it runs on: its own homes, keys, git configuration and clock.
//! Everything that a test starts is started here.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::sync::OnceLock;

/// Who acts in stories and attacks: a short name, a full one. Everybody has a key; who has a place in the register
/// is the register's business (`tests/register/build.txt`).
const PEOPLE: &[(&str, &str)] = &[
    ("anna", "Anna Adler"),
    ("ben", "Ben Bright"),
    ("olga", "Olga Orlova"),
    ("otto", "Otto Olsen"),
    ("mei", "Mei Ming"),
    ("max", "Max Moser"),
    ("gwen", "Gwen Grant"),
    ("eva", "Eva Ek"),
    ("aldo", "Aldo Azzi"),
    ("mallory", "Mallory Moss"),
    // A second key of mei's, for the life of keys.
    ("mei2", "Mei Ming"),
];

/// What git names objects by where nothing else is said.
const OBJECT_FORM: &str = "GIT_DEFAULT_HASH";

/// The folder that everything stands in: `keys/`, `home/<person>/`, `bin/`, and the scratch folders of tests.
pub(super) struct World {
    pub(super) folder: PathBuf,
}

/// What a started program said, and its exit status.
pub(super) struct Ran {
    pub(super) status: i32,
    pub(super) stdout: String,
    pub(super) stderr: String,
}

impl Ran {
    /// Everything in one text: what it printed, what it remarked, how it ended.
    pub(super) fn text(&self) -> String {
        let mut text = self.stdout.clone();
        if !self.stderr.is_empty() {
            text += "--- stderr\n";
            text += &self.stderr;
        }
        text + &format!("exit: {}\n", self.status)
    }

    /// Both outputs, without the status.
    pub(super) fn said(&self) -> String {
        format!("{}{}", self.stdout, self.stderr)
    }
}

/// Somebody at a keyboard: who, in which folder, at which moment.
#[derive(Clone, Debug)]
pub(super) struct Seat<'a> {
    pub(super) person: &'a str,
    pub(super) folder: &'a Path,
    /// Seconds since 1970; what git's environment gives as the date of commits.
    pub(super) moment: i64,
}

impl Seat<'_> {
    /// Runs a script in bash, as a person would type it.
    pub(super) fn run(&self, script: &str) -> Ran {
        self.run_with(script, &[])
    }

    /// Runs a script with further variables.
    pub(super) fn run_with(&self, script: &str, variables: &[(&str, &Path)]) -> Ran {
        let mut command = self.bare("bash");
        command.args(["-euo", "pipefail", "-c", script]);
        command.envs(variables.iter().copied());
        let output = command.stdin(Stdio::null()).output().unwrap();
        Ran {
            status: output.status.code().unwrap_or(-1),
            stdout: String::from_utf8_lossy(&output.stdout).into_owned(),
            stderr: String::from_utf8_lossy(&output.stderr).into_owned(),
        }
    }

    /// Runs a script that has to end well, and gives what it printed.
    pub(super) fn must(&self, script: &str) -> String {
        let ran = self.run(script);
        assert_eq!(ran.status, 0, "{script}\n{}", ran.text());
        ran.stdout
    }

    /// A command with nothing of this machine's environment.
    pub(super) fn bare(&self, program: &str) -> Command {
        let world = world();
        let home = world.home(self.person);
        let date = format!("{} +0000", self.moment);
        let mut command = Command::new(program);
        command
            .current_dir(self.folder)
            .env_clear()
            .env("PATH", format!("{}:/usr/local/bin:/usr/bin:/bin", world.folder.join("bin").display()))
            .env("HOME", &home)
            .env("TMPDIR", world.folder.join("tmp"))
            // One for all, so that each goes on from what the one before has verified.
            .env("XDG_STATE_HOME", world.folder.join("state"))
            .env("GIT_CONFIG_NOSYSTEM", "1")
            .env("GIT_CONFIG_GLOBAL", home.join(".gitconfig"))
            .env("GIT_TERMINAL_PROMPT", "0")
            .env("GIT_AUTHOR_DATE", &date)
            .env("GIT_COMMITTER_DATE", &date)
            .env("KEYS", world.folder.join("keys"))
            .env("HOMES", world.folder.join("home"))
            .env("LC_ALL", "C")
            .env("TZ", "UTC");
        // The whole suite holds for both forms of object names: `GIT_DEFAULT_HASH=sha256 cargo test`.
        if let Some(form) = std::env::var_os(OBJECT_FORM) {
            command.env(OBJECT_FORM, form);
        }
        command
    }
}

impl World {
    /// The home of a person.
    pub(super) fn home(&self, person: &str) -> PathBuf {
        let home = self.folder.join("home").join(person);
        assert!(home.is_dir(), "nobody is called {person}: see PEOPLE in {}", file!());
        home
    }

    /// The public key of each person, as its `.pub` file has it.
    pub(super) fn keys(&self) -> impl Iterator<Item = (&'static str, String)> {
        let key = |person: &str| {
            fs::read_to_string(self.folder.join("keys").join(format!("{person}.pub"))).unwrap()
        };
        PEOPLE.iter().map(move |(person, _)| (*person, key(person)))
    }

    /// A folder of its own for a test; it goes when it is dropped.
    pub(super) fn scratch(&self) -> tempfile::TempDir {
        tempfile::tempdir_in(self.folder.join("scratch")).unwrap()
    }

    fn make() -> Self {
        let base = Path::new(env!("CARGO_TARGET_TMPDIR"));
        sweep(base);
        let folder = base.join(format!("suite-{}", std::process::id()));
        for part in ["keys", "home", "bin", "scratch", "tmp"] {
            fs::create_dir_all(folder.join(part)).unwrap();
        }
        std::os::unix::fs::symlink(env!("CARGO_BIN_EXE_iwcp"), folder.join("bin/iwcp")).unwrap();
        let world = Self { folder };
        PEOPLE.iter().for_each(|(person, name)| world.settle(person, name));
        world
    }

    /// Gives a person a key and a home whose git signs with it.
    fn settle(&self, person: &str, name: &str) {
        let key = self.folder.join("keys").join(person);
        let home = self.folder.join("home").join(person);
        fs::create_dir(&home).unwrap();
        let made = Command::new("ssh-keygen")
            .args(["-q", "-t", "ed25519", "-N", "", "-C", person, "-f"])
            .arg(&key)
            .status()
            .unwrap();
        assert!(made.success(), "ssh-keygen");
        let settings = format!(
            "[user]\n\tname = {name}\n\temail = {person}@example.org\n\tsigningkey = {}.pub\n\
             [gpg]\n\tformat = ssh\n[init]\n\tdefaultBranch = main\n[advice]\n\tdetachedHead = false\n",
            key.display()
        );
        fs::write(home.join(".gitconfig"), settings).unwrap();
    }
}

/// The world of this process, made once.
pub(super) fn world() -> &'static World {
    static WORLD: OnceLock<World> = OnceLock::new();
    WORLD.get_or_init(World::make)
}

/// Removes the worlds of processes that have ended.
fn sweep(base: &Path) {
    for entry in fs::read_dir(base).into_iter().flatten().flatten() {
        let name = entry.file_name().to_string_lossy().into_owned();
        if let Some(process) = name.strip_prefix("suite-")
            && !Path::new("/proc").join(process).exists()
        {
            // Another run may sweep the same folder.
            let _ = fs::remove_dir_all(entry.path());
        }
    }
}
