//! The blank cells of a sheet that say nothing.
//!
//! In: the rows as they were cut. Out: the same rows without them: one whose rows were all made equally long reads as
//! the one that it was before, one that begins in column B as one that begins in column A, and one whose columns are
//! two merged ones each as if they were one.

use std::cell::LazyCell;

use foldhash::HashMap;

use crate::interpret::header;
use crate::interpret::heading;
use crate::interpret::layout::{Family, Layout};
use crate::interpret::number;
use crate::interpret::roles;
use crate::interpret::shape::{self, Shape};
use crate::read::lex::{Cell, Row, Rows};
use crate::source::{Source, Span};

/// Leaves out the blank cells that pad rows: those at the ends of all rows, if all end with some, or if the sheet was
/// made equally long. Else they say how far from the right a piece of a row stood, and stay. A blank row keeps one.
pub fn unpad(rows: &mut Rows<'_>, source: &Source<'_>) {
    let mut filled =
        rows.rows.iter().map(|row| rows.of(row)).filter_map(|cells| Some((cells.len(), last_filled(cells)?)));
    if !filled.all(|(length, last)| last + 1 < length) && !is_padded(rows) {
        return;
    }
    let Rows { rows: all, cells, syntax, .. } = rows;
    for row in all.iter_mut() {
        let own = &cells[row.cells.clone()];
        let last = last_filled(own).unwrap_or(0);
        let left = &own[last + 1..];
        *syntax += left.iter().map(|cell| quotes(cell, source)).sum::<usize>();
        row.cells.end -= left.len();
    }
}

/// So many rows with a blank one behind each are a sheet with every line doubled. Fewer may be paragraphs.
const FEWEST_DOUBLED: usize = 6;

/// Leaves out the blank rows that stand behind each row, where they do: `CR CR LF`, or lines set twice as far apart.
/// What stands behind every row sets nothing apart. Gives where they end.
pub fn leave_out_blank_rows(rows: &mut Rows<'_>) -> Vec<usize> {
    let is_blank = |at: usize| last_filled(rows.of(&rows.rows[at])).is_none();
    let Some(first) = (0..rows.rows.len()).find(|&at| !is_blank(at)) else { return Vec::new() };
    let parity = first % 2;
    let filled = (0..rows.rows.len()).take_while(|&at| at % 2 == parity || is_blank(at));
    let (all, filled) = filled.fold((0, 0), |(all, filled), at| (all + 1, filled + usize::from(!is_blank(at))));
    if all < rows.rows.len() || filled < FEWEST_DOUBLED {
        return Vec::new();
    }
    let behind = rows.rows.iter().enumerate().filter(|(at, _)| at % 2 != parity);
    let ends = behind.map(|(_, row)| row.span.end()).collect();
    let mut at = 0..;
    rows.rows.retain(|_| at.next().is_some_and(|at| at % 2 == parity));
    ends
}

/// Whether rows were made equally long: nobody puts delimiters behind a title. Then the first row is as long as most
/// rows are, and more lines of their own are so long than shorter. What is of another length came later, like page
/// numbers, or was cut by a line break.
fn is_padded(rows: &Rows<'_>) -> bool {
    let all = || rows.rows.iter().map(|row| rows.of(row));
    let Some(first) = all().find(|cells| last_filled(cells).is_some()).filter(|first| first.len() > 1) else {
        return false;
    };
    let mut count: HashMap<usize, usize> = HashMap::default();
    all().for_each(|cells| *count.entry(cells.len()).or_default() += 1);
    let most = |(length, count): (usize, usize)| (count * 2 > rows.rows.len()).then_some(length);
    let Some(usual) = count.into_iter().find_map(most).filter(|&usual| usual <= first.len()) else { return false };
    // A text alone in a later column than the first is the rest of the row above.
    let leftmost = all().filter_map(|cells| cells.iter().position(is_filled)).min().unwrap_or(0);
    let lines =
        all().filter(|cells| last_filled(cells).is_none_or(|last| last == leftmost && is_line(&cells[..=last])));
    let (padded, short): (Vec<_>, Vec<_>) = lines.partition(|cells| cells.len() >= usual);
    padded.len() > short.len() && padded.into_iter().any(|cells| last_filled(cells).is_some())
}

/// A block of titles is shorter.
const MOST_TITLES: usize = 12;

/// Gives the number of a page a row of its own beside the title of the sheet: `緑の計画⇥⇥⇥2 ページ`. One without a sign or
/// a word, right beside it, may be anything. The line above the first table may say more than that title, and have the
/// number of its own page beside it.
pub fn set_page_numbers_apart(rows: &mut Rows<'_>, source: &Source<'_>, layout: &Layout) {
    let filled = |row: &Row| {
        let mut filled = row.cells.clone().filter(|&at| is_filled(&rows.cells[at]));
        [filled.next(), filled.next(), filled.next()]
    };
    let lines = rows.rows.iter().map(filled).take_while(|[.., third]| third.is_none());
    let is_number = |cell: usize| shape::is_page_number(&rows.cells[cell].text);
    let lines = lines.filter_map(|[first, second, _]| first.filter(|_| second.is_none_or(is_number)));
    let lines = lines.take(MOST_TITLES).map(|line| &*rows.cells[line].text);
    let titles: Vec<&str> = lines.filter(|line| heading::opening(line, layout).is_none()).collect();
    let begins =
        |line: &str, text: &str| line.strip_prefix(text).is_some_and(|more| !more.starts_with(char::is_alphanumeric));
    let is_title = |text: &str| titles.iter().any(|line| begins(line, text));
    let mut made = Vec::with_capacity(rows.rows.len());
    let mut left = 0;
    for row in &rows.rows {
        let [Some(title), Some(number), None] = filled(row) else {
            made.push(row.clone());
            continue;
        };
        let [own, page] = [title, number].map(|at| &rows.cells[at]);
        let is_bare = || page.text.chars().all(|c| number::digit(c).is_some());
        if !is_number(number) || number == title + 1 && is_bare() || !is_title(&own.text) {
            made.push(row.clone());
            continue;
        }
        let blank = row.cells.clone().filter(|&at| at != title && at != number);
        left += blank.map(|at| quotes(&rows.cells[at], source)).sum::<usize>();
        let [begin, start, end] = [row.span.start(), page.span.start(), row.span.end()];
        made.push(Row { line: row.line, span: Span::new(begin, start), cells: title..title + 1 });
        made.push(Row { line: row.line, span: Span::new(start, end), cells: number..number + 1 });
    }
    rows.rows = made;
    rows.syntax += left;
}

/// Puts a heading above a header, or amid the rows below one, into one cell where its number and its title stand in
/// two: `基本目標１⇥緑の町`. Amid rows its number stands under no name, that of the items or of their numbers: under another
/// one it is a level.
pub fn join_headings(rows: &mut Rows<'_>, source: &Source<'_>, layout: &Layout) {
    let is_number_alone =
        |text: &str| heading::opening(text, layout).is_some_and(|of| of.number.is_some() && of.title == text.len());
    let stands_above_header = |at: usize| {
        let below =
            rows.rows[at + 1..].iter().take(2).map(|row| rows.of(row)).find(|cells| last_filled(cells).is_some());
        below.is_some_and(|cells| header::is_header(cells, layout))
    };
    let all = || (0..rows.rows.len()).filter(|&at| header::is_header(rows.of(&rows.rows[at]), layout)).collect();
    let headers: LazyCell<Vec<usize>, _> = LazyCell::new(all);
    let stands_among_rows = |at: usize, number: usize| {
        let above = headers[..headers.partition_point(|header| *header < at)].last();
        let place = number - rows.rows[at].cells.start;
        let name = above.and_then(|&header| rows.of(&rows.rows[header]).get(place));
        let family = |name: &Cell<'_>| layout.family_at_end(&name.text).map(|(family, _)| family);
        name.is_some_and(|name| {
            let is_of_items = matches!(family(name), Some(Family::Item | Family::Measure));
            !is_filled(name) || is_of_items || roles::numbers_rows(&name.text)
        })
    };
    let heading = |at: usize| {
        let mut filled = rows.rows[at].cells.clone().filter(|&cell| is_filled(&rows.cells[cell]));
        let (Some(number), Some(title), None) = (filled.next(), filled.next(), filled.next()) else { return None };
        let is_title = || Shape::of(&rows.cells[title].text, layout) == Shape::Phrase;
        // Quotes and commas between the two are none of the heading.
        let both = rows.cells[number].span.to(rows.cells[title].span);
        let is_bare = || !source.slice(both).contains(['"', ',', '\n']);
        (title == number + 1
            && is_bare()
            && is_number_alone(&rows.cells[number].text)
            && is_title()
            && (stands_above_header(at) || stands_among_rows(at, number)))
        .then_some((at, number))
    };
    let headings: Vec<(usize, usize)> = (0..rows.rows.len()).filter_map(heading).collect();
    join_with_next(rows, headings, source);
}

/// Puts the cells with these numbers into one with the next one, and leaves out the blank ones of their rows.
fn join_with_next(rows: &mut Rows<'_>, found: Vec<(usize, usize)>, source: &Source<'_>) {
    for (at, number) in found {
        let own = rows.rows[at].cells.clone();
        rows.syntax += own.clone().map(|cell| quotes(&rows.cells[cell], source)).sum::<usize>();
        let title = rows.cells[number + 1].clone();
        let cell = &mut rows.cells[number];
        cell.text = format!("{}　{}", cell.text, title.text).into();
        cell.span = cell.span.to(title.span);
        rows.rows[at].cells = number..number + 1;
    }
}

/// Leaves out the columns in front of all that a sheet holds. Blank rows keep a cell.
pub fn leave_out_margin(rows: &mut Rows<'_>, source: &Source<'_>) {
    let first = |row: &Row| rows.of(row).iter().position(is_filled);
    let margin = rows.rows.iter().filter_map(first).min().filter(|margin| *margin > 0);
    let Some(margin) = margin else { return };
    let Rows { rows: all, cells, syntax, left_out, .. } = rows;
    for row in all.iter_mut() {
        let left = margin.min(row.cells.len().saturating_sub(1));
        let own = row.cells.start..row.cells.start + left;
        *syntax += cells[own.clone()].iter().map(|cell| quotes(cell, source)).sum::<usize>();
        row.cells.start = own.end;
    }
    left_out.extend(std::iter::repeat_n(0, margin));
}

/// Leaves out columns in which no row of several cells has anything. A line of its own may stand in one: a title in
/// column A. Where rows may still be cut, `shapes` are not known: then each row must reach over the column, because a
/// piece of a row begins anywhere. Gives whether blank columns stay for that.
pub fn leave_out_columns(rows: &mut Rows<'_>, shapes: Option<&mut Vec<Shape>>, source: &Source<'_>) -> bool {
    let mut used: Vec<bool> = Vec::new();
    let mut shortest = usize::MAX;
    for row in &rows.rows {
        let cells = rows.of(row);
        if let Some(last) = last_filled(cells).filter(|&last| !is_line(&cells[..=last])) {
            used.resize(used.len().max(last + 1), false);
            used.iter_mut().zip(cells).for_each(|(used, cell)| *used |= is_filled(cell));
            shortest = shortest.min(cells.len());
        }
    }
    let reach = if shapes.is_some() { used.len() } else { shortest };
    let is_blank = |at: usize| at < reach && used.get(at) == Some(&false);
    let (blank, stay): (Vec<usize>, Vec<usize>) = (0..used.len()).filter(|&at| !used[at]).partition(|&at| is_blank(at));
    if blank.is_empty() {
        return !stay.is_empty();
    }
    let mut kept = Vec::with_capacity(rows.cells.len());
    for row in &mut rows.rows {
        let start = kept.len();
        for (place, at) in row.cells.clone().enumerate() {
            let cell = &rows.cells[at];
            let only = at + 1 == row.cells.end && kept.len() == start;
            if is_filled(cell) || !is_blank(place) || only {
                kept.push(at);
            } else {
                rows.syntax += quotes(cell, source);
            }
        }
        row.cells = start..kept.len();
    }
    rows.cells = kept.iter().map(|&at| rows.cells[at].clone()).collect();
    if let Some(shapes) = shapes {
        *shapes = kept.iter().map(|&at| shapes[at]).collect();
    }
    let stays_before = |of: usize| of - blank.partition_point(|&at| at < of);
    rows.left_out.iter_mut().for_each(|of| *of = stays_before(*of));
    rows.left_out.extend(blank.iter().map(|&at| stays_before(at)));
    rows.left_out.sort_unstable();
    !stay.is_empty()
}

/// Leaves out the blank cell in front of a row. To be called in the order of rows.
pub fn leave_out_first(rows: &mut Rows<'_>, row: usize, source: &Source<'_>) {
    rows.syntax += quotes(&rows.cells[rows.rows[row].cells.start], source);
    rows.rows[row].cells.start += 1;
    rows.slid.push(rows.rows[row].span.start());
}

/// The last cell that holds something.
fn last_filled(cells: &[Cell<'_>]) -> Option<usize> {
    cells.iter().rposition(is_filled)
}

/// Whether nothing stands in front of the last one of these cells.
fn is_line(cells: &[Cell<'_>]) -> bool {
    !cells[..cells.len() - 1].iter().any(is_filled)
}

/// A blank cell with a repair held characters that were dropped.
fn is_filled(cell: &Cell<'_>) -> bool {
    !cell.text.is_empty() || cell.mended.is_some()
}

/// How many quotes stand in a blank cell; nothing else that is seen does.
fn quotes(cell: &Cell<'_>, source: &Source<'_>) -> usize {
    source.slice(cell.span).bytes().filter(|&byte| byte == b'"').count()
}

#[cfg(test)]
mod tests {
    use super::{leave_out_columns, unpad};
    use crate::diagnostic::Findings;
    use crate::interpret::Options;
    use crate::interpret::row::tests::of_each;
    use crate::read::lex::{self, Rows};
    use crate::source::Source;

    fn read<'s>(source: &'s Source<'_>) -> Rows<'s> {
        let mut rows = lex::rows(source, b'\t', &mut Findings::default());
        unpad(&mut rows, source);
        leave_out_columns(&mut rows, None, source);
        rows
    }

    fn source(sheet: &str) -> Source<'_> {
        Source::made_up(sheet)
    }

    /// The cells that are left of each row, and the characters that stand in none.
    fn trimmed(sheet: &str) -> (Vec<Vec<String>>, usize) {
        let source = source(sheet);
        let rows = read(&source);
        let texts = |row| rows.of(row).iter().map(|cell| cell.text.to_string()).collect();
        (rows.rows.iter().map(texts).collect(), rows.syntax)
    }

    #[test]
    fn the_number_of_a_page_beside_its_title_is_no_row_of_the_table() {
        let records = |pages: [&str; 2]| {
            let table = |page: &str, item: &str| {
                let rows = format!("{item}|直した。|A|公園課\n{item}の管理|見回った。|B|公園課\n");
                format!("町の計画 進行管理表{page}\n\n取組|内容|評価|担当課\n{rows}\n")
            };
            let sheet = table(pages[0], "花壇") + &table(pages[1], "水路");
            of_each(&sheet, |record| record.lines[0])
        };
        assert_eq!(records(["|1 / 2", "|2 / 2"]), [4, 5, 10, 11]);
        assert_eq!(records(["|||1", "|||2"]), [4, 5, 10, 11]);
    }

    #[test]
    fn columns_that_are_blank_in_every_row_are_left_out_a_title_in_them_is_not() {
        let (rows, syntax) = trimmed("題\n\t事業\t\t評価\n\t朝市\t\"\"\tA\n\t\n\t\t\t農政課\n");
        assert_eq!(rows, [vec!["題"], vec!["事業", "評価"], vec!["朝市", "A"], vec![""], vec!["", "農政課"]]);
        assert_eq!(syntax, 2);
    }

    #[test]
    fn rows_of_a_padded_sheet_end_with_their_last_filled_cell() {
        let (rows, _) = trimmed("題\t\t\n事業\t評価\t課\n朝市\tA\t\n\t\t\n");
        assert_eq!(rows, [vec!["題"], vec!["事業", "評価", "課"], vec!["朝市", "A"], vec![""]]);
    }

    #[test]
    fn a_text_alone_in_a_later_column_is_no_line_of_its_own() {
        let (rows, _) = trimmed("事業\t内容\t課\n朝市\t会を開き\t農政課\n\tました。\t\n");
        assert_eq!(rows[2], ["", "ました。", ""]);
    }

    #[test]
    fn the_end_of_a_row_stays_where_not_all_rows_are_padded() {
        let (rows, _) = trimmed("題\n事業\t評価\t課\t\n朝市\tA\t\t\n");
        assert_eq!(rows, [vec!["題"], vec!["事業", "評価", "課", ""], vec!["朝市", "A", "", ""]]);
    }

    #[test]
    fn a_blank_row_behind_each_row_is_left_out() {
        let doubled = |count: usize| {
            let sheet = "朝市\tA\r\r\n".repeat(count) + "\r\r\n夜市\tB\r\r\n";
            let source = source(&sheet);
            let mut rows = read(&source);
            super::leave_out_blank_rows(&mut rows);
            rows.rows.iter().map(|row| row.line).collect::<Vec<_>>()
        };
        assert_eq!(doubled(5), [1, 3, 5, 7, 9, 11, 13]);
        assert_eq!(doubled(2).len(), 8);
    }

    #[test]
    fn what_came_later_is_not_as_long_as_a_padded_sheet() {
        let (rows, _) = trimmed("題\t\t\n事業\t評価\t課\n朝市\tA\t\n1\n夜市\tB\t\t\t○\n\t\t\n");
        let expected = [vec!["題"], vec!["事業", "評価", "課"], vec!["朝市", "A"], vec!["1"]];
        assert_eq!(rows[..4], expected);
        assert_eq!(rows[4..], [vec!["夜市", "B", "", "", "○"], vec![""]]);
    }

    #[test]
    fn a_cell_says_in_which_place_it_was_printed() {
        let source = source("題\n\t事業\t\t評価\n");
        let rows = read(&source);
        let places = |row: &lex::Row| row.cells.clone().map(|cell| rows.place(row, cell)).collect::<Vec<_>>();
        assert_eq!(rows.rows.iter().map(places).collect::<Vec<_>>(), [vec![1], vec![2, 4]]);
    }

    #[test]
    fn the_number_and_the_title_of_a_heading_above_a_header_are_one() {
        let read = |line: &str| {
            let header = "施策\t事業\t内容\t評価\t担当課\n";
            let sheet = format!(
                "町の計画\n\n{line}\n{header}緑\t朝市\t月に一度開く。\tA\t農政課\n\t夜市\t夏に開く。\tB\t農政課\n"
            );
            let source = source(&sheet);
            let read = crate::sheet(&source, &Options::default(), Findings::default());
            let path = |step: &std::sync::Arc<crate::record::Heading>| format!("{} {}", step.level, step.title);
            read.records[0].path.iter().map(path).collect::<Vec<_>>()
        };
        assert_eq!(read("基本目標１\t水辺を守る\t\t\t"), ["基本目標 水辺を守る", "施策 緑"]);
        assert_eq!(read("基本目標１　水辺を守る\t\t\t\t"), ["基本目標 水辺を守る", "施策 緑"]);
    }

    #[test]
    fn the_number_and_the_title_of_a_heading_amid_rows_are_one_unless_a_level_is_named_there() {
        let read = |name: &str| {
            let sheet = format!(
                "{name}\t取組\t内容\t評価\t担当課\n基本目標１\t水辺を守る\t\t\t\n\t朝市\t月に一度開く。\tA\t農政課\n\t夜市\t夏に開く。\tB\t農政課\n"
            );
            let source = source(&sheet);
            let read = crate::sheet(&source, &Options::default(), Findings::default());
            let title = |record: &crate::record::Record<'_>| record.path.first().map(|of| of.title.clone());
            read.records.iter().map(title).collect::<Vec<_>>()
        };
        let title = || Some("水辺を守る".to_owned());
        assert_eq!(read(""), [title(), title()]);
        assert_eq!(read("番号"), [title(), title()]);
        assert_eq!(read("基本目標").len(), 3);
    }

    #[test]
    fn the_labels_of_two_rows_that_a_form_prints_below_each_other_are_no_office() {
        let sheet = "評価\tB\n評価\tB\n\n担当課\t学校連携担当の周知\n担当課\t学校連携担当\n";
        let source = source(sheet);
        let of = crate::sheet(&source, &Options::default(), Findings::default()).account;
        assert_eq!(of.records + of.headings + of.headers + of.legends + of.titles + of.set_aside, of.read);
    }

    #[test]
    fn the_number_of_a_page_in_the_line_of_its_title_is_no_cell_of_the_table() {
        let read = |line: &str| {
            let page = "事業\t内容\t評価\t担当課\n朝市\t月に一度開く。\tA\t農政課\n";
            let sheet = format!("市場の計画　進み具合\n\n{page}{line}\n{}", page.replace("朝市", "夜市"));
            let source = source(&sheet);
            let read = crate::sheet(&source, &Options::default(), Findings::default());
            (read.records.len(), read.titles.len(), read.columns.len())
        };
        assert_eq!(read("市場の計画\t\t\t2 ページ"), (2, 2, 4));
        assert_eq!(read("市場の計画　進み具合\t\t\t２"), (2, 1, 4));
        // What no title says may be a row, and so may a number right beside it, or none of a page.
        for line in ["花の計画\t\t\t２", "市場の計画\t２\t\t", "市場の計画\t\t\t農政課"] {
            assert_eq!(read(line).0, 3, "{line}");
        }
    }
}
