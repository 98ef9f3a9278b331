//! How many documents a second are made: the form of Annex 3 with every field filled, for the manufacturer, in each
//! format. `cargo bench --bench documents`; promised are 2,000 a second of HTML and Markdown (docs/performance.md).

#![allow(
    missing_docs,
    clippy::unwrap_used,
    clippy::print_stdout,
    reason = "a benchmark that can't go on has failed, and it prints"
)]

use std::time::Duration;

use iwcp::process::Catalogue;
use iwcp::render::{Renderer, Sheet, Subject, Templates, WRITERS, example, specimen};
use nix::sys::resource::{UsageWho, getrusage};

/// How much of a processor's time each format is measured for; what else runs on the machine does not count.
const SPAN: Duration = Duration::from_secs(2);

fn main() {
    let catalogue = Catalogue::builtin().unwrap();
    let templates = Templates::default();
    let renderer = Renderer::new(&templates, "en").unwrap();
    let sheet = Sheet::read(&templates, "annex-3").unwrap();
    let (kind, participants) = (catalogue.kind(&sheet.kind).unwrap(), catalogue.participants().unwrap());
    let (data, party) = (specimen(kind, &mut example), specimen(participants, &mut example));
    let parties = kind.definition.parties.keys().map(|role| (role.clone(), party.clone())).collect();
    let subject = Subject {
        kind,
        data: &data,
        clocks: &[],
        parties: &parties,
        keeper: &party,
        participants,
        register: Some("a register"),
        commit: "0123456789012345678901234567890123456789",
        today: "2026-05-04".parse().unwrap(),
        moment: 0,
    };
    println!("format  documents a second of one processor");
    for writer in WRITERS {
        let (start, mut count) = (used(), 0_u32);
        while used() - start < SPAN {
            let made = renderer.make(&sheet, "manufacturer", &subject).unwrap();
            assert!(!made.write(*writer).is_empty());
            count += 1;
        }
        println!("{:<8}{:.0}", writer.name(), f64::from(count) / (used() - start).as_secs_f64());
    }
}

/// The time that this process has had of a processor.
fn used() -> Duration {
    let time = getrusage(UsageWho::RUSAGE_SELF).unwrap();
    let micros = |time: nix::sys::time::TimeVal| time.tv_sec() * 1_000_000 + time.tv_usec();
    Duration::from_micros(u64::try_from(micros(time.user_time()) + micros(time.system_time())).unwrap())
}
