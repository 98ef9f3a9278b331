//! Numbers, texts and values as bytes. Reading answers `None` for whatever is cut short or is none of what is written
//! here: bytes come from a file that anything may have happened to.

use serde_json::{Map, Number, Value as Json};

/// Values nest no deeper than documents may (`source::MAX_DEPTH`), with room.
const DEEPEST: usize = 64;

/// Appends an unsigned number, seven bits a byte.
pub(super) fn put_number(out: &mut Vec<u8>, mut number: u64) {
    loop {
        let low = (number & 0x7f).to_le_bytes()[0];
        number >>= 7;
        if number == 0 {
            return out.push(low);
        }
        out.push(low | 0x80);
    }
}

/// Appends a count or a length.
pub(super) fn put_count(out: &mut Vec<u8>, count: usize) {
    put_number(out, u64::try_from(count).unwrap_or(u64::MAX));
}

/// Appends a signed number.
pub(super) fn put_signed(out: &mut Vec<u8>, number: i64) {
    put_number(out, ((number << 1) ^ (number >> 63)).cast_unsigned());
}

/// Appends bytes with their length.
pub(super) fn put_bytes(out: &mut Vec<u8>, bytes: &[u8]) {
    put_count(out, bytes.len());
    out.extend_from_slice(bytes);
}

/// Appends a text that may be absent.
pub(super) fn put_option(out: &mut Vec<u8>, text: Option<&str>) {
    match text {
        None => out.push(0),
        Some(text) => {
            out.push(1);
            put_bytes(out, text.as_bytes());
        }
    }
}

/// Appends a value.
pub(super) fn put_json(out: &mut Vec<u8>, value: &Json) {
    match value {
        Json::Null => out.push(b'0'),
        Json::Bool(false) => out.push(b'f'),
        Json::Bool(true) => out.push(b't'),
        Json::Number(number) => {
            out.push(b'n');
            put_bytes(out, number.to_string().as_bytes());
        }
        Json::String(text) => {
            out.push(b's');
            put_bytes(out, text.as_bytes());
        }
        Json::Array(items) => {
            out.push(b'a');
            put_count(out, items.len());
            items.iter().for_each(|item| put_json(out, item));
        }
        Json::Object(fields) => {
            out.push(b'o');
            put_count(out, fields.len());
            for (key, field) in fields {
                put_bytes(out, key.as_bytes());
                put_json(out, field);
            }
        }
    }
}

/// Reads from front to back.
#[derive(Clone, Copy)]
pub(super) struct Reader<'b>(&'b [u8]);

impl<'b> Reader<'b> {
    pub(super) fn new(bytes: &'b [u8]) -> Self {
        Self(bytes)
    }

    pub(super) fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    pub(super) fn take(&mut self, count: usize) -> Option<&'b [u8]> {
        let (taken, rest) = self.0.split_at_checked(count)?;
        self.0 = rest;
        Some(taken)
    }

    pub(super) fn byte(&mut self) -> Option<u8> {
        self.take(1)?.first().copied()
    }

    pub(super) fn number(&mut self) -> Option<u64> {
        let mut number = 0_u64;
        for shift in (0..64).step_by(7) {
            let byte = self.byte()?;
            number |= u64::from(byte & 0x7f).checked_shl(shift)?;
            if byte < 0x80 {
                return Some(number);
            }
        }
        None
    }

    pub(super) fn count(&mut self) -> Option<usize> {
        usize::try_from(self.number()?).ok()
    }

    pub(super) fn signed(&mut self) -> Option<i64> {
        let number = self.number()?;
        Some((number >> 1).cast_signed() ^ -(number & 1).cast_signed())
    }

    pub(super) fn bytes(&mut self) -> Option<&'b [u8]> {
        let count = self.count()?;
        self.take(count)
    }

    pub(super) fn text(&mut self) -> Option<&'b str> {
        std::str::from_utf8(self.bytes()?).ok()
    }

    pub(super) fn option(&mut self) -> Option<Option<&'b str>> {
        match self.byte()? {
            0 => Some(None),
            1 => self.text().map(Some),
            _ => None,
        }
    }

    pub(super) fn json(&mut self) -> Option<Json> {
        self.json_within(DEEPEST)
    }

    fn json_within(&mut self, depth: usize) -> Option<Json> {
        let depth = depth.checked_sub(1)?;
        Some(match self.byte()? {
            b'0' => Json::Null,
            b'f' => Json::Bool(false),
            b't' => Json::Bool(true),
            b'n' => Json::Number(self.text()?.parse::<Number>().ok()?),
            b's' => Json::String(self.text()?.to_owned()),
            b'a' => {
                let count = self.count()?;
                (0..count).map(|_| self.json_within(depth)).collect::<Option<Vec<_>>>().map(Json::Array)?
            }
            b'o' => {
                let count = self.count()?;
                let mut fields = Map::new();
                for _ in 0..count {
                    let key = self.text()?.to_owned();
                    fields.insert(key, self.json_within(depth)?);
                }
                Json::Object(fields)
            }
            _ => return None,
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;
    use serde_json::json;

    fn values() -> impl Strategy<Value = Json> {
        let leaf = prop_oneof![
            Just(Json::Null),
            any::<bool>().prop_map(Json::from),
            any::<i64>().prop_map(Json::from),
            (-1e9..1e9_f64).prop_map(Json::from),
            ".{0,8}".prop_map(Json::from),
        ];
        leaf.prop_recursive(4, 32, 5, |inner| {
            prop_oneof![
                prop::collection::vec(inner.clone(), 0..4).prop_map(Json::from),
                prop::collection::btree_map("[a-z]{1,4}", inner, 0..4)
                    .prop_map(|fields| Json::Object(fields.into_iter().collect())),
            ]
        })
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(64))]

        #[test]
        fn a_value_is_read_back_as_it_was(value in values(), number in any::<u64>(), signed in any::<i64>()) {
            let mut bytes = Vec::new();
            put_json(&mut bytes, &value);
            put_number(&mut bytes, number);
            put_signed(&mut bytes, signed);
            let mut reader = Reader::new(&bytes);
            prop_assert_eq!(reader.json(), Some(value));
            prop_assert_eq!(reader.number(), Some(number));
            prop_assert_eq!(reader.signed(), Some(signed));
            prop_assert!(reader.is_empty());
        }

        #[test]
        fn anything_else_is_nothing(bytes in prop::collection::vec(any::<u8>(), 0..64)) {
            let mut reader = Reader::new(&bytes);
            while reader.json().is_some() {}
        }
    }

    #[test]
    fn what_is_cut_short_is_nothing() {
        let mut bytes = Vec::new();
        put_json(&mut bytes, &json!({"a": [1, "b", null]}));
        for length in 0..bytes.len() {
            assert_eq!(Reader::new(&bytes[..length]).json(), None, "{length}");
        }
        assert_eq!(Reader::new(b"a\xff\xff\xff\xff\xff\x0f").json(), None, "a length without its items");
    }
}
