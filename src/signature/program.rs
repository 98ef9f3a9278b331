//! Runs somebody else's program with an end to it: what it writes is collected on threads, bounded, and
//! when its time is up it is ended. The child stays in our process group, so that it keeps the terminal and
//! a person can type a passphrase. A grandchild that keeps a pipe open is not waited for.

use std::{
    io::{self, Read, Write},
    process::{Child, Command, ExitStatus, Stdio},
    sync::{
        Arc, Mutex, PoisonError,
        mpsc::{self, Receiver, RecvTimeoutError, Sender},
    },
    thread,
    time::{Duration, Instant},
};

use rustix::process::{Pid, Signal, kill_process};

/// More than this of an output stream is read, but not kept.
pub(super) const KEPT: usize = 1024 * 1024;
/// How long to wait for the last output of a program that has ended, and for one that was told to end.
const GRACE: Duration = Duration::from_millis(500);
const SHORTEST_PAUSE: Duration = Duration::from_millis(1);
const LONGEST_PAUSE: Duration = Duration::from_millis(20);

/// How a program ended and what it wrote.
pub(super) struct Outcome {
    pub(super) status: ExitStatus,
    pub(super) stdout: Vec<u8>,
    pub(super) stderr: Vec<u8>,
}

/// Why a program gave no outcome.
pub(super) enum Failure {
    Start(io::Error),
    TimedOut,
    Io(io::Error),
}

/// Runs `command` with `input` on its standard input (or nothing there) for at most `timeout`.
pub(super) fn run(mut command: Command, input: Option<&[u8]>, timeout: Duration) -> Result<Outcome, Failure> {
    let started = Instant::now();
    let stdin = if input.is_some() { Stdio::piped() } else { Stdio::null() };
    let spawned = command.stdin(stdin).stdout(Stdio::piped()).stderr(Stdio::piped()).spawn();
    let mut running = Running { child: spawned.map_err(Failure::Start)?, reaped: false };
    let (ended, pipes) = mpsc::channel();
    if let (Some(pipe), Some(input)) = (running.child.stdin.take(), input) {
        feed(pipe, input.to_vec()).map_err(Failure::Io)?;
    }
    let stdout = collect(running.child.stdout.take(), ended.clone()).map_err(Failure::Io)?;
    let stderr = collect(running.child.stderr.take(), ended).map_err(Failure::Io)?;
    let status = running.wait(&pipes, started, timeout).map_err(Failure::Io)?.ok_or(Failure::TimedOut)?;
    drain(&pipes);
    Ok(Outcome {
        status,
        stdout: taken(&stdout).map_err(Failure::Io)?,
        stderr: taken(&stderr).map_err(Failure::Io)?,
    })
}

/// A child that does not outlive this value, whatever goes wrong in between.
struct Running {
    child: Child,
    reaped: bool,
}

impl Running {
    /// The exit status, or `None` when the time is up. The ends of the pipes wake this up: a program closes
    /// them as it ends.
    fn wait(
        &mut self,
        pipes: &Receiver<()>,
        started: Instant,
        timeout: Duration,
    ) -> io::Result<Option<ExitStatus>> {
        let mut pause = SHORTEST_PAUSE;
        loop {
            match self.child.try_wait() {
                Ok(Some(status)) => {
                    self.reaped = true;
                    return Ok(Some(status));
                }
                Err(error) if error.kind() != io::ErrorKind::Interrupted => return Err(error),
                Ok(None) | Err(_) => {}
            }
            let left = timeout.saturating_sub(started.elapsed());
            if left.is_zero() {
                return Ok(None);
            }
            if pipes.recv_timeout(left.min(LONGEST_PAUSE)) == Err(RecvTimeoutError::Disconnected) {
                thread::sleep(pause.min(left));
                pause = (pause * 2).min(LONGEST_PAUSE);
            }
        }
    }

    fn wait_quietly(&mut self) {
        let (_held_open, no_pipes) = mpsc::channel();
        let _ = self.wait(&no_pipes, Instant::now(), GRACE);
    }
}

impl Drop for Running {
    fn drop(&mut self) {
        if self.reaped {
            return;
        }
        // Asked first: a program that reads a passphrase has to give the terminal its echo back.
        let _ = kill_process(Pid::from_child(&self.child), Signal::TERM);
        self.wait_quietly();
        if !self.reaped {
            let _ = self.child.kill();
            self.wait_quietly();
        }
    }
}

/// What a thread has read so far, and why it stopped, when that was not the end.
#[derive(Default)]
struct Collected {
    bytes: Vec<u8>,
    error: Option<io::Error>,
}

fn feed(mut pipe: impl Write + Send + 'static, input: Vec<u8>) -> io::Result<()> {
    // A program that does not read its input says why in its own words; a broken pipe adds nothing.
    thread::Builder::new().spawn(move || drop(pipe.write_all(&input))).map(drop)
}

fn collect(pipe: Option<impl Read + Send + 'static>, ended: Sender<()>) -> io::Result<Arc<Mutex<Collected>>> {
    let collected = Arc::new(Mutex::new(Collected::default()));
    let shared = Arc::clone(&collected);
    if let Some(mut pipe) = pipe {
        thread::Builder::new().spawn(move || {
            let mut buffer = [0; 8192];
            while read_some(&mut pipe, &mut buffer, &shared) {}
            let _ = ended.send(());
        })?;
    }
    Ok(collected)
}

/// Reads once; whether there may be more.
fn read_some(pipe: &mut impl Read, buffer: &mut [u8], shared: &Mutex<Collected>) -> bool {
    let count = pipe.read(buffer);
    let mut collected = shared.lock().unwrap_or_else(PoisonError::into_inner);
    match count {
        Ok(0) => false,
        Ok(count) => {
            let room = KEPT.saturating_sub(collected.bytes.len()).min(count);
            collected.bytes.extend_from_slice(buffer.get(..room).unwrap_or_default());
            true
        }
        Err(error) if error.kind() == io::ErrorKind::Interrupted => true,
        Err(error) => {
            collected.error = Some(error);
            false
        }
    }
}

/// Waits until both outputs are read to their end, but not longer than the grace.
fn drain(pipes: &Receiver<()>) {
    let since = Instant::now();
    while pipes.recv_timeout(GRACE.saturating_sub(since.elapsed())).is_ok() {}
}

fn taken(collected: &Mutex<Collected>) -> io::Result<Vec<u8>> {
    let mut collected = collected.lock().unwrap_or_else(PoisonError::into_inner);
    match collected.error.take() {
        Some(error) => Err(error),
        None => Ok(std::mem::take(&mut collected.bytes)),
    }
}
