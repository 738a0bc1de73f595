//! What is wrong with the records: one rule a file.
//!
//! In: a sheet as it was read. Out: findings. Few rules, certain ones, worded for the person who filled the sheet. What
//! can be said only while reading stands beside the stages, in their `rules`.

pub mod broken_off_text;
pub mod code_padding;
pub mod code_width;
pub mod contradictory_ratings;
pub mod demands;
pub mod department_not_listed;
pub mod department_spelling;
pub mod duplicate_record;
pub mod formula_in_cell;
pub mod legend_mismatch;
pub mod mended_characters;
pub mod merged_cell;
pub mod missing_column;
pub mod missing_comment;
pub mod missing_department;
pub mod missing_item;
pub mod number_order;
pub mod page_without_header;
mod repairs;
mod same;
pub mod scale_not_allowed;
pub mod soft_wrap;
pub mod split_cell;

use std::cell::OnceCell;
use std::collections::HashMap;
use std::sync::Arc;

use foldhash::fast::RandomState;

use self::demands::Demands;
use self::same::Contents;
use crate::diagnostic::{Findings, Rule};
use crate::record::{CellColumn, Record, RecordCell, Role, Sheet};
use crate::source::{Source, Span};

/// A rule, and what finds its breaches in a sheet.
type Check = (&'static Rule, fn(&Read<'_>, &mut Findings));

/// All checks of records. A new one is a file and a line here.
static CHECKS: &[Check] = &[
    (&broken_off_text::BROKEN_OFF_TEXT, broken_off_text::check),
    (&contradictory_ratings::CONTRADICTORY_RATINGS, contradictory_ratings::check),
    (&department_spelling::DEPARTMENT_SPELLING, department_spelling::check),
    (&duplicate_record::DUPLICATE_RECORD, duplicate_record::check),
    (&formula_in_cell::FORMULA_IN_CELL, formula_in_cell::check),
    (&legend_mismatch::LEGEND_MISMATCH, legend_mismatch::check),
    (&missing_comment::MISSING_COMMENT, missing_comment::check),
    (&missing_department::MISSING_DEPARTMENT, missing_department::check),
    (&missing_item::MISSING_ITEM, missing_item::check),
    (&number_order::NUMBER_ORDER, number_order::check),
    (&page_without_header::PAGE_WITHOUT_HEADER, page_without_header::check),
];

/// A rule, and what finds its breaches under the demands of a city.
type DemandCheck = (&'static Rule, fn(&Read<'_>, &Demands, &mut Findings));

/// All checks of demands.
static DEMAND_CHECKS: &[DemandCheck] = &[
    (&department_not_listed::DEPARTMENT_NOT_LISTED, department_not_listed::check),
    (&missing_column::MISSING_COLUMN, missing_column::check),
    (&scale_not_allowed::SCALE_NOT_ALLOWED, scale_not_allowed::check),
];

/// The rules of this act.
pub fn rules() -> Vec<&'static Rule> {
    let of_records = CHECKS.iter().map(|(rule, _)| *rule);
    let of_demands = DEMAND_CHECKS.iter().map(|(rule, _)| *rule);
    of_records.chain(of_demands).chain(repairs::RULES.iter().copied()).collect()
}

/// Checks a sheet by every rule.
pub fn sheet(source: &Source<'_>, sheet: &Sheet<'_>, found: &mut Findings) {
    let read = Read::of(source, sheet);
    CHECKS.iter().for_each(|(_, check)| check(&read, found));
}

/// Checks a sheet by what its city asks for.
pub fn demands(source: &Source<'_>, sheet: &Sheet<'_>, demands: &Demands, found: &mut Findings) {
    let read = Read::of(source, sheet);
    DEMAND_CHECKS.iter().for_each(|(_, check)| check(&read, demands, found));
}

/// Says of each cell that reading repaired what was done.
pub fn repairs(source: &Source<'_>, sheet: &Sheet<'_>, found: &mut Findings) {
    repairs::sheet(&Read::of(source, sheet), found);
}

/// A sheet as a check sees it.
#[derive(Debug)]
pub(crate) struct Read<'r> {
    /// The decoded text.
    source: &'r Source<'r>,
    /// What was read from it.
    sheet: &'r Sheet<'r>,
    contents: OnceCell<Contents>,
}

/// A text of a record and where it stands.
struct Told<'r> {
    /// The name of its column, for a comment too.
    column: &'r str,
    text: &'r str,
    /// Its first cell.
    first: Span,
    /// Its last cell: another one where a page end had cut it.
    last: Span,
}

impl<'r> Read<'r> {
    fn of(source: &'r Source<'r>, sheet: &'r Sheet<'r>) -> Self {
        Self { source, sheet, contents: OnceCell::new() }
    }

    /// What its records say beside their ratings.
    fn contents(&self) -> &Contents {
        self.contents.get_or_init(|| Contents::of(&self.sheet.records))
    }

    /// The texts and comments that records print themselves, a list for each column, in sheet order.
    fn texts(&self) -> Vec<Vec<Told<'r>>> {
        let mut columns: Vec<Vec<Told<'r>>> = Vec::new();
        // Records of one table share the names of its columns.
        let mut places: HashMap<*const CellColumn, usize, RandomState> = HashMap::default();
        for record in &self.sheet.records {
            let mut texts = Texts { record, text: 0, rating: 0 };
            for cell in record.cells.iter().filter(|cell| cell.is_filled()) {
                let Some(text) = texts.of(cell).filter(|text| !text.is_empty()) else { continue };
                let place = *places.entry(Arc::as_ptr(&cell.of)).or_insert(columns.len());
                if place == columns.len() {
                    columns.push(Vec::new());
                }
                let list = &mut columns[place];
                match list.last_mut().filter(|last| std::ptr::eq(last.text, text)) {
                    // The rest of a text behind a page end.
                    Some(last) => last.last = cell.span,
                    None => list.push(Told { column: &cell.of.name, text, first: cell.span, last: cell.span }),
                }
            }
        }
        columns
    }
}

/// The texts of a record by cell. Cells come in the order of their columns, as texts and ratings do: the next one is
/// looked at first.
struct Texts<'r> {
    record: &'r Record<'r>,
    text: usize,
    rating: usize,
}

impl<'r> Texts<'r> {
    /// The text or comment that a cell holds.
    fn of(&mut self, cell: &RecordCell) -> Option<&'r str> {
        match cell.of.role {
            Role::Text => {
                let texts = &self.record.texts;
                self.text = next(texts.len(), self.text, |at| Arc::ptr_eq(&texts[at].0, &cell.of.name))?;
                Some(&texts[self.text].1)
            }
            Role::Comment => {
                let (ratings, column) = (&self.record.ratings, cell.of.rating.as_ref()?);
                self.rating = next(ratings.len(), self.rating, |at| Arc::ptr_eq(&ratings[at].column, column))?;
                ratings[self.rating].comment.as_deref()
            }
            Role::Path | Role::Item | Role::Rating | Role::Value | Role::Department => None,
        }
    }
}

/// The first place that fits, looked for from one on and around.
fn next(count: usize, from: usize, fits: impl Fn(usize) -> bool) -> Option<usize> {
    (from..count).chain(0..from.min(count)).find(|&at| fits(at))
}

/// A column that is blank on more than this share of rows is filled in only where there is something to say.
const OPTIONAL: f32 = 1.0 / 3.0;

/// Whether so many filled cells of all make a column in which a blank one is an omission.
fn is_mostly_filled(filled: usize, all: usize) -> bool {
    (all - filled) as f32 <= OPTIONAL * all as f32
}
