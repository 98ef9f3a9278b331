//! `iwcp man`: manual pages, made from the help of the commands.

use std::path::PathBuf;

use clap_mangen::Man;
use serde_json::json;

use super::placing::replaceable;
use super::{CliError, Context, Outcome, command_line};
use crate::schema::nearest;

/// Prints a manual page, or writes all of them
#[derive(Debug, clap::Args)]
pub struct Args {
    /// The command whose page is printed; without it, that of the program
    #[arg(value_name = "COMMAND")]
    command: Option<String>,
    /// Write all pages into this directory instead, which is made where it is missing
    #[arg(long, value_name = "DIR", conflicts_with = "command")]
    to: Option<PathBuf>,
}

/// Runs the command.
///
/// # Errors
/// Wrong usage, when there is no such command; the environment's, when a page cannot be written.
pub fn run(args: Args, context: &Context) -> Result<Outcome, CliError> {
    let page = match &args.to {
        Some(directory) => {
            write_all(&context.directory.join(directory))?;
            None
        }
        None => Some(page(args.command.as_deref())?),
    };
    if context.output.is_json() {
        let members = json!({"command": args.command, "page": page, "directory": args.to});
        context.output.json("iwcp/man/1", members)?;
    } else if let Some(page) = page {
        context.output.verbatim(&page)?;
    }
    Ok(Outcome::Fine)
}

/// How the name of a page ends.
const PAGE: &str = ".1";

fn write_all(directory: &std::path::Path) -> Result<(), CliError> {
    let cannot = |error| CliError::caused(&format!("cannot write pages to {}", directory.display()), &error);
    std::fs::create_dir_all(directory).map_err(cannot)?;
    for entry in std::fs::read_dir(directory).map_err(cannot)? {
        let path = entry.map_err(cannot)?.path();
        if path.to_string_lossy().ends_with(PAGE) {
            replaceable(&path)?;
        }
    }
    clap_mangen::generate_to(command_line(), directory).map_err(cannot)
}

fn page(name: Option<&str>) -> Result<String, CliError> {
    let mut program = command_line();
    program.build();
    let command = match name {
        Some(name) => program.find_subcommand(name).ok_or_else(|| unknown(name, &program))?,
        None => &program,
    };
    let mut page = Vec::new();
    Man::new(command.clone()).render(&mut page)?;
    Ok(String::from_utf8_lossy(&page).into_owned())
}

fn unknown(name: &str, program: &clap::Command) -> CliError {
    let error = CliError::usage(format!("there is no command `{name}`"));
    match nearest(name, program.get_subcommands().map(clap::Command::get_name)) {
        Some(command) => error.hint(format!("did you mean `{command}`?")),
        None => error.hint("`iwcp --help` lists all commands"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pages_are_made_of_the_help() {
        assert!(page(None).unwrap().contains(".TH iwcp 1"));
        assert!(page(Some("explain")).unwrap().contains("what a clause says and where it counts"));
        assert_eq!(page(Some("explian")).unwrap_err().hint.unwrap(), "did you mean `explain`?");
    }

    #[test]
    fn all_pages_are_written() {
        let directory = tempfile::tempdir().unwrap();
        write_all(&directory.path().join("man/man1")).unwrap();
        assert!(directory.path().join("man/man1/iwcp-explain.1").is_file());
    }
}
