//! Damages to pages, headers and columns.
//!
//! In: a made sheet. Out: the sheet as it comes out of a printed copy: in pages that do not agree with one another.

use std::ops::Range;

use crate::made::{Cell, Chance, Holds, Kind, LAYOUTS, Made, Row};

/// The rows of the last header above a data row, as the page of that row prints them: a sheet of several tables has
/// several. None where nobody knows how a page whose columns moved would print a name.
fn header(made: &Made, data: usize) -> Option<Vec<Row>> {
    let at = made.rows[..data].iter().rposition(|row| row.kind == Kind::Header)?;
    let below = made.rows[at + 1..].iter().take_while(|row| row.kind == Kind::SubHeader);
    let mut printed: Vec<Row> = std::iter::once(&made.rows[at]).chain(below).cloned().collect();
    printed.iter_mut().for_each(remove_beside);
    if of_page(made, data).iter().any(|row| stands_as(row, &made.rows[at])) {
        return Some(printed);
    }
    printed.iter().map(|row| moved(row, &made.rows[data])).collect()
}

/// Takes out what stands beside the columns of the table and a blank one, as a legend: that is printed once.
fn remove_beside(header: &mut Row) {
    let behind =
        header.cells.iter().rposition(|cell| cell.column.is_some()).map_or(header.cells.len(), |last| last + 1);
    let beside = &mut header.cells[behind..];
    if beside.first().is_some_and(|cell| cell.printed.is_empty()) {
        beside.iter_mut().for_each(|cell| *cell = Cell::default());
    }
}

/// The data rows around one, up to the next header or blank line.
fn of_page(made: &Made, data: usize) -> Vec<&Row> {
    let is_inside = |row: &&Row| !matches!(row.kind, Kind::Header | Kind::SubHeader | Kind::Blank);
    let above = made.rows[..data].iter().rev().take_while(is_inside);
    let below = made.rows[data..].iter().take_while(is_inside);
    above.chain(below).filter(|row| row.kind == Kind::Data).collect()
}

/// Whether the cells of a row, or as many of them as it has, stand in the columns of a header.
fn stands_as(row: &Row, header: &Row) -> bool {
    row.cells.iter().zip(&header.cells).all(|(own, named)| own.column == named.column)
}

/// A row of a header above a page whose columns moved, lost one or have a blank one more.
fn moved(header: &Row, data: &Row) -> Option<Row> {
    let last = data.cells.iter().rposition(|cell| cell.column.is_some())?;
    let named = |cell: &Cell| cell.column.and_then(|column| of_column(header, column)).cloned().unwrap_or_default();
    let cells: Vec<Cell> = data.cells[..=last].iter().map(named).collect();
    let filled = |cells: &[Cell]| cells.iter().filter(|cell| !cell.printed.is_empty()).count();
    let is_lost = |cell: &Cell| cell.column.is_some_and(|column| of_column(data, column).is_none());
    let lost = header.cells.iter().filter(|cell| !cell.printed.is_empty() && is_lost(cell)).count();
    (filled(&cells) + lost == filled(&header.cells)).then(|| Row { cells, ..header.clone() })
}

/// The cell of a row in a column.
fn of_column(row: &Row, column: usize) -> Option<&Cell> {
    row.cells.iter().find(|cell| cell.column == Some(column))
}

/// The columns of each table, by its first header.
fn tables(made: &Made) -> Vec<Range<usize>> {
    let mut tables: Vec<Range<usize>> = Vec::new();
    for header in made.rows_of(Kind::Header) {
        let columns = made.rows[header].cells.iter().filter_map(|cell| cell.column);
        if let (Some(first), Some(last)) = (columns.clone().min(), columns.max())
            && tables.iter().all(|table| !table.contains(&first))
        {
            tables.push(first..last + 1);
        }
    }
    tables
}

/// The first row of a page that begins somewhere in the table, at a row whose first cells are not carried on.
fn page_start(made: &Made, chance: &mut Chance) -> Option<usize> {
    let mut rows = made.rows_of(Kind::Data);
    let item = |row: &Row| {
        let cell = row.cells.iter().find(|cell| cell.column.is_some_and(|at| made.columns[at].holds == Holds::Item));
        cell.is_some_and(|cell| !cell.said.is_empty())
    };
    rows.retain(|&at| at > 0 && made.rows[at - 1].kind == Kind::Data && item(&made.rows[at]));
    (!rows.is_empty()).then(|| chance.pick(&rows))
}

/// Where the page that begins at a row ends: before the next header, or with its last data row.
fn page_end(made: &Made, start: usize) -> usize {
    let rows = &made.rows[start..];
    let header = rows.iter().position(|row| row.kind == Kind::Header).unwrap_or(rows.len());
    let last = rows[..header].iter().rposition(|row| row.kind == Kind::Data);
    last.map_or(start, |last| start + last + 1)
}

/// The header again every few rows, above the rows that go on.
pub(crate) fn repeated_headers(made: &mut Made, chance: &mut Chance) -> Option<()> {
    let every = chance.within(3..7);
    let (mut rows, mut count, mut headers) = (Vec::new(), 0, 0);
    for (at, row) in made.rows.iter().enumerate() {
        count += usize::from(row.kind == Kind::Data);
        let is_due = row.kind == Kind::Data && count % every == 0;
        rows.push(row.clone());
        let goes_on = made.rows.get(at + 1).is_some_and(|next| matches!(next.kind, Kind::Data | Kind::Heading));
        if let Some(header) = (is_due && goes_on).then(|| header(made, at)).flatten() {
            rows.push(Row::blank());
            rows.extend(header);
            headers += 1;
        }
    }
    made.rows = rows;
    (headers > 0).then_some(())
}

/// Page numbers every few rows.
pub(crate) fn numbers(made: &mut Made, chance: &mut Chance) -> Option<()> {
    let every = chance.within(3..7);
    let style = chance.below(4);
    let (mut rows, mut count) = (Vec::new(), 0);
    for row in std::mem::take(&mut made.rows) {
        count += usize::from(row.kind == Kind::Data);
        let is_due = row.kind == Kind::Data && count % every == 0;
        rows.push(row);
        if is_due {
            let page = count / every;
            let number = [format!("- {page} -"), page.to_string(), format!("{page}/9"), format!("{page}ページ")];
            rows.push(Row::line(Kind::Other, &number[style]));
            rows.push(Row::blank());
        }
    }
    made.rows = rows;
    Some(())
}

/// Starts a page of its own, with a header for two in three. Returns its rows.
fn page(made: &mut Made, chance: &mut Chance) -> Option<Range<usize>> {
    let start = page_start(made, chance)?;
    let end = page_end(made, start);
    let header = if chance.one_in(3) { Vec::new() } else { header(made, start)? };
    let length = header.len() + 1;
    made.rows.splice(start..start, std::iter::once(Row::blank()).chain(header));
    Some(start + 1..end + length)
}

/// A page with a blank column more at its left.
pub(crate) fn left_added(made: &mut Made, chance: &mut Chance) -> Option<()> {
    for at in page(made, chance)? {
        made.rows[at].cells.insert(0, Cell::default());
    }
    Some(())
}

/// A page without its first column, where that is blank in every data row.
pub(crate) fn left_dropped(made: &mut Made, chance: &mut Chance) -> Option<()> {
    let page = page(made, chance)?;
    let first = made.rows[page.clone()].iter().find(|row| row.kind == Kind::Data)?.cells.first()?.column?;
    if made.columns[first].holds != Holds::Nothing {
        return None;
    }
    let holds_nothing = |row: &Row| {
        let first = row.cells.first().and_then(|cell| cell.column);
        row.kind != Kind::Data || first.is_some_and(|column| made.columns[column].holds == Holds::Nothing)
    };
    if !made.rows[page.clone()].iter().all(holds_nothing) {
        return None;
    }
    for at in page {
        let row = &mut made.rows[at];
        if row.kind == Kind::Data || matches!(row.kind, Kind::Header | Kind::SubHeader) {
            row.cells.remove(0);
        }
    }
    Some(())
}

/// A page with a blank column more at its right.
pub(crate) fn right_added(made: &mut Made, chance: &mut Chance) -> Option<()> {
    for at in page(made, chance)? {
        made.rows[at].cells.push(Cell::default());
    }
    Some(())
}

/// A page whose last column, the department, was not printed.
pub(crate) fn right_dropped(made: &mut Made, chance: &mut Chance) -> Option<()> {
    let page = page(made, chance)?;
    let is_department = |cell: &Cell| cell.column.is_some_and(|at| made.columns[at].holds == Holds::Department);
    // Where the columns were reordered, one from their midst would be gone: nobody sees that without a header.
    let is_last = |row: &Row| {
        let mut behind = row.cells.iter().skip_while(|cell| !is_department(cell));
        behind.all(|cell| is_department(cell) || cell.printed.is_empty())
    };
    if !made.rows[page.clone()].iter().filter(|row| row.kind == Kind::Data).all(is_last) {
        return None;
    }
    let columns = made.columns.clone();
    for at in page {
        let is_department = |cell: &Cell| cell.column.is_some_and(|at| columns[at].holds == Holds::Department);
        made.rows[at].cells.retain(|cell| !is_department(cell));
    }
    Some(())
}

/// A blank column behind another one, or before all; lines of their own may begin in it. Pages whose columns moved have
/// no place for it that is the same on all.
pub(crate) fn blank_column(made: &mut Made, chance: &mut Chance) -> Option<()> {
    let behind = chance.below(made.columns.len() + 1).checked_sub(1);
    let in_lines = chance.below(2) == 0;
    let of = |row: &Row, column: usize| row.cells.iter().rposition(|cell| cell.column == Some(column));
    if let Some(column) = behind {
        let mut places: Vec<usize> = made.rows.iter().filter_map(|row| of(row, column)).collect();
        places.dedup();
        if places.len() != 1 {
            return None;
        }
    }
    for row in &mut made.rows {
        let place = match behind {
            Some(column) => of(row, column).map(|at| at + 1),
            None => (in_lines || row.cells.len() > 1).then_some(0),
        };
        // What a line break cuts off at the end of a row goes on below.
        if let Some(place) = place.filter(|&place| place < row.cells.len()) {
            row.cells.insert(place, Cell::default());
        }
    }
    Some(())
}

/// Whether a row is a piece of one, and only the blank cells behind it say where it stood. A blank column that was put
/// in front of the table says nothing of that.
fn is_piece(row: &Row) -> bool {
    let own = row.cells.iter().skip_while(|cell| cell.column.is_none() && cell.printed.is_empty());
    let mut blank = own.map(|cell| cell.printed.is_empty());
    row.kind == Kind::Data && row.cells.len() > 1 && blank.next() == Some(false) && blank.all(|blank| blank)
}

/// All rows as long as the longest, or longer.
pub(crate) fn padded(made: &mut Made, chance: &mut Chance) -> Option<()> {
    let longest = made.rows.iter().map(|row| row.cells.len()).max()?;
    let length = longest + chance.below(3);
    let pieces = made.rows.iter().any(is_piece);
    made.rows.iter_mut().for_each(|row| row.cells.resize(length, Cell::default()));
    (!pieces).then_some(())
}

/// The blank cells at the end of every row left out.
pub(crate) fn trimmed(made: &mut Made, _: &mut Chance) -> Option<()> {
    let pieces = made.rows.iter().any(is_piece);
    for row in &mut made.rows {
        let filled = row.cells.iter().rposition(|cell| !cell.printed.is_empty());
        row.cells.truncate(filled.map_or(1, |last| last + 1));
    }
    (!pieces).then_some(())
}

/// The columns of every table in another order. A comment stays with its code, what one name of a header spans with the
/// rest of it, and what is merged like the item with it. Where a header is shorter than its rows, or a name of it in no
/// column, nobody knows what to move.
pub(crate) fn reordered(made: &mut Made, chance: &mut Chance) -> Option<()> {
    let is_unsure = |&at: &usize| {
        let (header, below) = (&made.rows[at], made.rows[at..].iter().find(|row| row.kind == Kind::Data));
        let is_shorter = below.is_some_and(|row| header.cells.len() < row.cells.len());
        is_shorter || header.cells.iter().any(|cell| cell.column.is_none() && !cell.printed.is_empty())
    };
    if made.rows_of(Kind::Header).iter().any(is_unsure) {
        return None;
    }
    let mut order: Vec<usize> = Vec::new();
    for table in tables(made) {
        order.extend(table_reordered(made, table, chance)?);
    }
    let place = |cell: &Cell| cell.column.map(|column| order.iter().position(|&at| at == column).unwrap_or(column));
    let mut named = Vec::new();
    for row in &mut made.rows {
        match row.kind {
            Kind::Header => named = row.cells.iter().filter_map(|cell| cell.column).collect(),
            Kind::Data => add_lacking(row, &named),
            _ => {}
        }
        let places: Vec<usize> = (0..row.cells.len()).filter(|&at| row.cells[at].column.is_some()).collect();
        let mut cells: Vec<Cell> = places.iter().map(|&at| row.cells[at].clone()).collect();
        cells.sort_by_key(place);
        places.into_iter().zip(cells).for_each(|(at, cell)| row.cells[at] = cell);
    }
    Some(())
}

/// Gives a row blank cells for the columns that its page lost at the right: else it would lack inner ones then.
fn add_lacking(row: &mut Row, named: &[usize]) {
    let last = row.cells.iter().rposition(|cell| cell.column.is_some()).map_or(0, |last| last + 1);
    let lacks = |column: &&usize| row.cells.iter().all(|cell| cell.column != Some(**column));
    let after = row.cells[..last].last().and_then(|cell| cell.column);
    let lacking: Vec<usize> = named.iter().filter(lacks).filter(|&&column| Some(column) > after).copied().collect();
    let blank = |column: usize| Cell { column: Some(column), ..Cell::default() };
    row.cells.splice(last..last, lacking.into_iter().map(blank));
}

/// The columns of a table in another order.
fn table_reordered(made: &Made, table: Range<usize>, chance: &mut Chance) -> Option<Vec<usize>> {
    let item = table.clone().find(|&at| made.columns[at].holds == Holds::Item)?;
    let headers = || made.rows.iter().filter(|row| row.kind == Kind::Header);
    // A name that spans columns on one page may be left out on the others.
    let is_named = |at: usize| {
        let mut names = headers().filter_map(|row| of_column(row, at)).peekable();
        names.peek().is_some() && names.all(|cell| !cell.printed.is_empty())
    };
    // Departments are told in the order of their columns.
    let are_departments =
        |left: usize, at: usize| [left, at].map(|at| made.columns[at].holds) == [Holds::Department; 2];
    let mut groups: Vec<Vec<usize>> = Vec::new();
    for at in item + 1..table.end {
        let stays = made.columns[at].holds == Holds::Comment || !is_named(at) || are_departments(at - 1, at);
        match groups.last_mut().filter(|_| stays) {
            Some(group) => group.push(at),
            None => groups.push(vec![at]),
        }
    }
    let (first, others) = groups.split_first_mut().filter(|(_, others)| others.len() > 1)?;
    let turns = chance.within(1..others.len());
    others.rotate_left(turns);
    Some((table.start..=item).chain(first.clone()).chain(others.concat()).collect())
}

/// Other words for the same headers.
const SYNONYMS: [(&str, &str); 12] = [
    ("施策の方向性", "取組の方向性"),
    ("内容", "事業内容"),
    ("進捗区分", "進捗評価"),
    ("取組評価", "達成状況"),
    ("今後の方向性", "今後の方向"),
    ("所管課", "担当部署"),
    ("担当課", "主管課"),
    ("主な取組", "具体的な取組"),
    ("事業名", "事務事業名"),
    ("事業概要", "概要"),
    ("現状値", "基準値"),
    ("評価の理由", "評価理由"),
];

/// Each name that has one by another; two names that a page prints in one cell as well.
pub(crate) fn synonyms(made: &mut Made, _: &mut Chance) -> Option<()> {
    let other = |name: &str| SYNONYMS.iter().find(|(usual, _)| *usual == name).map(|(_, other)| *other);
    // What stands in no header names its cells beside them, on each form again.
    let is_header = |row: &&mut Row| matches!(row.kind, Kind::Header | Kind::SubHeader);
    for cell in made.rows.iter_mut().filter(is_header).flat_map(|row| &mut row.cells) {
        let Some(name) = other(&cell.printed) else {
            let names = cell.printed.split(' ').map(|name| other(name).unwrap_or(name));
            cell.printed = names.collect::<Vec<_>>().join(" ");
            continue;
        };
        made.columns
            .iter_mut()
            .filter(|column| column.name == cell.printed)
            .for_each(|column| name.clone_into(&mut column.name));
        name.clone_into(&mut cell.printed);
    }
    Some(())
}

/// Another sheet behind this one.
pub(crate) fn several(made: &mut Made, chance: &mut Chance) -> Option<()> {
    let (_, make) = chance.pick(&LAYOUTS);
    let other = make(chance);
    let first = made.columns.len();
    made.columns.extend(other.columns);
    made.rows.extend([Row::blank(), Row::line(Kind::Title, "花瀬市 部門別計画 評価表"), Row::blank()]);
    for mut row in other.rows {
        row.cells.iter_mut().for_each(|cell| cell.column = cell.column.map(|at| at + first));
        made.rows.push(row);
    }
    Some(())
}
