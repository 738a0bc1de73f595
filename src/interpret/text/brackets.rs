//! Brackets that a text opens or closes.
//!
//! In: a text. Out: whether the other half of a pair is missing, as where a line or a page ends within it.

const OPENING: [char; 5] = ['（', '(', '「', '『', '【'];
const CLOSING: [char; 5] = ['）', ')', '」', '』', '】'];

/// Whether a text closes a bracket that it has not opened.
pub fn closes_bracket(text: &str) -> bool {
    let first = text.chars().find(|c| OPENING.contains(c) || CLOSING.contains(c));
    first.is_some_and(|c| CLOSING.contains(&c))
}

/// Whether a bracket is opened and not closed.
pub fn leaves_open(text: &str) -> bool {
    text.matches(OPENING).count() > text.matches(CLOSING).count()
}
