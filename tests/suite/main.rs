//! Everything that drives the built program: stories, attacks, documents, definitions, and guards of the house's
//! own rules. One binary, since linking is slow; what grows stands as data beside it (`tests/README.md`).

#![allow(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    clippy::panic,
    reason = "a test that panics has failed"
)]

mod attacks;
mod cases;
mod clock;
mod clocks;
mod commands;
mod coverage;
mod definitions;
mod demo;
mod documents;
mod endings;
mod environment;
mod formats;
mod forms;
mod hooks;
mod house;
mod laws;
mod looking;
mod meanwhile;
mod normal;
mod object_forms;
mod offers;
mod orders;
mod outputs;
mod pages;
mod pictures;
mod pdf;
mod pipelines;
mod printed;
mod pulls;
mod readers;
mod reference;
mod register;
mod releases;
mod remembering;
mod rules;
mod script;
mod server;
mod signatures;
mod signers;
mod slugs;
mod snapshot;
mod stories;
mod suppression;
mod tables;
mod terminal;
mod time;
mod wall;
