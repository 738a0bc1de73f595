//! Header cells without what varies from sheet to sheet.
//!
//! In: a header cell. Out: its words in the form that layouts are looked up in, and whether it is a year. What the
//! words mean is left to [`super::Layout`].

use std::borrow::Cow;

use crate::interpret::number;
use crate::interpret::text;

/// A header word in the form it is compared in: without white space, in small narrow letters and digits, and without
/// the full stop of an abbreviation, with its kana in full width. `Ｎｏ．`, `No.` and `NO` are one, and `ｺｰﾄﾞ` and `コード`.
pub fn folded_header(header: &str) -> Cow<'_, str> {
    let varies =
        |c: char| c.is_whitespace() || folded_letter(c) != c || matches!(c, '.' | '．' | '\u{FF61}'..='\u{FF9F}');
    if !text::signs(header).any(|(_, c)| varies(c)) {
        return Cow::Borrowed(header);
    }
    if let Some(full) = text::full_width_kana(header) {
        return Cow::Owned(folded_header(&full).into_owned());
    }
    let mut folded = String::with_capacity(header.len());
    folded.extend(header.chars().filter(|c| !c.is_whitespace()).map(folded_letter));
    folded.truncate(without_stop(&folded).len());
    Cow::Owned(folded)
}

/// A header word in the form in which pages know it again: brackets and signs are narrow in it too. `（H30）` and `(H30)`
/// are one.
pub fn compared_header(header: &str) -> Cow<'_, str> {
    let folded = folded_header(header);
    if !folded.contains(is_wide_sign) {
        return folded;
    }
    let narrow = |c: char| if is_wide_sign(c) { narrow(c) } else { c };
    Cow::Owned(folded.chars().map(narrow).collect())
}

/// Signs of ASCII in full width; folding leaves no wide letters.
fn is_wide_sign(c: char) -> bool {
    matches!(c, '！'..='～')
}

/// A character of ASCII in full width as a narrow one.
fn narrow(c: char) -> char {
    char::from_u32(c as u32 - '！' as u32 + '!' as u32).unwrap_or(c)
}

/// A Latin letter or a digit small and narrow; other characters as they are.
pub(super) fn folded_letter(c: char) -> char {
    let narrow = match c {
        'Ａ'..='Ｚ' | 'ａ'..='ｚ' | '０'..='９' => narrow(c),
        _ => c,
    };
    narrow.to_ascii_lowercase()
}

/// A text without the full stop of an abbreviation at its end: `No.`.
pub(super) fn without_stop(text: &str) -> &str {
    let word = text.trim_end_matches(['.', '．']);
    let is_letter = |c: char| folded_letter(c).is_ascii_lowercase();
    if word.ends_with(is_letter) { word } else { text }
}

/// A header cell without what varies: white space, the year in front, brackets behind.
pub(super) fn bare_header(header: &str) -> Cow<'_, str> {
    if is_plain(header) {
        return Cow::Borrowed(bare_plain_header(header));
    }
    let bare = folded_header(header);
    let without_year = strip_year(&bare);
    let cut = without_year.find(BRACKETS).filter(|&at| at > 0).unwrap_or(without_year.len());
    let (named, note) = without_year.split_at(cut);
    let core = if is_abbreviation(named) && !note.is_empty() { note } else { named }.trim_matches(AROUND);
    if core.len() == bare.len() { bare } else { Cow::Owned(core.to_owned()) }
}

/// `Ｐ（計画）`, `DO（実施）`: the steps of a cycle, and in brackets what they stand for.
fn is_abbreviation(named: &str) -> bool {
    const STEPS: [&str; 15] =
        ["p", "d", "c", "a", "Ｐ", "Ｄ", "Ｃ", "Ａ", "plan", "do", "check", "act", "action", "kpi", "kgi"];
    STEPS.contains(&named)
}

/// Whether a header cell says only how the column above it is filled: a bracket, the mark of a note, a unit, or the
/// codes to choose from. `（千円）`, `（令和4年度）`, `※1`, `％`, `A～D`.
pub fn is_note(header: &str) -> bool {
    // Nearly every header is a word without a sign.
    is_unit(header) || (text::signs(header).next().is_some() && (is_marked(header) || tells_codes(header)))
}

/// Whether a name says that what it stands for is measured.
pub fn names_indicators(name: &str) -> bool {
    const WORDS: [&str; 4] = ["指標", "kpi", "kgi", "indicator"];
    let name = folded_header(name);
    WORDS.iter().any(|word| name.contains(word))
}

/// Whether a header cell is a bracket and nothing else, or the mark of a note.
fn is_marked(header: &str) -> bool {
    header.starts_with('※')
        || header.starts_with(['（', '('])
            && header.find(['）', ')']).is_some_and(|at| header[at..].chars().nth(1).is_none())
}

/// Whether a text is a unit and nothing else, one that names no column by itself as 施設 or 時間 may: `千円`, `単位：人`.
pub fn is_unit(text: &str) -> bool {
    let text = text.trim();
    let unit = text.strip_prefix("単位").map_or(text, |unit| unit.trim_start_matches(['：', ':']));
    matches!(
        unit,
        "円" | "千円"
            | "百万円"
            | "万円"
            | "億円"
            | "％"
            | "%"
            | "人"
            | "件"
            | "回"
            | "か所"
            | "カ所"
            | "ヶ所"
            | "箇所"
            | "ha"
            | "ｈａ"
            | "t"
            | "人日"
            | "世帯"
            | "戸"
            | "台"
            | "店"
            | "校"
            | "冊"
            | "枚"
            | "㎡"
            | "km"
            | "ｋｍ"
            | "kg"
            | "トン"
            | "ポイント"
    )
}

/// Whether a text names the codes of a scale and nothing else: `A～D`, `１～５`, `A・B・C`, `○△×`.
fn tells_codes(text: &str) -> bool {
    const MARKS: &str = "◎○〇◯●△▲×✕☓";
    const LONGEST: usize = 24;
    // Nearly every header begins with a word, and only あ～お does so too.
    let is_word = text.starts_with(text::is_kana_or_ideograph) && !text.contains(['～', '〜', '~']);
    if text.len() > LONGEST || is_word {
        return false;
    }
    let between = |c: &char| matches!(c, '・' | '、' | '／' | '/') || c.is_whitespace();
    let letters: Vec<char> = text.chars().filter(|c| !between(c)).map(folded_letter).collect();
    match letters[..] {
        // 1-2 is the number of a row.
        [first, '-' | '－' | '‐', last] => first != last && first.is_ascii_lowercase() && last.is_ascii_lowercase(),
        [first, '～' | '〜' | '~', last] => {
            first != last && [first, last].iter().all(|&c| c.is_ascii_alphanumeric() || text::is_kana_or_ideograph(c))
        }
        // Two codes in one cell are two ratings.
        [_, _, _, ..] if text.contains(|c| between(&c)) && letters.iter().all(char::is_ascii_lowercase) => true,
        _ => letters.len() > 1 && letters.iter().all(|c| MARKS.contains(*c)),
    }
}

/// The same of a plain one.
pub(super) fn bare_plain_header(header: &str) -> &str {
    strip_year(header).trim_start_matches(BULLETS)
}

/// What is cut off a header, from here on: brackets and notes.
pub(super) const BRACKETS: [char; 9] = ['（', '(', '【', '［', '[', '〔', '〈', '《', '※'];

/// What may stand before a header word.
const BULLETS: [char; 8] = ['①', '②', '③', '④', '⑤', '・', '●', '○'];

/// What may stand around one.
const AROUND: [char; 24] = [
    '①', '②', '③', '④', '⑤', '・', '●', '○', '（', '(', '）', ')', '【', '】', '〔', '〕', '［', '］', '[', ']', '〈',
    '〉', '《', '》',
];

/// Whether a header cell varies at its front only: it holds no white space, capital or wide letter, bracket or full
/// stop. Says no of other marks too; most header cells have none.
pub(super) fn is_plain(header: &str) -> bool {
    !text::signs(header).any(|(_, c)| {
        matches!(c, '\0'..=' ' | '(' | '[' | 'A'..='Z' | '\u{85}' | '\u{A0}' | '\u{1680}' | '（' | '［' | '．')
            || matches!(c, 'Ａ'..='Ｚ' | 'ａ'..='ｚ' | '\u{FF61}'..='\u{FF9F}')
            // Spaces, ※, 。 and 【 among other punctuation and signs.
            || matches!(c, '\u{2000}'..='\u{303F}')
    })
}

/// Whether a header cell is a year and nothing else: `H28`, `令和4年度`, `2023年度`, `R1`.
pub fn is_year(header: &str) -> bool {
    const LONGEST_YEAR: usize = 8;
    let header = if is_marked(header) { header.trim_matches(AROUND) } else { header };
    // It begins with a digit or the name of an era.
    let is_beginning = |c: char| {
        matches!(c, '0'..='9' | '０'..='９' | '平' | '令' | '昭' | 'H' | 'R' | 'S' | 'Ｈ' | 'Ｒ' | '元' | '第')
            || matches!(c, '上' | '下' | '前' | '中' | '後' | '短' | '長' | '昨' | '今' | '本' | '翌' | '基')
    };
    if !header.trim_start().starts_with(is_beginning) {
        return false;
    }
    let squeezed: String = header.split_whitespace().collect();
    if ["前年度", "昨年度", "今年度", "本年度", "翌年度", "基準年度"].contains(&&*squeezed) {
        return true;
    }
    let era = ["平成", "令和", "昭和", "H", "R", "S", "Ｈ", "Ｒ"].iter().find_map(|era| squeezed.strip_prefix(era));
    let rest = era.unwrap_or(&squeezed);
    let is_digit = |c: char| c.is_ascii_digit() || ('０'..='９').contains(&c) || c == '元';
    let after = rest.trim_start_matches(is_digit);
    let digits = rest.len() - after.len();
    let named = era.is_some() || (after.starts_with('年') && digits > 0) || (digits == 4 && rest.starts_with("20"));
    is_part_of_year(header)
        || digits > 0
            && named
            && matches!(after, "" | "年度" | "年" | "年度末")
            && squeezed.chars().count() <= LONGEST_YEAR
}

/// Whether a header cell is a part of a year and nothing else: `4月`, `第１四半期`, `上半期`.
pub fn is_part_of_year(header: &str) -> bool {
    let bare = header.strip_prefix('第').unwrap_or(header);
    let after = bare.trim_start_matches(|c| number::digit(c).is_some());
    let digits = bare[..bare.len() - after.len()].chars().count();
    matches!(header, "上期" | "下期" | "上半期" | "下半期" | "前期" | "中期" | "後期" | "短期" | "長期")
        || (digits == 1 && after == "四半期")
        || ((1..=2).contains(&digits) && bare.len() == header.len() && matches!(after, "月" | "月末"))
}

/// Whether a header says that what stands below it is to be done: `年度別計画`, `実施スケジュール`.
pub fn is_plan(header: &str) -> bool {
    const PLANS: [&str; 5] = ["計画", "スケジュール", "工程", "工程表", "予定"];
    PLANS.iter().any(|plan| header.ends_with(plan))
}

/// Whether a header says of which year it speaks: `令和5年度の主な取組`.
pub fn begins_with_year(header: &str) -> bool {
    let folded = folded_header(header);
    strip_year(&folded).len() < folded.len()
}

/// Takes a fiscal year off the front: `平成25年度`, `令和4年度末`, `R5`, `2023年度`.
fn strip_year(header: &str) -> &str {
    let is_digit = |c: char| c.is_ascii_digit() || ('０'..='９').contains(&c) || c == '元';
    let first = header.chars().next();
    if !first.is_some_and(|c| is_digit(c) || matches!(c, '平' | '令' | '昭' | 'h' | 'r' | 'Ｈ' | 'Ｒ')) {
        return header;
    }
    let era = ["平成", "令和", "昭和", "h", "r", "Ｈ", "Ｒ"].iter().find_map(|era| header.strip_prefix(era));
    let rest = era.unwrap_or(header);
    let after = rest.trim_start_matches(is_digit);
    if after.len() == rest.len() {
        return header;
    }
    let tail = ["年度末", "年度", "年", ""].iter().find_map(|unit| after.strip_prefix(unit)).unwrap_or(after);
    if tail.is_empty() { header } else { tail.trim_start_matches(['の', '末']) }
}
