//! Commits into verified events: who signed each, whether they might, whether the step was legal, and whether the
//! trees bear out what the message claims. Every commit from the root on is judged, by its parents alone; all findings
//! are told, not the first. Knows nothing of where findings are printed.

mod authority;
mod before;
mod entered;
mod carry;
mod change;
mod clash;
mod combine;
mod doubles;
mod facts;
mod hindsight;
mod judge;
mod life;
mod lost;
mod merge;
mod merging;
mod message;
mod order;
mod outlooks;
mod parting;
mod places;
mod proposal;
mod record;
mod remake;
mod replay;
mod rivals;
mod root;
mod run;
mod settings;
mod signed;
mod signer;
mod snapshot;
mod store;
#[cfg(test)]
mod tests;
mod trial;
mod unattested;
mod verify;
mod weave;
mod whole;
mod world;

pub use authority::{check_keys, trial_of_keys};
pub use before::{Before, behind};
pub use carry::Renamed;
pub use change::{leave_out, place, spare};
pub use clash::clashing;
pub use combine::Combined;
pub use entered::entered;
pub use judge::Now;
pub use life::{RECEIVED, receipt};
pub use merging::Merging;
pub use message::Telling;
pub use outlooks::{Foreseen, Outlooks};
pub use parting::parted;
pub use proposal::{Look, Proposal, Proposed};
pub use record::{RecordError, Recorded, Recorder};
pub use remake::{Remade, Remaking};
pub use rivals::Rivals;
pub use settings::Named;
pub use snapshot::{PROCESSES, SETTINGS, Snapshot, SnapshotError, Snapshots};
pub use store::BUILD;
pub use trial::{Trial, life_of};
pub use verify::{Cache, Options, Verification, verify};
pub use whole::History;
pub use world::Parent;
