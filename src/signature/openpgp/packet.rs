//! Packets of OpenPGP (RFC 9580, sections 4 and 5.2.3.7): cut from bytes, each with a definite length. Strict where a
//! lenient reader could see something else than another: nothing partial, nothing left over.

use crate::signature::wire::Reader;

/// More packets than a certificate needs that was exported without the signatures of others.
const MOST_PACKETS: usize = 2_000;

/// One packet.
#[derive(Clone, Copy, Debug)]
pub(super) struct Packet<'a> {
    pub(super) tag: u8,
    pub(super) body: &'a [u8],
}

impl Packet<'_> {
    pub(super) const SIGNATURE: u8 = 2;
    pub(super) const PUBLIC_KEY: u8 = 6;
    pub(super) const MARKER: u8 = 10;
    pub(super) const TRUST: u8 = 12;
    pub(super) const USER_ID: u8 = 13;
    pub(super) const PUBLIC_SUBKEY: u8 = 14;
    pub(super) const USER_ATTRIBUTE: u8 = 17;
    pub(super) const PADDING: u8 = 21;
}

/// All packets of `bytes`; `None` where they are not whole packets of definite length.
pub(super) fn packets(bytes: &[u8]) -> Option<Vec<Packet<'_>>> {
    let mut reader = Reader::new(bytes);
    let mut found = Vec::new();
    while reader.end().is_none() {
        if found.len() == MOST_PACKETS {
            return None;
        }
        found.push(packet(&mut reader)?);
    }
    Some(found)
}

fn packet<'a>(reader: &mut Reader<'a>) -> Option<Packet<'a>> {
    let first = reader.byte()?;
    let (tag, length) = match first {
        0xC0.. => (first & 0x3F, new_length(reader)?),
        0x80.. => {
            let length = match first & 3 {
                0 => u32::from(reader.byte()?),
                1 => u32::from(reader.uint16()?),
                2 => reader.uint32()?,
                _ => return None,
            };
            ((first >> 2) & 0x0F, length)
        }
        _ => return None,
    };
    Some(Packet { tag, body: reader.take(usize::try_from(length).ok()?)? })
}

fn new_length(reader: &mut Reader<'_>) -> Option<u32> {
    match reader.byte()? {
        short @ 0..192 => Some(u32::from(short)),
        high @ 192..224 => two_octets(high, reader.byte()?),
        224..255 => None,
        255 => reader.uint32(),
    }
}

/// The length of a subpacket, which is written a little differently from that of a packet.
pub(super) fn subpacket_length(reader: &mut Reader<'_>) -> Option<u32> {
    match reader.byte()? {
        short @ 0..192 => Some(u32::from(short)),
        high @ 192..255 => two_octets(high, reader.byte()?),
        255 => reader.uint32(),
    }
}

fn two_octets(high: u8, low: u8) -> Option<u32> {
    let high = u32::from(high).checked_sub(192)?;
    Some((high << 8) + 192 + u32::from(low))
}

/// A multiprecision integer (section 3.2), as many bytes as its bits need.
pub(super) fn mpi<'a>(reader: &mut Reader<'a>) -> Option<&'a [u8]> {
    let bits = usize::from(reader.uint16()?);
    reader.take(bits.div_ceil(8))
}
