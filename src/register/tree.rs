//! A tree, parsed from its bytes, strictly: what `git fsck --strict` would refuse is no tree here.
//! So a path found in a tree can be written to a work tree without a second look.

use super::{ObjectError, Oid};
use std::cmp::Ordering;
use unicode_normalization::UnicodeNormalization;

/// What a tree says about a name.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Entry {
    /// The mode, one of git's five: `0o40000`, `0o100644`, `0o100755`, `0o120000`, `0o160000`.
    pub mode: u32,
    /// The object.
    pub oid: Oid,
}

impl Entry {
    /// A folder.
    pub const FOLDER: u32 = 0o40_000;
    /// A plain file.
    pub const FILE: u32 = 0o100_644;
    /// A file that may be executed.
    pub const EXECUTABLE: u32 = 0o100_755;
    /// A symbolic link.
    pub const LINK: u32 = 0o120_000;
    /// A submodule.
    pub const SUBMODULE: u32 = 0o160_000;

    /// Whether it is a folder.
    pub fn is_folder(&self) -> bool {
        self.mode == Self::FOLDER
    }

    /// Whether it is a file, executable or not; neither a link nor a submodule.
    pub fn is_file(&self) -> bool {
        matches!(self.mode, Self::FILE | Self::EXECUTABLE)
    }
}

/// A parsed tree: its entries in git's order.
#[derive(Debug, Default)]
pub struct RawTree {
    bytes: Vec<u8>,
    slots: Vec<Slot>,
    /// How many bytes an object id has.
    width: usize,
}

#[derive(Clone, Copy, Debug)]
struct Slot {
    entry: Entry,
    start: u32,
    end: u32,
}

impl RawTree {
    /// Parses a tree's bytes.
    ///
    /// # Errors
    /// [`ObjectError::Malformed`] for a bad mode or name, a name that stands twice, a wrong order.
    pub fn parse(oid: Oid, bytes: Vec<u8>) -> Result<Self, ObjectError> {
        let slots = Vec::with_capacity(bytes.len() / 40);
        let mut tree = Self { bytes, slots, width: oid.as_bytes().len() };
        tree.read_slots().map_err(|why| ObjectError::Malformed(oid, why.to_owned()))?;
        Ok(tree)
    }

    /// The entries, in git's order (a folder sorts as if its name ended in `/`).
    pub fn iter(&self) -> impl ExactSizeIterator<Item = (&[u8], Entry)> {
        self.slots.iter().map(|slot| (self.name(slot), slot.entry))
    }

    /// How many entries there are.
    pub fn len(&self) -> usize {
        self.slots.len()
    }

    /// Whether there is none.
    pub fn is_empty(&self) -> bool {
        self.slots.is_empty()
    }

    /// The entry at a position.
    pub(super) fn nth(&self, at: usize) -> Option<(&[u8], Entry)> {
        self.slots.get(at).map(|slot| (self.name(slot), slot.entry))
    }

    /// The entry of that name.
    pub fn get(&self, name: &[u8]) -> Option<Entry> {
        self.find(name, false).or_else(|| self.find(name, true))
    }

    /// About how many bytes it takes in memory.
    pub(super) fn weight(&self) -> usize {
        self.bytes.len().saturating_add(self.slots.len().saturating_mul(size_of::<Slot>()))
    }

    fn find(&self, name: &[u8], folder: bool) -> Option<Entry> {
        let found = self
            .slots
            .binary_search_by(|slot| order(self.name(slot), slot.entry.is_folder(), name, folder))
            .ok()?;
        self.slots.get(found).map(|slot| slot.entry)
    }

    fn name(&self, slot: &Slot) -> &[u8] {
        self.bytes.get(slot.start as usize..slot.end as usize).unwrap_or_default()
    }

    fn read_slots(&mut self) -> Result<(), &'static str> {
        let mut at = 0;
        while at < self.bytes.len() {
            let (slot, next) = self.read_slot(at)?;
            if let Some(last) = self.slots.last() {
                let (before, after) = (self.name(last), self.name(&slot));
                if order(before, last.entry.is_folder(), after, slot.entry.is_folder()) != Ordering::Less {
                    return Err("its entries are out of order or stand twice");
                }
            }
            // A file and a folder of one name need not be neighbours: `a`, `a.b`, `a/`.
            if slot.entry.is_folder() && self.find(self.name(&slot), false).is_some() {
                return Err("a name stands twice");
            }
            self.slots.push(slot);
            at = next;
        }
        Ok(())
    }

    fn read_slot(&self, at: usize) -> Result<(Slot, usize), &'static str> {
        const TRUNCATED: &str = "it is cut short";
        let rest = self.bytes.get(at..).ok_or(TRUNCATED)?;
        let space = rest.iter().take(7).position(|byte| *byte == b' ').ok_or("a mode is malformed")?;
        let mode = mode(rest.get(..space).unwrap_or_default()).ok_or("a mode is none of git's five")?;
        let name_at = at.saturating_add(space).saturating_add(1);
        let name = self.bytes.get(name_at..).ok_or(TRUNCATED)?;
        let length = name.iter().position(|byte| *byte == 0).ok_or(TRUNCATED)?;
        if !is_valid_name(name.get(..length).unwrap_or_default()) {
            return Err("a name is one that git does not allow");
        }
        let end = name_at.saturating_add(length);
        let next = end.saturating_add(1).saturating_add(self.width);
        let id = self.bytes.get(end.saturating_add(1)..next).ok_or(TRUNCATED)?;
        let oid = Oid::from_bytes(id).map_err(|_| TRUNCATED)?;
        if oid.is_zero() {
            return Err("an entry names no object");
        }
        let (start, end) = (u32::try_from(name_at), u32::try_from(end));
        let (Ok(start), Ok(end)) = (start, end) else { return Err("it is too large") };
        Ok((Slot { entry: Entry { mode, oid }, start, end }, next))
    }
}

/// git's order of two entries: by bytes, a folder as if its name ended in `/`.
pub(super) fn order(a: &[u8], a_folder: bool, b: &[u8], b_folder: bool) -> Ordering {
    let common = a.len().min(b.len());
    let (a_head, b_head) = (a.get(..common), b.get(..common));
    let after = |name: &[u8], folder: bool| match name.get(common) {
        Some(byte) => Some(*byte),
        None => folder.then_some(b'/'),
    };
    a_head.cmp(&b_head).then_with(|| after(a, a_folder).cmp(&after(b, b_folder)))
}

fn mode(digits: &[u8]) -> Option<u32> {
    match digits {
        b"40000" => Some(Entry::FOLDER),
        b"100644" => Some(Entry::FILE),
        b"100755" => Some(Entry::EXECUTABLE),
        b"120000" => Some(Entry::LINK),
        b"160000" => Some(Entry::SUBMODULE),
        _ => None,
    }
}

/// Whether a name may stand in a tree: not empty, no `/`, not `.`, `..` or anything that some file system
/// takes for `.git`.
pub(super) fn is_valid_name(name: &[u8]) -> bool {
    !name.is_empty()
        && !name.contains(&b'/')
        && !name.contains(&0)
        && name != b"."
        && name != b".."
        && !resembles_git_folder(name)
}

/// `.git`, as Windows and macOS also spell it: other case, `git~1`, trailing dots, spaces and streams,
/// letters between which stand characters that HFS+ does not see, and all of it behind a backslash.
fn resembles_git_folder(name: &[u8]) -> bool {
    let could_be = name.iter().any(|byte| matches!(byte, b'g' | b'G'));
    could_be
        && name.split(|byte| *byte == b'\\').any(|part| {
            let seen = as_seen(&String::from_utf8_lossy(part));
            seen == ".git" || seen == "git~1"
        })
}

/// A file's name as the file systems of Windows and macOS may take it: whatever the case of its letters and however their
/// accents are written, without streams, without trailing dots and spaces, and without characters that HFS+ does not see.
pub fn as_seen(name: &str) -> String {
    let stem = name.split(':').next().unwrap_or_default();
    let seen: String = stem.chars().filter(|c| !is_unseen(*c)).collect();
    let seen = seen.trim_end_matches(['.', ' ']);
    match seen.is_ascii() {
        true => seen.to_ascii_lowercase(),
        false => seen.nfd().collect::<String>().to_uppercase().to_lowercase().nfd().collect(),
    }
}

fn is_unseen(c: char) -> bool {
    matches!(c, '\u{200c}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{206a}'..='\u{206f}' | '\u{feff}')
}

#[cfg(test)]
mod tests {
    use super::as_seen;

    #[test]
    fn names_are_seen_as_windows_and_macos_may_take_them() {
        for (one, other) in [
            ("Plan.md", "plan.MD"),
            ("caf\u{e9}", "CAFE\u{301}"),
            ("stra\u{df}e", "STRASSE"),
            ("\u{212a}elvin", "kelvin"),
            ("a\u{200d}b", "ab"),
            ("plan. .", "plan"),
            ("plan::$DATA", "plan"),
        ] {
            assert_eq!(as_seen(one), as_seen(other), "{one} {other}");
        }
        assert_ne!(as_seen("caf\u{e9}"), as_seen("cafe"));
    }
}
