//! OpenPGP and X.509 through `gpg` and `gpgsm`: signing as git asks for it. Both speak in status lines (GnuPG's
//! doc/DETAILS), which no locale changes.

use super::{SignError, signer::Signer};

/// How every status line begins.
pub(super) const STATUS: &str = "[GNUPG:] ";

/// Makes a detached, armoured signature over `payload`.
pub(super) fn sign(signer: &Signer, payload: &[u8]) -> Result<Vec<u8>, SignError> {
    let key = match signer.key.as_deref() {
        Some(key) if !key.is_empty() => key,
        _ if !signer.identity.is_empty() => signer.identity.as_str(),
        _ => return Err(SignError::NoKey),
    };
    let mut command = signer.command();
    command.args(["--status-fd=2", "-bsau", key]);
    let outcome = signer.run(command, Some(payload))?;
    if !outcome.status.success() || words(&outcome.stderr, "SIG_CREATED").is_empty() {
        return Err(signer.failed(&outcome));
    }
    Ok(outcome.stdout)
}

/// The first word of each status line of that name.
fn words(output: &[u8], name: &str) -> Vec<String> {
    let text = String::from_utf8_lossy(output);
    let named = text.lines().filter_map(|line| {
        let (first, rest) = line.strip_prefix(STATUS)?.split_once(' ')?;
        (first == name).then(|| rest.split(' ').next().unwrap_or_default().to_owned())
    });
    named.collect()
}
