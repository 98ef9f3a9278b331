//! Process definitions as data, and the engine that says whether a step is legal from here.
//! Pure: no git, no wall clock, and no clause, status, step or field by name.

pub mod condition;
pub mod definition;
mod pattern;

pub use pattern::{Pattern, Place};
