//! How fast the program is on a large register, beside its peers, in one run: `cargo bench`.
//! Builds the register (`generate.rs`), runs the built program and its peers on it, and prints a table of what was
//! measured and what is promised (docs/performance.md). Nothing here is a test: a slow machine fails nothing.

#![allow(
    missing_docs,
    unreachable_pub,
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::panic,
    clippy::print_stdout,
    reason = "a benchmark that can't go on has failed, and it prints"
)]

mod generate;
mod life;
mod measure;
mod signing;

use std::path::Path;
use std::process::Command;

use generate::{Built, KEEPER, MANUFACTURER};
use measure::{Measured, once, peak, several};

/// How large the register is, unless an argument says otherwise.
const REPORTS: usize = 1_000;

/// How many commits git checks: it takes ten seconds for a thousand.
const GITS_SHARE: usize = 300;

fn main() {
    let arguments: Vec<String> = std::env::args().skip(1).filter(|argument| argument != "--bench").collect();
    if let [word, command @ ..] = arguments.as_slice()
        && word == measure::PEAK
    {
        return measure::report_peak(command);
    }
    let reports = arguments.first().map_or(REPORTS, |count| count.parse().expect("how many reports"));
    let folder = tempfile::tempdir().unwrap();
    println!("building a register of {reports} reports …");
    let built = generate::register(folder.path(), reports);
    println!("{} commits, {} steps\n", built.commits, built.steps);
    println!("{:<44} {:>12} {:>9} {:>16}", "what", "wall clock", "memory", "promised");
    start(&built);
    verify(&built);
    step(&built);
    check(&built, reports);
}

fn row(what: &str, measured: &Measured, promised: &str) {
    println!("{what:<44} {:>12} {:>9} {promised:>16}", measured.wall(), measured.memory());
}

fn start(built: &Built) {
    row("iwcp --version", &several(20, || built.iwcp(KEEPER, &["--version"])), "10 ms");
    row("iwcp steps ID", &several(5, || built.iwcp(KEEPER, &["steps", &built.open[0]])), "");
    row("iwcp list", &several(3, || built.iwcp(KEEPER, &["list"])), "");
    row("iwcp log ID", &several(3, || built.iwcp(KEEPER, &["log", &built.open[0]])), "");
}

fn verify(built: &Built) {
    let ours = several(3, || built.iwcp(KEEPER, &["verify", "--no-cache"]));
    let ours = peak(ours, &built.iwcp(KEEPER, &["verify", "--no-cache"]));
    row("iwcp verify", &ours, "");
    println!("{:<44} {:>12}", "  commits a second", ours.rate(built.commits));
    let count = GITS_SHARE.min(built.commits);
    let git = once(|| {
        let mut command = built.command("git", KEEPER);
        command.args(["log", "--format=%G?", "-n", &count.to_string()]);
        command
    });
    println!("{:<44} {:>12}", "  git log --format=%G?, signatures only", git.rate(count));
}

fn step(built: &Built) {
    let mut ids = built.open.iter();
    let next = || {
        let id = ids.next().expect("an open report for each step");
        let fields = ["verdict=not-proven", "response.comments=Not here.", "no_other_models=true"];
        let mut arguments = vec!["step", id, "respond"];
        arguments.extend(fields.iter().flat_map(|field| ["--set", field]));
        built.iwcp(MANUFACTURER, &arguments)
    };
    row("iwcp step ID respond", &several(generate::OPEN, next), "150 ms");
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
