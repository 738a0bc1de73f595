//! Words that rate a row and figures, of which the rest stands right below.
//!
//! In: a cell, or a row. Out: whether it goes on with the word or the figure right above, which is that of one row
//! then.

use super::{DataRow, RowReader};
use crate::interpret::scale;
use crate::interpret::shape;
use crate::interpret::table::Page;
use crate::interpret::value;
use crate::record::Role;

impl<'i> RowReader<'_, 'i, '_> {
    /// The rest of a word that rates a row, in the row right below the one with its cell.
    pub(super) fn rest_of_word_in(&self, cell: usize, (row, column): (&DataRow<'_>, usize)) -> Option<&'i str> {
        // A code of a single letter, as nearly every rating is, needs no look at the row below.
        if !scale::may_be_piece(&self.cell(cell).text) {
            return None;
        }
        let rows = &self.sheet.rows.rows;
        let is_own = rows[row.at].cells.contains(&cell);
        let at = if is_own { row.at } else { rows.partition_point(|row| row.cells.end <= cell) };
        self.rest_of_word((row.table, row.page, at), column)
    }

    /// Whether a cell goes on with a word in the one right above, which rates that row.
    pub(super) fn is_rest_of_word(&self, (table, page, at): (usize, &Page, usize), column: usize) -> bool {
        let rest = |above: usize| self.rest_of_word((table, page, above), column);
        scale::may_be_piece(self.text_at(page, at, column)) && at.checked_sub(1).and_then(rest).is_some()
    }

    /// The rest of a word that rates a row, in the row right below, whatever stands there if that is a further line of
    /// its record.
    fn rest_of_word(&self, (table, page, at): (usize, &Page, usize), column: usize) -> Option<&'i str> {
        if !self.further_lines.contains(&(at + 1)) {
            return page.rest_of_word((at, column), self.sheet.plans[table].item, self.sheet.rows);
        }
        let rest = page.text_of(at + 1, column, self.sheet.rows);
        scale::is_cut_word(page.text_of(at, column, self.sheet.rows), rest).then_some(rest)
    }

    /// Whether each figure of a row, one at least, completes the one above.
    pub(super) fn completes_figures(&self, row: &DataRow<'_>) -> bool {
        let columns = &self.table(row.table).columns;
        let mut figures = row.filled.iter().filter(|(_, column)| columns[*column].role == Role::Value).peekable();
        figures.peek().is_some()
            && figures.all(|&(cell, column)| completes_figure(self.text_above(row, column), &self.cell(cell).text))
    }

    /// Whether a cell completes the figure in the one right above.
    pub(super) fn is_rest_of_figure(&self, of @ (_, page, at): (usize, &Page, usize), column: usize) -> bool {
        self.line_above(of).is_some_and(|(page_above, above)| {
            completes_figure(self.text_at(page_above, above, column), self.text_at(page, at, column))
        })
    }
}

/// Whether two lines are one figure: 延べ above `8,400人`, `延べ1,200` above 人.
pub(super) fn completes_figure(above: &str, own: &str) -> bool {
    let has_number = |text: &str| value::figure(text).number.is_some();
    let is_begun = !above.is_empty() && !shape::is_dash(above) && !shape::is_dash(own);
    if !is_begun || has_number(above) == has_number(own) {
        return false;
    }
    let whole = format!("{above}{own}");
    if has_number(own) { value::figure(&whole).unit.is_some() } else { value::counts(&whole) }
}

#[cfg(test)]
mod tests {
    use crate::interpret::row::tests::of_each;
    use crate::record::Record;

    /// The item and the figures of each record.
    fn figures(sheet: &str) -> Vec<String> {
        of_each(sheet, |record| {
            let figures: Vec<&str> = record.values.iter().map(|of| &*of.printed).collect();
            format!("{} {}", record.item.as_ref().map_or("", |of| &of.title), figures.join(" "))
        })
    }

    #[test]
    fn a_figure_goes_on_below_its_qualifier() {
        let sheet = "指標|実績値|判定|分析|担当課\n宿泊した人の数|延べ|A|冬の催しに人が集まり、宿の数も|観光課\n\
            |8,400人||増えた。|\n案内所を使う人の数|延べ|B|駅前に移したが、雨の日が多く、|観光課\n|21,000人||人が減った。|\n";
        let figure = |record: &Record<'_>| {
            let value = &record.values[0];
            format!("{} {:?} {}", value.printed, value.unit, record.texts[0].1)
        };
        assert_eq!(
            of_each(sheet, figure),
            [
                "延べ8,400人 Some(\"人\") 冬の催しに人が集まり、宿の数も増えた。",
                "延べ21,000人 Some(\"人\") 駅前に移したが、雨の日が多く、人が減った。"
            ]
        );
    }

    #[test]
    fn a_line_that_completes_figures_goes_on_with_their_record() {
        let rated = "指標|目標|実績|評価|分析|担当課\n\
            相談会に来た人の|延べ|延べ|A|窓口を増やした。|福祉課、\n数|1,500人|1,720人||夜にも開く。|こども課\n\
            花壇の数|30か所|28か所|B|苗を配った。|公園課\n";
        assert_eq!(figures(rated), ["相談会に来た人の数 延べ1,500人 延べ1,720人", "花壇の数 30か所 28か所"]);
        let bare = "指標|基準値|目標値|目標値\n教室を受講した者の|延べ310人|延べ900人|延べ1,200\n{}数|||人\n\
            教室の回数|12回|24回|30回\n";
        for between in ["", "\n- 1 -\n\n指標|基準値|目標値|目標値\n"] {
            let sheet = bare.replace("{}", between);
            assert_eq!(
                figures(&sheet),
                ["教室を受講した者の数 延べ310人 延べ900人 延べ1,200人", "教室の回数 12回 24回 30回"],
                "{sheet}"
            );
        }
        // A figure of its own below one, and a text below a figure.
        let own = "指標|目標|実績|評価\n花壇の手入れの会|5回|未定|A\n並木|3|4|B\n水辺|9人|8人|C\n";
        assert_eq!(figures(own), ["花壇の手入れの会 5回 未定", "並木 3 4", "水辺 9人 8人"]);
    }
}
