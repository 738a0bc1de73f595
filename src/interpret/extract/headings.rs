//! The headings above the records: on lines of their own, in cells of rows, and where each ends.
//!
//! In: a row. Out: the way to it, longer or shorter. What a heading is, and where it stands among the others, is left
//! to [`heading`](crate::interpret::heading).

use std::borrow::Cow;
use std::sync::Arc;

use foldhash::HashSet;

use super::Walk;
use super::centred::Doubt;
use crate::diagnostic::Findings;
use crate::interpret::account::Use;
use crate::interpret::classify::Class;
use crate::interpret::department;
use crate::interpret::heading::{self, Entered, Opening};
use crate::interpret::row::DataRow;
use crate::interpret::rules::ambiguous_row::{ReadAs, heading_above_or_below};
use crate::interpret::rules::another_document::another_document;
use crate::interpret::rules::heading_spelling::heading_spelling;
use crate::interpret::spacing;
use crate::record::{Heading, PlacedHeading, Record, Role};
use crate::source::Span;

impl<'i, 's> Walk<'_, 'i, 's> {
    /// Declares the heading columns of the document that begins at a row, those of each table in its order: an outer
    /// one may be printed on later pages only.
    pub(super) fn declare_columns(&mut self, from: usize) {
        let beginnings = self.sheet.beginnings;
        let end = beginnings.get(beginnings.partition_point(|&title| title <= from)).copied().unwrap_or(usize::MAX);
        let rows = from..end.min(self.places.len());
        let mut tables: Vec<usize> = rows.filter_map(|row| self.places[row]).map(|(table, _)| table).collect();
        tables.dedup();
        let mut known = HashSet::default();
        for table in tables.into_iter().filter(|table| known.insert(*table)) {
            let columns = self.sheet.tables[table].columns.iter().filter(|column| column.role == Role::Path);
            self.path.declare_columns(columns.map(|column| &*column.name));
        }
    }

    /// Closes all headings above a title that opens another document.
    pub(super) fn begin_document(&mut self, at: usize, found: &mut Findings) {
        if !self.path.headings().is_empty() {
            another_document(self.sheet.rows.rows[at].span, found);
        }
        self.path.close_all();
        self.declare_columns(at);
        self.reader.end_blocks();
        self.reader.forget_above();
    }

    pub(super) fn heading(&mut self, at: usize, opening: &Opening, found: &mut Findings) {
        self.use_line(at, Use::Heading);
        self.reader.end_blocks();
        let line = self.sheet.rows.rows[at].line;
        let Some((text, span)) = self.line_text(at).map(|cell| (cell.text.clone(), cell.span)) else {
            return;
        };
        if !self.captions.is_empty() && self.captions.contains(&heading::without_continued(&text)) {
            self.reader.forget_above();
            return self.path.close(&opening.level);
        }
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

    /// Enters the headings in the cells of a row, and before them those that are printed further down.
    pub(super) fn enter_cells(&mut self, row: &DataRow<'_>, found: &mut Findings) {
        for (cell, column) in self.centred.headings.remove(&row.at).unwrap_or_default() {
            let (heading, span) = self.reader.heading_in(cell, (row, column));
            if self.enter(heading, span, found) {
                self.path.note_cell();
            }
        }
        if let Some(Doubt { column, read_as, first }) = self.centred.doubtful.remove(&row.at) {
            let level = self.reader.name_of(row, column);
            let is_told = match read_as {
                ReadAs::Unheaded => self.path.at(level).is_none(),
                ReadAs::Below => self.unheaded == Some(first),
                ReadAs::Middle => true,
            };
            if is_told {
                self.unheaded = Some(first);
                heading_above_or_below(self.sheet.rows.rows[row.at].span, (level, read_as), found);
            }
        }
        for (heading, span) in self.reader.headings(row, &mut self.extracted.uses) {
            if self.enter(heading, span, found) {
                self.path.note_cell();
            }
        }
    }

    /// Enters a heading. Gives whether it opened.
    pub(super) fn enter(&mut self, heading: Heading, span: Span, found: &mut Findings) -> bool {
        let printed = heading.printed.clone();
        let entered = self.path.enter(heading, self.sheet.layout);
        let is_new = entered == Entered::New;
        match entered {
            Entered::New => {
                self.reader.forget_above();
                self.extracted.headings.push(PlacedHeading { path: self.path.headings(), span });
            }
            Entered::Again => {}
            Entered::Respelled(before) => heading_spelling(span, &printed, &before, found),
        }
        is_new
    }

    /// Puts a record below the open headings. Offices among them are in charge of it where its table has no column of
    /// offices.
    pub(super) fn place(&mut self, record: &mut Record<'s>) {
        record.path = self.path.of_record();
        let mut offices = self.path.offices().peekable();
        if offices.peek().is_some() && record.cells.iter().all(|cell| cell.of.role != Role::Department) {
            let names = |office: &Arc<Heading>| {
                department::departments(&Cow::Owned(office.title.clone()), None, self.sheet.layout).0
            };
            record.departments = offices.flat_map(names).collect();
            record.inherited.push("departments".to_owned());
        }
    }

    /// Closes the headings in cells of the page above where another table begins, or a page whose header names other
    /// levels.
    pub(super) fn close_cells(&mut self, above: (usize, usize), own: (usize, usize)) {
        let columns = &self.sheet.tables[own.0].columns;
        if above.0 != own.0 {
            return self.path.close_cells(|level| columns.iter().any(|column| *column.name == *level));
        }
        let pages = &self.sheet.tables[own.0].pages;
        let levels = |page: usize| -> HashSet<usize> {
            pages[page].columns.iter().copied().filter(|&column| columns[column].role == Role::Path).collect()
        };
        let (before, own) = (levels(above.1), pages[own.1].header.map(|_| levels(own.1)).unwrap_or_default());
        if !own.is_subset(&before) && !before.is_subset(&own) {
            self.path.close_cells(|level| own.iter().any(|&column| *columns[column].name == *level));
        }
    }
}
