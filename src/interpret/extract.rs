//! Tables to records: headings entered, rows read, rows that carry on put to the record above.
//!
//! In: classified rows, tables and the plan of each. Out: the records in sheet order, what was set aside, and the use
//! of every cell. Only this stage knows what stands above a row.

mod captions;
mod centred;
mod headings;
mod heights;
mod lines;
mod rounds;

use std::borrow::Cow;
use std::ops::Range;

use foldhash::HashSet;

use crate::diagnostic::Findings;
use crate::interpret::account::{Use, Uses};
use crate::interpret::classify::{Class, Classes};
use crate::interpret::heading::Path;
use crate::interpret::layout::Layout;
use crate::interpret::plan::Plan;
use crate::interpret::row::{self, DataRow, LinesApart, RowReader, Turn};
use crate::interpret::rules::ambiguous_row::{item_or_rest, line_of_either, lines_apart};
use crate::interpret::rules::heading_from_contents::heading_from_contents;
use crate::interpret::shape;
use crate::interpret::table::{Page, Table};
use crate::interpret::text;
use crate::read::lex::{Cell, Rows};
use crate::record::{PlacedHeading, Record, SetAside, Why};
use crate::source::Source;
use centred::Centred;

/// What the stages before have made of a sheet.
#[derive(Clone, Copy)]
pub struct Interpreted<'i, 's> {
    /// The text.
    pub source: &'s Source<'s>,
    /// Its rows.
    pub rows: &'i Rows<'s>,
    /// What each row is.
    pub classes: &'i Classes,
    /// The tables.
    pub tables: &'i [Table],
    /// What is known of the columns of each table.
    pub plans: &'i [Plan],
    /// The titles that open another document, in order.
    pub beginnings: &'i [usize],
    /// Header words and heading marks.
    pub layout: &'i Layout,
    /// Leave texts as printed.
    pub faithful: bool,
}

/// The records of a sheet and what is left of it.
#[derive(Debug)]
pub struct Extracted<'s> {
    /// In sheet order.
    pub records: Vec<Record<'s>>,
    /// Lines that name the document, repeated ones once.
    pub titles: Vec<Cow<'s, str>>,
    /// What went nowhere.
    pub set_aside: Vec<SetAside<'s>>,
    /// The use of every cell.
    pub uses: Uses,
    /// Every heading that was entered, where it stands.
    pub headings: Vec<PlacedHeading>,
}

/// Reads every row.
pub fn records<'s>(sheet: &Interpreted<'_, 's>, found: &mut Findings) -> Extracted<'s> {
    let places = places(sheet);
    let most = places.iter().flatten().count();
    let mut reader = RowReader::new(sheet);
    let centred = Centred::of(sheet, &mut reader);
    let mut walk = Walk {
        sheet,
        places,
        path: Path::default(),
        round: None,
        read: None,
        foreign_headers: foreign_headers(sheet),
        captions: captions::captions(sheet),
        centred,
        unheaded: None,
        known_titles: HashSet::default(),
        gap: (0..0, false),
        page: None,
        reader,
        apart: LinesApart::default(),
        extracted: Extracted {
            records: Vec::with_capacity(most),
            titles: Vec::new(),
            set_aside: Vec::new(),
            uses: Uses::new(sheet.rows.cells.len()),
            headings: Vec::new(),
        },
    };
    let shared: HashSet<usize> = walk.reader.shared_cells().collect();
    shared.into_iter().for_each(|cell| walk.extracted.uses.set(cell, Use::Record));
    walk.declare_columns(0);
    for at in 0..sheet.rows.rows.len() {
        walk.row(at, found);
    }
    walk.extracted
}

/// The headers of tables that evaluate nothing.
fn foreign_headers(sheet: &Interpreted<'_, '_>) -> HashSet<usize> {
    let foreign = sheet.tables.iter().filter(|table| !table.evaluates);
    foreign.flat_map(|table| &table.pages).filter_map(|page| page.header).collect()
}

/// For each row the table and page that it is a data row of.
fn places(sheet: &Interpreted<'_, '_>) -> Vec<Option<(usize, usize)>> {
    let mut places = vec![None; sheet.rows.rows.len()];
    for (table, of_table) in sheet.tables.iter().enumerate() {
        for (page, of_page) in of_table.pages.iter().enumerate() {
            for &row in &of_page.rows {
                places[row] = Some((table, page));
            }
        }
    }
    places
}

/// The way down the sheet.
struct Walk<'w, 'i, 's> {
    sheet: &'w Interpreted<'i, 's>,
    /// For each row the table and page that it is a data row of.
    places: Vec<Option<(usize, usize)>>,
    path: Path,
    reader: RowReader<'w, 'i, 's>,
    extracted: Extracted<'s>,
    /// Records that seem to be cut apart.
    apart: LinesApart,
    /// The first record of the round at hand.
    round: Option<usize>,
    /// The last row that was read with one above it, as a page end or the lines of a record cut it off.
    read: Option<usize>,
    /// The headers of tables that evaluate nothing.
    foreign_headers: HashSet<usize>,
    /// Headings that say what is told of each section.
    captions: HashSet<String>,
    /// Records and headings of which cells are printed below rows that they stand above.
    centred: Centred,
    /// The first row of a table that was said to have no heading.
    unheaded: Option<usize>,
    /// The titles so far.
    known_titles: HashSet<Cow<'s, str>>,
    /// The table and the page of the row above.
    page: Option<(usize, usize)>,
    /// The lines between rows that were looked at last, and whether rows of one table stand on either side.
    gap: (Range<usize>, bool),
}

impl<'i, 's> Walk<'_, 'i, 's> {
    fn row(&mut self, at: usize, found: &mut Findings) {
        if let Some(heading) = self.sheet.classes.inserted.get(&at) {
            let span = self.sheet.rows.rows[at].span;
            heading_from_contents(heading, span, found);
            self.enter(heading.clone(), span, found);
        }
        match &self.sheet.classes.rows[at] {
            Class::Blank => {}
            Class::Title => self.title(at, found),
            Class::Prose if self.sheet.beginnings.binary_search(&at).is_ok() => self.title(at, found),
            Class::Legend => self.use_row(at, Use::Legend),
            Class::Header(place) if self.foreign_headers.contains(place) => self.set_row_aside(at, Why::OtherTable),
            Class::Header(_) => self.use_row(at, Use::Header),
            Class::Heading(opening) => self.heading(at, opening, found),
            // Read with the heading above it.
            Class::HeadingTitle => {}
            Class::Contents => {
                self.path.close_marks(self.sheet.layout);
                self.set_row_aside(at, Why::Contents);
            }
            Class::Data => match self.places[at] {
                Some((table, _)) if !self.sheet.tables[table].evaluates => self.set_row_aside(at, Why::OtherTable),
                Some(place) => self.data(at, place, found),
                None => self.set_row_aside(at, Why::Prose),
            },
            Class::Total => {
                self.reader.end_record();
                self.set_row_aside(at, Why::Total);
            }
            Class::Tally => self.set_row_aside(at, Why::OtherTable),
            Class::Noise => self.set_row_aside(at, Why::Noise),
            Class::PageNumber => self.set_row_aside(at, Why::PageNumber),
            Class::Footnote => self.footnote(at, found),
            Class::Prose => self.prose(at, found),
        }
    }

    fn cells(&self, at: usize) -> impl Iterator<Item = (usize, &'_ Cell<'s>)> {
        let range = self.sheet.rows.rows[at].cells.clone();
        range.map(|cell| (cell, &self.sheet.rows.cells[cell]))
    }

    fn use_row(&mut self, at: usize, of: Use) {
        for cell in self.sheet.rows.rows[at].cells.clone() {
            self.extracted.uses.set(cell, of);
        }
    }

    /// The cell with the text of a line.
    fn line_text(&self, at: usize) -> Option<&Cell<'s>> {
        let is_text = |cell: &Cell<'_>| !cell.text.is_empty() && !shape::is_stray_mark(&cell.text);
        self.cells(at).map(|(_, cell)| cell).find(|cell| is_text(cell))
    }

    /// Uses the text of a line; stray marks beside it are noise.
    fn use_line(&mut self, at: usize, of: Use) {
        self.use_row(at, of);
        let row = &self.sheet.rows.rows[at];
        for cell in row.cells.clone() {
            let text = &self.sheet.rows.cells[cell].text;
            if shape::is_stray_mark(text) {
                self.extracted.uses.set(cell, Use::SetAside);
                let place = self.sheet.rows.place(row, cell);
                let aside = SetAside { line: row.line, cell: place, text: text.clone(), why: Why::Noise };
                self.extracted.set_aside.push(aside);
            }
        }
    }

    fn set_row_aside(&mut self, at: usize, why: Why) {
        let rows = self.sheet.rows;
        let row = &rows.rows[at];
        let filled = row.cells.clone().filter(|&cell| !rows.cells[cell].text.is_empty());
        let aside = |cell: usize| {
            let text = rows.cells[cell].text.clone();
            SetAside { line: row.line, cell: rows.place(row, cell), text, why }
        };
        self.extracted.set_aside.extend(filled.map(aside));
    }

    fn title(&mut self, at: usize, found: &mut Findings) {
        if self.goes_on_with_item(at, found) {
            return;
        }
        self.use_line(at, Use::Title);
        if self.sheet.beginnings.binary_search(&at).is_ok() {
            self.begin_document(at, found);
        }
        let title = self.line_text(at).map(|cell| cell.text.clone());
        if let Some(title) = title
            && self.known_titles.insert(title.clone())
        {
            self.extracted.titles.push(title);
        }
    }

    /// The first row of the next page, for the last row of a page, if no heading stands between.
    fn row_below_page(&self, at: usize, (table, page): (usize, usize)) -> Option<(usize, &'i Page)> {
        let pages = &self.sheet.tables[table].pages;
        let below = pages.get(page + 1).filter(|_| pages[page].rows.last() == Some(&at))?;
        let first = *below.rows.first()?;
        let mut between = self.sheet.classes.rows[at + 1..first.max(at + 1)].iter();
        (!between.any(|class| matches!(class, Class::Heading(_)))).then_some((first, below))
    }

    /// The row right below, if it stands on the same page.
    fn row_below<'p>(&self, at: usize, (table, page): (usize, &'p Page)) -> Option<DataRow<'p>> {
        let place = page.rows.binary_search(&(at + 1)).ok()?;
        Some(self.reader.row(page.rows[place], table, page))
    }

    /// Reads a row that a page end cut in two, or of which the short cells stand below its first line.
    fn cut_row(&mut self, upper: DataRow<'_>, lower: DataRow<'_>, found: &mut Findings) {
        self.enter_cells(&lower, found);
        for row in [&upper, &lower] {
            let aside = self.reader.aside(row, &mut self.extracted.uses, found);
            self.extracted.set_aside.extend(aside);
        }
        let (whole, rest) = self.reader.put_together(upper, &lower);
        self.read = Some(lower.at);
        if let Some(mut record) = self.reader.record(&whole, &mut self.extracted.uses, found) {
            self.place(&mut record);
            self.reader.add_rest(&lower.with(rest), &mut record, (&mut self.extracted.uses, found));
            self.extracted.records.push(record);
        }
    }

    /// Reads a record whose cells stand in several rows, the short ones in the middle of its height.
    fn lines(&mut self, rows: &[usize], found: &mut Findings) {
        let mut whole: Option<DataRow<'_>> = None;
        let mut rests = Vec::with_capacity(rows.len());
        for &at in rows {
            let Some((table, page)) = self.places[at] else { continue };
            let row = self.reader.row(at, table, &self.sheet.tables[table].pages[page]);
            self.enter_cells(&row, found);
            let aside = self.reader.aside(&row, &mut self.extracted.uses, found);
            self.extracted.set_aside.extend(aside);
            whole = Some(match whole {
                None => row,
                Some(upper) => {
                    let (whole, rest) = self.reader.put_together(upper, &row);
                    rests.push(row.with(rest));
                    whole
                }
            });
        }
        let record = whole.and_then(|whole| self.reader.record(&whole, &mut self.extracted.uses, found));
        if let Some(mut record) = record {
            self.place(&mut record);
            let below = rows.last().and_then(|last| self.places.get(last + 1));
            let goes_on = below.is_some_and(|below| *below == self.places[rows[0]]);
            for rest in rests {
                let is_last = Some(&rest.at) == rows.last();
                if goes_on && is_last && self.reader.may_begin_next(&rest, &record) {
                    line_of_either(self.sheet.rows.rows[rest.at].span, found);
                }
                self.reader.carry_on(&rest, &mut record, (&mut self.extracted.uses, found));
            }
            self.extracted.records.push(record);
        }
        self.read = rows.last().copied();
    }

    fn data(&mut self, at: usize, (table, page): (usize, usize), found: &mut Findings) {
        let of_page: &Page = &self.sheet.tables[table].pages[page];
        if self.read.is_some_and(|read| at <= read) {
            return;
        }
        if row::is_debris(self.sheet, table, of_page, at) {
            // The last letter of a cell, or its full stop, stands below the rest of it, and says nothing by itself.
            let ends = |text: &str| text.starts_with(text::is_kana_or_ideograph) || text::ends_sentence(text);
            let letter = self.cells(at).any(|(_, cell)| ends(&cell.text));
            let goes_on =
                || self.reader.carried_on(&self.reader.row(at, table, of_page), self.extracted.records.last());
            if !letter || !goes_on() {
                return self.set_row_aside(at, Why::Noise);
            }
        }
        if let Some(above) = self.page.replace((table, page)).filter(|above| *above != (table, page)) {
            self.close_cells(above, (table, page));
        }
        if let Some(rows) = self.centred.lines.remove(&at) {
            return self.lines(&rows, found);
        }
        let row = self.reader.row(at, table, of_page);
        let turn = self.reader.turn(&row);
        if turn.is_none_or(|turn| turn == Turn::First) {
            self.round = None;
        }
        if self.reader.is_stray(&row, self.extracted.records.last()) {
            return self.prose(at, found);
        }
        // A heading beside the end of a record stands in the middle of those that it heads.
        if self.reader.ends_rating(&row) && self.reader.carried_on(&row, self.extracted.records.last()) {
            self.carry_on(&row, found);
            self.enter_cells(&row, found);
            let path = self.path.of_record();
            return self.extracted.records.last_mut().into_iter().for_each(|record| record.path.clone_from(&path));
        }
        self.enter_cells(&row, found);
        if let Some((below, of_page)) = self.row_below_page(at, (table, page)) {
            let lower = self.reader.row(below, table, of_page);
            if self.reader.is_cut(&row, &lower) {
                return self.cut_row(row, lower, found);
            }
        }
        let above = self.extracted.records.last();
        let begins = |lower: &DataRow<'_>| {
            self.reader.rates_with(&row, lower)
                || self.reader.may_be_first_line(&row) && self.reader.is_centred(&row, lower, above)
        };
        // Nearly every row names an item, and begins none of the row below.
        let below = || if self.reader.has_item(&row) { None } else { self.row_below(at, (table, of_page)) };
        if let Some(lower) = below().filter(begins) {
            return self.cut_row(row, lower, found);
        }
        let carried_on = self.reader.carried_on(&row, self.extracted.records.last());
        if let Some(lines) = self.reader.lines_to_rating(&row).filter(|_| !carried_on) {
            return self.lines(&of_page.rows[lines], found);
        }
        let aside = self.reader.aside(&row, &mut self.extracted.uses, found);
        self.extracted.set_aside.extend(aside);
        let row = if turn == Some(Turn::Later) { self.add_to_round(row, found) } else { row };
        if carried_on {
            self.carry_on(&row, found);
        } else if let Some(mut record) = self.reader.record(&row, &mut self.extracted.uses, found) {
            if let Some(first) = self.reader.note_apart(&mut self.apart, (at, table), &record) {
                lines_apart(self.sheet.rows.rows[first].span, found);
            }
            if self.reader.may_be_rest_of_item(&row) {
                item_or_rest(self.sheet.rows.rows[at].span, found);
            }
            self.place(&mut record);
            self.extracted.records.push(record);
            self.round = match turn {
                Some(Turn::First) => Some(self.extracted.records.len() - 1),
                Some(Turn::Later) => self.round_goes_on(),
                Some(Turn::Line) | None => None,
            };
        }
    }
}
