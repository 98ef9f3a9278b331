//! Text as glyphs: each run of one face, one style and one direction is shaped by itself. What no face shows stands as
//! `[U+4E2D]`, and the character itself is what is read aloud there.

use std::collections::{BTreeMap, HashMap};

use harfrust::{Direction, Feature, Script, ShapePlan, Tag, UnicodeBuffer};
use krilla::text::{GlyphId, KrillaGlyph};
use unicode_bidi::Level;

use super::fonts::{Style, face, showing};

/// Text of one face and one direction, with its glyphs from left to right.
#[derive(Clone, Debug)]
pub(super) struct Run {
    pub(super) face: usize,
    pub(super) text: String,
    pub(super) glyphs: Vec<KrillaGlyph>,
    /// In points.
    pub(super) width: f32,
    pub(super) level: Level,
    /// The character that it stands for, where it only says which one it is.
    pub(super) stands_for: Option<String>,
    /// Whether it is nothing but space between words.
    pub(super) is_space: bool,
}

/// Text of a style and a direction.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Manner {
    pub(super) style: Style,
    pub(super) level: Level,
}

/// Shapes text, and keeps what takes long to work out.
#[derive(Default)]
pub(super) struct Shaper {
    plans: HashMap<(usize, bool, Script), ShapePlan>,
    buffer: Option<UnicodeBuffer>,
}

impl Shaper {
    /// The runs of a text whose characters have these manners, in the order in which they are read.
    pub(super) fn runs(&mut self, text: &[(char, Manner)], size: f32) -> Vec<Run> {
        let mut runs = Vec::new();
        let mut rest = text;
        while let Some((first, manner)) = rest.first() {
            let shown = showing(*first, manner.style);
            let same = |(character, other): &(char, Manner)| {
                other == manner
                    && is_space(*character) == is_space(*first)
                    && showing(*character, other.style) == shown
            };
            let count = if shown.is_some() { rest.iter().take_while(|next| same(next)).count() } else { 1 };
            let (these, others) = rest.split_at(count);
            let text: String = these.iter().map(|(character, _)| character).collect();
            runs.push(match shown {
                Some(face) => self.run(face, text, manner.level, size),
                None => self.unshown(&text, *manner, size),
            });
            rest = others;
        }
        runs
    }

    /// A character that no face shows.
    fn unshown(&mut self, text: &str, manner: Manner, size: f32) -> Run {
        let code = text.chars().next().map_or(0, u32::from);
        // It is read from left to right, wherever it stands.
        let level = match manner.level.is_rtl() {
            true => manner.level.new_explicit_next_ltr().unwrap_or(Level::ltr()),
            false => manner.level,
        };
        let run = self.run(manner.style as usize, format!("[U+{code:04X}]"), level, size);
        Run { stands_for: Some(text.to_owned()), ..run }
    }

    /// Shapes a text of one face.
    pub(super) fn run(&mut self, number: usize, text: String, level: Level, size: f32) -> Run {
        let is_space = text.chars().all(is_space);
        let glyphs = self.glyphs(number, &text, level);
        let width = glyphs.iter().map(|glyph| glyph.x_advance).sum::<f32>() * size;
        Run { face: number, text, glyphs, width, level, stands_for: None, is_space }
    }

    fn glyphs(&mut self, number: usize, text: &str, level: Level) -> Vec<KrillaGlyph> {
        let Some(face) = face(number) else { return Vec::new() };
        let mut buffer = self.buffer.take().unwrap_or_default();
        buffer.push_str(text);
        buffer.guess_segment_properties();
        let direction = if level.is_rtl() { Direction::RightToLeft } else { Direction::LeftToRight };
        buffer.set_direction(direction);
        let script = buffer.script();
        buffer.set_script(script);
        let shaper = face.shaping.shaper(&face.font).build();
        // A ligature of letters that are no more than that would be copied as something else here and there.
        let features = [Feature::new(Tag::new(b"liga"), 0, ..)];
        let plan = self
            .plans
            .entry((number, level.is_rtl(), script))
            .or_insert_with(|| ShapePlan::new(&shaper, direction, Some(script), None, &features));
        let shaped = shaper.shape_with_plan(plan, buffer, &features);
        let starts: BTreeMap<usize, ()> =
            shaped.glyph_infos().iter().map(|info| (info.cluster as usize, ())).collect();
        let end_of = |start: usize| {
            starts.range(start.saturating_add(1)..).next().map_or(text.len(), |(next, ())| *next)
        };
        let part = |units: i32| units as f32 / face.units;
        let glyphs = shaped.glyph_infos().iter().zip(shaped.glyph_positions()).map(|(info, position)| {
            let start = info.cluster as usize;
            KrillaGlyph::new(
                GlyphId::new(info.glyph_id),
                part(position.x_advance),
                part(position.x_offset),
                part(position.y_offset),
                part(position.y_advance),
                start..end_of(start),
                None,
            )
        });
        let glyphs = glyphs.collect();
        self.buffer = Some(shaped.clear());
        glyphs
    }
}

/// Whether a character only parts words.
fn is_space(character: char) -> bool {
    character == ' '
}
