//! Lines below rows that say more of each: `評価の理由：町の人がふえたため。`
//!
//! In: rows. Out: the same with what such a line says in a last column of its own, under the label in front of it. Which
//! lines: those alone in their rows, right below a row of several cells, where most rows of the page have one.

use std::borrow::Cow;
use std::ops::Range;

use super::layout::{Family, Fit, Layout};
use super::reasoned::pages;
use crate::read::lex::{Cell, Row, Rows};
use crate::source::Span;

/// One such line may be a remark on the table.
const FEWEST_LINES: usize = 2;

/// Puts such lines beside their rows.
pub(super) fn join<'s>(rows: Rows<'s>, layout: &Layout) -> Rows<'s> {
    let filled = |row: &Row| rows.of(row).iter().filter(|cell| !cell.text.is_empty()).take(FEWEST_LINES).count();
    let line = |at: usize| {
        let row = rows.rows.get(at).filter(|row| filled(row) == 1)?;
        let cell = rows.of(row).iter().find(|cell| !cell.text.is_empty())?;
        Some((labelled(&cell.text, layout)?, cell))
    };
    let is_below_row = |at: &usize| filled(&rows.rows[at - 1]) > 1;
    let lines: Vec<usize> = (1..rows.rows.len()).filter(|at| line(*at).is_some()).filter(is_below_row).collect();
    // A search for headers takes long.
    if lines.len() < FEWEST_LINES {
        return rows;
    }
    // Of each page its rows, its label and how wide it is.
    let page = |(header, rows_of): (Range<usize>, Range<usize>)| {
        let own =
            &lines[lines.partition_point(|at| *at < rows_of.start)..lines.partition_point(|at| *at < rows_of.end)];
        let label = line(*own.first()?)?.0.0;
        let have_one = own.iter().all(|at| line(*at).is_some_and(|(of, _)| of.0 == label));
        let of_several = rows.rows[rows_of.clone()].iter().filter(|row| filled(row) > 1).count();
        let width = rows.rows[header.start..rows_of.end].iter().map(|row| row.cells.len()).max()?;
        (have_one && own.len() * 2 > of_several).then_some((header, rows_of.end, label, width))
    };
    let headers = pages(&rows, layout, |_| false).into_iter();
    let headers = headers.map(|page| (page.header.rows.clone(), page.header.rows.end..page.end));
    let pages: Vec<(Range<usize>, usize, &str, usize)> = headers.filter_map(page).collect();
    let mut made = Rows { syntax: rows.syntax, left_out: rows.left_out.clone(), ..Rows::default() };
    let mut pages = pages.iter().peekable();
    let mut at = 0;
    while at < rows.rows.len() {
        while pages.next_if(|(_, end, ..)| *end <= at).is_some() {}
        let row = &rows.rows[at];
        let mut cells = rows.of(row).to_vec();
        let mut span = row.span;
        let page = pages.peek().filter(|(header, ..)| header.start <= at);
        let below = page.filter(|(_, end, ..)| filled(row) > 1 && at + 1 < *end).and_then(|_| line(at + 1));
        if let Some((header, _, label, width)) = page {
            let end = row.span.end();
            if header.start == at {
                cells.resize(*width, blank(end));
                cells.push(Cell { text: Cow::Owned((*label).to_owned()), ..blank(end) });
            } else if let Some(((_, text), cell)) = &below {
                cells.resize(*width, blank(end));
                cells.push(Cell { span: cell.span, text: Cow::Owned((*text).to_owned()), mended: cell.mended });
                span = span.to(rows.rows[at + 1].span);
            }
        }
        at += if page.is_some() && below.is_some() { 2 } else { 1 };
        let start = made.cells.len();
        made.cells.extend(cells);
        made.rows.push(Row { line: row.line, span, cells: start..made.cells.len() });
    }
    made
}

/// The label of a line and the sentence behind it.
fn labelled<'t>(line: &'t str, layout: &Layout) -> Option<(&'t str, &'t str)> {
    let (label, text) = line.split_once(['：', ':']).filter(|_| line.ends_with('。'))?;
    let is_label = matches!(layout.family_at_end(label), Some((Family::Comment, Fit::Whole)));
    is_label.then(|| (label, text.trim_start()))
}

/// A cell that holds nothing.
fn blank<'s>(place: usize) -> Cell<'s> {
    Cell { span: Span::new(place, place), text: "".into(), mended: None }
}

#[cfg(test)]
mod tests {
    use crate::diagnostic::Findings;
    use crate::interpret::Options;
    use crate::source::Source;

    /// Item, lines and texts of each record; each character of the sheet is counted once.
    fn read(sheet: &str) -> Vec<String> {
        let sheet = sheet.replace('|', "\t");
        let source = Source::made_up(&sheet);
        let read = crate::sheet(&source, &Options::default(), Findings::default());
        let of = read.account;
        let told = of.records + of.headings + of.headers + of.legends + of.titles + of.set_aside + of.syntax;
        assert_eq!(told + of.dropped, of.read, "{sheet}");
        let told = |record: &crate::record::Record<'_>| {
            let texts: Vec<String> = record.texts.iter().map(|(name, text)| format!("{name}={text}")).collect();
            format!("{} {}", record.item.as_ref().map_or("", |item| &item.title), texts.join("、"))
        };
        read.records.iter().map(told).collect()
    }

    #[test]
    fn a_line_below_each_row_is_a_text_of_its_record() {
        let row = |at: usize, item: &str, line: &str| format!("{at}|{item}|月に二度行う。|Ａ|公園課\n{line}\n");
        for (front, behind) in [("", ""), ("|", "|||"), ("|", "")] {
            let line = |reason: &str| format!("{front}評価の理由：{reason}{behind}");
            let reasons = ["町の人がふえたため。", "苗が足りないため。", "泥が減ったため。"];
            let header = "No.|取組名|実施状況|評価|担当課\n";
            let first = row(1, "花壇", &line(reasons[0])) + &row(2, "並木", &line(reasons[1]));
            let pages = format!("{header}{first}\n- 1 -\n\n{header}{}", row(3, "水路", &line(reasons[2])));
            let told = |(item, reason): (&str, &str)| format!("{item} 実施状況=月に二度行う。、評価の理由={reason}");
            let expected: Vec<String> = ["花壇", "並木", "水路"].into_iter().zip(reasons).map(told).collect();
            let without_number = |told: Vec<String>| -> Vec<String> {
                told.iter().enumerate().map(|(at, told)| told.replace(&format!("No.={}、", at + 1), "")).collect()
            };
            let whole = format!("{header}{first}{}", row(3, "水路", &line(reasons[2])));
            assert_eq!(without_number(read(&whole)), expected, "{front} {behind}");
            assert_eq!(without_number(read(&pages)), expected, "{front} {behind}");
        }
    }

    #[test]
    fn one_remark_below_many_rows_is_a_text_of_none() {
        let rows = "花壇|月に二度行う。|Ａ|公園課\n水路|泥をさらう。|Ｂ|河川課\n道|掃く。|Ａ|道路課\n";
        let told = read(&format!("取組|実施状況|評価|担当課\n{rows}評価の理由：町の人に聞いた。\n"));
        assert!(told.len() == 3 && told.iter().all(|record| !record.contains("理由")), "{told:?}");
    }
}
