//! The headings that a row holds itself.
//!
//! In: a row and its table. Out: its [`Heading`]s with their spans. What a heading looks like is left to
//! [`heading`](crate::interpret::heading), the order of headings to the path of the walk.

use std::borrow::Cow;

use super::carry_on::MOST_LINES;
use super::{DataRow, RowReader};
use crate::interpret::account::{Use, Uses};
use crate::interpret::heading;
use crate::interpret::number;
use crate::interpret::shape;
use crate::interpret::text;
use crate::read::lex::Cell;
use crate::record::{Heading, Repair, RepairKind, Role};
use crate::source::Span;

impl<'i, 's> RowReader<'_, 'i, 's> {
    /// The headings that a row holds itself: in its heading columns, or in front of its item.
    pub(crate) fn headings(&mut self, row: &DataRow<'_>, uses: &mut Uses) -> Vec<(Heading, Span)> {
        let table = row.table;
        let columns = &self.table(table).columns;
        let mut headings = Vec::new();
        row.heading_rests.iter().for_each(|cell| uses.set(*cell, Use::Heading));
        let line = self.sheet.rows.rows[row.at].line;
        for &(cell, column) in &row.filled {
            let of = self.cell(cell);
            if columns[column].role == Role::Path {
                uses.set(cell, Use::Heading);
                let (heading, span) = self.heading_in(cell, (row, column));
                self.note_heading(&heading);
                headings.push((heading, span));
            } else if columns[column].role == Role::Item
                && let Some(split) = self.split_item(&of.text)
            {
                headings.push((self.heading_before_item(cell, split, line, (table, column)), of.span));
                let end = of.span.start() + self.sheet.source.slice(of.span).find(&of.text[split..]).unwrap_or(0);
                uses.set_part(Span::new(of.span.start(), end), Use::Record, Use::Heading);
            }
        }
        headings
    }

    /// The heading that a cell of a column holds, in whatever row of the table of this one, with the lines that go on
    /// with it.
    pub(crate) fn heading_in(&self, cell: usize, (row, column): (&DataRow<'_>, usize)) -> (Heading, Span) {
        let rows = &self.sheet.rows.rows;
        let at = rows.partition_point(|row| row.cells.end <= cell);
        let (name, wraps, of) = (self.name_of(row, column), self.wraps(row.table, column), self.cell(cell));
        let pages = &self.table(row.table).pages;
        let own = pages.partition_point(|page| page.rows.last() < Some(&at));
        let below = pages[own..].iter().flat_map(|page| page.rows.iter().map(move |row| (page, *row)));
        let below = below.skip_while(|(_, row)| *row <= at).take(MOST_LINES);
        let (mut whole, mut printed) = (of.clone(), of.text.clone().into_owned());
        for (page, below) in below.take_while(|(page, below)| self.continues_heading((row.table, page, *below), column))
        {
            let rest = self.text_at(page, below, column);
            whole.text = Cow::Owned(text::joined(&whole.text, rest));
            printed = format!("{printed}\n{rest}");
        }
        (Heading { printed, ..self.column_heading(&whole, name, rows[at].line, wraps) }, of.span)
    }

    /// What the column of a row is called.
    pub(crate) fn name_of(&self, row: &DataRow<'_>, column: usize) -> &'i str {
        &self.table(row.table).columns[column].name
    }

    /// The heading in front of an item that begins at `split`: its level is that of the last heading column, or what it
    /// opens with itself.
    fn heading_before_item(&self, cell: usize, split: usize, line: usize, (table, column): (usize, usize)) -> Heading {
        let of = self.cell(cell);
        let columns = &self.table(table).columns;
        let level = columns.iter().rev().find(|column| column.role == Role::Path).map(|column| &*column.name);
        let text = of.text[..split].trim_end();
        let opening = heading::opening(text, self.sheet.layout);
        let level = level.map_or_else(|| opening.map_or_else(String::new, |opening| opening.level), str::to_owned);
        let head = Cell { text: Cow::Owned(text.to_owned()), ..of.clone() };
        self.column_heading(&head, &level, line, self.wraps(table, column))
    }

    /// Notes, for the record of the row, that the title of its heading is not as it was printed.
    fn note_heading(&mut self, heading: &Heading) {
        if !heading.printed.contains(&heading.title) {
            let field = format!("path.{}", heading.level);
            self.repairs.push(Repair { field, kind: RepairKind::SoftWrap, before: heading.printed.clone() });
        }
    }

    fn wraps(&self, table: usize, column: usize) -> text::Wraps {
        self.plan(table, column).wraps
    }

    /// A heading in a column of its own: its level is the column's header, unless the cell names its own.
    fn column_heading(&self, cell: &Cell<'s>, column: &str, line: usize, wraps: text::Wraps) -> Heading {
        let printed = cell.text.clone().into_owned();
        let clean =
            if self.sheet.faithful { None } else { wraps.undo(&printed, true) }.unwrap_or_else(|| printed.clone());
        let opening = heading::opening(&clean, self.sheet.layout);
        let part = opening.as_ref().filter(|opening| self.sheet.layout.heading_parts.contains(&opening.level));
        let level = part.map_or(column, |opening| &opening.level).to_owned();
        let (number, title) = match (&opening, shape::split_ordinal(&clean)) {
            (Some(opening), _) => (opening.number, opening.title_of(&clean)),
            (None, Some((ordinal, title))) => (number::of_ordinal(ordinal), title),
            (None, None) => (None, clean.as_str()),
        };
        Heading { level, number, title: title.to_owned(), printed, line }
    }
}

#[cfg(test)]
mod tests {
    use crate::diagnostic::Findings;
    use crate::interpret::Options;
    use crate::source::Source;

    #[test]
    fn a_stray_mark_is_no_heading_and_ends_none() {
        let paths = |mark: &str, below: &str| {
            let sheet = format!(
                "政策\t施策名\t内容\t評価\t担当課\n水の町\t花壇\t苗を植えた。\tA\t公園課\n{mark}\t水路\t草を刈った。\tB\t河川課\n{below}\t並木\t枝を切った。\tA\t公園課\n"
            );
            let source = Source::made_up(&sheet);
            let read = crate::sheet(&source, &Options::default(), Findings::default());
            let path = |record: &crate::record::Record<'_>| record.path.iter().map(|of| of.title.clone()).collect();
            read.records.iter().map(path).collect::<Vec<String>>()
        };
        for mark in ["・", "~", "*", ""] {
            assert_eq!(paths(mark, "道の町"), ["水の町", "水の町", "道の町"], "{mark}");
        }
    }

    #[test]
    fn a_stray_mark_beside_a_heading_is_noise() {
        for mark in ["・", "~", ""] {
            let sheet = format!(
                "施策名\t内容\t評価\t担当課\n政策1 水の町\t\t\t\n花壇\t苗を植えた。\tA\t公園課\n政策2 道の町\t\t{mark}\t\n並木\t枝を切った。\tB\t公園課\n"
            );
            let source = Source::made_up(&sheet);
            let read = crate::sheet(&source, &Options::default(), Findings::default());
            assert_eq!((read.records.len(), read.findings.len()), (2, 0), "{mark}");
            assert_eq!(read.records[1].path[0].title, "道の町");
            assert_eq!(read.set_aside.len(), usize::from(!mark.is_empty()));
        }
    }

    #[test]
    fn a_stray_mark_in_a_heading_above_a_header_makes_no_header_of_it() {
        let page = "施策名\t内容\t評価\t担当課\n";
        let sheet = |mark: &str| {
            format!(
                "政策1 水の町\t\t\t\n{page}花壇\t苗を植えた。\tA\t公園課\n\n政策2 道の町\t\t{mark}\t\n{page}並木\t枝を切った。\tB\t公園課\n"
            )
        };
        for mark in ["|", "・", "_", ""] {
            let sheet = sheet(mark);
            let source = Source::made_up(&sheet);
            let read = crate::sheet(&source, &Options::default(), Findings::default());
            assert_eq!((read.records.len(), &*read.records[1].path[0].title), (2, "道の町"), "{mark}");
        }
    }
}
