//! The reference of commands is their help: made by the program, compared here.

use super::cases::package;
use super::snapshot;

const INTRODUCTION: &str = "# Commands\n\nThe help of every command, as its `--help` prints it; the options that all of \
                            them take stand with the first. Made by a test \
                            (`SNAPSHOTS=overwrite cargo test --test suite reference`).\n";

/// The heading of what every command takes.
const EVERYWHERE: &str = "\nEverywhere:\n";

/// The width that help is wrapped to in the reference.
const WIDTH: usize = 100;

#[test]
fn the_reference_of_commands_is_their_help() {
    let mut program = iwcp::cli::command_line().term_width(WIDTH);
    program.build();
    let mut text = INTRODUCTION.to_owned();
    section(&program, "iwcp", &mut text);
    snapshot::file(&text, &package().join("docs/commands.md")).unwrap_or_else(|why| panic!("{why}"));
}

/// Writes a command's help and that of the commands below it; what all of them take is told once.
fn section(command: &clap::Command, name: &str, text: &mut String) {
    let help = command.clone().render_long_help().to_string();
    let own =
        if text.contains(EVERYWHERE) { help.split(EVERYWHERE).next().unwrap_or_default() } else { &help };
    let lines: Vec<&str> = own.trim_end().lines().map(str::trim_end).collect();
    *text += &format!("\n## {name}\n\n```text\n{}\n```\n", lines.join("\n"));
    for below in command.get_subcommands() {
        section(below, &format!("{name} {}", below.get_name()), text);
    }
}
