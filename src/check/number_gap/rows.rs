//! A number in the column that numbers the rows, of which the rows above and below leave another one.
//!
//! In: records, one after another. Out: the numbers that stand where others belong, if those of the column run on. That
//! a number is left out says nothing: lists of projects keep theirs when one ends.

use std::sync::Arc;

use super::{run_on, steps};
use crate::interpret::number;
use crate::interpret::roles;
use crate::record::{CellColumn, Record, Role};
use crate::source::Span;

/// The numbers of the rows so far.
#[derive(Default)]
pub(super) struct Rows<'r> {
    /// The column of the record before, and whether it numbers rows: records of one table share it.
    column: Option<(*const CellColumn, bool)>,
    /// The numbers of the last two rows.
    last: [Option<Row<'r>>; 2],
    follow: usize,
    /// How many of them do not follow the one before, nor begin anew.
    apart: usize,
    slips: Vec<(Row<'r>, u32)>,
}

/// The number of a row.
#[derive(Clone)]
pub(super) struct Row<'r> {
    numbers: Vec<u32>,
    pub(super) span: Span,
    pub(super) printed: &'r str,
}

impl<'r> Rows<'r> {
    /// Adds the number of the next record, if it has one in a column of its own.
    pub(super) fn add(&mut self, record: &'r Record<'r>) {
        let Some(own) = self.row(record) else { return };
        let [before, above] = std::mem::take(&mut self.last);
        let begins = own.numbers.last() == Some(&1);
        if let Some(above) = above.as_ref().filter(|_| !begins) {
            let follows = steps(Some(&above.numbers), &own.numbers) == Some(1);
            *(if follows { &mut self.follow } else { &mut self.apart }) += 1;
        }
        if let (Some(before), Some(above)) = (before, &above)
            && steps(Some(&before.numbers), &own.numbers) == Some(2)
            && steps(Some(&before.numbers), &above.numbers) != Some(1)
        {
            let left = before.numbers.last().map_or(1, |last| last + 1);
            self.slips.push((above.clone(), left));
        }
        self.last = [above, Some(own)];
    }

    /// The number in the first column of texts, if that numbers rows.
    fn row(&mut self, record: &'r Record<'r>) -> Option<Row<'r>> {
        let cell = record.cells.iter().find(|cell| cell.of.role == Role::Text)?;
        let column = Arc::as_ptr(&cell.of);
        let (_, numbers_rows) = match self.column {
            Some(known) if known.0 == column => known,
            _ => *self.column.insert((column, roles::numbers_rows(&cell.of.name))),
        };
        let (_, printed) = record.texts.first().filter(|(name, _)| numbers_rows && *name == cell.of.name)?;
        let numbers = number::is_alone(printed).then(|| number::all(printed))?;
        Some(Row { numbers, span: cell.span, printed })
    }

    /// The numbers that stand where others belong, and those.
    pub(super) fn slips(self) -> Vec<(Row<'r>, u32)> {
        // The number of a slip follows none, and none follows it.
        let others = self.apart.saturating_sub(2 * self.slips.len());
        if run_on(self.follow, self.slips.len() + others) { self.slips } else { Vec::new() }
    }
}
