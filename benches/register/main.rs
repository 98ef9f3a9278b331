//! How fast the program is on large registers, beside its peers, in one run: `cargo bench --bench register`; with a
//! million commits: `cargo bench --bench register -- million`; what is due and the figures alone: `figures`. Builds registers (`generate.rs`), runs the built program
//! and its peers on them, and prints tables of what was measured and what is promised (docs/performance.md). Nothing
//! here is a test: a slow machine fails nothing.

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

mod daily;
mod figures;
mod generate;
mod history;
mod life;
mod measure;
mod pack;
mod share;
mod signing;
mod writer;

use measure::Measured;

/// Reports of the register that people's commands are measured on: 8,000 steps.
const DAILY: usize = 1_000;
/// Of the one that is verified beside git: 20,000 steps.
const BESIDE_GIT: usize = 2_500;
/// Of a large one: 100,000 steps.
const LARGE: usize = 12_500;
/// Of the largest that anybody plans for: a million steps.
const MILLION: usize = 125_000;

fn main() {
    let arguments: Vec<String> = std::env::args().skip(1).filter(|argument| argument != "--bench").collect();
    if let [word, command @ ..] = arguments.as_slice()
        && word == measure::PEAK
    {
        return measure::report_peak(command);
    }
    match arguments.first().map(String::as_str) {
        None => {
            daily::measure(DAILY);
            history::beside_git(BESIDE_GIT);
            history::large(LARGE);
            figures::measure(LARGE);
        }
        Some("million") => history::cold_alone(MILLION),
        Some("figures") => figures::measure(LARGE),
        Some("build") => generate::keep(&arguments[1..]),
        Some(other) => {
            panic!(
                "`{other}`: `cargo bench`, or `cargo bench --bench register -- million`, `figures` or `build FOLDER REPORTS`"
            )
        }
    }
}

/// The head of a table.
fn head() {
    println!("{:<52} {:>12} {:>9} {:>16}", "what", "wall clock", "memory", "promised");
}

fn row(what: &str, measured: &Measured, promised: &str) {
    println!("{what:<52} {:>12} {:>9} {promised:>16}", measured.wall(), measured.memory());
}

fn line(what: &str, value: &str, promised: &str) {
    println!("{what:<52} {value:>12} {:>9} {promised:>16}", "");
}
