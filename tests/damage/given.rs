//! Sheets that are given: what a clean reading says of them is the truth, and damages may not change it.
//!
//! In: a file. Out: its rows, so that the damages for made sheets fit it, and what is wanted of a damaged copy. Where a
//! given sheet leaves open already what a damaged place says, the damage looks for another place: [`Given::wanted`]
//! gives nothing.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use plan_eval::diagnostic::Findings;
use plan_eval::interpret::{Options, show};
use plan_eval::record::{CellColumn, CellState, Record, Role, Sheet};
use plan_eval::source::Source;

use crate::broken;
use crate::common;
use crate::headers;
use crate::made::records::{Wanted, WantedRecord, field, read, wanted};
use crate::made::{Cell, Column, Holds, Kind, Made, Row};

/// A sheet and what a clean reading says of it.
pub(crate) struct Given {
    pub(crate) clean: Made,
    truth: Vec<Truth>,
    /// For each data row its record.
    record_of: Vec<usize>,
}

/// What one record says.
struct Truth {
    fields: BTreeMap<String, String>,
    /// The fields that carry on from the record above.
    inherited: Vec<String>,
}

/// All that a record says, also what follows from its cells: labels, notes, numbers, levels.
fn told(record: &Record<'_>) -> BTreeMap<String, String> {
    let mut fields = read(record);
    let levels = record.path.iter().map(|heading| format!("{} {:?}", heading.level, heading.number));
    fields.insert("levels".to_owned(), levels.collect::<Vec<_>>().join(" > "));
    let notes = record.departments.iter().map(|department| department.note.as_deref().unwrap_or_default());
    fields.insert("notes".to_owned(), notes.collect());
    for rating in &record.ratings {
        fields.insert(format!("labels {}", rating.column), rating.labels.join("、"));
    }
    for value in &record.values {
        let figure = format!("{:?} {:?} {:?} {:?}", value.number, value.unit, value.qualifier, value.relation);
        fields.insert(format!("figure {}", value.column), figure);
    }
    fields.retain(|_, said| !said.is_empty());
    fields
}

/// The fields that a cell of a column fills.
fn fields_of(column: &Column) -> Vec<String> {
    let Some((own, _)) = field(column, "") else { return Vec::new() };
    let more = match column.holds {
        Holds::Heading => return vec!["path".to_owned(), "levels".to_owned()],
        Holds::Code => format!("labels {}", column.name),
        Holds::Figure => format!("figure {}", column.name),
        Holds::Department => "notes".to_owned(),
        Holds::Nothing | Holds::Item | Holds::Comment | Holds::Text => return vec![own],
    };
    vec![own, more]
}

impl Given {
    /// Reads a sheet; none where its records do not stand in rows of cells.
    pub(crate) fn read(name: &str, bytes: &[u8]) -> Option<Self> {
        let given = common::read(name, bytes, &Options::default(), |source, sheet| Self::of(name, source, sheet));
        let mut given = given.ok().flatten()?;
        // The truth is read from the rows as they will be printed, so that no copy differs by its last line end.
        let text = given.clean.text();
        let truth = |_: &Source<'_>, sheet: &Sheet<'_>| sheet.records.iter().map(Truth::of).collect();
        given.truth = common::read(name, text.as_bytes(), &Options::default(), truth).ok()?;
        Some(given)
    }

    fn of(name: &str, source: &Source<'_>, sheet: &Sheet<'_>) -> Option<Self> {
        let options = Options::default();
        let lexed = plan_eval::mended(source, &options, &mut Findings::default());
        let kinds = kinds(source)?;
        let mut columns = Columns::default();
        let places: HashMap<usize, (usize, usize)> = columns.places(sheet);
        let (mut rows, mut record_of): (Vec<Row>, Vec<usize>) = (Vec::new(), Vec::new());
        let mut is_headed = false;
        for row in &lexed.rows {
            let cell = |cell: &plan_eval::read::lex::Cell<'_>| Cell {
                said: cell.text.to_string(),
                printed: source.slice(cell.span).to_owned(),
                column: places.get(&cell.span.start()).map(|(_, column)| *column),
                ..Cell::default()
            };
            let own = lexed.of(row);
            let record = own.iter().find_map(|cell| places.get(&cell.span.start()).filter(|_| !cell.text.is_empty()));
            let (cells, shown) = (own.iter().map(cell).collect::<Vec<_>>(), kinds.get(&row.line).copied());
            // Of a form, which has no header, each line is one.
            is_headed |= shown == Some(Kind::Header);
            let may_go_on = shown.is_none() && is_headed;
            if let Some(above) = rows.last_mut().filter(|above| may_go_on && broken::goes_on(above, &cells)) {
                broken::put(above, cells);
                continue;
            }
            let kind = match (record, shown) {
                (Some((record, _)), _) => {
                    record_of.push(*record);
                    Kind::Data
                }
                // A header that was read with the one above it is shown with that.
                (None, None | Some(Kind::Header)) if rows.last().is_some_and(is_header) => Kind::SubHeader,
                (None, None | Some(Kind::Data)) => Kind::Other,
                (None, Some(kind)) => kind,
            };
            rows.push(Row { kind, cells, path: Vec::new() });
        }
        broken::mend_headers(&mut rows);
        headers::name(&mut rows);
        rows.iter_mut().filter(|row| row.kind == Kind::Data).for_each(|row| place_blanks(row, columns.known.len()));
        headers::name_rest(&mut rows);
        let clean = Made { columns: columns.described(&rows), rows, name: name.to_owned(), cut: 0 };
        // Lines end as in the made sheets, whatever ends those of the given one.
        let is_whole = clean.text().trim_end().lines().eq(source.text().trim_end().lines());
        let all_stand = (0..sheet.records.len()).all(|record| record_of.contains(&record));
        (is_whole && all_stand && !record_of.is_empty()).then_some(Self { clean, truth: Vec::new(), record_of })
    }

    /// What a record at a place says; of those of another sheet behind the given one, what is known of made ones.
    pub(crate) fn told(&self, at: usize, record: &Record<'_>) -> BTreeMap<String, String> {
        if at < self.truth.len() { told(record) } else { read(record) }
    }

    /// What is wanted of a damaged copy; none where the damage hit what the clean sheet leaves open.
    pub(crate) fn wanted(&self, damaged: &Made) -> Option<Vec<WantedRecord>> {
        let (before, after) = (self.clean.rows_of(Kind::Data), damaged.rows_of(Kind::Data));
        let mut records: Vec<WantedRecord> = self.truth.iter().map(|truth| truth.wanted(self, damaged)).collect();
        let lines = first_lines(damaged);
        for (at, (&clean, &row)) in before.iter().zip(&after).enumerate() {
            let record = self.record_of[at];
            let is_first = at == 0 || self.record_of[at - 1] != record;
            // A row that carries on the one above does so by the rows between them.
            if !is_first && clean - before[at - 1] != row - after[at - 1] {
                return None;
            }
            let (own_row, was) = (&damaged.rows[row], &self.clean.rows[clean]);
            let is_cut = self.record_of.iter().filter(|&&of| of == record).count() > 1;
            // What goes on behind a page end is told by its last words, and by its first.
            // Whatever else is written in it makes a row of its own.
            let filled = |row: &Row| row.cells.iter().filter(|cell| !cell.printed.is_empty()).count();
            let is_whole = says(own_row) == says(was) && !own_row.cells.iter().any(|cell| cell.loose);
            if is_cut && (!is_whole || filled(own_row) > filled(was)) {
                return None;
            }
            let own = (lines[row], lines[row] + own_row.height() - 1);
            let first = if is_first { own.0 } else { records[record].lines.0 };
            records[record].lines = (first, own.1);
            self.changed((was, own_row), damaged, own, &mut records[record])?;
        }
        let lost = self.lost(damaged);
        for at in 1..records.len() {
            for name in &self.truth[at].inherited {
                // A page without the column has nothing to carry on.
                if lost.contains(&(at, name.clone())) {
                    records[at].fields.remove(name);
                    continue;
                }
                // Of a department that is merged beside one that is not, only a part carries on, and of a mark that
                // stands for the words above nothing if it is damaged.
                let is_damaged = records[at].fields.get(name).is_some_and(|field| field.damaged);
                if is_damaged || self.truth[at].fields.get(name) != self.truth[at - 1].fields.get(name) {
                    continue;
                }
                let above = records[at - 1].fields.get(name).cloned().unwrap_or_default();
                records[at].fields.insert(name.clone(), above);
            }
        }
        // Behind the given rows may stand those of another sheet.
        records.extend(wanted(damaged).into_iter().skip(before.len()));
        Some(records)
    }

    /// The fields of records whose columns the page of their row has not any more.
    fn lost(&self, damaged: &Made) -> BTreeSet<(usize, String)> {
        let columns = |row: &Row| row.cells.iter().filter_map(|cell| cell.column).collect::<BTreeSet<usize>>();
        // A row that was trimmed lacks its last cells; its page and the header of that have them still.
        let mut of_page: Vec<BTreeSet<usize>> = Vec::new();
        let page_of: Vec<usize> = damaged
            .rows
            .iter()
            .map(|row| {
                if row.kind == Kind::Header || of_page.is_empty() {
                    of_page.push(BTreeSet::new());
                }
                let last = of_page.len() - 1;
                of_page[last].extend(columns(row));
                last
            })
            .collect();
        let (before, after) = (self.clean.rows_of(Kind::Data), damaged.rows_of(Kind::Data));
        let rows = before.iter().zip(&after).zip(&self.record_of);
        let of_row = |((&clean, &row), &record): ((&usize, &usize), &usize)| {
            let gone = &columns(&self.clean.rows[clean]) - &of_page[page_of[row]];
            gone.into_iter()
                .flat_map(|at| fields_of(&damaged.columns[at]))
                .map(move |name| (record, name))
                .collect::<Vec<_>>()
        };
        rows.flat_map(of_row).collect()
    }

    /// Puts into a record what its damaged row says.
    fn changed(
        &self,
        (clean, row): (&Row, &Row),
        damaged: &Made,
        lines: (usize, usize),
        record: &mut WantedRecord,
    ) -> Option<()> {
        let in_column = |of: &Row, column: usize| of.cells.iter().find(|cell| cell.column == Some(column)).cloned();
        if self.lacks_its_end(clean) && row.cells.len() > clean.cells.len() {
            let added = row.cells.last().is_some_and(|cell| cell.column.is_none() && !cell.printed.is_empty());
            // What is written there may be what the row lacks.
            if added {
                return None;
            }
        }
        for (column, of) in damaged.columns.iter().enumerate().take(self.clean.columns.len()) {
            let (before, after) = (in_column(clean, column), in_column(row, column));
            let Some(before) = before else { continue };
            let after = after.unwrap_or_default();
            for name in fields_of(of) {
                let wanted = record.fields.entry(name).or_default();
                // A row that carries on the one above has blank cells where that has filled ones; of several that fill
                // a field the damaged one counts.
                if after.damaged || !(wanted.damaged || before.said.is_empty()) || wanted.lines == (0, 0) {
                    wanted.lines = lines;
                }
                wanted.damaged |= after.damaged;
                wanted.loose |= after.loose;
                if before.said != after.said {
                    edit(wanted, &before.said, &after.said)?;
                }
            }
        }
        Some(())
    }

    /// Whether a row has no cell in the last column of the table.
    fn lacks_its_end(&self, row: &Row) -> bool {
        let last = self.clean.columns.iter().rposition(|column| column.holds != Holds::Nothing);
        !row.cells.iter().any(|cell| cell.column.is_some() && cell.column == last)
    }
}

/// Changes a field as its cell was changed. A text that reading repaired is changed up to white space.
fn edit(wanted: &mut Wanted, before: &str, after: &str) -> Option<()> {
    if wanted.said == before || after.is_empty() {
        after.clone_into(&mut wanted.said);
        return Some(());
    }
    let (said, before) = (common::squeezed(&wanted.said), common::squeezed(before));
    if !said.contains(&before) {
        return None;
    }
    wanted.said = said.replacen(&before, &common::squeezed(after), 1);
    wanted.loose = true;
    Some(())
}

impl Truth {
    fn of(record: &Record<'_>) -> Self {
        let inherited = record.inherited.iter().map(|name| match name.strip_prefix("texts.") {
            Some(text) => format!("text {text}"),
            None => name.clone(),
        });
        Self { fields: told(record), inherited: inherited.collect() }
    }

    /// Its fields by the names that the columns have now.
    fn wanted(&self, given: &Given, damaged: &Made) -> WantedRecord {
        let names: HashMap<String, String> = given
            .clean
            .columns
            .iter()
            .zip(&damaged.columns)
            .flat_map(|(before, after)| fields_of(before).into_iter().zip(fields_of(after)))
            .collect();
        let field = |(name, said): (&String, &String)| {
            (names.get(name).unwrap_or(name).clone(), Wanted { said: said.clone(), ..Wanted::default() })
        };
        WantedRecord { lines: (0, 0), fields: self.fields.iter().map(field).collect() }
    }
}

/// All that a row says, in whatever order.
fn says(row: &Row) -> BTreeSet<&str> {
    row.cells.iter().map(|cell| &*cell.said).filter(|said| !said.is_empty()).collect()
}

pub(crate) fn is_header(row: &Row) -> bool {
    matches!(row.kind, Kind::Header | Kind::SubHeader)
}

/// The first line, from 1, of each row.
fn first_lines(made: &Made) -> Vec<usize> {
    let lines = made.rows.iter().scan(1, |next, row| {
        let line = *next;
        *next += row.height();
        Some(line)
    });
    lines.collect()
}

/// What each line is, as the library shows it.
fn kinds(source: &Source<'_>) -> Option<HashMap<usize, Kind>> {
    let options = Options::default();
    let rows = plan_eval::mended(source, &options, &mut Findings::default());
    let mut shown = Vec::new();
    show::lines(rows, source, options.layout(), |_| String::new(), &mut shown).ok()?;
    let shown = String::from_utf8(shown).ok()?;
    let kind = |line: &str| {
        let (number, rest) = line.split_once('\t')?;
        let kind = match rest.split('\t').next()? {
            "blank" => Kind::Blank,
            "title" => Kind::Title,
            "legend" => Kind::Legend,
            "header" => Kind::Header,
            "heading" => Kind::Heading,
            "data" => Kind::Data,
            _ => Kind::Other,
        };
        Some((number.parse().ok()?, kind))
    };
    Some(shown.lines().filter_map(kind).collect())
}

/// Of a row that carries on the one above a reading keeps the filled cells: the blank ones stand beside them, in
/// columns that no other cell of the row has.
fn place_blanks(row: &mut Row, columns: usize) {
    let mut taken: BTreeSet<usize> = row.cells.iter().filter_map(|cell| cell.column).collect();
    for at in 1..row.cells.len() {
        let left = row.cells[at - 1].column;
        let own = &mut row.cells[at].column;
        *own = own.or(left.map(|left| left + 1).filter(|own| *own < columns && taken.insert(*own)));
    }
    for at in (1..row.cells.len()).rev() {
        let right = row.cells[at].column;
        let own = &mut row.cells[at - 1].column;
        *own = own.or(right.and_then(|right| right.checked_sub(1)).filter(|own| taken.insert(*own)));
    }
}

/// The columns that records have, in the order of the table.
#[derive(Default)]
struct Columns {
    known: Vec<CellColumn>,
}

impl Columns {
    /// For each cell of a record, by its first byte, the record and the column.
    fn places(&mut self, sheet: &Sheet<'_>) -> HashMap<usize, (usize, usize)> {
        for record in &sheet.records {
            let mut left = 0;
            for cell in &record.cells {
                left = match self.known.iter().position(|known| *known == *cell.of) {
                    Some(at) => at + 1,
                    None => {
                        self.known.insert(left, (*cell.of).clone());
                        left + 1
                    }
                };
            }
        }
        let mut places = HashMap::new();
        for (at, record) in sheet.records.iter().enumerate() {
            for cell in record.cells.iter().filter(|cell| cell.state != CellState::Absent) {
                let column = self.known.iter().position(|known| *known == *cell.of).expect("it was put there");
                places.insert(cell.span.start(), (at, column));
            }
        }
        places
    }

    /// The columns as those of a made sheet.
    fn described(&self, rows: &[Row]) -> Vec<Column> {
        let is_filled = |column: usize| {
            let mut cells = rows.iter().filter(|row| row.kind == Kind::Data).flat_map(|row| &row.cells);
            cells.any(|cell| cell.column == Some(column) && !cell.said.is_empty())
        };
        let described = |(at, column): (usize, &CellColumn)| Column {
            holds: match column.role {
                _ if !is_filled(at) => Holds::Nothing,
                Role::Path => Holds::Heading,
                Role::Item => Holds::Item,
                Role::Rating => Holds::Code,
                Role::Comment => Holds::Comment,
                Role::Value => Holds::Figure,
                Role::Department => Holds::Department,
                Role::Text => Holds::Text,
            },
            name: column.rating.as_ref().unwrap_or(&column.name).to_string(),
            scale: None,
        };
        self.known.iter().enumerate().map(described).collect()
    }
}
