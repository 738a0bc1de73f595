//! Lone lines below a whole row that go on in its last cell.
//!
//! In: a block, and a row in it. Out: the row with the lines that belong to it: names below names, and the rest of a
//! text that had not ended. A line below the last row may as well say who printed the sheet.

use std::ops::Range;

use super::kind::Kind;
use super::{Block, MOST_LINES};
use crate::interpret::layout;
use crate::interpret::shape::Shape;
use crate::interpret::text;

/// So many cells that end sentences show that those of their column do; one may do so by chance.
const FEWEST_ENDS: usize = 2;

impl Block<'_, '_> {
    /// A whole row followed by lone lines that go on in its last cell.
    pub(super) fn behind(&self, start: usize, kinds: &[Kind]) -> Option<Range<usize>> {
        (self.width_of(start) == kinds.len() && kinds.len() > 1)
            .then(|| self.with_tail(start..start + 1, kinds))
            .filter(|run| run.len() > 1)
    }

    /// Adds the lone lines behind a whole row that go on in its last cell: names below names, text that had not ended.
    pub(super) fn with_tail(&self, run: Range<usize>, kinds: &[Kind]) -> Range<usize> {
        let mut end = run.end;
        let first = self.rows.of(&self.rows.rows[run.end - 1]).last().map_or("", |cell| &*cell.text);
        while end < self.range.end && end < run.start + MOST_LINES && self.width_of(end) == 1 && kinds.len() > 1 {
            let before = self.rows.of(&self.rows.rows[end - 1]).last().map_or("", |cell| &*cell.text);
            let line = self.first(end);
            let shape = self.last_shape(end - 1);
            // 山あいの地区 ends like a department too, and heads the rows below it.
            let office =
                line.ends_with(['課', '室', '係', '局', '部', '館', '所', ')', '）']) || line.ends_with("センター");
            let is_names = self.first_shape(end) == Shape::Department;
            // 担当：企画課 below names or texts without a label says whom to ask about the sheet.
            let labelled = |text: &str| text.contains(['：', ':']);
            let signed = is_names
                && !before.ends_with('、')
                && (labelled(line) && !labelled(before) || is_signed(line) && !is_signed(before));
            let names = office && shape == Shape::Department && is_names;
            let is_text =
                !matches!(shape, Shape::Code(_) | Shape::Department | Shape::Number | Shape::Dash | Shape::Blank);
            // Behind a clause the end of a sentence is its own, and what stands between them.
            let has_clause = |row| self.rows.of(&self.rows.rows[row]).last().is_some_and(|of| of.text.contains('、'));
            let is_due = || (run.end - 1..end).any(has_clause) || self.others_end_sentences(run.end - 1);
            let ends = || !text::is_whole(before) && self.ends_sentence(end) && is_due();
            let goes_on = is_text && (kinds.last() == Some(&Kind::Sentence) || text::goes_on(line) || ends());
            let open = shape == Shape::Open
                || (goes_on && !text::is_whole(before))
                || (shape == Shape::Sentence && text::begins_entry(line) && text::begins_entry(first));
            let cut = kinds.last() == Some(&Kind::Department)
                && !self.layout.is_department(before)
                && self.layout.is_department(&format!("{before}{line}"));
            if !(names || open || cut) || signed || self.stands_alone(end) {
                break;
            }
            end += 1;
        }
        run.start..end
    }

    /// Whether the last cells of the rows near a whole one all end sentences, in the lone lines behind them or without.
    fn others_end_sentences(&self, row: usize) -> bool {
        let near = row.saturating_sub(MOST_LINES).max(self.range.start)..self.range.end.min(row + MOST_LINES);
        let last = |row: usize| self.rows.of(&self.rows.rows[row]).last().map_or("", |cell| &*cell.text);
        let is_other =
            |&other: &usize| other != row && self.width_of(other) == self.width_of(row) && !last(other).is_empty();
        let ends = |other: usize| {
            text::ends_sentence(last(other)) || (other + 1 < self.range.end && self.ends_sentence(other + 1))
        };
        near.clone().filter(is_other).nth(FEWEST_ENDS - 1).is_some() && near.filter(is_other).all(ends)
    }

    /// Whether the lone lines from one on come to the end of a sentence before they say anything else.
    fn ends_sentence(&self, from: usize) -> bool {
        let lines = (from..self.range.end).take(MOST_LINES).take_while(|&row| self.width_of(row) == 1);
        lines.take_while(|&row| !self.stands_alone(row)).any(|row| self.first_shape(row) == Shape::Sentence)
    }
}

/// Whether a line names a municipality or a date before its office: who printed the sheet, `花瀬市 企画課`, and when. In the
/// sheets of a city its departments need no such name.
pub(crate) fn is_signed(line: &str) -> bool {
    let mut pieces = line.split_whitespace();
    let municipality = |piece: &str| piece.ends_with(['市', '町', '村', '区', '県']) && piece.chars().nth(1).is_some();
    let date = |piece: &str| piece.ends_with(['年', '度', '月', '日']) && layout::begins_with_year(piece);
    pieces.next().is_some_and(|first| municipality(first) || date(first)) && pieces.next().is_some()
}
