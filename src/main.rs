//! The program: parses its arguments, runs the command, exits with its status.

use std::process::ExitCode;

fn main() -> ExitCode {
    ExitCode::from(iwcp::cli::run(std::env::args_os()))
}
