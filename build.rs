//! Names the build by its sources, so that what an earlier build remembered of a history is judged anew by a later one.
//! The same sources give the same name on every machine.

use std::fs;
use std::path::{Path, PathBuf};

/// Everything that a verdict may depend on.
const SOURCES: &[&str] = &["src", "schemas", "data", "templates", "Cargo.lock", "Cargo.toml"];

fn main() {
    let mut files = Vec::new();
    for source in SOURCES {
        println!("cargo::rerun-if-changed={source}");
        collect(Path::new(source), &mut files);
    }
    files.sort();
    let mut name = Name::default();
    for file in files {
        name.take(file.to_string_lossy().as_bytes());
        name.take(&fs::read(&file).unwrap_or_default());
    }
    println!("cargo::rustc-env=IWCP_BUILD={:016x}", name.0);
}

fn collect(path: &Path, files: &mut Vec<PathBuf>) {
    match fs::read_dir(path) {
        Ok(entries) => entries.flatten().for_each(|entry| collect(&entry.path(), files)),
        Err(_) if path.is_file() => files.push(path.to_owned()),
        Err(_) => {}
    }
}

/// FNV-1a of 64 bits: it tells builds apart, it guards nothing.
struct Name(u64);

impl Default for Name {
    fn default() -> Self {
        Self(0xcbf2_9ce4_8422_2325)
    }
}

impl Name {
    fn take(&mut self, bytes: &[u8]) {
        let length = bytes.len().to_le_bytes();
        for byte in length.iter().chain(bytes) {
            self.0 = (self.0 ^ u64::from(*byte)).wrapping_mul(0x0100_0000_01b3);
        }
    }
}
