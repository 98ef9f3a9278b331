//! Object ids of both forms that git has: 40 digits where a repository names its objects by SHA-1, 64 where by SHA-256.

use super::Oid;
use git2::{Error, ObjectFormat, ObjectType};

/// How many digits an id of a form has.
const FORMS: [(usize, ObjectFormat); 2] = [(40, ObjectFormat::Sha1), (64, ObjectFormat::Sha256)];

/// The object id that a text is, written in full and as git writes it.
pub fn full_id(text: &str) -> Option<Oid> {
    let (_, form) = FORMS.iter().find(|(digits, _)| text.len() == *digits)?;
    let digits = text.bytes().all(|digit| matches!(digit, b'0'..=b'9' | b'a'..=b'f'));
    Oid::from_str_ext(text, *form).ok().filter(|_| digits)
}

/// The form that git calls so.
pub(super) fn form_called(name: &str) -> Option<ObjectFormat> {
    FORMS.iter().map(|(_, form)| *form).find(|form| form.str() == name)
}

/// The header in which a commit of that form carries its signature.
pub(super) fn signature_header(form: ObjectFormat) -> &'static str {
    match form {
        ObjectFormat::Sha1 => "gpgsig",
        ObjectFormat::Sha256 => "gpgsig-sha256",
    }
}

/// The id that a file's bytes have in a repository of that form.
pub(super) fn file_id(bytes: &[u8], form: ObjectFormat) -> Result<Oid, Error> {
    Oid::hash_object_ext(ObjectType::Blob, bytes, form)
}
