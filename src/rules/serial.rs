//! Serial numbers of phones: an IMEI names a subscriber's phone, so no text that is shown repeats its serial part.

use std::borrow::Cow;
use std::ops::{Range, RangeInclusive};

use chrono::{Datelike, NaiveDate, NaiveTime};
use serde_json::Value as Json;

/// The first digits of an IMEI, its type allocation code, may be shown.
const SHOWN: usize = 8;

/// The runs of digits that stand alone in a text (no letter or digit beside them), with the offset of the first.
pub(super) fn numbers(text: &str) -> impl Iterator<Item = (usize, &str)> {
    let mut offset = 0;
    text.split(|c: char| !c.is_alphanumeric()).filter_map(move |word| {
        // Words come in order, so the offset is found without searching.
        let at = offset;
        offset += word.len()
            + text.get(at + word.len()..).and_then(|rest| rest.chars().next()).map_or(0, char::len_utf8);
        (!word.is_empty() && word.bytes().all(|byte| byte.is_ascii_digit())).then_some((at, word))
    })
}

/// How many digits an IMEI without check digit, an IMEI and an IMEISV have.
const DIGITS: RangeInclusive<usize> = 14..=16;

/// The groups of digits in which IMEIs and IMEISVs are printed on phones, boxes and in listings: type allocation code,
/// final assembly code where there is one, serial number, check digit or software version.
const GROUPS: &[&[usize]] = &[
    &[2, 6, 6],
    &[2, 6, 6, 1],
    &[2, 6, 6, 2],
    &[6, 2, 6],
    &[6, 2, 6, 1],
    &[6, 2, 6, 2],
    &[8, 6],
    &[8, 6, 1],
    &[8, 6, 2],
    &[8, 7],
    &[8, 8],
];

/// A text with the serial part of everything in it that may be an IMEI or IMEISV starred out, each digit by one star,
/// so that every place in it stays where it was: 14 to 16 digits, in one piece or in the groups that they are printed
/// in, with letters on one side at most (`IMEI4901…` is one, a digest is none).
pub fn without_serials(text: &str) -> Cow<'_, str> {
    let runs = runs(text);
    let mut serials: Vec<Range<usize>> = Vec::new();
    let mut rest = runs.as_slice();
    while let Some(first) = rest.first() {
        let grouped = |group: &&&[usize]| is_grouped(text, rest, group) && !is_moment(text, rest, group);
        let group = GROUPS.iter().filter(grouped).max_by_key(|group| group.len());
        let taken = group.map_or(1, |group| group.len());
        if group.is_some() || (DIGITS.contains(&first.len()) && !is_inside_word(text, first)) {
            let mut shown = SHOWN;
            for run in rest.iter().take(taken) {
                serials.push(run.start + shown.min(run.len())..run.end);
                shown = shown.saturating_sub(run.len());
            }
        }
        rest = rest.get(taken..).unwrap_or_default();
    }
    if serials.is_empty() { Cow::Borrowed(text) } else { Cow::Owned(starred(text, &serials)) }
}

/// The runs of digits of a text, as ranges of its bytes.
fn runs(text: &str) -> Vec<Range<usize>> {
    let mut found: Vec<Range<usize>> = Vec::new();
    for at in text.bytes().enumerate().filter(|(_, byte)| byte.is_ascii_digit()).map(|(at, _)| at) {
        match found.last_mut() {
            Some(last) if last.end == at => last.end += 1,
            _ => found.push(at..at + 1),
        }
    }
    found
}

/// Whether runs begin with groups of these lengths, one separator between each two.
fn is_grouped(text: &str, runs: &[Range<usize>], lengths: &[usize]) -> bool {
    let here = runs.get(..lengths.len()).unwrap_or_default();
    let apart = |pair: &[Range<usize>]| match pair {
        [left, right] => matches!(text.get(left.end..right.start), Some("-" | " " | "." | "/")),
        _ => false,
    };
    here.len() == lengths.len()
        && here.iter().zip(lengths).all(|(run, length)| run.len() == *length)
        && here.windows(2).all(apart)
}

/// Whether two groups are a date, and a time or another date beside it, rather than a type allocation code and a rest.
/// Many type allocation codes would be dates of other centuries.
fn is_moment(text: &str, runs: &[Range<usize>], group: &[usize]) -> bool {
    let [first, second, ..] = runs else { return false };
    let read = |run: &Range<usize>| text.get(run.clone()).unwrap_or_default();
    let is_date = |run| {
        NaiveDate::parse_from_str(read(run), "%Y%m%d").is_ok_and(|day| (1970..2100).contains(&day.year()))
    };
    match group {
        [8, 8] => is_date(first) && is_date(second),
        [8, 6] => is_date(first) && NaiveTime::parse_from_str(read(second), "%H%M%S").is_ok(),
        _ => false,
    }
}

/// Whether letters stand on both sides.
fn is_inside_word(text: &str, run: &Range<usize>) -> bool {
    let before = text.get(..run.start).and_then(|before| before.chars().next_back());
    let after = text.get(run.end..).and_then(|after| after.chars().next());
    before.is_some_and(char::is_alphabetic) && after.is_some_and(char::is_alphabetic)
}

fn starred(text: &str, ranges: &[Range<usize>]) -> String {
    let mut out = String::with_capacity(text.len());
    let mut done = 0;
    for range in ranges {
        out.push_str(text.get(done..range.start).unwrap_or_default());
        out.extend(std::iter::repeat_n('*', range.len()));
        done = range.end;
    }
    out.push_str(text.get(done..).unwrap_or_default());
    out
}

/// Data with the serial parts of its texts starred out.
pub fn masked(data: &Json) -> Json {
    match data {
        Json::String(text) => Json::String(without_serials(text).into_owned()),
        Json::Array(items) => items.iter().map(masked).collect(),
        Json::Object(fields) => fields.iter().map(|(key, value)| (key.clone(), masked(value))).collect(),
        other => other.clone(),
    }
}

/// An IMEI as a message may name it: its type allocation code, and stars.
pub(super) fn named(number: &str) -> String {
    format!("{}******", number.get(..SHOWN).unwrap_or_default())
}

/// Whether the last digit is the check digit of those before it (Luhn; 3GPP TS 23.003, annex B).
pub(super) fn is_luhn(number: &str) -> bool {
    let sum: u32 = number
        .bytes()
        .rev()
        .enumerate()
        .map(|(place, byte)| {
            let digit = u32::from(byte.wrapping_sub(b'0'));
            let doubled = if place % 2 == 1 { digit * 2 } else { digit };
            if doubled > 9 { doubled - 9 } else { doubled }
        })
        .sum();
    sum.is_multiple_of(10)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn serial_numbers_are_starred_however_they_are_written() {
        for (written, shown) in [
            ("490154203237518", "49015420*******"),
            ("imei: 49-015420-323751-8.", "imei: 49-015420-******-*."),
            ("490154 20 323751 8", "490154 20 ****** *"),
            ("49/015420/323751", "49/015420/******"),
            ("49015420 323751", "49015420 ******"),
            ("49015420-3237518", "49015420-*******"),
            // Type allocation codes that read as dates, and a serial number that reads as no time.
            ("35120101 123456", "35120101 ******"),
            ("35120101-1234567", "35120101-*******"),
            ("35091231 12345678", "35091231 ********"),
            ("20260220 323751", "20260220 ******"),
            ("IMEI490154203237518, é", "IMEI49015420*******, é"),
            ("4901542032375101sv", "49015420********sv"),
        ] {
            assert_eq!(without_serials(written), shown);
        }
    }

    #[test]
    fn dates_numbers_and_digests_are_left_alone() {
        for text in [
            "2026-02-20 2026-02-21",
            "20260220 101500",
            "20260220-20260221",
            "+44 20 7946 0000",
            "ab12345678901234cd",
            "0001.yaml",
        ] {
            assert!(matches!(without_serials(text), Cow::Borrowed(_)), "{text}");
        }
    }
}
