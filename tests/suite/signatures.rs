//! The matrix of signatures: each case makes a signed commit with real programs, and git's verdict stands beside ours
//! (`tests/signatures/README.md`). What is good here is good for git; what git alone finds good is told to be so.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::sync::OnceLock;

use super::cases::{self, package};
use super::environment::{Ran, Seat, world};
use super::slugs;

const FOLDER: &str = "tests/signatures";
/// What a finding says of a signature that git accepts and the strict profile does not.
const PROFILE: &str = "git accepts this, the profile does not";
/// The exit status of what could not be checked at all.
const UNCHECKED: i32 = 3;
/// Noon on 1 January 2026, when the keys are made.
const BEGINNING: i64 = 1_767_268_800;
/// The longest path that the socket of gpg-agent can have.
const SOCKET: usize = 107;

/// What a case expects, from the comments that it opens with.
struct Case {
    script: String,
    git_accepts: bool,
    /// The rule of the one finding; none for a signature that is good here.
    rule: Option<String>,
    says: Vec<String>,
}

impl Case {
    fn read(path: &Path) -> Result<Self, String> {
        let script = fs::read_to_string(path).map_err(|error| error.to_string())?;
        let field = |name: &str| {
            let lines = script.lines().map_while(|line| line.strip_prefix("# "));
            let values = lines.filter_map(|line| line.strip_prefix(name)?.strip_prefix(": "));
            values.map(str::to_owned).collect::<Vec<_>>()
        };
        let one = |name: &str| match field(name).as_slice() {
            [value] => Ok(value.clone()),
            _ => Err(format!("opens without one `# {name}: …`")),
        };
        one("what")?;
        let git_accepts = match one("git")?.as_str() {
            "good" => true,
            "bad" => false,
            other => return Err(format!("`# git: {other}` is neither good nor bad")),
        };
        let rule = Some(one("iwcp")?).filter(|rule| rule != "good");
        if rule.is_none() && !git_accepts {
            return Err("expects to be good here and bad for git, which must never be".to_owned());
        }
        Ok(Self { git_accepts, rule, says: field("says"), script })
    }
}

/// The cases.
pub(super) fn all() -> Vec<PathBuf> {
    cases::entries(FOLDER, |path| {
        path.extension().is_some_and(|end| end == "sh")
            && !["lib", "keys"].contains(&cases::name(path).as_str())
    })
}

/// The rule by which a case is refused.
pub(super) fn rule(path: &Path) -> Option<String> {
    Case::read(path).unwrap_or_else(|why| panic!("{}: {why}", path.display())).rule
}

/// The keys and the register that all cases share.
struct Ring(PathBuf);

impl Ring {
    fn get() -> &'static Self {
        static RING: OnceLock<Ring> = OnceLock::new();
        RING.get_or_init(|| {
            let folder = world().folder.join("ring");
            fs::create_dir(&folder).unwrap();
            let socket = folder.join("gnupg/S.gpg-agent");
            assert!(
                socket.as_os_str().len() <= SOCKET,
                "{} is too long a path for gpg-agent: check the package out nearer to the root",
                socket.display()
            );
            let ring = Self(folder);
            let ran = ring.run("source keys.sh", &ring.0, &ring.0, BEGINNING);
            assert_eq!(ran.status, 0, "the keys can't be made\n{}", ran.text());
            ring
        })
    }

    /// Runs a script as anna, with the functions of `lib.sh`.
    fn run(&self, script: &str, folder: &Path, files: &Path, moment: i64) -> Ran {
        let home = package().join(FOLDER);
        let script =
            script.replace("source keys.sh", &format!("source '{}'", home.join("keys.sh").display()));
        let script = format!("source '{}'\n{script}", home.join("lib.sh").display());
        Seat { person: "anna", folder, moment }.run_with(&script, &[("RING", &self.0), ("FILES", files)])
    }
}

impl Drop for Agent {
    fn drop(&mut self) {
        let ring = Ring::get();
        let _ = ring.run("gpgconf --kill all", &ring.0, &ring.0, BEGINNING);
    }
}

/// The agent that holds the OpenPGP keys; it goes with this.
struct Agent;

#[test]
fn a_signature_is_good_here_only_where_it_is_good_for_git() {
    let paths = all();
    assert!(paths.len() >= 60, "{} cases", paths.len());
    let _agent = Agent;
    cases::run(&paths, |path| judge(&Case::read(path)?));
}

/// What git accepts and `iwcp` refuses is what the page says, and nothing else.
#[test]
fn the_page_lists_what_the_strict_profile_refuses() {
    let page = fs::read_to_string(package().join("docs/signatures.md")).unwrap();
    let (_, section) = page.split_once("## The strict profile").unwrap();
    let rows: Vec<&str> = section.lines().filter(|line| line.starts_with('|')).skip(2).collect();
    let quoted =
        |text: &str| -> Vec<String> { text.split('`').skip(1).step_by(2).map(str::to_owned).collect() };
    let mut listed = BTreeMap::new();
    for row in rows {
        let names = quoted(row.trim_end_matches(['|', ' ']).rsplit('|').next().unwrap_or_default());
        assert!(!names.is_empty(), "no case shows {row}");
        listed.extend(names.into_iter().map(|name| (name, "signature-profile".to_owned())));
    }
    let (_, unsupported) = section.split_once("not supported (").unwrap();
    let names = quoted(unsupported.split(')').next().unwrap_or_default());
    listed.extend(names.into_iter().map(|name| (name, "unsupported-signature".to_owned())));
    let refused = all().into_iter().filter_map(|path| {
        let case = Case::read(&path).unwrap_or_else(|why| panic!("{}: {why}", path.display()));
        case.rule.filter(|_| case.git_accepts).map(|rule| (cases::name(&path), rule))
    });
    assert_eq!(refused.collect::<BTreeMap<_, _>>(), listed);
}

fn judge(case: &Case) -> Result<(), String> {
    let ring = Ring::get();
    let scratch = world().scratch();
    let (folder, files) = (scratch.path().join("register"), scratch.path().join("files"));
    fs::create_dir(&files).map_err(|error| error.to_string())?;
    let run = |script: &str| ring.run(script, &folder, &files, BEGINNING);
    let copied =
        ring.run("cp -a \"$RING/register\" \"$FILES/../register\"", scratch.path(), &files, BEGINNING);
    let made = run(&format!("on 2026-03-02\n{}", case.script));
    if copied.status != 0 || made.status != 0 {
        return Err(format!("the case itself fails\n{}{}", copied.text(), made.text()));
    }
    let git = run(
        "export GNUPGHOME=$RING/keyring GPG_TIME=$(TZ=UTC0 git log -1 --date=format-local:%Y%m%dT%H%M%S --format=%cd)\n\
                   git verify-commit --raw HEAD",
    );
    let ours = run("iwcp verify --format concise HEAD~1..HEAD");
    compare(case, &git, &ours).map_err(|why| format!("{why}\n  git\n{}\n  iwcp\n{}", git.text(), ours.text()))
}

fn compare(case: &Case, git: &Ran, ours: &Ran) -> Result<(), String> {
    if (git.status == 0) != case.git_accepts {
        return Err(format!("git {} it", if case.git_accepts { "refuses" } else { "accepts" }));
    }
    let said = ours.said();
    // What only later commits show is a warning beside it.
    let found = &slugs::of("error", &said) | &slugs::of("unchecked", &said);
    let wanted = case.rule.iter().cloned().collect();
    if found != wanted || (ours.status == 0) != case.rule.is_none() {
        return Err(format!("finds {found:?} and not {wanted:?}"));
    }
    if let Some(missing) = case.says.iter().find(|text| !said.contains(text.as_str())) {
        return Err(format!("does not say `{missing}`"));
    }
    if case.rule.is_some() && ours.status != UNCHECKED && case.git_accepts != said.contains(PROFILE) {
        return Err("does not say as it is whether git accepts it".to_owned());
    }
    Ok(())
}
