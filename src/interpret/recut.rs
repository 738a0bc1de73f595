//! Tables in which a cell holds what two columns should, or two cells or rows hold what one should.
//!
//! In: rows. Out: the same with the cells that other sheets have: a code and its reason in two (`reasons`), a number
//! and the title that it counts in one (`numbers`), and a line below a row beside it (`remarks`). Columns that one page
//! of a sheet cuts otherwise than another are left to [`parted`](super::parted).

mod numbers;
mod reasons;
mod remarks;

use super::header::{self, Blocks, Header, HeaderColumn};
use super::layout::Layout;
use crate::read::lex::{Cell, Rows};
use crate::source::Source;

/// Gives such tables the cells of others.
pub(super) fn rows<'s>(rows: Rows<'s>, source: &Source<'_>, layout: &Layout) -> Rows<'s> {
    remarks::join(numbers::join(reasons::part(rows, source, layout), layout), layout)
}

/// A header with the rows below it.
struct Page {
    header: Header,
    /// The row behind the last.
    end: usize,
    /// The columns that were asked for, from the left, with their names.
    columns: Vec<(usize, String)>,
}

impl Page {
    /// Whether a column was asked for.
    fn has(&self, column: usize) -> bool {
        self.columns.binary_search_by_key(&column, |(at, _)| *at).is_ok()
    }
}

/// The pages of a sheet, with the columns of certain headers.
fn pages(rows: &Rows<'_>, layout: &Layout, is: impl Fn(&HeaderColumn) -> bool) -> Vec<Page> {
    let mut headers: Vec<Header> = Vec::new();
    let mut at = 0;
    while at < rows.rows.len() {
        let header = header::at(rows, at, layout, (&headers, &Blocks::default()));
        at = header.as_ref().map_or(at + 1, |header| header.rows.end);
        headers.extend(header);
    }
    let ends = headers.iter().skip(1).map(|header| header.rows.start).chain([rows.rows.len()]).collect::<Vec<_>>();
    let page = |(header, end): (Header, usize)| {
        let columns = header.columns.iter().enumerate().filter(|(_, column)| is(column));
        let columns = columns.map(|(at, column)| (at, column.key())).collect();
        Page { header, end, columns }
    };
    headers.into_iter().zip(ends).map(page).collect()
}

/// The rows, those of pages with columns that were asked for cut anew. `recut` is given the page, the row and its
/// cells.
fn with_cells<'s>(
    rows: Rows<'s>,
    pages: &[Page],
    recut: impl Fn(&Page, usize, &[Cell<'s>]) -> Vec<Cell<'s>>,
) -> Rows<'s> {
    if pages.iter().all(|page| page.columns.is_empty()) {
        return rows;
    }
    let mut made = Rows { cells: Vec::with_capacity(rows.cells.len()), ..rows.clone() };
    made.cells.clear();
    let mut pages = pages.iter().filter(|page| !page.columns.is_empty()).peekable();
    for (at, row) in made.rows.iter_mut().enumerate() {
        while pages.next_if(|page| page.end <= at).is_some() {}
        let start = made.cells.len();
        match pages.peek().filter(|page| page.header.rows.start <= at) {
            Some(page) => made.cells.extend(recut(page, at, rows.of(row))),
            None => made.cells.extend_from_slice(rows.of(row)),
        }
        row.cells = start..made.cells.len();
    }
    made
}

/// Whether several cells of a row say something.
fn has_several(cells: &[Cell<'_>]) -> bool {
    cells.iter().filter(|cell| !cell.text.is_empty()).nth(1).is_some()
}
