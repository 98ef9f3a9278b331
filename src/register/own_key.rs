//! A key that only this user has, on this machine: what carries its seal was written here, and not by whoever handed a
//! folder over. It is no secret of the register's, signs nothing, and can be thrown away: then things are remembered anew.

use super::Environment;
use super::durable;
use ring::hmac;
use ring::rand::{SecureRandom, SystemRandom};
use std::fs::{self, DirBuilder, File};
use std::io::Write;
use std::os::unix::fs::{DirBuilderExt, OpenOptionsExt};
use std::path::{Path, PathBuf};

const LENGTH: usize = 32;

/// The user's key; made where there is none. None where there is no place for it: then a seal guards against accidents.
pub(super) fn own_key(environment: &Environment) -> Option<hmac::Key> {
    let folder = state_folder(environment)?.join("iwcp");
    let file = folder.join("shelves.key");
    if durable::read(&file).ok()?.is_none() {
        make(&folder, &file)?;
    }
    let bytes = durable::read(&file).ok()??;
    (bytes.len() == LENGTH).then(|| hmac::Key::new(hmac::HMAC_SHA256, &bytes))
}

/// Where programs keep what is to outlast them and is no setting (XDG Base Directory Specification).
fn state_folder(environment: &Environment) -> Option<PathBuf> {
    let named = |name| environment.get(name).map(PathBuf::from).filter(|path| path.is_absolute());
    named("XDG_STATE_HOME").or_else(|| Some(named("HOME")?.join(".local/state")))
}

/// Several processes may do it at once: the first one's key stands.
fn make(folder: &Path, file_of_key: &Path) -> Option<()> {
    let mut bytes = [0; LENGTH];
    SystemRandom::new().fill(&mut bytes).ok()?;
    DirBuilder::new().recursive(true).mode(0o700).create(folder).ok()?;
    let beside = folder.join(format!(".shelves.key.{}", std::process::id()));
    let made = File::options().write(true).create_new(true).mode(0o600).open(&beside).and_then(|mut file| {
        file.write_all(&bytes)?;
        file.sync_all()?;
        // Where another process was first, there is one.
        let _ = fs::hard_link(&beside, file_of_key);
        Ok(())
    });
    let _ = fs::remove_file(&beside);
    made.is_ok().then_some(())
}
