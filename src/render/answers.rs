//! What somebody wrote into a form: read by the same headings and labels under which the program itself writes its
//! fields, or by the fields that a DOCX names. What stands where nothing is asked for is told, never dropped.

use std::ops::Range;

use super::block::{self, Block, Inline, TooDeep, plain};
use super::form::{Form, Place, said, spaced};
use crate::schema::nearest;

/// A break that stays one, and one that somebody's editor may have put into a paragraph.
const HARD: char = '\r';
const SOFT: char = '\n';

/// What was written into a form.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Answers {
    /// The fields with something in them, in the order of the file.
    pub given: Vec<Answer>,
    /// Where the file asks for which field, whether something stands there or not.
    pub asked: Vec<(String, Range<usize>)>,
    /// What stands where nothing is asked for.
    pub unread: Vec<Unread>,
    /// The lines of the file that stand in no row of the form.
    pub around: Vec<String>,
}

/// What stands in a field.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Answer {
    /// The field, by its dotted path.
    pub path: String,
    /// What is asked for, as the form says it.
    pub asked: String,
    /// The text, in which a paragraph is one line.
    pub text: String,
    /// The lines as they were typed, without empty ones.
    pub lines: Vec<String>,
    /// Where it stands, as bytes of the file; empty where the file has no lines.
    pub at: Range<usize>,
}

/// What stands where nothing is asked for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Unread {
    /// The words.
    pub text: String,
    /// The row that they stand in.
    pub row: Option<String>,
    /// What that row asks for.
    pub asks: Vec<String>,
    /// What was meant, perhaps.
    pub near: Option<String>,
    /// Where they stand.
    pub at: Range<usize>,
}

impl Answers {
    /// Adds a text to a field; `place` tells its text apart from one before it.
    fn add(&mut self, place: &Place, typed: &str, at: Range<usize>) {
        let lines = typed.split([HARD, SOFT]).map(str::trim).filter(|line| !line.is_empty());
        let lines: Vec<String> = lines.map(str::to_owned).collect();
        let text = typed.trim().replace(SOFT, " ").replace(HARD, "\n");
        match self.given.last_mut().filter(|last| last.path == place.path) {
            Some(last) => {
                last.text.push_str("\n\n");
                last.text.push_str(&text);
                last.lines.extend(lines);
            }
            None => {
                let (path, asked) = (place.path.clone(), place.asked().to_owned());
                self.given.push(Answer { path, asked, text, lines, at });
            }
        }
    }
}

impl Form {
    /// What somebody wrote into the form, which is Markdown.
    ///
    /// # Errors
    /// It is nested deeper than any form.
    pub fn filled(&self, markdown: &str) -> Result<Answers, TooDeep> {
        let mut hand =
            Hand { form: self, markdown, section: String::new(), row: None, found: Answers::default() };
        block::read_typed(markdown)?.into_iter().for_each(|(at, block)| hand.read(&block, at));
        Ok(hand.found)
    }

    /// What somebody wrote into the fields of the form that a DOCX has, by their names, and `beside` them, line by line.
    pub fn controls(&self, fields: &[(String, String)], beside: &[String]) -> Answers {
        let mut found = Answers::default();
        let stray = |text: &str| Unread {
            text: text.to_owned(),
            row: None,
            asks: Vec::new(),
            near: None,
            at: Range::default(),
        };
        for (name, text) in fields {
            match self.places.iter().find(|place| place.path == *name) {
                Some(place) => found.add(place, &text.replace(SOFT, &HARD.to_string()), Range::default()),
                None => found.unread.push(stray(text)),
            }
        }
        let own = |line: &&String| !line.is_empty() && !self.is_line(line);
        let beside: Vec<String> = beside.iter().map(|line| spaced(line)).collect();
        found.unread.extend(beside.iter().filter(own).map(|line| stray(line)));
        found.asked.extend(self.places.iter().map(|place| (place.path.clone(), Range::default())));
        found
    }
}

/// The text of a block, with its breaks.
fn text(block: &Block) -> String {
    match block {
        Block::Paragraph(line) => block::text(line, "\r"),
        other => block::lines(std::slice::from_ref(other)).join("\r"),
    }
}

/// The row that is read: its fields, which of them were passed, and the one that a further paragraph goes on with.
#[derive(Default)]
struct Row<'f> {
    term: String,
    places: Vec<(&'f Place, bool)>,
    last: Option<usize>,
}

impl<'f> Row<'f> {
    fn labels(&self) -> impl Iterator<Item = &'f str> + use<'_, 'f> {
        self.places.iter().map(|(place, _)| place.label.trim())
    }

    /// The field that a text is meant for, and the label that it begins with. Of several that are asked for alike it is
    /// the next one.
    fn meant(&self, text: &str) -> Option<(usize, &'f str)> {
        let labels = self.labels().filter(|label| text.starts_with(label));
        let label = labels.max_by_key(|label| label.len()).unwrap_or("");
        if label.is_empty() && self.near(text).is_some() {
            return None;
        }
        let mut alike = self.places.iter().enumerate().filter(|(_, (place, _))| place.label.trim() == label);
        let open = alike.clone().find(|(_, (_, is_passed))| !is_passed).map(|(at, _)| at);
        let last = if label.is_empty() { self.last } else { alike.next_back().map(|(at, _)| at) };
        Some((open.or(last)?, label))
    }

    /// The label that a text begins with, misspelled.
    fn near(&self, text: &str) -> Option<&'f str> {
        let (word, _) = text.lines().next()?.split_once(':')?;
        nearest(word.trim(), self.labels().filter_map(|label| label.strip_suffix(':')))
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

    /// The parts of a text, each of which begins with a label where somebody typed one line below the other.
    fn parts<'t>(&self, text: &'t str) -> Vec<&'t str> {
        let begins = |rest: &str| {
            self.labels().any(|label| !label.is_empty() && rest.starts_with(label))
                || self.near(rest).is_some()
        };
        let (mut parts, mut start) = (Vec::new(), 0);
        for (at, _) in text.match_indices(SOFT) {
            let next = at.saturating_add(SOFT.len_utf8());
            if begins(text.get(next..).unwrap_or_default()) {
                parts.extend(text.get(start..at));
                start = next;
            }
        }
        parts.extend(text.get(start..));
        parts
    }
}

/// Reads a form from top to bottom.
struct Hand<'f, 'm> {
    form: &'f Form,
    markdown: &'m str,
    section: String,
    row: Option<Row<'f>>,
    found: Answers,
}

impl Hand<'_, '_> {
    fn read(&mut self, block: &Block, at: Range<usize>) {
        let plain = |line: &[Inline]| spaced(&plain(line));
        match block {
            Block::Heading(level, line) if self.form.headings.contains(&plain(line)) => {
                self.row = None;
                if *level > 1 {
                    self.section = plain(line);
                }
            }
            // What stands behind the form is in none of its rows.
            Block::Rule => self.row = None,
            Block::Paragraph(line) => match line.split_first() {
                Some((Inline::Strong(term), rest)) if self.form.terms.contains(&plain(term)) => {
                    self.begin(&plain(term), &at);
                    self.answers(block::text(rest, "\r").trim(), at);
                }
                _ => self.words(block, at),
            },
            other => self.words(other, at),
        }
    }

    fn begin(&mut self, term: &str, at: &Range<usize>) {
        let places = self.form.places.iter();
        let here = places.filter(|place| place.section == self.section && place.term == term);
        let row =
            Row { term: term.to_owned(), places: here.map(|place| (place, false)).collect(), last: None };
        let unlabelled = row.places.iter().filter(|(place, _)| place.label.trim().is_empty());
        self.found.asked.extend(unlabelled.map(|(place, _)| (place.path.clone(), at.clone())));
        self.row = Some(row);
    }

    fn words(&mut self, block: &Block, at: Range<usize>) {
        let said = said(block);
        if self.row.is_none() {
            self.found.around.push(said.clone());
        }
        let is_own = self.form.is_own(&said) || (self.row.is_none() && self.form.surrounds(&said));
        if !is_own {
            self.answers(text(block).trim(), at);
        }
    }

    fn answers(&mut self, text: &str, at: Range<usize>) {
        if text.is_empty() {
            return;
        }
        let parts = self.row.as_ref().map_or_else(|| vec![text], |row| row.parts(text));
        let mut from = at.start;
        for part in parts {
            // The part's own line, where it stands there as it is read.
            let first = part.split([HARD, SOFT]).next().unwrap_or_default().trim();
            let found = self.markdown.get(from..at.end).and_then(|rest| rest.find(first));
            from = found.map_or(from, |offset| from.saturating_add(offset));
            let line = self.markdown.get(from..at.end).unwrap_or_default().lines().next().unwrap_or_default();
            self.answer(part.trim(), from..from.saturating_add(line.len()));
        }
    }

    /// Words in a row: behind a label they are that field's, else those of the one without a label, or they go on with
    /// what came last.
    fn answer(&mut self, text: &str, at: Range<usize>) {
        let meant = self.row.as_mut().and_then(|row| {
            let (place, label) = row.meant(text)?;
            let rest = text.get(label.len()..).unwrap_or_default().trim();
            Some((row.pass(place, rest.is_empty())?, rest))
        });
        match meant {
            Some((place, rest)) => {
                self.found.asked.push((place.path.clone(), at.clone()));
                if !rest.is_empty() {
                    self.found.add(place, rest, at);
                }
            }
            None => self.unread(text, at),
        }
    }

    fn unread(&mut self, text: &str, at: Range<usize>) {
        let row = self.row.as_ref();
        let labels = row.into_iter().flat_map(Row::labels).filter(|label| !label.is_empty());
        self.found.unread.push(Unread {
            text: spaced(text),
            row: row.map(|row| row.term.clone()),
            asks: labels.map(str::to_owned).collect(),
            near: row.and_then(|row| row.near(text)).map(str::to_owned),
            at,
        });
    }
}

#[cfg(test)]
mod tests {
    use super::super::fill::Filled;
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
        let footer = block::read("End.", &[]).unwrap();
        let header =
            block::read(&format!("{} · {}", mark(0), mark(1)), &[Slot::new("R"), Slot::new("1")]).unwrap();
        Form::of(&Filled { body: block::read(&template, &slots).unwrap(), header, footer })
    }

    /// What is read of a form whose texts were replaced.
    fn read(answers: &[(&str, &str)]) -> Answers {
        let sent = "# Form\n\n**Text**\n\n**Contact**\n\nName:\n\nMail:\n\n- of the\n- form\n\n\
                    **Codes**\n\nCode: A\n\nCode: B\n\n## Again\n\n**Text**\n\n---\n\nEnd.\n";
        let filled = answers.iter().fold(sent.to_owned(), |text, (from, to)| text.replacen(from, to, 1));
        form().filled(&filled).unwrap()
    }

    /// The fields with their texts; all that was written was read.
    fn given(found: &Answers) -> Vec<(&str, &str)> {
        assert_eq!(found.unread, []);
        found.given.iter().map(|answer| (answer.path.as_str(), answer.text.as_str())).collect()
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
            assert_eq!(found.given.len(), 3, "{found:?}");
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
        // The page's own line, of another day; the same sign in an answer is the answer's.
        let found = read(&[("# Form", "S · 2\n\n# Form"), ("**Text**", "**Text**\n\nabove · below")]);
        assert_eq!(given(&found)[0], ("one", "above · below"));
    }

    #[test]
    fn lines_of_a_paragraph_are_one_text_and_several_items() {
        let found = read(&[("**Text**", "**Text**\none\ntwo\\\nthree")]);
        assert_eq!((found.given[0].text.as_str(), found.given[0].lines.len()), ("one two\nthree", 3));
        let found = read(&[("Name:\n", "Name: Desk\nMail: a@b.example\n")]);
        assert_eq!(given(&found)[..2], [("name", "Desk"), ("mail", "a@b.example")]);
    }

    #[test]
    fn what_nothing_asks_for_is_told_with_its_line() {
        for (from, typed, text, near) in [
            ("Name:", "Nmae: Desk", "Nmae: Desk", Some("Name")),
            ("Name:", "Desk", "Desk", None),
            ("Mail:", "Mail:\n\nNames: Desk", "Names: Desk", Some("Name")),
            ("End.", "End.\n\nHello", "Hello", None),
            ("# Form", "Hello\n\n# Form", "Hello", None),
        ] {
            let found = read(&[(from, typed)]);
            let [unread] = found.unread.as_slice() else { panic!("{typed}: {found:?}") };
            assert_eq!((unread.text.as_str(), unread.near.as_deref()), (text, near), "{typed}");
            assert_eq!(unread.at.len(), text.len(), "{typed}");
        }
        let beside = ["Name: ".to_owned(), " of  the".to_owned(), "Mallory".to_owned()];
        let fields = [("one".to_owned(), "a\nb".to_owned()), ("six".to_owned(), "c".to_owned())];
        let found = form().controls(&fields, &beside);
        let unread: Vec<&str> = found.unread.iter().map(|unread| unread.text.as_str()).collect();
        assert_eq!((unread, found.given[0].text.as_str()), (vec!["c", "Mallory"], "a\nb"));
    }
}
