//! Which key signed these bytes? Signatures of SSH and of OpenPGP are verified here, in process; signing goes through the
//! program that the user's git is configured for. Knows no roles and no repository: git's settings arrive
//! as a plain [`Signer`], and whether a key may sign a step is the question of `trust`.

mod allowed_signers;
mod armour;
mod certificate;
mod command_line;
mod entry;
mod error;
mod gpg;
mod held;
mod inner;
mod key;
mod number;
mod openpgp;
mod program;
mod scratch;
mod signer;
mod ssh;
mod verify;
mod wire;

#[cfg(test)]
mod tests;

pub use allowed_signers::{allowed_signers_line, cert_authority_line};
pub use armour::{Kind, signature_kind};
pub use certificate::Certificate;
pub use entry::{KeyText, OPENPGP, fingerprint, read_entry};
pub use error::{KeyError, SignError, SignatureError};
pub use held::HeldKey;
pub use key::PublicKey;
pub use openpgp::{OpenPgpCertificate, OpenPgpCertificates, OpenPgpSignature, OpenPgpSigner};
pub use signer::{Format, Signer};
pub use ssh::SshSignature;

/// The namespace in which git makes its SSH signatures (`ssh-keygen -Y sign -n git`).
pub const GIT_NAMESPACE: &str = "git";
