//! Random documents as people write them: block and flow collections, all kinds of scalars, comments beside
//! and between, any indentation, either line break.

use proptest::prelude::*;

/// What a document looks like.
#[derive(Clone, Debug)]
pub(super) enum Shape {
    Scalar(usize),
    Flow(usize),
    /// A literal or folded block.
    Lines(usize),
    Mapping(Vec<Shape>),
    Sequence(Vec<Shape>),
}

/// How it is laid out.
#[derive(Clone, Debug)]
pub(super) struct Layout {
    pub(super) step: usize,
    pub(super) dash: usize,
    pub(super) crlf: bool,
    pub(super) comments: bool,
    pub(super) last_break: bool,
}

const SCALARS: [&str; 9] =
    ["plain text", "'it''s'", "\"a \\\"b\\\" #x\"", "12", "true", "", "2026-01-31", "née", "~"];
const FLOWS: [&str; 7] = ["[]", "{}", "[1, x]", "{a: 1, b: 'y'}", "[{a: 1}, [2, 3]]", "{a: , b}", "[x, y,]"];
const LINES: [(&str, &[&str]); 5] = [
    ("|", &["text", "", "  more # no comment"]),
    ("|-", &["text"]),
    (">", &["folded", "text"]),
    ("|+", &["kept", ""]),
    ("|2", &["  indented", "text"]),
];

pub(super) fn layout() -> impl Strategy<Value = Layout> {
    (1usize..5, any::<bool>(), any::<bool>(), any::<bool>(), any::<bool>()).prop_map(
        |(step, indented, crlf, comments, last_break)| Layout {
            step,
            dash: if indented { step } else { 0 },
            crlf,
            comments,
            last_break,
        },
    )
}

/// A document with a collection as its root.
pub(super) fn shape() -> impl Strategy<Value = Shape> {
    let leaf = prop_oneof![
        4 => (0..SCALARS.len()).prop_map(Shape::Scalar),
        2 => (0..FLOWS.len()).prop_map(Shape::Flow),
        2 => (0..LINES.len()).prop_map(Shape::Lines),
    ];
    let inner = leaf.prop_recursive(3, 16, 4, |inner| {
        prop_oneof![
            prop::collection::vec(inner.clone(), 1..4).prop_map(Shape::Mapping),
            prop::collection::vec(inner, 1..4).prop_map(Shape::Sequence),
        ]
    });
    prop_oneof![
        3 => prop::collection::vec(inner.clone(), 1..4).prop_map(Shape::Mapping),
        1 => prop::collection::vec(inner, 1..4).prop_map(Shape::Sequence),
    ]
}

/// The text of a document.
pub(super) fn write(shape: &Shape, layout: &Layout) -> String {
    let mut writer = Writer { layout, out: String::new(), comments: 0 };
    writer.collection(shape, 0, true);
    if !layout.last_break {
        writer.out.pop();
    }
    match layout.crlf {
        true => writer.out.replace('\n', "\r\n"),
        false => writer.out,
    }
}

struct Writer<'l> {
    layout: &'l Layout,
    out: String,
    comments: usize,
}

impl Writer<'_> {
    fn indent(&mut self, column: usize) {
        self.out.extend(std::iter::repeat_n(' ', column));
    }

    /// Every second time, so that places with and without occur.
    fn comment(&mut self, before: &str) -> bool {
        self.comments += 1;
        let write = self.layout.comments && !self.comments.is_multiple_of(3);
        if write {
            self.out.push_str(&format!("{before}#c{}", self.comments - 1));
        }
        write
    }

    fn collection(&mut self, shape: &Shape, column: usize, at_start: bool) {
        let (Shape::Mapping(children) | Shape::Sequence(children)) = shape else { return };
        for (at, child) in children.iter().enumerate() {
            if at > 0 {
                if at % 2 == 1 && !self.out.ends_with("\n\n") && self.layout.comments {
                    self.indent(column);
                    match self.comment("") {
                        true => self.out.push('\n'),
                        false => self.out.truncate(self.out.trim_end_matches(' ').len()),
                    }
                }
                self.indent(column);
            } else if at_start {
                self.indent(column);
            }
            match shape {
                Shape::Mapping(_) => {
                    self.out.push_str(&format!("k{at}:"));
                    self.value(child, column, false);
                }
                _ => {
                    self.out.push('-');
                    self.value(child, column, true);
                }
            }
        }
    }

    fn value(&mut self, shape: &Shape, column: usize, behind_dash: bool) {
        match shape {
            Shape::Scalar(at) => self.line(SCALARS[*at]),
            Shape::Flow(at) => self.line(FLOWS[*at]),
            Shape::Lines(at) => {
                let (header, lines) = LINES[*at];
                let step = if behind_dash || header == "|2" { 2 } else { self.layout.step };
                self.line(header);
                for line in lines {
                    if !line.is_empty() {
                        self.indent(column + step);
                    }
                    self.out.push_str(line);
                    self.out.push('\n');
                }
            }
            Shape::Mapping(_) | Shape::Sequence(_) if behind_dash => {
                self.out.push(' ');
                self.collection(shape, column + 2, false);
            }
            Shape::Mapping(_) => {
                self.line("");
                self.collection(shape, column + self.layout.step, true);
            }
            Shape::Sequence(_) => {
                self.line("");
                self.collection(shape, column + self.layout.dash, true);
            }
        }
    }

    fn line(&mut self, text: &str) {
        if !text.is_empty() {
            self.out.push(' ');
            self.out.push_str(text);
        }
        self.comment(" ");
        self.out.push('\n');
    }
}
