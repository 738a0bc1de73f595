//! Rows of a given sheet whose cells hold line breaks that nothing quotes.
//!
//! In: the rows as they were cut at each line end. Out: the same with each such row in one: what damages a row, as a
//! blank column at its left, finds it whole.

use crate::made::{Cell, Kind, Row};

/// Whether a line that was read with the row above begins in the last cell of that: what begins in a column of its own
/// is another row of the same record.
pub(crate) fn goes_on(above: &Row, cells: &[Cell]) -> bool {
    let is_filled = |cell: &Cell| !cell.printed.is_empty();
    let (Some(end), Some(rest)) = (above.cells.last(), cells.first()) else { return false };
    let is_same = rest.column.is_none() || rest.column == end.column;
    above.kind == Kind::Data && is_filled(end) && is_filled(rest) && is_same
}

/// Puts such a line to the row above.
pub(crate) fn put(above: &mut Row, cells: Vec<Cell>) {
    let mut cells = cells.into_iter();
    if let (Some(end), Some(rest)) = (above.cells.last_mut(), cells.next()) {
        for (text, more) in [(&mut end.said, &rest.said), (&mut end.printed, &rest.printed)] {
            text.push('\n');
            text.push_str(more);
        }
    }
    above.cells.extend(cells);
}

/// Puts the lines of a header into one where only all of them are as long as the rows below.
pub(crate) fn mend_headers(rows: &mut Vec<Row>) {
    for at in (0..rows.len()).filter(|&at| rows[at].kind == Kind::Header).collect::<Vec<_>>().into_iter().rev() {
        let lines = rows[at + 1..].iter().take_while(|row| row.kind == Kind::SubHeader).count();
        let length = rows[at + 1..].iter().find(|row| row.kind == Kind::Data).map(|row| row.cells.len());
        let broken = rows[at..=at + lines].iter().map(|row| row.cells.len()).sum::<usize>() - lines;
        if lines > 0 && length == Some(broken) && rows[at..=at + lines].iter().all(|row| row.cells.len() < broken) {
            for row in rows.drain(at + 1..=at + lines).collect::<Vec<_>>() {
                put(&mut rows[at], row.cells);
            }
        }
    }
}
