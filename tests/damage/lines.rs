//! Damages by lines and cells that are no part of the sheet, and by an end that comes too soon.
//!
//! In: a made sheet. Out: the sheet with more, or less, than its rows.

use crate::made::{Cell, Chance, Kind, Made, Row};

/// The places behind data rows, but not the last.
fn behind_data(made: &Made) -> Vec<usize> {
    made.rows_of(Kind::Data).into_iter().map(|at| at + 1).collect()
}

/// Puts lines behind data rows that chance picks.
fn put(made: &mut Made, chance: &mut Chance, count: usize, line: impl Fn(&mut Chance) -> Row) {
    for _ in 0..count {
        let at = chance.pick(&behind_data(made));
        made.rows.insert(at, line(chance));
    }
}

/// Blank lines between rows, some of them with tabs and spaces.
pub(crate) fn blank(made: &mut Made, chance: &mut Chance) -> Option<()> {
    let count = chance.within(1..6);
    put(made, chance, count, |chance| Row::line(Kind::Blank, chance.pick(&["", "\t\t\t", " ", "\u{3000}\t"])));
    Some(())
}

/// Something written behind the last column of a row. In a row that lost that column it would stand in it; a row with a
/// line of a legend beside it has no room.
pub(crate) fn noise_cells(made: &mut Made, chance: &mut Chance) -> Option<()> {
    let mut rows = made.rows_of(Kind::Data);
    let longest = rows.iter().map(|&at| made.rows[at].cells.len()).max()?;
    let is_beside = |cell: &Cell| cell.column.is_none() && !cell.printed.is_empty();
    rows.retain(|&at| made.rows[at].cells.len() == longest && !made.rows[at].cells.iter().any(is_beside));
    if rows.is_empty() {
        return None;
    }
    let at = chance.pick(&rows);
    let blanks = chance.below(3);
    let noise = Cell { printed: chance.pick(&["1", "○", "確認済", "*"]).to_owned(), ..Cell::default() };
    let cells = &mut made.rows[at].cells;
    cells.extend(std::iter::repeat_n(Cell::default(), blanks));
    cells.push(noise);
    Some(())
}

/// Lines that printers and people leave between rows.
pub(crate) fn noise_lines(made: &mut Made, chance: &mut Chance) -> Option<()> {
    let lines = ["印刷日 2024/5/10", "花瀬市 企画課", "**********", "（次のページへ続く）", "2024/05/10 10:32"];
    put(made, chance, 1, |chance| Row::line(Kind::Other, chance.pick(&lines)));
    Some(())
}

/// Notes below a table or between its rows.
pub(crate) fn footnotes(made: &mut Made, chance: &mut Chance) -> Option<()> {
    let notes =
        ["※ 数値は速報値です。", "注）年度末の時点で評価しています。", "＊ 新規の取組", "（注1） 人数は延べ人数です。"];
    let count = chance.within(1..3);
    put(made, chance, count, |chance| Row::line(Kind::Other, chance.pick(&notes)));
    Some(())
}

/// The file ends within the last character of its last cell. With a legend behind the table the meanings would be gone.
pub(crate) fn cut(made: &mut Made, _: &mut Chance) -> Option<()> {
    while made.rows.last()?.kind != Kind::Data {
        if made.rows.pop()?.kind == Kind::Legend {
            return None;
        }
    }
    let last = made.rows.last_mut()?.cells.iter_mut().rev().find(|cell| !cell.printed.trim().is_empty())?;
    if !last.printed.ends_with(|c: char| c.len_utf8() == 3) {
        return None;
    }
    last.damaged = true;
    // The line end, and one of the three bytes of a kanji.
    made.cut = 2;
    Some(())
}

/// A row of ten thousand columns.
pub(crate) fn columns(made: &mut Made, chance: &mut Chance) -> Option<()> {
    let at = chance.pick(&made.rows_of(Kind::Data));
    let cells = &mut made.rows[at].cells;
    cells.extend(std::iter::repeat_n(Cell { printed: "x".to_owned(), ..Cell::default() }, 10_000));
    Some(())
}

/// Very many short lines behind the sheet.
pub(crate) fn short(made: &mut Made, _: &mut Chance) -> Option<()> {
    made.rows.push(Row::blank());
    made.rows.extend(std::iter::repeat_n(Row::line(Kind::Other, "x"), 20_000));
    Some(())
}
