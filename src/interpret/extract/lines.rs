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

    /// Adds a line that goes on with the item right above to its record, where the export cut off the blank cells
    /// behind it. Gives whether it did.
    pub(super) fn goes_on_with_item(&mut self, at: usize, found: &mut Findings) -> bool {
        let (Some((table, page)), Some(above)) = (self.page, self.extracted.records.last_mut()) else { return false };
        if above.lines.last() != Some(&(self.sheet.rows.rows[at].line - 1)) {
            return false;
        }
        let row = self.reader.row(at, table, &self.sheet.tables[table].pages[page]);
        let goes_on = self.reader.is_rest_of_item(&row);
        if goes_on {
            self.reader.carry_on(&row, above, (&mut self.extracted.uses, found));
        }
        goes_on
    }

    pub(super) fn prose(&mut self, at: usize, found: &mut Findings) {
        if self.goes_on_with_item(at, found) {
            return;
        }
        let uses = &mut self.extracted.uses;
        let above = self.extracted.records.last_mut();
        if !above.is_some_and(|above| self.reader.carry_on_lone(at, above, (uses, found))) {
            let strokes = self.cells(at).all(|(_, cell)| cell.text.is_empty() || shape::is_debris(&cell.text));
            self.set_row_aside(at, if strokes { Why::Noise } else { Why::Prose });
            let classes = &self.sheet.classes.rows;
            let is_data = |row: Option<usize>| row.and_then(|row| classes.get(row)) == Some(&Class::Data);
            let touches = is_data(Some(at + 1)) || (is_data(at.checked_sub(1)) && !self.closes_table(at));
            if !strokes && (touches || self.announces_rows(at) || self.stands_in_table(at)) {
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

    /// Whether rows stand above a line and below it with no header or heading between, blank lines or not: a page that
    /// goes on has its own words between its rows, or the rest of a cell.
    fn stands_in_table(&mut self, at: usize) -> bool {
        if !self.gap.0.contains(&at) {
            let classes = &self.sheet.classes.rows;
            let is_between =
                |class: &Class| matches!(class, Class::Blank | Class::Prose | Class::PageNumber | Class::Noise);
            let from = classes[..at].iter().rposition(|class| !is_between(class)).map_or(0, |above| above + 1);
            let below = classes[at + 1..].iter().position(|class| !is_between(class));
            let to = below.map_or(classes.len(), |below| at + 1 + below);
            let is_data = |row: Option<&Class>| row == Some(&Class::Data);
            let is_in_table = from > 0 && is_data(classes.get(from - 1)) && is_data(classes.get(to));
            self.gap = (from..to, is_in_table);
        }
        self.gap.1
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

#[cfg(test)]
mod tests {
    use crate::interpret::row::tests::ask;

    #[test]
    fn a_line_among_the_rows_of_a_page_is_told_though_blank_lines_set_it_off() {
        let told = |between: &str| {
            let rows = ["花壇\t苗を植えた。\tA\t公園課\n", "水路\t泥をさらった。\tB\t河川課\n"];
            let sheet = format!("取組\t内容\t評価\t担当課\n{}{between}{}", rows[0], rows[1]);
            ask(&sheet, |_| ()).1
        };
        let line = "7. 北の館では、苗の会を六月から七月にかけて計五回開き、参加者はのべ百人を数え、次の年もこの会を続けることを町の人たちと話し合って決めたところです。";
        assert_eq!(told(&format!("\n{line}\n\n")), ["line-between-rows"]);
        assert_eq!(told("\n"), [""; 0]);
    }
}
