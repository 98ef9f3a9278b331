//! How many documents a second are made: the form of Annex 3 with every field filled, for the manufacturer, in each
//! format; with the feature `pdf` also the first one of a program, a thousand on two cores with the room they take, and
//! what pandoc makes of the same Markdown. `cargo bench --bench documents --features pdf`; what is promised stands in
//! docs/performance.md.

#![allow(
    missing_docs,
    clippy::unwrap_used,
    clippy::print_stdout,
    reason = "a benchmark that can't go on has failed, and it prints"
)]

use std::time::Duration;

use iwcp::process::Catalogue;
use iwcp::render::{Made, Renderer, Sheet, Subject, Templates, WRITERS, example, specimen};
use nix::sys::resource::{UsageWho, getrusage};

/// How much of a processor's time each format is measured for; what else runs on the machine does not count.
const SPAN: Duration = Duration::from_secs(2);

fn main() {
    let catalogue = Catalogue::builtin().unwrap();
    with_form(&catalogue, |make| {
        #[cfg(feature = "pdf")]
        pdf::first(make);
        println!("format  documents a second of one processor");
        for writer in WRITERS {
            let (start, mut count) = (used(), 0_u32);
            while used() - start < SPAN {
                assert!(!make().write(*writer).is_empty());
                count += 1;
            }
            println!("{:<8}{:.0}", writer.name(), f64::from(count) / (used() - start).as_secs_f64());
        }
        #[cfg(feature = "pdf")]
        pdf::pandoc(make);
    });
    #[cfg(feature = "pdf")]
    pdf::many(&catalogue);
}

/// Gives what makes the form, once more each time.
fn with_form(catalogue: &Catalogue, use_it: impl FnOnce(&dyn Fn() -> Made)) {
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
    use_it(&|| renderer.make(&sheet, "manufacturer", &subject).unwrap());
}

/// The time that this process has had of a processor.
fn used() -> Duration {
    let time = getrusage(UsageWho::RUSAGE_SELF).unwrap();
    let micros = |time: nix::sys::time::TimeVal| time.tv_sec() * 1_000_000 + time.tv_usec();
    Duration::from_micros(u64::try_from(micros(time.user_time()) + micros(time.system_time())).unwrap())
}

#[cfg(feature = "pdf")]
mod pdf {
    use std::process::Command;
    use std::thread;
    use std::time::Instant;

    use iwcp::process::Catalogue;
    use iwcp::render::{Made, writer};
    use nix::sys::resource::{UsageWho, getrusage};

    use super::with_form;

    /// How many are made together, and on how many processors.
    const MANY: usize = 1_000;
    const CORES: usize = 2;

    /// The most room that this program took so far, in MB.
    fn room() -> i64 {
        getrusage(UsageWho::RUSAGE_SELF).unwrap().max_rss() / 1024
    }

    /// The first one that a program makes, which reads the fonts.
    pub(super) fn first(make: &dyn Fn() -> Made) {
        let start = Instant::now();
        let size = make().write(writer("pdf").unwrap()).len();
        println!("the first PDF: {:.1} ms, {} KB", start.elapsed().as_secs_f64() * 1e3, size / 1024);
    }

    pub(super) fn many(catalogue: &Catalogue) {
        let (start, before) = (Instant::now(), room());
        thread::scope(|scope| {
            for _ in 0..CORES {
                scope.spawn(|| {
                    with_form(catalogue, |make| {
                        for _ in 0..MANY / CORES {
                            assert!(!make().write(writer("pdf").unwrap()).is_empty());
                        }
                    });
                });
            }
        });
        let seconds = start.elapsed().as_secs_f64();
        println!("{MANY} PDFs on {CORES} cores: {seconds:.1} s, {before} MB before, {} MB after", room());
    }

    /// The same document by the tool that people have for it, where it is installed.
    pub(super) fn pandoc(make: &dyn Fn() -> Made) {
        let folder = tempfile::tempdir().unwrap();
        let (from, to) = (folder.path().join("form.md"), folder.path().join("form.pdf"));
        std::fs::write(&from, make().write(writer("md").unwrap())).unwrap();
        let start = Instant::now();
        let ran = Command::new("pandoc").arg(&from).arg("-o").arg(&to).output();
        let took = start.elapsed().as_secs_f64() * 1e3;
        match ran {
            Err(error) => println!("pandoc, the same PDF of the same Markdown: not measured ({error})"),
            Ok(ran) if ran.status.success() => {
                println!("pandoc, the same PDF of the same Markdown: {took:.0} ms")
            }
            Ok(ran) => {
                let said = String::from_utf8_lossy(&ran.stderr);
                println!("pandoc makes no PDF here: {}", said.lines().next().unwrap_or_default());
            }
        }
    }
}
