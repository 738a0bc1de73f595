//! Columns that stand beside the records: blank ones without a header, and legends.
//!
//! In: a table whose pages are assigned. Out: the same with [`Beside`] said of such columns, and its legends. Legends
//! above a table and tallies below it are left to [`legend`] and [`beside`](crate::interpret::beside).

use super::Table;
use super::union::Columns;
use crate::diagnostic::Findings;
use crate::interpret::align::Counts;
use crate::interpret::header::HeaderColumn;
use crate::interpret::legend::{self, Legends};
use crate::interpret::roles::Beside;
use crate::interpret::shape::Shape;
use crate::read::lex::Rows;
use crate::record::Role;

/// Columns that no header names and hardly a row fills: the blank one that an export adds at the end.
pub(super) fn phantoms(columns: &Columns, seen: &[Counts]) -> Vec<bool> {
    /// One stray cell makes no column, nor does one row in ten; between two columns the cell of the only row is none.
    const FEWEST: f32 = 2.0;
    const SHARE: f32 = 0.1;
    let last = seen.len().saturating_sub(1);
    let is_phantom = |(at, (header, seen)): (usize, (&HeaderColumn, &Counts))| {
        let all: f32 = seen.iter().sum();
        let filled = all - seen[Shape::Blank.index()];
        let is_only = at < last && filled > 0.0 && filled == all;
        let is_stray = (filled < FEWEST && !is_only) || filled < SHARE * all;
        header.printed.is_empty() && is_stray && !columns.of_header.is_empty()
    };
    columns.headers.iter().zip(seen).enumerate().map(is_phantom).collect()
}

/// Takes the columns out of a table that are a legend beside it.
pub(super) fn take_legends(table: &mut Table, rows: &Rows<'_>, found: &mut Findings) {
    for at in columns_of_entries(table, rows) {
        if !matches!(table.columns[at].role, Role::Text | Role::Rating | Role::Path | Role::Item | Role::Comment) {
            continue;
        }
        let cells = filled_cells(table, at, rows);
        let mut legends = Legends::default();
        legends.open(&table.columns[at].name, found);
        for (row, cell) in cells {
            legends.cell(&rows.cells[cell].text, rows.cells[cell].span, row, found);
        }
        legends.close(found);
        if !legends.done.is_empty() {
            table.columns[at].beside = Some(Beside::Legend);
            table.legends.extend(legends.done);
            table.pages.iter_mut().for_each(|page| page.columns.retain(|column| *column != at));
        }
    }
}

/// The columns that hold at least two entries of a legend, each code once, and nothing else: where a code comes again,
/// the rows are rated by codes with their labels.
fn columns_of_entries(table: &Table, rows: &Rows<'_>) -> Vec<usize> {
    // The codes of each column; none once it held something else.
    let mut entries: Vec<Option<Vec<String>>> = vec![Some(Vec::new()); table.columns.len()];
    for page in &table.pages {
        for &row in &page.rows {
            for (cell, column) in rows.of(&rows.rows[row]).iter().zip(&page.column_of) {
                if let Some(column) = *column
                    && let Some(codes) = &mut entries[column]
                    && !cell.text.is_empty()
                {
                    match legend::entry(&cell.text).filter(|(code, _)| !codes.contains(&code.code)) {
                        Some((code, _)) => codes.push(code.code),
                        None => entries[column] = None,
                    }
                }
            }
        }
    }
    (0..entries.len()).filter(|&at| entries[at].as_ref().is_some_and(|codes| codes.len() >= 2)).collect()
}

/// The filled cells of a column on all pages: (row, cell).
fn filled_cells(table: &Table, column: usize, rows: &Rows<'_>) -> Vec<(usize, usize)> {
    let mut cells: Vec<(usize, usize)> = Vec::new();
    for page in table.pages_with(column) {
        let Some(place) = page.column_of.iter().position(|of| *of == Some(column)) else { continue };
        let range = |row: &usize| rows.rows[*row].cells.clone().nth(place).map(|cell| (*row, cell));
        cells.extend(page.rows.iter().filter_map(range).filter(|(_, cell)| !rows.cells[*cell].text.is_empty()));
    }
    cells
}
