//! Who signed a commit, as far as cryptography tells: what the signature proves, or why it proves nothing.

use crate::register::RawCommit;
use crate::signature::{
    Certificate, GIT_NAMESPACE, Kind, OpenPgpCertificates, OpenPgpSignature, SignatureError, SshSignature,
    fingerprint, signature_kind,
};
use crate::trust::{Proof, Vouched};

/// The signature of a commit.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Signed {
    /// There is none.
    Unsigned,
    /// A key made it.
    By {
        /// Which, and who vouches for it.
        proof: Proof,
        /// For a security key: whether somebody touched it; always true for other keys.
        user_present: bool,
        /// Why the strict profile refuses it, where git does not.
        quirk: Option<String>,
    },
    /// A key made it that stands nowhere in the register: which.
    Stranger(String),
    /// A key made it that did not stand then: why.
    NotValid(String),
    /// Git accepts it with a key that no register holds, and the strict profile does not: why.
    Profile(String),
    /// It does not hold.
    Invalid(String),
    /// It is of a kind that is not supported.
    Unsupported(String),
}

impl Signed {
    /// What it proves, where it holds.
    pub(super) fn proof(&self) -> Option<&Proof> {
        match self {
            Self::By { proof, .. } => Some(proof),
            _ => None,
        }
    }
}

impl From<SignatureError> for Signed {
    fn from(error: SignatureError) -> Self {
        match error {
            SignatureError::Unsupported(what) => Self::Unsupported(what),
            SignatureError::Stranger(key) => Self::Stranger(key),
            SignatureError::NotValid(why) => Self::NotValid(why),
            SignatureError::Profile(why) => Self::Profile(why),
            SignatureError::Invalid(why) => Self::Invalid(why),
        }
    }
}

/// Checks the signature that a commit carries over the rest of it.
pub(super) fn signed(commit: &RawCommit, certificates: &OpenPgpCertificates) -> Signed {
    let Some(armoured) = commit.signature.as_deref() else { return Signed::Unsigned };
    let (payload, moment) = (&commit.payload, commit.committer.seconds);
    let found = match signature_kind(armoured) {
        Kind::Ssh => by_ssh(armoured, payload, moment),
        Kind::OpenPgp => by_openpgp(armoured, payload, moment, certificates),
        Kind::X509 => Err(SignatureError::Unsupported("X.509".to_owned())),
        Kind::Unknown => Err(SignatureError::Invalid("it is of no known kind".to_owned())),
    };
    match (found.unwrap_or_else(Signed::from), &commit.beside) {
        (Signed::By { proof, user_present, .. }, Some(what)) => {
            let quirk = Some(format!("{what} stands beside it, which nobody signed"));
            Signed::By { proof, user_present, quirk }
        }
        (found, _) => found,
    }
}

fn by_ssh(armoured: &str, payload: &[u8], moment: i64) -> Result<Signed, SignatureError> {
    let signature = SshSignature::parse(armoured)?;
    let key = signature.claimed_key();
    let quirk = match signature.verify(payload, GIT_NAMESPACE) {
        Ok(_) => None,
        Err(SignatureError::Profile(why)) if fingerprint(&key.to_openssh()).is_some() => Some(why),
        Err(error) => return Err(error),
    };
    let vouched = signature.certificate().map(|certificate| vouched(certificate, moment)).transpose()?;
    let user_present = signature.user_present().unwrap_or(true);
    Ok(Signed::By {
        proof: Proof { fingerprint: key.fingerprint(), subkey: None, vouched },
        user_present,
        quirk,
    })
}

/// What a certificate says, at the moment of the commit.
fn vouched(certificate: &Certificate, moment: i64) -> Result<Box<Vouched>, SignatureError> {
    let moment = u64::try_from(moment).unwrap_or_default();
    if moment < certificate.valid_after {
        return Err(SignatureError::NotValid("the certificate of the key was not valid yet".to_owned()));
    }
    if moment >= certificate.valid_before {
        return Err(SignatureError::NotValid("the certificate of the key had expired".to_owned()));
    }
    Ok(Box::new(Vouched {
        authority: certificate.authority.fingerprint(),
        principals: certificate.principals.clone(),
    }))
}

fn by_openpgp(
    armoured: &str,
    payload: &[u8],
    moment: i64,
    certificates: &OpenPgpCertificates,
) -> Result<Signed, SignatureError> {
    let by = OpenPgpSignature::parse(armoured)?.verify(payload, certificates, moment)?;
    let proof = Proof { fingerprint: by.certificate, subkey: Some(by.key), vouched: None };
    Ok(Signed::By { proof, user_present: true, quirk: None })
}
