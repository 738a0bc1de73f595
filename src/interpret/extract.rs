//! Tables to records: headings entered, rows read, rows that carry on put to the record above.
//!
//! In: classified rows, tables and the plan of each. Out: the records in sheet order, what was set aside, and the use of
//! every cell. Only this stage knows what stands above a row.

use std::borrow::Cow;
use std::collections::HashSet;

use crate::diagnostic::Findings;
use crate::interpret::account::{Use, Uses};
use crate::interpret::classify::{Class, Classes};
use crate::interpret::heading::{Entered, Opening, Path};
use crate::interpret::layout::Layout;
use crate::interpret::plan::Plan;
use crate::interpret::row::{self, DataRow, RowReader};
use crate::interpret::rules::another_document::another_document;
use crate::interpret::rules::heading_from_contents::heading_from_contents;
use crate::interpret::rules::heading_spelling::heading_spelling;
use crate::interpret::rules::line_between_rows::line_between_rows;
use crate::interpret::shape::{self, Shape};
use crate::interpret::spacing;
use crate::interpret::table::{Page, Table};
use crate::interpret::text;
use crate::read::lex::{Cell, Rows};
use crate::record::{Heading, PlacedHeading, Record, Role, SetAside, Why};
use crate::source::{Source, Span};

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
    let place = places(sheet);
    let most = place.iter().flatten().count();
    let mut walk = Walk {
        sheet,
        path: Path::default(),
        read: None,
        foreign_headers: foreign_headers(sheet),
        known_titles: HashSet::new(),
        reader: RowReader::new(sheet),
        extracted: Extracted {
            records: Vec::with_capacity(most),
            titles: Vec::new(),
            set_aside: Vec::new(),
            uses: Uses::new(sheet.rows.cells.len()),
            headings: Vec::new(),
        },
    };
    let of_tables = sheet.tables.iter().flat_map(|table| &table.columns);
    let levels = of_tables.filter(|column| column.role == Role::Path).map(|column| &*column.name);
    walk.path.declare_columns(levels);
    for (at, place) in place.into_iter().enumerate() {
        walk.row(at, place, found);
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
    path: Path,
    reader: RowReader<'w, 'i, 's>,
    extracted: Extracted<'s>,
    /// A row that was read with the one that a page end cut it off.
    read: Option<usize>,
    /// The headers of tables that evaluate nothing.
    foreign_headers: HashSet<usize>,
    /// The titles so far.
    known_titles: HashSet<Cow<'s, str>>,
}

impl<'i, 's> Walk<'_, 'i, 's> {
    fn row(&mut self, at: usize, place: Option<(usize, usize)>, found: &mut Findings) {
        if let Some(heading) = self.sheet.classes.inserted.get(&at) {
            let span = self.sheet.rows.rows[at].span;
            heading_from_contents(heading, span, found);
            self.enter(heading.clone(), span, found);
        }
        match &self.sheet.classes.rows[at] {
            Class::Blank => {}
            Class::Title => self.title(at, found),
            Class::Legend => self.use_row(at, Use::Legend),
            Class::Header(place) if self.foreign_headers.contains(place) => self.set_row_aside(at, Why::OtherTable),
            Class::Header(_) => self.use_row(at, Use::Header),
            Class::Heading(opening) => self.heading(at, opening, found),
            // Read with the heading above it.
            Class::HeadingTitle => {}
            Class::Contents => self.set_row_aside(at, Why::Contents),
            Class::Data => match place {
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
        let line = self.sheet.rows.rows[at].line;
        let place = |cell: usize| self.sheet.rows.place(&self.sheet.rows.rows[at], cell);
        let filled = self.cells(at).filter(|(_, cell)| !cell.text.is_empty());
        let aside: Vec<SetAside<'s>> =
            filled.map(|(cell, of)| SetAside { line, cell: place(cell), text: of.text.clone(), why }).collect();
        self.extracted.set_aside.extend(aside);
    }

    fn title(&mut self, at: usize, found: &mut Findings) {
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

    /// Closes all headings above a title that opens another document.
    fn begin_document(&mut self, at: usize, found: &mut Findings) {
        if !self.path.headings().is_empty() {
            another_document(self.sheet.rows.rows[at].span, found);
        }
        self.path.close_all();
        self.reader.end_blocks();
        self.reader.forget_above();
    }

    fn heading(&mut self, at: usize, opening: &Opening, found: &mut Findings) {
        self.use_line(at, Use::Heading);
        self.reader.end_blocks();
        let line = self.sheet.rows.rows[at].line;
        let Some((text, span)) = self.line_text(at).map(|cell| (cell.text.clone(), cell.span)) else {
            return;
        };
        let mut heading = Heading {
            level: opening.level.clone(),
            number: opening.number,
            title: spacing::closed_title(&text, opening.title_of(&text)),
            printed: text.into_owned(),
            line,
        };
        if heading.title.is_empty()
            && let Some(below) = self.title_below(at)
        {
            self.use_row(below, Use::Heading);
            let title = self.cells(below).map(|(_, cell)| cell.text.clone()).find(|text| !text.is_empty());
            heading.title = title.unwrap_or_default().into_owned();
            heading.printed = format!("{} {}", heading.printed, heading.title);
        }
        self.enter(heading, span, found);
    }

    /// The row with the title of a heading that has only a number.
    fn title_below(&self, at: usize) -> Option<usize> {
        let classes = &self.sheet.classes.rows;
        let below = (at + 1..classes.len()).find(|&row| classes[row] != Class::Blank)?;
        (classes[below] == Class::HeadingTitle).then_some(below)
    }

    fn enter(&mut self, heading: Heading, span: Span, found: &mut Findings) {
        let printed = heading.printed.clone();
        match self.path.enter(heading, self.sheet.layout) {
            Entered::New => {
                self.reader.forget_above();
                self.extracted.headings.push(PlacedHeading { path: self.path.headings(), span });
            }
            Entered::Again => {}
            Entered::Respelled(before) => heading_spelling(span, &printed, &before, found),
        }
    }

    /// Sets a footnote aside. Between two rows of which the upper one ends in a text it may be the rest of that text.
    fn footnote(&mut self, at: usize, found: &mut Findings) {
        self.set_row_aside(at, Why::Footnote);
        let row = &self.sheet.rows.rows[at];
        let above = self.extracted.records.last().filter(|above| above.lines.last() == Some(&(row.line - 1)));
        let last = above.and_then(|above| above.cells.last()).filter(|last| last.is_filled());
        let ends_in_text = last.is_some_and(|last| matches!(last.of.role, Role::Text | Role::Comment));
        if ends_in_text && self.sheet.classes.rows.get(at + 1) == Some(&Class::Data) {
            line_between_rows(row.span, found);
        }
    }

    fn prose(&mut self, at: usize, found: &mut Findings) {
        let uses = &mut self.extracted.uses;
        let above = self.extracted.records.last_mut();
        if !above.is_some_and(|above| self.reader.carry_on_lone(at, above, (uses, found))) {
            let strokes = self.cells(at).all(|(_, cell)| cell.text.is_empty() || shape::is_debris(&cell.text));
            self.set_row_aside(at, if strokes { Why::Noise } else { Why::Prose });
            let classes = &self.sheet.classes.rows;
            let is_data = |row: Option<usize>| row.and_then(|row| classes.get(row)) == Some(&Class::Data);
            let touches = is_data(Some(at + 1)) || (is_data(at.checked_sub(1)) && !self.closes_table(at));
            if !strokes && (touches || self.announces_rows(at)) {
                line_between_rows(self.sheet.rows.rows[at].span, found);
            }
        }
    }

    /// Whether a line with a label, as `担当：企画課`, or one with a list below it, stands right below a row that ends with a
    /// code, a figure or a name: it is no rest of that.
    fn closes_table(&self, at: usize) -> bool {
        let filled = |at: usize| self.cells(at).map(|(_, cell)| &*cell.text).filter(|text| !text.is_empty());
        let last = filled(at - 1).last().map(|text| Shape::of(text, self.sheet.layout));
        let is_short = matches!(last, Some(Shape::Code(_) | Shape::Number | Shape::Dash | Shape::Department));
        let has_list = || {
            let below = self.sheet.classes.rows.get(at + 1) == Some(&Class::Prose);
            below && filled(at + 1).next().is_some_and(text::begins_entry)
        };
        is_short && (filled(at).next().is_some_and(|line| line.contains(['：', ':'])) || has_list())
    }

    /// Whether a short line stands right above rows of a table, where a heading would.
    fn announces_rows(&self, at: usize) -> bool {
        /// A heading is a line, a paragraph is not.
        const LONGEST_HEADING: usize = 60;
        let classes = &self.sheet.classes.rows;
        let below = (at + 1..classes.len()).find(|&row| classes[row] != Class::Blank);
        let in_table = |row: usize| {
            let padded = self.sheet.rows.rows[row].cells.len() > 1;
            matches!(classes[row], Class::Data) || (padded && matches!(classes[row], Class::Heading(_)))
        };
        let text = self.cells(at).map(|(_, cell)| &cell.text).find(|text| !text.is_empty());
        below.is_some_and(in_table)
            && text.is_some_and(|text| text.chars().count() <= LONGEST_HEADING && !text.ends_with('。'))
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
    fn cut_row(&mut self, upper: DataRow<'_>, lower: &DataRow<'_>, found: &mut Findings) {
        for (heading, span) in self.reader.headings(lower, &mut self.extracted.uses) {
            self.enter(heading, span, found);
        }
        for row in [&upper, lower] {
            let aside = self.reader.aside(row, &mut self.extracted.uses, found);
            self.extracted.set_aside.extend(aside);
        }
        let (whole, rest) = self.reader.put_together(upper, lower);
        if let Some(mut record) = self.reader.record(&whole, &mut self.extracted.uses, found) {
            record.path = self.path.of_record();
            self.reader.add_rest((lower, &rest), &mut record, (&mut self.extracted.uses, found));
            self.extracted.records.push(record);
        }
        self.read = Some(lower.at);
    }

    fn data(&mut self, at: usize, (table, page): (usize, usize), found: &mut Findings) {
        let of_page: &Page = &self.sheet.tables[table].pages[page];
        if self.read == Some(at) {
            return;
        }
        if row::is_debris(self.sheet, table, of_page, at) {
            return self.set_row_aside(at, Why::Noise);
        }
        let row = self.reader.row(at, table, of_page);
        if self.reader.is_stray(&row, self.extracted.records.last()) {
            return self.prose(at, found);
        }
        let headings = self.reader.headings(&row, &mut self.extracted.uses);
        for (heading, span) in headings {
            self.enter(heading, span, found);
        }
        if let Some((below, of_page)) = self.row_below_page(at, (table, page)) {
            let lower = self.reader.row(below, table, of_page);
            if self.reader.is_cut(&row, &lower) {
                return self.cut_row(row, &lower, found);
            }
        }
        let above = self.extracted.records.last();
        if self.reader.is_texts(&row)
            && let Some(lower) =
                self.row_below(at, (table, of_page)).filter(|lower| self.reader.is_centred(&row, lower, above))
        {
            return self.cut_row(row, &lower, found);
        }
        let carried_on = self.reader.carried_on(&row, self.extracted.records.last());
        let aside = self.reader.aside(&row, &mut self.extracted.uses, found);
        self.extracted.set_aside.extend(aside);
        if carried_on {
            if let Some(record) = self.extracted.records.last_mut() {
                self.reader.carry_on(&row, record, (&mut self.extracted.uses, found));
            }
        } else if let Some(mut record) = self.reader.record(&row, &mut self.extracted.uses, found) {
            record.path = self.path.of_record();
            self.extracted.records.push(record);
        }
    }
}
