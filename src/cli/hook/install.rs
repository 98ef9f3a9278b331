//! Installs hooks that call this program, and takes them away again. A hook that is there already stays, and runs first.

use minijinja::{Environment, context};
use serde_json::{Value as Json, json};

use crate::cli::{CliError, Context, Outcome};
use crate::output::{Cell, Column, Table};
use crate::register::{Hook, HooksFolder, Register};

const TEMPLATE: &str = include_str!("../../../templates/hook.sh");

/// The line by which our hooks are known.
const MARK: &str = "# Installed by `iwcp hook install`; `iwcp hook uninstall` takes it away.";

/// A hook, and whether git tells it something on standard input.
type Name = (&'static str, bool);

/// The hooks of a clone.
const CLIENT: &[Name] = &[("pre-commit", false), ("commit-msg", false), ("pre-push", true)];

/// The hooks of a server.
const SERVER: &[Name] = &[("pre-receive", true)];

fn names(register: &Register) -> &'static [Name] {
    if register.root_dir().is_some() { CLIENT } else { SERVER }
}

/// Installs the hooks.
///
/// # Errors
/// The environment's: a folder that other repositories share, a file in the way.
pub(super) fn install(context: &Context) -> Result<Outcome, CliError> {
    let register = Register::discover_as(&context.directory, context.environment.clone())?;
    let folder = own_folder(&register)?;
    let program =
        std::env::current_exe().map_err(|error| CliError::caused("cannot tell where iwcp is", &error))?;
    let program = format!("'{}'", program.display().to_string().replace('\'', r"'\''"));
    for (name, _) in names(&register) {
        let in_the_way = std::fs::symlink_metadata(folder.before(name)).is_ok();
        if folder.hook(name, MARK)? == Hook::Other && in_the_way {
            return Err(crate::register::RegisterError::Hook(folder.before(name)).into());
        }
    }
    for (name, reads) in names(&register) {
        let before = folder.before(name);
        let before = before.file_name().map(|name| name.to_string_lossy().into_owned());
        let script = Environment::empty().render_str(
            TEMPLATE,
            context! { mark => MARK, name => *name, reads => *reads, before, program => &program },
        )?;
        folder.install(name, &format!("{}\n", script.trim_end()), MARK)?;
    }
    tell(&register, &folder, context)?;
    if !context.output.is_json() && register.root_dir().is_none() && register.configured_root()?.is_none() {
        context
            .output
            .warning("no root is pinned here: every push is refused until `git config iwcp.root OID`")?;
    }
    Ok(Outcome::Fine)
}

/// The folder, where it is this repository's own.
fn own_folder(register: &Register) -> Result<HooksFolder, CliError> {
    let folder = register.hooks_folder()?;
    match folder.shared {
        false => Ok(folder),
        true => Err(CliError::environment(format!(
            "git looks for hooks in {}, for all your repositories (core.hooksPath)",
            folder.path.display()
        ))
        .hint("give this one a folder of its own: `git config core.hooksPath .git/hooks`")),
    }
}

/// Takes the hooks away; those that were there before are back.
///
/// # Errors
/// The environment's.
pub(super) fn uninstall(context: &Context) -> Result<Outcome, CliError> {
    let register = Register::discover_as(&context.directory, context.environment.clone())?;
    let folder = own_folder(&register)?;
    for (name, _) in names(&register) {
        if matches!(folder.hook(name, MARK)?, Hook::Ours { .. }) {
            folder.uninstall(name)?;
        }
    }
    tell(&register, &folder, context)?;
    Ok(Outcome::Fine)
}

/// Shows which hooks there are.
///
/// # Errors
/// The environment's.
pub(super) fn list(context: &Context) -> Result<Outcome, CliError> {
    let register = Register::discover_as(&context.directory, context.environment.clone())?;
    tell(&register, &register.hooks_folder()?, context)?;
    Ok(Outcome::Fine)
}

fn tell(register: &Register, folder: &HooksFolder, context: &Context) -> Result<(), CliError> {
    let mut rows = Vec::new();
    for (name, _) in names(register) {
        let (state, text) = match folder.hook(name, MARK)? {
            Hook::Absent => ("absent", "not installed"),
            Hook::Ours { before: false } => ("installed", "installed"),
            Hook::Ours { before: true } => ("chained", "installed; the one that was there before runs first"),
            Hook::Other => ("other", "not installed; there is another one"),
        };
        rows.push((*name, state, text));
    }
    if context.output.is_json() {
        let hooks: Vec<Json> =
            rows.iter().map(|(name, state, _)| json!({"hook": name, "state": state})).collect();
        let folder = folder.path.display().to_string();
        return Ok(context.output.json("iwcp/hooks/1", json!({"folder": folder, "hooks": hooks}))?);
    }
    let mut table = Table::new(["hook", "here"].map(|key| Column::new(key, key)));
    for (name, _, text) in rows {
        table.row([name, text].map(|cell| Cell::from(cell.to_owned())));
    }
    Ok(context.output.table(&table)?)
}
