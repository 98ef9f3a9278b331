//! The example register: what a newcomer sees first. It takes every step of a report's process, verifies here and
//! with plain git, and what it proposes to try works as it is printed.

use std::collections::BTreeSet;

use iwcp::process::Catalogue;

use super::environment::{Seat, world};

#[test]
fn the_example_is_whole_and_stands_before_plain_git() {
    let scratch = world().scratch();
    let outside = Seat { person: "aldo", folder: scratch.path(), moment: 1_767_260_000 };
    let said = outside.must("iwcp demo example");
    assert!(said.contains(&scratch.path().join("example").display().to_string()), "{said}");
    assert!(said.contains("2025-0012") && said.contains("no findings in"), "{said}");

    let folder = scratch.path().join("example");
    let seat = Seat { folder: &folder, ..outside.clone() };
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

    let next: Vec<&str> = said.lines().skip_while(|line| *line != "Try next:").skip(1).step_by(2).collect();
    assert_eq!(next.len(), 3, "{said}");
    for command in next {
        assert!(!outside.must(command).is_empty(), "{command}");
    }
}

#[test]
fn the_example_goes_nowhere_where_something_is() {
    let scratch = world().scratch();
    let seat = Seat { person: "aldo", folder: scratch.path(), moment: 1_767_260_000 };
    let ran = seat.run("mkdir iwcp-demo; iwcp demo");
    assert_eq!((ran.status, ran.stdout.as_str()), (3, ""), "{}", ran.text());
    assert!(ran.stderr.contains("iwcp demo DIR"), "{}", ran.text());
}
