//! `iwcp merge`: takes a branch into the main line, by the hand of whoever keeps the register.

use chrono::{DateTime, FixedOffset, NaiveDate};
use minijinja::value::Serde;
use minijinja::{Environment, context};
use serde::Serialize;
use serde_json::{Value as Json, json};

use super::check::require_whole;
use super::desk::Desk;
use super::making::refuses;
use super::standing::{ROOT, refuse, refused};
use super::verify::pinned;
use super::{CliError, Context, Outcome, clock};
use crate::diagnostic::{Finding, rule};
use crate::history::{
    Before, Cache, Look, Merging, Now, Options, Proposal, Proposed, RECEIVED, RecordError, behind, leave_out,
    receipt, verify,
};
use crate::output::Report;
use crate::register::{Oid, Person, short};
use crate::signature::Signer;

const TEMPLATE: &str = include_str!("../../templates/merge.txt");

/// Takes a branch into the one that is checked out: verifies it, shows what it brings in, makes the signed merge
///
/// The merge says when what it brings in was received: today, unless --received says otherwise. A response that was signed
/// within `receipt_tolerance` working days before the merge counts as received on the day it was signed.
#[derive(Debug, clap::Args)]
pub struct Args {
    /// The branch, as git names it here (`origin/response`)
    branch: String,
    /// The day on which it was received
    #[arg(long, value_name = "DATE", value_parser = clock::day)]
    received: Option<NaiveDate>,
    /// Say something in the merge's message
    #[arg(short, long, value_name = "TEXT")]
    message: Option<String>,
    /// Show what would come in, and the message, and make nothing
    #[arg(long)]
    dry_run: bool,
    /// The root's object id, as the register's keeper told it
    #[arg(long, value_name = "OID", env = ROOT)]
    root: Option<String>,
}

/// A merge on its way.
struct Wanted<'a> {
    desk: &'a Desk,
    args: &'a Args,
    theirs: Oid,
    /// What is in already.
    before: Before,
    root: Option<Oid>,
    now: Now,
    /// The day of the merge.
    today: NaiveDate,
    /// The day of receipt that it attests.
    received: NaiveDate,
}

/// Runs the command.
///
/// # Errors
/// Wrong usage, or the environment's.
pub fn run(args: Args, context: &Context) -> Result<Outcome, CliError> {
    let desk = Desk::open(context)?;
    require_whole(&desk.register)?;
    let theirs = branch(&desk, &args.branch)?;
    let today = desk.snapshot.zone.date_of(context.commit_time()?.timestamp());
    let wanted = Wanted {
        root: pinned(&desk.register, args.root.clone())?,
        now: Now { seconds: context.now.timestamp() },
        received: args.received.unwrap_or(today),
        before: behind(&desk.objects, &desk.snapshots, &[desk.tip])?,
        desk: &desk,
        args: &args,
        theirs,
        today,
    };
    if wanted.before.contains(theirs) {
        context.output.note(&format!("nothing to merge: {} is in already", args.branch))?;
        return Ok(Outcome::Fine);
    }
    if let Some(outcome) = refused(&desk, desk.tip, wanted.root, context)? {
        return Ok(outcome);
    }
    let (proposal, findings) = wanted.look()?;
    if refuses(&findings) {
        return refuse(&findings, context);
    }
    wanted.check_receipt(&proposal)?;
    let message = wanted.message(&proposal)?;
    if args.dry_run {
        wanted.tell(&proposal, &findings, None, &message, context)?;
        return Ok(Outcome::Fine);
    }
    let (moment, signer) = (context.commit_time()?, wanted.desk.signer()?);
    match wanted.make(&proposal, &message, moment, &signer) {
        Ok((commit, warnings, unfinished)) => {
            let findings: Vec<Finding> = findings.into_iter().chain(warnings).collect();
            wanted.tell(&proposal, &findings, Some(commit), &message, context)?;
            unfinished.iter().try_for_each(|warning| context.output.warning(warning))?;
            Ok(Outcome::Fine)
        }
        Err(RecordError::Refused(findings)) => refuse(&findings, context),
        Err(error) => Err(error.into()),
    }
}

/// The commit of a branch; one that only the server has is named as it is called here.
fn branch(desk: &Desk, name: &str) -> Result<Oid, CliError> {
    desk.register.resolve(name).map_err(|error| {
        let there = format!("origin/{name}");
        match desk.register.resolve(&there) {
            Ok(_) => CliError::usage(format!("there is no branch `{name}` here, only the server's"))
                .hint(format!("`iwcp merge {there}`")),
            Err(_) => error.into(),
        }
    })
}

impl Wanted<'_> {
    /// What would come in, and all that is wrong with it before anybody signs.
    fn look(&self) -> Result<(Proposal, Vec<Finding>), CliError> {
        let desk = self.desk;
        let options = Options::of(self.root, self.now, Cache::Read);
        let mut findings = verify(&desk.register, self.theirs, &options)?.findings;
        leave_out(&mut findings, &self.before);
        let onto = self.line()?;
        let look = Look {
            objects: &desk.objects,
            snapshots: &desk.snapshots,
            base: desk.tip,
            onto: &onto,
            now: self.now,
        };
        let proposal = look.at(self.theirs)?;
        findings.extend(proposal.findings.iter().cloned());
        if let Some(person) = desk.person()?.filter(|person| !desk.snapshot.is_keeper(&person.role)) {
            let message = format!("{} ({}) can't merge", person.person, person.participant);
            let finding = Finding::new(&rule::MERGE_SIGNER, message);
            findings.push(finding.help("only the register's keeper merges: push the branch and ask them to"));
        }
        Ok((proposal, findings))
    }

    /// The branch that is checked out, as people call it.
    fn line(&self) -> Result<String, CliError> {
        let branch = self.desk.register.head()?.branch;
        let short = branch.as_deref().map(|branch| branch.trim_start_matches("refs/heads/").to_owned());
        Ok(short.unwrap_or_else(|| "HEAD".to_owned()))
    }

    /// A day of receipt lies between the last step that comes in and the merge.
    fn check_receipt(&self, proposal: &Proposal) -> Result<(), CliError> {
        if self.received > self.today {
            return Err(CliError::usage(format!("{} has not come yet", self.received)));
        }
        let of_others =
            proposal.commits.iter().filter(|commit| self.counts(commit)).map(|commit| commit.date);
        match of_others.max().filter(|last| self.args.received.is_some() && self.received < *last) {
            Some(last) => Err(CliError::usage(format!(
                "nothing can have been received on {}: the last step that comes in was signed on {last}",
                self.received
            ))),
            None => Ok(()),
        }
    }

    /// Whether a commit's day of receipt is a matter of the merge: a step that the keeper did not make.
    fn counts(&self, commit: &Proposed) -> bool {
        let keeper = commit.signer.as_ref().is_some_and(|signer| self.desk.snapshot.is_keeper(&signer.role));
        commit.step.is_some() && !keeper
    }

    fn counted(&self, commit: &Proposed) -> Option<NaiveDate> {
        self.counts(commit)
            .then(|| receipt(&self.desk.snapshot, commit.date, self.today, Some(self.received)))
    }

    fn message(&self, proposal: &Proposal) -> Result<String, CliError> {
        #[derive(Serialize)]
        struct Row<'a> {
            subject: &'a str,
            by: &'a str,
            date: String,
        }
        let rows: Vec<Row<'_>> = proposal
            .commits
            .iter()
            .map(|commit| Row { subject: &commit.subject, by: &commit.by, date: commit.date.to_string() })
            .collect();
        let text = self.args.message.as_deref().map(str::trim).filter(|text| !text.is_empty());
        let message = Environment::empty().render_str(
            TEMPLATE,
            context! {
                branch => &self.args.branch, commits => Serde(&rows), text, trailer => RECEIVED,
                received => self.received.to_string(),
            },
        )?;
        Ok(format!("{}\n", message.trim_end()))
    }

    fn make(
        &self,
        proposal: &Proposal,
        message: &str,
        moment: DateTime<FixedOffset>,
        signer: &Signer,
    ) -> Result<(Oid, Vec<Finding>, Vec<String>), RecordError> {
        let merging = Merging {
            ours: self.desk.tip,
            theirs: self.theirs,
            combined: proposal.combined.clone(),
            message: message.to_owned(),
            author: self.desk.register.identity(Person::Author, moment)?,
            committer: self.desk.register.identity(Person::Committer, moment)?,
            root: self.root,
        };
        let made = self.desk.recorder(signer, self.now).merge(&merging)?;
        Ok((made.commit, made.findings, made.unfinished))
    }

    fn tell(
        &self,
        proposal: &Proposal,
        findings: &[Finding],
        made: Option<Oid>,
        message: &str,
        context: &Context,
    ) -> Result<(), CliError> {
        let out = &context.output;
        if out.is_json() {
            let commits: Vec<Json> = proposal.commits.iter().map(|commit| self.as_data(commit)).collect();
            let members = json!({
                "branch": self.args.branch, "commits": commits, "message": message,
                "commit": made.map(|made| made.to_string()), "made": made.is_some(),
            });
            return Ok(out.json("iwcp/merge/1", members)?);
        }
        let number = proposal.commits.len();
        let noun = if number == 1 { "commit" } else { "commits" };
        out.line(&format!("{} brings in {number} {noun}", self.args.branch))?;
        for commit in &proposal.commits {
            let counted = self.counted(commit).map(|day| format!(", received {day}")).unwrap_or_default();
            out.line(&format!("  {} {}", short(commit.commit), commit.subject))?;
            out.line(&format!("    by {}, {}{counted}", commit.by, commit.date))?;
        }
        match made {
            Some(made) => out.line(&format!("merged; commit {}", short(made)))?,
            None => out.verbatim(&format!("\n{}", crate::output::printable::lines(message)))?,
        }
        if !findings.is_empty() {
            out.findings(&Report::new(findings))?;
        }
        Ok(out.note(if made.is_some() { "next: `git push`" } else { "nothing was changed (--dry-run)" })?)
    }

    fn as_data(&self, commit: &Proposed) -> Json {
        json!({
            "commit": commit.commit.to_string(), "subject": commit.subject, "by": commit.by,
            "participant": commit.signer.as_ref().map(|signer| &signer.participant),
            "date": commit.date.to_string(), "step": commit.step,
            "received": self.counted(commit).map(|day| day.to_string()),
        })
    }
}
