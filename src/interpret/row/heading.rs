//! The headings that a row holds itself.
//!
//! In: a row and its table. Out: its [`Heading`]s with their spans. What a heading looks like is left to
//! [`heading`](crate::interpret::heading), the order of headings to the path of the walk.

use std::borrow::Cow;

use super::carry_on::MOST_LINES;
use super::edges::begins_no_word;
use super::{DataRow, RowReader};
use crate::interpret::account::{Use, Uses};
use crate::interpret::heading;
use crate::interpret::number;
use crate::interpret::shape;
use crate::interpret::table::{Page, Table};
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
        let goes_on = |&(page, below): &(&Page, usize)| self.continues_heading((row.table, page, below), column);
        let (mut whole, mut printed) = (of.clone(), of.text.clone().into_owned());
        for (page, below) in self.lines_below(row.table, at).take(MOST_LINES).take_while(goes_on) {
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

    /// Whether a cell of a heading column goes on with the one right above, be it on the page before, which ends at the
    /// edge: it has no number where the headings do, or it stands in a line without a sign of a record.
    pub(crate) fn continues_heading(&self, (table, page, at): (usize, &Page, usize), column: usize) -> bool {
        let Some((page_above, row_above)) = self.line_above((table, page, at)) else { return false };
        let (above, own) = (self.text_at(page_above, row_above, column), self.text_at(page, at, column));
        if self.upright_headings.contains(&(table, column)) {
            let is_below = std::ptr::eq(page_above, page) && !above.is_empty() && !own.is_empty();
            return is_below && !is_numbered(own, self);
        }
        let names_none = own.is_empty() || shape::is_stray_mark(own) || text::is_ditto(own);
        if names_none || is_numbered(own, self) || above.is_empty() || above == own {
            return false;
        }
        // What begins in mid-word, or is a single letter, heads nothing, though the text that runs on beside rows comes
        // to a rated one.
        let begins_record = || self.is_rated(table, page, at) || self.has_first_signs((table, page, at));
        let is_line = || (begins_no_word(own) || !begins_record()) && self.edges(table).cut;
        let is_unlike = || self.numbered_headings(table).contains(&column);
        let reaches = || text::reaches(above, self.edges(table).widest[column]);
        (is_unlike() || is_line()) && reaches()
    }

    /// Says whether all lines of a heading column of a table that stand right below each other are one heading.
    pub(crate) fn set_upright(&mut self, column: (usize, usize), is_upright: bool) {
        if is_upright {
            self.upright_headings.insert(column);
        } else {
            self.upright_headings.remove(&column);
        }
    }

    /// The heading columns of a table of which the first heading has a number.
    fn numbered_headings(&self, table: usize) -> &[usize] {
        self.numbered_headings[table].get_or_init(|| {
            let of @ Table { columns, .. } = self.table(table);
            let first =
                |column| of.rows().map(|(page, row)| self.text_at(page, row, column)).find(|text| !text.is_empty());
            let is_path = |column: &usize| columns[*column].role == Role::Path;
            (0..columns.len())
                .filter(is_path)
                .filter(|column| first(*column).is_some_and(|text| is_numbered(text, self)))
                .collect()
        })
    }

    /// The rows right below one, those of the next pages too.
    fn lines_below(&self, table: usize, at: usize) -> impl Iterator<Item = (&'i Page, usize)> {
        let pages = &self.table(table).pages;
        let from = pages.partition_point(|page| page.rows.last() < Some(&at));
        pages[from..].iter().flat_map(move |page| {
            let first = page.rows.partition_point(|row| *row <= at);
            page.rows[first..].iter().map(move |row| (page, *row))
        })
    }

    fn wraps(&self, table: usize, column: usize) -> text::Wraps {
        self.plan(table, column).wraps
    }

    /// A heading without its wraps, but with the gap between its number and its title, which is none: `基本目標1 水の町`.
    fn with_title_set_off(&self, undone: String, printed: &str) -> String {
        let opening = |text: &str| heading::opening(text, self.sheet.layout).filter(|opening| opening.number.is_some());
        let opened = opening(printed).filter(|_| opening(&undone).is_none()).map(|opening| &printed[..opening.title]);
        let title = opened.and_then(|opened| Some((opened, undone.strip_prefix(opened.trim_end())?.trim_start())));
        title.map_or_else(|| undone.clone(), |(opened, title)| format!("{opened}{title}"))
    }

    /// A heading in a column of its own: its level is the column's header, unless the cell names its own.
    fn column_heading(&self, cell: &Cell<'s>, column: &str, line: usize, wraps: text::Wraps) -> Heading {
        let printed = cell.text.clone().into_owned();
        let undone = if self.sheet.faithful { None } else { wraps.undo(&printed, true) };
        let clean = undone.map_or_else(|| printed.clone(), |undone| self.with_title_set_off(undone, &printed));
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

/// Whether a heading begins with its number.
fn is_numbered(text: &str, reader: &RowReader<'_, '_, '_>) -> bool {
    shape::split_ordinal(text).is_some() || heading::opening(text, reader.sheet.layout).is_some()
}

#[cfg(test)]
mod tests {
    use crate::diagnostic::Findings;
    use crate::interpret::Options;
    use crate::interpret::row::tests::of_each;
    use crate::source::Source;

    #[test]
    fn a_stray_mark_is_no_heading_and_ends_none() {
        let paths = |mark: &str, below: &str| {
            let sheet = format!(
                "政策\t施策名\t内容\t評価\t担当課\n水の町\t花壇\t苗を植えた。\tA\t公園課\n{mark}\t水路\t草を刈った。\tB\t河川課\n{below}\t並木\t枝を切った。\tA\t公園課\n"
            );
            of_each(&sheet, |record| record.path.iter().map(|of| of.title.clone()).collect::<String>())
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

    #[test]
    fn the_gap_between_the_number_of_a_heading_and_its_title_is_no_wrap() {
        let row = |heading: &str| format!("{heading}|花壇の手入れ|町の人に苗を配り、夏 まで水をやった。|A|公園課\n");
        let of = |headings: [&str; 3]| {
            let rows = headings.map(row).concat();
            let path = |record: &crate::record::Record<'_>| {
                let of = &record.path[0];
                (of.number, of.title.clone())
            };
            of_each(&format!("基本目標|取組|内容|評価|担当課\n{rows}"), path)
        };
        let titles = [(1, "水と親しみ合う町づくり"), (2, "花と緑を守り育てる心"), (3, "安心して歩ける道づくり")];
        let titles = titles.map(|(number, title)| (Some(number), title.to_owned()));
        assert_eq!(
            of([
                "基本目標1 水と親しみ合 う町づくり",
                "基本目標2 花と緑を守り 育てる心",
                "基本目標3 安心して歩け る道づくり"
            ]),
            titles
        );
    }

    #[test]
    fn a_heading_that_a_page_end_cuts_goes_on_below_the_header() {
        let header = "基本目標|指標|目標|実績|評価|分析|担当課\n";
        let case = |between: &str| {
            let rows = format!(
                "（１）商店街の|新規の出店|12件|9件|A|家賃の補助を始めた。|商工課\n\
                にぎわいと人の|朝市の回数|24回|18回|B|雨の日が多く、客足が|商工課、観\n\
                {between}流れづくり|||||伸びなかった。|光課\n\
                （２）歩道の整|段差の解消|6km|5km|A|工区を広げ、順に直し|道路課\n備|||||た。|\n"
            );
            of_each(&format!("{header}{rows}"), |record| {
                let names: Vec<&str> = record.departments.iter().map(|of| &*of.name).collect();
                format!("{}|{}", record.path[0].title, names.join("、"))
            })
        };
        let first = "商店街のにぎわいと人の流れづくり";
        let whole = [format!("{first}|商工課"), format!("{first}|商工課、観光課"), "歩道の整備|道路課".to_owned()];
        for between in ["", &format!("\n- 1 -\n\n{header}"), header, "\n"] {
            assert_eq!(case(between), whole, "{between}");
        }
    }

    #[test]
    fn a_heading_beside_the_figures_of_a_row_without_rating_is_its_own() {
        let header = "施策の柱|取組|実績|評価|分析|担当課\n";
        let rows = "水と緑を守り育て|花壇の手入れ|12件|A|苗を配り、町の人と水や|公園課\nるまち||||りをした。|\n\
            |並木の枝落とし|24回|B|雨の日が多く、作業の日|公園課\n||||を改めた。|\n\
            学びの機会の充実|講座の開催|9回|A|夜にも開いた。|学習課\n{}\
            支え合う町の実現|見守りの会の支援|8回||会の数が増えた。|福祉課\n";
        for between in ["", &format!("\n- 1 -\n\n{header}")] {
            let sheet = format!("{header}{}", rows.replace("{}", between));
            let paths = of_each(&sheet, |record| record.path[0].title.clone());
            assert_eq!(paths[2..], ["学びの機会の充実", "支え合う町の実現"], "{sheet}");
        }
    }
}
