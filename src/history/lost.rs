//! Signatures that a merge made elsewhere threw away: a server's merge button, a squash, a rebase. What is wrong with
//! such a commit is not that somebody forgot to sign: it says what was lost, and how the branch goes in instead.

use super::facts::Facts;
use super::message::{STATUS, STEP};
use super::signed::Signed;
use super::signer::who;
use super::snapshot::Snapshot;
use crate::diagnostic::{Finding, rule};
use crate::process::Signer;
use crate::register::short;

/// Who commits when somebody presses a button on a server, by address.
const SERVERS: &[(&str, &str)] = &[
    ("noreply@github.com", "GitHub"),
    ("noreply@gitlab.com", "GitLab"),
    ("gitea@fake.local", "Gitea"),
    ("gitea@localhost", "Gitea"),
    ("noreply@codeberg.org", "Forgejo"),
    ("noreply@bitbucket.org", "Bitbucket"),
];

/// How servers' messages of merges begin, and what else stands in them.
const MERGES: &[(&str, &str)] = &[
    ("Merge pull request #", " from "),
    ("Merge pull request '", " into "),
    ("Merge branch '", "See merge request "),
    ("Merged in ", " (pull request #"),
];

/// What plain git writes above the messages that it squashes.
const SQUASHED: &str = "Squashed commit of the following:";

/// Who signed a commit, and what is wrong with that; where a merge elsewhere lost the signature, that is what is wrong.
pub(super) fn signed_by(facts: &Facts, snapshot: &Snapshot) -> (Option<Signer>, Vec<Finding>) {
    let (signer, found) = who(facts, snapshot);
    let lost = lost(facts, snapshot, signer.as_ref());
    // That a commit bears no signature is what was lost; whose key a stranger used is told beside it.
    let nothing_else = signer.is_none() && (facts.signed == Signed::Unsigned || server(facts).is_some());
    match lost {
        Some(lost) if nothing_else => (signer, vec![lost]),
        lost => (signer, found.into_iter().chain(lost).collect()),
    }
}

fn lost(facts: &Facts, snapshot: &Snapshot, signer: Option<&Signer>) -> Option<Finding> {
    let merge = facts.commit.parents.len() > 1;
    let message = String::from_utf8_lossy(&facts.commit.message).into_owned();
    let server = server(facts);
    if merge {
        let by_server = server.is_some() || is_servers_merge(&message);
        return (signer.is_none() && by_server).then(|| web_merge(facts, server));
    }
    if facts.touched.is_empty() {
        return None;
    }
    let made_anew = other_author(facts, snapshot, signer);
    if told_steps(&message) > 1 || message.trim_start().starts_with(SQUASHED) {
        let whose = made_anew.or_else(|| told_author(&message)).unwrap_or_else(|| "the author".to_owned());
        return Some(squash(&whose, server, signer));
    }
    let whose = made_anew
        .or_else(|| (signer.is_none() && server.is_some()).then(|| facts.commit.author.name.clone()))?;
    let step = facts.message.values(STEP).next();
    step.is_some().then(|| rebase(&whose, server, signer))
}

/// The server whose address a commit bears as its committer's.
fn server(facts: &Facts) -> Option<&'static str> {
    let email = facts.commit.committer.email.to_lowercase();
    SERVERS.iter().find(|(address, _)| *address == email).map(|(_, name)| *name)
}

fn is_servers_merge(message: &str) -> bool {
    MERGES.iter().any(|(begin, rest)| message.starts_with(begin) && message.contains(rest))
}

/// How many steps a message tells of, wherever in it: a squash puts whole messages below each other.
fn told_steps(message: &str) -> usize {
    let count = |trailer: &str| {
        let prefix = format!("{trailer}: ");
        message.lines().filter(|line| line.trim_start().starts_with(&prefix)).count()
    };
    // One step with two names is another fault.
    count(STEP).min(count(STATUS))
}

/// Whom a squashed message names first as an author, as git or a server writes it.
fn told_author(message: &str) -> Option<String> {
    let named = message.lines().find_map(|line| {
        let line = line.trim_start();
        line.strip_prefix("Author: ").or_else(|| line.strip_prefix("Co-authored-by: "))
    })?;
    let name = named.split('<').next().unwrap_or_default().trim();
    (!name.is_empty()).then(|| name.to_owned())
}

/// The author, where it is somebody who takes part and did not sign: another committer wrote the commit anew.
fn other_author(facts: &Facts, snapshot: &Snapshot, signer: Option<&Signer>) -> Option<String> {
    let email = facts.commit.author.email.to_lowercase();
    if email == facts.commit.committer.email.to_lowercase() {
        return None;
    }
    let holders = snapshot.keys.all().map(|(_, holder)| holder);
    let known = holders
        .filter(|holder| holder.email.as_ref().is_some_and(|known| known.to_lowercase() == email))
        .find(|holder| {
            signer.is_none_or(|signer| {
                signer.participant != holder.signer.participant || signer.person != holder.signer.person
            })
        })?;
    Some(format!("{} ({})", known.signer.person, known.signer.participant))
}

fn web_merge(facts: &Facts, server: Option<&'static str>) -> Finding {
    let who = server.map_or_else(|| "on a server".to_owned(), |name| format!("by {name}"));
    let brought = facts.commit.parents.get(1).map_or_else(|| "BRANCH".to_owned(), |tip| short(*tip));
    let message = format!("a web merge, made {who}: nobody who keeps the register has signed it");
    Finding::new(&rule::WEB_MERGE, message).help(format!(
        "do not press the server's button: take the merge back, and have the register's keeper do `iwcp merge {brought}` and push it"
    ))
}

fn squash(whose: &str, server: Option<&'static str>, signer: Option<&Signer>) -> Finding {
    let message = format!(
        "a squash merge{}: several steps in one commit, and {whose}'s signatures are lost",
        by(server, signer)
    );
    Finding::new(&rule::SQUASH_MERGE, message).help(
        "take it back, keep the branch as it was pushed, and have the register's keeper do `iwcp merge BRANCH` and push that",
    )
}

fn rebase(whose: &str, server: Option<&'static str>, signer: Option<&Signer>) -> Finding {
    let message = format!(
        "{whose}'s commit was made anew{}: a rebase merge (or a squash of one commit), and {whose}'s signature is lost",
        by(server, signer)
    );
    Finding::new(&rule::REBASE_MERGE, message).help(format!(
        "take it back, keep the branch as it was pushed, and have the register's keeper do `iwcp merge BRANCH`; only {whose} can put it on top of something else: `iwcp rebase`"
    ))
}

fn by(server: Option<&'static str>, signer: Option<&Signer>) -> String {
    match (server, signer) {
        (_, Some(signer)) => format!(" by {} ({})", signer.person, signer.participant),
        (Some(server), None) => format!(" by {server}"),
        (None, None) => String::new(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn messages_of_servers_are_known() {
        assert!(is_servers_merge("Merge pull request #12 from acme/response\n\nResponse\n"));
        assert!(is_servers_merge(
            "Merge branch 'response' into 'main'\n\nResponse\n\nSee merge request imei/register!3\n"
        ));
        assert!(is_servers_merge("Merged in response (pull request #4)\n"));
        assert!(!is_servers_merge("Merge branch 'response'\n"));
        let squashed = "Two (#3)\n\n* a\n\nStep: x\nStatus: a -> b\n\n* b\n\nStep: y\nStatus: b -> c\n";
        assert_eq!(told_steps(squashed), 2);
        assert_eq!(told_steps("a\n\nStep: x\nStep: y\nStatus: a -> b\n"), 1);
        assert_eq!(told_author("x\n    Author: Mei Ming <mei@example.org>\n"), Some("Mei Ming".to_owned()));
    }
}
