//! Check boxes: the options of a cell, of which some are ticked, or one is circled.
//!
//! In: the text of a cell. Out: its options in order. What an option means is left to [`super`].

use super::Written;
use crate::interpret::number;
use crate::interpret::text;

/// The options of a cell of check boxes, each with whether it is ticked: `■達成 □一部達成 □未達成`, `（○）拡充　（　）維持`.
/// All boxes stand in front of their options, or all behind.
pub fn check_boxes(text: &str) -> Option<Vec<(bool, &str)>> {
    // Nearly every cell has none at its ends.
    if !text.starts_with(may_be_box) && !text.ends_with(may_be_box) {
        return None;
    }
    let find = [ticks as fn(&str) -> Vec<Tick>, brackets, circles];
    find.into_iter().find_map(|boxes| options(text, &boxes(text)))
}

/// Whether a character is a box or a part of one.
fn may_be_box(c: char) -> bool {
    if text::is_kana_or_ideograph(c) {
        return c == 'レ';
    }
    TICKED.contains(&c)
        || OPEN.contains(&c)
        || matches!(c, '●' | '○' | '（' | '(' | '［' | '[' | '）' | ')' | '］' | ']')
}

/// Boxes that are ticked, and those that are not.
const TICKED: [char; 7] = ['■', '☑', '☒', '✓', '✔', '▣', '✅'];
const OPEN: [char; 2] = ['□', '☐'];

/// A box in a text.
struct Tick {
    ticked: bool,
    start: usize,
    end: usize,
}

/// What stands between two options.
const BETWEEN: [char; 8] = [' ', '\u{3000}', '\n', '・', '、', '，', '／', '/'];

/// The option of each box: what stands between it and the next one. None where an option is missing or goes on behind a
/// gap.
fn options<'t>(text: &'t str, boxes: &[Tick]) -> Option<Vec<(bool, &'t str)>> {
    /// The longest word of a closed vocabulary seen has 8 characters; what is longer is an entry of a list.
    const LONGEST_OPTION: usize = 16;
    let (first, last) = boxes.first().zip(boxes.last())?;
    let starts = boxes.iter().skip(1).map(|next| next.start).chain([text.len()]);
    let ends = [0].into_iter().chain(boxes.iter().map(|before| before.end));
    let spans: Vec<(usize, usize)> = match (first.start == 0, last.end == text.len()) {
        (true, false) => boxes.iter().map(|own| own.end).zip(starts).collect(),
        (false, true) => ends.zip(boxes.iter().map(|own| own.start)).collect(),
        (true, true) | (false, false) => return None,
    };
    let words = spans.into_iter().map(|(start, end)| text[start..end].trim_matches(BETWEEN));
    let options: Vec<(bool, &str)> = boxes.iter().map(|own| own.ticked).zip(words).collect();
    let is_option =
        |word: &str| !word.is_empty() && !word.contains(char::is_whitespace) && word.chars().count() <= LONGEST_OPTION;
    let offers = boxes.iter().any(|own| !own.ticked) && boxes.len() >= 2;
    (offers && options.iter().all(|(_, word)| is_option(word))).then_some(options)
}

/// Boxes of one character. A hand writes レ for a tick; in a word it is a letter.
fn ticks(text: &str) -> Vec<Tick> {
    if !text.contains(OPEN) {
        return Vec::new();
    }
    let mut set_off = true;
    let mut found = Vec::new();
    for (start, c) in text.char_indices() {
        let ticked = TICKED.contains(&c) || (c == 'レ' && set_off);
        if ticked || OPEN.contains(&c) {
            found.push(Tick { ticked, start, end: start + c.len_utf8() });
        }
        set_off = BETWEEN.contains(&c);
    }
    found
}

/// Brackets that hold nothing or a tick: `（○）`, `[ ]`.
fn brackets(text: &str) -> Vec<Tick> {
    const PAIRS: [(char, char); 4] = [('（', '）'), ('(', ')'), ('［', '］'), ('[', ']')];
    const TICKS: [&str; 14] = ["○", "◯", "〇", "●", "◎", "✓", "✔", "レ", "x", "X", "×", "✕", "■", "*"];
    let mut found = Vec::new();
    for (start, opens) in text.char_indices() {
        let Some((_, closes)) = PAIRS.iter().find(|(of, _)| *of == opens) else { continue };
        let behind = start + opens.len_utf8();
        let Some(length) = text[behind..].find(*closes) else { continue };
        let inside = text[behind..behind + length].trim();
        if inside.is_empty() || TICKS.contains(&inside) {
            let end = behind + length + closes.len_utf8();
            found.push(Tick { ticked: !inside.is_empty(), start, end });
        }
    }
    found
}

/// Circles of which one is filled: `○拡充 ●維持`. More filled ones are marks of a list.
fn circles(text: &str) -> Vec<Tick> {
    if !text.starts_with(['●', '○']) {
        return Vec::new();
    }
    let circle = |(start, c): (usize, char)| Tick { ticked: c == '●', start, end: start + c.len_utf8() };
    let found: Vec<Tick> = text.char_indices().filter(|(_, c)| matches!(c, '●' | '○')).map(circle).collect();
    if found.iter().filter(|circle| circle.ticked).count() == 1 { found } else { Vec::new() }
}

/// The place of the one code that is circled in a cell where all of a scale are printed: `１　２　③　４`.
pub(super) fn circled_of_all(text: &str, codes: &[Written]) -> Option<usize> {
    /// Of two, the other one may be a second code in another hand.
    const FEWEST: usize = 3;
    let counts = || codes.iter().enumerate().all(|(at, code)| code.code == (at + 1).to_string());
    if codes.len() < FEWEST || !counts() {
        return None;
    }
    let signs = text.chars().filter(|c| number::circled(*c).is_some() || number::digit(*c).is_some());
    let mut circled = signs.enumerate().filter(|(_, c)| number::circled(*c).is_some());
    circled.next().filter(|_| circled.next().is_none()).map(|(at, _)| at)
}

#[cfg(test)]
mod tests {
    use super::check_boxes;

    /// What a cell offers, a tick in front of what is chosen.
    #[track_caller]
    fn case(cell: &str, expected: &str) {
        let options = check_boxes(cell).unwrap_or_default();
        let options: Vec<String> =
            options.into_iter().map(|(ticked, word)| format!("{}{word}", if ticked { "✓" } else { "" })).collect();
        assert_eq!(options.join(" "), expected, "{cell}");
    }

    #[test]
    fn a_box_stands_before_or_behind_its_option_with_a_gap_or_without() {
        for cell in [
            "□拡充 ■維持 □縮小",
            "□ 拡充\n■ 維持\n□ 縮小",
            "□拡充■維持□縮小",
            "☐拡充・☑維持・☐縮小",
            "□拡充　レ維持　□縮小",
            "□ 拡充\nレ 維持\n□ 縮小",
            "（　）拡充　（○）維持　（　）縮小",
            "[ ] 拡充\n[x] 維持\n[ ] 縮小",
            "○拡充　●維持　○縮小",
            "拡充□　維持■　縮小□",
            "拡充（　）　維持（○）　縮小（　）",
        ] {
            case(cell, "拡充 ✓維持 縮小");
        }
        case("□レンタル □プレゼント", "レンタル プレゼント");
        case("□休止・廃止 ■その他", "休止・廃止 ✓その他");
    }

    #[test]
    fn marks_in_front_of_the_entries_of_a_list_are_no_boxes() {
        for cell in [
            "■花壇の手入れ ■水路の掃除",
            "●花壇 ●水路",
            "○花壇　○水路",
            "□その他（　　）",
            "拡充（一部）　維持（一部）",
            "●町の花壇に四季の花の苗を植えて回った ○水路の泥",
            "□",
            "□■",
        ] {
            case(cell, "");
        }
    }
}
