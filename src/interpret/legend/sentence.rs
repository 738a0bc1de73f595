//! Legends in a sentence: `評価は、A（達成）、B（順調）、C（遅れ）とする。`, `8割以上を「○」、8割未満を「△」とした。`,
//! `「○」は達成、「△」は途中を表す。`, `評価は「３」達成、「２」途中、「１」未着手とする。`
//!
//! In: a line. Out: its entries, if the sentence explains codes and does not only use them.

use super::entry::{Entry, behind_last, is_scale, without_count};
use super::title::speaks_of_ratings;
use crate::interpret::scale::{self, Alphabet, MOST_CODES, Written};

/// `公園A（北町）、B（南町）` are names: so few codes with brackets explain none.
const FEWEST_BRACKETED: usize = 3;

/// What opens a quote around a code.
const QUOTES: [char; 4] = ['「', '『', '【', '［'];

/// A code in quotes has at most so many characters, and a label so many: the longest seen has 34.
const LONGEST_CODE: usize = 8;
const LONGEST_LABEL: usize = 60;

/// The entries of a sentence.
pub(super) fn entries(line: &str) -> Vec<Entry<'_>> {
    let (bracketed, end) = bracketed(line, code);
    let before = bracketed.first().map_or("", |first| &line[..first.start]);
    // A line that holds nothing but codes with brackets explains them, whatever it is called.
    let whole = is_blank(&line[end..]);
    // 劣化度：, 必要性： name a degree.
    let names_degree = || {
        let titled = before.trim_end().strip_suffix(['：', ':']);
        titled.is_some_and(|title| title.chars().count() <= LONGEST_CODE && title.ends_with(['度', '性']))
    };
    let is_rated = || speaks_of_ratings(before) || (is_blank(before) && is_about_ratings("", &bracketed));
    // D（…）　E（…） goes on with the line above: no names begin with the fourth letter.
    let place = |entry: &Entry<'_>| scale::place(&entry.code.code, entry.code.alphabet);
    let goes_on = || is_blank(before) && bracketed.first().and_then(place) > Some(1);
    let coded = bracketed.iter().any(|entry| entry.code.alphabet != Alphabet::Word);
    let is_many = coded && (bracketed.len() >= FEWEST_BRACKETED || (whole && (is_rated() || goes_on())));
    if is_many
        && is_scale(&bracketed)
        && (is_about_ratings(line, &bracketed) || (whole && (is_blank(before) || names_degree())))
    {
        return bracketed;
    }
    let clauses = [rated as fn(&str) -> Vec<Entry<'_>>, told, quoted];
    let is_list = |entries: &Vec<Entry<'_>>| line.starts_with(QUOTES) && entries[0].start == 0 && !line.contains('。');
    let explains =
        |entries: &Vec<Entry<'_>>| is_scale(entries) && (is_about_ratings(line, entries) || is_list(entries));
    clauses.into_iter().map(|read| read(line)).find(explains).unwrap_or_default()
}

/// Whether a line that holds entries explains ratings: its words say so, or it rates by marks, which number nothing.
fn is_about_ratings(line: &str, entries: &[Entry<'_>]) -> bool {
    entries.iter().all(|entry| entry.code.alphabet == Alphabet::Mark) || speaks_of_ratings(line)
}

/// Whether a text says nothing: it holds signs and no letters.
fn is_blank(text: &str) -> bool {
    !text.contains(char::is_alphanumeric)
}

/// The codes, as they are read, with their labels in brackets behind them, nothing but a sign between them:
/// `A（達成）、B（順調）`; and where the last bracket ends.
pub(super) fn bracketed(line: &str, code: fn(&str) -> Option<Written>) -> (Vec<Entry<'_>>, usize) {
    let mut found: Vec<Entry<'_>> = Vec::new();
    // Where the text goes on that belongs to no entry yet.
    let mut from = 0;
    for (open, bracket) in line.match_indices(['（', '(']) {
        // A bracket in a label.
        let Some(before) = line.get(from..open) else { continue };
        if found.len() == MOST_CODES {
            return (Vec::new(), 0);
        }
        let is_sign = |c: char| c.is_whitespace() || "、，,・／/：:；;…※「『（(】］）)〕》〉>＞はを".contains(c);
        let mut behind = before.char_indices().rev().take(LONGEST_CODE);
        let start = behind.find(|(_, c)| is_sign(*c)).map_or(from, |(at, c)| from + at + c.len_utf8());
        // A mark may open the line: `■Ａ（達成）`.
        let opened = line[start..open].chars().next().filter(|c| found.is_empty() && !c.is_alphanumeric());
        let marked = start + opened.map_or(0, char::len_utf8);
        let written =
            code(&line[start..open]).or_else(|| code(&line[marked..open])).or_else(|| word(&line[start..open]));
        let Some((code, label)) = written.zip(inside(&line[open + bracket.len()..])) else { continue };
        // Only a sign stands between two entries.
        if !found.is_empty() && !line[from..start].chars().all(|c| is_sign(c) || "」』".contains(c)) {
            return (Vec::new(), 0);
        }
        found.push(Entry { code, label, start });
        from = open
            + bracket.len()
            + label.len()
            + line[open + bracket.len() + label.len()..].chars().next().map_or(0, char::len_utf8);
    }
    (found, from)
}

/// What stands in a bracket that was opened in front of a text, brackets inside of it with it.
fn inside(text: &str) -> Option<&str> {
    let mut open = 1;
    for (at, c) in text.char_indices().take(LONGEST_LABEL) {
        match c {
            '（' | '(' => open += 1,
            '）' | ')' => open -= 1,
            _ => {}
        }
        if open == 0 {
            return (at > 0).then_some(&text[..at]);
        }
    }
    None
}

/// A text that is one code, but for quotes around it.
fn code(text: &str) -> Option<Written> {
    let bare = text.trim_matches(['「', '」', '『', '』', '"', '“', '”']);
    let code = scale::only_explained(bare)?;
    (code.alphabet != Alphabet::Word).then_some(code)
}

/// A word that is a code among codes: `未（未着手）`.
fn word(text: &str) -> Option<Written> {
    scale::only_explained(text).filter(|code| code.alphabet == Alphabet::Word)
}

/// What each code stands for, in front of it: `8割以上を「○」、8割未満を「△」とした。` Behind the last one the sentence says
/// that it is set so.
fn rated(line: &str) -> Vec<Entry<'_>> {
    /// Ways to go on behind the last code.
    const SETS: [&str; 4] = ["と", "で表", "で示", "で評価"];
    let mut found: Vec<Entry<'_>> = Vec::new();
    let mut start = 0;
    for piece in line.split_inclusive(['、', '，']) {
        let end = start + piece.len();
        let bare = piece.trim_end_matches(['、', '，']);
        for particle in ['を', 'は'] {
            let Some(at) = bare.rfind(particle) else { continue };
            let behind = &bare[at + particle.len_utf8()..];
            let last = SETS.iter().filter_map(|sets| behind.find(sets)).min();
            let Some(code) = code(behind[..last.unwrap_or(behind.len())].trim()) else { continue };
            let own = if found.is_empty() { behind_last(&bare[..at], &['。', '：', ':', '※', '】']) } else { 0 };
            let label = bare[own..at].trim();
            if label.is_empty() {
                continue;
            }
            found.push(Entry { code, label, start: start + own });
            if last.is_some() || found.len() > MOST_CODES {
                return if last.is_some() { found } else { Vec::new() };
            }
            break;
        }
        start = end;
    }
    Vec::new()
}

/// What each code stands for, behind it: `「○」は達成、「△」は途中を表す。`, every clause of the sentence one of them.
fn told(line: &str) -> Vec<Entry<'_>> {
    /// Ways to end the last clause.
    const ENDS: [&str; 5] = ["を表す", "を示す", "とする", "である", "です"];
    let sentence = line.split_inclusive('。').next().unwrap_or(line).trim_end_matches('。');
    let mut found: Vec<Entry<'_>> = Vec::new();
    let mut start = 0;
    for piece in sentence.split_inclusive(['、', '，']) {
        let clause = piece.trim_end_matches(['、', '，']);
        let explains = clause.split_once('は').filter(|_| found.len() < MOST_CODES);
        let Some((before, label)) = explains else { return Vec::new() };
        // `評価は、「○」は達成`: first it says of what.
        if found.is_empty() && label.trim().is_empty() {
            start += piece.len();
            continue;
        }
        // `※評価の○は`: in front of the first code it may say of what.
        let own = if found.is_empty() { behind_last(before, &['の', '※', '：', ':']) } else { 0 };
        let Some(code) = code(before[own..].trim()) else { return Vec::new() };
        found.push(Entry { code, label: label.trim(), start: start + own });
        start += piece.len();
    }
    if let Some(last) = found.last_mut() {
        last.label = ENDS.iter().find_map(|end| last.label.strip_suffix(end)).unwrap_or(last.label);
    }
    found
}

/// A label without the verb that tells what the codes of a sentence are: `対象外を表す`.
pub(super) fn without_verb(label: &str) -> &str {
    label.strip_suffix("を表す").or(label.strip_suffix("を示す")).unwrap_or(label)
}

/// What each code in quotes stands for, right behind it, up to a comma: `評価は「３」達成、「２」途中、「１」未着手の３段階です。`
fn quoted(line: &str) -> Vec<Entry<'_>> {
    /// Ways to go on behind the last label.
    const ENDS: [&str; 4] = ["とし", "とす", "で表", "で示"];
    let mut found: Vec<Entry<'_>> = Vec::new();
    for (start, open) in line.match_indices(QUOTES) {
        let inside = &line[start + open.len()..];
        let Some((inside, behind)) = inside.split_once(['」', '』', '】', '］']) else { break };
        // A label holds no quotes: what stands there explains no code.
        let Some(code) = code(inside.trim()).filter(|_| found.len() < MOST_CODES) else { return Vec::new() };
        let end = behind.find(['、', '，', '。', '「', '『', '【', '［']).unwrap_or(behind.len());
        let label = without_count(behind[..end].trim());
        let label = ENDS.iter().filter_map(|end| label.find(end)).min().map_or(label, |at| &label[..at]);
        // は and を tell or rate, which is read elsewhere.
        let is_label = !label.is_empty() && label.chars().count() <= LONGEST_LABEL;
        if !is_label || label.starts_with(['は', 'を', 'が', 'の', 'と', '（', '(', '・']) {
            return Vec::new();
        }
        found.push(Entry { code, label, start });
    }
    if found.len() >= FEWEST_BRACKETED { found } else { Vec::new() }
}

#[cfg(test)]
mod tests {
    use super::entries;

    #[track_caller]
    fn case(line: &str, expected: &[(&str, &str)]) {
        let found = entries(line);
        let found: Vec<(&str, &str)> = found.iter().map(|entry| (entry.code.code.as_str(), entry.label)).collect();
        assert_eq!(found, expected, "{line}");
    }

    #[test]
    fn labels_stand_in_brackets_behind_their_codes() {
        let expected = [("A", "達成"), ("B", "順調（8割以上）"), ("C", "遅れ")];
        case("※評価は、A（達成）、B（順調（8割以上））、C（遅れ）の3段階とする。", &expected);
        case("評価：「Ａ」（達成）・「Ｂ」（順調（8割以上））・「Ｃ」（遅れ）", &expected);
        case("評価区分は「A」（達成）「B」（順調（8割以上））「C」（遅れ）で示す。", &expected);
        case("◎（進んだ）　○（少し進んだ）　△（進まない）", &[("◎", "進んだ"), ("○", "少し進んだ"), ("△", "進まない")]);
        // The line above has the codes before.
        case("Ｄ（遅れ）　Ｅ（中止）", &[("D", "遅れ"), ("E", "中止")]);
        case("Ａ（北町）　Ｂ（南町）", &[]);
        case("公園Ｄ（北町）　公園Ｅ（南町）", &[]);
    }

    #[test]
    fn labels_stand_in_front_of_what_they_are_rated_as() {
        let expected = [("○", "達成率が8割以上のもの"), ("△", "5割以上8割未満のもの"), ("×", "5割未満のもの")];
        case("達成率が8割以上のものを「○」、5割以上8割未満のものを「△」、5割未満のものを「×」と評価した。", &expected);
        case("※達成率が8割以上のものは○、5割以上8割未満のものは△、5割未満のものは×とする。", &expected);
        case("※評価について。8割以上をA、8割未満をBとした。", &[("A", "8割以上"), ("B", "8割未満")]);
    }

    #[test]
    fn labels_stand_behind_what_they_explain() {
        let expected = [("↗", "拡充"), ("→", "継続"), ("↘", "縮小")];
        case("※評価欄の↗は拡充、→は継続、↘は縮小を示す。", &expected);
        case("「↗」は拡充、「→」は継続、「↘」は縮小", &expected);
        case("※今後の方向性は、「↗」は拡充、「→」は継続、「↘」は縮小を表す。", &expected);
        case("○は計画どおり、それ以外は空欄とする。", &[]);
    }

    #[test]
    fn labels_stand_right_behind_quoted_codes() {
        let expected = [("3", "計画以上"), ("2", "計画どおり"), ("1", "未実施")];
        case("評価は「３」計画以上、「２」計画どおり、「１」未実施の３段階で課が行いました。", &expected);
        case("評価区分を【３】計画以上、【２】計画どおり、【１】未実施とする。", &expected);
        case("評価の会では「川」、「森」、「道」を見て回った。", &[]);
        case("評価が「３」と「２」の事業、「１」の事業を見直した。", &[]);
    }

    #[test]
    fn names_are_no_codes_and_codes_that_are_used_explain_none() {
        case("会場はA（北町）、B（南町）、C（西町）です。", &[]);
        case("会場は、北町をA、南町をBとします。", &[]);
        case("評価がAの事業（3件）、Bの事業（2件）、Cの事業（1件）を見直した。", &[]);
        case("本を読む会を、月に一度、図書館で開くこととした。", &[]);
    }
}
