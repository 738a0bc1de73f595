//! What of a row belongs to no record: cells without a column, strokes, legends beside the table.
//!
//! In: a row and its page. Out: what is set aside, and findings on rows that stand elsewhere than their page. Where such a
//! row's cells stand was found by [`table`](crate::interpret::table).

use super::{DataRow, RowReader};
use crate::diagnostic::{Findings, Rule, Severity, Text, text as message};
use crate::interpret::account::{Use, Uses};
use crate::interpret::extract::Interpreted;
use crate::interpret::roles::Beside;
use crate::interpret::shape;
use crate::interpret::table::Page;
use crate::read::lex::Cell;
use crate::record::{Role, SetAside, Why};
use crate::source::Span;

/// A filled cell for which the table has no column.
pub static CELL_IN_NO_COLUMN: Rule = Rule {
    name: "cell-in-no-column",
    severity: Severity::Warning,
    since: "0.1.0",
    summary: Text {
        ja: "どの列にも属さないセルがある", en: "a filled cell stands in no column of its table"
    },
};

/// A row whose cells were read in other columns than those of its page.
pub static SHIFTED_ROW: Rule = Rule {
    name: "shifted-row",
    severity: Severity::Note,
    since: "0.1.0",
    summary: Text {
        ja: "列がずれている行を内容から読み直した",
        en: "the cells of a row stand in other columns than its page's",
    },
};

/// A row that can be read in two ways.
pub static AMBIGUOUS_ROW: Rule = Rule {
    name: "ambiguous-row",
    severity: Severity::Warning,
    since: "0.1.0",
    summary: Text {
        ja: "列の対応が二通りに読める行がある",
        en: "the cells of a row fit two readings almost equally well",
    },
};

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
    let all_strokes = filled().all(|(cell, _)| shape::is_debris(&cell.text));
    all_strokes || struck_out() || (one_stroke() && out_of_place())
}

impl<'s> RowReader<'_, '_, 's> {
    /// The filled cells of a row that stand in no column, and cells of strokes.
    pub(crate) fn aside(&self, row: &DataRow<'_>, uses: &mut Uses, found: &mut Findings) -> Vec<SetAside<'s>> {
        let DataRow { at, table, page, .. } = *row;
        let in_columns = row.filled.len();
        let row = &self.sheet.rows.rows[at];
        let columns = page.columns_of(at);
        let mut aside = Vec::new();
        let printed = || self.sheet.rows.of(row).iter().enumerate().filter(|(_, cell)| !cell.text.is_empty());
        // On nearly every row each printed cell is a filled one of a column.
        let any = printed().count() > in_columns;
        for (place, cell) in printed().filter(|_| any) {
            let why = match (shape::is_debris(&cell.text), columns.get(place).copied().flatten()) {
                (true, _) => Why::Noise,
                (false, None) => {
                    in_no_column(cell, found);
                    Why::NoColumn
                }
                (false, Some(_)) => continue,
            };
            aside.push(SetAside { line: row.line, cell: place + 1, text: cell.text.clone(), why });
        }
        for (cell, column) in row.cells.clone().zip(columns) {
            let legend = column.is_some_and(|column| self.table(table).columns[column].beside == Some(Beside::Legend));
            if legend {
                uses.set(cell, Use::Legend);
            }
        }
        if let Some(moved) = page.moved.get(&at) {
            say_moved(row.span, moved.doubtful, moved.column_of != page.column_of, found);
        }
        aside
    }
}

fn in_no_column(cell: &Cell<'_>, found: &mut Findings) {
    let said = message(
        format!("「{}」はどの列にも属しません", shortened(&cell.text)),
        format!("`{}` stands in no column of the table", shortened(&cell.text)),
    );
    let help =
        message("属する列に移すか、見出しのある列を足してください", "move it to its column, or give it a header");
    found.push(&CELL_IN_NO_COLUMN, cell.span, said, Some(help));
}

fn say_moved(span: Span, doubtful: bool, elsewhere: bool, found: &mut Findings) {
    if doubtful {
        let said = message(
            "この行のセルは、ページの列のとおりにも、ずれているようにも読めます",
            "the cells of this row fit the columns of its page and shifted ones almost equally well",
        );
        let help = message("列の数を見出しに合わせてください", "give the row as many cells as the header has");
        found.push(&AMBIGUOUS_ROW, span, said, Some(help));
    } else if elsewhere {
        let said = message(
            "この行は列がずれているため、内容から列を決めました",
            "read by what its cells hold, not by their position",
        );
        found.push(&SHIFTED_ROW, span, said, None);
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
