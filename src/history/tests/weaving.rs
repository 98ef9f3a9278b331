//! Merges as git makes them: common ancestors and results, on histories that cross and branch at random.

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;
use std::process::Command;

use git2::Oid;
use proptest::prelude::*;

use crate::history::order::Order;
use crate::history::parting::parting;
use crate::history::weave::Weaver;
use crate::register::{Objects, Register, ancestry, entry_at};

const FILES: [&str; 3] = ["one", "two", "three"];
const LINES: usize = 9;

/// What happens on one of two branches.
#[derive(Clone, Debug)]
enum Act {
    /// A line of a file is set to one of three texts.
    Edit { branch: usize, file: usize, line: usize, text: usize },
    /// A file goes, or comes back as it was first.
    Toggle { branch: usize, file: usize },
    /// Each branch is merged into the other, conflicts solved in its own favour: the histories cross.
    Cross,
    /// One branch is merged into the other.
    Join { branch: usize },
}

fn act() -> impl Strategy<Value = Act> {
    let edit = (0..2_usize, 0..FILES.len(), 0..LINES, 0..3_usize)
        .prop_map(|(branch, file, line, text)| Act::Edit { branch, file, line, text });
    prop_oneof![
        8 => edit,
        1 => (0..2_usize, 0..FILES.len()).prop_map(|(branch, file)| Act::Toggle { branch, file }),
        3 => Just(Act::Cross),
        1 => (0..2_usize).prop_map(|branch| Act::Join { branch }),
    ]
}

struct Repository {
    folder: tempfile::TempDir,
    /// Where the two branches stand.
    tips: [String; 2],
    acts: usize,
}

impl Repository {
    fn new() -> Self {
        let mut made = Self { folder: tempfile::tempdir().unwrap(), tips: Default::default(), acts: 0 };
        made.git(&["init", "-q", "-b", "main", "."]);
        for file in FILES {
            fs::write(made.path(file), made.first(file)).unwrap();
        }
        let root = made.commit();
        made.tips = [root.clone(), root];
        made
    }

    fn path(&self, file: &str) -> std::path::PathBuf {
        self.folder.path().join(file)
    }

    fn first(&self, file: &str) -> String {
        (0..LINES).map(|line| format!("{file} has a line {line}\n")).collect()
    }

    fn ran(&self, arguments: &[&str]) -> (bool, String) {
        let date = format!("{} +0000", 1_767_225_600 + self.acts * 60);
        let output = Command::new("git")
            .arg("-C")
            .arg(self.folder.path())
            .args(["-c", "user.name=A", "-c", "user.email=a@example.org", "-c", "commit.gpgSign=false"])
            .args(arguments)
            .env("GIT_CONFIG_GLOBAL", "/dev/null")
            .env("GIT_CONFIG_NOSYSTEM", "1")
            .env("GIT_AUTHOR_DATE", &date)
            .env("GIT_COMMITTER_DATE", &date)
            .output()
            .unwrap();
        (output.status.success(), String::from_utf8_lossy(&output.stdout).trim().to_owned())
    }

    fn git(&self, arguments: &[&str]) -> String {
        let (well, said) = self.ran(arguments);
        assert!(well, "git {arguments:?}");
        said
    }

    fn commit(&self) -> String {
        self.git(&["add", "-A"]);
        self.git(&["commit", "-q", "--allow-empty", "-m", "x"]);
        self.git(&["rev-parse", "HEAD"])
    }

    fn play(&mut self, act: &Act) {
        self.acts += 1;
        match *act {
            Act::Edit { branch, file, line, text } => self.on(branch, |made| {
                let path = made.path(FILES[file]);
                let Ok(content) = fs::read_to_string(&path) else { return };
                let mut lines: Vec<String> = content.lines().map(str::to_owned).collect();
                if let Some(place) = lines.get_mut(line) {
                    *place = format!("{} is now {text} at {line}", FILES[file]);
                }
                fs::write(path, lines.join("\n") + "\n").unwrap();
            }),
            Act::Toggle { branch, file } => self.on(branch, |made| {
                let path = made.path(FILES[file]);
                match path.exists() {
                    true => fs::remove_file(path).unwrap(),
                    false => fs::write(path, made.first(FILES[file])).unwrap(),
                }
            }),
            Act::Join { branch } => self.tips[branch] = self.merged(branch),
            Act::Cross => self.tips = [self.merged(0), self.merged(1)],
        }
    }

    fn on(&mut self, branch: usize, change: impl FnOnce(&Self)) {
        self.git(&["checkout", "-q", "-f", "--detach", &self.tips[branch]]);
        change(self);
        self.tips[branch] = self.commit();
    }

    fn merged(&self, branch: usize) -> String {
        self.git(&["checkout", "-q", "-f", "--detach", &self.tips[branch]]);
        let (well, _) =
            self.ran(&["merge", "-q", "--no-ff", "-X", "ours", "-m", "x", &self.tips[1 - branch]]);
        if !well {
            // One side changed what the other removed: the file as it stands in the work tree now.
            self.git(&["add", "-A"]);
            self.git(&["commit", "-q", "-m", "x"]);
        }
        self.git(&["rev-parse", "HEAD"])
    }
}

/// What git makes of the two branches: the tree, and the paths that are in conflict.
fn git_merges(made: &Repository) -> (Oid, BTreeSet<String>) {
    let [ours, theirs] = &made.tips;
    let (_, said) = made.ran(&["merge-tree", "--write-tree", "--no-messages", "--name-only", ours, theirs]);
    let mut lines = said.lines();
    let tree = Oid::from_str(lines.next().unwrap()).unwrap();
    (tree, lines.filter(|line| !line.is_empty()).map(str::to_owned).collect())
}

fn weaves_as_git_does(made: &Repository) {
    let objects = opened(made.folder.path());
    let [ours, theirs] = [0, 1].map(|at| Oid::from_str(&made.tips[at]).unwrap());
    // Both branches, as if they were merged.
    let tip = made.git(&[
        "commit-tree",
        "-m",
        "x",
        "-p",
        &made.tips[0],
        "-p",
        &made.tips[1],
        &format!("{ours}^{{tree}}"),
    ]);
    let order = Order::of(ancestry(&objects, Oid::from_str(&tip).unwrap(), None).unwrap(), None);
    let bases = parting(&objects, &order, theirs, &[ours]).unwrap().bases;
    let git: BTreeSet<String> =
        made.git(&["merge-base", "--all", &made.tips[0], &made.tips[1]]).lines().map(str::to_owned).collect();
    assert_eq!(bases.iter().map(ToString::to_string).collect::<BTreeSet<_>>(), git);

    let (tree, in_conflict) = git_merges(made);
    let weaver = Weaver::new(&objects, &order);
    for file in FILES {
        let base = weaver.base(&bases, file).unwrap();
        let ways =
            weaver.merged(base, weaver.at(ours, file).unwrap(), weaver.at(theirs, file).unwrap()).unwrap();
        match in_conflict.contains(file) {
            true => assert_eq!(ways, [], "{file} is in conflict"),
            false => {
                let git = entry_at(&objects, tree, file).unwrap();
                assert!(ways.contains(&git), "{file}: {ways:?}, not {git:?}");
            }
        }
    }
}

fn opened(folder: &Path) -> Objects {
    Register::discover(folder).unwrap().objects().unwrap()
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 6, max_shrink_iters: 30, ..ProptestConfig::default() })]

    #[test]
    fn merges_are_what_git_makes_of_them(acts in prop::collection::vec(act(), 2..9)) {
        let mut made = Repository::new();
        acts.iter().for_each(|act| made.play(act));
        weaves_as_git_does(&made);
    }
}

/// Histories that crossed twice, with conflicts that each side solved in its own favour.
#[test]
fn histories_that_cross_have_a_base_that_is_merged_itself() {
    let edit = |branch, line, text| Act::Edit { branch, file: 0, line, text };
    let acts = [
        edit(0, 1, 0),
        edit(1, 1, 1),
        Act::Cross,
        edit(0, 4, 0),
        edit(1, 4, 1),
        Act::Cross,
        edit(0, 7, 0),
        edit(1, 0, 1),
    ];
    let mut made = Repository::new();
    acts.iter().for_each(|act| made.play(act));
    weaves_as_git_does(&made);
}
