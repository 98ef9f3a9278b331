//! Runs commands and says how long they took and how much memory they had at the most.

use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

use nix::sys::resource::{UsageWho, getrusage};

/// The argument that makes this program run a command and print its peak memory.
pub const PEAK: &str = "--peak";

/// What was measured of a command.
pub struct Measured {
    /// The median of the runs.
    median: Duration,
    /// Peak memory in KiB, where it was asked for.
    peak: Option<u64>,
}

impl Measured {
    pub fn wall(&self) -> String {
        format!("{:.1} ms", self.median.as_secs_f64() * 1_000.0)
    }

    pub fn memory(&self) -> String {
        self.peak.map(|peak| format!("{} MB", peak / 1_024)).unwrap_or_default()
    }

    /// So many things a second.
    pub fn rate(&self, count: usize) -> String {
        format!("{:.0}/s", count as f64 / self.median.as_secs_f64())
    }
}

pub fn once(command: impl FnMut() -> Command) -> Measured {
    several(1, command)
}

/// The median of several runs of commands that must end well.
pub fn several(runs: usize, mut command: impl FnMut() -> Command) -> Measured {
    let mut took: Vec<Duration> = (0..runs).map(|_| time(command())).collect();
    took.sort();
    Measured { median: took[took.len() / 2], peak: None }
}

/// Adds the peak memory of one more run.
pub fn peak(measured: Measured, command: &Command) -> Measured {
    let mut again = Command::new(std::env::current_exe().unwrap());
    again.arg(PEAK).arg(command.get_program()).args(command.get_args());
    again.current_dir(command.get_current_dir().unwrap());
    again.envs(command.get_envs().filter_map(|(name, value)| Some((name, value?))));
    let told = again.output().unwrap();
    let peak = String::from_utf8(told.stdout).unwrap().trim().parse().unwrap();
    Measured { peak: Some(peak), ..measured }
}

/// Runs a command as the only child of this process, and prints the memory it had at the most, in KiB.
pub fn report_peak(command: &[String]) {
    time({
        let mut started = Command::new(&command[0]);
        started.args(&command[1..]);
        started
    });
    println!("{}", getrusage(UsageWho::RUSAGE_CHILDREN).unwrap().max_rss());
}

fn time(mut command: Command) -> Duration {
    let start = Instant::now();
    let ended = command.stdin(Stdio::null()).output().unwrap();
    let took = start.elapsed();
    let said = String::from_utf8_lossy(&ended.stderr);
    assert!(ended.status.success(), "{command:?}\n{}{said}", String::from_utf8_lossy(&ended.stdout));
    took
}
