//! What is said of a whole table above its header: `指定管理者⇥花の会`, with another value above each table.
//!
//! In: rows. Out: those that hold labels with what they stand for, right above a header. Such a row spans no columns,
//! and no row of a table stands there, but a header of levels has cells in the same places: what tells them apart is
//! that the labels come again with other values, or that words tell labels and no values. What names a level or an item
//! is left alone: it may be a heading.

mod apart;

use std::ops::Range;

use foldhash::HashMap;

use crate::interpret::header;
use crate::interpret::layout::{Family, Layout};
use crate::interpret::legend;
use crate::interpret::scale;
use crate::interpret::shape;
use crate::interpret::text;
use crate::read::lex::{Cell, Rows};

/// A table below such rows has more columns than they have labels and values.
const FEWEST_COLUMNS: usize = 4;

/// One row above a single table may be the upper level of its header.
const FEWEST_ROWS: usize = 2;

/// A label is a few words.
const LONGEST_LABEL: usize = 16;

/// What stands in a row: the column of its first label, the labels, and what they stand for.
struct Pairs<'r> {
    column: usize,
    labels: Vec<&'r str>,
    values: Vec<&'r str>,
}

/// What all rows with a label in the same place say.
struct Said<'r> {
    first: Vec<&'r str>,
    times: usize,
    differs: bool,
}

pub use apart::set_apart;

/// Marks the rows that say something of the table below them.
pub fn find(rows: &mut Rows<'_>, layout: &Layout) {
    let found = told(rows, layout);
    rows.particulars.extend(found);
    rows.particulars.sort_unstable();
}

/// Where the rows begin that say something of the table below them.
fn told<'r>(rows: &'r Rows<'_>, layout: &Layout) -> Vec<usize> {
    let boxes = boxes(rows, layout);
    let mut said: HashMap<(usize, &'r str), Said<'r>> = HashMap::default();
    for pairs in boxes.iter().flat_map(|(_, pairs)| pairs) {
        let new = || Said { first: pairs.values.clone(), times: 0, differs: false };
        let of = said.entry((pairs.column, pairs.labels[0])).or_insert_with(new);
        of.times += 1;
        of.differs |= of.first != pairs.values;
    }
    let of = |pairs: &Pairs<'r>| &said[&(pairs.column, pairs.labels[0])];
    let mut found = Vec::new();
    for (range, pairs) in &boxes {
        // The lowest may be the upper level of the header, which is the same above each table.
        let is_level = |own: &&Pairs<'r>| !of(own).differs && own.values.iter().all(|value| is_word(value, layout));
        let levels = pairs.iter().rev().take_while(is_level).count();
        let own = &pairs[..pairs.len() - levels];
        let come_again = own.iter().all(|own| of(own).times > 1) && own.iter().any(|own| of(own).differs);
        let are_told = || own.len() >= FEWEST_ROWS && are_told(own, layout);
        if come_again || are_told() {
            found.extend(rows.rows[range.start..range.end - levels].iter().map(|row| row.span.start()));
        }
    }
    found
}

/// The runs of rows of labels and values right above headers, be blank lines between.
fn boxes<'r>(rows: &'r Rows<'_>, layout: &Layout) -> Vec<(Range<usize>, Vec<Pairs<'r>>)> {
    let is_blank = |at: usize| rows.of(&rows.rows[at]).iter().all(|cell| cell.text.is_empty());
    let is_wide = |at: usize| filled(rows.of(&rows.rows[at])).nth(FEWEST_COLUMNS - 1).is_some();
    let mut boxes = Vec::new();
    let mut run: Vec<Pairs<'r>> = Vec::new();
    let mut end = 0;
    for at in 0..rows.rows.len() {
        if let Some(own) = pairs(rows.of(&rows.rows[at]), layout) {
            if end < at {
                run.clear();
            }
            run.push(own);
            end = at + 1;
        } else if !run.is_empty() && !is_blank(at) {
            let run = std::mem::take(&mut run);
            if is_wide(at) && header::is_header_row(rows, at, layout) {
                boxes.push((end - run.len()..end, run));
            }
        }
    }
    boxes
}

/// The labels of a row, each with its value behind a colon, in the next column or the one behind that; none if anything
/// else stands in it.
fn pairs<'r>(cells: &'r [Cell<'_>], layout: &Layout) -> Option<Pairs<'r>> {
    const MOST_CELLS: usize = 6;
    // So much settles most rows.
    let count = filled(cells).take(MOST_CELLS + 1).count();
    if count > MOST_CELLS {
        return None;
    }
    if let Some(pairs) = pairs_in_cells(cells, layout) {
        return Some(pairs);
    }
    if count % 2 == 1 {
        return None;
    }
    let filled: Vec<(usize, &str)> = filled(cells).collect();
    let (pairs, _) = filled.as_chunks::<2>();
    let is_pair = |[(label, name), (value, _)]: &[(usize, &str); 2]| value - label <= 2 && is_of_table(name, layout);
    let is_row = pairs.iter().all(is_pair) && !legend::is_row(cells);
    let column = pairs.first().filter(|_| is_row)?[0].0;
    let labels = pairs.iter().map(|[label, _]| label.1).collect();
    Some(Pairs { column, labels, values: pairs.iter().map(|[_, value]| value.1).collect() })
}

/// The labels of a row of which each cell holds one and its value: `指定管理者：花の会⇥指定期間：令和４年から`. A cell alone in
/// its row is a line.
fn pairs_in_cells<'r>(cells: &'r [Cell<'_>], layout: &Layout) -> Option<Pairs<'r>> {
    let pair = |(_, text): (usize, &'r str)| {
        let (label, value) = text.split_once(['：', ':'])?;
        (is_of_table(label, layout) && !value.is_empty()).then_some((label, value))
    };
    let (labels, values): (Vec<_>, Vec<_>) = filled(cells).map(pair).collect::<Option<Vec<_>>>()?.into_iter().unzip();
    let (column, _) = filled(cells).next().filter(|_| labels.len() > 1 && !legend::is_row(cells))?;
    Some(Pairs { column, labels, values })
}

fn filled<'r>(cells: &'r [Cell<'_>]) -> impl Iterator<Item = (usize, &'r str)> {
    cells.iter().enumerate().filter(|(_, cell)| !cell.text.is_empty()).map(|(at, cell)| (at, &*cell.text))
}

/// Whether a text can be a label that tells something of a table: no word for a level or an item, which heads it.
fn is_of_table(text: &str, layout: &Layout) -> bool {
    let heads = || matches!(layout.family_at_end(text), Some((Family::Path | Family::Measure | Family::Item, _)));
    is_label(text) && !heads()
}

/// Whether a text can be a label: a few words, no sentence and no code.
fn is_label(text: &str) -> bool {
    text.chars().nth(LONGEST_LABEL).is_none()
        && text.starts_with(text::is_kana_or_ideograph)
        && !shape::is_sentence(text)
        && scale::alphabet(text).is_none()
}

/// Whether words tell a label of these rows and no value, and all stand in the same columns.
fn are_told(pairs: &[Pairs<'_>], layout: &Layout) -> bool {
    let mut cells = pairs.iter().flat_map(|own| own.labels.iter());
    cells.any(|label| is_word(label, layout))
        && pairs.windows(2).all(|two| two[0].column == two[1].column && two[0].labels.len() == two[1].labels.len())
        && !pairs.iter().flat_map(|own| &own.values).any(|value| is_word(value, layout))
}

/// Whether a text is a word for columns or ends with one.
fn is_word(text: &str, layout: &Layout) -> bool {
    layout.family_at_end(text).is_some()
}

#[cfg(test)]
mod tests {
    use crate::diagnostic::Findings;
    use crate::interpret::Options;
    use crate::source::Source;

    const HEADER: &str = "視点|点検項目|配点|得点|自己評価||市の評価||理由\n";
    const ROWS: &str = "体制|職員|15点|12点|A||B||掃除がよい。\n|研修|10点|9点|B||B||二度受けた。\n";

    /// The names of the columns, and how many records and findings there are.
    fn read(sheet: &str) -> (String, usize, usize) {
        let sheet = sheet.replace('|', "\t");
        let source = Source::made_up(&sheet);
        let read = crate::sheet(&source, &Options::default(), Findings::default());
        let names: Vec<&str> = read.columns.iter().map(|column| &*column.name).collect();
        (names.join(" "), read.records.len(), read.findings.len())
    }

    #[test]
    fn labels_with_other_values_above_each_table_are_no_levels_of_its_header() {
        let names = "視点 点検項目 配点 得点 自己評価 市の評価 理由";
        for [own, other] in [
            [
                "|管理者|花の会\n|期間|令和４年４月から\n|種別|文化施設\n",
                "|管理者|川の会\n|期間|令和５年４月から\n|種別|文化施設\n",
            ],
            ["管理者|花の会\n所在地|花町一丁目\n", "管理者|川の会\n所在地|川町二丁目\n"],
            ["|管理者|花の会||所管課|公園課\n", "|管理者|川の会||所管課|河川課\n"],
            ["|||||||管理者|花の会\n", "|||||||管理者|川の会\n"],
            ["管理者：花の会|||期間：令和４年から\n", "管理者：川の会|||期間：令和５年から\n"],
        ] {
            for blank in ["", "\n"] {
                let sheet = format!(
                    "施設の点検\n\n■ 花の館\n{own}{blank}{HEADER}{ROWS}\n■ 川の館\n{other}{blank}{HEADER}{ROWS}"
                );
                assert_eq!(read(&sheet), (names.to_owned(), 4, 0), "{own}");
            }
        }
    }

    #[test]
    fn levels_that_come_again_above_each_table_stay_those_of_its_header() {
        let table = format!("||評価の点||\n視点|点検項目|配点|得点|自己評価||市の評価||理由\n{ROWS}");
        let level = table.replace("||評価の点||", "||||評価||結果||");
        let sheet = format!("施設の点検\n\n■ 花の館\n|管理者|花の会\n{level}\n■ 川の館\n|管理者|川の会\n{level}");
        let (names, records, _) = read(&sheet);
        assert_eq!((names.contains("管理者"), names.contains("結果"), records), (false, true, 4), "{names}");
    }

    #[test]
    fn a_heading_with_a_colon_stands_above_what_is_said_of_its_table() {
        let block = |name: &str, by: &str| {
            format!("施設名：{name}の館\n管理者：{by}の会|||期間：令和４年から\n{HEADER}{ROWS}\n")
        };
        let sheet = format!("施設の点検\n\n{}{}", block("花", "花"), block("川", "川")).replace('|', "\t");
        let source = Source::made_up(&sheet);
        let read = crate::sheet(&source, &Options::default(), Findings::default());
        let path = |record: &crate::record::Record<'_>| record.path.first().map(|of| of.title.to_string());
        let paths: Vec<String> = read.records.iter().filter_map(path).collect();
        assert_eq!(paths, ["花の館", "花の館", "川の館", "川の館"]);
    }

    #[test]
    fn levels_with_a_colon_that_say_the_same_above_each_table_stay_those_of_its_header() {
        let table = format!("||計画：Ｐ||評価：Ｃ||||\n{HEADER}{ROWS}");
        let (names, records, _) = read(&format!("施設の点検\n\n■ 花の館\n{table}\n■ 川の館\n{table}"));
        assert_eq!((names.contains("評価：Ｃ"), records), (true, 4), "{names}");
    }

    #[test]
    fn labels_above_one_table_are_known_by_words() {
        let names = "視点 点検項目 配点 得点 自己評価 市の評価 理由";
        let above = |lines: &str| read(&format!("施設の点検\n{lines}{HEADER}{ROWS}"));
        assert_eq!(above("||||記入日|4月1日\n||||担当課|企画課\n"), (names.to_owned(), 2, 0));
        assert_eq!(above("|所在地|花町一丁目\n|記入日|4月1日\n"), (names.to_owned(), 2, 0));
    }
}
