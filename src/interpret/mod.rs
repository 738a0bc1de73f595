//! What the sheet means: rows classified, tables found, records read.
//!
//! In: rows of cells. Out: a [`Sheet`]. The stages in order: [`margin`], `separators`, `parted`, [`legend`], [`form`],
//! `recut` and [`particulars`] give the rows the cells that other sheets have, [`join`] puts rows together that a line
//! break cut, [`classify`] says what each row is, [`table`] in which column each cell stands ([`align`] searches,
//! [`roles`] names), `sections` which headings part the document only, [`plan`] looks at whole columns, [`extract`]
//! reads the records, [`goals`] those of a sheet without tables; [`account`] proves that nothing was lost.

pub mod account;
pub mod align;
pub mod beside;
mod blocks;
pub mod classify;
pub mod department;
pub mod document;
pub mod extract;
pub mod form;
pub mod goals;
pub mod header;
pub mod heading;
pub mod join;
pub mod layout;
pub mod legend;
pub mod margin;
pub mod number;
pub mod outline;
mod parted;
pub mod particulars;
pub mod plan;
pub mod rating;
mod recut;
pub mod roles;
pub mod row;
pub mod rules;
pub mod scale;
mod sections;
mod separators;
pub mod shape;
pub mod show;
pub mod spacing;
pub mod table;
pub mod text;
pub mod value;
mod ways;

use std::sync::Arc;

use foldhash::HashSet;

use crate::diagnostic::Findings;
use crate::read::lex::{Cell, Rows};
use crate::record::{Column, Page, RepairKind, Role, Scale, Sheet};
use crate::source::Source;
use classify::{Class, Classes};
use extract::Interpreted;
use header::HeaderColumn;
use layout::Layout;
use plan::Plan;
use roles::TableColumn;
use shape::Shape;
use table::Table;

/// What a caller may ask of the reading.
#[derive(Clone, Debug, Default)]
pub struct Options {
    /// The byte between cells; found from the text where it is not given.
    pub delimiter: Option<u8>,
    /// Leave every text as printed: no repair but those that reading needs.
    pub faithful: bool,
    /// Header words, heading marks and scales; those that come with the tool where none are given.
    pub layout: Option<Arc<Layout>>,
}

impl Options {
    /// The layout to read by.
    pub fn layout(&self) -> &Layout {
        self.layout.as_deref().unwrap_or(Layout::builtin())
    }
}

/// Rows to records. The findings of the sheet are left to the caller, who may have more of them.
pub fn sheet<'s>(source: &'s Source<'s>, mut rows: Rows<'s>, options: &Options, found: &mut Findings) -> Sheet<'s> {
    let layout = options.layout();
    let row_starts = rows.rows.iter().map(|row| row.span.start()).collect();
    let blank_ends = margin::leave_out_blank_rows(&mut rows);
    let (rows, classes, tables) = tabulate(rows, source, layout, found);
    let mut legends = classes.legends.clone();
    legends.extend(tables.iter().flat_map(|table| table.legends.iter().cloned()));
    let beginnings = document::beginnings(&rows, &classes, &tables, found);
    let plans = plan::plans(&tables, (&rows, &beginnings), &classes, layout);
    let interpreted = Interpreted {
        source,
        rows: &rows,
        classes: &classes,
        tables: &tables,
        plans: &plans,
        beginnings: &beginnings,
        layout,
        faithful: options.faithful,
    };
    let evaluates = tables.iter().any(|table| table.evaluates);
    let in_prose = if evaluates { None } else { goals::goals(&rows, &classes, layout, found) };
    let in_tables = || (extract::records(&interpreted, found), columns(&tables, &plans), used_scales(&tables, &plans));
    let (extracted, columns, scales) = in_prose.unwrap_or_else(in_tables);
    if extracted.records.is_empty() {
        say_no_records(source, &classes, &tables, found);
    }
    let (account, lines) = account::account(source, &rows, &extracted.uses);
    let is_mended = |(at, cell): &(usize, &Cell<'_>)| {
        let in_record = extracted.uses.of(*at) == account::Use::Record;
        cell.mended == Some(RepairKind::Characters) && !cell.text.is_empty() && !in_record
    };
    let mended = rows.cells.iter().enumerate().filter(is_mended).map(|(_, cell)| cell.span).collect();
    Sheet {
        row_starts,
        pages: pages(&rows, &tables),
        headings: extracted.headings,
        newline: source.newline(rows.rows.iter().map(|row| row.span.end()).chain(blank_ends)),
        account,
        lines,
        titles: extracted.titles,
        scales,
        legends,
        columns,
        records: extracted.records,
        findings: Vec::new(),
        set_aside: extracted.set_aside,
        mended,
    }
}

/// Rows with the cells that other sheets have: the blank margin left out, forms as tables, several things in one row or
/// cell apart. Gives whether blank columns stay until rows are put together.
fn as_others_print<'s>(
    mut rows: Rows<'s>,
    source: &'s Source<'_>,
    layout: &Layout,
    found: &mut Findings,
) -> (Rows<'s>, bool) {
    margin::set_page_numbers_apart(&mut rows, source, layout);
    margin::join_headings(&mut rows, source, layout);
    rows = separators::recut(rows, source, layout, found);
    rows = parted::mend(rows, source, layout, found);
    margin::unpad(&mut rows, source);
    margin::leave_out_margin(&mut rows, source);
    legend::set_apart(&mut rows);
    let blank_columns_stay = margin::leave_out_columns(&mut rows, None, source);
    rows = recut::rows(form::rows(rows, source, layout), source, layout);
    particulars::set_apart(&mut rows, source, layout);
    particulars::find(&mut rows, layout);
    (rows, blank_columns_stay)
}

/// Rows put together where they were cut, with their classes and tables.
fn tabulate<'s>(
    rows: Rows<'s>,
    source: &'s Source<'_>,
    layout: &Layout,
    found: &mut Findings,
) -> (Rows<'s>, Classes, Vec<Table>) {
    let (rows, blank_columns_stay) = as_others_print(rows, source, layout, found);
    let shapes = Shape::of_all(rows.cells.iter().map(|cell| &*cell.text), layout);
    let cut = rows.rows.len();
    let (mut rows, mut shapes, mut blocks) = join::rows(rows, shapes, (source, layout), found);
    if blank_columns_stay || rows.rows.len() < cut {
        margin::leave_out_columns(&mut rows, Some(&mut shapes), source);
        blocks.clear();
    }
    let mut classes = classify::rows((&rows, &blocks), &mut shapes, layout, found);
    let mut tables = table::tables(&rows, &classes, &shapes, found);
    table::mark_rests(&mut tables, (&rows, &shapes, &classes.rows), layout);
    sections::leave_out(&mut classes, &tables, &rows);
    (rows, classes, tables)
}

/// The pages of the tables that evaluate, in sheet order.
fn pages(rows: &Rows<'_>, tables: &[Table]) -> Vec<Page> {
    let evaluating = tables.iter().enumerate().filter(|(_, table)| table.evaluates);
    let page = |(table, page): (usize, &table::Page)| {
        let end = page.column_of.iter().rposition(Option::is_some).map_or(0, |last| last + 1);
        Some(Page {
            first_row: rows.rows[*page.rows.first()?].span,
            has_header: page.header.is_some(),
            table,
            columns: page.column_of[..end].to_vec(),
        })
    };
    let pages = evaluating.flat_map(|(at, table)| table.pages.iter().map(move |page| (at, page)));
    pages.filter_map(page).collect()
}

/// The scales in use, each once.
fn used_scales(tables: &[Table], plans: &[Plan]) -> Vec<Scale> {
    let mut known: HashSet<&Scale> = HashSet::default();
    let evaluating = tables.iter().zip(plans).filter(|(table, _)| table.evaluates).flat_map(|(_, plan)| &plan.columns);
    let scales = evaluating.filter_map(|column| column.scale.as_ref());
    scales.filter(|scale| known.insert(scale)).cloned().collect()
}

/// The columns of all tables, each once.
fn columns(tables: &[Table], plans: &[Plan]) -> Vec<Column> {
    let mut columns: Vec<Column> = Vec::new();
    let mut known: HashSet<Column> = HashSet::default();
    for (table, plan) in tables.iter().zip(plans).filter(|(table, _)| table.evaluates) {
        let names: HashSet<&str> = table.columns.iter().map(|column| &*column.name).collect();
        for (column, plan) in table.columns.iter().zip(&plan.columns).filter(|(column, _)| !is_spare(column, &names)) {
            let scale = plan.scale.as_ref().filter(|_| column.role == Role::Rating).map(|scale| scale.name.clone());
            let column =
                Column { name: column.name.clone(), printed: column.printed.clone(), role: column.role, scale };
            if known.insert(column.clone()) {
                columns.push(column);
            }
        }
        for (column, printed) in &table.renamed {
            let (name, role) = (HeaderColumn::key_of(printed).into(), table.columns[*column].role);
            let column = Column { name, printed: printed.clone(), role, scale: None };
            if known.insert(column.clone()) {
                columns.push(column);
            }
        }
    }
    columns
}

/// Whether a column is listed already: it has no header and no cells, or its one header cell names levels that have
/// columns of their own on other pages (`節 項`).
fn is_spare(column: &TableColumn, names: &HashSet<&str>) -> bool {
    let levels =
        column.printed.last().map(|printed| printed.split_whitespace().collect::<Vec<_>>()).unwrap_or_default();
    column.beside.is_some() || (levels.len() > 1 && levels.iter().all(|level| names.contains(level)))
}

/// Says of a sheet without records what it seems to be.
fn say_no_records(source: &Source<'_>, classes: &Classes, tables: &[Table], found: &mut Findings) {
    let is = |class: fn(&Class) -> bool| classes.rows.iter().any(class);
    let seems = if source.text().trim().is_empty() {
        ("シートが空です", "the sheet is empty")
    } else if tables.iter().any(|table| !table.evaluates) {
        (
            "評価欄のない表（件数や一覧）のようで、評価の行が見つかりません",
            "the sheet seems to be a table of counts or contents; nothing on it is rated",
        )
    } else if is(|class| matches!(class, Class::Legend)) {
        ("凡例だけのシートのようで、評価の行が見つかりません", "the sheet seems to be a legend; nothing on it is rated")
    } else {
        (
            "文章だけのシートのようで、評価の表が見つかりません",
            "the sheet seems to be prose; it holds no table of evaluations",
        )
    };
    rules::no_records::no_records(seems, sign_between_cells(source.text()), found);
}

/// What seems to stand between the cells of a text without tabs: as often in several of its first lines, and more than
/// once.
fn sign_between_cells(text: &str) -> Option<&'static str> {
    const SIGNS: [&str; 4] = ["|", "｜", "  ", "　　"];
    const FIRST_LINES: usize = 40;
    const FEWEST_LINES: usize = 3;
    const FEWEST_CELLS: usize = 3;
    let cells = |line: &str, sign: &str| line.split(sign).filter(|cell| !cell.trim().is_empty()).count();
    SIGNS.into_iter().find(|sign| {
        let lines = text.lines().take(FIRST_LINES).map(|line| cells(line, sign));
        let counts: Vec<usize> = lines.filter(|count| *count >= FEWEST_CELLS).collect();
        counts.len() >= FEWEST_LINES && counts.windows(2).all(|two| two[0] == two[1])
    })
}

#[cfg(test)]
mod tests {
    use super::sign_between_cells;

    #[test]
    fn what_stands_between_cells_in_the_place_of_tabs_is_named() {
        let sign = |text: &str| sign_between_cells(text);
        assert_eq!(sign("取組|評価|担当課\n花壇|A|公園課\n水路|B|河川課\n"), Some("|"));
        assert_eq!(sign("町の計画\n\n取組  評価  担当課\n花壇  A  公園課\n水路  B  河川課\n"), Some("  "));
        assert_eq!(sign("花壇に苗を植えた。\n水路の泥をさらった。\n道を掃いた。\n"), None);
        assert_eq!(sign("取組|評価|担当課\n花壇|A\n"), None);
    }
}
