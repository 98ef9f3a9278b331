//! `date-order`: dates that follow from each other stand in that order; the same day is in order.

use chrono::NaiveDate;
use serde_json::Value as Json;

use crate::diagnostic::{Finding, Label, rule};
use crate::document::Document;
use crate::process::definition::DateOrder;
use crate::process::{Pattern, date};
use crate::source::{Path, Segment};

pub(super) fn check(document: &Document, _today: NaiveDate) -> Vec<Finding> {
    let orders = &document.kind.definition.dates;
    orders
        .iter()
        .filter(|order| !is_kept(order, &document.data))
        .flat_map(|order| {
            grounds(order, &document.data).into_iter().flat_map(|base| judge(order, document, &base))
        })
        .collect()
}

/// Where the two patterns of an order start: the document, or each item of a list.
fn grounds(order: &DateOrder, data: &Json) -> Vec<Path> {
    let Some(list) = &order.within else { return vec![Path::root()] };
    let items = |path: Path| {
        let count = path.find(data).and_then(Json::as_array).map_or(0, Vec::len);
        (0..count).map(move |index| path.index(index))
    };
    list.resolve(data).into_iter().flat_map(items).collect()
}

/// Every date that should be the later one and lies before the last of those that should be earlier.
fn judge(order: &DateOrder, document: &Document, base: &Path) -> Vec<Finding> {
    let there = elsewhere(order, base);
    let grounds = (base.find(&document.data), there.find(&document.data));
    let (Some(ground), Some(other)) = grounds else { return Vec::new() };
    let earlier = dates(&order.earlier, ground, base);
    let Some((first, reference)) = earlier.into_iter().max_by_key(|(_, day)| *day) else { return Vec::new() };
    let wrong = dates(&order.later, other, &there).into_iter().filter(|(_, day)| *day < reference);
    wrong
        .map(|(path, day)| {
            let message = format!("`{path}` ({day}) lies before `{first}` ({reference})");
            let mut finding = Finding::new(&rule::DATE_ORDER, message)
                .at(&document.tree, &path)
                .label(format!("not before {reference}"));
            finding
                .labels
                .push(Label { span: document.tree.span_of(&first), text: "comes first".to_owned() });
            finding
        })
        .collect()
}

/// Whether nothing is wrong: most often so, and told without a path.
fn is_kept(order: &DateOrder, data: &Json) -> bool {
    let Some(list) = &order.within else { return in_order(order, data, data) };
    let mut lists = list.values(data).into_iter().filter_map(Json::as_array);
    let beside = order.beside.as_ref().map(|list| list.value(data).and_then(Json::as_array));
    lists.all(|items| {
        let others = beside.unwrap_or(Some(items)).into_iter().flatten().skip(usize::from(order.next));
        items.iter().zip(others).all(|(item, other)| in_order(order, item, other))
    })
}

fn in_order(order: &DateOrder, ground: &Json, other: &Json) -> bool {
    let days =
        |pattern: &Pattern, ground| pattern.values(ground).into_iter().filter_map(date).collect::<Vec<_>>();
    let reference = days(&order.earlier, ground).into_iter().max();
    reference.is_none_or(|reference| days(&order.later, other).into_iter().all(|day| day >= reference))
}

/// Where the later date is looked up: with the earlier one, in the item that follows, or in another list's.
fn elsewhere(order: &DateOrder, base: &Path) -> Path {
    let Some((Segment::Index(index), list)) = base.0.split_last() else { return base.clone() };
    let index = if order.next { index.saturating_add(1) } else { *index };
    let keys = |list: &Pattern| list.first(&Json::Null);
    let list = order.beside.as_ref().and_then(keys).unwrap_or_else(|| Path(list.to_vec()));
    list.index(index)
}

fn dates(pattern: &Pattern, ground: &Json, base: &Path) -> Vec<(Path, NaiveDate)> {
    let whole = |path: &Path| Path(base.0.iter().chain(&path.0).cloned().collect());
    let found = pattern.resolve(ground).into_iter();
    found.filter_map(|path| Some((whole(&path), date(path.find(ground)?)?))).collect()
}
