//! Rows that narrow columns cut: each cell goes on right below, in a row of its own.
//!
//! In: a row and the record above. Out: whether the row is the rest of it; its item and its departments, put to those of
//! the record. Texts are added by [`carry_on`](super::carry_on).

use super::{DataRow, RowReader};
use crate::diagnostic::Findings;
use crate::interpret::department;
use crate::interpret::heading;
use crate::interpret::table::Page;
use crate::interpret::text;
use crate::record::{Item, Record, Repair, RepairKind, Role};

/// In mid-sentence two cells at the edges of their columns are no chance, nor are two side by side.
const FEWEST_SURE: usize = 2;

/// Where the columns of a table cut their cells.
#[derive(Clone, Debug)]
pub(super) struct Edges {
    /// For each column its width, in display cells; none where it cuts nothing.
    pub(super) columns: Vec<Option<usize>>,
    /// How wide the widest cell is in each column: one of a few short lines cuts none at an edge that others reach.
    pub(super) widest: Vec<usize>,
    /// Several cells go on in mid-sentence below one that ends at the edge.
    pub(super) cut: bool,
    /// The last cell of some row is blank: the export has not left out such cells.
    pub(super) padded: bool,
}

impl<'i, 's> RowReader<'_, 'i, 's> {
    /// Whether each cell of a row goes on with the one right above, be it on the page before, which ends at the edge of its
    /// column, or two texts in mid-sentence; this row is not rated, and the one above is but where the texts alone show it.
    /// A row whose rating was forgotten looks the same but for that. Where the item goes on in mid-word, a text beside it
    /// may begin a sentence.
    pub(super) fn is_wrapped(&self, row: &DataRow<'_>, above: &Record<'s>) -> bool {
        let columns = &self.table(row.table).columns;
        let is_part = |role: Role| matches!(role, Role::Item | Role::Text | Role::Comment | Role::Department);
        let rated = above.ratings.iter().any(|rating| !rating.printed.is_empty());
        let of_parts = row.filled.iter().all(|(_, column)| is_part(columns[*column].role));
        if !of_parts || self.row_above(row).is_none() {
            return false;
        }
        let (names, texts): (Vec<_>, Vec<_>) =
            row.filled.iter().partition(|(_, column)| columns[*column].role == Role::Department);
        let above = |column: usize| self.text_above(row, column);
        let at_edge = |column: usize| reaches(above(column), self.edges(row.table).columns[column]);
        let breaks = |(cell, column): &&(usize, usize)| is_mid_sentence(above(*column), &self.cell(*cell).text);
        let sentences = texts.iter().filter(|(_, column)| columns[*column].role != Role::Item);
        // 課 alone, and a note in brackets or the end of it.
        let is_end =
            |text: &str| department::is_ending(text) || text.starts_with(['（', '(']) || text::closes_bracket(text);
        let ends = names.iter().filter(|(cell, _)| is_end(&self.cell(*cell).text)).count();
        let surely_cut = ends + sentences.filter(breaks).count() >= FEWEST_SURE;
        // The edges are looked for last: that takes a look at every cell of the table.
        let is_cut = |text: &str| !text.is_empty() && !self.sheet.layout.ends_like_department(text);
        let is_name = |text: &str| self.sheet.layout.is_department(&heading::squeezed(text));
        let may_go_on = |text: &str| is_name(text) || is_end(text);
        names.iter().all(|(cell, column)| may_go_on(&self.cell(*cell).text) || is_cut(above(*column)))
            && ((rated && names.is_empty() && self.breaks_item_and_text(row))
                || !texts.iter().any(|(_, column)| text::ends_sentence(above(*column)))
                    && (surely_cut
                        || (rated && texts.iter().all(|(_, column)| at_edge(*column)) && self.edges(row.table).cut)))
    }

    /// Whether a row goes on with the item right above in mid-word, and with a text in mid-sentence or cut at the edge. One of
    /// them may be chance: と畜場 begins as a rest does.
    fn breaks_item_and_text(&self, row: &DataRow<'_>) -> bool {
        let columns = &self.table(row.table).columns;
        let breaks = |is_item: bool| {
            row.filled.iter().filter(move |(_, column)| (columns[*column].role == Role::Item) == is_item).any(
                |&(cell, column)| {
                    let (above, own) = (self.text_above(row, column), &*self.cell(cell).text);
                    let at_edge = || self.at_edge_above(row, column) && self.edges(row.table).cut;
                    let cut = if is_item {
                        text::awaits_noun(above) || text::goes_on(own)
                    } else {
                        is_mid_sentence(above, own) || at_edge()
                    };
                    cut && !above.is_empty() && !text::ends_sentence(above)
                },
            )
        };
        breaks(true) && breaks(false)
    }

    /// Whether the texts of these columns go on in the row below: one in mid-sentence, or one at the edge of a column
    /// that cuts its cells.
    pub(super) fn goes_on_below<'t>(
        &self,
        table: usize,
        columns: &[usize],
        (own, next): (&dyn Fn(usize) -> &'t str, &dyn Fn(usize) -> &'t str),
    ) -> bool {
        let at_edge = |column: &usize| reaches(own(*column), self.edges(table).columns[*column]);
        columns.iter().any(|&column| is_mid_sentence(own(column), next(column)))
            || (columns.iter().any(at_edge) && self.edges(table).cut)
    }

    /// The edges of a table's columns. Tables that take turns on a sheet have few rows each: those of all tables with the
    /// same columns count.
    pub(super) fn edges(&self, table: usize) -> &Edges {
        let alike = &self.alike[table];
        let of = self.table(table);
        self.edges[alike[0]].get_or_init(|| {
            let rows = || alike.iter().flat_map(|&table| self.table(table).rows());
            let texts = |column: usize| rows().map(move |(page, row)| self.text_at(page, row, column));
            let widths: Vec<Vec<usize>> = (0..of.columns.len()).map(|column| text::widths(texts(column))).collect();
            let columns: Vec<Option<usize>> = widths.iter().map(|widths| text::edge(widths)).collect();
            let is_sure = |(page, row): &(&Page, usize)| {
                page.rows.binary_search(&row.wrapping_sub(1)).is_ok()
                    && columns.iter().enumerate().any(|(column, edge)| {
                        let [above, own] = [*row - 1, *row].map(|row| self.text_at(page, row, column));
                        is_mid_sentence(above, own) && !text::ends_sentence(above) && reaches(above, *edge)
                    })
            };
            let cut = rows().filter(is_sure).take(FEWEST_SURE).count() == FEWEST_SURE;
            let cells = |row: usize| self.sheet.rows.of(&self.sheet.rows.rows[row]);
            let is_padded = |(_, row): (&Page, usize)| cells(row).last().is_some_and(|cell| cell.text.is_empty());
            let padded = rows().any(is_padded);
            let widest = widths.iter().map(|widths| widths.iter().copied().max().unwrap_or(0)).collect();
            Edges { columns, widest, cut, padded }
        })
    }

    /// The text of a row of a page in a column.
    pub(super) fn text_at(&self, page: &Page, row: usize, column: usize) -> &'i str {
        page.text_of(row, column, self.sheet.rows)
    }

    /// Adds the rest of an item or of a list of departments to the record.
    pub(super) fn add_names(&mut self, row: &DataRow<'_>, record: &mut Record<'s>, found: &mut Findings) {
        for &(cell, column) in &row.filled {
            let above = || self.text_above(row, column);
            let printed = || format!("{}\n{}", above(), self.cell(cell).text);
            let (field, before) = match self.table(row.table).columns[column].role {
                Role::Item => ("item", printed()),
                Role::Department => ("departments", printed()),
                Role::Path | Role::Rating | Role::Comment | Role::Value | Role::Text => continue,
            };
            record.repairs.push(Repair { field: field.to_owned(), kind: RepairKind::JoinedRows, before });
            match record.item.take() {
                Some(Item { ordinal, title }) if field == "item" => {
                    let title = text::joined(&title, &self.clean(cell, row.table, column).0).into();
                    record.item = Some(Item { ordinal, title });
                    self.item.clone_from(&record.item);
                }
                item => {
                    record.item = item;
                    self.more_departments(&self.field(row, column), record, found);
                }
            }
        }
    }
}

/// Whether a text breaks off in mid-sentence above another. `実施すること` is a whole text that seems to end in a particle.
pub(super) fn is_mid_sentence(above: &str, own: &str) -> bool {
    let is_noun = ["こと", "もの", "とき", "ども"].iter().any(|noun| above.ends_with(noun));
    !own.is_empty() && (text::stops_short(above) && !is_noun || text::goes_on(own))
}

/// Whether a text reaches the edge of its column.
fn reaches(text: &str, edge: Option<usize>) -> bool {
    edge.is_some_and(|edge| text::reaches(text, edge))
}

#[cfg(test)]
mod tests {
    use crate::diagnostic::Findings;
    use crate::interpret::Options;
    use crate::source::Source;

    #[track_caller]
    fn case(rows: &str, records: usize) {
        let sheet = format!("取組\t実施内容\t評価\t評価理由\n{rows}\n本の展示\t秋に開いた。\tB\t読む人が増えた。\n");
        let source = Source::made_up(&sheet);
        assert_eq!(crate::sheet(&source, &Options::default(), Findings::default()).records.len(), records, "{rows}");
    }

    #[test]
    fn two_texts_in_mid_sentence_are_cut_and_nouns_are_none() {
        case("歩く\t春と秋に\tA\t参加が\n会\t開いた。\t\t増えた。", 2);
        case("歩く会\t春に開くこと\tA\t参加が増えること\n泳ぐ会\t夏に開くこと\t\t水に慣れること", 3);
        case("歩く会\t春と秋に\tA\t参加が増加\n泳ぐ会\t夏に開催\t\t水に慣れた", 3);
    }

    #[test]
    fn an_item_that_goes_on_in_mid_word_beside_a_text_in_mid_sentence_is_cut() {
        // Another text ended above, and the next line begins a sentence.
        case("花壇・並木\t春に配り、\tA\t苗の数が増えた。\nの枝切り\t秋に切った。\t\t町が明るい。", 2);
        case("花壇・並木の\t春に配り、\tA\t苗の数が増えた。\n枝切り\t秋に切った。\t\t町が明るい。", 2);
        // Behind the end of the page.
        let header = "取組\t実施内容\t評価\t評価理由\n";
        let cut = format!(
            "花壇・並木\t春に配り、\tA\t苗の数が増えた。\n\n- 1 -\n{header}の枝切り\t秋に切った。\t\t町が明るい。"
        );
        case(&cut, 2);
        // A word that begins as a rest does, beside texts that ended.
        case("花壇\t春に配ること。\tA\t苗の数が増えた。\nは種の会\t秋に開いた。\t\t町が明るい。", 3);
        // The next row forgot its rating, but has an item of its own.
        case("花壇\t春に配り、\tA\t苗の数が増えた。\n枝切り\t秋に切った。\t\t町が明るい。", 3);
    }
}
