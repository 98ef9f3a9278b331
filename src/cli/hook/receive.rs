//! What a server runs before it takes a push: everything that is new is verified while it is still in git's quarantine,
//! and either all of it is taken or nothing. Whatever can't be told is refused.

use std::collections::BTreeMap;

use super::{object_id, tell, told};
use crate::cli::verify::pinned;
use crate::cli::{CliError, Context, Outcome};
use crate::diagnostic::{Finding, rule};
use crate::history::{Before, Cache, Now, Options, Snapshots, behind, leave_out, verify};
use crate::register::{Objects, Oid, Register, ancestry_until, as_seen, full_id, short};

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
    /// Every commit that its main branch has.
    accepted: Before,
    /// Every commit that its branches and tags have: each was judged when it came.
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
    let mut tips = BTreeMap::new();
    for update in &updates {
        match server.judge(update)? {
            Some(finding) => findings.push(finding),
            None => {
                if let Some(tip) = server.commit(update)? {
                    *tips.entry(tip).or_default() |= update.name == server.main;
                }
            }
        }
    }
    for (tip, main) in tips {
        findings.extend(server.verify(tip, main)?);
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

/// What people call a branch or a tag.
fn short_name(name: &str) -> Option<&str> {
    name.strip_prefix("refs/heads/").or_else(|| name.strip_prefix("refs/tags/"))
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
        let now = Now { seconds: context.now.timestamp() };
        // What the main branch has was accepted, and nothing of this push is among it: that is remembered.
        if let Some(tip) = head.oid {
            verify(&register, tip, &Options::of(Some(root), now, Cache::Kept))?;
        }
        let snapshots = Snapshots::of_register(&register);
        let accepted = behind(&objects, &snapshots, head.oid.as_slice())?;
        // What a forge keeps elsewhere (`refs/pull`) was never judged.
        let judged = |(name, commit): (String, Option<Oid>)| commit.filter(|_| short_name(&name).is_some());
        let tips: Vec<Oid> = register.references("refs/")?.into_iter().filter_map(judged).collect();
        let known = behind(&objects, &snapshots, &tips)?;
        Ok(Self { register, objects, snapshots, root, main, tip: head.oid, accepted, known, now })
    }

    /// What is wrong with a reference's move in itself.
    fn judge(&self, update: &Update) -> Result<Option<Finding>, CliError> {
        let refused = self.misnamed(update)?.map(|(message, help)| {
            Finding::new(&rule::REF_REFUSED, format!("`{}` {message}", update.name)).help(help)
        });
        Ok(refused.or_else(|| self.main_branch(update)))
    }

    /// What is wrong with the name of a reference, and with what it would name: why, and what to do instead.
    fn misnamed(&self, update: &Update) -> Result<Option<(String, &'static str)>, CliError> {
        let name = &update.name;
        let refused = |message: String, help| Ok(Some((message, help)));
        let Some(called) = short_name(name) else {
            return refused(
                "is neither a branch nor a tag".to_owned(),
                "push branches and tags only: `git push origin main`",
            );
        };
        let main = short_name(&self.main).unwrap_or(&self.main);
        let led_to = self.register.led_to(name)?.0;
        if led_to != *name {
            return refused(format!("leads to `{led_to}`"), "push to that by its own name");
        }
        if called != main && as_seen(called) == as_seen(main) {
            let help = match update.new {
                Some(_) => "give the branch another name",
                None => {
                    "deleting it could delete that on some servers: it is taken away on the server itself, `git update-ref -d`"
                }
            };
            return refused(format!("and `{}` are one name on Windows and macOS", self.main), help);
        }
        let Some(new) = update.new else { return Ok(None) };
        if *name != self.main && (called == main || called == "HEAD" || full_id(called).is_some()) {
            let help = "give it another name: in a clone it could not be told which of them is meant";
            return refused("is called like something else".to_owned(), help);
        }
        match self.register.resolve(&new.to_string()) {
            Ok(_) => Ok(None),
            Err(_) => refused(
                "would name something that is no commit".to_owned(),
                "push branches, and tags of commits",
            ),
        }
    }

    /// What is wrong with a move of the main branch.
    fn main_branch(&self, update: &Update) -> Option<Finding> {
        let name = &update.name;
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

    /// The commit that a reference is to name, where it is not there yet.
    fn commit(&self, update: &Update) -> Result<Option<Oid>, CliError> {
        let Some(new) = update.new else { return Ok(None) };
        let commit = self.register.resolve(&new.to_string())?;
        Ok((!self.before(update.name == self.main).contains(commit)).then_some(commit))
    }

    /// What need not be judged again. A branch may be older than the hook: the main branch answers for all that it takes.
    fn before(&self, main: bool) -> &Before {
        if main { &self.accepted } else { &self.known }
    }

    fn verify(&self, tip: Oid, main: bool) -> Result<Vec<Finding>, CliError> {
        let options = Options::of(Some(self.root), self.now, Cache::Read);
        let mut found = verify(&self.register, tip, &options)?.findings;
        leave_out(&mut found, self.before(main));
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
