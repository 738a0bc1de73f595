//! Ratings: the scale of each rating column, and the codes in its cells.
//!
//! In: a cell and the scale of its column, which [`Tally`] finds. Out: the cell as codes with labels. A code that is not on
//! the scale stays as printed and is a finding.

mod tally;

use std::sync::Arc;

use crate::diagnostic::{Findings, Text};
use crate::interpret::rules::missing_rating::missing_rating;
use crate::interpret::rules::several_ratings::several_ratings;
use crate::interpret::rules::unknown_rating::unknown_rating;
use crate::interpret::rules::unlisted_rating::unlisted_rating;
use crate::interpret::rules::write_one_of;
use crate::interpret::scale::{self, Written};
use crate::interpret::shape;
use crate::record::{Code, Origin, RepairKind, Scale};
use crate::source::Span;
use tally::LONGEST_WORD;

pub use tally::Tally;

/// A rating cell, read.
#[derive(Debug, Default, PartialEq)]
pub struct Reading {
    /// The codes that the scale knows.
    pub codes: Vec<Arc<str>>,
    /// Their labels.
    pub labels: Vec<Arc<str>>,
    /// How a code had to be changed to be known.
    pub repairs: Vec<RepairKind>,
}

/// Reads a rating cell. `column` is the column's name, for the messages.
pub fn reading(cell: &str, span: Span, (column, scale): (&str, Option<&Scale>), found: &mut Findings) -> Reading {
    if cell.is_empty() {
        missing_rating(span, column, scale.map(list).as_deref(), found);
        return Reading::default();
    }
    if let Some(whole) = known(scale, cell).filter(|whole| *whole.code == *cell) {
        let mut reading = Reading::default();
        reading.take(whole);
        return reading;
    }
    let mut written = scale::written(cell);
    if written.is_empty()
        && let Some((code, _)) = scale::labelled(cell).filter(|(code, _)| known(scale, &code.code).is_some())
    {
        written.push(code);
    }
    let Some(reading) = Reading::of(&written, scale) else {
        unknown_rating(span, cell, column, advice(cell, scale), found);
        return Reading::default();
    };
    if written.is_empty() && !shape::is_dash(cell) {
        let inferred = scale.is_some_and(|scale| scale.origin == Origin::Inferred);
        if inferred && cell.chars().count() <= LONGEST_WORD {
            unlisted_rating(span, cell, column, found);
        } else {
            unknown_rating(span, cell, column, advice(cell, scale), found);
        }
    }
    if written.len() > 1 {
        several_ratings(span, cell, column, found);
    }
    reading
}

/// The code of a scale that a code as written stands for; small letters stand for capital ones.
fn known<'s>(scale: Option<&'s Scale>, code: &str) -> Option<&'s Code> {
    let codes = &scale?.codes;
    let exact = codes.iter().find(|known| scale::is_same(&known.code, code));
    exact.or_else(|| codes.iter().find(|known| known.code.eq_ignore_ascii_case(code)))
}

impl Reading {
    /// The codes of a cell, each with the repairs that it took; none where the scale lacks one of them.
    fn of(written: &[Written], scale: Option<&Scale>) -> Option<Self> {
        let mut reading = Self::default();
        for code in written {
            let known = known(scale, &code.code)?;
            reading.take(known);
            if code.folded || *code.code != *known.code {
                reading.repairs.push(RepairKind::Width);
            }
            if code.padded {
                reading.repairs.push(RepairKind::Padding);
            }
        }
        reading.repairs.dedup();
        Some(reading)
    }

    fn take(&mut self, known: &Code) {
        self.codes.push(Arc::clone(&known.code));
        self.labels.extend(known.label.clone());
    }
}

/// The codes of a scale, for a message.
fn list(scale: &Scale) -> String {
    scale.codes.iter().map(|code| &*code.code).collect::<Vec<_>>().join(", ")
}

/// What to write in the place of an unknown code.
fn advice(_cell: &str, scale: Option<&Scale>) -> Option<Text> {
    scale.map(|scale| write_one_of(&list(scale)))
}
