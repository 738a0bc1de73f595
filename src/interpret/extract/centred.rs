//! What stands in the middle of what it belongs to: short cells of records over several lines, and headings printed
//! once.
//!
//! In: the tables. Out: the rows of each record over several lines; for the rows above the print of a heading its cell;
//! the rows that may stand under the heading above or the one below.
//!
//! Records come first. Their own numbers and ratings tell which rows are one ([`RowReader::centred_lines`]); of several
//! ways that these leave open, headings in the middle of records ([`heights`]) tell the one that is meant, else what
//! several records share ([`heights::shared`]). Then each heading column is asked: in a table of such records for
//! headings in the middle of lines; else for those that the numbers of the rows tell, as a row `2-1` is not under `1`
//! where a heading `2` stands beside `2-3`, or as one heading stands among the rows from `①` to the next `①`; else for
//! those in the very middle of their rows, which is said.

use foldhash::HashMap;

use super::Interpreted;
use super::heights::{self, Group};
use crate::interpret::heading;
use crate::interpret::number;
use crate::interpret::row::{CentredLines, RowReader};
use crate::interpret::rules::ambiguous_row::ReadAs;
use crate::interpret::shape;
use crate::interpret::table::{Page, Table};
use crate::record::Role;

/// What stands in the middle of what it belongs to.
#[derive(Debug, Default)]
pub(super) struct Centred {
    /// Records over several lines in which short cells are centred.
    pub(super) lines: CentredLines,
    /// For a row with a blank cell of a heading column the cells further down that hold its headings, with their
    /// columns.
    pub(super) headings: HashMap<usize, Vec<(usize, usize)>>,
    /// Rows with a blank cell in this column that may stand under the heading below, and how they were read.
    pub(super) doubtful: HashMap<usize, Doubt>,
}

/// A row that may stand under the heading of a column that is printed below it.
#[derive(Clone, Copy, Debug)]
pub(super) struct Doubt {
    pub(super) column: usize,
    pub(super) read_as: ReadAs,
    /// The first row of its table, which makes it doubtful.
    pub(super) first: usize,
}

/// One heading says nothing of how headings are numbered.
const FEWEST_HEADINGS: usize = 2;

/// The most levels of headings that a table has, and how far right of them the numbers stand. Sheets have three or
/// four.
const MOST_LEVELS: usize = 8;

impl Centred {
    /// Looks through every table that evaluates something.
    pub(super) fn of(sheet: &Interpreted<'_, '_>, reader: &mut RowReader<'_, '_, '_>) -> Self {
        let mut centred = Self::default();
        for (at, table) in sheet.tables.iter().enumerate().filter(|(_, table)| table.evaluates) {
            let is_path = |column: &usize| table.columns[*column].role == Role::Path;
            let in_front = 0..sheet.plans[at].item.unwrap_or(0);
            let levels: Vec<usize> = in_front.filter(is_path).take(MOST_LEVELS).collect();
            let lines = lines(sheet, reader, (at, &levels));
            centred.put_headings(sheet, reader, (at, &levels, &lines));
            centred.lines.extend(lines);
        }
        reader.set_further_lines(heights::rests(&centred.lines));
        centred
    }

    /// Finds the headings of a table, column by column.
    fn put_headings(
        &mut self,
        sheet: &Interpreted<'_, '_>,
        reader: &mut RowReader<'_, '_, '_>,
        (at, levels, lines): (usize, &[usize], &CentredLines),
    ) {
        // An inner level may be blank where the outer one is not, but is printed as that is.
        let mut may_be_centred = true;
        for &level in levels {
            let column = Column { sheet, table: &sheet.tables[at], column: level };
            let in_lines = if lines.is_empty() { None } else { heights::groups((sheet, lines), reader, (at, level)) };
            let item = sheet.plans[at].item;
            match in_lines.or_else(|| column.groups_by_number(item)).or_else(|| column.groups_that_count(item?)) {
                Some(groups) => self.put(groups, level),
                None => {
                    may_be_centred = may_be_centred && self.put_in_middle(&column);
                    self.doubt_parts(&column);
                }
            }
        }
    }

    /// Puts the headings of a column above their first rows.
    fn put(&mut self, groups: Vec<Group>, column: usize) {
        for (row, cell) in groups {
            self.headings.entry(row).or_default().push((cell, column));
        }
    }

    /// Doubts the first row of each later page that has its first heading further down: it is under none if a part
    /// begins there.
    fn doubt_parts(&mut self, column: &Column<'_, '_>) {
        let Some((_, first)) = column.table.rows().next() else { return };
        for row in column.table.pages.iter().skip(1).filter_map(|page| column.unheaded(page)) {
            let doubt = Doubt { column: column.column, read_as: ReadAs::Unheaded, first };
            self.doubtful.entry(row).or_insert(doubt);
        }
    }

    /// Puts the headings of a column above the rows that they stand in the middle of, if the first of its rows shows
    /// that they may. Gives whether they all do; else each row at which one may begin is doubtful.
    fn put_in_middle(&mut self, column: &Column<'_, '_>) -> bool {
        let Some(first) = column.table.pages.first().and_then(|page| column.unheaded(page)) else { return false };
        let doubt = |read_as| Doubt { column: column.column, read_as, first };
        if let Some(groups) = column.groups_in_middle() {
            self.put(groups, column.column);
            self.doubtful.insert(first, doubt(ReadAs::Middle));
            return true;
        }
        self.doubtful.extend(column.borders().skip(1).map(|row| (row, doubt(ReadAs::Below))));
        self.doubtful.insert(first, doubt(ReadAs::Unheaded));
        false
    }
}

/// The records over several lines of a table: as they tell themselves, or as headings in the middle of them prove, or
/// what several of them share.
fn lines(
    sheet: &Interpreted<'_, '_>,
    reader: &mut RowReader<'_, '_, '_>,
    (table, levels): (usize, &[usize]),
) -> CentredLines {
    let own = reader.centred_lines(table);
    if !own.is_empty() {
        let shared = heights::shared_in_front(sheet, reader, (table, &own));
        shared.into_iter().for_each(|(column, of_rows)| reader.share(column, of_rows));
        return own;
    }
    let ways = if levels.is_empty() { Vec::new() } else { reader.unproved_lines(table, &[]) };
    let mut are_headed = |lines: &CentredLines| {
        levels.iter().any(|&column| heights::groups((sheet, lines), reader, (table, column)).is_some())
    };
    if let Some(headed) = ways.into_iter().find(|lines| are_headed(lines)).filter(|lines| !lines.is_empty()) {
        return headed;
    }
    let Some((lines, shared)) = heights::shared(sheet, reader, table) else { return CentredLines::default() };
    shared.into_iter().for_each(|(column, of_rows)| reader.share(column, of_rows));
    lines
}

/// The cell of each heading of a column by its numbers, of which all have as many.
type ByNumber = HashMap<Vec<u32>, usize>;

/// A heading column.
struct Column<'t, 's> {
    sheet: &'t Interpreted<'t, 's>,
    table: &'t Table,
    column: usize,
}

impl Column<'_, '_> {
    /// The cell of a row in a column, if it says something.
    fn filled(&self, page: &Page, row: usize, column: usize) -> Option<usize> {
        let cell = page.cell_of(row, column, self.sheet.rows)?;
        let text = &self.sheet.rows.cells[cell].text;
        (!text.is_empty() && !shape::is_debris(text) && !shape::is_stray_mark(text)).then_some(cell)
    }

    /// The numbers that the cell of a row begins with: `2-1` has two.
    fn numbers(&self, page: &Page, row: usize, column: usize) -> Vec<u32> {
        self.filled(page, row, column).map_or(Vec::new(), |cell| number::all(&self.sheet.rows.cells[cell].text))
    }

    /// The first row under each heading that is printed below it, if all headings have numbers and the rows that they
    /// are printed in go on with them.
    fn groups_by_number(&self, item: Option<usize>) -> Option<Vec<Group>> {
        let mut filled = self.table.rows().map(|(page, row)| self.filled(page, row, self.column).is_some());
        // Of blank cells and headings there are both.
        let first = filled.next()?;
        let differs = filled.any(|other| other != first);
        let mut candidates = (self.column + 1..=item?).take(MOST_LEVELS).filter(|_| differs);
        candidates.find_map(|numbered_by| Some(self.groups_of(&self.numbered_by(numbered_by)?, numbered_by)))
    }

    fn groups_of(&self, headings: &ByNumber, numbered_by: usize) -> Vec<Group> {
        let length = headings.keys().next().map_or(0, Vec::len);
        let mut groups = Vec::new();
        let mut open: Option<usize> = None;
        for (page, row) in self.table.rows() {
            let own = self.numbers(page, row, numbered_by);
            let heading = own.get(..length).and_then(|number| headings.get(number)).copied();
            let begins = heading != open && self.filled(page, row, self.column).is_none();
            groups.extend(heading.filter(|_| begins).map(|cell| (row, cell)));
            open = heading.or(open);
        }
        groups
    }

    /// The first row under each heading that is printed below it, if the items count from the first on under each: `①`
    /// to `③` with one heading among them, then `①` to `⑤` with the next. One above which no row stands is printed at
    /// the top.
    fn groups_that_count(&self, item: usize) -> Option<Vec<Group>> {
        self.table.pages.first().and_then(|page| self.unheaded(page))?;
        let mut groups: Vec<(usize, Option<usize>)> = Vec::new();
        let mut last: Option<(String, u32)> = None;
        for (page, row) in self.table.rows() {
            let text = &self.sheet.rows.cells[self.filled(page, row, item)?].text;
            let (form, number, _) = heading::enumerated(text)?;
            let number = number?;
            if number == 1 {
                groups.push((row, None));
            } else if last.is_none_or(|(of, above)| of != form || above.checked_add(1) != Some(number)) {
                return None;
            }
            last = Some((form, number));
            let cell = self.filled(page, row, self.column);
            let heading = &mut groups.last_mut()?.1;
            if heading.is_some() && cell.is_some() {
                return None;
            }
            *heading = heading.or(cell);
        }
        let of_all: Option<Vec<Group>> = groups.into_iter().map(|(row, cell)| Some((row, cell?))).collect();
        of_all.filter(|groups| groups.len() >= FEWEST_HEADINGS)
    }

    fn numbered_by(&self, numbered_by: usize) -> Option<ByNumber> {
        let mut headings = ByNumber::default();
        let rows: Vec<(&Page, usize)> = self.table.rows().collect();
        // A line that goes on with a record has no number of its own, and one that goes on with a heading neither.
        let (mut of_row, mut below, mut from) = (Vec::new(), None, 0);
        for (at, &(page, row)) in rows.iter().enumerate() {
            let Some(cell) = self.filled(page, row, self.column) else { continue };
            let mut above = rows[from..=at].iter().rev().map(|(page, row)| self.numbers(page, *row, numbered_by));
            of_row = above.find(|own| !own.is_empty()).unwrap_or(of_row);
            from = at + 1;
            let own = self.numbers(page, row, self.column);
            if own.is_empty() && below.replace(row + 1) == Some(row) {
                continue;
            }
            below = Some(row + 1);
            if own.is_empty() || of_row.len() <= own.len() || !of_row.starts_with(&own) {
                return None;
            }
            let known = *headings.entry(own).or_insert(cell);
            if self.sheet.rows.cells[known].text != self.sheet.rows.cells[cell].text {
                return None;
            }
        }
        let length = headings.keys().next()?.len();
        let alike = headings.len() >= FEWEST_HEADINGS && headings.keys().all(|number| number.len() == length);
        alike.then_some(headings)
    }

    /// The first row under each heading, with its cell, if on each page every heading stands in the very middle of its
    /// rows and all rows are under one. Fill-down would leave the first rows without, so that nothing but this fits
    /// them all.
    fn groups_in_middle(&self) -> Option<Vec<Group>> {
        let mut groups = Vec::new();
        for page in &self.table.pages {
            let mut start = 0;
            for (place, &row) in page.rows.iter().enumerate() {
                let Some(cell) = self.filled(page, row, self.column) else { continue };
                let above = place.checked_sub(start)?;
                if start > 0 && self.splits_inner(page, page.rows[start]) {
                    return None;
                }
                if above > 0 {
                    groups.push((page.rows[start], cell));
                }
                start = place + above + 1;
            }
            if start != page.rows.len() {
                return None;
            }
        }
        (groups.len() >= FEWEST_HEADINGS).then_some(groups)
    }

    /// Whether a heading of a column further in, which is printed at the top of its rows, goes on in a row: a heading
    /// that began there would cut it in two.
    fn splits_inner(&self, page: &Page, row: usize) -> bool {
        let Some(first) = self.table.rows().next() else { return false };
        let inner = (self.column + 1..self.table.columns.len()).take(MOST_LEVELS);
        let mut levels = inner.filter(|at| self.table.columns[*at].role == Role::Path);
        levels.any(|at| self.filled(first.0, first.1, at).is_some() && self.filled(page, row, at).is_none())
    }

    /// The blank rows right above a heading, the first of which is under none.
    fn borders(&self) -> impl Iterator<Item = usize> {
        let pairs = self.table.pages.iter().flat_map(|page| page.rows.windows(2).map(move |pair| (page, pair)));
        let is_filled = |page: &Page, row: usize| self.filled(page, row, self.column).is_some();
        pairs.filter(move |(page, pair)| !is_filled(page, pair[0]) && is_filled(page, pair[1])).map(|(_, pair)| pair[0])
    }

    /// The first row of a page, if no heading of the column stands in it and one does further down.
    fn unheaded(&self, page: &Page) -> Option<usize> {
        let is_blank = |row: &usize| self.filled(page, *row, self.column).is_none();
        let first = page.rows.first().copied().filter(&is_blank)?;
        (!page.rows.iter().all(is_blank)).then_some(first)
    }
}

#[cfg(test)]
mod tests {
    use crate::interpret::row::tests::{ask, of_each};

    /// The heading above each record and the rules of what is said, for headings beside rows of these numbers.
    #[track_caller]
    fn case(headings: [&str; 6], numbers: [&str; 6], expected: [&str; 6], said: usize) {
        let row = |(heading, number): (&str, &str)| format!("{heading}\t{number}\t泥をさらった。\tA\t河川課\n");
        let rows: String = headings.into_iter().zip(numbers).map(row).collect();
        let sheet = format!("基本方針\t取組\t実績\t評価\t担当課\n{rows}");
        let (titles, told) = ask(&sheet, |record| record.path.last().map_or("", |of| &of.title).to_owned());
        assert_eq!(titles, expected, "{sheet}");
        assert_eq!(told.into_iter().filter(|name| *name == "ambiguous-row").count(), said, "{sheet}");
    }

    #[test]
    fn the_numbers_of_rows_tell_the_heading_that_is_printed_among_them() {
        let numbers = ["1-1 水路", "1-2 堤", "1-3 橋", "2-1 花壇", "2-2 並木", "2-3 芝"];
        let expected = ["水の町", "水の町", "水の町", "花の町", "花の町", "花の町"];
        case(["", "１　水の町", "", "", "２　花の町", ""], numbers, expected, 0);
        case(["", "", "１　水の町", "", "", "２　花の町"], numbers, expected, 0);
        case(["方針１　水の町", "", "", "", "方針２　花の町", ""], numbers, expected, 0);
        case(["１　水の町", "", "", "２　花の町", "", ""], numbers, expected, 0);
    }

    #[test]
    fn headings_in_the_very_middle_of_their_rows_stand_above_all_of_them() {
        let items = ["水路", "堤", "橋", "花壇", "並木", "芝"];
        let expected = ["水の町", "水の町", "水の町", "花の町", "花の町", "花の町"];
        case(["", "水の町", "", "", "花の町", ""], items, expected, 1);
        case(["", "１　水の町", "", "", "２　花の町", ""], items, expected, 1);
        // One such heading may be chance.
        case(["", "", "", "水の町", "", ""], items, ["", "", "", "水の町", "水の町", "水の町"], 1);
    }

    #[test]
    fn no_heading_begins_within_the_rows_of_one_further_in() {
        let rows = |inner: [&str; 6]| {
            let row = |(at, inner): (usize, &str)| {
                let outer = ["", "水の町", "", "", "花の町", ""][at];
                format!("{outer}\t{inner}\t{}\t直した。\tA\t河川課\n", ["水路", "堤", "橋", "花壇", "並木", "芝"][at])
            };
            let rows: String = inner.into_iter().enumerate().map(row).collect();
            let sheet = format!("基本方針\t課題\t取組\t実績\t評価\t担当課\n{rows}");
            of_each(&sheet, |record| record.path.first().map_or("", |of| &of.title).to_owned())
        };
        assert_eq!(rows(["川", "", "", "庭", "", ""])[3], "花の町");
        assert_eq!(rows(["川", "", "橋", "", "庭", ""])[3], "水の町");
    }

    #[test]
    fn a_heading_in_mid_group_goes_no_further_than_its_page() {
        let header = "基本方針\t取組\t実績\t評価\t担当課\n";
        let rows = ["|水路", "水の町|堤", "|橋", "", "|花壇", "|並木", "花の町|芝", "|池", "|森"];
        let row = |row: &str| match row {
            "" => format!("- 1 -\n{header}"),
            row => format!("{}\t泥をさらった。\tA\t河川課\n", row.replace('|', "\t")),
        };
        let sheet = format!("{header}{}", rows.into_iter().map(row).collect::<String>());
        let titles = of_each(&sheet, |record| record.path.last().map_or("", |of| &of.title).to_owned());
        assert_eq!(titles, ["水の町", "水の町", "水の町", "花の町", "花の町", "花の町", "花の町", "花の町"]);
    }

    #[test]
    fn a_first_row_of_a_part_without_a_heading_is_told() {
        let header = "施策\t取組\t実績\t評価\t担当課\n";
        let row = |row: &str| format!("{}\t泥をさらった。\tA\t河川課\n", row.replace('|', "\t"));
        let page = |rows: [&str; 3]| format!("{header}{}", rows.map(row).concat());
        let told = |between: &str, rows: [&str; 3]| {
            let first = page(["第１　水の町|水路", "|堤", "第２　緑の町|花壇"]);
            let (titles, told) =
                ask(&format!("第１編　水辺\n{first}\n- 1 -\n\n{between}{}", page(rows)), |record| {
                    record.path.last().map_or("", |of| &of.title).to_owned()
                });
            (titles[3].clone(), told.into_iter().filter(|name| *name == "ambiguous-row").count())
        };
        assert_eq!(told("第２編　市\n", ["|朝市", "|夜市", "第１　市の町|市場"]), ("市".to_owned(), 1));
        assert_eq!(told("第２編　市\n", ["第１　市の町|朝市", "|夜市", "|市場"]), ("市の町".to_owned(), 0));
        // The page goes on under the heading above.
        assert_eq!(told("", ["|並木", "|芝", "第３　市の町|市場"]), ("緑の町".to_owned(), 0));
    }

    #[test]
    fn a_first_row_without_a_heading_is_told() {
        let items = ["水路", "堤", "橋", "花壇", "並木", "芝"];
        let below = ["", "", "水の町", "水の町", "花の町", "花の町"];
        case(["", "", "水の町", "", "花の町", ""], items, below, 2);
        case(["", "", "１　水の町", "", "２　花の町", ""], items, below, 2);
        case(
            ["水の町", "", "", "花の町", "", ""],
            items,
            ["水の町", "水の町", "水の町", "花の町", "花の町", "花の町"],
            0,
        );
    }

    #[test]
    fn items_that_count_from_the_first_on_tell_the_heading_that_is_printed_among_them() {
        let items = ["①水路", "②堤", "③橋", "①花壇", "②並木", "③芝"];
        let expected = ["水の町", "水の町", "水の町", "花の町", "花の町", "花の町"];
        case(["", "水の町", "", "", "", "花の町"], items, expected, 0);
        case(["", "", "１　水の町", "２　花の町", "", ""], items, expected, 0);
        // Two headings among the rows that count, or one that is lacking, prove nothing.
        let goes_on = ["①水路", "②堤", "③橋", "④花壇", "⑤並木", "⑥芝"];
        case(["", "水の町", "", "", "花の町", ""], goes_on, expected, 1);
        case(["", "水の町", "", "", "花の町", ""], ["①水路", "②堤", "①橋", "②花壇", "①並木", "②芝"], expected, 1);
        case(["", "水の町", "", "", "", ""], items, ["", "水の町", "水の町", "水の町", "水の町", "水の町"], 1);
        case(
            ["水の町", "", "", "", "花の町", ""],
            items,
            ["水の町", "水の町", "水の町", "水の町", "花の町", "花の町"],
            0,
        );
    }
}
