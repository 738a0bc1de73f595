//! Ratings that are spread over columns: a ○ under 拡充, 継続 or 縮小.
//!
//! In: a table whose pages are assigned. Out: the same, where the first column of each such run is the rating and knows
//! which [`Choice`] each column offers. Which of them a row marks is left to [`row`](crate::interpret::row).

use std::ops::Range;
use std::sync::Arc;

use super::Table;
use crate::interpret::header::HeaderColumn;
use crate::interpret::layout::Family;
use crate::interpret::roles::{Beside, Choice};
use crate::interpret::scale::{self, Alphabet, Written};
use crate::interpret::shape;
use crate::read::lex::Rows;
use crate::record::Role;

/// Of the rows that mark anything at least this share mark one column: a plan of months marks several.
const ONE_MARK_SHARE: f32 = 0.6;

/// Makes one rating of each run of columns that offer the codes of a scale and hold nothing but marks.
pub(super) fn join_options(table: &mut Table, headers: &[HeaderColumn], rows: &Rows<'_>) {
    let mut at = 0;
    while at < headers.len() {
        let run = run_of_options(headers, at);
        if run.len() > 1 && holds_one_mark_each(table, &run, rows) {
            join(table, headers, run.clone());
        }
        at = run.end.max(at + 1);
    }
}

/// The code that a column offers, if its header is one.
fn code_of(header: &HeaderColumn) -> Option<Written> {
    scale::only(header.printed.last()?)
}

/// The columns from one on whose headers are different codes of one alphabet below the same words.
fn run_of_options(headers: &[HeaderColumn], from: usize) -> Range<usize> {
    let mut codes: Vec<Written> = Vec::new();
    let above = |header: &HeaderColumn| header.printed.split_last().map(|(_, above)| above.to_vec());
    for header in &headers[from..] {
        let Some(code) = code_of(header) else { break };
        let rated = code.alphabet == Alphabet::Word || matches!(header.upper, Some(Family::Rating | Family::Judged));
        let follows = codes.iter().all(|other| other.alphabet == code.alphabet && other.code != code.code);
        if !rated || !follows || above(header) != above(&headers[from]) {
            break;
        }
        codes.push(code);
    }
    from..from + codes.len()
}

/// Whether columns hold nothing but one and the same mark, and most rows once.
fn holds_one_mark_each(table: &Table, run: &Range<usize>, rows: &Rows<'_>) -> bool {
    let (mut marked, mut once, mut mark) = (0, 0, None);
    for page in &table.pages {
        for &row in &page.rows {
            let mut marks = 0;
            for (cell, column) in page.cells_of(row, rows) {
                if !column.is_some_and(|column| run.contains(&column)) || !marks_something(&cell.text) {
                    continue;
                }
                if !is_mark(&cell.text) || **mark.get_or_insert(&*cell.text) != *cell.text {
                    return false;
                }
                marks += 1;
            }
            marked += usize::from(marks > 0);
            once += usize::from(marks == 1);
        }
    }
    marked > 0 && once as f32 >= ONE_MARK_SHARE * marked as f32
}

/// Whether a cell below an option says anything.
pub(crate) fn marks_something(text: &str) -> bool {
    !text.is_empty() && !shape::is_dash(text)
}

fn is_mark(text: &str) -> bool {
    scale::alphabet(text) == Some(Alphabet::Mark) || matches!(text, "✓" | "✔" | "レ" | "☑" | "1" | "１")
}

/// Makes the first column of a run the rating, and the others columns of its choices.
fn join(table: &mut Table, headers: &[HeaderColumn], run: Range<usize>) {
    let choice = |column: usize| Some(Choice { column, code: code_of(&headers[column])?.code.into() });
    let choices: Vec<Choice> = run.clone().filter_map(choice).collect();
    let codes: Vec<&str> = choices.iter().map(|choice| &*choice.code).collect();
    let above: Vec<String> =
        headers[run.start].printed.split_last().map(|(_, above)| above.to_vec()).unwrap_or_default();
    let name = if above.is_empty() { codes.join("・") } else { HeaderColumn::key_of(&above) };
    let taken = table.columns.iter().enumerate().any(|(at, other)| !run.contains(&at) && *other.name == *name);
    let printed = above.iter().cloned().chain(run.clone().flat_map(|at| headers[at].printed.last().cloned()));
    let name = if taken { format!("{name} > {}", codes.join("・")) } else { name };
    table.columns[run.start].printed = printed.collect();
    table.columns[run.start].name = Arc::from(name);
    table.columns[run.start].role = Role::Rating;
    for column in run.start + 1..run.end {
        table.columns[column].role = Role::Text;
        table.columns[column].beside = Some(Beside::Option);
    }
    for column in &mut table.columns {
        column.rating = column.rating.map(|rating| if run.contains(&rating) { run.start } else { rating });
    }
    table.columns[run.start].choices = choices;
    table.pages.iter_mut().for_each(|page| page.columns.retain(|column| *column <= run.start || *column >= run.end));
}
