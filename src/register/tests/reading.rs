//! Reading: objects, trees and differences as git itself tells them.

use super::Sandbox;
use crate::register::*;
use std::fs;

fn as_git_prints(changes: &[Change]) -> Vec<String> {
    let side = |entry: Option<Entry>| entry.map_or((0, Oid::ZERO_SHA1), |entry| (entry.mode, entry.oid));
    let line = |change: &Change| {
        let ((old_mode, old), (new_mode, new)) = (side(change.old), side(change.new));
        format!(":{old_mode:06o} {new_mode:06o} {old} {new} {}", change.path)
    };
    changes.iter().map(line).collect()
}

/// A history in which files become folders and folders files.
fn random_history(sandbox: &Sandbox) -> Vec<Oid> {
    let mut seed = 7_u32;
    let mut random = move || {
        seed = seed.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
        seed >> 8
    };
    let names = ["a", "a.b", "a-b", "ab", "b", "c", "é", "a b", "Z"];
    let mut tips = vec![sandbox.oid("HEAD")];
    for _ in 0..25 {
        for _ in 0..6 {
            let depth = random() % 3 + 1;
            let parts: Vec<_> = (0..depth).map(|_| names[random() as usize % names.len()]).collect();
            let path = sandbox.join("tree").join(parts.join("/"));
            // What stands in the way goes: so files become folders, and folders files.
            for folder in path.ancestors().skip(1) {
                if folder.is_file() {
                    fs::remove_file(folder).unwrap();
                }
            }
            if path.is_dir() {
                fs::remove_dir_all(&path).unwrap();
            } else if path.exists() && random() % 2 == 0 {
                fs::remove_file(&path).unwrap();
                continue;
            }
            fs::create_dir_all(path.parent().unwrap()).unwrap();
            fs::write(path, random().to_string()).unwrap();
        }
        tips.push(sandbox.commit("more"));
    }
    tips
}

#[test]
fn changes_are_those_of_git_diff_tree() {
    let sandbox = Sandbox::register();
    let tips = random_history(&sandbox);
    let objects = sandbox.objects();
    for pair in tips.windows(2) {
        let tree = |oid| objects.commit(oid).unwrap().tree;
        let ours = as_git_prints(&changes(&objects, Some(tree(pair[0])), tree(pair[1])).unwrap());
        let (old, new) = (pair[0].to_string(), pair[1].to_string());
        let theirs = sandbox.git(&["-c", "core.quotePath=false", "diff-tree", "-r", &old, &new]);
        let theirs: Vec<String> = theirs
            .lines()
            .map(|line| {
                let (head, path) = line.split_once('\t').unwrap();
                format!("{} {path}", &head[..head.len() - 2])
            })
            .collect();
        assert_eq!(ours, theirs);
        let files: Vec<_> = walk_files(&objects, tree(pair[1]), "").map(|file| file.unwrap().0).collect();
        let listed = sandbox.git(&["-c", "core.quotePath=false", "ls-tree", "-r", "--name-only", &new]);
        assert_eq!(files, listed.lines().collect::<Vec<_>>());
        for path in &files {
            let entry = entry_at(&objects, tree(pair[1]), path).unwrap().unwrap();
            assert_eq!(entry.oid, sandbox.oid(&format!("{new}:{path}")), "{path}");
        }
    }
}

#[test]
fn a_signed_commit_is_taken_apart_as_git_verifies_it() {
    let sandbox = Sandbox::register();
    let key = sandbox.join(".git/key");
    let key = key.to_str().unwrap();
    let made =
        std::process::Command::new("ssh-keygen").args(["-q", "-t", "ed25519", "-N", "", "-f", key]).status();
    assert!(made.unwrap().success());
    sandbox.git(&["config", "gpg.format", "ssh"]);
    sandbox.git(&["config", "user.signingkey", key]);
    sandbox.git(&["config", "i18n.commitEncoding", "ISO-8859-1"]);
    sandbox.git(&["commit", "-q", "--allow-empty", "-S", "-m", "a subject\n\na body\n\nStep: x"]);
    let commit = sandbox.objects().commit(sandbox.oid("HEAD")).unwrap();
    assert_eq!(commit.encoding.as_deref(), Some("ISO-8859-1"));
    assert_eq!(
        (commit.author.name.as_str(), commit.author.seconds, commit.author.offset),
        ("Ann", 1_777_885_200, 60)
    );
    assert_eq!(commit.message, b"a subject\n\na body\n\nStep: x\n");
    let signature = sandbox.join(".git/signature");
    fs::write(&signature, commit.signature.unwrap()).unwrap();
    let mut check = std::process::Command::new("ssh-keygen")
        .args(["-Y", "check-novalidate", "-n", "git", "-s"])
        .arg(&signature)
        .stdin(std::process::Stdio::piped())
        .stdout(std::process::Stdio::null())
        .spawn()
        .unwrap();
    std::io::Write::write_all(&mut check.stdin.take().unwrap(), &commit.payload).unwrap();
    assert!(check.wait().unwrap().success());
}

#[test]
fn ancestry_has_parents_first_and_stops_exactly() {
    let sandbox = Sandbox::register();
    let root = sandbox.oid("HEAD");
    let early = sandbox.commit("early");
    let late = sandbox.commit("late");
    sandbox.git(&["switch", "-q", "-c", "side", &early.to_string()]);
    let side = sandbox.commit("side");
    sandbox.git(&["switch", "-q", "main"]);
    sandbox.git(&["merge", "-q", "--no-ff", "-m", "merge", "side"]);
    let merge = sandbox.oid("HEAD");
    let objects = sandbox.objects();
    let all = ancestry(&objects, merge, None).unwrap();
    assert_eq!(all.commits, [root, early, late, side, merge]);
    assert_eq!(all.roots, [root]);
    // `side` stands on a commit behind `late`: the walk goes past `late`, and must not return what is behind it.
    let since = ancestry(&objects, merge, Some(late)).unwrap();
    assert_eq!((since.commits, since.roots), (vec![side, merge], vec![]));
    assert_eq!(ancestry(&objects, late, Some(late)).unwrap(), Ancestry::default());
}

#[test]
fn a_long_history_does_not_exhaust_the_stack() {
    let sandbox = Sandbox::new();
    let mut stream = String::new();
    for n in 0..20_000 {
        stream.push_str(&format!(
            "commit refs/heads/main\ncommitter A <a@b> {} +0000\ndata 1\nx\n",
            1_000_000_000 + n
        ));
    }
    sandbox.git_with(&["fast-import", "--quiet"], stream.as_bytes());
    let objects = sandbox.objects();
    let tip = sandbox.oid("main");
    let thread = std::thread::Builder::new().stack_size(256 << 10);
    let count = thread.spawn(move || ancestry(&objects, tip, None).unwrap().commits.len()).unwrap();
    assert_eq!(count.join().unwrap(), 20_000);
}

#[test]
fn a_shallow_clone_misses_a_commit_and_says_which() {
    let sandbox = Sandbox::register();
    let root = sandbox.oid("HEAD");
    sandbox.commit("second");
    sandbox.git(&["clone", "-q", "--depth", "1", &format!("file://{}", sandbox.path().display()), "shallow"]);
    let register = Register::open(&sandbox.join("shallow")).unwrap();
    assert!(register.is_shallow());
    let tip = register.head().unwrap().oid.unwrap();
    let error = ancestry(&register.objects().unwrap(), tip, None).unwrap_err();
    assert_eq!(error, ObjectError::Missing(root));
}

#[test]
fn grafts_and_replace_refs_are_not_followed() {
    let sandbox = Sandbox::register();
    let root = sandbox.oid("HEAD");
    let second = sandbox.commit("second");
    fs::create_dir_all(sandbox.join(".git/info")).unwrap();
    fs::write(sandbox.join(".git/info/grafts"), format!("{second}\n")).unwrap();
    sandbox.git(&["replace", &second.to_string(), &root.to_string()]);
    let register = sandbox.open();
    assert_eq!(register.objects().unwrap().commit(second).unwrap().parents, [root]);
    assert_eq!(register.replace_refs().unwrap(), [format!("refs/replace/{second}")]);
}

#[test]
fn damage_absence_and_size_are_told_apart() {
    let sandbox = Sandbox::register();
    let blob = sandbox.oid("HEAD:register.yaml");
    let objects = sandbox.objects();
    assert_eq!(objects.blob(blob, 3), Err(ObjectError::TooLarge(blob, 15, 3)));
    assert!(matches!(objects.tree(blob), Err(ObjectError::Malformed(..))));
    let absent = Oid::from_str(&"1".repeat(40)).unwrap();
    assert_eq!(objects.blob(absent, 3), Err(ObjectError::Missing(absent)));
    let (folder, rest) = (&blob.to_string()[..2], &blob.to_string()[2..]);
    let file = sandbox.join(".git/objects").join(folder).join(rest);
    let other = sandbox.oid("HEAD:reports/2026/a.yaml").to_string();
    let content = fs::read(sandbox.join(".git/objects").join(&other[..2]).join(&other[2..])).unwrap();
    fs::remove_file(&file).unwrap();
    fs::write(&file, content).unwrap();
    assert!(matches!(sandbox.objects().blob(blob, 100), Err(ObjectError::Corrupt(..))));
}

#[test]
fn a_repository_that_is_no_register_is_refused_with_advice() {
    let nothing = tempfile::tempdir().unwrap();
    let refused = |path: &std::path::Path| match Register::open(path) {
        Ok(_) => panic!("{} was opened", path.display()),
        Err(error) => error,
    };
    assert!(matches!(refused(nothing.path()), RegisterError::NoRepository(_)));
    let sandbox = Sandbox::new();
    assert!(matches!(refused(sandbox.path()), RegisterError::Unborn { .. }));
    sandbox.write("readme", "x");
    sandbox.commit("no register");
    let error = refused(sandbox.path());
    assert!(matches!(error, RegisterError::NoRegister(_)), "{error}");
    assert!(error.advice().unwrap().contains("iwcp init"));
    sandbox.git(&["init", "-q", "--object-format=sha256", "sha256"]);
    assert!(matches!(refused(&sandbox.join("sha256")), RegisterError::Unborn { .. }));
    if sandbox.try_git(&["init", "-q", "--ref-format=reftable", "reftable"], b"").0 {
        assert!(matches!(refused(&sandbox.join("reftable")), RegisterError::Reftable));
    }
}

#[test]
fn linked_and_bare_repositories_are_found() {
    let sandbox = Sandbox::register();
    sandbox.git(&["worktree", "add", "-q", "linked", "-b", "other"]);
    let linked = Register::open(&sandbox.join("linked/reports")).unwrap();
    assert_eq!(linked.head().unwrap().branch.as_deref(), Some("refs/heads/other"));
    assert!(linked.git_dir().ends_with("worktrees/linked"));
    assert!(linked.common_dir().ends_with(".git"));
    sandbox.git(&["clone", "-q", "--bare", ".", "bare.git"]);
    let bare = Register::open(&sandbox.join("bare.git")).unwrap();
    assert_eq!(bare.root_dir(), None);
    assert!(matches!(Transaction::begin(&bare), Err(RegisterError::Bare)));
}
