//! `iwcp` keeps a register of IMEI weakness reports in a git repository: every report a YAML file, every
//! change of status one signed commit, everything else computed from those and from data files that
//! describe the process.
//!
//! The modules stand in the order in which data flows; a module imports only modules above it in this list
//! (`tests/suite/house.rs` keeps it so).

pub mod source;
pub mod diagnostic;
pub mod calendar;
pub mod schema;
pub mod process;
pub mod document;
pub mod rules;
pub mod trust;
pub mod signature;
pub mod register;
pub mod history;
pub mod clocks;
pub mod statistics;
pub mod render;
pub mod output;
pub mod cli;
