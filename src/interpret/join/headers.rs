//! Headers whose cells a line break cut.
//!
//! In: rows, and where a header may begin. Out: the rows that are one header: `項目⇥現状値`, `（H30）⇥担当課` above rows of three
//! cells. Rows of data that were cut are left to the room above.

use std::ops::Range;

use super::whole::merged;
use crate::interpret::header;
use crate::interpret::layout::{self, Layout};
use crate::read::lex::Rows;

/// The rows from one on that make a header as wide as the row below them. Only a note in brackets shows that the cell in
/// front of it goes on: a whole header has its notes in a row of their own, and is then as wide as its rows already.
pub(super) fn cut_header(rows: &Rows<'_>, start: usize, layout: &Layout) -> Option<Range<usize>> {
    let begins_with_note =
        |row: usize| rows.of(&rows.rows[row]).first().is_some_and(|cell| layout::is_note(&cell.text));
    let below = (start + 1..rows.rows.len()).find(|&row| !begins_with_note(row))?;
    let width = rows.rows[below].cells.len();
    let mut wide = rows.rows[start].cells.len();
    if below == start + 1 || wide < 2 || wide >= width {
        return None;
    }
    let end = (start + 1..below).find(|&row| {
        wide += rows.rows[row].cells.len() - 1;
        wide >= width
    })?;
    let run = start..end + 1;
    (wide == width && header::is_header(&merged(rows, &run, layout), layout)).then_some(run)
}
