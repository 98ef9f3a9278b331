//! `iwcp render --verify`: whether a file is what was made of the commit that its stamp names. It is made again, and
//! compared byte by byte.

use std::path::Path;

use serde_json::{Value as Json, json};

use super::filled::read;
use super::render::{built_without, bytes};
use super::rendering::Press;
use super::standing::disowned;
use super::{CliError, Context, Outcome};
use crate::diagnostic::{Finding, rule};
use crate::output::Report;
use crate::render::{Made, Stamp, WRITERS, docx_reading, writer};

/// No document that is made here is larger.
const LARGEST: u64 = 64 << 20;

/// What a PDF begins with, and what the format is called.
const PDF: &[u8] = b"%PDF-";
const PDF_NAME: &str = "pdf";

/// What was found out about a file.
struct Verdict {
    stamp: Option<Stamp>,
    /// The document of the register that it was made of.
    of: Option<String>,
    /// Whether it is what was made of its commit, byte by byte.
    unchanged: bool,
    /// What is wrong with it, or with that commit.
    finding: Option<Finding>,
}

/// Says which commit a file came from, whether it is unchanged, and whether that commit is the register's.
///
/// # Errors
/// The environment's: a file that can't be read, a commit that is not here.
pub fn verify(file: &Path, context: &Context) -> Result<Outcome, CliError> {
    let found = read(file, LARGEST, context)?;
    let name = file.display().to_string();
    let verdict = judge(&found, &name, context)?;
    if context.output.is_json() {
        let stamp = verdict.stamp.as_ref();
        let members = json!({
            "file": name, "unchanged": verdict.unchanged, "vouched": verdict.finding.is_none(), "of": verdict.of,
            "document": stamp.map(|stamp| &stamp.document), "audience": stamp.map(|stamp| &stamp.audience),
            "commit": stamp.map(|stamp| &stamp.commit),
            "why": verdict.finding.as_ref().map(|finding| &finding.message),
        });
        context.output.json("iwcp/document-check/1", members)?;
    } else if let (None, Some(stamp)) = (&verdict.finding, &verdict.stamp) {
        let of = verdict.of.unwrap_or_default();
        let text =
            format!("unchanged: {} of {of} for {}, commit {}", stamp.document, stamp.audience, stamp.commit);
        context.output.line(&text)?;
    }
    let findings: Vec<Finding> = verdict.finding.into_iter().collect();
    if !findings.is_empty() && !context.output.is_json() {
        context.output.findings(&Report::new(&findings))?;
    }
    Ok(Outcome::of(&findings))
}

fn judge(found: &[u8], name: &str, context: &Context) -> Result<Verdict, CliError> {
    let changed = |message: String| Some(Finding::new(&rule::DOCUMENT_CHANGED, message).in_file(name));
    let Some(stamp) = Stamp::find(&text_of(found)) else {
        let message = "it has no stamp of a document in it".to_owned();
        return Ok(Verdict { stamp: None, of: None, unchanged: false, finding: changed(message) });
    };
    if found.starts_with(PDF) && writer(PDF_NAME).is_none() {
        return Err(built_without(CliError::environment, PDF_NAME));
    }
    let press = Press::open(Some(&stamp.commit), context)?;
    let Some((of, made)) = again(&press, &stamp)? else {
        let message = format!("commit {} has no document `{}` that says this", stamp.commit, stamp.document);
        return Ok(Verdict { stamp: Some(stamp), of: None, unchanged: false, finding: changed(message) });
    };
    let same = WRITERS.iter().any(|writer| made.write(*writer) == found) || bytes(&made, None)? == found;
    let finding = match same {
        true => disowned(&press.desk, press.desk.tip, context)?
            .and_then(|why| changed(format!("it was made of commit {}, {why}", stamp.commit))),
        false => changed(format!("it is not as it was made of {of} in commit {}", stamp.commit)),
    };
    Ok(Verdict { stamp: Some(stamp), of: Some(of), unchanged: same, finding })
}

/// The text in which a stamp may stand; data has a member for it, in front of what the document says.
fn text_of(found: &[u8]) -> String {
    if let Ok(text) = docx_reading::text(found) {
        return text;
    }
    let data: Option<Json> = serde_json::from_slice(found).ok();
    let stamp = data.as_ref().and_then(|data| data.get("stamp")?.as_str());
    stamp.map_or_else(|| String::from_utf8_lossy(found).into_owned(), str::to_owned)
}

/// The document with that stamp, made again: the stamp does not say of which document of the register it is made,
/// since its reader may not be allowed to know.
fn again(press: &Press, stamp: &Stamp) -> Result<Option<(String, Made)>, CliError> {
    let Some(sheet) = press.sheets.iter().find(|sheet| sheet.name == stamp.document) else { return Ok(None) };
    let Some(audience) = sheet.audiences.iter().find(|name| **name == stamp.audience) else {
        return Ok(None);
    };
    let renderer = press.renderer()?;
    let kind = press.desk.kind(&sheet.kind)?;
    for document in press.desk.documents(&kind)? {
        let source = press.source(document)?;
        if press.applies(sheet, &source)? {
            let made = press.make(&renderer, sheet, audience, &source)?;
            if made.stamp == *stamp {
                return Ok(Some((source.document.name(), made)));
            }
        }
    }
    Ok(None)
}
