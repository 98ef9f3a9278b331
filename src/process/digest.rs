//! The digest of a part of a document, which does not depend on how the part is written down: what is signed for as it
//! is can be named by it.

use ring::digest::SHA256;
use serde_json::Value as Json;

use super::condition::Digested;
use super::evaluate::{Verdict, content};
use super::scene::{Ground, Scene};

/// The SHA-256 of a value, in hexadecimal: of its JSON without blanks, members in the order of their names.
pub fn digest(value: &Json) -> String {
    let mut text = String::new();
    write(value, &mut text);
    data_encoding::HEXLOWER.encode(ring::digest::digest(&SHA256, text.as_bytes()).as_ref())
}

impl Scene<'_> {
    pub(super) fn is_digest(&self, digested: &Digested, ground: Ground<'_>) -> Verdict {
        let Digested { of, is } = digested;
        let Some(value) = of.value(ground.after) else {
            return content(ground.locate(of), format!("`{of}` is missing"));
        };
        match is.text(ground.after) {
            Some(text) if text == digest(value) => Ok(()),
            _ => content(ground.locate(is), format!("`{is}` is not the digest of `{of}`")),
        }
    }
}

fn write(value: &Json, text: &mut String) {
    match value {
        Json::Object(members) => {
            let mut members: Vec<(&String, &Json)> = members.iter().collect();
            members.sort_unstable_by_key(|(name, _)| *name);
            each(members, ('{', '}'), text, |(name, member), text| {
                text.push_str(&Json::from(name.as_str()).to_string());
                text.push(':');
                write(member, text);
            });
        }
        Json::Array(items) => each(items, ('[', ']'), text, write),
        single => text.push_str(&single.to_string()),
    }
}

fn each<T>(
    items: impl IntoIterator<Item = T>,
    (open, close): (char, char),
    text: &mut String,
    put: impl Fn(T, &mut String),
) {
    text.push(open);
    for (at, item) in items.into_iter().enumerate() {
        if at > 0 {
            text.push(',');
        }
        put(item, text);
    }
    text.push(close);
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn the_order_of_members_is_no_part_of_it() {
        let one: Json = serde_json::from_str(r#"{"b": [1, "x"], "a": {"d": null, "c": true}}"#).unwrap();
        let other = json!({"a": {"c": true, "d": null}, "b": [1, "x"]});
        assert_eq!(digest(&one), digest(&other));
        assert_ne!(digest(&one), digest(&json!({"a": {"c": true, "d": null}, "b": ["x", 1]})));
        let text = r#"{"a":{"c":true,"d":null},"b":[1,"x"]}"#;
        assert_eq!(
            digest(&other),
            data_encoding::HEXLOWER.encode(ring::digest::digest(&SHA256, text.as_bytes()).as_ref())
        );
    }
}
