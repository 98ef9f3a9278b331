//! What formats for other programs have in common: where a finding stands, in lines and columns, and all it has to
//! say as one paragraph. Nothing of any one format.

use super::lines::Index;
use super::printable::lines;
use crate::diagnostic::Finding;
use crate::source::Position;

/// Where a finding stands.
pub(super) struct Spot<'f> {
    /// The file, from the register's root.
    pub(super) file: Option<&'f str>,
    /// Its first character.
    pub(super) start: Option<Position>,
    /// The place behind its last character.
    pub(super) end: Option<Position>,
}

impl<'f> Spot<'f> {
    /// Finds the place of a finding.
    pub(super) fn of(finding: &'f Finding, index: &mut Index) -> Self {
        let place = &finding.place;
        let (Some(source), Some(span)) = (&place.source, place.span) else {
            return Self { file: finding.file(), start: None, end: None };
        };
        let lines = index.of(source);
        Self {
            file: finding.file(),
            start: Some(lines.position(&source.text, span.start)),
            end: Some(lines.position(&source.text, span.end.max(span.start))),
        }
    }
}

/// The message and everything that explains it, a line each; hidden characters are escaped.
pub(super) fn paragraph(finding: &Finding) -> String {
    let mut text = finding.message.clone();
    let place = &finding.place;
    let further = [
        ("note", &finding.label),
        ("document", &place.document),
        ("commit", &place.commit),
        ("by", &place.by),
        ("help", &finding.help),
        ("clause", &finding.clause),
    ];
    for (word, said) in further {
        if let Some(said) = said {
            text += &format!("\n{word}: {said}");
        }
    }
    lines(&text).into_owned()
}
