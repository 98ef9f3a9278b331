//! Compares a text with a file of this package: `...` on a line of its own stands for any lines, `[..]` for any
//! characters. `SNAPSHOTS=overwrite cargo test` writes the files anew; read the difference before committing it.

use std::path::Path;

use snapbox::data::DataFormat;
use snapbox::{Assert, Data, IntoData};

const ACTION: &str = "SNAPSHOTS";

/// Whether files are to be written anew.
pub(super) fn overwrites() -> bool {
    std::env::var(ACTION).is_ok_and(|action| action == "overwrite")
}

/// Compares a text with a file.
///
/// # Errors
/// The difference.
pub(super) fn file(text: &str, file: &Path) -> Result<(), String> {
    compare(text, Data::read_from(file, Some(DataFormat::Text)))
}

/// Compares a text with another.
///
/// # Errors
/// The difference.
pub(super) fn text(text: &str, expected: &str) -> Result<(), String> {
    compare(text, Data::text(expected))
}

/// Compares whatever it is with a file's data, in that data's format.
///
/// # Errors
/// The difference.
pub(super) fn data(found: Data, expected: Data) -> Result<(), String> {
    let assert = Assert::new().action_env(ACTION).normalize_paths(false);
    assert.try_eq(None, found, expected).map_err(|error| error.to_string())
}

fn compare(text: &str, expected: Data) -> Result<(), String> {
    data(text.to_owned().into_data(), expected)
}

#[test]
fn lines_and_characters_may_be_left_out() {
    assert!(text("a\nb\nc 1 d\n", "a\n...\nc [..] d\n").is_ok());
    assert!(text("a\nb\n", "a\nc\n").is_err());
}
