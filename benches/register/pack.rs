//! Writes objects into one pack, as git lays packs out (gitformat-pack): most objects as what differs from an earlier
//! one. To write a million commits as loose objects and to have git pack them would take hours.

use std::fs::File;
use std::io::{BufWriter, Write};
use std::path::{Path, PathBuf};

use flate2::{Compression, Crc, write::ZlibEncoder};
use git2::Oid;
use ring::digest::{Context, SHA1_FOR_LEGACY_USE_ONLY, digest};

/// After so many differences an object stands whole again, as with git itself.
const DEEPEST: usize = 50;

/// What an object is.
#[derive(Clone, Copy)]
pub enum Type {
    Commit = 1,
    Tree = 2,
    Blob = 3,
}

impl Type {
    fn name(self) -> &'static str {
        match self {
            Self::Commit => "commit",
            Self::Tree => "tree",
            Self::Blob => "blob",
        }
    }
}

/// An object that goes through many versions, each packed as what differs from the one before.
#[derive(Default)]
pub struct Series {
    pub bytes: Vec<u8>,
    packed: Vec<u8>,
    offset: u64,
    depth: usize,
}

struct Indexed {
    oid: [u8; 20],
    crc: u32,
    offset: u64,
}

/// A pack in the making.
pub struct Pack {
    folder: PathBuf,
    file: BufWriter<File>,
    context: Context,
    offset: u64,
    objects: Vec<Indexed>,
}

impl Pack {
    /// A pack of so many objects, in the folder of packs.
    pub fn new(folder: &Path, objects: usize) -> Self {
        let file = BufWriter::with_capacity(1 << 20, File::create(folder.join("new")).unwrap());
        let context = Context::new(&SHA1_FOR_LEGACY_USE_ONLY);
        let objects = Vec::with_capacity(objects);
        let mut pack = Self { folder: folder.to_owned(), file, context, offset: 0, objects };
        let count = u32::try_from(pack.objects.capacity()).unwrap();
        pack.write(&[b"PACK", &2_u32.to_be_bytes()[..], &count.to_be_bytes()].concat());
        pack
    }

    fn write(&mut self, bytes: &[u8]) {
        self.file.write_all(bytes).unwrap();
        self.context.update(bytes);
        self.offset += bytes.len() as u64;
    }

    /// Adds an object that stands by itself.
    pub fn add(&mut self, kind: Type, bytes: &[u8]) -> Oid {
        let oid = id(kind, bytes);
        self.entry(kind as u8, bytes.len(), &[], bytes, oid);
        oid
    }

    /// Adds the next version of an object.
    pub fn next(&mut self, kind: Type, series: &mut Series) -> Oid {
        let oid = id(kind, &series.bytes);
        let offset = self.offset;
        if series.packed.is_empty() || series.depth >= DEEPEST {
            self.entry(kind as u8, series.bytes.len(), &[], &series.bytes, oid);
            series.depth = 0;
        } else {
            let changed = difference(&series.packed, &series.bytes);
            let back = distance(offset - series.offset);
            self.entry(6, changed.len(), &back, &changed, oid);
            series.depth += 1;
        }
        series.offset = offset;
        series.packed.clone_from(&series.bytes);
        oid
    }

    fn entry(&mut self, kind: u8, size: usize, back: &[u8], bytes: &[u8], oid: Oid) {
        let mut entry = head(kind, size);
        entry.extend(back);
        let mut encoder = ZlibEncoder::new(entry, Compression::fast());
        encoder.write_all(bytes).unwrap();
        let entry = encoder.finish().unwrap();
        let mut crc = Crc::new();
        crc.update(&entry);
        self.objects.push(Indexed {
            oid: oid.as_bytes().try_into().unwrap(),
            crc: crc.sum(),
            offset: self.offset,
        });
        self.write(&entry);
    }

    /// Closes the pack and writes its index.
    pub fn finish(mut self) {
        assert_eq!(self.objects.len(), self.objects.capacity(), "the pack says how many objects it holds");
        let sum = self.context.clone().finish();
        self.file.write_all(sum.as_ref()).unwrap();
        self.file.flush().unwrap();
        self.objects.sort_unstable_by_key(|object| object.oid);
        let mut index = b"\xfftOc\0\0\0\x02".to_vec();
        for first in 0..=255_u8 {
            let count = self.objects.partition_point(|object| object.oid[0] <= first);
            index.extend(u32::try_from(count).unwrap().to_be_bytes());
        }
        self.objects.iter().for_each(|object| index.extend(object.oid));
        self.objects.iter().for_each(|object| index.extend(object.crc.to_be_bytes()));
        for object in &self.objects {
            let offset = u32::try_from(object.offset).ok().filter(|offset| *offset < 1 << 31);
            index.extend(offset.expect("a pack of less than 2 GiB").to_be_bytes());
        }
        index.extend(sum.as_ref());
        let own = digest(&SHA1_FOR_LEGACY_USE_ONLY, &index);
        index.extend(own.as_ref());
        let name: String = sum.as_ref().iter().map(|byte| format!("{byte:02x}")).collect();
        std::fs::write(self.folder.join(format!("pack-{name}.idx")), index).unwrap();
        std::fs::rename(self.folder.join("new"), self.folder.join(format!("pack-{name}.pack"))).unwrap();
    }
}

fn id(kind: Type, bytes: &[u8]) -> Oid {
    let mut context = Context::new(&SHA1_FOR_LEGACY_USE_ONLY);
    context.update(format!("{} {}\0", kind.name(), bytes.len()).as_bytes());
    context.update(bytes);
    Oid::from_bytes(context.finish().as_ref()).unwrap()
}

/// Type and size, as they stand before an object in a pack.
fn head(kind: u8, size: usize) -> Vec<u8> {
    let mut rest = size >> 4;
    let mut bytes = vec![kind << 4 | low(size, 4)];
    while rest > 0 {
        *bytes.last_mut().unwrap() |= 0x80;
        bytes.push(low(rest, 7));
        rest >>= 7;
    }
    bytes
}

/// How far back the object stands that another one differs from.
fn distance(mut back: u64) -> Vec<u8> {
    let mut bytes = vec![low(usize::try_from(back).unwrap(), 7)];
    while back >> 7 > 0 {
        back = (back >> 7) - 1;
        bytes.push(0x80 | low(usize::try_from(back).unwrap(), 7));
    }
    bytes.reverse();
    bytes
}

/// What makes one text of another: the same beginning and the same end, with something else in between.
fn difference(old: &[u8], new: &[u8]) -> Vec<u8> {
    let shorter = old.len().min(new.len());
    let before = old.iter().zip(new).take_while(|(one, other)| one == other).count();
    let behind = old.iter().rev().zip(new.iter().rev()).take(shorter - before);
    let behind = behind.take_while(|(one, other)| one == other).count();
    let mut out = Vec::new();
    for size in [old.len(), new.len()] {
        let mut rest = size;
        while rest > 0x7f {
            out.push(0x80 | low(rest, 7));
            rest >>= 7;
        }
        out.push(low(rest, 7));
    }
    copy(&mut out, 0, before);
    for part in new[before..new.len() - behind].chunks(0x7f) {
        out.push(low(part.len(), 7));
        out.extend(part);
    }
    copy(&mut out, old.len() - behind, behind);
    out
}

fn copy(out: &mut Vec<u8>, mut offset: usize, mut count: usize) {
    while count > 0 {
        let part = count.min(0xffff);
        out.push(0x80 | 0x0f | 0x30);
        out.extend(u32::try_from(offset).unwrap().to_le_bytes());
        out.extend(u16::try_from(part).unwrap().to_le_bytes());
        (offset, count) = (offset + part, count - part);
    }
}

/// The lowest bits of a number.
fn low(number: usize, bits: u32) -> u8 {
    u8::try_from(number & ((1 << bits) - 1)).unwrap()
}
