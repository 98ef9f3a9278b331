//! Characters that a document must not hold, because what they look like is not what they are:
//! control characters, bidirectional overrides, byte-order marks. As themselves, or escaped in double quotes.

use std::borrow::Cow;

use super::flaw::{Flaw, FlawKind, Flaws};
use super::span::Span;

/// Why a character is refused, if it is.
pub(super) fn kind(character: char) -> Option<FlawKind> {
    match character {
        '\t' | '\n' | '\r' => None,
        '\0'..='\u{1f}' | '\u{7f}'..='\u{9f}' => Some(FlawKind::ControlCharacter),
        '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}' => Some(FlawKind::BidiOverride),
        '\u{feff}' => Some(FlawKind::ByteOrderMark),
        _ => None,
    }
}

/// Reports every refused character of a text, and gives the text to parse: the same one, or one in which
/// each of them is replaced by a harmless one of the same length, so that the parser goes on behind it.
pub(super) fn scan<'t>(text: &'t str, flaws: &mut Flaws) -> Cow<'t, str> {
    let mut cleaned = String::new();
    let mut copied = 0;
    for (at, byte) in text.bytes().enumerate() {
        // The first bytes of all that is refused; everything else passes without being decoded.
        if !matches!(byte, 0..=0x1f | 0x7f | 0xc2 | 0xe2 | 0xef) || matches!(byte, b'\n' | b'\t') {
            continue;
        }
        let rest = text.get(at..).unwrap_or_default();
        let Some(character) = rest.chars().next() else { continue };
        let span = Span::new(at, at + character.len_utf8());
        if character == '\r' {
            if !rest.starts_with("\r\n") {
                flaws.push(lone_carriage_return(span));
            }
            continue;
        }
        let Some(kind) = kind(character) else { continue };
        flaws.push(flaw(kind, character, span));
        // At the start the parser itself skips it.
        if at > 0 || kind != FlawKind::ByteOrderMark {
            cleaned.push_str(text.get(copied..at).unwrap_or_default());
            cleaned.push_str(stand_in(character.len_utf8()));
            copied = span.end;
        }
    }
    if copied == 0 {
        return Cow::Borrowed(text);
    }
    cleaned.push_str(text.get(copied..).unwrap_or_default());
    Cow::Owned(cleaned)
}

/// Reports every escape in a double-quoted scalar that stands for a refused character.
/// `raw` is the scalar as written, `start` its offset.
pub(super) fn scan_escapes(raw: &str, start: usize, flaws: &mut Flaws) {
    let mut rest = raw;
    while let Some(at) = rest.find('\\') {
        rest = rest.get(at..).unwrap_or_default();
        let (length, character) = escape(rest);
        if let Some((kind, character)) = character.and_then(|c| kind(c).map(|kind| (kind, c))) {
            let from = start + raw.len() - rest.len();
            flaws.push(flaw(kind, character, Span::new(from, from + length)));
        }
        rest = rest.get(length..).unwrap_or_default();
    }
}

/// Length and meaning of the escape that `text` starts with (YAML 1.2, section 5.7).
fn escape(text: &str) -> (usize, Option<char>) {
    let Some(letter) = text.chars().nth(1) else { return (text.len(), None) };
    let digits = match letter {
        'x' => 2,
        'u' => 4,
        'U' => 8,
        _ => {
            let meaning = match letter {
                '0' => Some('\0'),
                'a' => Some('\u{7}'),
                'b' => Some('\u{8}'),
                'v' => Some('\u{b}'),
                'f' => Some('\u{c}'),
                'e' => Some('\u{1b}'),
                'N' => Some('\u{85}'),
                _ => None,
            };
            return (1 + letter.len_utf8(), meaning);
        }
    };
    match text.get(2..2 + digits).and_then(|hex| u32::from_str_radix(hex, 16).ok()) {
        Some(code) => (2 + digits, char::from_u32(code)),
        None => (2, None),
    }
}

fn flaw(kind: FlawKind, character: char, span: Span) -> Flaw {
    let code = format!("U+{:04X}", u32::from(character));
    match kind {
        FlawKind::ByteOrderMark => Flaw::new(kind, span, format!("byte-order mark {code}"))
            .help("save the file as UTF-8 without a byte-order mark"),
        FlawKind::BidiOverride => Flaw::new(
            kind,
            span,
            format!("{code} changes the direction in which the text around it is shown"),
        )
        .help("remove the character: right-to-left text needs none"),
        _ => Flaw::new(kind, span, format!("control character {code}")).help("remove the character"),
    }
}

fn lone_carriage_return(span: Span) -> Flaw {
    Flaw::new(FlawKind::ControlCharacter, span, "carriage return U+000D without a line feed behind it")
        .help("end lines with LF or CRLF")
}

fn stand_in(length: usize) -> &'static str {
    match length {
        1 => "_",
        2 => "ÿ",
        _ => "\u{fffd}",
    }
}
