//! *Did you mean*: the known word that is nearest to a mistyped one.

/// The nearest of the known words, if one is near enough that it was likely meant.
pub fn nearest<'a>(word: &str, known: impl IntoIterator<Item = &'a str>) -> Option<&'a str> {
    let distance = |known: &str| strsim::damerau_levenshtein(&word.to_lowercase(), known);
    let near = 1 + word.chars().count() / 4;
    // A distance takes time by both lengths: nobody means a word by something much longer.
    let likely = known.into_iter().filter(|known| word.len() <= 2 * known.len());
    likely.map(|known| (distance(known), known)).filter(|(far, _)| *far <= near).min().map(|(_, known)| known)
}

#[cfg(test)]
mod tests {
    use super::nearest;

    #[test]
    fn the_nearest_word_is_found_and_no_far_one() {
        let known = ["step-from", "step-role", "commit-date"];
        assert_eq!(nearest("stepfrom", known), Some("step-from"));
        assert_eq!(nearest("Comit-Dtae", known), Some("commit-date"));
        assert_eq!(nearest("nonsense", known), None);
        assert_eq!(nearest(&"x".repeat(1_000_000), known), None);
    }
}
