//! Rows made whole.
//!
//! In: rows and the runs to join. Out: the rows with each run as one, and the shapes of their cells; what a block of
//! such rows says of those below.

use std::cell::OnceCell;
use std::ops::Range;

use super::Block;
use super::kind::Kind;
use crate::interpret::layout::Layout;
use crate::interpret::shape::Shape;
use crate::interpret::text;
use crate::read::lex::{Cell, Row, Rows};
use crate::record::RepairKind;
use crate::source::{Source, Span};

/// The last block above whose rows are whole, or could be made so.
#[derive(Default)]
pub(super) struct Whole {
    pub(super) range: Range<usize>,
    pub(super) width: usize,
    /// Asked for only where a block below is cut.
    pub(super) kinds: OnceCell<Vec<Kind>>,
}

impl Whole {
    /// The kind of cell that each of its columns holds.
    pub(super) fn kinds(&self, below: &Block<'_, '_>) -> &[Kind] {
        self.kinds.get_or_init(|| Block { range: self.range.clone(), ..*below }.kinds(self.width))
    }
}

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

/// Whether nothing but syntax stands between the rows of a run. Those of a form may stand elsewhere in the text.
pub(super) fn are_neighbours(rows: &Rows<'_>, run: &Range<usize>, source: &Source<'_>) -> bool {
    gaps(rows, run, source)
        .all(|gap| gap.is_some_and(|gap| syntax(gap) == gap.chars().filter(|c| !c.is_whitespace()).count()))
}

/// What stands between each row of a run and the next; none where the next one stands before it.
fn gaps<'s>(rows: &Rows<'_>, run: &Range<usize>, source: &'s Source<'_>) -> impl Iterator<Item = Option<&'s str>> {
    let ends = run.clone().skip(1).map(|at| (rows.rows[at - 1].cells.end - 1, rows.rows[at].cells.start));
    let between = |(last, first): (usize, usize)| (rows.cells[last].span.end(), rows.cells[first].span.start());
    ends.map(between).map(|(from, to)| (from <= to).then(|| source.slice(Span::new(from, to))))
}

/// How many delimiters and quotes stand in a text.
fn syntax(text: &str) -> usize {
    text.chars().filter(|c| matches!(c, '"' | ',' | ';')).count()
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
        slid: rows.slid.clone(),
        particulars: rows.particulars.clone(),
        labelled: rows.labelled.clone(),
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
            // A joined cell holds the syntax that stood between its parts, around the sheet.
            whole.syntax -= gaps(rows, &run, source).flatten().map(syntax).sum::<usize>();
            whole.cells.extend(merged(rows, &run, layout));
            whole_shapes.extend(whole.cells[start..].iter().map(|cell| Shape::of(&cell.text, layout)));
        }
        let (first, last) = (&rows.rows[run.start], &rows.rows[run.end - 1]);
        whole.rows.push(Row { line: first.line, span: first.span.to(last.span), cells: start..whole.cells.len() });
        at = run.end;
    }
    (whole, whole_shapes)
}
