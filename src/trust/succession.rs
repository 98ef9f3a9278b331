//! What may become of keys from one commit to the next: they are added and ended, and what they were is never
//! rewritten; their owner replaces them, and everything else is the keeper's. Pure: compares the keys of two trees.

use std::collections::{BTreeMap, BTreeSet};

use chrono::NaiveDate;

use super::{Holder, Keys};
use crate::diagnostic::{Finding, Rule, rule};
use crate::process::Signer;

/// What an owner may do.
const REPLACES: &str =
    "a person replaces a key of their own by a new one; everything else is done by the register's keeper";

/// The keys of two trees, and who leads from one to the other.
pub struct Succession<'a> {
    /// The keys that stood before.
    pub before: &'a Keys,
    /// The keys that are to stand.
    pub after: &'a Keys,
    /// Who signs, where that is known.
    pub signer: Option<&'a Signer>,
    /// Whether the signer keeps the register.
    pub keeper: bool,
    /// The day of the commit.
    pub today: NaiveDate,
}

/// A key of a participant: the same one before and after, wherever its entry stands.
type Id<'k> = (&'k str, &'k str, Option<&'k str>);

/// An authority may vouch for several people of a participant.
fn id<'k>(print: &'k str, holder: &'k Holder) -> Id<'k> {
    let person = holder.principals.as_ref().map(|_| holder.signer.person.as_str());
    (holder.signer.participant.as_str(), print, person)
}

fn index(keys: &Keys) -> BTreeMap<Id<'_>, &Holder> {
    keys.all().map(|(print, holder)| (id(print, holder), holder)).collect()
}

/// Keys that several people hold now and did not before; with each finding the participant that it is about.
pub fn shared(before: &Keys, after: &Keys) -> Vec<(String, Finding)> {
    let mut found = twice(before, after);
    for print in after.shared().filter(|print| !before.shared().any(|known| known == *print)) {
        let holders: Vec<&Holder> =
            after.all().filter(|(known, _)| *known == print).map(|(_, holder)| holder).collect();
        let names: Vec<String> = holders.iter().map(|holder| person(holder)).collect();
        let message = format!("the key {print} stands twice: {}", names.join(" and "));
        let known =
            |holder: &Holder| before.all().any(|(known, old)| known == print && old.signer == holder.signer);
        if let Some(new) = holders.iter().rev().find(|holder| !known(holder)).or(holders.last()) {
            found.push((
                new.signer.participant.clone(),
                Finding::new(&rule::KEY_HELD_TWICE, message)
                    .about(&new.path)
                    .help("a key belongs to one person and stands once: each person makes one of their own"),
            ));
        }
    }
    found
}

/// Authorities that are entered twice for one person, and were not before: one entry may be revoked, the other not.
fn twice(before: &Keys, after: &Keys) -> Vec<(String, Finding)> {
    let count = |keys: &Keys, wanted: Id<'_>| {
        keys.all().filter(|(print, holder)| id(print, holder) == wanted).count()
    };
    let mut seen = BTreeSet::new();
    let again = after.all().filter(|(print, holder)| {
        holder.principals.is_some() && !seen.insert(id(print, holder)) && count(before, id(print, holder)) < 2
    });
    let tell = |(print, holder): (&str, &Holder)| {
        let message = format!("the authority {print} stands twice for {}", person(holder));
        let finding = Finding::new(&rule::KEY_HELD_TWICE, message).about(&holder.path);
        (
            holder.signer.participant.clone(),
            finding.help("one entry names all the names under which it vouches for a person"),
        )
    };
    again.map(tell).collect()
}

impl Succession<'_> {
    /// Everything that is wrong with the step from the one to the other; with each finding the participant that it is
    /// about.
    pub fn judge(&self) -> Vec<(String, Finding)> {
        let (before, after) = (index(self.before), index(self.after));
        let mut found = shared(self.before, self.after);
        let removed = before.iter().filter(|(id, _)| !after.contains_key(*id));
        found.extend(removed.map(|((_, print, _), holder)| removal(print, holder)));
        let mut replaced = Vec::new();
        let twice: BTreeSet<&str> = self.after.shared().collect();
        // What stands twice has been told of; what became of it can't be said.
        for (id, holder) in after.iter().filter(|((_, print, _), _)| !twice.contains(print)) {
            match before.get(id) {
                None => found.extend(self.beginning(holder, None)),
                Some(old) if old != holder => {
                    found.extend(self.beginning(holder, Some(old)));
                    found.extend(self.ending(holder, old));
                    found.extend(revival(holder, old, self.today));
                    replaced.push((*old, *holder));
                }
                Some(_) => {}
            }
        }
        let mut added: Vec<&Holder> =
            after.iter().filter(|(id, _)| !before.contains_key(*id)).map(|(_, holder)| *holder).collect();
        added.sort_by_cached_key(|holder| holder.path.to_string());
        if found.is_empty() {
            found.extend(self.ownership(&added, &replaced));
        }
        found.sort_by_cached_key(|(participant, finding)| {
            let place = finding.place.path.as_ref().map(ToString::to_string);
            (participant.clone(), place, finding.message.clone())
        });
        found
    }

    /// A key counts from the commit that adds it at the earliest, and its first day does not move once it has come.
    fn beginning(&self, holder: &Holder, old: Option<&Holder>) -> Option<(String, Finding)> {
        if old.is_some_and(|old| old.from == holder.from) {
            return None;
        }
        let begun = old.filter(|old| old.from.is_none_or(|from| from <= self.today));
        let message = match (begun, holder.from) {
            (Some(_), _) => {
                format!("the key of {} stands already: its first day can't be changed", person(holder))
            }
            (None, Some(from)) if from < self.today => format!(
                "the key of {} is to stand from {from} on, and is entered on {}",
                person(holder),
                self.today
            ),
            (None, None) if old.is_some() => {
                format!("the first day of the key of {} is taken away", person(holder))
            }
            (None, _) => return None,
        };
        Some(about(
            holder,
            &rule::KEY_BACKDATED,
            message,
            "a key signs nothing that is older than its entry: give the day of the step, or a later one",
        ))
    }

    /// A key is ended for what is to come, not for what was.
    fn ending(&self, holder: &Holder, old: &Holder) -> Option<(String, Finding)> {
        let until = holder.until.filter(|until| old.until != Some(*until) && *until < self.today)?;
        let message = format!(
            "the key of {} is to have ended on {until}, and that is written on {}",
            person(holder),
            self.today
        );
        Some(about(
            holder,
            &rule::KEY_BACKDATED,
            message,
            "end it with today's date; a key that was stolen is revoked, which says since when",
        ))
    }

    /// A participant replaces the keys of the person who signs; everything else is the keeper's.
    fn ownership(&self, added: &[&Holder], replaced: &[(&Holder, &Holder)]) -> Vec<(String, Finding)> {
        let Some(signer) = self.signer.filter(|_| !self.keeper) else { return Vec::new() };
        let own = |holder: &Holder| holder.signer == *signer;
        let mut found = Vec::new();
        let mut say = |holder: &Holder, what: &str| {
            found.push(about(holder, &rule::KEY_OWNER, format!("{} {what}", signer.person), REPLACES));
        };
        for holder in added.iter().filter(|holder| !own(holder)) {
            say(holder, &format!("enters a key for {}", person(holder)));
        }
        for (old, holder) in replaced {
            let ended = Holder { until: holder.until, ..(*old).clone() } == **holder;
            let sooner = holder.until.is_some_and(|until| old.until.is_none_or(|known| until < known));
            if !own(old) || !own(holder) {
                say(holder, &format!("changes the key of {}", person(old)));
            } else if !ended || !sooner {
                say(holder, "does more to a key of their own than to end it");
            }
        }
        if !found.is_empty() {
            return found;
        }
        let mut say = |holder: &Holder, what: &str| {
            found.push(about(holder, &rule::KEY_OWNER, format!("{} {what}", signer.person), REPLACES));
        };
        let ends = replaced.iter().filter(|(old, _)| own(old)).count();
        match added {
            [one] if ends == 0 => say(one, "enters a further key and ends none"),
            [one] => {
                let begins = one.from.map_or(self.today, |from| from.max(self.today));
                let in_time = |holder: &Holder| holder.until.is_some_and(|until| until <= begins);
                if !replaced.iter().any(|(old, holder)| old.revoked.is_none() && in_time(holder)) {
                    say(
                        one,
                        &format!("enters a further key, and the one that it replaces goes on after {begins}"),
                    );
                }
            }
            [_, second, ..] => say(second, "enters several keys at once"),
            _ => {}
        }
        found
    }
}

fn removal(print: &str, holder: &Holder) -> (String, Finding) {
    let finding = Finding::new(
        &rule::KEY_REMOVED,
        format!("the key {print} of {} is taken out of the register", person(holder)),
    );
    let help = format!(
        "what it signed is judged by its entry: end it or revoke it instead (`iwcp participant revoke {}`)",
        holder.signer.participant
    );
    (holder.signer.participant.clone(), finding.help(help))
}

/// What is revoked or has ended does not stand again.
fn revival(holder: &Holder, old: &Holder, today: NaiveDate) -> Option<(String, Finding)> {
    let unrevoked = match (old.revoked, holder.revoked) {
        (Some(_), None) => true,
        (Some((date, stands)), Some((now, stand))) => now > date || (stand && !stands),
        (None, _) => false,
    };
    let ended = old.until.filter(|until| *until < today);
    let prolonged = ended.filter(|until| holder.until.is_none_or(|now| now > *until));
    let message = match (unrevoked, prolonged) {
        (true, _) => format!("the revocation of the key of {} is taken back", person(holder)),
        (false, Some(until)) => {
            format!("the key of {} ended on {until} and is to stand again", person(holder))
        }
        (false, None) => return None,
    };
    Some(about(holder, &rule::KEY_REVIVED, message, "enter a new key: `iwcp participant add-key`"))
}

fn about(holder: &Holder, rule: &'static Rule, message: String, help: &str) -> (String, Finding) {
    let finding = Finding::new(rule, message).about(&holder.path).help(help);
    (holder.signer.participant.clone(), finding)
}

fn person(holder: &Holder) -> String {
    format!("{} ({})", holder.signer.person, holder.signer.participant)
}
