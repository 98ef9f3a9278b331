//! The fonts that stand in the program (`fonts/`), and which of them shows a character. No font of the machine is ever
//! read: the same document looks the same everywhere.

use std::sync::LazyLock;

use harfrust::{FontRef, ShaperData};
use krilla::text::Font;
use skrifa::MetadataProvider;
use skrifa::charmap::Charmap;

/// Latin, Greek and Cyrillic in three styles; then what no style of its own is there for.
const FILES: [&[u8]; 6] = [
    include_bytes!("../../../fonts/NotoSans-Regular.ttf"),
    include_bytes!("../../../fonts/NotoSans-Bold.ttf"),
    include_bytes!("../../../fonts/NotoSans-Italic.ttf"),
    include_bytes!("../../../fonts/NotoSansHebrew-Regular.ttf"),
    include_bytes!("../../../fonts/NotoSansArabic-Regular.ttf"),
    include_bytes!("../../../fonts/NotoSansMath-Regular.ttf"),
];

/// The faces that stand in for a style that does not show a character, in their order.
const OTHERS: [usize; 4] = [0, 3, 4, 5];

/// How far a line reaches above and below its base line, as parts of the size: those of the first three faces.
pub(super) const ABOVE: f32 = 1.069;
pub(super) const BELOW: f32 = 0.293;

static FACES: LazyLock<Vec<Face>> = LazyLock::new(|| FILES.into_iter().filter_map(Face::read).collect());

/// How words stand out.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Style {
    Plain,
    Strong,
    Stressed,
}

/// A font, ready to be measured and written.
pub(super) struct Face {
    /// What shapes text with it.
    pub(super) shaping: ShaperData,
    pub(super) font: FontRef<'static>,
    /// The same as it is written into files.
    pub(super) written: Font,
    /// Units of its em square.
    pub(super) units: f32,
    characters: Charmap<'static>,
}

impl Face {
    fn read(bytes: &'static [u8]) -> Option<Self> {
        let font = FontRef::from_index(bytes, 0).ok()?;
        let written = Font::new(bytes.into(), 0)?;
        Some(Self {
            shaping: ShaperData::new(&font),
            units: written.units_per_em(),
            characters: font.charmap(),
            font,
            written,
        })
    }

    fn shows(&self, character: char) -> bool {
        self.characters.map(character).is_some()
    }
}

/// A face by its number.
pub(super) fn face(number: usize) -> Option<&'static Face> {
    FACES.get(number)
}

/// The face that shows a character, in this style where it can; none of them may.
pub(super) fn showing(character: char, style: Style) -> Option<usize> {
    let own = std::iter::once(style as usize);
    own.chain(OTHERS).find(|number| face(*number).is_some_and(|face| face.shows(character)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_font_is_read_and_shows_its_scripts() {
        assert_eq!(FACES.len(), FILES.len());
        for (letter, number) in [('a', 1), ('ß', 1), ('Ω', 1), ('Ж', 1), ('ש', 3), ('م', 4), ('≤', 5)]
        {
            assert_eq!(showing(letter, Style::Strong), Some(number), "{letter}");
        }
        assert_eq!(showing('中', Style::Plain), None);
    }
}
