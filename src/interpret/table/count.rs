//! What the columns of a table hold: the shapes of their cells, counted.
//!
//! In: runs, and where their cells stand. Out: one [`Counts`] per column, and how well these agree with the words of the
//! headers. What follows for roles and names is left to [`roles`].

use super::assign::Assigned;
use super::draft::Draft;
use super::union::Columns;
use crate::interpret::align::Counts;
use crate::interpret::header::HeaderColumn;
use crate::interpret::layout::Family;
use crate::interpret::roles;
use crate::interpret::shape::Shape;

/// What the cells of all columns look like together; each shape counts once more than it was seen, so that none is
/// impossible.
pub(super) fn seen_anywhere(drafts: &[Draft]) -> Counts {
    let mut all: Counts = [1.0; Shape::COUNT];
    for counts in drafts.iter().flat_map(|draft| &draft.seen) {
        all.iter_mut().zip(counts).for_each(|(sum, count)| *sum += count);
    }
    all
}

/// What the columns hold, counted on the pages that have a header of their own width; where there is none, on all pages
/// that have a header.
pub(super) fn seen_under_headers(drafts: &[Draft], columns: &Columns) -> Vec<Counts> {
    let mut seen = vec![[0.0; Shape::COUNT]; columns.headers.len()];
    let own = |draft: &Draft| draft.own_header.map(|header| columns.of_header[&header].clone());
    let any_exact = drafts.iter().any(|draft| own(draft).is_some_and(|place| place.len() == draft.width));
    for draft in drafts {
        let place = match own(draft) {
            Some(place) => place,
            None if columns.of_header.is_empty() => (0..columns.headers.len()).collect(),
            None => continue,
        };
        if place.len() == draft.width || !any_exact {
            add(&mut seen, draft, &place.into_iter().map(Some).collect::<Vec<_>>());
        }
    }
    seen
}

/// What the columns hold, counted on all pages as they were assigned.
pub(super) fn seen_as_assigned(drafts: &[Draft], assigned: &[Assigned], width: usize) -> Vec<Counts> {
    let mut seen = vec![[0.0; Shape::COUNT]; width];
    for (draft, page) in drafts.iter().zip(assigned) {
        add(&mut seen, draft, &page.column_of);
    }
    seen
}

fn add(seen: &mut [Counts], draft: &Draft, column_of: &[Option<usize>]) {
    for (counts, column) in draft.seen.iter().zip(column_of) {
        if let Some(column) = column {
            seen[*column].iter_mut().zip(counts).for_each(|(sum, count)| *sum += count);
        }
    }
}

/// How well the cells of all columns agree with the words of their headers: the sum, a column, of the fit of the best role
/// that the word allows.
pub(super) fn agreement(columns: &Columns, seen: &[Counts]) -> f32 {
    let fit = |(header, seen): (&HeaderColumn, &Counts)| {
        let roles = header.family.map(Family::roles)?;
        roles.iter().map(|role| roles::fits(seen, *role)).max_by(f32::total_cmp)
    };
    columns.headers.iter().zip(seen).filter_map(fit).sum()
}
