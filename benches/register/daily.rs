//! What people wait for day by day, on a register of some thousand steps.

use std::path::Path;
use std::process::Command;

use crate::generate::{self, Built, KEEPER, MANUFACTURER};
use crate::measure::{once, peak, several};
use crate::{head, row};

pub fn measure(reports: usize) {
    let folder = tempfile::tempdir().unwrap();
    let built = generate::register(folder.path(), reports);
    println!("\n{reports} reports, {} steps", built.steps);
    head();
    let id = &built.open[0];
    row("iwcp --version", &several(20, || built.iwcp(KEEPER, &["--version"])), "10 ms");
    built.forget();
    row("iwcp steps ID, nothing remembered", &several(3, || built.iwcp(KEEPER, &["steps", id])), "");
    built.forget();
    row("iwcp verify, the first time", &once(|| built.iwcp(KEEPER, &["verify"])), "");
    for command in [&["verify"][..], &["list"], &["log", id], &["steps", id]] {
        let again = several(5, || built.iwcp(KEEPER, command));
        row(&format!("iwcp {}", command.join(" ").replace(id, "ID")), &again, "100 ms");
    }
    step(&built);
    check(&built, reports);
    demo(folder.path(), &built);
}

fn step(built: &Built) {
    let mut ids = built.open.iter();
    let next = || built.respond(ids.next().expect("an open report for each step"));
    row("iwcp step ID respond", &several(generate::OPEN, next), "150 ms");
}

fn demo(folder: &Path, built: &Built) {
    let mut count = 0;
    let demo = || {
        count += 1;
        built.iwcp(MANUFACTURER, &["demo", &folder.join(format!("demo-{count}")).display().to_string()])
    };
    row("iwcp demo", &several(3, demo), "about 1 s");
}

fn check(built: &Built, reports: usize) {
    built.more_files(reports);
    let files = format!("{} reports", 2 * reports);
    let ours = several(5, || built.iwcp(KEEPER, &["check"]));
    row(&format!("iwcp check, {files}"), &peak(ours, &built.iwcp(KEEPER, &["check"])), "400 ms, 60 MB");
    let schema = Path::new(env!("CARGO_MANIFEST_DIR")).join("schemas/report.schema.json");
    let peer = || {
        let mut command = built.command("sh", KEEPER);
        let script = "check-jsonschema --schemafile \"$0\" $(find reports -name '*.yaml')";
        command.args(["-c", script]).arg(&schema);
        command
    };
    match Command::new("check-jsonschema").arg("--version").output() {
        Ok(_) => row(&format!("check-jsonschema, {files}"), &peak(once(peer), &peer()), ""),
        Err(_) => println!("check-jsonschema is not here: `pip install check-jsonschema`"),
    }
}
