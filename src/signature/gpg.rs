//! OpenPGP and X.509 through `gpg` and `gpgsm`: signing as git asks for it, and reading back, right after,
//! which key that was. Both speak in status lines (GnuPG's doc/DETAILS), which no locale changes.

use super::{
    SignError,
    program::Outcome,
    signer::{Signer, writing},
};

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

impl Signer {
    /// The fingerprint of the OpenPGP or X.509 key that made `signature` over `payload`, by the word of the
    /// user's own `gpg` or `gpgsm`. Only for reading back what [`Signer::sign`] has just made: whom that
    /// program trusts differs from machine to machine.
    pub fn verify_with_program(&self, payload: &[u8], signature: &str) -> Result<String, SignError> {
        let scratch = self.scratch()?;
        let file = scratch.write("signature", signature.as_bytes()).map_err(writing)?;
        let mut command = self.command();
        command.args(["--status-fd=1", "--verify"]).arg(file).arg("-");
        let outcome = self.run(command, Some(payload))?;
        signing_fingerprint(&outcome).ok_or_else(|| self.failed(&outcome))
    }
}

/// The one key of the one good signature: several signatures at once are not what was asked for.
fn signing_fingerprint(outcome: &Outcome) -> Option<String> {
    let good = words(&outcome.stdout, "GOODSIG");
    let valid = words(&outcome.stdout, "VALIDSIG");
    match (outcome.status.success(), good.as_slice(), valid.as_slice()) {
        (true, [_], [fingerprint]) if !fingerprint.is_empty() => Some(fingerprint.clone()),
        _ => None,
    }
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
