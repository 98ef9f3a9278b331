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
    "letter.md",
    "words/en.yaml",
    "annex-1/document.yaml",
    "annex-1/body.md",
    "annex-2/document.yaml",
    "annex-2/body.md",
    "annex-3/document.yaml",
    "annex-3/body.md",
    "compromise/document.yaml",
    "compromise/body.md",
    "evaluation/document.yaml",
    "evaluation/body.md",
    "information/document.yaml",
    "information/body.md",
    "members/document.yaml",
    "members/body.md",
    "notice/document.yaml",
    "notice/body.md",
    "outcome/document.yaml",
    "outcome/body.md",
    "release/document.yaml",
    "release/body.md",
    "reminder/document.yaml",
    "reminder/body.md",
    "reopening/document.yaml",
    "reopening/body.md",
    "return-certificate/document.yaml",
    "return-certificate/body.md",
    "return-request/document.yaml",
    "return-request/body.md",
    "withdrawal/document.yaml",
    "withdrawal/body.md",
];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_template_of_a_document_is_in_the_program() {
        let folder = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("templates");
        let files = walkdir::WalkDir::new(&folder).into_iter().map(Result::unwrap);
        let described = |name: &str| {
            let own = name.split_once('/').map(|(own, _)| folder.join(own).join("document.yaml"));
            name.starts_with("words/") || own.is_some_and(|file| file.exists())
        };
        for file in files.filter(|file| file.file_type().is_file()) {
            let name = file.path().strip_prefix(&folder).unwrap().to_str().unwrap().to_owned();
            let known = EMBEDDED.iter().any(|(known, _)| *known == name);
            assert!(known || !described(&name), "{name} is not embedded");
        }
    }
}
