//! git's configuration, in git's order: environment, work tree, repository, user, system.
//! Of the repository's own settings it can say which would start programs.

use super::{Environment, Register, RegisterError};
use git2::{Config, ConfigLevel, ErrorCode, Repository, RepositoryOpenFlags};
use std::ffi::OsStr;
use std::iter;
use std::path::PathBuf;

/// What git's configuration says about signing; see `gpg.format` and `user.signingkey` in git-config(1).
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct SignerSettings {
    /// `gpg.format`: `openpgp`, `x509` or `ssh`; git's default is `openpgp`.
    pub format: Option<String>,
    /// The program of that format: `gpg.<format>.program`, for `openpgp` also `gpg.program`.
    pub program: Option<String>,
    /// `user.signingkey`.
    pub key: Option<String>,
    /// `gpg.ssh.defaultKeyCommand`.
    pub default_key_command: Option<String>,
}

impl Register {
    /// A setting of git's configuration; the last one where it stands several times.
    ///
    /// # Errors
    /// [`RegisterError::Git`] where a configuration file can't be read.
    pub fn config_string(&self, key: &str) -> Result<Option<String>, RegisterError> {
        if let Some(value) = from_environment(&self.environment, key) {
            return Ok(Some(value));
        }
        let config = self.config()?;
        match config.get_string(key) {
            Ok(value) => Ok(Some(value)),
            Err(error) if matches!(error.code(), ErrorCode::NotFound | ErrorCode::InvalidSpec) => Ok(None),
            Err(error) => Err(RegisterError::git("can't read git's configuration")(error)),
        }
    }

    /// A yes or no of git's configuration.
    ///
    /// # Errors
    /// As [`Register::config_string`]; a value that is neither is `None`.
    pub fn config_bool(&self, key: &str) -> Result<Option<bool>, RegisterError> {
        let value = self.config_string(key)?;
        Ok(value.and_then(|value| Config::parse_bool(value).ok()))
    }

    /// Sets a setting in the repository's own configuration.
    ///
    /// # Errors
    /// [`RegisterError::Git`] where it can't be written.
    pub fn set_config(&self, key: &str, value: &str) -> Result<(), RegisterError> {
        let failed = || RegisterError::git("can't write git's configuration");
        let mut local = self.config()?.open_level(ConfigLevel::Local).map_err(failed())?;
        local.set_str(key, value).map_err(failed())
    }

    /// How git would sign here.
    ///
    /// # Errors
    /// As [`Register::config_string`].
    pub fn signer_settings(&self) -> Result<SignerSettings, RegisterError> {
        let format = self.config_string("gpg.format")?;
        let name = format.as_deref().unwrap_or("openpgp");
        let mut program = self.config_string(&format!("gpg.{name}.program"))?;
        if program.is_none() && name == "openpgp" {
            program = self.config_string("gpg.program")?;
        }
        Ok(SignerSettings {
            program,
            format,
            key: self.config_string("user.signingkey")?,
            default_key_command: self.config_string("gpg.ssh.defaultKeyCommand")?,
        })
    }

    /// The settings of the repository's own configuration files that make git start programs, or read further files that
    /// may, on conditions that may be met another time; as they are called there. What comes from the user's or the system's files is the user's own choice.
    ///
    /// # Errors
    /// [`RegisterError::Git`] where a configuration file can't be read.
    pub fn program_settings(&self) -> Result<Vec<String>, RegisterError> {
        let failed = || RegisterError::git("can't read git's configuration");
        let config = self.config()?;
        let mut entries = config.entries(None).map_err(failed())?;
        let mut found = Vec::new();
        while let Some(entry) = entries.next() {
            let entry = entry.map_err(failed())?;
            let name = String::from_utf8_lossy(entry.name_bytes()).into_owned();
            let value = if entry.has_value() { entry.value_bytes() } else { b"true" };
            if is_own(entry.level())
                && starts_program(&name, &String::from_utf8_lossy(value))
                && !found.contains(&name)
            {
                found.push(name);
            }
        }
        Ok(found)
    }

    /// The work tree that the repository's own configuration names (`core.worktree`), where that folder's `.git` does not
    /// lead back here and nobody asked for it by `GIT_WORK_TREE`: whoever handed the repository over chose where its
    /// files are written.
    ///
    /// # Errors
    /// [`RegisterError::Git`] where a configuration file can't be read.
    pub fn stray_work_tree(&self) -> Result<Option<PathBuf>, RegisterError> {
        let Some(folder) = self.root_dir() else { return Ok(None) };
        if self.environment.get("GIT_WORK_TREE").is_some() || !self.sets("core.worktree")? {
            return Ok(None);
        }
        let here = self.git_dir();
        let back = Repository::open_ext(folder, RepositoryOpenFlags::NO_SEARCH, iter::empty::<&OsStr>());
        let leads_back = back.is_ok_and(|repository| repository.path() == here);
        Ok((!leads_back).then(|| folder.to_owned()))
    }

    /// Whether the repository's own configuration has a setting.
    fn sets(&self, key: &str) -> Result<bool, RegisterError> {
        let failed = || RegisterError::git("can't read git's configuration");
        let config = self.config()?;
        let mut entries = config.entries(Some(&format!("^{key}$"))).map_err(failed())?;
        while let Some(entry) = entries.next() {
            if is_own(entry.map_err(failed())?.level()) {
                return Ok(true);
            }
        }
        Ok(false)
    }

    fn config(&self) -> Result<Config, RegisterError> {
        self.repository.config().map_err(RegisterError::git("can't read git's configuration"))
    }
}

/// Whether a setting of this level stands in the repository's own files.
fn is_own(level: ConfigLevel) -> bool {
    matches!(level, ConfigLevel::Local | ConfigLevel::Worktree)
}

/// `GIT_CONFIG_COUNT`, `GIT_CONFIG_KEY_<n>`, `GIT_CONFIG_VALUE_<n>`: they win over every file.
fn from_environment(environment: &Environment, key: &str) -> Option<String> {
    let count: usize = environment.get("GIT_CONFIG_COUNT")?.parse().ok()?;
    (0..count.min(1_000)).rev().find_map(|n| {
        let name = environment.get(&format!("GIT_CONFIG_KEY_{n}"))?;
        let value = environment.get(&format!("GIT_CONFIG_VALUE_{n}")).unwrap_or_default();
        name.eq_ignore_ascii_case(key).then_some(value)
    })
}

/// Whether a setting (its name with section and key in lower case) makes git start a program.
fn starts_program(name: &str, value: &str) -> bool {
    let section = name.split('.').next().unwrap_or_default();
    let key = name.rsplit('.').next().unwrap_or_default();
    match (section, key) {
        ("core", "fsmonitor") | ("pager", _) => Config::parse_bool(value).is_err(),
        ("sendemail", "smtpserver") => value.starts_with('/'),
        ("alias", _) => value.starts_with('!'),
        ("submodule", "update") => value.starts_with('!'),
        ("include" | "includeif", "path") => true,
        ("core", "hookspath" | "sshcommand" | "editor" | "pager" | "gitproxy" | "askpass")
        | ("core", "alternaterefscommand")
        | ("sequence" | "interactive", "editor" | "difffilter")
        | ("gpg", "program" | "defaultkeycommand")
        | ("filter", "clean" | "smudge" | "process")
        | ("diff", "external" | "command" | "textconv")
        | ("difftool" | "mergetool" | "man" | "browser" | "trailer", "cmd" | "command" | "path")
        | ("merge", "driver")
        | ("tar" | "hook" | "guitool", "command" | "cmd")
        | ("sendemail", "sendmailcmd" | "tocmd" | "cccmd" | "headercmd")
        | ("imap", "tunnel")
        | ("credential", "helper")
        | ("uploadpack", "packobjectshook")
        | ("remote", "uploadpack" | "receivepack" | "vcs") => !value.is_empty(),
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use super::starts_program;

    #[test]
    fn settings_that_start_programs_are_known_by_section_and_key() {
        for (name, value) in [
            ("core.fsmonitor", "watch"),
            ("core.hookspath", ".hooks"),
            ("alias.x", "!sh"),
            ("pager.log", "sh -c x"),
            ("tar.zip.command", "x"),
            ("sendemail.smtpserver", "/bin/x"),
            ("sendemail.work.tocmd", "x"),
            ("sendemail.sendmailcmd", "x"),
            ("guitool.x.cmd", "x"),
            ("imap.tunnel", "x"),
            ("hook.lint.command", "x"),
            ("filter.x.smudge", "x"),
            ("remote.origin.vcs", "x"),
            ("gpg.ssh.program", "x"),
            ("include.path", "x"),
            ("includeif.onbranch:main.path", "x"),
        ] {
            assert!(starts_program(name, value), "{name}");
        }
        for (name, value) in [
            ("core.fsmonitor", "true"),
            ("pager.log", "false"),
            ("alias.x", "log"),
            ("sendemail.smtpserver", "mail.example"),
            ("tar.umask", "x"),
            ("core.hookspath", ""),
            ("user.name", "x"),
        ] {
            assert!(!starts_program(name, value), "{name}");
        }
    }
}
