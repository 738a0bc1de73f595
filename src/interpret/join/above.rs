//! Lone lines above a whole row, or above the rows that make one, that are the beginning of its first cell.
//!
//! In: a block, and a row in it. Out: the lines from that row on with the row below them. A line between rows may as
//! well be a heading: what shows that it goes on is an entry of a list, which nobody prints alone, a row that begins in
//! mid-word, a line that stops behind a particle, one that is not padded as the others are, the edge at which the
//! first column of this sheet cuts its cells, or that it opens as that merged column is called.

use std::ops::Range;

use super::below::is_signed;
use super::kind::Kind;
use super::{Block, MOST_LINES};
use crate::interpret::classify;
use crate::interpret::header;
use crate::interpret::heading;
use crate::interpret::legend;
use crate::interpret::number;
use crate::interpret::shape::{self, Shape};
use crate::interpret::text;
use crate::read::lex::{Cell, Row};

impl Block<'_, '_> {
    /// The lines from one on that are the beginning of the whole row below them, or of the rows that make one there.
    pub(super) fn above(&self, start: usize, kinds: &[Kind], numbered: bool) -> Option<Range<usize>> {
        if self.width_of(start) > 1 || kinds.len() < 2 {
            return None;
        }
        let most = self.range.end.min(start + MOST_LINES);
        let end = (start + 1..most).find(|&row| self.width_of(row) > 1)?;
        let stands_alone = self.stands_alone(start);
        let is_cut_level = stands_alone && self.is_cut_level(start..end, kinds);
        if stands_alone && !is_cut_level && !self.is_numbered_as_rows(start, end) {
            return None;
        }
        let goes_on = (start + 1..=end).all(|row| !self.first(row).is_empty() && !self.stands_alone(row));
        // 基 above 本, the letters of a word of the header, is another line.
        let is_filled = |cell: &Cell<'_>| !cell.text.is_empty();
        let is_row = self.first(end).chars().nth(1).is_some()
            || self.rows.of(&self.rows.rows[end]).iter().skip(1).any(is_filled);
        let is_beginning = goes_on
            && is_row
            && !text::begins_entry(self.first(end))
            && (text::begins_entry(self.first(start))
                || is_cut_level
                || text::awaits_noun(self.first(end - 1))
                || self.is_cut_above(end)
                || (start..end).all(|row| self.is_unpadded_text(row))
                || self.ends_at_edge(end, kinds.len()));
        if !is_beginning {
            return None;
        }
        // Something may be written behind the last column.
        let is_whole = self.width_of(end) >= kinds.len();
        let whole = if is_whole { end..end + 1 } else { self.run_from(end, kinds, numbered)? };
        let run = start..whole.end;
        self.agrees(&run, kinds).then_some(run)
    }

    /// Whether a line has the number that the first cells of the rows around it leave out: `⑤…` between `④…` and `⑥…`,
    /// above a row without a number.
    fn is_numbered_as_rows(&self, line: usize, row: usize) -> bool {
        let Some((own, form)) = ordinal(self.first(line)).filter(|_| ordinal(self.first(row)).is_none()) else {
            return false;
        };
        let of_row = |row: usize| ordinal(self.first(row)).filter(|_| self.width_of(row) > 1);
        let before = || (line.saturating_sub(MOST_LINES)..line).rev().find_map(of_row);
        let behind = || (row + 1..self.rows.rows.len().min(row + MOST_LINES)).find_map(of_row);
        let is = |found: Option<(u32, String)>, number: u32| found.is_some_and(|of| of == (number, form.clone()));
        is(before(), own.wrapping_sub(1)) || is(behind(), own + 1)
    }

    /// Whether lines are the beginning of a merged cell: the first column is called as they open, 目標 above `目標1 水と緑の`,
    /// and says nothing else down to the next such line, but for the row right below, which may hold the rest.
    fn is_cut_level(&self, lines: Range<usize>, kinds: &[Kind]) -> bool {
        /// Few levels have more rows; what stands further down is not looked for again from each of many levels.
        const MOST_BELOW: usize = 100;
        let row = lines.end;
        let opening = |row: usize| heading::opening(self.first(row), self.layout).filter(|of| of.number.is_some());
        let level = opening(lines.start).filter(|_| is_open(self.first(row - 1))).map(|opening| opening.level);
        let named = |level: &String| self.header.is_some_and(|header| heading::squeezed(self.first(header)) == *level);
        if !level.is_some_and(|level| named(&level)) || opening(row).is_some() {
            return false;
        }
        let is_filled = |row: &usize| self.rows.of(&self.rows.rows[*row]).iter().any(|cell| !cell.text.is_empty());
        let ends = |row: usize| {
            let is_lone = self.width_of(row) == 1 || classify::lone_text(self.rows, row) == Some(self.first(row));
            let is_of_page = |line: &str| shape::is_page_number(line) || classify::is_footnote(line);
            is_lone && self.stands_alone(row) && !is_of_page(self.first(row))
        };
        // The next page may print the header again, and goes on blank.
        let is_header = |row: &usize| {
            let names = self.header.map(|header| self.first(header));
            names == Some(self.first(*row)) && header::is_header_row(self.rows, *row, self.layout)
        };
        let below = (row + 1..self.rows.rows.len()).take(MOST_BELOW).filter(|row| is_filled(row) && !is_header(row));
        let own = below.take_while(|&row| !ends(row) && !header::is_header_row(self.rows, row, self.layout));
        let mut whole = own.filter(|&row| self.first(row).is_empty() || self.is_whole(row, kinds)).peekable();
        whole.peek().is_some() && whole.all(|row| self.first(row).is_empty())
    }

    /// Whether the line right above a row had not ended, and the row begins in mid-word.
    fn is_cut_above(&self, row: usize) -> bool {
        let line = self.first(row - 1);
        self.width_of(row - 1) == 1 && is_open(line) && !self.stands_alone(row - 1) && text::goes_on(self.first(row))
    }

    /// Whether a line that is not padded as others are can be the beginning of a cell: it ends with a letter, and does
    /// not say who printed the sheet or name a legend.
    fn is_unpadded_text(&self, row: usize) -> bool {
        let line = self.first(row);
        is_open(line) && !is_signed(line) && !legend::announces(line) && self.lacks_padding(row)
    }

    /// Whether a line ends with its one cell, though the export put blank ones behind the lines of this sheet: it was
    /// no row of its own.
    fn lacks_padding(&self, row: usize) -> bool {
        let ends = |row: &Row| row.cells.len() == 1 && self.rows.cells[row.cells.start].span.end() == row.span.end();
        let pads = || {
            let is_filled = |cell: &Cell<'_>| !cell.text.is_empty();
            let is_line = |cells: &[Cell<'_>]| is_filled(&cells[0]) && !cells[1..].iter().any(is_filled);
            let lines = self.rows.rows.iter().filter(|row| is_line(self.rows.of(row)));
            let (bare, padded): (Vec<&Row>, Vec<&Row>) = lines.partition(|row| ends(row));
            padded.len() > bare.len()
        };
        ends(&self.rows.rows[row]) && *self.pads.get_or_init(pads)
    }

    /// Whether the line right above a row ends where other lines of the sheet are cut, in mid-word, and none is longer.
    /// Lines below a row that stopped within a text are lines of that.
    fn ends_at_edge(&self, row: usize, width: usize) -> bool {
        let line = self.first(row - 1);
        let is_of_text = |row: usize| {
            let above = (row.saturating_sub(MOST_LINES)..row - 1).rev().find(|&above| self.width_of(above) > 1);
            let stops = |above: usize| matches!(self.last_shape(above), Shape::Phrase | Shape::Open);
            above.is_some_and(|above| self.width_of(above) < width && stops(above))
        };
        let is_cut = |row: &usize| self.width_of(*row) > 1 && self.is_cut_above(*row) && !is_of_text(*row);
        let cuts = || (1..self.rows.rows.len()).filter(is_cut);
        let edge = || cuts().map(|row| text::width(self.first(row - 1))).max();
        let edge = *self.first_edge.get_or_init(edge);
        is_open(line) && edge.is_some_and(|edge| text::reaches(line, edge) && text::width(line) <= edge)
    }
}

/// The number in front of a text, and how it is written: `(3)` as `()`.
fn ordinal(text: &str) -> Option<(u32, String)> {
    let (ordinal, _) = shape::split_ordinal(text)?;
    let form = ordinal.chars().filter(|c| number::digit(*c).is_none() && number::circled(*c).is_none());
    Some((number::of_ordinal(ordinal)?, form.collect()))
}

/// Whether a line ends with a letter, as those do that go on: 山あい（北の地区） does not.
fn is_open(line: &str) -> bool {
    line.ends_with(|c: char| c.is_alphanumeric() || c == '、')
}
