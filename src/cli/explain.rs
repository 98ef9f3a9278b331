//! `iwcp explain`: the page of a rule, what a clause says, how a part of the process works; or the list of all rules.

use serde_json::json;

use super::desk::Desk;
use super::process::catalogue;
use super::topics::{Topic, topics};
use super::{CliError, Context, Outcome};
use crate::diagnostic::{Rule, rule};
use crate::output::{Column, Table};
use crate::schema::nearest;

/// Explains a rule, a clause, a step, a status, a field, a clock or a role
///
/// `iwcp explain step-from` has a rule's page, `iwcp explain 4` or `"Fig. 1"` what a clause says and where it counts,
/// `iwcp explain refer` (or `step refer`) a step, `iwcp explain tac` a field. In a register, what is explained is the process of that register.
#[derive(Debug, clap::Args)]
pub struct Args {
    /// What to explain; without it, all rules are listed
    #[arg(value_name = "TOPIC", num_args = 0..)]
    topic: Vec<String>,
}

/// Runs the command.
///
/// # Errors
/// Wrong usage, when there is nothing of that name.
pub fn run(args: Args, context: &Context) -> Result<Outcome, CliError> {
    if args.topic.is_empty() {
        return list(context);
    }
    let name = args.topic.join(" ");
    if let Some(rule) = rule_named(&name) {
        return explain(rule, context);
    }
    let topics = topics(&*catalogue(Desk::if_any(context)?.as_ref())?);
    let found: Vec<&Topic> = topics.iter().filter(|topic| topic.is(&name)).collect();
    if found.is_empty() {
        return Err(unknown(&name, &topics));
    }
    if context.output.is_json() {
        let about: Vec<_> = found.iter().map(|topic| &topic.about).collect();
        context.output.json("iwcp/topics/1", json!({"topics": about}))?;
        return Ok(Outcome::Fine);
    }
    for (at, topic) in found.iter().enumerate() {
        if at > 0 {
            context.output.line("")?;
        }
        context.output.page(&topic.page()?)?;
    }
    Ok(Outcome::Fine)
}

/// People copy what they see: `error[step-from]`.
fn rule_named(name: &str) -> Option<&'static Rule> {
    let slug = name.split_once('[').map_or(name, |(_, slug)| slug);
    Rule::named(slug.trim_matches(['[', ']', ' ', '`']))
}

fn unknown(name: &str, topics: &[Topic]) -> CliError {
    let error = CliError::usage(format!("there is no rule, clause, step, status or field `{name}`"));
    let rules = rule::ALL.iter().map(|rule| rule.slug);
    match nearest(name, rules.chain(topics.iter().map(|topic| topic.name.as_str()))) {
        Some(near) => error.hint(format!("did you mean `{near}`? `iwcp explain` lists all rules")),
        None => error.hint("`iwcp explain` lists all rules, `iwcp process` all steps"),
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
    use crate::process::Catalogue;

    #[test]
    fn every_rule_is_found_also_as_it_is_printed() {
        for rule in rule::ALL {
            assert_eq!(rule_named(&format!("error[{}]", rule.slug)), Some(*rule));
        }
    }

    #[test]
    fn a_wrong_name_is_answered_with_the_right_one() {
        let error = unknown("step-form", &[]);
        assert_eq!(error.hint.unwrap(), "did you mean `step-from`? `iwcp explain` lists all rules");
    }

    #[test]
    fn every_part_of_the_process_has_a_page_and_clauses_many_names() {
        let topics = topics(&Catalogue::builtin().unwrap());
        for topic in &topics {
            let page = topic.page().unwrap();
            let title = page.lines().next().unwrap();
            assert!(
                title.starts_with("# ") && title.contains(&topic.name) && topic.is(&topic.name),
                "{page}"
            );
        }
        for (name, clause) in [
            ("clause 4", "4"),
            ("cl. 4", "4"),
            ("fig 1", "Fig. 1"),
            ("annex 2.9", "A2.9"),
            ("a2.4c", "A2.4(c)"),
        ] {
            let found: Vec<&str> =
                topics.iter().filter(|topic| topic.is(name)).map(|topic| &*topic.name).collect();
            assert_eq!(found, [clause], "{name}");
        }
    }
}
