//! Small tables inside of the blocks of a form whose rows are labels too: `事業費` and `職員数` below `年度別コスト⇥⇥5年度⇥6年度`.
//!
//! In: the rows of a form with the fields that were read by words. Out: the same with a field for each cell of such a
//! table, below the label of its row and the name of its column. What shows one: half of the blocks or more have the
//! same names with the same labels below. Where the labels differ, each row may be a record.

use std::ops::Range;

use foldhash::HashMap;

use super::Field;
use super::blocks::Blocks;
use super::lines::filled_columns;
use crate::interpret::header::BETWEEN_LEVELS;
use crate::interpret::layout::{self, Layout};
use crate::read::lex::{Cell, Rows};

/// Fewer names than this side by side are a label and its value.
const FEWEST_NAMES: usize = 2;

/// Fewer blocks than this show no labels that come again.
const FEWEST_BLOCKS: usize = 2;

/// At least this share of the tables have the same labels: the end of a page may cut one.
const COMMON_SHARE: f32 = 0.75;

/// A small table.
struct Grid<'r> {
    header: usize,
    rows: Range<usize>,
    /// Its names and the labels of its rows, each with the column in which it stands.
    names: Vec<(usize, &'r str)>,
    labels: Vec<(usize, &'r str)>,
}

/// Reads small tables that come again from block to block with the same labels as fields of their blocks.
pub(super) fn read<'s>(rows: &Rows<'s>, fields: &mut [Option<Vec<Field<'s>>>], layout: &Layout) {
    let names_item = |(label, _): &Field<'_>| layout.names_item(&label.text);
    if !fields.iter().flatten().flatten().any(names_item) {
        return;
    }
    let blocks = Blocks::of(fields);
    let count = fields.iter().filter(|row| blocks.open(row)).count();
    let inside = blocks.inside(fields);
    let mut grids: Vec<Grid<'_>> = Vec::new();
    for at in 1..fields.len() {
        let is_inside =
            inside[at] || fields[at - 1].is_some() || grids.last().is_some_and(|above| above.rows.end == at);
        if is_inside && grids.last().is_none_or(|above| above.rows.end <= at) {
            grids.extend(grid(rows, at, fields));
        }
    }
    let mut named: HashMap<&[(usize, &str)], usize> = HashMap::default();
    let mut alike: HashMap<[&[(usize, &str)]; 2], usize> = HashMap::default();
    for grid in &grids {
        *named.entry(&grid.names).or_default() += 1;
        *alike.entry([&grid.names, &grid.labels]).or_default() += 1;
    }
    let comes_again = |grid: &&Grid<'_>| {
        let own = alike[&[&*grid.names, &*grid.labels]];
        own >= FEWEST_BLOCKS && own * 2 >= count && own as f32 >= COMMON_SHARE * named[&*grid.names] as f32
    };
    for grid in grids.iter().filter(comes_again) {
        write(rows, grid, fields);
    }
}

/// The small table that begins at a row, if one does.
fn grid<'r>(rows: &'r Rows<'_>, at: usize, fields: &[Option<Vec<Field<'_>>>]) -> Option<Grid<'r>> {
    let header = rows.of(&rows.rows[at]);
    if fields[at].is_some() || header.first().is_none_or(|corner| corner.text.is_empty()) {
        return None;
    }
    let is_name = |cell: &Cell<'_>| cell.text.is_empty() || layout::may_be_header(&cell.text);
    let names: Vec<(usize, &str)> = filled_columns(rows, at).skip(1).map(|at| (at, &*header[at].text)).collect();
    if names.len() < FEWEST_NAMES || !header.iter().all(is_name) || !are_printed(header) {
        return None;
    }
    let mut labels: Vec<(usize, &str)> = Vec::new();
    let mut column: Option<usize> = None;
    let mut end = at + 1;
    while end < rows.rows.len() {
        let own = rows.of(&rows.rows[end]);
        let Some(first) = filled_columns(rows, end).next().filter(|_| are_printed(own)) else { break };
        let label = Some(first).filter(|first| *first < names[0].0);
        let values = filled_columns(rows, end).skip(usize::from(label.is_some()));
        let stands = |at: usize| names.binary_search_by_key(&at, |(at, _)| *at).is_ok();
        // Below the corner stand labels of rows, and those of the fields that follow: these have one value beside them.
        let is_row = first > 0 || (fields[end].is_none() && values.clone().count() * 2 > names.len());
        if !is_row || !values.clone().all(stands) || (end > at + 1 && (label.is_none() || label != column)) {
            break;
        }
        column = label;
        labels.push(label.map_or((0, ""), |at| (at, &*own[at].text)));
        end += 1;
    }
    (!labels.is_empty()).then_some(Grid { header: at, rows: at + 1..end, names, labels })
}

/// Whether all that is printed in cells says something: no quotes stand around nothing.
fn are_printed(cells: &[Cell<'_>]) -> bool {
    cells.iter().all(|cell| !cell.text.is_empty() || cell.span.start() == cell.span.end())
}

/// Makes a field of each cell of a small table. What is printed once belongs to the first field that it names: the
/// corner to that of the first name, the label of the first row to that of the last one. A row without a label has that
/// of the corner.
fn write<'s>(rows: &Rows<'s>, grid: &Grid<'_>, fields: &mut [Option<Vec<Field<'s>>>]) {
    let header = rows.of(&rows.rows[grid.header]);
    let last = grid.names.len() - 1;
    for (nth, at) in grid.rows.clone().enumerate() {
        let own = rows.of(&rows.rows[at]);
        let label = own.iter().find(|cell| !cell.text.is_empty()).filter(|_| !grid.labels[nth].1.is_empty());
        let of_name = |(place, (column, name)): (usize, &(usize, &str))| {
            let value = own.get(*column).cloned().unwrap_or_else(|| Cell::blank(rows.rows[at].span.end()));
            let upper = label.unwrap_or(&header[0]);
            let mut printed =
                Cell { text: [&*upper.text, *name].join(BETWEEN_LEVELS).into(), ..Cell::blank(value.span.start()) };
            if nth == 0 {
                let from = if place == 0 { header[0].span } else { header[*column].span };
                let to = label.filter(|_| place == last).map_or(header[*column].span, |label| label.span);
                printed.span = from.to(to);
            } else if let Some(label) = label.filter(|_| place == 0) {
                printed.span = label.span;
            }
            (printed, value)
        };
        fields[at] = Some(grid.names.iter().enumerate().map(of_name).collect());
    }
    fields[grid.header] = Some(Vec::new());
}

#[cfg(test)]
mod tests {
    use crate::diagnostic::Findings;
    use crate::interpret::Options;
    use crate::interpret::form::tests::adds_up;
    use crate::source::Source;

    /// Each record of three blocks as item, ratings and values, with what stands between their labels, and how many
    /// findings there are. `?` stands for the number of the block.
    fn read(between: impl Fn(usize) -> String) -> (Vec<String>, usize) {
        let block = |(at, name): (usize, &str)| {
            let between = between(at).replace('?', &at.to_string());
            format!(
                "取組名||{name}|担当課|公園課\n目的||{name}が続く。||\n{between}総合評価||Ｂ||\n課題||{name}の人手。||\n\n"
            )
        };
        let blocks: String = ["花壇の手入れ", "川の掃除", "朝市の開催"].into_iter().enumerate().map(block).collect();
        let sheet = format!("白波町　点検票\n\n{blocks}").replace('|', "\t");
        let source = Source::made_up(&sheet);
        let read = crate::sheet(&source, &Options::default(), Findings::default());
        let told = |record: &crate::record::Record<'_>| {
            let item = record.item.as_ref().map_or("", |item| &item.title);
            let ratings = record.ratings.iter().map(|of| format!("{}={}", of.column, of.codes.concat()));
            let values = record.values.iter().map(|of| format!("{}={}", of.column, of.printed));
            [item.to_owned()].into_iter().chain(ratings).chain(values).collect::<Vec<_>>().join(" ")
        };
        (read.records.iter().map(told).collect(), read.findings.len())
    }

    fn told(of: [String; 3]) -> (Vec<String>, usize) {
        let names = ["花壇の手入れ", "川の掃除", "朝市の開催"];
        (names.iter().zip(of).map(|(name, of)| format!("{name} {of}")).collect(), 0)
    }

    #[test]
    fn each_cell_below_a_name_and_beside_the_label_of_a_row_is_a_field() {
        let table = "年度別費用||5年度決算|6年度決算|7年度予算\n|事業費（千円）|1?|2?|3?\n|職員数（人）|4|5|6\n";
        let values = |at: usize| {
            format!(
                "総合評価=B 事業費（千円） > 5年度決算=1{at} 事業費（千円） > 6年度決算=2{at} 事業費（千円） > 7年度予算=3{at} \
                 職員数（人） > 5年度決算=4 職員数（人） > 6年度決算=5 職員数（人） > 7年度予算=6"
            )
        };
        assert_eq!(read(|_| table.to_owned()), told([0, 1, 2].map(values)));
        // The row below may have no label, and one block no table.
        let single = |at: usize| {
            if at == 1 { "" } else { "費用の推移||5年度決算|6年度決算|7年度予算\n||1?|2|3\n" }.to_owned()
        };
        let values = |at: usize| match at {
            1 => "総合評価=B".to_owned(),
            _ => format!("総合評価=B 5年度決算=1{at} 6年度決算=2 7年度予算=3"),
        };
        let (records, findings) = read(single);
        assert_eq!(
            (records[0].clone(), records[2].clone(), findings),
            (format!("花壇の手入れ {}", values(0)), format!("朝市の開催 {}", values(2)), 0)
        );
    }

    #[test]
    fn a_mark_below_an_option_is_the_rating_of_its_row() {
        let marks = ["○||", "|○|", "||○"];
        let table =
            |at: usize| format!("進捗の評価||達成|継続|未着手\n|課の評価|{}\n|会の評価|{}\n", marks[at], marks[2 - at]);
        let codes = ["達成", "継続", "未着手"];
        let ratings = |at: usize| format!("課の評価={} 会の評価={} 総合評価=B", codes[at], codes[2 - at]);
        assert_eq!(read(table), told([0, 1, 2].map(ratings)));
    }

    #[test]
    fn rows_with_other_labels_in_each_block_are_no_fields_of_it() {
        let names = ["花", "川", "市"];
        let table = |at: usize| {
            let name = names[at];
            format!("事業の名|担い手|6年度決算|7年度予算|\n{name}の会|町|1|2|\n{name}の祭|町|3|4|\n")
        };
        let (records, _) = read(table);
        assert!(records.iter().all(|record| !record.contains('>')), "{records:?}");
    }

    #[test]
    fn a_block_that_begins_with_a_small_table_begins_with_its_names() {
        let table = "費用||||5年度|6年度\n|事業費||||\n|職員数||||\n";
        let first = "有効性||Ｃ|||\n施策の柱||Ⅰ　緑をひろげる|||\n事業の目的||町の人と花を植える。|||\n";
        let second = "有効性||Ａ|||\n総合評価||Ｂ|||\n№|3|事務事業名|||\n";
        let above = "町の計画|||※判定　町の人が多く来た。||\n";
        adds_up(&format!("{above}{table}{first}{table}{second}").replace('|', "\t"));
    }
}
