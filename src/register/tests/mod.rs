//! Tests of the room, on real repositories that git itself makes and judges.

mod message;
mod reading;
mod settings;
mod strict;
mod writing;

use super::{Objects, Oid, Register};
use std::io::Write;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

/// A repository of its own, and a git that sees no configuration but the repository's.
struct Sandbox {
    folder: tempfile::TempDir,
}

impl Sandbox {
    fn new() -> Self {
        let sandbox = Self { folder: tempfile::tempdir().unwrap() };
        sandbox.git(&["init", "-q", "-b", "main", "."]);
        sandbox.git(&["config", "user.name", "Ann"]);
        sandbox.git(&["config", "user.email", "ann@example.com"]);
        sandbox
    }

    /// A register with one commit.
    fn register() -> Self {
        let sandbox = Self::new();
        sandbox.write("register.yaml", "process: 3.2.0\n");
        sandbox.write("reports/2026/a.yaml", "id: a\n");
        sandbox.commit("root");
        sandbox
    }

    fn path(&self) -> &Path {
        self.folder.path()
    }

    fn join(&self, path: &str) -> PathBuf {
        self.folder.path().join(path)
    }

    fn write(&self, path: &str, text: &str) {
        let path = self.join(path);
        std::fs::create_dir_all(path.parent().unwrap()).unwrap();
        std::fs::write(path, text).unwrap();
    }

    fn read(&self, path: &str) -> String {
        std::fs::read_to_string(self.join(path)).unwrap()
    }

    fn commit(&self, message: &str) -> Oid {
        self.git(&["add", "-A"]);
        self.git(&["commit", "-q", "--allow-empty", "-m", message]);
        self.oid("HEAD")
    }

    fn git(&self, arguments: &[&str]) -> String {
        self.git_with(arguments, b"")
    }

    fn git_with(&self, arguments: &[&str], input: &[u8]) -> String {
        let (good, out, error) = self.try_git(arguments, input);
        assert!(good, "git {arguments:?}: {error}");
        out
    }

    fn try_git(&self, arguments: &[&str], input: &[u8]) -> (bool, String, String) {
        let mut child = Command::new("git")
            .args(arguments)
            .current_dir(self.path())
            .env_clear()
            .env("PATH", std::env::var_os("PATH").unwrap())
            .env("GIT_CONFIG_NOSYSTEM", "1")
            .env("GIT_CONFIG_GLOBAL", "/dev/null")
            .env("GIT_AUTHOR_DATE", "@1777885200 +0100")
            .env("GIT_COMMITTER_DATE", "@1777885200 +0100")
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .unwrap();
        let mut pipe = child.stdin.take().unwrap();
        let input = input.to_vec();
        let feeder = std::thread::spawn(move || pipe.write_all(&input));
        let out = child.wait_with_output().unwrap();
        let _ = feeder.join().unwrap();
        let text = |bytes: Vec<u8>| String::from_utf8_lossy(&bytes).trim_end().to_owned();
        (out.status.success(), text(out.stdout), text(out.stderr))
    }

    fn oid(&self, name: &str) -> Oid {
        Oid::from_str(&self.git(&["rev-parse", name])).unwrap()
    }

    fn open(&self) -> Register {
        Register::open(self.path()).unwrap()
    }

    fn objects(&self) -> Objects {
        Register::discover(self.path()).unwrap().objects().unwrap()
    }
}
