//! The templates of the program, by the name that a register's own has: every file of a folder of `templates/`
//! (a test compares), the shared base, and messages.

macro_rules! embedded {
    ($($name:literal),* $(,)?) => { &[$(($name, include_str!(concat!("../../templates/", $name)))),*] };
}

/// Name and text of every template.
pub(super) const EMBEDDED: &[(&str, &str)] = embedded![
    "due.eml",
    "stats-chart.svg",
    "stats.html",
    "stats.svg",
    "base.md",
    "words/en.yaml",
    "annex-3/document.yaml",
    "annex-3/body.md",
];
