//! Where a document comes from, in one word of its footer: which document, for whom, of which commit, and a digest of
//! all that it says. Whoever has the register can make it again and compare.

use std::fmt;

use data_encoding::HEXLOWER;
use ring::digest::{Context, SHA256};

use super::fill::Filled;

/// What a stamp begins with.
const MARK: &str = "iwcp:";

/// Where a document comes from.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Stamp {
    /// The document's name.
    pub document: String,
    /// For whom it was made.
    pub audience: String,
    /// The commit, as a full hexadecimal object id.
    pub commit: String,
    /// SHA-256 of what it says, in whichever format.
    pub digest: String,
}

impl Stamp {
    /// The stamp of a document.
    pub(super) fn of(document: &str, audience: &str, commit: &str, filled: &Filled) -> Self {
        let mut hash = Context::new(&SHA256);
        for part in [document, audience, commit] {
            hash.update(part.as_bytes());
            hash.update(&[0]);
        }
        // The shape is fixed: one text for one content.
        hash.update(&serde_json::to_vec(filled).unwrap_or_default());
        Self {
            document: document.to_owned(),
            audience: audience.to_owned(),
            commit: commit.to_owned(),
            digest: HEXLOWER.encode(hash.finish().as_ref()),
        }
    }

    /// The last stamp of a text: the footer's, whatever the text before it says.
    pub fn find(text: &str) -> Option<Self> {
        let mut places: Vec<usize> = text.match_indices(MARK).map(|(at, _)| at).collect();
        places.reverse();
        places.into_iter().find_map(|at| Self::parse(text.get(at..)?))
    }

    fn parse(text: &str) -> Option<Self> {
        let end = text.find(|letter: char| !letter.is_ascii_alphanumeric() && !":-".contains(letter));
        let word = text.get(..end.unwrap_or(text.len()))?;
        let parts: Vec<&str> = word.strip_prefix(MARK)?.split(':').collect();
        let [document, audience, commit, digest] = parts.as_slice() else { return None };
        let hex = |part: &str| part.bytes().all(|byte| byte.is_ascii_hexdigit());
        let fits = matches!(commit.len(), 40 | 64) && digest.len() == 64 && hex(commit) && hex(digest);
        fits.then(|| Self {
            document: (*document).to_owned(),
            audience: (*audience).to_owned(),
            commit: (*commit).to_owned(),
            digest: (*digest).to_owned(),
        })
    }
}

impl fmt::Display for Stamp {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{MARK}{}:{}:{}:{}", self.document, self.audience, self.commit, self.digest)
    }
}
