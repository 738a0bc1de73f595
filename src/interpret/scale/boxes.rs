//! Check boxes: the options of a cell, of which some are ticked.
//!
//! In: the text of a cell. Out: its options in order. What an option means is left to [`super`].

/// The options of a cell of check boxes, each with whether it is ticked: `■達成 □一部達成 □未達成`.
pub fn check_boxes(text: &str) -> Option<Vec<(bool, &str)>> {
    const TICKED: [char; 6] = ['■', '☑', '☒', '✓', '✔', '▣'];
    const OPEN: [char; 2] = ['□', '☐'];
    if !text.starts_with(TICKED) && !text.starts_with(OPEN) {
        return None;
    }
    let mut options = Vec::new();
    for piece in text.split_inclusive(char::is_whitespace).flat_map(|piece| piece.split_whitespace()) {
        let ticked = piece.starts_with(TICKED);
        let word = piece.strip_prefix(TICKED).or(piece.strip_prefix(OPEN))?;
        options.push((ticked, word));
    }
    let boxes = text.chars().filter(|c| TICKED.contains(c) || OPEN.contains(c)).count();
    (boxes >= 2 && text.contains(OPEN) && options.len() == boxes && options.iter().all(|(_, word)| !word.is_empty()))
        .then_some(options)
}
