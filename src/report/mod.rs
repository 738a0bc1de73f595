//! Findings out.
//!
//! In: the findings of one sheet and its source. Out: each finding with its place as people count it, and text for a
//! terminal. Which findings there are, and what becomes of the exit code, is left to others.

pub mod finding;
mod text;

use std::borrow::Cow;
use std::io::{self, Write};

use crate::diagnostic::{Diagnostic, Language, Severity};
use crate::record::Sheet;
use crate::source::{Position, Source, Span};

/// A finding and its place in the sheet.
#[derive(Clone, Copy, Debug)]
pub struct Located<'a> {
    /// The finding.
    pub diagnostic: &'a Diagnostic,
    /// Its first character.
    pub start: Position,
    /// The character after its last one.
    pub end: Position,
    /// Its row, from 1, as a spreadsheet counts them: a cell may hold several lines.
    pub row: usize,
    /// The name of its column, where it stands in the cell of a record.
    pub column: Option<&'a str>,
}

/// Looks up where the findings of a sheet stand, once for everything that is written about them.
pub fn locate<'a>(source: &Source<'_>, sheet: &'a Sheet<'_>) -> Vec<Located<'a>> {
    let mut cells: Vec<(Span, &str)> = Vec::new();
    if !sheet.findings.is_empty() {
        let of_records = sheet.records.iter().flat_map(|record| &record.cells);
        cells.extend(of_records.map(|cell| (cell.span, &*cell.column)));
        cells.sort_by_key(|(span, _)| span.start);
    }
    let place = |diagnostic: &'a Diagnostic| {
        let Span { start, end } = diagnostic.span;
        Located {
            diagnostic,
            start: source.position(start),
            end: source.position(end),
            row: sheet.row_starts.partition_point(|&row| row <= start).max(1),
            column: column(&cells, diagnostic.span),
        }
    };
    sheet.findings.iter().map(place).collect()
}

/// The column of the cell that a finding stands in; none where it is about more than one cell, or where a row lacks
/// several cells, so that all of them stand at its end.
fn column<'a>(cells: &[(Span, &'a str)], found: Span) -> Option<&'a str> {
    let first = cells.partition_point(|(cell, _)| cell.start < found.start);
    let mut beginning = cells[first..].iter().take_while(|(cell, _)| cell.start == found.start);
    match (beginning.next(), beginning.next()) {
        (Some((cell, column)), None) => (found.end <= cell.end).then_some(*column),
        (Some(_), Some(_)) => None,
        (None, _) => {
            let (cell, column) = cells[..first].last()?;
            (found.start < cell.end && found.end <= cell.end).then_some(*column)
        }
    }
}

/// How findings are shown.
#[derive(Clone, Copy, Debug)]
pub struct Look {
    /// The language of messages and of the words around them.
    pub language: Language,
    /// Whether to use colour.
    pub color: bool,
    /// The least severity that is shown.
    pub from: Severity,
    /// The width of the terminal in display cells; longer lines are trimmed around the finding.
    pub width: usize,
}

/// Writes findings as text, each with the line it stands on.
pub fn write<W: Write>(out: &mut W, source: &Source<'_>, found: &[Located<'_>], look: &Look) -> io::Result<()> {
    text::write(out, source, found, look)
}

/// Replaces what would act on a terminal instead of being seen there: control characters by their pictures, and what
/// reorders or hides text by `�`. One character for one, so that columns stay. Line breaks and tabs are replaced too.
pub fn visible(text: &str) -> Cow<'_, str> {
    if text.chars().all(|character| shown(character) == character) {
        return Cow::Borrowed(text);
    }
    Cow::Owned(text.chars().map(shown).collect())
}

/// The first of the pictures for the control characters U+0000 to U+001F, in the same order.
const CONTROL_PICTURES: u32 = 0x2400;

fn shown(character: char) -> char {
    match character {
        '\0'..='\x1f' => char::from_u32(CONTROL_PICTURES + character as u32).unwrap_or('\u{fffd}'),
        '\x7f' => '␡',
        // The upper control characters: some terminals take U+009B for the start of a command.
        '\u{80}'..='\u{9f}' => '\u{fffd}',
        // Marks that set, override or isolate the direction of text.
        '\u{61c}' | '\u{200e}' | '\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}' => '\u{fffd}',
        // Nothing to see, or a line break that no line counts: soft hyphen, zero width, separators, tags.
        '\u{ad}' | '\u{200b}'..='\u{200d}' | '\u{2028}' | '\u{2029}' | '\u{2060}'..='\u{2064}' => '\u{fffd}',
        '\u{feff}' | '\u{fff9}'..='\u{fffb}' | '\u{e0000}'..='\u{e007f}' => '\u{fffd}',
        seen => seen,
    }
}

#[cfg(test)]
mod tests {
    use super::{column, visible};
    use crate::source::Span;

    #[test]
    fn a_finding_has_the_column_of_the_one_cell_that_it_stands_in() {
        // Two cells, then two that the row lacks, then a blank one of the next row.
        let cells = [(0, 3, "事業名"), (4, 9, "内容"), (9, 9, "評価"), (9, 9, "担当課"), (12, 12, "事業名")];
        let cells = cells.map(|(start, end, name)| (Span::new(start, end), name));
        let case = |start, end| column(&cells, Span::new(start, end));
        assert_eq!([case(0, 3), case(4, 9), case(5, 6)], [Some("事業名"), Some("内容"), Some("内容")]);
        assert_eq!([case(0, 9), case(9, 9), case(10, 10)], [None, None, None]);
        assert_eq!(case(12, 12), Some("事業名"));
        assert_eq!(column(&[], Span::new(0, 0)), None);
    }

    #[test]
    fn nothing_that_acts_on_a_terminal_is_left() {
        assert_eq!(visible("\0\x1b[31m\r\n\t\x7f"), "␀␛[31m␍␊␉␡");
        assert_eq!(
            visible("\u{9b}2J \u{202e}右 \u{200b}\u{feff}\u{2028}"),
            "\u{fffd}2J \u{fffd}右 \u{fffd}\u{fffd}\u{fffd}"
        );
    }

    #[test]
    fn names_keep_their_variants_and_private_characters() {
        let name = "葛\u{e0100}飾区　\u{e000}①㈱髙";
        assert_eq!(visible(name), name);
    }
}
