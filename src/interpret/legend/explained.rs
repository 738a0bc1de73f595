//! Header cells that explain the codes below them: `評価（Ａ：達成、Ｂ：未達成）`, `方向性　1.拡充 2.継続 3.縮小`.
//!
//! In: a header cell. Out: its name, and the entries behind it. A line that numbers things may number anything; in a header
//! cell the next code is known, so that neither sign nor space need tell it from a label.

use super::entry::{BOUNDARIES, Entry, SEPARATORS, are_scales, end_last_label, entries, trimmed};
use crate::interpret::scale::{self, Alphabet, Written};
use crate::interpret::text;

/// What stands between a name and the codes that are explained behind it.
const OPENS: [char; 11] = ['（', '(', '【', '［', '[', '〔', '＜', '※', '：', ':', '\n'];

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
        if cell.len() > LONGEST_CELL {
            return None;
        }
        let mut space = None;
        let mut beginning = cell.char_indices().take_while(|(at, _)| *at <= LONGEST_NAME);
        let opens = beginning.find(|(at, c)| {
            if space.is_none() && matches!(c, ' ' | '\u{3000}') {
                space = Some(at + c.len_utf8());
            }
            OPENS.contains(c)
        });
        let begins_with_code = |behind: &usize| cell[*behind..].starts_with(|c| scale::folded(c).is_some());
        let opens = opens.map(|(at, c)| at + c.len_utf8());
        [opens, space.filter(begins_with_code)].into_iter().flatten().find_map(|at| Self::behind(cell, at))
    }

    /// The same where the name ends with the character in front of a place, in bytes.
    fn behind(cell: &'t str, at: usize) -> Option<Self> {
        let (name, behind) = cell.split_at(at);
        let name = name.trim_end_matches(|c| OPENS.contains(&c) || c.is_whitespace());
        let may_explain = |c: char| SEPARATORS.contains(&c) || c.is_whitespace();
        let found = if behind.contains(may_explain) { entries(behind) } else { Vec::new() };
        let in_turn = !are_scales(&found);
        let entries = if in_turn { self::in_turn(behind) } else { found };
        (!name.is_empty() && !entries.is_empty()).then_some(Self { name, behind, entries, in_turn })
    }
}

/// Two numbered words can stand in any header.
const FEWEST: usize = 3;

/// The entries of a text whose codes follow each other, if it begins with the first of them: `①拡充②継続③縮小`.
fn in_turn(text: &str) -> Vec<Entry<'_>> {
    let first = text.len() - text.trim_start_matches(BOUNDARIES).len();
    let mut found: Vec<Entry<'_>> = entry(text, first).into_iter().filter(|first| is_first(&first.code)).collect();
    while let Some(last) = found.last() {
        let is_new = |code: &Written| found.iter().all(|other| other.code.code != code.code);
        let is_next = |entry: &Entry<'_>| follows(&entry.code, &last.code) && is_new(&entry.code);
        let mut later = last.label.char_indices().skip(1).map(|(at, _)| text.len() - last.label.len() + at);
        let Some(next) = later.find_map(|at| entry(text, at).filter(is_next)) else { break };
        found.push(next);
    }
    let ends: Vec<usize> = found.iter().skip(1).map(|next| next.start).chain([text.len()]).collect();
    for (entry, end) in found.iter_mut().zip(ends) {
        entry.label = trimmed(&entry.label[..entry.label.len() + end - text.len()]);
    }
    end_last_label(text, &mut found);
    let is_own = |at: usize| found[..at].iter().all(|other| other.label != found[at].label);
    let are_labels = (0..found.len()).all(is_own) && !text.contains('。');
    if found.len() >= FEWEST && are_labels { found } else { Vec::new() }
}

/// The entry that begins at a place of a text; its label is all that stands behind the code.
fn entry(text: &str, at: usize) -> Option<Entry<'_>> {
    let (before, from) = text.split_at(at);
    let first = from.chars().next()?;
    let code = scale::only(&from[..first.len_utf8()])?;
    let behind = &from[first.len_utf8()..];
    let label = behind.trim_start_matches(['.', '．', ')', '）', ':', '：']).trim_start();
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

/// Whether a code can be the first of a scale.
fn is_first(code: &Written) -> bool {
    matches!(scale::place(&code.code, code.alphabet), Some(1) | None) || code.code == "S"
}

/// Whether a code is the one behind another in their scale. Marks have no order of their own.
fn follows(code: &Written, last: &Written) -> bool {
    let place = |code: &Written| if code.code == "S" { Some(0) } else { scale::place(&code.code, code.alphabet) };
    code.alphabet == last.alphabet && place(code) == place(last).map(|place| place + 1)
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
        ] {
            case(cell, expected);
        }
        case("達成度（A達成/B一部達成（5割）/C未達成）", "達成度: A 達成, B 一部達成（5割）, C 未達成");
        case("達成度（S上回る、A届く、B届かない）", "達成度: S 上回る, A 届く, B 届かない");
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
