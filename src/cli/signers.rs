//! `iwcp participant keys`: the register's keys as plain git reads them, so that its verdict is this program's as far
//! as the format goes: to the second, in UTC, one window a key.

use std::collections::HashMap;

use chrono::{DateTime, TimeDelta, Utc};
use serde_json::json;

use super::desk::Desk;
use super::{CliError, Context, Outcome};
use crate::history::entered;
use crate::signature::{PublicKey, allowed_signers_line, cert_authority_line};
use crate::trust::Holder;

/// What is printed
#[derive(Debug, clap::Args)]
pub struct Keys {
    /// The keys as they stood at this commit
    #[arg(long, value_name = "COMMIT")]
    at: Option<String>,
    /// Those whose signatures fell with their revocation, for `git config gpg.ssh.revocationFile FILE`
    #[arg(long)]
    revoked: bool,
    /// The OpenPGP certificates, for `gpg --import`
    #[arg(long, conflicts_with = "revoked")]
    openpgp: bool,
}

/// Prints the keys.
///
/// # Errors
/// Wrong usage, or the environment's.
pub fn keys(mut desk: Desk, args: &Keys, context: &Context) -> Result<Outcome, CliError> {
    if let Some(named) = &args.at {
        let commit = desk.register.resolve(named)?;
        desk = desk.at_commit(commit)?;
    }
    let (name, lines) = match (args.revoked, args.openpgp) {
        (true, _) => ("revoked", revoked(&desk)),
        (_, true) => ("openpgp", openpgp(&desk)),
        _ => ("allowed_signers", allowed(&desk)?),
    };
    if context.output.is_json() {
        context.output.json("iwcp/keys/1", json!({name: lines}))?;
        return Ok(Outcome::Fine);
    }
    for line in lines {
        context.output.line(&line)?;
    }
    Ok(Outcome::Fine)
}

/// Public keys that git is to refuse whatever their signatures' dates are.
fn revoked(desk: &Desk) -> Vec<String> {
    let fallen = desk.snapshot.keys.all().filter(|(_, holder)| holder.has_fallen());
    fallen.filter_map(|(_, holder)| Some(PublicKey::parse(&holder.key).ok()?.to_openssh())).collect()
}

/// The OpenPGP certificates of those who take part, armoured. What their entries say of days, gpg has no place for.
fn openpgp(desk: &Desk) -> Vec<String> {
    let held = desk.snapshot.keys.all().filter(|(_, holder)| holder.active && !holder.has_fallen());
    held.filter_map(|(_, holder)| Some(holder.certificate.as_deref()?.trim_end().to_owned())).collect()
}

/// The lines of an allowed-signers file. OpenPGP keys have no place in it.
fn allowed(desk: &Desk) -> Result<Vec<String>, CliError> {
    let keys = &desk.snapshot.keys;
    let entered = match keys.all().all(|(_, holder)| holder.from.is_some()) {
        true => HashMap::new(),
        false => entered(&desk.objects, &desk.snapshots, desk.tip)?,
    };
    let mut lines = Vec::new();
    let told = |(print, holder): &(&str, &Holder)| {
        !holder.has_fallen() && (holder.principals.is_some() || keys.holder(print).is_some())
    };
    for (print, holder) in keys.all().filter(told) {
        let Ok(key) = PublicKey::parse(&holder.key) else { continue };
        let since = entered.get(&(holder.signer.participant.clone(), print.to_owned()));
        let (after, before) = window(desk, holder, since.copied());
        if let Some(patterns) = &holder.principals {
            lines.push(cert_authority_line(patterns, &key, after, before));
            continue;
        }
        let principal = holder.email.as_deref().unwrap_or(&holder.signer.participant);
        lines.push(allowed_signers_line(&[principal], &key, after, before));
    }
    Ok(lines)
}

type Moment = Option<DateTime<Utc>>;

/// The first and the last second of a key. A key without a first day counts from the commit that entered it.
fn window(desk: &Desk, holder: &Holder, entered: Option<i64>) -> (Moment, Moment) {
    let zone = desk.snapshot.zone;
    let after = match holder.from {
        Some(from) => zone.start_of(from),
        None => entered.and_then(|seconds| DateTime::from_timestamp(seconds, 0)),
    };
    // ssh-keygen takes `valid-before` for the last moment that is valid.
    let last = |end: DateTime<Utc>| end - TimeDelta::seconds(1);
    (after, holder.end().and_then(|day| zone.start_of(day)).map(last))
}
