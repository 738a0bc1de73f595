//! What the blocks of a form show of its labels: one block per measure, the same labels in each.
//!
//! In: the rows of a form with the fields that were read by words. Out: labels that nobody listed, known because they
//! come again with something else beside them, and where a block begins: where the first label comes again.

use foldhash::{HashMap, HashSet};

use crate::interpret::classify::is_footnote;
use crate::interpret::form::{Field, is_blank, numbered, wrapped};
use crate::interpret::heading;
use crate::interpret::layout::{self, Family, Fit, Layout};
use crate::interpret::legend;
use crate::interpret::number;
use crate::interpret::scale;
use crate::interpret::shape;
use crate::interpret::text;
use crate::read::lex::{Cell, Rows};

/// A label is a few words; the longest on the forms seen so far has 17 characters.
const LONGEST_LABEL: usize = 24;

/// At least this share of the rows of all blocks begin with a label that each block has: a block may lack a row or have
/// one of its own.
const COMMON_SHARE: f32 = 0.75;

/// Fewer labels than this come again in the rows of a table too: 計画, 実績.
const FEWEST_LABELS: usize = 3;

/// Whether rows are blocks of labels left of values, though words tell few of the labels: the texts in front come again
/// in each block, words tell two of them and one that rates, and the first has another value each time, or the one that
/// names what is evaluated, or the title above it: `目標1⇥朝市`.
pub(super) fn repeat(rows: &Rows<'_>, layout: &Layout) -> bool {
    let pair = |row| {
        let mut filled = rows.of(row).iter().filter(|cell| !cell.text.is_empty());
        let label = filled.next()?;
        let in_front = rows.of(row).first().is_some_and(|first| !first.text.is_empty());
        filled.next().filter(|_| in_front).map(|value| (&*label.text, &*value.text))
    };
    let pairs: Vec<(&str, &str)> = rows.rows.iter().filter_map(pair).collect();
    let is_title = |(label, _): &(&str, &str)| numbered::is_of_title(label, layout);
    let (titles, pairs): (Vec<_>, Vec<_>) = pairs.into_iter().partition(is_title);
    let mut counts: HashMap<&str, usize> = HashMap::default();
    pairs.iter().for_each(|(label, _)| *counts.entry(label).or_default() += 1);
    let is_first = |label: &str| counts[label] > 1 && (!titles.is_empty() || layout.family_at_end(label).is_some());
    let Some(first) = pairs.iter().position(|(label, _)| is_first(label)) else { return false };
    let (opener, blocks) = (pairs[first].0, counts[pairs[first].0]);
    let of_opener = pairs.iter().filter(|pair| titles.is_empty() && pair.0 == opener);
    let values: HashSet<&str> = of_opener.chain(&titles).map(|pair| pair.1).collect();
    // One block may lack a label, or spell it in another way.
    let in_each = |label: &str| counts[label] > 1 && counts[label].abs_diff(blocks) <= 1 && is_label(label);
    let common = pairs[first..].iter().filter(|pair| in_each(pair.0)).count();
    let labels: Vec<&str> = counts.keys().copied().filter(|label| in_each(label)).collect();
    let families = || labels.iter().filter_map(|label| layout.family_at_end(label)).map(|(family, _)| family);
    // 政策 in front of 事業名 is the same for several blocks.
    let mut said: HashSet<(&str, &str)> = HashSet::default();
    let mut differing: HashMap<&str, usize> = HashMap::default();
    for pair in pairs.iter().filter(|pair| said.insert(**pair)) {
        *differing.entry(pair.0).or_default() += 1;
    }
    let names_item = |label: &str| layout.names_item(label);
    let names = |label: &str| differing.get(label) == counts.get(label);
    let differ = values.len() == blocks || labels.iter().any(|label| names_item(label) && names(label));
    differ
        && labels.len() + usize::from(!titles.is_empty()) >= FEWEST_LABELS
        && families().count() > 1
        && families().any(|family| matches!(family, Family::Rating | Family::Judged))
        && common as f32 >= COMMON_SHARE * (pairs.len() - first) as f32
}

/// Whether `label：value` lines are blocks, whatever stands above and between these: no row is that of a table, the
/// first label comes again, words tell one that rates, and nearly all lines from the first label of a block to its last
/// are its fields.
pub(super) fn are_lines(rows: &Rows<'_>, fields: &[Option<Vec<Field<'_>>>], layout: &Layout) -> bool {
    let filled = |at: usize| rows.of(&rows.rows[at]).iter().filter(|cell| !cell.text.is_empty()).count();
    if (0..fields.len()).any(|at| filled(at) > 1) {
        return false;
    }
    let rates = |(label, _): &Field<'_>| {
        matches!(layout.family_at_end(&label.text), Some((Family::Rating | Family::Judged, _)))
    };
    let mut between = Blocks::of(fields).inside(fields);
    let own = fields.iter().zip(&between).filter(|(fields, inside)| fields.is_some() && **inside).count();
    let rests = wrapped::rests(rows, fields, layout).into_iter().flat_map(|rest| rest.lines);
    rests.for_each(|line| between[line] = false);
    let is_between = |at: &usize| between[*at] && fields[*at].is_none() && filled(*at) > 0;
    fields.iter().flatten().flatten().any(rates) && own > (0..fields.len()).filter(is_between).count()
}

/// Takes lines above the first block for no fields where they list what a label of the blocks may say, as a legend
/// does: `進捗状況：順調／遅れ` above blocks with 順調 or 遅れ beside that label. Labels that no block has may stand above them.
pub(super) fn leave_lists(rows: &Rows<'_>, fields: &mut [Option<Vec<Field<'_>>>]) {
    let mut said: HashMap<String, (usize, HashSet<String>)> = HashMap::default();
    for (label, value) in fields.iter().flatten().flatten() {
        let (times, values) = said.entry(label.text.to_string()).or_default();
        *times += 1;
        values.insert(layout::folded_header(&value.text).into_owned());
    }
    for (row, fields) in rows.rows.iter().zip(fields) {
        let Some([(label, _), others @ ..]) = fields.as_deref() else { continue };
        let (times, values) = &said[&*label.text];
        let mut filled = rows.of(row).iter().filter(|cell| !cell.text.is_empty());
        let line = filled.next().filter(|_| others.is_empty() && filled.next().is_none());
        let words = line.into_iter().flat_map(|line| legend::lists_of_words(&line.text)).flat_map(|(_, words)| words);
        if words.map(layout::folded_header).any(|word| values.contains(&*word)) {
            *fields = None;
        } else if *times > 1 {
            return;
        }
    }
}

/// Whether a text can be a label: a few words, no number and no sentence.
pub(super) fn is_label(text: &str) -> bool {
    text.chars().nth(LONGEST_LABEL).is_none() && text.contains(text::is_kana_or_ideograph) && !shape::is_sentence(text)
}

/// The labels of rows that no words told, in the columns where labels stand: `施策のねらい⇥町を守る。` in each block. What comes
/// again with the same words beside it is the header of a small table.
pub(super) fn labels<'r>(rows: &'r Rows<'_>, fields: &[Option<Vec<Field<'_>>>], layout: &Layout) -> HashSet<&'r str> {
    /// Where a label stands.
    struct Seen<'r> {
        front: &'r str,
        times: usize,
        /// The values of its row, if it stands in front.
        values: Vec<&'r str>,
        says: bool,
    }
    let mut seen: HashMap<&str, Seen<'_>> = HashMap::default();
    for (row, _) in rows.rows.iter().zip(fields).filter(|(_, fields)| fields.is_none()) {
        let filled: Vec<&Cell<'_>> = rows.of(row).iter().filter(|cell| !cell.text.is_empty()).collect();
        let (pairs, rest) = filled.as_chunks::<2>();
        if rest.is_empty() && rows.of(row).first().is_some_and(|first| !first.text.is_empty()) {
            let front = &*filled[0].text;
            for (at, [label, _]) in pairs.iter().enumerate() {
                let values = || pairs.iter().map(|[_, value]| &*value.text);
                let of = seen.entry(&label.text).or_insert_with(|| Seen {
                    front,
                    times: 0,
                    values: if at == 0 { values().collect() } else { Vec::new() },
                    says: at == 0 && values().any(|value| scale::alphabet(value).is_some()),
                });
                // 良い stands behind one label and another, and not in all rows of one.
                of.times += usize::from(of.front == front);
                of.says |= at == 0 && !values().eq(of.values.iter().copied());
            }
        }
    }
    let stands = |label: &str| {
        let (of, front) = (&seen[label], &seen[seen[label].front]);
        let is_title = numbered::is_of_title(label, layout);
        of.times > 1 && of.times == front.times && front.says && is_label(label) && !is_title
    };
    seen.keys().copied().filter(|label| stands(label)).collect()
}

/// Where the blocks of a form begin.
#[derive(Default)]
pub(super) struct Blocks {
    /// The first label of all rows that comes again in front of one.
    opener: Option<String>,
    /// How often a label stands in the first block, if more than once: `理由` below each of two ratings.
    often: HashMap<String, usize>,
}

impl Blocks {
    /// The blocks of the rows of a form.
    pub(super) fn of(fields: &[Option<Vec<Field<'_>>>]) -> Self {
        let first = |fields: &[Field<'_>]| fields.first().map(|(label, _)| label.text.to_string());
        let mut counts: HashMap<String, usize> = HashMap::default();
        for label in fields.iter().flatten().filter_map(|fields| first(fields)) {
            *counts.entry(label).or_default() += 1;
        }
        let mut firsts = fields.iter().flatten().filter_map(|fields| first(fields));
        let Some(opener) = firsts.find(|label| counts[label] > 1) else { return Self::default() };
        let mut blocks = Self { opener: Some(opener), often: HashMap::default() };
        let from = fields.iter().position(|row| blocks.open(row)).unwrap_or_default();
        let behind = fields[from + 1..].iter().take_while(|row| row.is_some() && !blocks.open(row));
        let mut often: HashMap<String, usize> = HashMap::default();
        for (label, _) in fields[from..=from].iter().chain(behind).flatten().flatten() {
            *often.entry(label.text.to_string()).or_default() += 1;
        }
        blocks.often = often;
        blocks
    }

    /// Whether a block begins with a row.
    pub(super) fn open(&self, row: &Option<Vec<Field<'_>>>) -> bool {
        let first = row.as_ref().and_then(|fields| fields.first());
        first.is_some_and(|(label, _)| self.opener.as_deref() == Some(&*label.text))
    }

    /// Whether blocks are told by their first label.
    pub(super) fn are_known(&self) -> bool {
        self.opener.is_some()
    }

    /// Which rows stand between the fields of one block.
    pub(super) fn inside(&self, fields: &[Option<Vec<Field<'_>>>]) -> Vec<bool> {
        let mut goes_on = false;
        let below = fields.iter().rev().map(|row| {
            goes_on = if row.is_some() { !self.open(row) } else { goes_on };
            goes_on && self.are_known()
        });
        let mut inside: Vec<bool> = below.collect();
        inside.reverse();
        inside
    }

    /// How often a label stands in a block.
    pub(super) fn often(&self, label: &str) -> usize {
        self.often.get(label).copied().unwrap_or(1)
    }

    /// Reads what stands inside of a block as part of it: a label that no other block has, with its value, and text
    /// with no label at all, as the second line of a value is. Above the first label of a block it is a heading.
    pub(super) fn fill<'s>(&self, fields: &mut [Option<Vec<Field<'s>>>], rows: &Rows<'s>, layout: &Layout) {
        if self.opener.is_none() {
            return;
        }
        let mut inside = false;
        for at in 0..fields.len() {
            let next = fields.get(at + 1);
            let goes_on = next.is_some_and(|next| next.is_some() && !self.open(next));
            let filled: Vec<&Cell<'s>> =
                rows.of(&rows.rows[at]).iter().filter(|cell| !cell.text.is_empty()).take(3).collect();
            let ends = next.is_none_or(|_| is_blank(rows, at + 1));
            let in_front = rows.of(&rows.rows[at]).first().is_some_and(|first| !first.text.is_empty());
            let field = match filled[..] {
                _ if fields[at].is_some() => None,
                [label, value] if in_front && (goes_on || (inside && ends)) => {
                    let names = is_label(&label.text)
                        && heading::opening(&label.text, layout).is_none()
                        && !numbered::is_of_title(&label.text, layout);
                    let is_value = layout.family_at_end(&value.text).is_none_or(|(_, fit)| fit != Fit::Whole);
                    (names && is_value).then(|| (label.clone(), value.clone()))
                }
                [value] if inside && (goes_on || (ends && !in_front)) => {
                    // 1/8; a bare number may be a value.
                    let ends_page = || shape::is_page_number(&value.text) && !number::is_alone(&value.text);
                    let is_text = !is_footnote(&value.text) && !is_caption(&value.text, layout) && !ends_page();
                    is_text.then(|| (Cell::blank(value.span.start()), value.clone()))
                }
                _ => None,
            };
            if let Some(field) = field {
                fields[at] = Some(vec![field]);
            }
            inside = fields[at].is_some();
        }
    }
}

/// Whether a line stands above a part of a block: `２　評価`.
pub(super) fn is_caption(text: &str, layout: &Layout) -> bool {
    heading::enumerated(text).is_some() || heading::opening(text, layout).is_some()
}

#[cfg(test)]
mod tests {
    use crate::diagnostic::Findings;
    use crate::interpret::Options;
    use crate::source::Source;

    /// The item, the lines, the ratings and the path of each record of three blocks, and how many findings there are.
    fn read(block: impl Fn(usize, &str) -> String) -> (Vec<String>, usize) {
        let names = ["花壇の手入れ", "川の掃除", "朝市の開催"];
        let blocks = names.iter().enumerate().map(|(at, name)| block(at, name)).collect::<Vec<_>>().concat();
        let sheet = format!("白波町　点検票\n\n{blocks}").replace('|', "\t");
        let source = Source::made_up(&sheet);
        let read = crate::sheet(&source, &Options::default(), Findings::default());
        let told = |record: &crate::record::Record<'_>| {
            let item = record.item.as_ref().map(|item| &*item.title).unwrap_or_default();
            let ratings = record.ratings.iter().map(|rating| &*rating.printed).collect::<Vec<_>>().concat();
            let path = record.path.iter().map(|heading| heading.title.as_str()).collect::<Vec<_>>().concat();
            format!("{item} {ratings} {} {path}", record.texts.len())
        };
        (read.records.iter().map(told).collect(), read.findings.len())
    }

    fn told(told: [&str; 3]) -> Vec<String> {
        told.map(str::to_owned).to_vec()
    }

    #[test]
    fn the_first_label_begins_a_block_though_others_come_again_and_no_line_is_blank() {
        let block = |at: usize, name: &str| {
            let group = if at == 2 { "■みどり部\n" } else { "" };
            format!(
                "{group}整理番号|{at}|取組名|{name}\nめざす姿|{name}が続く。||\n自己点検|A|理由|{name}を見た。\n外部点検|B|理由|{name}を聞いた。\n"
            )
        };
        let expected = told(["花壇の手入れ AB 2 ", "川の掃除 AB 2 ", "朝市の開催 AB 2 みどり部"]);
        assert_eq!(read(block), (expected, 0));
    }

    #[test]
    fn the_label_of_the_item_tells_blocks_where_the_first_says_the_same() {
        let block = |at: usize, name: &str| {
            let code = ["A", "B", "A"][at];
            format!(
                "政策|町を守る||\n事業名|{name}||\nめざす姿|{name}が続く。||\n手だて|{name}を行う。||\n次の一手|{name}を増やす。||\n\
                 総合評価|{code}||\n\n"
            )
        };
        let (records, _) = read(block);
        let expected = ["花壇の手入れ A 3 町を守る", "川の掃除 B 3 町を守る", "朝市の開催 A 3 町を守る"];
        assert_eq!(records, told(expected));
    }

    #[test]
    fn digits_in_front_of_a_word_are_an_amount_behind_a_label_of_other_blocks() {
        let block = |at: usize, name: &str| {
            let amount = ["12項目", "3ha", "4回"][at];
            format!("事業名|{name}||\n指標|調べた数|計画|{amount}\nめざす姿|{name}が続く。||\n総合評価|A||\n\n")
        };
        assert_eq!(read(block).0, told(["花壇の手入れ A 2 ", "川の掃除 A 2 ", "朝市の開催 A 2 "]));
    }

    #[test]
    fn a_value_between_labels_of_other_blocks_may_be_a_word_for_columns() {
        let block = |figure: &str, at: usize, name: &str| {
            let value = ["苗の数", figure, "来た人"][at];
            format!(
                "事業名|{name}|担当係|花係\n指標|{value}|目標|延べ{at}00人\nめざす姿|{name}が続く。||\n総合評価|A||\n\n"
            )
        };
        let plain = read(|at, name| block("泥の量", at, name));
        assert_eq!(plain.0[1].split(' ').nth(1), Some("A"));
        assert_eq!(read(|at, name| block("参加者数", at, name)), plain);
    }

    #[test]
    fn the_number_of_a_page_at_its_edge_is_no_value() {
        let block = |end: &'static str| {
            move |at: usize, name: &str| {
                let end = end.replace('?', &(at + 1).to_string());
                format!("事業名|{name}||\nめざす姿|{name}が続く。||\n評価|A||\n次の一手|{name}を増やす。||\n{end}\n")
            }
        };
        assert_eq!(read(block("|||?/3\n")), read(block("")));
        // A bare number may be one.
        assert_eq!(read(block("|||?\n")).0[0], "花壇の手入れ A1 2 ");
    }

    #[test]
    fn a_block_may_have_another_label_in_front_or_one_of_its_own_inside() {
        let block = |first: &str, own: &str, name: &str| {
            format!("{first}|{name}\nめざす姿|{name}が続く。\n{own}評価|A\n次の一手|{name}を増やす。\n\n")
        };
        let first = |at: usize, name: &str| block(if at == 1 { "事業の名" } else { "事業名" }, "", name);
        assert_eq!(read(first), (told(["花壇の手入れ A 2 ", "川の掃除 A 2 ", "朝市の開催 A 2 "]), 0));
        let own = |at: usize, name: &str| block("事業名", ["", "", "雨の日|休んだ。\n"][at], name);
        assert_eq!(read(own), (told(["花壇の手入れ A 2 ", "川の掃除 A 2 ", "朝市の開催 A 3 "]), 0));
    }

    #[test]
    fn captions_and_tables_inside_a_block_do_not_end_it() {
        let block = |at: usize, name: &str| {
            format!(
                "施策名|{name}|担当課|公園課\n【ねらい】||\nめざす姿|{name}が続く。\n指標名|目標|実績|達成率\n会の数{at}|1|2|50%\n評価|A|理由|{name}を見た。\n\n"
            )
        };
        let (records, _) = read(block);
        assert_eq!(records.iter().filter(|record| record.contains(" A ")).count(), 3, "{records:?}");
        assert!(records[0].starts_with("花壇の手入れ A"), "{records:?}");
    }

    #[test]
    fn labels_above_the_first_block_are_of_the_sheet() {
        let block = |at: usize, name: &str| {
            let above = if at == 0 { "年度|令和6年度|作成課|企画課\n\n" } else { "" };
            format!("{above}施策番号|{at}|施策名|{name}\nめざす姿|{name}が続く。||\n評価|B|見た訳|{name}を見た。\n\n")
        };
        assert_eq!(read(block).0, told(["花壇の手入れ B 3 ", "川の掃除 B 3 ", "朝市の開催 B 3 "]));
    }

    #[test]
    fn a_list_above_the_first_block_of_what_its_labels_may_say_is_no_field() {
        let block = |at: usize, name: &str| {
            let above = if at == 0 {
                "作成課|企画課\n進捗状況：順調／遅れ／中止\n\n基本方針１　緑\n"
            } else {
                ""
            };
            let said = ["順調", "遅れ", "順調"][at];
            format!(
                "{above}取組番号|{at}|取組名|{name}\nめざす姿|{name}が続く。\n進捗状況|{said}|見た訳|{name}を見た。\n\n"
            )
        };
        assert_eq!(read(block), (told(["花壇の手入れ 順調 3 緑", "川の掃除 遅れ 3 緑", "朝市の開催 順調 3 緑"]), 0));
    }

    #[test]
    fn two_words_of_one_block_are_what_it_says() {
        let block = |at: usize, name: &str| {
            let said = ["順調／遅れ", "遅れ", "順調"][at];
            format!("取組名：{name}\n進捗状況：{said}\nめざす姿：{name}が続く。\n\n")
        };
        assert_eq!(read(block).0, told(["花壇の手入れ 順調／遅れ 0 ", "川の掃除 遅れ 0 ", "朝市の開催 順調 0 "]));
    }

    #[test]
    fn rows_of_a_table_whose_first_words_come_again_are_no_blocks() {
        let block = |_: usize, name: &str| {
            format!("取組：{name}\n項目|一年目|二年目\n計画|{name}|{name}の会\n実績|開いた。|続けた。\n評価|A|B\n\n")
        };
        let (records, _) = read(block);
        assert!(records.iter().all(|record| !record.contains("AAA")), "{records:?}");
    }
}
