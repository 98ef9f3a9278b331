//! What a reader can work out: the least and the most that unknown numbers can be, when sums of them are known and none
//! is negative. A linear programme, solved exactly in fractions (the simplex method by Bland's rule, which always ends).

use std::cmp::Ordering;

/// Something that is known: so many times these unknowns is that number.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Known {
    /// Unknowns, by number, and how often each counts.
    pub terms: Vec<(usize, i64)>,
    /// What comes of them.
    pub sum: i64,
    /// Of how many numbers that were told that is worked out.
    pub told: usize,
}

/// What an unknown may be.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Bounds {
    /// At least this.
    pub least: i128,
    /// At most this; none where nothing bounds it.
    pub most: Option<i128>,
}

/// The bounds of those unknowns that are wanted; none where what is known contradicts itself, or numbers grow too large
/// to be sure.
pub(super) fn bounds(known: &[Known], unknowns: usize, wanted: &[usize]) -> Option<Vec<Bounds>> {
    let mut programme = Programme::feasible(known, unknowns)?;
    wanted
        .iter()
        .map(|unknown| {
            let least = programme.best(*unknown, false)?;
            let most = programme.best(*unknown, true)?;
            Some(Bounds { least: least.map_or(0, Fraction::ceiling), most: most.map(Fraction::floor) })
        })
        .collect()
}

/// A fraction in lowest terms, with a denominator above 0.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Fraction {
    over: i128,
    under: i128,
}

impl Fraction {
    const ZERO: Self = Self { over: 0, under: 1 };
    const ONE: Self = Self { over: 1, under: 1 };

    fn whole(number: i64) -> Self {
        Self { over: i128::from(number), under: 1 }
    }

    fn new(over: i128, under: i128) -> Option<Self> {
        let (mut one, mut other) = (over.checked_abs()?, under.checked_abs()?);
        while other != 0 {
            (one, other) = (other, one.checked_rem(other)?);
        }
        let divisor = if under < 0 { one.checked_neg()? } else { one };
        Some(Self { over: over.checked_div(divisor)?, under: under.checked_div(divisor)? })
    }

    fn times(self, other: Self) -> Option<Self> {
        Self::new(self.over.checked_mul(other.over)?, self.under.checked_mul(other.under)?)
    }

    fn by(self, other: Self) -> Option<Self> {
        Self::new(self.over.checked_mul(other.under)?, self.under.checked_mul(other.over)?)
    }

    fn less(self, other: Self) -> Option<Self> {
        let left = self.over.checked_mul(other.under)?;
        let right = other.over.checked_mul(self.under)?;
        Self::new(left.checked_sub(right)?, self.under.checked_mul(other.under)?)
    }

    fn is_zero(self) -> bool {
        self.over == 0
    }

    fn order(self, other: Self) -> Option<Ordering> {
        Some(self.less(other)?.over.cmp(&0))
    }

    fn floor(self) -> i128 {
        self.over.div_euclid(self.under)
    }

    fn ceiling(self) -> i128 {
        -(-self.over).div_euclid(self.under)
    }
}

/// Equations in a form in which each row has an unknown of its own, the right sides at least 0: a solution that holds.
struct Programme {
    /// Coefficients by unknown, and the right side last.
    rows: Vec<Vec<Fraction>>,
    /// The unknown of each row.
    basis: Vec<usize>,
    unknowns: usize,
}

impl Programme {
    /// Finds a first solution, with an unknown of its own added to each row that has to become nothing.
    fn feasible(known: &[Known], unknowns: usize) -> Option<Self> {
        let width = unknowns.checked_add(known.len())?;
        let mut rows = Vec::new();
        for (at, known) in known.iter().enumerate() {
            let mut row = vec![Fraction::ZERO; width + 1];
            // Right sides are at least 0.
            let sign = if known.sum < 0 { -1 } else { 1 };
            for (unknown, count) in &known.terms {
                let cell = row.get_mut(*unknown)?;
                *cell = cell.less(Fraction::whole(-count.checked_mul(sign)?))?;
            }
            *row.get_mut(unknowns + at)? = Fraction::ONE;
            *row.last_mut()? = Fraction::whole(known.sum.checked_mul(sign)?);
            rows.push(row);
        }
        let basis = (unknowns..width).collect();
        let mut programme = Self { rows, basis, unknowns: width };
        let added: Vec<Fraction> =
            (0..width).map(|at| if at < unknowns { Fraction::ZERO } else { Fraction::ONE }).collect();
        programme.descend(&added)?;
        programme.without_added(unknowns)
    }

    /// The same without the added unknowns; none where they could not become nothing.
    fn without_added(mut self, unknowns: usize) -> Option<Self> {
        for at in 0..self.rows.len() {
            if *self.basis.get(at)? < unknowns {
                continue;
            }
            let row = self.rows.get(at)?;
            if !row.last()?.is_zero() {
                return None;
            }
            if let Some(column) =
                (0..unknowns).find(|column| row.get(*column).is_some_and(|it| !it.is_zero()))
            {
                self.pivot(at, column)?;
            }
        }
        // What is left of a row that said nothing new goes.
        let keep: Vec<bool> = self.basis.iter().map(|unknown| *unknown < unknowns).collect();
        let mut kept = keep.iter();
        self.rows.retain(|_| kept.next().is_some_and(|keep| *keep));
        self.basis.retain(|unknown| *unknown < unknowns);
        for row in &mut self.rows {
            let right = *row.last()?;
            row.truncate(unknowns);
            row.push(right);
        }
        self.unknowns = unknowns;
        Some(self)
    }

    /// The least or the most that an unknown can be: inside, none where nothing bounds it; outside, none where numbers
    /// grew too large.
    fn best(&mut self, unknown: usize, most: bool) -> Option<Option<Fraction>> {
        let mut cost = vec![Fraction::ZERO; self.unknowns];
        *cost.get_mut(unknown)? = Fraction::whole(if most { -1 } else { 1 });
        if !self.descend(&cost)? {
            return Some(None);
        }
        let row = self.basis.iter().position(|known| *known == unknown);
        Some(Some(match row {
            Some(row) => *self.rows.get(row)?.last()?,
            None => Fraction::ZERO,
        }))
    }

    /// Goes to a solution of least cost; whether there is one.
    fn descend(&mut self, cost: &[Fraction]) -> Option<bool> {
        loop {
            let Some(column) = self.cheaper(cost)? else { return Some(true) };
            let mut leaves: Option<(usize, Fraction)> = None;
            for (at, row) in self.rows.iter().enumerate() {
                let cell = *row.get(column)?;
                if cell.over <= 0 {
                    continue;
                }
                let room = row.last()?.by(cell)?;
                let sooner = match leaves {
                    None => true,
                    Some((other, least)) => match room.order(least)? {
                        Ordering::Less => true,
                        Ordering::Equal => self.basis.get(at)? < self.basis.get(other)?,
                        Ordering::Greater => false,
                    },
                };
                if sooner {
                    leaves = Some((at, room));
                }
            }
            match leaves {
                Some((row, _)) => self.pivot(row, column)?,
                None => return Some(false),
            }
        }
    }

    /// The first unknown that makes it cheaper, where one does.
    fn cheaper(&self, cost: &[Fraction]) -> Option<Option<usize>> {
        for column in (0..self.unknowns).filter(|column| !self.basis.contains(column)) {
            let mut reduced = *cost.get(column)?;
            for (row, basic) in self.rows.iter().zip(&self.basis) {
                let price = *cost.get(*basic)?;
                if !price.is_zero() {
                    reduced = reduced.less(price.times(*row.get(column)?)?)?;
                }
            }
            if reduced.over < 0 {
                return Some(Some(column));
            }
        }
        Some(None)
    }

    fn pivot(&mut self, at: usize, column: usize) -> Option<()> {
        let pivot = *self.rows.get(at)?.get(column)?;
        let row: Vec<Fraction> =
            self.rows.get(at)?.iter().map(|cell| cell.by(pivot)).collect::<Option<_>>()?;
        for (_, cells) in self.rows.iter_mut().enumerate().filter(|(other, _)| *other != at) {
            let factor = *cells.get(column)?;
            if factor.is_zero() {
                continue;
            }
            for (cell, own) in cells.iter_mut().zip(&row).filter(|(_, own)| !own.is_zero()) {
                *cell = cell.less(factor.times(*own)?)?;
            }
        }
        *self.rows.get_mut(at)? = row;
        *self.basis.get_mut(at)? = column;
        Some(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn known(terms: &[(usize, i64)], sum: i64) -> Known {
        Known { terms: terms.to_vec(), sum, told: 1 }
    }

    fn found(least: i128, most: Option<i128>) -> Bounds {
        Bounds { least, most }
    }

    #[test]
    fn what_follows_from_sums() {
        // a + b = 7, b + c = 9, a - c = -2 says the same again.
        let sums = [known(&[(0, 1), (1, 1)], 7), known(&[(1, 1), (2, 1)], 9), known(&[(0, 1), (2, -1)], -2)];
        let wanted = vec![found(0, Some(7)), found(0, Some(7)), found(2, Some(9))];
        assert_eq!(bounds(&sums, 3, &[0, 1, 2]), Some(wanted));
        assert_eq!(bounds(&[known(&[(0, 2)], 5)], 1, &[0]), Some(vec![found(3, Some(2))]));
    }

    #[test]
    fn what_does_not() {
        assert_eq!(
            bounds(&[known(&[(0, 1), (1, -1)], 3)], 2, &[0, 1]),
            Some(vec![found(3, None), found(0, None)])
        );
        assert_eq!(bounds(&[], 1, &[0]), Some(vec![found(0, None)]));
        assert_eq!(bounds(&[known(&[(0, 1)], -1)], 1, &[0]), None);
        assert_eq!(bounds(&[known(&[(0, 1)], 1), known(&[(0, 1)], 2)], 1, &[0]), None);
    }
}
