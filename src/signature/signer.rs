//! Signs through the program that the user's git is configured for, as git's own `gpg-interface.c` does:
//! what works for `git commit -S` works here, in file, agent or hardware.

use std::{
    fmt::Write as _,
    path::{Path, PathBuf},
    process::Command,
    sync::Arc,
    time::Duration,
};

use super::{
    HeldKey, Kind, PublicKey, SignError, SignatureError, SshSignature, command_line, gpg,
    program::{self, Failure, KEPT, Outcome},
    scratch::{Scratch, read_file},
    signature_kind,
};

/// No public key file comes near this many bytes.
const LONGEST_KEY_FILE: u64 = 16 * 1024;
const PAYLOAD: &str = "payload";
const SIGNATURE: &str = "payload.sig";

/// `gpg.format`.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Format {
    /// `ssh`.
    Ssh,
    /// `openpgp`, git's default.
    #[default]
    OpenPgp,
    /// `x509`.
    X509,
}

impl Format {
    /// The format of that name in git's configuration.
    pub fn named(name: &str) -> Option<Self> {
        [Format::Ssh, Format::OpenPgp, Format::X509].into_iter().find(|format| format.name() == name)
    }

    /// Its name in git's configuration.
    pub fn name(self) -> &'static str {
        match self {
            Format::Ssh => "ssh",
            Format::OpenPgp => "openpgp",
            Format::X509 => "x509",
        }
    }

    /// The kind of signature that comes of it.
    pub fn kind(self) -> Kind {
        match self {
            Format::Ssh => Kind::Ssh,
            Format::OpenPgp => Kind::OpenPgp,
            Format::X509 => Kind::X509,
        }
    }

    fn default_program(self) -> &'static str {
        match self {
            Format::Ssh => "ssh-keygen",
            Format::OpenPgp => "gpg",
            Format::X509 => "gpgsm",
        }
    }
}

/// How the user signs: git's settings, read by whoever knows the repository.
#[derive(Clone, Debug)]
pub struct Signer {
    /// `gpg.format`.
    pub format: Format,
    /// `gpg.ssh.program`, `gpg.openpgp.program` (else `gpg.program`) or `gpg.x509.program`.
    pub program: Option<String>,
    /// `user.signingkey`: a key id, or for SSH a path or a literal key.
    pub key: Option<String>,
    /// `gpg.ssh.defaultKeyCommand`.
    pub default_key_command: Option<String>,
    /// The committer, `Name <address>`: whose key OpenPGP and X.509 take when none is configured.
    pub identity: String,
    /// The home directory, for a key path that begins with `~/`.
    pub home: Option<PathBuf>,
    /// An existing directory for temporary files, inside the git directory.
    pub work_dir: PathBuf,
    /// Where programs run, and what a relative key path starts from: the top of the work tree.
    pub cwd: PathBuf,
    /// How long a program may take.
    pub timeout: Duration,
    /// A key that signs in place of all that.
    pub held: Option<Arc<HeldKey>>,
}

impl Signer {
    /// Signs `payload`; the armoured signature with newlines as git stores them. One of SSH is over `payload` and by
    /// the configured key; of others, which only look like it here, the caller has to verify that.
    pub fn sign(&self, payload: &[u8]) -> Result<String, SignError> {
        if let Some(held) = &self.held {
            return Ok(held.sign(payload));
        }
        let bytes = match self.format {
            Format::Ssh => self.sign_ssh(payload)?,
            Format::OpenPgp | Format::X509 => gpg::sign(self, payload)?,
        };
        let armored = String::from_utf8(bytes).unwrap_or_default().replace("\r\n", "\n");
        if signature_kind(&armored) == self.format.kind() { Ok(armored) } else { Err(self.no_signature()) }
    }

    /// The SSH key that [`Signer::sign`] would sign with, so far as it can be told without opening a private
    /// key: a literal one, a `.pub` file, or the `.pub` beside the key file. Runs `gpg.ssh.defaultKeyCommand`
    /// when no key is configured.
    pub fn public_key(&self) -> Option<PublicKey> {
        if let Some(held) = &self.held {
            return held.public_key();
        }
        if self.format != Format::Ssh {
            return None;
        }
        self.named_key(&self.ssh_key().ok()?)
    }

    /// The public key that `user.signingkey` stands for.
    fn named_key(&self, key: &str) -> Option<PublicKey> {
        if let Some(literal) = literal_key(key) {
            return PublicKey::parse(literal).ok();
        }
        let mut path = self.cwd.join(self.expanded(key)).into_os_string();
        if Path::new(&path).extension().is_none_or(|extension| extension != "pub") {
            path.push(".pub");
        }
        let text = read_file(Path::new(&path), LONGEST_KEY_FILE).ok()??;
        PublicKey::parse(&String::from_utf8(text).ok()?).ok()
    }

    /// The key file that is configured, where it is not there.
    pub fn missing_key(&self) -> Option<PathBuf> {
        let by_file = self.held.is_none() && self.format == Format::Ssh;
        self.missing(self.key.as_ref().filter(|key| by_file && !key.is_empty())?)
    }

    fn missing(&self, key: &str) -> Option<PathBuf> {
        let path = self.cwd.join(self.expanded(key));
        (literal_key(key).is_none() && !path.exists() && !path.with_extension("").exists()).then_some(path)
    }

    fn sign_ssh(&self, bytes: &[u8]) -> Result<Vec<u8>, SignError> {
        let key = self.ssh_key()?;
        if let Some(path) = self.missing(&key) {
            return Err(SignError::NoFile(path));
        }
        let scratch = self.scratch()?;
        let payload = scratch.write(PAYLOAD, bytes).map_err(writing)?;
        let mut command = self.command();
        command.args(["-Y", "sign", "-n", super::GIT_NAMESPACE, "-f"]);
        match literal_key(&key) {
            Some(literal) => {
                command.arg(scratch.write("key", literal.as_bytes()).map_err(writing)?).arg("-U");
            }
            None => {
                command.arg(self.expanded(&key));
            }
        }
        command.arg(payload);
        let outcome = self.run(command, None)?;
        if !outcome.status.success() {
            return Err(self.failed(&outcome));
        }
        let limit = u64::try_from(KEPT).unwrap_or(u64::MAX);
        let written = scratch
            .read(SIGNATURE, limit)
            .map_err(|source| SignError::Io { doing: "reading the signature", source })?;
        let written = written.ok_or_else(|| self.no_signature())?;
        self.require_own(&key, bytes, &written)?;
        Ok(written)
    }

    /// Refuses a signature over something else, or by another key than the one that is configured. One of a kind
    /// that can't be checked here is left to whoever judges commits.
    fn require_own(&self, key: &str, payload: &[u8], written: &[u8]) -> Result<(), SignError> {
        let foreign = |why: String| SignError::Foreign { program: self.program_name().to_owned(), why };
        let text = String::from_utf8_lossy(written).replace("\r\n", "\n");
        if signature_kind(&text) != Kind::Ssh {
            return Err(self.no_signature());
        }
        match SshSignature::parse(&text).and_then(|made| made.verify(payload, super::GIT_NAMESPACE)) {
            Ok(by) => match self.named_key(key).filter(|wanted| *wanted != by) {
                Some(_) => Err(foreign("it was made with another key than user.signingkey".to_owned())),
                None => Ok(()),
            },
            Err(SignatureError::Unsupported(_)) => Ok(()),
            Err(error) => Err(foreign(error.to_string())),
        }
    }

    /// `user.signingkey`, else what the default key command prints.
    fn ssh_key(&self) -> Result<String, SignError> {
        if let Some(key) = self.key.as_ref().filter(|key| !key.is_empty()) {
            return Ok(key.clone());
        }
        let line = self.default_key_command.as_deref().ok_or(SignError::NoKey)?;
        let words = command_line::split(line).map_err(|why| SignError::DefaultKey(why.to_owned()))?;
        let (name, arguments) = words.split_first().ok_or(SignError::NoKey)?;
        let mut command = Command::new(name);
        command.args(arguments).current_dir(&self.cwd);
        let outcome = self.run_named(name, command, None)?;
        let printed = String::from_utf8_lossy(&outcome.stdout);
        let first = printed.lines().next().unwrap_or_default();
        if !outcome.status.success() || literal_key(first).is_none() {
            return Err(SignError::DefaultKey(last_words(&outcome)));
        }
        Ok(first.to_owned())
    }

    /// `~/` becomes the home directory, as in git's own paths.
    fn expanded(&self, path: &str) -> PathBuf {
        match (path.strip_prefix("~/"), &self.home) {
            (Some(rest), Some(home)) => home.join(rest),
            _ => PathBuf::from(path),
        }
    }

    pub(super) fn program_name(&self) -> &str {
        self.program.as_deref().unwrap_or(self.format.default_program())
    }

    pub(super) fn command(&self) -> Command {
        let mut command = Command::new(self.program_name());
        command.current_dir(&self.cwd);
        command
    }

    pub(super) fn scratch(&self) -> Result<Scratch, SignError> {
        Scratch::new(&self.work_dir).map_err(writing)
    }

    pub(super) fn run(&self, command: Command, input: Option<&[u8]>) -> Result<Outcome, SignError> {
        self.run_named(self.program_name(), command, input)
    }

    fn run_named(&self, name: &str, command: Command, input: Option<&[u8]>) -> Result<Outcome, SignError> {
        let program = name.to_owned();
        program::run(command, input, self.timeout).map_err(|failure| match failure {
            Failure::Start(source) => SignError::Start { program, source },
            Failure::TimedOut => SignError::TimedOut { program, after: self.timeout },
            Failure::Io(source) => SignError::Io { doing: "talking to the signing program", source },
        })
    }

    pub(super) fn failed(&self, outcome: &Outcome) -> SignError {
        SignError::Failed { program: self.program_name().to_owned(), said: last_words(outcome) }
    }

    fn no_signature(&self) -> SignError {
        SignError::NotASignature { program: self.program_name().to_owned(), kind: self.format.kind().name() }
    }
}

pub(super) fn writing(source: std::io::Error) -> SignError {
    SignError::Io { doing: "writing a temporary file for the signing program", source }
}

/// A key that stands in the configuration itself: `key::ALGORITHM …`, or the older `ssh-…`.
fn literal_key(key: &str) -> Option<&str> {
    key.strip_prefix("key::").or_else(|| key.starts_with("ssh-").then_some(key))
}

/// The end of what a program wrote to standard error, fit for a terminal; how it ended, when that is nothing.
fn last_words(outcome: &Outcome) -> String {
    const LINES: usize = 5;
    const WIDTH: usize = 300;
    let text = String::from_utf8_lossy(&outcome.stderr);
    let spoken = |line: &&str| !line.trim().is_empty() && !line.starts_with(gpg::STATUS);
    let lines: Vec<&str> = text.lines().filter(spoken).collect();
    let mut said = String::new();
    for line in lines.get(lines.len().saturating_sub(LINES)..).unwrap_or_default() {
        let separator = if said.is_empty() { "" } else { "\n" };
        let clean: String = line.chars().filter(|c| !c.is_control()).take(WIDTH).collect();
        let _ = write!(said, "{separator}{clean}");
    }
    if said.is_empty() { format!("it said nothing ({})", outcome.status) } else { said }
}
