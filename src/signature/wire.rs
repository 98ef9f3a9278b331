//! The SSH wire format (RFC 4251, section 5): a reader that never goes beyond its bytes, and the writing of
//! a `string`. Answers `None` for whatever is cut short or not in its one proper form.

/// Reads a wire-encoded value from front to back.
#[derive(Clone, Copy)]
pub(super) struct Reader<'a>(&'a [u8]);

impl<'a> Reader<'a> {
    pub(super) fn new(bytes: &'a [u8]) -> Self {
        Self(bytes)
    }

    /// The next `count` bytes.
    pub(super) fn take(&mut self, count: usize) -> Option<&'a [u8]> {
        let (taken, rest) = self.0.split_at_checked(count)?;
        self.0 = rest;
        Some(taken)
    }

    /// One `byte`.
    pub(super) fn byte(&mut self) -> Option<u8> {
        self.take(1)?.first().copied()
    }

    /// Two bytes as a number, as OpenPGP has it.
    pub(super) fn uint16(&mut self) -> Option<u16> {
        Some(u16::from_be_bytes(self.take(2)?.try_into().ok()?))
    }

    /// One `uint32`.
    pub(super) fn uint32(&mut self) -> Option<u32> {
        Some(u32::from_be_bytes(self.take(4)?.try_into().ok()?))
    }

    /// One `uint64`.
    pub(super) fn uint64(&mut self) -> Option<u64> {
        Some(u64::from_be_bytes(self.take(8)?.try_into().ok()?))
    }

    /// One `string`: a length and as many bytes.
    pub(super) fn string(&mut self) -> Option<&'a [u8]> {
        let length = usize::try_from(self.uint32()?).ok()?;
        self.take(length)
    }

    /// One `string` that names an algorithm: 1 to 64 characters of those that such names are made of.
    pub(super) fn name(&mut self) -> Option<&'a str> {
        let name = str::from_utf8(self.string()?).ok()?;
        let proper = |c: char| c.is_ascii_alphanumeric() || matches!(c, '-' | '.' | '@' | '_');
        (!name.is_empty() && name.len() <= 64 && name.chars().all(proper)).then_some(name)
    }

    /// One positive `mpint` in its shortest form, without the zero byte that keeps it positive.
    pub(super) fn shortest_number(&mut self) -> Option<&'a [u8]> {
        let encoded = self.string()?;
        let magnitude = encoded.strip_prefix(&[0]);
        match (encoded.first()?, magnitude) {
            (0, Some(magnitude)) if *magnitude.first()? >= 128 => Some(magnitude),
            (1..=127, _) => Some(encoded),
            _ => None,
        }
    }

    /// One positive `mpint`, also with more leading zero bytes than it needs, stripped of them: agents of
    /// hardware keys write those, and OpenSSH reads them.
    pub(super) fn number(&mut self) -> Option<&'a [u8]> {
        let encoded = self.string()?;
        if *encoded.first()? >= 128 {
            return None;
        }
        let start = encoded.iter().position(|byte| *byte != 0)?;
        encoded.get(start..)
    }

    /// What was read since `start`, an earlier state of this reader.
    pub(super) fn since(&self, start: Self) -> &'a [u8] {
        start.0.get(..start.0.len().saturating_sub(self.0.len())).unwrap_or_default()
    }

    /// What is not read yet.
    pub(super) fn rest(&self) -> &'a [u8] {
        self.0
    }

    /// Nothing may follow.
    pub(super) fn end(&self) -> Option<()> {
        self.0.is_empty().then_some(())
    }
}

/// Appends `value` as a `string`; what is signed here is far below the 4 GiB that one can hold.
pub(super) fn put_string(out: &mut Vec<u8>, value: &[u8]) {
    out.extend_from_slice(&u32::try_from(value.len()).unwrap_or(u32::MAX).to_be_bytes());
    out.extend_from_slice(value);
}
