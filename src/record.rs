//! What a sheet becomes: records with their headings, ratings, values, departments and texts, and the account of
//! every character that was printed.
//!
//! These are nouns only. They borrow from the decoded text wherever nothing had to be repaired; the output shapes
//! are structs of their own in [`write`](crate::write).

mod account;

use std::borrow::Cow;
use std::sync::Arc;

pub use account::{Account, LineCounts, SetAside, Why};

use crate::diagnostic::Diagnostic;
use crate::source::{Newline, Span};

/// One sheet, read.
#[derive(Debug, Default)]
pub struct Sheet<'s> {
    /// How the rows end.
    pub newline: Newline,
    /// Lines outside tables that name the document, in order, repeated ones once.
    pub titles: Vec<Cow<'s, str>>,
    /// The scales that rate something on this sheet.
    pub scales: Vec<Scale>,
    /// Every column of every table, in the order of the header that is richest in columns.
    pub columns: Vec<Column>,
    /// The records, in sheet order.
    pub records: Vec<Record<'s>>,
    /// What was found, in sheet order.
    pub findings: Vec<Diagnostic>,
    /// Every cell or line that is in no record, heading, header, legend or title.
    pub set_aside: Vec<SetAside<'s>>,
    /// Characters, counted by where they went.
    pub account: Account,
    /// Physical lines, counted by where most of their characters went.
    pub lines: LineCounts,
    /// Where each row of the sheet begins, blank ones too: bytes of the decoded text. A cell in quotes may hold line
    /// breaks, so that rows are not lines; a spreadsheet counts rows.
    pub row_starts: Vec<usize>,
    /// The runs of rows that the tables consist of.
    pub pages: Vec<Page>,
    /// The legends that it prints, used or not.
    pub legends: Vec<Legend>,
    /// Every heading that was entered, in sheet order, those without records too.
    pub headings: Vec<PlacedHeading>,
    /// The cells in no record of which characters were replaced by those that are meant.
    pub mended: Vec<Span>,
}

impl Sheet<'_> {
    /// The scale that a column is rated by.
    pub fn scale_of(&self, column: &Column) -> Option<&Scale> {
        self.scales.iter().find(|scale| Some(&scale.name) == column.scale.as_ref())
    }
}

/// A run of rows with one set of columns.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Page {
    /// Its first data row.
    pub first_row: Span,
    /// Whether a header of its own stands above it.
    pub has_header: bool,
    /// Its table, from 0.
    pub table: usize,
    /// For each cell of its rows the column of the table, up to the last cell that has one.
    pub columns: Vec<Option<usize>>,
}

/// A legend and where it stands.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Legend {
    /// What it says; without a name where no title stands above it.
    pub scale: Scale,
    /// Its first entry.
    pub span: Span,
}

/// A heading and where it stands.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PlacedHeading {
    /// The headings above it and, last, itself.
    pub path: Arc<[Arc<Heading>]>,
    /// Its cell.
    pub span: Span,
}

/// One row of the evaluation: a measure, initiative, project, indicator or goal.
#[derive(Clone, Debug, Default)]
pub struct Record<'s> {
    /// The physical lines, from 1, that the record's own cells stand on.
    pub lines: Vec<usize>,
    /// The headings above, outermost first.
    pub path: Arc<[Arc<Heading>]>,
    /// What is evaluated; none where the sheet prints none.
    pub item: Option<Item<'s>>,
    /// One per rating column, in column order; an empty cell gives an empty rating.
    pub ratings: Vec<Rating<'s>>,
    /// One per value column with something printed in it.
    pub values: Vec<Value<'s>>,
    /// The departments in charge.
    pub departments: Vec<Department<'s>>,
    /// All other columns, by name; empty cells too.
    pub texts: Vec<(Arc<str>, Cow<'s, str>)>,
    /// The fields that were blank here and carry on from the row above: `item`, `texts.NAME`.
    pub inherited: Vec<String>,
    /// Every change to what was printed.
    pub repairs: Vec<Repair>,
    /// Its cells in the order of the page's columns, blank ones and missing ones too; those of rows that carry it on
    /// behind its own.
    pub cells: Vec<RecordCell>,
}

/// Where a cell of a record stands.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RecordCell {
    /// Its column, shared by all cells of it.
    pub of: Arc<CellColumn>,
    /// Its place in the decoded text; where the row ends if it lacks the cell.
    pub span: Span,
    /// Whether anything is in it.
    pub state: CellState,
}

/// The column of a cell.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CellColumn {
    /// Its name.
    pub name: Arc<str>,
    /// What it holds.
    pub role: Role,
    /// For a comment: the name of the rating column that it belongs to.
    pub rating: Option<Arc<str>>,
}

/// Whether a row has a cell for a column, and anything in it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum CellState {
    /// Something is printed.
    Filled,
    /// It is empty, or holds nothing but strokes.
    Blank,
    /// The row is too short to have it.
    Absent,
}

impl RecordCell {
    /// Whether something is printed in it.
    pub fn is_filled(&self) -> bool {
        self.state == CellState::Filled
    }
}

/// A heading above records.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Heading {
    /// The word or mark as printed (`章`, `基本目標`, `●`), or the header text where the heading is a column.
    pub level: String,
    /// The number in it, however it was written.
    pub number: Option<u32>,
    /// The text without level and number.
    pub title: String,
    /// The whole text as printed.
    pub printed: String,
    /// Its physical line, from 1.
    pub line: usize,
}

/// What a record is about.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Item<'s> {
    /// Its number or mark as printed (`①`, `(1)`), if any.
    pub ordinal: Option<Cow<'s, str>>,
    /// Its name.
    pub title: Cow<'s, str>,
}

/// A rating as printed and as understood.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Rating<'s> {
    /// The name of its column.
    pub column: Arc<str>,
    /// What the cell holds, without white space at its ends.
    pub printed: Cow<'s, str>,
    /// The codes that its scale knows; empty where the cell is empty or holds something else.
    pub codes: Arc<[Arc<str>]>,
    /// The labels of the codes, where the scale has any.
    pub labels: Arc<[Arc<str>]>,
    /// The free text beside it; none where the sheet has no such column.
    pub comment: Option<Cow<'s, str>>,
}

/// How a target relates to its number.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Relation {
    /// `現状維持`
    Maintain,
    /// `現状値以上`, `70%以上`
    AtLeast,
    /// `10件以下`, `50人未満`
    AtMost,
}

impl Relation {
    /// The name in JSON.
    pub fn name(self) -> &'static str {
        match self {
            Self::Maintain => "maintain",
            Self::AtLeast => "at_least",
            Self::AtMost => "at_most",
        }
    }
}

/// A figure in a value column.
#[derive(Clone, Debug, PartialEq)]
pub struct Value<'s> {
    /// The name of its column.
    pub column: Arc<str>,
    /// What the cell holds, without white space at its ends.
    pub printed: Cow<'s, str>,
    /// The number, if the cell holds one.
    pub number: Option<f64>,
    /// The unit behind it: `人`, `%`.
    pub unit: Option<String>,
    /// The word before it: `延`, `年`, `約`.
    pub qualifier: Option<String>,
    /// At least, at most, or as it is today.
    pub relation: Option<Relation>,
}

/// Who is in charge.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Department<'s> {
    /// The name as printed.
    pub name: Cow<'s, str>,
    /// What stands in brackets behind it.
    pub note: Option<Cow<'s, str>>,
}

/// One change to what was printed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Repair {
    /// The field of the record that was changed: `item`, `texts.NAME`, `ratings.NAME.comment`.
    pub field: String,
    /// What was done.
    pub kind: RepairKind,
    /// The text before.
    pub before: String,
}

/// What a repair does.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum RepairKind {
    /// A line break or space that only a narrow column had put there was undone.
    SoftWrap,
    /// A code was written full-width, half-width or circled.
    Width,
    /// A code stood in brackets or with a dot or word around it, or an item behind the mark of a list.
    Padding,
    /// Radical code points, loose kana marks, half-width kana, control or zero-width characters, written-out line
    /// breaks.
    Characters,
    /// UTF-8 that had been read as Shift_JIS.
    Mojibake,
    /// A row that a page end or a line break had cut.
    JoinedRows,
    /// A column that a page had cut in two.
    JoinedCells,
    /// A cell that held a heading and an item, or two columns.
    SplitCell,
}

impl RepairKind {
    /// The name in JSON.
    pub fn name(self) -> &'static str {
        match self {
            Self::SoftWrap => "soft-wrap",
            Self::Width => "width",
            Self::Padding => "padding",
            Self::Characters => "characters",
            Self::Mojibake => "mojibake",
            Self::JoinedRows => "joined-rows",
            Self::JoinedCells => "joined-cells",
            Self::SplitCell => "split-cell",
        }
    }
}

/// What a column holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Role {
    /// A heading above the records.
    Path,
    /// What is evaluated.
    Item,
    /// A rating code.
    Rating,
    /// The free text of the rating beside it.
    Comment,
    /// A figure.
    Value,
    /// Who is in charge.
    Department,
    /// Anything else.
    Text,
}

impl Role {
    /// The name in JSON and in layout files.
    pub fn name(self) -> &'static str {
        match self {
            Self::Path => "path",
            Self::Item => "item",
            Self::Rating => "rating",
            Self::Comment => "comment",
            Self::Value => "value",
            Self::Department => "department",
            Self::Text => "text",
        }
    }
}

/// A column of a table.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Column {
    /// The header as printed, white space removed; levels joined by ` > ` where both are needed.
    pub name: Arc<str>,
    /// Every header level as printed.
    pub printed: Vec<String>,
    /// What it holds.
    pub role: Role,
    /// The name of its scale, for ratings.
    pub scale: Option<Arc<str>>,
}

/// Where a scale was found.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Origin {
    /// Printed on the sheet.
    Legend,
    /// In the user's file.
    Config,
    /// In the built-in tables.
    Builtin,
    /// In the column itself: few short values that come again.
    Inferred,
}

impl Origin {
    /// The name in JSON.
    pub fn name(self) -> &'static str {
        match self {
            Self::Legend => "legend",
            Self::Config => "config",
            Self::Builtin => "builtin",
            Self::Inferred => "inferred",
        }
    }
}

/// A table of rating codes, best first.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Scale {
    /// Its name on the sheet, or in the built-in tables.
    pub name: Arc<str>,
    /// Where it was found.
    pub origin: Origin,
    /// Its codes in order.
    pub codes: Vec<Code>,
}

impl Scale {
    /// A scale without a name of its own takes that of the column that it rates.
    #[must_use]
    pub fn named(mut self, column: &str) -> Self {
        if self.name.is_empty() {
            self.name = column.into();
        }
        self
    }

    /// Its codes in order, for a message.
    pub fn listed(&self) -> String {
        self.codes.iter().map(|code| &*code.code).collect::<Vec<_>>().join(", ")
    }
}

/// An entry of a scale.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Code {
    /// The code as it is written.
    pub code: Arc<str>,
    /// Its place on the scale, from 1.
    pub rank: usize,
    /// What it means, where the sheet or the user says so.
    pub label: Option<Arc<str>>,
}
