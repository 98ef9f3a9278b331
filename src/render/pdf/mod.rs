//! Documents as PDF: A4, the form as a table, marking and page numbers on every page, its fonts embedded as far as they
//! are used, tagged for readers who do not see it (PDF/UA-1). The same document gives the same bytes: the date is that
//! of the commit, and nothing else is in the file that is not in the document.

mod compose;
mod fonts;
mod lines;
mod pages;
mod paint;
mod shape;
mod tags;

use chrono::{DateTime, Datelike, Timelike};
use krilla::SerializeSettings;
use krilla::configure::{Accessibility, Configuration, ConfigurationBuilder};
use krilla::destination::XyzDestination;
use krilla::geom::Point;
use krilla::metadata::{self, Metadata};
use krilla::outline::{Outline, OutlineNode};

use super::block::lines as words_of;
use super::page::{Page, Writer};
use super::stamp::Stamp;
use compose::{BODY, Column, Composer, Flow, Look, Strip};
use fonts::Style;
use pages::{Pages, height};
use shape::Shaper;
use tags::Tree;

/// A4, in points, and what is left free at its edges.
const PAPER: (f32, f32) = (595.28, 841.89);
const LEFT: f32 = 51.0;
const TOP: f32 = 36.0;
const BOTTOM: f32 = 30.0;

/// Space between the text and what runs above and below it.
const APART: f32 = 14.0;

/// What runs above and below takes no more than this part of a page each.
const RUNNING: f32 = 0.2;

const ABOVE: Look = Look { size: 8.5, style: Style::Plain, gap: 2.0 };
const BELOW: Look = Look { size: 6.5, style: Style::Plain, gap: 2.0 };

/// The format.
pub(super) struct Pdf;

impl Writer for Pdf {
    fn name(&self) -> &'static str {
        "pdf"
    }

    fn is_text(&self) -> bool {
        false
    }

    fn write(&self, page: &Page<'_>) -> Vec<u8> {
        let accessible =
            ConfigurationBuilder::new().with_accessibility_validator(Accessibility::UA1).finish();
        // What the standard does not allow is told by the library; such a document does not say that it follows it.
        let made = accessible.ok().and_then(|accessible| written(page, accessible));
        made.or_else(|| written(page, Configuration::default())).unwrap_or_default()
    }
}

fn written(page: &Page<'_>, configuration: Configuration) -> Option<Vec<u8>> {
    let mut composer = Composer { shaper: Shaper::default(), tree: Tree::new(), titles: Vec::new() };
    let column = Column { x: LEFT, width: PAPER.0 - 2.0 * LEFT };
    let root = composer.tree.root();
    let header = running(composer.flows(&page.filled.header, root, column, ABOVE));
    let body = composer.flows(&page.filled.body, root, column, BODY);
    let footer = running(composer.flows(&page.filled.footer, root, column, BELOW));
    let bottom = PAPER.1 - BOTTOM - paint::NUMBER - height(&footer, true);
    let mut pages = Pages::new(TOP + height(&header, true) + APART, bottom - APART);
    pages.fill(body);

    let settings = SerializeSettings { configuration, ..SerializeSettings::default() };
    let mut document = krilla::Document::new_with(settings);
    let sheet = paint::Sheet { header, footer, bottom, count: pages.pages.len(), shaper: composer.shaper };
    let mut tree = composer.tree;
    paint::pages(&mut document, sheet, pages.pages, &mut tree)?;
    document.set_outline(outline(page, &composer.titles, &tree));
    document.set_tag_tree(tree.finish(page.language));
    document.set_metadata(metadata(page));
    document.finish().ok()
}

/// What runs along every page: as much of it as there is room for.
fn running(flows: Vec<Flow>) -> Vec<Strip> {
    let mut strips: Vec<Strip> = Vec::new();
    for flow in flows {
        if let Flow::Text { strips: more, .. } = flow {
            strips.extend(more);
        }
    }
    while height(&strips, true) > PAPER.1 * RUNNING {
        strips.pop();
    }
    strips
}

/// The title of a document; one without a heading is called after what runs above it.
fn title(page: &Page<'_>) -> String {
    let mut titles = std::iter::once(page.title()).chain(page.running());
    titles.find(|title| !title.trim().is_empty()).unwrap_or_else(|| "…".to_owned())
}

/// The headings, for finding one's way.
fn outline(page: &Page<'_>, titles: &[compose::Title], tree: &Tree) -> Outline {
    let node = |text: &str, place: Option<(usize, f32)>| {
        let (number, top) = place.unwrap_or_default();
        OutlineNode::new(text.to_owned(), XyzDestination::new(number, Point::from_xy(LEFT, top)))
    };
    let mut whole = node(&title(page), None).with_open(true);
    for below in titles.iter().filter(|title| title.level > 1) {
        whole.push_child(node(&below.text, tree.first(below.leaf)));
    }
    let mut outline = Outline::new();
    outline.push_child(whole);
    outline
}

/// Title, language, the moment of the commit, and the stamp; nobody's name, no program's.
fn metadata(page: &Page<'_>) -> Metadata {
    let moment = DateTime::from_timestamp(page.moment, 0).unwrap_or_default();
    let small = |number: u32| u8::try_from(number).unwrap_or_default();
    let date = metadata::DateTime::new(u16::try_from(moment.year()).unwrap_or_default())
        .month(small(moment.month()))
        .day(small(moment.day()))
        .hour(small(moment.hour()))
        .minute(small(moment.minute()))
        .second(small(moment.second()))
        .utc_offset_hour(0)
        .utc_offset_minute(0);
    let metadata = Metadata::new().title(title(page)).language(page.language.to_owned()).creation_date(date);
    // Where it is found without the text being read, which is packed.
    match Stamp::find(&words_of(&page.filled.footer).join("\n")) {
        Some(stamp) => metadata.keywords(vec![stamp.to_string()]),
        None => metadata,
    }
}

#[cfg(test)]
mod tests;
