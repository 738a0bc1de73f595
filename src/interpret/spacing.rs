//! Letters set apart: `基 本 目 標 １　人 権` is how a title is spread over its line.
//!
//! In: a text. Out: the same without the gaps inside its words, and where a place of it stands in the printed one. What
//! the text says is left to others.

use crate::interpret::number;
use crate::interpret::text;

/// Fewer letters than this with gaps between them are words of one letter: `市 民`.
const FEWEST_LETTERS: usize = 3;

/// A text whose words had gaps between their letters.
pub struct Closed {
    /// The text without them. Of a longer gap, which parts words, the rest stays.
    pub text: String,
    /// Each gap that was left out: where it would stand in `text`, and its length, in bytes.
    gaps: Vec<(usize, usize)>,
}

impl Closed {
    /// Closes the gaps of a text that begins with letters set apart; none of other texts.
    pub fn of(printed: &str) -> Option<Self> {
        // The last of so many may be a number.
        let is_word =
            |at: usize, piece: &str| at + 1 == FEWEST_LETTERS || piece.starts_with(text::is_kana_or_ideograph);
        let pieces = printed.split_whitespace().take(FEWEST_LETTERS).enumerate();
        let apart = pieces.take_while(|(at, piece)| is_letter(piece) && is_word(*at, piece)).count();
        (apart == FEWEST_LETTERS).then(|| Self::closing(printed))
    }

    fn closing(printed: &str) -> Self {
        let (mut text, mut gaps) = (String::with_capacity(printed.len()), Vec::new());
        let (mut rest, mut before) = (printed, "");
        while let Some(piece) = rest.split_whitespace().next() {
            let gap = rest.len() - rest.trim_start().len();
            // A number ends what it numbers.
            let in_word = is_letter(before) && is_letter(piece) && (!is_number(before) || is_number(piece));
            let left_out = rest.chars().next().filter(|_| gap > 0 && in_word).map_or(0, char::len_utf8);
            if left_out > 0 {
                gaps.push((text.len(), left_out));
            }
            text.push_str(&rest[left_out..gap + piece.len()]);
            rest = &rest[gap + piece.len()..];
            before = piece;
        }
        text.push_str(rest);
        Self { text, gaps }
    }

    /// Where a place of the text stands in the printed one.
    pub fn printed(&self, at: usize) -> usize {
        at + self.gaps.iter().take_while(|(place, _)| *place <= at).map(|(_, length)| length).sum::<usize>()
    }
}

/// A title without its gaps, where the letters of its heading are set apart.
pub fn closed_title(heading: &str, title: &str) -> String {
    if Closed::of(heading).is_some() { Closed::closing(title).text } else { title.to_owned() }
}

fn is_number(piece: &str) -> bool {
    piece.starts_with(|c| number::digit(c).is_some())
}

/// One character, or a number.
fn is_letter(piece: &str) -> bool {
    let mut letters = piece.chars();
    letters.next().is_some_and(|first| match letters.next() {
        None => true,
        Some(_) => number::digit(first).is_some() && letters.all(|c| number::digit(c).is_some()),
    })
}

#[cfg(test)]
mod tests {
    use super::Closed;

    #[test]
    fn gaps_inside_words_are_closed_and_those_between_them_stay() {
        let closed = |printed: &str| Closed::of(printed).map(|closed| closed.text);
        assert_eq!(closed("基 本 目 標 １ 　水 と 緑").as_deref(), Some("基本目標１ 　水と緑"));
        assert_eq!(closed("基 本 目 標 １ ０ 水 と 緑").as_deref(), Some("基本目標１０ 水と緑"));
        assert_eq!(closed("施　策　12　　水辺").as_deref(), Some("施策12　　水辺"));
        assert_eq!(closed("施策 1 水辺"), None);
        assert_eq!(closed("Ａ Ｂ Ｃ"), None);
    }

    #[test]
    fn each_place_is_found_in_what_is_printed() {
        let printed = "基 本 目 標 １ 　水 と 緑";
        let closed = Closed::of(printed).expect("its letters stand apart");
        let title = closed.text.find('水').expect("it is there");
        assert!(printed[closed.printed(title)..].starts_with("水 と"));
    }
}
