//! Lines below rows that say more of each: `評価の理由：町の人がふえたため。`
//!
//! In: rows. Out: the same with what such a line says in a last column of its own, under the label in front of it.
//! Which lines: those alone in their rows, right below a row of several cells, where most rows of the page have one.

use std::borrow::Cow;
use std::ops::Range;

use super::{Page, has_several, pages};
use crate::interpret::classify;
use crate::interpret::layout::Layout;
use crate::read::lex::{Cell, Row, Rows};

/// One such line may be a remark on the table.
const FEWEST_LINES: usize = 2;

/// Puts such lines beside their rows.
pub(super) fn join<'s>(rows: Rows<'s>, layout: &Layout) -> Rows<'s> {
    let lines: Vec<Line<'_, 's>> = (1..rows.rows.len()).filter_map(|at| Line::of(&rows, at, layout)).collect();
    // A search for headers takes long.
    if lines.len() < FEWEST_LINES {
        return rows;
    }
    let tables: Vec<Table<'_>> =
        pages(&rows, layout, |_| false).into_iter().filter_map(|page| Table::of(&rows, page, &lines)).collect();
    let mut made = Rows { syntax: rows.syntax, left_out: rows.left_out.clone(), ..Rows::default() };
    let (mut tables, mut lines) = (tables.iter().peekable(), lines.iter().peekable());
    let mut at = 0;
    while at < rows.rows.len() {
        while tables.next_if(|table| table.end <= at).is_some() {}
        while lines.next_if(|line| line.row <= at).is_some() {}
        let table = tables.peek().filter(|table| table.header.start <= at);
        let is_row = table.is_some_and(|table| !table.header.contains(&at));
        let line = lines.peek().filter(|line| is_row && line.row == at + 1);
        let row = &rows.rows[at];
        let own = table.filter(|table| table.header.start == at).map(|table| Cow::Owned(table.label.to_owned()));
        let last = match line {
            Some(line) => {
                // Blank cells beside it may hold characters that were dropped.
                let cells = rows.of(&rows.rows[line.row]);
                let span = cells.first().zip(cells.last()).map_or(line.cell.span, |(one, last)| one.span.to(last.span));
                Some(Cell { span, text: Cow::Owned(line.text.to_owned()), mended: line.cell.mended })
            }
            None => own.map(|text| Cell { text, ..Cell::blank(row.span.end()) }),
        };
        let mut cells = rows.of(row).to_vec();
        if let (Some(table), Some(last)) = (table, last) {
            cells.resize(table.width, Cell::blank(row.span.end()));
            cells.push(last);
        }
        let start = made.cells.len();
        made.cells.extend(cells);
        let span = line.map_or(row.span, |line| row.span.to(rows.rows[line.row].span));
        made.rows.push(Row { line: row.line, span, cells: start..made.cells.len() });
        at += if line.is_some() { 2 } else { 1 };
    }
    made
}

/// A line right below a row of several cells.
struct Line<'r, 's> {
    row: usize,
    cell: &'r Cell<'s>,
    label: &'r str,
    /// The sentence behind the label.
    text: &'r str,
}

impl<'r, 's> Line<'r, 's> {
    fn of(rows: &'r Rows<'s>, row: usize, layout: &Layout) -> Option<Self> {
        let mut filled = rows.of(&rows.rows[row]).iter().filter(|cell| !cell.text.is_empty());
        let cell = filled.next().filter(|_| filled.next().is_none())?;
        let (label, text) = classify::reason(&cell.text, layout)?;
        has_several(rows.of(&rows.rows[row - 1])).then_some(Self { row, cell, label, text })
    }
}

/// A page with such lines below its rows.
struct Table<'r> {
    header: Range<usize>,
    end: usize,
    label: &'r str,
    width: usize,
}

impl<'r> Table<'r> {
    /// A page of which most rows have a line, and all of these one label.
    fn of(rows: &Rows<'_>, page: Page, lines: &[Line<'r, '_>]) -> Option<Self> {
        let (header, below) = (page.header.rows.clone(), page.header.rows.end..page.end);
        let place = |row: usize| lines.partition_point(|line| line.row < row);
        let own = &lines[place(below.start)..place(below.end)];
        let label = own.first()?.label;
        let count = below.clone().filter(|at| has_several(rows.of(&rows.rows[*at]))).count();
        let width = rows.rows[header.start..page.end].iter().map(|row| row.cells.len()).max()?;
        let have_one = own.len() * 2 > count && own.iter().all(|line| line.label == label);
        have_one.then_some(Self { header, end: page.end, label, width })
    }
}

#[cfg(test)]
mod tests {
    use crate::interpret::form::tests::{each_counted, texts};

    /// Item, texts and comment of each record.
    fn read(sheet: &str) -> Vec<String> {
        each_counted(sheet, |record| {
            let comment =
                record.ratings[0].comment.as_deref().map_or(String::new(), |text| format!("、評価の理由={text}"));
            format!("{} {}{comment}", record.item.as_ref().map_or("", |item| &item.title), texts(record, "、"))
        })
    }

    #[test]
    fn a_line_below_each_row_is_the_comment_of_its_record() {
        let row = |at: usize, item: &str, line: &str| format!("{at}|{item}|月に二度行う。|Ａ|公園課\n{line}\n");
        for (front, behind) in [("", ""), ("|", "|||"), ("|", ""), ("\u{200b}|", "|\u{200b}|")] {
            let line = |reason: &str| format!("{front}評価の理由：{reason}{behind}");
            let reasons = ["町の人がふえたため。", "苗が足りないため。", "泥が減ったため。"];
            let header = "No.|取組名|実施状況|評価|担当課\n";
            let first = row(1, "花壇", &line(reasons[0])) + &row(2, "並木", &line(reasons[1]));
            let pages = format!("{header}{first}\n- 1 -\n\n{header}{}", row(3, "水路", &line(reasons[2])));
            let told = |(item, reason): (&str, &str)| format!("{item} 実施状況=月に二度行う。、評価の理由={reason}");
            let expected: Vec<String> = ["花壇", "並木", "水路"].into_iter().zip(reasons).map(told).collect();
            let without_number = |told: Vec<String>| -> Vec<String> {
                told.iter().enumerate().map(|(at, told)| told.replace(&format!("No.={}、", at + 1), "")).collect()
            };
            let whole = format!("{header}{first}{}", row(3, "水路", &line(reasons[2])));
            assert_eq!(without_number(read(&whole)), expected, "{front} {behind}");
            assert_eq!(without_number(read(&pages)), expected, "{front} {behind}");
        }
    }

    #[test]
    fn a_line_right_below_the_header_is_that_of_no_row() {
        let rows = "花壇|月に二度行う。|Ａ|公園課\n評価の理由：花がふえたため。\n水路|泥をさらう。|Ｂ|河川課\n評価の理由：泥がないため。\n";
        let told = read(&format!("取組|実施状況|評価|担当課\n評価の理由：町の人に聞いた。\n{rows}"));
        let expected = [
            "花壇 実施状況=月に二度行う。、評価の理由=花がふえたため。",
            "水路 実施状況=泥をさらう。、評価の理由=泥がないため。",
        ];
        assert_eq!(told, expected);
    }

    #[test]
    fn one_remark_below_many_rows_is_a_text_of_none() {
        let rows = "花壇|月に二度行う。|Ａ|公園課\n水路|泥をさらう。|Ｂ|河川課\n道|掃く。|Ａ|道路課\n";
        let told = read(&format!("取組|実施状況|評価|担当課\n{rows}評価の理由：町の人に聞いた。\n"));
        assert!(told.len() == 3 && told.iter().all(|record| !record.contains("理由")), "{told:?}");
    }
}
