//! *Did you mean*: the name that is nearest to a misspelled one.
//! Bounded: a long word is never compared.

/// A word longer than this is no misspelling of a name.
const LONGEST: usize = 64;

/// The candidate that `word` is most likely a misspelling of, if there is one. Case, `-` and `_` count for nothing;
/// about one letter in three may be wrong.
pub fn nearest<'c>(word: &str, candidates: impl IntoIterator<Item = &'c str>) -> Option<&'c str> {
    if word.is_empty() || word.len() > LONGEST {
        return None;
    }
    let plain = |text: &str| text.to_lowercase().replace(['-', '_', ' '], "");
    let wanted = plain(word);
    candidates
        .into_iter()
        .filter(|candidate| candidate.len() <= LONGEST)
        .map(|candidate| (strsim::damerau_levenshtein(&wanted, &plain(candidate)), candidate))
        .filter(|(distance, candidate)| *distance <= tolerance(&wanted, candidate))
        .min_by_key(|(distance, _)| *distance)
        .map(|(_, candidate)| candidate)
}

fn tolerance(word: &str, candidate: &str) -> usize {
    match word.chars().count().min(candidate.chars().count()) {
        0..=2 => 0,
        3..=5 => 1,
        6..=8 => 2,
        length => length / 3,
    }
}
