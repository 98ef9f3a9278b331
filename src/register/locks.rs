//! Who may write now. Between processes of this program: a lock on a file, which the kernel lets go when
//! its holder dies. Towards git: git's own `*.lock` files, made as hard links to a note that names this
//! program, so that one left behind by a killed process is known to be ours and can be taken away.

use super::durable::{self, Durability};
use super::{Register, RegisterError};
use rustix::process::{Pid, test_kill_process};
use std::ffi::OsStr;
use std::fs::{self, File, TryLockError};
use std::io::{self, ErrorKind, Read};
use std::os::unix::ffi::OsStrExt;
use std::path::{Path, PathBuf};
use std::time::Duration;

const PAUSE: Duration = Duration::from_millis(20);
/// How often another process of ours is waited for: ten seconds.
pub(super) const PATIENT: u32 = 500;
/// How often one is waited for that holds its lock for a moment only: a second.
pub(super) const BRIEFLY: u32 = 50;

/// How our notes begin; the number of the process follows.
const NOTE: &str = "iwcp ";

/// The right to write, among the processes of this program; and the folder to prepare things in.
pub(super) struct Turn {
    folder: PathBuf,
    _lock: File,
}

impl Turn {
    /// Waits for the right to write, at most `tries` times 20 ms.
    pub(super) fn take(register: &Register, tries: u32) -> Result<Self, RegisterError> {
        let home = register.git_dir().join("iwcp");
        durable::require_own_folder(&home)?;
        durable::make_folder(&home)?;
        let path = home.join("lock");
        let lock = durable::open_to_lock(&path);
        Ok(Self { folder: home.join("step"), _lock: lock_file(lock, &path, tries)? })
    }

    /// The folder in which a step is prepared; there while a step is being made, or after one was killed.
    pub(super) fn folder(&self) -> &Path {
        &self.folder
    }

    /// Takes away what a step prepared. The note comes last: it names locks that may still stand.
    pub(super) fn clear(&self) -> Result<(), RegisterError> {
        match fs::remove_dir_all(&self.folder) {
            Err(error) if !durable::is_absence(&error) => {
                Err(RegisterError::io("can't remove", &self.folder)(error))
            }
            _ => Ok(()),
        }
    }
}

/// Locks an open file for this process; waits at most `tries` times 20 ms.
pub(super) fn lock_file(file: io::Result<File>, path: &Path, tries: u32) -> Result<File, RegisterError> {
    let failed = || RegisterError::io("can't lock", path);
    let file = file.map_err(failed())?;
    for again in 0..=tries {
        match file.try_lock() {
            Ok(()) => return Ok(file),
            Err(TryLockError::Error(error)) if error.kind() != ErrorKind::Interrupted => {
                return Err(failed()(error));
            }
            Err(_) if again < tries => std::thread::sleep(PAUSE),
            Err(_) => {}
        }
    }
    Err(RegisterError::Busy)
}

/// git's locks, held.
pub(super) struct GitLocks {
    note: PathBuf,
    held: Vec<PathBuf>,
}

impl GitLocks {
    /// Writes the note that names this process and the locks it is going to take.
    pub(super) fn announce(
        turn: &Turn,
        locks: &[PathBuf],
        durability: Durability,
    ) -> Result<Self, RegisterError> {
        durable::require_own_folder(turn.folder())?;
        durable::make_folder(turn.folder())?;
        let note = turn.folder().join("held");
        let mut text = format!("{NOTE}{}", std::process::id()).into_bytes();
        for lock in locks {
            text.push(0);
            text.extend_from_slice(lock.as_os_str().as_bytes());
        }
        text.push(b'\n');
        durable::write_new(&note, &text, durability)?;
        Ok(Self { note, held: Vec::new() })
    }

    /// Takes one of git's locks; waits a second for whoever has it.
    pub(super) fn take(&mut self, lock: &Path) -> Result<(), RegisterError> {
        if let Some(folder) = lock.parent() {
            durable::make_folder(folder)?;
        }
        for again in 0..=BRIEFLY {
            match fs::hard_link(&self.note, lock) {
                Ok(()) => {
                    self.held.push(lock.to_owned());
                    return Ok(());
                }
                Err(error) if error.kind() != ErrorKind::AlreadyExists => {
                    return Err(RegisterError::io("can't make the lock", lock)(error));
                }
                Err(_) if again < BRIEFLY => std::thread::sleep(PAUSE),
                Err(_) => {}
            }
        }
        Err(RegisterError::Locked { path: lock.to_owned(), age: self.age(lock), holder: holder(lock) })
    }

    /// Lets go of all of them; what can't be taken away is still held.
    pub(super) fn release(&mut self) -> Result<(), RegisterError> {
        let mut result = Ok(());
        for lock in std::mem::take(&mut self.held).into_iter().rev() {
            if let Err(error) = durable::remove(&lock) {
                self.held.push(lock);
                result = Err(error);
            }
        }
        result
    }

    /// How much older a lock is than our note, which was written a moment ago.
    fn age(&self, lock: &Path) -> Option<Duration> {
        let written = |path: &Path| fs::symlink_metadata(path).and_then(|found| found.modified()).ok();
        written(&self.note)?.duration_since(written(lock)?).ok()
    }
}

/// The process of this program that made a lock (in another work tree of the repository), and whether it is running.
fn holder(lock: &Path) -> Option<(i32, bool)> {
    let mut start = [0; 32];
    let read = File::open(lock).and_then(|mut file| file.read(&mut start)).ok()?;
    let text = String::from_utf8_lossy(start.get(..read)?).into_owned();
    let digits = text.strip_prefix(NOTE)?.split(|char: char| !char.is_ascii_digit()).next()?;
    let process = Pid::from_raw(digits.parse().ok()?)?;
    let is_running = test_kill_process(process) != Err(rustix::io::Errno::SRCH);
    Some((process.as_raw_pid(), is_running))
}

impl Drop for GitLocks {
    fn drop(&mut self) {
        let _ = self.release();
    }
}

/// Takes away the locks of a killed process: those that hold, byte for byte, the note it left.
pub(super) fn release_stale(turn: &Turn) -> Result<(), RegisterError> {
    let Some(note) = durable::read(&turn.folder().join("held"))? else { return Ok(()) };
    let names = note.strip_suffix(b"\n").unwrap_or_default();
    for name in names.split(|byte| *byte == 0).skip(1) {
        let path = PathBuf::from(OsStr::from_bytes(name));
        let is_ours = fs::symlink_metadata(&path).is_ok_and(|found| found.len() == note.len() as u64);
        if is_ours && durable::read(&path)?.as_ref() == Some(&note) {
            durable::remove(&path)?;
        }
    }
    Ok(())
}
