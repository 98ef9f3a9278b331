//! Signature packets of OpenPGP (RFC 9580, section 5.2): version 4 and 6, with the subpackets that say when, by whom
//! and what for. Reads them; whether they hold, `verify` says.

use super::packet::{mpi, subpacket_length};
use crate::signature::wire::Reader;

/// Subpackets that may be critical: those that are read here, and those that say what the signer likes.
const UNDERSTOOD: &[u8] = &[2, 3, 9, 11, 16, 21, 22, 25, 27, 29, 30, 32, 33, 34, 39];

/// A signature.
#[derive(Clone, Debug)]
pub(super) struct Signature {
    pub(super) version: u8,
    /// What it is over (section 5.2.1).
    pub(super) kind: u8,
    pub(super) algorithm: u8,
    pub(super) hash: u8,
    pub(super) says: Says,
    /// What is hashed after the data.
    pub(super) trailer: Vec<u8>,
    /// The first two octets of the hash, as a hint.
    pub(super) prefix: [u8; 2],
    pub(super) value: Value,
    /// What a strict reader does not take.
    pub(super) oddity: Option<&'static str>,
}

/// The signature proper.
#[derive(Clone, Debug)]
pub(super) enum Value {
    One(Vec<u8>),
    Two(Vec<u8>, Vec<u8>),
    Unknown,
}

/// What the subpackets say.
#[derive(Clone, Debug, Default)]
pub(super) struct Says {
    /// Seconds since 1970.
    pub(super) created: Option<i64>,
    /// Seconds after its creation.
    pub(super) expires: Option<u32>,
    /// Seconds after the key's creation.
    pub(super) key_expires: Option<u32>,
    /// Key flags, the first octet.
    pub(super) flags: Option<u8>,
    /// The issuer's fingerprint, its version before it.
    pub(super) fingerprint: Option<Vec<u8>>,
    pub(super) issuer: Option<[u8; 8]>,
    pub(super) embedded: Option<Vec<u8>>,
    /// Something critical that is not understood.
    pub(super) critical: bool,
}

impl Signature {
    pub(super) const BINARY: u8 = 0x00;
    pub(super) const TEXT: u8 = 0x01;
    pub(super) const SUBKEY_BINDING: u8 = 0x18;
    pub(super) const PRIMARY_BINDING: u8 = 0x19;
    pub(super) const DIRECT_KEY: u8 = 0x1F;
    pub(super) const KEY_REVOCATION: u8 = 0x20;
    pub(super) const SUBKEY_REVOCATION: u8 = 0x28;
    pub(super) const CERTIFICATION_REVOCATION: u8 = 0x30;

    /// Whether it certifies a user id.
    pub(super) fn certifies(&self) -> bool {
        matches!(self.kind, 0x10..=0x13)
    }

    /// Reads the body of a signature packet; `None` where it is malformed or of an unknown version.
    pub(super) fn read(body: &[u8]) -> Option<Self> {
        let mut reader = Reader::new(body);
        let version = reader.byte()?;
        if !matches!(version, 4 | 6) {
            return None;
        }
        let (kind, algorithm, hash) = (reader.byte()?, reader.byte()?, reader.byte()?);
        let length = area(version, &mut reader)?;
        let hashed = reader.take(length)?;
        let signed = reader.since(Reader::new(body));
        let length = area(version, &mut reader)?;
        let unhashed = reader.take(length)?;
        let prefix = reader.take(2)?.try_into().ok()?;
        if version == 6 {
            let salt = usize::from(reader.byte()?);
            reader.take(salt)?;
        }
        let value = Value::read(algorithm, &mut reader)?;
        let length = u32::try_from(signed.len()).ok()?.to_be_bytes();
        let trailer = [signed, &[version, 0xFF], &length].concat();
        let (mut says, mut oddity) = (Says::default(), None);
        says.read(hashed, true, &mut oddity)?;
        says.read(unhashed, false, &mut oddity)?;
        Some(Self { version, kind, algorithm, hash, says, trailer, prefix, value, oddity })
    }
}

fn area(version: u8, reader: &mut Reader<'_>) -> Option<usize> {
    match version {
        6 => usize::try_from(reader.uint32()?).ok(),
        _ => reader.uint16().map(usize::from),
    }
}

impl Value {
    fn read(algorithm: u8, reader: &mut Reader<'_>) -> Option<Self> {
        let value = match algorithm {
            1 | 3 => Self::One(mpi(reader)?.to_vec()),
            17 | 19 | 22 => Self::Two(mpi(reader)?.to_vec(), mpi(reader)?.to_vec()),
            _ => return Some(Self::Unknown),
        };
        reader.end()?;
        Some(value)
    }
}

impl Says {
    fn read(&mut self, area: &[u8], hashed: bool, oddity: &mut Option<&'static str>) -> Option<()> {
        let mut reader = Reader::new(area);
        while reader.end().is_none() {
            let length = usize::try_from(subpacket_length(&mut reader)?).ok()?;
            let (kind, data) = reader.take(length)?.split_first()?;
            let (critical, kind) = (kind & 0x80 != 0, kind & 0x7F);
            self.critical |= critical && !UNDERSTOOD.contains(&kind);
            if !hashed && !matches!(kind, 16 | 32 | 33) {
                *oddity = Some("it carries statements that nobody signed");
                continue;
            }
            if !self.take(kind, data)? {
                *oddity = Some("it says something twice");
            }
        }
        Some(())
    }

    /// Notes a subpacket; whether it is the first of its kind that is noted, or of no interest.
    fn take(&mut self, kind: u8, data: &[u8]) -> Option<bool> {
        let number = || Some(u32::from_be_bytes(data.try_into().ok()?));
        Some(match kind {
            2 => self.created.replace(i64::from(number()?)).is_none(),
            3 => self.expires.replace(number()?).is_none(),
            9 => self.key_expires.replace(number()?).is_none(),
            16 => {
                let id = data.try_into().ok()?;
                self.issuer.replace(id).is_none_or(|known| known == id)
            }
            27 => self.flags.replace(data.first().copied().unwrap_or_default()).is_none(),
            32 => self.embedded.replace(data.to_vec()).is_none(),
            33 => {
                let known = self.fingerprint.replace(data.to_vec());
                known.is_none_or(|known| known == data)
            }
            _ => true,
        })
    }
}
