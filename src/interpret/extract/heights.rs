//! Headings in columns that stand in the middle of the height of their records, in a table that prints one line of each
//! cell per row.
//!
//! In: a heading column of a table, and where its records begin. Out: the first row and the cell of each heading, where
//! just one way to cut the rows of every page at records puts all headings, be they of several lines, into the very
//! middle.

use std::ops::Range;

use foldhash::HashSet;

use super::Interpreted;
use crate::interpret::row::{CentredLines, ROUNDINGS, RowReader};
use crate::interpret::table::Page;

/// Fewer headings below the first row of their records may stand there by chance.
const FEWEST_BELOW: usize = 2;

/// The first row and the cell of a heading.
pub(super) type Group = (usize, usize);

/// The headings of one column.
pub(super) struct Column<'c, 'w, 'i, 's> {
    pub(super) sheet: &'c Interpreted<'i, 's>,
    pub(super) reader: &'c RowReader<'w, 'i, 's>,
    /// The rows that go on with a record above.
    pub(super) rests: &'c HashSet<usize>,
    pub(super) table: usize,
    pub(super) column: usize,
}

/// The rows that go on with a record above.
pub(super) fn rests(lines: &CentredLines) -> HashSet<usize> {
    lines.values().flat_map(|rows| &rows[1..]).copied().collect()
}

impl Column<'_, '_, '_, '_> {
    /// The headings, if all of them stand in the middle.
    pub(super) fn groups(&self) -> Option<Vec<Group>> {
        ROUNDINGS.iter().find_map(|&rounding| {
            let mut groups = Vec::new();
            let mut below = 0;
            for page in &self.sheet.tables[self.table].pages {
                for rows in page.rows.chunk_by(|above, row| above + 1 == *row) {
                    let headings = self.headings(page, rows);
                    let starts = self.starts(rows, &headings, rounding)?;
                    below += starts.iter().zip(&headings).filter(|(start, heading)| **start < heading.start).count();
                    // What goes on with a heading of the page before opens none.
                    let opens = |row: usize| !self.reader.continues_heading((self.table, page, row), self.column);
                    groups.extend(starts.iter().zip(&headings).filter_map(|(start, heading)| {
                        let row = rows[heading.start];
                        Some((rows[*start], self.cell(page, row).filter(|_| opens(row))?))
                    }));
                }
            }
            (below >= FEWEST_BELOW).then_some(groups)
        })
    }

    /// The lines of each heading in a run of rows, as places in it.
    fn headings(&self, page: &Page, rows: &[usize]) -> Vec<Range<usize>> {
        let mut headings: Vec<Range<usize>> = Vec::new();
        for (place, &row) in rows.iter().enumerate().filter(|(_, row)| self.cell(page, **row).is_some()) {
            match headings.last_mut().filter(|heading| heading.end == place) {
                Some(heading) if self.reader.continues_heading((self.table, page, row), self.column) => {
                    heading.end += 1
                }
                _ => headings.push(place..place + 1),
            }
        }
        headings
    }

    /// Where the records of each heading begin, if there is just one way to cut the rows.
    fn starts(&self, rows: &[usize], headings: &[Range<usize>], rounding: usize) -> Option<Vec<usize>> {
        // The places at which the records of the next heading may begin, each with the place where those of this one do.
        let mut ways: Vec<Vec<(usize, usize)>> = vec![vec![(0, 0)]];
        for (at, heading) in headings.iter().enumerate() {
            let limit = headings.get(at + 1).map_or(rows.len(), |next| next.start);
            let may_end = |end: &usize| *end == rows.len() || !self.rests.contains(&rows[*end]);
            let mut ends: Vec<(usize, usize)> = Vec::new();
            let mut from: Vec<usize> = ways.last()?.iter().map(|way| way.0).collect();
            from.dedup();
            for start in from.into_iter().filter(|start| *start <= heading.start) {
                let least = (2 * (heading.start - start) + heading.len()).saturating_sub(rounding);
                let heights = (least..=least + 1).filter(|height| *height >= heading.end - start);
                let own = heights.map(|height| start + height).filter(|end| *end <= limit && may_end(end));
                ends.extend(own.map(|end| (end, start)));
            }
            ends.sort_unstable();
            ways.push(ends);
        }
        let mut starts = Vec::new();
        let mut end = rows.len();
        for ways in ways.into_iter().skip(1).rev() {
            let mut own = ways.into_iter().filter(|way| way.0 == end);
            let (Some((_, start)), None) = (own.next(), own.next()) else { return None };
            starts.push(start);
            end = start;
        }
        starts.reverse();
        (end == 0).then_some(starts)
    }

    /// The cell of a row, if it holds something.
    fn cell(&self, page: &Page, row: usize) -> Option<usize> {
        let place = page.columns_of(row).iter().position(|of| *of == Some(self.column))?;
        let cell = self.sheet.rows.rows[row].cells.clone().nth(place)?;
        (!self.sheet.rows.cells[cell].text.is_empty()).then_some(cell)
    }
}
