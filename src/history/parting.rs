//! Where histories parted: the best common ancestors of a commit and of others, and what each has of its own. Painted
//! down the order of a history, from which nothing can lead astray: no dates, no grafts, no replaced objects.

use std::collections::{BTreeMap, HashMap, HashSet};

use git2::Oid;

use super::order::Order;
use super::snapshot::Snapshots;
use crate::register::{ObjectError, Objects, ancestry_until};

/// Reachable from the one.
const ONE: u8 = 1;
/// Reachable from the others.
const OTHERS: u8 = 2;
/// Behind a common ancestor that is better.
const BEHIND: u8 = 4;

/// Where a commit and others parted.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Parting {
    /// Their best common ancestors; several where histories cross, none where they share nothing.
    pub bases: Vec<Oid>,
    /// The commits that only the one has behind it, itself among them.
    pub own: Vec<Oid>,
}

/// Where `one` parted from what `others` have behind them together, as if they were merged.
///
/// # Errors
/// A commit that could not be read, or that the order does not hold.
pub(super) fn parting(
    objects: &Objects,
    order: &Order,
    one: Oid,
    others: &[Oid],
) -> Result<Parting, ObjectError> {
    let position = |oid: Oid| order.position(oid).ok_or(ObjectError::Missing(oid));
    // Whatever stands behind a commit stands before it in the order: the last one that is open is complete.
    let mut open: BTreeMap<usize, u8> = BTreeMap::new();
    *open.entry(position(one)?).or_default() |= ONE;
    for other in others {
        *open.entry(position(*other)?).or_default() |= OTHERS;
    }
    let mut found = Parting::default();
    while open.values().any(|paint| paint & BEHIND == 0)
        && let Some((at, paint)) = open.pop_last()
    {
        let Some(oid) = order.at(at) else { continue };
        let mut handed = paint;
        match paint {
            ONE => found.own.push(oid),
            paint if paint == ONE | OTHERS => {
                found.bases.push(oid);
                handed |= BEHIND;
            }
            _ => {}
        }
        for parent in objects.links(oid)?.parents {
            *open.entry(position(parent)?).or_default() |= handed;
        }
    }
    Ok(found)
}

/// The order of two histories together, and where they parted: the best common ancestors of their tips.
///
/// # Errors
/// A commit that could not be read.
pub(super) fn order_of_both(
    objects: &Objects,
    snapshots: &Snapshots,
    one: Oid,
    other: Oid,
) -> Result<Order, ObjectError> {
    let kept = snapshots.kept(objects, one)?;
    let known = |oid| kept.as_ref().is_some_and(|kept| kept.holds(oid));
    let mut both = ancestry_until(objects, one, known)?;
    let held: HashSet<Oid> = both.commits.iter().copied().collect();
    let further = ancestry_until(objects, other, |oid| held.contains(&oid) || known(oid))?;
    both.commits.extend(further.commits);
    both.roots.extend(further.roots);
    Ok(Order::of(both, kept))
}

/// The best common ancestors of two commits; several where histories cross, none where they share nothing.
///
/// # Errors
/// A commit that could not be read.
pub fn parted(
    objects: &Objects,
    snapshots: &Snapshots,
    one: Oid,
    other: Oid,
) -> Result<Vec<Oid>, ObjectError> {
    Ok(parting(objects, &order_of_both(objects, snapshots, one, other)?, one, &[other])?.bases)
}

/// Partings that were worked out before.
#[derive(Default)]
pub(super) struct Partings {
    known: HashMap<(Oid, Vec<Oid>), Vec<Oid>>,
}

impl Partings {
    /// The best common ancestors, as [`parting`] has them.
    ///
    /// # Errors
    /// As [`parting`].
    pub(super) fn bases(
        &mut self,
        objects: &Objects,
        order: &Order,
        one: Oid,
        others: &[Oid],
    ) -> Result<Vec<Oid>, ObjectError> {
        let key = (one, others.to_vec());
        if let Some(known) = self.known.get(&key) {
            return Ok(known.clone());
        }
        let bases = parting(objects, order, one, others)?.bases;
        self.known.insert(key, bases.clone());
        Ok(bases)
    }
}
