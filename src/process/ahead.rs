//! Looks ahead at a step: tries what could be given until the step is legal or nothing more helps. What is found possible
//! was tried as a whole, by the same judges that the step itself meets.

use serde_json::Value as Json;

use super::Kind;
use super::definition::{Need, Step};
use super::evaluate::{Lack, Unmet};
use super::input::{Input, with_inputs};
use super::legality::lack;
use super::mending::{Mender, Mends};
use super::prospect::{Trial, Way};
use super::scene::{Scene, Signer};
use crate::diagnostic::{Finding, Severity, rule};

/// So many fields are given to a step in a trial, and no more.
const FIELDS: usize = 16;
/// So often what is given is added to before a trial is broken off.
const TURNS: usize = 12;

/// A step that is looked ahead to.
pub(super) struct Ahead<'a> {
    pub(super) kind: &'a Kind,
    pub(super) name: &'a str,
    pub(super) step: &'a Step,
    /// The document as it is.
    pub(super) before: &'a Scene<'a>,
    /// Who would sign it, where that is known.
    pub(super) signer: Option<&'a Signer>,
    /// The document as the step would leave it with nothing given.
    pub(super) start: &'a Json,
    pub(super) trial: &'a dyn Trial,
}

impl Ahead<'_> {
    /// Every way to make the step, and what bars those that are none.
    pub(super) fn ways(&self) -> Vec<Way> {
        let mut ways = match self.step.command {
            Some(_) => vec![self.by_command()],
            None => self.explore(Vec::new(), TURNS),
        };
        for way in ways.iter_mut().filter(|way| way.is_possible() && self.step.command.is_none()) {
            way.inputs.extend(self.change(&way.inputs));
            self.confirm(way);
        }
        ways
    }

    fn scene<'s>(&'s self, after: &'s Json) -> Scene<'s> {
        Scene { before: Some(self.before.after), after, signer: self.signer, ..*self.before }
    }

    /// Some change, where the step would make none.
    fn change(&self, given: &[Input]) -> Option<Input> {
        let after = with_inputs(self.start, given).filter(|after| after == self.before.after)?;
        Mender { kind: self.kind, step: self.step, scene: self.scene(&after) }.some_change()
    }

    fn needs(&self) -> impl Iterator<Item = &Need> {
        self.kind.definition.needs.iter().chain(&self.step.needs)
    }

    /// A step that another command makes: only what that command can't give stands in its way.
    fn by_command(&self) -> Way {
        let scene = self.scene(self.start);
        let dead = self.needs().filter_map(|need| Some((need, scene.unmet(need)?)));
        self.barred(&scene, Vec::new(), dead.filter(|(_, unmet)| unmet.lack != Lack::Content).collect())
    }

    /// The ways from what is given so far.
    fn explore(&self, given: Vec<Input>, turns: usize) -> Vec<Way> {
        let Some(after) = with_inputs(self.start, &given) else { return Vec::new() };
        let scene = self.scene(&after);
        let unmet: Vec<(&Need, Unmet)> =
            self.needs().filter_map(|need| Some((need, scene.unmet(need)?))).collect();
        if unmet.is_empty() {
            return vec![Way { inputs: given, ..Way::default() }];
        }
        let mender = Mender { kind: self.kind, step: self.step, scene: self.scene(&after) };
        let mends = |need: &Need| match turns {
            0 => Vec::new(),
            _ => usable(mender.mends(&need.must), &given),
        };
        let mends: Vec<Mends> = unmet.iter().map(|(need, _)| mends(need)).collect();
        // What has to be there before comes first: what else would be needed then is another day's question.
        let dead = unmet
            .iter()
            .zip(&mends)
            .filter(|((_, unmet), mends)| mends.is_empty() && unmet.lack != Lack::Content);
        let dead: Vec<(&Need, Unmet)> = dead.map(|(unmet, _)| unmet.clone()).collect();
        if !dead.is_empty() {
            return vec![self.barred(&scene, given, dead)];
        }
        match unmet.iter().zip(&mends).find(|(_, mends)| !mends.is_empty()) {
            Some((first, tried)) => {
                // What nothing here can mend bars more than what was tried in vain.
                let stuck = unmet.iter().zip(&mends).filter(|(_, mends)| mends.is_empty());
                let stuck: Vec<(&Need, Unmet)> = stuck.map(|(unmet, _)| unmet.clone()).collect();
                let ways = self.alternatives(&given, tried, turns.saturating_sub(1));
                match (ways.iter().any(Way::is_possible), ways.is_empty(), stuck.is_empty()) {
                    (true, ..) | (false, false, true) => ways,
                    (false, _, false) => vec![self.barred(&scene, given, stuck)],
                    (false, true, true) => vec![self.barred(&scene, given, vec![first.clone()])],
                }
            }
            None => vec![self.barred(&scene, given, unmet)],
        }
    }

    /// The alternative that leads somewhere by the least, with what may be given in its place; where none does, what
    /// bars the only one, and nothing where there are several.
    fn alternatives(&self, given: &[Input], mends: &Mends, turns: usize) -> Vec<Way> {
        let mut all: Vec<Vec<Way>> = mends.iter().map(|mend| self.branch(given, mend, turns)).collect();
        if let [only] = all.as_mut_slice() {
            return std::mem::take(only);
        }
        all.retain(|ways| ways.iter().any(Way::is_possible));
        all.sort_by_key(|ways| ways.iter().find(|way| way.is_possible()).map(|way| way.inputs.len()));
        let mut all = all.into_iter();
        let mut first = all.next().unwrap_or_default();
        for others in all {
            first.iter_mut().for_each(|way| way.or_instead(&others));
        }
        first
    }

    /// The ways by each value of what is a choice.
    fn branch(&self, given: &[Input], mend: &[Input], turns: usize) -> Vec<Way> {
        let Some(at) = mend.iter().position(|input| input.is_choice && input.values.len() > 1) else {
            let rest = given.iter().filter(|known| mend.iter().all(|input| input.path != known.path));
            let all: Vec<Input> = rest.chain(mend).cloned().collect();
            return if all.len() > FIELDS { Vec::new() } else { self.explore(all, turns) };
        };
        let mut groups: Vec<Group> = Vec::new();
        let choice = mend.get(at).cloned().into_iter();
        for value in choice.flat_map(|input| input.values) {
            let mut one = mend.to_vec();
            one.iter_mut().skip(at).take(1).for_each(|input| input.values = vec![value.clone()]);
            let ways = self.branch(given, &one, turns);
            match groups.iter_mut().find(|group| group.is_like(&ways, at, mend)) {
                Some(group) => group.values.push(value),
                None => groups.push(Group { values: vec![value], ways }),
            }
        }
        let is_first = given.iter().chain(mend.iter().take(at)).all(|input| !input.is_choice);
        let leads = |group: &Group| group.ways.iter().any(Way::is_possible);
        match (is_first, groups.iter().any(leads)) {
            (true, _) => {}
            (false, true) => groups.retain(leads),
            // What else it might be is another question where nothing leads anywhere.
            (false, false) => groups.truncate(1),
        }
        let decides = groups.len() > 1;
        groups.into_iter().flat_map(|group| group.told(at, mend, decides)).collect()
    }

    /// A way that these needs bar.
    fn barred(&self, scene: &Scene<'_>, inputs: Vec<Input>, unmet: Vec<(&Need, Unmet)>) -> Way {
        let blocked: Vec<Finding> =
            unmet.iter().filter_map(|(need, _)| lack(self.kind, self.name, scene, need)).collect();
        let days = unmet.iter().filter_map(|(_, unmet)| match unmet.lack {
            Lack::Early(day) => day,
            _ => None,
        });
        let from = days.max().filter(|_| blocked.iter().all(|finding| finding.rule == &rule::STEP_TOO_EARLY));
        Way { inputs, blocked, from, ..Way::default() }
    }

    /// Tries a way as it would be made: adds what is still missing, and notes what bars it all the same. What is said of
    /// the examples themselves is no bar.
    fn confirm(&self, way: &mut Way) {
        for _ in 0..TURNS {
            let found = self.trial.findings(self.name, &way.inputs, self.before.world);
            let own = |finding: &&Finding| {
                finding.severity != Severity::Warning
                    && !finding
                        .place
                        .path
                        .as_ref()
                        .is_some_and(|path| way.inputs.iter().any(|input| path.is_within(&input.path)))
            };
            way.blocked = found.iter().filter(own).cloned().collect();
            let more = self.still_missing(&way.inputs, &way.blocked);
            if more.is_empty() {
                return;
            }
            way.inputs.extend(more);
        }
    }

    fn still_missing(&self, given: &[Input], found: &[Finding]) -> Vec<Input> {
        let Some(after) = with_inputs(self.start, given) else { return Vec::new() };
        let mender = Mender { kind: self.kind, step: self.step, scene: self.scene(&after) };
        let mut more: Vec<Input> = Vec::new();
        let missing = found.iter().filter(|finding| finding.rule == &rule::MISSING_FIELD);
        for path in missing.filter_map(|finding| finding.place.path.as_ref()) {
            let new = mender.put(path).into_iter().flatten();
            let new = new.filter(|input| given.iter().all(|known| known.path != input.path));
            more.extend(new.filter(|input| !more.contains(input)).collect::<Vec<_>>());
        }
        more
    }
}

/// The ways that several values of a choice share.
struct Group {
    values: Vec<Json>,
    ways: Vec<Way>,
}

impl Group {
    /// Whether other ways are the same but for the value at `at` of what mends.
    fn is_like(&self, ways: &[Way], at: usize, mend: &[Input]) -> bool {
        let path = mend.get(at).map(|input| &input.path);
        let rest = |way: &Way| {
            way.inputs.iter().filter(|input| Some(&input.path) != path).cloned().collect::<Vec<_>>()
        };
        let messages =
            |way: &Way| way.blocked.iter().map(|finding| finding.message.clone()).collect::<Vec<_>>();
        let like = |(one, other): (&Way, &Way)| {
            rest(one) == rest(other)
                && messages(one) == messages(other)
                && one.choice == other.choice
                && one.instead == other.instead
        };
        self.ways.len() == ways.len() && self.ways.iter().zip(ways).all(like)
    }

    fn told(self, at: usize, mend: &[Input], decides: bool) -> Vec<Way> {
        let Some(path) = mend.get(at).map(|input| input.path.clone()) else { return self.ways };
        let mut ways = self.ways;
        for way in &mut ways {
            way.inputs
                .iter_mut()
                .filter(|input| input.path == path)
                .for_each(|input| input.values.clone_from(&self.values));
            if decides {
                way.choice = Some((path.clone(), self.values.clone()));
            }
        }
        ways
    }
}

/// Those that don't go back on what is given: an example may give way to another, a choice stands.
fn usable(mends: Mends, given: &[Input]) -> Mends {
    let stands = |input: &Input| {
        given.iter().all(|known| {
            let apart = !known.path.is_within(&input.path) && !input.path.is_within(&known.path);
            apart
                || (known.path == input.path
                    && !known.is_choice
                    && !input.values.is_empty()
                    && known != input)
        })
    };
    mends.into_iter().filter(|mend| mend.iter().all(stands)).collect()
}
