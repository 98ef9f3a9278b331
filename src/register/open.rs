//! Finds the repository as git would, and says plainly why not.
//! Owner validation stays on: a repository of somebody else's is not read.

use super::durable::Durability;
use super::id::{form_called, full_id};
use super::{Environment, Objects, Oid, RegisterError, Settings, Stock, entry_at, plain};
use git2::{ErrorClass, ErrorCode, ObjectFormat, Repository, RepositoryInitOptions, RepositoryOpenFlags};
use std::cell::OnceCell;
use std::ffi::OsStr;
use std::path::{Path, PathBuf};

/// A register: a git repository whose current commit holds `register.yaml`.
pub struct Register {
    pub(super) repository: Repository,
    pub(super) environment: Environment,
    /// Whether the process's variables say where its parts are (`GIT_DIR`, `GIT_INDEX_FILE`…), as it was opened.
    from_environment: bool,
    /// The files that hold its objects, once somebody asked.
    pub(super) stock: OnceCell<Option<Stock>>,
}

/// What HEAD says.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Head {
    /// The full name of the branch, as `refs/heads/main`; `None` where HEAD is detached.
    pub branch: Option<String>,
    /// Its tip; `None` where the branch has no commit yet.
    pub oid: Option<Oid>,
}

impl Register {
    /// Opens the register that `dir` is in, or `GIT_DIR`'s, and finishes what an ended process left half
    /// done, where it can without waiting.
    ///
    /// # Errors
    /// [`RegisterError`]: no repository, no commit yet, no `register.yaml`, or one this program can't read.
    pub fn open(dir: &Path) -> Result<Self, RegisterError> {
        Self::open_as(dir, Environment::default())
    }

    /// The same for whoever acts in an environment; where that is somebody who is played, `dir` alone says which
    /// repository it is.
    ///
    /// # Errors
    /// As [`Register::open`].
    pub fn open_as(dir: &Path, environment: Environment) -> Result<Self, RegisterError> {
        let register = Self::discover_as(dir, environment)?;
        register.repair();
        let head = register.head()?;
        let Some(tip) = head.oid else {
            return Err(register.unborn(head));
        };
        let objects = register.objects()?;
        match entry_at(&objects, objects.commit(tip)?.tree, Settings::FILE)? {
            Some(_) => Ok(register),
            None => Err(RegisterError::NoRegister(register.place())),
        }
    }

    /// Opens the repository that `dir` is in, or `GIT_DIR`'s, whether it holds a register or not.
    ///
    /// # Errors
    /// [`RegisterError`]: no repository, or one this program can't read.
    pub fn discover(dir: &Path) -> Result<Self, RegisterError> {
        Self::discover_as(dir, Environment::default())
    }

    /// The same for whoever acts in an environment, as [`Register::open_as`].
    ///
    /// # Errors
    /// As [`Register::discover`].
    pub fn discover_as(dir: &Path, environment: Environment) -> Result<Self, RegisterError> {
        let from_environment = !environment.is_played();
        let flags = flags(from_environment);
        let found = match std::env::var_os(GIT_DIR).filter(|_| from_environment) {
            // As git has it: a relative one is meant from there.
            Some(named) => {
                plain::require_plain(&dir.join(&named))?;
                let exactly = RepositoryOpenFlags::NO_SEARCH | RepositoryOpenFlags::NO_DOTGIT;
                Repository::open_ext(dir.join(named), flags | exactly, NO_CEILINGS)
            }
            None => {
                // Who plays somebody made the repository in the same breath.
                if from_environment {
                    plain::require_plain_above(dir)?;
                }
                let ceilings = std::env::var_os("GIT_CEILING_DIRECTORIES").unwrap_or_default();
                let ceilings: Vec<PathBuf> = std::env::split_paths(&ceilings).collect();
                Repository::open_ext(dir, flags, ceilings)
            }
        };
        match found {
            Ok(repository) => Ok(Self { repository, environment, from_environment, stock: OnceCell::new() }),
            Err(error) => Err(refusal(&error, dir)),
        }
    }

    /// Whether `GIT_DIR` names the repository, whichever folder is asked about.
    pub fn is_named_by_environment() -> bool {
        std::env::var_os(GIT_DIR).is_some()
    }

    /// Makes a repository in `dir` whose first branch is `branch`, where there is none in `dir` itself. Its objects are
    /// named by `form` (`sha1`, `sha256`), else by what `GIT_DEFAULT_HASH` says, as git has it. `dir` alone says where it is.
    ///
    /// # Errors
    /// [`RegisterError::ObjectForm`] for a form that git does not have, or where a repository of the other is there;
    /// [`RegisterError::Git`] where libgit2 can't.
    pub fn init(dir: &Path, branch: &str, form: Option<&str>) -> Result<Self, RegisterError> {
        let named = form.map(str::to_owned).or_else(|| Environment::default().get("GIT_DEFAULT_HASH"));
        let unknown = |name: &str| RegisterError::ObjectForm(name.to_owned());
        let wanted = named.map(|name| form_called(&name).ok_or_else(|| unknown(&name))).transpose()?;
        let mut options = RepositoryInitOptions::new();
        options.initial_head(branch).no_reinit(true).mkpath(true).external_template(false);
        options.object_format(wanted.unwrap_or(ObjectFormat::Sha1));
        plain::require_plain(&dir.join(".git"))?;
        match Repository::init_opts(dir, &options) {
            Ok(_) => {}
            Err(error) if error.code() == ErrorCode::Exists => {}
            Err(error) => return Err(RegisterError::git("can't make a repository")(error)),
        }
        let repository = Repository::open_ext(dir, RepositoryOpenFlags::NO_SEARCH, NO_CEILINGS)
            .map_err(|error| refusal(&error, dir))?;
        let made = Self {
            repository,
            environment: Environment::default(),
            from_environment: false,
            stock: OnceCell::new(),
        };
        match form {
            Some(form) if Some(made.repository.object_format()) != wanted => Err(unknown(form)),
            _ => Ok(made),
        }
    }

    /// The same, with who acts in it taken from there.
    #[must_use]
    pub fn within(mut self, environment: Environment) -> Self {
        self.environment = environment;
        self
    }

    /// Opens it once more, for another thread.
    ///
    /// # Errors
    /// As [`Register::discover`].
    pub fn reopen(&self) -> Result<Self, RegisterError> {
        let (environment, from_environment) = (self.environment.clone(), self.from_environment);
        let flags = flags(from_environment) | RepositoryOpenFlags::NO_SEARCH;
        match Repository::open_ext(self.git_dir(), flags, NO_CEILINGS) {
            Ok(repository) => Ok(Self { repository, environment, from_environment, stock: OnceCell::new() }),
            Err(error) => Err(refusal(&error, self.git_dir())),
        }
    }

    /// What is written to it is to outlast a power failure, but for what is only played.
    pub(super) fn durability(&self) -> Durability {
        match self.environment.is_played() {
            true => Durability::Process,
            false => Durability::Disk,
        }
    }

    /// A reader of its objects, for one thread.
    ///
    /// # Errors
    /// As [`Register::discover`].
    pub fn objects(&self) -> Result<Objects, RegisterError> {
        Ok(Objects::new(self.reopen()?.repository))
    }

    /// The root of the work tree; `None` in a bare repository.
    pub fn root_dir(&self) -> Option<&Path> {
        self.repository.workdir()
    }

    /// The git directory of this work tree.
    pub fn git_dir(&self) -> &Path {
        self.repository.path()
    }

    /// The git directory that all work trees of the repository share.
    pub fn common_dir(&self) -> &Path {
        self.repository.commondir()
    }

    /// What HEAD says now.
    ///
    /// # Errors
    /// [`RegisterError::Git`] where HEAD can't be read.
    pub fn head(&self) -> Result<Head, RegisterError> {
        let (name, oid) = self.led_to("HEAD")?;
        match (name == "HEAD", oid) {
            (true, None) => {
                Err(RegisterError::Git { what: "can't read HEAD", message: "there is none".to_owned() })
            }
            (detached, oid) => Ok(Head { branch: (!detached).then_some(name), oid }),
        }
    }

    /// The reference that one leads to where it is a symbolic one, else itself, and what that names; nothing where there
    /// is none of that name.
    ///
    /// # Errors
    /// [`RegisterError::Git`] where references can't be read.
    pub fn led_to(&self, name: &str) -> Result<(String, Option<Oid>), RegisterError> {
        let failed = || RegisterError::git("can't read a reference");
        let mut name = name.to_owned();
        // A symbolic name may point at another one; git follows five.
        for _ in 0..6 {
            let reference = match self.repository.find_reference(&name) {
                Ok(reference) => reference,
                Err(error) if error.code() == ErrorCode::NotFound => return Ok((name, None)),
                Err(error) => return Err(failed()(error)),
            };
            match reference.symbolic_target().map_err(failed())? {
                Some(target) => name = target.to_owned(),
                None => return Ok((name, reference.target())),
            }
        }
        Err(RegisterError::Git {
            what: "can't read a reference",
            message: format!("`{name}`: symbolic names go in circles"),
        })
    }

    /// The full object id that a text is, of the form that this repository has.
    pub fn parse_oid(&self, text: &str) -> Option<Oid> {
        let form = self.repository.object_format();
        full_id(text).filter(|oid| oid.object_format() == form)
    }

    /// Whether history is cut short here (`git clone --depth`).
    pub fn is_shallow(&self) -> bool {
        self.repository.is_shallow()
    }

    /// The names of the replace refs (`refs/replace/*`). Nothing here follows them.
    ///
    /// # Errors
    /// [`RegisterError::Git`] where references can't be listed.
    pub fn replace_refs(&self) -> Result<Vec<String>, RegisterError> {
        let failed = || RegisterError::git("can't list refs/replace");
        let references = self.repository.references_glob("refs/replace/*").map_err(failed())?;
        let mut names = Vec::new();
        for reference in references {
            names.push(String::from_utf8_lossy(reference.map_err(failed())?.name_bytes()).into_owned());
        }
        Ok(names)
    }

    /// The work tree, or the git directory of a bare repository.
    fn place(&self) -> PathBuf {
        self.root_dir().unwrap_or_else(|| self.git_dir()).to_owned()
    }
}

const NO_CEILINGS: [&OsStr; 0] = [];

/// The variable that names the git directory.
const GIT_DIR: &str = "GIT_DIR";

fn flags(from_environment: bool) -> RepositoryOpenFlags {
    match from_environment {
        true => RepositoryOpenFlags::FROM_ENV,
        false => RepositoryOpenFlags::empty(),
    }
}

fn refusal(error: &git2::Error, dir: &Path) -> RegisterError {
    let message = error.message();
    let says = |word: &str| message.to_ascii_lowercase().contains(word);
    match error.code() {
        ErrorCode::NotFound => RegisterError::NoRepository(dir.to_owned()),
        ErrorCode::Owner => RegisterError::Owner(dir.to_owned()),
        _ if says("refstorage") => RegisterError::Reftable,
        _ if error.class() == ErrorClass::Repository => RegisterError::Unsupported(message.to_owned()),
        _ => RegisterError::git("can't open the repository")(git2::Error::from_str(message)),
    }
}
