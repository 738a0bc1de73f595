//! Quotes: where a quoted cell ends, and which `"` at the start of a cell is text.
//!
//! In: the place of a `"` that begins a cell. Out: where it closes, or why it is stray. Cutting rows is left to
//! [`lex`](super).
//!
//! Excel quotes a cell that holds `,`, `"` or a line break, and writes a TAB in a cell as a space. So in a tab file a
//! quoted cell holds line breaks or tabs, hardly ever both (only LibreOffice keeps tabs). A stray quote (a ditto mark,
//! an inch sign, half a quotation) looks for its end in later rows. It is told from a quoted cell in this order:
//!
//! 1. nothing closes it, or text follows the closing quote: stray;
//! 2. the cell would hold no delimiter: quoted, up to the line breaks that Excel allows;
//! 3. the cell would hold a delimiter: both readings are compared by the number of cells that the lines get, measured
//!    by the row before. A quote that stands alone in its cell like the one that would close it (two ditto marks), and
//!    in a tab file a cell that swallows line breaks *and* tabs, has to prove that it quotes. In a comma file commas
//!    are what quotes are for, and the quote is stray only if its end stands at the start of a later cell or if all
//!    lines are whole rows without it.
//!
//! All of it takes linear time. A search stops at the next run of quotes of odd length. A search that begins at such a
//! run covers the text up to the next one, so no two of them overlap; one that begins at a run of even length ends
//! within that run. What follows a closing quote on its line is counted once per line ([`LineTail`]).

use std::borrow::Cow;

use memchr::{memchr, memchr_iter, memchr2, memchr2_iter, memchr3};

use super::trimmed;
use crate::diagnostic::{Text, text as words};

/// Excel allows 253 line feeds in a cell; what runs over more lines was no cell.
const MOST_LINE_BREAKS: usize = 253;

/// What a `"` at the start of a cell does.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Opening {
    /// It opens a quoted cell, `"…"`: `close` is the place of the closing quote.
    Closed { close: usize, line_breaks: usize, doubled: bool },
    /// It is text.
    Stray(Stray),
}

/// Why a quote is stray.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Stray {
    /// `"市民の声` with no further quote.
    Unclosed,
    /// `"市民の声"を聞く`
    TextFollows,
    /// Its closing quote stands in another cell, and what lies between are cells of their own.
    SwallowsCells,
}

/// The wording for a stray quote.
pub(super) fn stray(why: Stray) -> (Text, Option<Text>) {
    let (ja, en) = match why {
        Stray::Unclosed => ("を閉じる引用符がありません", "nothing closes it"),
        Stray::TextFollows => ("を閉じる引用符の後に文字が続きます", "text follows its closing quote"),
        Stray::SwallowsCells => ("を閉じる引用符がほかのセルにあります", "the next quote stands in another cell"),
    };
    let message = words(
        format!("セルの先頭の「\"」{ja}。セルの末尾で閉じる必要があるため、文字として読みました"),
        format!("`\"` begins this cell and {en}, where one at the end of the cell was expected; it was read as text"),
    );
    let help = words(
        "引用符を「」に替えるか、表計算ソフトから保存し直してください",
        "write 「」 in its place, or save the sheet again from the spreadsheet",
    );
    (message, Some(help))
}

/// The first quote after the one at `open` that is not half of a doubled one, and whether there are doubled ones
/// before it.
pub(super) fn closing(bytes: &[u8], open: usize) -> Option<(usize, bool)> {
    let mut doubled = false;
    let mut at = open + 1;
    loop {
        let quote = at + memchr(b'"', bytes.get(at..)?)?;
        if bytes.get(quote + 1) != Some(&b'"') {
            return Some((quote, doubled));
        }
        doubled = true;
        at = quote + 2;
    }
}

/// What stands between quotes, as text: doubled quotes single, line breaks as LF, no white space at the ends.
pub(super) fn text(content: &str, doubled: bool) -> Cow<'_, str> {
    let mut text = Cow::Borrowed(content);
    if doubled {
        text = Cow::Owned(text.replace("\"\"", "\""));
    }
    if memchr(b'\r', text.as_bytes()).is_some() {
        text = Cow::Owned(text.replace("\r\n", "\n").replace('\r', "\n"));
    }
    match text {
        Cow::Borrowed(text) => Cow::Borrowed(trimmed(text)),
        Cow::Owned(text) if trimmed(&text).len() == text.len() => Cow::Owned(text),
        Cow::Owned(text) => Cow::Owned(trimmed(&text).to_owned()),
    }
}

/// Decides over the quotes of one text.
pub(super) struct Quotes<'s> {
    bytes: &'s [u8],
    delimiter: u8,
    /// The number of cells of the last row that had more than one.
    width: Option<usize>,
    tail: LineTail,
}

impl<'s> Quotes<'s> {
    pub(super) fn new(bytes: &'s [u8], delimiter: u8) -> Self {
        Self { bytes, delimiter, width: None, tail: LineTail::default() }
    }

    /// Remembers the shape of a row. A row of one cell (a title, a heading, a blank line) has none.
    pub(super) fn saw_row(&mut self, cells: usize) {
        if cells > 1 {
            self.width = Some(cells);
        }
    }

    /// What the quote at `open`, the first byte of the cell that has `place` cells before it, does.
    pub(super) fn opening(&mut self, open: usize, place: usize) -> Opening {
        let Some((close, doubled)) = closing(self.bytes, open) else {
            return Opening::Stray(Stray::Unclosed);
        };
        if self.bytes.get(close + 1).is_some_and(|&next| !self.ends_cell(next)) {
            return Opening::Stray(Stray::TextFollows);
        }
        let content = &self.bytes[open + 1..close];
        if memchr3(self.delimiter, b'\n', b'\r', content).is_none() {
            return Opening::Closed { close, line_breaks: 0, doubled };
        }
        let line_breaks = line_breaks(content);
        if self.swallows_cells(content, close, place) || line_breaks > MOST_LINE_BREAKS {
            return Opening::Stray(Stray::SwallowsCells);
        }
        Opening::Closed { close, line_breaks, doubled }
    }

    pub(super) fn ends_cell(&self, byte: u8) -> bool {
        byte == self.delimiter || matches!(byte, b'\n' | b'\r')
    }

    /// Whether the content holds cells, or rows, that are cells and rows of their own.
    fn swallows_cells(&mut self, content: &[u8], close: usize, place: usize) -> bool {
        let (Some(&first), Some(&last)) = (content.first(), content.last()) else { return false };
        if memchr(self.delimiter, content).is_none() {
            return false;
        }
        let shapes = self.shapes(content, close, place);
        if self.ends_cell(first) && self.ends_cell(last) {
            return shapes.rows_without || !shapes.row_with;
        }
        match (shapes.lines > 1, self.delimiter == b'\t') {
            (false, true) => shapes.rows_without && !shapes.row_with,
            (false, false) => false,
            (true, true) => shapes.rows_without || !shapes.row_with,
            (true, false) => last == self.delimiter || (shapes.rows_without && !shapes.row_with),
        }
    }

    /// Counts the cells of the lines in both readings.
    fn shapes(&mut self, content: &[u8], close: usize, place: usize) -> Shapes {
        let tail = self.tail.delimiters(self.bytes, self.delimiter, close + 1);
        let mut lines = 0;
        let mut rows_without = self.width.is_some();
        let mut pieces = physical_lines(content).peekable();
        while let Some(piece) = pieces.next() {
            let before = if lines == 0 { place } else { 0 };
            let after = if pieces.peek().is_none() { tail } else { 0 };
            let cells = before + 1 + memchr_iter(self.delimiter, piece).count() + after;
            // Headings and blank lines between rows have one cell.
            rows_without &= cells == 1 || Some(cells) == self.width;
            lines += 1;
        }
        Shapes { lines, rows_without, row_with: Some(place + 1 + tail) == self.width }
    }
}

/// How the lines from the opening to the closing quote compare with the row before.
struct Shapes {
    lines: usize,
    /// With the quotes as text, all of them are as wide as it.
    rows_without: bool,
    /// With a quoted cell, the one row that they become is as wide as it.
    row_with: bool,
}

/// The number of line breaks: LF, CRLF and CR alone.
fn line_breaks(content: &[u8]) -> usize {
    memchr2_iter(b'\n', b'\r', content).filter(|&at| ends_line(content, at)).count()
}

/// Whether the line end at a place ends its line: not the CR of a CRLF.
fn ends_line(content: &[u8], at: usize) -> bool {
    !(content[at] == b'\r' && content.get(at + 1) == Some(&b'\n'))
}

/// The physical lines of a content, line ends left on.
fn physical_lines(content: &[u8]) -> impl Iterator<Item = &[u8]> {
    let ends = memchr2_iter(b'\n', b'\r', content).filter(|&at| ends_line(content, at)).map(|at| at + 1);
    let mut start = 0;
    ends.chain(std::iter::once(content.len())).map(move |end| {
        let line = &content[start..end];
        start = end;
        line
    })
}

/// The delimiters between a place and the end of its line. The places asked for only go forward.
#[derive(Default)]
struct LineTail {
    from: usize,
    end: usize,
    delimiters: usize,
}

impl LineTail {
    fn delimiters(&mut self, bytes: &[u8], delimiter: u8, from: usize) -> usize {
        if (self.from..=self.end).contains(&from) && self.from > 0 {
            self.delimiters -= memchr_iter(delimiter, &bytes[self.from..from]).count();
        } else {
            self.end = memchr2(b'\n', b'\r', &bytes[from..]).map_or(bytes.len(), |length| from + length);
            self.delimiters = memchr_iter(delimiter, &bytes[from..self.end]).count();
        }
        self.from = from;
        self.delimiters
    }
}
