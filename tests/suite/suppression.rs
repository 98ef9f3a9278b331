//! Somebody who has read every release tries to undo the suppression: works out from everything that was published, and
//! from how counts hang together, what a count that was kept silent can be. It must stay as open as the threshold is
//! large. The reader here searches whole numbers; the program solves fractions: neither knows the other.

use std::collections::{BTreeMap, BTreeSet};

use iwcp::process::definition::Measures;
use iwcp::statistics::{Board, Cell, Draft, Group, Key, Limits, Period, told};
use proptest::prelude::*;
use serde_json::Value;

const LIMITS: Limits = Limits { threshold: 4, sources: 2 };
/// No count of the generated registers comes near it, nor sums of a few.
const PLENTY: i64 = 240;
/// How many guesses a reader makes before giving up, which counts as not having found anything out.
const PATIENCE: usize = 300;

fn measures() -> Measures {
    let count = |name: &str, of: &str| format!("      {name}: {{title: {name}, means: {name}, of: {of}}}\n");
    let counts: String = [
        ("before", "at-start"),
        ("one", "{steps: x}"),
        ("two", "{steps: x}"),
        ("three", "{steps: x}"),
        ("all", "{steps: x}"),
        ("done", "{steps: x}"),
        ("open", "at-end"),
    ]
    .map(|(name, of)| count(name, of))
    .concat();
    let text = format!(
        "version: 1\ntitle: t\nclause: c\nsource: s\ncarries: {{before: open}}\n\
         sums:\n- {{of: [one, two, three], is: all}}\n- {{of: [before, all], less: [done], is: open}}\n\
         sections:\n  s:\n    title: s\n    counts:\n{counts}"
    );
    serde_json::from_value(serde_yaml::from_str(&text).unwrap()).unwrap()
}

/// What happens in a quarter: three counts, how much is done of what is open (in tenths), and how many sources.
type Quarter = ([i64; 3], i64, [usize; 3]);

fn quarters() -> impl Strategy<Value = Vec<Quarter>> {
    let count = prop_oneof![0i64..4, 3i64..12];
    let quarter = (prop::array::uniform3(count), 0i64..=10, prop::array::uniform3(1usize..4));
    prop::collection::vec(quarter, 1..4)
}

fn key(quarter: i64, rolling: bool, count: &str) -> Key {
    Key { quarter, rolling, count: count.to_owned() }
}

/// The numbers of all quarters, also of the four before the first, in which nothing happened.
fn truth(first: i64, quarters: &[Quarter]) -> BTreeMap<Key, u64> {
    let mut truth = BTreeMap::new();
    let mut open = 0;
    let nothing = ([0; 3], 0, [0; 3]);
    let all: Vec<Quarter> = std::iter::repeat_n(nothing, 4).chain(quarters.iter().copied()).collect();
    let mut single: Vec<BTreeMap<&str, i64>> = Vec::new();
    for (parts, share, _) in &all {
        let sum: i64 = parts.iter().sum();
        let done = (open + sum) * share / 10;
        let counts = [("before", open), ("one", parts[0]), ("two", parts[1]), ("three", parts[2])];
        open = open + sum - done;
        single.push(counts.into_iter().chain([("all", sum), ("done", done), ("open", open)]).collect());
    }
    for (at, counts) in single.iter().enumerate() {
        let quarter = first - 4 + i64::try_from(at).unwrap();
        for (name, value) in counts {
            truth.insert(key(quarter, false, name), u64::try_from(*value).unwrap());
            let back = &single[at.saturating_sub(3)..=at];
            let rolled = match *name {
                "before" => back[0]["before"],
                "open" => *value,
                flow => back.iter().map(|counts| counts[flow]).sum(),
            };
            truth.insert(key(quarter, true, name), u64::try_from(rolled).unwrap());
        }
    }
    truth
}

/// The figures of a quarter, with as many sources as it says.
fn group(truth: &BTreeMap<Key, u64>, quarter: i64, rolling: bool, sources: &[usize; 3]) -> Group {
    let names = ["before", "one", "two", "three", "all", "done", "open"];
    let cell = |(at, name): (usize, &&str)| {
        let value = truth[&key(quarter, rolling, name)];
        let count = sources[at % 3].max(if rolling { 2 } else { 1 });
        (
            name.to_string(),
            Cell { value, sources: (0..count).map(|source| (source.to_string(), 1)).collect() },
        )
    };
    Group { counts: names.iter().enumerate().map(cell).collect(), ..Group::default() }
}

fn period(quarter: i64) -> Period {
    Period::quarter(&format!("{}-Q{}", quarter / 4, quarter % 4 + 1)).unwrap()
}

/// Releases quarter after quarter; what all of them say, and nothing where they keep silent.
fn published(quarters: &[Quarter]) -> (BTreeMap<Key, u64>, BTreeMap<Key, Option<u64>>) {
    let (measures, first) = (measures(), 2026 * 4);
    let truth = truth(first, quarters);
    let mut said: BTreeMap<Key, Option<u64>> = BTreeMap::new();
    for (at, (.., sources)) in quarters.iter().enumerate() {
        let quarter = first + i64::try_from(at).unwrap();
        let groups = [false, true].map(|rolling| group(&truth, quarter, rolling, sources));
        let [own, four] = &groups;
        let period = period(quarter);
        let draft =
            Draft { measures: &measures, period: &period, commit: "c", groups: [own, four], limits: LIMITS };
        let hidden =
            Board { measures: &measures, truth: &truth, told: &said, limits: LIMITS }.hidden(&draft.wishes());
        let release: Value = draft.written(&hidden, &[]);
        assert_eq!(release, draft.written(&hidden, &[]));
        let new = told(&release);
        for (key, value) in &new {
            assert!(
                value.is_none_or(|value| value == truth[key] && value >= LIMITS.threshold),
                "{key:?} {value:?}"
            );
        }
        said.extend(new);
    }
    (truth, said)
}

/// What a reader knows: sums of numbers that make nothing, and what was published.
struct Reader {
    names: Vec<Key>,
    sums: Vec<Vec<(usize, i64)>>,
    may: Vec<(i64, i64)>,
}

impl Reader {
    fn of(truth: &BTreeMap<Key, u64>, said: &BTreeMap<Key, Option<u64>>) -> Self {
        let names: Vec<Key> = truth.keys().cloned().collect();
        let number = |key: &Key| names.binary_search(key).ok();
        let mut sums = Vec::new();
        let mut know = |terms: &[(Key, i64)]| {
            let terms: Option<Vec<(usize, i64)>> =
                terms.iter().map(|(key, times)| Some((number(key)?, *times))).collect();
            sums.extend(terms);
        };
        let quarters: BTreeSet<i64> = names.iter().map(|key| key.quarter).collect();
        for quarter in quarters {
            for rolling in [false, true] {
                let of = |name: &str, times: i64| (key(quarter, rolling, name), times);
                know(&[of("one", 1), of("two", 1), of("three", 1), of("all", -1)]);
                know(&[of("before", 1), of("all", 1), of("done", -1), of("open", -1)]);
            }
            for name in ["one", "two", "three", "all", "done"] {
                let mut terms = vec![(key(quarter, true, name), -1)];
                terms.extend((0..4).map(|back| (key(quarter - back, false, name), 1)));
                know(&terms);
            }
            know(&[(key(quarter, false, "open"), 1), (key(quarter, true, "open"), -1)]);
            know(&[(key(quarter, false, "before"), 1), (key(quarter - 1, false, "open"), -1)]);
            know(&[(key(quarter, true, "before"), 1), (key(quarter - 4, false, "open"), -1)]);
        }
        let may = names.iter().map(|key| match said.get(key) {
            Some(Some(value)) => (i64::try_from(*value).unwrap(), i64::try_from(*value).unwrap()),
            _ => (0, PLENTY),
        });
        let may = may.collect();
        Self { names, sums, may }
    }

    /// Narrows what numbers may be until nothing changes; whether anything is left.
    fn narrow(&self, may: &mut [(i64, i64)]) -> bool {
        loop {
            let mut changed = false;
            for sum in &self.sums {
                let least = |(at, times): &(usize, i64)| (may[*at].0 * times).min(may[*at].1 * times);
                let most = |(at, times): &(usize, i64)| (may[*at].0 * times).max(may[*at].1 * times);
                let (low, high): (i64, i64) = (sum.iter().map(least).sum(), sum.iter().map(most).sum());
                for (at, times) in sum {
                    // The others make between these; this one makes up for it.
                    let (own_low, own_high) = (least(&(*at, *times)), most(&(*at, *times)));
                    let (from, to) = (-(high - own_high), -(low - own_low));
                    let (from, to) = if *times > 0 { (from, to) } else { (-to, -from) };
                    let new = (may[*at].0.max(from), may[*at].1.min(to));
                    if new.0 > new.1 {
                        return false;
                    }
                    if new != may[*at] {
                        may[*at] = new;
                        changed = true;
                        break;
                    }
                }
            }
            if !changed {
                return true;
            }
        }
    }

    /// Whether all numbers can be so; `None` when patience ends.
    fn possible(&self, mut may: Vec<(i64, i64)>, patience: &mut usize) -> Option<bool> {
        *patience = patience.checked_sub(1)?;
        if !self.narrow(&mut may) {
            return Some(false);
        }
        let open = may.iter().enumerate().filter(|(_, (low, high))| low < high);
        let Some((at, (low, high))) =
            open.min_by_key(|(_, (low, high))| high - low).map(|(at, it)| (at, *it))
        else {
            return Some(true);
        };
        for value in low..=high {
            let mut guess = may.clone();
            guess[at] = (value, value);
            if self.possible(guess, patience)? {
                return Some(true);
            }
        }
        Some(false)
    }

    /// Whether a number can be found out more closely than `width`: no two of its possible values are so far apart.
    fn finds_out(&self, at: usize, width: i64) -> bool {
        let mut may = self.may.clone();
        assert!(self.narrow(&mut may), "what was published contradicts itself");
        let (low, high) = may[at];
        let can = |value: i64| {
            let mut guess = may.clone();
            guess[at] = (value, value);
            self.possible(guess, &mut PATIENCE.clone()).unwrap_or(true)
        };
        let Some(least) = (low..=high).find(|value| can(*value)) else { return true };
        !(least + width..=high).rev().any(can)
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 12, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn nobody_works_out_what_was_kept_silent(quarters in quarters()) {
        let (truth, said) = published(&quarters);
        let reader = Reader::of(&truth, &said);
        for (at, key) in reader.names.iter().enumerate().filter(|(_, key)| said.get(*key) == Some(&None)) {
            prop_assert!(
                !reader.finds_out(at, i64::try_from(LIMITS.threshold).unwrap()),
                "{key:?}, which is {}, of {said:#?}", truth[key]
            );
        }
    }
}

/// The reader finds out what can be found out: had the small part alone been left out, it would be known.
#[test]
fn the_reader_undoes_what_is_badly_suppressed() {
    let truth = truth(2026 * 4, &[([7, 9, 2], 5, [3; 3])]);
    let quarter = 2026 * 4;
    let said = truth.iter().filter(|(key, _)| key.quarter == quarter);
    let said: BTreeMap<Key, Option<u64>> = said
        .map(|(key, value)| (key.clone(), (key.count != "three" || key.rolling).then_some(*value)))
        .collect();
    let reader = Reader::of(&truth, &said);
    let at = reader.names.iter().position(|name| *name == key(quarter, false, "three")).unwrap();
    assert!(reader.finds_out(at, i64::try_from(LIMITS.threshold).unwrap()));
}

/// Large figures of enough sources are told: suppression is no silence, and what is left out of one release takes nothing
/// with it in the next that need not go. Nothing was open before the first quarter, which is little.
#[test]
fn what_may_be_told_is_told() {
    let quarters = [([9, 11, 8], 5, [3; 3]), ([10, 7, 9], 5, [3; 3]), ([12, 8, 9], 6, [3; 3])];
    for count in 1..=quarters.len() {
        let (truth, said) = published(&quarters[..count]);
        let silent = said.iter().filter(|(_, value)| value.is_none()).map(|(key, _)| key);
        let silent: Vec<&Key> = silent.filter(|key| key.count != "before" && key.count != "open").collect();
        assert!(silent.is_empty(), "{silent:?}");
        let reader = Reader::of(&truth, &said);
        for (at, key) in reader.names.iter().enumerate().filter(|(_, key)| said.get(*key) == Some(&None)) {
            assert!(!reader.finds_out(at, i64::try_from(LIMITS.threshold).unwrap()), "{key:?} of {said:#?}");
        }
    }
}
