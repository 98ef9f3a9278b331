//! Signatures of OpenPGP, as `gpg` makes them for git: read strictly, verified in process with the certificates that a
//! register holds. Verifies RFC 9580's version 4; what it does not know it says by name.

mod armour;
mod certificate;
mod key;
mod packet;
mod parts;
mod signature;
mod verify;

use std::collections::HashMap;
use std::sync::Arc;

pub use certificate::OpenPgpCertificate;
use packet::{Packet, packets};
use signature::Signature;
use verify::{Verdict, holds};

use super::{OPENPGP, SignatureError, ssh::invalid};

/// The certificates of a register at one commit, by the ids of their keys.
#[derive(Clone, Debug, Default)]
pub struct OpenPgpCertificates {
    by_id: HashMap<[u8; 8], Vec<(Arc<OpenPgpCertificate>, usize)>>,
}

/// Who made an OpenPGP signature.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct OpenPgpSigner {
    /// The fingerprint of the certificate, as a key entry writes it: `openpgp:` and its digits.
    pub certificate: String,
    /// The fingerprint of the key in it that signed, digits only.
    pub key: String,
}

impl OpenPgpCertificates {
    /// Those of a register's key entries: the armoured texts. What is no certificate is left out: `check` says so.
    pub fn read<'t>(texts: impl Iterator<Item = &'t str>) -> Self {
        let mut found = Self::default();
        for certificate in texts.filter_map(|text| OpenPgpCertificate::parse(text).ok()) {
            let certificate = Arc::new(certificate);
            let mut at = 0;
            while let Some(key) = certificate.key(at) {
                found.by_id.entry(key.id).or_default().push((Arc::clone(&certificate), at));
                at += 1;
            }
        }
        found
    }

    /// Whether there is none.
    pub fn is_empty(&self) -> bool {
        self.by_id.is_empty()
    }

    /// Whether a key of a certificate is revoked by the certificate itself; both by their fingerprints, as in
    /// [`OpenPgpSigner`].
    pub fn is_revoked(&self, certificate: &str, key: &str) -> bool {
        let print = data_encoding::HEXUPPER.decode(key.as_bytes()).unwrap_or_default();
        let id = match print.len() {
            20 => print.get(12..),
            _ => print.get(..8),
        };
        let known = id.and_then(|id| <[u8; 8]>::try_from(id).ok()).and_then(|id| self.by_id.get(&id));
        let mut known = known.into_iter().flatten().filter(|(known, _)| named(known) == certificate);
        known.any(|(known, _)| known.is_revoked(key))
    }
}

fn named(certificate: &OpenPgpCertificate) -> String {
    format!("{OPENPGP}{}", certificate.fingerprint())
}

/// An OpenPGP signature that can be read; whether it holds, [`OpenPgpSignature::verify`] says.
#[derive(Clone, Debug)]
pub struct OpenPgpSignature {
    signature: Signature,
    issuer: [u8; 8],
    /// Why it is refused even where GnuPG finds it good.
    quirk: Option<String>,
}

impl OpenPgpSignature {
    /// Reads an armoured signature, as it stands in a commit.
    ///
    /// # Errors
    /// [`SignatureError::Invalid`] for what is none.
    pub fn parse(text: &str) -> Result<Self, SignatureError> {
        let (bytes, quirk) = armour::signature(text).map_err(invalid)?;
        let mut read = Self::from_packets(&bytes)?;
        read.quirk = quirk.map(str::to_owned).or(read.quirk);
        Ok(read)
    }

    fn from_packets(bytes: &[u8]) -> Result<Self, SignatureError> {
        let packets = packets(bytes).ok_or_else(|| invalid("its packets are damaged"))?;
        let mut signatures = packets.iter().filter(|packet| packet.tag == Packet::SIGNATURE);
        let (Some(packet), None) = (signatures.next(), signatures.next()) else {
            return Err(invalid("it is not exactly one signature"));
        };
        let signature = match packet.body.first() {
            Some(version @ (2 | 3 | 5 | 6)) => {
                return Err(SignatureError::Unsupported(format!("OpenPGP of version {version}")));
            }
            _ => Signature::read(packet.body).ok_or_else(|| invalid("it is damaged"))?,
        };
        let says = &signature.says;
        let of_print = says.fingerprint.as_deref().and_then(id_of);
        let issuer = match (of_print, says.issuer) {
            (Some(one), Some(other)) if one != other => return Err(invalid("it names two keys")),
            (Some(id), _) | (None, Some(id)) => id,
            (None, None) => return Err(invalid("it does not say whose it is")),
        };
        if !matches!(signature.kind, Signature::BINARY | Signature::TEXT) {
            return Err(invalid("it is not a signature over data"));
        }
        if signature.says.critical {
            return Err(invalid("it holds something critical that is not known here"));
        }
        let quirk = match &signature {
            _ if packets.len() > 1 => Some("something stands beside it"),
            text if text.kind == Signature::TEXT => Some("it is made over text, not over bytes"),
            ends if ends.says.expires.is_some_and(|seconds| seconds != 0) => Some("it ends by itself"),
            other => other.oddity,
        };
        let quirk = quirk.map(str::to_owned);
        Ok(Self { signature, issuer, quirk })
    }

    /// Who made this signature over `message`, by one of the `certificates`; judged at `moment`, the commit's time in
    /// seconds since 1970, and at the signature's own.
    ///
    /// # Errors
    /// [`SignatureError::Stranger`] where no certificate has its key, [`SignatureError::NotValid`] where the key does
    /// not stand, [`SignatureError::Profile`] for what GnuPG accepts and this program does not.
    pub fn verify(
        &self,
        message: &[u8],
        certificates: &OpenPgpCertificates,
        moment: i64,
    ) -> Result<OpenPgpSigner, SignatureError> {
        let print = self.signature.says.fingerprint.as_deref();
        let candidates = certificates.by_id.get(&self.issuer).into_iter().flatten();
        let found = candidates.filter_map(|(certificate, at)| {
            let key = certificate.key(*at)?;
            print.is_none_or(|print| certificate::is_print(print, key)).then_some((certificate, key))
        });
        let mut outcome = Err(SignatureError::Stranger(self.claimed()));
        for (certificate, key) in found {
            let by = OpenPgpSigner { certificate: named(certificate), key: key.fingerprint.clone() };
            outcome = self.judge(message, certificate, key, moment).map(|()| by);
            if outcome.is_ok() {
                break;
            }
        }
        outcome
    }

    fn judge(
        &self,
        message: &[u8],
        certificate: &OpenPgpCertificate,
        key: &key::Key,
        moment: i64,
    ) -> Result<(), SignatureError> {
        let normalised;
        let data = match self.signature.kind {
            Signature::TEXT => {
                normalised = with_text_lines(message);
                normalised.as_slice()
            }
            _ => message,
        };
        let weak = match holds(key, &self.signature, &[data]) {
            Verdict::Holds => None,
            Verdict::Weakly(why) => Some(why),
            Verdict::Fails => return Err(invalid("the key that it names did not sign these bytes")),
            Verdict::Unknown(what) => {
                return Err(SignatureError::Unsupported(format!("OpenPGP with {what}")));
            }
        };
        let made = self.signature.says.created.ok_or_else(|| invalid("it has no date"))?;
        certificate.stands(&key.fingerprint, Some((made.min(moment), made.max(moment))))?;
        match self.quirk.clone().or(weak) {
            Some(why) => Err(SignatureError::Profile(why)),
            None => Ok(()),
        }
    }

    /// The key that it names, as a key entry would: proves nothing.
    fn claimed(&self) -> String {
        let digits = match self.signature.says.fingerprint.as_deref().and_then(<[u8]>::split_first) {
            Some((_, print)) => data_encoding::HEXUPPER.encode(print),
            None => data_encoding::HEXUPPER.encode(&self.issuer),
        };
        format!("{OPENPGP}{digits}")
    }
}

/// The id of the key with a fingerprint that has its version before it.
fn id_of(print: &[u8]) -> Option<[u8; 8]> {
    match print.split_first()? {
        (4, print) => print.get(12..20)?.try_into().ok(),
        (6, print) => print.get(..8)?.try_into().ok(),
        _ => None,
    }
}

/// Line ends as a signature over text has them (RFC 9580, section 5.2.1.2).
fn with_text_lines(message: &[u8]) -> Vec<u8> {
    let mut text = Vec::with_capacity(message.len());
    let mut last = 0;
    for byte in message {
        if *byte == b'\n' && last != b'\r' {
            text.push(b'\r');
        }
        text.push(*byte);
        last = *byte;
    }
    text
}
