//! `iwcp explain`: the page of a rule, or the list of all rules.

use serde_json::json;

use super::suggest::nearest;
use super::{CliError, Context, Outcome};
use crate::diagnostic::{Rule, rule};
use crate::output::{Column, Table};

/// Explains a rule: what it says, why, and how to mend what it finds
#[derive(Debug, clap::Args)]
pub struct Args {
    /// The rule's name, as findings print it in brackets; without it, all rules are listed
    #[arg(value_name = "RULE")]
    topic: Option<String>,
}

/// What can be explained.
enum Topic {
    Rule(&'static Rule),
}

/// Runs the command.
///
/// # Errors
/// Wrong usage, when there is nothing of that name.
pub fn run(args: Args, context: &Context) -> Result<Outcome, CliError> {
    match args.topic {
        None => list(context),
        Some(name) => match find(&name)? {
            Topic::Rule(rule) => explain(rule, context),
        },
    }
}

fn find(name: &str) -> Result<Topic, CliError> {
    // People copy what they see: `error[step-from]`.
    let slug = name.split_once('[').map_or(name, |(_, slug)| slug).trim_matches(['[', ']', ' ', '`']);
    Rule::named(slug).map(Topic::Rule).ok_or_else(|| unknown(slug))
}

fn unknown(name: &str) -> CliError {
    let error = CliError::usage(format!("there is no rule `{name}`"));
    match nearest(name, rule::ALL.iter().map(|rule| rule.slug)) {
        Some(slug) => error.hint(format!("did you mean `{slug}`? `iwcp explain` lists all rules")),
        None => error.hint("`iwcp explain` lists all rules"),
    }
}

fn explain(rule: &Rule, context: &Context) -> Result<Outcome, CliError> {
    if context.output.is_json() {
        let page = json!({
            "rule": rule.slug,
            "severity": rule.severity.word(),
            "title": rule.title(),
            "page": rule.page,
        });
        context.output.json("iwcp/rule/1", page)?;
    } else {
        context.output.page(rule.page)?;
    }
    Ok(Outcome::Fine)
}

fn list(context: &Context) -> Result<Outcome, CliError> {
    let mut table = Table::new([
        Column::new("rule", "Rule"),
        Column::new("severity", "Severity"),
        Column::new("title", "Title").shrink(1).wrap(),
    ]);
    for rule in rule::ALL {
        table.row([rule.slug.into(), rule.severity.word().into(), rule.title().into()]);
    }
    match context.output.is_json() {
        true => context.output.json("iwcp/rules/1", json!({"rules": table.to_json()}))?,
        false => context.output.table(&table)?,
    }
    Ok(Outcome::Fine)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_rule_is_found_also_as_it_is_printed() {
        for rule in rule::ALL {
            let Topic::Rule(found) = find(&format!("error[{}]", rule.slug)).unwrap();
            assert_eq!(found, *rule);
        }
    }

    #[test]
    fn a_wrong_name_is_answered_with_the_right_one() {
        let error = find("step-form").err().unwrap();
        assert_eq!(error.hint.unwrap(), "did you mean `step-from`? `iwcp explain` lists all rules");
    }
}
