//! Names that a narrow column cut in two.
//!
//! In: the names of a whole column, and the pieces of a cell. Out: which pieces are one name, and whether that is sure:
//! the whole is known from another row, or its end is no name by itself.

use foldhash::HashSet;

use super::{Cut, OFFICES, Piece, bracketed, is_ending, pieces};
use crate::interpret::layout::Layout;
use crate::interpret::text;

/// The names in a column of departments.
#[derive(Debug, Default)]
pub struct Known {
    /// Those that stand by themselves: none of them is what a cut left.
    names: HashSet<String>,
    /// Whether spaces, and whether line breaks, stand between whole names.
    separate: [bool; 2],
}

/// Fewer letters apart are bodies of one letter: 国 県.
const FEWEST_LETTERS: usize = 3;

/// No name has so many letters; each end of those that are set apart is looked up among the names.
pub const LONGEST_NAME: usize = 24;

/// A cut leaves a name in so many pieces at most: 地域包括 / 支援セン / ター.
const MOST_PARTS: usize = 5;

impl Known {
    /// The single names of a column.
    pub fn of<'c>(cells: impl Iterator<Item = &'c str>, layout: &Layout) -> Self {
        let (mut names, mut separate) = (HashSet::default(), [false; 2]);
        // The cells of a column repeat a few names: each text is read once.
        let distinct: HashSet<&str> = cells.collect();
        for cell in distinct {
            let (mut follows_cut, mut follows_name) = (false, false);
            let pieces = pieces(cell, None);
            for (piece, next) in pieces.iter().zip(pieces[1.min(pieces.len())..].iter().map(Some).chain([None])) {
                let ends = layout.ends_like_department(piece.text);
                let is_cut = !ends && next.is_some_and(|next| next.follows);
                let is_part = is_cut || (follows_cut && piece.follows);
                if !is_part && !names.contains(piece.text) {
                    names.insert(piece.text.to_owned());
                }
                separate[usize::from(piece.broken)] |= piece.follows && follows_name && ends;
                (follows_cut, follows_name) = (is_cut, ends);
            }
        }
        Self { names, separate }
    }

    /// The name that the first pieces may be parts of, and how many. In doubt they are two where the mark between them
    /// stands between names elsewhere.
    pub(super) fn cut(&self, pieces: &[Piece<'_>], layout: &Layout) -> Option<(usize, String, Cut)> {
        // Most names have none behind them that may belong to them.
        if !pieces.get(1).is_some_and(|next| next.follows) {
            return None;
        }
        if let Some((parts, whole)) = self.spaced_out(pieces, layout) {
            return Some((parts, whole, Cut { is_joined: true, is_doubtful: false }));
        }
        let mut whole = pieces[0].text.to_owned();
        for (at, piece) in pieces.iter().enumerate().take(MOST_PARTS).skip(1) {
            if !piece.follows || bracketed(piece.text).is_some() {
                return None;
            }
            whole.push_str(piece.text);
            let is_name = |piece: &Piece<'_>| self.names.contains(piece.text);
            if self.names.contains(&whole) && !pieces[..=at].iter().all(is_name) {
                return Some((at + 1, whole, Cut { is_joined: true, is_doubtful: false }));
            }
            if is_secretariat(pieces[at - 1].text, piece.text) || whole == "関係各課" {
                return Some((at + 1, whole, Cut { is_joined: true, is_doubtful: false }));
            }
            if layout.ends_like_department(&whole) {
                // 課 ends まちなみ推進, and 北公民館 above that is a name by itself.
                let is_office = |part: &Piece<'_>| part.text.ends_with(OFFICES);
                let is_whole = |part: &Piece<'_>| layout.ends_like_department(part.text);
                let above = &pieces[..at - 1];
                if is_ending(piece.text) && !pieces[..at].iter().any(is_office) && !above.iter().any(is_whole) {
                    return Some((at + 1, whole, Cut { is_joined: true, is_doubtful: false }));
                }
                let is_cut = pieces[..at].iter().all(|part| !layout.ends_like_department(part.text));
                let stands_alone = |piece: &Piece<'_>| is_name(piece) || self.lacks_ending(piece.text);
                let before = pieces[at - 1].text;
                let may_be = !ALONE.contains(&piece.text) && !is_any(before, piece.text);
                // Where lines of a narrow column were collected, the pieces were, too; ンター begins no name.
                let goes_on = piece.below_full || piece.broken && text::goes_on(piece.text);
                let may_be = may_be && (goes_on || !pieces[..=at].iter().any(stands_alone));
                let is_sure = goes_on || is_rest(before, piece.text, layout);
                let is_doubtful = !is_sure;
                let is_joined = !is_doubtful || !self.separate[usize::from(piece.broken)];
                let cut = Cut { is_joined, is_doubtful };
                return (is_cut && (may_be || is_second_half(piece.text))).then_some((at + 1, whole, cut));
            }
        }
        None
    }

    /// The name of which the first pieces are the letters, and how many: `高 齢 者 支 援 課`. Of several names each ends
    /// where the column knows it.
    fn spaced_out(&self, pieces: &[Piece<'_>], layout: &Layout) -> Option<(usize, String)> {
        let is_letter = |piece: &Piece<'_>| piece.text.chars().nth(1).is_none();
        let letters =
            pieces.iter().enumerate().take_while(|(at, piece)| is_letter(piece) && (*at == 0 || piece.follows));
        let letters: Vec<&str> = letters.map(|(_, piece)| piece.text).take(LONGEST_NAME).collect();
        let known = (FEWEST_LETTERS..=letters.len()).rev().find(|&end| self.names.contains(&letters[..end].concat()));
        let end = known.or_else(|| {
            let whole = (letters.len() >= FEWEST_LETTERS && letters.len() < LONGEST_NAME).then(|| letters.concat())?;
            let names_one = layout.ends_like_department(&whole) && !ALONE.contains(letters.last()?);
            names_one.then_some(letters.len())
        })?;
        Some((end, letters[..end].concat()))
    }

    /// Whether a piece is a name of the column of which the ending was forgotten.
    fn lacks_ending(&self, piece: &str) -> bool {
        OFFICES.iter().any(|ending| self.names.contains(&format!("{piece}{ending}")))
    }
}

/// Whether a piece is the end of a name of which the beginning stands before it: it is no name by itself.
fn is_rest(before: &str, piece: &str, layout: &Layout) -> bool {
    let both = |are: fn(char) -> bool| before.ends_with(are) && piece.starts_with(are);
    let in_word = both(|c| matches!(c, 'ァ'..='ヺ' | 'ー')) || both(|c| matches!(c, 'ぁ'..='ゖ'));
    !layout.ends_like_department(piece) || is_second_half(piece) || is_stump(piece) || in_word
}

/// Words that end names and are names by themselves: 国 県.
const ALONE: [&str; 10] = ["県", "市", "町", "村", "区", "学校", "病院", "消防", "財団", "公社"];

/// Whether a piece is the secretariat of the body before it: 教育委員会 / 事務局.
fn is_secretariat(before: &str, piece: &str) -> bool {
    piece == "事務局" && ["委員会", "議会"].iter().any(|body| before.ends_with(body))
}

/// What departments do for something: 移住促進室, 道路整備推進課. None is called by that alone.
const DEEDS: [&str; 3] = ["推進", "促進", "対策"];

/// Whether a piece can only be the end of a name, of which the beginning stands before it: 推進課.
fn is_second_half(piece: &str) -> bool {
    let deed = piece.strip_suffix(['課', '室', '係', '班', '局', '部']);
    deed.is_some_and(|deed| DEEDS.contains(&deed))
}

/// What stands before 課 where departments are meant that are named elsewhere: 各課.
const WHICH: [&str; 8] = ["各", "全", "同", "他", "当", "両", "関係", "関係各"];

/// Words that end with one of these: a cut leaves 安 / 全課 of 防災安全課, 協 / 同課 of 市民協同課.
const WORDS_OF_WHICH: [&str; 6] = ["安全", "保全", "健全", "共同", "協同", "合同"];

/// Whether a piece speaks of departments without a name. One that a cut left ends a word that begins before it.
fn is_any(before: &str, piece: &str) -> bool {
    let which = piece.strip_suffix('課').filter(|which| WHICH.contains(which));
    let is_word = |which: &str, word: &str| word.strip_suffix(which).is_some_and(|begin| before.ends_with(begin));
    which.is_some_and(|which| !WORDS_OF_WHICH.iter().any(|word| is_word(which, word)))
}

/// Whether a piece is a single character before 課, which names nothing: 光課, of 商工観光課.
fn is_stump(piece: &str) -> bool {
    piece.strip_suffix('課').is_some_and(|before| before.chars().nth(1).is_none())
}
