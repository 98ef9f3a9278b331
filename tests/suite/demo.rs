//! The example register: what a newcomer sees first. It takes every step of a report's process, verifies here and
//! with plain git, what it proposes to try works as it is printed, and the picture of it in the README is true.

use std::collections::BTreeSet;
use std::path::PathBuf;
use std::process::Command;
use std::sync::OnceLock;

use iwcp::process::Catalogue;
use snapbox::data::DataFormat;
use snapbox::{Data, IntoData};

use super::cases::package;
use super::environment::{Seat, world};
use super::snapshot;

/// A moment after the example's year.
const AFTERWARDS: i64 = 1_767_260_000;
/// What stands in the picture for object ids, which differ from run to run.
const DRAWN_ROOT: &str = "5d0c1f2";
const DRAWN_TIP: &str = "9b7e3a4";

/// The example register, built once.
struct Built {
    /// The folder that it stands in, as `example`.
    outside: PathBuf,
    /// What `iwcp demo` said, in colour.
    said: String,
}

fn built() -> &'static Built {
    static BUILT: OnceLock<Built> = OnceLock::new();
    BUILT.get_or_init(|| {
        let outside = world().folder.join("demo");
        std::fs::create_dir(&outside).unwrap();
        let seat = Seat { person: "aldo", folder: &outside, moment: AFTERWARDS };
        // Another repository that the environment names is none of its business.
        seat.must("git init -q other && cp other/.git/config other.config");
        let said = seat.must("GIT_DIR=$PWD/other/.git iwcp --color always demo example 2>&1");
        Built { outside, said }
    })
}

/// A copy of the example register, in a scratch folder that goes with it.
pub(super) struct Copy(tempfile::TempDir);

impl Copy {
    /// Its work tree.
    pub(super) fn folder(&self) -> PathBuf {
        self.0.path().join("example")
    }
}

/// Copies the example register.
pub(super) fn copy() -> Copy {
    let copy = Copy(world().scratch());
    let from = built().outside.join("example");
    let copied = Command::new("cp").arg("-a").args([&from, &copy.folder()]).status().unwrap();
    assert!(copied.success(), "cp");
    copy
}

fn said() -> String {
    anstream::adapter::strip_str(&built().said).to_string()
}

#[test]
fn the_example_is_whole_and_stands_before_plain_git() {
    let said = said();
    assert!(said.contains(&built().outside.join("example").display().to_string()), "{said}");
    assert!(said.contains("2025-0012") && said.contains("no findings in"), "{said}");

    let copy = copy();
    let folder = copy.folder();
    let seat = Seat { person: "aldo", folder: &folder, moment: AFTERWARDS };
    let steps = seat.must("git log --format='%(trailers:key=Step,valueonly)'");
    let taken: BTreeSet<&str> = steps.split_whitespace().collect();
    let catalogue = Catalogue::builtin().unwrap();
    let report = &catalogue.kind("report").unwrap().definition;
    let missing: Vec<_> = report.steps.keys().filter(|step| !taken.contains(step.as_str())).collect();
    assert!(missing.is_empty(), "nobody takes {missing:?}");
    assert!(seat.must("ls reports/*").lines().filter(|line| line.ends_with(".yaml")).count() >= 12);

    assert_eq!(seat.must("git fsck --strict --no-dangling --no-progress"), "");
    assert_eq!(seat.must("git status --porcelain"), "");
    seat.must("git verify-commit $(git rev-list HEAD)");
    seat.must("iwcp check && iwcp verify");
}

#[test]
fn what_it_proposes_to_try_works() {
    let said = said();
    let next: Vec<&str> = said.lines().skip_while(|line| *line != "Try next:").skip(1).step_by(2).collect();
    assert_eq!(next.len(), 3, "{said}");
    let seat = Seat { person: "aldo", folder: &built().outside, moment: AFTERWARDS };
    for command in next {
        assert!(!seat.must(command).is_empty(), "{command}");
    }
}

#[test]
fn the_picture_shows_what_it_says() {
    let built = built();
    let seat = Seat { person: "aldo", folder: &built.outside.join("example"), moment: AFTERWARDS };
    let root = seat.must("git rev-list --max-parents=0 HEAD");
    let tip = seat.must("git rev-parse HEAD");
    let drawn = format!("$ iwcp demo\n{}", built.said)
        .replace(&built.outside.display().to_string(), "/home/you")
        .replace("example", "iwcp-demo")
        .replace(root.get(..7).unwrap(), DRAWN_ROOT)
        .replace(tip.get(..7).unwrap(), DRAWN_TIP);
    let picture = Data::read_from(&package().join("docs/pictures/demo.svg"), Some(DataFormat::TermSvg));
    snapshot::data(drawn.into_data(), picture).unwrap_or_else(|why| panic!("{why}"));
}

#[test]
fn the_example_goes_nowhere_where_something_is() {
    let scratch = world().scratch();
    let seat = Seat { person: "aldo", folder: scratch.path(), moment: AFTERWARDS };
    let ran = seat.run("mkdir iwcp-demo; iwcp demo");
    assert_eq!((ran.status, ran.stdout.as_str()), (3, ""), "{}", ran.text());
    assert!(ran.stderr.contains("iwcp demo DIR"), "{}", ran.text());
}

#[test]
fn a_folder_that_is_named_is_the_one_that_is_worked_on() {
    let outside = &built().outside;
    let seat = Seat { person: "aldo", folder: outside, moment: AFTERWARDS };
    seat.must("cmp other/.git/config other.config && ! git -C other rev-parse -q --verify HEAD");
    // A relative GIT_DIR is meant from the folder that -C names, as git has it; it names one repository.
    let listed = seat.must("iwcp -C example list");
    assert_eq!(seat.must("GIT_DIR=.git iwcp -C example list"), listed);
    let several = seat.run("GIT_DIR=$PWD/example/.git iwcp -C example -C other list");
    assert_eq!(several.status, 2, "{}", several.text());
}

#[test]
fn a_demo_that_fails_leaves_nothing() {
    let outside = &built().outside;
    let seat = Seat { person: "aldo", folder: outside, moment: AFTERWARDS };
    // What is no number keeps the first signature from being made, when the folder is there already.
    let ran = seat.run("IWCP_SIGN_TIMEOUT=never iwcp demo new/example");
    assert_eq!(ran.status, 3, "{}", ran.text());
    seat.must("test ! -e new");
}
