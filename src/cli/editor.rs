//! The user's editor on a text. The text lives in a file that only the user can read, where the caller says (never in a
//! shared temporary folder).

use std::fs::{self, OpenOptions};
use std::io::{ErrorKind, Write};
use std::os::unix::fs::OpenOptionsExt;
use std::path::Path;
use std::process::Command;
use std::time::SystemTime;

use super::prompt::terminal;
use super::{CliError, bounded};

/// What comes back from an editor has no more bytes than this.
const LARGEST: u64 = 4 << 20;

/// When a file was last saved that nobody saved yet.
const UNSAVED: SystemTime = SystemTime::UNIX_EPOCH;

/// The editor that git would start: `GIT_EDITOR`, git's `core.editor` (passed in), `VISUAL`, `EDITOR`, and at a terminal
/// `vi`.
///
/// # Errors
/// Wrong usage: none is named, and there is no terminal for one that nobody asked for.
pub fn chosen(core_editor: Option<&str>) -> Result<String, CliError> {
    let named = choose(core_editor, |name| std::env::var(name).ok());
    match named.or_else(|| terminal().map(|_| "vi".to_owned())) {
        Some(editor) => Ok(editor),
        None => Err(CliError::usage("`--edit` has no terminal to open an editor on")
            .hint("give the fields with `--set FIELD=VALUE`, or name an editor that needs none: GIT_EDITOR")),
    }
}

fn choose(core_editor: Option<&str>, variable: impl Fn(&str) -> Option<String>) -> Option<String> {
    let filled = |text: String| (!text.trim().is_empty()).then_some(text);
    let named = |name| variable(name).and_then(filled);
    let configured = || core_editor.map(str::to_owned).and_then(filled);
    named("GIT_EDITOR").or_else(configured).or_else(|| named("VISUAL")).or_else(|| named("EDITOR"))
}

/// Opens `editor` (a command line, as git takes it) on a text and gives what was saved; none where the editor was left
/// without saving. The file stays, for whoever is to find the text again; its ending tells the editor what it is.
///
/// # Errors
/// Cancelled, when the editor ends with a failure; the environment's, when it cannot be started or the file cannot be
/// written or read back.
pub fn edit(editor: &str, file: &Path, text: &str) -> Result<Option<String>, CliError> {
    write(file, text)?;
    // Through the shell, as git does it: an editor may have arguments and quotes.
    let status = Command::new("sh").arg("-c").arg(format!("{editor} \"$@\"")).arg(editor).arg(file).status();
    match status {
        Ok(status) if status.success() => saved(file, text),
        Ok(status) if matches!(status.code(), Some(126 | 127)) => {
            Err(CliError::environment(format!("cannot start the editor `{editor}`"))
                .hint("set GIT_EDITOR, or `git config core.editor`"))
        }
        Ok(_) => Err(CliError::cancelled()),
        Err(error) => Err(CliError::caused("cannot start a shell for the editor", &error)),
    }
}

/// Writes a text where only the user can read it, dated so that saving it shows, however soon that is.
fn write(path: &Path, text: &str) -> Result<(), CliError> {
    let cannot = |error| CliError::caused(&format!("cannot write {} for the editor", path.display()), &error);
    // Of an earlier run; nobody else writes here.
    match fs::remove_file(path) {
        Err(error) if error.kind() != ErrorKind::NotFound => return Err(cannot(error)),
        _ => {}
    }
    let mut file = OpenOptions::new().write(true).create_new(true).mode(0o600).open(path).map_err(cannot)?;
    file.write_all(text.as_bytes()).map_err(cannot)?;
    file.set_modified(UNSAVED).map_err(cannot)
}

fn saved(path: &Path, text: &str) -> Result<Option<String>, CliError> {
    let cannot = |error| CliError::caused("cannot read back what the editor saved", &error);
    let file = fs::File::open(path).map_err(cannot)?;
    let touched = file.metadata().and_then(|about| about.modified()).map_err(cannot)? != UNSAVED;
    let bytes = bounded::all(file, "what the editor saved", LARGEST)?;
    let saved = String::from_utf8(bytes)
        .map_err(|error| CliError::caused("cannot read back what the editor saved", &error))?;
    Ok((touched || saved != text).then_some(saved))
}

#[cfg(test)]
mod tests {
    use super::super::error::Kind;
    use super::*;

    #[test]
    fn the_editor_is_the_one_that_git_would_start() {
        let of = |set: &'static [(&str, &str)]| {
            move |name: &str| {
                set.iter().find(|(known, _)| *known == name).map(|(_, value)| (*value).to_owned())
            }
        };
        let chosen = |core, set| choose(core, of(set));
        let is = |editor: &str| Some(editor.to_owned());
        assert_eq!(chosen(Some("nano"), &[("GIT_EDITOR", "ed"), ("EDITOR", "vim")]), is("ed"));
        assert_eq!(chosen(Some("nano"), &[("GIT_EDITOR", " "), ("EDITOR", "vim")]), is("nano"));
        assert_eq!(chosen(None, &[("VISUAL", "code --wait"), ("EDITOR", "vim")]), is("code --wait"));
        assert_eq!(chosen(None, &[]), None);
    }

    #[test]
    fn what_was_saved_comes_back_and_what_was_not_is_told() {
        let directory = tempfile::tempdir().unwrap();
        let file = directory.path().join("a.yaml");
        fs::write(&file, "stale").unwrap();
        let edit = |editor| edit(editor, &file, "one\n");
        let saved = edit("sh -c 'stat -c %a \"$1\" >> \"$1\"' x").unwrap();
        assert_eq!(saved.as_deref(), Some("one\n600\n"));
        assert_eq!(edit("touch").unwrap().as_deref(), Some("one\n"), "saved as it was");
        assert_eq!(edit("true").unwrap(), None);
        assert_eq!(edit("false").unwrap_err().kind, Kind::Cancelled);
        assert_eq!(edit("no-such-editor 2>/dev/null").unwrap_err().kind, Kind::Environment);
        assert_eq!(edit("rm").unwrap_err().kind, Kind::Environment);
    }
}
