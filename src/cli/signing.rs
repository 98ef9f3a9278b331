//! The signer that git is configured for, as commands use it: which program and key, where its files go, and how long it
//! may take. What it signs is no business of this file.

use std::io::IsTerminal;
use std::path::PathBuf;
use std::sync::Arc;
use std::time::Duration;

use super::CliError;
use crate::register::{Person, Register};
use crate::signature::{Format, HeldKey, Signer};

/// How long a signer may take at a terminal: a person may have to find a security key and type its PIN.
const SIGNING: Duration = Duration::from_secs(60);

/// How long it may take elsewhere, where it is an agent or a file that signs.
const SIGNING_UNATTENDED: Duration = Duration::from_secs(15);

/// The environment variable that sets it otherwise, in seconds.
const SIGNING_VARIABLE: &str = "IWCP_SIGN_TIMEOUT";

/// The signer that git is configured for, with its scratch files inside the git directory; or in its place a key that is
/// held.
///
/// # Errors
/// A configuration that can't be read.
pub fn signer(register: &Register, held: Option<&Arc<HeldKey>>) -> Result<Signer, CliError> {
    let settings = register.signer_settings()?;
    let named = settings.format.as_deref().unwrap_or_default();
    let format = match Format::named(named) {
        Some(format) => format,
        None if named.is_empty() => Format::default(),
        None => {
            return Err(CliError::environment(format!(
                "git's `gpg.format` is `{named}`, which is no format"
            ))
            .hint("git config gpg.format ssh"));
        }
    };
    let timeout = patience(std::env::var(SIGNING_VARIABLE).ok().as_deref())?;
    Ok(Signer {
        format,
        program: settings.program,
        key: settings.key,
        default_key_command: settings.default_key_command,
        identity: signing_identity(register)?,
        home: std::env::var_os("HOME").map(PathBuf::from),
        work_dir: register.scratch_dir()?,
        cwd: register.root_dir().unwrap_or(register.git_dir()).to_path_buf(),
        timeout,
        held: held.cloned(),
    })
}

/// How long the user lets a signer take.
fn patience(seconds: Option<&str>) -> Result<Duration, CliError> {
    let Some(text) = seconds.filter(|text| !text.is_empty()) else {
        let attended = std::io::stdin().is_terminal() || std::io::stderr().is_terminal();
        return Ok(if attended { SIGNING } else { SIGNING_UNATTENDED });
    };
    match text.parse() {
        Ok(seconds) if seconds > 0 => Ok(Duration::from_secs(seconds)),
        _ => Err(CliError::usage(format!("{SIGNING_VARIABLE} is `{text}`, which is no number of seconds"))
            .hint(format!("{SIGNING_VARIABLE}=120 gives a signer two minutes"))),
    }
}

/// The name and address by which OpenPGP finds a key where none is configured: git's committer.
fn signing_identity(register: &Register) -> Result<String, CliError> {
    let epoch = chrono::DateTime::UNIX_EPOCH.fixed_offset();
    let committer = register.identity(Person::Committer, epoch)?;
    Ok(format!("{} <{}>", committer.name, committer.email))
}
