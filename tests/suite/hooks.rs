//! The hooks of a clone: installed beside those that are there, they keep people from committing and pushing what would
//! be refused later on.

use std::fs;
use std::os::unix::fs::PermissionsExt;

use super::register::Register;

const COMMENTED: &str = "#!/bin/sh\n# Somebody's own.\necho ran >>../ran\n";

fn script(path: &std::path::Path, text: &str) {
    fs::create_dir_all(path.parent().unwrap()).unwrap();
    fs::write(path, text).unwrap();
    fs::set_permissions(path, fs::Permissions::from_mode(0o755)).unwrap();
}

#[test]
fn hooks_stand_beside_those_that_are_there() {
    let register = Register::with_reports();
    let folder = register.folder();
    let seat = register.seat("anna", &folder);
    script(&folder.join(".git/hooks/pre-commit"), COMMENTED);
    let said = seat.must("iwcp hook install && iwcp hook install && iwcp hook list");
    assert!(said.contains("runs first"), "{said}");
    seat.must("git commit -q -S --allow-empty -m Fine && test \"$(cat ../ran)\" = ran");
    // The one that was there may still refuse.
    script(&folder.join(".git/hooks/pre-commit.before-iwcp"), "#!/bin/sh\nexit 7\n");
    assert_ne!(seat.run("git commit -q -S --allow-empty -m Fine").status, 0);
    script(&folder.join(".git/hooks/pre-commit.before-iwcp"), COMMENTED);
    seat.must("iwcp hook uninstall");
    assert_eq!(fs::read_to_string(folder.join(".git/hooks/pre-commit")).unwrap(), COMMENTED);
    assert!(
        !folder.join(".git/hooks/pre-push").exists()
            && !folder.join(".git/hooks/pre-commit.before-iwcp").exists()
    );
}

#[test]
fn a_folder_of_ones_own_is_used_and_a_shared_one_is_not() {
    let register = Register::with_reports();
    let folder = register.folder();
    let seat = register.seat("anna", &folder);
    seat.must("git config core.hooksPath ../own && iwcp hook install && test -x ../own/pre-push && test ! -e .git/hooks/pre-push");
    let shared = "git config --unset core.hooksPath && cp $HOME/.gitconfig ../shared && \
                  git config -f ../shared core.hooksPath /tmp/nobody && export GIT_CONFIG_GLOBAL=$PWD/../shared; iwcp hook install";
    let ran = seat.run(shared);
    assert!(ran.status == 3 && ran.stderr.contains("for all your repositories"), "{}", ran.text());
    // What is kept there already is never lost.
    script(&folder.join(".git/hooks/commit-msg"), COMMENTED);
    script(&folder.join(".git/hooks/commit-msg.before-iwcp"), "#!/bin/sh\n");
    let ran = seat.run("iwcp hook install");
    assert!(ran.status == 3 && ran.stderr.contains("commit-msg.before-iwcp"), "{}", ran.text());
    assert!(!folder.join(".git/hooks/pre-commit").exists());
    assert_eq!(fs::read_to_string(folder.join(".git/hooks/commit-msg")).unwrap(), COMMENTED);
}

#[test]
fn a_commit_is_checked_before_it_is_made() {
    let register = Register::with_reports();
    let folder = register.folder();
    let seat = register.seat("olga", &folder);
    seat.must("iwcp hook install");
    let ran = seat.run("sed -i 's/^discovered: .*/discovered: someday/' reports/2026/2026-0001.yaml && git commit -q -S -a -m Faulty");
    assert!(ran.status != 0 && ran.said().contains("error[malformed-value]"), "{}", ran.text());
    seat.must("git restore -S -W .");
    // A document that changes by a commit without a step.
    let ran = seat.run("sed -i 's/^status: .*/status: not-referred/' reports/2026/2026-0003.yaml && git commit -q -S -a -m 'Away with it'");
    assert!(ran.status != 0 && ran.said().contains("error["), "{}", ran.text());
    seat.must("git restore -S -W .");
    // What was wrong before somebody came is not theirs to mend.
    seat.must(
        "sed -i 's/^discovered: .*/discovered: someday/' reports/2026/2026-0001.yaml && git commit -q -S -a --no-verify -m Faulty",
    );
    seat.must("printf 'note\\n' >note.txt && git add note.txt && git commit -q -S -m Note && git commit -q -S --amend -m 'A note'");
}

#[test]
fn a_push_is_verified_before_it_leaves() {
    let register = Register::with_reports();
    let folder = register.folder();
    let seat = register.seat("anna", &folder);
    seat.must("git init -q --bare ../there.git && git remote add origin ../there.git && git push -q origin main && iwcp hook install");
    seat.must("git commit -q -S --allow-empty -m Good && git push -q origin main");
    let ran = seat.run("git commit -q --no-gpg-sign --allow-empty -m Bad && git push -q origin main");
    assert!(ran.status != 0 && ran.said().contains("error[unsigned-commit]"), "{}", ran.text());
    assert!(ran.said().contains("nothing was pushed"), "{}", ran.text());
    seat.must("git reset -q --hard HEAD^ && git push -q origin main main:refs/heads/other && git push -q origin :other");
}

#[test]
fn a_push_is_verified_from_the_root_that_is_pinned() {
    let register = Register::with_reports();
    let folder = register.folder();
    let seat = register.seat("anna", &folder);
    seat.must("git init -q --bare ../away.git && git remote add away ../away.git && iwcp hook install");
    seat.must("git commit -q -S --allow-empty -m Fine");
    let ran = seat.run("IWCP_ROOT=$(git rev-parse HEAD~1) git push -q away HEAD:refs/heads/main");
    assert!(ran.status != 0 && ran.said().contains("error[root-mismatch]"), "{}", ran.text());
}
