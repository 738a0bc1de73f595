//! Lines that a row above a header puts side by side: `施策名⇥緑の保全⇥担当課⇥公園課`, `■緑の保全（担当課：公園課）`.
//!
//! In: rows. Out: the same with a row for each such line, a label and what it names in one cell. At least one of them names
//! a level, an item, or an office of which no column below tells; what else is said of the table is particular to it.

use std::borrow::Cow;
use std::ops::Range;

use crate::interpret::classify::LONGEST_TITLE;
use crate::interpret::header;
use crate::interpret::heading;
use crate::interpret::layout::{Family, Fit, Layout};
use crate::interpret::shape::Shape;
use crate::read::lex::{Cell, Row, Rows};
use crate::source::{Source, Span};

/// A line, and the cells that it is printed in.
struct Line<'s> {
    cell: Cell<'s>,
    says: Says,
}

/// What a line says.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Says {
    /// A heading without a label: `施策1　緑の保全`.
    Heading,
    /// The name of a level or an item, behind its label.
    Level,
    /// An office, behind its label.
    Office,
    /// Anything else.
    Other,
}

/// Puts the lines of such rows each on a row of its own.
pub fn set_apart(rows: &mut Rows<'_>, source: &Source<'_>, layout: &Layout) {
    let cells = |at: usize| rows.rows.get(at).map_or(&[][..], |row| rows.of(row));
    let mut found: Vec<(usize, Vec<Line<'_>>)> = Vec::new();
    // Such rows with nothing but blank ones between.
    let mut run: Vec<(usize, Vec<Line<'_>>)> = Vec::new();
    for at in 0..rows.rows.len() {
        if let Some(lines) = lines(cells(at), source, layout) {
            run.push((at, lines));
        } else if !run.is_empty() && cells(at).iter().any(|cell| !cell.text.is_empty()) {
            let run = std::mem::take(&mut run);
            if header::begins_header(cells(at), cells(at + 1), layout) {
                let mut names = cells(at).iter().chain(cells(at + 1));
                let has_offices = names.any(|name| layout.labels_office(&name.text));
                let is_told = |line: &Line<'_>| line.says == Says::Level || line.says == Says::Office && !has_offices;
                found.extend(run.into_iter().filter(|(_, lines)| lines.iter().any(is_told)));
            }
        }
    }
    let is_printed_so = |(at, lines): &(usize, Vec<Line<'_>>)| {
        lines.len() == 1 && cells(*at).iter().any(|cell| cell.span == lines[0].cell.span)
    };
    found.retain(|of| !is_printed_so(of));
    if !found.is_empty() {
        put_apart(rows, found, source);
    }
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
            if says == Says::Other {
                rows.particulars.push(start);
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
    let filled = || cells.iter().filter(|cell| !cell.text.is_empty());
    if filled().nth(MOST_CELLS).is_some() || cells.iter().any(|cell| cell.text.is_empty() && cell.mended.is_some()) {
        return None;
    }
    let parts: Vec<Cell<'s>> = filled().flat_map(|cell| parts(cell, source, layout)).collect();
    let mut lines: Vec<Line<'s>> = Vec::new();
    let mut rest = &parts[..];
    while let [part, behind @ ..] = rest {
        rest = behind;
        let says = if let Some((label, value)) = part.text.split_once(COLONS) {
            says(label, value.trim_start(), layout)?
        } else if let [value, behind @ ..] = behind
            && let Some(says) = says(&part.text, &value.text, layout)
        {
            rest = behind;
            lines.push(Line { cell: joined([part, value], source)?, says });
            continue;
        } else if lines.is_empty() && heading::opening(&part.text, layout).is_some() {
            Says::Heading
        } else {
            return None;
        };
        lines.push(Line { cell: part.clone(), says });
    }
    Some(lines)
}

/// What stands between a label and its value.
const COLONS: [char; 2] = ['：', ':'];

/// What a label and its value say, if it is one: a word for columns, and no other one behind it.
fn says(label: &str, value: &str, layout: &Layout) -> Option<Says> {
    /// A label is a few words.
    const LONGEST_LABEL: usize = 16;
    if label.chars().nth(LONGEST_LABEL).is_some() {
        return None;
    }
    let family =
        |text: &str| layout.family_at_end(text).filter(|(_, fit)| *fit == Fit::Whole).map(|(family, _)| family);
    let of_label = family(label)?;
    let is_name = || {
        matches!(Shape::of(value, layout), Shape::Phrase | Shape::Department)
            && value.chars().nth(LONGEST_TITLE).is_none()
    };
    let says = match of_label {
        Family::Path | Family::Measure | Family::Item => is_name().then_some(Says::Level),
        Family::Department => layout.is_department(value).then_some(Says::Office),
        _ => Some(Says::Other),
    };
    says.filter(|_| !value.is_empty() && family(value).is_none())
}

/// A label and its value in one cell; none where anything stands between them, a blank column too: names of columns do.
fn joined<'s>([label, value]: [&Cell<'s>; 2], source: &Source<'_>) -> Option<Cell<'s>> {
    let span = label.span.to(value.span);
    let between = Span::new(label.span.end(), value.span.start());
    let text = format!("{}\u{3000}{}", label.text, value.text).into();
    let are_neighbours = matches!(source.slice(between), "\t" | "," | ";") && !source.slice(span).contains('"');
    are_neighbours.then_some(Cell { span, text, mended: label.mended.or(value.mended) })
}

/// The parts of a cell: labels with their values that stand behind others or behind a heading, apart by white space or in
/// brackets.
fn parts<'s>(cell: &Cell<'s>, source: &Source<'_>, layout: &Layout) -> Vec<Cell<'s>> {
    let text = &*cell.text;
    if source.slice(cell.span) != text || !text.contains(COLONS) {
        return vec![cell.clone()];
    }
    let is_labelled =
        |part: &str| part.split_once(COLONS).is_some_and(|(label, value)| says(label, value, layout).is_some());
    let mut ranges: Vec<Range<usize>> = Vec::new();
    let bracketed = text.char_indices().rfind(|(_, c)| matches!(c, '（' | '(')).and_then(|(open, bracket)| {
        let inside = text[open + bracket.len_utf8()..].strip_suffix(['）', ')'])?;
        let start = open + bracket.len_utf8();
        (open > 0 && is_labelled(inside)).then_some((open, start..start + inside.len()))
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
    ranges.push(start..end);
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
        ];
        for above in cases {
            assert_eq!(third(above, HEADER), "施策名=水の町/河川課/水路", "{above:?}");
        }
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
