//! The first commit of a register: it can only vouch for itself, and must hold just what the rest is judged by.

use super::authority::beginning;
use super::facts::Facts;
use super::judge::{Now, Verdict, dates, illegible, placed};
use super::places::{files, misplaced};
use super::signer::who;
use super::snapshot::SETTINGS;
use crate::diagnostic::{Finding, rule};

/// Judges a root commit by its own tree.
pub(super) fn root(facts: &Facts, now: Now) -> Verdict {
    let mut findings = dates(facts, &[], now);
    findings.extend(files(facts));
    findings.extend(illegible(facts));
    findings.extend(misplaced(facts));
    findings.extend(facts.belongings.iter().cloned());
    findings.extend(shape(facts));
    findings.extend(beginning(facts));
    findings.extend(facts.touched.iter().flat_map(|touched| touched.findings.clone()));
    let (signer, found) = who(facts, &facts.snapshot);
    findings.extend(found);
    if let Some(signer) = &signer
        && !facts.snapshot.is_keeper(&signer.role)
    {
        let message = format!(
            "the first commit is signed by {} ({}), who does not keep the register",
            signer.person, signer.role
        );
        findings.push(Finding::new(&rule::ROOT_SHAPE, message).help("`iwcp init` makes a register"));
    }
    Verdict { findings: placed(facts, findings), step: None, signer }
}

fn shape(facts: &Facts) -> Vec<Finding> {
    let mut found = Vec::new();
    let shape =
        |message: String| Finding::new(&rule::ROOT_SHAPE, message).help("`iwcp init` makes a register");
    if !facts.other.iter().any(|change| change.path == SETTINGS) {
        found.push(shape(format!("the first commit holds no `{SETTINGS}`")));
    }
    let participants = facts.snapshot.catalogue().and_then(|catalogue| catalogue.participants());
    let kind = participants.map(|kind| kind.definition.kind.as_str());
    for touched in &facts.touched {
        if Some(touched.kind.definition.kind.as_str()) != kind {
            found.push(shape(format!(
                "the first commit holds `{}`, which no step has made",
                touched.change.path
            )));
            continue;
        }
        // A first participant stands where the step that makes one would have left it.
        let definition = &touched.kind.definition;
        let status = touched.document.as_ref().and_then(|document| document.status().map(str::to_owned));
        let first =
            definition.steps.values().filter(|step| step.starts_at(None)).filter_map(|step| step.to.clone());
        if !first.into_iter().any(|to| Some(to) == status) {
            found.push(shape(format!("`{}` has a status that no new participant has", touched.change.path)));
        }
    }
    found
}
