//! How wide the columns of a table become, and how a cell is made to fit: wrapped at words, or cut with `…`.
//! Widths are those of a terminal: a wide character takes two columns, a combining one none.

use unicode_width::{UnicodeWidthChar, UnicodeWidthStr};

/// What a column can do without, and what it wants.
#[derive(Clone, Copy, Debug)]
pub(super) struct Wish {
    /// The width of its widest cell.
    pub(super) natural: usize,
    /// Columns with a higher number give way first; 0 gives way last.
    pub(super) shrink: u8,
}

/// No column is made narrower than this, unless it never was wider.
const NARROWEST: usize = 6;

/// Columns of a terminal that a text takes.
pub(super) fn width(text: &str) -> usize {
    UnicodeWidthStr::width(text)
}

/// The widths under which all columns take no more than `room` together, as far as that is possible: those that give
/// way first are narrowed first, and among equals the widest.
pub(super) fn fit(wishes: &[Wish], room: usize) -> Vec<usize> {
    let mut widths: Vec<usize> = wishes.iter().map(|wish| wish.natural).collect();
    let mut priorities: Vec<u8> = wishes.iter().map(|wish| wish.shrink).collect();
    priorities.sort_unstable_by(|a, b| b.cmp(a));
    priorities.dedup();
    for priority in priorities {
        while widths.iter().sum::<usize>() > room {
            let mine = widths.iter_mut().zip(wishes).filter(|(_, wish)| wish.shrink == priority);
            match mine.map(|(width, _)| width).filter(|width| **width > NARROWEST).max() {
                Some(widest) => *widest -= 1,
                None => break,
            }
        }
    }
    widths
}

/// A text that takes at most `room` columns; what is cut off is an `…`.
pub(super) fn cut(text: &str, room: usize) -> String {
    if width(text) <= room {
        return text.to_owned();
    }
    let (head, _) = split(text, room.saturating_sub(1));
    format!("{head}…")
}

/// A text as lines that take at most `room` columns each, broken at spaces; a longer word is broken where it must be.
pub(super) fn wrap(text: &str, room: usize) -> Vec<String> {
    let room = room.max(2);
    let mut lines = vec![String::new()];
    for word in text.split(' ').filter(|word| !word.is_empty()) {
        let mut word = word;
        let used = lines.last().map_or(0, |line| width(line));
        if used > 0 && used + 1 + width(word) <= room {
            append(&mut lines, " ");
            append(&mut lines, word);
            continue;
        }
        if used > 0 {
            lines.push(String::new());
        }
        while width(word) > room {
            let (head, rest) = split(word, room);
            append(&mut lines, head);
            lines.push(String::new());
            word = rest;
        }
        append(&mut lines, word);
    }
    lines
}

fn append(lines: &mut [String], text: &str) {
    if let Some(line) = lines.last_mut() {
        line.push_str(text);
    }
}

/// The longest head that takes at most `room` columns (but one character at least), and the rest.
fn split(text: &str, room: usize) -> (&str, &str) {
    let mut used = 0;
    for (at, character) in text.char_indices() {
        used += character.width().unwrap_or(0);
        if used > room && at > 0 {
            return text.split_at_checked(at).unwrap_or((text, ""));
        }
    }
    (text, "")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_column_that_gives_way_first_is_narrowed_first() {
        let wish = |natural, shrink| Wish { natural, shrink };
        assert_eq!(fit(&[wish(10, 0), wish(40, 2), wish(30, 1)], 60), [10, 20, 30]);
        assert_eq!(fit(&[wish(10, 0), wish(40, 2), wish(30, 1)], 30), [10, 6, 14]);
        assert_eq!(fit(&[wish(10, 0), wish(30, 1), wish(20, 1)], 40), [10, 15, 15]);
        assert_eq!(fit(&[wish(10, 0), wish(3, 1)], 4), [6, 3]);
    }

    #[test]
    fn cells_are_cut_and_wrapped_by_what_they_take() {
        assert_eq!(cut("漢字漢字", 5), "漢字…");
        assert_eq!(cut("abc", 3), "abc");
        assert_eq!(wrap("one two  three", 7), ["one two", "three"]);
        assert_eq!(wrap("漢字漢字x ab", 4), ["漢字", "漢字", "x ab"]);
        assert_eq!(wrap("", 4), [""]);
        assert_eq!(wrap("漢漢", 1), ["漢", "漢"]);
    }
}
