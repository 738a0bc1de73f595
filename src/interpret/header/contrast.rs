//! Headers of words that no layout knows.
//!
//! In: a row and the shapes of the cells below it. Out: a [`Header`] where the row holds names and the columns below hold
//! something else. Headers of known words are found before.

use super::{Header, ROWS_BELOW, columns};
use crate::interpret::layout::{self, Layout};
use crate::interpret::shape::Shape;
use crate::read::lex::{Cell, Row, Rows};

/// Reads a header of words that no layout knows: a first row of short phrases over cells that are something else.
pub fn by_contrast(rows: &Rows<'_>, shapes: &[Shape], start: usize, layout: &Layout) -> Option<Header> {
    let row = rows.rows.get(start)?;
    let (cells, own) = (rows.of(row), &shapes[row.cells.clone()]);
    let names = |(cell, shape): (&Cell<'_>, &Shape)| {
        matches!(shape, Shape::Blank | Shape::Phrase | Shape::Department) && cell.text.chars().count() <= 16
            || layout::is_year(&cell.text)
    };
    let filled = cells.iter().filter(|cell| !cell.text.is_empty()).count();
    if filled < 3 || filled * 2 < cells.len() || !cells.iter().zip(own).all(names) {
        return None;
    }
    let is_filled = |row: &Row| rows.of(row).iter().any(|cell| !cell.text.is_empty());
    // A blank line between rows of one width ends nothing.
    let is_as_wide = |at: usize| rows.rows.get(at).is_some_and(|row| row.cells.len() == cells.len() && is_filled(row));
    let below: Vec<&[Shape]> = (start + 1..rows.rows.len())
        .take_while(|&at| is_filled(&rows.rows[at]) || is_as_wide(at + 1))
        .take(ROWS_BELOW)
        .filter(|&at| is_as_wide(at))
        .map(|at| &shapes[rows.rows[at].cells.clone()])
        .collect();
    let differs = |at: usize| {
        let own = own[at];
        let shapes = below.iter().map(|row| row[at]).filter(|shape| *shape != Shape::Blank);
        let telling = |shape: Shape| {
            matches!(shape, Shape::Code(_) | Shape::Number | Shape::Department | Shape::Sentence | Shape::Labelled)
        };
        let (all, other) =
            shapes.fold((0, 0), |(all, other), shape| (all + 1, other + usize::from(telling(shape) && shape != own)));
        all > 0 && other * 2 > all
    };
    let columns_that_differ = (0..cells.len()).filter(|&at| !cells[at].text.is_empty() && differs(at)).count();
    (columns_that_differ >= 2).then(|| Header::new(start..start + 1, columns(rows, (start..start + 1, 0), layout)))
}
