//! Comparing: what a three-way merge of files gives, a change as a patch, and ids for people.

use git2::{MergeFileInput, MergeFileOptions, MergeOptions, Patch};

use super::id::file_id;
use super::{Entry, ObjectError, Objects, Oid, Register, RegisterError};

/// How many digits of an object id people are shown.
pub const SHORT: usize = 7;

/// An object id as people are shown it.
pub fn short(oid: Oid) -> String {
    oid.to_string().chars().take(SHORT).collect()
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

/// How the lines of files are compared when they are merged. Git compares in a manner of its own, which agrees with one
/// of these but for rare files of many equal lines.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Manner {
    /// The shortest difference.
    Plain,
    /// Around lines that stand once.
    Patient,
}

impl Objects {
    /// The id that a file's bytes have here.
    ///
    /// # Errors
    /// [`ObjectError`] where it can't be worked out.
    pub fn hash(&self, bytes: &[u8]) -> Result<Oid, ObjectError> {
        file_id(bytes, self.repository().object_format())
            .map_err(|error| ObjectError::Malformed(Oid::ZERO_SHA1, error.message().to_owned()))
    }

    /// The text that a three-way merge of files gives, and whether it is without conflicts; where it is not, the
    /// conflicts are marked in it.
    ///
    /// # Errors
    /// [`ObjectError`] where it can't be made.
    pub fn merge_files(
        &self,
        base: &[u8],
        ours: &[u8],
        theirs: &[u8],
        manner: Manner,
    ) -> Result<(Vec<u8>, bool), ObjectError> {
        let mut inputs = [MergeFileInput::new(), MergeFileInput::new(), MergeFileInput::new()];
        for (input, bytes) in inputs.iter_mut().zip([base, ours, theirs]) {
            input.content(bytes);
        }
        let mut options = MergeFileOptions::new();
        options.patience(manner == Manner::Patient);
        let [ancestor, mine, other] = &inputs;
        let merged = git2::merge_file(ancestor, mine, other, Some(&mut options))
            .map_err(|error| ObjectError::Malformed(Oid::ZERO_SHA1, error.message().to_owned()))?;
        Ok((merged.content().to_vec(), merged.is_automergeable()))
    }

    /// What stands at a path (nothing, where it is gone) where two trees are merged and files that one side renamed are
    /// followed; none where the path is in conflict.
    ///
    /// # Errors
    /// [`ObjectError`] for what can't be read.
    pub fn merge_following(
        &self,
        base: Oid,
        ours: Oid,
        theirs: Oid,
        path: &str,
    ) -> Result<Option<Option<Entry>>, ObjectError> {
        let failed = |error: git2::Error| ObjectError::Corrupt(theirs, error.message().to_owned());
        let tree = |oid| self.repository().find_tree(oid).map_err(failed);
        let mut options = MergeOptions::new();
        options.find_renames(true);
        let index = self.repository().merge_trees(&tree(base)?, &tree(ours)?, &tree(theirs)?, Some(&options));
        let index = index.map_err(failed)?;
        let stage = |stage| index.get_path(std::path::Path::new(path), stage);
        let in_conflict = [1, 2, 3].into_iter().any(|number| stage(number).is_some());
        Ok((!in_conflict).then(|| stage(0).map(|entry| Entry { mode: entry.mode, oid: entry.id })))
    }
}

impl Register {
    /// The commit that is checked out.
    ///
    /// # Errors
    /// [`RegisterError::Unborn`] where there is none yet.
    pub fn tip(&self) -> Result<Oid, RegisterError> {
        let head = self.head()?;
        head.oid.ok_or_else(|| self.unborn(head))
    }

    /// That nothing is checked out, with a branch that could be: a server may say that another one is its main branch.
    pub(super) fn unborn(&self, head: super::open::Head) -> RegisterError {
        let names = ["refs/remotes/origin/main", "refs/heads/main", "refs/remotes/origin/master"];
        let known = names.into_iter().find(|name| self.repository.find_reference(name).is_ok());
        RegisterError::Unborn {
            branch: head.branch.unwrap_or_else(|| "HEAD".to_owned()),
            there: known.and_then(|name| name.splitn(3, '/').nth(2)).map(str::to_owned),
        }
    }

    /// A folder inside the git directory for files that live while something is made.
    ///
    /// # Errors
    /// [`RegisterError`] where it can't be made.
    pub fn scratch_dir(&self) -> Result<std::path::PathBuf, RegisterError> {
        let folder = self.git_dir().join("iwcp");
        super::durable::require_own_folder(&folder)?;
        std::fs::create_dir_all(&folder)
            .map_err(|source| RegisterError::io("can't make", &folder)(source))?;
        Ok(folder)
    }
}
