//! Process definitions as data, and the engine that says whether a step is legal from here.
//! Pure: no git, no wall clock, and no clause, status, step or field by name.

mod ahead;
mod alteration;
mod audit;
mod bind;
pub mod calculator;
mod catalogue;
mod cause;
pub mod clock;
pub mod condition;
pub mod definition;
mod difference;
mod digest;
mod evaluate;
mod input;
mod inspect;
mod legality;
mod mending;
mod obligation;
mod outlook;
mod pattern;
mod place;
mod prospect;
mod reads;
mod scene;
mod signers;
mod tags;
mod visit;
mod wording;

pub use catalogue::{CATALOGUE, Catalogue, EMBEDDED, Kind, Library, SHAPES, check_settings};
pub use cause::{Cause, Part};
pub use clock::{Reading, readings};
pub use definition::Definition;
pub use difference::differences;
pub use digest::digest;
pub use evaluate::{Lack, Unmet, is_filled};
pub use input::Input;
pub use legality::{judge, possible};
pub use obligation::{Obligation, obligations};
pub use outlook::Outlook;
pub use pattern::{Pattern, Place};
pub use prospect::{Prospect, Trial, Way, Words, copies, defaults, prospects};
pub use reads::reads;
pub use scene::{Event, Scene, Signer, World, date};
pub use tags::{TooMuch, require_short_tags};
pub use wording::render;
