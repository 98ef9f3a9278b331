//! Serial numbers of phones: an IMEI names a subscriber's phone, so no text that is shown repeats its serial part.

use std::borrow::Cow;

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

/// A text with the serial part of everything in it that may be an IMEI or IMEISV (14 to 16 digits) starred out, each
/// digit by one star, so that every place in it stays where it was.
pub fn without_serials(text: &str) -> Cow<'_, str> {
    let mut masked = String::new();
    let mut done = 0;
    for (at, number) in numbers(text).filter(|(_, number)| (14..=16).contains(&number.len())) {
        masked.push_str(text.get(done..at + SHOWN).unwrap_or_default());
        masked.extend(std::iter::repeat_n('*', number.len() - SHOWN));
        done = at + number.len();
    }
    if done == 0 {
        return Cow::Borrowed(text);
    }
    masked.push_str(text.get(done..).unwrap_or_default());
    Cow::Owned(masked)
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
