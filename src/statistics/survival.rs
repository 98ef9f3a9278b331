//! How long something takes, where not everything is over yet: the product-limit estimate of Kaplan and Meier (1958).
//! What is open counts as long as it was watched, and is never dropped.

/// What was measured of one case, in days.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Case {
    /// How many days; negative for what came before its day.
    pub days: i64,
    /// Whether it is over; what is not was only watched so long (censored).
    pub over: bool,
}

/// The estimate at a day on which something happened or was last watched.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Point {
    /// The day.
    pub days: i64,
    /// How many were still open just before it.
    pub at_risk: usize,
    /// How many ended on it.
    pub ended: usize,
    /// How many were watched up to it and no longer.
    pub censored: usize,
    /// The share that is estimated to be open after it, 0 to 1.
    pub open: f64,
}

/// The day by which a share of all has ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Quantile {
    /// The day.
    pub days: i64,
    /// How many were still open just before it.
    pub at_risk: usize,
}

/// The estimate over a cohort.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Survival {
    /// The days on which something happened, in order.
    pub points: Vec<Point>,
}

/// Products of fractions are not exact: this close to a share is that share.
const CLOSE: f64 = 1e-12;

impl Survival {
    /// The estimate over cases. Where one ends on the day on which another is last watched, the other was open then.
    pub fn of(cases: &[Case]) -> Self {
        let mut cases = cases.to_vec();
        cases.sort_unstable();
        let mut at_risk = cases.len();
        let mut open = 1.0;
        let mut points = Vec::new();
        for same in cases.chunk_by(|one, other| one.days == other.days) {
            let ended = same.iter().filter(|case| case.over).count();
            // Counts are far below the 52 bits that a fraction holds exactly.
            #[allow(clippy::cast_precision_loss)]
            let left = (at_risk - ended) as f64 / at_risk as f64;
            open *= left;
            let days = same.first().map_or(0, |case| case.days);
            points.push(Point { days, at_risk, ended, censored: same.len() - ended, open });
            at_risk = at_risk.saturating_sub(same.len());
        }
        Self { points }
    }

    /// How many cases there are.
    pub fn cases(&self) -> usize {
        self.points.first().map_or(0, |point| point.at_risk)
    }

    /// How many of them are over.
    pub fn ended(&self) -> usize {
        self.points.iter().map(|point| point.ended).sum()
    }

    /// How many of them are not.
    pub fn open(&self) -> usize {
        self.cases().saturating_sub(self.ended())
    }

    /// The first day by which at least this share (0 to 1) is estimated to have ended; none where that was not reached.
    pub fn by(&self, share: f64) -> Option<Quantile> {
        let point = self.points.iter().find(|point| point.open <= 1.0 - share + CLOSE)?;
        Some(Quantile { days: point.days, at_risk: point.at_risk })
    }

    /// The day by which half has ended.
    pub fn median(&self) -> Option<Quantile> {
        self.by(0.5)
    }

    /// The day by which nine in ten have ended.
    pub fn ninetieth(&self) -> Option<Quantile> {
        self.by(0.9)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn survival(cases: &[(i64, bool)]) -> Survival {
        Survival::of(&cases.iter().map(|(days, over)| Case { days: *days, over: *over }).collect::<Vec<_>>())
    }

    /// The example of Kaplan and Meier's paper (section 2): deaths at 0.8, 3.1, 5.4, 9.2, losses at 1.0, 2.7, 7.0, 12.1.
    #[test]
    fn the_papers_own_example() {
        let cases = [
            (8, true),
            (31, true),
            (54, true),
            (92, true),
            (10, false),
            (27, false),
            (70, false),
            (121, false),
        ];
        let found = survival(&cases);
        let shares: Vec<f64> =
            found.points.iter().filter(|point| point.ended > 0).map(|it| it.open).collect();
        for (found, wanted) in shares.iter().zip([7.0 / 8.0, 0.7, 0.525, 0.2625]) {
            assert!((found - wanted).abs() < 1e-12, "{found} {wanted}");
        }
        assert_eq!(found.median(), Some(Quantile { days: 92, at_risk: 2 }));
        assert_eq!(found.ninetieth(), None);
        assert_eq!((found.cases(), found.ended(), found.open()), (8, 4, 4));
    }

    #[test]
    fn without_open_cases_it_is_the_plain_quantile() {
        let cases: Vec<(i64, bool)> = (1..=10).map(|day| (day, true)).collect();
        assert_eq!(survival(&cases).median().map(|found| found.days), Some(5));
        assert_eq!(survival(&cases).ninetieth().map(|found| found.days), Some(9));
    }

    #[test]
    fn ties_and_nothing_at_all() {
        let found = survival(&[(5, true), (5, false), (5, true), (6, true)]);
        assert_eq!(
            found.points.first().map(|point| (point.at_risk, point.ended, point.censored)),
            Some((4, 2, 1))
        );
        assert_eq!(found.median(), Some(Quantile { days: 5, at_risk: 4 }));
        assert_eq!(survival(&[]).median(), None);
        assert_eq!(survival(&[(3, false)]).median(), None);
    }
}
