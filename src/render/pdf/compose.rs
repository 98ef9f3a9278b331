//! Blocks of a document as strips of a column: lines at their places, with what stands beside them. Pages cut columns
//! between strips (`pages`); a row of a form or a table is several columns side by side.

use std::num::NonZeroU16;
use std::rc::Rc;

use krilla::tagging::{ListNumbering, TableHeaderScope, Tag};

use super::super::block::{Block, Inline, plain};
use super::fonts::{ABOVE, BELOW, Style};
use super::lines::{Line, lines};
use super::shape::Shaper;
use super::tags::{Leaf, Part, Tree};

/// Space before an item, a table, a heading and a line across, in points.
const BEFORE_ITEM: f32 = 2.0;
const BEFORE_TABLE: f32 = 5.0;
const BEFORE_HEADING: f32 = 14.0;
const BEFORE_RULE: f32 = 10.0;

/// How far items and quotes are moved in, in points.
const INSET: f32 = 20.0;

/// The part of a form's width that its questions have.
const TERM: f32 = 0.32;

/// Space between the lines of a cell and its border, in points.
pub(super) const PADDING: f32 = 4.5;

/// The greys of text, of lines and of the questions of a form: 0 is black.
pub(super) const INK: u8 = 0x11;
pub(super) const BORDER: u8 = 0x77;
pub(super) const SHADE: u8 = 0xf2;

/// How text looks.
#[derive(Clone, Copy)]
pub(super) struct Look {
    /// In points.
    pub(super) size: f32,
    pub(super) style: Style,
    /// Space before a paragraph, in points.
    pub(super) gap: f32,
}

/// How the text of a document looks.
pub(super) const BODY: Look = Look { size: 9.5, style: Style::Plain, gap: 5.0 };
const CELLS: Look = Look { gap: 2.0, ..BODY };
const TERMS: Look = Look { size: 9.0, style: Style::Strong, gap: 0.0 };

/// Something that is drawn, from the left edge of the page and the top of its strip.
#[derive(Clone)]
pub(super) enum Mark {
    /// A line of text, by its base line.
    Line { x: f32, y: f32, line: Line, size: f32, leaf: Option<Leaf> },
    /// A filled rectangle.
    Bar { x: f32, y: f32, width: f32, height: f32, grey: u8 },
}

impl Mark {
    /// The same, so much lower.
    pub(super) fn lower(self, by: f32) -> Self {
        match self {
            Self::Line { x, y, line, size, leaf } => Self::Line { x, y: y + by, line, size, leaf },
            Self::Bar { x, y, width, height, grey } => Self::Bar { x, y: y + by, width, height, grey },
        }
    }
}

/// A strip of a column: what is never cut.
#[derive(Clone, Default)]
pub(super) struct Strip {
    /// Space above it, which is left out at the top of a column.
    pub(super) gap: f32,
    pub(super) height: f32,
    pub(super) marks: Vec<Mark>,
}

/// A column of a row.
#[derive(Clone)]
pub(super) struct Cell {
    pub(super) x: f32,
    pub(super) width: f32,
    pub(super) strips: Vec<Strip>,
    pub(super) is_shaded: bool,
}

/// What follows each other down a page.
pub(super) enum Flow {
    /// A paragraph, an item or a heading, which stands with what comes after it.
    Text { strips: Vec<Strip>, is_heading: bool },
    /// A row of cells; a table's head stands above its rows on every page, a form's question beside what goes on.
    Row { cells: Vec<Cell>, head: Option<Rc<Vec<Cell>>>, is_form: bool },
}

/// A heading, for the outline.
pub(super) struct Title {
    pub(super) level: u8,
    pub(super) text: String,
    pub(super) leaf: Leaf,
}

/// Where blocks stand.
#[derive(Clone, Copy)]
pub(super) struct Column {
    pub(super) x: f32,
    pub(super) width: f32,
}

impl Column {
    fn inset(self) -> Self {
        Self { x: self.x + INSET, width: (self.width - INSET).max(INSET) }
    }
}

/// Makes strips of blocks.
pub(super) struct Composer {
    pub(super) shaper: Shaper,
    pub(super) tree: Tree,
    pub(super) titles: Vec<Title>,
}

impl Composer {
    /// What blocks look like in a column, one after the other.
    pub(super) fn flows(&mut self, blocks: &[Block], part: Part, column: Column, look: Look) -> Vec<Flow> {
        let mut flows = Vec::new();
        for block in blocks {
            match block {
                Block::Heading(level, line) => flows.push(self.heading(*level, line, part, column)),
                Block::Paragraph(line) => {
                    let part = self.tree.part(part, Tag::P);
                    flows.push(text(self.paragraph(line, part, column, look, look.gap)));
                }
                Block::List(numbered, items) => self.list(*numbered, items, part, column, look, &mut flows),
                Block::Form(rows) => self.form(rows, part, column, &mut flows),
                Block::Table(head, rows) => self.table(head, rows, part, column, &mut flows),
                Block::Quote(inner) => {
                    let part = self.tree.part(part, Tag::BlockQuote);
                    let inner = self.flows(inner, part, column.inset(), look);
                    flows.push(text(quoted(strips(inner), column)));
                }
                Block::Rule => flows.push(text(vec![across(column)])),
            }
        }
        flows
    }

    /// The lines of a paragraph.
    fn paragraph(&mut self, line: &[Inline], part: Part, column: Column, look: Look, gap: f32) -> Vec<Strip> {
        let leaf = self.tree.leaf(part);
        self.leaf_lines(line, leaf, column, look, gap)
    }

    fn leaf_lines(
        &mut self,
        line: &[Inline],
        leaf: Leaf,
        column: Column,
        look: Look,
        gap: f32,
    ) -> Vec<Strip> {
        let lines = lines(&mut self.shaper, line, look.style, look.size, column.width);
        let strips = lines.into_iter().enumerate().map(|(at, line)| Strip {
            gap: if at == 0 { gap } else { 0.0 },
            height: (ABOVE + BELOW) * look.size,
            marks: vec![Mark::Line {
                x: column.x,
                y: ABOVE * look.size,
                line,
                size: look.size,
                leaf: Some(leaf),
            }],
        });
        strips.collect()
    }

    fn heading(&mut self, level: u8, line: &[Inline], part: Part, column: Column) -> Flow {
        let size = match level {
            1 => 15.0,
            2 => 11.5,
            _ => 10.0,
        };
        let text = plain(line);
        let number = NonZeroU16::new(u16::from(level)).unwrap_or(NonZeroU16::MIN);
        let part = self.tree.part(part, Tag::Hn(number, Some(text.clone())));
        let leaf = self.tree.leaf(part);
        self.titles.push(Title { level, text, leaf });
        let look = Look { size, ..TERMS };
        Flow::Text { strips: self.leaf_lines(line, leaf, column, look, BEFORE_HEADING), is_heading: true }
    }

    fn list(
        &mut self,
        numbered: bool,
        items: &[Vec<Block>],
        part: Part,
        column: Column,
        look: Look,
        flows: &mut Vec<Flow>,
    ) {
        let numbering = if numbered { ListNumbering::Decimal } else { ListNumbering::Disc };
        let list = self.tree.part(part, Tag::L(numbering));
        for (at, item) in items.iter().enumerate() {
            let mark = if numbered { format!("{}.", at.saturating_add(1)) } else { "•".to_owned() };
            let row = self.tree.part(list, Tag::LI);
            let label = self.tree.part(row, Tag::Lbl);
            let label = self.paragraph(&[Inline::Text(mark)], label, column, look, 0.0);
            let body = self.tree.part(row, Tag::LBody);
            let mut strips = strips(self.flows(item, body, column.inset(), look));
            if strips.is_empty() {
                strips.push(Strip { height: (ABOVE + BELOW) * look.size, ..Strip::default() });
            }
            if let Some(first) = strips.first_mut() {
                first.gap = BEFORE_ITEM;
                first.marks.splice(0..0, label.into_iter().flat_map(|strip| strip.marks));
            }
            flows.push(text(strips));
        }
    }

    fn form(
        &mut self,
        rows: &[(Vec<Inline>, Vec<Vec<Block>>)],
        part: Part,
        column: Column,
        flows: &mut Vec<Flow>,
    ) {
        let width = column.width * TERM;
        let (left, right) =
            (Column { x: column.x, width }, Column { x: column.x + width, width: column.width - width });
        flows.push(text(vec![space()]));
        let table = self.tree.part(part, Tag::Table);
        for (term, details) in rows {
            let row = self.tree.part(table, Tag::TR);
            let asked = self.tree.part(row, Tag::TH(TableHeaderScope::Row));
            let term = self.paragraph(term, asked, padded(left), TERMS, 0.0);
            let stands = self.tree.part(row, Tag::TD);
            let details: Vec<Flow> =
                details.iter().flat_map(|detail| self.flows(detail, stands, padded(right), CELLS)).collect();
            let cells = vec![
                Cell { x: left.x, width: left.width, strips: term, is_shaded: true },
                Cell { x: right.x, width: right.width, strips: strips(details), is_shaded: false },
            ];
            flows.push(Flow::Row { cells, head: None, is_form: true });
        }
    }

    fn table(
        &mut self,
        head: &[Vec<Inline>],
        rows: &[Vec<Vec<Inline>>],
        part: Part,
        column: Column,
        flows: &mut Vec<Flow>,
    ) {
        let columns = columns(head, rows, column);
        flows.push(text(vec![space()]));
        let table = self.tree.part(part, Tag::Table);
        let above = self.tree.part(table, Tag::THead);
        let head = Rc::new(self.row(head, above, &columns, true));
        flows.push(Flow::Row { cells: head.to_vec(), head: None, is_form: false });
        let below = self.tree.part(table, Tag::TBody);
        for cells in rows {
            let cells = self.row(cells, below, &columns, false);
            flows.push(Flow::Row { cells, head: Some(Rc::clone(&head)), is_form: false });
        }
    }

    fn row(&mut self, cells: &[Vec<Inline>], part: Part, columns: &[Column], is_head: bool) -> Vec<Cell> {
        let row = self.tree.part(part, Tag::TR);
        let cells = cells.iter().zip(columns).map(|(cell, column)| {
            let (part, look) = match is_head {
                true => (self.tree.part(row, Tag::TH(TableHeaderScope::Column)), TERMS),
                false => (self.tree.part(row, Tag::TD), CELLS),
            };
            let strips = self.paragraph(cell, part, padded(*column), look, 0.0);
            Cell { x: column.x, width: column.width, strips, is_shaded: is_head }
        });
        cells.collect()
    }
}

/// The columns of a table, as wide as what stands in them asks for.
fn columns(head: &[Vec<Inline>], rows: &[Vec<Vec<Inline>>], column: Column) -> Vec<Column> {
    let longest = |at: usize| {
        let cells = rows.iter().filter_map(|row| row.get(at)).chain(head.get(at));
        // A long text is broken: it does not take all the room from the others.
        cells.map(|cell| plain(cell).chars().count()).max().unwrap_or_default().clamp(6, 40) as f32
    };
    let weights: Vec<f32> = (0..head.len()).map(longest).collect();
    let all: f32 = weights.iter().sum();
    let mut x = column.x;
    let wide = weights.into_iter().map(|weight| {
        let made = Column { x, width: column.width * weight / all };
        x += made.width;
        made
    });
    wide.collect()
}

fn text(strips: Vec<Strip>) -> Flow {
    Flow::Text { strips, is_heading: false }
}

fn padded(column: Column) -> Column {
    Column { x: column.x + PADDING, width: (column.width - 2.0 * PADDING).max(PADDING) }
}

/// Space before a table.
fn space() -> Strip {
    Strip { gap: BEFORE_TABLE, ..Strip::default() }
}

/// A line across.
fn across(column: Column) -> Strip {
    let bar = Mark::Bar { x: column.x, y: 0.0, width: column.width, height: 0.6, grey: BORDER };
    Strip { gap: BEFORE_RULE, height: BEFORE_RULE, marks: vec![bar] }
}

/// What stands in a column that is no page: rows of a form in it stand below each other.
fn strips(flows: Vec<Flow>) -> Vec<Strip> {
    let mut found = Vec::new();
    for flow in flows {
        match flow {
            Flow::Text { strips, .. } => found.extend(strips),
            Flow::Row { cells, .. } => found.extend(cells.into_iter().flat_map(|cell| cell.strips)),
        }
    }
    found
}

/// Strips with a bar beside them.
fn quoted(mut strips: Vec<Strip>, column: Column) -> Vec<Strip> {
    for (at, strip) in strips.iter_mut().enumerate() {
        // Between two of them the bar goes on.
        let above = if at > 0 { strip.gap } else { 0.0 };
        let bar = Mark::Bar {
            x: column.x + INSET / 3.0,
            y: -above,
            width: 1.5,
            height: strip.height + above,
            grey: BORDER,
        };
        strip.marks.insert(0, bar);
    }
    strips
}
