//! What can be wrong with the repository itself: a broken environment, never a faulty document.
//! An error says what is wrong; [`RegisterError::advice`] says what mends it.

use super::Oid;
use super::date::DateError;
use std::path::PathBuf;
use std::time::Duration;

/// Why an object could not be read.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum ObjectError {
    /// The repository does not have it (a shallow or partial clone, or a damaged one).
    #[error("object {0} is missing")]
    Missing(Oid),
    /// It is there, but can't be read back.
    #[error("object {0} is damaged: {1}")]
    Corrupt(Oid, String),
    /// It can be read, but git's own rules (`git fsck --strict`) do not allow it.
    #[error("object {0} is malformed: {1}")]
    Malformed(Oid, String),
    /// It holds more bytes than asked for.
    #[error("object {0} holds {1} bytes, more than the {2} allowed")]
    TooLarge(Oid, usize, usize),
}

impl ObjectError {
    /// What mends that one is missing.
    pub const FETCH: &'static str =
        "fetch what is missing: `git fetch --refetch --no-filter`, or clone the whole repository again";

    /// The object that could not be read.
    pub fn oid(&self) -> Oid {
        match self {
            Self::Missing(oid)
            | Self::Corrupt(oid, _)
            | Self::Malformed(oid, _)
            | Self::TooLarge(oid, _, _) => *oid,
        }
    }
}

/// Why the register can't be opened, read or written.
#[derive(Debug, thiserror::Error)]
pub enum RegisterError {
    /// No git repository here or in a folder above.
    #[error("no git repository at {} or above it", .0.display())]
    NoRepository(PathBuf),
    /// A repository, but its current commit has no `register.yaml`.
    #[error("{} is a git repository, but no register: its current commit has no register.yaml", .0.display())]
    NoRegister(PathBuf),
    /// A repository without a commit.
    #[error("the branch {branch} has no commit yet")]
    Unborn {
        /// The branch's full name.
        branch: String,
        /// A branch that has one, as it is called here.
        there: Option<String>,
    },
    /// References are kept as `reftable`, which libgit2 can't read.
    #[error("the repository keeps its references as reftable, which this program can't read")]
    Reftable,
    /// The repository uses an extension that libgit2 does not know.
    #[error("the repository can't be read: {0}")]
    Unsupported(String),
    /// A form of object names that git does not have, or that the repository which is there does not.
    #[error("objects named by `{0}` can't be had here")]
    ObjectForm(String),
    /// The repository belongs to somebody else (git's *dubious ownership*).
    #[error("the repository at {} belongs to another user", .0.display())]
    Owner(PathBuf),
    /// There is no work tree to write to.
    #[error("the repository is bare: it has no work tree in which a step could be made")]
    Bare,
    /// No branch is checked out.
    #[error("no branch is checked out (HEAD is detached)")]
    Detached,
    /// HEAD names something that is not a branch.
    #[error("HEAD names {0}, which is not a branch")]
    NotABranch(String),
    /// Git stands in the middle of something that moves the branch when it ends.
    #[error("`git {what}` is unfinished in this repository: no step is made in the middle of it")]
    Unfinished {
        /// What it is, as its command is called (`cherry-pick`).
        what: &'static str,
    },
    /// A lock that this process did not make.
    #[error("{} exists{}: {}", .path.display(), how_old(.age), whose(.holder))]
    Locked {
        /// The lock.
        path: PathBuf,
        /// How long it has been there.
        age: Option<Duration>,
        /// The process of this program that says in it that it made it, and whether that is still running.
        holder: Option<(i32, bool)>,
    },
    /// Another process of this program makes a step.
    #[error("another iwcp is making a step in this repository")]
    Busy,
    /// A file that the step writes has changes of the user's own.
    #[error("{path} {how}")]
    Changed {
        /// The file, from the root of the work tree.
        path: String,
        /// What is the matter with it, as the rest of a sentence.
        how: &'static str,
    },
    /// The branch moved since the step was prepared.
    #[error("another step was made on {} meanwhile: nothing was changed", .branch.trim_start_matches("refs/heads/"))]
    Moved {
        /// The branch's full name.
        branch: String,
    },
    /// Two hooks that were there before this program's, and a place for one.
    #[error("{} is in the way: another hook is kept there already", .0.display())]
    Hook(PathBuf),
    /// A name that no commit has.
    #[error("there is no branch, tag or commit {0:?} here")]
    NoCommit(String),
    /// A name that stands for different commits in different places.
    #[error("`{name}` may be {}, which are different commits", .places.join(" or "))]
    Ambiguous {
        /// The name.
        name: String,
        /// What it may be, in full.
        places: Vec<String>,
    },
    /// The work tree that the repository's configuration names is another folder than the one that it belongs to.
    #[error("`core.worktree` names {}, a folder that knows nothing of this repository", .0.display())]
    WorkTreeElsewhere(PathBuf),
    /// A path that git does not allow.
    #[error("{0:?} is no path that a register can hold")]
    Path(String),
    /// Author or committer is not known.
    #[error("git does not know who you are: {0} is not set")]
    Identity(&'static str),
    /// A date in the environment can't be read.
    #[error("{variable}: {source}")]
    Date {
        /// The variable that holds it.
        variable: &'static str,
        /// What is wrong with it.
        source: DateError,
    },
    /// In the git directory something stands that git does not put there: it could be waited for, or written through.
    #[error("can't use {}: {why}", .path.display())]
    NotPlain {
        /// Where.
        path: PathBuf,
        /// What it is.
        why: &'static str,
    },
    /// A file could not be read or written.
    #[error("{what} {}: {source}", .path.display())]
    Io {
        /// What was tried, as in `can't write`.
        what: &'static str,
        /// On which file.
        path: PathBuf,
        /// What the system says.
        source: std::io::Error,
    },
    /// An object could not be read.
    #[error(transparent)]
    Object(#[from] ObjectError),
    /// libgit2 could not do it.
    #[error("{what}: {message}")]
    Git {
        /// What was tried, as in `can't write the index`.
        what: &'static str,
        /// What libgit2 says.
        message: String,
    },
}

fn how_old(age: &Option<Duration>) -> String {
    let Some(seconds) = age.map(|age| age.as_secs()) else { return String::new() };
    match seconds {
        0..=119 => format!(" ({seconds} seconds old)"),
        120..=7199 => format!(" ({} minutes old)", seconds / 60),
        _ => format!(" ({} hours old)", seconds / 3600),
    }
}

/// When a lock is one that nobody needs any more.
fn lock_is_left(holder: &Option<(i32, bool)>) -> &'static str {
    match holder {
        Some(_) => "unless that runs in another container or on another machine that has the repository",
        None => "when no git program is running",
    }
}

fn whose(holder: &Option<(i32, bool)>) -> String {
    match holder {
        Some((process, true)) => format!("another iwcp holds it (process {process}, which is running)"),
        Some((process, false)) => format!("an iwcp left it (process {process}, which is not running here)"),
        None => "another git program is running, or one was ended in the middle of its work".to_owned(),
    }
}

impl RegisterError {
    /// Wraps what the system said about a file.
    pub(super) fn io(what: &'static str, path: impl Into<PathBuf>) -> impl FnOnce(std::io::Error) -> Self {
        let path = path.into();
        move |source| Self::Io { what, path, source }
    }

    /// Wraps what libgit2 said.
    pub(super) fn git(what: &'static str) -> impl FnOnce(git2::Error) -> Self {
        move |error| Self::Git { what, message: error.message().to_owned() }
    }

    /// Whether it says that there is no register here, rather than that one can't be opened.
    pub fn means_none(&self) -> bool {
        matches!(self, Self::NoRepository(_) | Self::NoRegister(_) | Self::Unborn { .. })
    }

    /// What mends it, as a sentence or two; `None` where the message says all there is to say.
    pub fn advice(&self) -> Option<String> {
        Some(match self {
            Self::Owner(path) => {
                format!("if you trust it: git config --global --add safe.directory {}", path.display())
            }
            Self::Hook(path) => format!("when it is not needed any more, remove it: rm '{}'", path.display()),
            Self::Unfinished { what } => format!(
                "finish it (`git {what} --continue`) or break it off (`git {what} --abort`), and run the command again"
            ),
            Self::Locked { holder: Some((_, true)), .. } => {
                "run the command again when that has ended".to_owned()
            }
            Self::Locked { path, holder, .. } => {
                format!("{}, remove it: rm '{}'", lock_is_left(holder), path.display())
            }
            Self::Changed { path, .. } => format!(
                "changes of a document are made by `iwcp step`: put it back with `git restore --staged --worktree '{path}'`, or put it aside with `git stash push --include-untracked -- '{path}'`"
            ),
            Self::Unborn { there: Some(there), .. } => format!(
                "{there} is there, and another branch is checked out: `git switch {}`",
                there.rsplit_once('/').map_or(there.as_str(), |(_, name)| name)
            ),
            Self::Ambiguous { places, .. } => format!("name it in full, as `{}`", places.join("` or `")),
            other => other.fixed_advice()?.to_owned(),
        })
    }

    /// The same for what needs no names.
    fn fixed_advice(&self) -> Option<&'static str> {
        Some(match self {
            Self::NoRepository(_) | Self::NoRegister(_) => {
                "go to a register, or name one with `-C DIR`; `iwcp init` makes a new register here, `iwcp demo` an example"
            }
            Self::Unborn { .. } => "`iwcp init` makes the first commit of a register",
            Self::Reftable => "clone it into a repository with files: `git clone --ref-format=files`",
            Self::Unsupported(what) if what.contains("partialclone") => {
                "it lacks what git would fetch when it is wanted, and nothing is fetched here: clone it whole, without `--filter`"
            }
            Self::Unsupported(_) => {
                "`git config --local --get-regexp extensions` names what git itself may know; `git clone` makes a repository without it"
            }
            Self::ObjectForm(_) => {
                "git has sha1 and sha256, and a repository keeps the one that it was made with"
            }
            Self::NoCommit(_) => {
                "`git branch --all` lists the branches; one that only the server has: `git fetch`"
            }
            Self::Bare => "make the step in a clone with a work tree, and push it",
            Self::Detached | Self::NotABranch(_) => "check a branch out first: `git switch BRANCH`",
            Self::NotPlain { .. } => {
                "clone the register anew (`git clone`); if you put it there yourself, put a plain file or folder in its place"
            }
            Self::Busy => "run the command again",
            Self::Moved { .. } => "run the command again: what was added is taken into account then",
            Self::Identity(_) => {
                "git config --global user.name 'Your Name'; git config --global user.email you@example.com"
            }
            Self::WorkTreeElsewhere(_) => {
                "nothing is written there; take the setting away, `git config --unset core.worktree`, or say by GIT_WORK_TREE that it is meant"
            }
            Self::Object(ObjectError::Missing(_)) => ObjectError::FETCH,
            Self::Object(_) => "`git fsck --full` says more; clone the repository again from a sound copy",
            _ => return None,
        })
    }
}
