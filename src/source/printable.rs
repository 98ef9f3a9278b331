//! Text that came from a document or a commit, made safe to show: what would steer a terminal, turn text around
//! or hide in it is written as an escape. Every text that is printed or rendered goes through here.

use std::borrow::Cow;
use std::fmt::Write as _;

/// Longer texts inside a message are cut; a value of a hostile document can be as long as its file.
const LONGEST: usize = 2000;

/// Whether a character must not reach a terminal as it is: control characters (C0, DEL, C1), bidirectional
/// controls (UAX #9), invisible formats, line separators other than the line feed, and tag characters.
pub fn is_hidden(character: char) -> bool {
    character.is_control()
        || matches!(character,
            '\u{ad}' | '\u{61c}' | '\u{180e}'
            | '\u{200b}'..='\u{200f}' | '\u{2028}'..='\u{202e}' | '\u{2060}'..='\u{206f}'
            | '\u{feff}' | '\u{fff9}'..='\u{fffb}' | '\u{e0000}'..='\u{e0fff}')
}

/// A text on one line: hidden characters, line feeds and tabs as escapes, and cut with `…` where it is longer than
/// 2000 bytes.
pub fn one_line(text: &str) -> Cow<'_, str> {
    match text.len() <= LONGEST {
        true => whole(text),
        false => {
            let end = text.floor_char_boundary(LONGEST);
            Cow::Owned(format!("{}…", whole(text.get(..end).unwrap_or_default())))
        }
    }
}

/// As [`one_line`], but never cut.
pub fn whole(text: &str) -> Cow<'_, str> {
    match text.chars().any(is_hidden) {
        true => Cow::Owned(escaped(text, false)),
        false => Cow::Borrowed(text),
    }
}

/// A text of several lines: line feeds stay, everything else hidden is escaped; never cut.
pub fn lines(text: &str) -> Cow<'_, str> {
    match text.chars().any(|character| character != '\n' && is_hidden(character)) {
        true => Cow::Owned(escaped(text, true)),
        false => Cow::Borrowed(text),
    }
}

/// Writes one character, as an escape where it is hidden.
pub fn push(out: &mut String, character: char) {
    match character {
        '\n' => out.push_str("\\n"),
        '\r' => out.push_str("\\r"),
        '\t' => out.push_str("\\t"),
        hidden if is_hidden(hidden) => {
            // Writing into a String cannot fail.
            let _ = write!(out, "\\u{{{:x}}}", u32::from(hidden));
        }
        plain => out.push(plain),
    }
}

fn escaped(text: &str, keep_lines: bool) -> String {
    let mut out = String::with_capacity(text.len() + 16);
    for character in text.chars() {
        match character {
            '\n' if keep_lines => out.push('\n'),
            other => push(&mut out, other),
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_that_steers_a_terminal_is_left() {
        let hostile = "a\u{1b}[31mred\u{9b}0m\u{7f}\u{202e}b\u{2066}\u{200b}\u{2028}\r\n\tc\u{e0041}é漢";
        assert_eq!(
            one_line(hostile),
            "a\\u{1b}[31mred\\u{9b}0m\\u{7f}\\u{202e}b\\u{2066}\\u{200b}\\u{2028}\\r\\n\\tc\\u{e0041}é漢"
        );
        assert_eq!(lines("a\nb\u{7}"), "a\nb\\u{7}");
    }

    #[test]
    fn long_texts_are_cut_between_characters() {
        let long = "é".repeat(1_000_000);
        let short = one_line(&long);
        assert!(short.len() < 2010 && short.ends_with("é…"));
    }
}
