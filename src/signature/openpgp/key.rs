//! Key packets of OpenPGP (RFC 9580, section 5.5): version 4 and 6, with what verifying needs of them. A key of an
//! algorithm that is not verified here is read, too: certificates hold keys for encryption.

use data_encoding::HEXUPPER;
use ed25519_dalek::VerifyingKey;
use ring::digest::{SHA256, digest};
use sha1_checked::{Digest, Sha1};

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
    /// Whether the key was made so that another one may have its fingerprint, which is by SHA-1.
    collides: bool,
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
        let (print, collides) = match version {
            4 => sha1(&hashed),
            _ => (digest(&SHA256, &hashed).as_ref().to_vec(), false),
        };
        let id = if version == 4 { print.get(12..20) } else { print.get(..8) };
        Some(Self {
            version,
            created,
            algorithm,
            material,
            fingerprint: HEXUPPER.encode(&print),
            id: id?.try_into().ok()?,
            collides,
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
        if self.collides {
            return Some("the OpenPGP key was made to share its fingerprint with another (SHA-1)".to_owned());
        }
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

/// The digest, and whether the bytes were made to collide with others.
fn sha1(bytes: &[u8]) -> (Vec<u8>, bool) {
    let mut state = Sha1::builder().safe_hash(false).build();
    state.update(bytes);
    let result = state.try_finalize();
    (result.hash().to_vec(), result.has_collision())
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

#[cfg(test)]
mod tests {
    use super::*;

    /// The published collision of SHA-1 by which two keys of OpenPGP begin. What follows in them is not needed here.
    const COLLIDING: [&[u8]; 2] = [
        include_bytes!("../../../tests/data/sha-mbles-1.bin"),
        include_bytes!("../../../tests/data/sha-mbles-2.bin"),
    ];

    #[test]
    fn keys_that_were_made_to_collide_are_told_from_others() {
        for begin in COLLIDING {
            let [0x99, high, low, rest @ ..] = begin else { panic!("it is no key of version 4") };
            let mut body = rest.to_vec();
            body.resize(usize::from(u16::from_be_bytes([*high, *low])), 1);
            // The exponent, behind its length in bits.
            let at = body.len() - 5;
            body[at..].copy_from_slice(&[0, 17, 1, 0, 1]);
            let key = Key::read(&body).unwrap();
            assert!(key.weakness().unwrap().contains("share its fingerprint"));
            // One bit in the last block of the collision, and it is a key like others.
            body[600] ^= 1;
            assert_eq!(Key::read(&body).unwrap().weakness(), None);
        }
    }

    #[test]
    fn the_published_collision_is_one() {
        let [one, other] = COLLIDING.map(sha1);
        assert_ne!(COLLIDING[0], COLLIDING[1]);
        assert_eq!(one, other);
        assert!(one.1);
        assert!(!sha1(b"abc").1);
    }
}
