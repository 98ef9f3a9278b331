//! What is due, the figures of a quarter, and everything as tables, on a large register: nothing remembered beside what
//! `verify` takes then, and with the history remembered.

use crate::generate::{self, Built, KEEPER};
use crate::measure::{Measured, once, peak, several};
use crate::{head, line, row};

/// Commands that compute something from the whole history.
const COMPUTED: &[&[&str]] = &[&["due"], &["stats", "--quarter", QUARTER], &["stats", "--by", "quarter"]];

/// A quarter in which reports came, were answered and were remedied.
const QUARTER: &str = "2025-Q2";

pub fn measure(reports: usize) {
    let folder = tempfile::tempdir().unwrap();
    let built = generate::register(folder.path(), reports);
    println!("\n{reports} reports, {} steps: what is due, and figures", built.steps);
    head();
    let verify = cold(&built, &["verify"]);
    row("iwcp verify, the first time", &verify, "");
    for command in COMPUTED {
        let name = command.join(" ");
        let first = cold(&built, command);
        row(&format!("iwcp {name}, the first time"), &first, "");
        let over = 100.0 * (first.seconds() / verify.seconds() - 1.0);
        line("  over verify", &format!("{over:.0} %"), "10 %");
        let again = several(5, || built.iwcp(KEEPER, command));
        row(&format!("iwcp {name}, again"), &peak(again, &built.iwcp(KEEPER, command)), "100 ms, 300 MB");
    }
    export(&built);
}

fn cold(built: &Built, command: &[&str]) -> Measured {
    built.forget();
    once(|| built.iwcp(KEEPER, command))
}

/// Everything as one SQLite file: how many rows a second.
fn export(built: &Built) {
    let file = |number: usize| built.folder().with_file_name(format!("history-{number}.sqlite"));
    let command = |number: usize| built.iwcp(KEEPER, &["export", &file(number).display().to_string()]);
    let took = peak(once(|| command(1)), &command(2));
    row("iwcp export", &took, "300 MB");
    let told =
        built.iwcp(KEEPER, &["export", "--format", "json", &file(3).display().to_string()]).output().unwrap();
    let told: serde_json::Value = serde_json::from_slice(&told.stdout).unwrap();
    let rows: u64 =
        told["tables"].as_array().unwrap().iter().filter_map(|table| table["rows"].as_u64()).sum();
    line("  rows a second", &took.rate(usize::try_from(rows).unwrap()), "200000/s");
}
