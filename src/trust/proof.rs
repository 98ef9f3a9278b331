//! What a verified signature says of who made it, and whom that is by the keys of a tree: a key by its fingerprint, or
//! one that an authority vouches for under a name.

use super::{Holder, Keys};

/// What a signature proves once it was verified.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Proof {
    /// The fingerprint of the key that made it, as [`Keys`] know it: of an OpenPGP certificate, not of its subkey.
    pub fingerprint: String,
    /// For a key inside an OpenPGP certificate: its own fingerprint.
    pub subkey: Option<String>,
    /// For a key with a certificate of SSH: who vouches for it.
    pub vouched: Option<Box<Vouched>>,
}

/// The word of a certificate authority for a key.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Vouched {
    /// The authority's fingerprint.
    pub authority: String,
    /// The names under which it vouches for the key.
    pub principals: Vec<String>,
}

/// Whose key it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Whose<'k> {
    /// This holder's.
    Of(&'k Holder),
    /// Several people's: it can't be told who signed.
    Shared,
    /// Nobody's who takes part.
    Nobody,
}

impl Proof {
    /// Of a plain key.
    pub fn of_key(fingerprint: String) -> Self {
        Self { fingerprint, subkey: None, vouched: None }
    }

    /// The fingerprint that has to stand in the register: the key's, or the authority's that vouches for it.
    pub fn trusted(&self) -> &str {
        self.vouched.as_ref().map_or(&self.fingerprint, |vouched| &vouched.authority)
    }
}

impl Keys {
    /// Who made a signature. A key that an authority vouches for is its holder's whose names it has; a key that stands
    /// here as an authority signs nothing by itself.
    pub fn whose(&self, proof: &Proof) -> Whose<'_> {
        let Some(vouched) = &proof.vouched else {
            return one(self.entries(&proof.fingerprint).filter(|holder| holder.principals.is_none()));
        };
        let named = |holder: &&Holder| {
            let patterns = holder.principals.iter().flatten();
            patterns
                .flat_map(|pattern| vouched.principals.iter().map(move |name| (pattern, name)))
                .any(|(pattern, name)| matches(pattern.as_bytes(), name.as_bytes()))
        };
        one(self.entries(&vouched.authority).filter(named))
    }

    fn entries(&self, fingerprint: &str) -> impl Iterator<Item = &Holder> {
        self.holders.get(fingerprint).into_iter().flatten()
    }
}

fn one<'k>(mut holders: impl Iterator<Item = &'k Holder>) -> Whose<'k> {
    match (holders.next(), holders.next()) {
        (None, _) => Whose::Nobody,
        (Some(holder), None) => Whose::Of(holder),
        (Some(_), Some(_)) => Whose::Shared,
    }
}

/// Whether a name matches a pattern as ssh-keygen has it: `*` for any characters, `?` for one.
fn matches(pattern: &[u8], name: &[u8]) -> bool {
    let (mut at, mut star) = ((0, 0), None);
    while at.1 < name.len() {
        match pattern.get(at.0) {
            Some(b'*') => {
                star = Some((at.0 + 1, at.1));
                at.0 += 1;
            }
            Some(char) if *char == b'?' || Some(char) == name.get(at.1) => at = (at.0 + 1, at.1 + 1),
            _ => match star {
                // The star takes one character more.
                Some((after, taken)) => {
                    at = (after, taken + 1);
                    star = Some(at);
                }
                None => return false,
            },
        }
    }
    pattern.get(at.0..).unwrap_or_default().iter().all(|char| *char == b'*')
}

#[cfg(test)]
mod tests {
    use super::matches;

    #[test]
    fn patterns_match_as_ssh_keygen_has_them() {
        for (pattern, name, wanted) in [
            ("mei", "mei", true),
            ("mei", "meist", false),
            ("*", "", true),
            ("*@acme.example", "mei@acme.example", true),
            ("*@acme.example", "mei@acme.example.org", false),
            ("m?i@*.example", "mei@acme.example", true),
            ("m?i", "mi", false),
            ("*a*b*", "xaxxbx", true),
            ("*a*b", "xaxxbx", false),
            ("", "x", false),
        ] {
            assert_eq!(matches(pattern.as_bytes(), name.as_bytes()), wanted, "{pattern} {name}");
        }
    }
}
