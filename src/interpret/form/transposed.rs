//! Transposed tables: labels in the first column, and a column for each record.
//!
//! In: the rows of a sheet. Out: the same with each block of such a table as a header row of its labels and a row for
//! each of its columns. What shows a block: words tell its labels, one of what is evaluated and one that rates, no cell
//! beside them is such a word, as all names of an ordinary header are, and what stands beside a label is of its kind.

use std::ops::Range;

use foldhash::HashSet;

use super::lines::{self, Lines, filled_columns};
use super::{blocks, is_label, keep, numbered};
use crate::interpret::layout::{self, Family, Fit, Layout};
use crate::interpret::number;
use crate::interpret::shape::Shape;
use crate::read::lex::{Cell, Rows};

/// Fewer labels than this stand in front of the rows of an ordinary table too: 計画, 実績, 評価.
const FEWEST_LABELS: usize = 4;

/// At least this share of the labels are words of the layout; forms have labels of their own.
const WORD_SHARE: f32 = 0.5;

/// Labels stand in so many columns at most: 取組, and 上半期 and 下半期 beside it.
const LABEL_COLUMNS: usize = 2;

/// A run of rows with a label in front of each, and what goes on below.
struct Block<'r> {
    rows: Range<usize>,
    /// Its labels with the rows of their values.
    labels: Vec<(&'r str, Range<usize>)>,
    /// The columns that name something evaluated.
    columns: Vec<usize>,
    /// Whether labels stand in the second column, too: `取組⇥上半期` above `⇥下半期`.
    has_levels: bool,
}

/// Turns the blocks of transposed tables into rows; none where the sheet has no such table.
pub(super) fn rows<'s>(rows: &Rows<'s>, layout: &Layout) -> Option<Rows<'s>> {
    let blocks: Vec<Block<'_>> =
        runs(rows, layout).into_iter().filter_map(|run| of_records(rows, run, layout)).collect();
    // One column of values is a form, but the last block of a table may have no more.
    let names = |block: &Block<'_>| block.labels.iter().map(|(label, _)| label.to_string()).collect::<Vec<String>>();
    let tables: HashSet<Vec<String>> = blocks.iter().filter(|block| block.columns.len() > 1).map(names).collect();
    if tables.is_empty() {
        return None;
    }
    let mut made = Rows { syntax: rows.syntax, left_out: rows.left_out.clone(), ..Rows::default() };
    let mut at = 0;
    let mut blocks: Vec<Block<'_>> = blocks.into_iter().filter(|block| tables.contains(&names(block))).collect();
    part(&mut blocks);
    for block in &blocks {
        (at..block.rows.start).for_each(|row| keep(rows, row, &mut made));
        write(rows, block, layout, &mut made);
        at = block.rows.end;
    }
    (at..rows.rows.len()).for_each(|row| keep(rows, row, &mut made));
    Some(made)
}

/// Leaves the numbers right above a block to it: the block above took them for a line of its last values. What has a
/// label of the block above in front stays with that.
fn part(blocks: &mut [Block<'_>]) {
    for at in 1..blocks.len() {
        let start = blocks[at].rows.start;
        let (above, below) = blocks.split_at_mut(at);
        let (above, below) = (&mut above[at - 1], &mut below[0]);
        if above.labels.last().is_some_and(|(_, of)| of.start >= start) {
            below.labels.remove(0);
            below.rows.start = start + 1;
            continue;
        }
        above.rows.end = above.rows.end.min(start);
        above.labels.iter_mut().for_each(|(_, of)| of.end = of.end.min(start));
    }
}

/// Writes each column of a block as a row.
fn write<'s>(rows: &Rows<'s>, block: &Block<'_>, layout: &Layout, made: &mut Rows<'s>) {
    let (first, last) = (&rows.rows[block.rows.start], &rows.rows[block.rows.end - 1]);
    let place = (first.line, first.span.to(last.span));
    for (nth, column) in block.columns.iter().enumerate() {
        let field = |(_, of): &(&str, Range<usize>)| -> Lines<'s> {
            let label = rows.of(&rows.rows[of.start])[0].clone();
            let values = of.clone().filter_map(|row| rows.of(&rows.rows[row]).get(*column).cloned());
            let bare = |value: Cell<'s>| if label.text.is_empty() { numbered::bare(value, layout) } else { value };
            let values = values.map(bare).collect();
            (label, values)
        };
        let fields: Vec<Lines<'s>> = block.labels.iter().map(field).collect();
        let level = |column: usize| {
            let cell = |(_, of): &(&str, Range<usize>)| rows.of(&rows.rows[of.start]).get(column).cloned();
            block.labels.iter().map(|label| cell(label).unwrap_or_else(|| Cell::blank(place.1.start()))).collect()
        };
        let header = match nth {
            0 if block.has_levels => (0..LABEL_COLUMNS).map(level).collect(),
            0 => vec![lines::labels(&fields)],
            _ => Vec::new(),
        };
        lines::push_fields(place, &fields, header, made);
    }
}

/// The runs of rows with labels in front that a blank row, another line or a label that came already ends.
fn runs<'r>(rows: &'r Rows<'_>, layout: &Layout) -> Vec<Block<'r>> {
    let mut runs: Vec<Block<'r>> = Vec::new();
    let mut seen: HashSet<&str> = HashSet::default();
    let mut is_open = false;
    for (at, row) in rows.rows.iter().enumerate() {
        let first = rows.of(row).first().map_or("", |first| &*first.text);
        let is_beside = rows.of(row).iter().skip(1).any(|cell| !cell.text.is_empty());
        let is_own = blocks::is_label(first) && (is_beside || is_label(first, layout));
        let goes_on = is_open && first.is_empty() && is_beside;
        if is_own && (!is_open || !seen.insert(first)) {
            seen = HashSet::from_iter([first]);
            runs.push(Block { rows: at..at, labels: Vec::new(), columns: Vec::new(), has_levels: false });
        }
        is_open = is_own || goes_on;
        if is_open && let Some(run) = runs.last_mut() {
            run.rows.end = at + 1;
            match run.labels.last_mut().filter(|_| goes_on) {
                Some((_, of)) => of.end = at + 1,
                None => run.labels.push((first, at..at + 1)),
            }
        }
    }
    runs
}

/// A run with the columns of its records; none where it is anything else.
fn of_records<'r>(rows: &'r Rows<'_>, mut run: Block<'r>, layout: &Layout) -> Option<Block<'r>> {
    if run.labels.len() < FEWEST_LABELS {
        return None;
    }
    // The first cells of ordinary rows are known soon to be no words.
    let mut others = (run.labels.len() as f32 * (1.0 - WORD_SHARE)) as usize;
    let family = |(label, _): &(&str, Range<usize>)| {
        let family = layout.family_at_end(label).filter(|_| is_label(label, layout));
        others = if family.is_none() { others.checked_sub(1)? } else { others };
        Some(family)
    };
    let families: Vec<Option<(Family, Fit)>> = run.labels.iter().map(family).collect::<Option<_>>()?;
    let names = |of: &Option<(Family, Fit)>| matches!(of, Some((Family::Item | Family::Measure, Fit::Whole)));
    let starts = || run.labels.iter().map(|(_, of)| of.start);
    // What stands right below the numbers of the records names them: 組織目標, though 取組 comes further down.
    let is_level = |family: &Option<(Family, Fit)>| matches!(family, Some((Family::Path, _)));
    let level = starts().zip(&families).find(|(row, family)| is_level(family) && is_below_numbers(rows, *row));
    let (item, _) = level.or_else(|| starts().zip(&families).find(|(_, family)| names(family)))?;
    run.columns = filled(rows, item).collect();
    run.has_levels = has_levels(rows, &run, layout);
    let values = |row: usize| filled(rows, row).filter(|&column| column > 1 || !run.has_levels);
    let is_of_record = |row: usize| values(row).all(|column| run.columns.contains(&column));
    let rates = families.iter().flatten().any(|(family, _)| matches!(family, Family::Rating | Family::Judged));
    let fits = |(row, family): (usize, &Option<(Family, Fit)>)| {
        values(row).all(|column| is_value(&rows.of(&rows.rows[row])[column].text, *family, layout))
    };
    let stands = rates && run.rows.clone().all(is_of_record) && starts().zip(&families).all(fits);
    stands.then(|| with_levels(rows, with_numbers(rows, part_numbers(rows, run, item))))
}

/// Whether the row right above has a number in each place in which a row says something: `①⇥②` above `朝市⇥花火`.
fn is_below_numbers(rows: &Rows<'_>, row: usize) -> bool {
    let Some(above) = row.checked_sub(1) else { return false };
    let is_number = |column: usize| number::is_alone(&rows.of(&rows.rows[above])[column].text);
    filled(rows, above).eq(filled(rows, row)) && filled(rows, above).all(is_number)
}

/// Whether labels stand in the second column of a run, too: all its records stand behind it.
fn has_levels(rows: &Rows<'_>, run: &Block<'_>, layout: &Layout) -> bool {
    let is_name = |text: &str| blocks::is_label(text) && Shape::of(text, layout) != Shape::Number;
    let mut lower = run.rows.clone().filter_map(|row| lower_label(rows, row)).peekable();
    run.columns.iter().all(|column| *column >= LABEL_COLUMNS) && lower.peek().is_some() && lower.all(is_name)
}

/// What a row says in the second column.
fn lower_label<'r>(rows: &'r Rows<'_>, row: usize) -> Option<&'r str> {
    rows.of(&rows.rows[row]).get(1).map(|cell| &*cell.text).filter(|text| !text.is_empty())
}

/// Parts the rows of each label in front by the labels beside it.
fn with_levels<'r>(rows: &'r Rows<'_>, mut run: Block<'r>) -> Block<'r> {
    if run.has_levels {
        let mut parts: Vec<(&str, Range<usize>)> = Vec::new();
        for (label, of) in run.labels {
            for row in of.clone() {
                match (lower_label(rows, row), parts.last_mut()) {
                    (None, Some((_, part))) if row > of.start => part.end = row + 1,
                    (lower, _) => parts.push((lower.unwrap_or(label), row..row + 1)),
                }
            }
        }
        run.labels = parts;
    }
    run
}

/// Parts numbers right above the names of the records, with no label in front, from the value above: `重点目標①` below
/// `課名⇥公園課`.
fn part_numbers<'r>(rows: &'r Rows<'_>, mut run: Block<'r>, item: usize) -> Block<'r> {
    let above = run.labels.iter().position(|(_, of)| of.end == item && of.len() > 1);
    let has_each = |row: usize| filled(rows, row).eq(run.columns.iter().copied());
    if let Some(at) = above.filter(|&at| has_each(item - 1) && !has_each(run.labels[at].1.start)) {
        run.labels[at].1.end = item - 1;
        run.labels.insert(at + 1, ("", item - 1..item));
    }
    run
}

/// Takes the row right above a block for one of its rows, if it says something in front of each record and nowhere
/// else: numbers, with `No.` or nothing in front.
fn with_numbers<'r>(rows: &'r Rows<'_>, mut run: Block<'r>) -> Block<'r> {
    let above = run.rows.start.checked_sub(1);
    if let Some(at) = above.filter(|&at| filled(rows, at).eq(run.columns.iter().copied())) {
        run.labels.insert(0, (&rows.of(&rows.rows[at])[0].text, at..at + 1));
        run.rows.start = at;
    }
    run
}

/// The columns beside the first one in which a row says something.
fn filled(rows: &Rows<'_>, at: usize) -> impl Iterator<Item = usize> {
    filled_columns(rows, at).filter(|&column| column > 0)
}

/// Whether a text may stand beside a label: it is no name of a column, and no sentence or office where a code belongs.
fn is_value(text: &str, family: Option<(Family, Fit)>, layout: &Layout) -> bool {
    let is_name = || layout.is_whole_word(text);
    // ２地区 is a figure.
    if layout::is_year(text) || (!text.starts_with(|c| number::digit(c).is_some()) && is_name()) {
        return false;
    }
    let shape = Shape::of(text, layout);
    match family {
        Some((Family::Rating | Family::Judged, Fit::Whole)) => {
            !matches!(shape, Shape::Sentence | Shape::Open | Shape::Department)
        }
        Some((Family::Department, Fit::Whole)) => matches!(shape, Shape::Department | Shape::Dash),
        _ => true,
    }
}

#[cfg(test)]
mod tests {
    use crate::diagnostic::Findings;
    use crate::interpret::Options;
    use crate::interpret::form::tests::adds_up;
    use crate::source::Source;

    const TABLE: &str = "取組名|朝市|花火|案内板\n担当課|商工課|観光課|建設課、観光課\n取組の内容|開く。|上げる。|立てる。\n\
        事業費|120千円|3,400千円|980千円\n達成度|Ａ|Ｃ|Ｂ\nひとこと|店が足りない。||汚れやすい。\n";

    /// Each record as path, item, rating, departments, values and texts.
    fn read(table: &str) -> Vec<String> {
        let sheet = format!("白波町　点検表\n\n{table}").replace('|', "\t");
        let source = Source::made_up(&sheet);
        let read = crate::sheet(&source, &Options::default(), Findings::default());
        let of_record = |record: &crate::record::Record<'_>| {
            let path = record.path.last().map_or("", |of| &of.title);
            let item = record.item.as_ref().map_or("", |item| &item.title);
            let names: Vec<&str> = record.departments.iter().map(|of| &*of.name).collect();
            let values: Vec<&str> = record.values.iter().map(|of| &*of.printed).collect();
            let texts: Vec<String> = record.texts.iter().map(|(name, text)| format!("{name}={text}")).collect();
            let rating = record.ratings.first().map_or("", |rating| &rating.printed);
            format!("{path}|{item}|{rating}|{}|{}|{}", names.join("、"), values.join("、"), texts.join("|"))
        };
        read.records.iter().map(of_record).collect()
    }

    const RECORDS: [&str; 3] = [
        "|朝市|Ａ|商工課|120千円|取組の内容=開く。|ひとこと=店が足りない。",
        "|花火|Ｃ|観光課|3,400千円|取組の内容=上げる。|ひとこと=",
        "|案内板|Ｂ|建設課、観光課|980千円|取組の内容=立てる。|ひとこと=汚れやすい。",
    ];

    #[test]
    fn each_column_is_a_record() {
        assert_eq!(read(TABLE), RECORDS);
        let two = format!("１　にぎわい\n{TABLE}\n２　案内\n{TABLE}").replace("|案内板|", "|");
        assert_eq!(read(&two).len(), 6);
    }

    #[test]
    fn the_last_block_may_have_one_record() {
        let column = |line: &str| line.split('|').take(2).collect::<Vec<_>>().join("|");
        let last: Vec<String> = TABLE.lines().map(column).collect();
        let records = read(&format!("{TABLE}\n{}\n", last.join("\n")));
        assert_eq!((records.len(), &*records[3]), (4, RECORDS[0]));
    }

    #[test]
    fn a_value_goes_on_below() {
        let cut =
            TABLE.replace("|開く。|", "|毎月の市を駅前の広場で開|").replace("事業費", "|く。雨の日は休む。||\n事業費");
        assert!(read(&cut)[0].contains("取組の内容=毎月の市を駅前の広場で開く。雨の日は休む。"), "{:?}", read(&cut));
    }

    #[test]
    fn an_office_and_the_numbers_of_its_goals_stand_above() {
        let block = |office: &str, [one, two]: [char; 2]| {
            format!(
                "課名|{office}|\n|重点目標{one}|重点目標{two}\n目標名|朝市|花火\n目標値|2地区|3回\n達成度|Ａ|Ｃ\n課題|店が足りない。|\n\n"
            )
        };
        let expected = |office: &str, [one, two]: [char; 2]| {
            let second = format!("|花火|Ｃ|{office}|3回|#2={two}|課題=");
            [format!("|朝市|Ａ|{office}|2地区|#2={one}|課題=店が足りない。"), second]
        };
        for numbers in [[['①', '②'], ['①', '②']], [['①', '②'], ['３', '４']]] {
            let of_both = [expected("商工課", numbers[0]), expected("観光課", numbers[1])].concat();
            assert_eq!(read(&[block("商工課", numbers[0]), block("観光課", numbers[1])].concat()), of_both);
        }
    }

    #[test]
    fn labels_stand_in_two_columns_and_a_level_right_below_the_numbers_names_the_records() {
        let table = "||①|②|③\n組織目標||朝市|花火|案内板\n取組|上半期|店を募った。|筒を買った。|木を選んだ。\n\
                     |下半期|市を開いた。|花火を上げた。|板を立てた。\n実績値||12回|3回|8枚\n評価||Ａ|Ｃ|Ｂ\n";
        let expected = [
            "|朝市|Ａ||12回|#1=①|上半期=店を募った。|下半期=市を開いた。",
            "|花火|Ｃ||3回|#1=②|上半期=筒を買った。|下半期=花火を上げた。",
            "|案内板|Ｂ||8枚|#1=③|上半期=木を選んだ。|下半期=板を立てた。",
        ];
        assert_eq!(read(table), expected);
        // A figure beside a label is none.
        let by_figure = table.replace("取組|上半期", "取組|12回").replace("|下半期", "|3回");
        assert!(read(&by_figure).iter().all(|record| !record.contains("|花火|")), "{:?}", read(&by_figure));
    }

    #[test]
    fn numbers_stand_above() {
        let numbered = format!("No.|1|2|3\n{TABLE}");
        assert!(read(&numbered)[2].contains("|No.=3|"), "{:?}", read(&numbered));
    }

    #[test]
    fn numbers_between_two_blocks_are_those_of_the_one_below_alone() {
        let block = TABLE.replace("ひとこと|店が足りない。||汚れやすい。\n", "");
        adds_up(&format!("{block}|201|202|203\n{block}").replace('|', "\t"));
        // The last row of the block above, which has its label in front, is none of them.
        let upside_down = block.lines().rev().collect::<Vec<_>>().join("\n");
        adds_up(&format!("{upside_down}\n{block}").replace('|', "\t"));
        let records = read(&format!("{upside_down}\n{block}"));
        assert_eq!((records.len(), &records[..3]), (6, &records[3..]));
    }

    #[test]
    fn a_form_and_a_table_with_labels_in_front_of_years_are_none() {
        let by_year = "年度|令和4年度|令和5年度\n担当課|商工課|商工課\n事業名|朝市|\n達成度|Ａ|Ｂ\n";
        assert!(read(by_year).iter().all(|record| !record.contains("商工課")), "{:?}", read(by_year));
        let ordinary = "取組名|担当課|達成度|事業費\n評価の会|総務課|Ａ|1千円\n課題の会|財政課|Ｂ|2千円\n";
        assert_eq!(read(ordinary), ["|評価の会|Ａ|総務課|1千円|", "|課題の会|Ｂ|財政課|2千円|"]);
    }
}
