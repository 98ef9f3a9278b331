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
    let mut out = String::new();
    for part in line {
        match part {
            Inline::Text(text) => escape(text, newline, &mut out),
            Inline::Value(slot) => escape(&slot.text, newline, &mut out),
            Inline::Strong(inner) => out.push_str(&format!("**{}**", inline(inner, newline))),
            Inline::Emphasis(inner) => out.push_str(&format!("*{}*", inline(inner, newline))),
            Inline::Break => out.push_str(newline),
        }
    }
    out
}

/// Writes text so that none of it is markup: what means something anywhere is escaped everywhere, what means something
/// at the beginning of a line is escaped there.
fn escape(text: &str, newline: &str, out: &mut String) {
    for (at, line) in text.split('\n').enumerate() {
        if at > 0 {
            out.push_str(newline);
        }
        let begins = at > 0 || out.is_empty() || out.ends_with('\n');
        let bare = if begins { line.trim_start() } else { line };
        let digits = bare.bytes().take_while(u8::is_ascii_digit).count();
        for (place, character) in bare.char_indices() {
            let at_start = begins
                && ((place == 0 && matches!(character, '#' | '+' | '-' | '=' | ':'))
                    || (digits > 0 && place == digits && matches!(character, '.' | ')')));
            let anywhere = matches!(
                character,
                '\\' | '`' | '*' | '_' | '[' | ']' | '<' | '>' | '&' | '|' | '~' | '$' | '{' | '}' | '^'
            );
            if at_start || anywhere {
                out.push('\\');
            }
            out.push(character);
        }
    }
}
