//! Runs of data rows, before anybody knows which table they belong to.
//!
//! In: classified rows and the shapes of their cells. Out: [`Draft`]s in sheet order, each with the header above it, its
//! width and what its cells look like. Which runs make one table is left to [`tables`](super::tables).

use std::collections::HashMap;

use crate::interpret::align::Counts;
use crate::interpret::classify::{Class, Classes};
use crate::interpret::shape::{self, Shape};
use crate::read::lex::Rows;

/// A page while its table is being found.
#[derive(Debug)]
pub(super) struct Draft {
    /// Its data rows.
    pub(super) rows: Vec<usize>,
    /// The header directly above it, if it has its own.
    pub(super) own_header: Option<usize>,
    /// The number of cells of most of its rows.
    pub(super) width: usize,
    /// The shapes of each cell column.
    pub(super) seen: Vec<Counts>,
    /// The same without the shapes that were not seen: a cell column has three of eighteen.
    pub(super) kinds: Vec<Vec<(usize, f32)>>,
}

/// Cuts the sheet into runs of data rows: a blank line, a header or a line outside tables ends one.
pub(super) fn drafts(rows: &Rows<'_>, classes: &Classes, shapes: &[Shape]) -> Vec<Draft> {
    let mut drafts = Vec::new();
    let mut run: Vec<usize> = Vec::new();
    let mut header = None;
    let mut close = |run: &mut Vec<usize>, header: &mut Option<usize>| {
        if !run.is_empty() {
            let own_header = header.take();
            let as_header = own_header.map(|place: usize| classes.headers[place].columns.len());
            drafts.push(draft(std::mem::take(run), (own_header, as_header), rows, shapes));
        }
    };
    let width = |at: usize| rows.rows[at].cells.len();
    for (at, class) in classes.rows.iter().enumerate() {
        let padded = width(at) > 1;
        match class {
            Class::Data => {
                // Behind a blank line, padded or not, another width is another page.
                let apart = run.last().filter(|&&last| classes.rows[last + 1..at].contains(&Class::Blank));
                if apart.is_some_and(|&last| width(last) != width(at)) {
                    close(&mut run, &mut header);
                }
                run.push(at);
            }
            Class::Header(place) => {
                close(&mut run, &mut header);
                header = Some(*place);
            }
            Class::Heading(_) | Class::Blank if padded => {}
            Class::Total => {}
            Class::Heading(_)
            | Class::Blank
            | Class::Title
            | Class::Legend
            | Class::HeadingTitle
            | Class::Contents
            | Class::Tally
            | Class::Noise
            | Class::PageNumber
            | Class::Footnote
            | Class::Prose => close(&mut run, &mut header),
        }
    }
    close(&mut run, &mut header);
    drafts
}

/// An export leaves out the cells behind the last filled one: so many rows as wide as the header show that the others
/// only have nothing in their last columns. A page that lost a column has at most a broken row of that width.
const AS_WIDE_AS_HEADER: f32 = 0.2;

/// Counts the shapes of a run's cell columns. Its width is that of most of its rows, or of its header.
fn draft(
    run: Vec<usize>,
    (own_header, as_header): (Option<usize>, Option<usize>),
    rows: &Rows<'_>,
    shapes: &[Shape],
) -> Draft {
    let mut widths: HashMap<usize, usize> = HashMap::new();
    // Several cells with one and the same character are debris of rule lines; one code may well stand alone.
    let texts = |row: usize| rows.of(&rows.rows[row]).iter().map(|cell| &*cell.text);
    let is_debris =
        |row: usize| shape::is_one_stroke(texts(row)) && texts(row).filter(|text| !text.is_empty()).count() > 1;
    let counted: Vec<usize> = run.iter().copied().filter(|&row| !is_debris(row)).collect();
    for &row in &counted {
        *widths.entry(rows.rows[row].cells.len()).or_default() += 1;
    }
    let often =
        |width: &usize| widths.get(width).is_some_and(|&of| of as f32 >= AS_WIDE_AS_HEADER * counted.len() as f32);
    let usual = || widths.iter().max_by_key(|&(width, count)| (count, width)).map_or(0, |(&width, _)| width);
    let width =
        as_header.filter(|width| often(width) && !widths.keys().any(|other| other > width)).unwrap_or_else(usual);
    let mut seen = vec![[0.0; Shape::COUNT]; width];
    for &row in counted.iter().filter(|&&row| rows.rows[row].cells.len() == width) {
        for (counts, cell) in seen.iter_mut().zip(rows.rows[row].cells.clone()) {
            counts[shapes[cell].index()] += 1.0;
        }
    }
    let kinds = |counts: &Counts| counts.iter().copied().enumerate().filter(|(_, count)| *count > 0.0).collect();
    Draft { rows: run, own_header, width, kinds: seen.iter().map(kinds).collect(), seen }
}
