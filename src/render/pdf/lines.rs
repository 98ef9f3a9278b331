//! Lines of a paragraph: where they may end (UAX #14), in which order their words stand (UAX #9). A value stands apart
//! in its direction, so that it turns nothing around it; a word that is longer than a line goes on in the next one.

use std::collections::BTreeMap;

use unicode_bidi::{BidiInfo, Level};
use unicode_linebreak::linebreaks;

use super::super::block::Inline;
use super::fonts::Style;
use super::shape::{Manner, Run, Shaper};

/// What sets a value apart from the text around it (first strong isolate, pop directional isolate). What a value holds
/// of such characters was written as an escape long before.
const APART: char = '\u{2068}';
const BACK: char = '\u{2069}';

/// No line holds a word of more characters than this, so no word need be shaped whole that is longer.
const LONGEST: usize = 200;

/// A line, its runs from left to right.
#[derive(Clone, Debug, Default)]
pub(super) struct Line {
    pub(super) runs: Vec<Run>,
}

/// A line as it was written, before it is broken into such as fit.
#[derive(Default)]
struct Written {
    text: String,
    /// The style of each character.
    styles: Vec<Style>,
}

impl Written {
    fn push(&mut self, text: &str, style: Style) {
        self.text.push_str(text);
        self.styles.extend(text.chars().map(|_| style));
    }
}

/// The lines of a paragraph in a column; there is one at least.
pub(super) fn lines(
    shaper: &mut Shaper,
    paragraph: &[Inline],
    style: Style,
    size: f32,
    width: f32,
) -> Vec<Line> {
    let mut written = vec![Written::default()];
    collect(paragraph, style, &mut written);
    let mut found = Vec::new();
    for line in &written {
        let mut breaker = Breaker { shaper, size, width, runs: Vec::new(), used: 0.0, lines: &mut found };
        for word in words(line) {
            let runs = breaker.shaper.runs(&word, size);
            breaker.word(runs);
        }
        breaker.end();
    }
    found
}

fn collect(paragraph: &[Inline], style: Style, written: &mut Vec<Written>) {
    for part in paragraph {
        match part {
            Inline::Text(text) => several(text, style, false, written),
            Inline::Value(slot) => several(&slot.text, style, true, written),
            Inline::Strong(inner) => collect(inner, Style::Strong, written),
            // There is no face for both at once.
            Inline::Emphasis(inner) if style == Style::Strong => collect(inner, style, written),
            Inline::Emphasis(inner) => collect(inner, Style::Stressed, written),
            Inline::Break => written.push(Written::default()),
        }
    }
}

/// Adds a text of several lines.
fn several(text: &str, style: Style, is_value: bool, written: &mut Vec<Written>) {
    for (at, line) in text.split('\n').enumerate() {
        if at > 0 {
            written.push(Written::default());
        }
        let Some(last) = written.last_mut() else { continue };
        match is_value && !line.is_empty() {
            true => last.push(&format!("{APART}{line}{BACK}"), style),
            false => last.push(line, style),
        }
    }
}

/// The words of a line, each with the space behind it; between them it may be broken.
fn words(line: &Written) -> Vec<Vec<(char, Manner)>> {
    let bidi = BidiInfo::new(&line.text, Some(Level::ltr()));
    let mut ends = linebreaks(&line.text).map(|(end, _)| end).peekable();
    let mut words = Vec::new();
    let mut word = Vec::new();
    for ((at, character), style) in line.text.char_indices().zip(&line.styles) {
        if ends.next_if(|end| *end <= at).is_some() || word.len() >= LONGEST {
            words.push(std::mem::take(&mut word));
        }
        if !matches!(character, APART | BACK) {
            let level = bidi.levels.get(at).copied().unwrap_or(Level::ltr());
            word.push((character, Manner { style: *style, level }));
        }
    }
    words.push(word);
    words
}

/// Fills lines with words.
struct Breaker<'s> {
    shaper: &'s mut Shaper,
    size: f32,
    width: f32,
    /// The runs of the line that is being filled, in the order in which they are read.
    runs: Vec<Run>,
    used: f32,
    lines: &'s mut Vec<Line>,
}

impl Breaker<'_> {
    fn word(&mut self, runs: Vec<Run>) {
        let behind = runs.iter().rposition(|run| !run.is_space).map_or(0, |last| last.saturating_add(1));
        let width: f32 = runs.iter().take(behind).map(|run| run.width).sum();
        if self.used + width > self.width && !self.runs.is_empty() {
            self.end();
        }
        if width <= self.width {
            runs.into_iter().for_each(|run| self.push(run));
        } else {
            runs.into_iter().for_each(|run| self.squeeze(run));
        }
    }

    fn push(&mut self, run: Run) {
        self.used += run.width;
        self.runs.push(run);
    }

    /// Adds a run of a word that is longer than a line: as much of it as fits, the rest in the next lines.
    fn squeeze(&mut self, run: Run) {
        let mut run = run;
        while self.used + run.width > self.width && !run.is_space {
            match self.fitting(&run) {
                0 if self.runs.is_empty() => break,
                0 => {}
                cut => {
                    let (head, tail) = run.text.split_at(cut);
                    let head = self.shaper.run(run.face, head.to_owned(), run.level, self.size);
                    let tail = self.shaper.run(run.face, tail.to_owned(), run.level, self.size);
                    self.push(head);
                    run = tail;
                }
            }
            self.end();
        }
        self.push(run);
    }

    /// How many bytes of a run fit into what is left of the line; a character that is only named stays whole.
    fn fitting(&self, run: &Run) -> usize {
        if run.stands_for.is_some() {
            return 0;
        }
        let mut clusters: BTreeMap<usize, (usize, f32)> = BTreeMap::new();
        for glyph in &run.glyphs {
            let cluster = clusters.entry(glyph.text_range.start).or_insert((glyph.text_range.end, 0.0));
            cluster.1 += glyph.x_advance * self.size;
        }
        let (mut used, mut cut) = (self.used, 0);
        for (end, width) in clusters.into_values() {
            used += width;
            if used > self.width {
                break;
            }
            cut = end;
        }
        // A line holds one character at least.
        if cut >= run.text.len() { 0 } else { cut }
    }

    /// Ends the line that is being filled.
    fn end(&mut self) {
        let mut runs = std::mem::take(&mut self.runs);
        self.used = 0.0;
        // Space at the end of a line stands there, whichever way the words before it run (UAX #9, L1).
        runs.iter_mut().rev().take_while(|run| run.is_space).for_each(|run| run.level = Level::ltr());
        let levels: Vec<Level> = runs.iter().map(|run| run.level).collect();
        let order = BidiInfo::reorder_visual(&levels);
        let runs: Vec<Run> = order.into_iter().filter_map(|at| runs.get(at).cloned()).collect();
        self.lines.push(Line { runs });
    }
}

#[cfg(test)]
mod tests {
    use super::super::super::slot::Slot;
    use super::*;

    fn set(value: &str, width: f32) -> Vec<String> {
        let paragraph = [Inline::Text("Name: ".to_owned()), Inline::Value(Slot::new(value))];
        let lines = lines(&mut Shaper::default(), &paragraph, Style::Plain, 10.0, width);
        assert!(lines.iter().all(|line| {
            let words = line.runs.iter().filter(|run| !run.is_space);
            words.map(|run| run.width).sum::<f32>() <= width + 0.01
        }));
        let text = |line: &Line| line.runs.iter().map(|run| run.text.as_str()).collect::<String>();
        lines.iter().map(text).collect()
    }

    #[test]
    fn lines_end_between_words_and_long_words_go_on() {
        assert_eq!(set("one two", 1000.0), ["Name: one two"]);
        assert_eq!(set("one two", 50.0), ["Name: ", "one two"]);
        assert_eq!(set("a\n\nb", 1000.0), ["Name: a", "", "b"]);
        let long = "W".repeat(1000);
        let lines = set(&long, 100.0);
        assert_eq!(lines.concat(), format!("Name: {long}"));
        assert!(lines.len() > 90, "{}", lines.len());
    }

    #[test]
    fn right_to_left_words_stand_in_their_order_and_turn_nothing_around_them() {
        // From left to right as it is seen: the second word before the first one.
        // Brackets are turned around when they are shaped.
        assert_eq!(set("אבג דהו (x)", 1000.0), ["Name: )x( דהו אבג"]);
        assert_eq!(set("x אבג 12", 1000.0), ["Name: x 12 אבג"]);
    }

    #[test]
    fn what_no_font_shows_is_named() {
        assert_eq!(set("中\u{1f600}", 1000.0), ["Name: [U+4E2D][U+1F600]"]);
    }
}
