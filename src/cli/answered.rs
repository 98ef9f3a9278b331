//! What somebody answered in a form that came back, told from the form as it was sent: assignments for a step, and
//! where in the file each of them stands, so that whatever is found of it points there. What can't be taken is told.

use std::collections::BTreeMap;
use std::ops::Range;
use std::sync::Arc;

use serde_json::Value as Json;

use super::filled::Filled;
use super::meaning::{Meaning, Open};
use super::rendering::{Press, faulty};
use super::{CliError, Context};
use crate::diagnostic::{Finding, rule};
use crate::document::{Document, Draft};
use crate::process::Kind;
use crate::render::{Answer, Answers, Form, Stamp, Unread, Words};
use crate::rules::without_serials;
use crate::source::{Path, Segment, Source, Span, printable};

/// A form that came back.
pub enum Returned {
    /// As Markdown.
    Markdown(Source),
    /// As DOCX.
    Docx {
        /// What the file is called.
        name: String,
        /// All of its text.
        text: String,
        /// What stands in its fields, by their names.
        fields: Vec<(String, String)>,
        /// The lines beside them.
        beside: Vec<String>,
    },
}

/// The answers of a form: where each field stands in it, and what of it can't be taken.
#[derive(Clone, Debug, Default)]
pub struct Answered {
    /// What stands in it and answers nothing.
    unread: Vec<Finding>,
    file: Option<Paper>,
    /// Answers that can't be taken: the field of each, and why.
    refused: Vec<(Vec<String>, Finding)>,
    /// Fields and where they are asked for, those with an answer first.
    homes: Vec<(Vec<String>, String, Range<usize>)>,
}

/// A file: with its text, or by its name alone.
#[derive(Clone, Debug)]
enum Paper {
    Text(Source),
    Named(String),
}

impl Paper {
    fn holds(&self, finding: Finding, at: &Range<usize>) -> Finding {
        match self {
            Self::Text(source) => finding.at_span(source, Span::new(at.start, at.end)),
            Self::Named(name) => finding.in_file(name.clone()),
        }
    }
}

impl Answered {
    /// Whether a finding says no more than that an answer could not be taken: what it was meant for is not there.
    pub fn covers(&self, finding: &Finding) -> bool {
        let path = finding.place.path.as_ref();
        path.is_some_and(|path| self.refused.iter().any(|(field, _)| is_field(field, path)))
    }

    /// The same with a draft that goes over it: what was given beside the form is no answer of its any more.
    #[must_use]
    pub fn under(&self, draft: &Draft<'_>) -> Self {
        let mut under = self.clone();
        under.refused.retain(|(field, _)| !draft.is_assigned(|path| is_field(field, path)));
        under
    }

    /// What can't be taken.
    pub fn findings(&self) -> impl Iterator<Item = &Finding> {
        self.unread.iter().chain(self.refused.iter().map(|(_, finding)| finding))
    }

    /// Puts a finding on the line of the form that it is about, where there is one; a new document stands nowhere else.
    pub fn at_home(&self, mut finding: Finding, is_new: bool) -> Finding {
        let Some(file) = &self.file else { return finding };
        let Some(path) = finding.place.path.clone() else { return finding };
        let home = |fits: fn(&[String], &Path) -> bool| {
            self.homes.iter().find(|(field, ..)| fits(field, &path)).map(|(_, asked, at)| (asked, at))
        };
        let exact = home(is_field);
        let near = || home(|field, path| !path.0.is_empty() && agrees(field, path));
        match exact.or_else(near) {
            Some((asked, at)) => {
                (finding.place.source, finding.place.span, finding.place.file) = (None, None, None);
                finding.labels.clear();
                file.holds(of(asked, finding), at)
            }
            None if is_new => {
                (finding.place.source, finding.place.span) = (None, None);
                finding.labels.clear();
                let Paper::Text(Source { name, .. }) = file else { return file.holds(finding, &(0..0)) };
                finding.in_file(&**name)
            }
            None => finding,
        }
    }
}

/// Says what was asked for, in the form's words, before what is wrong with the answer.
fn of(asked: &str, mut finding: Finding) -> Finding {
    finding.message = format!("`{asked}`: {}", finding.message);
    finding
}

/// Whether a path is that of a field.
fn is_field(field: &[String], path: &Path) -> bool {
    field.len() == path.0.len() && agrees(field, path)
}

/// Whether a field and a path are one, or one of them holds the other.
fn agrees(field: &[String], path: &Path) -> bool {
    field.iter().zip(&path.0).all(|(part, segment)| match segment {
        Segment::Key(key) => part == key,
        Segment::Index(index) => part.starts_with('+') || *part == index.to_string(),
    })
}

fn parts(path: &str) -> Vec<String> {
    path.split('.').map(str::to_owned).collect()
}

impl Returned {
    /// The words of the file.
    fn text(&self) -> &str {
        match self {
            Self::Markdown(source) => &source.text,
            Self::Docx { text, .. } => text,
        }
    }

    fn paper(&self) -> Paper {
        match self {
            Self::Markdown(source) => Paper::Text(source.clone()),
            Self::Docx { name, .. } => Paper::Named(name.clone()),
        }
    }

    fn read(&self, form: &Form) -> Result<Answers, CliError> {
        Ok(match self {
            Self::Markdown(source) => form
                .filled(&source.text)
                .map_err(|error| CliError::usage(format!("{} can't be read: {error}", source.name)))?,
            Self::Docx { fields, beside, text, .. } => {
                let lines = text.lines().map(|line| line.trim().to_owned()).collect();
                Answers { around: lines, ..form.controls(fields, beside) }
            }
        })
    }

    /// What was answered and differs from what stood there; or that it is the form of another document.
    ///
    /// # Errors
    /// The form as it was sent can't be made again.
    pub fn answers(
        &self,
        kind: &Arc<Kind>,
        document: Option<&Document>,
        context: &Context,
    ) -> Result<Result<Filled, Finding>, CliError> {
        let stamp = Stamp::find(self.text());
        let press = press(stamp.as_ref(), document.is_none(), context)?;
        let then = document.map(|document| press.desk.document(kind, &document.id)).transpose()?.flatten();
        let (name, form) = press.form(kind, then.as_ref().or(document), stamp.as_ref())?;
        let answers = self.read(&form)?;
        let paper = self.paper();
        if let Some(other) = other(&press, kind, document, stamp.as_ref(), &form, &answers)? {
            return Ok(Err(paper.holds(other, &(0..0))));
        }
        let whole = document.map_or_else(
            || format!("the blank form {name} of a {}", kind.definition.title),
            |document| format!("the form {name} of {}", document.name()),
        );
        let words = Words::read(&press.templates, &press.desk.snapshot.settings.locale).map_err(faulty)?;
        let meaning = Meaning { kind, words: &words, desk: &press.desk };
        let mut taken = Taken {
            document,
            meaning,
            set: Vec::new(),
            lists: BTreeMap::new(),
            refused: Vec::new(),
            homes: Vec::new(),
        };
        for answer in &answers.given {
            let stood = form.places.iter().find(|place| place.path == answer.path);
            if let Some(stood) = stood.filter(|place| place.text.trim() != answer.text) {
                taken.take(answer, stood.text.is_empty())?;
            }
        }
        let Taken { mut set, lists, refused, mut homes, .. } = taken;
        set.extend(lists.into_iter().map(|(list, items)| format!("{list}={}", Json::from(items))));
        let asked = |path: &str| form.places.iter().find(|place| place.path == path);
        homes.extend(
            answers
                .asked
                .iter()
                .filter_map(|(path, at)| Some((parts(path), asked(path)?.asked().to_owned(), at.clone()))),
        );
        let unread =
            told(&answers, &whole).into_iter().map(|(finding, at)| paper.holds(finding, &at)).collect();
        let refused =
            refused.into_iter().map(|(field, finding, at)| (field, paper.holds(finding, &at))).collect();
        Ok(Ok(Filled { set, answered: Answered { unread, file: Some(paper), refused, homes } }))
    }
}

/// What answers come to.
struct Taken<'a> {
    document: Option<&'a Document>,
    meaning: Meaning<'a>,
    set: Vec<String>,
    /// Lists that grow, with all their items.
    lists: BTreeMap<String, Vec<Json>>,
    refused: Vec<(Vec<String>, Finding, Range<usize>)>,
    homes: Vec<(Vec<String>, String, Range<usize>)>,
}

impl Taken<'_> {
    fn take(&mut self, answer: &Answer, was_empty: bool) -> Result<(), CliError> {
        let Some(open) = Open::of(&answer.path) else {
            self.homes.push((parts(&answer.path), answer.asked.clone(), answer.at.clone()));
            match self.meaning.of(&answer.path, &answer.text)? {
                // What can only be said with yes is not said with no.
                Ok(value) if was_empty && self.meaning.says_nothing(&answer.path, &value) => {}
                Ok(value) => self.set.push(format!("{}={value}", answer.path)),
                Err(finding) => {
                    let finding = of(&answer.asked, finding);
                    self.refused.push((parts(&answer.path), finding, answer.at.clone()));
                }
            }
            return Ok(());
        };
        let list = Path::parse(&open.list);
        let stood = self.document.and_then(|document| list.find(&document.data)?.as_array().cloned());
        let items = self.lists.entry(open.list.clone()).or_insert_with(|| stood.unwrap_or_default());
        for line in answer.lines.iter().flat_map(|line| open.items(line)) {
            if self.meaning.is_nothing(line) {
                let message = format!("`{line}` is no item of a list");
                let help = "where there is nothing to name, leave the line empty, and answer what the form asks about it beside";
                let finding = Finding::new(&rule::FORM_ANSWER, message).help(help);
                self.refused.push((parts(&open.list), of(&answer.asked, finding), answer.at.clone()));
                continue;
            }
            let path = format!("{}.{}{}", open.list, items.len(), open.below());
            self.homes.push((parts(&path), answer.asked.clone(), answer.at.clone()));
            items.push(open.item(line));
        }
        Ok(())
    }
}

/// What stands in a form where nothing is asked for, and where; in one that says nothing else, that it is none.
fn told(answers: &Answers, whole: &str) -> Vec<(Finding, Range<usize>)> {
    if answers.asked.is_empty() || (answers.given.is_empty() && answers.unread.is_empty()) {
        let message = format!("nothing is answered in it: it was read as {whole}");
        let help =
            "answers stand below the headings and behind the labels of the form, as `iwcp render` makes it";
        return vec![(Finding::new(&rule::FORM_ANSWER, message).help(help), 0..0)];
    }
    let finding = |unread: &Unread| {
        let text = without_serials(&unread.text);
        let row = unread.row.as_ref().map(|row| format!(" under `{row}`")).unwrap_or_default();
        let message = format!(
            "`{}` answers nothing that is asked for{row} in {whole}",
            cut(&printable::one_line(&text))
        );
        let help = match (&unread.near, unread.asks.as_slice()) {
            (Some(near), _) => format!("did you mean `{near}:`?"),
            (None, []) => {
                "nothing is asked for there: write it where it is asked for, or take it out".to_owned()
            }
            (None, asks) => format!(
                "asked for there: {}",
                asks.iter().map(|ask| format!("`{ask}`")).collect::<Vec<_>>().join(", ")
            ),
        };
        (Finding::new(&rule::FORM_ANSWER, message).help(help), unread.at.clone())
    };
    answers.unread.iter().map(finding).collect()
}

/// A text that is named in a message, not repeated.
fn cut(text: &str) -> String {
    match text.char_indices().nth(60) {
        Some((end, _)) => format!("{}…", text.get(..end).unwrap_or_default()),
        None => text.to_owned(),
    }
}

/// That a form is another document's than the one it was given for.
fn other(
    press: &Press,
    kind: &Arc<Kind>,
    document: Option<&Document>,
    stamp: Option<&Stamp>,
    form: &Form,
    answers: &Answers,
) -> Result<Option<Finding>, CliError> {
    let id = document.map_or("", |document| &document.id);
    let own = &kind.definition.kind;
    let foreign = stamp.and_then(|stamp| press.sheets.iter().find(|sheet| sheet.name == stamp.document));
    if let Some(sheet) = foreign.filter(|sheet| sheet.kind != *own) {
        let message =
            format!("it is the document `{}` of a {}, and no form of a {own}", sheet.name, sheet.kind);
        return Ok(Some(Finding::new(&rule::FORM_ANSWER, message)));
    }
    let Some(other) = form.other(id, &answers.around) else { return Ok(None) };
    if id.is_empty() && !press.desk.ids(kind)?.contains(&other) {
        return Ok(None);
    }
    let wanted = document.map_or_else(|| format!("a new {own}"), |document| document.name());
    let message =
        format!("it is the form of {own} {}, and was given for {wanted}", printable::one_line(&other));
    let help = format!("`iwcp step {own}/{} STEP --from FILE`", printable::one_line(&other));
    Ok(Some(Finding::new(&rule::FORM_ANSWER, message).help(help)))
}

/// What makes the form as it was sent: what differs from that is what somebody wrote, and the register may have moved on
/// since. In a blank form nothing stands, so that any commit will do.
fn press(stamp: Option<&Stamp>, is_blank: bool, context: &Context) -> Result<Press, CliError> {
    let Some(stamp) = stamp else { return Press::open(None, context) };
    match Press::open(Some(&stamp.commit), context) {
        Err(_) if is_blank => Press::open(None, context),
        Err(error) => {
            let short: String = stamp.commit.chars().take(12).collect();
            let message =
                format!("the form as it was sent can't be made again (commit {short}): {}", error.message);
            let hint =
                error.hint.unwrap_or_else(|| "fetch the history that it was made of: `git fetch`".to_owned());
            Err(CliError::environment(message).hint(hint))
        }
        press => press,
    }
}
