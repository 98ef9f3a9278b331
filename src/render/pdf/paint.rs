//! Draws pages: what runs above and below, the page's number, lines of text and the bars beside them. What is no part of
//! the document's text (borders, what was there on the page before) is marked as such.

use krilla::Document;
use krilla::color::luma;
use krilla::geom::{PathBuilder, Point, Rect};
use krilla::num::NormalizedF32;
use krilla::page::PageSettings;
use krilla::paint::{Fill, FillRule};
use krilla::surface::Surface;
use krilla::tagging::{Artifact, ArtifactType, ContentTag, SpanTag};
use unicode_bidi::Level;

use super::compose::{BORDER, INK, Mark, Strip};
use super::fonts::{ABOVE, face};
use super::lines::Line;
use super::pages::height;
use super::shape::{Run, Shaper};
use super::tags::Tree;
use super::{APART, LEFT, PAPER, TOP};

/// The height of the line with the page's number.
pub(super) const NUMBER: f32 = 12.0;

/// The size of the page's number.
const NUMBER_SIZE: f32 = 8.0;

/// What every page has.
pub(super) struct Sheet {
    pub(super) header: Vec<Strip>,
    pub(super) footer: Vec<Strip>,
    /// The height at which the footer begins.
    pub(super) bottom: f32,
    /// How many pages there are.
    pub(super) count: usize,
    pub(super) shaper: Shaper,
}

/// Draws pages, each with what runs above and below it. That is read on the first and on the last one only.
pub(super) fn pages(
    document: &mut Document,
    mut sheet: Sheet,
    pages: Vec<Vec<Mark>>,
    tree: &mut Tree,
) -> Option<()> {
    for (number, marks) in pages.into_iter().enumerate() {
        let mut page = document.start_page_with(PageSettings::from_wh(PAPER.0, PAPER.1)?);
        let mut brush = Brush { surface: page.surface(), tree, page: number };
        let is_last = number.saturating_add(1) == sheet.count;
        let below = TOP + height(&sheet.header, true) + 3.0;
        brush.running(&sheet.header, TOP, number == 0, ArtifactType::Header);
        brush.bar(LEFT, below, PAPER.0 - 2.0 * LEFT, 0.6, BORDER);
        for mark in &marks {
            brush.mark(mark, true, ArtifactType::Other);
        }
        brush.bar(LEFT, sheet.bottom - APART / 2.0, PAPER.0 - 2.0 * LEFT, 0.6, BORDER);
        brush.running(&sheet.footer, sheet.bottom, is_last, ArtifactType::Footer);
        let text = format!("{} / {}", number.saturating_add(1), sheet.count);
        let run = sheet.shaper.run(0, text, Level::ltr(), NUMBER_SIZE);
        let (x, y) = (PAPER.0 - LEFT - run.width, sheet.bottom + height(&sheet.footer, true) + NUMBER);
        brush.artifact(ArtifactType::PageNumber, |brush| brush.run(&run, x, y, NUMBER_SIZE));
        brush.surface.finish();
    }
    Some(())
}

/// Draws on one page.
struct Brush<'p, 't> {
    surface: Surface<'p>,
    tree: &'t mut Tree,
    page: usize,
}

impl Brush<'_, '_> {
    fn running(&mut self, strips: &[Strip], top: f32, is_read: bool, kind: ArtifactType) {
        let mut y = top;
        for (at, strip) in strips.iter().enumerate() {
            y += if at == 0 { 0.0 } else { strip.gap };
            for mark in &strip.marks {
                self.mark(&mark.clone().lower(y), is_read, kind);
            }
            y += strip.height;
        }
    }

    /// Draws a mark; text that is not read here is an artifact of a kind.
    fn mark(&mut self, mark: &Mark, is_read: bool, kind: ArtifactType) {
        match mark {
            Mark::Bar { x, y, width, height, grey } => self.bar(*x, *y, *width, *height, *grey),
            Mark::Line { line, .. } if line.runs.is_empty() => {}
            Mark::Line { x, y, line, size, leaf } => match leaf.filter(|_| is_read) {
                None => self.artifact(kind, |brush| brush.line(line, *x, *y, *size)),
                Some(leaf) => {
                    let mut x = *x;
                    for runs in
                        line.runs.chunk_by(|run, next| run.stands_for.is_none() && next.stands_for.is_none())
                    {
                        let said = runs.first().and_then(|run| run.stands_for.as_deref());
                        let identifier = self.surface.start_tagged(ContentTag::Span(SpanTag::empty()));
                        for run in runs {
                            self.run(run, x, *y, *size);
                            x += run.width;
                        }
                        self.surface.end_tagged();
                        self.tree.stands(leaf, identifier, said, self.page, *y - ABOVE * size);
                    }
                }
            },
        }
    }

    fn line(&mut self, line: &Line, x: f32, y: f32, size: f32) {
        let mut x = x;
        for run in &line.runs {
            self.run(run, x, y, size);
            x += run.width;
        }
    }

    fn run(&mut self, run: &Run, x: f32, y: f32, size: f32) {
        if let Some(face) = face(run.face) {
            self.surface.set_fill(Some(fill(INK)));
            let start = Point::from_xy(x, y);
            self.surface.draw_glyphs(start, &run.glyphs, face.written.clone(), &run.text, size, false);
        }
    }

    fn bar(&mut self, x: f32, y: f32, width: f32, height: f32, grey: u8) {
        let mut path = PathBuilder::new();
        if let Some(rect) = Rect::from_xywh(x, y, width, height) {
            path.push_rect(rect);
        }
        if let Some(path) = path.finish() {
            self.artifact(ArtifactType::Layout, |brush| {
                brush.surface.set_fill(Some(fill(grey)));
                brush.surface.draw_path(&path);
            });
        }
    }

    fn artifact(&mut self, kind: ArtifactType, draw: impl FnOnce(&mut Self)) {
        self.surface.start_tagged(ContentTag::Artifact(Artifact::with_kind(kind)));
        draw(self);
        self.surface.end_tagged();
    }
}

fn fill(grey: u8) -> Fill {
    Fill { paint: luma::Color::new(grey).into(), opacity: NormalizedF32::ONE, rule: FillRule::NonZero }
}
