//! How fast histories are verified: beside git on the same commits, and how that grows with their number.

use crate::generate::{self, Built, KEEPER};
use crate::measure::{Measured, on_one_core, once, peak, several};
use crate::share::{self, Shares};
use crate::{head, line, row};

/// How many commits git checks: it takes ten seconds for a thousand.
const GITS_SHARE: usize = 500;

const COLD: &[&str] = &["verify", "--no-cache"];

/// A cold `verify` beside git's own look at the signatures alone, and the share of what this machine could do at most.
pub fn beside_git(reports: usize) {
    let folder = tempfile::tempdir().unwrap();
    let built = generate::register(folder.path(), reports);
    println!("\n{reports} reports, {} steps: beside git", built.steps);
    head();
    let count = GITS_SHARE.min(built.commits);
    let git = once(|| {
        let mut command = built.command("git", KEEPER);
        command.args(["log", "--format=%G?", "-n", &count.to_string()]);
        command
    });
    line("git log --format=%G?, signatures only", &git.rate(count), "");
    let raw = share::raw();
    line("ed25519 alone, one core", &format!("{raw:.0}/s"), "");
    let one = cold(&built, "one core", |command| on_one_core(&command));
    line("  of git's commits a second", &times(&one, &git, &built, count), "60 times");
    line("  of ed25519 alone", &format!("{:.0} %", 100.0 * per_second(&one, &built) / raw), "half");
    let all = cold(&built, "all cores", |command| command);
    line("  of git's commits a second", &times(&all, &git, &built, count), "100 times");
    println!("where a commit's time goes, on one core:");
    Shares::of(&built, raw).print(1e6 / per_second(&one, &built));
}

/// A cold `verify` of a large register, and what is quick once it is remembered.
pub fn large(reports: usize) {
    let folder = tempfile::tempdir().unwrap();
    let built = generate::register(folder.path(), reports);
    println!("\n{reports} reports, {} steps", built.steps);
    head();
    cold(&built, "all cores", |command| command);
    built.forget();
    row("iwcp verify, the first time", &once(|| built.iwcp(KEEPER, &["verify"])), "");
    warm(&built, "");
    let made = built.respond(&built.open[1]).output().unwrap();
    assert!(made.status.success(), "{made:?}");
    warm(&built, ", one new commit");
}

fn warm(built: &Built, when: &str) {
    for command in [&["list"][..], &["log", &built.open[0]], &["verify"]] {
        let again = once(|| built.iwcp(KEEPER, command));
        let name = command.join(" ").replace(&built.open[0], "ID");
        row(&format!("iwcp {name}{when}"), &peak(again, &built.iwcp(KEEPER, command)), "100 ms");
    }
    row(&format!("iwcp list{when}, again"), &several(5, || built.iwcp(KEEPER, &["list"])), "100 ms");
}

/// A cold `verify` and nothing else.
pub fn cold_alone(reports: usize) {
    let folder = tempfile::tempdir().unwrap();
    let start = std::time::Instant::now();
    let built = generate::register(folder.path(), reports);
    println!("{reports} reports, {} steps, written in {:.0} s", built.steps, start.elapsed().as_secs_f64());
    head();
    cold(&built, "all cores", |command| command);
}

fn cold(
    built: &Built,
    cores: &str,
    wrap: impl Fn(std::process::Command) -> std::process::Command,
) -> Measured {
    let run = || wrap(built.iwcp(KEEPER, COLD));
    let runs = if built.commits < 50_000 { 3 } else { 1 };
    let ours = match runs {
        1 => peak(Measured::none(), &run()),
        _ => peak(several(runs, run), &run()),
    };
    row(
        &format!("iwcp verify --no-cache, {cores}"),
        &ours,
        if built.commits > 500_000 { "500 MB" } else { "" },
    );
    line("  commits a second", &ours.rate(built.commits), "");
    line("  memory of its own, without pages of packs", &ours.own(), "");
    ours
}

fn per_second(measured: &Measured, built: &Built) -> f64 {
    built.commits as f64 / measured.seconds()
}

fn times(ours: &Measured, git: &Measured, built: &Built, count: usize) -> String {
    format!("{:.0} times", per_second(ours, built) * git.seconds() / count as f64)
}
