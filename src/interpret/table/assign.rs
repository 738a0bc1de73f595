//! Which column each cell column of a page stands in.
//!
//! In: the runs of a table, its columns, and what each column makes of each shape. Out: one [`Assigned`] per run. The
//! search itself is [`align`](crate::interpret::align)'s; rows that differ from their page are left to
//! [`moved`](super::moved).

use super::draft::Draft;
use super::union::Columns;
use crate::interpret::align::{Grid, MOST_ROWS_COUNTED, Weights};
use crate::interpret::shape::Shape;

/// What the header position of a cell is worth against the cells' evidence, a row of the page.
const OWN_HEADER: f32 = 3.0;

/// What the position in the page before, of the same width, is worth.
const PAGE_BEFORE: f32 = 1.0;

/// Beyond so many cells times columns a page is taken as its header has it: such tables are lists of figures.
pub(super) const LARGEST_SEARCH: usize = 100_000;

/// A table may lack so many cells of those that its headers promise, for each cell it has. Its rows fill a few columns
/// of forty at the least; a header of thousands above rows of two would make a file of a megabyte a billion fields.
const LACKING_FOR_EACH: usize = 16;

/// So many cells any table may lack.
const LACKING_AT_LEAST: usize = 1_000;

/// Where the cells of one page stand.
pub(super) struct Assigned {
    /// For each cell column its column in the table.
    pub(super) column_of: Vec<Option<usize>>,
    /// The columns that were up for choice, in order.
    pub(super) sequence: Vec<usize>,
}

/// Assigns the cell columns of every page.
pub(super) fn assign_pages(drafts: &[Draft], columns: &Columns, table_weights: &[Weights]) -> Vec<Assigned> {
    let mut assigned: Vec<Assigned> = Vec::with_capacity(drafts.len());
    let mut sequence: Vec<usize> = (0..columns.headers.len()).collect();
    let is_named = |column: usize| !columns.headers[column].printed.is_empty();
    let (mut has, mut lacks) = (0, 0);
    for draft in drafts {
        if let Some(header) = draft.own_header {
            sequence.clone_from(&columns.of_header[&header]);
            has += sequence.len();
        }
        has += draft.width * draft.rows.len();
        let lacking = sequence.len().saturating_sub(draft.width) * draft.rows.len();
        if lacks + lacking > LACKING_FOR_EACH * has + LACKING_AT_LEAST {
            sequence.truncate(draft.width);
        } else {
            lacks += lacking;
        }
        let before = assigned.last().map(|page| &*page.column_of);
        let column_of = assign(draft, (&sequence, &is_named), table_weights, before);
        assigned.push(Assigned { column_of, sequence: sequence.clone() });
    }
    assigned
}

/// Assigns the cell columns of one page.
fn assign(
    draft: &Draft,
    (sequence, is_named): (&[usize], &dyn Fn(usize) -> bool),
    table_weights: &[Weights],
    before: Option<&[Option<usize>]>,
) -> Vec<Option<usize>> {
    if draft.width * sequence.len() > LARGEST_SEARCH {
        return (0..draft.width).map(|at| sequence.get(at).copied()).collect();
    }
    let counted: f32 = draft.seen.first().map_or(0.0, |counts| counts.iter().sum());
    let weight = counted.min(MOST_ROWS_COUNTED);
    let blank = Shape::Blank.index();
    // A page that is narrower than its header lost columns at either end. A blank one at its right may be one that an
    // export added.
    let names = sequence.iter().rposition(|&column| is_named(column)).map_or(0, |last| last + 1);
    let printed = draft.seen.iter().rposition(|seen| seen[blank] < counted).map_or(0, |last| last + 1);
    let lost = names.saturating_sub(draft.width)..=names.saturating_sub(printed);
    let same_width = before.filter(|before| before.len() == draft.width);
    let mean = |cell: usize, column: usize| -> f32 {
        let weighed = draft.kinds[cell].iter().map(|&(shape, count)| count * table_weights[column][shape]);
        weighed.sum::<f32>() / counted.max(1.0)
    };
    let fit = |cell: usize, at: usize| -> f32 {
        let column = sequence[at];
        let own = draft.own_header.is_some() && (cell == at || at > cell && lost.contains(&(at - cell)));
        let as_before = same_width.is_some_and(|before| before[cell] == Some(column));
        let place = if own { OWN_HEADER } else { 0.0 } + if as_before { PAGE_BEFORE } else { 0.0 };
        mean(cell, column) * weight + place
    };
    let filled = |cell: usize| (1.0 - draft.seen[cell][blank] / counted.max(1.0)) * weight;
    let grid = Grid { fit: &fit, cells: draft.width, columns: sequence.len(), filled: &filled };
    if grid.fits_as_it_stands() {
        return sequence.iter().copied().map(Some).collect();
    }
    grid.best().column_of.into_iter().map(|at| at.map(|at| sequence[at])).collect()
}
