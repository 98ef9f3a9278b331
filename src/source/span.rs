//! Byte ranges of a text, and the line and column that a person counts by.
//! Pure arithmetic over `&str`; knows nothing of YAML.

use std::sync::{Arc, OnceLock};

/// A half-open range of bytes, `start..end`, of one source text.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub struct Span {
    /// Offset of the first byte.
    pub start: usize,
    /// Offset behind the last byte.
    pub end: usize,
}

impl Span {
    /// A span over `start..end`.
    pub fn new(start: usize, end: usize) -> Self {
        Self { start, end }
    }
}

/// A place as a person names it; both count from 1, columns in characters.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Position {
    /// Line, from 1.
    pub line: usize,
    /// Column in Unicode scalar values, from 1.
    pub column: usize,
}

/// A text and the name it is shown under (a path relative to the register's root, with `/`).
#[derive(Clone, Debug)]
pub struct Source {
    /// What a finding calls this text.
    pub name: Arc<str>,
    /// The text itself, as it was read.
    pub text: Arc<str>,
    /// Where its lines start: found once, when the first place is asked for, and shared by all clones.
    lines: Arc<OnceLock<Box<[usize]>>>,
}

impl PartialEq for Source {
    fn eq(&self, other: &Self) -> bool {
        self.name == other.name && self.text == other.text
    }
}

impl Eq for Source {}

impl Source {
    /// A named text.
    pub fn new(name: impl Into<Arc<str>>, text: impl Into<Arc<str>>) -> Self {
        Self { name: name.into(), text: text.into(), lines: Arc::default() }
    }

    /// Line and column of a byte offset; an offset beyond the text counts as its end.
    pub fn position(&self, offset: usize) -> Position {
        let mut end = offset.min(self.text.len());
        while !self.text.is_char_boundary(end) {
            end -= 1;
        }
        let starts = self.lines.get_or_init(|| line_starts(&self.text));
        let line = starts.partition_point(|start| *start <= end);
        let start = line.checked_sub(1).and_then(|at| starts.get(at)).copied().unwrap_or_default();
        Position {
            line: line.max(1),
            column: self.text.get(start..end).unwrap_or_default().chars().count() + 1,
        }
    }
}

fn line_starts(text: &str) -> Box<[usize]> {
    std::iter::once(0).chain(text.match_indices('\n').map(|(at, _)| at + 1)).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn positions_count_lines_and_characters() {
        let source = Source::new("a", "é: 1\r\nb\n");
        let at = |offset| source.position(offset);
        assert_eq!(at(0), Position { line: 1, column: 1 });
        assert_eq!(at(1), Position { line: 1, column: 1 }, "inside a character");
        assert_eq!(at(2), Position { line: 1, column: 2 });
        assert_eq!(at(7), Position { line: 2, column: 1 });
        assert_eq!(at(9), Position { line: 3, column: 1 });
        assert_eq!(at(99), Position { line: 3, column: 1 });
        assert_eq!(Source::new("a", "").position(0), Position { line: 1, column: 1 });
    }
}
