//! What may have been meant by a name that nothing here answers to.

use super::CliError;
use crate::schema::nearest;

impl CliError {
    /// Says which of the names that are known was likely meant; where none is near, all of them.
    #[must_use]
    pub fn or_meant<'n>(self, word: &str, known: impl IntoIterator<Item = &'n str>) -> Self {
        let known: Vec<&str> = known.into_iter().collect();
        match nearest(word, known.iter().copied()) {
            Some(near) => self.hint(format!("did you mean `{near}`?")),
            None if known.is_empty() => self,
            None => self.hint(format!("known: {}", known.join(", "))),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_nearest_name_is_told_or_all_of_them() {
        let told = |word: &str| CliError::usage("x").or_meant(word, ["step-from", "step-role"]).hint;
        assert_eq!(told("stepfrom").as_deref(), Some("did you mean `step-from`?"));
        assert_eq!(told("Step-Rloe").as_deref(), Some("did you mean `step-role`?"));
        assert_eq!(told("nonsense").as_deref(), Some("known: step-from, step-role"));
        assert_eq!(told(&"x".repeat(1_000_000)).as_deref(), Some("known: step-from, step-role"));
        assert_eq!(CliError::usage("x").or_meant("y", []).hint, None);
    }
}
