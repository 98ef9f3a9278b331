//! A command line from git's configuration, split into words as git itself splits it.
//! No shell sees it: no variables, no patterns, no second command.

/// The words of a command line as git's `split_cmdline` sees them: blanks, quotes, backslashes; no shell.
pub(super) fn split(line: &str) -> Result<Vec<String>, &'static str> {
    let mut words = Vec::new();
    let mut word: Option<String> = None;
    let mut quote = None;
    let mut characters = line.chars();
    while let Some(c) = characters.next() {
        match c {
            c if quote.is_none() && c.is_ascii_whitespace() => words.extend(word.take()),
            c if quote == Some(c) => quote = None,
            '\'' | '"' if quote.is_none() => {
                quote = Some(c);
                word.get_or_insert_default();
            }
            '\\' if quote != Some('\'') => {
                let escaped = characters.next().ok_or("the command line ends with a backslash")?;
                word.get_or_insert_default().push(escaped);
            }
            c => word.get_or_insert_default().push(c),
        }
    }
    if quote.is_some() {
        return Err("the command line has an unclosed quote");
    }
    words.extend(word);
    Ok(words)
}

#[cfg(test)]
mod tests {
    use super::split;

    #[test]
    fn words_are_those_that_git_sees() {
        assert_eq!(split("ssh-add -L").unwrap(), ["ssh-add", "-L"]);
        assert_eq!(
            split(" a  'b c'd \"e \\\" f\" '' g\\ h '\\' ").unwrap(),
            ["a", "b cd", "e \" f", "", "g h", "\\"]
        );
        assert_eq!(split("a; $HOME *").unwrap(), ["a;", "$HOME", "*"]);
        assert!(split("").unwrap().is_empty());
        assert!(split("a 'b").is_err());
        assert!(split("a \\").is_err());
    }
}
