//! The fields of a form, and all that it says beside them: what its answers are told from (`answers`).

use super::block::{self, Block, Inline, plain};
use super::fill::Filled;
use super::stamp::Stamp;

/// A field of a form.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Place {
    /// The heading that it stands below; empty before the first one.
    pub section: String,
    /// What is asked: the heading of the row.
    pub term: String,
    /// What stands before it, where several fields share a row.
    pub label: String,
    /// The field, by its dotted path.
    pub path: String,
    /// What stands there.
    pub text: String,
}

impl Place {
    /// What is asked for there, as the form says it.
    pub fn asked(&self) -> &str {
        let label = self.label.trim();
        if label.is_empty() { &self.term } else { label.trim_end_matches(':') }
    }
}

/// A form as it was sent: its fields, and all that it says beside them, so that none of its own words is taken for an
/// answer.
#[derive(Clone, Debug, Default)]
pub struct Form {
    /// The fields, in its order.
    pub places: Vec<Place>,
    pub(super) headings: Vec<String>,
    pub(super) terms: Vec<String>,
    says: Vec<String>,
    /// The lines of its page header, with what its reader names the document by.
    header: Vec<String>,
    /// What stands around it on every page: words between which values stood.
    around: Vec<Vec<String>>,
}

impl Form {
    /// The form that a document is.
    pub(super) fn of(filled: &Filled) -> Self {
        let (mut form, mut section) = (Self::default(), String::new());
        for block in &filled.body {
            match block {
                Block::Heading(level, line) => {
                    let heading = plain(line);
                    if *level > 1 {
                        section.clone_from(&heading);
                    }
                    form.headings.push(heading);
                }
                Block::Form(rows) => {
                    for (term, details) in rows {
                        let term = plain(term);
                        details.iter().flatten().for_each(|block| form.detail(&section, &term, block));
                        form.terms.push(term);
                    }
                }
                other => form.say(other),
            }
        }
        form.header = filled.header.iter().map(said).collect();
        let page = filled.header.iter().chain(&filled.footer);
        page.for_each(|block| form.surround(block));
        form
    }

    /// What stands in a row: a field, or words.
    fn detail(&mut self, section: &str, term: &str, block: &Block) {
        let place = match block {
            Block::Paragraph(line) => place(section, term, line),
            _ => None,
        };
        match place {
            Some(place) => self.places.push(place),
            None => self.say(block),
        }
    }

    /// Words of the form: as one block, and line by line.
    fn say(&mut self, block: &Block) {
        self.says.push(said(block));
        self.says.extend(
            block::lines(std::slice::from_ref(block)).iter().flat_map(|line| line.lines()).map(spaced),
        );
    }

    fn surround(&mut self, block: &Block) {
        self.says.push(said(block));
        let Block::Paragraph(line) = block else { return };
        let fixed = line.iter().filter(|part| !matches!(part, Inline::Value(_)));
        let words = fixed.map(|part| spaced(&plain(std::slice::from_ref(part))));
        let words: Vec<String> = words.filter(|words| !words.is_empty()).collect();
        if !words.is_empty() {
            self.around.push(words);
        }
    }

    /// Whether words are the form's own.
    pub(super) fn is_own(&self, words: &str) -> bool {
        let is_stamp = || Stamp::find(words).is_some_and(|stamp| stamp.to_string() == words);
        self.says.iter().any(|own| own == words) || is_stamp()
    }

    /// Whether words are those of the form's header or footer, with other values between them, as of another day.
    pub(super) fn surrounds(&self, words: &str) -> bool {
        let fits = |around: &Vec<String>| {
            let behind = |rest: Option<&str>, part: &String| -> Option<usize> {
                rest.and_then(|rest| rest.find(part.as_str())).map(|at| at.saturating_add(part.len()))
            };
            let mut rest = Some(words);
            for part in around {
                rest = behind(rest, part).and_then(|at| rest?.get(at..));
            }
            rest.is_some()
        };
        self.around.iter().any(fits)
    }

    /// Whether a line is the form's own, wherever it stands: its words, a heading, a label.
    pub(super) fn is_line(&self, line: &str) -> bool {
        let labels = self.places.iter().map(|place| spaced(&place.label));
        let named = self.headings.iter().chain(&self.terms).map(|own| spaced(own));
        self.is_own(line) || labels.chain(named).any(|own| own == line)
    }

    /// The name of the document that a text is the form of, where its page header has another one than this form's,
    /// which is `name`; of a blank form (no name) what stands behind the header's line.
    pub fn other(&self, name: &str, lines: &[String]) -> Option<String> {
        let apart = |header: &String| {
            let (before, behind) = match name {
                "" => (header.as_str(), ""),
                name => header.split_once(name)?,
            };
            let between = |line: &String| {
                let other = line.strip_prefix(before)?.strip_suffix(behind)?.split_whitespace().last()?;
                (other != name).then(|| other.to_owned())
            };
            lines.iter().find_map(between)
        };
        self.header.iter().find_map(apart)
    }
}

/// The one field of a line; a line with several is there to be read only.
fn place(section: &str, term: &str, line: &[Inline]) -> Option<Place> {
    let fields =
        line.iter().filter(|part| matches!(part, Inline::Value(slot) if slot.field.is_some())).count();
    let (last, before) = line.split_last()?;
    match last {
        Inline::Value(slot) if fields == 1 => Some(Place {
            section: section.to_owned(),
            term: term.to_owned(),
            label: plain(before),
            path: slot.field.clone()?,
            text: slot.text.clone(),
        }),
        _ => None,
    }
}

/// The words of a block, however its lines are broken.
pub(super) fn said(block: &Block) -> String {
    spaced(&block::lines(std::slice::from_ref(block)).join(" "))
}

/// Words with one space between each two.
pub(super) fn spaced(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}
