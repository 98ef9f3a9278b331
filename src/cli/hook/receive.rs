//! What a server runs before it takes a push: everything that is new is verified while it is still in git's quarantine,
//! and either all of it is taken or nothing. Whatever can't be told is refused.

use std::collections::BTreeSet;

use super::{object_id, tell, told};
use crate::cli::verify::pinned;
use crate::cli::{CliError, Context, Outcome};
use crate::diagnostic::{Finding, rule};
use crate::history::{Before, Cache, Now, Options, Snapshots, behind, leave_out, verify};
use crate::register::{Objects, Oid, Register, ancestry_until, short};

const DAY: i64 = 86_400;

/// One reference that a push makes, moves or deletes.
struct Update {
    old: Option<Oid>,
    new: Option<Oid>,
    name: String,
}

/// A server's repository as it stands before a push.
struct Server {
    register: Register,
    objects: Objects,
    snapshots: Snapshots,
    /// The root that its configuration pins.
    root: Oid,
    /// The full name of its main branch.
    main: String,
    /// The main branch's tip, where it has one.
    tip: Option<Oid>,
    /// Every commit that it has.
    known: Before,
    now: Now,
}

/// Takes or refuses a push.
///
/// # Errors
/// Whatever keeps the push from being judged; then it is refused as well.
pub(super) fn pre_receive(context: &Context) -> Result<Outcome, CliError> {
    let updates: Vec<Update> = told()?.lines().map(update).collect::<Result<_, _>>()?;
    let server = Server::open(context)?;
    let mut findings = Vec::new();
    let mut tips = BTreeSet::new();
    for update in &updates {
        match server.judge(update) {
            Some(finding) => findings.push(finding),
            None => tips.extend(server.commit(update)?),
        }
    }
    for tip in tips {
        findings.extend(server.verify(tip)?);
    }
    findings.dedup();
    tell(&findings, "the push is refused: nothing has changed on the server", context)
}

fn update(line: &str) -> Result<Update, CliError> {
    let mut parts = line.splitn(3, ' ');
    match (parts.next(), parts.next(), parts.next()) {
        (Some(old), Some(new), Some(name)) if !name.is_empty() => {
            Ok(Update { old: object_id(old)?, new: object_id(new)?, name: name.to_owned() })
        }
        _ => Err(CliError::environment(format!("git says `{line}`, which can't be read"))),
    }
}

impl Server {
    fn open(context: &Context) -> Result<Self, CliError> {
        let register = Register::discover_as(&context.directory, context.environment.clone())?;
        let Some(root) = pinned(&register, None)? else {
            return Err(CliError::environment(
                "this server does not know which register it keeps: no root is pinned",
            )
            .hint("whoever runs the server sets it there: `git config iwcp.root OID`"));
        };
        let objects = register.objects()?;
        let head = register.head()?;
        let main = head.branch.ok_or_else(|| CliError::environment("HEAD of the server names no branch"))?;
        let tips: Vec<Oid> =
            register.references("refs/")?.into_iter().filter_map(|(_, commit)| commit).collect();
        let now = Now { seconds: context.now.timestamp() };
        // What the main branch has was accepted, and nothing of this push is among it: that is remembered.
        if let Some(tip) = head.oid {
            verify(&register, tip, &Options::of(Some(root), now, Cache::Kept))?;
        }
        let snapshots = Snapshots::of_register(&register);
        let known = behind(&objects, &snapshots, &tips)?;
        Ok(Self { register, objects, snapshots, root, main, tip: head.oid, known, now })
    }

    /// What is wrong with a reference's move in itself.
    fn judge(&self, update: &Update) -> Option<Finding> {
        let name = &update.name;
        if !name.starts_with("refs/heads/") && !name.starts_with("refs/tags/") {
            let finding = Finding::new(&rule::REF_REFUSED, format!("`{name}` is neither a branch nor a tag"));
            return Some(finding.help("push branches and tags only: `git push origin main`"));
        }
        if update.new.is_some_and(|new| self.register.resolve(&new.to_string()).is_err()) {
            let finding =
                Finding::new(&rule::REF_REFUSED, format!("`{name}` would name something that is no commit"));
            return Some(finding.help("push branches, and tags of commits"));
        }
        if *name != self.main {
            return None;
        }
        let (Some(old), Some(new)) = (update.old.or(self.tip), update.new) else {
            let deleted = update.new.is_none();
            return deleted.then(|| {
                Finding::new(&rule::MAIN_BRANCH, format!("`{name}` can't be deleted: it is the register"))
                    .help("leave it out of the push")
            });
        };
        (!self.is_on_line(old, new)).then(|| {
            let message = format!("`{name}` would lose {}: what was accepted stays", short(old));
            Finding::new(&rule::MAIN_BRANCH, message)
                .in_commit(new.to_string())
                .help("`git fetch`, then put your work on top of what is there: `iwcp rebase`; a merge is made on the main line: `iwcp merge`")
        })
    }

    /// Whether a commit is among another one's first parents: the register's own line.
    fn is_on_line(&self, old: Oid, new: Oid) -> bool {
        let mut next = Some(new);
        while let Some(oid) = next {
            if oid == old {
                return true;
            }
            next = self.objects.commit(oid).ok().and_then(|commit| commit.parents.first().copied());
        }
        false
    }

    /// The commit that a reference is to name, where the server does not have it.
    fn commit(&self, update: &Update) -> Result<Option<Oid>, CliError> {
        let Some(new) = update.new else { return Ok(None) };
        let commit = self.register.resolve(&new.to_string())?;
        Ok((!self.known.contains(commit)).then_some(commit))
    }

    fn verify(&self, tip: Oid) -> Result<Vec<Finding>, CliError> {
        let options = Options::of(Some(self.root), self.now, Cache::Read);
        let mut found = verify(&self.register, tip, &options)?.findings;
        leave_out(&mut found, &self.known);
        found.extend(self.dated_back(tip)?);
        Ok(found)
    }

    /// New commits that claim to be older than the register allows; where it has no main branch yet, all are new.
    fn dated_back(&self, tip: Oid) -> Result<Vec<Finding>, CliError> {
        let Some(main) = self.tip else { return Ok(Vec::new()) };
        let snapshot = self.snapshots.of(&self.objects, self.objects.commit(main)?.tree)?;
        let days = snapshot.settings.push_tolerance;
        let earliest = self.now.seconds.saturating_sub(i64::from(days).saturating_mul(DAY));
        let mut found = Vec::new();
        for oid in ancestry_until(&self.objects, tip, |oid| self.known.contains(oid))?.commits {
            let seconds = self.objects.commit(oid)?.committer.seconds;
            if seconds < earliest {
                let message = format!(
                    "dated {}: the server takes nothing that is dated back more than {days} days",
                    snapshot.zone.show(seconds)
                );
                let finding = Finding::new(&rule::DATED_BACK, message).in_commit(oid.to_string());
                found.push(finding.help(
                    "set the clock right and make the step anew; `iwcp explain dated-back` has other ways",
                ));
            }
        }
        Ok(found)
    }
}
