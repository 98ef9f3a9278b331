//! Where the lines of a text begin, found once: thousands of findings in one file each ask for line and column.

use std::collections::HashMap;
use std::rc::Rc;

use crate::source::{Position, Source};

/// Bytes between two counts of characters; a column costs at most this many bytes of counting.
const STRIDE: usize = 1024;

/// The lines of one text.
pub(super) struct Lines {
    starts: Vec<usize>,
    /// Characters that begin before each multiple of [`STRIDE`].
    counts: Vec<usize>,
}

impl Lines {
    fn of(text: &str) -> Self {
        let feeds = text.bytes().enumerate().filter(|(_, byte)| *byte == b'\n').map(|(at, _)| at + 1);
        let mut counts = vec![0];
        let mut seen = 0;
        for chunk in text.as_bytes().chunks(STRIDE) {
            seen += begun(chunk);
            counts.push(seen);
        }
        Self { starts: std::iter::once(0).chain(feeds).collect(), counts }
    }

    /// The line that an offset stands on, from 0.
    pub(super) fn line(&self, offset: usize) -> usize {
        self.starts.partition_point(|start| *start <= offset).saturating_sub(1)
    }

    /// The bytes of a line (from 0), without its line end (LF or CRLF).
    pub(super) fn bytes(&self, text: &str, line: usize) -> (usize, usize) {
        let start = self.starts.get(line).copied().unwrap_or(text.len());
        let end = self.starts.get(line + 1).map_or(text.len(), |next| next - 1);
        let ends_in_return = text.as_bytes().get(start..end).is_some_and(|bytes| bytes.ends_with(b"\r"));
        (start, if ends_in_return { end - 1 } else { end })
    }

    /// Line and column of an offset, as [`Source::position`] gives them.
    pub(super) fn position(&self, text: &str, offset: usize) -> Position {
        let offset = text.floor_char_boundary(offset);
        let line = self.line(offset);
        let start = self.starts.get(line).copied().unwrap_or_default();
        let column = self.characters(text, offset).saturating_sub(self.characters(text, start));
        Position { line: line + 1, column: column + 1 }
    }

    fn characters(&self, text: &str, offset: usize) -> usize {
        let stride = offset / STRIDE;
        let rest = text.as_bytes().get(stride * STRIDE..offset).unwrap_or_default();
        self.counts.get(stride).copied().unwrap_or_default() + begun(rest)
    }
}

/// How many characters begin in these bytes of UTF-8.
fn begun(bytes: &[u8]) -> usize {
    bytes.iter().filter(|byte| (**byte & 0xc0) != 0x80).count()
}

/// The lines of all texts that a run's findings stand in.
#[derive(Default)]
pub(super) struct Index(HashMap<(usize, usize), Rc<Lines>>);

impl Index {
    /// The lines of a text, found the first time that it is asked for. A text is known by its address: the findings
    /// that own it outlive the index.
    pub(super) fn of(&mut self, source: &Source) -> Rc<Lines> {
        let key = (source.text.as_ptr().addr(), source.text.len());
        Rc::clone(self.0.entry(key).or_insert_with(|| Rc::new(Lines::of(&source.text))))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn positions_agree_with_the_source() {
        let text = format!("a\r\n\tb\né漢字: x\n\n{}\nend\n", "é漢a".repeat(2000));
        let source = Source::new("f", text);
        let lines = Index::default().of(&source);
        for offset in 0..source.text.len() + 3 {
            assert_eq!(lines.position(&source.text, offset), source.position(offset), "at {offset}");
        }
        assert_eq!(lines.bytes(&source.text, 0), (0, 1));
        assert_eq!(lines.bytes(&source.text, 99), (source.text.len(), source.text.len()));
    }
}
