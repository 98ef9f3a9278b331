//! A server that takes pushes through `iwcp hook pre-receive`: over a local path and over ssh. What is refused has changed
//! nothing there, and the person who pushed is told what to mend.

use std::fs;
use std::net::{TcpListener, TcpStream};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::time::Duration;

use super::environment::{Ran, Seat, world};
use super::register::Register;

/// A bare repository with the hook, and a clone of it.
struct Server {
    register: Register,
    folder: PathBuf,
    moment: i64,
}

impl Server {
    /// The register's dates lie far back: the server is told to put up with that.
    fn new() -> Self {
        Self::with("echo 'push_tolerance: 36500' >>register.yaml && git commit -q -S -a -m 'For the tests'")
    }

    fn with(first: &str) -> Self {
        let register = Register::with_reports();
        let folder = register.folder().parent().unwrap().to_owned();
        let server = Self { moment: register.moment + 3_600, folder, register };
        let here = server.register.folder();
        let at = |folder: &Path, script: &str| {
            Seat { person: "anna", folder, moment: server.moment }.must(script);
        };
        at(&here, first);
        at(&server.folder, "git clone -q --bare register server.git && git clone -q server.git clone");
        let pin = format!("git config iwcp.root {} && iwcp hook install", server.register.root);
        at(&server.folder.join("server.git"), &pin);
        server
    }

    fn run(&self, person: &str, script: &str) -> Ran {
        let folder = self.folder.join("clone");
        Seat { person, folder: &folder, moment: self.moment + 3_600 }.run(script)
    }

    fn must(&self, person: &str, script: &str) -> String {
        let ran = self.run(person, script);
        assert_eq!(ran.status, 0, "{script}\n{}", ran.text());
        ran.said()
    }

    /// A push that has to be refused; what the person who pushes is told.
    fn refused(&self, person: &str, script: &str) -> String {
        let before = self.state();
        let ran = self.run(person, script);
        assert_ne!(ran.status, 0, "{script}\n{}", ran.text());
        assert!(ran.stderr.contains("pre-receive hook declined"), "{}", ran.text());
        assert_eq!(self.state(), before, "{script}");
        ran.stderr
    }

    /// Everything that a refused push has to leave alone.
    fn state(&self) -> String {
        let folder = self.folder.join("server.git");
        let seat = Seat { person: "anna", folder: &folder, moment: 0 };
        seat.must("git for-each-ref; git count-objects -v; ls -d objects/*incoming* 2>/dev/null || true")
    }
}

const RESPOND: &str =
    "iwcp step 2026-0002 respond --set verdict=not-proven --set comments='No.' --set no_other_models=true";

#[test]
fn one_bad_commit_among_a_hundred_changes_nothing() {
    let server = Server::new();
    let commits = "for n in $(seq 100); do sign=-S; [ $n != 50 ] || sign=--no-gpg-sign; \
                   git commit -q $sign --allow-empty -m \"Note $n\"; done";
    server.must("anna", commits);
    let said = server.refused("anna", "git push origin main");
    assert!(said.contains("remote: error[unsigned-commit]") && said.contains("git commit -S"), "{said}");
    assert!(said.contains("nothing has changed on the server"), "{said}");
    server.must("anna", "git reset -q --hard origin/main && git commit -q -S --allow-empty -m Good && git push -q origin main");
}

/// One push that nothing could be judged by afterwards would keep every later one out, that which mends it too.
#[test]
fn settings_that_cannot_be_read_are_not_taken() {
    let server = Server::new();
    let said = server
        .refused("anna", "echo 'nonsense: 1' >>register.yaml && git commit -q -S -a -m New && git push");
    assert!(said.contains("error[unknown-field]") && said.contains("register.yaml"), "{said}");
    server.must(
        "anna",
        "git reset -q --hard origin/main && git commit -q -S --allow-empty -m On && git push -q",
    );
}

/// What a server remembers is what it took: a push that is refused is judged anew each time, and what was taken is not.
#[test]
fn a_server_remembers_what_it_took_and_nothing_else() {
    let server = Server::new();
    let folder = server.folder.join("server.git");
    let remembered = || {
        let seat = Seat { person: "anna", folder: &folder, moment: 0 };
        seat.must("sed -n 's/^tip //p' iwcp/history/chunks; cat iwcp/history/* | git hash-object --stdin")
    };
    let tip = || server.must("anna", "git rev-parse origin/main");
    server.must("anna", "git commit -q -S --allow-empty -m Good && git push -q origin main");
    let bad = "git commit -q --no-gpg-sign --allow-empty -m Bad; git push origin main";
    server.refused("anna", bad);
    let before = remembered();
    assert!(before.starts_with(&tip()), "{before}");
    for _ in 0..2 {
        server.refused("anna", bad);
        assert_eq!(remembered(), before);
    }
    server.must("anna", "git reset -q --hard origin/main && git commit -q -S --allow-empty -m Better && git push -q origin main");
    server.refused("anna", bad);
    assert!(remembered().starts_with(&tip()));
}

#[test]
fn branches_branch_off_and_the_main_branch_only_grows() {
    let server = Server::new();
    server.must("mei", &format!("git switch -q -c answer && {RESPOND} && git push -q origin answer"));
    server.must("mei", "git commit -q -S --amend --no-edit && git push -q --force origin answer && git push -q origin :answer");
    let said = server.refused("mei", "git push origin :main");
    assert!(said.contains("error[main-branch]") && said.contains("can't be deleted"), "{said}");
    let said = server.refused("anna", "git push --force origin main~1:main");
    assert!(said.contains("error[main-branch]") && said.contains("would lose"), "{said}");
    // The main line would lead through the branch: its old tip is only the second parent.
    let turned = "git switch -q -c turned main~1 && git commit -q -S --allow-empty -m Aside && git merge -q --no-ff -S -m Turned main && git push origin turned:main";
    let said = server.refused("anna", turned);
    assert!(said.contains("error[main-branch]"), "{said}");
    let orphan =
        "git switch -q --orphan other && git commit -q -S --allow-empty -m Other && git push origin other";
    let said = server.refused("anna", orphan);
    assert!(said.contains("error[root-mismatch]") || said.contains("error[second-root]"), "{said}");
    // All of a push is taken, or nothing.
    server.must("mei", "git switch -q answer");
    let said = server.refused("mei", "git push origin answer other");
    assert!(!said.contains("[new branch]"), "{said}");
    let said =
        server.refused("anna", "git push origin main:refs/replace/0123456789012345678901234567890123456789");
    assert!(said.contains("error[ref-refused]"), "{said}");
    let said = server.refused("anna", "git tag t main^{tree} && git push origin t");
    assert!(said.contains("error[ref-refused]"), "{said}");
    server.must("anna", "git tag -f t main && git push -q origin t");
}

#[test]
fn a_date_is_bounded_by_the_day_of_the_push() {
    let server = Server::with("true");
    let said =
        server.refused("mei", &format!("git switch -q -c answer && {RESPOND} && git push origin answer"));
    assert!(said.contains("error[dated-back]") && said.contains("more than 14 days"), "{said}");
    let now = "unset GIT_AUTHOR_DATE GIT_COMMITTER_DATE; \
               git switch -q main && git commit -q -S --allow-empty -m Today && git push -q origin main";
    server.must("anna", now);
}

#[test]
fn a_server_that_can_not_judge_takes_nothing() {
    let server = Server::new();
    server.must(
        "anna",
        "git commit -q -S --allow-empty -m Good && git -C ../server.git config --unset iwcp.root",
    );
    let said = server.refused("anna", "git push origin main");
    assert!(said.contains("no root is pinned") && said.contains("git config iwcp.root OID"), "{said}");
    let root = &server.register.root;
    server.must("anna", &format!("git -C ../server.git config iwcp.root {}", "0".repeat(root.len())));
    server.refused("anna", "git push origin main");
    server.must("anna", &format!("git -C ../server.git config iwcp.root {root}"));
    server.must("anna", "cp ../server.git/hooks/pre-receive ../kept && sed -i \"s|^iwcp=.*|iwcp='/nowhere/iwcp'|\" ../server.git/hooks/pre-receive");
    let said = server.run("anna", "PATH=/usr/bin:/bin git push origin main");
    assert_ne!(said.status, 0, "{}", said.text());
    server.must("anna", "cp ../kept ../server.git/hooks/pre-receive && git push -q origin main");
    // An empty server takes the register whose root it pins, and no other.
    let empty = format!(
        "git init -q --bare -b main ../empty.git && cd ../empty.git && git config iwcp.root {root} && iwcp hook install"
    );
    server.must("anna", &empty);
    assert_ne!(server.run("anna", "git push -q ../empty.git main~1^{tree}:refs/heads/main").status, 0);
    server.must("anna", "git push -q ../empty.git main");
}

/// A real `sshd` on loopback, for as long as it is needed.
struct Sshd {
    child: Child,
    port: u16,
    folder: PathBuf,
}

impl Drop for Sshd {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

const PROGRAM: &str = "/usr/sbin/sshd";

impl Sshd {
    fn start(folder: &Path) -> Self {
        let folder = folder.join("sshd");
        fs::create_dir(&folder).unwrap();
        // Where sshd gives up its rights it wants this folder; only root can make it, and only root's needs it.
        let _ = fs::create_dir_all("/run/sshd");
        let keys = "ssh-keygen -q -t ed25519 -N '' -f host && cp $KEYS/anna.pub authorized";
        Seat { person: "anna", folder: &folder, moment: 0 }.must(keys);
        let port = TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap().port();
        let at = |name: &str| folder.join(name).display().to_string();
        let config = format!(
            "Port {port}\nListenAddress 127.0.0.1\nHostKey {}\nAuthorizedKeysFile {}\nStrictModes no\nUsePAM no\n\
             PasswordAuthentication no\nPermitRootLogin prohibit-password\nPidFile none\nLogLevel ERROR\n\
             SetEnv GIT_CONFIG_NOSYSTEM=1 GIT_CONFIG_GLOBAL=/dev/null\n",
            at("host"),
            at("authorized")
        );
        fs::write(folder.join("config"), config).unwrap();
        let log = fs::File::create(folder.join("log")).unwrap();
        let child = Command::new(PROGRAM)
            .args(["-D", "-e", "-f", &at("config")])
            .stdin(Stdio::null())
            .stdout(Stdio::null())
            .stderr(log)
            .spawn()
            .unwrap();
        let host = fs::read_to_string(folder.join("host.pub")).unwrap();
        fs::write(folder.join("known"), format!("[127.0.0.1]:{port} {host}")).unwrap();
        let sshd = Self { child, port, folder };
        for _ in 0..200 {
            if TcpStream::connect(("127.0.0.1", port)).is_ok() {
                return sshd;
            }
            std::thread::sleep(Duration::from_millis(50));
        }
        panic!("sshd does not answer: {}", fs::read_to_string(sshd.folder.join("log")).unwrap());
    }

    /// What makes git use it.
    fn variables(&self) -> String {
        let at = |name: &str| self.folder.join(name).display().to_string();
        format!(
            "export GIT_SSH_COMMAND='ssh -F /dev/null -p {} -i {} -o IdentitiesOnly=yes -o BatchMode=yes \
             -o UserKnownHostsFile={} -o GlobalKnownHostsFile=/dev/null -o StrictHostKeyChecking=yes'",
            self.port,
            world().folder.join("keys/anna").display(),
            at("known")
        )
    }
}

#[test]
fn a_push_over_ssh_is_judged_alike() {
    if !Path::new(PROGRAM).exists() {
        assert!(std::env::var_os("CI").is_none(), "{PROGRAM} is missing: apt-get install openssh-server");
        eprintln!("not run: {PROGRAM} is missing (apt-get install openssh-server)");
        return;
    }
    let server = Server::new();
    let sshd = Sshd::start(&server.folder);
    let remote = format!(
        "git remote set-url origin ssh://$(id -un)@127.0.0.1:{}$(cd ../server.git && pwd)",
        sshd.port
    );
    server.must("anna", &remote);
    let over = sshd.variables();
    server.must(
        "anna",
        &format!(
            "{over}; git fetch -q origin && git commit -q -S --allow-empty -m Good && git push -q origin main"
        ),
    );
    server.must(
        "anna",
        "git commit -q --no-gpg-sign --allow-empty -m Bad && git commit -q -S --allow-empty -m Good",
    );
    let said = server.refused("anna", &format!("{over}; git push origin main"));
    assert!(said.contains("remote: error[unsigned-commit]"), "{said}");
    let said = server.refused("anna", &format!("{over}; git push origin :main"));
    assert!(said.contains("remote: error[main-branch]"), "{said}");
}
