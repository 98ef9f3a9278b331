//! The text around a signature: what kind it is, by its first line, and the bytes inside an SSH one.
//! Strict: one signature, nothing before it, nothing after it but the newline that git writes.

use data_encoding::BASE64;

/// No SSH signature comes near this many bytes; what is longer is not even decoded.
const LONGEST: usize = 64 * 1024;
pub(super) const BEGIN_SSH: &str = "-----BEGIN SSH SIGNATURE-----";
pub(super) const END_SSH: &str = "-----END SSH SIGNATURE-----";

/// The kinds of signature that git stores in a commit.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// `ssh-keygen -Y sign`.
    Ssh,
    /// OpenPGP, as `gpg` makes it.
    OpenPgp,
    /// X.509 (CMS), as `gpgsm` makes it.
    X509,
    /// None of these.
    Unknown,
}

impl Kind {
    /// What people call it.
    pub fn name(self) -> &'static str {
        match self {
            Kind::Ssh => "SSH",
            Kind::OpenPgp => "OpenPGP",
            Kind::X509 => "X.509",
            Kind::Unknown => "unknown",
        }
    }
}

/// The kind of an armoured signature by its first line, which is all that git itself looks at.
pub fn signature_kind(armored: &str) -> Kind {
    match armored.lines().next().unwrap_or_default() {
        BEGIN_SSH => Kind::Ssh,
        "-----BEGIN PGP SIGNATURE-----" | "-----BEGIN PGP MESSAGE-----" => Kind::OpenPgp,
        "-----BEGIN SIGNED MESSAGE-----" => Kind::X509,
        _ => Kind::Unknown,
    }
}

/// The bytes inside an SSH armour, with what OpenSSH overlooks in it and this program does not; or why it is none.
/// Lines may have any one width (signers differ), but all the same, the last one shorter; the base64 must be the only
/// one that means these bytes.
pub(super) fn dearmour(armored: &str) -> Result<(Vec<u8>, Option<&'static str>), &'static str> {
    if armored.len() > LONGEST {
        return Err("it is longer than any SSH signature");
    }
    let after_begin = armored
        .strip_prefix(BEGIN_SSH)
        .and_then(|rest| rest.strip_prefix('\n'))
        .ok_or("it does not begin as an SSH signature")?;
    let strict = after_begin
        .strip_suffix('\n')
        .unwrap_or(after_begin)
        .strip_suffix(END_SSH)
        .and_then(|rest| rest.strip_suffix('\n'))
        .ok_or("it does not end as an SSH signature")
        .and_then(unwrapped)
        .and_then(|base64| decoded(&base64));
    match strict {
        Ok(blob) => Ok((blob, None)),
        Err(why) => {
            let base64 = as_openssh_reads(after_begin).ok_or(why)?;
            Ok((decoded(&base64).map_err(|_| why)?, Some(why)))
        }
    }
}

fn decoded(base64: &str) -> Result<Vec<u8>, &'static str> {
    BASE64.decode(base64.as_bytes()).map_err(|_| "its base64 is damaged")
}

/// OpenSSH takes what stands before the first end mark, blanks or not, and nothing after it.
fn as_openssh_reads(body: &str) -> Option<String> {
    let (body, _) = body.split_once(END_SSH)?;
    Some(body.chars().filter(|c| !c.is_ascii_whitespace()).collect())
}

fn unwrapped(body: &str) -> Result<String, &'static str> {
    let width = body.find('\n').unwrap_or(body.len());
    let mut lines = body.split('\n').peekable();
    let mut joined = String::with_capacity(body.len());
    while let Some(line) = lines.next() {
        let last = lines.peek().is_none();
        if line.is_empty() || line.len() > width || (line.len() < width && !last) {
            return Err("its lines are not wrapped evenly");
        }
        joined.push_str(line);
    }
    Ok(joined)
}
