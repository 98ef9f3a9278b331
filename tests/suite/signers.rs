//! Whatever git would sign with, a step is signed with: a key that an agent holds, from a linked work tree; and a signer
//! that never ends is ended.

use std::fs;

use super::register::Register;

const ACCEPT: &str = "iwcp step 2026-0003 accept";

#[test]
fn an_agent_signs_a_step() {
    let register = Register::with_reports();
    let folder = register.folder();
    let anna = register.seat("anna", &folder);
    // A socket's path has to be short.
    anna.must(
        "agent=$(mktemp -d /tmp/agent.XXXXXX); eval \"$(ssh-agent -a $agent/s)\" >/dev/null
         trap 'kill $SSH_AGENT_PID; rm -rf $agent' EXIT
         ssh-add -q $KEYS/anna
         git config user.signingkey \"key::$(cut -d' ' -f1,2 $KEYS/anna.pub)\"
         mkdir ../nobody; export HOME=$PWD/../nobody
         iwcp step 2026-0003 accept",
    );
    // Without the agent nobody holds the key.
    let ran = anna.run("HOME=/nowhere iwcp step 2026-0003 circulate --set upgrade=software");
    assert_ne!(ran.status, 0, "{}", ran.text());
    assert_eq!(
        anna.must("git status --porcelain; git log -1 --format=%s; iwcp verify 2>/dev/null"),
        "2026-0003: accept the remedial action (clause 4, 7)\nno findings in 26 commits, 25 steps\n"
    );
}

#[test]
fn a_step_is_made_in_a_linked_work_tree() {
    let register = Register::with_reports();
    let folder = register.folder();
    let anna = register.seat("anna", &folder);
    anna.must("git worktree add -q -b side ../side");
    let side = folder.join("../side");
    let there = register.seat("anna", &side);
    there.must(ACCEPT);
    assert_eq!(there.must("git status --porcelain; git log -1 --format=%s").lines().count(), 1);
    assert!(there.must("iwcp show 2026-0003").contains("remedial-action"));
    assert!(there.must("iwcp verify").contains("no findings in 26 commits"));
    // The other work tree has its own branch, and takes no note of it.
    assert_eq!(anna.must("git rev-parse HEAD").trim(), register.start);
    assert_eq!(anna.must("git status --porcelain; ls .git/*.lock 2>/dev/null || true"), "");
    assert!(anna.must("iwcp show 2026-0003").contains("responded"));
}

#[test]
fn a_signer_that_hangs_is_ended() {
    let register = Register::with_reports();
    let folder = register.folder();
    let anna = register.seat("anna", &folder);
    let signer = folder.join("../signer");
    fs::write(&signer, "#!/bin/sh\nexec sleep 600\n").unwrap();
    anna.must("chmod +x ../signer; git config gpg.ssh.program $PWD/../signer");
    let before = anna.must("git rev-parse HEAD; git status --porcelain; ls .git");
    let ran = anna.run(&format!("IWCP_SIGN_TIMEOUT=1 {ACCEPT}"));
    assert_eq!(ran.status, 3, "{}", ran.text());
    assert!(ran.stderr.contains("gave no answer within 1 s"), "{}", ran.text());
    assert_eq!(anna.must("git rev-parse HEAD; git status --porcelain; ls .git"), before);
}
