//! The program: parses its arguments, runs the command, exits with its status.

use std::process::ExitCode;

use mimalloc::MiMalloc;

/// Documents are many small values, made on one thread and let go of on another: a fifth of the time of `verify` went
/// into the allocator of the C library.
#[global_allocator]
static ALLOCATOR: MiMalloc = MiMalloc;

fn main() -> ExitCode {
    ExitCode::from(iwcp::cli::run(std::env::args_os()))
}
