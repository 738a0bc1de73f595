//! Letters with a mark behind them, `B+`, `A-`, `A′`, `B*`, letters that come twice, `SS`, and digits with a sign in
//! front, `＋２`.
//!
//! In: a text. Out: the code that it is, in one width. Whether a scale has it is left to those who know the scale.

use super::{Alphabet, Written, folded};

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

/// The digit with a sign in front that a text is: `＋２`, `－1`. By itself it is a figure; a legend makes it a code.
pub fn signed(text: &str) -> Option<Written> {
    let mut characters = text.chars();
    let sign = mark_of(characters.next()?).filter(|sign| matches!(sign, '+' | '-'))?;
    let (digit, alphabet) = folded(characters.next()?).filter(|(digit, _)| digit.is_ascii_digit())?;
    let code = format!("{sign}{digit}");
    characters.next().is_none().then(|| Written { folded: code != text, code, alphabet, padded: false })
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
    use super::{code, leading_marked, signed};

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
    fn a_sign_in_front_of_a_digit_belongs_to_the_code() {
        let code = |text: &str| signed(text).map(|written| (written.code, written.folded));
        assert_eq!(code("＋２"), Some(("+2".to_owned(), true)));
        assert_eq!(code("－1"), Some(("-1".to_owned(), true)));
        assert_eq!(code("+0"), Some(("+0".to_owned(), false)));
        assert!(["2", "+", "+12", "+A", "*2", "2+", "+2件"].into_iter().all(|text| code(text).is_none()));
    }

    #[test]
    fn a_dash_in_front_of_a_label_belongs_to_no_code() {
        assert_eq!(leading_marked("B+達成").map(|(code, _, length)| (code, length)), Some(("B+".to_owned(), 2)));
        assert!(leading_marked("Ｂ－達成").is_none());
    }
}
