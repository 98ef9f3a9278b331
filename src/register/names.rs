//! What a name that somebody types stands for. Git takes the first of several places in which a name may stand; here a
//! name that stands for one commit in one place and for another in the next is refused, since whoever may push a branch
//! or a tag may call it like what somebody else is going to ask for.

use git2::ErrorCode;

use super::{Oid, Register, RegisterError};

/// Where git looks for a reference that is not named in full.
const PLACES: &[(&str, &str)] = &[
    ("refs/", ""),
    ("refs/tags/", ""),
    ("refs/heads/", ""),
    ("refs/remotes/", ""),
    ("refs/remotes/", "/HEAD"),
];

/// The fewest digits that git takes for a short object id.
const FEWEST_DIGITS: usize = 4;

impl Register {
    /// The commit that a name, a full or a short object id stands for (`main`, `HEAD~3`, `v1`).
    ///
    /// # Errors
    /// [`RegisterError::Ambiguous`] for a name that stands for several commits, [`RegisterError::Git`] where nothing is
    /// called so.
    pub fn resolve(&self, name: &str) -> Result<Oid, RegisterError> {
        let stem = name.split(['~', '^', ':']).next().unwrap_or_default();
        let stem = stem.split_once("@{").map_or(stem, |(stem, _)| stem);
        let in_full = stem == "HEAD" || stem.starts_with("refs/") || self.parse_oid(stem).is_some();
        if !in_full {
            self.require_one(stem)?;
        }
        let found =
            self.repository.revparse_single(name).and_then(|object| object.peel(git2::ObjectType::Commit));
        let found = found.map_err(|error| match error.code() {
            ErrorCode::NotFound | ErrorCode::InvalidSpec | ErrorCode::Peel => {
                RegisterError::NoCommit(name.to_owned())
            }
            _ => RegisterError::git("can't find that commit")(error),
        });
        Ok(found?.id())
    }

    fn require_one(&self, stem: &str) -> Result<(), RegisterError> {
        let mut found: Vec<(String, Oid)> = Vec::new();
        for (before, behind) in PLACES {
            let name = format!("{before}{stem}{behind}");
            let commit =
                self.repository.find_reference(&name).and_then(|reference| reference.peel_to_commit());
            found.extend(commit.ok().map(|commit| (name, commit.id())));
        }
        if stem.len() >= FEWEST_DIGITS && stem.bytes().all(|byte| byte.is_ascii_hexdigit()) {
            let commit = self.repository.find_commit_by_prefix(stem);
            found.extend(commit.ok().map(|commit| (commit.id().to_string(), commit.id())));
        }
        let [(_, first), rest @ ..] = found.as_slice() else { return Ok(()) };
        if rest.iter().all(|(_, other)| other == first) {
            return Ok(());
        }
        let places = found.into_iter().map(|(place, _)| place).collect();
        Err(RegisterError::Ambiguous { name: stem.to_owned(), places })
    }
}
