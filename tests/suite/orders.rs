//! Another trade on the same engine: purchase orders, with roles, statuses, steps and fields of their own
//! (`tests/data/purchase-orders/`), driven through their lives by the program.

use iwcp::process::Catalogue;

use super::cases::package;
use super::definitions::process;
use super::environment::{Seat, world};
use super::script::Script;

#[test]
fn a_made_up_process_of_another_trade_runs() {
    let script = Script::read(&package().join("tests/data/purchase-orders/life.txt"));
    let scratch = world().scratch();
    let (folder, files) = (scratch.path().join("book"), scratch.path().join("files"));
    std::fs::create_dir_all(&folder).unwrap();
    std::fs::create_dir_all(&files).unwrap();
    for (name, text) in process() {
        std::fs::write(files.join(name), text).unwrap();
    }
    for command in &script.commands {
        command.run(&folder, &files).unwrap_or_else(|why| panic!("{why}"));
    }
    let moment = script.commands.last().unwrap().moment;
    let seat = Seat { person: "anna", folder: &folder, moment };
    let taken = seat.must("git log --reverse --format='%(trailers:key=Step,valueonly)'");
    assert_eq!(taken.split_whitespace().collect::<Vec<_>>(), script.steps);
    every_step_is_taken(&script.steps);
    let ran = seat.run("iwcp check && mv process/* process/another && iwcp check --format concise");
    assert!(
        ran.stdout.contains(
            "process/another/catalogue.yaml: error[misplaced-file] `process/another` holds the version"
        ),
        "{}",
        ran.text()
    );
    assert_eq!(seat.must("git fsck --strict --no-dangling --no-progress"), "");
}

fn every_step_is_taken(taken: &[String]) {
    let files = process();
    let files: Vec<_> = files.iter().map(|(name, text)| (name.clone(), text.as_bytes())).collect();
    let catalogue = Catalogue::read(&files).unwrap_or_else(|found| panic!("{found:#?}"));
    for kind in catalogue.kinds() {
        for step in kind.definition.steps.keys() {
            assert!(taken.contains(step), "nobody takes `{step}` of {}", kind.definition.kind);
        }
    }
}
