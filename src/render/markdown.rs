//! Documents as Markdown (CommonMark, with tables where a document has some). Whatever a value holds comes out as text.

use super::block::{Block, Inline};
use super::page::{Page, Writer};

/// The format.
pub(super) struct Markdown;

impl Writer for Markdown {
    fn name(&self) -> &'static str {
        "md"
    }

    fn write(&self, page: &Page<'_>) -> Vec<u8> {
        let mut out = String::new();
        blocks(&page.filled.header, "", &mut out);
        out.push_str("---\n\n");
        blocks(&page.filled.body, "", &mut out);
        out.push_str("---\n\n");
        blocks(&page.filled.footer, "", &mut out);
        let end = out.trim_end().len();
        out.truncate(end);
        out.push('\n');
        out.into_bytes()
    }
}

/// Writes blocks, every line behind `indent`.
fn blocks(blocks: &[Block], indent: &str, out: &mut String) {
    for block in blocks {
        match block {
            Block::Heading(level, line) => {
                let marks = "#".repeat(usize::from(*level));
                paragraph(&format!("{marks} {}", inline(line, " ")), indent, out);
            }
            Block::Paragraph(line) => paragraph(&inline(line, "\\\n"), indent, out),
            Block::List(numbered, items) => list(*numbered, items, indent, out),
            Block::Form(rows) => {
                for (term, details) in rows {
                    paragraph(&format!("**{}**", inline(term, " ")), indent, out);
                    details.iter().for_each(|detail| self::blocks(detail, indent, out));
                }
            }
            Block::Table(head, rows) => table(head, rows, indent, out),
            Block::Quote(inner) => self::blocks(inner, &format!("{indent}> "), out),
            Block::Rule => paragraph("---", indent, out),
        }
    }
}

fn paragraph(text: &str, indent: &str, out: &mut String) {
    // An empty field is shown as empty: there is nothing to write.
    if text.trim().is_empty() {
        return;
    }
    for line in text.lines() {
        out.push_str(indent);
        out.push_str(line.trim());
        out.push('\n');
    }
    out.push_str(indent.trim_end());
    out.push('\n');
}

fn list(numbered: bool, items: &[Vec<Block>], indent: &str, out: &mut String) {
    for (at, item) in items.iter().enumerate() {
        let mark = if numbered { format!("{}. ", at.saturating_add(1)) } else { "- ".to_owned() };
        let mut inner = String::new();
        blocks(item, &format!("{indent}{:width$}", "", width = mark.len()), &mut inner);
        let begins = indent.len().saturating_add(mark.len());
        out.push_str(&format!("{indent}{mark}{}\n", inner.get(begins..).unwrap_or_default().trim_end()));
    }
    out.push('\n');
}

fn table(head: &[Vec<Inline>], rows: &[Vec<Vec<Inline>>], indent: &str, out: &mut String) {
    let row = |cells: &[Vec<Inline>]| {
        let cells: Vec<String> = cells.iter().map(|cell| inline(cell, "<br>")).collect();
        format!("{indent}| {} |\n", cells.join(" | "))
    };
    out.push_str(&row(head));
    out.push_str(&format!("{indent}|{}\n", " --- |".repeat(head.len())));
    rows.iter().for_each(|cells| out.push_str(&row(cells)));
    out.push('\n');
}

/// A line of text; `newline` is what begins a new one.
fn inline(line: &[Inline], newline: &str) -> String {
    let (mut out, mut run) = (String::new(), String::new());
    for part in line {
        match part {
            // Texts that meet are one text: together they may mean what neither does.
            Inline::Text(text) => run.push_str(text),
            Inline::Value(slot) => run.push_str(&slot.text),
            Inline::Strong(_) | Inline::Emphasis(_) | Inline::Break => {
                escape(&std::mem::take(&mut run), newline, &mut out);
                out.push_str(&marked(part, newline));
            }
        }
    }
    escape(&run, newline, &mut out);
    out
}

/// What is no plain text.
fn marked(part: &Inline, newline: &str) -> String {
    match part {
        Inline::Strong(inner) => format!("**{}**", inline(inner, newline)),
        Inline::Emphasis(inner) => format!("*{}*", inline(inner, newline)),
        Inline::Text(_) | Inline::Value(_) | Inline::Break => newline.to_owned(),
    }
}

/// Writes text so that none of it is markup: what means something anywhere is escaped everywhere, what means something
/// in some places is escaped there, so that the file can be read as it is.
fn escape(text: &str, newline: &str, out: &mut String) {
    for (at, line) in text.split('\n').enumerate() {
        if at > 0 {
            out.push_str(newline);
        }
        let begins = at > 0 || out.is_empty() || out.ends_with('\n');
        let bare = if begins { line.trim_start() } else { line };
        let mut before = out.chars().next_back().filter(|_| !begins);
        for (place, character) in bare.char_indices() {
            let after = bare.get(place + character.len_utf8()..).unwrap_or_default();
            let at_start = begins && is_mark(bare, place, character, after);
            if at_start || is_markup(before, character, after) {
                out.push('\\');
            }
            out.push(character);
            before = Some(character);
        }
    }
}

/// Whether a character at the beginning of a line makes something else than text of the line: a heading, an item of a
/// list (CommonMark, 4.2, 5.2), a definition.
fn is_mark(line: &str, place: usize, character: char, after: &str) -> bool {
    let digits = line.bytes().take_while(u8::is_ascii_digit).count();
    let is_number = digits > 0 && place == digits && matches!(character, '.' | ')');
    let is_item = is_number && after.chars().next().is_none_or(char::is_whitespace);
    is_item || (place == 0 && matches!(character, '#' | '+' | '-' | '=' | ':'))
}

/// Whether a character means something between these: `&` begins a reference only (CommonMark, 2.5), `_` stresses no
/// part of a word (6.2).
fn is_markup(before: Option<char>, character: char, after: &str) -> bool {
    match character {
        '&' => after.split_once(';').is_some_and(|(name, _)| {
            !name.is_empty() && name.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'#')
        }),
        '_' => {
            let is_word = |beside: Option<char>| beside.is_some_and(char::is_alphanumeric);
            !is_word(before) || !is_word(after.chars().next())
        }
        _ => {
            matches!(character, '\\' | '`' | '*' | '[' | ']' | '<' | '>' | '|' | '~' | '$' | '{' | '}' | '^')
        }
    }
}

#[cfg(test)]
mod tests {
    use super::super::block;
    use super::*;

    fn escaped(text: &str) -> String {
        let mut out = String::new();
        escape(text, "\\\n", &mut out);
        out
    }

    #[test]
    fn only_what_is_markup_where_it_stands_is_escaped() {
        for plain in ["F&SD & Co", "1.4", "version 1. of", "R&D", "snake_case_name", "a & b;"] {
            assert_eq!(escaped(plain), plain);
        }
        for (text, wanted) in [
            ("&amp; &#38;", "\\&amp; \\&#38;"),
            ("R&D; then", "R\\&D; then"),
            ("2026.", "2026\\."),
            ("1. May", "1\\. May"),
            ("2) x", "2\\) x"),
            ("_a_ b", "\\_a\\_ b"),
            ("a\n1. b", "a\\\n1\\. b"),
            ("*x*", "\\*x\\*"),
        ] {
            assert_eq!(escaped(text), wanted);
        }
    }

    #[test]
    fn every_text_is_read_back_as_it_was() {
        let parts =
            ["&", "amp;", "_", "a", "1", ".", ")", " ", "*", "#", "é", "<b>", "[x](y)", "\\", "-", "&#1;"];
        let texts =
            parts.iter().flat_map(|one| parts.map(|two| parts.map(|three| format!("x{one}{two}{three}z"))));
        let starts = parts.iter().flat_map(|one| parts.map(|two| [format!("{one}{two}z"); 1]).into_iter());
        let all = texts.flatten().chain(starts.flatten()).filter(|text| !text.starts_with(' '));
        for text in all {
            let read = block::read(&escaped(&text), &[]).unwrap();
            assert_eq!(read, [Block::Paragraph(vec![Inline::Text(text.clone())])], "{text}");
        }
    }
}
