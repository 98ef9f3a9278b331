//! Works out conditions. What is not met says which field it is about and of what nature the lack is, so that a
//! refusal can tell content that somebody forgot from a register that is not ready and a day that has not come.

use chrono::NaiveDate;
use serde_json::Value as Json;

use super::alteration::{among, changed, removed};
use super::clock;
use super::condition::{ClockState, Condition, Order, Other, State, Within};
use super::definition::{Moment, Worked};
use super::pattern::Pattern;
use super::scene::{Ground, Scene};
use crate::source::Path;

/// Why a condition does not hold.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Unmet {
    /// Of what nature.
    pub lack: Lack,
    /// The field it is about, where there is one.
    pub path: Option<Path>,
    /// What is wrong, a sentence without a full stop.
    pub detail: String,
    /// Whether that says only that something will not do, so that a need's own words say more.
    pub is_vague: bool,
}

/// The nature of a lack.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Lack {
    /// The document itself lacks something, or has something else.
    Content,
    /// Another document, the document's past, or the signer is not as it must be.
    Register,
    /// The day has not come; where it is known, from which day on it is fine.
    Early(Option<NaiveDate>),
}

pub(super) type Verdict = Result<(), Unmet>;

pub(super) fn content(path: Option<Path>, detail: String) -> Verdict {
    Err(Unmet { lack: Lack::Content, path, detail, is_vague: false })
}

pub(super) fn register(path: Option<Path>, detail: String) -> Verdict {
    Err(Unmet { lack: Lack::Register, path, detail, is_vague: false })
}

/// Whether a value says anything: null, empty text and empty collections do not.
pub fn is_filled(value: &Json) -> bool {
    match value {
        Json::Null => false,
        Json::String(text) => !text.trim().is_empty(),
        Json::Array(items) => !items.is_empty(),
        Json::Object(fields) => !fields.is_empty(),
        _ => true,
    }
}

impl Scene<'_> {
    /// Whether a condition holds.
    ///
    /// # Errors
    /// What is not met, of several things the first.
    pub fn holds(&self, condition: &Condition) -> Result<(), Unmet> {
        self.test(condition, self.ground())
    }

    pub(super) fn test(&self, condition: &Condition, ground: Ground<'_>) -> Verdict {
        match condition {
            Condition::Present(fields) => fields.0.iter().try_for_each(|field| present(field, ground)),
            Condition::Absent(fields) => fields.0.iter().try_for_each(|field| absent(field, ground)),
            Condition::Equals(fields) => fields
                .iter()
                .try_for_each(|(field, wanted)| equals(&Pattern::parse(field), &wanted.0, ground)),
            Condition::Same(fields) => same(&fields.0, ground),
            Condition::Some(within) => self.some(within, ground, 0),
            Condition::Every(within) => self.every(within, ground),
            Condition::None(within) => self.none(within, ground),
            Condition::Added(within) => {
                let before = ground.before.and_then(|before| within.list.value(before));
                self.some(within, ground, before.and_then(Json::as_array).map_or(0, Vec::len))
            }
            Condition::Changed(fields) => changed(&fields.0, ground),
            Condition::Before(inner) => self.before(inner, ground),
            Condition::All(all) => all.iter().try_for_each(|inner| self.test(inner, ground)),
            Condition::Any(any) => self.any(any, ground),
            Condition::Not(inner) => self.not(inner, ground),
            Condition::Document(other) => self.other(other, ground),
            Condition::Unique(wanted) => self.unique(*wanted),
            Condition::Clock(wanted) => self.clock(wanted),
            Condition::Order(order) => self.order(order, ground),
            Condition::Signer(roles) => self.signer_has(&roles.0),
            Condition::SignerIs(field) => self.signer_is(field, ground),
            Condition::Persons(persons) => self.persons(persons),
            Condition::Digest(digested) => self.is_digest(digested, ground),
            Condition::Calendar(field) => self.calendar(field, ground),
            Condition::NamesChanges(list) => self.names_changes(list),
            Condition::Removed(lists) => removed(&lists.0, ground),
            Condition::Among(wanted) => among(wanted, ground),
        }
    }

    fn items<'g>(&self, within: &Within, ground: Ground<'g>, skip: usize) -> Vec<(Path, &'g Json)> {
        let Some(path) = within.list.first(ground.after) else { return Vec::new() };
        let items = path.find(ground.after).and_then(Json::as_array);
        items
            .into_iter()
            .flatten()
            .enumerate()
            .skip(skip)
            .map(|(index, item)| (path.index(index), item))
            .collect()
    }

    fn fulfils(&self, within: &Within, path: &Path, item: &Json, ground: Ground<'_>) -> Verdict {
        let Some(condition) = &within.fulfils else { return Ok(()) };
        let before = ground.before.and_then(|before| path.find(before));
        self.test(condition, Ground { after: item, before, base: Some(path) })
    }

    fn some(&self, within: &Within, ground: Ground<'_>, skip: usize) -> Verdict {
        let items = self.items(within, ground, skip);
        if items.iter().any(|(path, item)| self.fulfils(within, path, item, ground).is_ok()) {
            return Ok(());
        }
        let further = if skip > 0 { " further" } else { "" };
        let path = ground.locate(&within.list);
        let which = match within.fulfils.as_deref() {
            Some(condition) => condition.which(),
            None => Some(String::new()),
        };
        let named = path.as_ref().map_or_else(|| within.list.to_string(), ToString::to_string);
        let is_vague = which.is_none();
        let which = which.unwrap_or_else(|| " that will do".to_owned());
        let detail = format!("`{named}` has no{further} item{which}");
        Err(Unmet { lack: Lack::Content, path, detail, is_vague })
    }

    fn every(&self, within: &Within, ground: Ground<'_>) -> Verdict {
        self.items(within, ground, 0)
            .iter()
            .try_for_each(|(path, item)| self.fulfils(within, path, item, ground))
    }

    fn none(&self, within: &Within, ground: Ground<'_>) -> Verdict {
        match self
            .items(within, ground, 0)
            .iter()
            .find(|(path, item)| self.fulfils(within, path, item, ground).is_ok())
        {
            Some((path, _)) => content(Some(path.clone()), format!("`{path}` stands against it")),
            None => Ok(()),
        }
    }

    fn before(&self, inner: &Condition, ground: Ground<'_>) -> Verdict {
        let (Some(whole), Some(before)) = (self.before, ground.before) else {
            return register(None, "there was no document before".to_owned());
        };
        // Clocks and uniqueness look at the whole document, wherever the condition stands.
        let then = Scene { after: whole, ..*self };
        then.test(inner, Ground { after: before, before: Some(before), base: ground.base }).map_err(|unmet| {
            match unmet.lack {
                Lack::Content => Unmet { lack: Lack::Register, ..unmet },
                _ => unmet,
            }
        })
    }

    fn any(&self, any: &[Condition], ground: Ground<'_>) -> Verdict {
        let mut first = Ok(());
        for inner in any {
            match self.test(inner, ground) {
                Ok(()) => return Ok(()),
                unmet if first.is_ok() => first = unmet,
                Err(_) => {}
            }
        }
        first
    }

    fn not(&self, inner: &Condition, ground: Ground<'_>) -> Verdict {
        if self.test(inner, ground).is_err() {
            return Ok(());
        }
        let lack = match inner {
            Condition::Before(_)
            | Condition::Document(_)
            | Condition::Signer(_)
            | Condition::SignerIs(_)
            | Condition::Persons(_) => Lack::Register,
            Condition::Clock(_) => Lack::Early(None),
            _ => Lack::Content,
        };
        let path = subject(inner).and_then(|field| ground.locate(field));
        let detail = match &path {
            Some(path) => format!("`{path}` is as it may not be"),
            None => "something holds that may not".to_owned(),
        };
        Err(Unmet { lack, path, detail, is_vague: false })
    }

    fn other(&self, other: &Other, ground: Ground<'_>) -> Verdict {
        let path = ground.locate(&other.id);
        let Some(id) = other.id.text(ground.after) else {
            return content(path, format!("`{}` is missing", other.id));
        };
        let Some(found) = self.world.document(&other.kind, id) else {
            return register(path, format!("the register has no {} `{id}`", other.kind));
        };
        let Some(condition) = &other.fulfils else { return Ok(()) };
        let there = Ground { after: &found, before: None, base: None };
        match self.test(condition, there) {
            Ok(()) => Ok(()),
            Err(unmet) => {
                register(path, format!("{} `{id}` is not as it must be: {}", other.kind, unmet.detail))
            }
        }
    }

    fn unique(&self, wanted: bool) -> Verdict {
        let Some(unique) = self.definition.unique.as_ref().filter(|_| wanted) else { return Ok(()) };
        let named: Vec<&str> = unique
            .unless
            .iter()
            .flat_map(|list| list.values(self.after))
            .flat_map(|value| value.as_array().map_or_else(|| vec![value], |items| items.iter().collect()))
            .filter_map(Json::as_str)
            .collect();
        let rivals = self.world.rivals(&self.definition.kind, unique, self.after);
        match rivals.iter().find(|id| !named.contains(&id.as_str())) {
            None => Ok(()),
            Some(id) => {
                let path = unique.by.last().and_then(|field| field.first(self.after));
                register(path, format!("{} `{id}` is open for the same", self.definition.kind))
            }
        }
    }

    fn clock(&self, wanted: &ClockState) -> Verdict {
        let reading = clock::current(self, &wanted.name);
        let state = reading.as_ref().map_or(State::NotStarted, |reading| reading.state);
        if wanted.is.0.contains(&state) {
            return Ok(());
        }
        let due = reading.as_ref().and_then(|reading| reading.due);
        let open = matches!(state, State::Running | State::NotStarted);
        let waits = open && due.is_some() && wanted.is.0.contains(&State::Overdue);
        let from = due.filter(|_| waits).and_then(|due| due.succ_opt());
        let detail = match (state, due) {
            (State::NotStarted, None) => format!("the clock `{}` has not started", wanted.name),
            (_, Some(due)) if waits => format!("the clock `{}` runs up to and including {due}", wanted.name),
            (_, Some(due)) => format!("the clock `{}`, due {due}, is {}", wanted.name, state.word()),
            (_, None) => format!("the clock `{}` is {}", wanted.name, state.word()),
        };
        let lack = if waits { Lack::Early(from) } else { Lack::Register };
        Err(Unmet { lack, path: None, detail, is_vague: false })
    }

    fn order(&self, order: &Order, ground: Ground<'_>) -> Verdict {
        let moment = |moment| clock::moment(self, moment, ground, None);
        let (Some(earlier), Some(later)) = (moment(&order.earlier), moment(&order.later)) else {
            return Ok(());
        };
        if earlier < later || (earlier == later && !order.strictly) {
            return Ok(());
        }
        let path = [&order.earlier, &order.later]
            .into_iter()
            .find_map(clock::field)
            .and_then(|field| ground.locate(field));
        let relation = if order.strictly { "does not lie before" } else { "lies after" };
        let named = |moment: &Moment| self.named(moment, ground);
        let (first, second) = (named(&order.earlier), named(&order.later));
        content(path, format!("{first}{earlier} {relation} {second}{later}"))
    }

    /// What a moment is, before its date.
    fn named(&self, moment: &Moment, ground: Ground<'_>) -> String {
        match moment {
            Moment::Field(field) if field.to_string().starts_with('$') => "today, ".to_owned(),
            Moment::Field(field) => {
                ground.locate(field).map(|path| format!("`{path}` of ")).unwrap_or_default()
            }
            Moment::Worked(Worked::Due(clock)) => format!("the due day of `{clock}`, "),
            Moment::Worked(Worked::Step(step)) => format!("the day of `{step}`, "),
            Moment::Worked(Worked::After(after)) => {
                match clock::field(&after.of).and_then(|field| ground.locate(field)) {
                    Some(path) => format!("the end of the time after `{path}`, "),
                    None => String::new(),
                }
            }
            Moment::Worked(Worked::Earliest(_) | Worked::Latest(_)) => String::new(),
        }
    }

    fn calendar(&self, field: &Pattern, ground: Ground<'_>) -> Verdict {
        let Some(name) = field.text(ground.after) else { return Ok(()) };
        match self.world.calendar(Some(name)) {
            Some(_) => Ok(()),
            None => content(ground.locate(field), format!("there is no calendar `{name}`")),
        }
    }
}

/// The first field that a condition is about.
fn subject(condition: &Condition) -> Option<&Pattern> {
    match condition {
        Condition::Present(fields)
        | Condition::Absent(fields)
        | Condition::Changed(fields)
        | Condition::Removed(fields)
        | Condition::Same(fields) => fields.0.first(),
        Condition::Some(within)
        | Condition::Every(within)
        | Condition::None(within)
        | Condition::Added(within) => Some(&within.list),
        Condition::Before(inner) | Condition::Not(inner) => subject(inner),
        Condition::All(inner) | Condition::Any(inner) => inner.iter().find_map(subject),
        Condition::SignerIs(field) | Condition::Calendar(field) | Condition::NamesChanges(field) => {
            Some(field)
        }
        Condition::Among(wanted) => Some(&wanted.these),
        _ => None,
    }
}

fn present(field: &Pattern, ground: Ground<'_>) -> Verdict {
    if field.values(ground.after).into_iter().any(is_filled) {
        return Ok(());
    }
    let path = ground.locate(field);
    let named = path.as_ref().map_or_else(|| field.to_string(), ToString::to_string);
    content(path, format!("`{named}` is missing"))
}

fn absent(field: &Pattern, ground: Ground<'_>) -> Verdict {
    match field.resolve(ground.after).into_iter().find(|path| path.find(ground.after).is_some_and(is_filled))
    {
        None => Ok(()),
        Some(path) => {
            let located = ground.locate(field).unwrap_or(path);
            content(Some(located.clone()), format!("`{located}` is there already"))
        }
    }
}

fn equals(field: &Pattern, wanted: &[Json], ground: Ground<'_>) -> Verdict {
    match field.value(ground.after) {
        Some(value) if wanted.contains(value) => Ok(()),
        value => {
            let list: Vec<String> = wanted.iter().map(|json| format!("`{}`", plain(json))).collect();
            let is = value.map_or("missing".to_owned(), |value| format!("`{}`", plain(value)));
            let path = ground.locate(field);
            let named = path.as_ref().map_or_else(|| field.to_string(), ToString::to_string);
            content(path, format!("`{named}` is {is}, not {}", list.join(" or ")))
        }
    }
}

fn same(fields: &[Pattern], ground: Ground<'_>) -> Verdict {
    let values: Vec<Option<&Json>> = fields.iter().map(|field| field.value(ground.after)).collect();
    if values.first().is_some_and(|first| first.is_some() && values.iter().all(|value| value == first)) {
        return Ok(());
    }
    let names: Vec<String> = fields.iter().map(|field| format!("`{field}`")).collect();
    content(
        fields.first().and_then(|field| ground.locate(field)),
        format!("{} are not the same", names.join(" and ")),
    )
}

/// A value in a sentence; collections by their size only.
pub(super) fn plain(value: &Json) -> String {
    match value {
        Json::String(text) => text.clone(),
        Json::Array(items) => format!("{} items", items.len()),
        Json::Object(_) => "…".to_owned(),
        other => other.to_string(),
    }
}
