//! Lines of git's allowed-signers file (`gpg.ssh.allowedSignersFile`, ssh-keygen(1) ALLOWED SIGNERS), so
//! that plain git can check a register's signatures too.

use chrono::{DateTime, Utc};

use super::{GIT_NAMESPACE, PublicKey};

/// One line: who (e-mail addresses as a rule), that the key counts for git only, and between which moments.
///
/// Characters that mean something in that file (`*`, `,`, quotes, blanks, line ends) become `_`, so that no
/// name can add a pattern, an option or a line; a key of nobody stands under its own fingerprint.
pub fn allowed_signers_line(
    principals: &[&str],
    key: &PublicKey,
    valid_after: Option<DateTime<Utc>>,
    valid_before: Option<DateTime<Utc>>,
) -> String {
    let named: Vec<String> =
        principals.iter().filter(|name| !name.is_empty()).map(|name| plain(name)).collect();
    let who = if named.is_empty() { plain(&key.fingerprint()) } else { named.join(",") };
    line(&who, "", key, valid_after, valid_before)
}

/// The line of a certificate authority, which vouches for keys under the names that match these patterns.
pub fn cert_authority_line(
    patterns: &[String],
    key: &PublicKey,
    valid_after: Option<DateTime<Utc>>,
    valid_before: Option<DateTime<Utc>>,
) -> String {
    let wild = |pattern: &String| pattern.split('*').map(one_wild).collect::<Vec<_>>().join("*");
    let who: Vec<String> = patterns.iter().map(wild).collect();
    line(&who.join(","), "cert-authority,", key, valid_after, valid_before)
}

fn one_wild(part: &str) -> String {
    part.split('?').map(plain).collect::<Vec<_>>().join("?")
}

fn line(
    who: &str,
    kind: &str,
    key: &PublicKey,
    valid_after: Option<DateTime<Utc>>,
    valid_before: Option<DateTime<Utc>>,
) -> String {
    let mut options = format!("{kind}namespaces=\"{GIT_NAMESPACE}\"");
    for (option, moment) in [("valid-after", valid_after), ("valid-before", valid_before)] {
        if let Some(moment) = moment {
            options.push_str(&format!(",{option}=\"{}\"", moment.format("%Y%m%d%H%M%SZ")));
        }
    }
    format!("{who} {options} {}", key.to_openssh())
}

fn plain(name: &str) -> String {
    let allowed = |c: char| c.is_alphanumeric() || matches!(c, '@' | '.' | '_' | '-' | '+' | ':' | '/' | '=');
    name.chars().map(|c| if allowed(c) { c } else { '_' }).collect()
}
