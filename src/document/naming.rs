//! How fields are named on a command line: by their paths, or by as much of the end of one as tells it apart among what a
//! step writes.

use crate::process::{Pattern, Place};
use crate::schema::nearest;
use crate::source::{Path, Segment};

use super::{Draft, DraftError};

impl<'a> Draft<'a> {
    /// The path that a field's name stands for: a path of the document, a pattern (`rounds.-1.response`), or a name
    /// relative to what the step writes.
    ///
    /// # Errors
    /// A name that is no field here, or that several have.
    pub fn resolve(&self, field: &str) -> Result<Path, DraftError> {
        self.resolve_known(field).map_err(|error| error.unwrap_or_else(|| self.unknown(field)))
    }

    /// The same; a name that nothing has is no error of its own yet.
    fn resolve_known(&self, field: &str) -> Result<Path, Option<DraftError>> {
        let given = Pattern::parse(field);
        // `*` and its like are a definition's words: whoever sets a field says which.
        if given.0.iter().any(Place::is_several) {
            return Err(None);
        }
        let exists = self.exists(&given);
        let whole = given.first(&self.before).filter(|_| exists);
        let anywhere = self.step.writes.iter().any(|write| write.0.contains(&Place::Below));
        // A path of the document that the step writes; a short name of one that it writes comes before any other.
        if let Some(path) = whole.clone().filter(|_| anywhere) {
            return Ok(path);
        }
        let own = self.step.writes.iter().filter(|write| exists && below(write, &given).is_some());
        if let Some(path) = own.filter_map(|write| meeting(write, &given).first(&self.before)).next() {
            return Ok(path);
        }
        let mut found: Vec<Path> = Vec::new();
        let mut nowhere = None;
        for write in self.step.writes.iter().chain(&self.kind.definition.always) {
            for candidate in self.relative(write, &given) {
                let path = candidate.first(&self.before);
                if path.is_none() {
                    nowhere.get_or_insert(candidate);
                }
                found.extend(path.filter(|path| !found.contains(path)));
            }
            // What the step itself writes comes before what every step may write.
            if found.len() == 1 && self.step.writes.contains(write) && self.is_last_write(write) {
                break;
            }
        }
        match found.as_slice() {
            [path] => Ok(path.clone()),
            [] => whole.ok_or_else(|| {
                nowhere.map(|pattern| DraftError::NoPlace {
                    field: field.to_owned(),
                    holder: Pattern(
                        pattern.0.split_last().map_or_else(Vec::new, |(_, holder)| holder.to_vec()),
                    )
                    .to_string(),
                })
            }),
            several => Err(Some(DraftError::Ambiguous {
                field: field.to_owned(),
                candidates: several.iter().map(|path| format!("`{path}`")).collect(),
            })),
        }
    }

    /// The shortest name by which the step knows a field.
    pub fn name_of(&self, path: &Path) -> String {
        let ends = (0..path.0.len()).rev().map(|at| Path(path.0.get(at..).unwrap_or_default().to_vec()));
        let mut ends =
            ends.filter(|end| matches!(end.0.first(), Some(Segment::Key(_)))).map(|end| end.to_string());
        let known = |end: &String| self.resolve_known(end).is_ok_and(|found| found == *path);
        ends.find(known).unwrap_or_else(|| path.to_string())
    }

    fn is_last_write(&self, write: &Pattern) -> bool {
        self.step.writes.last() == Some(write)
    }

    /// The ways in which a name continues a pattern: from its end, or from one of its own keys on.
    fn relative(&self, write: &Pattern, given: &Pattern) -> Vec<Pattern> {
        if write.0.contains(&Place::Below) {
            return Vec::new();
        }
        let mut ways = Vec::new();
        for end in (1..=write.0.len()).rev() {
            let head = Pattern(write.0.get(..end).unwrap_or_default().to_vec());
            let own = matches!((head.0.last(), given.0.first()), (Some(Place::Key(one)), Some(Place::Key(other))) if one == other);
            let tail = Pattern(given.0.get(1..).unwrap_or_default().to_vec());
            let way = if own { head.join(&tail) } else { head.join(given) };
            let below = end == write.0.len() || way.0.get(..write.0.len()) == Some(&write.0);
            if below && self.exists(&way) {
                ways.push(way);
                break;
            }
        }
        if ways.is_empty() {
            ways.extend(self.deeper(write, given));
        }
        ways
    }

    /// Fields below what the step writes whose names end as given (`contact.name`, `verdict`).
    fn deeper(&self, write: &Pattern, given: &Pattern) -> Vec<Pattern> {
        let given = given.to_string();
        self.kind
            .schema
            .fields()
            .iter()
            .filter_map(|field| {
                let pattern = Pattern::parse(&field.pattern);
                let rest = below(write, &pattern)?;
                let text = rest.to_string();
                let ends = text == given || text.ends_with(&format!(".{given}"));
                (ends && !rest.0.contains(&Place::Any)).then(|| write.join(&rest))
            })
            .collect()
    }

    fn exists(&self, pattern: &Pattern) -> bool {
        self.kind.schema.fields().iter().any(|field| {
            let known = Pattern::parse(&field.pattern);
            known.0.len() == pattern.0.len() && below(pattern, &known).is_some()
        })
    }

    /// The fields that the step writes, by their shortest names.
    pub fn names(&self) -> Vec<String> {
        let mut names: Vec<String> = Vec::new();
        for path in self.written().filter_map(|pattern| pattern.first(&self.before)) {
            let name = self.name_of(&path);
            if !names.contains(&name) {
                names.push(name);
            }
        }
        names
    }

    fn unknown(&self, field: &str) -> DraftError {
        let writes = self.names();
        let last = |name: &String| name.rsplit('.').next().unwrap_or_default().to_owned();
        let short: Vec<String> = writes.iter().map(last).collect();
        let all: Vec<String> =
            self.kind.schema.fields().iter().map(|known| known.pattern.replace('*', "-1")).collect();
        let names = || short.iter().chain(&writes).chain(&all).map(String::as_str);
        let part = |name: &&String| field.len() > 2 && name.contains(field);
        let near = nearest(field, names()).map(str::to_owned).or_else(|| short.iter().find(part).cloned());
        DraftError::UnknownField { field: field.to_owned(), near, writes }
    }

    /// The fields below what the step writes that hold a single value, as patterns.
    fn written(&self) -> impl Iterator<Item = Pattern> {
        let of_write = |write: &'a Pattern| {
            let fields = self.kind.schema.fields().iter();
            fields.filter_map(move |known| {
                let rest = below(write, &Pattern::parse(&known.pattern))?;
                let single = !known.types.iter().any(|kind| kind == "object");
                (single && !rest.0.contains(&Place::Any)).then(|| write.join(&rest))
            })
        };
        self.step.writes.iter().flat_map(of_write)
    }
}

/// A name as a step means it that writes to `write`: the last item of a list that it adds to is the one that it adds.
fn meeting(write: &Pattern, given: &Pattern) -> Pattern {
    let mut places = given.0.clone();
    for (place, own) in places.iter_mut().zip(&write.0) {
        if *place == Place::Last && own.appends() {
            *place = own.clone();
        }
    }
    Pattern(places)
}

/// The rest of `pattern` behind `head`, where it lies at or below it. Open places of lists match each other.
fn below(head: &Pattern, pattern: &Pattern) -> Option<Pattern> {
    let same = |one: &Place, other: &Place| match (one, other) {
        (Place::Key(one), Place::Key(other)) => one == other,
        (Place::Key(_), _) | (_, Place::Key(_)) => false,
        _ => true,
    };
    let fits =
        pattern.0.len() >= head.0.len() && head.0.iter().zip(&pattern.0).all(|(one, other)| same(one, other));
    fits.then(|| Pattern(pattern.0.get(head.0.len()..).unwrap_or_default().to_vec()))
}
