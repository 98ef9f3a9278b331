//! Documents as HTML: one file, nothing loaded from anywhere, A4 when it is printed, marking and page number on every
//! page. How it looks stands in `templates/base.css`.

use super::block::{Block, Inline};
use super::markup::escape;
use super::page::{Page, Writer};

/// How documents look.
const STYLE: &str = include_str!("../../templates/base.css");

/// The format.
pub(super) struct Html;

impl Writer for Html {
    fn name(&self) -> &'static str {
        "html"
    }

    fn write(&self, page: &Page<'_>) -> Vec<u8> {
        let (header, body, footer) = (&page.filled.header, &page.filled.body, &page.filled.footer);
        let running = page.running().iter().map(|line| string(line)).collect::<Vec<_>>().join(" \" · \" ");
        let out = format!(
            "<!DOCTYPE html>\n<html lang=\"{language}\">\n<head>\n<meta charset=\"utf-8\">\n\
             <meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src 'unsafe-inline'\">\n\
             <meta name=\"viewport\" content=\"width=device-width\">\n<title>{title}</title>\n\
             <style>\n{STYLE}@page {{ @top-left {{ content: {running}; }} }}\n</style>\n</head>\n<body>\n\
             <header>\n{header}</header>\n<main>\n{body}</main>\n<footer>\n{footer}</footer>\n</body>\n</html>\n",
            language = escape(page.language),
            title = escape(&page.title()),
            header = blocks(header),
            body = blocks(body),
            footer = blocks(footer),
        );
        out.into_bytes()
    }
}

fn blocks(blocks: &[Block]) -> String {
    let mut out = String::new();
    for block in blocks {
        match block {
            Block::Heading(level, line) => out += &format!("<h{level}>{}</h{level}>\n", inline(line)),
            Block::Paragraph(line) => out += &format!("<p>{}</p>\n", inline(line)),
            Block::List(numbered, items) => {
                let tag = if *numbered { "ol" } else { "ul" };
                let items: String =
                    items.iter().map(|item| format!("<li>{}</li>\n", self::blocks(item))).collect();
                out += &format!("<{tag}>\n{items}</{tag}>\n");
            }
            Block::Form(rows) => {
                out += "<table class=\"form\">\n";
                for (term, details) in rows {
                    let details: String = details.iter().map(|detail| self::blocks(detail)).collect();
                    out += &format!("<tr><th scope=\"row\">{}</th><td>{details}</td></tr>\n", inline(term));
                }
                out += "</table>\n";
            }
            Block::Table(head, rows) => {
                let head: String =
                    head.iter().map(|cell| format!("<th scope=\"col\">{}</th>", inline(cell))).collect();
                let cells = |row: &[Vec<Inline>]| -> String {
                    row.iter().map(|cell| format!("<td>{}</td>", inline(cell))).collect()
                };
                let rows: String = rows.iter().map(|row| format!("<tr>{}</tr>\n", cells(row))).collect();
                out +=
                    &format!("<table>\n<thead><tr>{head}</tr></thead>\n<tbody>\n{rows}</tbody>\n</table>\n");
            }
            Block::Quote(inner) => out += &format!("<blockquote>\n{}</blockquote>\n", self::blocks(inner)),
            Block::Rule => out += "<hr>\n",
        }
    }
    out
}

/// A line; values stand apart, so that the direction of one turns nothing around it.
fn inline(line: &[Inline]) -> String {
    let part = |part: &Inline| match part {
        Inline::Text(text) => escape(text),
        Inline::Value(slot) => {
            let lines: Vec<String> =
                slot.text.split('\n').map(|line| format!("<bdi>{}</bdi>", escape(line))).collect();
            lines.join("<br>")
        }
        Inline::Strong(inner) => format!("<strong>{}</strong>", self::inline(inner)),
        Inline::Emphasis(inner) => format!("<em>{}</em>", self::inline(inner)),
        Inline::Break => "<br>".to_owned(),
    };
    line.iter().map(part).collect()
}

/// Text as a string of a style sheet; nothing of it can end the string or the sheet.
fn string(text: &str) -> String {
    let mut out = "\"".to_owned();
    for character in text.chars() {
        match character.is_alphanumeric() || character == ' ' {
            true => out.push(character),
            false => out.push_str(&format!("\\{:06x} ", u32::from(character))),
        }
    }
    out + "\""
}
