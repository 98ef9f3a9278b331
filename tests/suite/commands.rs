//! The command line as it is written about: whatever the program, its definitions or its pages propose to type is
//! something that the program takes.

use std::fs;
use std::path::PathBuf;

use clap::error::ErrorKind;

use super::cases::package;

#[test]
fn every_command_line_that_is_proposed_is_one() {
    let mut looked_at = 0;
    let mut wrong = Vec::new();
    for path in texts() {
        let text = fs::read_to_string(&path).unwrap();
        for line in proposed(&text) {
            looked_at += 1;
            if let Err(why) = parses(&line) {
                wrong.push(format!("{}: `{line}`: {why}", path.display()));
            }
        }
    }
    assert!(looked_at > 100, "{looked_at}");
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

/// Where command lines are proposed: sources, definitions, templates, pages.
fn texts() -> Vec<PathBuf> {
    let below =
        ["src", "schemas", "templates", "docs"].map(|folder| walkdir::WalkDir::new(package().join(folder)));
    let files = below.into_iter().flatten().flatten().filter(|entry| entry.file_type().is_file());
    let mut found: Vec<PathBuf> = files.map(walkdir::DirEntry::into_path).collect();
    found.extend(["README.md", "CONTRIBUTING.md", "CHANGELOG.md"].map(|name| package().join(name)));
    found.retain(|path| path.exists());
    found
}

/// What stands as `` `iwcp …` `` on one line of a text.
fn proposed(text: &str) -> Vec<String> {
    let lines = text.lines().filter(|line| !line.starts_with("```"));
    let code = lines.flat_map(|line| line.split('`').skip(1).step_by(2));
    code.filter(|code| code.starts_with("iwcp ")).map(str::to_owned).collect()
}

/// Whether the program takes a command line, but for what is left open in it (`…`, `FILE`).
fn parses(line: &str) -> Result<(), String> {
    let words = words(&line.replace("\\\"", "\"")).into_iter();
    let words = words.take_while(|word| word != ">" && word != "|").filter(|word| word != "…");
    match iwcp::cli::command_line().try_get_matches_from(words) {
        Ok(_) => Ok(()),
        Err(error) => match error.kind() {
            ErrorKind::DisplayHelp | ErrorKind::DisplayVersion => Ok(()),
            // A command is named, not shown.
            ErrorKind::MissingRequiredArgument | ErrorKind::MissingSubcommand => Ok(()),
            ErrorKind::DisplayHelpOnMissingArgumentOrSubcommand => Ok(()),
            // Something stands for a day or a choice, or an option is named without its value.
            ErrorKind::ValueValidation | ErrorKind::InvalidValue if is_open(line) => Ok(()),
            _ => Err(error.to_string().lines().next().unwrap_or_default().to_owned()),
        },
    }
}

/// Whether a line leaves something to whoever types it.
fn is_open(line: &str) -> bool {
    line.contains("{{")
        || line.chars().any(char::is_uppercase)
        || line.rsplit(' ').next().is_some_and(|last| last.starts_with("--"))
}

/// The words of a line: quotes keep blanks together, and so do the braces of a template.
fn words(line: &str) -> Vec<String> {
    let mut words = vec![String::new()];
    let (mut quote, mut braces) = (None, 0);
    for char in line.chars() {
        match char {
            ' ' if quote.is_none() && braces == 0 => {
                words.push(String::new());
                continue;
            }
            '\'' | '"' if quote.is_none() => quote = Some(char),
            char if quote == Some(char) => quote = None,
            '{' => braces += 1,
            '}' => braces -= 1,
            _ => {}
        }
        words.last_mut().unwrap().push(char);
    }
    words
}

#[test]
fn command_lines_are_read_as_people_read_them() {
    let text = "Try `iwcp show ID` or\n    `iwcp step {{ id }} refer --set a='b c'`; `git log`.\n```iwcp\n";
    assert_eq!(proposed(text), ["iwcp show ID", "iwcp step {{ id }} refer --set a='b c'"]);
    assert_eq!(words("a {{ b }} --c='d e' f"), ["a", "{{ b }}", "--c='d e'", "f"]);
    assert!(parses("iwcp step ID STEP --set FIELD=VALUE …").is_ok() && parses("iwcp step").is_ok());
    assert!(parses("iwcp stop").is_err() && parses("iwcp show nda acme").is_err());
}
