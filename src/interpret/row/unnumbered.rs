//! Rows of nothing but texts, beside rows that name and number what is evaluated: parts of the record above or below.
//!
//! In: such a row, with the record above it or the row below. Out: whether it belongs there. Texts that go on in
//! mid-sentence are known to [`carry_on`](super::carry_on), columns that cut their cells to
//! [`wrapped`](super::wrapped).

use super::carry_on::{SHORTEST_CUT, text_of};
use super::edges::{is_mid_sentence, reaches};
use super::{DataRow, RowReader};
use crate::interpret::shape;
use crate::interpret::text;
use crate::record::{Record, Role};

/// Where the rows of a table have their numbers.
#[derive(Clone, Copy, Debug)]
pub(super) enum Number {
    /// In a column of their own.
    Column(usize),
    /// In front of the item, which stands in this column: `①朝市の開催`.
    InItem(usize),
}

impl<'s> RowReader<'_, '_, 's> {
    /// Whether a row lacks the number that every other row of its table has: somebody split the long texts of the
    /// record above. A row that is rated or names a department of its own says more than that.
    pub(super) fn lacks_number(&self, row: &DataRow<'_>, above: &Record<'s>) -> bool {
        let columns = &self.table(row.table).columns;
        let adds_to_text = |&(_, column): &(usize, usize)| text_of(above, columns, column).is_some();
        self.is_texts(row)
            && row.filled.iter().all(adds_to_text)
            && follows_row(row)
            && self.has_number(row) == Some(false)
    }

    /// Whether a row without number goes on with the numbered one above, its item too: each cell stands below one that
    /// ends no sentence, and a sentence ends here. An item of its own that shares the rating above stands beside whole
    /// texts. One in a table that numbers nothing but its items may lack its rating too: there a cell must show that it
    /// was cut.
    pub(super) fn lacks_number_and_ends_sentence(&self, row: &DataRow<'_>, above: &Record<'s>) -> bool {
        let columns = &self.table(row.table).columns;
        let goes_on = |&(_, column): &(usize, usize)| {
            let before = match columns[column].role {
                Role::Item => Some(self.text_above(row, column)),
                Role::Text | Role::Comment => text_of(above, columns, column).map(|text| &**text),
                Role::Path | Role::Rating | Role::Value | Role::Department => None,
            };
            before.is_some_and(|before| !before.is_empty() && !text::ends_sentence(before))
        };
        let ends = |&(cell, column): &(usize, usize)| {
            columns[column].role != Role::Item && text::ends_sentence(&self.cell(cell).text)
        };
        let is_cut = |&(cell, column): &(usize, usize)| {
            let at_edge = || self.at_edge_above(row, column);
            match columns[column].role {
                Role::Item => at_edge(),
                _ => {
                    is_mid_sentence(self.text_above(row, column), &self.cell(cell).text)
                        || at_edge() && self.edges(row.table).cut
                }
            }
        };
        let shows_cut = || matches!(self.number(row.table), Some(Number::Column(_))) || row.filled.iter().any(is_cut);
        self.row_above(row).is_some()
            && row.filled.iter().all(goes_on)
            && row.filled.iter().any(ends)
            && self.has_number(row) == Some(false)
            && shows_cut()
    }

    /// Whether a row of texts begins those of the one below, whose short cells stand in the middle of their height: its
    /// texts break off, those below go on, and nothing in the record above does.
    pub(crate) fn is_centred(&self, row: &DataRow<'_>, below: &DataRow<'_>, above: Option<&Record<'s>>) -> bool {
        let columns = &self.table(row.table).columns;
        let is_own = || self.has_number(row) == Some(true) || self.ends_name_overleaf(row);
        if !self.has_item(below) || is_own() || self.takes_its_turn(below) {
            return false;
        }
        let text = |row: &DataRow<'_>, column: usize| row.cell(column).map_or("", |(cell, _)| &*self.cell(cell).text);
        let (own, next) = (|column: usize| text(row, column), |column: usize| text(below, column));
        let is_text = |column: &usize| columns[*column].role != Role::Department;
        let breaks_off = |column: &usize| {
            is_text(column) && own(*column).chars().count() >= SHORTEST_CUT && !text::ends_sentence(own(*column))
        };
        let above = above.filter(|_| self.table == Some(row.table));
        // Lines of one cell stand right below each other: behind a blank one it has ended.
        let is_whole = |above: &Record<'s>, column: usize| {
            self.text_above(row, column).is_empty()
                || text_of(above, columns, column).is_none_or(|before| before.is_empty() || text::ends_sentence(before))
        };
        let open: Vec<usize> = row.filled.iter().map(|(_, column)| *column).filter(breaks_off).collect();
        let goes_on = |column: &usize| is_mid_sentence(own(*column), next(*column));
        let at_edge = |column: &usize| reaches(own(*column), self.edges(row.table).columns[*column]);
        !open.is_empty()
            && open.iter().all(|&column| !next(column).is_empty())
            && above.is_none_or(|above| row.filled.iter().all(|(_, column)| is_whole(above, *column)))
            && (open.iter().any(goes_on) || open.iter().any(at_edge) && self.edges(row.table).cut)
    }

    /// Whether a row without an item is the first line of the one below, which has one: a word that rates runs over
    /// both.
    pub(crate) fn rates_with(&self, row: &DataRow<'_>, below: &DataRow<'_>) -> bool {
        let columns = &self.table(row.table).columns;
        let runs_over = |&(cell, column): &(usize, usize)| {
            columns[column].role == Role::Rating && self.rest_of_word_in(cell, (row, column)).is_some()
        };
        !self.has_item(row) && self.has_item(below) && row.filled.iter().any(runs_over)
    }

    /// Whether a row names an item.
    pub(crate) fn has_item(&self, row: &DataRow<'_>) -> bool {
        let columns = &self.table(row.table).columns;
        row.filled.iter().any(|(_, column)| columns[*column].role == Role::Item)
    }

    /// Whether a row ends the word that rates the one above, and names, numbers and rates nothing itself, be the texts
    /// above whole or not.
    pub(crate) fn ends_rating(&self, row: &DataRow<'_>) -> bool {
        let columns = &self.table(row.table).columns;
        let is_rest = |column: usize| self.is_rest_of_word((row.table, row.page, row.at), column);
        let is_line = |&(_, column): &(usize, usize)| match columns[column].role {
            Role::Item | Role::Value => false,
            Role::Rating => is_rest(column),
            Role::Path | Role::Text | Role::Comment | Role::Department => true,
        };
        let rates = |(_, column): &(usize, usize)| columns[*column].role == Role::Rating;
        self.has_number(row) != Some(true) && row.filled.iter().any(rates) && row.filled.iter().all(is_line)
    }

    /// Whether a row may be the first line of a record whose short cells stand in the middle: texts, and the first of
    /// two departments beside them.
    pub(crate) fn may_be_first_line(&self, row: &DataRow<'_>) -> bool {
        let is_text = |(_, column): &(usize, usize)| {
            matches!(self.table(row.table).columns[*column].role, Role::Text | Role::Comment)
        };
        self.holds(row, &[Role::Text, Role::Comment, Role::Department]) && row.filled.iter().any(is_text)
    }

    /// Whether a row holds texts and nothing else, on a page that rates or names something.
    pub(crate) fn is_texts(&self, row: &DataRow<'_>) -> bool {
        self.holds(row, &[Role::Text, Role::Comment])
    }

    /// Whether a row holds cells of these columns and nothing else, on a page that rates something.
    fn holds(&self, row: &DataRow<'_>, roles: &[Role]) -> bool {
        let columns = &self.table(row.table).columns;
        let rates = || row.page.columns.iter().any(|&column| columns[column].role == Role::Rating);
        !row.filled.is_empty() && row.filled.iter().all(|(_, column)| roles.contains(&columns[*column].role)) && rates()
    }

    /// Whether a row has a number; none where rows are not numbered, its page lacks the column, or it lacks the item in
    /// which the others have theirs: that may be merged with the one above.
    pub(super) fn has_number(&self, row: &DataRow<'_>) -> Option<bool> {
        match self.number(row.table)? {
            Number::Column(column) => row.cell(column).map(|(_, filled)| filled),
            Number::InItem(item) => {
                let (cell, _) = row.cell(item).filter(|(_, filled)| *filled)?;
                Some(shape::split_ordinal(&self.cell(cell).text).is_some())
            }
        }
    }

    /// Where the rows of a table have their numbers, if they have some.
    fn number(&self, table: usize) -> Option<Number> {
        *self.numbers[table].get_or_init(|| {
            let item = self.sheet.plans[table].item?;
            self.number_column(table, item).map(Number::Column).or_else(|| self.number_in_item(table, item))
        })
    }

    /// The column in front of the item that numbers the rows of a table, if each row with an item has its number; or if
    /// those with a number, and no others, are rated and name a department: a cut item stands in two rows.
    fn number_column(&self, table: usize, item: usize) -> Option<usize> {
        let of = self.table(table);
        let number = of.named_number(item)?;
        let rows = || of.rows();
        let is_filled = |page, row, column| !self.text_at(page, row, column).is_empty();
        let goes_with =
            |column: usize| rows().all(|(page, row)| is_filled(page, row, number) == is_filled(page, row, column));
        let names = |at: &usize| of.columns[*at].role == Role::Department && of.columns[*at].beside.is_none();
        let named = || (0..of.columns.len()).filter(names).all(goes_with);
        // A row may be rated in one of several columns.
        let rates = || of.columns.iter().any(|column| column.role == Role::Rating);
        let rated = || rows().all(|(page, row)| is_filled(page, row, number) == self.is_rated(table, page, row));
        (goes_with(item) || (rates() && rated() && named())).then_some(number)
    }

    /// The column of the item, if each rated row that has an item has its number in front of it.
    fn number_in_item(&self, table: usize, item: usize) -> Option<Number> {
        let rated = self.rated_rows(table).map(|(page, row)| self.text_at(page, row, item));
        let mut items = rated.filter(|text| !text.is_empty()).peekable();
        let is_one = items.peek().is_some() && items.all(|text| shape::split_ordinal(text).is_some());
        is_one.then_some(Number::InItem(item))
    }
}

/// Whether a row stands right below one of its page.
fn follows_row(row: &DataRow<'_>) -> bool {
    row.page.rows.binary_search(&row.at.wrapping_sub(1)).is_ok()
}

#[cfg(test)]
mod tests {
    use crate::interpret::row::tests::{ask, of_each};
    use crate::record::Record;

    /// Gives the texts of each record below a header that begins with this name.
    #[track_caller]
    fn case(number: &str, rows: &str, expected: &[&str]) {
        let sheet = format!("{number}\t取組\t実施内容\t評価\t担当課\n{rows}");
        let texts = of_each(&sheet, |record| {
            record.texts.iter().find(|(name, _)| &**name == "実施内容").map(|(_, text)| text.replace('\n', "／"))
        });
        assert_eq!(texts.into_iter().flatten().collect::<Vec<_>>(), expected, "{sheet}");
    }

    const SPLIT: &str = "1\t花壇の手入れ\t春に苗を植えた。\tA\t公園課\n\t\t秋に種を採った。\t\t\n2\t川の掃除\t夏に草を刈った。\tB\t河川課\n";

    #[test]
    fn a_row_without_the_number_that_all_others_have_is_part_of_the_one_above() {
        case("№", SPLIT, &["春に苗を植えた。／秋に種を採った。", "夏に草を刈った。"]);
        // Where some rows have no number, or none is a number, it may be a row of its own.
        let own = ["春に苗を植えた。", "秋に種を採った。", "夏に草を刈った。"];
        case("時期", SPLIT, &own);
        case("№", &SPLIT.replace("2\t川", "\t川"), &own);
        case("№", &SPLIT.replace("採った。\t\t", "採った。\tB\t公園課"), &own);
    }

    #[test]
    fn an_item_that_goes_on_below_without_a_number_is_one() {
        const NUMBERED: &str = "№|取組|実施内容|評価|担当課\n";
        let cut = "1\t花壇と並木\t春に苗を植え、4人が修\tA\t公園課\n\tの手入れ\t了した。\t\t\n2\t川の掃除\t草を刈った。\tB\t河川課\n";
        items(NUMBERED, cut, &["花壇と並木の手入れ", "川の掃除"]);
        // A second item that shares the rating of the first.
        let own = cut.replace("修\tA", "修了した。\tA");
        items(NUMBERED, &own, &["花壇と並木", "の手入れ", "川の掃除"]);
        let nouns = cut.replace("4人が修", "種採り").replace("了した。", "柵の補修");
        items(NUMBERED, &nouns, &["花壇と並木", "の手入れ", "川の掃除"]);
    }

    /// The items below a header.
    #[track_caller]
    fn items(header: &str, rows: &str, expected: &[&str]) {
        let items =
            of_each(&format!("{header}{rows}"), |record| record.item.as_ref().map(|item| item.title.to_string()));
        assert_eq!(items.into_iter().flatten().collect::<Vec<_>>(), expected, "{rows}");
    }

    #[test]
    fn an_item_without_the_number_that_all_others_begin_with_is_the_rest_of_one() {
        let header = "取組|実施内容|評価|担当課\n";
        let cut = "①花壇と並木|春に苗を植え、12人で|A|公園課\n手入れ|育てた。||\n②川の掃除|草を刈った。|B|河川課\n";
        items(header, cut, &["花壇と並木手入れ", "川の掃除"]);
        // Behind the end of the page, the header printed again or not, or behind a blank row.
        for between in ["\n- 1 -\n\n", "\n- 1 -\n\n取組|実施内容|評価|担当課\n", "|||\n"] {
            items(header, &cut.replace("手入れ", &format!("{between}手入れ")), &["花壇と並木手入れ", "川の掃除"]);
        }
        let own = ["花壇と並木", "手入れ", "川の掃除"];
        // A heading between them.
        items(header, &cut.replace("手入れ", "\n第２章　川\n取組|実施内容|評価|担当課\n手入れ"), &own);
        // An item of its own without a rating; nothing of it seems to be cut.
        let whole = cut.replace("植え、12人で", "植付け").replace("花壇と並木", "花壇");
        items(header, &whole, &["花壇", "手入れ", "川の掃除"]);
        // It has a department, or items have numbers here and there.
        items(header, &cut.replace("育てた。||", "育てた。||農政課"), &own);
        items(header, &cut.replace("②川", "川"), &own);
    }

    #[test]
    fn a_row_whose_rating_goes_on_beside_the_item_below_is_the_first_line_of_that() {
        let rows = "花壇|苗を植えた。|達成|公園課\n|秋に種を採り、町の人に|概ね|農政課\n水路|配った。|達成|\n";
        let of_record = |record: &Record<'_>| {
            let item = record.item.as_ref().map_or("", |item| &item.title);
            format!("{item} {} {} {}", record.texts[0].1, record.ratings[0].printed, record.departments[0].name)
        };
        let records = ["花壇 苗を植えた。 達成 公園課", "水路 秋に種を採り、町の人に配った。 概ね達成 農政課"];
        assert_eq!(of_each(&format!("取組|実施内容|評価|担当課\n{rows}"), of_record), records);
    }

    #[test]
    fn the_end_of_a_rating_is_in_the_row_of_its_record_though_a_text_seems_to_end_above() {
        let header = "分類|施設|広さ|取組|進捗|所管課\n";
        let rows = "|会館|2,140㎡|壁を直した。|完了|公園課\n|集会所|860㎡|学校の建替えに合わせて統合する|予定ど|公園課\n\
                    集会施設|||案を、役員に示した。|おり|\n|広場|132㎡|草を刈った。|完了|公園課\n";
        items(header, rows, &["会館", "集会所", "広場"]);
    }

    #[test]
    fn a_mark_in_any_of_several_columns_shows_that_numbered_rows_are_rated() {
        let header = "No|取組|実施内容|実施状況|||担当課\n|||実施|一部実施|未実施|\n";
        let rows = "1|公園の花壇の手入れの手|12人に苗を配り、水やりの|○|||公園課\n|引き|会を開いた。||||\n\
                    2|川の掃除|草を刈った。||○||河川課\n3|朝市|開けなかった。|||○|商工課\n";
        items(header, rows, &["公園の花壇の手入れの手引き", "川の掃除", "朝市"]);
        items(header, &rows.replace("2|", "|"), &["公園の花壇の手入れの手", "引き", "川の掃除", "朝市"]);
    }

    #[test]
    fn a_row_of_texts_alone_that_may_be_one_of_its_own_is_said_to_be() {
        let rows = SPLIT.replace("秋に種を採った。\t\t\n", "秋に種を採った。\t\t\n\t\t冬に土を入れた。\t\t\n");
        let told = |number: &str| {
            let sheet = format!("{number}\t取組\t実施内容\t評価\t担当課\n{rows}");
            ask(&sheet, |_| ()).1.into_iter().filter(|name| *name == "ambiguous-row").count()
        };
        assert_eq!([told("№"), told("時期")], [0, 2]);
    }

    #[test]
    fn a_text_that_breaks_off_above_a_row_that_names_the_record_is_the_first_line_of_its_own() {
        let rows = [
            "\t\t春に苗を植えて、夏には水を\t\t",
            "1\t花壇の手入れ\tやり、秋に種を採って、町の\tA\t公園課",
            "\t\t学校に配った。\t\t",
            "\t\t夏に草を刈り、川の底から泥\t\t",
            "2\t川の掃除\tを上げた。\tB\t河川課",
        ];
        let texts = [
            "春に苗を植えて、夏には水をやり、秋に種を採って、町の学校に配った。",
            "夏に草を刈り、川の底から泥を上げた。",
        ];
        case("№", &rows.join("\n"), &texts);
        case("区分", &rows.join("\n"), &texts);
    }
}
