//! Where several alternatives all fail (`anyOf`, `oneOf`): which one the author most likely meant, so that a finding
//! speaks of the field that is wrong and not of the alternatives.

use jsonschema::ValidationError;
use jsonschema::error::ValidationErrorKind as Kind;
use serde_json::Value as Json;

/// What the errors of several failed alternatives come to.
pub(super) enum Outcome<'e> {
    /// One alternative is clearly meant: these are its errors.
    Meant(Vec<&'e ValidationError<'static>>),
    /// Each wants a field that is not there: one of these.
    OneOfFields(Vec<String>),
    /// Each lists values: these are all of them.
    Values(Vec<Json>),
    /// None is of the value's type.
    OtherType(Vec<&'e ValidationError<'static>>),
}

/// An alternative for another type of value is not what was meant.
const OTHER_TYPE: usize = 1000;

/// Chooses between alternatives by what it would take to mend each.
pub(super) fn meant<'e>(place: &str, branches: &'e [Vec<ValidationError<'static>>]) -> Outcome<'e> {
    let cost = |branch: &Vec<ValidationError<'static>>| branch.iter().map(|error| price(place, error)).sum();
    let least: usize = branches.iter().map(cost).min().unwrap_or(0);
    let best: Vec<_> = branches.iter().filter(|branch| cost(branch) == least).collect();
    if least >= OTHER_TYPE {
        return Outcome::OtherType(branches.iter().flatten().filter(|error| is_type(place, error)).collect());
    }
    if best.len() > 1 {
        let fields: Option<Vec<_>> = best.iter().map(|branch| wanted_field(place, branch)).collect();
        if let Some(fields) = fields {
            return Outcome::OneOfFields(fields);
        }
        let values: Option<Vec<_>> = best.iter().map(|branch| wanted_values(place, branch)).collect();
        if let Some(values) = values {
            return Outcome::Values(values.concat());
        }
    }
    Outcome::Meant(best.first().map(|branch| branch.iter().collect()).unwrap_or_default())
}

fn is_type(place: &str, error: &ValidationError<'_>) -> bool {
    matches!(error.kind(), Kind::Type { .. }) && error.instance_path().as_str() == place
}

fn price(place: &str, error: &ValidationError<'_>) -> usize {
    match error.kind() {
        _ if is_type(place, error) => OTHER_TYPE,
        Kind::Enum { .. } | Kind::Constant { .. } => 100,
        Kind::AdditionalProperties { unexpected } | Kind::UnevaluatedProperties { unexpected } => {
            30 * unexpected.len()
        }
        Kind::Required { .. } => 10,
        Kind::AnyOf { context } | Kind::OneOfNotValid { context } => context
            .iter()
            .map(|branch| branch.iter().map(|error| price(place, error)).sum())
            .min()
            .unwrap_or(OTHER_TYPE),
        _ => 5,
    }
}

fn wanted_field(place: &str, branch: &[ValidationError<'_>]) -> Option<String> {
    match branch {
        [error] if error.instance_path().as_str() == place => match error.kind() {
            Kind::Required { property } => property.as_str().map(str::to_owned),
            _ => None,
        },
        _ => None,
    }
}

fn wanted_values(place: &str, branch: &[ValidationError<'_>]) -> Option<Vec<Json>> {
    match branch {
        [error] if error.instance_path().as_str() == place => match error.kind() {
            Kind::Enum { options } => options.as_array().cloned(),
            Kind::Constant { expected_value } => Some(vec![(**expected_value).clone()]),
            _ => None,
        },
        _ => None,
    }
}
