//! `iwcp completions`: what a shell needs to complete command lines.

use clap_complete::Shell;
use serde_json::json;

use super::{CliError, Context, Outcome, command_line};

/// Prints completions for a shell
///
/// For bash: `iwcp completions bash > ~/.local/share/bash-completion/completions/iwcp`
#[derive(Debug, clap::Args)]
pub struct Args {
    /// Which shell
    shell: Shell,
}

/// Runs the command.
///
/// # Errors
/// What printing gives.
pub fn run(args: Args, context: &Context) -> Result<Outcome, CliError> {
    let mut script = Vec::new();
    clap_complete::generate(args.shell, &mut command_line(), "iwcp", &mut script);
    let script = String::from_utf8_lossy(&script);
    match context.output.is_json() {
        true => context
            .output
            .json("iwcp/completions/1", json!({"shell": args.shell.to_string(), "script": script}))?,
        false => context.output.verbatim(&script)?,
    }
    Ok(Outcome::Fine)
}
