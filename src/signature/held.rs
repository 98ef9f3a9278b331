//! A key that this process made and holds itself, for what is made to be tried and thrown away. Signs without a program;
//! keys that somebody relies on are never read here.

use std::fmt;

use data_encoding::BASE64;
use ed25519_dalek::{Signer as _, SigningKey};
use ring::rand::{SecureRandom, SystemRandom};

use super::{
    GIT_NAMESPACE, PublicKey,
    armour::{BEGIN_SSH, END_SSH},
    ssh::{Hash, MAGIC, VERSION, signed_data},
    wire::put_string,
};

const ALGORITHM: &str = "ssh-ed25519";
/// Columns of a private key file and of a signature, as OpenSSH wraps them.
const WIDTH: usize = 70;
/// What the private part of an unencrypted key is filled up to (PROTOCOL.key).
const BLOCK: usize = 8;

/// An ed25519 key with its private half.
pub struct HeldKey {
    signing: SigningKey,
    name: String,
}

impl HeldKey {
    /// A new key, with a name as its comment. None where the system has no randomness to give.
    pub fn generate(name: &str) -> Option<Self> {
        let mut seed = [0; 32];
        SystemRandom::new().fill(&mut seed).ok()?;
        Some(Self { signing: SigningKey::from_bytes(&seed), name: name.to_owned() })
    }

    /// Its public half.
    pub fn public_key(&self) -> Option<PublicKey> {
        PublicKey::from_blob(&self.blob()).ok()
    }

    /// Its public half as a line of a `.pub` file.
    pub fn public_line(&self) -> String {
        format!("{ALGORITHM} {} {}\n", BASE64.encode(&self.blob()), self.name)
    }

    /// The file that `ssh-keygen` signs with, not encrypted (OpenSSH's PROTOCOL.key).
    pub fn private_file(&self) -> String {
        let public = self.signing.verifying_key().to_bytes();
        let mut private = Vec::new();
        // Two equal numbers tell whoever decrypts it that the password was right; there is none.
        private.extend_from_slice(&[0; 8]);
        put_string(&mut private, ALGORITHM.as_bytes());
        put_string(&mut private, &public);
        put_string(&mut private, &[self.signing.to_bytes(), public].concat());
        put_string(&mut private, self.name.as_bytes());
        private.extend((1..).take(private.len().next_multiple_of(BLOCK).abs_diff(private.len())));
        let mut file = b"openssh-key-v1\0".to_vec();
        put_string(&mut file, b"none");
        put_string(&mut file, b"none");
        put_string(&mut file, b"");
        file.extend_from_slice(&1_u32.to_be_bytes());
        put_string(&mut file, &self.blob());
        put_string(&mut file, &private);
        wrapped("-----BEGIN OPENSSH PRIVATE KEY-----", &file, "-----END OPENSSH PRIVATE KEY-----")
    }

    /// The armoured signature over what git signs, as `ssh-keygen -Y sign` gives it (OpenSSH's PROTOCOL.sshsig).
    pub fn sign(&self, payload: &[u8]) -> String {
        let made = self.signing.sign(&signed_data(GIT_NAMESPACE.as_bytes(), Hash::Sha512, payload));
        let mut inner = Vec::new();
        put_string(&mut inner, ALGORITHM.as_bytes());
        put_string(&mut inner, &made.to_bytes());
        let mut blob = MAGIC.to_vec();
        blob.extend_from_slice(&VERSION.to_be_bytes());
        put_string(&mut blob, &self.blob());
        put_string(&mut blob, GIT_NAMESPACE.as_bytes());
        put_string(&mut blob, b"");
        put_string(&mut blob, Hash::Sha512.name().as_bytes());
        put_string(&mut blob, &inner);
        wrapped(BEGIN_SSH, &blob, END_SSH)
    }

    fn blob(&self) -> Vec<u8> {
        let mut blob = Vec::new();
        put_string(&mut blob, ALGORITHM.as_bytes());
        put_string(&mut blob, self.signing.verifying_key().as_bytes());
        blob
    }
}

/// Nothing of its private half.
impl fmt::Debug for HeldKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("HeldKey").field("name", &self.name).finish_non_exhaustive()
    }
}

/// Bytes between two marks.
fn wrapped(begin: &str, bytes: &[u8], end: &str) -> String {
    let base64 = BASE64.encode(bytes);
    let mut text = format!("{begin}\n");
    let mut rest = base64.as_str();
    while !rest.is_empty() {
        let (line, more) = rest.split_at(rest.len().min(WIDTH));
        text.push_str(line);
        text.push('\n');
        rest = more;
    }
    text + end + "\n"
}
