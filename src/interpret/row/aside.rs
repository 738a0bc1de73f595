//! What of a row belongs to no record: cells without a column, strokes, legends beside the table.
//!
//! In: a row and its page. Out: what is set aside, and findings on rows that stand elsewhere than their page. Where
//! such a row's cells stand was found by [`table`](crate::interpret::table).

use super::{DataRow, RowReader};
use crate::diagnostic::Findings;
use crate::interpret::account::{Use, Uses};
use crate::interpret::department;
use crate::interpret::extract::Interpreted;
use crate::interpret::roles::Beside;
use crate::interpret::rules::ambiguous_row::ambiguous_row;
use crate::interpret::rules::cell_in_no_column::cell_in_no_column;
use crate::interpret::rules::row_too_long::row_too_long;
use crate::interpret::rules::shifted_row::shifted_row;
use crate::interpret::shape;
use crate::interpret::table::Page;
use crate::read::lex::Cell;
use crate::record::{Role, SetAside, Why};
use crate::source::Span;

/// Whether a row is debris of rule lines: one and the same stroke, or digit, in cells that hold other things; or a row
/// that is struck out, with a dash for its item, too.
pub(crate) fn is_debris(sheet: &Interpreted<'_, '_>, table: usize, page: &Page, at: usize) -> bool {
    let cells = sheet.rows.of(&sheet.rows.rows[at]);
    let filled = || cells.iter().zip(page.columns_of(at)).filter(|(cell, _)| !cell.text.is_empty());
    let one_stroke = || cells.len() > 1 && shape::is_one_stroke(cells.iter().map(|cell| &*cell.text));
    let holds_words = |column: usize| {
        matches!(sheet.tables[table].columns[column].role, Role::Item | Role::Text | Role::Comment | Role::Department)
    };
    let out_of_place = || filled().any(|(_, column)| column.is_none_or(holds_words));
    let is_item = |column: usize| sheet.tables[table].columns[column].role == Role::Item;
    let struck_out = || {
        filled().all(|(cell, _)| shape::is_dash(&cell.text)) && filled().any(|(_, column)| column.is_some_and(is_item))
    };
    // 課 is the end of a name that stands above.
    let ends_name = |cell: &Cell<'_>, column: Option<usize>| {
        let names = column.is_some_and(|column| sheet.tables[table].columns[column].role == Role::Department);
        names && department::is_ending(&cell.text)
    };
    let all_strokes = || filled().all(|(cell, _)| shape::is_debris(&cell.text)) || (one_stroke() && out_of_place());
    struck_out() || (all_strokes() && !filled().any(|(cell, column)| ends_name(cell, *column)))
}

impl<'s> RowReader<'_, '_, 's> {
    /// The filled cells of a row that stand in no column, and cells of strokes.
    pub(crate) fn aside(&self, row: &DataRow<'_>, uses: &mut Uses, found: &mut Findings) -> Vec<SetAside<'s>> {
        let DataRow { at, table, page, .. } = *row;
        let in_columns = row.filled.len();
        let row = &self.sheet.rows.rows[at];
        let columns = page.columns_of(at);
        let mut aside = Vec::new();
        // The first cell behind the last column.
        let mut beyond: Option<Span> = None;
        let printed = || self.sheet.rows.of(row).iter().enumerate().filter(|(_, cell)| !cell.text.is_empty());
        // On nearly every row each printed cell is a filled one of a column.
        let any = printed().count() > in_columns;
        for (place, cell) in printed().filter(|_| any) {
            let why = match (shape::is_debris(&cell.text), columns.get(place).copied().flatten()) {
                (true, _) => Why::Noise,
                (false, None) => {
                    if place >= page.column_of.len() {
                        beyond.get_or_insert(cell.span);
                    } else {
                        cell_in_no_column(cell.span, &shortened(&cell.text), found);
                    }
                    Why::NoColumn
                }
                (false, Some(column)) if self.is_stray_name(row.cells.start + place, (table, column)) => Why::Noise,
                (false, Some(_)) => continue,
            };
            aside.push(SetAside {
                line: row.line,
                cell: self.sheet.rows.place(row, row.cells.start + place),
                text: cell.text.clone(),
                why,
            });
        }
        for (cell, column) in row.cells.clone().zip(columns) {
            let legend = column.is_some_and(|column| self.table(table).columns[column].beside == Some(Beside::Legend));
            if legend {
                uses.set(cell, Use::Legend);
            }
        }
        if let Some(first) = beyond {
            row_too_long(first, (page.column_of.len(), row.cells.len()), found);
        }
        if let Some(moved) = page.moved.get(&at) {
            if moved.doubtful {
                ambiguous_row(row.span, found);
            } else if beyond.is_some() {
                // That the row is too long says why its cells stand elsewhere.
            } else if self.stands_elsewhere(at, page) {
                shifted_row(row.span, found);
            }
        }
        aside
    }
}

impl RowReader<'_, '_, '_> {
    /// Whether a filled cell of a row stands in another column than its page has there. Blank cells at the end of a row
    /// are put there by exports.
    fn stands_elsewhere(&self, at: usize, page: &Page) -> bool {
        let cells = self.sheet.rows.rows[at].cells.clone();
        let width = cells.len();
        let mut places = cells.zip(page.columns_of(at)).enumerate();
        places.any(|(place, (cell, column))| !self.is_blank(cell) && page.column_at(place, width) != *column)
    }
}

/// The first characters of a text, for a message.
fn shortened(text: &str) -> String {
    const MOST: usize = 20;
    let mut short: String = text.chars().take(MOST).collect();
    if text.chars().nth(MOST).is_some() {
        short.push('…');
    }
    short
}
