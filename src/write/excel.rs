//! What Excel would run, written so that it does not.
//!
//! In: the text of a cell. Out: the same text, or the same behind an apostrophe. Quoting, line ends and the byte order
//! mark are left to [`csv`](super::csv).

use std::borrow::Cow;

/// What opens a formula in a spreadsheet; the full-width forms too, because Japanese input methods produce them and a
/// spreadsheet may fold them.
const OPENERS: [char; 11] = ['=', '+', '-', '@', '\t', '\r', '\n', '＝', '＋', '－', '＠'];

/// The text behind an apostrophe where a spreadsheet would run it. A plain number keeps its sign.
pub(super) fn harmless(text: &str) -> Cow<'_, str> {
    if !text.starts_with(OPENERS) || is_plain_number(text) {
        return Cow::Borrowed(text);
    }
    Cow::Owned(format!("'{text}"))
}

/// A sign, digits with or without separators of thousands, perhaps a fraction. No exponent: `-1e5` is a code as
/// likely as a number.
fn is_plain_number(text: &str) -> bool {
    let digits = text.strip_prefix(['+', '-', '＋', '－']).unwrap_or(text);
    let (whole, fraction) = digits.split_once('.').unwrap_or((digits, "0"));
    let is_digits = |part: &str| !part.is_empty() && part.bytes().all(|byte| byte.is_ascii_digit());
    is_digits(fraction) && whole.split(',').all(is_digits)
}

#[cfg(test)]
mod tests {
    use super::harmless;

    #[track_caller]
    fn case(text: &str, expected: &str) {
        assert_eq!(harmless(text), expected);
    }

    #[test]
    fn a_formula_stands_behind_an_apostrophe() {
        case("=1+1", "'=1+1");
        case("＝HYPERLINK(\"x\")", "'＝HYPERLINK(\"x\")");
        case("+A1", "'+A1");
        case("@SUM(A1)", "'@SUM(A1)");
        case("\tx", "'\tx");
        case("－", "'－");
        case("-1+1|cmd", "'-1+1|cmd");
        case("-1e5", "'-1e5");
    }

    #[test]
    fn a_plain_number_and_any_other_text_stay() {
        case("-5", "-5");
        case("+1,234.5", "+1,234.5");
        case("－12", "－12");
        case("", "");
        case("▲5", "▲5");
        case("A=1", "A=1");
    }
}
