//! Figures over a period: counts, ratios and lengths of time, worked out from the steps of documents as a definition
//! declares them, and what of them may leave the house. Pure: takes steps with their places in the history, calendars
//! and days; knows nothing of git and of where figures are printed.

mod cohort;
mod figures;
mod guess;
mod period;
mod release;
mod suppression;
mod survival;
mod tally;

pub use cohort::{Around, Calendars, Documents, Placed, Subject};
pub use figures::{Broken, Cell, Figures, Group, Length, figures, span_name};
pub use period::{Period, quarter_of};
pub use release::{Draft, ordinal, revisions, told};
pub use suppression::{Board, Key, Limits, Wish};
pub use survival::{Case, Point, Quantile, Survival};
pub use tally::{Standing, Tally, Window};
