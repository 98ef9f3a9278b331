//! The fields of a form, and what somebody wrote into them: a form that was filled in as Markdown is read by the same
//! headings and labels under which the program itself writes its fields.

use super::block::{self, Block, Inline, plain};

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

/// A form as it was sent: its fields, and all that it says beside them, so that none of its own words is taken for an
/// answer.
#[derive(Clone, Debug, Default)]
pub struct Form {
    /// The fields, in its order.
    pub places: Vec<Place>,
    headings: Vec<String>,
    terms: Vec<String>,
    says: Vec<String>,
}

impl Form {
    /// The form that a document is.
    pub(super) fn of(blocks: &[Block]) -> Self {
        let (mut form, mut section) = (Self::default(), String::new());
        for block in blocks {
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
                other => form.says.push(said(other)),
            }
        }
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
            None => self.says.push(said(block)),
        }
    }

    /// What somebody wrote into the form, which is Markdown: the fields, with their texts. What stands under no heading
    /// of the form is left out.
    pub fn filled(&self, markdown: &str) -> Vec<(String, String)> {
        let mut hand = Hand { form: self, section: String::new(), row: Row::default(), found: Vec::new() };
        block::read(markdown, &[]).iter().for_each(|block| hand.read(block));
        hand.found.into_iter().map(|(place, text)| (place.path.clone(), text)).collect()
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
fn said(block: &Block) -> String {
    let lines = block::lines(std::slice::from_ref(block)).join(" ");
    lines.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// The text of a block, with its breaks.
fn text(block: &Block) -> String {
    match block {
        Block::Paragraph(line) => block::text(line, "\n"),
        other => block::lines(std::slice::from_ref(other)).join("\n"),
    }
}

/// The row that is read: its fields, which of them were passed, and the one that a further paragraph goes on with.
#[derive(Default)]
struct Row<'f> {
    places: Vec<(&'f Place, bool)>,
    last: Option<usize>,
}

impl<'f> Row<'f> {
    /// The field that a text is meant for, and the label that it begins with. Of several that are asked for alike it is
    /// the next one.
    fn meant(&self, text: &str) -> Option<(usize, &'f str)> {
        let labels = self.places.iter().map(|(place, _)| place.label.trim_end());
        let label =
            labels.filter(|label| text.starts_with(label)).max_by_key(|label| label.len()).unwrap_or("");
        let mut alike =
            self.places.iter().enumerate().filter(|(_, (place, _))| place.label.trim_end() == label);
        let open = alike.clone().find(|(_, (_, is_passed))| !is_passed).map(|(at, _)| at);
        let last = if label.is_empty() { self.last } else { alike.next_back().map(|(at, _)| at) };
        Some((open.or(last)?, label))
    }

    /// Passes a field; the place, where there is one.
    fn pass(&mut self, at: usize, is_empty: bool) -> Option<&'f Place> {
        // An empty line with a label asks for what stands below it, unless a field without one still does.
        let asks = |(place, is_passed): &(&Place, bool)| place.label.trim().is_empty() && !is_passed;
        if !is_empty || !self.places.iter().any(asks) {
            self.last = Some(at);
        }
        let (place, is_passed) = self.places.get_mut(at)?;
        *is_passed = true;
        Some(place)
    }
}

/// Reads a form from top to bottom.
struct Hand<'f> {
    form: &'f Form,
    section: String,
    row: Row<'f>,
    found: Vec<(&'f Place, String)>,
}

impl Hand<'_> {
    fn read(&mut self, block: &Block) {
        match block {
            Block::Heading(level, line) if self.form.headings.contains(&plain(line)) => {
                self.row = Row::default();
                if *level > 1 {
                    self.section = plain(line);
                }
            }
            // What stands behind the form is in none of its rows.
            Block::Rule => self.row = Row::default(),
            Block::Paragraph(line) => match line.split_first() {
                Some((Inline::Strong(term), rest)) if self.form.terms.contains(&plain(term)) => {
                    self.begin(&plain(term));
                    self.answer(block::text(rest, "\n").trim());
                }
                _ => self.words(block),
            },
            other => self.words(other),
        }
    }

    fn begin(&mut self, term: &str) {
        let places = self.form.places.iter();
        let here = places.filter(|place| place.section == self.section && place.term == term);
        self.row = Row { places: here.map(|place| (place, false)).collect(), last: None };
    }

    fn words(&mut self, block: &Block) {
        if !self.form.says.contains(&said(block)) {
            self.answer(text(block).trim());
        }
    }

    /// Words in a row: behind a label they are that field's, else those of the one without a label, or they go on with
    /// what came last.
    fn answer(&mut self, text: &str) {
        let Some((at, label)) = self.row.meant(text).filter(|_| !text.is_empty()) else { return };
        let text = text.get(label.len()..).unwrap_or_default().trim();
        let Some(place) = self.row.pass(at, text.is_empty()).filter(|_| !text.is_empty()) else { return };
        match self.found.last_mut().filter(|(last, _)| std::ptr::eq(*last, place)) {
            Some((_, before)) => {
                before.push_str("\n\n");
                before.push_str(text);
            }
            None => self.found.push((place, text.to_owned())),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::super::slot::{Slot, mark};
    use super::*;

    /// A form with a field for each text: two rows, words between them, and the same row again below a heading.
    fn form() -> Form {
        let fields = [("", "one"), ("", "name"), ("", "mail"), ("A", "list.0"), ("B", "list.1"), ("", "two")];
        let slots: Vec<Slot> = fields.iter().map(|(text, field)| Slot::of_field(text, field)).collect();
        let [one, name, mail, first, second, two] = [0, 1, 2, 3, 4, 5].map(mark);
        let template = format!(
            "# Form\n\nText\n: {one}\n\nContact\n: Name: {name}\n: Mail: {mail}\n\n- of the\n- form\n\n\
             Codes\n: Code: {first}\n: Code: {second}\n\n## Again\n\nText\n: {two}\n"
        );
        Form::of(&block::read(&template, &slots))
    }

    /// What is read of a form whose texts were replaced.
    fn read(answers: &[(&str, &str)]) -> Vec<(String, String)> {
        let sent = "# Form\n\n**Text**\n\n**Contact**\n\nName:\n\nMail:\n\n- of the\n- form\n\n\
                    **Codes**\n\nCode: A\n\nCode: B\n\n## Again\n\n**Text**\n\n---\n\nEnd.\n";
        let filled = answers.iter().fold(sent.to_owned(), |text, (from, to)| text.replacen(from, to, 1));
        form().filled(&filled)
    }

    fn given(found: &[(String, String)]) -> Vec<(&str, &str)> {
        found.iter().map(|(path, text)| (path.as_str(), text.as_str())).collect()
    }

    #[test]
    fn fields_below_a_heading_are_read_below_it() {
        let found = read(&[
            ("## Again\n\n**Text**", "## Again\n\n**Text**\n\nbelow"),
            ("**Text**", "**Text** above"),
        ]);
        assert_eq!(given(&found), [("one", "above"), ("list.0", "A"), ("list.1", "B"), ("two", "below")]);
    }

    #[test]
    fn an_answer_may_be_a_list_a_quote_a_table_a_heading_or_bold() {
        for (typed, wanted) in [
            ("- a\n- b", "a\nb"),
            ("> a\n>\n> b", "a\nb"),
            ("| a | b |\n| - | - |\n| c | d |", "a\nb\nc\nd"),
            ("a\n---", "a"),
            ("## a", "a"),
            ("**a**", "a"),
            ("a\n\n- b", "a\n\nb"),
        ] {
            let found = read(&[("**Text**", &format!("**Text**\n\n{typed}"))]);
            assert_eq!(given(&found)[0], ("one", wanted), "{typed}");
            assert_eq!(found.len(), 3, "{found:?}");
        }
    }

    #[test]
    fn what_stands_below_a_label_is_that_fields() {
        let found = read(&[("Name:", "Name:\n\nDesk\n\nUpstairs"), ("Mail:", "Mail: a@b.example")]);
        let wanted =
            [("name", "Desk\n\nUpstairs"), ("mail", "a@b.example"), ("list.0", "A"), ("list.1", "B")];
        assert_eq!(given(&found), wanted);
    }

    #[test]
    fn of_fields_that_are_asked_for_alike_each_has_its_own_line() {
        let found = read(&[("Code: B", "Code: C")]);
        assert_eq!(given(&found), [("list.0", "A"), ("list.1", "C")]);
    }

    #[test]
    fn what_the_form_says_itself_is_no_answer() {
        assert_eq!(given(&read(&[])), [("list.0", "A"), ("list.1", "B")]);
    }
}
