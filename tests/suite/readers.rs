//! What other programs read of a document: `tests/readers/text.py` asks python-docx and pdftotext. `READERS` names the
//! Python to ask, as `.ci/run` does; where none is named and that of the path has no python-docx, nothing is asked.

use std::collections::BTreeMap;
use std::path::Path;
use std::process::Command;

use super::cases::package;

/// Where it is that other programs are asked.
pub(super) struct Readers(String);

impl Readers {
    /// The Python that can ask them.
    pub(super) fn find() -> Option<Self> {
        let named = std::env::var("READERS").ok().filter(|path| !path.is_empty());
        let python = named.clone().unwrap_or_else(|| "python3".to_owned());
        let has = |program: &str, words: &[&str]| {
            Command::new(program).args(words).output().is_ok_and(|ran| ran.status.success())
        };
        let is_there = has(&python, &["-c", "import docx"]) && has("pdftotext", &["-v"]);
        assert!(is_there || named.is_none(), "{python} has no python-docx, or there is no pdftotext");
        is_there.then_some(Self(python))
    }

    /// The texts of the files of a folder, by name.
    pub(super) fn read(&self, folder: &Path) -> BTreeMap<String, String> {
        let script = package().join("tests/readers/text.py");
        let ran = Command::new(&self.0).arg(script).arg(folder).output().unwrap();
        assert!(ran.status.success(), "{}", String::from_utf8_lossy(&ran.stderr));
        serde_json::from_slice(&ran.stdout).unwrap()
    }
}
