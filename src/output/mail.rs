//! A message as a file (RFC 5322) from a text that has its headers in front, as templates write it. Names and subjects
//! that are not ASCII are encoded; a value can't add a header of its own.

use mail_builder::MessageBuilder;
use mail_builder::headers::address::Address;

/// The headers that a template may write.
const HEADERS: &[&str] = &["From", "To", "Cc", "Subject"];

/// Makes a message of a text: lines `Name: value`, an empty line, the body. `id` names the message, `date` is in
/// seconds since 1970.
///
/// # Errors
/// A line in front of the body that is none of the headers, or an address that is none.
pub fn message(text: &str, id: &str, date: i64) -> Result<Vec<u8>, String> {
    let text = text.replace("\r\n", "\n");
    let (head, body) = text.split_once("\n\n").ok_or("there is no empty line between headers and body")?;
    let mut builder = MessageBuilder::new().message_id(id).date(date);
    let mut seen: Vec<&str> = Vec::new();
    for line in head.lines() {
        let (name, value) = line.split_once(": ").ok_or_else(|| format!("`{line}` is no header"))?;
        let known = HEADERS.iter().find(|known| known.eq_ignore_ascii_case(name));
        let name = *known.ok_or_else(|| format!("there is no header `{name}` here"))?;
        if seen.contains(&name) {
            return Err(format!("the header `{name}` stands twice"));
        }
        seen.push(name);
        builder = match name {
            "From" => builder.from(address(value)?),
            "To" => builder.to(address(value)?),
            "Cc" => builder.cc(address(value)?),
            _ => builder.subject(value.trim().to_owned()),
        };
    }
    match ["From", "To", "Subject"].iter().find(|name| !seen.contains(name)) {
        Some(missing) => Err(format!("the header `{missing}` is missing")),
        None => builder.text_body(body).write_to_vec().map_err(|error| error.to_string()),
    }
}

/// `Name <address>`.
fn address(text: &str) -> Result<Address<'static>, String> {
    let no_address = || format!("`{text}` is not `Name <address>`");
    let (name, rest) = text.rsplit_once('<').ok_or_else(no_address)?;
    let address = rest.trim().strip_suffix('>').ok_or_else(no_address)?;
    let plain = |letter: char| letter.is_ascii_graphic() && !"<>()[],;:\\\"".contains(letter);
    let (local, domain) = address.split_once('@').ok_or_else(no_address)?;
    if local.is_empty() || domain.is_empty() || domain.contains('@') || !address.chars().all(plain) {
        return Err(no_address());
    }
    let name = Some(name.trim()).filter(|name| !name.is_empty()).map(str::to_owned);
    Ok(Address::new_address(name, address.to_owned()))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn made(text: &str) -> Result<String, String> {
        message(text, "a@iwcp", 1_782_777_600).map(|bytes| String::from_utf8_lossy(&bytes).into_owned())
    }

    #[test]
    fn a_message_has_its_headers_and_its_body() {
        let text =
            made("From: Jörg <j@a.example>\nTo: B <b@b.example>\nSubject: 3 open\n\nDear B,\nbye\n").unwrap();
        assert!(text.contains("Message-ID: <a@iwcp>\r\n"), "{text}");
        assert!(text.contains("<j@a.example>") && !text.contains("Jörg"), "{text}");
        assert!(text.contains("Subject: 3 open\r\n"), "{text}");
        assert!(text.contains("Dear B,"), "{text}");
        assert!(made("From: a <a@b>\r\nTo: b <b@b>\r\nSubject: x\r\n\r\nbody\r\n").is_ok());
    }

    #[test]
    fn what_is_no_header_or_address_is_refused() {
        for text in [
            "From: a <a@b>\nTo: b <b@b>\nSubject: x",
            "From: a <a@b>\nSubject: x\n\nbody",
            "From: a <a@b>\nTo: b\nSubject: x\n\nbody",
            "From: a <a@b>\nTo: b <b@b, c@c>\nSubject: x\n\nbody",
            "From: a <a@b>\nTo: b <b@b>\nBcc: c <c@c>\nSubject: x\n\nbody",
            "From: a <a@b>\nTo: b <b@b>\nTo: c <c@c>\nSubject: x\n\nbody",
        ] {
            assert!(made(text).is_err(), "{text}");
        }
    }
}
