//! The statistics of a kind: what they count is there, names of figures are names of one thing, and sums and ratios
//! are of counts that exist and are counted over the same time.

use std::collections::BTreeSet;

use super::super::condition::Condition;
use super::super::definition::{Age, Count, Measures, Population, Section, Span};
use super::super::pattern::Pattern;
use super::super::visit::{Mention, Mentions};
use super::{Audit, keys};
use crate::source::Path;

impl Audit<'_> {
    pub(super) fn figures(&mut self) {
        let Some(measures) = &self.kind.definition.measures else { return };
        let at = keys(["measures"]);
        self.clauses(&at.key("clause"), &measures.clause.0);
        self.field(&at.key("source"), &measures.source);
        for (name, fields) in &measures.by {
            self.patterns(&at.key("by").key(name), &fields.0);
        }
        self.release(measures, &at.key("release"));
        let mut seen = BTreeSet::new();
        for (name, section) in &measures.sections {
            let at = at.key("sections").key(name);
            self.counts(section, &at, &mut seen);
            self.ratios(measures, section, &at);
            for (name, span) in &section.spans {
                let at = at.key("spans").key(name);
                self.span(span, &at);
                for (index, count) in span.cells.iter().enumerate() {
                    self.counted(measures, &at.key("cells").index(index), count);
                }
            }
        }
        self.sums(measures, &at.key("sums"));
        for (before, end) in &measures.carries {
            let at = at.key("carries").key(before);
            self.counted(measures, &at, before);
            self.counted(measures, &at, end);
        }
    }

    fn release(&mut self, measures: &Measures, at: &Path) {
        let Some(release) = &measures.release else { return };
        let there = |mention| Mention::There(release.kind.clone(), Box::new(mention));
        let mut mentions = Mentions::default();
        mentions.note(at.key("kind"), Mention::Kind(release.kind.clone()));
        mentions.note(at.key("field"), there(Mention::Field(release.field.clone())));
        mentions.note(at.key("digest"), there(Mention::Field(release.digest.clone())));
        for (at, mention) in Mentions::of(&release.out, &at.key("out")).0 {
            mentions.note(at, there(mention));
        }
        self.mentions(&mentions, None);
    }

    fn counts(&mut self, section: &Section, at: &Path, seen: &mut BTreeSet<String>) {
        for (name, count) in &section.counts {
            let at = at.key("counts").key(name);
            if !seen.insert(name.clone()) {
                self.contradiction(&at, format!("two counts are called `{name}`"));
            }
            self.count(count, &at);
        }
    }

    fn count(&mut self, count: &Count, at: &Path) {
        let clock = match &count.of {
            Population::Steps(steps) => {
                let place = at.key("of").key("steps");
                let known = &self.kind.definition.steps;
                steps.0.iter().enumerate().for_each(|(index, step)| {
                    self.name(&place.index(index), "step", step, known.keys());
                });
                None
            }
            Population::Due(clock) => Some((clock, at.key("of").key("due"))),
            Population::AtStart | Population::AtEnd => None,
        };
        if clock.is_none() && !count.is.is_empty() {
            self.contradiction(&at.key("is"), "only clocks have such states".to_owned());
        }
        self.of_clock_item(clock, count.when.as_ref(), at);
        if let Some(Age { since, .. }) = &count.age {
            let mut mentions = Mentions::default();
            mentions.moment(since, &Pattern::parse(""), &at.key("age").key("since"));
            self.mentions(&mentions, None);
            if !matches!(count.of, Population::AtStart | Population::AtEnd) {
                self.contradiction(&at.key("age"), "only a document at a moment has an age".to_owned());
            }
        }
    }

    fn span(&mut self, span: &Span, at: &Path) {
        self.of_clock_item(Some((&span.due, at.key("due"))), span.when.as_ref(), at);
    }

    /// A condition whose `this` is the item that a clock belongs to, where there is one.
    fn of_clock_item(&mut self, clock: Option<(&String, Path)>, when: Option<&Condition>, at: &Path) {
        let clocks = &self.kind.definition.clocks;
        let each = clock.as_ref().and_then(|(name, _)| clocks.get(*name)).and_then(|it| it.each.as_ref());
        if let Some((name, place)) = &clock {
            self.name(place, "clock", name, clocks.keys());
        }
        if let Some(when) = when {
            self.mentions(&Mentions::of(when, &at.key("when")), each);
        }
    }

    fn ratios(&mut self, measures: &Measures, section: &Section, at: &Path) {
        for (name, ratio) in &section.ratios {
            let at = at.key("ratios").key(name);
            self.counted(measures, &at.key("of"), &ratio.of);
            self.counted(measures, &at.key("over"), &ratio.over);
        }
    }

    fn sums(&mut self, measures: &Measures, at: &Path) {
        for (index, sum) in measures.sums.iter().enumerate() {
            let at = at.index(index);
            for (key, names) in [("of", &sum.of), ("less", &sum.less)] {
                for (index, name) in names.iter().enumerate() {
                    self.counted(measures, &at.key(key).index(index), name);
                }
            }
            self.counted(measures, &at.key("is"), &sum.is);
        }
    }

    fn counted(&mut self, measures: &Measures, at: &Path, name: &str) {
        let known: Vec<String> = measures.counts().map(|(name, _)| name.to_owned()).collect();
        self.name(at, "count", name, known.iter());
    }
}
