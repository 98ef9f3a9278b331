//! Certificates of OpenSSH (PROTOCOL.certkeys): a key with the word of an authority for whom it counts and when.
//! Reads one and checks that the authority signed it; whether the authority is trusted is the question of `trust`.

use super::{
    KeyError, PublicKey, SignatureError,
    inner::{Inner, Scheme},
    ssh::{cut_short, invalid},
    verify::{self, Rigour},
    wire::Reader,
};

/// How the name of a certificate's algorithm ends; what stands before is that of its key.
const SUFFIX: &str = "-cert-v01@openssh.com";
const USER: u32 = 1;
/// More names than this no certificate needs.
const MOST_PRINCIPALS: usize = 256;

/// A certificate whose authority signed it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Certificate {
    /// The key that it is about.
    pub key: PublicKey,
    /// The key that vouches for it.
    pub authority: PublicKey,
    /// The names for which it counts, at least one.
    pub principals: Vec<String>,
    /// The first second, since 1970, at which it counts.
    pub valid_after: u64,
    /// The first second at which it counts no more; [`u64::MAX`] for a certificate that never expires.
    pub valid_before: u64,
}

/// The fields of a certificate behind its key.
struct Fields<'a> {
    kind: u32,
    principals: &'a [u8],
    valid_after: u64,
    valid_before: u64,
    critical: &'a [u8],
    reserved: &'a [u8],
    authority: &'a [u8],
    /// How many bytes the authority signed.
    signed: &'a [u8],
    signature: &'a [u8],
}

/// The algorithm of the key inside a certificate of this algorithm; `None` where it is no certificate's.
pub(super) fn certified_algorithm(name: &str) -> Option<String> {
    let base = name.strip_suffix(SUFFIX)?;
    // The names of hardware keys end in a domain of their own, which stands once only.
    Some(if base.starts_with("sk-") { format!("{base}@openssh.com") } else { base.to_owned() })
}

impl Certificate {
    /// Reads a certificate, and what in it git accepts and this program does not.
    pub(super) fn read(blob: &[u8]) -> Result<(Self, Option<String>), SignatureError> {
        let mut reader = Reader::new(blob);
        let algorithm = reader.name().and_then(certified_algorithm).ok_or_else(cut_short)?;
        reader.string().ok_or_else(cut_short)?;
        let (key, weakness) = PublicKey::from_fields(&algorithm, &mut reader).map_err(of_its_key)?;
        let fields = Fields::read(&mut reader, blob).ok_or_else(cut_short)?;
        if fields.kind != USER {
            return Err(invalid("its certificate is not one for users"));
        }
        let principals = principals(fields.principals)?;
        let (authority, weak_authority) = authority(fields.authority)?;
        let inner = Inner::read(&authority, fields.signature)?;
        if !verify::holds(authority.material(), &inner, fields.signed, Rigour::AsOpenSsh) {
            return Err(invalid("its certificate was not signed by the authority that it names"));
        }
        let quirk = match (weakness, weak_authority) {
            (Some(weakness), _) => Some(format!("the key in its certificate: {weakness}")),
            (_, Some(weakness)) => Some(format!("the authority of its certificate: {weakness}")),
            _ if !fields.critical.is_empty() => {
                Some("its certificate has critical options, and none is known here".to_owned())
            }
            _ if !fields.reserved.is_empty() => {
                Some("the reserved field of its certificate is in use".to_owned())
            }
            _ if inner.scheme == Scheme::RsaSha1 => {
                Some("the authority signs with SHA-1, which proves nothing any more".to_owned())
            }
            _ if !verify::holds(authority.material(), &inner, fields.signed, Rigour::Strict) => {
                Some("the authority's signature is not a strict one".to_owned())
            }
            _ => None,
        };
        let (valid_after, valid_before) = (fields.valid_after, fields.valid_before);
        Ok((Self { key, authority, principals, valid_after, valid_before }, quirk))
    }
}

impl<'a> Fields<'a> {
    fn read(reader: &mut Reader<'a>, blob: &'a [u8]) -> Option<Self> {
        reader.uint64()?;
        let kind = reader.uint32()?;
        reader.string()?;
        let principals = reader.string()?;
        let (valid_after, valid_before) = (reader.uint64()?, reader.uint64()?);
        let critical = reader.string()?;
        reader.string()?;
        let reserved = reader.string()?;
        let authority = reader.string()?;
        let signed = reader.since(Reader::new(blob));
        let signature = reader.string()?;
        reader.end()?;
        Some(Self {
            kind,
            principals,
            valid_after,
            valid_before,
            critical,
            reserved,
            authority,
            signed,
            signature,
        })
    }
}

fn principals(packed: &[u8]) -> Result<Vec<String>, SignatureError> {
    let mut reader = Reader::new(packed);
    let mut names = Vec::new();
    while reader.end().is_none() {
        let name = reader.string().ok_or_else(cut_short)?;
        let name = str::from_utf8(name).map_err(|_| invalid("a name in its certificate is not UTF-8"))?;
        if names.len() == MOST_PRINCIPALS {
            return Err(invalid("its certificate has more names than anybody needs"));
        }
        names.push(name.to_owned());
    }
    if names.is_empty() {
        return Err(invalid("its certificate names nobody"));
    }
    Ok(names)
}

fn authority(blob: &[u8]) -> Result<(PublicKey, Option<KeyError>), SignatureError> {
    if Reader::new(blob).name().and_then(certified_algorithm).is_some() {
        return Err(invalid("the authority of its certificate is itself a certificate"));
    }
    PublicKey::read_blob(blob).map_err(|error| match error {
        KeyError::Unsupported(kind) => SignatureError::Unsupported(kind),
        other => SignatureError::Invalid(format!("the authority of its certificate: {other}")),
    })
}

fn of_its_key(error: KeyError) -> SignatureError {
    match error {
        KeyError::Unsupported(kind) => SignatureError::Unsupported(format!("{kind} certificate")),
        other => SignatureError::Invalid(format!("the key in its certificate: {other}")),
    }
}
