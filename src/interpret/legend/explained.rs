//! Header cells that explain the codes below them: `評価（Ａ：達成、Ｂ：未達成）`, `方向性　1.拡充 2.継続 3.縮小`.
//!
//! In: a header cell. Out: its name, and the entries behind it. A line that numbers things may number anything; in a
//! header cell the next code is known, so that neither sign nor space need tell it from a label.

use super::entry::{BOUNDARIES, Entry, SEPARATORS, are_scales, end_last_label, entries, trimmed};
use crate::interpret::scale::{self, Alphabet, Written};
use crate::interpret::text;

/// What stands between a name and the codes that are explained behind it.
const OPENS: [char; 18] =
    ['（', '(', '【', '［', '[', '〔', '＜', '〈', '】', '］', ']', '〕', '＞', '〉', '※', '：', ':', '\n'];

/// A header cell that explains its codes behind its name, in brackets or on lines of their own: `評価（Ａ：達成、Ｂ：未達成）`.
#[derive(Clone, Debug)]
pub struct Explained<'t> {
    /// The name.
    pub name: &'t str,
    /// What stands behind it.
    pub(super) behind: &'t str,
    /// Its entries.
    pub(super) entries: Vec<Entry<'t>>,
    /// Nothing but their order tells the codes from the labels.
    pub in_turn: bool,
}

impl<'t> Explained<'t> {
    /// Reads a header cell; none where it explains nothing.
    pub fn of(cell: &'t str) -> Option<Self> {
        /// Five codes, each explained in a few words.
        const LONGEST_CELL: usize = 480;
        /// The name of a column, in bytes.
        const LONGEST_NAME: usize = 72;
        // Which cells can hold one is asked first: it settles nearly every row without a look at an entry.
        if cell.len() > LONGEST_CELL || text::signs(cell).next().is_none() {
            return None;
        }
        // The name may stand in a bracket itself: `【評価】`.
        let bare = cell.trim_start_matches(OPENS);
        let mut space = None;
        let mut beginning = text::signs(bare).take_while(|(at, _)| *at <= LONGEST_NAME);
        let opens = beginning.find(|(at, c)| {
            if space.is_none() && matches!(c, ' ' | '\u{3000}') {
                space = Some(at + c.len_utf8());
            }
            OPENS.contains(c)
        });
        let begins_with_code = |behind: &usize| bare[*behind..].starts_with(|c| scale::folded(c).is_some());
        let opens = opens.map(|(at, c)| at + c.len_utf8());
        [opens, space.filter(begins_with_code)].into_iter().flatten().find_map(|at| Self::behind(bare, at))
    }

    /// The codes.
    pub fn codes(&self) -> Vec<String> {
        self.entries.iter().map(|entry| entry.code.code.clone()).collect()
    }

    /// The same where the name ends with the character in front of a place, in bytes.
    fn behind(cell: &'t str, at: usize) -> Option<Self> {
        let (name, behind) = cell.split_at(at);
        let name = name.trim_end_matches(|c| OPENS.contains(&c) || c.is_whitespace());
        let may_explain = |c: char| SEPARATORS.contains(&c) || c.is_whitespace();
        let found = if text::signs(behind).any(|(_, c)| may_explain(c)) { entries(behind) } else { Vec::new() };
        let in_turn = !are_scales(&found);
        let entries = if in_turn { self::in_turn(behind) } else { found };
        (!name.is_empty() && !entries.is_empty()).then_some(Self { name, behind, entries, in_turn })
    }
}

/// What may stand between a code and its label.
const SIGNS: [char; 10] = ['.', '．', ')', '）', ':', '：', '－', '-', '―', '…'];

/// Two numbered words can stand in any header.
const FEWEST: usize = 3;

/// The entries of a text whose codes follow each other, if it begins with the first of them: `①拡充②継続③縮小`.
fn in_turn(text: &str) -> Vec<Entry<'_>> {
    let first = text.len() - text.trim_start_matches(BOUNDARIES).len();
    let mut found: Vec<Entry<'_>> = entry(text, first).into_iter().collect();
    while let Some(last) = found.last() {
        let mut later = last.label.char_indices().skip(1).map(|(at, _)| text.len() - last.label.len() + at);
        let Some(next) = later.find_map(|at| entry(text, at).filter(|entry| is_next(&entry.code, &found))) else {
            break;
        };
        found.push(next);
    }
    if found.len() < FEWEST {
        return Vec::new();
    }
    let ends: Vec<usize> = found.iter().skip(1).map(|next| next.start).chain([text.len()]).collect();
    for (entry, end) in found.iter_mut().zip(ends) {
        entry.label = trimmed(&entry.label[..entry.label.len() + end - text.len()]);
    }
    end_last_label(text, &mut found);
    if are_all(&found) && !text.contains('。') { found } else { Vec::new() }
}

/// The entry that a line of its own is: `1．拡充`, `A達成`. Kana may begin a word.
pub(super) fn line(line: &str) -> Option<Entry<'_>> {
    /// The longest label of a scale seen has 34 characters.
    const LONGEST_LABEL: usize = 40;
    let entry = entry(line, 0)?;
    let is_word = matches!(entry.code.alphabet, Alphabet::Hiragana | Alphabet::Katakana);
    (!is_word && entry.label.chars().count() <= LONGEST_LABEL && in_turn(line).is_empty()).then_some(entry)
}

/// Whether a line can be one entry of several: see [`codes_of_lines`].
pub fn is_numbered(line: &str) -> bool {
    self::line(line).is_some()
}

/// The codes of lines that explain one each, if they make a scale together.
pub fn codes_of_lines<'t>(lines: impl Iterator<Item = &'t str>) -> Vec<String> {
    let mut found: Vec<Entry<'_>> = Vec::new();
    for next in lines.map_while(line) {
        if !is_next(&next.code, &found) {
            break;
        }
        found.push(next);
    }
    if are_all(&found) { found.into_iter().map(|entry| entry.code.code).collect() } else { Vec::new() }
}

/// The entry that begins at a place of a text; its label is all that stands behind the code.
fn entry(text: &str, at: usize) -> Option<Entry<'_>> {
    let (before, from) = text.split_at(at);
    let first = from.chars().next()?;
    let code = scale::only(&from[..first.len_utf8()])?;
    let behind = &from[first.len_utf8()..];
    let label = behind.trim_start_matches(SIGNS).trim_start();
    let is_set_off = before.is_empty() || before.ends_with(BOUNDARIES);
    let has_sign = label.len() < behind.len();
    let is_free = match code.alphabet {
        // A digit may belong to a figure, and a kana to a word.
        Alphabet::Digit if !matches!(first, '①'..='⑳') => has_sign || is_set_off,
        Alphabet::Hiragana | Alphabet::Katakana => is_set_off,
        Alphabet::Latin | Alphabet::Small => {
            !before.ends_with(|c| scale::folded(c).is_some_and(|(_, of)| of == code.alphabet))
        }
        Alphabet::Digit | Alphabet::Mark => true,
        Alphabet::Roman | Alphabet::Word => false,
    };
    let is_label = label.starts_with(text::is_kana_or_ideograph);
    (is_free && is_label).then_some(Entry { code, label, start: at })
}

/// The place of a code among those of its scale, `S` in front of `A`. Marks have no order of their own.
pub fn place(code: &Written) -> Option<usize> {
    if code.code == "S" { Some(0) } else { scale::place(&code.code, code.alphabet) }
}

/// Whether a code is the next of a scale: up from its first one, or down to it.
fn is_next(code: &Written, before: &[Entry<'_>]) -> bool {
    let Some((first, last)) = before.first().zip(before.last()) else { return true };
    let rises = place(&first.code).is_none_or(|first| first <= 1);
    let (low, high) = if rises { (&last.code, code) } else { (code, &last.code) };
    code.alphabet == last.code.alphabet
        && place(high) == place(low).map(|low| low + 1)
        && before.iter().all(|other| other.code.code != code.code)
}

/// Whether entries whose codes follow each other are all of a scale: one of them is its first, and each says something
/// else.
fn are_all(entries: &[Entry<'_>]) -> bool {
    let begins =
        |entry: Option<&Entry<'_>>| entry.is_some_and(|entry| place(&entry.code).is_none_or(|place| place <= 1));
    let is_own = |at: usize| entries[..at].iter().all(|other| other.label != entries[at].label);
    entries.len() >= FEWEST && (begins(entries.first()) || begins(entries.last())) && (0..entries.len()).all(is_own)
}

#[cfg(test)]
mod tests {
    use super::Explained;
    use crate::diagnostic::Findings;
    use crate::interpret::Options;
    use crate::source::Source;

    /// What a header cell explains, as `name: code label, code label`.
    #[track_caller]
    fn case(cell: &str, expected: &str) {
        let explained = Explained::of(cell).map(|Explained { name, entries, .. }| {
            let entries: Vec<String> =
                entries.iter().map(|entry| format!("{} {}", entry.code.code, entry.label)).collect();
            format!("{name}: {}", entries.join(", "))
        });
        assert_eq!(explained.as_deref().unwrap_or_default(), expected, "{cell}");
    }

    #[test]
    fn codes_that_go_up_need_no_sign() {
        let expected = "方向性: 1 拡充, 2 継続, 3 縮小";
        for cell in [
            "方向性\n1.拡充 2.継続 3.縮小",
            "方向性\n１．拡充\n２．継続\n３．縮小",
            "方向性（1：拡充、2：継続、3：縮小）",
            "方向性（①拡充②継続③縮小）",
            "方向性　１．拡充　２．継続　３．縮小",
            "方向性 (1)拡充 (2)継続 (3)縮小",
            "方向性（1 拡充・2 継続・3 縮小）",
            "【方向性】1－拡充　2－継続　3－縮小",
            "＜方向性＞ 1拡充 2継続 3縮小",
        ] {
            case(cell, expected);
        }
        case("達成度（A達成/B一部達成（5割）/C未達成）", "達成度: A 達成, B 一部達成（5割）, C 未達成");
        case("達成度（S上回る、A届く、B届かない）", "達成度: S 上回る, A 届く, B 届かない");
        case("達成度　3．届く　2．おおむね　1．届かない", "達成度: 3 届く, 2 おおむね, 1 届かない");
        case("達成度（◎達成○一部△未達成）", "達成度: ◎ 達成, ○ 一部, △ 未達成");
        case("方向性（ア拡充　イ継続　ウ縮小）", "方向性: ア 拡充, イ 継続, ウ 縮小");
    }

    #[test]
    fn numbers_and_letters_that_count_or_name_explain_nothing() {
        for cell in [
            "実績（1年目 2年目 3年目）",
            "内容（①計画②実績）",
            "会場　Ａ地区　Ｂ地区　Ｃ地区",
            "倍率（1.5倍 2.5倍 3.5倍）",
            "1.拡充 2.継続 3.縮小",
            "方向性（2.拡充 4.継続 6.縮小）",
            "内容　①苗を植えた。②草を刈った。③水をまいた。",
        ] {
            case(cell, "");
        }
    }

    #[test]
    fn numbered_parts_above_texts_are_no_codes_of_another_column() {
        let rows = "花壇\t苗を植えた。\t1\t公園課\n川\t草を刈った。\t2\t河川課\n道\t穴を埋めた。\t3\t道路課\n";
        let label = |header: &str| {
            let sheet = format!("取組名\t{header}\t担当課\n{rows}");
            let source = Source::made_up(&sheet);
            let read = crate::sheet(&source, &Options::default(), Findings::default());
            let rating = read.records[0].ratings[0].clone();
            (rating.codes.len(), rating.labels.first().map(ToString::to_string))
        };
        assert_eq!(label("内容（①計画②実績③予定）\t評価"), (1, None));
        assert_eq!(label("内容\t評価（①進んだ②少し進んだ③進まない）"), (1, Some("進んだ".to_owned())));
    }
}
