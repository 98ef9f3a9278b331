//! The mathematics: does this signature hold over these bytes with this key? One function an algorithm.
//! Anything malformed, of the wrong length or off the curve simply does not hold.

use p521::ecdsa::signature::Verifier;
use ring::{
    digest::{self, SHA256},
    signature::{self as ring_signature, RsaPublicKeyComponents, UnparsedPublicKey},
};

use super::{
    key::{Curve, Material},
    ssh::Scheme,
    wire::Reader,
};

/// What a hardware key signs besides the message (PROTOCOL.u2f).
#[derive(Clone, Copy, Debug)]
pub(super) struct Presence {
    pub(super) flags: u8,
    pub(super) counter: u32,
}

/// Whether `signature` over `data` was made by the key.
pub(super) fn holds(
    key: &Material,
    scheme: Scheme,
    data: &[u8],
    signature: &[u8],
    presence: Option<Presence>,
) -> bool {
    match (key, presence) {
        (Material::Ed25519(key), None) => ed25519(key, data, signature),
        (Material::Ecdsa(curve, point), None) => ecdsa(*curve, point, data, signature).unwrap_or(false),
        (Material::Rsa { modulus, exponent }, None) => rsa(modulus, exponent, scheme, data, signature),
        (Material::SkEd25519(key, application), Some(presence)) => {
            ed25519(key, &by_hardware(application, presence, data), signature)
        }
        (Material::SkEcdsa(point, application), Some(presence)) => {
            ecdsa(Curve::P256, point, &by_hardware(application, presence, data), signature).unwrap_or(false)
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
fn ed25519(key: &ed25519_dalek::VerifyingKey, data: &[u8], signature: &[u8]) -> bool {
    ed25519_dalek::Signature::from_slice(signature)
        .is_ok_and(|signature| key.verify_strict(data, &signature).is_ok())
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
fn rsa(modulus: &[u8], exponent: &[u8], scheme: Scheme, data: &[u8], signature: &[u8]) -> bool {
    let algorithm = match scheme {
        Scheme::RsaSha256 => &ring_signature::RSA_PKCS1_2048_8192_SHA256,
        Scheme::RsaSha512 => &ring_signature::RSA_PKCS1_2048_8192_SHA512,
        Scheme::OfTheKey => return false,
    };
    let key = RsaPublicKeyComponents { n: modulus, e: exponent };
    padded(signature, modulus.len()).is_some_and(|full| key.verify(algorithm, data, &full).is_ok())
}

/// `number` with zero bytes before it, `width` bytes in all; `None` when it is wider.
fn padded(number: &[u8], width: usize) -> Option<Vec<u8>> {
    let mut full = vec![0; width.checked_sub(number.len())?];
    full.extend_from_slice(number);
    Some(full)
}
