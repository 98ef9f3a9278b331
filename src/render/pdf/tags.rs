//! What a page's parts are, for readers who do not see it (tagged PDF, PDF/UA-1): a tree beside the pages, whose leaves
//! are the lines that stand on them.

use krilla::tagging::{Identifier, Node, Tag, TagGroup, TagKind, TagTree};

/// A part of the document that holds others.
#[derive(Clone, Copy, Debug)]
pub(super) struct Part(usize);

/// Text that belongs to a part.
#[derive(Clone, Copy, Debug)]
pub(super) struct Leaf(usize);

enum Child {
    Part(usize),
    Leaf(usize),
}

struct Grown {
    /// The root has none.
    tag: Option<TagKind>,
    children: Vec<Child>,
}

/// Where a leaf stands.
#[derive(Default)]
struct Place {
    marks: Vec<Node>,
    /// The number of the page, from 0, and how far from its top.
    first: Option<(usize, f32)>,
}

/// The parts of a document, in the order in which they are read.
pub(super) struct Tree {
    parts: Vec<Grown>,
    leaves: Vec<Place>,
}

impl Tree {
    pub(super) fn new() -> Self {
        Self { parts: vec![Grown { tag: None, children: Vec::new() }], leaves: Vec::new() }
    }

    /// What holds everything.
    pub(super) fn root(&self) -> Part {
        Part(0)
    }

    /// A part that comes next in another one.
    pub(super) fn part(&mut self, within: Part, tag: impl Into<TagKind>) -> Part {
        let part = Part(self.parts.len());
        self.parts.push(Grown { tag: Some(tag.into()), children: Vec::new() });
        self.put(within, Child::Part(part.0));
        part
    }

    /// Text that comes next in a part.
    pub(super) fn leaf(&mut self, within: Part) -> Leaf {
        let leaf = Leaf(self.leaves.len());
        self.leaves.push(Place::default());
        self.put(within, Child::Leaf(leaf.0));
        leaf
    }

    fn put(&mut self, within: Part, child: Child) {
        if let Some(part) = self.parts.get_mut(within.0) {
            part.children.push(child);
        }
    }

    /// Notes that text of a leaf stands on a page; what is read where it only stands for something else.
    pub(super) fn stands(&mut self, leaf: Leaf, mark: Identifier, read: Option<&str>, page: usize, top: f32) {
        let mark = Node::Leaf(mark);
        // Beside the text of the page, not in it: programs that take text out put it elsewhere there.
        let tag = read.map(|read| Tag::Span.with_actual_text(Some(read.to_owned())));
        let mark = match tag {
            Some(tag) => Node::Group(TagGroup::with_children(tag, vec![mark])),
            None => mark,
        };
        if let Some(place) = self.leaves.get_mut(leaf.0) {
            place.marks.push(mark);
            place.first.get_or_insert((page, top));
        }
    }

    /// Where a leaf begins.
    pub(super) fn first(&self, leaf: Leaf) -> Option<(usize, f32)> {
        self.leaves.get(leaf.0)?.first
    }

    /// The tree as it is written, when all pages are.
    pub(super) fn finish(self, language: &str) -> TagTree {
        let mut leaves: Vec<Vec<Node>> = self.leaves.into_iter().map(|place| place.marks).collect();
        // A part comes before all that it holds: from the last to the first each one's parts are made already.
        let mut made: Vec<Option<Vec<Node>>> = Vec::new();
        made.resize_with(self.parts.len(), || None);
        for (at, part) in self.parts.into_iter().enumerate().rev() {
            let mut nodes = Vec::new();
            for child in part.children {
                match child {
                    Child::Part(number) => {
                        nodes.extend(made.get_mut(number).and_then(Option::take).into_iter().flatten());
                    }
                    Child::Leaf(number) => {
                        let marks = leaves.get_mut(number).map(std::mem::take).unwrap_or_default();
                        nodes.extend(marks);
                    }
                }
            }
            let nodes = match part.tag {
                Some(tag) => vec![Node::Group(TagGroup::with_children(tag, nodes))],
                None => nodes,
            };
            if let Some(place) = made.get_mut(at) {
                *place = Some(nodes);
            }
        }
        let nodes = made.first_mut().and_then(Option::take).unwrap_or_default();
        TagTree::from(nodes).with_lang(Some(language.to_owned()))
    }
}
