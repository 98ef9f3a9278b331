//! Runs commands and says how long they took and how much memory they had at the most.

use std::process::{Command, Stdio};
use std::thread::sleep;
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
    /// What of it was the program's own, without pages of files.
    own: Option<u64>,
}

impl Measured {
    pub fn wall(&self) -> String {
        format!("{:.1} ms", self.median.as_secs_f64() * 1_000.0)
    }

    pub fn memory(&self) -> String {
        self.peak.map(|peak| format!("{} MB", peak / 1_024)).unwrap_or_default()
    }

    /// The median of the runs in seconds.
    pub fn seconds(&self) -> f64 {
        self.median.as_secs_f64()
    }

    /// Nothing yet: [`peak`] measures both, where one run has to do.
    pub fn none() -> Self {
        Self { median: Duration::ZERO, peak: None, own: None }
    }

    /// The memory that was the program's own.
    pub fn own(&self) -> String {
        self.own.map(|own| format!("{} MB", own / 1_024)).unwrap_or_default()
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
    Measured { median: took[took.len() / 2], peak: None, own: None }
}

/// Adds the peak memory of one more run, and its time where none was measured.
pub fn peak(measured: Measured, command: &Command) -> Measured {
    let mut again = within(&[&std::env::current_exe().unwrap().display().to_string(), PEAK], command);
    let start = Instant::now();
    let told = String::from_utf8(again.output().unwrap().stdout).unwrap();
    let took = start.elapsed();
    let (peak, own) = told.trim().split_once(' ').unwrap();
    let median = if measured.median.is_zero() { took } else { measured.median };
    Measured { peak: peak.parse().ok(), own: own.parse().ok(), median }
}

/// The same command on one processor.
pub fn on_one_core(command: &Command) -> Command {
    within(&["taskset", "-c", "0"], command)
}

/// The same command, started by another one.
fn within(wrapper: &[&str], command: &Command) -> Command {
    let mut wrapped = Command::new(wrapper[0]);
    wrapped.args(&wrapper[1..]).arg(command.get_program()).args(command.get_args());
    wrapped.current_dir(command.get_current_dir().unwrap());
    wrapped.envs(command.get_envs().filter_map(|(name, value)| Some((name, value?))));
    wrapped
}

/// Runs a command as the only child of this process, and prints the memory it had at the most, in KiB: all of it, and
/// what was its own. The rest are pages of files that it read, which the system takes back when it needs them.
pub fn report_peak(command: &[String]) {
    let mut started = Command::new(&command[0]);
    started.args(&command[1..]).stdin(Stdio::null()).stdout(Stdio::null());
    let mut child = started.spawn().unwrap();
    let status = format!("/proc/{}/status", child.id());
    let mut own = 0;
    while child.try_wait().unwrap().is_none() {
        own = own.max(own_memory(&status).unwrap_or_default());
        sleep(Duration::from_millis(10));
    }
    println!("{} {own}", getrusage(UsageWho::RUSAGE_CHILDREN).unwrap().max_rss());
}

/// What a process has of its own, in KiB.
fn own_memory(status: &str) -> Option<u64> {
    let text = std::fs::read_to_string(status).ok()?;
    let line = text.lines().find_map(|line| line.strip_prefix("RssAnon:"))?;
    line.split_whitespace().next()?.parse().ok()
}

fn time(mut command: Command) -> Duration {
    let start = Instant::now();
    let ended = command.stdin(Stdio::null()).output().unwrap();
    let took = start.elapsed();
    let said = String::from_utf8_lossy(&ended.stderr);
    assert!(ended.status.success(), "{command:?}\n{}{said}", String::from_utf8_lossy(&ended.stdout));
    took
}
