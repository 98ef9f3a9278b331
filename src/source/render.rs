//! Data in, YAML text out, in the style of a register: block collections, plain scalars where they read
//! back as what they are, `|` for text of several lines. Also single values, for edits.

use serde_json::{Map, Value as Json};

use super::characters;
use super::tree::{Scalar, Style};

/// How a file is laid out; new lines follow it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Layout {
    /// How far a mapping is indented below its key.
    pub(super) step: usize,
    /// How far the dashes of a list are indented below its key.
    pub(super) dash: usize,
    /// What ends a line.
    pub(super) line_break: &'static str,
    /// Whether text of several lines may become a literal block.
    pub(super) literals: bool,
}

/// The layout of new files.
pub(super) const DEFAULT: Layout = Layout { step: 2, dash: 2, line_break: "\n", literals: true };

/// What new text follows: it decides on what line and how deep it goes on.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Head {
    /// A key (with its colon) in that column.
    Key(usize),
    /// A dash in that column.
    Dash(usize),
}

/// Writes a whole document; keys in the order given.
pub fn render(value: &Json) -> String {
    let mut out = String::new();
    match value {
        Json::Object(map) if !map.is_empty() => mapping(&mut out, map, 0, DEFAULT),
        Json::Array(items) if !items.is_empty() => sequence(&mut out, items, 0, DEFAULT),
        Json::String(text) => out.push_str(&scalar(text, None, Context::Block)),
        other => out.push_str(&flow(other, None)),
    }
    out.push('\n');
    out
}

/// A value as it stands behind a key or a dash in block context, from behind the `:` or `-` and without the
/// last line break. `old` is how the scalar that it replaces was written.
pub(super) fn block(value: &Json, head: Head, layout: Layout, old: Option<Style>) -> String {
    let mut out = String::new();
    write(&mut out, value, head, layout, old);
    out
}

fn write(out: &mut String, value: &Json, head: Head, layout: Layout, old: Option<Style>) {
    match (value, head) {
        (Json::Object(map), Head::Key(column)) if !map.is_empty() => {
            new_line(out, column + layout.step, layout);
            mapping(out, map, column + layout.step, layout);
        }
        (Json::Array(items), Head::Key(column)) if !items.is_empty() => {
            new_line(out, column + layout.dash, layout);
            sequence(out, items, column + layout.dash, layout);
        }
        (Json::Object(map), Head::Dash(column)) if !map.is_empty() => {
            out.push(' ');
            mapping(out, map, column + 2, layout);
        }
        (Json::Array(items), Head::Dash(column)) if !items.is_empty() => {
            out.push(' ');
            sequence(out, items, column + 2, layout);
        }
        (Json::String(text), _) if layout.literals && wants_lines(text, old) => {
            literal(out, text, head, layout)
        }
        (Json::String(text), _) => {
            out.push(' ');
            out.push_str(&scalar(text, old, Context::Block));
        }
        (other, _) => {
            out.push(' ');
            out.push_str(&flow(other, old));
        }
    }
}

fn mapping(out: &mut String, map: &Map<String, Json>, column: usize, layout: Layout) {
    for (at, (name, value)) in map.iter().enumerate() {
        if at > 0 {
            new_line(out, column, layout);
        }
        out.push_str(&key(name));
        out.push(':');
        write(out, value, Head::Key(column), layout, None);
    }
}

fn sequence(out: &mut String, items: &[Json], column: usize, layout: Layout) {
    for (at, item) in items.iter().enumerate() {
        if at > 0 {
            new_line(out, column, layout);
        }
        out.push('-');
        write(out, item, Head::Dash(column), layout, None);
    }
}

fn literal(out: &mut String, text: &str, head: Head, layout: Layout) {
    out.push_str(if text.ends_with('\n') { " |" } else { " |-" });
    let column = match head {
        Head::Key(column) => column + layout.step,
        Head::Dash(column) => column + 2,
    };
    for line in text.lines() {
        match line.is_empty() {
            true => out.push_str(layout.line_break),
            false => new_line(out, column, layout),
        }
        out.push_str(line);
    }
}

pub(super) fn new_line(out: &mut String, column: usize, layout: Layout) {
    out.push_str(layout.line_break);
    out.extend(std::iter::repeat_n(' ', column));
}

/// Whether a text is written as a literal block: where it has several lines (or its old value was a block),
/// and where the block would read back as the same text in every YAML reader.
fn wants_lines(text: &str, old: Option<Style>) -> bool {
    let was_block = matches!(old, Some(Style::Literal | Style::Folded));
    let body = text.strip_suffix('\n').unwrap_or(text);
    (was_block || body.contains('\n'))
        && !body.is_empty()
        && !body.starts_with([' ', '\t', '\n'])
        && !body.ends_with('\n')
        && body.split('\n').all(|line| line.is_empty() || !line.trim().is_empty())
        && text.chars().all(|character| character == '\n' || is_plain_character(character))
}

/// A value as it stands inside braces or brackets, on one line.
pub(super) fn flow(value: &Json, old: Option<Style>) -> String {
    match value {
        Json::Null => "null".to_owned(),
        Json::Bool(_) | Json::Number(_) => value.to_string(),
        Json::String(text) => scalar(text, old, Context::Flow),
        Json::Array(items) => {
            let items: Vec<_> = items.iter().map(|item| flow(item, None)).collect();
            format!("[{}]", items.join(", "))
        }
        Json::Object(map) => {
            let entries: Vec<_> = map.iter().map(|(name, value)| flow_entry(name, value)).collect();
            format!("{{{}}}", entries.join(", "))
        }
    }
}

/// `key: value` inside braces.
pub(super) fn flow_entry(name: &str, value: &Json) -> String {
    format!("{}: {}", key(name), flow(value, None))
}

/// A key as it is written, anywhere.
pub(super) fn key(name: &str) -> String {
    scalar(name, None, Context::Flow)
}

/// Where a plain scalar stands; commas, brackets and (to some readers) question marks are text only outside of
/// brackets.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Context {
    Block,
    Flow,
}

/// A text on one line: as its predecessor was written where that is possible, else plain, else in double quotes.
fn scalar(text: &str, old: Option<Style>, context: Context) -> String {
    match old {
        Some(Style::Single) if text.chars().all(is_plain_character) => {
            format!("'{}'", text.replace('\'', "''"))
        }
        Some(Style::Double) => double(text),
        _ if reads_back_plain(text, context) => text.to_owned(),
        _ => double(text),
    }
}

fn double(text: &str) -> String {
    let mut out = String::with_capacity(text.len() + 2);
    out.push('"');
    for character in text.chars() {
        match character {
            '"' => out.push_str("\\\""),
            '\\' => out.push_str("\\\\"),
            '\n' => out.push_str("\\n"),
            '\r' => out.push_str("\\r"),
            '\t' => out.push_str("\\t"),
            character if is_plain_character(character) => out.push(character),
            character => match u32::from(character) {
                code @ ..=0xff => out.push_str(&format!("\\x{code:02x}")),
                code @ ..=0xffff => out.push_str(&format!("\\u{code:04x}")),
                code => out.push_str(&format!("\\U{code:08x}")),
            },
        }
    }
    out.push('"');
    out
}

/// Neither a line break to any version of YAML nor refused by [`characters`].
fn is_plain_character(character: char) -> bool {
    !matches!(character, '\n' | '\r' | '\t' | '\u{2028}' | '\u{2029}' | '\u{fffe}' | '\u{ffff}')
        && characters::kind(character).is_none()
}

/// Whether a text can stand without quotes and is a string then: by the core schema of YAML 1.2, and not a
/// boolean by YAML 1.1, which some other tools still read.
fn reads_back_plain(text: &str, context: Context) -> bool {
    const BOOLEANS: [&str; 4] = ["yes", "no", "on", "off"];
    let mut characters = text.chars();
    let starts_well = match characters.next() {
        Some('-') => characters.next().is_some_and(char::is_alphanumeric),
        Some(first) => !"?:#&*!|>'\"%@`=,[]{}".contains(first),
        None => false,
    };
    starts_well
        && text.trim() == text
        && !text.starts_with("...")
        && !text.starts_with("<<")
        && !text.ends_with(':')
        && !text.contains(": ")
        && !text.contains(" #")
        && text.chars().all(is_plain_character)
        && (context == Context::Block || !text.contains([',', '?', '[', ']', '{', '}']))
        && !BOOLEANS.iter().any(|word| text.eq_ignore_ascii_case(word))
        && Scalar { text: text.to_owned(), style: Style::Plain }.to_json().is_string()
}
