//! Large numbers as signatures and keys write them, in bytes: how long they are, and how long they have to be.

/// An RSA modulus of fewer bits proves nothing.
pub(super) const SHORTEST_RSA: usize = 2048;
/// One of more takes too long.
pub(super) const LONGEST_RSA: usize = 8192;

/// How many bits a number has, which has no zero byte before it.
pub(super) fn bits(number: &[u8]) -> usize {
    let leading =
        number.first().map_or(0, |first| usize::try_from(first.leading_zeros()).unwrap_or_default());
    (number.len() * 8).saturating_sub(leading)
}

/// `number` with zero bytes before it, `width` bytes in all; `None` when it is wider.
pub(super) fn padded(number: &[u8], width: usize) -> Option<Vec<u8>> {
    let mut full = vec![0; width.checked_sub(number.len())?];
    full.extend_from_slice(number);
    Some(full)
}
