//! Words and labelled codes that one cell cannot tell from phrases, settled by their column.
//!
//! In: the cells of each column as assigned. Out: the counts of their shapes, corrected. What a code is, is left to
//! [`scale`](crate::interpret::scale); what a closed vocabulary is, to [`Tally`].

use super::assign::Assigned;
use super::digits::settle_digits;
use super::draft::Draft;
use crate::interpret::align::Counts;
use crate::interpret::header::HeaderColumn;
use crate::interpret::layout::Family;
use crate::interpret::rating::Tally;
use crate::interpret::scale::Alphabet;
use crate::interpret::shape::Shape;
use crate::read::lex::Rows;
use crate::record::Legend;

/// Counts short phrases as codes where they are a closed vocabulary, and codes with labels as codes where each code
/// has one label; else as what they look like, phrases and ordinals.
pub(super) fn settle_vocabularies(
    (drafts, assigned): (&[Draft], &[Assigned]),
    rows: &Rows<'_>,
    headers: &[HeaderColumn],
    legends: &[Legend],
    seen: &mut [Counts],
) {
    let (phrase, labelled, ordinal) = (Shape::Phrase.index(), Shape::Labelled.index(), Shape::Ordinal.index());
    let (word, mark) = (Shape::Code(Alphabet::Word).index(), Shape::Code(Alphabet::Mark).index());
    let places = places(assigned, headers.len());
    settle_digits(headers, seen, legends, |column| tally(&places[column], drafts, rows));
    for (column, (header, seen)) in headers.iter().zip(seen).enumerate() {
        let rates = rates(header);
        let flags = !rates && header.family != Some(Family::Department) && seen[mark] > 0.0;
        let candidate = seen[labelled] > 0.0 || (rates && seen[phrase] > 0.0) || flags;
        if !candidate {
            continue;
        }
        let tally = tally(&places[column], drafts, rows);
        // ★ in some rows and nothing in the others marks rows; it rates nothing.
        if flags && tally.is_flag() {
            seen[phrase] += std::mem::take(&mut seen[mark]);
        }
        let vocabulary = tally.is_vocabulary() || (rates && tally.is_lettered());
        seen[if vocabulary { word } else { ordinal }] += std::mem::take(&mut seen[labelled]);
        if vocabulary && rates {
            seen[word] += std::mem::take(&mut seen[phrase]);
        }
    }
}

/// Whether a header says that its column rates. `区分` does so under another word; by itself it may head any list.
pub(super) fn rates(header: &HeaderColumn) -> bool {
    match header.family {
        Some(Family::Rating | Family::Judged) => true,
        Some(Family::Code) => header.upper.is_some(),
        Some(
            Family::Path
            | Family::Measure
            | Family::Item
            | Family::Comment
            | Family::Value
            | Family::Result
            | Family::Department
            | Family::Text,
        )
        | None => false,
    }
}

/// Where each column stands: (page, cell column).
fn places(assigned: &[Assigned], columns: usize) -> Vec<Vec<(usize, usize)>> {
    let mut places = vec![Vec::new(); columns];
    for (page, assigned) in assigned.iter().enumerate() {
        for (cell, column) in assigned.column_of.iter().enumerate() {
            if let Some(column) = *column {
                places[column].push((page, cell));
            }
        }
    }
    places
}

/// Counts the cells of a column on all pages. A row with something behind its last column may stand elsewhere, and does
/// not say what the columns are.
fn tally(places: &[(usize, usize)], drafts: &[Draft], rows: &Rows<'_>) -> Tally {
    let of_page = |&(page, cell): &(usize, usize)| {
        let Draft { width, rows: own, .. } = &drafts[page];
        let cells = own.iter().map(|row| rows.of(&rows.rows[*row]));
        let fitting = cells.filter(|cells| cells.iter().skip(*width).all(|cell| cell.text.is_empty()));
        fitting.map(move |cells| cells.get(cell).map_or("", |cell| &*cell.text))
    };
    Tally::of(places.iter().flat_map(of_page))
}
