//! One file a command: an `Args` struct whose doc comment is its help, and `run(args, &Context)`, which calls the
//! rooms above and prints through the context's output. A new command is a `mod` line and a line in `commands!`.
//! Errors become words and exit statuses in [`error`] only; the wall clock is read in [`clock`] only.

pub mod answered;
pub mod around;
pub mod asking;
mod bounded;
pub mod books;
pub mod calculate;
pub mod check;
pub mod clock;
mod columns;
pub mod completions;
pub mod context;
pub mod demo;
pub mod desk;
pub mod due;
pub mod editing;
pub mod editor;
pub mod error;
pub mod explain;
pub mod filled;
pub mod filling;
pub mod export;
pub mod filter;
pub mod hook;
pub mod init;
pub mod key_steps;
pub mod list;
mod listed;
pub mod log;
pub mod mail;
pub mod making;
pub mod man;
pub mod meaning;
pub mod merge;
pub mod new;
mod parallel;
pub mod participant;
pub mod pipeline;
mod placeholder;
mod placing;
pub mod process;
pub mod prompt;
pub mod proving;
mod reader;
pub mod rebase;
pub mod registers;
pub mod remake;
pub mod render;
pub mod rendering;
pub mod renumber;
pub mod report;
pub mod show;
pub mod signers;
pub mod signing;
pub mod standing;
pub mod stats;
pub mod step;
pub mod steps;
pub mod suggest;
pub mod template;
pub mod topics;
pub mod verify;

use std::ffi::OsString;
use std::path::{Path, PathBuf};

use chrono::NaiveDate;
use clap::builder::{PossibleValuesParser, TypedValueParser, ValueParser};
use clap::{CommandFactory, Parser};

pub use context::Context;
pub use error::{CliError, Outcome};

use crate::output::{Colour, Format, Output};
use crate::register::Register;

/// Names every command once: its variant and the module that holds its `Args` and `run`. The order is that of the
/// help.
macro_rules! commands {
    ($($variant:ident: $module:ident,)*) => {
        #[derive(Debug, clap::Subcommand)]
        enum Command {
            $($variant($module::Args),)*
        }

        impl Command {
            /// Whether it tells of findings and nothing else, which formats for other programs are made for.
            fn only_finds(&self) -> bool {
                matches!(self, Self::Check(_) | Self::Verify(_))
            }

            fn run(self, context: &Context) -> Result<Outcome, CliError> {
                match self {
                    $(Self::$variant(args) => $module::run(args, context),)*
                }
            }
        }
    };
}

commands! {
    Demo: demo,
    Init: init,
    New: new,
    Step: step,
    Steps: steps,
    Check: check,
    Verify: verify,
    Merge: merge,
    Rebase: rebase,
    Renumber: renumber,
    Hook: hook,
    Log: log,
    Show: show,
    List: list,
    Due: due,
    Render: render,
    Template: template,
    Clock: calculate,
    Stats: stats,
    Export: export,
    Process: process,
    Participant: participant,
    Explain: explain,
    Completions: completions,
    Man: man,
}

impl Command {
    /// Whether it has something to say in a format.
    fn writes(&self, format: Format) -> bool {
        match format {
            Format::Csv => matches!(self, Self::Due(_) | Self::Stats(_) | Self::Export(_)),
            Format::Ics => matches!(self, Self::Due(_)),
            format => self.only_finds() || !format.annotates(),
        }
    }

    /// Whether it reads several registers at once.
    fn reads_several(&self) -> bool {
        matches!(self, Self::List(_) | Self::Show(_) | Self::Log(_) | Self::Steps(_))
    }
}

const WHERE_TO_START: &str = "New here? `iwcp demo` builds an example register and shows it.";

/// Keeps a register of IMEI weakness reports in git: every step of the process one signed commit, checked and replayed
#[derive(Debug, Parser)]
#[command(name = "iwcp", version, after_help = WHERE_TO_START, disable_help_subcommand = true)]
struct Cli {
    #[command(flatten)]
    global: Global,
    #[command(subcommand)]
    command: Option<Command>,
}

#[derive(Debug, clap::Args)]
#[command(next_help_heading = "Everywhere")]
struct Global {
    /// Work on the register in this directory; list, show, log and steps take several
    #[arg(short = 'C', value_name = "DIR", global = true, default_value = ".", hide_default_value = true)]
    directories: Vec<PathBuf>,
    /// How results are printed
    #[arg(long, value_name = "FORMAT", global = true, default_value = "text", value_parser = formats())]
    format: Format,
    /// Compute what is due as of this day, not today
    #[arg(long, value_name = "DATE", global = true, value_parser = clock::day)]
    as_of: Option<NaiveDate>,
    /// When to colour
    #[arg(long, value_name = "WHEN", global = true, default_value = "auto", value_parser = colours())]
    color: Colour,
}

impl Global {
    fn context(self) -> Context {
        let output = Output::standard(self.format, self.color);
        let output = match self.directories.as_slice() {
            [directory] if directory != Path::new(".") => output.working_in(directory),
            _ => output,
        };
        let mut directories = self.directories.into_iter();
        let first = Context::new(directories.next().unwrap_or_default(), self.as_of, output);
        Context { further: directories.collect(), ..first }
    }

    /// The context of a command whose own parser read these, where `given` says so; else that of the whole line.
    fn beside(self, line: &Context, given: &clap::ArgMatches) -> Context {
        let said = |id: &str| given.value_source(id) == Some(clap::parser::ValueSource::CommandLine);
        let output = match said("format") || said("color") {
            true => Output::standard(self.format, self.color),
            false => line.output.clone(),
        };
        let own = self.directories.into_iter().next().filter(|_| said("directories"));
        let directory = own.unwrap_or_else(|| line.directory.clone());
        Context { as_of: self.as_of.or(line.as_of), output, ..line.at(&directory) }
    }
}

/// Runs the program with these arguments (the first is its name) and gives its exit status: 0 fine, 1 findings,
/// 2 wrong usage, 3 could not check.
pub fn run(arguments: impl IntoIterator<Item = OsString>) -> u8 {
    let cli = match Cli::try_parse_from(helped(arguments.into_iter().collect())) {
        Ok(cli) => cli,
        Err(told) => return tell(&told),
    };
    let context = cli.global.context();
    let result = match cli.command {
        Some(command) if !command.writes(context.output.format()) => {
            let hint = match context.output.format().is_of_rows() {
                true => {
                    "`iwcp due` writes csv and ics, `iwcp stats` and `iwcp export` csv; everything else writes text or json"
                }
                false => "`iwcp check` and `iwcp verify` write it; everything else writes text or json",
            };
            Err(CliError::usage("this command has nothing to say in that format").hint(hint))
        }
        Some(_) if !context.further.is_empty() && Register::is_named_by_environment() => {
            Err(CliError::usage("`-C` is given more than once, and GIT_DIR names one repository for all")
                .hint("unset GIT_DIR"))
        }
        Some(command) if context.further.is_empty() || command.reads_several() => command.run(&context),
        Some(_) => Err(CliError::usage("this command works on one register: `-C` is given more than once")),
        None => help(&context),
    };
    error::finish(result, &context.output)
}

/// The word `help` before a command stands for `--help` behind it, as with git.
fn helped(mut arguments: Vec<OsString>) -> Vec<OsString> {
    if arguments.get(1).is_some_and(|word| word == "help") {
        arguments.remove(1);
        arguments.push("--help".into());
    }
    arguments
}

/// Runs one command line (without the program's name) as somebody else would, in a context of their own.
fn play(arguments: &[OsString], context: &Context) -> Result<Outcome, CliError> {
    let words = std::iter::once(OsString::from("iwcp")).chain(arguments.iter().cloned());
    let cli = Cli::try_parse_from(words).map_err(|error| CliError::usage(error.to_string()))?;
    cli.command.map_or(Ok(Outcome::Fine), |command| command.run(context))
}

/// Prints what the parser has to say: help, the version, or what is wrong with the arguments.
fn tell(told: &clap::Error) -> u8 {
    match told.print() {
        // A reader that has gone (`iwcp --help | head -1`) is no failure.
        Err(error) if error.kind() != std::io::ErrorKind::BrokenPipe => {
            error::finish(Err(error.into()), &Output::standard(Format::Text, Colour::Auto))
        }
        _ if told.use_stderr() => error::USAGE,
        _ => error::FINE,
    }
}

/// What a command's own parser has to say, as an outcome.
fn tell_usage(told: &clap::Error) -> Outcome {
    match tell(told) {
        error::FINE => Outcome::Fine,
        error::UNCHECKED => Outcome::Unchecked,
        _ => Outcome::Usage,
    }
}

fn help(context: &Context) -> Result<Outcome, CliError> {
    let help = Cli::command().render_help();
    match context.output.paper().colour {
        true => context.output.verbatim(&help.ansi().to_string())?,
        false => context.output.verbatim(&help.to_string())?,
    }
    Ok(Outcome::Fine)
}

/// The whole command line, for completions, manual pages and the command reference.
pub fn command_line() -> clap::Command {
    Cli::command()
}

fn formats() -> ValueParser {
    named(Format::ALL).into()
}

fn colours() -> ValueParser {
    named(Colour::ALL).into()
}

/// Takes one of these names for what stands beside it.
fn named<T: Copy + Default + Send + Sync + 'static>(
    all: &'static [(&'static str, T)],
) -> impl TypedValueParser<Value = T> {
    let names = all.iter().map(|(name, _)| *name);
    PossibleValuesParser::new(names).map(move |chosen| {
        all.iter().find(|(name, _)| *name == chosen).map(|(_, value)| *value).unwrap_or_default()
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn parse(line: &str) -> Result<Cli, clap::Error> {
        Cli::try_parse_from(line.split(' '))
    }

    #[test]
    fn the_command_line_is_sound() {
        Cli::command().debug_assert();
    }

    #[test]
    fn global_options_stand_before_or_behind_the_command() {
        for line in [
            "iwcp -C d --format json --as-of 2026-05-04 explain",
            "iwcp explain -C d --format json --as-of 2026-05-04",
        ] {
            let global = parse(line).unwrap().global;
            assert_eq!((global.directories, global.format), (vec![PathBuf::from("d")], Format::Json));
            assert_eq!(global.as_of, NaiveDate::from_ymd_opt(2026, 5, 4));
        }
    }

    #[test]
    fn a_mistyped_command_is_answered_with_the_right_one() {
        let told = parse("iwcp explian").unwrap_err();
        assert!(told.to_string().contains("'explain'"), "{told}");
        assert_eq!(told.exit_code(), i32::from(error::USAGE));
    }

    #[test]
    fn help_is_a_command_too() {
        let helped = |line: &str| helped(line.split(' ').map(OsString::from).collect());
        assert_eq!(helped("iwcp help step"), ["iwcp", "step", "--help"]);
        assert_eq!(helped("iwcp explain help"), ["iwcp", "explain", "help"]);
    }

    #[test]
    fn a_day_is_a_day() {
        assert!(parse("iwcp --as-of 2026-02-30 explain").is_err());
        assert!(parse("iwcp --as-of 2026-2-3 explain").is_err());
    }
}
