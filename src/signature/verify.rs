//! The mathematics: does this signature hold over these bytes with this key? One function an algorithm.
//! Anything malformed, of the wrong length or off the curve simply does not hold.

use p521::ecdsa::signature::Verifier;
use ring::{
    digest::{self, SHA256},
    signature::{self as ring_signature, RsaPublicKeyComponents, UnparsedPublicKey},
};

use super::number::padded;
use super::{
    inner::{Inner, Presence, Scheme},
    key::{Curve, Material},
    wire::Reader,
};

/// How strictly a signature is looked at.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Rigour {
    /// As this program does.
    Strict,
    /// As OpenSSH does, which takes short RSA keys and points of small order: only to tell what git says.
    AsOpenSsh,
}

/// Whether `signature` over `data` was made by the key.
pub(super) fn holds(key: &Material, inner: &Inner, data: &[u8], rigour: Rigour) -> bool {
    let Inner { scheme, signature, presence } = inner;
    match (key, presence) {
        (Material::Ed25519(key), None) => ed25519(key, data, signature, rigour),
        (Material::Ecdsa(curve, point), None) => ecdsa(*curve, point, data, signature).unwrap_or(false),
        (Material::Rsa { modulus, exponent }, None) => {
            rsa(modulus, exponent, *scheme, data, signature, rigour)
        }
        (Material::SkEd25519(key, application), Some(presence)) => {
            ed25519(key, &by_hardware(application, *presence, data), signature, rigour)
        }
        (Material::SkEcdsa(point, application), Some(presence)) => {
            ecdsa(Curve::P256, point, &by_hardware(application, *presence, data), signature).unwrap_or(false)
        }
        _ => false,
    }
}

/// What a hardware key really signs: hash of the application, flags, counter, hash of the data.
fn by_hardware(application: &[u8], presence: Presence, data: &[u8]) -> Vec<u8> {
    let mut signed = digest::digest(&SHA256, application).as_ref().to_vec();
    signed.push(presence.flags);
    signed.extend_from_slice(&presence.counter.to_be_bytes());
    signed.extend_from_slice(digest::digest(&SHA256, data).as_ref());
    signed
}

/// Strict: no keys or signatures of small order, so that one signature can't stand for two messages.
fn ed25519(key: &ed25519_dalek::VerifyingKey, data: &[u8], signature: &[u8], rigour: Rigour) -> bool {
    let Ok(signature) = <&[u8; 64]>::try_from(signature) else { return false };
    match rigour {
        Rigour::Strict => key.verify_strict(data, &signature.into()).is_ok(),
        Rigour::AsOpenSsh => key.verify(data, &reduced(signature).into()).is_ok(),
    }
}

/// The order of the group of ed25519 (RFC 8032, section 5.1), least octet first.
const ORDER: [u8; 32] = [
    0xed, 0xd3, 0xf5, 0x5c, 0x1a, 0x63, 0x12, 0x58, 0xd6, 0x9c, 0xf7, 0xa2, 0xde, 0xf9, 0xde, 0x14, 0, 0, 0,
    0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0x10,
];

/// The signature with its second half brought below the order of the group, which OpenSSH does not ask for.
fn reduced(signature: &[u8; 64]) -> [u8; 64] {
    let (r, s) = signature.split_at(32);
    let mut s = s.to_vec();
    while s.iter().rev().ge(ORDER.iter().rev()) {
        let mut borrow = 0;
        for (digit, order) in s.iter_mut().zip(ORDER) {
            let less = i16::from(*digit) - i16::from(order) - borrow;
            borrow = i16::from(less < 0);
            *digit = u8::try_from(less.rem_euclid(256)).unwrap_or_default();
        }
    }
    let mut both = [0; 64];
    both.iter_mut().zip(r.iter().chain(&s)).for_each(|(to, from)| *to = *from);
    both
}

/// RFC 5656 section 3.1.2: two numbers, each padded here to the width of the curve.
fn ecdsa(curve: Curve, point: &[u8], data: &[u8], signature: &[u8]) -> Option<bool> {
    let mut reader = Reader::new(signature);
    let mut fixed = padded(reader.number()?, curve.width())?;
    fixed.extend(padded(reader.number()?, curve.width())?);
    reader.end()?;
    let by_ring = |algorithm| UnparsedPublicKey::new(algorithm, point).verify(data, &fixed).is_ok();
    Some(match curve {
        Curve::P256 => by_ring(&ring_signature::ECDSA_P256_SHA256_FIXED),
        Curve::P384 => by_ring(&ring_signature::ECDSA_P384_SHA384_FIXED),
        Curve::P521 => {
            let key = p521::ecdsa::VerifyingKey::from_sec1_bytes(point).ok()?;
            let signature = p521::ecdsa::Signature::from_slice(&fixed).ok()?;
            key.verify(data, &signature).is_ok()
        }
    })
}

/// RFC 8332. Signatures may come without their leading zero bytes; ring wants the modulus's full width.
fn rsa(
    modulus: &[u8],
    exponent: &[u8],
    scheme: Scheme,
    data: &[u8],
    signature: &[u8],
    rigour: Rigour,
) -> bool {
    let algorithm = match (scheme, rigour) {
        (Scheme::RsaSha256, Rigour::Strict) => &ring_signature::RSA_PKCS1_2048_8192_SHA256,
        (Scheme::RsaSha512, Rigour::Strict) => &ring_signature::RSA_PKCS1_2048_8192_SHA512,
        (Scheme::RsaSha256, _) => &ring_signature::RSA_PKCS1_1024_8192_SHA256_FOR_LEGACY_USE_ONLY,
        (Scheme::RsaSha512, _) => &ring_signature::RSA_PKCS1_1024_8192_SHA512_FOR_LEGACY_USE_ONLY,
        (Scheme::RsaSha1, Rigour::AsOpenSsh) => &ring_signature::RSA_PKCS1_2048_8192_SHA1_FOR_LEGACY_USE_ONLY,
        (Scheme::OfTheKey, _) | (Scheme::RsaSha1, Rigour::Strict) => return false,
    };
    let key = RsaPublicKeyComponents { n: modulus, e: exponent };
    padded(signature, modulus.len()).is_some_and(|full| key.verify(algorithm, data, &full).is_ok())
}
