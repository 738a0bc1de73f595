//! What tells columns apart when rows are joined.
//!
//! In: the shapes of the cells of a column. Out: its [`Kind`], and whether a cell may stand there.

use crate::interpret::scale::Alphabet;
use crate::interpret::shape::Shape;

/// What the cells of a column are.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::interpret) enum Kind {
    Code,
    /// Words of a vocabulary, among which stand others that no list has: `着手` beside `未着手`.
    Word,
    /// Codes of digits, or the numbers of rows: behind 9 comes 10, which is no code.
    Digit,
    /// Figures, and words in their place: `現状維持`.
    Figure,
    Department,
    /// Texts that end with a full stop.
    Sentence,
    Text,
    /// Nothing: a column that an export put beside the table.
    Blank,
    Unknown,
}

impl Kind {
    /// Whether a cell can stand in a column of this kind and hardly in another one.
    pub(in crate::interpret) fn is_shown_by(self, shape: Shape) -> bool {
        match self {
            Self::Code | Self::Digit => matches!(shape, Shape::Code(_)),
            Self::Word => shape == Shape::Code(Alphabet::Word),
            Self::Figure => shape == Shape::Number,
            Self::Department => shape == Shape::Department,
            Self::Sentence | Self::Text | Self::Blank | Self::Unknown => false,
        }
    }

    /// Whether a cell of a joined row may stand in a column of this kind.
    pub(in crate::interpret) fn takes(self, shape: Shape) -> bool {
        let is_code = matches!(shape, Shape::Code(_));
        shape == Shape::Blank
            || match self {
                Self::Blank => false,
                Self::Unknown => true,
                // A dash says that there is none.
                Self::Digit => is_code || matches!(shape, Shape::Number | Shape::Dash),
                Self::Code => is_code || shape == Shape::Dash,
                Self::Word => is_code || matches!(shape, Shape::Phrase | Shape::Dash),
                Self::Figure => !matches!(shape, Shape::Sentence | Shape::Open | Shape::Department),
                Self::Text => !is_code || shape == Shape::Code(Alphabet::Word),
                Self::Department => !is_code && shape != Shape::Sentence,
                Self::Sentence => !is_code,
            }
    }
}

/// The cells of a column, counted by what they look like.
#[derive(Clone, Copy, Debug, Default)]
pub(in crate::interpret) struct Counts {
    codes: usize,
    words: usize,
    phrases: usize,
    digits: usize,
    numbers: usize,
    departments: usize,
    sentences: usize,
    others: usize,
}

impl Counts {
    pub(in crate::interpret) fn add(&mut self, shape: Shape) {
        match shape {
            Shape::Blank => {}
            Shape::Code(Alphabet::Digit) => self.digits += 1,
            Shape::Code(Alphabet::Word) => self.words += 1,
            Shape::Code(_) => self.codes += 1,
            Shape::Phrase => self.phrases += 1,
            Shape::Number => self.numbers += 1,
            Shape::Department => self.departments += 1,
            Shape::Sentence => self.sentences += 1,
            Shape::Dash | Shape::Heading | Shape::Ordinal | Shape::Labelled | Shape::Open => self.others += 1,
        }
    }

    /// What more cells are than anything else; numbers count as codes where there are digits, phrases as words where
    /// there are words.
    pub(in crate::interpret) fn kind(&self) -> Kind {
        let digits = if self.digits > 0 { self.digits + self.numbers } else { 0 };
        let figures = if self.digits > 0 { 0 } else { self.numbers };
        let words = if self.words > 0 { self.words + self.phrases } else { 0 };
        let texts = self.sentences + self.others + if self.words > 0 { 0 } else { self.phrases };
        let text = if self.sentences * 2 >= texts { Kind::Sentence } else { Kind::Text };
        let mut kinds = [
            (self.codes, Kind::Code),
            (words, Kind::Word),
            (digits, Kind::Digit),
            (figures, Kind::Figure),
            (self.departments, Kind::Department),
            (texts, text),
        ];
        kinds.sort_by_key(|(count, _)| std::cmp::Reverse(*count));
        if kinds[0].0 > kinds[1].0 { kinds[0].1 } else { Kind::Unknown }
    }
}

/// Whether cells that look so stand where columns of these kinds do. Where they are more, the last column must show
/// that it ends there.
pub(in crate::interpret) fn agree(mut shapes: impl ExactSizeIterator<Item = Shape>, kinds: &[Kind]) -> bool {
    let is_longer = shapes.len() > kinds.len();
    let Some((last, others)) = kinds.split_last() else { return !is_longer };
    others.iter().zip(shapes.by_ref()).all(|(kind, shape)| kind.takes(shape))
        && shapes.next().is_none_or(|shape| last.takes(shape) && (!is_longer || last.is_shown_by(shape)))
}

/// Whether a line break can part cells of these shapes: no text ends with a code, or begins with a number of its own.
pub(super) fn can_be_cut(upper: Shape, lower: Shape) -> bool {
    match (upper, lower) {
        (Shape::Blank | Shape::Dash | Shape::Code(_), _) | (_, Shape::Blank | Shape::Ordinal | Shape::Heading) => false,
        (Shape::Department, lower) => lower == Shape::Department,
        _ => true,
    }
}

/// The columns of a page that may have a blank column more than the page above, or lack one, at either end.
pub(super) fn with_a_column_more_or_less(above: &[Kind]) -> impl Iterator<Item = Vec<Kind>> {
    let (blank, last) = ([Kind::Blank], above.len().saturating_sub(1));
    let pages = [
        [&[], above, &[]],
        [&blank, above, &[]],
        [&[], above, &blank],
        [&[], &above[above.len().min(1)..], &[]],
        [&[], &above[..last], &[]],
    ];
    pages.map(|parts| parts.concat()).into_iter()
}
