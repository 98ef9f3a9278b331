//! Several registers at once: one register for each manufacturer keeps manufacturers apart, and who may read several
//! of them reads them together. Only commands that read take more than one.

use super::desk::Desk;
use super::standing::warn;
use super::{CliError, Context};
use crate::document::Document;

/// A register that was named, and what it is called beside others.
pub struct Named {
    /// The register.
    pub desk: Desk,
    /// As it was given with `-C`; none where it is the only one.
    pub name: Option<String>,
}

/// Opens every register that the command was pointed at, as of its day.
///
/// # Errors
/// As [`Desk::open`]; wrong usage where one was not there yet on that day.
pub fn all(context: &Context) -> Result<Vec<Named>, CliError> {
    let several = !context.further.is_empty();
    let open = |context: &Context| {
        let name = several.then(|| context.directory.display().to_string());
        let desk = Desk::open(context)?;
        warn(&desk.register, name.as_deref(), context)?;
        Ok(Named { desk: desk.at(context.as_of)?, name })
    };
    context.each().iter().map(open).collect()
}

/// The one register that has a document of that name, and the document.
///
/// # Errors
/// As [`all`]; wrong usage where none has it, or several have.
pub fn holding(name: &str, context: &Context) -> Result<(Desk, Document), CliError> {
    let mut found: Vec<(Named, Document)> = Vec::new();
    let mut missing = None;
    for register in all(context)? {
        match register.desk.find(name, None) {
            Ok(document) => found.push((register, document)),
            Err(error) if error.kind == super::error::Kind::Usage => missing = Some(error),
            Err(error) => return Err(error),
        }
    }
    let names: Vec<String> = found.iter().filter_map(|(register, _)| register.name.clone()).collect();
    match (found.pop(), found.is_empty(), missing) {
        (Some((register, document)), true, _) => Ok((register.desk, document)),
        (None, _, Some(missing)) => Err(missing),
        _ => Err(CliError::usage(format!("`{name}` is in {}", names.join(" and ")))
            .hint("name one register: `-C DIR`")),
    }
}
