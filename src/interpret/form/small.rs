//! Small tables that are one form: a header and one row each.
//!
//! In: the rows of a sheet. Out: the runs of such tables, and the rows in which those of a run stand side by side.

use std::ops::Range;

use foldhash::HashSet;

use super::{blank, keep, push};
use crate::interpret::header;
use crate::interpret::layout::{Family, Fit, Layout};
use crate::read::lex::{Cell, Rows};

/// A header with a single row under it.
pub(super) struct Small {
    header: usize,
    data: usize,
}

/// Whether a row of several cells holds no sentence of so many bytes, as nearly every row of data does and no header.
fn may_be_header(cells: &[Cell<'_>]) -> bool {
    const LONG: usize = 120;
    let is_sentence = |cell: &Cell<'_>| cell.text.len() > LONG && cell.text.ends_with('。');
    cells.iter().filter(|cell| !cell.text.is_empty()).nth(1).is_some() && !cells.iter().any(is_sentence)
}

/// The runs of small tables that are one form: each a header and one row, each with columns of its own, of which only
/// the first names what is evaluated.
pub(super) fn tables(rows: &Rows<'_>, layout: &Layout) -> Vec<Vec<Small>> {
    let is_blank = |at: usize| rows.rows.get(at).is_none_or(|row| rows.of(row).iter().all(|cell| cell.text.is_empty()));
    let may_be_header = |at: usize| rows.rows.get(at).is_some_and(|row| may_be_header(rows.of(row)));
    let is_header = |at: usize| may_be_header(at) && header::is_header_row(rows, at, layout);
    let names = |at: usize| -> HashSet<String> {
        rows.of(&rows.rows[at]).iter().filter(|cell| !cell.text.is_empty()).map(|cell| cell.text.to_string()).collect()
    };
    let names_item = |at: usize| {
        let item = |cell: &Cell<'_>| {
            matches!(layout.family_at_end(&cell.text), Some((Family::Item | Family::Measure, Fit::Whole)))
        };
        rows.of(&rows.rows[at]).iter().any(item)
    };
    let mut runs: Vec<Vec<Small>> = Vec::new();
    let mut run: Vec<Small> = Vec::new();
    let mut seen: HashSet<String> = HashSet::default();
    let mut at = 0;
    while at < rows.rows.len() {
        // Below nearly every header stand several rows, which tells sooner than its own words that it is none of these.
        let single = may_be_header(at)
            && !is_blank(at + 1)
            && (is_blank(at + 2) || is_header(at + 2))
            && is_header(at)
            && !is_header(at + 1);
        if single {
            let own = names(at);
            if names_item(at) || !own.is_disjoint(&seen) {
                runs.push(std::mem::take(&mut run));
                seen.clear();
            }
            if names_item(at) || !run.is_empty() {
                run.push(Small { header: at, data: at + 1 });
                seen.extend(own);
            }
            at += 2;
        } else {
            if !run.is_empty() && !is_blank(at) {
                runs.push(std::mem::take(&mut run));
                seen.clear();
            }
            at += 1;
        }
    }
    runs.push(run);
    runs.retain(|run| run.len() > 1);
    runs
}

/// Puts the small tables of each run side by side.
pub(super) fn side_by_side<'s>(rows: &Rows<'s>, runs: &[Vec<Small>]) -> Rows<'s> {
    let mut made = Rows { syntax: rows.syntax, left_out: rows.left_out.clone(), ..Rows::default() };
    let mut at = 0;
    for run in runs {
        let whole: Range<usize> = run[0].header..run[run.len() - 1].data + 1;
        (at..whole.start).for_each(|row| keep(rows, row, &mut made));
        let span = rows.rows[whole.start].span.to(rows.rows[whole.end - 1].span);
        let side = |of: fn(&Small) -> usize| -> Vec<Cell<'s>> {
            let own = |small: &Small| {
                let width = rows.rows[small.header].cells.len().max(rows.rows[small.data].cells.len());
                let mut cells = rows.of(&rows.rows[of(small)]).to_vec();
                cells.resize(width, blank(rows.rows[of(small)].span.end()));
                cells
            };
            run.iter().flat_map(own).collect()
        };
        let line = rows.rows[run[0].header].line;
        push(&mut made, line, span, side(|small| small.header));
        push(&mut made, line, span, side(|small| small.data));
        // Blank lines between the small tables hold nothing but white space.
        at = whole.end;
    }
    (at..rows.rows.len()).for_each(|row| keep(rows, row, &mut made));
    made
}
