//! Whole lives of documents through the built program, as scripts (`tests/stories/`), each read back with plain git.

use std::collections::BTreeSet;
use std::path::Path;

use iwcp::process::{Catalogue, Kind};

use super::cases;
use super::register::Register;
use super::script::{End, Script};

/// The stories.
pub(super) fn all() -> Vec<std::path::PathBuf> {
    cases::entries("tests/stories", |path| path.extension().is_some_and(|end| end == "txt"))
}

#[test]
fn every_story_goes_as_it_is_told() {
    cases::run(&all(), tell);
}

#[test]
fn every_clause_has_a_story() {
    for clause in 1..=9 {
        let prefix = format!("clause-{clause}-");
        assert!(
            all().iter().any(|path| cases::name(path).starts_with(&prefix)),
            "clause {clause} has no story"
        );
    }
}

/// Every step of every kind is taken in some story, and refused in some story.
#[test]
fn every_step_is_taken_and_refused() {
    let catalogue = Catalogue::builtin().unwrap();
    let (mut taken, mut refused) = (BTreeSet::new(), BTreeSet::new());
    for story in all() {
        for command in Script::read(&story).commands {
            let Some(step) = tried(&catalogue, &command.text) else { continue };
            match command.end {
                End::Well => taken.insert(step),
                End::Refused(_) => refused.insert(step),
                End::Status(_) => false,
            };
        }
    }
    let steps: BTreeSet<(String, String)> = catalogue
        .kinds()
        .iter()
        .flat_map(|kind| {
            kind.definition.steps.keys().map(|step| (kind.definition.kind.clone(), step.clone()))
        })
        .collect();
    let never_taken: Vec<_> = steps.difference(&taken).collect();
    let never_refused: Vec<_> = steps.difference(&refused).collect();
    assert!(
        steps.len() > 25 && never_taken.is_empty() && never_refused.is_empty(),
        "no story takes {never_taken:?}, none sees refused {never_refused:?}"
    );
}

/// The kind and the step that a command tries: `iwcp new [KIND]`, `iwcp step [KIND/]ID STEP`, `iwcp participant STEP`.
fn tried(catalogue: &Catalogue, command: &str) -> Option<(String, String)> {
    let words: Vec<&str> = command.split_whitespace().skip_while(|word| *word != "iwcp").collect();
    let first = |kind: &Kind| {
        let step = kind.definition.steps.iter().find(|(_, step)| step.starts_at(None))?;
        Some((kind.definition.kind.clone(), step.0.clone()))
    };
    let counted = || catalogue.kinds().iter().find(|kind| kind.definition.id.next.is_some());
    match words.as_slice() {
        ["iwcp", "participant", "add", ..] => first(catalogue.participants()?),
        ["iwcp", "participant", step, ..] => {
            let definition = &catalogue.participants()?.definition;
            definition.steps.contains_key(*step).then(|| (definition.kind.clone(), (*step).to_owned()))
        }
        // Its last word says which step is meant, where it is not the first.
        ["iwcp", "stats", "--release", .., last] => {
            let release = |kind: &&std::sync::Arc<Kind>| kind.definition.measures.as_ref()?.release.clone();
            let kind = catalogue.kind(&catalogue.kinds().iter().find_map(|kind| release(&kind))?.kind)?;
            match kind.definition.steps.contains_key(*last) {
                true => Some((kind.definition.kind.clone(), (*last).to_owned())),
                false => first(kind),
            }
        }
        ["iwcp", "new", kind, ..] => first(catalogue.kind(kind).or_else(counted)?),
        ["iwcp", "step", document, step, ..] => {
            let (kind, id) =
                document.split_once('/').map_or((None, *document), |(kind, id)| (Some(kind), id));
            let mut kinds = catalogue.kinds().iter().filter(|known| {
                let definition = &known.definition;
                kind.is_none_or(|kind| definition.kind == kind)
                    && definition.id_at(&definition.path_of(id)).is_some()
                    && definition.steps.contains_key(*step)
            });
            Some((kinds.next()?.definition.kind.clone(), (*step).to_owned()))
        }
        _ => None,
    }
}

#[test]
fn what_a_command_tries_is_told_from_its_words() {
    let catalogue = Catalogue::builtin().unwrap();
    let told = |command: &str| tried(&catalogue, command).map(|(kind, step)| format!("{kind} {step}"));
    assert_eq!(told("iwcp new --set a=b").as_deref(), Some("report submit"));
    assert_eq!(told("iwcp new nda --id acme").as_deref(), Some("nda propose"));
    assert_eq!(told("iwcp step nda/acme sign").as_deref(), Some("nda sign"));
    assert_eq!(told("iwcp step 2026-0001 withdraw --set a=b").as_deref(), Some("report withdraw"));
    assert_eq!(told("iwcp participant add x").as_deref(), Some("participant admit"));
    assert_eq!(told("iwcp participant rotate x").as_deref(), Some("participant rotate"));
    assert_eq!(told("iwcp show 2026-0001"), None);
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
    // A story with keys of OpenPGP lays down what git checks them with.
    let program =
        if register.files().join("checking").exists() { "-c gpg.program=../files/checking" } else { "" };
    well(&format!(
        "git -c gpg.ssh.allowedSignersFile=../allowed-signers {program} verify-commit $(git rev-list HEAD)"
    ))?;
    let verified = well("iwcp verify --no-cache")?;
    if well("iwcp verify")? != verified || well("iwcp verify")? != verified {
        return Err("what is remembered changes what is found".to_owned());
    }
    well("iwcp check")?;
    match seat.run("git status --porcelain").stdout.as_str() {
        "" => Ok(()),
        left => Err(format!("the work tree is not clean:\n{left}")),
    }
}
