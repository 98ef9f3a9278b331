//! Reads a DOCX file back: the text of its content controls by their names, and all of its text. The file comes from
//! outside: what it unpacks to is bounded, a document type is refused (entities are declared there), nothing in it is
//! followed.

use std::io::{Cursor, Read};

use quick_xml::Reader;
use quick_xml::events::{BytesStart, Event};
use zip::ZipArchive;

/// No form that people fill in is larger, packed or unpacked, or has more parts or deeper elements.
const PACKED: usize = 8 << 20;
const UNPACKED: u64 = 16 << 20;
const PARTS: usize = 512;
const DEPTH: usize = 128;

/// The part that holds the text, where all parts with text stand, and what those of page footers begin with.
const DOCUMENT: &str = "word/document.xml";
const TEXTS: &str = "word/";
const FOOTERS: &str = "word/footer";

/// Why a file can't be read.
#[derive(Debug, thiserror::Error)]
pub enum ReadError {
    /// It is no DOCX file.
    #[error("it is no DOCX file: {0}")]
    NoDocx(String),
    /// It is larger than any form, or unpacks to more.
    #[error("it is larger than any form: {0}")]
    TooLarge(&'static str),
    /// It declares a document type.
    #[error("it declares a document type, which no DOCX file does")]
    DocType,
}

/// What somebody wrote into the content controls, by their names, in the order of the file. One that is empty is not
/// told.
///
/// # Errors
/// A file that is none, or larger than any form.
pub fn controls(bytes: &[u8]) -> Result<Vec<(String, String)>, ReadError> {
    let mut archive = open(bytes)?;
    let mut left = UNPACKED;
    let text = part(&mut archive, DOCUMENT, &mut left)?;
    let mut found: Vec<(String, String)> = Vec::new();
    Walk::new(&text).run(&mut |name, text| match found.last_mut() {
        // LibreOffice parts a control where the direction or the font of its text changes.
        Some((last, before)) if *last == name => before.push_str(&text),
        _ => found.push((name, text)),
    })?;
    let trimmed = found.into_iter().map(|(name, text)| (name, text.trim().to_owned()));
    Ok(trimmed.filter(|(_, text)| !text.is_empty()).collect())
}

/// The lines of the document that stand outside of its content controls.
///
/// # Errors
/// As [`controls`].
pub fn beside(bytes: &[u8]) -> Result<Vec<String>, ReadError> {
    let mut archive = open(bytes)?;
    let mut left = UNPACKED;
    let text = part(&mut archive, DOCUMENT, &mut left)?;
    let mut walk = Walk::new(&text);
    walk.skips = true;
    let text = walk.run(&mut |_, _| ())?;
    Ok(text.lines().map(str::trim).filter(|line| !line.is_empty()).map(str::to_owned).collect())
}

/// All text of the file, part by part; page footers come last, whatever their place in the archive.
///
/// # Errors
/// As [`controls`].
pub fn text(bytes: &[u8]) -> Result<String, ReadError> {
    let mut archive = open(bytes)?;
    let mut names: Vec<String> = archive.file_names().map(str::to_owned).collect();
    names.sort_by_key(|name| name.starts_with(FOOTERS));
    let (mut left, mut out) = (UNPACKED, String::new());
    for name in names.iter().filter(|name| name.starts_with(TEXTS) && name.ends_with(".xml")) {
        let text = part(&mut archive, name, &mut left)?;
        out += &Walk::new(&text).run(&mut |_, _| ())?;
        out.push('\n');
    }
    Ok(out)
}

fn open(bytes: &[u8]) -> Result<ZipArchive<Cursor<&[u8]>>, ReadError> {
    if bytes.len() > PACKED {
        return Err(ReadError::TooLarge("packed"));
    }
    let archive =
        ZipArchive::new(Cursor::new(bytes)).map_err(|error| ReadError::NoDocx(error.to_string()))?;
    if archive.len() > PARTS { Err(ReadError::TooLarge("too many parts")) } else { Ok(archive) }
}

/// A part of the file; what all parts unpack to is counted, whatever they say of their size.
fn part(archive: &mut ZipArchive<Cursor<&[u8]>>, name: &str, left: &mut u64) -> Result<String, ReadError> {
    let file = archive.by_name(name).map_err(|error| ReadError::NoDocx(format!("{name}: {error}")))?;
    let mut bytes = Vec::new();
    let limit = left.saturating_add(1);
    file.take(limit)
        .read_to_end(&mut bytes)
        .map_err(|error| ReadError::NoDocx(format!("{name}: {error}")))?;
    let size = u64::try_from(bytes.len()).unwrap_or(u64::MAX);
    *left = left.checked_sub(size).ok_or(ReadError::TooLarge("unpacked"))?;
    String::from_utf8(bytes).map_err(|_| ReadError::NoDocx(format!("{name} is not UTF-8")))
}

/// How a property that is either on or off is off (ECMA-376, 17.17.4).
const OFF: &[&str] = &["0", "false", "off"];

/// The value of a property.
fn value(start: &BytesStart<'_>) -> Option<String> {
    let mut attributes = start.attributes().flatten();
    let value = attributes.find(|attribute| attribute.key.local_name().as_ref() == b"val")?;
    Some(String::from_utf8_lossy(&value.value).into_owned())
}

/// A content control that is open: its name, and where its text begins.
struct Control {
    name: String,
    start: usize,
    /// Whether what stands there only says that nothing was written yet.
    is_blank: bool,
}

/// A walk through the elements of a part.
struct Walk<'x> {
    reader: Reader<&'x [u8]>,
    text: String,
    controls: Vec<Control>,
    depth: usize,
    /// Whether what comes is text, not space between elements.
    is_text: bool,
    /// Whether what stands in content controls is left out.
    skips: bool,
}

impl<'x> Walk<'x> {
    fn new(xml: &'x str) -> Self {
        let reader = Reader::from_str(xml);
        Self { reader, text: String::new(), controls: Vec::new(), depth: 0, is_text: false, skips: false }
    }

    /// Shows every content control with its text, and gives all text.
    fn run(mut self, seen: &mut dyn FnMut(String, String)) -> Result<String, ReadError> {
        let faulty = |error: String| ReadError::NoDocx(error);
        loop {
            match self.reader.read_event().map_err(|error| faulty(error.to_string()))? {
                Event::Eof => return Ok(self.text),
                Event::DocType(_) => return Err(ReadError::DocType),
                Event::Start(start) => {
                    self.depth = self.depth.saturating_add(1);
                    if self.depth > DEPTH {
                        return Err(ReadError::TooLarge("too deep"));
                    }
                    self.enter(&start);
                }
                Event::Empty(start) => self.empty(&start),
                Event::End(end) => {
                    self.depth = self.depth.saturating_sub(1);
                    self.leave(end.local_name().as_ref(), seen);
                }
                Event::Text(text) if self.is_text => {
                    self.text += &text.decode().map_err(|error| faulty(error.to_string()))?;
                }
                Event::GeneralRef(name) if self.is_text => {
                    let name = name.decode().map_err(|error| faulty(error.to_string()))?;
                    self.text
                        .push(entity(&name).ok_or_else(|| faulty(format!("there is no entity `{name}`")))?);
                }
                _ => {}
            }
        }
    }

    fn enter(&mut self, start: &BytesStart<'_>) {
        match start.local_name().as_ref() {
            b"sdt" => {
                let start = self.text.len();
                self.controls.push(Control { name: String::new(), start, is_blank: false });
            }
            b"sdtContent" => {
                let here = self.text.len();
                self.controls.last_mut().into_iter().for_each(|control| control.start = here);
            }
            b"t" => self.is_text = true,
            _ => self.empty(start),
        }
    }

    fn empty(&mut self, start: &BytesStart<'_>) {
        match start.local_name().as_ref() {
            b"br" | b"cr" => self.text.push('\n'),
            // One with attributes is a stop of a paragraph, no character.
            b"tab" if start.attributes().next().is_none() => self.text.push(' '),
            // LibreOffice 7.4 keeps the title of a control, which is its name too, and not its tag.
            b"alias" => {
                if let (Some(name), Some(control)) = (value(start), self.controls.last_mut())
                    && control.name.is_empty()
                {
                    control.name = name;
                }
            }
            b"tag" => {
                if let (Some(name), Some(control)) = (value(start), self.controls.last_mut()) {
                    control.name = name;
                }
            }
            b"showingPlcHdr" => {
                let is_off = value(start).is_some_and(|value| OFF.contains(&value.as_str()));
                self.controls.last_mut().into_iter().for_each(|control| control.is_blank = !is_off);
            }
            _ => {}
        }
    }

    fn leave(&mut self, name: &[u8], seen: &mut dyn FnMut(String, String)) {
        match name {
            b"t" => self.is_text = false,
            b"p" => self.text.push('\n'),
            b"sdt" => {
                let control = self.controls.pop();
                // A control that the form does not know is none of its fields: what stands in it stands beside them.
                let is_known = |control: &&Control| control.is_blank || !control.name.is_empty();
                if let Some(control) = control.as_ref().filter(|_| self.skips).filter(is_known) {
                    self.text.truncate(control.start);
                }
                if let Some(control) = control
                    && !control.name.is_empty()
                    && !control.is_blank
                {
                    let text = self.text.get(control.start..).unwrap_or_default().to_owned();
                    seen(control.name, text);
                }
            }
            _ => {}
        }
    }
}

/// The character of a reference; none is declared, so there are five names and the numbers.
fn entity(name: &str) -> Option<char> {
    let number = name.strip_prefix('#').map(|digits| match digits.strip_prefix('x') {
        Some(hex) => u32::from_str_radix(hex, 16).ok(),
        None => digits.parse().ok(),
    });
    match number {
        Some(code) => code.and_then(char::from_u32),
        None => {
            let names = [("amp", '&'), ("lt", '<'), ("gt", '>'), ("quot", '"'), ("apos", '\'')];
            names.into_iter().find(|(known, _)| *known == name).map(|(_, character)| character)
        }
    }
}
