//! Which counts may not be told: those that are small or of few sources, and the further ones from which they could be
//! worked out, by sums within a release, by the rolling quarters, and by what earlier releases said.

use std::cmp::Reverse;
use std::collections::{BTreeMap, BTreeSet};

use super::guess::{Bounds, Known, bounds};
use crate::process::definition::{Measures, Population};

/// A count of a release: of which quarter (counted through the years), and whether of the four that end with it.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Key {
    /// The quarter.
    pub quarter: i64,
    /// Whether of the four quarters that end with it.
    pub rolling: bool,
    /// The count.
    pub count: String,
}

/// A count that a release would show.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Wish {
    /// How many.
    pub value: u64,
    /// How many sources stand behind it.
    pub sources: usize,
}

impl Wish {
    /// Whether it is too small to be told, or of too few sources.
    pub fn is_small(&self, limits: Limits) -> bool {
        self.value < limits.threshold || self.sources < limits.sources
    }
}

/// What a cell needs to be told.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Limits {
    /// The smallest number; an unknown that can be told more closely than that is as good as told.
    pub threshold: u64,
    /// The fewest sources.
    pub sources: usize,
}

/// How many quarters roll.
const ROLLING: i64 = 4;

/// Numbers that are told.
type Shown = BTreeMap<Key, u64>;

/// Numbers of all quarters that a reader may set beside each other.
pub struct Board<'a> {
    /// What is counted and how counts hang together.
    pub measures: &'a Measures,
    /// The numbers as they are, of every quarter from three before the first release on.
    pub truth: &'a BTreeMap<Key, u64>,
    /// What earlier releases said; nothing where they kept silent.
    pub told: &'a BTreeMap<Key, Option<u64>>,
    /// The limits.
    pub limits: Limits,
}

impl Key {
    fn of(quarter: i64, rolling: bool, count: &str) -> Self {
        Self { quarter, rolling, count: count.to_owned() }
    }
}

impl Board<'_> {
    /// Of the counts that a release would show, those that it may not.
    pub fn hidden(&self, wishes: &BTreeMap<Key, Wish>) -> BTreeSet<Key> {
        let mut shown: Shown = BTreeMap::new();
        let mut secret: BTreeSet<Key> = BTreeSet::new();
        for (key, value) in self.told {
            match value {
                Some(value) => drop(shown.insert(self.same(key), *value)),
                None => drop(secret.insert(self.same(key))),
            }
        }
        let earlier: BTreeSet<Key> = shown.keys().cloned().collect();
        for (key, wish) in wishes {
            let same = self.same(key);
            if wish.is_small(self.limits) {
                secret.insert(same);
            } else {
                shown.entry(same).or_insert(wish.value);
            }
        }
        let mine: BTreeSet<Key> = wishes.keys().map(|key| self.same(key)).collect();
        // What was told before is told; what was kept secret before, or here, stays so.
        let mut open = |secret: &BTreeSet<Key>| {
            shown.retain(|key, _| earlier.contains(key) || !secret.contains(key));
            shown.clone()
        };
        let relations = self.relations(wishes);
        let (all, must) = (open(&BTreeSet::new()), secret.clone());
        loop {
            let shown = open(&secret);
            let may_go: BTreeSet<&Key> =
                shown.keys().filter(|key| mine.contains(*key) && !earlier.contains(*key)).collect();
            match self.further(&shown, &secret, &may_go, &relations) {
                Some(further) => drop(secret.insert(further)),
                None => return self.unshown(wishes, &self.relaxed(shown, &all, &must, &relations)),
            }
        }
    }

    fn unshown(&self, wishes: &BTreeMap<Key, Wish>, shown: &Shown) -> BTreeSet<Key> {
        wishes.keys().filter(|key| !shown.contains_key(&self.same(key))).cloned().collect()
    }

    /// A further count to keep, where something secret can be worked out from what is shown.
    fn further(
        &self,
        shown: &Shown,
        secret: &BTreeSet<Key>,
        may_go: &BTreeSet<&Key>,
        relations: &[Relation],
    ) -> Option<Key> {
        let mut open: BTreeSet<Key> =
            secret.iter().filter(|key| !shown.contains_key(*key)).cloned().collect();
        while let Some((unknowns, narrow)) = self.narrow(&mut open, shown, relations) {
            let candidate = |secret: &Key| self.candidate(secret, &unknowns, relations, shown, may_go);
            if let Some(candidate) = narrow.iter().find_map(candidate) {
                return Some(candidate);
            }
        }
        None
    }

    /// Of the next numbers of `open` that hang together, and all that is unknown with them: those that can be told too
    /// closely. They are taken out of `open`.
    fn narrow(
        &self,
        open: &mut BTreeSet<Key>,
        shown: &Shown,
        relations: &[Relation],
    ) -> Option<(Vec<Key>, Vec<Key>)> {
        let (unknowns, known) = around(open.first()?, relations, shown);
        let wanted: Vec<usize> =
            (0..unknowns.len()).filter(|at| unknowns.get(*at).is_some_and(|key| open.remove(key))).collect();
        // Where no number is known, any number may be.
        if known.iter().all(|known| known.told == 0) {
            return Some((unknowns, Vec::new()));
        }
        let found = bounds(&known, unknowns.len(), &wanted);
        let is_wide = |nth: usize| {
            found.as_ref().is_some_and(|found| found.get(nth).is_some_and(|it| self.is_wide(*it)))
        };
        let narrow = wanted.iter().enumerate().filter(|(nth, _)| !is_wide(*nth));
        let narrow = narrow.filter_map(|(_, at)| unknowns.get(*at).cloned()).collect();
        Some((unknowns, narrow))
    }

    /// What can be shown after all, the largest first, of what was kept for the sake of something else: with whatever is
    /// as good as told by it, as long as that is nothing that must be kept.
    fn relaxed(&self, mut shown: Shown, all: &Shown, must: &BTreeSet<Key>, relations: &[Relation]) -> Shown {
        let mut kept: Vec<(&Key, &u64)> = all.iter().filter(|(key, _)| !shown.contains_key(*key)).collect();
        kept.retain(|(key, _)| !must.contains(*key));
        kept.sort_by_key(|(key, value)| (Reverse(**value), *key));
        for (key, _) in kept {
            let (mut trial, mut new) = (shown.clone(), vec![key.clone()]);
            while !new.is_empty() && new.iter().all(|key| !must.contains(key)) {
                for key in std::mem::take(&mut new) {
                    let value = all.get(&key).copied().unwrap_or_default();
                    trial.insert(key, value);
                }
                let open = must.iter().chain(all.keys()).filter(|key| !trial.contains_key(*key));
                let mut open: BTreeSet<Key> = open.cloned().collect();
                while let Some((_, narrow)) = self.narrow(&mut open, &trial, relations) {
                    new.extend(narrow);
                }
            }
            if new.is_empty() {
                shown = trial;
            }
        }
        shown
    }

    fn is_wide(&self, bounds: Bounds) -> bool {
        bounds.most.is_none_or(|most| most - bounds.least >= i128::from(self.limits.threshold))
    }

    /// A count that stands in a sum with the secret, or else with something that hangs together with it: the smallest
    /// that keeps both it and itself, or else the smallest.
    fn candidate(
        &self,
        secret: &Key,
        unknowns: &[Key],
        relations: &[Relation],
        shown: &Shown,
        may_go: &BTreeSet<&Key>,
    ) -> Option<Key> {
        let beside = |wanted: &dyn Fn(&Key) -> bool| {
            let sums = relations.iter().filter(|relation| relation.keys().any(wanted));
            let keys: BTreeSet<&Key> =
                sums.flat_map(Relation::keys).filter(|key| may_go.contains(key)).collect();
            let mut keys: Vec<&Key> = keys.into_iter().collect();
            keys.sort_by_key(|key| (shown.get(*key), *key));
            let keeps = |key: &&&Key| {
                let mut shown = shown.clone();
                shown.remove(**key);
                let mut open = BTreeSet::from([secret.clone(), (**key).clone()]);
                std::iter::from_fn(|| self.narrow(&mut open, &shown, relations))
                    .all(|(_, narrow)| narrow.is_empty())
            };
            keys.iter().find(keeps).or(keys.first()).map(|key| (*key).clone())
        };
        beside(&|key| key == secret).or_else(|| beside(&|key| unknowns.contains(key)))
    }

    /// Everything that is known to hang together, by the definition alone. Of quarters before all releases a reader
    /// knows only what rolls into later ones: whatever that is, they may have been so.
    fn relations(&self, wishes: &BTreeMap<Key, Wish>) -> Vec<Relation> {
        let mut relations = Vec::new();
        let released: BTreeSet<i64> = self.told.keys().chain(wishes.keys()).map(|key| key.quarter).collect();
        let (Some(first), Some(last)) = (released.first(), released.last()) else { return relations };
        for quarter in *first..=*last {
            for rolling in [false, true] {
                for sum in &self.measures.sums {
                    let key = |name: &String| self.same(&Key::of(quarter, rolling, name));
                    let mut relation = Relation::default();
                    sum.of.iter().for_each(|name| relation.add(key(name), 1));
                    sum.less.iter().chain([&sum.is]).for_each(|name| relation.add(key(name), -1));
                    relations.push(relation);
                }
            }
            for (name, count) in self.measures.counts() {
                if count.of.adds_up() {
                    let mut relation = Relation::default();
                    relation.add(Key::of(quarter, true, name), -1);
                    (0..ROLLING).for_each(|back| relation.add(Key::of(quarter - back, false, name), 1));
                    relations.push(relation);
                }
            }
        }
        relations.retain(|relation| !relation.0.is_empty() && self.holds(relation));
        relations
    }

    /// Whether numbers are so: quarters that were looked at on different days may not add up, and then nothing follows.
    fn holds(&self, relation: &Relation) -> bool {
        let value = |key: &Key| match self.told.get(key) {
            Some(Some(value)) => Some(*value),
            _ => self.truth.get(key).copied(),
        };
        let terms = relation.0.iter().map(|(key, times)| Some(i128::from(value(key)?) * i128::from(*times)));
        terms.sum::<Option<i128>>() == Some(0)
    }

    /// The one name of a number that has several: what stands before a period is what stood at the end of the one
    /// before, and four quarters end with the last of them.
    fn same(&self, key: &Key) -> Key {
        let end = |quarter, count: &str| Key::of(quarter, false, count);
        match self.measures.count(&key.count).map(|(count, _)| &count.of) {
            Some(Population::AtEnd) => end(key.quarter, &key.count),
            Some(Population::AtStart) => match self.measures.carries.get(&key.count) {
                Some(carried) => end(key.quarter - if key.rolling { ROLLING } else { 1 }, carried),
                None if key.rolling => end(key.quarter - (ROLLING - 1), &key.count),
                None => end(key.quarter, &key.count),
            },
            _ => key.clone(),
        }
    }
}

/// Numbers that make nothing together, each so many times.
#[derive(Clone, Debug, Default)]
struct Relation(BTreeMap<Key, i64>);

impl Relation {
    fn add(&mut self, key: Key, times: i64) {
        let sum = self.0.entry(key.clone()).or_default();
        *sum += times;
        if *sum == 0 {
            self.0.remove(&key);
        }
    }

    fn keys(&self) -> impl Iterator<Item = &Key> {
        self.0.keys()
    }
}

/// Everything unknown that hangs together with a number, and what is known of it.
fn around(first: &Key, relations: &[Relation], shown: &Shown) -> (Vec<Key>, Vec<Known>) {
    let mut unknowns = vec![first.clone()];
    let mut numbers = BTreeMap::from([(first.clone(), 0)]);
    let mut used = vec![false; relations.len()];
    let mut next = 0;
    while let Some(unknown) = unknowns.get(next).cloned() {
        next += 1;
        for (relation, used) in relations.iter().zip(&mut used).filter(|(_, used)| !**used) {
            if !relation.0.contains_key(&unknown) {
                continue;
            }
            *used = true;
            for key in relation.keys().filter(|key| !shown.contains_key(*key)) {
                numbers.entry(key.clone()).or_insert_with(|| {
                    unknowns.push(key.clone());
                    unknowns.len() - 1
                });
            }
        }
    }
    let known = relations.iter().zip(used).filter(|(_, used)| *used).map(|(relation, _)| {
        let mut known = Known { terms: Vec::new(), sum: 0, told: 0 };
        for (key, times) in &relation.0 {
            match (numbers.get(key), shown.get(key)) {
                (Some(number), _) => known.terms.push((*number, *times)),
                (None, value) => {
                    let value = i64::try_from(value.copied().unwrap_or_default()).unwrap_or(i64::MAX);
                    known.sum = known.sum.saturating_sub(value.saturating_mul(*times));
                    known.told += 1;
                }
            }
        }
        known
    });
    (unknowns, known.collect())
}
