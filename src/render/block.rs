//! What a filled template says, as blocks: Markdown read once, with the values of the document put into its text. A
//! value is never read as markup: templates are read first, values come in afterwards. Raw HTML, links and pictures of
//! a template are its text.

use std::ops::Range;

use pulldown_cmark::{Event, Options, Parser, Tag, TagEnd};
use serde::Serialize;

use super::slot::{self, Slot};

/// Deeper blocks than this are not read as such: no document needs them.
const DEPTH: usize = 16;
/// Blocks and marks that are nested deeper are not read at all: each of them is a call of a function.
const DEEPEST: usize = 64;

/// Markdown that is nested deeper than any document.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("its Markdown is nested more than {DEEPEST} deep")]
pub struct TooDeep;

/// A part of a document.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub enum Block {
    /// A heading of a level, from 1.
    Heading(u8, Vec<Inline>),
    /// A paragraph.
    Paragraph(Vec<Inline>),
    /// Items, numbered or not.
    List(bool, Vec<Vec<Block>>),
    /// Rows of a form: what is asked, and what stands there.
    Form(Vec<(Vec<Inline>, Vec<Vec<Block>>)>),
    /// A table: its head and its rows.
    Table(Vec<Vec<Inline>>, Vec<Vec<Vec<Inline>>>),
    /// What somebody else says.
    Quote(Vec<Block>),
    /// A line across.
    Rule,
}

/// A part of a line.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub enum Inline {
    /// Words of a template.
    Text(String),
    /// A value: text of any kind, of one or several lines.
    Value(Slot),
    /// Words that stand out.
    Strong(Vec<Inline>),
    /// Words that are stressed.
    Emphasis(Vec<Inline>),
    /// A new line.
    Break,
}

/// The text of a line, without its marks; `newline` stands for its breaks.
pub(super) fn text(line: &[Inline], newline: &str) -> String {
    let part = |inline: &Inline| match inline {
        Inline::Text(text) => text.clone(),
        Inline::Value(slot) => slot.text.clone(),
        Inline::Strong(inner) | Inline::Emphasis(inner) => text(inner, newline),
        Inline::Break => newline.to_owned(),
    };
    line.iter().map(part).collect()
}

/// The text of a line, without its marks and breaks.
pub(super) fn plain(line: &[Inline]) -> String {
    text(line, " ")
}

/// The lines of blocks, without their marks.
pub(super) fn lines(blocks: &[Block]) -> Vec<String> {
    let mut found = Vec::new();
    for block in blocks {
        match block {
            Block::Heading(_, line) | Block::Paragraph(line) => found.push(plain(line)),
            Block::List(_, items) => items.iter().for_each(|item| found.extend(lines(item))),
            Block::Form(rows) => {
                for (term, details) in rows {
                    found.push(plain(term));
                    details.iter().for_each(|detail| found.extend(lines(detail)));
                }
            }
            Block::Table(head, rows) => {
                found.extend(head.iter().chain(rows.iter().flatten()).map(|cell| plain(cell)));
            }
            Block::Quote(inner) => found.extend(lines(inner)),
            Block::Rule => {}
        }
    }
    found
}

/// Hands over every value of blocks, to be changed.
pub(super) fn each_value(blocks: &mut [Block], see: &mut dyn FnMut(&mut Slot)) {
    for block in blocks {
        match block {
            Block::Heading(_, line) | Block::Paragraph(line) => values(line, see),
            Block::List(_, items) => items.iter_mut().for_each(|item| each_value(item, see)),
            Block::Form(rows) => {
                for (term, details) in rows {
                    values(term, see);
                    details.iter_mut().for_each(|detail| each_value(detail, see));
                }
            }
            Block::Table(head, rows) => {
                head.iter_mut().chain(rows.iter_mut().flatten()).for_each(|cell| values(cell, see));
            }
            Block::Quote(inner) => each_value(inner, see),
            Block::Rule => {}
        }
    }
}

fn values(line: &mut [Inline], see: &mut dyn FnMut(&mut Slot)) {
    for part in line {
        match part {
            Inline::Value(slot) => see(slot),
            Inline::Strong(inner) | Inline::Emphasis(inner) => values(inner, see),
            Inline::Text(_) | Inline::Break => {}
        }
    }
}

/// Reads Markdown, and puts the values where their places are.
///
/// # Errors
/// It is nested too deep.
pub(super) fn read(markdown: &str, slots: &[Slot]) -> Result<Vec<Block>, TooDeep> {
    let options = Options::ENABLE_TABLES | Options::ENABLE_DEFINITION_LIST;
    let mut reader = Reader::new(markdown, options, slots, ' ');
    let blocks = reader.blocks(0);
    reader.whole(blocks)
}

/// Reads what somebody typed, block by block with the bytes that each stands in. A line that ends inside of a paragraph
/// ends in its text too.
///
/// # Errors
/// It is nested too deep.
pub(super) fn read_typed(markdown: &str) -> Result<Vec<(Range<usize>, Block)>, TooDeep> {
    let options = Options::ENABLE_TABLES | Options::ENABLE_DEFINITION_LIST;
    let (mut depth, mut found) = (0_usize, Vec::new());
    for (event, range) in Parser::new_ext(markdown, options).into_offset_iter() {
        let is_alone = depth == 0;
        match event {
            Event::Start(_) => depth = depth.saturating_add(1),
            Event::End(_) => depth = depth.saturating_sub(1),
            _ => {}
        }
        if is_alone {
            let mut reader = Reader::new(markdown.get(range.clone()).unwrap_or_default(), options, &[], '\n');
            let blocks = reader.blocks(0);
            found.extend(reader.whole(blocks)?.into_iter().map(|block| (range.clone(), block)));
        }
    }
    Ok(found)
}

/// Adds a block; rows of a form that follow each other are one form.
fn join(block: Option<Block>, found: &mut Vec<Block>) {
    match (block, found.last_mut()) {
        (Some(Block::Form(more)), Some(Block::Form(rows))) => rows.extend(more),
        (block, _) => found.extend(block),
    }
}

/// What Markdown says, piece by piece, up to the first that is nested too deep.
struct Events<'m> {
    parser: Parser<'m>,
    open: usize,
}

impl<'m> Iterator for Events<'m> {
    type Item = Event<'m>;

    fn next(&mut self) -> Option<Event<'m>> {
        if self.open > DEEPEST {
            return None;
        }
        let event = self.parser.next()?;
        match event {
            Event::Start(_) => self.open = self.open.saturating_add(1),
            Event::End(_) => self.open = self.open.saturating_sub(1),
            _ => {}
        }
        Some(event)
    }
}

struct Reader<'m, 's> {
    events: Events<'m>,
    slots: &'s [Slot],
    /// What stands for the end of a line inside of a paragraph.
    soft: char,
}

impl<'m, 's> Reader<'m, 's> {
    fn new(markdown: &'m str, options: Options, slots: &'s [Slot], soft: char) -> Self {
        Self { events: Events { parser: Parser::new_ext(markdown, options), open: 0 }, slots, soft }
    }

    /// What was read, if it was read to its end.
    fn whole(&self, blocks: Vec<Block>) -> Result<Vec<Block>, TooDeep> {
        if self.events.open > DEEPEST { Err(TooDeep) } else { Ok(blocks) }
    }

    /// Blocks up to the end of what holds them.
    fn blocks(&mut self, depth: usize) -> Vec<Block> {
        let mut found = Vec::new();
        let mut loose = String::new();
        let mut line: Vec<Inline> = Vec::new();
        while let Some(event) = self.events.next() {
            match event {
                Event::Start(tag) if depth < DEPTH && !is_inline(&tag) => {
                    self.close(&mut loose, &mut line, &mut found);
                    let block = self.block(&tag, depth + 1);
                    join(block, &mut found);
                }
                Event::Rule => {
                    self.close(&mut loose, &mut line, &mut found);
                    found.push(Block::Rule);
                }
                Event::End(tag) if !is_inline_end(tag) => break,
                other => self.inline(other, &mut loose, &mut line),
            }
        }
        self.close(&mut loose, &mut line, &mut found);
        found
    }

    /// Ends a line that stands in an item without a paragraph of its own.
    fn close(&self, loose: &mut String, line: &mut Vec<Inline>, found: &mut Vec<Block>) {
        slot::put(&std::mem::take(loose), self.slots, line);
        if !line.is_empty() {
            found.push(Block::Paragraph(std::mem::take(line)));
        }
    }

    fn block(&mut self, tag: &Tag<'_>, depth: usize) -> Option<Block> {
        match tag {
            Tag::Heading { level, .. } => Some(Block::Heading(*level as u8, self.line())),
            Tag::Paragraph => Some(Block::Paragraph(self.line())),
            Tag::List(first) => Some(Block::List(first.is_some(), self.items(depth))),
            Tag::DefinitionList => Some(Block::Form(self.form(depth))),
            Tag::Table(_) => Some(self.table()),
            Tag::BlockQuote(_) => Some(Block::Quote(self.blocks(depth))),
            // Code and raw HTML are no more than their text.
            _ => Some(Block::Paragraph(self.line())),
        }
    }

    /// A line up to the end of its block.
    fn line(&mut self) -> Vec<Inline> {
        let (mut line, mut loose) = (Vec::new(), String::new());
        while let Some(event) = self.events.next() {
            match event {
                Event::End(tag) if !is_inline_end(tag) => break,
                other => self.inline(other, &mut loose, &mut line),
            }
        }
        slot::put(&loose, self.slots, &mut line);
        line
    }

    /// The inside of words that stand out.
    fn inner(&mut self) -> Vec<Inline> {
        let (mut line, mut loose) = (Vec::new(), String::new());
        while let Some(event) = self.events.next() {
            match event {
                Event::End(_) => break,
                other => self.inline(other, &mut loose, &mut line),
            }
        }
        slot::put(&loose, self.slots, &mut line);
        line
    }

    fn inline(&mut self, event: Event<'_>, loose: &mut String, line: &mut Vec<Inline>) {
        match event {
            Event::Text(text) | Event::Code(text) | Event::Html(text) | Event::InlineHtml(text) => {
                loose.push_str(&text);
            }
            Event::SoftBreak => loose.push(self.soft),
            Event::HardBreak => {
                slot::put(&std::mem::take(loose), self.slots, line);
                line.push(Inline::Break);
            }
            Event::Start(Tag::Strong) => {
                slot::put(&std::mem::take(loose), self.slots, line);
                line.push(Inline::Strong(self.inner()));
            }
            Event::Start(Tag::Emphasis) => {
                slot::put(&std::mem::take(loose), self.slots, line);
                line.push(Inline::Emphasis(self.inner()));
            }
            Event::Start(_) => {
                slot::put(&std::mem::take(loose), self.slots, line);
                line.extend(self.inner());
            }
            _ => {}
        }
    }

    fn items(&mut self, depth: usize) -> Vec<Vec<Block>> {
        let mut items = Vec::new();
        while let Some(event) = self.events.next() {
            match event {
                Event::Start(Tag::Item) => items.push(self.blocks(depth)),
                Event::End(TagEnd::List(_)) => break,
                _ => {}
            }
        }
        items
    }

    fn form(&mut self, depth: usize) -> Vec<(Vec<Inline>, Vec<Vec<Block>>)> {
        let mut rows: Vec<(Vec<Inline>, Vec<Vec<Block>>)> = Vec::new();
        while let Some(event) = self.events.next() {
            match event {
                Event::Start(Tag::DefinitionListTitle) => rows.push((self.line(), Vec::new())),
                Event::Start(Tag::DefinitionListDefinition) => {
                    let detail = self.blocks(depth);
                    rows.last_mut().into_iter().for_each(|(_, details)| details.push(detail.clone()));
                }
                Event::End(TagEnd::DefinitionList) => break,
                _ => {}
            }
        }
        rows
    }

    fn table(&mut self) -> Block {
        let (mut head, mut rows, mut row) = (Vec::new(), Vec::new(), Vec::new());
        while let Some(event) = self.events.next() {
            match event {
                Event::Start(Tag::TableCell) => row.push(self.line()),
                Event::End(TagEnd::TableHead) => head = std::mem::take(&mut row),
                Event::End(TagEnd::TableRow) => rows.push(std::mem::take(&mut row)),
                Event::End(TagEnd::Table) => break,
                _ => {}
            }
        }
        Block::Table(head, rows)
    }
}

fn is_inline(tag: &Tag<'_>) -> bool {
    is_inline_end(tag.to_end())
}

fn is_inline_end(tag: TagEnd) -> bool {
    matches!(
        tag,
        TagEnd::Emphasis
            | TagEnd::Strong
            | TagEnd::Strikethrough
            | TagEnd::Link
            | TagEnd::Image
            | TagEnd::Superscript
            | TagEnd::Subscript
    )
}
