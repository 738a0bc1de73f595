//! Letters with a mark behind them, `B+`, `A-`, `A′`, `B*`, and letters that come twice, `SS`.
//!
//! In: a text. Out: the code that it is, in one width. Whether a scale has it is left to those who know the scale.

use super::{Alphabet, folded};

/// The code that a text is, if it is a letter and a mark, or a capital letter and the same again.
pub(super) fn code(text: &str) -> Option<(String, Alphabet)> {
    let mut characters = text.chars();
    let (first, mark) = (characters.next()?, characters.next()?);
    let (letter, alphabet) = folded(first).filter(|(_, of)| matches!(of, Alphabet::Latin | Alphabet::Small))?;
    let again = (mark == first && alphabet == Alphabet::Latin).then_some(letter);
    let mark = mark_of(mark).or(again).filter(|_| characters.next().is_none())?;
    Some((format!("{letter}{mark}"), alphabet))
}

/// The code with a mark in front of a text, and how many bytes it takes. A dash there sets off what follows: `Ａ－達成`.
pub fn leading_marked(text: &str) -> Option<(String, Alphabet, usize)> {
    let length: usize = text.chars().take(2).map(char::len_utf8).sum();
    let (code, alphabet) = code(&text[..length]).filter(|(code, _)| !code.ends_with('-'))?;
    Some((code, alphabet, length))
}

/// A mark in one width. The prime stays what it is, though an apostrophe may stand for it.
fn mark_of(c: char) -> Option<char> {
    match c {
        '+' | '＋' | '⁺' => Some('+'),
        '-' | '－' | '−' | '‐' | '–' | '⁻' => Some('-'),
        '*' | '＊' => Some('*'),
        '\'' | '＇' | '’' => Some('\''),
        '′' => Some('′'),
        _ => None,
    }
}

/// Whether two codes differ in nothing but how the prime is written: `A′`, `A'`.
pub(super) fn is_same(one: &str, other: &str) -> bool {
    let straight = |c: char| if c == '′' { '\'' } else { c };
    one.chars().map(straight).eq(other.chars().map(straight))
}

#[cfg(test)]
mod tests {
    use super::{code, leading_marked};

    #[test]
    fn a_mark_behind_a_letter_belongs_to_the_code() {
        let code = |text: &str| code(text).map(|(code, _)| code);
        for (text, expected) in [
            ("B+", "B+"),
            ("Ｂ＋", "B+"),
            ("A－", "A-"),
            ("a*", "a*"),
            ("Ｂ＊", "B*"),
            ("A’", "A'"),
            ("A′", "A′"),
            ("ＳＳ", "SS"),
        ] {
            assert_eq!(code(text).as_deref(), Some(expected));
        }
        assert!(["B", "1+", "AB", "aa", "AAA", "B+B", "○+", "+B", "B++"].into_iter().all(|text| code(text).is_none()));
    }

    #[test]
    fn a_dash_in_front_of_a_label_belongs_to_no_code() {
        assert_eq!(leading_marked("B+達成").map(|(code, _, length)| (code, length)), Some(("B+".to_owned(), 2)));
        assert!(leading_marked("Ｂ－達成").is_none());
    }
}
