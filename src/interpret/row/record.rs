//! A row as a record.
//!
//! In: a row and its page. Out: a [`Record`] without its path, and what the next row may carry on. The fields
//! themselves are read by [`item`](super::item) and [`fields`](super::fields).

use std::borrow::Cow;
use std::sync::Arc;

use foldhash::HashMap;

use super::fields::rating_of;
use super::{DataRow, Field, Names, RowReader};
use crate::diagnostic::Findings;
use crate::interpret::account::{Use, Uses};
use crate::interpret::roles::Beside;
use crate::interpret::rules::ambiguous_row::own_row_or_rest;
use crate::interpret::text;
use crate::record::{CellState, Record, RecordCell, Role};
use crate::source::Span;

impl<'s> RowReader<'_, '_, 's> {
    /// Reads a row into a record; none where it held nothing but headings.
    pub(crate) fn record(&mut self, row: &DataRow<'_>, uses: &mut Uses, found: &mut Findings) -> Option<Record<'s>> {
        let columns = &self.table(row.table).columns;
        if row.filled.iter().all(|(_, column)| columns[*column].role == Role::Path) {
            return None;
        }
        for (cell, column) in &row.filled {
            if columns[*column].role != Role::Path {
                uses.set(*cell, Use::Record);
            }
        }
        let option = |column: usize| columns[column].beside == Some(Beside::Option);
        for (_, cell, _) in row.cells.iter().filter(|(column, _, filled)| *filled && option(*column)) {
            uses.set(*cell, Use::Record);
        }
        let repairs = std::mem::take(&mut self.repairs);
        let count = |role: Role| row.page.columns.iter().filter(|&&column| columns[column].role == role).count();
        let (ratings, texts) = (Vec::with_capacity(count(Role::Rating)), Vec::with_capacity(count(Role::Text)));
        let (lines, cells) = (self.lines(row.at), self.cells(row));
        let mut record = Record { lines, ratings, texts, repairs, cells, ..Record::default() };
        let merged_with = self.item(row, &mut record);
        let is_merged = self.is_merged_with_above(row);
        let is_below = is_merged || merged_with.is_some() && self.table == Some(row.table);
        let above = if is_below { std::mem::take(&mut self.names) } else { HashMap::default() };
        self.names.clear();
        self.fields(row, &mut record, found);
        if is_merged || merged_with.is_some() && self.merges_departments(row.table) {
            self.inherit_departments(above, row, &mut record);
        }
        if let Some(item) = merged_with {
            self.inherit_texts(item, row, &mut record);
            let merged = |column: &usize| columns[*column].role == Role::Rating && self.plan(row.table, *column).merged;
            if self.turn(row).is_none() && self.is_texts(row) && row.page.columns.iter().any(merged) {
                own_row_or_rest(self.sheet.rows.rows[row.at].span, found);
            }
        }
        record.repairs.sort_by_key(|repair| order_of(&repair.field));
        self.grown.retain(|field, _| record.inherited.contains(field));
        self.remember(row, &record);
        Some(record)
    }

    /// Where the fields of a row stand, in the order of the page's columns.
    fn cells(&self, row: &DataRow<'_>) -> Vec<RecordCell> {
        let columns = &self.table(row.table).columns;
        let mut cells = Vec::with_capacity(row.page.columns.len());
        for &column in row.page.columns.iter().filter(|&&column| columns[column].beside.is_none()) {
            let (span, state) = match row.cell(column) {
                Some((cell, true)) => (self.cell(cell).span, CellState::Filled),
                Some((cell, false)) => (self.cell(cell).span, CellState::Blank),
                None => (row.end, CellState::Absent),
            };
            cells.push(self.place((row.table, column), span, state));
        }
        cells
    }

    /// Where a cell of a column stands.
    pub(super) fn place(&self, (table, column): (usize, usize), span: Span, state: CellState) -> RecordCell {
        RecordCell { of: Arc::clone(&self.plan(table, column).of), span, state }
    }

    /// Reads the item, or carries on the one above, which a ditto mark may stand for. Gives the item's column where it
    /// is merged with that.
    fn item(&mut self, row: &DataRow<'_>, record: &mut Record<'s>) -> Option<usize> {
        let column = self.sheet.plans[row.table].item?;
        let cell = self.field(row, column).cell;
        let above = self.item.as_ref().filter(|_| cell.is_none_or(|cell| text::is_ditto(&self.cell(cell).text)));
        if let Some(above) = above {
            record.item = Some(above.clone());
            record.inherited.push("item".to_owned());
            return cell.is_none().then_some(column);
        }
        self.own_item(cell?, (row.table, column), record);
        None
    }

    /// Fills the texts right beside a blank item, as its number, and those that each item has: they were merged with
    /// it.
    fn inherit_texts(&self, item: usize, row: &DataRow<'_>, record: &mut Record<'s>) {
        let columns = &self.table(row.table).columns;
        // The record has its texts in the order of the page's columns.
        let place: HashMap<usize, usize> =
            self.text_columns(row).enumerate().map(|(at, column)| (column, at)).collect();
        let texts: HashMap<usize, &Cow<'s, str>> = self.texts.iter().map(|(column, text)| (*column, text)).collect();
        let is_merged = |column: &usize| {
            columns[*column].role == Role::Text && row.cell(*column).is_some_and(|(_, filled)| !filled)
        };
        let exists = |column: &usize| columns[*column].beside.is_none();
        let before = (0..item).rev().filter(exists).take_while(is_merged);
        let behind = (item + 1..columns.len()).filter(exists).take_while(is_merged);
        let mut merged: Vec<usize> = before.chain(behind).collect();
        let of_each = |column: &usize| !row.has(*column) && self.plan(row.table, *column).merged;
        merged.extend(self.text_columns(row).filter(of_each));
        merged.sort_unstable();
        merged.dedup();
        for column in merged {
            let name = &columns[column].name;
            if let Some(above) = texts.get(&column).filter(|above| !above.is_empty())
                && let Some(&at) = place.get(&column)
            {
                record.texts[at].1 = (*above).clone();
                record.inherited.push(format!("texts.{name}"));
            }
        }
    }

    /// Reads the departments of the record above, in a row that names none.
    fn inherit_departments(&mut self, above: HashMap<usize, Names>, row: &DataRow<'_>, record: &mut Record<'s>) {
        if !record.departments.is_empty() || above.is_empty() {
            return;
        }
        let mut above: Vec<(usize, Names)> = above.into_iter().collect();
        above.sort_unstable_by_key(|(column, _)| *column);
        for (column, Names { first, rests, .. }) in above {
            let field = |cell| Field { column: (row.table, column), cell: Some(cell), span: row.end };
            self.departments_above(&field(first), &rests.into_iter().map(field).collect::<Vec<_>>(), record);
        }
        record.inherited.push("departments".to_owned());
    }

    /// The columns of the row's page that hold texts, in order: those of the texts of its record.
    fn text_columns(&self, row: &DataRow<'_>) -> impl Iterator<Item = usize> {
        let columns = &self.table(row.table).columns;
        row.page.columns.iter().copied().filter(|&column| columns[column].role == Role::Text)
    }

    /// Keeps what the next row may carry on.
    fn remember(&mut self, row: &DataRow<'_>, record: &Record<'s>) {
        self.table = Some(row.table);
        let columns = &self.table(row.table).columns;
        let texts = row.page.columns.iter().filter(|column| columns[**column].role == Role::Text);
        self.texts.clear();
        self.texts.extend(texts.zip(&record.texts).map(|(&column, (_, text))| (column, text.clone())));
        let comments = row.page.columns.iter().filter(|column| columns[**column].role == Role::Comment);
        // They stand in the order of their ratings.
        let mut next = 0;
        let comment = |&column: &usize| {
            next = rating_of(record, &columns[columns[column].rating?].name, next)?;
            Some((column, record.ratings[next].comment.clone()?))
        };
        self.texts.extend(comments.filter_map(comment));
    }
}

/// Repairs are listed in the order of the record's fields.
fn order_of(field: &str) -> usize {
    ["path", "item", "ratings", "values", "departments", "texts"]
        .iter()
        .position(|name| field.starts_with(name))
        .unwrap_or(0)
}

#[cfg(test)]
mod tests {
    use crate::interpret::row::tests::{ask, of_each};

    #[test]
    fn a_ditto_mark_names_the_item_above_and_rates_nothing() {
        let sheet = "取組|内容|評価\n①花壇|苗を植えた。|A\n〃||B\n②並木|枝を切った。|〃\n";
        let (said, told) = ask(sheet, |record| {
            let item = record.item.as_ref().expect("each has one");
            format!("{} {} {} {:?}", item.title, record.texts[0].1, record.ratings[0].codes.len(), record.inherited)
        });
        assert_eq!(said, ["花壇 苗を植えた。 1 []", "花壇  1 [\"item\"]", "並木 枝を切った。 0 []"]);
        assert_eq!(told, ["unknown-rating"]);
    }

    #[test]
    fn the_number_in_front_of_a_merged_item_is_merged_with_it() {
        let rows = "7\t花壇\t苗を植える。\tA\t公園課\n\t\t\tB\t学校教育課\n8\t並木\t枝を切る。\tA\t公園課\n";
        let sheet = format!("番号\t取組\t内容\t評価\t担当課\n{rows}");
        let records = of_each(&sheet, |record| {
            let texts: Vec<&str> = record.texts.iter().map(|(_, text)| &**text).collect();
            (texts.join("|"), record.inherited.join("|"))
        });
        let merged = ("7|苗を植える。".to_owned(), "item|texts.番号|texts.内容".to_owned());
        assert_eq!((records.len(), &records[1]), (3, &merged));
    }

    #[test]
    fn a_text_is_carried_on_with_all_its_lines() {
        let rows = "1|花壇|苗を植え、町の人と水を|A|公園課\n||やった。||\n2|〃|〃|B|学校教育課\n3|並木|古い枝を切り、若い木を|A|公園課\n||植えた。||\n";
        let sheet = format!("番号|取組|内容|評価|担当課\n{rows}");
        let texts = of_each(&sheet, |record| record.texts[1].1.to_string());
        let [first, last] = ["苗を植え、町の人と水をやった。", "古い枝を切り、若い木を植えた。"];
        assert_eq!(texts, [first, first, last]);
    }

    #[test]
    fn departments_are_merged_with_the_items_where_no_row_has_one_of_them_alone() {
        let read = |third: &str| {
            let row = |item: &str, by: &str, of: &str| format!("{item}\t{by}\tA\t町の人と行いました。\t{of}\n");
            let rows = [
                row("花壇", "自己", "公園課"),
                row("", "外部", ""),
                row("水路", "自己", "河川課"),
                row("", "外部", third),
            ];
            let sheet = format!("取組\t評価者\t評価\t理由\t担当課\n{}", rows.concat());
            of_each(&sheet, |record| record.departments.iter().map(|of| &*of.name).collect::<Vec<_>>().join("、"))
        };
        assert_eq!(read(""), ["公園課", "公園課", "河川課", "河川課"]);
        assert_eq!(read("財政課"), ["公園課", "", "河川課", "財政課"]);
    }
}
