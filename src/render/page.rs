//! A filled document, ready to be written in any format, and the formats: one file each, all of them from the same
//! blocks.

use super::block::{Block, lines, plain};
use super::fill::Filled;

/// A document as it is written.
#[derive(Clone, Debug)]
pub struct Page<'d> {
    /// The language of its words (BCP 47).
    pub language: &'d str,
    /// What it says.
    pub filled: &'d Filled,
    /// When it was made, in seconds since 1970: the date of the commit.
    pub moment: i64,
}

impl Page<'_> {
    /// Its title: the first heading.
    pub fn title(&self) -> String {
        let heading = |block: &Block| match block {
            Block::Heading(_, line) => Some(plain(line)),
            _ => None,
        };
        self.filled.body.iter().find_map(heading).unwrap_or_default()
    }

    /// What stands at the head of every page: marking and reference.
    pub fn running(&self) -> Vec<String> {
        lines(&self.filled.header)
    }
}

/// One way to write a document.
pub trait Writer: Sync {
    /// Its name, which is also the ending of its files.
    fn name(&self) -> &'static str;

    /// Whether what it writes is text, which can be printed.
    fn is_text(&self) -> bool {
        true
    }

    /// The bytes of the file; the same document gives the same bytes.
    fn write(&self, page: &Page<'_>) -> Vec<u8>;
}

/// All formats.
pub const WRITERS: &[&dyn Writer] = &[
    &super::markdown::Markdown,
    &super::html::Html,
    &super::text::Text,
    &super::docx::Docx,
    #[cfg(feature = "pdf")]
    &super::pdf::Pdf,
];

/// The format of that name.
pub fn writer(name: &str) -> Option<&'static dyn Writer> {
    WRITERS.iter().find(|writer| writer.name() == name).copied()
}
