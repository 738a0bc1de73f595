//! Rows that lack a column which the rest of their table has.

use std::ptr;
use std::sync::Arc;

use foldhash::{HashMap, HashSet};

use crate::check::{Look, Read, is_mostly_filled, page_without_header};
use crate::diagnostic::{Findings, Principle, Rule, Severity, Text, text};
use crate::record::{CellColumn, CellState, Record, RecordCell, Role};

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
        ja: "同じ表のほかのページや行にある列が、続く2行以上で欠けているところ。所管課・評価・事業名の列は、そこの見出しにその列だけがないとき。事業名の列は、見出しにあっても2行以上続けてセルがないときも。ほかの列と、部と並ぶ課の列は、ほかの行ではすべて書かれているのに、3行以上続けて、そこの見出しにその列だけがないか、見出しにあってもセルがないとき。列の並びが変わって見出しのないページは `page-without-header` が報告する。",
        en: "A place from which on two rows or more lack a column of their table. A column of departments, ratings or items is missed where the header there lacks it alone, items also where two rows begin behind them; another one, or the 課 beside a 部, where each other row has something in it, and three rows lack it alone in their header or end before it. A page that moved without a header is left to `page-without-header`.",
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
            let mut columns = Columns::of(table);
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
    let mut known: HashSet<*const CellColumn> = HashSet::default();
    let of_table = |run: &&Run<'_>| {
        let own = || run.first.cells.iter().map(|cell| Arc::as_ptr(&cell.of));
        let is_same = known.is_empty() || own().any(|column| known.contains(&column));
        known.extend(own());
        is_same
    };
    runs.iter().take_while(of_table).count().max(1)
}

/// What is known of each column of a table.
struct Columns<'r> {
    runs: &'r [Run<'r>],
    all: HashMap<*const CellColumn, (&'r CellColumn, Count)>,
    /// The columns that a header names beside one, for those that were asked about.
    beside: HashMap<*const CellColumn, HashSet<*const CellColumn>>,
}

/// The rows whose header names a column, and those of them with something in it.
#[derive(Clone, Copy, Default)]
struct Count {
    rows: usize,
    filled: usize,
}

impl<'r> Columns<'r> {
    fn of(runs: &'r [Run<'r>]) -> Self {
        let mut all: HashMap<*const CellColumn, (&'r CellColumn, Count)> = HashMap::default();
        for run in runs {
            let mut own = HashSet::default();
            let cells = run.first.cells.iter().zip(&run.filled);
            for (cell, filled) in cells.filter(|(cell, _)| own.insert(Arc::as_ptr(&cell.of))) {
                let (_, count) = all.entry(Arc::as_ptr(&cell.of)).or_insert((&*cell.of, Count::default()));
                count.rows += run.rows;
                count.filled += filled;
            }
        }
        Self { runs, all, beside: HashMap::default() }
    }

    /// The columns that a run lacks, and that a reader would miss.
    fn left_out(&mut self, run: &Run<'r>) -> Vec<&'r CellColumn> {
        let cells = &run.first.cells;
        let own: HashSet<*const CellColumn> = columns(run).collect();
        // A header that lacks more is one of another table, and its departments or ratings may have another name.
        let lacks_one = self.all.len() == own.len() + 1;
        let lacking =
            self.all.values().filter(|_| lacks_one).find(|(column, _)| !own.contains(&ptr::from_ref(*column)));
        let unnamed = lacking.copied().filter(|(column, count)| self.should_name(run, column, *count));
        let count = |cell: &RecordCell| self.all.get(&Arc::as_ptr(&cell.of)).copied();
        let cut_off = cells.iter().filter(|cell| count(cell).is_some_and(|(_, count)| is_cut_off(run, cell, count)));
        unnamed.map(|(column, _)| column).into_iter().chain(cut_off.map(|cell| &*cell.of)).collect()
    }

    /// Whether the header of a run, which lacks a column alone, should name it.
    fn should_name(&mut self, run: &Run<'_>, column: &'r CellColumn, count: Count) -> bool {
        let role = column.role;
        let (fewest, is_filled) = match role {
            Role::Department | Role::Rating | Role::Item => (FEWEST_ROWS, is_mostly_filled(count.filled, count.rows)),
            Role::Comment | Role::Value | Role::Text => (FEWEST_ROWS_OF_TEXT, count.filled == count.rows),
            Role::Path => return false,
        };
        if !is_filled || run.rows.min(count.rows) < fewest {
            return false;
        }
        let with_it = |run: &&Run<'_>| columns(run).any(|own| own == ptr::from_ref(column));
        let beside =
            self.beside.entry(column).or_insert_with(|| self.runs.iter().filter(with_it).flat_map(columns).collect());
        // One of two ratings may be left out on purpose. Any other column is still there, under another name, only
        // where nothing has both.
        let is_other_name = |cell: &RecordCell| match role {
            Role::Rating | Role::Item => cell.of.role == role,
            Role::Department => cell.of.role == role && !beside.contains(&Arc::as_ptr(&cell.of)),
            Role::Comment | Role::Value | Role::Text | Role::Path => !beside.contains(&Arc::as_ptr(&cell.of)),
        };
        !run.first.cells.iter().any(is_other_name)
    }
}

/// The columns that a run has.
fn columns<'c>(run: &'c Run<'_>) -> impl Iterator<Item = *const CellColumn> + 'c {
    run.first.cells.iter().map(|cell| Arc::as_ptr(&cell.of))
}

/// Whether the rows of a run end before a column that all others fill in, or begin behind the item. A rating that is
/// not there is missed as a blank one, by another rule, and a department where the row names no other: of 部 and 課 one
/// may be left.
fn is_cut_off(run: &Run<'_>, cell: &RecordCell, count: Count) -> bool {
    let is_other = |other: &&RecordCell| other.of.role == Role::Department && !Arc::ptr_eq(&other.of, &cell.of);
    if cell.state != CellState::Absent || count.filled < FEWEST_ROWS_OF_TEXT {
        return false;
    }
    let is_always_filled = || run.rows >= FEWEST_ROWS_OF_TEXT && count.filled + run.rows == count.rows;
    match cell.of.role {
        Role::Comment | Role::Value | Role::Text => is_always_filled(),
        Role::Department => is_always_filled() && run.first.cells.iter().filter(is_other).any(RecordCell::is_filled),
        // What carries on from above is blank, not absent.
        Role::Item => run.rows >= FEWEST_ROWS && is_mostly_filled(count.filled, count.rows - run.rows),
        Role::Rating | Role::Path => false,
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

#[cfg(test)]
mod tests {
    use crate::diagnostic::Findings;
    use crate::interpret::Options;
    use crate::source::Source;

    /// What is said of two pages: three rows with all columns, and so many with those of the second header.
    #[track_caller]
    fn case(header: &str, rows: [&str; 3], expected: &[&str]) {
        let names = ["水門の更新", "堤の見回り", "水路の掃除"];
        let whole = "事業名|評価|取組の理由|担当部|担当課\n";
        let whole_rows = names.map(|name| format!("{name}|A|{name}が要るため。|土木部|河川課\n")).concat();
        let rows = rows.map(|row| format!("{row}\n")).concat();
        let sheet = format!("{whole}{whole_rows}{header}{rows}").replace('|', "\t");
        let source = Source::made_up(&sheet);
        let read = crate::sheet(&source, &Options::default(), Findings::default());
        let found: Vec<&str> = read.findings.iter().map(|finding| &*finding.message.en).collect();
        assert_eq!((found, read.records.len()), (expected.to_vec(), 6), "{header}");
    }

    #[test]
    fn a_page_without_the_second_column_of_departments_lacks_it() {
        let rows = [
            "桜の手入れ|B|枝が枯れたため。|土木部",
            "花壇の手入れ|B|苗が枯れたため。|土木部",
            "広場の貸出し|C|人が減ったため。|市民部",
        ];
        let lack = ["3 rows from here on lack `担当課`, which the rest of the table has"];
        case("\n事業名|評価|取組の理由|担当部\n", rows, &lack);
        case("", rows, &lack);
        case("\n事業名|評価|取組の理由|所管局\n", rows, &[]);
    }

    #[test]
    fn rows_that_begin_behind_the_item_lack_it() {
        let rows = [
            "B|枝が枯れたため。|土木部|公園課",
            "B|苗が枯れたため。|土木部|公園課",
            "C|人が減ったため。|市民部|市民課",
        ];
        let lack = ["3 rows from here on lack `事業名`, which the rest of the table has"];
        case("\n事業名|評価|取組の理由|担当部|担当課\n", rows, &lack);
        case(
            "\n事業名|評価|取組の理由|担当部|担当課\n",
            rows.map(|row| format!("|{row}")).each_ref().map(String::as_str),
            &[],
        );
    }

    #[test]
    fn a_page_that_lacks_a_text_alone_should_name_it() {
        let rows = ["桜の手入れ|B|土木部|公園課", "花壇の手入れ|B|土木部|公園課", "広場の貸出し|C|市民部|市民課"];
        let lack = ["3 rows from here on lack `取組の理由`, which the rest of the table has"];
        case("\n事業名|評価|担当部|担当課\n", rows, &lack);
    }
}
