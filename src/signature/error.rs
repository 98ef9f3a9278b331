//! What can go wrong in this room: a text that is no usable public key, a signature that does not hold or
//! can't be judged, a signer that does not sign. None of them repeats a key, a payload or a pasted secret.

use std::{io, time::Duration};

/// Why a text is not accepted as a public key.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum KeyError {
    /// Somebody pasted the wrong half of the pair.
    #[error("this is a private key: keep it to yourself, and give the public one (the file ending in .pub)")]
    Private,
    /// Not a public key line of OpenSSH.
    #[error("not an OpenSSH public key: {0}")]
    Malformed(&'static str),
    /// An entry whose parts do not fit together, or that names no OpenPGP key.
    #[error("{0}")]
    Entry(&'static str),
    /// A kind of key that is not read here: certificates, `ssh-dss`, OpenPGP.
    #[error("keys of kind {0} are not supported; use ssh-ed25519, ecdsa-sha2-*, ssh-rsa or sk-*")]
    Unsupported(String),
    /// Not an OpenPGP certificate.
    #[error("not an OpenPGP certificate: {0}")]
    Certificate(&'static str),
    /// An OpenPGP certificate of which no key can sign.
    #[error("no key of this OpenPGP certificate can sign: {0}")]
    Unusable(String),
    /// An RSA modulus of that many bits.
    #[error("an RSA key of {0} bits is too short: 2048 at least")]
    TooShort(usize),
    /// An ed25519 key for which signatures prove nothing (a point of small order).
    #[error("this ed25519 key is weak: anybody can sign for it")]
    Weak,
}

/// Why a signature does not tell who made it.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum SignatureError {
    /// It may be fine, but signatures of this kind can't be checked here: never a pass, never a verdict.
    #[error("signatures of kind {0} can't be checked")]
    Unsupported(String),
    /// Git accepts it, and this program does not: it is outside the strict profile (docs/signatures.md).
    #[error("git accepts this, the profile does not: {0}")]
    Profile(String),
    /// It holds, but the key that made it did not stand.
    #[error("{0}")]
    NotValid(String),
    /// It is made by a key that is not at hand: which.
    #[error("the key {0} is not known")]
    Stranger(String),
    /// It is damaged, made for something else, or not made by the key that it names.
    #[error("{0}")]
    Invalid(String),
}

/// Why nothing was signed.
#[derive(Debug, thiserror::Error)]
pub enum SignError {
    /// The key file that is configured is not there.
    #[error("user.signingkey names {}, and there is no such file", .0.display())]
    NoFile(std::path::PathBuf),
    /// Git's configuration names no key to sign with.
    #[error("git's configuration names no signing key")]
    NoKey,
    /// `gpg.ssh.defaultKeyCommand` printed no key, or is no command line.
    #[error("gpg.ssh.defaultKeyCommand gave no key: {0}")]
    DefaultKey(String),
    /// The signing program could not be started.
    #[error("the signing program {program} could not be started: {source}")]
    Start {
        /// The program as git's configuration names it.
        program: String,
        /// Why not.
        source: io::Error,
    },
    /// The signing program, or an agent or a person that it waited for, did not answer in time.
    #[error("the signing program {program} gave no answer within {} s and was ended", .after.as_secs_f32())]
    TimedOut {
        /// The program as git's configuration names it.
        program: String,
        /// How long it had.
        after: Duration,
    },
    /// The signing program said no.
    #[error("the signing program {program} failed: {said}")]
    Failed {
        /// The program as git's configuration names it.
        program: String,
        /// The last lines that it wrote, or how it ended when it wrote none.
        said: String,
    },
    /// The signing program claims success, but what it gave is no signature of the kind that was asked for.
    #[error("the signing program {program} gave no {kind} signature")]
    NotASignature {
        /// The program as git's configuration names it.
        program: String,
        /// The kind that `gpg.format` asks for.
        kind: &'static str,
    },
    /// The signing program gave a signature that is not the one that was asked for.
    #[error("the signing program {program} gave a signature that will not do: {why}")]
    Foreign {
        /// The program as git's configuration names it.
        program: String,
        /// What is the matter with it.
        why: String,
    },
    /// Files or pipes failed.
    #[error("{doing}: {source}")]
    Io {
        /// What was being done.
        doing: &'static str,
        /// What the system said.
        source: io::Error,
    },
}

impl SignError {
    /// What the user can do about it.
    pub fn help(&self) -> &'static str {
        match self {
            SignError::NoKey => {
                "git config gpg.format ssh && git config user.signingkey ~/.ssh/id_ed25519.pub; where there is no key yet, `ssh-keygen -t ed25519` makes one"
            }
            SignError::NoFile(_) => {
                "`ssh-keygen -t ed25519` makes a key, at ~/.ssh/id_ed25519 unless another place is named; `git config user.signingkey FILE.pub` names one that is there"
            }
            SignError::DefaultKey(_) => {
                "the command must print a line `key::ssh-ed25519 AAAA...`; or set user.signingkey to a key file"
            }
            SignError::Start { .. } => {
                "install the program, or name it: gpg.ssh.program, gpg.program or gpg.x509.program in git's configuration"
            }
            SignError::TimedOut { .. } => {
                "unlock the agent or touch the hardware key; `git commit -S --allow-empty` in a scratch repository shows whether git can sign"
            }
            SignError::Failed { said, .. }
                if said.contains("passphrase") || said.contains("agent socket") =>
            {
                "start an agent and give it the key: eval $(ssh-agent); ssh-add FILE"
            }
            SignError::Failed { said, .. } if said.contains("Couldn't load public key") => {
                "name a key that is there: git config user.signingkey FILE.pub; `ssh-keygen -t ed25519` makes one"
            }
            SignError::Failed { said, .. } if said.contains("No secret key") => {
                "name a key that is yours (`gpg --list-secret-keys`): git config user.signingkey FINGERPRINT"
            }
            SignError::Foreign { .. } => {
                "the program has to sign what it is given, with the key of user.signingkey: git config --get-regexp '^(gpg|user)[.]'"
            }
            SignError::Failed { said, .. } if said.contains("usage:") => {
                "signing needs OpenSSH 8.2 or later: see `ssh -V`"
            }
            SignError::Failed { .. } | SignError::NotASignature { .. } => {
                "check gpg.format, user.signingkey and the program in git's configuration: git config --get-regexp '^(gpg|user)[.]'"
            }
            SignError::Io { .. } => "check that the disk has room and that the git directory can be written",
        }
    }
}
