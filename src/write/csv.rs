//! Records as CSV: one row per record, with the columns of all sheets together.
//!
//! In: sheets in order, each made into its rows beforehand. Out: RFC 4180 with LF, or the dialect that Excel opens
//! right. A later sheet can bring a new column, and the header comes first: rows wait in a spool, in memory while they
//! are few and on disk from then on.

mod columns;

use std::borrow::Cow;
use std::io::{self, BufReader, Read, Seek as _, Write};
use std::sync::Arc;

use ::csv::{QuoteStyle, ReaderBuilder, StringRecord, Terminator, Writer, WriterBuilder};
use foldhash::HashMap;
use tempfile::{SpooledTempFile, spooled_tempfile};
use unicode_normalization::UnicodeNormalization as _;

use columns::{Columns, Needs, Slot};

use super::{PIECE, excel};
use crate::record::{Department, Rating, Record, Sheet};

/// For whom a CSV file is written.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Dialect {
    /// Programs: UTF-8, LF, every cell as it is.
    #[default]
    Plain,
    /// Excel: a byte order mark, CRLF, and no cell that it would run as a formula.
    Excel,
}

/// How many bytes of rows wait in memory. An untested guess: far above one sheet, far below a small machine.
const SPOOL_IN_MEMORY: usize = 4 << 20;

/// How much of the spool is read at a time.
const READ_AT_ONCE: usize = 64 << 10;

/// Between the titles of a path.
const PATH_SEPARATOR: &str = " > ";

/// Rows of one sheet, in the order of the columns that it needs by itself.
#[derive(Debug)]
pub struct Part {
    columns: Arc<Columns>,
    count: usize,
    rows: Vec<u8>,
}

/// Makes the rows of a sheet. Pieces of them go `ahead` as they are ready, up to the last one, which is returned.
pub(super) fn part(file: &str, sheet: &Sheet<'_>, ahead: &mut dyn FnMut(Part)) -> Part {
    let columns = Arc::new(Columns::of(sheet));
    let mut cells = Cells::of(&columns.needs);
    let begin = || WriterBuilder::new().from_writer(Vec::new());
    let end = |rows: Writer<Vec<u8>>, count| {
        let rows = rows.into_inner().expect("a vector takes every write");
        Part { columns: Arc::clone(&columns), count, rows }
    };
    let (mut rows, mut count) = (begin(), 0);
    for record in &sheet.records {
        if rows.get_ref().len() >= PIECE {
            ahead(end(std::mem::replace(&mut rows, begin()), std::mem::take(&mut count)));
        }
        rows.write_record(cells.of_record(file, record)).expect("a vector takes every write");
        count += 1;
    }
    end(rows, count)
}

/// The cells of a row whose columns are known.
struct Cells {
    places: HashMap<Slot, usize>,
    row: Vec<String>,
}

impl Cells {
    fn of(needs: &Needs) -> Self {
        let columns = needs.columns();
        let row = vec![String::new(); columns.len()];
        Self { places: columns.into_iter().zip(0..).collect(), row }
    }

    /// The cells of a record.
    fn of_record(&mut self, file: &str, record: &Record<'_>) -> &[String] {
        self.row.iter_mut().for_each(String::clear);
        self.put(&Slot::File, file);
        self.put(&Slot::Line, &record.lines.first().map(usize::to_string).unwrap_or_default());
        let titles: Vec<&str> = record.path.iter().map(|heading| heading.title.as_str()).collect();
        self.put(&Slot::Path, &titles.join(PATH_SEPARATOR));
        for heading in &*record.path {
            self.put(&Slot::Level(heading.level.as_str().into()), &heading.printed);
        }
        if let Some(item) = &record.item {
            self.put(&Slot::Ordinal, item.ordinal.as_deref().unwrap_or_default());
            self.put(&Slot::Item, &item.title);
        }
        for rating in &record.ratings {
            self.put(&Slot::Rating(rating.column.clone()), &rating.printed);
            self.put(&Slot::RatingLabel(rating.column.clone()), &meaning(rating));
            if let Some(comment) = &rating.comment {
                self.put(&Slot::RatingComment(rating.column.clone()), comment);
            }
        }
        for value in &record.values {
            self.put(&Slot::Value(value.column.clone()), &value.printed);
            let number = value.number.map(|number| (number + 0.0).to_string()).unwrap_or_default();
            self.put(&Slot::ValueNumber(value.column.clone()), &number);
            self.put(&Slot::ValueUnit(value.column.clone()), value.unit.as_deref().unwrap_or_default());
        }
        self.put(&Slot::Departments, &departments(&record.departments));
        for (name, text) in &record.texts {
            self.put(&Slot::Text(name.clone()), text);
        }
        &self.row
    }

    /// Fills a cell of the row. What is already there stays in front: two headings of one level, for instance.
    fn put(&mut self, slot: &Slot, text: &str) {
        let Some(cell) = self.places.get(slot).and_then(|&place| self.row.get_mut(place)) else { return };
        if !cell.is_empty() && !text.is_empty() {
            cell.push_str(PATH_SEPARATOR);
        }
        cell.push_str(text);
    }
}

/// Rows of one sheet in the spool.
#[derive(Debug)]
struct Run {
    rows: usize,
    bytes: u64,
    /// Which of the orders its cells have.
    order: usize,
}

/// The rows of all sheets so far, and the columns that they need.
#[derive(Debug)]
pub struct Table {
    needs: Needs,
    runs: Vec<Run>,
    /// The orders of columns that rows have; sheets of one kind share theirs.
    orders: Vec<Vec<Slot>>,
    known: HashMap<Vec<Slot>, usize>,
    spool: SpooledTempFile,
}

impl Default for Table {
    fn default() -> Self {
        let (needs, spool) = (Needs::default(), spooled_tempfile(SPOOL_IN_MEMORY));
        Self { needs, runs: Vec::new(), orders: Vec::new(), known: HashMap::default(), spool }
    }
}

impl Table {
    /// Adds rows of a sheet.
    pub(super) fn add(&mut self, part: &Part) -> io::Result<()> {
        let Part { columns, count, rows } = part;
        if *count == 0 {
            return Ok(());
        }
        columns.paths.iter().for_each(|levels| self.needs.nest(levels));
        self.needs.merge(&columns.needs);
        let order = *self.known.entry(columns.needs.columns()).or_insert_with_key(|order| {
            self.orders.push(order.clone());
            self.orders.len() - 1
        });
        self.runs.push(Run { rows: *count, bytes: rows.len() as u64, order });
        self.spool.write_all(rows)
    }

    /// Writes the header and every row.
    pub(super) fn write<W: Write>(mut self, out: &mut W, dialect: Dialect) -> io::Result<()> {
        let columns = self.needs.columns();
        if dialect == Dialect::Excel {
            out.write_all("\u{feff}".as_bytes())?;
        }
        let mut header = writer(&mut *out, dialect);
        header.write_record(headers(&columns).iter().map(|name| cell(name, false, dialect).into_owned()))?;
        header.flush()?;
        drop(header);
        self.spool.rewind()?;
        // Rows that have the order of the columns, as all have where one sheet or one kind of sheets was read, are
        // written already.
        let is_written = |run: &Run| dialect == Dialect::Plain && self.orders[run.order] == columns;
        let arranged = Arranged::of(&columns, &self.orders, dialect);
        for runs in self.runs.chunk_by(|one, other| is_written(one) == is_written(other)) {
            let rows = (&mut self.spool).take(runs.iter().map(|run| run.bytes).sum());
            if runs.first().is_some_and(is_written) {
                io::copy(&mut BufReader::with_capacity(READ_AT_ONCE, rows), out)?;
            } else {
                arranged.copy(runs, rows, &mut *out)?;
            }
        }
        Ok(())
    }
}

/// How the rows of each order become rows of all columns.
struct Arranged {
    /// For each order, where the cell of each column stands in a row.
    places: Vec<Vec<Option<usize>>>,
    /// Which columns hold numbers that the tool itself wrote.
    numbers: Vec<bool>,
    dialect: Dialect,
}

impl Arranged {
    fn of(columns: &[Slot], orders: &[Vec<Slot>], dialect: Dialect) -> Self {
        let place = |order: &Vec<Slot>, slot: &Slot| order.iter().position(|known| known == slot);
        let places = |order: &Vec<Slot>| columns.iter().map(|slot| place(order, slot)).collect();
        let numbers = columns.iter().map(Slot::is_number).collect();
        Self { places: orders.iter().map(places).collect(), numbers, dialect }
    }

    /// Writes the rows of the runs, their cells in the order of the columns.
    fn copy(&self, runs: &[Run], rows: impl Read, out: impl Write) -> io::Result<()> {
        let mut out = writer(out, self.dialect);
        let mut rows =
            ReaderBuilder::new().has_headers(false).flexible(true).buffer_capacity(READ_AT_ONCE).from_reader(rows);
        let mut row = StringRecord::new();
        for run in runs {
            for _ in 0..run.rows {
                rows.read_record(&mut row)?;
                for (place, is_number) in self.places[run.order].iter().zip(&self.numbers) {
                    let text = place.and_then(|place| row.get(place)).unwrap_or_default();
                    out.write_field(cell(text, *is_number, self.dialect).as_bytes())?;
                }
                out.write_record(None::<&[u8]>)?;
            }
        }
        out.flush()
    }
}

fn writer<W: Write>(out: W, dialect: Dialect) -> Writer<W> {
    let terminator = match dialect {
        Dialect::Plain => Terminator::Any(b'\n'),
        Dialect::Excel => Terminator::CRLF,
    };
    WriterBuilder::new().terminator(terminator).quote_style(QuoteStyle::Necessary).from_writer(out)
}

/// The names of all columns; one that comes again gets ` (2)`, ` (3)`, because readers take columns by name.
fn headers(columns: &[Slot]) -> Vec<String> {
    let mut names: Vec<String> = Vec::with_capacity(columns.len());
    for slot in columns {
        let plain = slot.header();
        let again = (2..).map(|count| format!("{plain} ({count})"));
        let free = std::iter::once(plain.clone()).chain(again).find(|name| !names.contains(name));
        names.push(free.expect("the counts never end"));
    }
    names
}

/// The labels of a rating; of a mark in one of the columns that offer the codes, these: `継続` for `○`.
fn meaning(rating: &Rating<'_>) -> String {
    let Rating { printed, codes, labels, .. } = rating;
    let is_printed =
        |code: &Arc<str>| **code == **printed || code.eq_ignore_ascii_case(&printed.nfkc().collect::<String>());
    let is_mark = labels.is_empty() && printed.chars().nth(1).is_none() && !codes.iter().any(is_printed);
    if is_mark { codes.join(" / ") } else { labels.join(" / ") }
}

/// All departments in one cell, a note in brackets behind its name.
fn departments(departments: &[Department<'_>]) -> String {
    let shown = departments.iter().map(|department| match &department.note {
        Some(note) => format!("{}（{note}）", department.name),
        None => department.name.to_string(),
    });
    shown.collect::<Vec<_>>().join(";")
}

fn cell(text: &str, number: bool, dialect: Dialect) -> Cow<'_, str> {
    match dialect {
        Dialect::Plain => text.into(),
        Dialect::Excel if number => text.into(),
        Dialect::Excel => excel::harmless(text),
    }
}

#[cfg(test)]
mod tests;
