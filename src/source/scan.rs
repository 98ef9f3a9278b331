//! Small steps over the text between nodes: comments, colons, dashes, line ends.
//! All offsets are bytes; all of it moves forward only, so that a walk over a document stays linear.

use super::span::Span;

/// The offset of the first character at or behind `from` that is neither white space nor in a comment.
pub(super) fn skip_blank(text: &str, from: usize) -> usize {
    let bytes = text.as_bytes();
    let mut at = from;
    while let Some(byte) = bytes.get(at) {
        match byte {
            b' ' | b'\t' | b'\r' | b'\n' => at += 1,
            b'#' => at = line_end(text, at),
            _ => break,
        }
    }
    at
}

/// The end of the line that `from` stands in, before its line break.
pub(super) fn line_end(text: &str, from: usize) -> usize {
    let rest = text.get(from..).unwrap_or_default();
    let line = rest.find('\n').and_then(|end| rest.get(..end)).unwrap_or(rest);
    from + line.strip_suffix('\r').unwrap_or(line).len()
}

/// The start of the line that `from` stands in.
pub(super) fn line_start(text: &str, from: usize) -> usize {
    text.get(..from).and_then(|before| before.rfind('\n')).map_or(0, |at| at + 1)
}

/// The offset behind the line break at `end`, which is a [`line_end`].
pub(super) fn next_line(text: &str, end: usize) -> usize {
    match text.get(end..) {
        Some(rest) if rest.starts_with("\r\n") => end + 2,
        Some(rest) if rest.starts_with('\n') => end + 1,
        _ => end,
    }
}

/// How many bytes stand before `at` in its line; before a block key or a dash that is its column.
pub(super) fn column(text: &str, at: usize) -> usize {
    at - line_start(text, at)
}

/// The length of a block scalar's header, its indicators (`|+2`) without a comment.
pub(super) fn header_length(header: &str) -> usize {
    1 + header.bytes().skip(1).take_while(|byte| matches!(byte, b'+' | b'-' | b'0'..=b'9')).count()
}

/// The span of a block scalar, from its `|` or `>` to the end of its last line, without the line break.
/// `from` is where the node before it ended, `content` what the parser calls its span (from the first
/// character of the content, often to the start of the next node), `text_of` its unescaped text.
/// Empty lines at the end belong to it only where they are data.
pub(super) fn block_scalar(text: &str, from: usize, content: Span, text_of: &str) -> Span {
    let mut start = from;
    loop {
        start = skip_blank(text, start);
        match text.as_bytes().get(start) {
            Some(b'|' | b'>') | None => break,
            Some(_) if start >= content.start => break,
            Some(_) => start += 1,
        }
    }
    let header = text.get(start..content.end).unwrap_or_default();
    let header_end = line_end(text, start);
    let keeps = header.get(..header_length(header)).is_some_and(|header| header.contains('+'))
        || text_of.trim_end_matches('\n').ends_with([' ', '\t']);
    let lines = match keeps {
        // Behind the last line break the parser counts the next node's indentation in.
        true => header.trim_end_matches(' ').strip_suffix('\n').unwrap_or(header),
        false => header.trim_end(),
    };
    let lines = lines.strip_suffix('\r').unwrap_or(lines);
    Span::new(start, line_end(text, start + lines.len()).max(header_end))
}
