//! Records of labelled fields, each over as many lines as its row was printed in.
//!
//! In: labels with the cells of their values, one for each line. Out: a header row, and a row for each line; what puts
//! the rows of a cut table together puts these together too.

use super::push;
use crate::read::lex::{Cell, Rows};
use crate::source::Span;

/// A label with the lines of its value.
pub(super) type Lines<'s> = (Cell<'s>, Vec<Cell<'s>>);

/// Writes fields as a row for each of their lines, with the rows of the header above: none, if they stand above another
/// row.
pub(super) fn push_fields<'s>(
    (line, span): (usize, Span),
    fields: &[Lines<'s>],
    header: Vec<Vec<Cell<'s>>>,
    made: &mut Rows<'s>,
) {
    let is_first = !header.is_empty();
    header.into_iter().for_each(|labels| push(made, line, span, labels));
    let most = fields.iter().map(|(_, lines)| lines.len()).max().unwrap_or_default();
    for at in 0..most.max(1) {
        let cell = |(label, lines): &Lines<'s>| lines.get(at).cloned().unwrap_or_else(|| Cell::blank(label.span.end()));
        let cells: Vec<Cell<'s>> = fields.iter().map(cell).collect();
        // That rows stand in one place tells a header of labels.
        let own = if at == 0 && is_first { Some(span) } else { own_span(&cells) };
        push(made, line, own.unwrap_or(span), cells);
    }
}

/// The labels of fields.
pub(super) fn labels<'s>(fields: &[Lines<'s>]) -> Vec<Cell<'s>> {
    fields.iter().map(|(label, _)| label.clone()).collect()
}

/// From the first printed cell of a row to the last.
fn own_span(cells: &[Cell<'_>]) -> Option<Span> {
    let mut printed = cells.iter().filter(|cell| !cell.text.is_empty());
    let first = printed.next()?;
    Some(first.span.to(printed.next_back().unwrap_or(first).span))
}

/// The columns in which a row says something.
pub(super) fn filled_columns(rows: &Rows<'_>, at: usize) -> impl Iterator<Item = usize> + Clone {
    let cells = rows.of(&rows.rows[at]).iter().enumerate();
    cells.filter(|(_, cell)| !cell.text.is_empty()).map(|(column, _)| column)
}
