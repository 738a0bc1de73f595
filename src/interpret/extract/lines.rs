//! Lines that are no rows of a table: footnotes, and prose that may go on with the record above.
//!
//! In: such a line. Out: the record above with its text, or the line set aside, with a finding where it touches rows.

use super::Walk;
use crate::diagnostic::Findings;
use crate::interpret::classify::Class;
use crate::interpret::rules::line_between_rows::line_between_rows;
use crate::interpret::shape::{self, Shape};
use crate::interpret::text;
use crate::record::{Role, Why};

impl Walk<'_, '_, '_> {
    /// Sets a footnote aside. Between two rows of which the upper one ends in a text it may be the rest of that text.
    pub(super) fn footnote(&mut self, at: usize, found: &mut Findings) {
        self.set_row_aside(at, Why::Footnote);
        let row = &self.sheet.rows.rows[at];
        let above = self.extracted.records.last().filter(|above| above.lines.last() == Some(&(row.line - 1)));
        let last = above.and_then(|above| above.cells.last()).filter(|last| last.is_filled());
        let ends_in_text = last.is_some_and(|last| matches!(last.of.role, Role::Text | Role::Comment));
        if ends_in_text && self.sheet.classes.rows.get(at + 1) == Some(&Class::Data) {
            line_between_rows(row.span, found);
        }
    }

    pub(super) fn prose(&mut self, at: usize, found: &mut Findings) {
        let uses = &mut self.extracted.uses;
        let above = self.extracted.records.last_mut();
        if !above.is_some_and(|above| self.reader.carry_on_lone(at, above, (uses, found))) {
            let strokes = self.cells(at).all(|(_, cell)| cell.text.is_empty() || shape::is_debris(&cell.text));
            self.set_row_aside(at, if strokes { Why::Noise } else { Why::Prose });
            let classes = &self.sheet.classes.rows;
            let is_data = |row: Option<usize>| row.and_then(|row| classes.get(row)) == Some(&Class::Data);
            let touches = is_data(Some(at + 1)) || (is_data(at.checked_sub(1)) && !self.closes_table(at));
            if !strokes && (touches || self.announces_rows(at)) {
                line_between_rows(self.sheet.rows.rows[at].span, found);
            }
        }
    }

    /// Whether a line with a label, as `担当：企画課`, or one with a list below it, stands right below a row that ends with a
    /// code, a figure or a name: it is no rest of that.
    fn closes_table(&self, at: usize) -> bool {
        let filled = |at: usize| self.cells(at).map(|(_, cell)| &*cell.text).filter(|text| !text.is_empty());
        let last = filled(at - 1).last().map(|text| Shape::of(text, self.sheet.layout));
        let is_short = matches!(last, Some(Shape::Code(_) | Shape::Number | Shape::Dash | Shape::Department));
        let has_list = || {
            let below = self.sheet.classes.rows.get(at + 1) == Some(&Class::Prose);
            below && filled(at + 1).next().is_some_and(text::begins_entry)
        };
        is_short && (filled(at).next().is_some_and(|line| line.contains(['：', ':'])) || has_list())
    }

    /// Whether a short line stands right above rows of a table, where a heading would.
    fn announces_rows(&self, at: usize) -> bool {
        /// A heading is a line, a paragraph is not.
        const LONGEST_HEADING: usize = 60;
        let classes = &self.sheet.classes.rows;
        let below = (at + 1..classes.len()).find(|&row| classes[row] != Class::Blank);
        let in_table = |row: usize| {
            let padded = self.sheet.rows.rows[row].cells.len() > 1;
            matches!(classes[row], Class::Data) || (padded && matches!(classes[row], Class::Heading(_)))
        };
        let text = self.cells(at).map(|(_, cell)| &cell.text).find(|text| !text.is_empty());
        below.is_some_and(in_table)
            && text.is_some_and(|text| text.chars().count() <= LONGEST_HEADING && !text.ends_with('。'))
    }
}
