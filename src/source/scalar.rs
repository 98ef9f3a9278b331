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
    if let Some(digits) = text.strip_prefix("0x") {
        return u64::from_str_radix(digits, 16).ok().map(Number::from);
    }
    if let Some(digits) = text.strip_prefix("0o") {
        return u64::from_str_radix(digits, 8).ok().map(Number::from);
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
