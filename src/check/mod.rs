//! What is wrong with the records: one rule a file.
//!
//! In: a sheet as it was read. Out: findings. Few rules, certain ones, worded for the person who filled the sheet. What
//! can be said only while reading stands beside the stages, in their `rules`.

pub mod broken_off_text;
pub mod code_padding;
pub mod code_width;
pub mod column_left_out;
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
pub mod number_gap;
pub mod number_order;
pub mod page_without_header;
mod repairs;
mod same;
pub mod scale_not_allowed;
pub mod soft_wrap;
pub mod split_cell;
mod texts;
pub mod unread_header;
pub mod unread_number;

use std::cell::OnceCell;
use std::sync::Arc;

use self::demands::Demands;
use self::same::Contents;
use crate::diagnostic::{Findings, Place, Rule};
use crate::record::{Page, Record, RecordCell, Sheet};
use crate::source::Source;

/// A rule, and what finds its breaches in a sheet.
type Check = (&'static Rule, fn(&Read<'_>, &mut Findings));

/// All checks of what stands beside the records.
static CHECKS: &[Check] = &[
    (&legend_mismatch::LEGEND_MISMATCH, legend_mismatch::check),
    (&page_without_header::PAGE_WITHOUT_HEADER, page_without_header::check),
    (&unread_header::UNREAD_HEADER, unread_header::check),
];

/// A rule, and what begins to look for its breaches in records.
type RecordCheck = (&'static Rule, for<'r> fn(&'r Read<'r>) -> Box<dyn Look<'r> + 'r>);

/// All checks of records. A new one is a file and a line here.
static RECORD_CHECKS: &[RecordCheck] = &[
    (&broken_off_text::BROKEN_OFF_TEXT, broken_off_text::look),
    (&column_left_out::COLUMN_LEFT_OUT, column_left_out::look),
    (&contradictory_ratings::CONTRADICTORY_RATINGS, contradictory_ratings::look),
    (&department_spelling::DEPARTMENT_SPELLING, department_spelling::look),
    (&duplicate_record::DUPLICATE_RECORD, duplicate_record::look),
    (&formula_in_cell::FORMULA_IN_CELL, formula_in_cell::look),
    (&missing_comment::MISSING_COMMENT, missing_comment::look),
    (&missing_department::MISSING_DEPARTMENT, missing_department::look),
    (&missing_item::MISSING_ITEM, missing_item::look),
    (&number_gap::NUMBER_GAP, number_gap::look),
    (&number_order::NUMBER_ORDER, number_order::look),
    (&unread_number::UNREAD_NUMBER, unread_number::look),
];

/// A look at the records of a sheet, one after another. All checks see a record before any of them sees the next: a
/// large sheet is many times what a processor keeps at hand, and each pass over it would fetch everything again.
trait Look<'r> {
    /// Looks at the next record, in sheet order. `content` is a hash of what it says beside its ratings.
    fn record(&mut self, record: &'r Record<'r>, content: u64, found: &mut Findings);

    /// Says what only all records together show.
    fn end(self: Box<Self>, _found: &mut Findings) {}
}

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
    let of_sheets = CHECKS.iter().map(|(rule, _)| *rule);
    let of_records = RECORD_CHECKS.iter().map(|(rule, _)| *rule);
    let of_demands = DEMAND_CHECKS.iter().map(|(rule, _)| *rule);
    of_sheets.chain(of_records).chain(of_demands).chain(repairs::RULES.iter().copied()).collect()
}

/// Checks a sheet by every rule.
pub fn sheet(source: &Source<'_>, sheet: &Sheet<'_>, found: &mut Findings) {
    let read = Read::new(source, sheet);
    CHECKS.iter().for_each(|(_, check)| check(&read, found));
    let mut looks: Vec<_> = RECORD_CHECKS.iter().map(|(_, look)| look(&read)).collect();
    let contents = Contents::default();
    for record in &sheet.records {
        let content = contents.of(record);
        looks.iter_mut().for_each(|look| look.record(record, content, found));
    }
    looks.into_iter().for_each(|look| look.end(found));
}

/// Checks a sheet by what its city asks for.
pub fn demands(source: &Source<'_>, sheet: &Sheet<'_>, demands: &Demands, found: &mut Findings) {
    let read = Read::new(source, sheet);
    DEMAND_CHECKS.iter().for_each(|(_, check)| check(&read, demands, found));
}

/// Says of each cell that reading repaired what was done.
pub fn repairs(source: &Source<'_>, sheet: &Sheet<'_>, found: &mut Findings) {
    repairs::sheet(&Read::new(source, sheet), found);
}

/// A sheet as a check sees it.
#[derive(Debug)]
pub(crate) struct Read<'r> {
    /// The decoded text.
    source: &'r Source<'r>,
    /// What was read from it.
    sheet: &'r Sheet<'r>,
    /// The pages that moved without a header, which two rules ask about.
    moved: OnceCell<Vec<&'r Page>>,
}

impl<'r> Read<'r> {
    fn new(source: &'r Source<'r>, sheet: &'r Sheet<'r>) -> Self {
        Self { source, sheet, moved: OnceCell::new() }
    }
}

impl From<&RecordCell> for Place {
    /// A row lacks all its absent cells at one span, its end: the column tells which of them is meant.
    fn from(cell: &RecordCell) -> Self {
        Self { span: cell.span, column: Some(Arc::clone(&cell.of.name)) }
    }
}

/// A column that is blank on more than this share of rows is filled in only where there is something to say.
const OPTIONAL: f32 = 1.0 / 3.0;

/// Whether so many filled cells of all make a column in which a blank one is an omission.
fn is_mostly_filled(filled: usize, all: usize) -> bool {
    (all - filled) as f32 <= OPTIONAL * all as f32
}

#[cfg(test)]
mod tests {
    use crate::diagnostic::Findings;
    use crate::interpret::Options;
    use crate::report::{Located, locate};
    use crate::source::Source;

    #[test]
    fn of_cells_that_a_row_lacks_each_finding_names_its_own_column() {
        let whole = "桜の手入れ\tA\t枝を払ったため。\t公園課\n";
        let others = whole.replace("桜", "藤") + &whole.replace("桜", "梅");
        let sheet = format!("事業名\t評価\t評価の理由\t担当課\n{whole}{others}花壇の手入れ\tB\n");
        let source = Source::made_up(&sheet);
        let sheet = crate::sheet(&source, &Options::default(), Findings::default());
        let named =
            |found: &Located<'_>| (found.diagnostic.rule.name, found.column.map(str::to_owned), found.start.column);
        let found: Vec<_> = locate(&source, &sheet).iter().map(named).collect();
        let place = |rule, column: &str| (rule, Some(column.to_owned()), 9);
        assert_eq!(found, [place("missing-comment", "評価の理由"), place("missing-department", "担当課")]);
    }
}
