//! Keys and signatures for the tests: real ones by `ssh-keygen`, and crafted ones put together by hand.

mod attacks;
mod hardware;
mod held;
mod keys;
mod signing;
mod verifying;

use std::{
    path::{Path, PathBuf},
    process::{Command, Stdio},
    sync::atomic::{AtomicU32, Ordering},
};

use data_encoding::BASE64;
use ed25519_dalek::{Signer as _, SigningKey};
use ring::digest::{SHA512, digest};
use tempfile::TempDir;

use super::wire::put_string;

/// Runs a program in an environment of its own; its standard output. Panics when it fails.
fn run(home: &Path, program: &str, arguments: &[&str], input: &str) -> String {
    use std::io::Write as _;
    let mut child = Command::new(program)
        .args(arguments)
        .env_clear()
        .env("PATH", std::env::var_os("PATH").unwrap())
        .env("HOME", home)
        .current_dir(home)
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    child.stdin.take().unwrap().write_all(input.as_bytes()).unwrap();
    let output = child.wait_with_output().unwrap();
    let complaint = String::from_utf8_lossy(&output.stderr);
    assert!(output.status.success(), "{program} {arguments:?}: {complaint}");
    String::from_utf8(output.stdout).unwrap()
}

/// A home directory that holds a new key of that kind as `id` and `id.pub`.
fn home_with_key(arguments: &[&str]) -> TempDir {
    let home = tempfile::tempdir().unwrap();
    let fixed = ["-q", "-N", "", "-C", "test key", "-f", "id"];
    run(home.path(), "ssh-keygen", &[arguments, &fixed].concat(), "");
    home
}

fn public_line(home: &TempDir) -> String {
    std::fs::read_to_string(home.path().join("id.pub")).unwrap()
}

/// `ssh-keygen -Y sign` over `message`, from standard input to standard output.
fn ssh_keygen_sign(home: &TempDir, options: &[&str], message: &str) -> String {
    run(home.path(), "ssh-keygen", &[&["-Y", "sign", "-n", "git", "-f", "id"], options].concat(), message)
}

/// Writes an executable script. Written by a child: a thread that starts a program at this moment could
/// inherit our open file, and a file open for writing can't be executed.
fn script(home: &Path, text: &str) -> PathBuf {
    static NEXT: AtomicU32 = AtomicU32::new(0);
    let path = home.join(format!("signer-{}", NEXT.fetch_add(1, Ordering::Relaxed)));
    let write = "cat >\"$0\" && chmod +x \"$0\"";
    run(home, "sh", &["-c", write, path.to_str().unwrap()], &format!("#!/bin/sh\n{text}\n"));
    path
}

/// Every part of an SSH signature, to be changed one at a time.
#[derive(Clone)]
struct Parts {
    magic: Vec<u8>,
    version: u32,
    key: Vec<u8>,
    namespace: Vec<u8>,
    reserved: Vec<u8>,
    hash: Vec<u8>,
    inner: Vec<u8>,
    trailing: Vec<u8>,
}

const MESSAGE: &[u8] = b"tree 4b825dc642cb6eb9a060e54bf8d69288fbee4904\n\na step\n";

fn signing_key() -> SigningKey {
    SigningKey::from_bytes(&[7; 32])
}

/// Values as wire `string`s, one after the other.
fn strings(values: &[&[u8]]) -> Vec<u8> {
    let mut out = Vec::new();
    values.iter().for_each(|value| put_string(&mut out, value));
    out
}

impl Parts {
    /// A sound ed25519 signature over [`MESSAGE`], with room for another namespace and the like.
    fn ed25519() -> Self {
        let mut parts = Self {
            magic: b"SSHSIG".to_vec(),
            version: 1,
            key: strings(&[b"ssh-ed25519", signing_key().verifying_key().as_bytes()]),
            namespace: b"git".to_vec(),
            reserved: Vec::new(),
            hash: b"sha512".to_vec(),
            inner: Vec::new(),
            trailing: Vec::new(),
        };
        parts.sign();
        parts
    }

    fn signed_data(&self) -> Vec<u8> {
        let hash = digest(&SHA512, MESSAGE);
        [self.magic.clone(), strings(&[&self.namespace, &self.reserved, &self.hash, hash.as_ref()])].concat()
    }

    /// Signs what the parts now say.
    fn sign(&mut self) {
        let signature = signing_key().sign(&self.signed_data());
        self.inner = strings(&[b"ssh-ed25519", &signature.to_bytes()]);
    }

    fn armoured(&self) -> String {
        let fields = [&*self.key, &self.namespace, &self.reserved, &self.hash, &self.inner];
        let version = self.version.to_be_bytes();
        armour(&[&self.magic, &version[..], &strings(&fields), &self.trailing].concat())
    }
}

fn armour(blob: &[u8]) -> String {
    let base64 = BASE64.encode(blob);
    let lines: Vec<&str> = base64.as_bytes().chunks(70).map(|line| str::from_utf8(line).unwrap()).collect();
    format!("-----BEGIN SSH SIGNATURE-----\n{}\n-----END SSH SIGNATURE-----\n", lines.join("\n"))
}
