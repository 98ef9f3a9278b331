//! Another trade on the same engine: purchase orders, with roles, statuses, steps and fields of their own
//! (`tests/data/purchase-orders/`), driven through their lives by the program.

use super::cases::package;
use super::definitions::process;
use super::environment::world;
use super::script::Script;

#[test]
#[ignore = "not true yet"]
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
}
