//! The columns in which the names of a given header stand.
//!
//! In: the rows of a given sheet, of which the filled cells of records are known to be in columns. Out: the columns of
//! header cells, and of blank cells in rows that stand as their header does.

use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;

use crate::given::is_header;
use crate::made::{Kind, Row};

/// Header cells stand in the columns of the rows below, as long as most of these agree.
pub(crate) fn name(rows: &mut [Row]) {
    for (header, below) in pages(rows) {
        let columns = agreed(&rows[below.clone()]);
        for row in &mut rows[header] {
            row.cells.iter_mut().zip(&columns).for_each(|(cell, column)| cell.column = *column);
        }
        for row in rows[below].iter_mut().filter(|row| row.kind == Kind::Data) {
            let mut cells = row.cells.iter().zip(&columns);
            if cells.all(|(cell, column)| cell.column.is_none() || cell.column == *column) {
                row.cells.iter_mut().zip(&columns).for_each(|(cell, column)| cell.column = cell.column.or(*column));
            }
        }
    }
}

/// What is blank in all rows below stands as it does in the first of them.
pub(crate) fn name_rest(rows: &mut [Row]) {
    for (header, below) in pages(rows) {
        let Some(first) = rows[below].iter().find(|row| row.kind == Kind::Data).cloned() else { continue };
        for row in &mut rows[header] {
            let mut taken: BTreeSet<usize> = row.cells.iter().filter_map(|cell| cell.column).collect();
            for (cell, of) in row.cells.iter_mut().zip(&first.cells) {
                cell.column = cell.column.or(of.column.filter(|column| of.printed.is_empty() && taken.insert(*column)));
            }
        }
    }
}

/// The rows of each header, and the rows below up to the next one.
fn pages(rows: &[Row]) -> Vec<(Range<usize>, Range<usize>)> {
    let starts: Vec<usize> = (0..rows.len()).filter(|&at| rows[at].kind == Kind::Header).collect();
    let ends = starts.iter().skip(1).copied().chain([rows.len()]);
    let page = |(start, end): (usize, usize)| {
        let below = start + rows[start..end].iter().take_while(|row| is_header(row)).count();
        (start..below, below..end)
    };
    starts.iter().copied().zip(ends).map(page).collect()
}

/// For each place the column that most rows have there; none where two are about as many.
fn agreed(rows: &[Row]) -> Vec<Option<usize>> {
    let mut counts: Vec<BTreeMap<usize, usize>> = Vec::new();
    for row in rows.iter().filter(|row| row.kind == Kind::Data) {
        counts.resize(counts.len().max(row.cells.len()), BTreeMap::new());
        for (cell, counts) in row.cells.iter().zip(&mut counts) {
            if let Some(column) = cell.column {
                *counts.entry(column).or_default() += 1;
            }
        }
    }
    let most = |counts: &BTreeMap<usize, usize>| {
        let (column, count) = counts.iter().max_by_key(|(_, count)| **count)?;
        let others: usize = counts.values().sum::<usize>() - count;
        (others * 2 < *count).then_some(*column)
    };
    counts.iter().map(most).collect()
}
