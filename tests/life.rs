//! The example register, built by the real binary with real keys, read back with plain git, and attacked.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};

struct Register {
    folder: tempfile::TempDir,
}

impl Register {
    fn demo() -> Self {
        let folder = tempfile::tempdir().unwrap();
        let register = Self { folder };
        let made = register.iwcp_in(register.folder.path(), &["demo", "register"]);
        assert_eq!(made.status.code(), Some(0), "{}", text(&made));
        register
    }

    fn path(&self) -> PathBuf {
        self.folder.path().join("register")
    }

    fn hermetic(&self, program: &str) -> Command {
        let mut command = Command::new(program);
        command.env_clear().env("PATH", std::env::var_os("PATH").unwrap()).env("HOME", self.folder.path());
        command
            .env("GIT_CONFIG_NOSYSTEM", "1")
            .env("GIT_CONFIG_GLOBAL", "/dev/null")
            .env("LC_ALL", "C")
            .env("TZ", "UTC");
        command
    }

    fn iwcp_in(&self, directory: &Path, arguments: &[&str]) -> Output {
        self.hermetic(env!("CARGO_BIN_EXE_iwcp")).current_dir(directory).args(arguments).output().unwrap()
    }

    fn iwcp(&self, arguments: &[&str]) -> Output {
        self.iwcp_in(&self.path(), arguments)
    }

    fn git(&self, arguments: &[&str]) -> String {
        let ran = self.hermetic("git").current_dir(self.path()).args(arguments).output().unwrap();
        assert!(ran.status.success(), "git {arguments:?}: {}", text(&ran));
        String::from_utf8(ran.stdout).unwrap()
    }

    /// Runs the program as one of the people of the example.
    fn iwcp_as(&self, who: &str, date: &str, arguments: &[&str]) -> Output {
        let mut command = self.hermetic(env!("CARGO_BIN_EXE_iwcp"));
        let key = self.path().join(".git/demo-keys").join(format!("{who}.pub"));
        command
            .env("GIT_CONFIG_COUNT", "1")
            .env("GIT_CONFIG_KEY_0", "user.signingkey")
            .env("GIT_CONFIG_VALUE_0", key);
        command.env("GIT_AUTHOR_DATE", date).env("GIT_COMMITTER_DATE", date);
        command.current_dir(self.path()).args(arguments).output().unwrap()
    }

    fn state(&self) -> (String, String, String) {
        (
            self.git(&["rev-parse", "HEAD"]),
            self.git(&["status", "--porcelain"]),
            self.git(&["ls-files", "-s"]),
        )
    }

    /// `verify` says nothing of this rule before an attack, and does after it.
    fn is_found(&self, slug: &str, status: i32) {
        let told = self.iwcp(&["verify", "--format", "concise"]);
        assert_eq!(told.status.code(), Some(status), "{}", text(&told));
        assert!(text(&told).contains(&format!("[{slug}]")), "{slug}: {}", text(&told));
    }

    fn commit(&self, arguments: &[&str]) {
        let mut all = vec!["commit", "-q", "--allow-empty"];
        all.extend(arguments);
        self.git(&all);
    }

    fn edit(&self, from: &str, to: &str) {
        let path = self.path().join("reports/2025/2025-0003.yaml");
        let before = fs::read_to_string(&path).unwrap();
        assert!(before.contains(from));
        fs::write(&path, before.replace(from, to)).unwrap();
        self.git(&["add", "-A"]);
    }
}

fn text(output: &Output) -> String {
    String::from_utf8_lossy(&output.stdout).into_owned() + &String::from_utf8_lossy(&output.stderr)
}

const LATER: &str = "2025-11-03T09:00:00+00:00";
const REPORT: &str = "reports/2025/2025-0003.yaml";

#[test]
fn the_example_stands_before_this_program_and_before_plain_git() {
    let register = Register::demo();
    for command in [&["verify"][..], &["check"]] {
        let told = register.iwcp(command);
        assert_eq!(told.status.code(), Some(0), "{}", text(&told));
        assert!(text(&told).contains("no findings"), "{}", text(&told));
    }
    assert_eq!(register.git(&["fsck", "--strict"]), "");
    assert_eq!(register.git(&["status", "--porcelain"]), "");
    let steps = register.git(&["log", "--reverse", "--format=%(trailers:key=Step,valueonly)"]);
    let steps: Vec<&str> = steps.split_whitespace().collect();
    assert!(steps.ends_with(&["submit", "refer", "escalate"]), "{steps:?}");
    let keys = register.folder.path().join("allowed");
    fs::write(&keys, register.iwcp(&["participant", "keys"]).stdout).unwrap();
    let setting = format!("gpg.ssh.allowedSignersFile={}", keys.display());
    for commit in register.git(&["rev-list", "HEAD"]).lines() {
        register.git(&["-c", &setting, "verify-commit", commit]);
    }
}

#[test]
fn a_step_that_is_refused_changes_nothing() {
    let register = Register::demo();
    let before = register.state();
    for (who, arguments, slug) in [
        ("fsd", &["step", "2025-0003", "accept"][..], "step-from"),
        ("operator", &["step", "2025-0003", "withdraw", "--set", "solution=x"], "step-role"),
        ("borealis", &["step", "2025-0003", "respond", "--set", "verdict=not-proven"], "step-party"),
        ("acme", &["step", "2025-0003", "respond", "--set", "verdict=acknowledged"], "step-content"),
        ("acme", &["step", "2025-0003", "respond", "--set", "handset.model=Z1"], "step-field"),
        ("fsd", &["step", "2025-0003", "respnd"], "unknown-step"),
    ] {
        let told = register.iwcp_as(who, LATER, arguments);
        assert_eq!(told.status.code(), Some(1), "{}", text(&told));
        assert!(text(&told).contains(&format!("error[{slug}]")), "{slug}: {}", text(&told));
        assert_eq!(register.state(), before, "{slug}");
    }
}

#[test]
fn a_deadline_is_kept_to_the_day() {
    let register = Register::demo();
    let log = |date: &str| {
        let set = [
            "discovered=2025-10-20",
            "originator.company=E",
            "originator.contact.name=D",
            "originator.contact.email=d@e.example",
            "handset.manufacturer=acme",
            "handset.model=D400",
            "handset.software=1a",
            "weakness.description=w",
            "evidence.0.kind=tool",
            "evidence.0.title=t",
        ];
        let mut arguments = vec!["new"];
        set.iter().for_each(|set| arguments.extend(["--set", set]));
        register.iwcp_as("operator", date, &arguments)
    };
    let logged = log("2025-10-21T09:00:00+00:00");
    assert_eq!(logged.status.code(), Some(0), "{}", text(&logged));
    let refer = [
        "step",
        "2025-0004",
        "refer",
        "--set",
        "assessment.evidence=strong",
        "--set",
        "commercial_scale=true",
        "--set",
        "assessment.reason=r",
        "--set",
        "notice.contact=c",
    ];
    let referred = register.iwcp_as("fsd", "2025-10-22T09:00:00+00:00", &refer);
    assert_eq!(referred.status.code(), Some(0), "{}", text(&referred));
    let escalate = ["step", "2025-0004", "escalate", "--set", "ground=no-response", "--set", "warning=w"];
    let early = register.iwcp_as("fsd", "2025-12-03T09:00:00+00:00", &escalate);
    assert!(
        text(&early).contains("error[step-too-early]") && text(&early).contains("possible from 2025-12-04"),
        "{}",
        text(&early)
    );
    let due = register.iwcp_as("fsd", "2025-12-04T09:00:00+00:00", &escalate);
    assert_eq!(due.status.code(), Some(0), "{}", text(&due));
    assert_eq!(register.iwcp(&["verify"]).status.code(), Some(0));
}

#[test]
fn attacks_are_found_by_their_own_rules() {
    let register = Register::demo();
    let root = register.git(&["rev-parse", "HEAD"]);
    let again = || {
        register.git(&["reset", "-q", "--hard", root.trim()]);
        fs::remove_file(register.path().join(".git/iwcp/verified")).ok();
    };
    register.commit(&["-m", "x"]);
    register.is_found("unsigned-commit", 1);
    again();
    register.edit("status: with-manufacturer", "status: remedied");
    register.commit(&["-S", "-m", "x"]);
    register.is_found("status-without-step", 1);
    again();
    register.edit("C300", "C301");
    register.commit(&["-S", "-m", "x\n\nReport: 2025-0003\nStep: withdraw\nStatus: with-manufacturer -> remedied\nProcess: 3.2.0 clause 9"]);
    register.is_found("step-field", 1);
    register.is_found("trailer-mismatch", 1);
    again();
    register.git(&["rm", "-q", REPORT]);
    register.commit(&["-S", "-m", "x"]);
    register.is_found("document-removed", 1);
    again();
    fs::remove_file(register.path().join(REPORT)).unwrap();
    std::os::unix::fs::symlink("/etc/passwd", register.path().join(REPORT)).unwrap();
    register.git(&["add", "-A"]);
    register.commit(&["-S", "-m", "x"]);
    register.is_found("file-mode", 1);
    again();
    fs::write(register.path().join(".gitattributes"), "* filter=x\n").unwrap();
    register.git(&["add", "-A"]);
    register.commit(&["-S", "-m", "x"]);
    register.is_found("starts-programs", 1);
    again();
    register.git(&["replace", "HEAD", "HEAD~1"]);
    register.is_found("replace-ref", 1);
    register.git(&["replace", "-d", root.trim()]);
    assert_eq!(register.iwcp(&["verify"]).status.code(), Some(0));
    register.git(&["reset", "-q", "--hard", "HEAD~1"]);
    register.is_found("history-rewritten", 1);
}
