//! Comparing: where two histories parted, what a three-way merge of files gives, a change as a patch, and ids for people.

use git2::{ErrorCode, MergeFileOptions, Patch};

use super::{ObjectError, Objects, Oid, Register, RegisterError};

/// How many digits of an object id people are shown.
const SHOWN: usize = 7;

/// An object id as people are shown it.
pub fn short(oid: Oid) -> String {
    oid.to_string().chars().take(SHOWN).collect()
}

/// The change of one file as a unified diff that `git apply` takes; `before` is `None` for a file that is new.
///
/// # Errors
/// [`RegisterError::Git`] where it can't be made.
pub fn patch(path: &str, before: Option<&str>, after: &str) -> Result<String, RegisterError> {
    let failed = RegisterError::git("can't show the change");
    let name = std::path::Path::new(path);
    let old = before.unwrap_or_default();
    let made = Patch::from_buffers(old.as_bytes(), Some(name), after.as_bytes(), Some(name), None)
        .and_then(|mut patch| patch.to_buf())
        .map_err(failed)?;
    let made = String::from_utf8_lossy(&made).into_owned();
    if before.is_some() {
        return Ok(made);
    }
    // libgit2 knows no new files here, and calls the old side by the new one's name.
    let hunks = made.find("\n@@").and_then(|at| made.get(at + 1..)).unwrap_or_default();
    Ok(format!("diff --git a/{path} b/{path}\nnew file mode 100644\n--- /dev/null\n+++ b/{path}\n{hunks}"))
}

impl Objects {
    /// The best common ancestors of two commits; several where histories cross, none where they share nothing.
    ///
    /// # Errors
    /// [`ObjectError`] for a commit that can't be read.
    pub fn merge_bases(&self, one: Oid, other: Oid) -> Result<Vec<Oid>, ObjectError> {
        match self.repository().merge_bases(one, other) {
            Ok(bases) => Ok(bases.iter().copied().collect()),
            Err(error) if error.code() == ErrorCode::NotFound => Ok(Vec::new()),
            Err(error) => Err(ObjectError::Corrupt(other, error.message().to_owned())),
        }
    }

    /// The file that a three-way merge gives; `None` where it conflicts.
    ///
    /// # Errors
    /// [`ObjectError`] for a file that can't be read.
    pub fn merge_blobs(&self, base: Oid, ours: Oid, theirs: Oid) -> Result<Option<Vec<u8>>, ObjectError> {
        let read = |oid| self.blob(oid, Self::BLOB_LIMIT);
        let (base_bytes, our_bytes, their_bytes) = (read(base)?, read(ours)?, read(theirs)?);
        let mut inputs =
            [git2::MergeFileInput::new(), git2::MergeFileInput::new(), git2::MergeFileInput::new()];
        for (input, bytes) in inputs.iter_mut().zip([&base_bytes, &our_bytes, &their_bytes]) {
            input.content(bytes);
        }
        let [ancestor, mine, other] = &inputs;
        let merged = git2::merge_file(ancestor, mine, other, Some(&mut MergeFileOptions::new()))
            .map_err(|error| ObjectError::Corrupt(ours, error.message().to_owned()))?;
        Ok(merged.is_automergeable().then(|| merged.content().to_vec()))
    }
}

impl Register {
    /// The commit that is checked out.
    ///
    /// # Errors
    /// [`RegisterError::Unborn`] where there is none yet.
    pub fn tip(&self) -> Result<Oid, RegisterError> {
        let head = self.head()?;
        head.oid.ok_or_else(|| RegisterError::Unborn(head.branch.unwrap_or_else(|| "HEAD".to_owned())))
    }

    /// A folder inside the git directory for files that live while something is made.
    ///
    /// # Errors
    /// [`RegisterError`] where it can't be made.
    pub fn scratch_dir(&self) -> Result<std::path::PathBuf, RegisterError> {
        let folder = self.git_dir().join("iwcp");
        std::fs::create_dir_all(&folder)
            .map_err(|source| RegisterError::io("can't make", &folder)(source))?;
        Ok(folder)
    }
}
