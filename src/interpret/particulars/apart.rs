//! Lines that a row puts side by side above a table: `施策名⇥緑の保全⇥担当課⇥公園課`, `■緑の保全（担当課：公園課）`.
//!
//! In: rows. Out: the same with a row for each such line, a label and what it names in one cell. At least one of them
//! names a level, an item, or an office of which no column below tells; what else is said of the table is particular to
//! it.

use std::borrow::Cow;
use std::cell::LazyCell;
use std::ops::Range;

use super::is_label;
use crate::interpret::classify::LONGEST_TITLE;
use crate::interpret::header;
use crate::interpret::heading;
use crate::interpret::layout::{self, Family, Fit, Layout};
use crate::interpret::scale;
use crate::interpret::shape::Shape;
use crate::read::lex::{Cell, Row, Rows};
use crate::source::{Source, Span};

/// A line, and the cells that it is printed in.
struct Line<'s> {
    cell: Cell<'s>,
    says: Says,
}

/// What a line says.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Says {
    /// A heading without a label: `施策1　緑の保全`.
    Heading,
    /// A heading whose number and title stand in two cells: `基本目標１⇥緑の町`.
    Numbered,
    /// The name of a level, behind its label.
    Level,
    /// The name of an item, or something else that an office stands behind, behind its label: above several tables it
    /// heads each, above a single one it tells whose sheet it is.
    Named,
    /// An office, behind its label or behind a heading.
    Office,
    /// Something behind a label that nobody listed.
    Unlisted,
    /// Anything else.
    Other,
}

/// Puts the lines of such rows each on a row of its own.
pub fn set_apart(rows: &mut Rows<'_>, source: &Source<'_>, layout: &Layout) {
    let cells = |at: usize| rows.rows.get(at).map_or(&[][..], |row| rows.of(row));
    let names_office = |at: usize| cells(at).iter().any(|name| layout.labels_office(&name.text));
    let all = || (0..rows.rows.len()).filter(|&at| header::is_header(cells(at), layout)).collect();
    let headers: LazyCell<Vec<usize>, _> = LazyCell::new(all);
    let mut found: Vec<(usize, Vec<Line<'_>>)> = Vec::new();
    // Those that are told of a table and stay as they are.
    let mut particulars: Vec<usize> = Vec::new();
    // Such rows with nothing but blank ones and notes between, and rows without lines that rate a table.
    let mut run: Vec<(usize, Vec<Line<'_>>)> = Vec::new();
    for at in 0..rows.rows.len() {
        if let Some(lines) = lines(cells(at), source, layout) {
            run.push((at, lines));
        } else if !run.is_empty() && rates_table(cells(at), layout) {
            run.push((at, Vec::new()));
        } else if !run.is_empty() && !is_between(cells(at)) {
            // Headings without a label are told of by themselves.
            if run.iter().flat_map(|(_, lines)| lines).all(|line| line.says == Says::Heading) {
                run.clear();
                continue;
            }
            let above_header = header::begins_header(cells(at), cells(at + 1), layout);
            let has_offices = names_office(at) || names_office(at + 1);
            let is_told = |(at, lines): &(usize, Vec<Line<'_>>)| {
                let says = |says: Says| lines.iter().any(|line| line.says == says);
                if above_header {
                    let heads = [Says::Numbered, Says::Level, Says::Named].into_iter().any(says);
                    return heads || says(Says::Office) && !has_offices;
                }
                // A heading among the rows has its office behind it.
                let header = || headers[..headers.partition_point(|header| header < at)].last().copied();
                let is_amid = || header().is_some_and(|header| !names_office(header) && !names_office(header + 1));
                says(Says::Heading) && says(Says::Office) && is_amid()
            };
            let begins =
                |of: &(usize, Vec<Line<'_>>)| is_told(of) || of.1.iter().any(|line| line.says == Says::Heading);
            let first = run.iter().position(begins).filter(|_| above_header && run.iter().any(is_told));
            let (told, others): (Vec<_>, Vec<_>) = run.drain(..).enumerate().partition(|(_, of)| is_told(of));
            let is_particular = |(place, (_, lines)): &(usize, (usize, Vec<Line<'_>>))| {
                first.is_some_and(|first| first < *place) && lines.iter().all(|line| line.says >= Says::Unlisted)
            };
            particulars.extend(others.into_iter().filter(is_particular).map(|(_, (at, _))| rows.rows[at].span.start()));
            found.extend(told.into_iter().map(|(_, of)| of));
        }
    }
    leave_single(&mut found);
    rows.particulars.extend(particulars);
    if !found.is_empty() {
        put_apart(rows, found, source);
    }
}

/// Leaves the name of an item alone that stands above a single table.
fn leave_single(found: &mut Vec<(usize, Vec<Line<'_>>)>) {
    let names = |(_, lines): &&(usize, Vec<Line<'_>>)| lines.iter().any(|line| line.says == Says::Named);
    if found.iter().filter(names).nth(1).is_none() {
        let named = found.iter_mut().flat_map(|(_, lines)| lines).filter(|line| line.says == Says::Named);
        named.for_each(|line| line.says = Says::Other);
        let heads = |line: &Line<'_>| matches!(line.says, Says::Numbered | Says::Level | Says::Office);
        found.retain(|(_, lines)| lines.iter().any(heads));
    }
}

/// Whether a row rates the whole table below it: `総合評価⇥Ｂ⇥若い世代に届いていない。`.
fn rates_table(cells: &[Cell<'_>], layout: &Layout) -> bool {
    let mut filled = cells.iter().map(|cell| &*cell.text).filter(|text| !text.is_empty());
    let (Some(label), Some(code), _, None) = (filled.next(), filled.next(), filled.next(), filled.next()) else {
        return false;
    };
    let is_verdict = matches!(layout.family_at_end(label), Some((Family::Rating | Family::Judged, Fit::Whole)));
    is_verdict && scale::only(code).or_else(|| scale::only_rated(code)).is_some()
}

/// Whether a row may stand between such lines and the header: a blank one, and a note, `（単位：千円）`.
fn is_between(cells: &[Cell<'_>]) -> bool {
    let mut filled = cells.iter().map(|cell| &*cell.text).filter(|text| !text.is_empty());
    filled.next().is_none_or(|text| layout::is_note(text) || text.starts_with("単位")) && filled.next().is_none()
}

/// Makes rows of lines, which are those of the rows with these places, in order.
fn put_apart<'s>(rows: &mut Rows<'s>, found: Vec<(usize, Vec<Line<'s>>)>, source: &Source<'_>) {
    let mut found = found.into_iter().peekable();
    let cells = std::mem::take(&mut rows.cells);
    let seen = |span: Span| source.slice(span).chars().filter(|c| !c.is_whitespace()).count();
    for (at, row) in std::mem::take(&mut rows.rows).into_iter().enumerate() {
        let own = &cells[row.cells.clone()];
        let Some((_, lines)) = found.next_if(|(of, _)| *of == at) else {
            push(rows, &row, row.span, own.iter().cloned());
            continue;
        };
        let in_cells: usize = own.iter().map(|cell| seen(cell.span)).sum();
        let in_lines: usize = lines.iter().map(|line| seen(line.cell.span)).sum();
        // A comma between a label and its value is part of their line.
        rows.syntax = rows.syntax + in_cells - in_lines;
        let mut start = row.span.start();
        let last = lines.len() - 1;
        for (place, Line { cell, says }) in lines.into_iter().enumerate() {
            let end = if place == last { row.span.end() } else { cell.span.end() };
            match says {
                Says::Heading | Says::Numbered => {}
                Says::Level | Says::Named | Says::Office => rows.labelled.push(start),
                Says::Unlisted | Says::Other => rows.particulars.push(start),
            }
            push(rows, &row, Span::new(start, end), [cell]);
            start = end;
        }
    }
}

/// Appends a row.
fn push<'s>(rows: &mut Rows<'s>, of: &Row, span: Span, cells: impl IntoIterator<Item = Cell<'s>>) {
    let start = rows.cells.len();
    rows.cells.extend(cells);
    rows.rows.push(Row { line: of.line, span, cells: start..rows.cells.len() });
}

/// The lines of a row, if it holds nothing else.
fn lines<'s>(cells: &[Cell<'s>], source: &Source<'_>, layout: &Layout) -> Option<Vec<Line<'s>>> {
    /// A heading, and three labels with their values.
    const MOST_CELLS: usize = 7;
    /// In bytes: a paragraph is no line.
    const LONGEST_LINE: usize = 480;
    let filled = || cells.iter().filter(|cell| !cell.text.is_empty());
    let is_no_line = |cell: &Cell<'_>| cell.text.len() > LONGEST_LINE || cell.text.is_empty() && cell.mended.is_some();
    if filled().nth(MOST_CELLS).is_some() || cells.iter().any(is_no_line) {
        return None;
    }
    // A sentence stands beside a single label, and a code in the rows of a table. So much settles most of these.
    let is_of_table = |cell: &Cell<'_>| cell.text.ends_with('。') || cell.text.chars().nth(1).is_none();
    if filled().nth(2).is_some() && filled().any(is_of_table) {
        return None;
    }
    let parts: Vec<Cell<'s>> = filled().flat_map(|cell| parts(cell, source, layout)).collect();
    // A row that was put together from others may hold them in another order.
    if !parts.is_sorted_by_key(|part| part.span.start()) {
        return None;
    }
    let mut lines: Vec<Line<'s>> = Vec::new();
    let mut rest = &parts[..];
    while let [part, behind @ ..] = rest {
        rest = behind;
        let by_label = labelled(&part.text).and_then(|(label, value)| says(label, value, layout));
        let opening = if lines.is_empty() { heading::opening(&part.text, layout) } else { None };
        if opening.as_ref().is_some_and(|of| of.number.is_some() && of.title == part.text.len())
            && let [title, behind @ ..] = behind
            && Shape::of(&title.text, layout) == Shape::Phrase
        {
            rest = behind;
            lines.push(Line { cell: joined([part, title], source)?, says: Says::Numbered });
            continue;
        }
        let is_listed = || by_label.is_some_and(|says| says != Says::Unlisted);
        if opening.is_some_and(|of| of.number.is_some() || !is_listed()) {
            lines.push(Line { cell: part.clone(), says: Says::Heading });
        } else if let Some(says) = by_label {
            lines.push(Line { cell: part.clone(), says });
        } else if matches!(lines[..], [Line { says: Says::Heading, .. }]) && is_office(&part.text, layout) {
            lines.push(Line { cell: part.clone(), says: Says::Office });
        } else if let [value, behind @ ..] = behind
            && let Some(says) = says(&part.text, &value.text, layout)
        {
            rest = behind;
            lines.push(Line { cell: joined([part, value], source)?, says });
        } else {
            return None;
        }
    }
    if lines.iter().any(|line| line.says == Says::Office)
        && let Some(first) = lines.first_mut().filter(|first| first.says == Says::Unlisted)
    {
        first.says = Says::Named;
    }
    (!lines.is_empty()).then_some(lines)
}

/// Whether a text names an office: `公園課`, and not 担当課.
fn is_office(text: &str, layout: &Layout) -> bool {
    layout.is_department(text) && !layout.is_whole_word(text)
}

/// The label in front of a colon, or in a bracket, and what stands behind it: `担当課：公園課`, `【担当課】公園課`.
fn labelled(text: &str) -> Option<(&str, &str)> {
    let in_bracket = || text.strip_prefix('【').and_then(|text| text.split_once('】'));
    let (label, value) = in_bracket().or_else(|| text.split_once(COLONS))?;
    Some((label, value.trim_start()))
}

/// What may stand round an office behind a heading, or round a label and its value.
const BRACKETS: [(char, char); 8] =
    [('（', '）'), ('(', ')'), ('［', '］'), ('[', ']'), ('〔', '〕'), ('＜', '＞'), ('〈', '〉'), ('【', '】')];

/// What stands between a label and its value.
const COLONS: [char; 2] = ['：', ':'];

/// What a label and its value say, if it is one, and no word for columns stands behind it.
fn says(label: &str, value: &str, layout: &Layout) -> Option<Says> {
    if !is_label(label) || value.is_empty() {
        return None;
    }
    let family =
        |text: &str| layout.family_at_end(text).filter(|(_, fit)| *fit == Fit::Whole).map(|(family, _)| family);
    let is_name = || {
        matches!(Shape::of(value, layout), Shape::Phrase | Shape::Department)
            && value.chars().nth(LONGEST_TITLE).is_none()
    };
    let says = match family(label) {
        // What is measured is told of the whole table.
        _ if layout::names_indicators(label) => Some(Says::Other),
        Some(Family::Path) => is_name().then_some(Says::Level),
        Some(Family::Measure | Family::Item) => is_name().then_some(Says::Named),
        Some(Family::Department) => layout.is_department(value).then_some(Says::Office),
        Some(_) => Some(Says::Other),
        None => Some(if is_name() { Says::Unlisted } else { Says::Other }),
    };
    says.filter(|_| family(value).is_none())
}

/// A label and its value in one cell; none where anything stands between them, a blank column too: names of columns do.
fn joined<'s>([label, value]: [&Cell<'s>; 2], source: &Source<'_>) -> Option<Cell<'s>> {
    let span = label.span.to(value.span);
    let between = source.slice(Span::new(label.span.end(), value.span.start()));
    let are_neighbours = matches!(between, "\t" | "," | ";") && !source.slice(span).contains('"');
    let text = || format!("{}\u{3000}{}", label.text, value.text).into();
    are_neighbours.then(|| Cell { span, text: text(), mended: label.mended.or(value.mended) })
}

/// The parts of a cell: labels with their values that stand behind others or behind a heading, apart by white space or
/// in brackets.
fn parts<'s>(cell: &Cell<'s>, source: &Source<'_>, layout: &Layout) -> Vec<Cell<'s>> {
    let text = &*cell.text;
    let has_signs =
        || text.contains(COLONS) || text.contains('【') || BRACKETS.iter().any(|(_, close)| text.ends_with(*close));
    if source.slice(cell.span) != text || !has_signs() {
        return vec![cell.clone()];
    }
    let is_labelled = |part: &str| labelled(part).is_some_and(|(label, value)| says(label, value, layout).is_some());
    let mut ranges: Vec<Range<usize>> = Vec::new();
    let bracketed = BRACKETS.iter().find_map(|(open, close)| {
        let inside = text.strip_suffix(*close)?;
        let at = inside.rfind(*open)?;
        let start = at + open.len_utf8();
        let is_behind = at > 0 && is_office(&inside[start..], layout);
        (is_behind || is_labelled(&inside[start..])).then_some((at, start..inside.len()))
    });
    let end = bracketed.as_ref().map_or(text.len(), |(open, _)| *open);
    let mut start = 0;
    for (at, space) in text[..end].char_indices().filter(|(_, c)| c.is_whitespace()) {
        let behind = at + space.len_utf8();
        let part = text[behind..end].split(char::is_whitespace).next().unwrap_or_default();
        if is_labelled(part) && start < at {
            ranges.push(start..at);
            start = behind;
        }
    }
    if start < end {
        ranges.push(start..end);
    }
    ranges.extend(bracketed.map(|(_, range)| range));
    let part = |range: Range<usize>| {
        let inside = text[range.clone()].trim();
        let start = range.start + (text[range.clone()].len() - text[range].trim_start().len());
        let span = Span::new(cell.span.start() + start, cell.span.start() + start + inside.len());
        let text = match &cell.text {
            Cow::Borrowed(text) => Cow::Borrowed(&text[start..start + inside.len()]),
            Cow::Owned(text) => Cow::Owned(text[start..start + inside.len()].to_owned()),
        };
        Cell { span, text, mended: cell.mended }
    };
    ranges.into_iter().map(part).collect()
}

#[cfg(test)]
mod tests {
    use crate::interpret::row::tests::ask;

    /// The headings, the offices and the item of the third record, and whether anything is told of the sheet.
    fn third(above: [&str; 2], header: &str) -> String {
        let rows = ["花壇|A|咲いた。\n並木|B|伸びた。\n", "水路|A|流れた。\n井戸|C|涸れた。\n"];
        let table = |(above, rows): (&str, &str)| format!("{above}\n{header}\n{rows}\n");
        let sheet: String = above.into_iter().zip(rows).map(table).collect();
        let (records, told) = ask(&format!("町の計画\n\n{sheet}"), |record| {
            let path = record.path.iter().map(|of| format!("{}={}", of.level, of.title)).collect::<Vec<_>>().join(" ");
            let offices = record.departments.iter().map(|of| of.name.to_string()).collect::<Vec<_>>().join(" ");
            format!("{path}/{offices}/{}", record.item.as_ref().map_or("", |item| &*item.title))
        });
        assert_eq!((records.len(), told.len()), (4, 0), "{sheet}");
        records[2].clone()
    }

    const HEADER: &str = "取組|評価|理由";

    #[test]
    fn labels_in_one_row_name_what_the_table_below_stands_under_and_who_is_in_charge() {
        let cases = [
            ["施策名|緑の町|担当課|公園課", "施策名|水の町|担当課|河川課"],
            ["施策名|緑の町\n担当課|公園課\n", "施策名|水の町\n担当課|河川課\n"],
            ["施策名：緑の町　担当課：公園課\n", "施策名：水の町　担当課：河川課\n"],
            ["施策名：緑の町||担当課：公園課", "施策名：水の町||担当課：河川課"],
            ["施策名|緑の町|期間|令和５年度から|担当課|公園課", "施策名|水の町|期間|令和６年度から|担当課|河川課"],
            ["施策名|緑の町|担当課|公園課\n予算|３千円", "施策名|水の町|担当課|河川課\n予算|８千円"],
            [
                "施策名|緑の町|担当課|公園課\n総合評価|B|数が足りない。",
                "施策名|水の町|担当課|河川課\n総合評価|A|よい。",
            ],
            ["施策名|緑の町|担当課|公園課\n||（単位：千円）", "施策名|水の町|担当課|河川課\n||（単位：千円）"],
        ];
        for above in cases {
            assert_eq!(third(above, HEADER), "施策名=水の町/河川課/水路", "{above:?}");
        }
        // A label that nobody listed names what an office stands behind.
        let unlisted = ["館の類|緑の館|担当課|公園課", "館の類|水の館|担当課|河川課"];
        assert_eq!(third(unlisted, HEADER), "館の類=水の館/河川課/水路");
        let two = ["【所管部】土木部　【担当課】公園課", "【所管部】土木部　【担当課】河川課　【期間】令和６年度から"];
        assert_eq!(third(two, HEADER), "/土木部 河川課/水路");
    }

    #[test]
    fn the_name_of_an_item_above_a_single_table_tells_whose_sheet_it_is() {
        let read = |above: &str| {
            let path = |record: &crate::record::Record<'_>| record.path.iter().map(|of| of.printed.clone()).collect();
            ask(&format!("町の計画\n{above}\n{HEADER}\n花壇|A|咲いた。\n並木|B|伸びた。\n"), path).0
        };
        let paths: Vec<String> = read("事業名|緑の町|期間|令和５年度から");
        assert_eq!(paths, ["", ""]);
        assert_eq!(read("分野|緑の町|期間|令和５年度から"), ["分野　緑の町"; 2]);
    }

    #[test]
    fn an_office_behind_a_heading_among_the_rows_is_in_charge_of_those_below() {
        let read = |names: &str, headings: [&str; 2], cell: &str| {
            let [first, second] = headings;
            let rows = [first, "花壇|A|咲いた。CELL", second, "水路|A|流れた。CELL", "井戸|C|涸れた。CELL"];
            let sheet = format!("町の計画\n\n{HEADER}{names}\n{}\n", rows.join("\n").replace("CELL", cell));
            ask(&sheet, |record| record.departments.iter().map(|of| of.name.to_string()).collect::<String>()).0
        };
        let in_charge = ["公園課", "河川課", "河川課"];
        assert_eq!(read("", ["施策1　緑の町［担当：公園課］", "施策2　水の町［担当：河川課］"], ""), in_charge);
        assert_eq!(read("", ["施策1　緑の町【公園課】", "施策2　水の町【河川課】"], ""), in_charge);
        assert_eq!(read("", ["施策1　緑の町||公園課", "施策2　水の町||河川課"], ""), in_charge);
        let own = read("|担当課", ["施策1　緑の町［担当：公園課］", "施策2　水の町［担当：河川課］"], "|土木課");
        assert_eq!(own, ["土木課"; 3]);
    }

    #[test]
    fn an_office_behind_a_heading_is_in_charge_of_the_table_below() {
        for [open, close] in [["　", ""], ["（", "）"], ["||", ""]] {
            let above = ["■緑の町", "■水の町"].map(|heading| heading.to_owned() + open + "担当課：");
            let above = [format!("{}公園課{close}", above[0]), format!("{}河川課{close}", above[1])];
            assert_eq!(third([&above[0], &above[1]], HEADER), "■=水の町/河川課/水路", "{above:?}");
        }
    }

    #[test]
    fn names_of_columns_are_no_labels() {
        let header = "取組|評価|||\n|担当課||協議会|\n|区分|理由|区分|意見\n";
        let rows = "花壇|A|咲いた。|B|増やされたい。\n水路|B|流れた。|B|見回られたい。\n";
        let (ratings, told) = ask(&format!("{header}{rows}"), |record| record.ratings.len());
        assert_eq!((ratings, told.len()), (vec![2, 2], 0));
    }
}
