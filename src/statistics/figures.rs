//! The figures of a window over all documents, whole or group by group, with how many sources stand behind each; and
//! whether they hang together as the definition says.

use std::collections::BTreeMap;

use super::survival::{Case, Survival};
use super::tally::Tally;
use crate::process::definition::{Measures, Named, Sum};

/// The figures of a group of documents, or of all of them.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Group {
    /// Each count, by name.
    pub counts: Named<Cell>,
    /// Each span, by section and name.
    pub spans: Named<Length>,
}

impl Group {
    /// A span of a section.
    pub fn length(&self, section: &str, span: &str) -> Option<&Length> {
        self.spans.get(&span_name(section, span))
    }
}

/// A count.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Cell {
    /// How many.
    pub value: u64,
    /// How many of them are of each source.
    pub sources: BTreeMap<String, u64>,
}

/// How long something took.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Length {
    /// The estimate.
    pub survival: Survival,
    /// How many cases are of each source.
    pub sources: BTreeMap<String, u64>,
}

/// The figures of all documents of a kind in a window.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Figures {
    /// Of all documents.
    pub all: Group,
    /// Of each group, where figures are broken down.
    pub groups: BTreeMap<String, Group>,
}

/// A sum that does not come out.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{}{} is {left}, and `{}` is {right}", of.join(" + "), less.iter().map(|name| format!(" - {name}")).collect::<String>(), is)]
pub struct Broken {
    of: Vec<String>,
    less: Vec<String>,
    is: String,
    left: i128,
    right: i128,
}

/// Adds up what documents are worth.
///
/// # Errors
/// A sum of the definition that does not come out, of all documents or of a group.
pub fn figures(measures: &Measures, tallies: &[Tally]) -> Result<Figures, Broken> {
    let mut groups: BTreeMap<String, Vec<&Tally>> = BTreeMap::new();
    for tally in tallies.iter().filter(|tally| !tally.is_empty()) {
        groups.entry(tally.group.clone().unwrap_or_default()).or_default().push(tally);
    }
    let broken_down = tallies.iter().any(|tally| tally.group.is_some());
    let all = group(measures, &tallies.iter().collect::<Vec<_>>());
    let groups: BTreeMap<String, Group> = match broken_down {
        true => groups.into_iter().map(|(name, tallies)| (name, group(measures, &tallies))).collect(),
        false => BTreeMap::new(),
    };
    for group in std::iter::once(&all).chain(groups.values()) {
        for sum in &measures.sums {
            comes_out(sum, group)?;
        }
    }
    Ok(Figures { all, groups })
}

fn group(measures: &Measures, tallies: &[&Tally]) -> Group {
    let counts = measures.counts().enumerate().map(|(at, (name, _))| {
        let mut cell = Cell::default();
        for tally in tallies {
            let count = tally.counts.get(at).copied().unwrap_or_default();
            add(&mut cell.sources, &tally.source, count);
            cell.value = cell.value.saturating_add(count);
        }
        (name.to_owned(), cell)
    });
    let names =
        measures.sections.iter().flat_map(|(section, it)| it.spans.keys().map(move |name| (section, name)));
    let spans = names.enumerate().map(|(at, (section, name))| {
        let mut cases: Vec<Case> = Vec::new();
        let mut sources = BTreeMap::new();
        for tally in tallies {
            let own = tally.spans.get(at).map(Vec::as_slice).unwrap_or_default();
            add(&mut sources, &tally.source, u64::try_from(own.len()).unwrap_or(u64::MAX));
            cases.extend(own);
        }
        (span_name(section, name), Length { survival: Survival::of(&cases), sources })
    });
    Group { counts: counts.collect(), spans: spans.collect() }
}

/// How a span is named among those of all sections.
pub fn span_name(section: &str, name: &str) -> String {
    format!("{section}.{name}")
}

fn add(sources: &mut BTreeMap<String, u64>, source: &str, count: u64) {
    if count > 0 {
        let sum = sources.entry(source.to_owned()).or_default();
        *sum = sum.saturating_add(count);
    }
}

fn comes_out(sum: &Sum, group: &Group) -> Result<(), Broken> {
    let value = |name: &String| group.counts.get(name).map_or(0, |cell| i128::from(cell.value));
    let left = sum.of.iter().map(value).sum::<i128>() - sum.less.iter().map(value).sum::<i128>();
    let right = value(&sum.is);
    if left == right {
        return Ok(());
    }
    Err(Broken { of: sum.of.clone(), less: sum.less.clone(), is: sum.is.clone(), left, right })
}
