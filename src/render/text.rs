//! Documents as plain text, for a terminal or a message: lines of 78 columns, no marks that could be taken for others.

use unicode_width::UnicodeWidthStr;

use super::block::{Block, Inline, plain, text};
use super::page::{Page, Writer};

/// The longest line, in columns; a word that is longer stays whole.
const WIDTH: usize = 78;

/// How far what stands in a form is moved in.
const INSET: &str = "    ";

/// The format.
pub(super) struct Text;

impl Writer for Text {
    fn name(&self) -> &'static str {
        "txt"
    }

    fn write(&self, page: &Page<'_>) -> Vec<u8> {
        let mut out = String::new();
        let across = format!("{}\n\n", "-".repeat(WIDTH));
        blocks(&page.filled.header, "", &mut out);
        out.push_str(&across);
        blocks(&page.filled.body, "", &mut out);
        out.push_str(&across);
        blocks(&page.filled.footer, "", &mut out);
        close_up(&mut out);
        out.into_bytes()
    }
}

fn blocks(blocks: &[Block], inset: &str, out: &mut String) {
    for block in blocks {
        match block {
            Block::Heading(level, line) => heading(*level, &plain(line), inset, out),
            Block::Paragraph(line) => paragraph(&text(line, "\n"), inset, inset, out),
            Block::List(numbered, items) => list(*numbered, items, inset, out),
            Block::Form(rows) => {
                for (term, details) in rows {
                    paragraph(&format!("{}:", plain(term)), inset, inset, out);
                    close_up(out);
                    let deeper = format!("{inset}{INSET}");
                    details.iter().for_each(|detail| self::blocks(detail, &deeper, out));
                    out.push_str(if out.ends_with("\n\n") { "" } else { "\n" });
                }
            }
            Block::Table(head, rows) => table(head, rows, inset, out),
            Block::Quote(inner) => self::blocks(inner, &format!("{inset}{INSET}"), out),
            Block::Rule => out.push_str(&format!("{inset}* * *\n\n")),
        }
    }
}

/// Takes back the empty line at the end.
fn close_up(out: &mut String) {
    out.truncate(out.trim_end_matches('\n').len());
    out.push('\n');
}

fn heading(level: u8, text: &str, inset: &str, out: &mut String) {
    paragraph(text, inset, inset, out);
    close_up(out);
    let mark = if level == 1 { "=" } else { "-" };
    out.push_str(&format!("{inset}{}\n\n", mark.repeat(text.width().min(WIDTH))));
}

fn list(numbered: bool, items: &[Vec<Block>], inset: &str, out: &mut String) {
    for (at, item) in items.iter().enumerate() {
        let mark = if numbered { format!("{}. ", at.saturating_add(1)) } else { "- ".to_owned() };
        let deeper = format!("{inset}{:width$}", "", width = mark.len());
        let mut inner = String::new();
        blocks(item, &deeper, &mut inner);
        let text = inner.get(deeper.len()..).unwrap_or_default().trim_end();
        out.push_str(&format!("{inset}{mark}{text}\n"));
    }
    out.push('\n');
}

/// A row after the other, each cell behind the name of its column.
fn table(head: &[Vec<Inline>], rows: &[Vec<Vec<Inline>>], inset: &str, out: &mut String) {
    for row in rows {
        for (name, cell) in head.iter().zip(row) {
            let text = format!("{}: {}", plain(name), text(cell, "\n"));
            paragraph(&text, inset, &format!("{inset}{INSET}"), out);
            close_up(out);
        }
        out.push('\n');
    }
}

/// Writes a paragraph, each of its lines wrapped; `first` stands before it, `rest` before what goes on.
fn paragraph(text: &str, first: &str, rest: &str, out: &mut String) {
    if text.trim().is_empty() {
        return;
    }
    let mut inset = first;
    for line in text.split('\n') {
        let mut room = WIDTH.saturating_sub(inset.len());
        let mut written = inset.to_owned();
        for (at, word) in line.split_whitespace().enumerate() {
            let needed = word.width().saturating_add(usize::from(at > 0));
            if at > 0 && needed > room {
                out.push_str(&format!("{}\n", written.trim_end()));
                inset = rest;
                written = inset.to_owned();
                room = WIDTH.saturating_sub(inset.len());
            } else if at > 0 {
                written.push(' ');
            }
            written.push_str(word);
            room = room.saturating_sub(needed);
        }
        out.push_str(&format!("{}\n", written.trim_end()));
        inset = rest;
    }
    out.push('\n');
}
