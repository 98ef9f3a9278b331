//! The variables that git and this program look at: those of the process, or for somebody who is played (`demo`) others
//! in their place. Nothing else of this room asks the process for a variable that says who acts and when.

use std::collections::BTreeMap;
use std::sync::Arc;

/// Where variables are looked up.
#[derive(Clone, Debug, Default)]
pub struct Environment {
    instead: Arc<BTreeMap<String, String>>,
}

impl Environment {
    /// The process's own variables, but for these.
    pub fn with(instead: impl IntoIterator<Item = (String, String)>) -> Self {
        Self { instead: Arc::new(instead.into_iter().collect()) }
    }

    /// Whether somebody else's variables stand in the place of the process's.
    pub fn is_played(&self) -> bool {
        !self.instead.is_empty()
    }

    /// A variable that is set to something; bytes that are not UTF-8 are shown as U+FFFD.
    pub fn get(&self, name: &str) -> Option<String> {
        self.given(name).filter(|value| !value.is_empty())
    }

    /// A variable that is set, be it to nothing.
    pub fn given(&self, name: &str) -> Option<String> {
        let own = || std::env::var_os(name).map(|value| value.to_string_lossy().into_owned());
        self.instead.get(name).cloned().or_else(own)
    }
}

#[cfg(test)]
mod tests {
    use super::Environment;

    #[test]
    fn what_is_given_comes_first_and_nothing_is_not_set() {
        let environment = Environment::with(
            [("PATH", "here"), ("HOME", "")].map(|(name, value)| (name.into(), value.into())),
        );
        assert_eq!(environment.get("PATH").as_deref(), Some("here"));
        assert_eq!(environment.get("HOME"), None);
        assert_eq!(Environment::default().get("PATH"), std::env::var("PATH").ok());
    }
}
