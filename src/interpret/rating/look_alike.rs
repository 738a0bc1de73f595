//! Characters that look like codes and are none.
//!
//! In: a character of a cell. Out: the code character that it is easily taken for. Nothing is mended by this table: a
//! person is told. The pairs are those of the Unicode confusables (UTS #39) for capital letters, and the small kana.

use crate::interpret::rules::unknown_rating::Nearness;

/// Small kana, each with the large one.
const SMALL_KANA: [(char, char); 12] = [
    ('ぁ', 'あ'),
    ('ぃ', 'い'),
    ('ぅ', 'う'),
    ('ぇ', 'え'),
    ('ぉ', 'お'),
    ('ァ', 'ア'),
    ('ィ', 'イ'),
    ('ゥ', 'ウ'),
    ('ェ', 'エ'),
    ('ォ', 'オ'),
    ('ｧ', 'ア'),
    ('ｨ', 'イ'),
];

/// Capital letters of other scripts, each with the Latin one.
const OTHER_SCRIPTS: [(char, char); 14] = [
    ('А', 'A'),
    ('В', 'B'),
    ('С', 'C'),
    ('Е', 'E'),
    ('Ѕ', 'S'),
    ('Ꭰ', 'D'),
    ('Ꭺ', 'A'),
    ('Ᏼ', 'B'),
    ('Ꮯ', 'C'),
    ('Ꭼ', 'E'),
    ('Α', 'A'),
    ('Β', 'B'),
    ('Ε', 'E'),
    ('Ϲ', 'C'),
];

/// The code character that a character is easily taken for; itself where there is none.
pub(super) fn code_like(c: char) -> char {
    SMALL_KANA.iter().chain(&OTHER_SCRIPTS).find(|(like, _)| *like == c).map_or(c, |(_, code)| *code)
}

/// In what a cell of look-alikes differs from a code.
pub(super) fn nearness(cell: &str) -> Nearness {
    let small = cell.chars().any(|c| SMALL_KANA.iter().any(|(like, _)| *like == c));
    if small { Nearness::SmallKana } else { Nearness::OtherScript }
}
