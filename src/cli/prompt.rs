//! Questions on a terminal, answered line by line. Only ever asked when standard input and standard error both are
//! terminals; end of input breaks off (and Ctrl-C ends the program), before anything has been changed.

use std::io::{self, BufRead, IsTerminal, Read, Write};

use chrono::NaiveDate;

use super::{CliError, clock};
use crate::output::printable;

/// An answer is one line of at most this many bytes.
const LONGEST: u64 = 64 * 1024;

/// Something to ask.
#[derive(Clone, Copy, Debug, Default)]
pub struct Question<'a> {
    /// What is asked for, in a few words.
    pub label: &'a str,
    /// What it means, shown above.
    pub description: Option<&'a str>,
    /// What an empty line stands for; without it, an empty line is asked again.
    pub default: Option<&'a str>,
}

/// Somebody to ask.
pub struct Prompt<R, W> {
    input: R,
    output: W,
}

/// The person at the terminal, if there is one.
pub fn terminal() -> Option<Prompt<io::StdinLock<'static>, io::Stderr>> {
    let present = io::stdin().is_terminal() && io::stderr().is_terminal();
    present.then(|| Prompt { input: io::stdin().lock(), output: io::stderr() })
}

impl<R: BufRead, W: Write> Prompt<R, W> {
    /// Asks for a line of text.
    ///
    /// # Errors
    /// Cancelled at the end of input; the environment's, when the terminal fails.
    pub fn text(&mut self, question: Question<'_>) -> Result<String, CliError> {
        self.ask(question, |answer| Ok(answer.to_owned()))
    }

    /// Asks for one of some values, by its number or its name; gives its place in `choices`.
    ///
    /// # Errors
    /// As [`Prompt::text`].
    pub fn choice(&mut self, question: Question<'_>, choices: &[&str]) -> Result<usize, CliError> {
        if let Some(description) = question.description {
            self.say(description)?;
        }
        for (at, choice) in choices.iter().enumerate() {
            self.show(&format!("  {}. {choice}\n", at + 1))?;
        }
        self.ask(Question { description: None, ..question }, |answer| {
            let by_number =
                answer.parse::<usize>().ok().filter(|number| (1..=choices.len()).contains(number));
            let by_name = || choices.iter().position(|choice| choice.eq_ignore_ascii_case(answer));
            // A name goes first: a choice may itself be a number.
            by_name()
                .or(by_number.map(|number| number - 1))
                .ok_or_else(|| format!("a number from 1 to {}, or one of the names", choices.len()))
        })
    }

    /// Asks for yes or no.
    ///
    /// # Errors
    /// As [`Prompt::text`].
    pub fn yes(&mut self, label: &str, default: bool) -> Result<bool, CliError> {
        let question =
            Question { label, default: Some(if default { "yes" } else { "no" }), ..Question::default() };
        self.ask(question, |answer| match answer.to_ascii_lowercase().as_str() {
            "y" | "yes" | "true" => Ok(true),
            "n" | "no" | "false" => Ok(false),
            _ => Err("yes or no".to_owned()),
        })
    }

    /// Asks for a day; an empty line stands for `default`.
    ///
    /// # Errors
    /// As [`Prompt::text`].
    pub fn day(&mut self, question: Question<'_>, default: NaiveDate) -> Result<NaiveDate, CliError> {
        let shown = default.to_string();
        let question = Question { default: Some(&shown), ..question };
        self.ask(question, clock::day)
    }

    /// Says something, on a line of its own.
    ///
    /// # Errors
    /// The environment's, when the terminal fails.
    pub fn say(&mut self, text: &str) -> Result<(), CliError> {
        self.show(&format!("{text}\n"))
    }

    /// Asks until the answer can be understood.
    fn ask<T>(
        &mut self,
        question: Question<'_>,
        understand: impl Fn(&str) -> Result<T, String>,
    ) -> Result<T, CliError> {
        if let Some(description) = question.description {
            self.say(description)?;
        }
        let default = question.default.map(|default| format!(" [{default}]")).unwrap_or_default();
        loop {
            self.show(&format!("{}{default}: ", question.label))?;
            let answer = self.line()?;
            let complaint = match (answer.trim(), question.default) {
                ("", None) => "an answer is needed; Ctrl-D breaks off".to_owned(),
                ("", Some(default)) => match understand(default) {
                    Ok(understood) => return Ok(understood),
                    Err(complaint) => complaint,
                },
                (answer, _) => match understand(answer) {
                    Ok(understood) => return Ok(understood),
                    Err(complaint) => complaint,
                },
            };
            self.show(&format!("  {complaint}\n"))?;
        }
    }

    fn show(&mut self, text: &str) -> Result<(), CliError> {
        let written = self.output.write_all(printable::lines(text).as_bytes());
        written.and_then(|()| self.output.flush()).map_err(|error| CliError::caused("cannot ask", &error))
    }

    fn line(&mut self) -> Result<String, CliError> {
        let mut bytes = Vec::new();
        let read = self.input.by_ref().take(LONGEST).read_until(b'\n', &mut bytes);
        match read {
            Ok(0) => Err(CliError::cancelled()),
            Ok(_) => Ok(String::from_utf8_lossy(&bytes).into_owned()),
            Err(error) => Err(CliError::caused("cannot read the answer", &error)),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::super::error::Kind;
    use super::*;

    fn asked<T>(
        input: &str,
        ask: impl FnOnce(&mut Prompt<&[u8], Vec<u8>>) -> Result<T, CliError>,
    ) -> (Result<T, CliError>, String) {
        let mut prompt = Prompt { input: input.as_bytes(), output: Vec::new() };
        let answer = ask(&mut prompt);
        (answer, String::from_utf8(prompt.output).unwrap())
    }

    const CONTACT: Question<'_> =
        Question { label: "contact", description: Some("Who got\u{1b}[2J it"), default: None };

    #[test]
    fn text_is_asked_for_until_there_is_some() {
        let (answer, shown) = asked("\n  IMEI desk \n", |prompt| prompt.text(CONTACT));
        assert_eq!(answer.unwrap(), "IMEI desk");
        assert_eq!(
            shown,
            "Who got\\u{1b}[2J it\ncontact:   an answer is needed; Ctrl-D breaks off\ncontact: "
        );
    }

    #[test]
    fn choices_go_by_number_or_name() {
        let choose = |input: &str| asked(input, |prompt| prompt.choice(CONTACT, &["tool", "Software"])).0;
        assert_eq!(choose("2\n").unwrap(), 1);
        assert_eq!(choose("3\nsoftware\n").unwrap(), 1);
        assert_eq!(choose("0\n").unwrap_err().kind, Kind::Cancelled);
    }

    #[test]
    fn an_empty_line_takes_the_default() {
        let day = NaiveDate::from_ymd_opt(2026, 5, 4).unwrap();
        assert_eq!(asked("\n", |prompt| prompt.day(CONTACT, day)).0.unwrap(), day);
        assert_eq!(
            asked("4.5.\n2026-05-05\n", |prompt| prompt.day(CONTACT, day)).0.unwrap().to_string(),
            "2026-05-05"
        );
        assert!(asked("\n", |prompt| prompt.yes("sure", true)).0.unwrap());
        assert!(!asked("maybe\nN", |prompt| prompt.yes("sure", true)).0.unwrap());
    }

    #[test]
    fn the_end_of_input_breaks_off() {
        assert_eq!(asked("", |prompt| prompt.text(CONTACT)).0.unwrap_err().kind, Kind::Cancelled);
    }
}
