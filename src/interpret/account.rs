//! The account: where every character of the sheet went.
//!
//! In: the use that was made of each cell. Out: counts of characters and of physical lines. `read` is counted from the
//! text itself, everything else from the cells, so that the sum proves that nothing was lost.

use crate::read::lex::{Cell, Rows};
use crate::read::repair;
use crate::record::{Account, LineCounts};
use crate::source::{Source, Span};

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

    /// Moves a part of a cell, by its span in the text, from the cell's use to another.
    pub fn set_part(&mut self, part: Span, from: Use, to: Use) {
        self.parts.push((part, from, to));
    }
}

/// Counts characters other than white space.
fn characters(text: &str) -> usize {
    text.chars().filter(|c| !c.is_whitespace()).count()
}

/// The characters of a cell that say something: without quotes that only quote, and without dropped characters.
fn said(cell: &Cell<'_>, source: &Source<'_>) -> (usize, usize, usize) {
    let raw = source.slice(cell.span);
    let all = characters(raw);
    let dropped = raw.chars().filter(|&c| repair::is_dropped(c) && !c.is_whitespace()).count();
    let quoting = if raw.trim_start().starts_with('"') { quotes(raw) } else { 0 };
    (all - dropped - quoting, quoting, dropped)
}

/// How many quotes of a raw cell only quote.
fn quotes(raw: &str) -> usize {
    let count = |text: &str| text.bytes().filter(|&byte| byte == b'"').count();
    count(raw) - count(&crate::read::lex::unquoted(raw))
}

fn of(account: &mut Account, used: Use) -> &mut usize {
    match used {
        Use::SetAside => &mut account.set_aside,
        Use::Record => &mut account.records,
        Use::Heading => &mut account.headings,
        Use::Header => &mut account.headers,
        Use::Legend => &mut account.legends,
        Use::Title => &mut account.titles,
    }
}

/// Counts the characters of the sheet by where they went.
pub fn account(source: &Source<'_>, rows: &Rows<'_>, uses: &Uses) -> Account {
    let mut account = Account { read: characters(source.text()), ..Account::default() };
    for (cell, used) in rows.cells.iter().zip(&uses.cells) {
        let (said, quoting, dropped) = said(cell, source);
        *of(&mut account, *used) += said;
        account.syntax += quoting;
        account.dropped += dropped;
    }
    for (part, from, to) in &uses.parts {
        let moved = characters(source.slice(*part));
        *of(&mut account, *from) -= moved;
        *of(&mut account, *to) += moved;
    }
    account.syntax += rows.delimiters;
    account
}

/// Counts the physical lines by where most of their characters went.
pub fn lines(source: &Source<'_>, rows: &Rows<'_>, uses: &Uses) -> LineCounts {
    let mut counts = LineCounts { read: source.line_count(), ..LineCounts::default() };
    let mut on_line: Vec<Account> = vec![Account::default(); counts.read];
    for (cell, used) in rows.cells.iter().zip(&uses.cells) {
        // Quotes around nothing are syntax.
        if cell.text.is_empty() {
            continue;
        }
        let mut start = cell.span.start;
        let mut line = source.line(start);
        while start < cell.span.end {
            let end = source.line_span(line).end.min(cell.span.end).max(start);
            *of(&mut on_line[line - 1], *used) += characters(source.slice(Span::new(start, end)));
            line += 1;
            if line > counts.read {
                break;
            }
            start = source.line_span(line).start;
        }
    }
    for line in &on_line {
        let mut kinds = [
            (line.records, &mut counts.records),
            (line.headings, &mut counts.headings),
            (line.headers, &mut counts.headers),
            (line.legends, &mut counts.legends),
            (line.titles, &mut counts.titles),
            (line.set_aside, &mut counts.set_aside),
        ];
        // The first of equals wins: a line that holds a record counts as one.
        match kinds.iter_mut().rev().max_by_key(|(count, _)| *count) {
            Some((count, kind)) if *count > 0 => **kind += 1,
            _ => counts.blank += 1,
        }
    }
    counts
}
