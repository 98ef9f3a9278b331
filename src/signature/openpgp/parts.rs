//! A certificate of OpenPGP while it is read: its keys, and the signatures by which they vouch for themselves and for
//! each other, checked one by one. In doubt a key does not stand, so that nothing is good here which GnuPG finds bad.

use super::{
    certificate::{OpenPgpCertificate, Refusal, Statement, is_print},
    key::Key,
    packet::Packet,
    signature::Signature,
    verify::{Verdict, holds},
};
use crate::signature::KeyError;

/// Key flag: may sign data.
const SIGNS: u8 = 0x02;

/// What one self-signature says of a key.
#[derive(Clone, Copy, Debug)]
struct Said {
    created: Option<i64>,
    signs: Option<bool>,
    expires: Option<i64>,
}

/// A certificate while it is read.
pub(super) struct Parts {
    primary: Key,
    revoked: bool,
    /// A revocation that can't be checked, or a statement that can't be read: then nothing can be gone by.
    doubt: Option<Refusal>,
    /// Statements of the primary key about itself.
    own: Vec<Signature>,
    users: Vec<User>,
    subkeys: Vec<Subkey>,
    at: At,
}

struct User {
    /// Not a picture or the like, which GnuPG does not go by.
    is_name: bool,
    hashed: Vec<u8>,
    statements: Vec<Signature>,
    revoked: Option<i64>,
}

struct Subkey {
    key: Key,
    bindings: Vec<Signature>,
    revoked: bool,
    doubt: Option<Refusal>,
}

#[derive(Clone, Copy)]
enum At {
    Primary,
    User,
    Subkey,
}

impl Parts {
    pub(super) fn new(packets: &[Packet<'_>]) -> Result<Self, KeyError> {
        let first = packets.first().filter(|packet| packet.tag == Packet::PUBLIC_KEY);
        let first = first.ok_or(KeyError::Certificate("it does not begin with a public key"))?;
        let primary = Key::read(first.body).ok_or(KeyError::Certificate("its key is damaged or too old"))?;
        Ok(Self {
            primary,
            revoked: false,
            doubt: None,
            own: Vec::new(),
            users: Vec::new(),
            subkeys: Vec::new(),
            at: At::Primary,
        })
    }

    pub(super) fn take(&mut self, packet: &Packet<'_>) -> Result<(), KeyError> {
        match packet.tag {
            Packet::PUBLIC_KEY => return Err(KeyError::Certificate("it holds more than one certificate")),
            Packet::PUBLIC_SUBKEY => {
                let key =
                    Key::read(packet.body).ok_or(KeyError::Certificate("a subkey is damaged or too old"))?;
                self.subkeys.push(Subkey { key, bindings: Vec::new(), revoked: false, doubt: None });
                self.at = At::Subkey;
            }
            Packet::USER_ID | Packet::USER_ATTRIBUTE => {
                let is_name = packet.tag == Packet::USER_ID;
                let mark = if is_name { 0xB4 } else { 0xD1 };
                let length = u32::try_from(packet.body.len()).unwrap_or(u32::MAX).to_be_bytes();
                let hashed = [&[mark][..], &length, packet.body].concat();
                self.users.push(User { is_name, hashed, statements: Vec::new(), revoked: None });
                self.at = At::User;
            }
            Packet::SIGNATURE => {
                let signature = Signature::read(packet.body)
                    .ok_or(KeyError::Certificate("a signature in it is damaged or too old"))?;
                self.signature(signature);
            }
            Packet::MARKER | Packet::TRUST | Packet::PADDING => {}
            _ => return Err(KeyError::Certificate("it holds something that has no place in a certificate")),
        }
        Ok(())
    }

    fn is_own(&self, signature: &Signature) -> bool {
        let says = &signature.says;
        let by_print = says.fingerprint.as_ref().map(|print| is_print(print, &self.primary));
        let by_id = says.issuer.map(|id| id == self.primary.id);
        by_print.or(by_id).unwrap_or(true)
    }

    fn signature(&mut self, signature: Signature) {
        let own = self.is_own(&signature);
        match (self.at, signature.kind) {
            (At::Primary, Signature::KEY_REVOCATION) => match own {
                true => self.revoked |= self.counts(&signature, &[]),
                false => self.doubt = Some(invalid("it may be revoked by somebody else's key")),
            },
            (At::Primary, Signature::DIRECT_KEY) if own && self.counts(&signature, &[]) => {
                self.own.push(signature);
            }
            (At::User, _) if own => self.of_user(signature),
            (At::Subkey, _) => self.of_subkey(signature, own),
            _ => {}
        }
    }

    fn of_user(&mut self, signature: Signature) {
        let Some(hashed) = self.users.last().map(|user| user.hashed.clone()) else { return };
        let revokes = signature.kind == Signature::CERTIFICATION_REVOCATION;
        if !(revokes || signature.certifies()) || !self.counts(&signature, &[&hashed]) {
            return;
        }
        let Some(user) = self.users.last_mut() else { return };
        match revokes {
            true => user.revoked = user.revoked.max(signature.says.created),
            false => user.statements.push(signature),
        }
    }

    fn of_subkey(&mut self, signature: Signature, own: bool) {
        let Some(hashed) = self.subkeys.last().map(|subkey| subkey.key.hashed.clone()) else { return };
        let (revokes, binds) =
            (signature.kind == Signature::SUBKEY_REVOCATION, signature.kind == Signature::SUBKEY_BINDING);
        let counts = own && (revokes || binds) && self.counts(&signature, &[&hashed]);
        let Some(subkey) = self.subkeys.last_mut() else { return };
        match (revokes, binds) {
            (true, _) if own => subkey.revoked |= counts,
            (true, _) => subkey.doubt = Some(invalid("it may be revoked by somebody else's key")),
            (_, true) if counts => subkey.bindings.push(signature),
            _ => {}
        }
    }

    /// Whether a signature by the primary key holds over itself and `more`. One that can't be checked leaves a doubt;
    /// one that is weak holds, and is refused if it turns out to matter.
    fn counts(&mut self, signature: &Signature, more: &[&[u8]]) -> bool {
        let data: Vec<&[u8]> = [&self.primary.hashed[..]].into_iter().chain(more.iter().copied()).collect();
        match holds(&self.primary, signature, &data) {
            Verdict::Holds | Verdict::Weakly(_) => true,
            Verdict::Fails => false,
            Verdict::Unknown(what) => {
                self.doubt = Some(Refusal::Profile(format!("it vouches for itself with {what}")));
                false
            }
        }
    }

    pub(super) fn finish(self) -> OpenPgpCertificate {
        let state = self.state();
        let Self { primary, subkeys, .. } = self;
        let subkeys = subkeys
            .into_iter()
            .map(|subkey| {
                let state = subkey.state(&primary);
                (subkey.key, state)
            })
            .collect();
        OpenPgpCertificate::new(primary, state, subkeys)
    }

    /// The key's own newest statement and those on its user ids count together: it signs where none says otherwise,
    /// and ends where the first of them says so.
    fn state(&self) -> Result<Statement, Refusal> {
        if self.revoked {
            return Err(Refusal::Revoked("OpenPGP key"));
        }
        if let Some(doubt) = &self.doubt {
            return Err(doubt.clone());
        }
        let on_itself = newest(&self.own).map(|signature| self.said(signature, None)).transpose()?;
        let mut on_users = Vec::new();
        for user in self.users.iter().filter(|user| user.is_name) {
            let Some(newest) = newest(&user.statements) else { continue };
            if user.revoked.is_none_or(|date| Some(date) < newest.says.created) {
                on_users.push(self.said(newest, Some(&user.hashed))?);
            }
        }
        if on_itself.is_none() && on_users.is_empty() {
            return Err(invalid("the OpenPGP key does not vouch for itself"));
        }
        on_users.sort_by_key(|said| said.created);
        // GnuPG goes by the newest user id that says something of the matter at all.
        let signs =
            [on_itself.and_then(|said| said.signs), on_users.iter().rev().find_map(|said| said.signs)];
        let expires =
            [on_itself.and_then(|said| said.expires), on_users.iter().rev().find_map(|said| said.expires)];
        Ok(Statement {
            signs: signs.into_iter().flatten().all(|signs| signs),
            expires: expires.into_iter().flatten().min(),
        })
    }

    fn said(&self, signature: &Signature, user: Option<&[u8]>) -> Result<Said, Refusal> {
        let data: Vec<&[u8]> = [&self.primary.hashed[..]].into_iter().chain(user).collect();
        said(signature, &self.primary, &self.primary, &data)
    }
}

impl Subkey {
    fn state(&self, primary: &Key) -> Result<Statement, Refusal> {
        if self.revoked {
            return Err(Refusal::Revoked("OpenPGP subkey"));
        }
        if let Some(doubt) = &self.doubt {
            return Err(doubt.clone());
        }
        let binding =
            newest(&self.bindings).ok_or_else(|| invalid("the OpenPGP subkey is not bound to its key"))?;
        let data = [&primary.hashed[..], &self.key.hashed];
        let said = said(binding, primary, &self.key, &data)?;
        let signs = said.signs.unwrap_or(true);
        if signs {
            self.bound_back(binding, &data)?;
        }
        Ok(Statement { signs, expires: said.expires })
    }

    /// A subkey that signs has to say itself that it belongs to the primary key: anybody can bind another's.
    fn bound_back(&self, binding: &Signature, data: &[&[u8]]) -> Result<(), Refusal> {
        let back = binding.says.embedded.as_deref().and_then(Signature::read);
        let back = back.filter(|back| back.kind == Signature::PRIMARY_BINDING && !back.says.critical);
        match back.map(|back| holds(&self.key, &back, data)) {
            Some(Verdict::Holds) => Ok(()),
            Some(Verdict::Weakly(why)) => Err(Refusal::Profile(why)),
            Some(Verdict::Unknown(what)) => Err(invalid(&format!("the OpenPGP subkey signs with {what}"))),
            Some(Verdict::Fails) | None => {
                Err(invalid("the OpenPGP subkey does not say itself whose it is (no back-signature)"))
            }
        }
    }
}

/// Of several that hold, the newest; of the same age the last.
fn newest(signatures: &[Signature]) -> Option<&Signature> {
    signatures.iter().max_by_key(|signature| signature.says.created)
}

/// What a signature of `primary` over `data` says of `key`, if it is one to go by.
fn said(signature: &Signature, primary: &Key, key: &Key, data: &[&[u8]]) -> Result<Said, Refusal> {
    if let Verdict::Weakly(why) = holds(primary, signature, data) {
        return Err(Refusal::Profile(format!("what the OpenPGP key says of itself: {why}")));
    }
    let says = &signature.says;
    let odd = match says {
        _ if says.critical => Some("holds something critical that is not known here"),
        _ if says.expires.is_some_and(|seconds| seconds != 0) => Some("ends by itself"),
        _ if says.created.is_none() => Some("has no date"),
        _ => signature.oddity,
    };
    if let Some(odd) = odd {
        return Err(Refusal::Profile(format!("what the OpenPGP key says of itself: {odd}")));
    }
    let lasts = says.key_expires.filter(|seconds| *seconds != 0);
    Ok(Said {
        created: says.created,
        signs: says.flags.map(|flags| flags & SIGNS != 0),
        expires: lasts.map(|seconds| key.created.saturating_add(i64::from(seconds))),
    })
}

fn invalid(why: &str) -> Refusal {
    Refusal::Invalid(why.to_owned())
}
