//! The diagrams in README and docs are what the program draws; `SNAPSHOTS=overwrite cargo test --test suite pictures`
//! draws them anew.

use super::cases::package;
use super::demo;
use super::environment::Seat;
use super::snapshot;

#[test]
fn diagrams_are_drawn_from_the_definition_and_the_example() {
    let copy = demo::copy();
    let seat = Seat { person: "anna", folder: &copy.folder(), moment: 1_767_960_000 };
    let drawn = [
        ("process.svg", "iwcp process --to svg"),
        ("process.mmd", "iwcp process --to mermaid"),
        ("life.svg", "iwcp show 2025-0006 --to svg --as-of 2025-12-31"),
    ];
    for (name, command) in drawn {
        let file = package().join("docs/pictures").join(name);
        snapshot::file(&seat.must(command), &file).unwrap_or_else(|why| panic!("{why}"));
    }
}
