//! Signs commits in process with a throw-away ed25519 key, as `ssh-keygen -Y sign -n git` would: to start it eight
//! thousand times would take most of the benchmark. Formats: OpenSSH's PROTOCOL.key and PROTOCOL.sshsig.

use std::path::Path;

use data_encoding::BASE64;
use ed25519_dalek::{Signer, SigningKey};
use ring::digest::{SHA512, digest};

/// A key that signs.
pub struct Key {
    secret: SigningKey,
}

impl Key {
    /// Reads a key without a passphrase from the file that `ssh-keygen -t ed25519` wrote.
    pub fn read(file: &Path) -> Self {
        let text = std::fs::read_to_string(file).unwrap();
        let body: String = text.lines().filter(|line| !line.starts_with("-----")).collect();
        let bytes = BASE64.decode(body.as_bytes()).unwrap();
        // The secret part repeats the public key; the seed stands right before its second copy.
        let public = public_in(&bytes);
        let last = bytes.windows(32).rposition(|window| window == public).unwrap();
        let seed: [u8; 32] = bytes[last - 32..last].try_into().unwrap();
        let secret = SigningKey::from_bytes(&seed);
        assert_eq!(secret.verifying_key().as_bytes(), public, "{} is no plain key", file.display());
        Self { secret }
    }

    /// The armoured signature of a commit's bytes.
    pub fn sign(&self, payload: &[u8]) -> String {
        let mut signed = b"SSHSIG".to_vec();
        for part in [&b"git"[..], b"", b"sha512", digest(&SHA512, payload).as_ref()] {
            string(&mut signed, part);
        }
        let mut signature = Vec::new();
        string(&mut signature, b"ssh-ed25519");
        string(&mut signature, &self.secret.sign(&signed).to_bytes());
        let mut public = Vec::new();
        string(&mut public, b"ssh-ed25519");
        string(&mut public, self.secret.verifying_key().as_bytes());

        let mut blob = b"SSHSIG\0\0\0\x01".to_vec();
        for part in [&public[..], b"git", b"", b"sha512", &signature] {
            string(&mut blob, part);
        }
        let text = BASE64.encode(&blob);
        let lines: Vec<&str> =
            text.as_bytes().chunks(70).map(|line| std::str::from_utf8(line).unwrap()).collect();
        format!("-----BEGIN SSH SIGNATURE-----\n{}\n-----END SSH SIGNATURE-----", lines.join("\n"))
    }
}

fn string(out: &mut Vec<u8>, bytes: &[u8]) {
    out.extend(u32::try_from(bytes.len()).unwrap().to_be_bytes());
    out.extend(bytes);
}

/// The public key, which follows the first name of its algorithm.
fn public_in(bytes: &[u8]) -> &[u8] {
    let name = b"\0\0\0\x0bssh-ed25519\0\0\0\x20";
    let at = bytes.windows(name.len()).position(|window| window == name).unwrap() + name.len();
    &bytes[at..at + 32]
}
