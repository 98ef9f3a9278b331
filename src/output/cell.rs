//! A cell of a table: what people read, what programs get, and how it is coloured.

use anstyle::{AnsiColor, Effects, Style};
use serde_json::Value;

/// How a cell is coloured.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Tone {
    /// Not at all.
    #[default]
    Plain,
    /// Done, in time.
    Good,
    /// Late, wrong.
    Bad,
    /// Soon, worth a look.
    Notice,
    /// Of less importance.
    Faint,
}

impl Tone {
    pub(super) fn style(self) -> Style {
        match self {
            Self::Plain => Style::new(),
            Self::Good => AnsiColor::Green.on_default(),
            Self::Bad => AnsiColor::Red.on_default(),
            Self::Notice => AnsiColor::Yellow.on_default(),
            Self::Faint => Style::new().effects(Effects::DIMMED),
        }
    }
}

/// One cell: what people read, and the value that programs get.
#[derive(Clone, Debug)]
pub struct Cell {
    pub(super) text: String,
    /// None where it is the text.
    pub(super) value: Option<Value>,
    pub(super) tone: Tone,
}

impl Default for Cell {
    fn default() -> Self {
        Self { text: String::new(), value: Some(Value::Null), tone: Tone::Plain }
    }
}

impl Cell {
    /// A cell whose text and value are different (`3 days over`, `-3`).
    pub fn new(text: impl Into<String>, value: impl Into<Value>) -> Self {
        Self { text: text.into(), value: Some(value.into()), tone: Tone::Plain }
    }

    /// Nothing: empty for people, null for programs.
    pub fn empty() -> Self {
        Self::default()
    }

    pub(super) fn value(&self) -> Value {
        self.value.clone().unwrap_or_else(|| Value::from(self.text.as_str()))
    }

    /// Colours it.
    #[must_use]
    pub fn tone(mut self, tone: Tone) -> Self {
        self.tone = tone;
        self
    }
}

impl From<&str> for Cell {
    fn from(text: &str) -> Self {
        Self::from(text.to_owned())
    }
}

impl From<String> for Cell {
    fn from(text: String) -> Self {
        Self { text, value: None, tone: Tone::Plain }
    }
}

impl From<usize> for Cell {
    fn from(number: usize) -> Self {
        Self::new(number.to_string(), number)
    }
}

impl<T: Into<Cell>> From<Option<T>> for Cell {
    fn from(cell: Option<T>) -> Self {
        cell.map_or_else(Self::empty, Into::into)
    }
}
