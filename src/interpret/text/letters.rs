//! Kana and ideographs, and what stands between them.
//!
//! In: a text. Out: whether it begins with letters, and its signs: white space, brackets, figures, Latin letters. What
//! they say is left to those who ask.

/// Letters that nearly every cell begins and ends with, told without the tables of Unicode.
pub fn is_kana_or_ideograph(c: char) -> bool {
    matches!(c, '\u{3041}'..='\u{3096}' | '\u{30A1}'..='\u{30FA}') || is_ideograph(c)
}

/// Whether a character is one of the common ideographs.
pub fn is_ideograph(c: char) -> bool {
    matches!(c, '\u{4E00}'..='\u{9FFF}')
}

/// The characters of a text that are neither kana nor ideographs, each with its place. Nearly every character of a
/// sheet is one of those, which its bytes tell sooner than the character that they make.
pub fn signs(text: &str) -> impl Iterator<Item = (usize, char)> {
    let mut rest = text.as_bytes();
    std::iter::from_fn(move || {
        while let Some(behind) = behind_letter(rest) {
            rest = behind;
        }
        let at = text.len() - rest.len();
        let sign = text[at..].chars().next()?;
        rest = &rest[sign.len_utf8()..];
        Some((at, sign))
    })
}

/// Whether a text begins with two letters, kana or ideographs each.
pub fn begins_with_letters(text: &str) -> bool {
    behind_letter(text.as_bytes()).and_then(behind_letter).is_some()
}

/// The bytes of a text behind the kana or ideograph in front, if [`is_kana_or_ideograph`] is true of what stands there.
fn behind_letter(bytes: &[u8]) -> Option<&[u8]> {
    match bytes {
        [0xE5..=0xE9, _, _, behind @ ..]
        | [0xE4, 0xB8..=0xBF, _, behind @ ..]
        | [0xE3, 0x81, 0x81..=0xBF, behind @ ..]
        | [0xE3, 0x82, 0x80..=0x96 | 0xA1..=0xBF, behind @ ..]
        | [0xE3, 0x83, 0x80..=0xBA, behind @ ..] => Some(behind),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::{is_kana_or_ideograph, signs};

    #[test]
    fn signs_are_what_is_neither_kana_nor_ideograph() {
        for c in '\0'..=char::MAX {
            let text = format!("あ{c}字");
            let expected: Vec<(usize, char)> = [(3, c)].into_iter().filter(|_| !is_kana_or_ideograph(c)).collect();
            assert_eq!(signs(&text).collect::<Vec<_>>(), expected, "{c:?}");
        }
    }
}
