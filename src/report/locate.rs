//! Where findings stand.
//!
//! In: the findings of a sheet, in sheet order. Out: each with its place as people count it. Many may stand on one line
//! of many cells, so that each place is looked for from the one before it on.

use crate::diagnostic::Diagnostic;
use crate::record::{CellState, Record, RecordCell, Sheet};
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
    /// The whole of that row, with its line end.
    pub row_span: Span,
    /// The name of its column, where it stands in the cell of a record.
    pub column: Option<&'a str>,
}

/// Looks up where the findings of a sheet stand, once for everything that is written about them.
pub fn locate<'a>(source: &Source<'_>, sheet: &'a Sheet<'_>) -> Vec<Located<'a>> {
    let mut locator = Locator::new(source, sheet);
    sheet.findings.iter().map(|diagnostic| locator.locate(diagnostic)).collect()
}

/// Looks up where findings of a sheet stand, one after another.
pub struct Locator<'s, 'a> {
    row_starts: &'a [usize],
    end_of_text: usize,
    starts: Ruler<'s>,
    ends: Ruler<'s>,
    columns: Columns<'a>,
}

impl<'s, 'a> Locator<'s, 'a> {
    /// For a sheet and its source.
    pub fn new(source: &'s Source<'_>, sheet: &'a Sheet<'_>) -> Self {
        Self {
            row_starts: &sheet.row_starts,
            end_of_text: source.text().len(),
            starts: Ruler::new(source),
            ends: Ruler::new(source),
            columns: Columns::of(&sheet.records),
        }
    }

    /// Where a finding stands. Fast where it stands behind the one before.
    pub fn locate(&mut self, diagnostic: &'a Diagnostic) -> Located<'a> {
        let row = self.row_starts.partition_point(|&row| row <= diagnostic.span.start()).max(1);
        let row_start = self.row_starts.get(row - 1).copied().unwrap_or(0);
        let row_end = self.row_starts.get(row).copied().unwrap_or(self.end_of_text);
        let start = self.starts.position(diagnostic.span.start());
        Located {
            diagnostic,
            start,
            end: self.ends.position(diagnostic.span.end()),
            row,
            row_span: Span::new(row_start, row_end),
            column: diagnostic.column.as_deref().or_else(|| self.columns.column(diagnostic.span, start.line)),
        }
    }
}

/// Counts the characters of lines up to places that mostly stand behind each other.
struct Ruler<'s> {
    source: &'s Source<'s>,
    /// The place before, and its column.
    before: (usize, usize),
}

impl<'s> Ruler<'s> {
    fn new(source: &'s Source<'s>) -> Self {
        Self { source, before: (0, 1) }
    }

    /// Line and column of a byte offset.
    fn position(&mut self, offset: usize) -> Position {
        let line = self.source.line(offset);
        let start = self.source.line_span(line).start();
        let (from, column) = if (start..=offset).contains(&self.before.0) { self.before } else { (start, 1) };
        let column = column + self.source.text()[from..offset].chars().count();
        self.before = (offset, column);
        Position { line, column }
    }
}

/// Tells the columns of findings.
struct Columns<'a> {
    records: &'a [Record<'a>],
    /// The record and the cell of the finding before.
    before: (usize, usize),
    /// A place that no cell holds.
    missed: Option<Span>,
}

impl<'a> Columns<'a> {
    fn of(records: &'a [Record<'a>]) -> Self {
        Self { records, before: (0, 0), missed: None }
    }

    /// The column of the cell that a finding stands in; none where it is about more than one cell, or at the end of a
    /// row, which is the place of all cells that the row lacks.
    fn column(&mut self, found: Span, line: usize) -> Option<&'a str> {
        if self.missed == Some(found) {
            return None;
        }
        let begins_above = |record: &Record<'_>| record.lines.first().is_none_or(|&first| first <= line);
        let record = self.records.partition_point(begins_above).checked_sub(1)?;
        let cells = &self.records[record].cells;
        let holds = |cell: &RecordCell| {
            let begins = cell.span.start() == found.start();
            let within = begins || (cell.span.start() < found.start() && found.start() < cell.span.end());
            within && found.end() <= cell.span.end() && cell.state != CellState::Absent
        };
        let next = if self.before.0 == record { self.before.1 } else { 0 };
        let Some(cell) = (next..cells.len()).chain(0..next).find(|&at| holds(&cells[at])) else {
            self.missed = Some(found);
            return None;
        };
        self.before = (record, cell);
        Some(&cells[cell].of.name)
    }
}

#[cfg(test)]
mod tests {
    use super::{Columns, Ruler};
    use crate::record::{CellState, Record};
    use crate::report::tests::cell;
    use crate::source::{Position, Source, Span};

    #[test]
    fn a_finding_has_the_column_of_the_one_cell_that_it_stands_in() {
        // Two cells, then two that the row lacks, then a blank one of the next row.
        let (filled, absent, blank) = (CellState::Filled, CellState::Absent, CellState::Blank);
        let first = [
            cell("事業名", Span::new(0, 3), filled),
            cell("内容", Span::new(4, 9), filled),
            cell("評価", Span::new(9, 9), absent),
            cell("担当課", Span::new(9, 9), absent),
        ];
        let second = [cell("事業名", Span::new(12, 12), blank)];
        let record = |line, cells| Record { lines: vec![line], cells, ..Record::default() };
        let records = [record(1, first.to_vec()), record(2, second.to_vec())];
        let mut columns = Columns::of(&records);
        let mut case = |start, end, line| columns.column(Span::new(start, end), line);
        assert_eq!([case(0, 3, 1), case(4, 9, 1), case(5, 6, 1)], [Some("事業名"), Some("内容"), Some("内容")]);
        assert_eq!([case(0, 9, 1), case(9, 9, 1), case(10, 10, 1)], [None, None, None]);
        assert_eq!([case(12, 12, 2), case(0, 3, 1)], [Some("事業名"); 2]);
        assert_eq!(Columns::of(&[]).column(Span::new(0, 0), 1), None);
    }

    #[test]
    fn a_place_in_front_of_the_one_before_is_counted_from_its_line() {
        let source = Source::made_up("一\t二\r\n三四五\n");
        let mut ruler = Ruler::new(&source);
        let mut case = |offset: usize, line, column| assert_eq!(ruler.position(offset), Position { line, column });
        case("一".len(), 1, 2);
        case("一\t".len(), 1, 3);
        case(0, 1, 1);
        case("一\t二\r\n三四".len(), 2, 3);
        case("一\t二\r\n三".len(), 2, 2);
    }
}
