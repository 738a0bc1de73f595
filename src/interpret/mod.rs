//! What the sheet means: rows classified, tables found, records read.
//!
//! In: rows of cells. Out: a [`Sheet`]. The stages in order: [`join`] puts rows together that a line break cut,
//! [`classify`] says what each row is, [`table`] in which column each cell stands ([`align`] searches, [`roles`] names),
//! [`plan`] looks at whole columns, [`extract`] reads the records, [`account`] proves that nothing was lost.

pub mod account;
pub mod align;
pub mod classify;
pub mod department;
pub mod extract;
pub mod header;
pub mod heading;
pub mod join;
pub mod layout;
pub mod legend;
pub mod number;
pub mod plan;
pub mod rating;
pub mod roles;
pub mod row;
pub mod scale;
pub mod shape;
pub mod show;
pub mod table;
pub mod text;
pub mod value;

use crate::diagnostic::{Findings, Rule, Severity, Text, text as message};
use crate::read::lex::Rows;
use crate::record::{Column, Role, Scale, Sheet};
use crate::source::{Source, Span};
use extract::Interpreted;
use layout::Layout;
use plan::Plan;
use roles::TableColumn;
use shape::Shape;
use table::Table;

/// A sheet in which nothing is evaluated.
pub static NO_RECORDS: Rule = Rule {
    name: "no-records",
    severity: Severity::Error,
    since: "0.1.0",
    summary: Text { ja: "評価の行が見つからない", en: "nothing on the sheet is an evaluation" },
};

/// The rules of this act.
pub static RULES: &[&Rule] = &[
    &extract::HEADING_SPELLING,
    &legend::LEGEND_CONTRADICTION,
    &rating::MISSING_RATING,
    &rating::SEVERAL_RATINGS,
    &rating::UNKNOWN_RATING,
    &row::AMBIGUOUS_ROW,
    &row::CELL_IN_NO_COLUMN,
    &row::JOINED_ROW,
    &row::SHIFTED_ROW,
    &NO_RECORDS,
];

/// What a caller may ask of the reading.
#[derive(Clone, Debug, Default)]
pub struct Options {
    /// The byte between cells; found from the text where it is not given.
    pub delimiter: Option<u8>,
    /// Leave every text as printed: no repair but those that reading needs.
    pub faithful: bool,
}

/// Rows to records.
pub fn sheet<'s>(source: &'s Source<'s>, rows: Rows<'s>, options: &Options, mut found: Findings) -> Sheet<'s> {
    let layout = Layout::municipal();
    let rows = join::rows(rows, layout);
    let classes = classify::rows(&rows, layout, &mut found);
    let shapes: Vec<Shape> = rows.cells.iter().map(|cell| Shape::of(&cell.text, layout)).collect();
    let tables = table::tables(&rows, &classes, &shapes);
    let plans: Vec<Plan> = tables.iter().map(|table| plan::plan(table, &rows, &classes.scales, layout)).collect();
    let interpreted = Interpreted {
        source,
        rows: &rows,
        classes: &classes,
        tables: &tables,
        plans: &plans,
        layout,
        faithful: options.faithful,
    };
    let extracted = extract::records(&interpreted, &mut found);
    if extracted.records.is_empty() {
        say_no_records(source, &mut found);
    }
    Sheet {
        newline: source.newline(rows.rows.iter().map(|row| row.span.end)),
        account: account::account(source, &rows, &extracted.uses),
        lines: account::lines(source, &rows, &extracted.uses),
        titles: extracted.titles,
        scales: scales(&plans),
        columns: columns(&tables, &plans),
        records: extracted.records,
        findings: found.in_sheet_order(),
        set_aside: extracted.set_aside,
    }
}

/// The scales in use, each once.
fn scales(plans: &[Plan]) -> Vec<Scale> {
    let mut scales: Vec<Scale> = Vec::new();
    for scale in plans.iter().flat_map(|plan| &plan.columns).filter_map(|column| column.scale.as_ref()) {
        if !scales.contains(scale) {
            scales.push(scale.clone());
        }
    }
    scales
}

/// The columns of all tables, each once.
fn columns(tables: &[Table], plans: &[Plan]) -> Vec<Column> {
    let mut columns: Vec<Column> = Vec::new();
    for (table, plan) in tables.iter().zip(plans) {
        for (column, plan) in table.columns.iter().zip(&plan.columns).filter(|(column, _)| !is_spare(column, table)) {
            let scale = plan.scale.as_ref().filter(|_| column.role == Role::Rating).map(|scale| scale.name.clone());
            let column =
                Column { name: column.name.clone(), printed: column.printed.clone(), role: column.role, scale };
            if !columns.contains(&column) {
                columns.push(column);
            }
        }
    }
    columns
}

/// Whether a column is listed already: it has no header and no cells, or its one header cell names levels that have
/// columns of their own on other pages (`節 項`).
fn is_spare(column: &TableColumn, table: &Table) -> bool {
    let named = |level: &str| table.columns.iter().any(|other| &*other.name == level);
    let levels =
        column.printed.last().map(|printed| printed.split_whitespace().collect::<Vec<_>>()).unwrap_or_default();
    column.phantom || (levels.len() > 1 && levels.iter().all(|level| named(level)))
}

/// Says of a sheet without records what it seems to be.
fn say_no_records(source: &Source<'_>, found: &mut Findings) {
    let (ja, en) = if source.text().trim().is_empty() {
        ("シートが空です", "the sheet is empty")
    } else {
        ("評価の表が見つかりません", "the sheet holds no table of evaluations")
    };
    let help =
        message("評価シートのファイルかどうかを確かめてください", "check that this is the file of an evaluation sheet");
    found.push(&NO_RECORDS, Span::default(), message(ja, en), Some(help));
}
