//! The account: where every character of the sheet went.
//!
//! In: the use that was made of each cell. Out: counts of characters and of physical lines. `read` is counted from the
//! text itself, everything else from the cells, so that the sum proves that nothing was lost.

mod visible;

use crate::read::lex::{Cell, Row, Rows};
use crate::read::repair;
use crate::record::{Account, LineCounts};
use crate::source::{Source, Span};
use visible::Visible;

/// What became of a cell.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Use {
    /// It is in no record, heading, header, legend or title.
    #[default]
    SetAside,
    /// A record.
    Record,
    /// A heading.
    Heading,
    /// A header.
    Header,
    /// A legend.
    Legend,
    /// A title.
    Title,
}

/// The use of every cell, and of parts of cells that hold two things.
#[derive(Debug)]
pub struct Uses {
    cells: Vec<Use>,
    parts: Vec<(Span, Use, Use)>,
}

impl Uses {
    /// Every cell set aside, until a stage says otherwise.
    pub fn new(cells: usize) -> Self {
        Self { cells: vec![Use::default(); cells], parts: Vec::new() }
    }

    /// Says what became of a cell.
    pub fn set(&mut self, cell: usize, of: Use) {
        self.cells[cell] = of;
    }

    /// What became of a cell.
    pub fn of(&self, cell: usize) -> Use {
        self.cells[cell]
    }

    /// Moves a part of a cell, by its span in the text, from the cell's use to another.
    pub fn set_part(&mut self, part: Span, from: Use, to: Use) {
        self.parts.push((part, from, to));
    }
}

/// The characters of a cell: those that say something, quotes that only quote, and dropped ones.
struct Said {
    words: usize,
    quoting: usize,
    dropped: usize,
}

/// Counts the characters of a cell, of which it has `all`.
fn said(cell: &Cell<'_>, all: usize, source: &Source<'_>) -> Said {
    let raw = source.slice(cell.span);
    // Dropping a character mends the cell.
    let dropped = if cell.mended.is_some() {
        raw.chars().filter(|&c| repair::is_dropped(c) && !c.is_whitespace()).count()
    } else {
        0
    };
    // Nothing but white space stands in front of quotes, and nearly every cell begins with another byte.
    let may_be_quoted = matches!(raw.as_bytes(), [..=b' ' | b'"' | 0xC2 | 0xE1 | 0xE2, ..] | [0xE3, 0x80, ..]);
    let quoting = if may_be_quoted && raw.trim_start().starts_with('"') { quotes(raw) } else { 0 };
    Said { words: all - dropped - quoting, quoting, dropped }
}

/// How many quotes of a raw cell only quote.
fn quotes(raw: &str) -> usize {
    let count = |text: &str| text.bytes().filter(|&byte| byte == b'"').count();
    count(raw) - count(&crate::read::lex::unquoted(raw))
}

/// Counts the characters of the sheet by where they went, and its physical lines by where most of theirs went.
pub fn account(source: &Source<'_>, rows: &Rows<'_>, uses: &Uses) -> (Account, LineCounts) {
    let mut sums = Sums::default();
    let visible = Visible::new(source.text());
    let all = visible.count(Span::new(0, source.text().len()));
    let mut account = Account { read: all, syntax: rows.syntax, ..Account::default() };
    let mut on_line: Vec<Sums> = vec![Sums::default(); source.line_count()];
    for (place, row) in rows.rows.iter().enumerate() {
        // Nearly every row stands on one line, which mostly the next one shows, and needs no search.
        let ends_line = |next: &Row| next.line == row.line + 1 && row.span.end() <= next.span.start();
        let holds_no_break = || memchr::memchr2(b'\n', b'\r', source.slice(row.span).as_bytes()).is_none();
        let one_line = rows.rows.get(place + 1).is_some_and(ends_line) || holds_no_break();
        for at in row.cells.clone() {
            let (cell, used) = (&rows.cells[at], uses.cells[at]);
            if cell.span.start() == cell.span.end() {
                continue;
            }
            let all = visible.count(cell.span);
            let Said { words, quoting, dropped } = said(cell, all, source);
            sums.add(used, words);
            account.syntax += quoting;
            account.dropped += dropped;
            // Quotes around nothing are syntax.
            if cell.text.is_empty() {
                continue;
            }
            if one_line && row.span.start() <= cell.span.start() && cell.span.end() <= row.span.end() {
                on_line[row.line - 1].add(used, all);
            } else {
                add_by_line(cell, used, (source, &visible), &mut on_line);
            }
        }
    }
    for (part, from, to) in &uses.parts {
        let moved = visible.count(*part);
        sums.0[*from as usize] -= moved;
        sums.add(*to, moved);
    }
    let Sums([set_aside, records, headings, headers, legends, titles]) = sums;
    (Account { set_aside, records, headings, headers, legends, titles, ..account }, lines(&on_line))
}

/// Characters by the use that was made of them.
#[derive(Clone, Copy, Default)]
struct Sums([usize; 6]);

impl Sums {
    fn add(&mut self, used: Use, characters: usize) {
        self.0[used as usize] += characters;
    }
}

/// Adds the characters of a cell to each of the lines that it stands on.
fn add_by_line(cell: &Cell<'_>, used: Use, (source, visible): (&Source<'_>, &Visible<'_>), on_line: &mut [Sums]) {
    let mut start = cell.span.start();
    let mut line = source.line(start);
    while start < cell.span.end() {
        let end = source.line_span(line).end().min(cell.span.end()).max(start);
        on_line[line - 1].add(used, visible.count(Span::new(start, end)));
        line += 1;
        if line > on_line.len() {
            break;
        }
        start = source.line_span(line).start();
    }
}

/// Counts lines by where most of their characters went. The first of equals wins: a line that holds a record counts as
/// one.
fn lines(on_line: &[Sums]) -> LineCounts {
    let mut counts = LineCounts { read: on_line.len(), ..LineCounts::default() };
    for Sums([set_aside, records, headings, headers, legends, titles]) in on_line {
        let mut kinds = [
            (records, &mut counts.records),
            (headings, &mut counts.headings),
            (headers, &mut counts.headers),
            (legends, &mut counts.legends),
            (titles, &mut counts.titles),
            (set_aside, &mut counts.set_aside),
        ];
        match kinds.iter_mut().rev().max_by_key(|(count, _)| *count) {
            Some((count, kind)) if **count > 0 => **kind += 1,
            _ => counts.blank += 1,
        }
    }
    counts
}
