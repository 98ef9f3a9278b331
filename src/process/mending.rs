//! What could be given so that a condition holds that does not: alternatives, each a few fields of a document. Only what a
//! step may write is proposed; whether the step is then legal is judged by whoever tries it (`ahead`).

use chrono::Days;
use serde_json::{Map, Value as Json, json};

use super::Kind;
use super::clock::{self, moment};
use super::condition::{Condition, Order, Within};
use super::definition::{Moment, Step};
use super::evaluate::is_filled;
use super::input::Input;
use super::pattern::Pattern;
use super::scene::{Ground, Scene};
use crate::schema::Field;
use crate::source::Path;

/// So many alternatives are tried for one lack.
const ALTERNATIVES: usize = 8;

/// Several ways to mend something, each by all that it holds.
pub(super) type Mends = Vec<Vec<Input>>;

/// A step whose lacks are to be mended, on the document as it would leave it so far.
pub(super) struct Mender<'a> {
    pub(super) kind: &'a Kind,
    pub(super) step: &'a Step,
    pub(super) scene: Scene<'a>,
}

impl Mender<'_> {
    /// What could be given so that a condition on the whole document holds.
    pub(super) fn mends(&self, condition: &Condition) -> Mends {
        let mut found = self.of(condition, self.scene.ground());
        found.truncate(ALTERNATIVES);
        found
    }

    fn of(&self, condition: &Condition, ground: Ground<'_>) -> Mends {
        if self.scene.test(condition, ground).is_ok() {
            return Vec::new();
        }
        match condition {
            Condition::Present(fields) => Self::together(&fields.0, |field| self.present(field, ground)),
            Condition::Absent(fields) => Self::together(&fields.0, |field| self.absent(field, ground)),
            Condition::Equals(fields) => {
                let fields: Vec<(Pattern, &[Json])> = fields
                    .iter()
                    .map(|(field, wanted)| (Pattern::parse(field), wanted.0.as_slice()))
                    .collect();
                Self::together(&fields, |(field, wanted)| self.equals(field, wanted, ground))
            }
            Condition::Same(fields) => self.same(&fields.0, ground),
            Condition::Some(within) => self.some(within, ground, 0),
            Condition::Added(within) => {
                let before = ground.before.and_then(|before| within.list.value(before));
                self.some(within, ground, before.and_then(Json::as_array).map_or(0, Vec::len))
            }
            Condition::Every(within) => self.every(within, ground),
            Condition::Changed(fields) => {
                fields.0.iter().flat_map(|field| self.changed(field, ground)).collect()
            }
            Condition::All(all) => {
                let first = all.iter().find(|inner| self.scene.test(inner, ground).is_err());
                first.map_or_else(Vec::new, |inner| self.of(inner, ground))
            }
            Condition::Any(any) => any.iter().flat_map(|inner| self.of(inner, ground)).collect(),
            Condition::Not(inner) => match inner.as_ref() {
                Condition::Present(fields) => self.of(&Condition::Absent(fields.clone()), ground),
                Condition::Absent(fields) => self.of(&Condition::Present(fields.clone()), ground),
                _ => Vec::new(),
            },
            Condition::Order(order) => self.order(order, ground),
            Condition::NamesChanges(list) => self.names_changes(list),
            Condition::Document(_)
            | Condition::None(_)
            | Condition::Before(_)
            | Condition::Unique(_)
            | Condition::Clock(_)
            | Condition::Signer(_)
            | Condition::SignerIs(_)
            | Condition::Persons(_)
            | Condition::Digest(_)
            | Condition::Calendar(_)
            | Condition::Removed(_)
            | Condition::Among(_) => Vec::new(),
        }
    }

    /// All of several at once, where each can be mended; none where one can't.
    fn together<T>(all: &[T], mend: impl Fn(&T) -> Option<Vec<Input>>) -> Mends {
        let mut inputs: Vec<Input> = Vec::new();
        for one in all {
            let Some(more) = mend(one) else { return Vec::new() };
            for input in more {
                if inputs.iter().all(|known| known.path != input.path) {
                    inputs.push(input);
                }
            }
        }
        if inputs.is_empty() { Vec::new() } else { vec![inputs] }
    }

    fn present(&self, field: &Pattern, ground: Ground<'_>) -> Option<Vec<Input>> {
        if field.values(ground.after).into_iter().any(is_filled) {
            return Some(Vec::new());
        }
        self.put(&ground.locate(field)?)
    }

    fn absent(&self, field: &Pattern, ground: Ground<'_>) -> Option<Vec<Input>> {
        let filled = field
            .resolve(ground.after)
            .into_iter()
            .filter(|path| path.find(ground.after).is_some_and(is_filled));
        let whole = |path: Path| match ground.base {
            Some(base) => Path(base.0.iter().chain(&path.0).cloned().collect()),
            None => path,
        };
        filled.map(whole).map(|path| self.writes(&path).then(|| Input::gone(path))).collect()
    }

    fn equals(&self, field: &Pattern, wanted: &[Json], ground: Ground<'_>) -> Option<Vec<Input>> {
        if field.value(ground.after).is_some_and(|value| wanted.contains(value)) {
            return Some(Vec::new());
        }
        let path = ground.locate(field)?;
        self.writes(&path).then(|| vec![Input::choice(path, wanted.to_vec())])
    }

    fn same(&self, fields: &[Pattern], ground: Ground<'_>) -> Mends {
        let known =
            fields.iter().find_map(|field| field.value(ground.after).filter(|value| is_filled(value)));
        let Some(known) = known else { return Vec::new() };
        Self::together(fields, |field| self.equals(field, std::slice::from_ref(known), ground))
    }

    /// A further item, or one that is there already made to fit.
    fn some(&self, within: &Within, ground: Ground<'_>, skip: usize) -> Mends {
        let Some(list) = ground.locate(&within.list) else { return Vec::new() };
        let items = list.find(self.scene.after).and_then(Json::as_array);
        let count = items.map_or(0, Vec::len);
        let mut found: Mends = Vec::new();
        if let Some(wanted) = within.fulfils.as_deref().and_then(Condition::of_itself) {
            // Items that are single values are given as a whole list.
            if self.writes(&list) {
                found.extend(wanted.iter().map(|value| vec![Input::example(list.clone(), json!([value]))]));
            }
            return found;
        }
        for (index, item) in items.into_iter().flatten().enumerate().skip(skip) {
            found.extend(self.fitting(within, &list.index(index), item, ground));
        }
        if found.is_empty() {
            found.extend(self.appended(within, &list.index(count)));
        }
        found
    }

    fn fitting(&self, within: &Within, path: &Path, item: &Json, ground: Ground<'_>) -> Mends {
        let Some(condition) = &within.fulfils else { return Vec::new() };
        let before = ground.before.and_then(|before| path.find(before));
        self.of(condition, Ground { after: item, before, base: Some(path) })
    }

    /// A new item with what every item has to have, and what is asked of it.
    fn appended(&self, within: &Within, item: &Path) -> Mends {
        let Some(mut inputs) = self.put_item(item) else { return Vec::new() };
        let blank = Json::Object(Map::new());
        let asked = self.fitting(within, item, &blank, Ground { after: &blank, before: None, base: None });
        for input in asked.into_iter().next().unwrap_or_default() {
            match inputs.iter_mut().find(|known| known.path == input.path) {
                Some(known) if input.is_choice => *known = input,
                Some(_) => {}
                None => inputs.push(input),
            }
        }
        vec![inputs]
    }

    fn every(&self, within: &Within, ground: Ground<'_>) -> Mends {
        let Some(list) = ground.locate(&within.list) else { return Vec::new() };
        let items = list.find(self.scene.after).and_then(Json::as_array).into_iter().flatten().enumerate();
        let mut mends = items.map(|(index, item)| self.fitting(within, &list.index(index), item, ground));
        mends.find(|mends| !mends.is_empty()).unwrap_or_default()
    }

    fn changed(&self, field: &Pattern, ground: Ground<'_>) -> Mends {
        let whole = |path: Path| match ground.base {
            Some(base) => Path(base.0.iter().chain(&path.0).cloned().collect()),
            None => path,
        };
        let paths = field.resolve(ground.after).into_iter().map(whole);
        paths.filter_map(|path| self.put(&path)).filter(|inputs| !inputs.is_empty()).collect()
    }

    /// The later date not before the earlier one, or the other way round.
    fn order(&self, order: &Order, ground: Ground<'_>) -> Mends {
        let day = |wanted: &Moment| moment(&self.scene, wanted, ground, None);
        let (Some(earlier), Some(later)) = (day(&order.earlier), day(&order.later)) else {
            return Vec::new();
        };
        let gap = Days::new(u64::from(order.strictly));
        let moved =
            [(&order.later, earlier.checked_add_days(gap)), (&order.earlier, later.checked_sub_days(gap))];
        let input = |(side, day): (&Moment, Option<chrono::NaiveDate>)| {
            let Moment::Field(_) = side else { return None };
            let path = clock::field(side).and_then(|field| ground.locate(field))?;
            let day = Json::String(day?.to_string());
            self.writes(&path).then(|| vec![Input::example(path, day)])
        };
        moved.into_iter().filter_map(input).collect()
    }

    /// Some field that changes, and its name in the list.
    fn names_changes(&self, list: &Pattern) -> Mends {
        let Some(named) = list.first(self.scene.after).filter(|path| self.writes(path)) else {
            return Vec::new();
        };
        let spared = |path: &Path| {
            let before = self.scene.before.unwrap_or(&Json::Null);
            self.step.spares.iter().any(|field| field.covers(path, before, self.scene.after))
        };
        let path = self.any_text(&|path| path.0.first() != named.0.first() && !spared(path));
        let Some(path) = path else { return Vec::new() };
        let names = Input::example(named, json!([path.to_string()]));
        vec![vec![names, self.any_field(path)]]
    }

    /// Whichever field somebody means, where the step is nothing without a change.
    pub(super) fn some_change(&self) -> Option<Input> {
        self.any_text(&|_| true).map(|path| self.any_field(path))
    }

    fn any_field(&self, path: Path) -> Input {
        let value = Json::String(self.text_beside(&path));
        Input { is_any_field: true, ..Input::example(path, value) }
    }

    /// A text of the document that the step may write and that no schema narrows down.
    fn any_text(&self, fits: &dyn Fn(&Path) -> bool) -> Option<Path> {
        let envelope = &self.scene.definition.envelope;
        let own = [&envelope.id, &envelope.process, &envelope.status];
        let free = |field: &&Field| {
            field.types == ["string"]
                && field.allowed.is_empty()
                && field.format.is_none()
                && field.refers_to.is_none()
                && !own.iter().any(|name| field.pattern == **name)
        };
        let fields = self.kind.schema.fields().iter().filter(free);
        let mut paths = fields.flat_map(|field| Pattern::parse(&field.pattern).resolve(self.scene.after));
        paths.find(|path| {
            fits(path) && self.writes(path) && path.find(self.scene.after).is_some_and(Json::is_string)
        })
    }

    /// A text that is another than the one that stands at a path.
    fn text_beside(&self, path: &Path) -> String {
        let there = path.find(self.scene.after).and_then(Json::as_str).unwrap_or_default();
        format!("{there} …").trim_start().to_owned()
    }

    /// Whether the step writes at a path.
    pub(super) fn writes(&self, path: &Path) -> bool {
        let before = self.scene.before.unwrap_or(&Json::Null);
        let fields = self.step.writes.iter().chain(&self.kind.definition.always);
        fields.into_iter().any(|field| field.covers(path, before, self.scene.after))
    }

    /// What to give so that something (else) stands at a path; none where the step does not write there.
    pub(super) fn put(&self, path: &Path) -> Option<Vec<Input>> {
        let field = self.kind.schema.field(path);
        let is = |name: &str| field.is_some_and(|field| field.types.iter().any(|known| known == name));
        let count = path.find(self.scene.after).and_then(Json::as_array).map_or(0, Vec::len);
        let item = path.index(count);
        match (is("array") && !self.kind.schema.below(&item).is_empty(), is("object")) {
            (true, _) => self.put_item(&item),
            (false, true) if self.writes(path) => self.put_item(path),
            _ => self.writes(path).then(|| vec![self.input(path, field)]),
        }
    }

    /// The fields that the mapping at a path must have.
    fn put_item(&self, path: &Path) -> Option<Vec<Input>> {
        let below = self.kind.schema.below(path);
        let required: Vec<&Field> = below.iter().copied().filter(|field| field.required).collect();
        let fields = if required.is_empty() { below.into_iter().take(1).collect() } else { required };
        let mut inputs = Vec::new();
        for field in fields {
            let path = path.key(field.key()?);
            if path.find(self.scene.after).is_none_or(|value| !is_filled(value)) || inputs.is_empty() {
                inputs.extend(self.put(&path)?);
            }
        }
        Some(inputs)
    }

    fn input(&self, path: &Path, field: Option<&Field>) -> Input {
        let Some(field) = field else { return Input::example(path.clone(), json!("…")) };
        let words = || field.allowed.iter().map(|value| Json::String(value.clone())).collect::<Vec<_>>();
        if !field.allowed.is_empty() && field.types == ["string"] {
            return Input::choice(path.clone(), words());
        }
        if field.types == ["boolean"] {
            return Input::choice(
                path.clone(),
                match field.allowed.first().map(String::as_str) {
                    Some("true") => vec![json!(true)],
                    Some("false") => vec![json!(false)],
                    _ => vec![json!(true), json!(false)],
                },
            );
        }
        Input::example(path.clone(), self.sample(path, field))
    }

    /// A value of the type that a field has, another than the one that stands there.
    fn sample(&self, path: &Path, field: &Field) -> Json {
        let is = |name: &str| field.types.iter().any(|known| known == name);
        if let Some(value) = field.allowed.first() {
            return Json::String(value.clone());
        }
        if field.format.as_deref() == Some("date") {
            let there = path.find(self.scene.after).and_then(super::scene::date);
            let day = there.and_then(|day| day.succ_opt()).unwrap_or(self.scene.today);
            return Json::String(day.to_string());
        }
        if is("array") {
            let item = path.index(0);
            let value = self.kind.schema.field(&item).map_or(json!("…"), |field| self.sample(&item, field));
            return json!([value]);
        }
        match (is("integer") || is("number"), &field.example) {
            (true, example) => {
                example.as_ref().and_then(|text| text.parse::<u64>().ok()).map_or(json!(1), Json::from)
            }
            (false, Some(example)) => Json::String(example.clone()),
            (false, None) if is("string") => Json::String(self.text_beside(path)),
            (false, None) => json!({}),
        }
    }
}

impl Condition {
    /// The values that an item of a list is asked to be, where that is all that is asked of it.
    fn of_itself(&self) -> Option<&[Json]> {
        let Self::Equals(wanted) = self else { return None };
        match wanted.first() {
            Some((field, values)) if field.is_empty() && wanted.len() == 1 => Some(&values.0),
            _ => None,
        }
    }
}
