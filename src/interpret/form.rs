//! Forms: one sheet of paper per record, label beside value, instead of one row per record.
//!
//! In: rows as lexed. Out: rows in which each form is a header row of its labels and a data row of its values, so that
//! the stages behind read it like any table. Three kinds are known by their labels, which are header words: label and
//! value cells in turn, `label：value` lines, and several small tables of one row each. What is no form stays as it is.

use std::borrow::Cow;
use std::collections::HashSet;
use std::ops::Range;

use crate::interpret::header;
use crate::interpret::heading;
use crate::interpret::layout::{self, Family, Fit, Layout};
use crate::interpret::legend;
use crate::read::lex::{Cell, Row, Rows};
use crate::source::{Source, Span};

/// Fewer labelled rows than this are no form: a table may have a row or two that look like one.
const FEWEST_ROWS: usize = 3;

/// A label and its value.
type Field<'s> = (Cell<'s>, Cell<'s>);

/// Turns forms into rows.
pub fn rows<'s>(rows: Rows<'s>, source: &Source<'_>, layout: &Layout) -> Rows<'s> {
    let by_words = |text: &str| is_label(text, layout);
    let mut fields: Vec<Option<Vec<Field<'s>>>> =
        rows.rows.iter().map(|row| self::fields(rows.of(row), &by_words, source, layout)).collect();
    let says = |fields: &Option<Vec<Field<'s>>>| {
        fields.as_ref().is_some_and(|fields| fields.iter().any(|(_, value)| !value.text.is_empty()))
    };
    let labelled = fields.iter().filter(|fields| says(fields)).count();
    let filled = rows.rows.iter().filter(|row| rows.of(row).iter().any(|cell| !cell.text.is_empty())).count();
    if labelled >= FEWEST_ROWS && labelled * 2 > filled {
        read_again(&rows, &mut fields, source, layout);
        return keep_blanks(&rows, in_turn(&rows, fields, layout));
    }
    let small = small_tables(&rows, layout);
    if small.is_empty() { rows } else { keep_blanks(&rows, side_by_side(&rows, &small)) }
}

/// Adds a last row of the blank cells that no form took: they hold quotes that quote nothing, or dropped characters.
fn keep_blanks<'s>(rows: &Rows<'s>, mut made: Rows<'s>) -> Rows<'s> {
    let taken: HashSet<usize> = made.cells.iter().map(|cell| cell.span.start()).collect();
    let left = |cell: &&Cell<'s>| {
        cell.text.is_empty() && cell.span.start() < cell.span.end() && !taken.contains(&cell.span.start())
    };
    let blanks: Vec<Cell<'s>> = rows.rows.iter().flat_map(|row| rows.of(row)).filter(left).cloned().collect();
    if let (Some(last), false) = (rows.rows.last(), blanks.is_empty()) {
        push(&mut made, last.line, last.span, blanks);
    }
    made
}

/// Whether a cell is a label: a header word, or the end of one; a year is a value.
fn is_label(text: &str, layout: &Layout) -> bool {
    layout.family_at_end(text).is_some() && !layout::is_year(text)
}

/// What a bracket that stands round a cell sets off as a label, whatever its words: `【ねらい】`; `【基本目標1】` is a heading.
fn in_bracket<'t>(text: &'t str, layout: &Layout) -> Option<&'t str> {
    let inside = text.strip_prefix('【')?.strip_suffix('】')?;
    (!inside.is_empty() && !inside.contains(['【', '】']) && heading::opening(text, layout).is_none()).then_some(inside)
}

/// Reads the rows of a form that were left over by the labels of the others: a value may end like a label. What stands in
/// a bracket in front of a value is a label there, whatever its words.
fn read_again<'s>(rows: &Rows<'s>, fields: &mut [Option<Vec<Field<'s>>>], source: &Source<'_>, layout: &Layout) {
    let of_form = fields.iter().flatten().flatten();
    let known: HashSet<String> = of_form.map(|(label, _)| label.text.to_string()).collect();
    let by_others = |text: &str| {
        known.contains(text)
            || matches!(layout.family_at_end(text), Some((_, Fit::Whole)))
            || in_bracket(text, layout).is_some()
    };
    for (row, fields) in rows.rows.iter().zip(fields).filter(|(_, fields)| fields.is_none()) {
        *fields = self::fields(rows.of(row), &by_others, source, layout);
    }
}

/// Whether a value ends like the label in front of it, as names do: `事業名⇥派遣事業`, `担当課⇥相談担当`.
fn ends_alike(label: &str, value: &str, layout: &Layout) -> bool {
    let (label, value) = (layout.family_at_end(label), layout.family_at_end(value));
    matches!((label, value), (Some((one, Fit::Whole)), Some((other, Fit::Ending))) if one == other)
}

/// The fields of a row: `事業名⇥防犯灯⇥担当課⇥安全課`, or `事業名：防犯灯`. None where the row is anything else.
fn fields<'s>(
    cells: &[Cell<'s>],
    is_label: &dyn Fn(&str) -> bool,
    source: &Source<'_>,
    layout: &Layout,
) -> Option<Vec<Field<'s>>> {
    let mut filled = cells.iter().filter(|cell| !cell.text.is_empty());
    if let (Some(only), None) = (filled.next(), filled.next()) {
        // A label whose value was left blank.
        let blank = || {
            let end = only.span.end();
            let value = Cell { span: Span::new(end, end), text: Cow::Borrowed(""), mended: None };
            (cells.len() > 1 && is_label(&only.text)).then(|| (only.clone(), value))
        };
        return colon_field(only, source, layout).or_else(blank).map(|field| vec![field]);
    }
    let mut fields: Vec<Field<'s>> = Vec::new();
    let mut label: Option<&Cell<'s>> = None;
    for (at, cell) in cells.iter().enumerate() {
        match label {
            None if cell.text.is_empty() => {}
            None if is_label(&cell.text) => label = Some(cell),
            None => return None,
            // Merged cells leave blanks between a label and its value, but not at the end of the row.
            Some(_) if cell.text.is_empty() && cells[at..].iter().any(|cell| !cell.text.is_empty()) => {}
            Some(of) if is_label(&cell.text) && !ends_alike(&of.text, &cell.text, layout) => return None,
            Some(of) => {
                fields.push((of.clone(), cell.clone()));
                label = None;
            }
        }
    }
    if let Some(label) = label {
        let end = label.span.end();
        fields.push((label.clone(), Cell { span: Span::new(end, end), text: Cow::Borrowed(""), mended: None }));
    }
    for (label, _) in &mut fields {
        // As in `【担当課】防災課`, the bracket sets the label off and is no part of it.
        if let Cow::Borrowed(text) = label.text {
            label.text = Cow::Borrowed(in_bracket(text, layout).unwrap_or(text));
        }
    }
    (!fields.is_empty()).then_some(fields)
}

/// Splits `事業名：防犯灯` at its colon.
fn colon_field<'s>(cell: &Cell<'s>, source: &Source<'_>, layout: &Layout) -> Option<Field<'s>> {
    let Cow::Borrowed(text) = cell.text else { return None };
    let colon = text.find(['：', ':']);
    // 【担当課】防災課: the bracket sets the label off.
    let bracket = text.strip_prefix('【').and_then(|text| Some('【'.len_utf8() + text.find('】')?));
    let bracketed = bracket.filter(|&at| colon.is_none_or(|colon| colon > at + '】'.len_utf8()));
    let at = bracketed.or(colon)?;
    let sign = text[at..].chars().next().map_or(1, char::len_utf8);
    let from = if bracketed.is_some() { '【'.len_utf8() } else { 0 };
    let (label, value) = (text[from..at].trim(), text[at + sign..].trim());
    let bare =
        label.trim_start_matches(['【', '［', '[', '■', '●', '○', '◆', '・']).trim_end_matches(['】', '］', ']']);
    // 課題(1): … is a heading, whatever stands behind it.
    if !is_label(bare, layout)
        || legend::is_whole(text)
        || heading::opening(text, layout).is_some_and(|opening| opening.number.is_some())
    {
        return None;
    }
    // White space or a quote may stand in front of the text.
    let split = cell.span.start() + source.slice(cell.span).find(text)? + at + sign;
    let label = Cell { span: Span::new(cell.span.start(), split), text: Cow::Borrowed(label), mended: None };
    let value = Cell { span: Span::new(split, cell.span.end()), text: Cow::Borrowed(value), mended: None };
    Some((label, value))
}

/// Puts the fields of each form into a header row and a data row. A label that comes again begins the next form. Where no
/// label names what is evaluated, a numbered line right above does: `１－１　相談の充実`.
fn in_turn<'s>(rows: &Rows<'s>, fields: Vec<Option<Vec<Field<'s>>>>, layout: &Layout) -> Rows<'s> {
    let names_item = |(label, _): &Field<'s>| {
        matches!(layout.family_at_end(&label.text), Some((Family::Item | Family::Measure, Fit::Whole)))
    };
    let mut made = Rows { syntax: rows.syntax, left_out: rows.left_out.clone(), ..Rows::default() };
    let mut form: Vec<(usize, Field<'s>)> = Vec::new();
    // The labels of the form so far.
    let mut known: HashSet<String> = HashSet::new();
    for (at, fields) in fields.into_iter().enumerate() {
        match fields {
            Some(fields) => {
                if form.is_empty() {
                    known.clear();
                }
                let nameless = form.is_empty() && !fields.iter().any(names_item);
                if nameless && let Some(item) = take_numbered(&mut made, layout) {
                    form.extend(item.into_iter().map(|field| (at - 1, field)));
                }
                if fields.iter().any(|(label, _)| known.contains(&*label.text)) {
                    flush(&mut form, rows, &mut made);
                    known.clear();
                }
                known.extend(fields.iter().map(|(label, _)| label.text.to_string()));
                form.extend(fields.into_iter().map(|field| (at, field)));
            }
            None => {
                let blank = rows.of(&rows.rows[at]).iter().all(|cell| cell.text.is_empty());
                if !blank {
                    flush(&mut form, rows, &mut made);
                }
                keep(rows, at, &mut made);
            }
        }
    }
    flush(&mut form, rows, &mut made);
    made
}

/// Takes the last row back, if it is a numbered line: the item of the form below, under a label that nobody printed. The
/// number may stand in a cell of its own.
fn take_numbered<'s>(made: &mut Rows<'s>, layout: &Layout) -> Option<Vec<Field<'s>>> {
    let cells = made.of(made.rows.last()?);
    let (line, title) = match cells {
        [cell] => (Cow::Borrowed(&*cell.text), cell),
        [number, title] => (Cow::Owned(format!("{} {}", number.text, title.text)), title),
        _ => return None,
    };
    // 【重点】①　見守り: a remark in front.
    let bare = line.strip_prefix('【').and_then(|text| text.split_once('】')).map_or(&*line, |(_, text)| text);
    let numbered = heading::enumerated(bare).is_some() && heading::opening(&line, layout).is_none();
    if !numbered || title.text.is_empty() || title.text.ends_with('。') {
        return None;
    }
    let row = made.rows.pop()?;
    let unlabelled = |cell: Cell<'s>| {
        let start = cell.span.start();
        (Cell { span: Span::new(start, start), text: Cow::Borrowed(""), mended: None }, cell)
    };
    Some(made.cells.drain(row.cells).map(unlabelled).collect())
}

/// Copies a row as it is.
fn keep<'s>(rows: &Rows<'s>, at: usize, made: &mut Rows<'s>) {
    let row = &rows.rows[at];
    push(made, row.line, row.span, rows.of(row).to_vec());
}

fn push<'s>(made: &mut Rows<'s>, line: usize, span: Span, cells: Vec<Cell<'s>>) {
    let start = made.cells.len();
    made.cells.extend(cells);
    made.rows.push(Row { line, span, cells: start..made.cells.len() });
}

/// Writes a form as two rows.
fn flush<'s>(form: &mut Vec<(usize, Field<'s>)>, rows: &Rows<'s>, made: &mut Rows<'s>) {
    let (Some((first, _)), Some((last, _))) = (form.first(), form.last()) else { return };
    let (line, span) = (rows.rows[*first].line, rows.rows[*first].span.to(rows.rows[*last].span));
    let (labels, values) = form.drain(..).map(|(_, field)| field).unzip();
    push(made, line, span, labels);
    push(made, line, span, values);
}

/// A header with a single row under it.
struct Small {
    header: usize,
    data: usize,
}

/// The runs of small tables that are one form: each a header and one row, each with columns of its own, of which only
/// the first names what is evaluated.
fn small_tables(rows: &Rows<'_>, layout: &Layout) -> Vec<Vec<Small>> {
    let is_blank = |at: usize| rows.rows.get(at).is_none_or(|row| rows.of(row).iter().all(|cell| cell.text.is_empty()));
    let is_header = |at: usize| at < rows.rows.len() && header::is_header_row(rows, at, layout);
    let names = |at: usize| -> HashSet<String> {
        rows.of(&rows.rows[at]).iter().filter(|cell| !cell.text.is_empty()).map(|cell| cell.text.to_string()).collect()
    };
    let names_item = |at: usize| {
        let item = |cell: &Cell<'_>| {
            matches!(layout.family_at_end(&cell.text), Some((Family::Item | Family::Measure, Fit::Whole)))
        };
        rows.of(&rows.rows[at]).iter().any(item)
    };
    let mut runs: Vec<Vec<Small>> = Vec::new();
    let mut run: Vec<Small> = Vec::new();
    let mut seen: HashSet<String> = HashSet::new();
    let mut at = 0;
    while at < rows.rows.len() {
        let single =
            is_header(at) && !is_header(at + 1) && !is_blank(at + 1) && (is_blank(at + 2) || is_header(at + 2));
        if single {
            let own = names(at);
            if names_item(at) || !own.is_disjoint(&seen) {
                runs.push(std::mem::take(&mut run));
                seen.clear();
            }
            if names_item(at) || !run.is_empty() {
                run.push(Small { header: at, data: at + 1 });
                seen.extend(own);
            }
            at += 2;
        } else {
            if !is_blank(at) {
                runs.push(std::mem::take(&mut run));
                seen.clear();
            }
            at += 1;
        }
    }
    runs.push(run);
    runs.retain(|run| run.len() > 1);
    runs
}

/// Puts the small tables of each run side by side.
fn side_by_side<'s>(rows: &Rows<'s>, runs: &[Vec<Small>]) -> Rows<'s> {
    let mut made = Rows { syntax: rows.syntax, left_out: rows.left_out.clone(), ..Rows::default() };
    let mut at = 0;
    for run in runs {
        let whole: Range<usize> = run[0].header..run[run.len() - 1].data + 1;
        (at..whole.start).for_each(|row| keep(rows, row, &mut made));
        let span = rows.rows[whole.start].span.to(rows.rows[whole.end - 1].span);
        let side = |of: fn(&Small) -> usize| -> Vec<Cell<'s>> {
            let own = |small: &Small| {
                let width = rows.rows[small.header].cells.len().max(rows.rows[small.data].cells.len());
                let end = rows.rows[of(small)].span.end();
                let blank = Cell { span: Span::new(end, end), text: Cow::Borrowed(""), mended: None };
                let mut cells = rows.of(&rows.rows[of(small)]).to_vec();
                cells.resize(width, blank);
                cells
            };
            run.iter().flat_map(own).collect()
        };
        let line = rows.rows[run[0].header].line;
        push(&mut made, line, span, side(|small| small.header));
        push(&mut made, line, span, side(|small| small.data));
        // Blank lines between the small tables hold nothing but white space.
        at = whole.end;
    }
    (at..rows.rows.len()).for_each(|row| keep(rows, row, &mut made));
    made
}
