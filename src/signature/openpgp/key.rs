//! Key packets of OpenPGP (RFC 9580, section 5.5): version 4 and 6, with what verifying needs of them. A key of an
//! algorithm that is not verified here is read, too: certificates hold keys for encryption.

use data_encoding::HEXUPPER;
use ed25519_dalek::VerifyingKey;
use ring::digest::{SHA1_FOR_LEGACY_USE_ONLY, SHA256, digest};

use super::packet::mpi;
use crate::signature::number::{LONGEST_RSA, SHORTEST_RSA, bits};
use crate::signature::wire::Reader;

/// Object identifiers of curves (section 9.2).
const P256: &[u8] = &[0x2A, 0x86, 0x48, 0xCE, 0x3D, 0x03, 0x01, 0x07];
const P384: &[u8] = &[0x2B, 0x81, 0x04, 0x00, 0x22];
const P521: &[u8] = &[0x2B, 0x81, 0x04, 0x00, 0x23];
const ED25519_LEGACY: &[u8] = &[0x2B, 0x06, 0x01, 0x04, 0x01, 0xDA, 0x47, 0x0F, 0x01];

/// A public key or subkey.
#[derive(Clone, Debug)]
pub(super) struct Key {
    pub(super) version: u8,
    /// Seconds since 1970.
    pub(super) created: i64,
    pub(super) algorithm: u8,
    pub(super) material: Material,
    /// Upper case, without blanks.
    pub(super) fingerprint: String,
    pub(super) id: [u8; 8],
    /// How it goes into the hash of a signature over it.
    pub(super) hashed: Vec<u8>,
}

/// What the mathematics needs.
#[derive(Clone, Debug)]
pub(super) enum Material {
    Rsa {
        modulus: Vec<u8>,
        exponent: Vec<u8>,
    },
    Ed25519(VerifyingKey),
    P256(p256::ecdsa::VerifyingKey),
    P384(p384::ecdsa::VerifyingKey),
    P521(Vec<u8>),
    /// Not verified here: what it is called.
    Other(&'static str),
}

impl Key {
    /// Reads the body of a key packet; `None` where it is malformed or of an unknown version.
    pub(super) fn read(body: &[u8]) -> Option<Self> {
        let mut reader = Reader::new(body);
        let version = reader.byte()?;
        let created = i64::from(reader.uint32()?);
        let algorithm = reader.byte()?;
        let hashed = match version {
            4 => [&[0x99][..], &u16::try_from(body.len()).ok()?.to_be_bytes(), body].concat(),
            6 => {
                let length = usize::try_from(reader.uint32()?).ok()?;
                if reader.rest().len() != length {
                    return None;
                }
                [&[0x9B][..], &u32::try_from(body.len()).ok()?.to_be_bytes(), body].concat()
            }
            _ => return None,
        };
        let material = Material::read(algorithm, version, &mut reader)?;
        if !matches!(material, Material::Other(_)) {
            reader.end()?;
        }
        let by = if version == 4 { &SHA1_FOR_LEGACY_USE_ONLY } else { &SHA256 };
        let print = digest(by, &hashed);
        let print = print.as_ref();
        let id = if version == 4 { print.get(12..20) } else { print.get(..8) };
        Some(Self {
            version,
            created,
            algorithm,
            material,
            fingerprint: HEXUPPER.encode(print),
            id: id?.try_into().ok()?,
            hashed,
        })
    }

    /// What of it is not known here, so that nothing it signs can be verified.
    pub(super) fn unknown(&self) -> Option<&'static str> {
        match self.material {
            _ if self.version == 6 => Some("version 6"),
            Material::Other(name) => Some(name),
            _ => None,
        }
    }

    /// Why signatures by it prove too little, whatever they say.
    pub(super) fn weakness(&self) -> Option<String> {
        match &self.material {
            Material::Rsa { modulus, .. } => {
                let bits = bits(modulus);
                (bits < SHORTEST_RSA).then(|| format!("an RSA key of {bits} bits is too short"))
            }
            Material::Ed25519(key) if key.is_weak() => {
                Some("anybody can sign for this ed25519 key".to_owned())
            }
            _ => None,
        }
    }
}

impl Material {
    fn read(algorithm: u8, version: u8, reader: &mut Reader<'_>) -> Option<Self> {
        Some(match algorithm {
            1 | 3 => {
                let (modulus, exponent) = (mpi(reader)?.to_vec(), mpi(reader)?.to_vec());
                match bits(&modulus) {
                    bits if bits > LONGEST_RSA => Self::Other("RSA above 8192 bits"),
                    _ => Self::Rsa { modulus, exponent },
                }
            }
            19 => Self::on_curve(reader)?,
            22 if version == 4 => Self::legacy_ed25519(reader)?,
            27 => Self::Other("Ed25519 as RFC 9580 encodes it"),
            2 => Self::Other("RSA for encryption"),
            16 => Self::Other("Elgamal"),
            17 => Self::Other("DSA"),
            18 | 25 | 26 => Self::Other("Diffie-Hellman"),
            28 => Self::Other("Ed448"),
            _ => Self::Other("an unknown algorithm"),
        })
    }

    fn on_curve(reader: &mut Reader<'_>) -> Option<Self> {
        let length = usize::from(reader.byte()?);
        let curve = reader.take(length)?;
        let point = mpi(reader)?;
        Some(match curve {
            P256 => Self::P256(p256::ecdsa::VerifyingKey::from_sec1_bytes(point).ok()?),
            P384 => Self::P384(p384::ecdsa::VerifyingKey::from_sec1_bytes(point).ok()?),
            P521 => {
                p521::ecdsa::VerifyingKey::from_sec1_bytes(point).ok()?;
                Self::P521(point.to_vec())
            }
            _ => Self::Other("ECDSA on another curve than NIST's"),
        })
    }

    /// The point with the octet 0x40 before it (section 5.5.5.5).
    fn legacy_ed25519(reader: &mut Reader<'_>) -> Option<Self> {
        let length = usize::from(reader.byte()?);
        if reader.take(length)? != ED25519_LEGACY {
            return Some(Self::Other("EdDSA on another curve than Ed25519"));
        }
        let point: &[u8; 32] = mpi(reader)?.strip_prefix(&[0x40])?.try_into().ok()?;
        Some(Self::Ed25519(VerifyingKey::from_bytes(point).ok()?))
    }
}
