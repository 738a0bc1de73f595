//! The lines of running text.
//!
//! In: the rows of a sheet. Out: the line of each row that says something, without page numbers, notes and what each
//! page prints again, and the strays beside it.

use std::borrow::Cow;

use super::parts::{self, Part, parts};
use crate::interpret::classify::{is_continuation, is_date, is_footnote};
use crate::interpret::join::is_signed;
use crate::interpret::number;
use crate::interpret::shape;
use crate::read::lex::{Cell, Rows};

/// At most this share of the rows hold another cell beside their line: strays. A table has more.
const BESIDE_SHARE: f32 = 0.05;

/// A line that says something and no page number.
pub(super) struct Line<'t> {
    pub(super) row: usize,
    pub(super) text: Cow<'t, str>,
    /// Whether a blank row stands above it, and whether a page ends, a note or a stray stands there.
    pub(super) gap: bool,
    pub(super) page: bool,
    pub(super) note: bool,
    pub(super) stray: bool,
    pub(super) parts: Vec<Part<'t>>,
}

/// The lines of a sheet; none where rows have several cells and are none of an outline with tabs in front. Left out are
/// page numbers, the title that each page prints again or how it begins, and notes.
pub(super) fn lines<'r>(rows: &'r Rows<'_>) -> Option<Vec<Line<'r>>> {
    let most = (BESIDE_SHARE * rows.rows.len() as f32) as usize;
    if (0..rows.rows.len()).filter(|row| beside(rows, *row).next().is_some()).nth(most).is_some() {
        return None;
    }
    let mut lines: Vec<Line<'r>> = Vec::new();
    let (mut gap, mut page, mut note, mut stray) = (false, false, false, false);
    for at in 0..rows.rows.len() {
        let Some(cell) = only(rows, at) else {
            gap = true;
            continue;
        };
        let (text, parts) = match pair(rows, at) {
            Some((first, second)) => {
                let is_indented = rows.of(&rows.rows[at]).first().is_some_and(|cell| cell.text.is_empty());
                let part = parts::beside(&first.text, &second.text).filter(|_| is_indented);
                (Cow::Owned(format!("{}　{}", first.text, second.text)), part.into_iter().collect())
            }
            None => (Cow::Borrowed(&*cell.text), parts(&cell.text)),
        };
        let is_title = |line: &Line<'_>| line.text == text || (page && line.text.starts_with(&*text));
        let has_strays = beside(rows, at).next().is_some();
        if shape::is_page_number(&text) || lines.first().is_some_and(is_title) {
            (page, stray) = (true, stray || has_strays);
            continue;
        }
        if is_note(&text) {
            (note, stray) = (true, stray || has_strays);
            continue;
        }
        let [gap, page, note] = [&mut gap, &mut page, &mut note].map(std::mem::take);
        let stray = std::mem::replace(&mut stray, has_strays);
        lines.push(Line { row: at, text, gap, page, note, stray, parts });
    }
    Some(lines)
}

/// Whether a line is a note that may stand between any others: `※ 速報値です。`, `（注1）…`, `（次頁へ続く）`, who printed the sheet
/// and when.
fn is_note(line: &str) -> bool {
    let is_marked = || line.trim_start_matches(['（', '(', '［', '[', '【']).starts_with(['※', '＊', '*', '注']);
    let is_dated = || parts(line).is_empty() && line.split_whitespace().any(is_date);
    is_footnote(line) && is_marked() || is_continuation(line) || is_signed(line) || is_dated()
}

/// The two cells that are one line, where tabs indent: `⇥評価⇥Ａ`, `一⇥朝市`.
pub(super) fn pair<'r, 's>(rows: &'r Rows<'s>, row: usize) -> Option<(&'r Cell<'s>, &'r Cell<'s>)> {
    let cells = rows.of(&rows.rows[row]);
    let mut filled = cells.iter().filter(|cell| !cell.text.is_empty());
    let (Some(first), Some(second), None) = (filled.next(), filled.next(), filled.next()) else { return None };
    let is_indented = cells.first().is_some_and(|cell| cell.text.is_empty());
    (is_indented || number::is_alone(&first.text)).then_some((first, second))
}

/// The cells beside the line of a row.
pub(super) fn beside<'r, 's>(rows: &'r Rows<'s>, row: usize) -> impl Iterator<Item = &'r Cell<'s>> {
    let own = if pair(rows, row).is_some() { 2 } else { 1 };
    rows.of(&rows.rows[row]).iter().filter(|cell| !cell.text.is_empty()).skip(own)
}

/// The cell of a row that says something.
pub(super) fn only<'r, 's>(rows: &'r Rows<'s>, row: usize) -> Option<&'r Cell<'s>> {
    rows.of(&rows.rows[row]).iter().find(|cell| !cell.text.is_empty())
}
