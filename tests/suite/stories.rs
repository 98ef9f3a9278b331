//! Whole lives of documents through the built program, as scripts (`tests/stories/`), each read back with plain git.

use std::path::Path;

use super::cases;
use super::register::Register;
use super::script::Script;

/// The stories.
pub(super) fn all() -> Vec<std::path::PathBuf> {
    cases::entries("tests/stories", |path| path.extension().is_some_and(|end| end == "txt"))
}

#[test]
fn every_story_goes_as_it_is_told() {
    cases::run(&all(), tell);
}

#[test]
#[ignore = "not true yet"]
fn every_clause_has_a_story() {
    for clause in 1..=9 {
        let prefix = format!("clause-{clause}-");
        assert!(
            all().iter().any(|path| cases::name(path).starts_with(&prefix)),
            "clause {clause} has no story"
        );
    }
}

fn tell(path: &Path) -> Result<(), String> {
    let script = Script::read(path);
    let register = Register::new();
    register.furnish(&script);
    for command in &script.commands {
        command.run(&register.folder(), &register.files())?;
    }
    read_back(&register, &script)
}

/// The history as git itself sees it, and as the program does.
fn read_back(register: &Register, script: &Script) -> Result<(), String> {
    let folder = register.folder();
    let seat = register.seat("aldo", &folder);
    let well = |what: &str| {
        let ran = seat.run(what);
        if ran.status == 0 { Ok(ran.stdout.clone()) } else { Err(format!("{what}\n{}", ran.text())) }
    };
    let fsck = seat.run("git fsck --strict --no-dangling --no-progress");
    if fsck.status != 0 || !fsck.said().is_empty() {
        return Err(format!("git fsck --strict\n{}", fsck.text()));
    }
    let log = format!(
        "git log --reverse --topo-order --no-merges --format='%(trailers:key=Step,valueonly)' {}..HEAD",
        register.start
    );
    let steps: Vec<String> = well(&log)?.split_whitespace().map(str::to_owned).collect();
    if steps != script.steps {
        return Err(format!(
            "the steps are not as told\n  told:   {}\n  in git: {}",
            script.steps.join(" "),
            steps.join(" ")
        ));
    }
    well("iwcp participant keys > ../allowed-signers")?;
    well("git -c gpg.ssh.allowedSignersFile=../allowed-signers verify-commit $(git rev-list HEAD)")?;
    well("iwcp verify")?;
    well("iwcp check")?;
    match seat.run("git status --porcelain").stdout.as_str() {
        "" => Ok(()),
        left => Err(format!("the work tree is not clean:\n{left}")),
    }
}
