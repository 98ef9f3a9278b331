//! How wide the columns of a table become, and how a cell is made to fit: wrapped at words, or cut with `…`.
//! Widths are those of a terminal: a wide character takes two columns, a combining one none.

use unicode_width::{UnicodeWidthChar, UnicodeWidthStr};

/// What a column can do without, and what it wants.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Wish {
    /// The width of its widest cell.
    pub(super) natural: usize,
    /// How narrow it can be made.
    pub(super) least: usize,
    /// Columns with a higher number give way first; 0 gives way last.
    pub(super) shrink: u8,
}

/// No column that may be cut is made narrower than this, unless it never was wider.
pub(super) const NARROWEST: usize = 6;

/// A text that runs over several lines wants as much, for a word or two in each.
pub(super) const READABLE: usize = 14;

/// A longer word than this may be broken.
pub(super) const LONGEST_WORD: usize = 64;

/// How columns stand beside each other.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Arrangement {
    /// The columns that stand in the row, and how wide.
    pub(super) beside: Vec<(usize, usize)>,
    /// Those that have no room there, and stand below it.
    pub(super) below: Vec<usize>,
}

/// Columns of a terminal that a text takes.
pub(super) fn width(text: &str) -> usize {
    UnicodeWidthStr::width(text)
}

/// Which columns stand beside each other in `room`, with `gap` between two: as many as there is room for at their
/// narrowest. Those that give way first go below, and among equals the last; the first column stays.
pub(super) fn arrange(wishes: &[Wish], gap: usize, room: usize) -> Arrangement {
    let mut beside: Vec<usize> = (0..wishes.len()).collect();
    let of = |at: usize| wishes.get(at).copied().unwrap_or_default();
    let gaps = |count: usize| gap.saturating_mul(count.saturating_sub(1));
    while beside.len() > 1
        && beside.iter().fold(gaps(beside.len()), |sum, at| sum.saturating_add(of(*at).least)) > room
    {
        let Some(first) = beside.iter().skip(1).max_by_key(|at| (of(**at).shrink, **at)).copied() else {
            break;
        };
        beside.retain(|at| *at != first);
    }
    let kept: Vec<Wish> = beside.iter().map(|at| of(*at)).collect();
    let widths = fit(&kept, room.saturating_sub(gaps(beside.len())));
    let below = (0..wishes.len()).filter(|at| !beside.contains(at)).collect();
    Arrangement { beside: beside.into_iter().zip(widths).collect(), below }
}

/// The widths under which all columns take no more than `room` together, as far as that is possible: those that give
/// way first are narrowed first, and among equals the widest.
fn fit(wishes: &[Wish], room: usize) -> Vec<usize> {
    let mut widths: Vec<usize> = wishes.iter().map(|wish| wish.natural).collect();
    let mut priorities: Vec<u8> = wishes.iter().map(|wish| wish.shrink).collect();
    priorities.sort_unstable_by(|a, b| b.cmp(a));
    priorities.dedup();
    for priority in priorities {
        while widths.iter().sum::<usize>() > room {
            let mine = widths.iter_mut().zip(wishes);
            let mine = mine.filter(|(width, wish)| wish.shrink == priority && **width > wish.least);
            match mine.map(|(width, _)| width).max() {
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
        let wish = |natural: usize, shrink| Wish { natural, least: natural.min(NARROWEST), shrink };
        assert_eq!(fit(&[wish(10, 0), wish(40, 2), wish(30, 1)], 60), [10, 20, 30]);
        assert_eq!(fit(&[wish(10, 0), wish(40, 2), wish(30, 1)], 30), [10, 6, 14]);
        assert_eq!(fit(&[wish(10, 0), wish(30, 1), wish(20, 1)], 40), [10, 15, 15]);
        assert_eq!(fit(&[wish(10, 0), wish(3, 1)], 4), [6, 3]);
    }

    #[test]
    fn what_has_no_room_beside_goes_below_and_the_first_column_stays() {
        let wish = |natural, least, shrink| Wish { natural, least, shrink };
        let wishes = [wish(10, 10, 0), wish(20, 8, 1), wish(17, 17, 3), wish(10, 10, 0)];
        let arranged = |room| arrange(&wishes, 2, room);
        assert_eq!(arranged(63).beside, [(0, 10), (1, 20), (2, 17), (3, 10)]);
        assert_eq!(arranged(51).beside, [(0, 10), (1, 8), (2, 17), (3, 10)]);
        assert_eq!(arranged(50), Arrangement { beside: vec![(0, 10), (1, 20), (3, 10)], below: vec![2] });
        assert_eq!(arranged(30), Arrangement { beside: vec![(0, 10), (3, 10)], below: vec![1, 2] });
        assert_eq!(arranged(5), Arrangement { beside: vec![(0, 10)], below: vec![1, 2, 3] });
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
