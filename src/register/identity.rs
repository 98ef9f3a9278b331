//! Who writes a commit and when: the identity line of a commit, and the identity that git's environment
//! and configuration give.

use super::date::parse_date;
use super::{Register, RegisterError};
use chrono::{DateTime, FixedOffset};

/// A name, an address and a moment, as the `author` and `committer` lines hold them.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Identity {
    /// The name; bytes that are not UTF-8 are shown as U+FFFD.
    pub name: String,
    /// The address, without its angle brackets.
    pub email: String,
    /// Seconds since 1970-01-01T00:00:00Z.
    pub seconds: i64,
    /// Minutes east of UTC.
    pub offset: i32,
}

/// Which of a commit's two persons.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Person {
    /// Who wrote the change.
    Author,
    /// Who made the commit.
    Committer,
}

impl Identity {
    /// Parses `Name <email> seconds +hhmm`; `None` where `git fsck --strict` would refuse it.
    pub(super) fn parse(line: &[u8]) -> Option<Self> {
        let text = String::from_utf8_lossy(line);
        // A folded header: other readers of a commit see the first line alone.
        if text.contains('\n') {
            return None;
        }
        let (name, rest) = text.split_once('<')?;
        let (email, rest) = rest.split_once("> ")?;
        let (seconds, zone) = rest.split_once(' ')?;
        let name = if name.is_empty() { name } else { name.strip_suffix(' ')? };
        let clean = !name.contains('>') && !email.contains(['<', '>']);
        let number =
            seconds.bytes().all(|c| c.is_ascii_digit()) && (seconds == "0" || !seconds.starts_with('0'));
        if !clean || !number {
            return None;
        }
        let seconds = seconds.parse().ok()?;
        Some(Self { name: name.to_owned(), email: email.to_owned(), seconds, offset: parse_zone(zone)? })
    }

    /// The line as a commit holds it.
    pub fn line(&self) -> String {
        let sign = if self.offset < 0 { '-' } else { '+' };
        let minutes = self.offset.unsigned_abs();
        let (name, email, seconds) = (&self.name, &self.email, self.seconds);
        format!("{name} <{email}> {seconds} {sign}{:02}{:02}", minutes / 60, minutes % 60)
    }

    /// The moment, in the zone it was written in; `None` where chrono can't hold it.
    pub fn when(&self) -> Option<DateTime<FixedOffset>> {
        let zone = FixedOffset::east_opt(self.offset.checked_mul(60)?)?;
        DateTime::from_timestamp(self.seconds, 0).map(|moment| moment.with_timezone(&zone))
    }
}

/// `+hhmm` as minutes east of UTC.
pub(super) fn parse_zone(zone: &str) -> Option<i32> {
    let (sign, digits) = match zone.split_at_checked(1)? {
        ("+", digits) => (1, digits),
        ("-", digits) => (-1, digits),
        _ => return None,
    };
    if digits.len() != 4 || !digits.bytes().all(|c| c.is_ascii_digit()) {
        return None;
    }
    let number: i32 = digits.parse().ok()?;
    Some(sign * (number / 100 * 60 + number % 100))
}

impl Register {
    /// Who git takes the user for: `GIT_AUTHOR_NAME` and its like, then `author.name` and its like, then
    /// `user.name`; the date from `GIT_AUTHOR_DATE` or `GIT_COMMITTER_DATE`, else `now`.
    ///
    /// # Errors
    /// [`RegisterError::Identity`] where no name or address is set, [`RegisterError::Date`] for a date that
    /// can't be read.
    pub fn identity(&self, person: Person, now: DateTime<FixedOffset>) -> Result<Identity, RegisterError> {
        let (name, email, date) = match person {
            Person::Author => ("GIT_AUTHOR_NAME", "GIT_AUTHOR_EMAIL", "GIT_AUTHOR_DATE"),
            Person::Committer => ("GIT_COMMITTER_NAME", "GIT_COMMITTER_EMAIL", "GIT_COMMITTER_DATE"),
        };
        let keys = match person {
            Person::Author => ["author.name", "author.email"],
            Person::Committer => ["committer.name", "committer.email"],
        };
        let variable = |name: &str| self.environment.get(name);
        let name = variable(name).or(self.config_string(keys[0])?).or(self.config_string("user.name")?);
        let email = variable(email)
            .or(self.config_string(keys[1])?)
            .or(self.config_string("user.email")?)
            .or_else(|| variable("EMAIL"));
        let moment = match variable(date) {
            None => now,
            Some(text) => {
                parse_date(&text).map_err(|source| RegisterError::Date { variable: date, source })?
            }
        };
        let name = name.map(|name| clean(&name)).filter(|name| !name.is_empty());
        let email = email.map(|email| clean(&email)).filter(|email| !email.is_empty());
        Ok(Identity {
            name: name.ok_or(RegisterError::Identity("user.name"))?,
            email: email.ok_or(RegisterError::Identity("user.email"))?,
            seconds: moment.timestamp(),
            offset: moment.offset().local_minus_utc() / 60,
        })
    }
}

/// What git takes out of a name or an address: brackets and newlines anywhere, punctuation at both ends.
fn clean(text: &str) -> String {
    let crud = |c: char| c <= ' ' || matches!(c, '.' | ',' | ':' | ';' | '<' | '>' | '"' | '\\' | '\'');
    text.trim_matches(crud).chars().filter(|c| !matches!(c, '<' | '>' | '\n' | '\0')).collect()
}
