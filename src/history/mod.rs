//! Commits into verified events: who signed each, whether they might, whether the step was legal, and whether the
//! trees bear out what the message claims. Every commit from the root on is judged, by its parents alone; all findings
//! are told, not the first. Knows nothing of where findings are printed.

mod authority;
mod entered;
mod facts;
mod hindsight;
mod judge;
mod life;
mod merge;
mod message;
mod order;
mod parting;
mod places;
mod record;
mod replay;
mod rivals;
mod root;
mod signed;
mod signer;
mod snapshot;
#[cfg(test)]
mod tests;
mod trial;
mod verify;
mod weave;
mod world;

pub use authority::{check_keys, trial_of_keys};
pub use entered::entered;
pub use judge::Now;
pub use life::{Lives, RECEIVED, Trace};
pub use message::Telling;
pub use record::{RecordError, Recorded, Recorder};
pub use rivals::Rivals;
pub use snapshot::{PROCESSES, SETTINGS, Snapshot, SnapshotError, Snapshots};
pub use trial::{Trial, life_of};
pub use verify::{Options, Verification, verify};
pub use world::Parent;
