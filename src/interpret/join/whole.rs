//! Rows made whole.
//!
//! In: rows and the runs to join. Out: the rows with each run as one, and the shapes of their cells.

use std::ops::Range;

use crate::interpret::layout::Layout;
use crate::interpret::shape::Shape;
use crate::interpret::text;
use crate::read::lex::{Cell, Row, Rows};
use crate::record::RepairKind;
use crate::source::{Source, Span};

/// The cells of a run of rows as one row: the last cell of each row and the first of the next are one.
pub(super) fn merged<'s>(rows: &Rows<'s>, run: &Range<usize>, layout: &Layout) -> Vec<Cell<'s>> {
    let mut cells: Vec<Cell<'s>> = Vec::new();
    for row in run.clone() {
        let own = rows.of(&rows.rows[row]);
        let mut rest = own;
        if let (Some(last), Some((first, others))) = (cells.last_mut(), own.split_first()) {
            last.span = last.span.to(first.span);
            last.text = joined(&last.text, &first.text, layout).into();
            last.mended = Some(RepairKind::JoinedRows);
            rest = others;
        }
        cells.extend(rest.iter().cloned());
    }
    cells
}

/// The two parts of a cell: names stay apart, texts join as they were cut.
fn joined(before: &str, after: &str, layout: &Layout) -> String {
    let names = [before, after].iter().all(|part| Shape::of(part, layout) == Shape::Department);
    if names { format!("{before}\n{after}") } else { text::joined(before, after) }
}

/// Rebuilds the rows with each run as one.
pub(super) fn apply<'s>(
    rows: &Rows<'s>,
    shapes: &[Shape],
    joins: &[Range<usize>],
    (source, layout): (&Source<'_>, &Layout),
) -> (Rows<'s>, Vec<Shape>) {
    let mut whole_shapes = Vec::with_capacity(shapes.len());
    let mut whole = Rows {
        rows: Vec::with_capacity(rows.rows.len()),
        cells: Vec::with_capacity(rows.cells.len()),
        syntax: rows.syntax,
        left_out: rows.left_out.clone(),
    };
    let mut joins = joins.iter().peekable();
    let mut at = 0;
    while at < rows.rows.len() {
        let run = joins.next_if(|run| run.start == at).cloned().unwrap_or(at..at + 1);
        let start = whole.cells.len();
        if run.len() == 1 {
            whole.cells.extend_from_slice(rows.of(&rows.rows[at]));
            whole_shapes.extend_from_slice(&shapes[rows.rows[at].cells.clone()]);
        } else {
            // A joined cell holds what stood between its parts, around the sheet.
            let ends = |at: usize| (rows.rows[at].cells.end - 1, rows.rows[at + 1].cells.start);
            let between =
                |(last, first): (usize, usize)| Span::new(rows.cells[last].span.end, rows.cells[first].span.start);
            let gaps = (run.start..run.end - 1).map(|at| source.slice(between(ends(at))));
            whole.syntax -= gaps.flat_map(str::chars).filter(|c| !c.is_whitespace()).count();
            whole.cells.extend(merged(rows, &run, layout));
            whole_shapes.extend(whole.cells[start..].iter().map(|cell| Shape::of(&cell.text, layout)));
        }
        let (first, last) = (&rows.rows[run.start], &rows.rows[run.end - 1]);
        whole.rows.push(Row { line: first.line, span: first.span.to(last.span), cells: start..whole.cells.len() });
        at = run.end;
    }
    (whole, whole_shapes)
}
