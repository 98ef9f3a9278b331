//! The few lines of a text that a finding is about, escaped and clipped, with its spans moved accordingly.
//! What comes out is small however long the file or its lines are, safe to print, and without serial numbers of phones.

use std::ops::Range;

use super::lines::Lines;
use super::printable;
use crate::rules::without_serials;
use crate::source::Span;

/// A line longer than this many bytes is clipped around what is shown of it.
const LONG_LINE: usize = 1200;
/// How many bytes of a clipped line stand before the first mark.
const LEAD: usize = 80;
/// More bytes than an IMEI takes, however it is written.
const LONGEST_SERIAL: usize = 24;
/// Lines between two marks beyond which they are shown apart.
const FAR: usize = 8;

/// A span to show, with its words; the first of a finding is the primary one.
pub(super) struct Mark {
    pub(super) span: Span,
    pub(super) text: Option<String>,
    pub(super) primary: bool,
}

/// Some consecutive lines.
pub(super) struct Excerpt {
    /// The number of the first line, from 1.
    pub(super) first_line: usize,
    /// The lines, escaped and clipped.
    pub(super) text: String,
    /// The marks on them; ranges are bytes of `text`.
    pub(super) marks: Vec<(Range<usize>, Mark)>,
}

impl Excerpt {
    /// The number of the last line, from 1.
    pub(super) fn last_line(&self) -> usize {
        self.first_line + self.text.bytes().filter(|byte| *byte == b'\n').count()
    }
}

/// The excerpts that show all marks; the one with the primary mark first.
pub(super) fn excerpts(text: &str, lines: &Lines, mut marks: Vec<Mark>) -> Vec<Excerpt> {
    marks.sort_by_key(|mark| mark.span.start);
    let mut groups: Vec<(usize, usize, Vec<Mark>)> = Vec::new();
    for mark in marks {
        let line = lines.line(mark.span.start.min(text.len()));
        match groups.last_mut() {
            Some((_, last, group)) if line <= *last + FAR => {
                *last = line;
                group.push(mark);
            }
            _ => groups.push((line, line, vec![mark])),
        }
    }
    groups.sort_by_key(|(.., group)| !group.iter().any(|mark| mark.primary));
    groups.into_iter().map(|(first, last, group)| excerpt(text, lines, first..=last, group)).collect()
}

fn excerpt(text: &str, lines: &Lines, range: std::ops::RangeInclusive<usize>, marks: Vec<Mark>) -> Excerpt {
    let mut out = Excerpt { first_line: range.start() + 1, text: String::new(), marks: Vec::new() };
    let mut waiting = marks.into_iter().peekable();
    for line in range.clone() {
        let (start, end) = lines.bytes(text, line);
        let mut here = Vec::new();
        while let Some(mark) =
            waiting.next_if(|mark| line == *range.end() || lines.line(mark.span.start) == line)
        {
            here.push(mark);
        }
        if line > *range.start() {
            out.text.push('\n');
        }
        copy_line(text, start, end, here, &mut out);
    }
    out
}

/// Copies one line. A mark that runs over several lines is drawn on its first; one that the clipping left out stands
/// at the clipped end.
fn copy_line(text: &str, start: usize, end: usize, marks: Vec<Mark>, out: &mut Excerpt) {
    let (from, to) = window(text, start, end, marks.first().map(|mark| mark.span.start));
    if from > start {
        out.text.push('…');
    }
    // A window may begin or end inside of a number, so what is masked is a little wider.
    let around = text.floor_char_boundary(from.saturating_sub(LONGEST_SERIAL).max(start))
        ..text.ceil_char_boundary((to + LONGEST_SERIAL).min(end));
    let masked = without_serials(text.get(around.clone()).unwrap_or_default());
    let shown = masked.get(from - around.start..to - around.start).unwrap_or_default();
    // Where each byte of the line that begins a character went; marks look their ends up in it.
    let mut moved: Vec<(usize, usize)> = Vec::with_capacity(shown.len() + 1);
    for (at, character) in shown.char_indices() {
        moved.push((from + at, out.text.len()));
        match character {
            '\t' => out.text.push_str("    "),
            other => printable::push(&mut out.text, other),
        }
    }
    moved.push((to, out.text.len()));
    let place = |offset: usize| {
        let before = moved.partition_point(|(original, _)| *original < offset);
        moved.get(before).or(moved.last()).map_or(0, |(_, new)| *new)
    };
    for mark in marks {
        let begin = place(mark.span.start);
        let finish = place(mark.span.end.min(end)).max(begin);
        out.marks.push((begin..finish, mark));
    }
    if to < end {
        out.text.push('…');
    }
}

/// Which bytes of a line are shown.
fn window(text: &str, start: usize, end: usize, first_mark: Option<usize>) -> (usize, usize) {
    if end - start <= LONG_LINE {
        return (start, end);
    }
    let wanted = first_mark.unwrap_or(start).clamp(start, end).saturating_sub(LEAD).max(start);
    let from = text.floor_char_boundary(wanted);
    (from, text.floor_char_boundary((from + LONG_LINE).min(end)))
}
