//! A commit, parsed from its bytes by this program, strictly as `git fsck --strict` would have it.
//! Not by libgit2, which follows grafts: what is judged is what the object id names.

use super::id::{full_id, signature_header};
use super::identity::Identity;
use super::{ObjectError, Oid};

/// A commit as its object holds it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RawCommit {
    /// Its own id.
    pub oid: Oid,
    /// Its tree.
    pub tree: Oid,
    /// Its parents, in order; none for a root.
    pub parents: Vec<Oid>,
    /// Who wrote it.
    pub author: Identity,
    /// Who committed it.
    pub committer: Identity,
    /// The encoding of its message, where that is not UTF-8.
    pub encoding: Option<String>,
    /// Every header after `committer`, in order, continuation lines unfolded; the signature included.
    pub headers: Vec<(String, Vec<u8>)>,
    /// The signature (the first header `gpgsig`, where objects are named by SHA-256 `gpgsig-sha256`), armoured,
    /// unfolded.
    pub signature: Option<String>,
    /// A further header that git leaves out of what is signed, by its name: bytes that nobody vouches for.
    pub beside: Option<String>,
    /// What was signed: the commit's bytes without its `gpgsig` headers, as git verifies them.
    pub payload: Vec<u8>,
    /// The message's bytes.
    pub message: Vec<u8>,
}

impl RawCommit {
    /// Parses a commit's bytes.
    ///
    /// # Errors
    /// [`ObjectError::Malformed`] for anything that git would not write.
    pub fn parse(oid: Oid, bytes: &[u8]) -> Result<Self, ObjectError> {
        parse(oid, bytes).map_err(|why| ObjectError::Malformed(oid, why.to_owned()))
    }

    /// What it is linked to.
    pub fn links(&self) -> Links {
        Links { tree: self.tree, parents: self.parents.clone(), seconds: self.committer.seconds }
    }
}

/// What a commit is linked to: all that a walk through a history asks of it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Links {
    /// Its tree.
    pub tree: Oid,
    /// Its parents, in order; none for a root.
    pub parents: Vec<Oid>,
    /// When it was committed, in seconds since 1970.
    pub seconds: i64,
}

impl Links {
    /// Reads the head of a commit's bytes, as strictly as [`RawCommit::parse`], and nothing behind it.
    ///
    /// # Errors
    /// [`ObjectError::Malformed`] for a head that git would not write.
    pub fn parse(oid: Oid, bytes: &[u8]) -> Result<Self, ObjectError> {
        links(bytes).map_err(|why| ObjectError::Malformed(oid, why.to_owned()))
    }
}

fn links(bytes: &[u8]) -> Result<Links, &'static str> {
    let mut lines = bytes.split(|byte| *byte == b'\n').peekable();
    let tree = lines.next().and_then(|line| line.strip_prefix(b"tree ")).ok_or(NO_TREE)?;
    let tree = object_id(tree)?;
    let mut parents = Vec::new();
    while let Some(parent) = lines.peek().and_then(|line| line.strip_prefix(b"parent ")) {
        parents.push(object_id(parent)?);
        lines.next();
    }
    few(&parents)?;
    let author = lines.next().and_then(|line| line.strip_prefix(b"author ")).ok_or(NO_AUTHOR)?;
    Identity::parse(author).ok_or(BAD_AUTHOR)?;
    let committer = lines.next().and_then(|line| line.strip_prefix(b"committer ")).ok_or(NO_COMMITTER)?;
    let committer = Identity::parse(committer).ok_or(BAD_COMMITTER)?;
    Ok(Links { tree, parents, seconds: committer.seconds })
}

const NO_TREE: &str = "it does not begin with a tree";
const NO_AUTHOR: &str = "it has no author";
const BAD_AUTHOR: &str = "its author is malformed";
const NO_COMMITTER: &str = "it has no committer";
const BAD_COMMITTER: &str = "its committer is malformed";

/// How the names of headers with signatures begin.
const SIGNATURES: &str = "gpgsig";

/// More than anybody merges at once. What a merge costs to judge grows with the square of its parents.
const MOST_PARENTS: usize = 100;

fn few(parents: &[Oid]) -> Result<(), &'static str> {
    if parents.len() > MOST_PARENTS { Err("it has more than 100 parents") } else { Ok(()) }
}

type Headers = Vec<(String, Vec<u8>)>;

fn parse(oid: Oid, bytes: &[u8]) -> Result<RawCommit, &'static str> {
    let (head, message) = split(bytes);
    if head.contains(&0) {
        return Err("a header holds a NUL");
    }
    let mut fields = headers(head)?.into_iter().peekable();
    let tree = fields.next().filter(|(key, _)| key == "tree").ok_or(NO_TREE)?;
    let tree = object_id(&tree.1)?;
    let mut parents = Vec::new();
    while let Some((_, value)) = fields.next_if(|(key, _)| key == "parent") {
        parents.push(object_id(&value)?);
    }
    few(&parents)?;
    let author = fields.next().filter(|(key, _)| key == "author").ok_or(NO_AUTHOR)?;
    let author = Identity::parse(&author.1).ok_or(BAD_AUTHOR)?;
    let committer = fields.next().filter(|(key, _)| key == "committer").ok_or(NO_COMMITTER)?;
    let committer = Identity::parse(&committer.1).ok_or(BAD_COMMITTER)?;
    let headers: Headers = fields.collect();
    if headers.iter().any(|(key, _)| matches!(key.as_str(), "tree" | "parent" | "author" | "committer")) {
        return Err("a header stands twice or out of order");
    }
    Ok(RawCommit {
        oid,
        tree,
        parents,
        author,
        committer,
        encoding: single(&headers, "encoding")?.map(|text| String::from_utf8_lossy(text).into_owned()),
        signature: signature(&headers, signature_header(oid.object_format())),
        beside: beside(&headers, signature_header(oid.object_format())),
        headers,
        payload: payload(head, bytes),
        message: message.to_vec(),
    })
}

/// The headers, each line with its newline, and the message after the empty line.
fn split(bytes: &[u8]) -> (&[u8], &[u8]) {
    match bytes.windows(2).position(|pair| pair == b"\n\n") {
        Some(at) => {
            let (head, rest) = bytes.split_at(at.saturating_add(1));
            (head, rest.split_first().map_or(&[], |(_, message)| message))
        }
        None => (bytes, &[]),
    }
}

fn headers(head: &[u8]) -> Result<Headers, &'static str> {
    let head = head.strip_suffix(b"\n").ok_or("its headers do not end in a newline")?;
    let mut headers: Headers = Vec::new();
    for line in head.split(|byte| *byte == b'\n') {
        if let Some(more) = line.strip_prefix(b" ") {
            let (_, value) = headers.last_mut().ok_or("it begins with a continuation line")?;
            value.push(b'\n');
            value.extend_from_slice(more);
            continue;
        }
        let mut parts = line.splitn(2, |byte| *byte == b' ');
        let key =
            parts.next().and_then(|key| std::str::from_utf8(key).ok()).ok_or("a header is not UTF-8")?;
        let value = parts.next().ok_or("a header has no value")?;
        headers.push((key.to_owned(), value.to_vec()));
    }
    Ok(headers)
}

fn object_id(text: &[u8]) -> Result<Oid, &'static str> {
    std::str::from_utf8(text).ok().and_then(full_id).ok_or("an object id is malformed")
}

fn single<'h>(headers: &'h Headers, key: &str) -> Result<Option<&'h Vec<u8>>, &'static str> {
    let mut found = headers.iter().filter(|(name, _)| name == key).map(|(_, value)| value);
    let first = found.next();
    if found.next().is_some() { Err("a header stands twice") } else { Ok(first) }
}

fn signature(headers: &Headers, header: &str) -> Option<String> {
    let (_, value) = headers.iter().find(|(key, _)| key == header)?;
    Some(String::from_utf8_lossy(value).into_owned() + "\n")
}

/// Git leaves out every header whose name begins like the signature's, and reads the signature's alone.
fn beside(headers: &Headers, header: &str) -> Option<String> {
    let mut signatures = 0;
    let further = headers.iter().map(|(key, _)| key).find(|key| {
        signatures += usize::from(*key == header);
        key.starts_with(SIGNATURES) && (*key != header || signatures > 1)
    });
    further.map(|key| format!("a {}header `{key}`", if key == header { "second " } else { "" }))
}

/// The commit without its signature headers (`gpgsig` and `gpgsig-sha256`), as git's
/// `parse_signed_commit` leaves it.
fn payload(head: &[u8], bytes: &[u8]) -> Vec<u8> {
    let mut payload = Vec::with_capacity(bytes.len());
    let mut in_signature = false;
    for line in head.split_inclusive(|byte| *byte == b'\n') {
        in_signature = line.starts_with(SIGNATURES.as_bytes()) || (in_signature && line.starts_with(b" "));
        if !in_signature {
            payload.extend_from_slice(line);
        }
    }
    payload.extend_from_slice(bytes.get(head.len()..).unwrap_or_default());
    payload
}
