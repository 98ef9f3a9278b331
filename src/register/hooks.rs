//! Where git looks for hooks here, and putting some there: beside those that are there already, never over them.

use super::durable::{self, Durability};
use super::{Register, RegisterError};
use git2::ConfigLevel;
use std::fs;
use std::os::unix::fs::PermissionsExt;
use std::path::{Path, PathBuf};

/// How a hook is called that was there before ours.
const BEFORE: &str = "before-iwcp";

/// Where git looks for hooks.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct HooksFolder {
    /// The folder; it need not be there yet.
    pub path: PathBuf,
    /// Whether other repositories share it: it is set in the user's or the system's configuration.
    pub shared: bool,
}

/// What stands in a hook's place.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Hook {
    /// Nothing.
    Absent,
    /// This program's; whether one that was there before runs first.
    Ours {
        /// Whether there is such a one.
        before: bool,
    },
    /// Somebody else's.
    Other,
}

impl Register {
    /// Where git looks for hooks here: `core.hooksPath`, else the common git directory.
    ///
    /// # Errors
    /// [`RegisterError::Git`] where the configuration can't be read.
    pub fn hooks_folder(&self) -> Result<HooksFolder, RegisterError> {
        let failed = || RegisterError::git("can't read git's configuration");
        let config = self.repository.config().map_err(failed())?;
        let Ok(entry) = config.get_entry("core.hookspath") else {
            return Ok(HooksFolder { path: self.common_dir().join("hooks"), shared: false });
        };
        let shared = !matches!(entry.level(), ConfigLevel::Local | ConfigLevel::Worktree);
        let path = config.get_path("core.hookspath").map_err(failed())?;
        Ok(HooksFolder { path: self.root_dir().unwrap_or(self.git_dir()).join(path), shared })
    }
}

impl HooksFolder {
    /// What stands in the place of the hook of that name; `mark` is a line that only our hooks hold.
    ///
    /// # Errors
    /// [`RegisterError::Io`] where it is there and can't be read.
    pub fn hook(&self, name: &str, mark: &str) -> Result<Hook, RegisterError> {
        let path = self.path.join(name);
        if fs::symlink_metadata(&path).is_err() {
            return Ok(Hook::Absent);
        }
        let text = durable::read(&path)?.unwrap_or_default();
        let ours = String::from_utf8_lossy(&text).lines().any(|line| line == mark);
        Ok(if ours { Hook::Ours { before: is_there(&self.before(name)) } } else { Hook::Other })
    }

    /// Puts a hook in its place; one that was there before is kept beside it, and the script is to run it first.
    ///
    /// # Errors
    /// [`RegisterError::Hook`] where another one is kept there already; I/O. Then nothing has changed.
    pub fn install(&self, name: &str, script: &str, mark: &str) -> Result<(), RegisterError> {
        durable::make_folder(&self.path)?;
        let (path, before) = (self.path.join(name), self.before(name));
        let beside = self.path.join(format!("{name}.iwcp-new"));
        durable::write_new(&beside, script.as_bytes(), Durability::Disk)?;
        let placed = fs::set_permissions(&beside, fs::Permissions::from_mode(0o755))
            .map_err(RegisterError::io("can't write", &beside))
            .and_then(|()| match self.hook(name, mark)? {
                Hook::Other if is_there(&before) => Err(RegisterError::Hook(before.clone())),
                Hook::Other => fs::hard_link(&path, &before).map_err(RegisterError::io("can't keep", &path)),
                Hook::Absent | Hook::Ours { .. } => Ok(()),
            })
            .and_then(|()| durable::rename(&beside, &path));
        if placed.is_err() {
            let _ = fs::remove_file(&beside);
        }
        placed
    }

    /// Takes our hook away, and puts the one that was there before back.
    ///
    /// # Errors
    /// [`RegisterError::Io`].
    pub fn uninstall(&self, name: &str) -> Result<(), RegisterError> {
        let (path, before) = (self.path.join(name), self.before(name));
        match is_there(&before) {
            true => durable::rename(&before, &path),
            false => durable::remove(&path),
        }
    }

    /// Where a hook is kept that was there before ours.
    pub fn before(&self, name: &str) -> PathBuf {
        self.path.join(format!("{name}.{BEFORE}"))
    }
}

fn is_there(path: &Path) -> bool {
    fs::symlink_metadata(path).is_ok()
}
