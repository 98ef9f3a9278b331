//! What a chunk begins with: the seal of what it was made by and for, and the digests of its parts. Its name is the
//! digest of its header; so whoever knows the name knows the whole. The list that names it bears the seal of the user who
//! wrote it (`register::Shelf`).

use git2::Oid;
use ring::digest::{Context, SHA256};

use crate::process::EMBEDDED;

/// Changes with the form of what is kept.
const FORM: &str = "iwcp history 1";

/// The version of the program, and the name of its sources: what it worked out, another one works out again.
pub const BUILD: &str = concat!(env!("CARGO_PKG_VERSION"), " ", env!("IWCP_BUILD"));

/// The bytes of a digest.
pub(super) const DIGEST: usize = 32;

/// A digest.
pub(super) type Digest = [u8; DIGEST];

/// The SHA-256 of some bytes.
pub(super) fn digest(bytes: &[u8]) -> Digest {
    of(&[bytes])
}

fn of(parts: &[&[u8]]) -> Digest {
    let mut context = Context::new(&SHA256);
    parts.iter().for_each(|part| context.update(part));
    let mut digest = [0; DIGEST];
    digest.copy_from_slice(context.finish().as_ref());
    digest
}

/// By what and for which history something is kept.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Seal {
    /// The version of the program, and the name of its sources: one that judges otherwise judges anew.
    pub(super) version: String,
    /// The history's first commit.
    pub(super) root: Oid,
    /// How many bytes an object id has.
    pub(super) width: usize,
}

impl Seal {
    /// This program's seal for the history of a root.
    pub(super) fn new(root: Oid) -> Self {
        Self { version: BUILD.to_owned(), root, width: root.as_bytes().len() }
    }

    /// The seal as bytes: of the version, of the definitions in the program, and of the root.
    pub(super) fn bytes(&self) -> Digest {
        let mut parts: Vec<&[u8]> =
            vec![FORM.as_bytes(), b"\0", self.version.as_bytes(), b"\0", self.root.as_bytes()];
        parts.extend(EMBEDDED.iter().flat_map(|(name, text)| [name.as_bytes(), text.as_bytes()]));
        of(&parts)
    }
}

/// A part of a chunk that is read whole.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Section {
    /// Its bytes.
    pub(super) length: usize,
    /// Their digest.
    pub(super) digest: Digest,
}

/// The beginning of a chunk.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Header {
    /// The seal.
    pub(super) seal: Digest,
    /// The position of its first commit.
    pub(super) first: usize,
    /// How many commits it has.
    pub(super) count: usize,
    /// How many steps they made.
    pub(super) steps: usize,
    /// The latest of the commits' dates, in seconds since 1970.
    pub(super) latest: i64,
    /// The commits.
    pub(super) commits: Section,
    /// Names, signers and where each document's steps stand.
    pub(super) table: Section,
    /// How many bytes the documents' steps have.
    pub(super) blocks: usize,
}

impl Header {
    /// Its bytes in a file.
    pub(super) const LENGTH: usize = 16 + DIGEST + 5 * 8 + 2 * (8 + DIGEST);

    const MARK: &[u8; 16] = b"iwcp chunk     \n";

    /// It as bytes.
    pub(super) fn bytes(&self) -> Vec<u8> {
        let number = |number: usize| u64::try_from(number).unwrap_or(u64::MAX).to_le_bytes();
        let mut out = Self::MARK.to_vec();
        out.extend_from_slice(&self.seal);
        for count in [self.first, self.count, self.steps] {
            out.extend_from_slice(&number(count));
        }
        out.extend_from_slice(&self.latest.to_le_bytes());
        for section in [&self.commits, &self.table] {
            out.extend_from_slice(&number(section.length));
            out.extend_from_slice(&section.digest);
        }
        out.extend_from_slice(&number(self.blocks));
        out
    }

    /// Reads a header.
    pub(super) fn parse(bytes: &[u8]) -> Option<Self> {
        let mut rest = bytes.strip_prefix(Self::MARK)?;
        let mut take = |count: usize| {
            let (taken, left) = rest.split_at_checked(count)?;
            rest = left;
            Some(taken)
        };
        let seal = take(DIGEST)?.try_into().ok()?;
        let mut number = || Some(u64::from_le_bytes(take(8)?.try_into().ok()?));
        let (first, count, steps, latest) = (number()?, number()?, number()?, number()?);
        let mut section = || {
            let length = usize::try_from(u64::from_le_bytes(take(8)?.try_into().ok()?)).ok()?;
            Some(Section { length, digest: take(DIGEST)?.try_into().ok()? })
        };
        let (commits, table) = (section()?, section()?);
        let blocks = u64::from_le_bytes(take(8)?.try_into().ok()?);
        let size = |number: u64| usize::try_from(number).ok();
        Some(Self {
            seal,
            first: size(first)?,
            count: size(count)?,
            steps: size(steps)?,
            latest: latest.cast_signed(),
            commits,
            table,
            blocks: size(blocks)?,
        })
    }

    /// The name of the chunk that begins so.
    pub(super) fn name(&self) -> String {
        super::hex(&digest(&self.bytes()))
    }
}
