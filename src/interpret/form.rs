//! Forms: one sheet of paper per record, label beside value, instead of one row per record.
//!
//! In: rows as lexed. Out: rows in which each form is a header row of its labels and a data row of its values, so that
//! the stages behind read it like any table. Three kinds are known by their labels, which are header words: label and
//! value cells in turn, `label：value` lines, and several small tables of one row each. Records over two rows, each with
//! a header row of its own, are made one row too, and so are each column of a transposed table and each header row with
//! the labels below its values, and the numbered items of running text that are told in parts with labels. What is none
//! of these stays as it is.

mod blocks;
mod captions;
mod grid;
mod headed;
mod lines;
mod numbered;
mod reasons;
mod running;
mod small;
mod tiers;
mod titles;
mod transposed;
mod turns;
mod wrapped;

use std::borrow::Cow;

use foldhash::HashSet;

use crate::interpret::form::blocks::Blocks;
use crate::interpret::header;
use crate::interpret::heading;
use crate::interpret::layout::{self, Fit, Layout};
use crate::interpret::legend;
use crate::interpret::number;
use crate::interpret::text;
use crate::read::lex::{Cell, Row, Rows};
use crate::source::{Source, Span};

/// Fewer labelled rows than this are no form: a table may have a row or two that look like one.
const FEWEST_ROWS: usize = 3;

/// A row of a table has at least so many cells.
const FEWEST_CELLS: usize = 3;

/// What sets a label off in front of its value.
const BRACKETS: [(char, char); 6] = [('【', '】'), ('［', '］'), ('〔', '〕'), ('＜', '＞'), ('<', '>'), ('[', ']')];

/// What tells labels.
struct Labels<'a> {
    /// Whether a text can be one.
    is: &'a dyn Fn(&str) -> bool,
    /// Whether it is one in other rows.
    is_known: &'a dyn Fn(&str) -> bool,
}

/// A label and its value.
type Field<'s> = (Cell<'s>, Cell<'s>);

/// Turns forms into rows.
pub fn rows<'s>(rows: Rows<'s>, source: &Source<'_>, layout: &Layout) -> Rows<'s> {
    let running = running::rows(&rows, source, layout);
    if let Some(made) = running.or_else(|| transposed::rows(&rows, layout)).or_else(|| headed::rows(&rows, layout)) {
        return keep_blanks(&rows, made);
    }
    let joined = titles::join(&rows, layout);
    let own = joined.as_ref().unwrap_or(&rows);
    let flush = titles::leave_indents(own, layout);
    let apart = titles::set_apart(flush.as_ref().unwrap_or(own), layout);
    if let Some(made) = apart.iter().chain(&flush).chain([own]).find_map(|rows| labelled(rows, source, layout)) {
        return keep_blanks(&rows, made);
    }
    if let Some(made) = tiers::rows(&rows, layout) {
        return keep_blanks(&rows, made);
    }
    let small = small::tables(&rows, layout);
    if small.is_empty() { rows } else { keep_blanks(&rows, small::side_by_side(&rows, &small)) }
}

/// Forms of labels left of values, or in front of colons; none where the sheet has no such forms.
fn labelled<'s>(printed: &Rows<'s>, source: &Source<'_>, layout: &Layout) -> Option<Rows<'s>> {
    let bare = captions::leave_out(printed, layout);
    let (rows, labels) = bare.as_ref().map_or((printed, None), |(rows, labels)| (rows, Some(labels)));
    let by_words = Labels { is: &|text| is_label(text, layout), is_known: &|_| false };
    // A label stands in front of each value: nearly no row of a table has short texts in all of these places.
    let of_row = |row: &Row| {
        let filled = rows.of(row).iter().filter(|cell| !cell.text.is_empty());
        let may_be = filled.step_by(2).skip(1).all(|label| layout::may_be_header(&label.text));
        may_be.then(|| self::fields(rows.of(row), &by_words, source, layout)).flatten()
    };
    let mut fields: Vec<Option<Vec<Field<'s>>>> = rows.rows.iter().map(of_row).collect();
    let says = |fields: &Option<Vec<Field<'s>>>| {
        fields.as_ref().is_some_and(|fields| fields.iter().any(|(_, value)| !value.text.is_empty()))
    };
    let labelled = fields.iter().filter(|fields| says(fields)).count();
    let filled = rows.rows.iter().filter(|row| rows.of(row).iter().any(|cell| !cell.text.is_empty())).count();
    // The lines of a cell are one row in print.
    let names_item = |(label, value): &Field<'_>| !value.text.is_empty() && layout.names_item(&label.text);
    let with_reasons = || {
        let is_form = labelled >= FEWEST_ROWS && fields.iter().flatten().flatten().any(names_item);
        is_form && (labelled + reasons::count(rows, layout)) * 2 > filled
    };
    let are_most = || {
        labelled * 2 > filled || with_reasons() || labelled * 2 > filled - wrapped::lines_below(rows, &fields, layout)
    };
    let is_form = labelled >= FEWEST_ROWS && (are_most() || blocks::are_lines(rows, &fields, layout));
    // Labels above tables are told of these: most rows stand below headers of their own.
    let is_of_table = |(row, fields): &(&Row, &Option<Vec<Field<'s>>>)| {
        fields.is_none() && rows.of(row).iter().filter(|cell| !cell.text.is_empty()).nth(FEWEST_CELLS - 1).is_some()
    };
    let in_tables = || rows.rows.iter().zip(&fields).filter(is_of_table);
    let is_header = |(row, _): &(&Row, &Option<Vec<Field<'s>>>)| header::is_header(rows.of(row), layout);
    let are_tables = || in_tables().count() > labelled && in_tables().filter(is_header).nth(1).is_some();
    if is_form || (labelled > 0 && blocks::repeat(rows, layout) && !are_tables()) {
        grid::read(rows, &mut fields, layout);
        let mut known = blocks::labels(rows, &fields, layout);
        known.extend(labels.into_iter().flatten());
        read_again(rows, &mut fields, (known, source), layout);
        blocks::leave_lists(rows, &mut fields);
        reasons::read(rows, &mut fields, layout);
        small::read_inside(rows, &mut fields, layout);
        wrapped::leave_captions(rows, &mut fields);
        wrapped::join_below_brackets(rows, &mut fields, source, layout);
        wrapped::join(rows, &mut fields, layout);
        wrapped::join_below(rows, &mut fields, layout);
        let blocks = Blocks::of(&fields);
        blocks.fill(&mut fields, rows, layout);
        return Some(turns::in_turn(printed, fields, &blocks, layout));
    }
    None
}

/// Adds a last row of the blank cells that no form took: they hold quotes that quote nothing, or dropped characters.
fn keep_blanks<'s>(rows: &Rows<'s>, mut made: Rows<'s>) -> Rows<'s> {
    let mut taken: Vec<Span> = made.cells.iter().map(|cell| cell.span).collect();
    taken.sort_unstable_by_key(|span| span.start());
    // How far those reach that begin up to each: a value of several lines holds what stands between them.
    let reach = taken.iter().scan(0, |reach, span| {
        *reach = span.end().max(*reach);
        Some(*reach)
    });
    let reach: Vec<usize> = reach.collect();
    let is_taken = |span: Span| {
        let begun = taken.partition_point(|of| of.start() <= span.start());
        begun > 0 && reach[begun - 1] >= span.end()
    };
    let left = |cell: &&Cell<'s>| cell.text.is_empty() && cell.span.start() < cell.span.end() && !is_taken(cell.span);
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

/// What a bracket that stands round a cell sets off as a label, whatever its words: `【ねらい】`; `【基本目標1】` and `【公園課】` are
/// headings.
fn in_bracket<'t>(text: &'t str, layout: &Layout) -> Option<&'t str> {
    let inside = text.strip_prefix('【')?.strip_suffix('】')?;
    let heads = || {
        let names_office = layout.is_department(inside) && !layout.is_whole_word(inside);
        names_office || heading::opening(text, layout).is_some()
    };
    (!inside.is_empty() && !inside.contains(['【', '】']) && !heads()).then_some(inside)
}

/// Reads the rows of a form that were left over by the labels of the others: a value may end like a label. What stands
/// in a bracket in front of a value is a label there, whatever its words, and so is what comes again from block to
/// block.
fn read_again<'s>(
    rows: &Rows<'s>,
    fields: &mut [Option<Vec<Field<'s>>>],
    (again, source): (HashSet<&str>, &Source<'_>),
    layout: &Layout,
) {
    let of_form = fields.iter().flatten().flatten();
    let known: HashSet<String> = of_form.map(|(label, _)| label.text.to_string()).collect();
    let is_known = |text: &str| known.contains(text) || again.contains(text);
    let is = |text: &str| is_known(text) || layout.is_whole_word(text) || in_bracket(text, layout).is_some();
    let by_others = Labels { is: &is, is_known: &is_known };
    for (row, fields) in rows.rows.iter().zip(fields).filter(|(_, fields)| fields.is_none()) {
        *fields = self::fields(rows.of(row), &by_others, source, layout);
    }
}

/// Whether a row is blank.
fn is_blank(rows: &Rows<'_>, at: usize) -> bool {
    rows.rows.get(at).is_none_or(|row| rows.of(row).iter().all(|cell| cell.text.is_empty()))
}

/// Whether a value ends like the label in front of it, as names do: `事業名⇥派遣事業`, `担当課⇥相談担当`.
fn ends_alike(label: &str, value: &str, layout: &Layout) -> bool {
    let (label, value) = (layout.family_at_end(label), layout.family_at_end(value));
    matches!((label, value), (Some((one, Fit::Whole)), Some((other, Fit::Ending))) if one == other)
}

/// The fields of a row: `事業名⇥防犯灯⇥担当課⇥安全課`, or `事業名：防犯灯`. None where the row is anything else.
fn fields<'s>(cells: &[Cell<'s>], labels: &Labels<'_>, source: &Source<'_>, layout: &Layout) -> Option<Vec<Field<'s>>> {
    let mut filled = cells.iter().filter(|cell| !cell.text.is_empty());
    if let (Some(only), None) = (filled.next(), filled.next()) {
        // A label whose value was left blank; `２　評価` is the caption of a part.
        let unsaid = || {
            let is_label = cells.len() > 1 && (labels.is)(&only.text) && heading::enumerated(&only.text).is_none();
            is_label.then(|| (only.clone(), Cell::blank(only.span.end())))
        };
        return colon_field(only, source, layout).or_else(unsaid).map(|field| vec![field]);
    }
    // Where the label in front is one in other rows, and the next one is, what stands between is none: `計画⇥51項目`,
    // `指標⇥参加者数⇥目標⇥延べ400人`.
    let is_between = |label: &str, at: usize| {
        let mut behind = cells[at + 1..].iter().filter(|cell| !cell.text.is_empty());
        let ends = |next: Option<&Cell<'s>>| match next {
            Some(next) => (labels.is_known)(&next.text),
            None => cells[at].text.starts_with(|c| number::digit(c).is_some()),
        };
        (labels.is_known)(label) && !(labels.is_known)(&cells[at].text) && ends(behind.next())
    };
    let mut fields: Vec<Field<'s>> = Vec::new();
    let mut label: Option<&Cell<'s>> = None;
    for (at, cell) in cells.iter().enumerate() {
        match label {
            None if cell.text.is_empty() => {}
            None if is_title(fields.last(), at, cells) => join_title(&mut fields, cell),
            None if (labels.is)(&cell.text) => label = Some(cell),
            None => return None,
            // Merged cells leave blanks between a label and its value, but not at the end of the row.
            Some(_) if cell.text.is_empty() && cells[at..].iter().any(|cell| !cell.text.is_empty()) => {}
            // The value in front of the next label was left blank.
            Some(of) if cells[at - 1].text.is_empty() && (labels.is_known)(&cell.text) => {
                fields.push((of.clone(), Cell::blank(of.span.end())));
                label = Some(cell);
            }
            Some(of)
                if (labels.is)(&cell.text)
                    && !ends_alike(&of.text, &cell.text, layout)
                    && !is_between(&of.text, at) =>
            {
                return None;
            }
            Some(of) => {
                fields.push((of.clone(), cell.clone()));
                label = None;
            }
        }
    }
    if let Some(label) = label {
        fields.push((label.clone(), Cell::blank(label.span.end())));
    }
    for (label, _) in &mut fields {
        // As in `【担当課】防災課`, the bracket sets the label off and is no part of it.
        if let Cow::Borrowed(text) = label.text {
            label.text = Cow::Borrowed(in_bracket(text, layout).unwrap_or(text));
        }
    }
    (!fields.is_empty()).then_some(fields)
}

/// Whether the last cell of a row is the title behind a number that is a value: `重点目標⇥①⇥緑の町`.
fn is_title(value: Option<&Field<'_>>, at: usize, cells: &[Cell<'_>]) -> bool {
    let Some((_, value)) = value.filter(|_| cells[at + 1..].iter().all(|cell| cell.text.is_empty())) else {
        return false;
    };
    let is_ordinal = number::of_ordinal(&value.text).is_some()
        && !value.text.starts_with(|c: char| number::digit(c).is_some() || text::is_kana_or_ideograph(c));
    is_ordinal && cells[at - 1].span == value.span
}

/// Puts the title behind its number.
fn join_title<'s>(fields: &mut [Field<'s>], title: &Cell<'s>) {
    if let Some((_, value)) = fields.last_mut() {
        value.text = format!("{}　{}", value.text, title.text).into();
        value.span = value.span.to(title.span);
    }
}

/// Splits `事業名：防犯灯` at its colon.
fn colon_field<'s>(cell: &Cell<'s>, source: &Source<'_>, layout: &Layout) -> Option<Field<'s>> {
    let Cow::Borrowed(text) = cell.text else { return None };
    let text = numbered::entry(text);
    let colon = text.find(['：', ':']);
    // 【担当課】防災課: the bracket sets the label off.
    let bracket =
        BRACKETS.iter().find_map(|&(open, close)| Some(open.len_utf8() + text.strip_prefix(open)?.find(close)?));
    let bracketed = bracket.filter(|&at| colon.is_none_or(|colon| colon > at));
    let at = bracketed.or(colon)?;
    let sign = text[at..].chars().next().map_or(1, char::len_utf8);
    let from = if bracketed.is_some() { text.chars().next().map_or(1, char::len_utf8) } else { 0 };
    let (label, value) = (text[from..at].trim(), text[at + sign..].trim());
    let bare =
        label.trim_start_matches(['【', '［', '[', '■', '●', '○', '◆', '・']).trim_end_matches(['】', '］', ']']);
    // ＜達成度＞ alone stands above something else, as a legend.
    let is_caption = bracketed.is_some() && value.is_empty() && !text.starts_with('【');
    // 課題(1): … is a heading, whatever stands behind it.
    if is_caption
        || !is_label(bare, layout)
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

/// Copies a row as it is.
fn keep<'s>(rows: &Rows<'s>, at: usize, made: &mut Rows<'s>) {
    let row = &rows.rows[at];
    push(made, row.line, row.span, rows.of(row).to_vec());
}

/// Copies a row as it is, but a line in the first cell without the blank ones behind it: between forms it is in no
/// column.
fn keep_line<'s>(rows: &Rows<'s>, at: usize, made: &mut Rows<'s>) {
    let row = &rows.rows[at];
    match rows.of(row) {
        [line, rest @ ..] if !line.text.is_empty() && rest.iter().all(|cell| cell.text.is_empty()) => {
            push(made, row.line, row.span, vec![line.clone()]);
        }
        _ => keep(rows, at, made),
    }
}

fn push<'s>(made: &mut Rows<'s>, line: usize, span: Span, cells: Vec<Cell<'s>>) {
    let start = made.cells.len();
    made.cells.extend(cells);
    made.rows.push(Row { line, span, cells: start..made.cells.len() });
}

#[cfg(test)]
pub(super) mod tests {
    use crate::diagnostic::Findings;
    use crate::interpret::Options;
    use crate::record::{Rating, Record};
    use crate::source::Source;

    /// What is told of each record of a sheet.
    pub(in crate::interpret) fn each_record(sheet: &str, told: impl Fn(&Record<'_>) -> String) -> Vec<String> {
        let source = Source::made_up(sheet);
        crate::sheet(&source, &Options::default(), Findings::default()).records.iter().map(told).collect()
    }

    /// The same of a sheet whose cells stand apart by `|`, each character of which is counted once.
    #[track_caller]
    pub(in crate::interpret) fn each_counted(sheet: &str, told: impl Fn(&Record<'_>) -> String) -> Vec<String> {
        let sheet = sheet.replace('|', "\t");
        adds_up(&sheet);
        each_record(&sheet, told)
    }

    /// The names of the departments of a record.
    pub(in crate::interpret) fn departments(record: &Record<'_>) -> String {
        record.departments.iter().map(|of| &*of.name).collect::<Vec<_>>().join("、")
    }

    /// The ratings of a record, each with its column and its reason.
    pub(in crate::interpret) fn ratings(record: &Record<'_>) -> String {
        let comment = |of: &Rating<'_>| of.comment.as_deref().unwrap_or_default().to_owned();
        let told = |of: &Rating<'_>| format!("{}={}{}", of.column, of.printed, comment(of));
        record.ratings.iter().map(told).collect::<Vec<_>>().join("、")
    }

    /// The texts of a record with their columns.
    pub(in crate::interpret) fn texts(record: &Record<'_>, between: &str) -> String {
        record.texts.iter().map(|(name, text)| format!("{name}={text}")).collect::<Vec<_>>().join(between)
    }

    /// Holds that each character of a sheet is counted, and once.
    #[track_caller]
    pub(in crate::interpret) fn adds_up(sheet: &str) {
        let source = Source::made_up(sheet);
        let of = crate::sheet(&source, &Options::default(), Findings::default()).account;
        let told = of.records + of.headings + of.headers + of.legends + of.titles + of.set_aside + of.syntax;
        assert_eq!(told + of.dropped, of.read, "{sheet}");
    }
}
