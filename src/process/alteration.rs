//! Conditions about what a step changes: which fields, whether it says so, what it takes away, and whether values stand
//! where they have to. Worked out on two versions of a document, without the register around it.

use serde_json::Value as Json;

use super::condition::Among;
use super::difference::differences;
use super::evaluate::{Verdict, content, plain};
use super::pattern::Pattern;
use super::scene::{Ground, Scene};
use crate::source::{Path, Segment};

impl Scene<'_> {
    /// The list names what changes, and nothing else; it is not asked to name itself, nor what every step may write.
    pub(super) fn names_changes(&self, list: &Pattern) -> Verdict {
        let Some(before) = self.before else { return Ok(()) };
        let named: Vec<&str> = list
            .value(self.after)
            .and_then(Json::as_array)
            .into_iter()
            .flatten()
            .filter_map(Json::as_str)
            .collect();
        let own = |path: &Path| {
            path.0.first() == list.first(self.after).as_ref().and_then(|list| list.0.first())
                || self.definition.always.iter().any(|field| field.covers(path, before, self.after))
        };
        let changed: Vec<Path> =
            differences(before, self.after).into_iter().filter(|path| !own(path)).collect();
        let names = |path: &Path| names_of(path, before, self.after);
        if let Some(path) =
            changed.iter().find(|path| !names(path).iter().any(|name| named.contains(&&**name)))
        {
            return content(Some(path.clone()), format!("`{path}` changes and is not named in `{list}`"));
        }
        match named.iter().find(|name| !changed.iter().any(|path| names(path).iter().any(|own| own == *name)))
        {
            None => Ok(()),
            Some(name) => {
                let path = list.first(self.after);
                content(path, format!("`{name}` is named in `{list}` and does not change"))
            }
        }
    }
}

/// What a changed leaf may be called: itself, or the list of which it is a plain item.
fn names_of(path: &Path, before: &Json, after: &Json) -> Vec<String> {
    let mut names = vec![path.to_string()];
    let holds = |root: &Json, list: &Path| list.find(root).is_some_and(Json::is_array);
    if let (Some(Segment::Index(_)), Some(list)) = (path.0.last(), path.parent())
        && (holds(before, &list) || holds(after, &list))
    {
        names.push(list.to_string());
    }
    names
}

pub(super) fn changed(fields: &[Pattern], ground: Ground<'_>) -> Verdict {
    let Some(before) = ground.before else { return Ok(()) };
    if fields.iter().any(|field| field.values(before) != field.values(ground.after)) {
        return Ok(());
    }
    let field = fields.first();
    let named = field.map(ToString::to_string).unwrap_or_default();
    content(field.and_then(|field| ground.locate(field)), format!("`{named}` is not changed"))
}

pub(super) fn removed(lists: &[Pattern], ground: Ground<'_>) -> Verdict {
    let count = |root: &Json, list: &Pattern| list.value(root).and_then(Json::as_array).map_or(0, Vec::len);
    let fewer =
        |list: &Pattern| ground.before.is_some_and(|before| count(ground.after, list) < count(before, list));
    if lists.iter().any(fewer) {
        return Ok(());
    }
    let named = lists.first().map(ToString::to_string).unwrap_or_default();
    content(lists.first().and_then(|list| ground.locate(list)), format!("nothing is taken from `{named}`"))
}

pub(super) fn among(wanted: &Among, ground: Ground<'_>) -> Verdict {
    let there = wanted.of.values(ground.after);
    let these = wanted.these.resolve(ground.after).into_iter();
    let stray = these.filter_map(|path| Some((path.clone(), path.find(ground.after)?)));
    match stray.filter(|(_, value)| !value.is_null()).find(|(_, value)| !there.contains(value)) {
        None => Ok(()),
        Some((path, value)) => {
            let path = match ground.base {
                Some(base) => Path(base.0.iter().chain(&path.0).cloned().collect()),
                None => path,
            };
            content(Some(path), format!("`{}` is not in `{}`", plain(value), wanted.of))
        }
    }
}
