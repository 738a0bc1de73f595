//! Tables and their pages: which column each cell of each row stands in.
//!
//! In: classified rows and the shapes of their cells. Out: [`Table`]s. A page is a run of rows with one set of columns;
//! its own header, the pages before it and above all its cells say which. A row that does not fit its page is looked
//! at by itself.
//!
//! The way: `draft` cuts the sheet into runs of rows, [`tables`] puts the runs with like headers together unless they
//! are rated by other codes (`apart`), and `build` makes a table of them with the other rooms: `union` joins the
//! headers, `renamed` knows the item under another name, `assign` gives each cell a column, `count` says what the
//! columns hold, `settle` and `digits` what their words and digits are, `moved` finds the rows that stand elsewhere,
//! `overleaf` those that a page end cut,
//! `beside` the columns that are none, `options` those of which a row marks one, `nameless` those that name nothing,
//! `item` the level that is an item.

mod apart;
mod assign;
mod beside;
mod build;
mod count;
mod digits;
mod draft;
mod item;
mod levels;
mod moved;
mod nameless;
mod options;
mod overleaf;
mod renamed;
mod settle;
mod union;

use std::sync::Arc;

use foldhash::HashMap;

use crate::diagnostic::Findings;
use crate::interpret::align::Counts;
use crate::interpret::classify::Classes;
use crate::interpret::header::{self, HeaderColumn, Names};
use crate::interpret::layout::Family;
use crate::interpret::number;
use crate::interpret::roles::{self, TableColumn};
use crate::interpret::scale;
use crate::interpret::shape::{self, Shape};
use crate::read::lex::{Cell, Rows};
use crate::record::{Legend, Role};
use apart::{Explained, is_rated_otherwise};
use build::table;
use count::under_headers;
use draft::{Draft, drafts};
use levels::leave_levels;
use renamed::{renamed_item, renames_item};

pub(crate) use options::{is_mark, marks_something};
pub(crate) use overleaf::mark_rests;

/// A table: one set of columns over one or more pages.
#[derive(Debug, Default)]
pub struct Table {
    /// Its columns, in the order of its headers.
    pub columns: Vec<TableColumn>,
    /// Its pages, in order.
    pub pages: Vec<Page>,
    /// Other names of columns: the header levels of each, as some page prints them.
    pub renamed: Vec<(usize, Vec<String>)>,
    /// Of each column the pages that have it: a sheet may name other columns on each of a thousand pages.
    pages_of: Vec<Vec<usize>>,
    /// The legends that stand beside it.
    pub legends: Vec<Legend>,
    /// What speaks for the role of each column.
    pub evidence: Vec<Evidence>,
    /// Whether something is evaluated in it; a table of counts or contents is none of our business.
    pub evaluates: bool,
}

impl Table {
    /// Its data rows, each with its page.
    pub fn rows(&self) -> impl Iterator<Item = (&Page, usize)> {
        self.pages.iter().flat_map(|page| page.rows.iter().map(move |row| (page, *row)))
    }

    /// The column in front of the item that numbers the rows by its name, the nearest one.
    pub fn named_number(&self, item: usize) -> Option<usize> {
        let numbers = |column: &TableColumn| column.role == Role::Text && roles::numbers_rows(&column.name);
        self.columns[..item].iter().rposition(numbers)
    }

    /// How many records it has by its codes, if it seems to print several lines of each.
    fn records(&self) -> Option<f32> {
        roles::records(self.evidence.iter().map(|of| &of.seen))
    }

    /// The pages that have a column, in order.
    fn pages_with(&self, column: usize) -> impl Iterator<Item = &Page> {
        self.pages_of[column].iter().map(|&page| &self.pages[page])
    }
}

/// What speaks for the role of a column.
#[derive(Clone, Debug)]
pub struct Evidence {
    /// What its header word says.
    pub family: Option<Family>,
    /// The shapes of its cells, counted.
    pub seen: Counts,
}

impl Evidence {
    /// How many cells hold something.
    fn filled(&self) -> f32 {
        self.seen.iter().sum::<f32>() - self.seen[Shape::Blank.index()]
    }

    /// How many hold more than a phrase.
    fn sentences(&self) -> f32 {
        self.seen[Shape::Sentence.index()] + self.seen[Shape::Open.index()]
    }
}

/// A run of rows with one set of columns.
#[derive(Debug, Default)]
pub struct Page {
    /// Its data rows.
    pub rows: Vec<usize>,
    /// The header directly above it, if it has its own.
    pub header: Option<usize>,
    /// The columns of the table that its header names, in order; those of the last header where it has none.
    pub columns: Vec<usize>,
    /// For each cell of a row its column in the table.
    pub column_of: Vec<Option<usize>>,
    /// Rows whose cells stand elsewhere.
    pub moved: HashMap<usize, Moved>,
    /// Its first row, if that holds nothing but the rests of cells that a page end cut.
    pub rest: Option<usize>,
}

/// A row whose cells do not stand where its page has them.
#[derive(Clone, Debug, PartialEq)]
pub struct Moved {
    /// For each of its cells the column.
    pub column_of: Vec<Option<usize>>,
    /// The other reading fits almost as well.
    pub doubtful: bool,
}

impl Page {
    /// What one of its rows holds in a column; nothing where it has no cell there.
    pub fn text_of<'r>(&self, row: usize, column: usize, rows: &'r Rows<'_>) -> &'r str {
        self.cell_of(row, column, rows).map_or("", |cell| &*rows.cells[cell].text)
    }

    /// The cell of one of its rows in a column, if it has one there.
    pub fn cell_of(&self, row: usize, column: usize, rows: &Rows<'_>) -> Option<usize> {
        let place = self.columns_of(row).iter().position(|of| *of == Some(column))?;
        rows.rows[row].cells.clone().nth(place)
    }

    /// The rest of a word that rates a row, which a narrow column cut, in the row right below: 順調 below おおむね. What is a
    /// word by itself may rate that row, if it has an item, and a number where the row above has one, if that one names
    /// something too: 概ね beside no item is the half of 概ね達成.
    pub fn rest_of_word<'r>(
        &self,
        (row, column): (usize, usize),
        item: Option<usize>,
        rows: &'r Rows<'_>,
    ) -> Option<&'r str> {
        let below = row + 1;
        let own = Some(self.text_of(row, column, rows)).filter(|own| scale::may_be_piece(own))?;
        self.rows.binary_search(&below).ok()?;
        let rest = self.text_of(below, column, rows);
        let text = |row: usize, column: usize| self.text_of(row, column, rows);
        let lacks_number = |item: usize| {
            let numbers = |column: usize| number::is_alone(text(row, column)) && text(below, column).is_empty();
            let [has, has_below] = [row, below].map(|row| shape::split_ordinal(text(row, item)).is_some());
            has && !has_below || (0..item).any(numbers)
        };
        let names = |item: usize| !text(below, item).is_empty() && !lacks_number(item);
        let name_both = |item: usize| names(item) && !text(row, item).is_empty();
        let is_own = || scale::is_word(rest) && item.is_none_or(name_both);
        (scale::is_cut_word(own, rest) && !is_own()).then_some(rest)
    }

    /// The cells of one of its rows, each with its column.
    pub fn cells_of<'r, 's>(
        &'r self,
        row: usize,
        rows: &'r Rows<'s>,
    ) -> impl Iterator<Item = (&'r Cell<'s>, Option<usize>)> {
        rows.of(&rows.rows[row]).iter().zip(self.columns_of(row).iter().copied())
    }

    /// The column of a cell in a row of so many cells. An export leaves out the last columns of the rows that have
    /// nothing in them: a row that fills all that the header names has the others where the header names them.
    pub fn column_at(&self, cell: usize, width: usize) -> Option<usize> {
        let Some(column) = self.column_of.get(cell) else {
            let left_out = self.header.is_some()
                && width == self.columns.len()
                && self.column_of.iter().zip(&self.columns).all(|(own, named)| *own == Some(*named));
            return self.columns.get(cell).copied().filter(|_| left_out);
        };
        *column
    }

    /// The columns of the cells of one of its rows.
    pub fn columns_of(&self, row: usize) -> &[Option<usize>] {
        self.moved.get(&row).map_or(&self.column_of, |moved| &moved.column_of)
    }
}

/// The pages of one table name at most so many columns, be it new years on each: no sheet is known that has a third of
/// them. What is asked of each column of a table takes time on all of its pages.
const MOST_NAMES: usize = 200;

/// Finds the tables of a sheet.
pub fn tables(rows: &Rows<'_>, classes: &Classes, shapes: &[Shape], found: &mut Findings) -> Vec<Table> {
    let drafts = drafts(rows, classes, shapes);
    let kin = under_headers(&drafts, classes);
    let mut tables = Vec::new();
    let mut current: Vec<Draft> = Vec::new();
    let mut keys: Names<String> = Names::default();
    let mut above: Option<&Arc<[HeaderColumn]>> = None;
    let mut explained = Explained::default();
    for draft in drafts {
        if !current.is_empty()
            && (is_announced(&current, &draft, classes)
                || is_rated_otherwise(&current, &draft, (rows, classes), &mut explained))
        {
            tables.push(table(std::mem::take(&mut current), (rows, shapes), (classes, &kin), found));
            keys.clear();
            above = None;
        }
        // The header of the page before says nothing new.
        let header = draft.own_header.map(|header| &classes.headers[header]);
        let header = header.filter(|own| !above.is_some_and(|above| Arc::ptr_eq(above, &own.columns)));
        if let Some(header) = header {
            let own = &header.columns;
            let other_item = above.replace(own).is_some_and(|above| renames_item(own, above))
                && renamed_item(&draft, &current, classes).is_none();
            let is_other = || other_item || !header::is_of_table(&header.names, &keys);
            if !keys.is_empty() && (is_other() || keys.len() > MOST_NAMES && !header.names.is_subset(&keys)) {
                tables.push(table(std::mem::take(&mut current), (rows, shapes), (classes, &kin), found));
                keys.clear();
            }
            keys.extend(header.names.iter().cloned());
        }
        current.push(draft);
    }
    if !current.is_empty() {
        tables.push(table(current, (rows, shapes), (classes, &kin), found));
    }
    leave_levels(&mut tables);
    tables
}

/// Whether another document begins between a table and the next run of rows.
fn is_announced(table: &[Draft], run: &Draft, classes: &Classes) -> bool {
    let last = table.last().and_then(|draft| draft.rows.last());
    let next = |last: &usize| classes.announced.get(classes.announced.partition_point(|title| title < last)).copied();
    last.and_then(next).is_some_and(|title| run.rows.first().is_some_and(|&first| title < first))
}
