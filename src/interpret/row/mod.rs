//! One data row: its cells by column, read into the fields of a record.
//!
//! In: a row, its page and the plan of its table. Out: a [`Record`](crate::record::Record), or what the row adds to the
//! record above. Merged cells carry on from the row above: items, the texts right behind a blank item, and what a
//! column prints once for a run of rows, as 部 before 課, or once below each heading, as 課; never ratings or comments,
//! and never across a heading.
//!
//! Here stands the `RowReader`, with what it remembers and how it finds a cell. What it reads has rooms of its own:
//! `heading` the headings in a row, `item` the item, `fields` the other columns, `clean` what a text was meant to be.
//! `lines` and `heights` find records over several lines in which short cells are centred. `record` puts all these
//! together, `carry_on` adds a row to the record above, `wrapped` knows one that narrow columns cut, `rest` one without
//! the signs of a record, `rounds` several records of one item, `offices` those of its departments, `unnumbered` one
//! that holds texts alone, `aside` takes what belongs to neither. They ask `signs` what the first line of a record has,
//! `edges` what stands above a row and where columns cut it, `pieces` which words and figures go on below.

mod aside;
mod carry_on;
mod clean;
mod edges;
mod fields;
mod heading;
mod heights;
mod item;
mod lines;
mod offices;
mod pieces;
mod record;
mod rest;
mod rounds;
mod signs;
mod unnumbered;
mod wrapped;

use std::borrow::Cow;
use std::cell::OnceCell;
use std::ops::Range;
use std::rc::Rc;

use foldhash::{HashMap, HashSet};

use crate::interpret::extract::Interpreted;
use crate::interpret::plan::ColumnPlan;
use crate::interpret::shape;
use crate::interpret::table::{Page, Table};
use crate::interpret::text;
use crate::read::lex::Cell;
use crate::record::{Item, Repair, Role};
use crate::source::Span;
use edges::Edges;
use rounds::Rounds;
use signs::Signs;
use unnumbered::Number;

pub(crate) use aside::is_debris;
pub(crate) use carry_on::{MOST_LINES, SHORTEST_CUT};
pub(crate) use heights::ROUNDINGS;
pub(crate) use lines::{CentredLines, LinesApart};
pub(crate) use rounds::Turn;

/// Reads rows, and remembers what stands above them.
#[derive(Debug)]
pub(crate) struct RowReader<'w, 'i, 's> {
    sheet: &'w Interpreted<'i, 's>,
    /// The item above, with its ordinal, since the last heading.
    item: Option<Item<'s>>,
    /// The texts of the record above, each with its column of the table, since the last heading.
    texts: Vec<(usize, Cow<'s, str>)>,
    /// The table of the record above; none behind a heading.
    table: Option<usize>,
    /// Repairs of the headings in the row at hand.
    repairs: Vec<Repair>,
    /// The table and the cell of the departments above, by column, for `〃`.
    departments: HashMap<usize, (usize, usize)>,
    /// The table and the cell above that a run of rows is merged with, by column, since the last heading line, with
    /// those that go on with it.
    blocks: HashMap<usize, (usize, Vec<usize>)>,
    /// The table and the columns of rows that went on with a sentence of the record above: rows of this shape do on the
    /// sheet.
    continuing: HashSet<(usize, Vec<usize>)>,
    /// For each table those with the same columns, itself among them, in order.
    alike: Vec<Rc<[usize]>>,
    /// For each table the edges at which its columns cut their cells; asked for only where a row may have been cut.
    edges: Vec<OnceCell<Edges>>,
    /// Whether lines alone stand right below rows here and there.
    has_lines_alone: OnceCell<bool>,
    /// For each table where its rows have their numbers; asked for only where a row may lack its own.
    numbers: Vec<OnceCell<Option<Number>>>,
    /// For each table what the first line of its records has; asked for only where a row may be another line.
    signs: Vec<OnceCell<Signs>>,
    /// For each table its rounds, if its records come in such.
    rounds: Vec<OnceCell<Option<Rounds>>>,
    /// For each table the heading columns of which the first heading has a number.
    numbered_headings: Vec<OnceCell<Vec<usize>>>,
    /// The tables and columns of which all lines right below each other are one heading, as where letters stand in a
    /// column.
    upright_headings: HashSet<(usize, usize)>,
    /// The rows that are further lines of a record whose short cells are centred.
    further_lines: HashSet<usize>,
    /// The departments and texts that several records share, by their row and column.
    shared: HashMap<(usize, usize), Shared>,
    /// The names in each department column of the record above.
    names: HashMap<usize, Names>,
    /// For each field that the record above inherits how many rows went on with it.
    grown: HashMap<String, usize>,
    /// For each table what rates a row: a rating, a figure where there is none, else the ordinal of an item.
    rated_by: Vec<Role>,
}

/// The cells of a department column of a record, and where the departments that they name stand in it.
#[derive(Debug)]
struct Names {
    first: usize,
    rests: Vec<usize>,
    departments: Range<usize>,
}

impl std::fmt::Debug for Interpreted<'_, '_> {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        formatter.debug_struct("Interpreted").finish_non_exhaustive()
    }
}

/// Departments or a text, printed once for several records.
#[derive(Clone, Debug)]
pub(crate) struct Shared {
    /// The cells with their lines.
    pub(crate) cells: Rc<[usize]>,
    /// The record of the row stands beside the first of them.
    pub(crate) is_own: bool,
}

/// A data row, its cells by column. It is made once for all that is read of the row.
pub(crate) struct DataRow<'p> {
    /// Its place among the rows.
    pub(crate) at: usize,
    table: usize,
    page: &'p Page,
    /// The filled cells that stand in a column: (cell, column).
    filled: Vec<(usize, usize)>,
    /// Those that go on with a heading above.
    heading_rests: Vec<usize>,
    /// Those that go on with the item or the departments of the round above: (cell, column).
    name_rests: Vec<(usize, usize)>,
    /// Its cells in the order of their columns: (column, cell, whether it is filled).
    cells: Vec<(usize, usize, bool)>,
    /// Behind the last cell of the row: the place of those it lacks.
    end: Span,
}

impl DataRow<'_> {
    /// The cell of a column, if the row has one, and whether it is filled.
    fn cell(&self, column: usize) -> Option<(usize, bool)> {
        /// Most rows have all columns of their table but for one or two.
        const FEW: usize = 3;
        let upto = &self.cells[..self.cells.len().min(column + 1)];
        let near = upto.iter().rev().take(FEW).find(|(own, ..)| *own <= column);
        let searched = || Some(&upto[upto.binary_search_by_key(&column, |(own, ..)| *own).ok()?]);
        let (own, cell, filled) = *near.or_else(searched)?;
        (own == column).then_some((cell, filled))
    }

    /// Whether a filled cell of it stands in a column.
    fn has(&self, column: usize) -> bool {
        self.filled.iter().any(|(_, own)| *own == column)
    }

    /// Whether lines of the item or the departments above stand beside it.
    pub(crate) fn has_name_rests(&self) -> bool {
        !self.name_rests.is_empty()
    }

    /// The same row with these lines as its own cells: the record that they go on with was not read.
    pub(crate) fn with_names(mut self) -> Self {
        for (cell, column) in self.name_rests.drain(..) {
            self.filled.push((cell, column));
            self.cells.iter_mut().filter(|(own, ..)| *own == column).for_each(|(.., filled)| *filled = true);
        }
        self.filled.sort_unstable();
        self
    }

    /// The same row with these of its filled cells alone: the others are read.
    pub(crate) fn with(self, filled: Vec<(usize, usize)>) -> Self {
        Self { filled, ..self }
    }
}

/// Where one field of a record stands.
struct Field {
    /// Its column: the table's place among the tables, its own among the columns.
    column: (usize, usize),
    /// Its cell; none where it is blank or missing.
    cell: Option<usize>,
    /// Its cell, blank or not; the end of the row where it is missing.
    span: Span,
}

impl<'w, 'i, 's> RowReader<'w, 'i, 's> {
    /// Nothing stands above yet.
    pub(crate) fn new(sheet: &'w Interpreted<'i, 's>) -> Self {
        Self {
            sheet,
            item: None,
            texts: Vec::new(),
            table: None,
            repairs: Vec::new(),
            departments: HashMap::default(),
            blocks: HashMap::default(),
            continuing: HashSet::default(),
            alike: alike(sheet.tables),
            edges: vec![OnceCell::new(); sheet.tables.len()],
            has_lines_alone: OnceCell::new(),
            numbers: vec![OnceCell::new(); sheet.tables.len()],
            signs: vec![OnceCell::new(); sheet.tables.len()],
            rounds: vec![OnceCell::new(); sheet.tables.len()],
            numbered_headings: vec![OnceCell::new(); sheet.tables.len()],
            upright_headings: HashSet::default(),
            further_lines: HashSet::default(),
            shared: HashMap::default(),
            names: HashMap::default(),
            grown: HashMap::default(),
            rated_by: sheet.tables.iter().map(signs::rated_by).collect(),
        }
    }

    /// Says which rows are further lines of a record.
    pub(crate) fn set_further_lines(&mut self, rows: HashSet<usize>) {
        self.further_lines = rows;
    }

    /// Notes what several records share in a column, by their rows.
    pub(crate) fn share(&mut self, column: usize, of_rows: HashMap<usize, Shared>) {
        self.shared.extend(of_rows.into_iter().map(|(row, shared)| ((row, column), shared)));
    }

    /// The cells that several records share.
    pub(crate) fn shared_cells(&self) -> impl Iterator<Item = usize> {
        self.shared.values().flat_map(|shared| shared.cells.iter().copied())
    }

    /// Whether several records share the cell of a row in a column.
    fn is_shared(&self, row: usize, column: usize) -> bool {
        !self.shared.is_empty() && self.shared.contains_key(&(row, column))
    }

    /// A heading closes what stood above.
    pub(crate) fn forget_above(&mut self) {
        self.item = None;
        self.table = None;
    }

    /// A heading line ends the runs of rows above it.
    pub(crate) fn end_blocks(&mut self) {
        self.blocks.clear();
    }

    /// A total ends the record above: nothing carries it on.
    pub(crate) fn end_record(&mut self) {
        self.table = None;
    }

    /// A row of a page, its cells by column.
    pub(crate) fn row<'p>(&self, at: usize, table: usize, page: &'p Page) -> DataRow<'p> {
        let row = &self.sheet.rows.rows[at];
        let columns = &self.table(table).columns;
        let mut filled = Vec::with_capacity(row.cells.len());
        let mut cells = Vec::with_capacity(row.cells.len());
        let (mut heading_rests, mut name_rests) = (Vec::new(), Vec::new());
        for (cell, column) in row.cells.clone().zip(page.columns_of(at)) {
            let Some(column) = *column else { continue };
            let is_filled = !self.is_blank(cell) && !self.is_stray_name(cell, (table, column));
            let is_heading = is_filled && columns[column].role == Role::Path;
            let is_above =
                || text::is_ditto(&self.cell(cell).text) || self.continues_heading((table, page, at), column);
            if is_heading && is_above() {
                heading_rests.push(cell);
                cells.push((column, cell, false));
                continue;
            }
            if is_filled && self.runs_over_rows((table, at), column) {
                name_rests.push((cell, column));
                cells.push((column, cell, false));
                continue;
            }
            if is_filled && self.is_shared(at, column) {
                cells.push((column, cell, false));
                continue;
            }
            if is_filled && columns[column].beside.is_none() {
                filled.push((cell, column));
            }
            cells.push((column, cell, is_filled));
        }
        // They are in order already but where a page has its columns in another order than the first one.
        cells.sort_unstable();
        let end = Span::new(row.span.end(), row.span.end());
        DataRow { at, table, page, filled, heading_rests, name_rests, cells, end }
    }

    /// The field that a column of the row fills.
    fn field(&self, row: &DataRow<'_>, column: usize) -> Field {
        let cell = row.cell(column);
        Field {
            column: (row.table, column),
            cell: cell.filter(|(_, filled)| *filled).map(|(cell, _)| cell),
            span: cell.map_or(row.end, |(cell, _)| self.cell(cell).span),
        }
    }

    /// Nothing in it, or nothing but strokes.
    fn is_blank(&self, cell: usize) -> bool {
        let text = &self.cell(cell).text;
        text.is_empty() || shape::is_debris(text)
    }

    /// A stray mark in a column that names something: it is no name.
    fn is_stray_name(&self, cell: usize, (table, column): (usize, usize)) -> bool {
        let names = matches!(self.table(table).columns[column].role, Role::Path | Role::Item | Role::Department);
        names && shape::is_stray_mark(&self.cell(cell).text)
    }

    fn cell(&self, cell: usize) -> &'i Cell<'s> {
        &self.sheet.rows.cells[cell]
    }

    fn table(&self, table: usize) -> &'i Table {
        &self.sheet.tables[table]
    }

    fn plan(&self, table: usize, column: usize) -> &'i ColumnPlan {
        &self.sheet.plans[table].columns[column]
    }

    /// The physical lines that the filled cells of a row stand on.
    fn lines(&self, at: usize) -> Vec<usize> {
        let rows = &self.sheet.rows.rows;
        let (row, source) = (&rows[at], self.sheet.source);
        let ends_on_its_line = rows.get(at + 1).is_some_and(|below| below.line == row.line + 1);
        if ends_on_its_line || memchr::memchr2(b'\n', b'\r', source.slice(row.span).as_bytes()).is_none() {
            return vec![row.line];
        }
        let filled = self.sheet.rows.of(row).iter().filter(|cell| !cell.text.is_empty());
        let mut lines: Vec<usize> =
            filled.flat_map(|cell| source.line(cell.span.start())..=source.line(cell.span.end())).collect();
        lines.sort_unstable();
        lines.dedup();
        lines
    }
}

/// For each table those with the same columns.
fn alike(tables: &[Table]) -> Vec<Rc<[usize]>> {
    fn columns(table: &Table) -> Vec<(&str, Role)> {
        table.columns.iter().map(|column| (&*column.name, column.role)).collect()
    }
    let mut groups: HashMap<Vec<(&str, Role)>, Vec<usize>> = HashMap::default();
    for (at, table) in tables.iter().enumerate() {
        groups.entry(columns(table)).or_default().push(at);
    }
    let mut alike: Vec<Rc<[usize]>> = vec![Rc::default(); tables.len()];
    for group in groups.into_values() {
        let group: Rc<[usize]> = group.into();
        group.iter().for_each(|&at| alike[at] = Rc::clone(&group));
    }
    alike
}

#[cfg(test)]
pub(in crate::interpret) mod tests;
