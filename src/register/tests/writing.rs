//! Writing: a change is whole or has not happened, and touches nothing else of the user's.

use super::Sandbox;
use crate::register::*;
use std::fs;
use std::os::unix::fs::PermissionsExt;

const REPORT: &str = "reports/2026/a.yaml";
const SIGNATURE: &str = "-----BEGIN SSH SIGNATURE-----\nAAAA\n-----END SSH SIGNATURE-----\n";

fn step(changes: &[(&str, Option<&str>)]) -> StepCommit {
    let person = Identity { name: "Ann".into(), email: "a@b".into(), seconds: 1_777_885_200, offset: 60 };
    let own =
        |(path, text): &(&str, Option<&str>)| ((*path).to_owned(), text.map(|text| text.as_bytes().to_vec()));
    StepCommit {
        changes: changes.iter().map(own).collect(),
        message: "a: step\n\nStep: x\n".into(),
        author: person.clone(),
        committer: person,
    }
}

fn make(register: &Register, changes: &[(&str, Option<&str>)]) -> Result<Oid, RegisterError> {
    let mut prepared = Transaction::begin(register)?.prepare(&step(changes))?;
    let oid = prepared.seal(SIGNATURE)?;
    let published = prepared.publish(oid, "iwcp: step")?;
    assert_eq!(published.warnings, Vec::<String>::new());
    Ok(oid)
}

fn refusal(result: Result<Oid, RegisterError>) -> &'static str {
    match result.unwrap_err() {
        RegisterError::Changed { how, .. } => how,
        other => panic!("{other}"),
    }
}

fn assert_clean(sandbox: &Sandbox) {
    assert_eq!(sandbox.git(&["status", "--porcelain"]), "");
    assert_eq!(sandbox.git(&["diff-files"]), "");
    assert_eq!(sandbox.git(&["fsck", "--full", "--strict", "--no-dangling"]), "");
    assert_eq!(fs::read_dir(sandbox.join(".git/iwcp")).unwrap().count(), 1, "only the lock stays");
}

#[test]
fn a_step_is_one_commit_and_leaves_nothing_behind() {
    let sandbox = Sandbox::register();
    fs::set_permissions(sandbox.join(REPORT), fs::Permissions::from_mode(0o600)).unwrap();
    let old = sandbox.oid("HEAD");
    let oid = make(&sandbox.open(), &[(REPORT, Some("id: b\n")), ("evidence/x/y.age", Some("z"))]).unwrap();
    assert_eq!((sandbox.oid("HEAD"), sandbox.oid("HEAD^")), (oid, old));
    assert_eq!(sandbox.read(REPORT), "id: b\n");
    assert_eq!(fs::metadata(sandbox.join(REPORT)).unwrap().permissions().mode() & 0o777, 0o600);
    assert_clean(&sandbox);
    assert_eq!(sandbox.git(&["reflog", "-1", "--format=%gs"]), "iwcp: step");
    assert_eq!(sandbox.git(&["reflog", "-1", "--format=%gs", "main"]), "iwcp: step");
    let commit = sandbox.objects().commit(oid).unwrap();
    assert_eq!(commit.signature.as_deref(), Some(SIGNATURE));
    make(&sandbox.open(), &[("evidence/x/y.age", None)]).unwrap();
    assert!(!sandbox.join("evidence").exists());
    assert_clean(&sandbox);
}

#[test]
fn the_first_commit_of_a_branch_and_packed_refs_work() {
    let sandbox = Sandbox::new();
    let register = Register::discover(sandbox.path()).unwrap();
    let root =
        make(&register, &[("register.yaml", Some("process: 3.2.0\n")), (REPORT, Some("id: a\n"))]).unwrap();
    assert_eq!(sandbox.git(&["rev-list", "--max-parents=0", "HEAD"]), root.to_string());
    assert_clean(&sandbox);
    sandbox.git(&["branch", "-m", "deep/er"]);
    sandbox.git(&["pack-refs", "--all"]);
    make(&sandbox.open(), &[(REPORT, Some("id: b\n"))]).unwrap();
    assert_eq!(sandbox.git(&["rev-list", "--count", "deep/er"]), "2");
    assert_clean(&sandbox);
}

#[test]
fn a_linked_work_tree_moves_its_own_branch() {
    let sandbox = Sandbox::register();
    sandbox.git(&["worktree", "add", "-q", "linked", "-b", "other"]);
    let linked = sandbox.join("linked");
    let register = Register::open(&linked).unwrap();
    let oid = make(&register, &[(REPORT, Some("id: b\n"))]).unwrap();
    assert_eq!(sandbox.oid("other"), oid);
    assert_ne!(sandbox.oid("main"), oid);
    assert_eq!(fs::read_to_string(linked.join(REPORT)).unwrap(), "id: b\n");
    let linked_path = linked.to_str().unwrap();
    assert_eq!(sandbox.git(&["-C", linked_path, "status", "--porcelain"]), "");
}

#[test]
fn what_else_is_staged_stays_exactly_as_it_was() {
    let sandbox = Sandbox::register();
    for name in ["staged", "skipped", "assumed", "conflicted"] {
        sandbox.write(name, "old\n");
    }
    let base = sandbox.commit("more");
    sandbox.git(&["update-index", "--skip-worktree", "skipped"]);
    sandbox.git(&["update-index", "--assume-unchanged", "assumed"]);
    sandbox.write("staged", "new\n");
    sandbox.git(&["add", "staged"]);
    sandbox.write("intended", "x\n");
    sandbox.git(&["add", "-N", "intended"]);
    sandbox.git(&["rm", "-q", "--cached", "conflicted"]);
    let blob = sandbox.oid(&format!("{base}:conflicted"));
    let stages: String = (1..=3).map(|stage| format!("100644 {blob} {stage}\tconflicted\n")).collect();
    sandbox.git_with(&["update-index", "--index-info"], stages.as_bytes());
    let look = || {
        let listed = sandbox.git(&["ls-files", "--stage", "-t", "-v", "--debug"]);
        let ours = listed.find(REPORT).unwrap();
        let next = listed[ours..].find("flags:").unwrap() + ours;
        let line = listed[..ours].rfind('\n').unwrap_or(0);
        (format!("{}{}", &listed[..line], &listed[next..]), sandbox.git(&["diff", "--cached", "--stat"]))
    };
    let before = look();
    make(&sandbox.open(), &[(REPORT, Some("id: b\n"))]).unwrap();
    assert_eq!(look(), before);
    assert_eq!(sandbox.git(&["diff", "--", REPORT]), "");
    assert_eq!(sandbox.git(&["diff", "--cached", "--", REPORT]), "");
}

#[test]
fn changes_of_the_users_own_are_never_overwritten() {
    let sandbox = Sandbox::register();
    let register = sandbox.open();
    let tip = sandbox.oid("HEAD");
    let attempt = || refusal(make(&register, &[(REPORT, Some("id: b\n"))]));
    sandbox.write(REPORT, "id: mine\n");
    assert_eq!(attempt(), "has changes that are not committed");
    sandbox.git(&["add", REPORT]);
    assert_eq!(attempt(), "has staged changes");
    sandbox.git(&["rm", "-q", "--cached", REPORT]);
    assert_eq!(attempt(), "is staged for removal");
    sandbox.git(&["reset", "-q", "--hard"]);
    fs::remove_file(sandbox.join(REPORT)).unwrap();
    assert_eq!(attempt(), "was deleted in the work tree, but not in a commit");
    fs::remove_dir_all(sandbox.join("reports")).unwrap();
    std::os::unix::fs::symlink("/tmp", sandbox.join("reports")).unwrap();
    assert!(attempt().contains("symbolic link"));
    fs::remove_file(sandbox.join("reports")).unwrap();
    sandbox.git(&["reset", "-q", "--hard"]);
    sandbox.write("new.yaml", "mine\n");
    assert_eq!(refusal(make(&register, &[("new.yaml", Some("x\n"))])), "is already there, but in no commit");
    sandbox.git(&["add", "-N", "new.yaml"]);
    assert!(refusal(make(&register, &[("new.yaml", Some("x\n"))])).contains("add -N"));
    assert_eq!(sandbox.read("new.yaml"), "mine\n");
    assert_eq!(sandbox.oid("HEAD"), tip);
    for path in ["../x", "a//b", ".git/config", "a/.GIT/x", "/x", ""] {
        assert!(matches!(make(&register, &[(path, Some("x"))]), Err(RegisterError::Path(_))), "{path}");
    }
}

#[test]
fn crlf_in_the_work_tree_stays_crlf() {
    let sandbox = Sandbox::register();
    sandbox.git(&["config", "core.autocrlf", "true"]);
    fs::remove_file(sandbox.join(REPORT)).unwrap();
    sandbox.git(&["checkout", "--", REPORT]);
    assert_eq!(sandbox.read(REPORT), "id: a\r\n");
    make(&sandbox.open(), &[(REPORT, Some("id: b\nx: y\n"))]).unwrap();
    assert_eq!(sandbox.read(REPORT), "id: b\r\nx: y\r\n");
    assert_eq!(sandbox.git(&["status", "--porcelain"]), "");
}

#[test]
fn locks_of_others_are_refused_and_left_alone() {
    let sandbox = Sandbox::register();
    let tip = sandbox.oid("HEAD");
    for name in ["index.lock", "HEAD.lock", "refs/heads/main.lock"] {
        let lock = sandbox.join(".git").join(name);
        fs::write(&lock, "").unwrap();
        let error = make(&sandbox.open(), &[(REPORT, Some("id: b\n"))]).unwrap_err();
        assert!(matches!(&error, RegisterError::Locked { age: Some(_), holder: None, .. }), "{error}");
        assert!(error.to_string().contains(name) && error.advice().unwrap().contains("rm"));
        fs::remove_file(lock).unwrap();
        assert_eq!(sandbox.oid("HEAD"), tip);
        assert_clean(&sandbox);
    }
    sandbox.git(&["switch", "-q", "--detach"]);
    assert!(matches!(make(&sandbox.open(), &[(REPORT, Some("b"))]), Err(RegisterError::Detached)));
}

/// Another work tree of the same repository has turns of its own: its locks are not ours to take away.
#[test]
fn a_lock_of_another_iwcp_names_its_process() {
    let sandbox = Sandbox::register();
    let lock = sandbox.join(".git/refs/heads/main.lock");
    for (process, running, advice) in [
        (std::process::id(), "which is running", "again"),
        (i32::MAX as u32, "which is not running here", "rm"),
    ] {
        fs::write(&lock, format!("iwcp {process}\0/elsewhere\n")).unwrap();
        let error = make(&sandbox.open(), &[(REPORT, Some("id: b\n"))]).unwrap_err();
        let said = error.to_string();
        assert!(said.contains(&process.to_string()) && said.contains(running), "{said}");
        assert!(error.advice().unwrap().contains(advice), "{error}");
    }
}

#[test]
fn a_branch_that_moved_meanwhile_is_not_moved() {
    let sandbox = Sandbox::register();
    let register = sandbox.open();
    let mut prepared =
        Transaction::begin(&register).unwrap().prepare(&step(&[(REPORT, Some("b\n"))])).unwrap();
    let oid = prepared.seal(SIGNATURE).unwrap();
    let other = sandbox.commit("meanwhile");
    assert!(matches!(prepared.publish(oid, "x"), Err(RegisterError::Moved { .. })));
    assert_eq!(sandbox.oid("HEAD"), other);
    assert_clean(&sandbox);
}

#[test]
fn a_killed_step_is_finished_or_forgotten() {
    let sandbox = Sandbox::register();
    let old = sandbox.oid("HEAD");
    let new = make(&sandbox.open(), &[(REPORT, Some("id: b\n"))]).unwrap();
    let (old_blob, new_blob) =
        (sandbox.oid(&format!("{old}:{REPORT}")), sandbox.oid(&format!("{new}:{REPORT}")));
    let journal = format!(
        r#"{{"branch":"refs/heads/main","commit":"{new}","log":"x\n",
        "files":[{{"path":"{REPORT}","old":[33188,"{old_blob}"],"new":[33188,"{new_blob}"]}}]}}"#
    );
    let leave_behind = |branch_at: Oid| {
        sandbox.git(&["reset", "-q", "--hard", &old.to_string()]);
        sandbox.git(&["update-ref", "refs/heads/main", &branch_at.to_string()]);
        sandbox.write(".git/iwcp/journal", &journal);
        let lock = sandbox.join(".git/index.lock");
        sandbox.write(".git/iwcp/step/held", &format!("iwcp 1\0{}\n", lock.display()));
        fs::copy(sandbox.join(".git/iwcp/step/held"), lock).unwrap();
        sandbox.write(".git/iwcp/step/index.new.lock", "half");
    };
    leave_behind(new);
    sandbox.open();
    assert_eq!(sandbox.read(REPORT), "id: b\n");
    assert_clean(&sandbox);
    leave_behind(old);
    sandbox.open();
    assert_eq!(sandbox.read(REPORT), "id: a\n");
    assert_clean(&sandbox);
}
