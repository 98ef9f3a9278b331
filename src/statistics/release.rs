//! A quarter's figures as they may leave the house: without a name, without what is small, and without what would give
//! it away. The same figures give the same bytes.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::{Map, Value as Json, json};

use super::figures::{Group, Length, span_name};
use super::period::Period;
use super::suppression::{Key, Limits, Wish};
use super::survival::{Quantile, Survival};
use crate::process::definition::{Measures, Ratio, Section};
use crate::process::digest;

/// How the two times of a release are called in it.
const TIMES: [(&str, bool); 2] = [("quarter", false), ("four_quarters", true)];

/// A release in the making.
pub struct Draft<'a> {
    /// What is counted.
    pub measures: &'a Measures,
    /// The quarter.
    pub period: &'a Period,
    /// The commit that is counted.
    pub commit: &'a str,
    /// The figures of the quarter, and of the four that end with it.
    pub groups: [&'a Group; 2],
    /// What a figure needs to be told.
    pub limits: Limits,
}

/// The quarter of a period, counted through the years.
pub fn ordinal(period: &Period) -> i64 {
    use chrono::Datelike;
    i64::from(period.from.year()) * 4 + i64::from(period.from.month0() / 3)
}

/// What a release said of each count, nothing where it kept silent; nothing at all where it is no release.
pub fn told(release: &Json) -> BTreeMap<Key, Option<u64>> {
    let period = release.get("period").and_then(Json::as_str).and_then(|text| Period::quarter(text).ok());
    let figures = release.get("figures").and_then(Json::as_array);
    let mut found = BTreeMap::new();
    let (Some(period), Some(figures)) = (period, figures) else { return found };
    for figure in figures {
        // Shares and lengths are named after their section.
        let name = figure.get("figure").and_then(Json::as_str).filter(|name| !name.contains('.'));
        let Some(name) = name else { continue };
        for (time, rolling) in TIMES {
            let value = figure.get(time).and_then(|it| it.get("value")).and_then(Json::as_u64);
            found.insert(Key { quarter: ordinal(&period), rolling, count: name.to_owned() }, value);
        }
    }
    found
}

impl Draft<'_> {
    /// What it would show, were nothing suppressed.
    pub fn wishes(&self) -> BTreeMap<Key, Wish> {
        let released = self.measures.counts().filter(|(name, _)| self.is_released(name));
        let names: Vec<&str> = released.map(|(name, _)| name).collect();
        let mut wishes = BTreeMap::new();
        for ((_, rolling), group) in TIMES.into_iter().zip(self.groups) {
            for name in &names {
                let Some(cell) = group.counts.get(*name) else { continue };
                wishes
                    .insert(self.key(rolling, name), Wish { value: cell.value, sources: cell.sources.len() });
            }
        }
        wishes
    }

    /// The release, without what is hidden.
    pub fn written(&self, hidden: &BTreeSet<Key>, revisions: &[Json]) -> Json {
        let mut figures = Vec::new();
        let mut suppressed = Vec::new();
        for (name, section) in self.measures.sections.iter().filter(|(_, section)| !section.internal) {
            let mut put = |figure: String, head: Json, cells: [Option<Json>; 2]| {
                figures.push(self.figure(&figure, section, head, cells, &mut suppressed));
            };
            for (count, defined) in section.counts.iter().filter(|(_, count)| !count.internal) {
                let cells = self.cells(|rolling, group| self.count(group, rolling, count, hidden));
                put(count.clone(), json!({"title": defined.title, "means": defined.means}), cells);
            }
            for (ratio, defined) in &section.ratios {
                let cells = self.cells(|rolling, group| self.share(group, rolling, defined, hidden));
                put(format!("{name}.{ratio}"), json!({"title": defined.title}), cells);
            }
            for (span, defined) in &section.spans {
                let cells = self.cells(|rolling, group| {
                    let told = defined.cells.iter().all(|count| !hidden.contains(&self.key(rolling, count)));
                    told.then(|| self.length(group.length(name, span)?)).flatten()
                });
                put(span_name(name, span), json!({"title": defined.title, "means": defined.means}), cells);
            }
        }
        json!({
            "period": self.period.to_string(),
            "from": self.period.from.to_string(), "to": self.period.to.to_string(),
            "cut_off": self.period.to.to_string(), "commit": self.commit,
            "format": self.measures.version, "format_digest": self.format(),
            "threshold": self.limits.threshold, "sources": self.limits.sources,
            "figures": figures, "suppressed": suppressed, "revisions": revisions,
        })
    }

    fn key(&self, rolling: bool, count: &str) -> Key {
        Key { quarter: ordinal(self.period), rolling, count: count.to_owned() }
    }

    fn is_released(&self, count: &str) -> bool {
        self.measures.count(count).is_some_and(|(_, released)| released)
    }

    fn cells(&self, cell: impl Fn(bool, &Group) -> Option<Json>) -> [Option<Json>; 2] {
        let [quarter, rolling] = self.groups;
        [cell(false, quarter), cell(true, rolling)]
    }

    fn figure(
        &self,
        name: &str,
        section: &Section,
        head: Json,
        cells: [Option<Json>; 2],
        suppressed: &mut Vec<String>,
    ) -> Json {
        let mut figure = Map::from_iter([
            ("figure".to_owned(), Json::from(name)),
            ("section".to_owned(), Json::from(section.title.as_str())),
        ]);
        figure.extend(head.as_object().cloned().unwrap_or_default());
        for ((time, _), cell) in TIMES.into_iter().zip(cells) {
            match cell {
                Some(cell) => drop(figure.insert(time.to_owned(), cell)),
                None => suppressed.push(format!("{name}, {}", time.replace('_', " "))),
            }
        }
        Json::Object(figure)
    }

    fn count(&self, group: &Group, rolling: bool, name: &str, hidden: &BTreeSet<Key>) -> Option<Json> {
        let shown = self.is_released(name) && !hidden.contains(&self.key(rolling, name));
        group.counts.get(name).filter(|_| shown).map(|cell| json!({"value": cell.value}))
    }

    fn share(&self, group: &Group, rolling: bool, ratio: &Ratio, hidden: &BTreeSet<Key>) -> Option<Json> {
        let value = |name: &str| self.count(group, rolling, name, hidden)?.get("value")?.as_u64();
        let (of, over) = (value(&ratio.of)?, value(&ratio.over)?);
        // In tenths of a percent, rounded, in whole numbers: the same everywhere.
        let over_twice = u128::from(over) * 2;
        let tenths = (u128::from(of) * 2000 + u128::from(over)).checked_div(over_twice).unwrap_or(0);
        Some(json!({"of": of, "over": over, "percent": format!("{}.{}", tenths / 10, tenths % 10)}))
    }

    /// A length of time; its quantiles only where enough were open then, and enough had ended.
    fn length(&self, length: &Length) -> Option<Json> {
        let survival = &length.survival;
        if length.sources.len() < self.limits.sources {
            return None;
        }
        let median = survival.median().filter(|found| self.is_broad(survival, *found))?;
        let mut told = Map::from_iter([("median".to_owned(), as_json(median))]);
        if let Some(ninetieth) = survival.ninetieth().filter(|found| self.is_broad(survival, *found)) {
            told.insert("ninetieth".to_owned(), as_json(ninetieth));
        }
        Some(Json::Object(told))
    }

    fn is_broad(&self, survival: &Survival, found: Quantile) -> bool {
        let enough = |count: usize| u64::try_from(count).unwrap_or(u64::MAX) >= self.limits.threshold;
        enough(found.at_risk) && enough(survival.cases().saturating_sub(found.at_risk))
    }

    /// The digest of what is counted and how it is called.
    fn format(&self) -> String {
        let counts = self.measures.counts().map(|(name, count)| json!([name, count.title, count.means]));
        let sums = self.measures.sums.iter().map(|sum| json!([sum.of, sum.less, sum.is]));
        digest(&json!([self.measures.version, counts.collect::<Vec<_>>(), sums.collect::<Vec<_>>()]))
    }
}

fn as_json(found: Quantile) -> Json {
    json!({"days": found.days, "at_risk": found.at_risk})
}

/// The counts of an earlier release that are other now, where the difference may be told as well as the number.
pub fn revisions(earlier: &Json, now: &Group, limits: Limits) -> Vec<Json> {
    let period = earlier.get("period").and_then(Json::as_str).unwrap_or_default();
    let told = told(earlier).into_iter().filter(|(key, _)| !key.rolling);
    told.filter_map(|(key, was)| {
        let (was, cell) = (was?, now.counts.get(&key.count)?);
        let may = cell.value.abs_diff(was) >= limits.threshold.max(1)
            && cell.value >= limits.threshold
            && cell.sources.len() >= limits.sources;
        may.then(|| json!({"period": period, "figure": key.count, "was": was, "is": cell.value}))
    })
    .collect()
}
