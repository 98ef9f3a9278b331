//! What a plain scalar means: the core schema of YAML 1.2 (section 10.3.2), nothing older.
//! Dates are text there, and stay what the author wrote.

use serde_json::{Number, Value as Json};

use super::tree::{Scalar, Style};

impl Scalar {
    /// The data it stands for: `null`, a boolean, a number or text. Only a plain scalar is ever anything but text;
    /// a number that fits neither 64 bits nor a finite float stays text.
    pub fn to_json(&self) -> Json {
        if self.style != Style::Plain {
            return Json::String(self.text.clone());
        }
        match self.text.as_str() {
            "" | "~" | "null" | "Null" | "NULL" => Json::Null,
            "true" | "True" | "TRUE" => Json::Bool(true),
            "false" | "False" | "FALSE" => Json::Bool(false),
            text => number(text).map_or_else(|| Json::String(text.to_owned()), Json::Number),
        }
    }
}

fn number(text: &str) -> Option<Number> {
    for (prefix, radix) in [("0x", 16), ("0o", 8)] {
        if let Some(digits) = text.strip_prefix(prefix) {
            // Rust also reads a sign there, YAML does not.
            let digits = digits.strip_prefix(['+', '-']).map_or(digits, |_| "");
            return u64::from_str_radix(digits, radix).ok().map(Number::from);
        }
    }
    let unsigned = text.strip_prefix(['-', '+']).unwrap_or(text);
    if unsigned.is_empty()
        || !unsigned.bytes().all(|b| b.is_ascii_digit() || matches!(b, b'.' | b'e' | b'E' | b'+' | b'-'))
    {
        return None;
    }
    if unsigned.bytes().all(|byte| byte.is_ascii_digit()) {
        let plain = text.strip_prefix('+').unwrap_or(text);
        return plain
            .parse::<i64>()
            .map(Number::from)
            .or_else(|_| plain.parse::<u64>().map(Number::from))
            .ok();
    }
    if !unsigned.starts_with(|first: char| first.is_ascii_digit() || first == '.') {
        return None;
    }
    text.parse::<f64>().ok().and_then(Number::from_f64)
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn plain_scalars_follow_the_core_schema() {
        let plain = |text: &str| Scalar { text: text.into(), style: Style::Plain }.to_json();
        for (text, data) in [
            ("", json!(null)),
            ("~", json!(null)),
            ("null", json!(null)),
            ("True", json!(true)),
            ("no", json!("no")),
            ("007", json!(7)),
            ("+1", json!(1)),
            ("-9223372036854775808", json!(i64::MIN)),
            ("18446744073709551615", json!(u64::MAX)),
            ("18446744073709551616", json!("18446744073709551616")),
            ("0x1F", json!(31)),
            ("0x+5", json!("0x+5")),
            ("0o17", json!(15)),
            ("1.5e3", json!(1500.0)),
            (".5", json!(0.5)),
            ("1e999", json!("1e999")),
            (".nan", json!(".nan")),
            ("3.2.0", json!("3.2.0")),
            ("2026-04-20", json!("2026-04-20")),
            ("2026-0007", json!("2026-0007")),
            ("-", json!("-")),
            ("1_000", json!("1_000")),
        ] {
            assert_eq!(plain(text), data, "{text}");
        }
        assert_eq!(Scalar { text: "1".into(), style: Style::Single }.to_json(), json!("1"));
    }
}
