//! Runs every case of a folder, on all processors, and tells of all that fail: a case is added by adding a file.
//! `CASE=part-of-a-name cargo test` runs the ones that are called so.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::sync::Mutex;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::thread;

/// The folder of this package.
pub(super) fn package() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

/// The entries of a folder of this package, in order, that are worth a case; at least one.
pub(super) fn entries(folder: &str, wanted: impl Fn(&Path) -> bool) -> Vec<PathBuf> {
    let found = std::fs::read_dir(package().join(folder)).unwrap_or_else(|error| panic!("{folder}: {error}"));
    let mut found: Vec<PathBuf> =
        found.map(|entry| entry.unwrap().path()).filter(|path| wanted(path)).collect();
    found.sort();
    assert!(!found.is_empty(), "{folder} holds no case");
    found
}

/// The name of a case: its file's or folder's, without an ending.
pub(super) fn name(path: &Path) -> String {
    path.file_stem().unwrap_or_default().to_string_lossy().into_owned()
}

/// Runs a test on each case.
pub(super) fn run(cases: &[PathBuf], test: impl Fn(&Path) -> Result<(), String> + Sync) {
    let asked = std::env::var("CASE").unwrap_or_default();
    let cases: Vec<&PathBuf> = cases.iter().filter(|case| name(case).contains(&asked)).collect();
    let next = AtomicUsize::new(0);
    let failed = Mutex::new(BTreeMap::new());
    let work = || {
        while let Some(case) = cases.get(next.fetch_add(1, Ordering::Relaxed)) {
            let result = std::panic::catch_unwind(std::panic::AssertUnwindSafe(|| test(case)));
            let result = result.unwrap_or_else(|_| Err("panicked, see above".to_owned()));
            if let Err(why) = result {
                failed.lock().unwrap().insert(name(case), why);
            }
        }
    };
    thread::scope(|scope| {
        for _ in 0..thread::available_parallelism().map_or(2, usize::from) {
            scope.spawn(work);
        }
    });
    let failed = failed.into_inner().unwrap();
    let told: Vec<String> = failed.iter().map(|(case, why)| format!("== {case}\n{why}\n")).collect();
    assert!(failed.is_empty(), "{} of {} cases fail\n{}", failed.len(), cases.len(), told.join("\n"));
}
