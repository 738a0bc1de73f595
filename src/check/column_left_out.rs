//! Rows that lack a column which the rest of their table has.

use std::collections::{HashMap, HashSet};
use std::sync::Arc;

use crate::check::{Look, Read, is_mostly_filled, page_without_header};
use crate::diagnostic::{Findings, Principle, Rule, Severity, Text, text};
use crate::record::{CellColumn, CellState, Record, Role};

/// Rows that lack a column which the rest of their table has.
pub static COLUMN_LEFT_OUT: Rule = Rule {
    name: "column-left-out",
    severity: Severity::Warning,
    since: "0.1.0",
    summary: Text {
        ja: "表のほかのところにある列がない行が続く",
        en: "a run of rows lacks a column that the rest of the table has",
    },
    reports: Text {
        ja: "同じ表のほかのページや行にある列が、続く2行以上で欠けているところ。所管課・評価・事業名の列は、そこの見出しにその列だけがないとき。ほかの列は、見出しにはあり、ほかの行ではすべて書かれているのに、3行以上続けてセルがないとき。列の並びが変わって見出しのないページは `page-without-header` が報告する。",
        en: "A place from which on two rows or more lack a column of their table. A column of departments, ratings or items is missed where the header there lacks it alone; another one where the header has it, each other row has something in it, and three rows end before it. A page that moved without a header is left to `page-without-header`.",
    },
    matters: Text {
        ja: "そのページの行だけが、課別・評価別の集計から漏れる。",
        en: "The rows of that page alone drop out of every count by department or by rating.",
    },
    example: concat!(
        "事業名\t評価\t担当課\n",
        "水門の更新\tB\t河川課\n",
        "\n",
        "事業名\t評価\n",
        "堤の見回り\tA\n",
        "水路の掃除\tC\n"
    ),
    remedy: Text {
        ja: "すべてのページに同じ列を置き、記入する。",
        en: "Keep the same columns on every page, and fill them in.",
    },
    principle: Some(Principle::NoOmittedHeadings),
};

/// A single row that lacks a cell is one where it was forgotten, which other rules say.
const FEWEST_ROWS: usize = 2;

/// A text may be blank, and exports cut off blank cells at the end of rows: two rows without one come by chance.
const FEWEST_ROWS_OF_TEXT: usize = 3;

/// Finds runs of rows that lack a column.
pub(super) fn look<'r>(read: &'r Read<'r>) -> Box<dyn Look<'r> + 'r> {
    Box::new(ColumnLeftOut { read, runs: Vec::new() })
}

struct ColumnLeftOut<'r> {
    read: &'r Read<'r>,
    runs: Vec<Run<'r>>,
}

/// Records one after another that have cells in the same columns.
struct Run<'r> {
    /// The first of them, and the last.
    first: &'r Record<'r>,
    last: &'r Record<'r>,
    rows: usize,
    /// How many of its cells hold something, by the place of the cell.
    filled: Vec<usize>,
}

impl<'r> Look<'r> for ColumnLeftOut<'r> {
    fn record(&mut self, record: &'r Record<'r>, _: u64, _: &mut Findings) {
        if self.runs.last().is_none_or(|run| !has_cells_as(record, run.last)) {
            let filled = vec![0; record.cells.len()];
            self.runs.push(Run { first: record, last: record, rows: 0, filled });
        }
        let Some(run) = self.runs.last_mut() else { return };
        run.last = record;
        run.rows += 1;
        run.filled.iter_mut().zip(&record.cells).for_each(|(filled, cell)| *filled += usize::from(cell.is_filled()));
    }

    fn end(self: Box<Self>, found: &mut Findings) {
        if self.runs.len() < 2 {
            return;
        }
        let moved: HashSet<usize> = page_without_header::moved(self.read)
            .iter()
            .map(|page| self.read.source.line(page.first_row.start()))
            .collect();
        let mut runs = &*self.runs;
        while !runs.is_empty() {
            let (table, others) = runs.split_at(table_end(runs));
            runs = others;
            let columns = Columns::of(table);
            for run in table.iter().filter(|run| !run.first.lines.first().is_some_and(|line| moved.contains(line))) {
                say(run, &columns.left_out(run), found);
            }
        }
    }
}

/// Whether two records have their cells in the same columns. What carries a record on stands behind its own cells.
fn has_cells_as(record: &Record<'_>, other: &Record<'_>) -> bool {
    let is_absent = |state: CellState| state == CellState::Absent;
    record.cells.len() == other.cells.len()
        && record
            .cells
            .iter()
            .zip(&other.cells)
            .all(|(cell, other)| Arc::ptr_eq(&cell.of, &other.of) && is_absent(cell.state) == is_absent(other.state))
}

/// How many of the runs are of the first one's table: its columns come again in them.
fn table_end(runs: &[Run<'_>]) -> usize {
    let mut known: HashSet<*const CellColumn> = HashSet::new();
    let of_table = |run: &&Run<'_>| {
        let own = || run.first.cells.iter().map(|cell| Arc::as_ptr(&cell.of));
        let is_same = known.is_empty() || own().any(|column| known.contains(&column));
        known.extend(own());
        is_same
    };
    runs.iter().take_while(of_table).count().max(1)
}

/// What is known of each column of a table.
struct Columns<'r>(HashMap<*const CellColumn, (&'r CellColumn, Count)>);

/// The rows whose header names a column, and those of them with something in it.
#[derive(Clone, Copy, Default)]
struct Count {
    rows: usize,
    filled: usize,
}

impl<'r> Columns<'r> {
    fn of(runs: &[Run<'r>]) -> Self {
        let mut columns: HashMap<*const CellColumn, (&'r CellColumn, Count)> = HashMap::new();
        for run in runs {
            let mut own = HashSet::new();
            let cells = run.first.cells.iter().zip(&run.filled);
            for (cell, filled) in cells.filter(|(cell, _)| own.insert(Arc::as_ptr(&cell.of))) {
                let (_, count) = columns.entry(Arc::as_ptr(&cell.of)).or_insert((&*cell.of, Count::default()));
                count.rows += run.rows;
                count.filled += filled;
            }
        }
        Self(columns)
    }

    /// The columns that a run lacks, and that a reader would miss.
    fn left_out(&self, run: &Run<'r>) -> Vec<&'r CellColumn> {
        let cells = &run.first.cells;
        let own: HashSet<*const CellColumn> = cells.iter().map(|cell| Arc::as_ptr(&cell.of)).collect();
        // A header that lacks more is one of another table, and its departments or ratings may have another name.
        let lacks_one = self.0.len() == own.len() + 1;
        let lacking = self.0.iter().filter(|_| lacks_one).find(|(column, _)| !own.contains(*column));
        let unnamed = lacking.map(|(_, of)| of).filter(|(column, count)| {
            matches!(column.role, Role::Department | Role::Rating | Role::Item)
                && !cells.iter().any(|cell| cell.of.role == column.role)
                && run.rows >= FEWEST_ROWS
                && count.rows >= FEWEST_ROWS
                && is_mostly_filled(count.filled, count.rows)
        });
        // Departments, ratings and items that are not there are missed as those that are blank, by other rules.
        let absent = cells.iter().filter(|cell| {
            cell.state == CellState::Absent
                && matches!(cell.of.role, Role::Comment | Role::Value | Role::Text)
                && run.rows >= FEWEST_ROWS_OF_TEXT
        });
        let cut_off = absent
            .filter_map(|cell| self.0.get(&Arc::as_ptr(&cell.of)))
            .filter(|(_, count)| count.filled >= FEWEST_ROWS_OF_TEXT && count.filled + run.rows == count.rows);
        unnamed.into_iter().chain(cut_off).map(|(column, _)| *column).collect()
    }
}

fn say(run: &Run<'_>, columns: &[&CellColumn], found: &mut Findings) {
    let (Some(first), false) = (run.first.cells.first(), columns.is_empty()) else { return };
    let names: Vec<&str> = columns.iter().map(|column| &*column.name).collect();
    let (rows, ja, en) = (run.rows, names.join("」「"), names.join("`, `"));
    let message = text(
        format!("ここから{rows}行に、表のほかの行にある「{ja}」の列がありません"),
        format!("{rows} rows from here on lack `{en}`, which the rest of the table has"),
    );
    let help = text(format!("「{ja}」の列を置いて記入してください"), format!("put `{en}` back and fill it in"));
    found.push(&COLUMN_LEFT_OUT, first.span, message, Some(help));
}
