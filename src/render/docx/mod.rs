//! Documents as DOCX (ECMA-376, WordprocessingML): A4, the form as a table, marking and page numbers on every page. A
//! field of a form is a content control that is called after its path, so that what somebody writes there is read back
//! (`reading`). The same document gives the same bytes; nothing is in the file that is not in the document.

mod parts;
pub mod reading;
mod xml;

use std::io::{Cursor, Write};

use zip::write::SimpleFileOptions;
use zip::{CompressionMethod, DateTime, ZipWriter};

use super::block::{Block, Inline, lines, plain};
use super::markup::escape;
use super::page::{Page, Writer};
use super::slot::Slot;
use xml::text_run;

/// The format.
pub(super) struct Docx;

impl Writer for Docx {
    fn name(&self) -> &'static str {
        "docx"
    }

    fn is_text(&self) -> bool {
        false
    }

    fn write(&self, page: &Page<'_>) -> Vec<u8> {
        // Writing into memory does not fail; what comes of a failure is no file that anybody could open.
        pack(page).unwrap_or_default()
    }
}

fn pack(page: &Page<'_>) -> zip::result::ZipResult<Vec<u8>> {
    let mut body = Body::default();
    body.blocks(&page.filled.body, Style::Normal);
    let (mut header, mut footer) = (Body::default(), Body::default());
    header.blocks(&page.filled.header, Style::Header);
    footer.blocks(&page.filled.footer, Style::Footer);
    let files = [
        ("[Content_Types].xml", parts::CONTENT_TYPES.to_owned()),
        ("_rels/.rels", parts::RELATIONS.to_owned()),
        ("docProps/core.xml", parts::properties(&page.title(), page.language, page.moment)),
        ("word/_rels/document.xml.rels", parts::DOCUMENT_RELATIONS.to_owned()),
        ("word/styles.xml", parts::styles(page.language)),
        ("word/settings.xml", parts::SETTINGS.to_owned()),
        ("word/numbering.xml", parts::numbering(body.lists)),
        ("word/header1.xml", parts::header(&header.out)),
        ("word/footer1.xml", parts::footer(&footer.out)),
        ("word/document.xml", parts::document(&body.out)),
    ];
    let mut archive = ZipWriter::new(Cursor::new(Vec::new()));
    let options = SimpleFileOptions::default()
        .compression_method(CompressionMethod::Deflated)
        .last_modified_time(DateTime::default());
    for (name, text) in files {
        archive.start_file(name, options)?;
        archive.write_all(text.as_bytes())?;
    }
    Ok(archive.finish()?.into_inner())
}

/// How a paragraph looks.
#[derive(Clone, Copy)]
enum Style {
    Normal,
    Header,
    Footer,
    Quote,
    Term,
    Item { list: usize, level: usize },
}

/// The number of the bulleted list; numbered ones follow, each beginning anew.
const BULLETS: usize = 1;

/// A line that ends with a field of more text than this, or of several lines, has it in paragraphs of its own.
const LONG: usize = 400;

/// What stands before a long text of a field, and the text.
fn long(line: &[Inline]) -> Option<(&[Inline], &Slot, &str)> {
    let (last, before) = line.split_last()?;
    let Inline::Value(slot) = last else { return None };
    let field = slot.field.as_deref()?;
    (slot.text.len() > LONG || slot.text.contains('\n')).then_some((before, slot, field))
}

/// A row of a form with less text than this stays on one page; every line, however short, counts as so much.
const WHOLE: usize = 1_200;
const LINE: usize = 70;

/// How many letters a column of a table has room for at the least, and at the most, beside others.
const NARROW: usize = 12;
const BROAD: usize = 60;

/// The text of a part of the file.
#[derive(Default)]
struct Body {
    out: String,
    /// How many numbered lists there are.
    lists: usize,
    /// How many content controls there are: each has a number of its own.
    controls: usize,
    /// How deep lists stand in each other.
    depth: usize,
}

impl Body {
    fn blocks(&mut self, blocks: &[Block], style: Style) {
        for block in blocks {
            match block {
                Block::Heading(level, line) => {
                    let name = if *level == 1 { "Title".to_owned() } else { format!("Heading{}", level - 1) };
                    self.paragraph(&format!("<w:pStyle w:val=\"{name}\"/>"), line, false);
                }
                Block::Paragraph(line) => match long(line) {
                    Some((before, slot, field)) => self.long(before, slot, field, style),
                    None => self.paragraph(&style.properties(), line, false),
                },
                Block::List(numbered, items) => self.list(*numbered, items),
                Block::Form(rows) => self.form(rows),
                Block::Table(head, rows) => self.table(head, rows),
                Block::Quote(inner) => self.blocks(inner, Style::Quote),
                Block::Rule => self.out.push_str(parts::ACROSS),
            }
        }
    }

    fn paragraph(&mut self, properties: &str, line: &[Inline], strong: bool) {
        let runs = self.line(line, strong, false);
        self.out += &format!("<w:p><w:pPr>{properties}</w:pPr>{runs}</w:p>");
    }

    /// A long text of a field: a content control around paragraphs, which flow over pages as one inside of a paragraph
    /// does not everywhere.
    fn long(&mut self, before: &[Inline], slot: &Slot, field: &str, style: Style) {
        if !before.is_empty() {
            self.paragraph(&style.properties(), before, false);
        }
        let head = self.control(field, "");
        self.out += &head;
        for line in slot.text.split('\n') {
            let run = text_run(line, false, false);
            self.out += &format!("<w:p><w:pPr>{}</w:pPr>{run}</w:p>", style.properties());
        }
        self.out += "</w:sdtContent></w:sdt>";
    }

    fn list(&mut self, numbered: bool, items: &[Vec<Block>]) {
        let list = match numbered {
            true => {
                self.lists = self.lists.saturating_add(1);
                BULLETS.saturating_add(self.lists)
            }
            false => BULLETS,
        };
        let level = self.depth.min(8);
        self.depth = self.depth.saturating_add(1);
        items.iter().for_each(|item| self.blocks(item, Style::Item { list, level }));
        self.depth = self.depth.saturating_sub(1);
    }

    fn form(&mut self, rows: &[(Vec<Inline>, Vec<Vec<Block>>)]) {
        self.out += parts::FORM;
        for (term, details) in rows {
            // A row that fits a page stays in one piece.
            let lines = details.iter().flat_map(|detail| lines(detail));
            let length: usize = lines.map(|line| line.len().max(LINE)).sum();
            self.out +=
                if length < WHOLE { "<w:tr><w:trPr><w:cantSplit/></w:trPr><w:tc>" } else { "<w:tr><w:tc>" };
            self.out += parts::TERM_CELL;
            self.paragraph(&Style::Term.properties(), term, true);
            self.out += "</w:tc><w:tc>";
            self.out += parts::DETAIL_CELL;
            let before = self.out.len();
            details.iter().for_each(|detail| self.blocks(detail, Style::Normal));
            // A cell ends with a paragraph, whatever stands in it.
            if self.out.len() == before || !self.out.ends_with("</w:p>") {
                self.out += "<w:p/>";
            }
            self.out += "</w:tc></w:tr>";
        }
        self.out += "</w:tbl>";
        self.out += parts::BETWEEN;
    }

    fn table(&mut self, head: &[Vec<Inline>], rows: &[Vec<Vec<Inline>>]) {
        let length = |cell: Option<&Vec<Inline>>| cell.map_or(0, |cell| plain(cell).chars().count());
        let longest = |at| {
            rows.iter().map(Vec::as_slice).chain([head]).map(|row| length(row.get(at))).max().unwrap_or(0)
        };
        let weights: Vec<usize> = (0..head.len()).map(|at| longest(at).clamp(NARROW, BROAD)).collect();
        self.out += &parts::table(&weights);
        self.row(head, true);
        rows.iter().for_each(|row| self.row(row, false));
        self.out += "</w:tbl>";
        self.out += parts::BETWEEN;
    }

    fn row(&mut self, cells: &[Vec<Inline>], is_head: bool) {
        self.out += if is_head {
            "<w:tr><w:trPr><w:cantSplit/><w:tblHeader/></w:trPr>"
        } else {
            "<w:tr><w:trPr><w:cantSplit/></w:trPr>"
        };
        for cell in cells {
            self.out += "<w:tc><w:tcPr/>";
            self.paragraph("", cell, is_head);
            self.out += "</w:tc>";
        }
        self.out += "</w:tr>";
    }

    fn line(&mut self, line: &[Inline], strong: bool, stressed: bool) -> String {
        let mut out = String::new();
        for part in line {
            match part {
                Inline::Text(text) => out += &text_run(text, strong, stressed),
                Inline::Value(slot) => out += &self.value(slot, strong, stressed),
                Inline::Strong(inner) => out += &self.line(inner, true, stressed),
                Inline::Emphasis(inner) => out += &self.line(inner, strong, true),
                Inline::Break => out += "<w:r><w:br/></w:r>",
            }
        }
        out
    }

    /// A value; one that fills a field of a form is a content control.
    fn value(&mut self, slot: &Slot, strong: bool, stressed: bool) -> String {
        let Some(field) = &slot.field else { return text_run(&slot.text, strong, stressed) };
        // A control without anything in it could not be found to be filled in.
        let text = if slot.text.is_empty() { xml::BLANK } else { &slot.text };
        let head = self.control(field, "<w:text w:multiLine=\"1\"/>");
        format!("{head}{}</w:sdtContent></w:sdt>", text_run(text, strong, stressed))
    }

    /// The beginning of a content control, up to what stands in it.
    fn control(&mut self, field: &str, properties: &str) -> String {
        self.controls = self.controls.saturating_add(1);
        format!(
            "<w:sdt><w:sdtPr><w:alias w:val=\"{name}\"/><w:tag w:val=\"{name}\"/><w:id w:val=\"{id}\"/>{properties}\
             </w:sdtPr><w:sdtContent>",
            name = escape(field),
            id = self.controls,
        )
    }
}

impl Style {
    fn properties(self) -> String {
        match self {
            Self::Normal => String::new(),
            Self::Header => "<w:pStyle w:val=\"Header\"/>".to_owned(),
            Self::Footer => "<w:pStyle w:val=\"Footer\"/>".to_owned(),
            Self::Quote => "<w:pStyle w:val=\"Quote\"/>".to_owned(),
            Self::Term => "<w:pStyle w:val=\"Term\"/>".to_owned(),
            Self::Item { list, level } => format!(
                "<w:pStyle w:val=\"ListParagraph\"/><w:numPr><w:ilvl w:val=\"{level}\"/><w:numId w:val=\"{list}\"/></w:numPr>"
            ),
        }
    }
}

#[cfg(test)]
mod tests;
