//! Rows that narrow columns cut: each cell goes on right below, in a row of its own.
//!
//! In: a row and the record above. Out: whether the row is the rest of it; its item and its departments, put to those
//! of the record. Texts are added by [`carry_on`](super::carry_on).

use std::borrow::Cow;

use super::edges::{FEWEST_SURE, is_mid_sentence};
use super::{DataRow, RowReader};
use crate::diagnostic::Findings;
use crate::interpret::department;
use crate::interpret::heading;
use crate::interpret::number;
use crate::interpret::rules::ambiguous_row::rest_or_item;
use crate::interpret::table::Page;
use crate::interpret::text;
use crate::record::{Item, Record, Repair, RepairKind, Role};

impl<'i, 's> RowReader<'_, 'i, 's> {
    /// Whether each cell of a row goes on with the one right above, be it on the page before, which ends at the edge of
    /// its column, or two texts in mid-sentence; this row is not rated, and the one above is but where the texts alone
    /// show it. A row whose rating was forgotten looks the same but for that. Where the item goes on in mid-word, a
    /// text beside it may begin a sentence.
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
                        || (rated
                            && texts.iter().all(|(_, column)| self.at_edge_above(row, *column))
                            && self.edges(row.table).cut)))
    }

    /// Whether a row goes on with the item right above in mid-word, and with a text in mid-sentence or cut at the edge.
    /// One of them may be chance: と畜場 begins as a rest does.
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
                Some(item) if field == "item" => {
                    if self.signs(row.table).cuts_names {
                        rest_or_item(self.cell(cell).span, found);
                    }
                    record.item = Some(longer(item, self.clean(cell, row.table, column).0));
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

/// An item with its next line: below a line that is but a number stands the title.
fn longer<'s>(Item { ordinal, title }: Item<'s>, rest: Cow<'s, str>) -> Item<'s> {
    if ordinal.is_none() && number::is_alone(&title) && !number::counts(&rest) {
        return Item { ordinal: Some(title), title: rest };
    }
    Item { ordinal, title: text::joined(&title, &rest).into() }
}

#[cfg(test)]
mod tests {
    use crate::interpret::row::tests::of_each;

    #[track_caller]
    fn case(rows: &str, records: usize) {
        let sheet = format!("取組\t実施内容\t評価\t評価理由\n{rows}\n本の展示\t秋に開いた。\tB\t読む人が増えた。\n");
        assert_eq!(of_each(&sheet, |_| ()).len(), records, "{rows}");
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
