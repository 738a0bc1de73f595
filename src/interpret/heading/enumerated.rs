//! Numbered lines: `（１）事務の見直し`, `ア　朝市`.
//!
//! In: a line. Out: the form of its number, the number, and where the title begins.

use crate::interpret::number;
use crate::interpret::scale::{self, Alphabet};
use crate::interpret::shape;

/// Reads a numbered line: `（１）事務の見直し`, `２．活動目標`, `Ⅰ 命を守る`, `① …`, `（ア） …`. Gives the level, which is the form of
/// the number, the number, and where the title begins.
pub fn enumerated(text: &str) -> Option<(String, Option<u32>, usize)> {
    let Some((ordinal, title)) = shape::split_ordinal(text) else { return in_kana(text) };
    let printed = &text[..text.len() - title.len()];
    let number = number::of_ordinal(ordinal);
    let level: String = printed
        .trim()
        .chars()
        .map(|c| match c {
            _ if number::digit(c).is_some() => '1',
            // Levels of their own beside ①.
            '⑴'..='⒇' => '⑴',
            '⒈'..='⒛' => '⒈',
            _ if number::circled(c).is_some() => '①',
            _ if number::roman(c).is_some() => 'Ⅰ',
            _ if number::leading(c.encode_utf8(&mut [0; 4])).is_some() => '一',
            '（' => '(',
            '）' => ')',
            '．' => '.',
            _ => c,
        })
        .collect();
    Some((level.replace("11", "1").replace("一一", "一"), number, text.len() - title.len()))
}

/// Whether a level is the form of a number that counts within parts (`1`, `(1)`, `①`, `ア`), as [`enumerated`] gives it.
/// `Ⅰ` counts parts as well.
pub fn is_number_form(level: &str) -> bool {
    let is_number = |c: char| matches!(c, '1' | '①' | '⑴' | '⒈' | 'ア');
    level.contains(is_number) && level.chars().all(|c| is_number(c) || !c.is_alphanumeric())
}

/// `（ア）　国内`, below `（１）` in official documents, or `ア　国内`, `ア 国内`, `ア．国内`. Gives what [`enumerated`] does.
pub fn in_kana(text: &str) -> Option<(String, Option<u32>, usize)> {
    let inner = text.trim_start_matches(['（', '(']);
    let kana = inner.chars().next()?;
    if !matches!(kana, 'ア'..='コ') {
        return None;
    }
    let number = scale::place(kana.encode_utf8(&mut [0; 4]), Alphabet::Katakana)?;
    let behind = &inner[kana.len_utf8()..];
    let (level, behind) = if inner.len() < text.len() {
        ("(ア)", behind.strip_prefix(['）', ')'])?)
    } else {
        // A line break in print leaves a narrow space in a word: `イ ベント`.
        let narrow =
            || behind.strip_prefix(' ').filter(|title| !title.trim_start().starts_with(|c| matches!(c, 'ァ'..='ー')));
        let title = behind.strip_prefix(['\u{3000}', '．', '.']).or_else(narrow)?;
        ("ア", Some(title).filter(|title| shape::begins_with_word(title.trim_start()))?)
    };
    let title = behind.trim_start();
    (!title.is_empty()).then(|| (level.to_owned(), u32::try_from(number).ok(), text.len() - title.len()))
}
