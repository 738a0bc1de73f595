//! Signs that a name was cut over rows: what a piece of a name is, and what it makes with those below it.
//!
//! In: pieces of names, or rows of them. Out: whether they were cut, and the names whole. Where pieces may stand is
//! left to [`wrapped`](super::wrapped) and [`stacked`](super::stacked).

use std::borrow::Cow;
use std::ops::Range;

use super::again::comes_again;
use super::known::{is_header, is_word};
use super::{cells, text_at};
use crate::interpret::layout::{self, Fit, Layout};
use crate::interpret::number;
use crate::interpret::text;
use crate::read::lex::{Cell, Rows};

/// What no name of a column begins or ends with: a word goes on there.
pub const JOINTS: [char; 3] = ['の', '・', '、'];

/// What no name of a column ends with, though words begin with it: `協議会が` above `行ったこと`, がん検診.
const ENDS: [char; 4] = ['が', 'を', 'は', 'に'];

/// Whether a piece ends as no name of a column does.
pub(super) fn awaits_more(piece: &str) -> bool {
    piece.ends_with(JOINTS) || piece.ends_with(ENDS)
}

/// Whether a piece begins as few names of columns do.
pub(super) fn begins_in_hiragana(piece: &str) -> bool {
    piece.starts_with(|c| matches!(c, 'ぁ'..='ゖ'))
}

/// The rest of a word that was cut behind an ideograph has at most so many letters. A name that begins so is longer.
const LONGEST_ENDING: usize = 3;

/// Whether what stands below a piece begins as no name of a column does, or goes on with its last ideograph in a few
/// hiragana: `取組の進` above `み具合`.
fn goes_on_in_word(piece: &str, rest: &str) -> bool {
    let is_ending = || piece.ends_with(text::is_ideograph) && rest.chars().nth(LONGEST_ENDING).is_none();
    rest.starts_with(JOINTS) || begins_in_hiragana(rest) && is_ending()
}

/// Whether a text is a letter that names no column: 果 of 評価結果. 上期 may be a level of its own.
pub(super) fn is_letter(text: &str, layout: &Layout) -> bool {
    text.chars().nth(1).is_none() && text.chars().all(text::is_ideograph) && !is_word(text, layout)
}

/// Whether a piece of a word, which names no column by itself, was cut off it: 達成 of 達成状況, 目標（R5 of 目標（R5年度）.
pub(super) fn is_cut_word(piece: &str, whole: &str, layout: &Layout) -> bool {
    let behind = whole.strip_prefix(piece).unwrap_or_default();
    let names_nothing = || !is_word(piece, layout) && !layout::is_year(piece) && !layout::is_note(piece);
    // 重要業績評価 ends as a column of ratings may, but what it makes with 指標 is a word as a whole.
    let ends_as_word = || matches!(layout.family_at_end(piece), Some((_, Fit::Ending)));
    let is_outdone = || ends_as_word() && layout.is_whole_word(whole) && !layout::is_year(piece);
    // 令和4 above 年度
    let is_year = || behind.starts_with('年') && piece.ends_with(|c| number::digit(c).is_some());
    let is_part = || piece.ends_with('年') && behind.starts_with('度') || is_year() || names_nothing() || is_outdone();
    let is_name = || is_word(whole, layout) || layout::is_year(whole);
    !behind.is_empty() && (closes_bracket(piece, whole) || is_name() && is_part())
}

/// Whether a name closes a bracket that its piece opens.
pub(super) fn closes_bracket(piece: &str, whole: &str) -> bool {
    text::leaves_open(piece) && !text::leaves_open(whole)
}

/// Whether a piece, which names no column by itself, and the one below it make a word for columns, or the office that
/// fills one: 推進委 above 員会.
pub(super) fn makes_word(above: &str, own: &str, layout: &Layout) -> bool {
    let whole = format!("{above}{own}");
    let is_whole = || layout.is_whole_word(&whole) || layout::is_year(&whole);
    let is_office = || !is_word(above, layout) && !layout.is_department(above) && layout.is_department(&whole);
    !above.is_empty() && !own.is_empty() && (is_cut_word(above, &whole, layout) && is_whole() || is_office())
}

/// The name of a column of which these rows hold the pieces.
pub(super) fn name(rows: &Rows<'_>, block: Range<usize>, at: usize) -> String {
    block.map(|row| text_at(cells(rows, row), at)).collect()
}

/// Rows of which each column holds the pieces of one name.
pub(super) struct Cut<'r, 's> {
    pub(super) rows: &'r Rows<'s>,
    pub(super) block: Range<usize>,
    pub(super) layout: &'r Layout,
    /// The names put together.
    pub(super) names: Vec<Cell<'s>>,
    /// The rows of the pieces of each.
    pub(super) places: Vec<Range<usize>>,
    /// The columns of several pieces.
    pub(super) grown: Vec<usize>,
}

impl<'r, 's> Cut<'r, 's> {
    pub(super) fn of(rows: &'r Rows<'s>, block: Range<usize>, places: Vec<Range<usize>>, layout: &'r Layout) -> Self {
        let named = |(at, place): (usize, &Range<usize>)| {
            let text = Cow::Owned(name(rows, place.clone(), at));
            Cell { text, ..cells(rows, place.start)[at].clone() }
        };
        let names = places.iter().enumerate().map(named).collect();
        let grown = (0..places.len()).filter(|&at| places[at].len() > 1).collect();
        Self { rows, block, layout, names, places, grown }
    }

    /// The first piece of a name.
    pub(super) fn first(&self, at: usize) -> &'r str {
        text_at(cells(self.rows, self.places[at].start), at)
    }

    /// What stands below it.
    pub(super) fn rest(&self, at: usize) -> &str {
        &self.names[at].text[self.first(at).len()..]
    }

    /// Whether a name is a word for columns or ends with one.
    pub(super) fn is_word(&self, at: usize) -> bool {
        is_word(&self.names[at].text, self.layout)
    }

    /// Whether the pieces of a name are none by themselves.
    pub(super) fn is_cut(&self, at: usize) -> bool {
        let whole = &self.names[at].text;
        let mut pieces = self.places[at].clone().map(|row| text_at(cells(self.rows, row), at));
        let closes_bracket = pieces.clone().any(|piece| closes_bracket(piece, whole));
        let first = pieces.next().unwrap_or_default();
        closes_bracket
            || awaits_more(first)
            || goes_on_in_word(first, self.rest(at))
            || is_cut_word(first, whole, self.layout)
            || pieces.any(|piece| is_letter(piece, self.layout))
    }

    /// Whether the rows stand on a page near by too.
    pub(super) fn comes_again(&self) -> bool {
        comes_again(self.rows, &self.block)
    }

    /// Whether the names are those of columns: most of them known, or half of them, or so many, where they come again.
    pub(super) fn names_columns(&self, fewest: usize) -> bool {
        let words = || (0..self.names.len()).filter(|&at| self.is_word(at)).count();
        is_header(&self.names, self.layout) || words() >= fewest.min(self.names.len().div_ceil(2)) && self.comes_again()
    }
}
