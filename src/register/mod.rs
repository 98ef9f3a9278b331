//! The git repository: reads trees and commits, writes commits. The only room that calls git, through
//! libgit2; no program is started. Knows git, files and one typed settings file; no rules, kinds or
//! participants. Replace refs and grafts are never followed: a commit is the bytes its id names.

mod ancestry;
mod changes;
mod commit;
mod compare;
mod config;
mod date;
mod durable;
mod environment;
mod error;
mod finish;
mod hooks;
mod id;
mod identity;
mod index;
mod journal;
mod locks;
mod memory;
pub mod message;
mod names;
mod objects;
mod open;
mod own_key;
mod plain;
mod refs;
mod series;
mod settings;
mod shelf;
mod stock;
mod store;
mod transaction;
mod tree;
mod uncommitted;
mod worktree;

pub use ancestry::{Ancestry, ancestry, ancestry_read, ancestry_until};
pub use changes::{Change, Files, changes, entry_at, walk_files};
pub use commit::{Links, RawCommit};
pub use compare::{Manner, SHORT, patch, short};
pub use config::SignerSettings;
pub use date::{DateError, parse_date};
pub use environment::Environment;
pub use error::{ObjectError, RegisterError};
pub use git2::Oid;
pub use hooks::{Hook, HooksFolder};
pub use id::full_id;
pub use identity::{Identity, Person};
pub use index::Ignored;
pub use message::Message;
pub use objects::Objects;
pub use open::{Head, Register};
pub use series::{Content, Link, Series};
pub use settings::{Settings, SettingsError};
pub use shelf::Shelf;
pub use stock::Stock;
pub use transaction::{Prepared, Published, StepCommit, Transaction};
pub use tree::{Entry, RawTree, as_seen};
pub use uncommitted::Uncommitted;

#[cfg(test)]
mod tests;
