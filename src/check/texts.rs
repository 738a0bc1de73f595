//! The texts and comments that a record prints itself.
//!
//! In: a record. Out: each text with its column, its first and its last cell.

use std::sync::Arc;

use crate::record::{CellColumn, Record, RecordCell, Role};
use crate::source::Span;

/// A text of a record and where it stands.
pub(super) struct Told<'r> {
    /// Its column, for a comment too; records of one table share it.
    pub(super) of: &'r Arc<CellColumn>,
    pub(super) text: &'r str,
    /// Its first cell.
    pub(super) first: Span,
    /// Its last cell: another one where a page end had cut it.
    pub(super) last: Span,
}

/// The texts of a record in the order of its cells.
pub(super) fn told<'r>(record: &'r Record<'r>) -> Vec<Told<'r>> {
    let mut texts = Texts { record, text: 0, rating: 0 };
    let mut told: Vec<Told<'r>> = Vec::with_capacity(record.texts.len() + record.ratings.len());
    // The last places so far: what stands further is told for the first time.
    let mut furthest = None;
    for cell in record.cells.iter().filter(|cell| cell.is_filled()) {
        let Some(text) = texts.of(cell).filter(|text| !text.is_empty()) else { continue };
        let place = Some((texts.text, texts.rating));
        let known = if place > furthest { None } else { told.iter_mut().find(|told| std::ptr::eq(told.text, text)) };
        furthest = furthest.max(place);
        match known {
            // The rest of a text behind a page end.
            Some(told) => told.last = cell.span,
            None => told.push(Told { of: &cell.of, text, first: cell.span, last: cell.span }),
        }
    }
    told
}

/// The texts of a record by cell. Cells come in the order of their columns, as texts and ratings do: the next one is
/// looked at first.
struct Texts<'r> {
    record: &'r Record<'r>,
    text: usize,
    rating: usize,
}

impl<'r> Texts<'r> {
    /// The text or comment that a cell holds.
    fn of(&mut self, cell: &RecordCell) -> Option<&'r str> {
        match cell.of.role {
            Role::Text => {
                let texts = &self.record.texts;
                self.text = next(texts.len(), self.text, |at| Arc::ptr_eq(&texts[at].0, &cell.of.name))?;
                Some(&texts[self.text].1)
            }
            Role::Comment => {
                let (ratings, column) = (&self.record.ratings, cell.of.rating.as_ref()?);
                self.rating = next(ratings.len(), self.rating, |at| Arc::ptr_eq(&ratings[at].column, column))?;
                ratings[self.rating].comment.as_deref()
            }
            Role::Path | Role::Item | Role::Rating | Role::Value | Role::Department => None,
        }
    }
}

/// The first place that fits, looked for from one on and around.
fn next(count: usize, from: usize, fits: impl Fn(usize) -> bool) -> Option<usize> {
    (from..count).chain(0..from.min(count)).find(|&at| fits(at))
}
