//! The armour of OpenPGP (RFC 9580, section 6): one block, its base64 and its checksum. Strict for signatures, as
//! GnuPG writes them; certificates, which people paste, may have headers and blank lines around.

use data_encoding::BASE64;

/// No signature comes near this many bytes.
const LONGEST_SIGNATURE: usize = 64 * 1024;
/// A certificate with more was exported with the signatures of others.
const LONGEST_CERTIFICATE: usize = 1024 * 1024;
/// The width of a line of base64, as GnuPG and the RFC have it.
const WIDTH: usize = 64;

const SIGNATURE: &str = "SIGNATURE";
const CERTIFICATE: &str = "PUBLIC KEY BLOCK";

/// The bytes of a signature, with what GnuPG overlooks in its armour and this program does not; or why it is none.
pub(super) fn signature(text: &str) -> Result<(Vec<u8>, Option<&'static str>), &'static str> {
    if text.len() > LONGEST_SIGNATURE {
        return Err("it is longer than any OpenPGP signature");
    }
    match canonical(text) {
        Ok(bytes) => Ok((bytes, None)),
        Err(why) => Ok((lenient(text, SIGNATURE).ok_or(why)?, Some(why))),
    }
}

/// The bytes of a certificate, or why it is none.
pub(super) fn certificate(text: &str) -> Result<Vec<u8>, &'static str> {
    if text.len() > LONGEST_CERTIFICATE {
        return Err("it is too long: export it with `gpg --armor --export-options export-minimal --export`");
    }
    let blocks = text.matches("-----BEGIN PGP").count();
    if blocks > 1 {
        return Err("it holds more than one block");
    }
    lenient(text, CERTIFICATE).ok_or("its armour is damaged")
}

/// Exactly what GnuPG writes: no headers, lines of 64, a checksum, one newline at the end or none.
fn canonical(text: &str) -> Result<Vec<u8>, &'static str> {
    let text = text.strip_suffix('\n').unwrap_or(text);
    let body = text
        .strip_prefix("-----BEGIN PGP SIGNATURE-----\n\n")
        .ok_or("it does not begin as GnuPG's signatures do")?
        .strip_suffix("\n-----END PGP SIGNATURE-----")
        .ok_or("it does not end as GnuPG's signatures do")?;
    let (body, sum) = body.rsplit_once("\n=").ok_or("it has no checksum")?;
    let mut lines = body.split('\n').peekable();
    let mut base64 = String::with_capacity(body.len());
    while let Some(line) = lines.next() {
        let full = if lines.peek().is_none() { 1..=WIDTH } else { WIDTH..=WIDTH };
        if !full.contains(&line.len()) {
            return Err("its lines are not wrapped as GnuPG wraps them");
        }
        base64.push_str(line);
    }
    decoded(&base64, Some(sum)).ok_or("its base64 or its checksum is damaged")
}

/// One block of a kind, whatever stands before, after and between, as GnuPG reads it.
fn lenient(text: &str, kind: &str) -> Option<Vec<u8>> {
    let begin = format!("-----BEGIN PGP {kind}-----");
    let end = format!("-----END PGP {kind}-----");
    let mut lines = text.lines().map(str::trim).skip_while(|line| *line != begin).skip(1);
    // Headers end with an empty line; without any, the base64 may follow at once.
    let mut first = None;
    for line in lines.by_ref() {
        if line.is_empty() {
            break;
        }
        if !line.contains(": ") {
            first = Some(line);
            break;
        }
    }
    let (mut base64, mut sum) = (first.unwrap_or_default().to_owned(), None);
    for line in lines {
        if line == end {
            return decoded(&base64, sum);
        }
        match line.strip_prefix('=') {
            Some(found) => sum = Some(found),
            None => base64.push_str(line),
        }
    }
    None
}

fn decoded(base64: &str, sum: Option<&str>) -> Option<Vec<u8>> {
    let bytes = BASE64.decode(base64.as_bytes()).ok()?;
    if let Some(sum) = sum
        && BASE64.decode(sum.as_bytes()).ok()? != crc24(&bytes)
    {
        return None;
    }
    Some(bytes)
}

/// The checksum of RFC 9580, section 6.1.1.
fn crc24(bytes: &[u8]) -> [u8; 3] {
    let mut sum: u32 = 0x00B7_04CE;
    for byte in bytes {
        sum ^= u32::from(*byte) << 16;
        for _ in 0..8 {
            sum <<= 1;
            if sum & 0x0100_0000 != 0 {
                sum ^= 0x0186_4CFB;
            }
        }
    }
    let [_, high, middle, low] = sum.to_be_bytes();
    [high, middle, low]
}
