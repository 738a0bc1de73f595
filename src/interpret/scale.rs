//! Rating codes: how they are written, and the built-in tables.
//!
//! In: the text of a cell. Out: the codes in it, folded to the form of their alphabet, with what the folding did.
//! Which scale a column uses is decided later, over the whole column.

mod boxes;
mod marked;
mod padded;
mod vocabulary;

use crate::interpret::number;
use crate::record::{Code, Origin, Scale};

pub use boxes::check_boxes;
pub use marked::{leading_marked, signed};
pub use padded::{explained, labelled, rating_word};
pub use vocabulary::{are_grades, begins_with_word, is_cut_word, is_word, may_be_piece, stem, tells_state, word_order};

use padded::{OPENING, behind_word, unpadded};
use vocabulary::may_begin_word;

/// What the codes of a scale are written with.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Alphabet {
    /// A B C, S
    Latin,
    /// a b c
    Small,
    /// あ い う
    Hiragana,
    /// ア イ ウ
    Katakana,
    /// 1 2 3
    Digit,
    /// Ⅰ Ⅱ Ⅲ
    Roman,
    /// ◎ ○ △ ×, ↗ → ↘, ★★☆
    Mark,
    /// 拡充, 継続, 達成
    Word,
}

impl Alphabet {
    /// Every alphabet.
    pub const ALL: [Self; 8] =
        [Self::Latin, Self::Small, Self::Hiragana, Self::Katakana, Self::Digit, Self::Roman, Self::Mark, Self::Word];
}

/// The usual scales, best first, their meanings left open. Sources: the rating tables of published evaluation
/// sheets; the order of ○× marks is that of 達成 / 一部達成 / 未達成.
pub const BUILTIN: &[(&str, Alphabet, &[&str])] = &[
    ("A-E", Alphabet::Latin, &["A", "B", "C", "D", "E"]),
    ("S-D", Alphabet::Latin, &["S", "A", "B", "C", "D"]),
    ("A-G", Alphabet::Latin, &["A", "B", "C", "D", "E", "F", "G"]),
    ("a-d", Alphabet::Small, &["a", "b", "c", "d"]),
    ("あ-お", Alphabet::Hiragana, &["あ", "い", "う", "え", "お"]),
    ("ア-オ", Alphabet::Katakana, &["ア", "イ", "ウ", "エ", "オ"]),
    ("イ-ホ", Alphabet::Katakana, &["イ", "ロ", "ハ", "ニ", "ホ"]),
    ("1-5", Alphabet::Digit, &["1", "2", "3", "4", "5"]),
    ("Ⅰ-Ⅴ", Alphabet::Roman, &["Ⅰ", "Ⅱ", "Ⅲ", "Ⅳ", "Ⅴ"]),
    ("◎○△×", Alphabet::Mark, &["◎", "○", "△", "×"]),
];

/// A built-in table as a scale.
pub fn builtin(name: &str, codes: &[&str]) -> Scale {
    let code = |(at, code): (usize, &&str)| Code { code: (*code).into(), rank: at + 1, label: None };
    Scale { name: name.into(), origin: Origin::Builtin, codes: codes.iter().enumerate().map(code).collect() }
}

/// One code as it stands in a cell.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Written {
    /// The code in the form of its alphabet.
    pub code: String,
    /// Its alphabet.
    pub alphabet: Alphabet,
    /// It was written in another width, or circled.
    pub folded: bool,
    /// It stood in brackets, or with a dot or word around it.
    pub padded: bool,
}

/// A cell of codes is short: five codes in brackets with separators.
const LONGEST_CODES: usize = 48;

/// The alphabet of the first code in a cell, if the cell holds nothing but codes.
pub fn alphabet(text: &str) -> Option<Alphabet> {
    // Nearly every cell of codes is a single character.
    let mut characters = text.chars();
    if let (Some(only), None) = (characters.next(), characters.next())
        && let Some((_, alphabet)) = folded(only)
    {
        return Some(alphabet);
    }
    written(text).first().map(|code| code.alphabet)
}

/// No scale has more codes than this; what has is a list of something else.
pub const MOST_CODES: usize = 30;

/// The code in a cell that holds one and nothing else.
pub fn only(text: &str) -> Option<Written> {
    let [code] = <[Written; 1]>::try_from(written(text)).ok()?;
    Some(code)
}

/// The codes in a cell, if it holds nothing else.
pub fn written(text: &str) -> Vec<Written> {
    if text.is_empty() || text.len() > LONGEST_CODES * 3 || begins_text(text) {
        return Vec::new();
    }
    if let Some(options) = check_boxes(text) {
        return options.into_iter().filter(|(ticked, _)| *ticked).map(|(_, option)| offered(option)).collect();
    }
    // U+4E00–4FFF: boxes may stand behind what begins so.
    if text.as_bytes()[0] == 0xE4 && !may_begin_word(text.as_bytes()) {
        return Vec::new();
    }
    // 9/10 is a score, not two codes.
    let score = text.starts_with(|c: char| number::digit(c).is_some() || matches!(c, '/' | '／' | ' '))
        && text.contains(['/', '／'])
        && text.chars().all(|c| number::digit(c).is_some() || matches!(c, '/' | '／' | ' '));
    if score {
        return Vec::new();
    }
    let mut codes = Vec::new();
    for token in text.split([' ', '\u{3000}', '、', '，', ',', '・', '/', '／', '\n']).filter(|token| !token.is_empty())
    {
        match single(token) {
            Some(code) => codes.push(code),
            None => match changed(token) {
                Some(several) => codes.extend(several),
                None => return Vec::new(),
            },
        }
        // `１　継続` is a code with its label, not two codes.
        if codes.last().is_some_and(|last: &Written| last.alphabet != codes[0].alphabet) {
            return Vec::new();
        }
    }
    match boxes::circled_of_all(text, &codes) {
        Some(at) => vec![codes.swap_remove(at)],
        None => codes,
    }
}

/// The codes of a token that says what became of one: `A→B`. Figures change so too.
fn changed(token: &str) -> Option<Vec<Written>> {
    // Each arrow begins with this byte; nearly every token has none.
    memchr::memchr(0xE2, token.as_bytes())?;
    let codes: Vec<Written> = token.split(['→', '⇒', '➡', '➔']).map(single).collect::<Option<_>>()?;
    codes.iter().all(|code| code.alphabet != Alphabet::Digit).then_some(codes)
}

/// The code that a column to mark offers, if its header is one: 該当なし is, beside はい and いいえ.
pub fn option(header: &str) -> Option<Written> {
    only(header).or_else(|| is_not_rated(header).then(|| offered(header)))
}

/// The code that an option of a check box offers.
pub fn offered(option: &str) -> Written {
    let word = || Written { code: option.to_owned(), alphabet: Alphabet::Word, folded: false, padded: true };
    single(option).map_or_else(word, |code| Written { padded: true, ..code })
}

/// Whether a text begins with an ideograph or kana that begins no code, so that it holds none: so does nearly every
/// cell that is not a code, and its first bytes tell.
fn begins_text(text: &str) -> bool {
    let bytes = text.as_bytes();
    // A hand writes レ for a tick.
    let is_code = |c: char| c == 'レ' || folded(c).is_some();
    // U+5000–9FFF, and U+3040–30FF without the middle dot.
    match bytes {
        [0xE5..=0xE9, ..] => !may_begin_word(bytes),
        [0xE3, 0x81..=0x82, ..] | [0xE3, 0x83, ..0xBB, ..] => !may_begin_word(bytes) && !text.starts_with(is_code),
        _ => false,
    }
}

/// The code that a token is.
fn single(token: &str) -> Option<Written> {
    let inner = token.trim_start_matches(OPENING);
    if !may_begin_word(inner.as_bytes()) && !inner.starts_with(|c| folded(c).is_some()) {
        return None;
    }
    let core = unpadded(token);
    let padded = core.len() < token.len();
    let mut characters = core.chars();
    let first = characters.next()?;
    if characters.next().is_none()
        && let Some((code, alphabet)) = folded(first)
    {
        return Some(Written { code: code.to_string(), alphabet, folded: code != first, padded });
    }
    if core.chars().nth(1).is_some() && marks_length(core) == core.len() {
        return Some(Written { code: core.to_owned(), alphabet: Alphabet::Mark, folded: false, padded });
    }
    if is_word(core) {
        return Some(Written { code: core.to_owned(), alphabet: Alphabet::Word, folded: false, padded });
    }
    if number::roman_letters(core).is_some() {
        return Some(Written { code: core.to_owned(), alphabet: Alphabet::Roman, folded: false, padded });
    }
    if let Some((code, alphabet)) = marked::code(core) {
        return Some(Written { folded: code != core, code, alphabet, padded });
    }
    (core == "10" || core == "１０").then(|| Written {
        code: "10".to_owned(),
        alphabet: Alphabet::Digit,
        folded: core != "10",
        padded,
    })
}

/// How many bytes the marks in front of a text take that are one code: stars, full and empty (`★★☆`), one mark again
/// (`◎◎`), or a single mark.
pub fn marks_length(text: &str) -> usize {
    /// Ratings by stars have five.
    const MOST_MARKS: usize = 5;
    let Some(first) = text.chars().next().filter(|c| folded(*c).is_some_and(|(_, of)| of == Alphabet::Mark)) else {
        return 0;
    };
    let stars = ['★', '☆'];
    let goes_on = |c: &char| *c == first || (stars.contains(c) && stars.contains(&first));
    let marks = text.chars().take_while(goes_on).take(MOST_MARKS + 1);
    let length = marks.clone().map(char::len_utf8).sum();
    if marks.count() > MOST_MARKS { 0 } else { length }
}

/// Whether two codes are one: equal, or the same Roman numeral, as one sign or in letters (`Ⅱ`, `II`), a dash
/// each, or a letter with a prime each.
pub fn is_same(one: &str, other: &str) -> bool {
    one == other
        || (roman_value(one).is_some() && roman_value(one) == roman_value(other))
        || (is_dash(one) && is_dash(other))
        || marked::is_same(one, other)
}

/// Whether a text is a dash and no more: a code only where a legend says so.
pub fn is_dash(text: &str) -> bool {
    matches!(text, "－" | "-" | "―" | "‐" | "ー" | "—" | "–" | "─" | "−")
}

/// The code in a text of a legend that holds one and nothing else: a sign that no scale has by itself is one there too.
pub fn only_explained(text: &str) -> Option<Written> {
    let written = |alphabet| Written { code: text.to_owned(), alphabet, folded: false, padded: false };
    only(text)
        .or_else(|| is_sign(text).then(|| written(Alphabet::Mark)))
        .or_else(|| (is_left_out(text) || joined_words(text).is_some()).then(|| written(Alphabet::Word)))
        .or_else(|| behind_word(text).filter(|code| code.alphabet != Alphabet::Digit))
        .or_else(|| counted(text))
        .or_else(|| signed(text))
}

/// The code that a text is in a column that rates, and nowhere else for sure: `評価A`, `評価３`, `＋２`.
pub fn only_rated(text: &str) -> Option<Written> {
    behind_word(text).or_else(|| signed(text))
}

/// The digit of points, the mark of a 印: `５点`, `○印`. In a cell points are a figure.
fn counted(text: &str) -> Option<Written> {
    let of =
        |ending: &str, alphabet: Alphabet| only(text.strip_suffix(ending)?).filter(|code| code.alphabet == alphabet);
    of("点", Alphabet::Digit).or_else(|| of("印", Alphabet::Mark))
}

/// The words of a text that is two or more, joined by a sign that can stand in a word too: `休止・廃止`.
pub fn joined_words(text: &str) -> Option<Vec<&str>> {
    if !may_begin_word(text.as_bytes()) {
        return None;
    }
    let words = text.split(['・', '／', '/']).map(|word| is_word(word).then_some(word));
    words.collect::<Option<Vec<&str>>>().filter(|words| words.len() > 1)
}

/// The words of a code: the joined ones, or the one that it is.
pub fn words(code: &str) -> Vec<&str> {
    joined_words(code).unwrap_or_else(|| vec![code])
}

/// Whether a text is a word that is a code only where a legend says so, for what is not rated or needs no rating:
/// `対象外`, `未`.
fn is_left_out(text: &str) -> bool {
    const SHORT: [&str; 11] = ["未", "済", "完", "外", "休", "廃", "継", "新", "保", "非", "終"];
    is_not_rated(text) || (text.len() == '未'.len_utf8() && SHORT.contains(&text))
}

/// Whether a code may stand anywhere among those of a scale: a sign or a word for what is not rated.
pub fn is_apart(code: &str) -> bool {
    is_sign(code) || is_left_out(code)
}

/// Whether a text is a sign that is a code only where a legend says so, mostly for what is not rated.
pub fn is_sign(text: &str) -> bool {
    is_dash(text) || matches!(text, "◇" | "◆" | "▽" | "▼" | "＋" | "+" | "☀" | "⛅" | "☁" | "☂" | "☔")
}

/// Whether both can be Roman numerals: `I` can be one beside `II`.
pub fn both_roman(one: &str, other: &str) -> bool {
    roman_value(one).is_some() && roman_value(other).is_some()
}

fn roman_value(code: &str) -> Option<u32> {
    let mut characters = code.chars();
    let first = characters.next()?;
    let alone = characters.next().is_none();
    match (alone, first) {
        (true, 'I') => Some(1),
        (true, 'V') => Some(5),
        (true, 'X') => Some(10),
        (true, sign) => number::roman(sign),
        (false, _) => number::roman_letters(code),
    }
}

/// Words for a cell that was left unrated on purpose.
const NOT_RATED: [&str; 10] =
    ["評価対象外", "対象外", "該当なし", "評価なし", "未評価", "評価せず", "評価不能", "非該当", "N/A", "n/a"];

/// Whether a cell says that nothing was rated.
pub fn is_not_rated(text: &str) -> bool {
    /// 評価対象外
    const LONGEST: usize = 15;
    text.len() <= LONGEST && NOT_RATED.contains(&text)
}

/// Arrows are codes, best first.
const ARROWS: [char; 5] = ['↑', '↗', '→', '↘', '↓'];

/// Whether a code is an arrow: among words, `→` says that what the column before says goes on.
pub fn is_arrow(code: &str) -> bool {
    ARROWS.iter().any(|arrow| code.chars().eq([*arrow]))
}

/// The form of a code character in its alphabet. Small kana and look-alikes of other scripts are none: they are for
/// a person to correct.
pub fn folded(c: char) -> Option<(char, Alphabet)> {
    let shift = |from: char, to: char| char::from_u32(c as u32 - from as u32 + to as u32);
    match c {
        // Nearly every text begins with an ideograph.
        '\u{4E00}'..='\u{9FFF}' => None,
        'A'..='Z' => Some((c, Alphabet::Latin)),
        'Ａ'..='Ｚ' => Some((shift('Ａ', 'A')?, Alphabet::Latin)),
        'Ⓐ'..='Ⓩ' => Some((shift('Ⓐ', 'A')?, Alphabet::Latin)),
        'a'..='z' => Some((c, Alphabet::Small)),
        'ａ'..='ｚ' => Some((shift('ａ', 'a')?, Alphabet::Small)),
        'ⓐ'..='ⓩ' => Some((shift('ⓐ', 'a')?, Alphabet::Small)),
        'あ' | 'い' | 'う' | 'え' | 'お' | 'か' | 'き' | 'く' | 'け' | 'こ' => Some((c, Alphabet::Hiragana)),
        'ア' | 'イ' | 'ウ' | 'エ' | 'オ' | 'カ' | 'キ' | 'ク' | 'ケ' | 'コ' => Some((c, Alphabet::Katakana)),
        'ロ' | 'ハ' | 'ニ' | 'ホ' => Some((c, Alphabet::Katakana)),
        'ｱ'..='ｺ' => Some(("アイウエオカキクケコ".chars().nth(c as usize - 'ｱ' as usize)?, Alphabet::Katakana)),
        '㋐'..='㋙' => Some(("アイウエオカキクケコ".chars().nth(c as usize - '㋐' as usize)?, Alphabet::Katakana)),
        '0'..='9' => Some((c, Alphabet::Digit)),
        '０'..='９' => Some((shift('０', '0')?, Alphabet::Digit)),
        '①'..='⑨' => Some((shift('①', '1')?, Alphabet::Digit)),
        'Ⅰ'..='Ⅹ' => Some((c, Alphabet::Roman)),
        'ⅰ'..='ⅹ' => Some((shift('ⅰ', 'Ⅰ')?, Alphabet::Roman)),
        '◎' | '○' | '△' | '×' | '●' | '▲' | '□' | '■' | '☆' | '★' => Some((c, Alphabet::Mark)),
        '〇' | '◯' => Some(('○', Alphabet::Mark)),
        '✕' | '☓' | '╳' => Some(('×', Alphabet::Mark)),
        '↑' | '↗' | '→' | '↘' | '↓' => Some((c, Alphabet::Mark)),
        _ => None,
    }
}

/// The place of a code in its alphabet, from 1: `C` is 3, `う` is 3. None where the alphabet has no order.
pub fn place(code: &str, alphabet: Alphabet) -> Option<usize> {
    let first = code.chars().next()?;
    let among = |row: &str| row.chars().position(|c| c == first).map(|at| at + 1);
    match alphabet {
        Alphabet::Latin => Some(first as usize - 'A' as usize + 1),
        Alphabet::Small => Some(first as usize - 'a' as usize + 1),
        Alphabet::Hiragana => among("あいうえおかきくけこ"),
        Alphabet::Katakana => among("アイウエオカキクケコ"),
        Alphabet::Digit => code.parse().ok(),
        Alphabet::Roman => roman_value(code).map(|value| value as usize),
        Alphabet::Mark | Alphabet::Word => None,
    }
}

/// The code at a place of an alphabet, from 1.
pub fn code_at(place: usize, alphabet: Alphabet) -> Option<String> {
    let among = |row: &str| row.chars().nth(place.checked_sub(1)?).map(String::from);
    match alphabet {
        Alphabet::Latin => among("ABCDEFGHIJKLMNOPQRSTUVWXYZ"),
        Alphabet::Small => among("abcdefghijklmnopqrstuvwxyz"),
        Alphabet::Hiragana => among("あいうえおかきくけこ"),
        Alphabet::Katakana => among("アイウエオカキクケコ"),
        Alphabet::Digit => Some(place.to_string()),
        Alphabet::Roman => among("ⅠⅡⅢⅣⅤⅥⅦⅧⅨⅩ"),
        Alphabet::Mark | Alphabet::Word => None,
    }
}

#[cfg(test)]
mod tests {
    use super::{Alphabet, written};

    #[track_caller]
    fn case(text: &str, expected: &[(&str, Alphabet, bool, bool)]) {
        let found: Vec<_> = written(text).into_iter().map(|w| (w.code, w.alphabet, w.folded, w.padded)).collect();
        let expected: Vec<_> = expected.iter().map(|(c, a, f, p)| ((*c).to_owned(), *a, *f, *p)).collect();
        assert_eq!(found, expected, "{text}");
    }

    #[test]
    fn codes_are_folded_and_unpadded() {
        case("A", &[("A", Alphabet::Latin, false, false)]);
        case("Ａ", &[("A", Alphabet::Latin, true, false)]);
        case("ｱ", &[("ア", Alphabet::Katakana, true, false)]);
        case("①", &[("1", Alphabet::Digit, true, false)]);
        case("[ロ]", &[("ロ", Alphabet::Katakana, false, true)]);
        case("（Ｂ）", &[("B", Alphabet::Latin, true, true)]);
        case("B評価", &[("B", Alphabet::Latin, false, true)]);
        case("ア イ", &[("ア", Alphabet::Katakana, false, false), ("イ", Alphabet::Katakana, false, false)]);
        case("継続", &[("継続", Alphabet::Word, false, false)]);
        case("★★☆", &[("★★☆", Alphabet::Mark, false, false)]);
        case("↗", &[("↗", Alphabet::Mark, false, false)]);
    }

    #[test]
    fn the_one_circled_number_of_a_scale_printed_in_full_is_the_code() {
        let digit = |code, folded| (code, Alphabet::Digit, folded, false);
        case("１　２　③　４", &[digit("3", true)]);
        case("①・2・3", &[digit("1", true)]);
        // Several codes, of which one hand circled some.
        case("1　2　3", &[digit("1", false), digit("2", false), digit("3", false)]);
        case("①　②　3", &[digit("1", true), digit("2", true), digit("3", false)]);
        case("2　③　4", &[digit("2", false), digit("3", true), digit("4", false)]);
        case("1　②", &[digit("1", false), digit("2", true)]);
    }

    #[test]
    fn what_became_of_a_code_is_two_codes() {
        let latin = |code| (code, Alphabet::Latin, false, false);
        case("A→B", &[latin("A"), latin("B")]);
        case("B⇒B", &[latin("B"), latin("B")]);
        case("継続→拡充", &[("継続", Alphabet::Word, false, false), ("拡充", Alphabet::Word, false, false)]);
        case("3→4", &[]);
        case("A→", &[]);
        case("A B→C 町", &[]);
    }

    #[test]
    fn what_is_no_code() {
        case("", &[]);
        case("А", &[]); // Cyrillic: a person has to look
        case("ァ", &[]);
        case("AB", &[]);
        case("相談", &[]);
        case("A 相談", &[]);
        case("○△", &[]);
        case("○○○○○○", &[]);
    }
}
