//! What a cell looks like: the evidence from which columns are found.
//!
//! In: the text of a cell. Out: one of a dozen shapes. Only the two ends of a long text are looked at, so that the
//! cost does not grow with its length.

mod page_number;

use crate::interpret::heading;
use crate::interpret::layout::Layout;
use crate::interpret::number;
use crate::interpret::scale::{self, Alphabet};
use crate::interpret::text;
use crate::interpret::value;
pub use page_number::{is_page_number, names_page};

/// What a cell looks like.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Shape {
    /// Nothing, or debris of rule lines.
    Blank,
    /// One or more codes: `A`, `（Ｂ）`, `ア イ`, `継続`.
    Code(Alphabet),
    /// A dash or dots in place of something: `－`, `…`, `〃`.
    Dash,
    /// A figure: `12.2%`, `延370人`.
    Number,
    /// Names of departments.
    Department,
    /// A heading: `第1節 …`, `●…`.
    Heading,
    /// A code with its label, or a phrase with a number in front: `B 成果あり`, `１　現状維持`. The column tells which.
    Labelled,
    /// A phrase with an ordinal in front: `①相談窓口の充実`.
    Ordinal,
    /// A few words.
    Phrase,
    /// A longer text that ends no sentence: a list, a text that was cut.
    Open,
    /// A text that ends a sentence.
    Sentence,
}

/// A phrase has at most this many characters; the longest item title seen so far has 46, typical comments begin at 40.
const LONGEST_PHRASE: usize = 40;

impl Shape {
    /// How many shapes there are, each alphabet counted.
    pub const COUNT: usize = Self::FIRST_CODE + Alphabet::ALL.len();

    /// The place of the first alphabet's codes in a table of counts.
    pub const FIRST_CODE: usize = 10;

    /// The place of a shape in a table of counts.
    pub fn index(self) -> usize {
        match self {
            Self::Blank => 0,
            Self::Dash => 1,
            Self::Number => 2,
            Self::Department => 3,
            Self::Heading => 4,
            Self::Ordinal => 5,
            Self::Phrase => 6,
            Self::Open => 7,
            Self::Sentence => 8,
            Self::Labelled => 9,
            Self::Code(alphabet) => Self::FIRST_CODE + alphabet as usize,
        }
    }

    /// The name of the shape at a place in a table of counts, for a person.
    pub fn name(index: usize) -> &'static str {
        const NAMES: [&str; Shape::COUNT] = [
            "blank",
            "dash",
            "number",
            "department",
            "heading",
            "ordinal",
            "phrase",
            "open text",
            "sentence",
            "code with label",
            "code A",
            "code a",
            "code あ",
            "code ア",
            "code 1",
            "code Ⅰ",
            "code ○",
            "word",
        ];
        NAMES[index]
    }

    /// Looks at each of many cells. Names of departments, headings and items come again, on every page and in every
    /// year: on a sheet of 100 MB three of four looks are spared.
    pub fn of_all<'c>(texts: impl ExactSizeIterator<Item = &'c str>, layout: &Layout) -> Vec<Self> {
        let mut known = Known::new(texts.len());
        let look = |text: &'c str| {
            // A code is told sooner than it is found, and a sentence comes once.
            let worth = text.len() > '鿿'.len_utf8() && text.len() <= LONGEST_PHRASE * 3;
            if worth { known.of(text, layout) } else { Self::of(text, layout) }
        };
        texts.map(look).collect()
    }

    /// Looks at a cell.
    pub fn of(text: &str, layout: &Layout) -> Self {
        // A stray quote changes nothing of what a cell looks like.
        let is_quoted = matches!(text.as_bytes(), [b'"', ..] | [.., b'"']);
        let text = if is_quoted { text.trim_matches('"') } else { text };
        let Some(last) = text.chars().next_back() else { return Self::Blank };
        if text.len() < LONGEST_PHRASE && is_debris(text) {
            return Self::Blank;
        }
        let ascii_stop =
            last == '.' && text[..text.len() - 1].ends_with(|c: char| c.is_ascii_lowercase()) && text.contains(' ');
        if matches!(last, '。' | '．' | '！') || ascii_stop {
            return Self::Sentence;
        }
        if text.len() > LONGEST_PHRASE * 3 && text.chars().nth(LONGEST_PHRASE).is_some() {
            return if is_ending(text) { Self::Sentence } else { Self::Open };
        }
        Self::of_short(text, layout)
    }

    /// Looks at a cell of at most [`LONGEST_PHRASE`] characters that does not end in a full stop.
    fn of_short(text: &str, layout: &Layout) -> Self {
        if let Some(alphabet) = scale::alphabet(text) {
            return Self::Code(alphabet);
        }
        if is_dash(text) {
            return Self::Dash;
        }
        let labelled = scale::labelled(text);
        let figure = value::is_figure(text);
        // `5 世帯` is a figure, `1 継続` and `１　現状` are codes with labels.
        let is_unit = |label: &str| text.strip_suffix(label).is_some_and(|number| number.ends_with(' '));
        let label = |label: &str| scale::is_word(label) || !is_unit(label);
        // `(1)①` alone is the number of a row, as `1-2` is.
        if figure && !labelled.as_ref().is_some_and(|(_, of)| label(of)) || number::is_alone(text) {
            return Self::Number;
        }
        if let Some(opening) = heading::opening(text, layout) {
            return if opening.item(text, layout).is_some() { Self::Ordinal } else { Self::Heading };
        }
        if labelled.is_some() {
            return Self::Labelled;
        }
        if starts_with_ordinal(text) {
            return Self::Ordinal;
        }
        if layout.is_department(text) {
            return Self::Department;
        }
        if text.starts_with(['・', '·', '•', '-', '※']) {
            return Self::Open;
        }
        if is_ending(text) { Self::Sentence } else { Self::Phrase }
    }
}

/// Texts that were looked at, each in the one place that its ends and its length give it. Where two meet, the later one
/// stays: no text can make it large or slow.
struct Known<'c> {
    places: Vec<(&'c str, Shape)>,
}

impl<'c> Known<'c> {
    /// Room for so many texts, or for as many as a large sheet needs.
    fn new(texts: usize) -> Self {
        const MOST: usize = 1 << 14;
        Self { places: vec![("", Shape::Blank); texts.next_power_of_two().min(MOST)] }
    }

    fn of(&mut self, text: &'c str, layout: &Layout) -> Shape {
        let place = place_of(text) & (self.places.len() - 1);
        let (known, shape) = &mut self.places[place];
        if *known != text {
            (*known, *shape) = (text, Shape::of(text, layout));
        }
        *shape
    }
}

/// Mixes the first and last eight bytes of a text and its length.
fn place_of(text: &str) -> usize {
    /// 2^64 through the golden ratio: spreads what it multiplies over the high bits.
    const SPREAD: u64 = 0x9E37_79B9_7F4A_7C15;
    let bytes = text.as_bytes();
    let ends = match (bytes.first_chunk(), bytes.last_chunk()) {
        (Some(first), Some(last)) => u64::from_le_bytes(*first) ^ u64::from_le_bytes(*last).rotate_left(23),
        _ => bytes.iter().fold(0, |ends, &byte| (ends << 8) | u64::from(byte)),
    };
    ((ends ^ bytes.len() as u64).wrapping_mul(SPREAD) >> 40) as usize
}

/// A dash or dots that stand for nothing, not applicable, or the same as above.
pub fn is_dash(text: &str) -> bool {
    if text.len() > '〃'.len_utf8() {
        return scale::is_not_rated(text);
    }
    scale::is_not_rated(text)
        || matches!(text, "－" | "-" | "―" | "‐" | "ー" | "—" | "–" | "…" | "‥" | "〃" | "/" | "／" | "＊" | "*" | "─")
}

/// What a spreadsheet prints in the place of a result: the error values of Excel, and the fill of a narrow column.
const ERROR_VALUES: [&str; 10] =
    ["#REF!", "#N/A", "#VALUE!", "#DIV/0!", "#NAME?", "#NULL!", "#NUM!", "#SPILL!", "#CALC!", "#GETTING_DATA"];

/// Whether a cell holds a formula, or what a spreadsheet prints where it has no result.
pub fn is_unevaluated(text: &str) -> bool {
    // Nearly every cell begins with something else.
    if !text.starts_with(['=', '＝', '+', '@', '#']) {
        return false;
    }
    let formula = text.strip_prefix(['=', '＝', '+', '@']).is_some_and(|formula| {
        let name = formula.trim_start_matches(['+', '-', '(']);
        let word = name
            .find(|c: char| !c.is_ascii_alphanumeric() && !matches!(c, '.' | '_' | '$' | '!'))
            .unwrap_or(name.len());
        // `=SUM(`, `=A1`, `=B2+C2`; `=達成` and `+3` are words and numbers.
        name.starts_with(|c: char| c.is_ascii_alphabetic() || c == '$')
            && (name[word..].starts_with('(') || name[..word].contains(|c: char| c.is_ascii_digit()))
    });
    let filled = text.len() > 2 && text.bytes().all(|byte| byte == b'#');
    formula || filled || ERROR_VALUES.contains(&text)
}

/// Whether a text ends as sentences do, with or without the full stop.
fn is_ending(text: &str) -> bool {
    if !text.ends_with(['す', 'た', 'ん', 'る', '）']) {
        return false;
    }
    ["ます", "した", "ません", "でした", "いる", "なる", "する", "した。）", "である"]
        .iter()
        .any(|end| text.ends_with(end))
}

/// Whether a text ends a sentence, with a full stop or without.
pub fn is_sentence(text: &str) -> bool {
    text.ends_with(['。', '．', '！']) || is_ending(text)
}

/// Whether a text begins with its number: `①…`, `(1)…`, `（１）…`, `1 …`, `１．…`.
pub fn starts_with_ordinal(text: &str) -> bool {
    split_ordinal(text).is_some()
}

/// What may stand in front of a number.
const NUMBER_WORDS: [&str; 6] = ["No.", "No．", "Ｎｏ．", "NO.", "ＮＯ．", "№"];

/// Splits the ordinal off the front of a title: (`①`, `相談窓口の充実`). A digit must be set off by a bracket, a dot or a
/// space, an ideograph by a full-width space: `5か年計画` and `一人親` have no ordinal, `一　家庭` has one.
pub fn split_ordinal(text: &str) -> Option<(&str, &str)> {
    let first = text.chars().next()?;
    if text::is_kana_or_ideograph(first) {
        return split_ideographs(text);
    }
    if let Some(numbered) = NUMBER_WORDS.iter().find_map(|word| text.strip_prefix(word)) {
        let numbered = numbered.trim_start();
        let (ordinal, title) = split_ordinal(numbered)?;
        return Some((&text[..text.len() - numbered.len() + ordinal.len()], title));
    }
    if number::circled(first).is_some() {
        let (ordinal, title) = text.split_at(first.len_utf8());
        return non_empty(
            ordinal,
            title.trim_start_matches(|c: char| c.is_whitespace() || matches!(c, '.' | '．' | ':' | '：')),
        );
    }
    let inner = text.trim_start_matches(['(', '（', '〔', '［', '[']);
    let opened = inner.len() < text.len();
    let number = number::leading(inner)?;
    let after = &inner[number.length..];
    if opened {
        let behind = after.strip_prefix([')', '）', '〕', '］', ']'])?;
        // (1)① is one ordinal, too.
        let title = behind.strip_prefix(|c| number::circled(c).is_some()).unwrap_or(behind);
        return non_empty(&text[..text.len() - title.len()], title.trim_start());
    }
    let kanji_number = inner.starts_with(|c: char| "一二三四五六七八九十〇".contains(c));
    if kanji_number {
        return None;
    }
    // 1-2-3, 1.2, 1-(2) and 1(2)① are one ordinal.
    let (mut rest, mut closed) = (after, false);
    while let Some((next, is_closed)) = next_number(rest) {
        (rest, closed) = (next, is_closed);
    }
    let title = rest.trim_start_matches(['.', '．', '、', ':', '：', ')', '）']).trim_start();
    let set_off = closed || title.len() < rest.len() || number::roman(first).is_some();
    let ordinal = &text[..text.len() - rest.len()];
    (set_off && title.starts_with(|c: char| c.is_alphabetic() || "「『（(【".contains(c))).then_some((ordinal, title))
}

/// What follows the next number of an ordinal, and whether that sets a title off by itself: in brackets, or circled.
fn next_number(text: &str) -> Option<(&str, bool)> {
    let behind = text.strip_prefix(['-', '－', '‐', '.', '．', '−']);
    let part = behind.unwrap_or(text);
    if let Some(inside) = part.strip_prefix(['(', '（']) {
        let inside = &inside[number::leading(inside)?.length..];
        return inside.strip_prefix([')', '）']).map(|rest| (rest, true));
    }
    let is_circled = part.starts_with(|c| number::circled(c).is_some());
    let next = number::leading(part).filter(|_| is_circled || behind.is_some())?;
    Some((&part[next.length..], is_circled))
}

/// `二　町の歩み`, but not the letters of one word set apart: `三　重　県`.
fn split_ideographs(text: &str) -> Option<(&str, &str)> {
    let (ordinal, title) = text.split_at(number::leading(text)?.length);
    let title = title.strip_prefix(['\u{3000}', '、'])?.trim_start();
    // 二、三年 are two numbers.
    (begins_with_word(title) && number::leading(title).is_none()).then_some((ordinal, title))
}

/// Whether two letters stand together at the front of a text: they belong to a word that is not set apart.
pub fn begins_with_word(text: &str) -> bool {
    text.chars().take(2).filter(|c| c.is_alphanumeric()).count() == 2
}

/// Both parts, if there is a title.
fn non_empty<'t>(ordinal: &'t str, title: &'t str) -> Option<(&'t str, &'t str)> {
    (!title.is_empty()).then_some((ordinal, title))
}

/// Whether the filled cells of a row all hold one and the same character: `1⇥1⇥⇥1`.
pub fn is_one_stroke<'t>(cells: impl Iterator<Item = &'t str>) -> bool {
    let mut filled = cells.filter(|text| !text.is_empty());
    let Some(first) = filled.next() else { return false };
    first.chars().count() == 1 && !is_dash(first) && filled.all(|text| text == first)
}

/// Whether a text is a stray mark: a sign or two without a letter, kana, ideograph or digit that stand for nothing, as
/// `・` or `~`. A dash, 〃 and the marks of a scale say something.
pub fn is_stray_mark(text: &str) -> bool {
    /// What is longer draws a line.
    const LONGEST: usize = 3;
    let short = !text.is_empty() && text.len() <= LONGEST * '・'.len_utf8() && text.chars().count() <= LONGEST;
    short
        && !text.contains(|c: char| c.is_alphanumeric() || c.is_whitespace())
        && (matches!(text, "*" | "＊") || !is_dash(text))
        && scale::alphabet(text).is_none()
}

/// Whether a text is debris of a table's rule lines: nothing but strokes and dots, at most one character between them.
pub fn is_debris(text: &str) -> bool {
    // Two letters are text: nearly every cell is told by its first two characters.
    if text::begins_with_letters(text) {
        return false;
    }
    let (mut letters, mut strokes) = (0, 0);
    for c in text.chars() {
        if text::is_kana_or_ideograph(c) {
            letters += 1;
            if letters > 1 {
                return false;
            }
            continue;
        }
        match c {
            ':' | '：' | '|' | '｜' | '!' | '.' | '\'' | '`' | '¦' | '_' | ',' | ';' => strokes += 1,
            _ if c.is_whitespace() => {}
            _ if c.is_alphanumeric() && letters == 0 => letters += 1,
            _ => return false,
        }
    }
    strokes > 0 && (letters == 0 || strokes >= 3)
}

#[cfg(test)]
mod tests {
    use super::{Shape, is_debris, is_stray_mark, split_ordinal};
    use crate::interpret::layout::Layout;
    use crate::interpret::scale::Alphabet;

    #[track_caller]
    fn case(text: &str, expected: Shape) {
        assert_eq!(Shape::of(text, Layout::builtin()), expected, "{text}");
    }

    #[test]
    fn cells_have_shapes() {
        case("", Shape::Blank);
        case("Ｂ", Shape::Code(Alphabet::Latin));
        case("ア イ", Shape::Code(Alphabet::Katakana));
        case("延370人", Shape::Number);
        case("企画課 図書館", Shape::Department);
        case("第1節 公園の整備", Shape::Heading);
        case("①相談窓口の充実", Shape::Ordinal);
        case("(1)①相談窓口の充実", Shape::Ordinal);
        case("(1)①", Shape::Number);
        case("相談窓口の充実", Shape::Phrase);
        case("・講座を2回", Shape::Open);
        case("講座を開催しました。", Shape::Sentence);
        case("－", Shape::Dash);
    }

    #[test]
    fn a_digit_with_a_unit_is_a_figure_and_with_a_label_a_code() {
        case("5 世帯", Shape::Number);
        case("1 継続", Shape::Labelled);
        case("１　現状", Shape::Labelled);
        case("6（R4）", Shape::Labelled);
        case("6（）", Shape::Number);
    }

    #[test]
    fn ordinals_are_set_off() {
        assert_eq!(split_ordinal("①相談"), Some(("①", "相談")));
        assert_eq!(split_ordinal("⑴　相談"), Some(("⑴", "相談")));
        assert_eq!(split_ordinal("(1) 相談"), Some(("(1)", "相談")));
        assert_eq!(split_ordinal("１．相談"), Some(("１", "相談")));
        assert_eq!(split_ordinal("1-2 相談"), Some(("1-2", "相談")));
        assert_eq!(split_ordinal("No.2 相談"), Some(("No.2", "相談")));
        assert_eq!(split_ordinal("№ 2　相談"), Some(("№ 2", "相談")));
        assert_eq!(split_ordinal("1-1-(2) 相談"), Some(("1-1-(2)", "相談")));
        assert_eq!(split_ordinal("1(2)③相談"), Some(("1(2)③", "相談")));
        assert_eq!(split_ordinal("3-5歳の健診"), None);
        assert_eq!(split_ordinal("5（仮称）計画"), None);
        assert_eq!(split_ordinal("5か年計画"), None);
        assert_eq!(split_ordinal("一人親家庭の支援"), None);
        assert_eq!(split_ordinal("十二　町の歩み"), Some(("十二", "町の歩み")));
        assert_eq!(split_ordinal("二、町の歩み"), Some(("二", "町の歩み")));
        assert_eq!(split_ordinal("二、三年の計画"), None);
        assert_eq!(split_ordinal("三　重　県"), None);
    }

    #[test]
    fn a_mark_that_says_nothing_is_stray() {
        assert!(["・", "~", "*", "_", "=", "・・"].into_iter().all(is_stray_mark));
        assert!(
            !["", "－", "-", "〃", "○", "→", "★★☆", "・花", "①", "々", "=====", "・ ・"].into_iter().any(is_stray_mark)
        );
    }

    #[test]
    fn strokes_are_debris_and_dashes_are_not() {
        assert!(is_debris("!"));
        assert!(is_debris("と : : : : :"));
        assert!(!is_debris("－"));
        assert!(!is_debris("A:"));
        assert!(!is_debris("継続"));
    }
}
