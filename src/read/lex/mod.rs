//! [`Source`] to [`Rows`] of [`Cell`]s, each with its span; nothing is lost.
//!
//! In: the decoded text and the byte between cells. Out: every row, blank ones included, and every cell with its raw
//! span and its text. What a row means is left to `interpret`; mending a cell is left to [`repair`](super::repair).
//!
//! Where this departs from RFC 4180 and from csv-core:
//!
//! - LF, CRLF and CR alone all end a row, also where they are mixed. A CR alone inside an LF file may be a line break
//!   of a cell, but taking it for one would make a single row of a CR file with one LF in it; a row that is cut in two
//!   is joined again later. [`Source`] counts physical lines the same way.
//! - Blank lines are rows of one empty cell: they end tables and pages.
//! - A `"` that cannot be closed sensibly is text (`quote` says what is sensible), with a finding, and costs one cell
//!   instead of the rest of the sheet.
//! - White space at the ends of a cell is in its span and not in its text: form feed and vertical tab too.

mod delimiter;
mod quote;

use std::borrow::Cow;
use std::ops::Range;

pub use self::delimiter::delimiter;

use self::quote::{Opening, Quotes};
use super::decode::capped::Capped;
use super::rules::stray_quote::STRAY_QUOTE;
use crate::diagnostic::Findings;
use crate::record::RepairKind;
use crate::source::{Source, Span};

/// A cell.
#[derive(Clone, Debug)]
pub struct Cell<'s> {
    /// Where it stands in the decoded text, with its quotes and the white space at its ends, without the delimiter.
    pub span: Span,
    /// What it says: unquoted, without white space at its ends, line breaks inside as LF.
    pub text: Cow<'s, str>,
    /// How [`repair`](super::repair) changed the text, if it did.
    pub mended: Option<RepairKind>,
}

impl Cell<'_> {
    /// A cell that nobody printed, at a byte of the decoded text.
    pub(crate) fn blank(at: usize) -> Self {
        Self { span: Span::new(at, at), text: Cow::Borrowed(""), mended: None }
    }
}

/// A row: one physical line, or several where a quoted cell holds line breaks.
#[derive(Clone, Debug)]
pub struct Row {
    /// The physical line, from 1, on which it begins.
    pub line: usize,
    /// From its first byte to its row end, which is not part of it.
    pub span: Span,
    /// Its cells in [`Rows::cells`].
    pub cells: Range<usize>,
}

/// All rows of a sheet. The cells of all rows stand in one list: a row is a range of it.
#[derive(Clone, Debug, Default)]
pub struct Rows<'s> {
    /// The rows in order, blank ones included.
    pub rows: Vec<Row>,
    /// The cells of all rows in order.
    pub cells: Vec<Cell<'s>>,
    /// How many characters that are not white space stand in no cell of a row: commas between them.
    pub syntax: usize,
    /// For each column that is blank in every row and was left out of them, how many stay before it; in order.
    pub left_out: Vec<usize>,
    /// Where the rows begin of which a blank cell in front was left out; in order.
    pub slid: Vec<usize>,
    /// Where the rows begin that say something of the table below them; in order.
    pub particulars: Vec<usize>,
    /// Where the rows begin that name with a label what the rows below them stand under; in order.
    pub labelled: Vec<usize>,
}

impl<'s> Rows<'s> {
    /// The cells of a row.
    pub fn of(&self, row: &Row) -> &[Cell<'s>] {
        &self.cells[row.cells.clone()]
    }

    /// Puts the cells in the order of their rows, which were moved.
    pub(crate) fn put_cells_in_order(&mut self) {
        let mut cells = Vec::with_capacity(self.cells.len());
        for row in &mut self.rows {
            let start = cells.len();
            cells.extend_from_slice(&self.cells[row.cells.clone()]);
            row.cells = start..cells.len();
        }
        self.cells = cells;
    }

    /// Whether a row says something of the table below it.
    pub fn is_particular(&self, at: usize) -> bool {
        self.particulars.binary_search(&self.rows[at].span.start()).is_ok()
    }

    /// Whether a row names with a label what the rows below it stand under.
    pub fn is_labelled(&self, at: usize) -> bool {
        self.labelled.binary_search(&self.rows[at].span.start()).is_ok()
    }

    /// The place, from 1, in which a cell of a row was printed.
    pub fn place(&self, row: &Row, cell: usize) -> usize {
        if self.cells[cell].span.start() == row.span.start() {
            return 1;
        }
        let at = cell - row.cells.start + usize::from(self.slid.binary_search(&row.span.start()).is_ok());
        at + self.left_out.partition_point(|&before| before <= at) + 1
    }
}

/// Cuts the text into rows of cells. `delimiter` is an ASCII byte.
pub fn rows<'s>(source: &'s Source<'_>, delimiter: u8, found: &mut Findings) -> Rows<'s> {
    of_text(source.text(), delimiter, found)
}

/// Says again what a raw cell says: unquoted, without white space at its ends, line breaks inside as LF.
///
/// A raw cell begins and ends with the quotes that only quote, if it has any; a stray quote is text here as it was when
/// the row was cut.
pub fn unquoted(raw: &str) -> Cow<'_, str> {
    match quote::closing(raw.as_bytes(), 0) {
        Some((close, doubled)) if raw.starts_with('"') && close + 1 == raw.len() => {
            quote::text(&raw[1..close], doubled)
        }
        Some(_) | None => Cow::Borrowed(trimmed(raw)),
    }
}

fn of_text<'s>(text: &'s str, delimiter: u8, found: &mut Findings) -> Rows<'s> {
    let mut lexer = Lexer::new(text, delimiter);
    while lexer.at < text.len() {
        lexer.row(found);
    }
    lexer.strays.finish(found);
    if !delimiter.is_ascii_whitespace() {
        lexer.out.syntax = lexer.out.cells.len() - lexer.out.rows.len();
    }
    lexer.out
}

struct Lexer<'s> {
    text: &'s str,
    quotes: Quotes<'s>,
    delimiter: u8,
    /// The next byte to read.
    at: usize,
    /// The physical line that it stands on.
    line: usize,
    strays: Capped,
    out: Rows<'s>,
}

impl<'s> Lexer<'s> {
    fn new(text: &'s str, delimiter: u8) -> Self {
        /// The rows and cells of most sheets are longer, so that their lists never grow.
        const BYTES_OF_ROW: usize = 256;
        const BYTES_OF_CELL: usize = 32;
        let rows = Vec::with_capacity(text.len() / BYTES_OF_ROW);
        let cells = Vec::with_capacity(text.len() / BYTES_OF_CELL);
        Self {
            text,
            quotes: Quotes::new(text.as_bytes(), delimiter),
            delimiter,
            at: 0,
            line: 1,
            strays: Capped::new(&STRAY_QUOTE),
            out: Rows { rows, cells, ..Rows::default() },
        }
    }

    /// Reads one row and its row end. Gives the number of its cells.
    fn row(&mut self, found: &mut Findings) -> usize {
        let bytes = self.text.as_bytes();
        let (start, line, first) = (self.at, self.line, self.out.cells.len());
        loop {
            let cell = self.cell(self.out.cells.len() - first, found);
            self.at = cell.span.end();
            self.out.cells.push(cell);
            if bytes.get(self.at) != Some(&self.delimiter) {
                break;
            }
            self.at += 1;
        }
        let cells = first..self.out.cells.len();
        let count = cells.len();
        self.quotes.saw_row(count);
        self.out.rows.push(Row { line, span: Span::new(start, self.at), cells });
        self.line += 1;
        self.at += row_end_length(bytes, self.at);
        count
    }

    /// Reads one cell, the `place`th of its row from 0. It ends before a delimiter, a row end or the end of the text.
    fn cell(&mut self, place: usize, found: &mut Findings) -> Cell<'s> {
        let start = self.at;
        if self.text.as_bytes().get(start) == Some(&b'"') {
            match self.quotes.opening(start, place) {
                Opening::Closed { close, line_breaks, doubled } => {
                    self.line += line_breaks;
                    let text = quote::text(&self.text[start + 1..close], doubled);
                    return Cell { span: Span::new(start, close + 1), text, mended: None };
                }
                Opening::Stray(why) => self.strays.push(Span::new(start, start + 1), found, || quote::stray(why)),
            }
        }
        let rest = &self.text.as_bytes()[start..];
        let length = match rest.first() {
            // Of five cells two are blank.
            Some(&first) if self.quotes.ends_cell(first) => 0,
            Some(_) | None => memchr::memchr3(self.delimiter, b'\n', b'\r', rest).unwrap_or(rest.len()),
        };
        let span = Span::new(start, start + length);
        Cell { span, text: Cow::Borrowed(trimmed(&self.text[span.range()])), mended: None }
    }
}

/// The length of the row end at a place, 0 at the end of the text.
fn row_end_length(bytes: &[u8], at: usize) -> usize {
    match &bytes[at..] {
        [b'\r', b'\n', ..] => 2,
        [_, ..] => 1,
        [] => 0,
    }
}

/// The text without white space at its ends. Most cells have none, which their outermost bytes show.
fn trimmed(text: &str) -> &str {
    let bytes = text.as_bytes();
    let begins = |first: &u8| first.is_ascii_graphic() || bytes.first_chunk().is_some_and(begins_no_white_space);
    let ends = |last: &u8| last.is_ascii_graphic() || bytes.last_chunk().is_some_and(ends_no_white_space);
    if bytes.first().is_none_or(begins) && bytes.last().is_none_or(ends) { text } else { text.trim() }
}

/// White space outside ASCII is U+0085, U+00A0 (`C2`), U+1680 (`E1`), some of U+2000–205F (`E2`) and U+3000
/// (`E3 80 80`).
fn begins_no_white_space([first, second]: &[u8; 2]) -> bool {
    *first > 0xE3 || (*first == 0xE3 && *second > 0x80)
}

/// The same of the last character of a text, which may be as long.
fn ends_no_white_space(last: &[u8; 3]) -> bool {
    !matches!(last, [_, _, ..0x80] | [_, 0xC2, _] | [0xE1 | 0xE2, ..] | [0xE3, 0x80, 0x80])
}

#[cfg(test)]
mod tests;
