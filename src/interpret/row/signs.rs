//! What tells the first line of a record from its other lines: a rating, a number, departments, an item, figures.
//!
//! In: a table, or one of its rows. Out: what every record of the table has in its first line, and whether the row has
//! it.

use foldhash::HashSet;

use super::{DataRow, RowReader};
use crate::interpret::number;
use crate::interpret::roles::{self, Beside, TableColumn};
use crate::interpret::shape::{self, Shape};
use crate::interpret::table::{Page, Table};
use crate::interpret::text;
use crate::record::Role;

/// What the first line of every record of a table has.
#[derive(Clone, Debug)]
pub(super) struct Signs {
    /// The column of the number, if every rated row has one.
    pub(super) number: Option<usize>,
    /// The first column of departments, if every rated row has one there.
    department: Option<usize>,
    /// Every rated row has its item.
    pub(super) named: bool,
    /// The first column of figures, if every rated row has one there, or a dash.
    figure: Option<usize>,
    /// The table cuts names: nearly every row of figures fills all columns, each other row holds nothing but a name,
    /// right below one of those, and one such row is the last before a gap. So none of them heads the rows below it. In
    /// a table of ratings each stands below one of the longest names, too.
    pub(super) cuts_names: bool,
    /// The items of rated rows are numbered and no others, and most of the others go on with a text in mid-sentence:
    /// they are lines of what stands in a cell below its title.
    pub(super) numbers_titles: bool,
    /// Rated rows without an item are without departments too, several of them, and no others: both are merged.
    pub(super) merged_departments: bool,
    /// The column of names that ratings and departments are merged as, if these stand nowhere else.
    pub(super) merged_as: Option<usize>,
}

/// Of so many rows each one fills all columns by no chance. A guess.
const FEWEST_WHOLE: usize = 5;

/// Where ratings stand too, a name alone may be of a record that nobody filled in: so many right below full cells are
/// none.
const FEWEST_RESTS: usize = 3;

/// A column is not so narrow that it cuts shorter names: those of most records are about as long as these.
const SHORTEST_LINE: usize = 8;

/// A full line lacks a letter that may not stand at its end, and one may hang over the edge.
const LAST_LETTERS: usize = 2;

/// One row without item and departments may have lost them.
const FEWEST_MERGED: usize = 2;

/// Among so many records whose rows have all that they should one rating or one department may be forgotten. A guess.
const FEWEST_PER_SLIP: usize = 5;

/// A row and its page.
type Row<'p> = (&'p Page, usize);

impl<'i> RowReader<'_, 'i, '_> {
    /// What the first line of every record of a table has.
    pub(super) fn signs(&self, table: usize) -> &Signs {
        self.signs[table].get_or_init(|| {
            let columns = &self.table(table).columns;
            let item = self.sheet.plans[table].item;
            let (rated, others): (Vec<_>, Vec<_>) =
                self.table(table).rows().partition(|(page, row)| self.is_rated(table, page, *row));
            let rows = [&*rated, &*others];
            let has = |column: &usize| {
                !rated.is_empty() && rated.iter().all(|(page, row)| !self.text_at(page, *row, *column).is_empty())
            };
            let first = |role: Role| columns.iter().position(|of| of.role == role).filter(has);
            Signs {
                number: self.counting_column(table, &rated).filter(has),
                department: first(Role::Department),
                named: item.as_ref().is_some_and(has),
                figure: first(Role::Value),
                cuts_names: item.is_some_and(|item| self.cuts_names((table, item), rows)),
                numbers_titles: item.is_some_and(|item| self.numbers_titles((table, item), rows)),
                merged_departments: item.is_some_and(|item| self.merges_departments_with((table, item), &rated)),
                merged_as: item.and_then(|item| self.merged_as((table, item), rows)),
            }
        })
    }

    /// The rows of a table that are rated.
    pub(super) fn rated_rows(&self, table: usize) -> impl Iterator<Item = (&'i Page, usize)> {
        self.table(table).rows().filter(move |(page, row)| self.is_rated(table, page, *row))
    }

    /// The column in front of the item that holds nothing but numbers, each of them once unless its name says that it
    /// numbers the rows. Where nothing is an item, the first column if its name says so.
    fn counting_column(&self, table: usize, rated: &[Row<'_>]) -> Option<usize> {
        let columns = &self.table(table).columns;
        let item = self.sheet.plans[table].item;
        let counts = |column: &usize| {
            // A sum has another word in the place of a number.
            let texts = || rated.iter().map(|(page, row)| self.text_at(page, *row, *column));
            let numbers = || texts().filter(|text| !text.is_empty());
            let by_name = || roles::numbers_rows(&columns[*column].name);
            let mut known = HashSet::default();
            columns[*column].role == Role::Text
                && numbers().all(number::is_alone)
                && (by_name() || item.is_some() && numbers().all(|text| known.insert(text)))
        };
        (0..item.unwrap_or(1)).rev().find(counts)
    }

    /// Whether the rows of a table of figures that have none are the rests of names, by [`Signs::cuts_names`].
    fn cuts_names(&self, (table, item): (usize, usize), [rated, others]: [&[Row<'_>]; 2]) -> bool {
        let columns = &self.table(table).columns;
        // A row that has anything but a name is one of figures, though its rating may be forgotten.
        let has_more = |page: &Page, row: usize| self.texts_in(page, row).iter().any(|(column, _)| *column != item);
        let is_row = |page: &Page, row: usize| self.is_rated(table, page, row) || has_more(page, row);
        let (more, rests): (Vec<&Row<'_>>, Vec<_>) = others.iter().partition(|(page, row)| has_more(page, *row));
        let own = || rated.iter().chain(more.iter().copied());
        let is_whole = |(page, row): &Row<'_>| {
            let mut own = page.columns.iter().filter(|column| columns[**column].beside.is_none());
            own.all(|column| !self.text_at(page, *row, *column).is_empty())
        };
        let is_name = |(page, row): &&Row<'_>| {
            let texts = self.texts_in(page, *row);
            let above = row.wrapping_sub(1);
            let is_alone = matches!(texts[..], [(column, text)] if column == item && self.is_phrase(text));
            is_alone && page.rows.binary_search(&above).is_ok() && is_row(page, above)
        };
        let ends = |(page, row): &&Row<'_>| page.rows.binary_search(&(row + 1)).is_err();
        // A sheet may count the letters of a line, whatever their width.
        let letters = |page: &Page, row: usize| self.text_at(page, row, item).chars().count();
        let most = || own().map(|(page, row)| letters(page, *row)).max().unwrap_or(0);
        let is_below = |most: usize, (page, row): &Row<'_>| letters(page, row - 1) + LAST_LETTERS >= most;
        let are_below = |most: usize| most >= SHORTEST_LINE && rests.iter().all(|row| is_below(most, row));
        let is_full = || rests.len() >= FEWEST_RESTS && are_below(most());
        own().count() >= FEWEST_WHOLE
            && rests.iter().any(ends)
            && rests.iter().all(is_name)
            && own().filter(|row| !is_whole(row)).count() * FEWEST_PER_SLIP <= own().count()
            && (self.rated_by[table] == Role::Value || is_full())
    }

    /// Whether rows are lines of what stands below numbered titles, by [`Signs::numbers_titles`].
    fn numbers_titles(&self, (table, item): (usize, usize), [rated, others]: [&[Row<'_>]; 2]) -> bool {
        let is_numbered = |(page, row): &Row<'_>| shape::split_ordinal(self.text_at(page, *row, item)).is_some();
        // A title ends no sentence, so that a line below it says nothing of it.
        let is_line = |(page, row): &Row<'_>, column: usize| match self.table(table).columns[column].role {
            Role::Text | Role::Comment => true,
            Role::Item => !self.is_rated(table, page, row - 1),
            Role::Path | Role::Rating | Role::Value | Role::Department => false,
        };
        let goes_on = |of: &&Row<'_>| {
            let above = |column: usize| self.text_at(of.0, of.1 - 1, column);
            let is_open = |column: usize| !above(column).is_empty() && !text::ends_sentence(above(column));
            of.1 > 0 && self.texts_in(of.0, of.1).iter().any(|(column, _)| is_line(of, *column) && is_open(*column))
        };
        rated.len() >= FEWEST_WHOLE
            && others.len() >= FEWEST_WHOLE
            && rated.iter().all(is_numbered)
            && !others.iter().any(is_numbered)
            && others.iter().filter(goes_on).count() * 2 > others.len()
    }

    /// Whether a text is a few words, and neither number nor sentence.
    fn is_phrase(&self, text: &str) -> bool {
        Shape::of(text, self.sheet.layout) == Shape::Phrase
    }

    /// Whether the rated rows without an item, several of them, and no others name no department.
    fn merges_departments_with(&self, (table, item): (usize, usize), rated: &[Row<'_>]) -> bool {
        let is_filled = |row: &Row<'_>, column: usize| !self.text_at(row.0, row.1, column).is_empty();
        let columns = self.table(table).columns.iter().enumerate();
        let offices: Vec<usize> = columns.filter(|(_, of)| of.role == Role::Department).map(|(at, _)| at).collect();
        let names_office = |row| offices.iter().any(|column| is_filled(row, *column));
        rated.iter().all(|row| is_filled(row, item) == names_office(row))
            && rated.iter().filter(|row| !is_filled(row, item)).nth(FEWEST_MERGED - 1).is_some()
    }

    /// The level, the item or the text right beside it over whose rows ratings and departments are merged: nearly each
    /// of the rows in which it is filled has both, and the others, several of them, have figures of their own but
    /// neither. Beside a text the item is blank there, too. A page that lost the departments lacks none.
    fn merged_as(&self, (table, item): (usize, usize), [rated, others]: [&[Row<'_>]; 2]) -> Option<usize> {
        let columns = &self.table(table).columns;
        let has = |of: &Row<'_>, role: Role| {
            self.texts_in(of.0, of.1).iter().any(|(column, _)| columns[*column].role == role)
        };
        let names_offices = |page: &Page| page.columns.iter().any(|column| columns[*column].role == Role::Department);
        let is_filled = |of: &Row<'_>, column: usize| !self.text_at(of.0, of.1, column).is_empty();
        let lacks_office = |row: &&Row<'_>| names_offices(row.0) && !has(row, Role::Department);
        let are_merged = |of: usize| {
            let (unrated, blank): (Vec<&Row<'_>>, Vec<_>) = others.iter().partition(|row| is_filled(row, of));
            let is_below = |row: &&Row<'_>| {
                !has(row, Role::Department) && has(row, Role::Value) && (of <= item || !is_filled(row, item))
            };
            let named = rated.len() + unrated.len();
            let lacking = || unrated.len() + rated.iter().filter(lacks_office).count();
            blank.len().min(named) >= FEWEST_MERGED
                && rated.iter().all(|row| is_filled(row, of))
                && blank.iter().all(is_below)
                && lacking() * FEWEST_PER_SLIP <= named
                && rated.iter().chain(unrated).any(|row| has(row, Role::Department))
        };
        let level = columns[..item].iter().rposition(|of| of.role == Role::Path);
        let text = columns.get(item + 1).filter(|of| of.role == Role::Text).map(|_| item + 1);
        let is_asked = self.rated_by[table] == Role::Rating;
        [Some(item), level, text].into_iter().flatten().filter(|_| is_asked).find(|of| are_merged(*of))
    }

    /// Whether a row has a rating, or a mark in one of the columns that a rating is spread over; in a table without
    /// any, whether it has a figure, and in one of texts whether its item has an ordinal.
    pub(crate) fn is_rated(&self, table: usize, page: &Page, at: usize) -> bool {
        let (columns, sign) = (&self.table(table).columns, self.rated_by[table]);
        if sign == Role::Item {
            let item = self.sheet.plans[table].item.map_or("", |item| self.text_at(page, at, item));
            return shape::split_ordinal(item).is_some();
        }
        let rates = |column: usize| columns[column].role == sign || is_option(&columns[column]);
        let cells = self.sheet.rows.rows[at].cells.clone();
        let is_rest = |column: usize| match sign {
            Role::Value => self.is_rest_of_figure((table, page, at), column),
            _ => self.is_rest_of_word((table, page, at), column),
        };
        let is_own = |cell: usize, column: usize| rates(column) && !self.is_blank(cell) && !is_rest(column);
        cells.zip(page.columns_of(at)).any(|(cell, column)| column.is_some_and(|column| is_own(cell, column)))
    }

    /// Whether a row has the number or the figure that every record has in its first line: its rating may be missing.
    pub(super) fn has_first_signs(&self, of @ (table, page, at): (usize, &Page, usize)) -> bool {
        let Signs { number, figure, .. } = self.signs(table);
        let is_filled = |column: &usize| !self.text_at(page, at, *column).is_empty();
        number.is_some_and(|column| is_filled(&column))
            || figure.filter(is_filled).is_some_and(|column| !self.is_rest_of_figure(of, column))
    }

    /// Whether the rating and the departments of a row are those of the record above, by [`Signs::merged_as`].
    pub(super) fn is_merged_with_above(&self, row: &DataRow<'_>) -> bool {
        self.table == Some(row.table) && self.signs(row.table).merged_as.is_some_and(|column| !row.has(column))
    }

    /// Whether a row lacks the departments that every record has in its first line.
    pub(super) fn lacks_department(&self, row: &DataRow<'_>) -> bool {
        self.signs(row.table).department.is_some_and(|column| !row.has(column))
    }

    /// Whether a row lacks the figures that every record has in its first line, or completes those.
    pub(super) fn lacks_figures(&self, row: &DataRow<'_>) -> bool {
        self.completes_figures(row) || self.signs(row.table).figure.is_some_and(|column| !row.has(column))
    }
}

/// What rates the rows of a table.
pub(super) fn rated_by(table: &Table) -> Role {
    let has = |role: Role| table.columns.iter().any(|of| of.role == role || role == Role::Rating && is_option(of));
    [Role::Rating, Role::Value].into_iter().find(|role| has(*role)).unwrap_or(Role::Item)
}

/// Whether a column is one of those that a rating is spread over.
fn is_option(of: &TableColumn) -> bool {
    of.beside == Some(Beside::Option)
}

#[cfg(test)]
mod tests {
    use crate::interpret::row::tests::ask;

    /// Each record as item, rating and departments, and the rules that tell of the sheet.
    fn read(sheet: &str) -> (Vec<String>, Vec<&'static str>) {
        ask(sheet, |record| {
            let names: Vec<&str> = record.departments.iter().map(|of| &*of.name).collect();
            let item = record.item.as_ref().map_or("", |item| &item.title);
            format!("{item}|{}|{}", record.ratings[0].printed, names.join("、"))
        })
    }

    #[test]
    fn rows_without_the_number_that_each_title_has_are_lines_below_it() {
        let goals = [
            ("花壇の手入れ", "ます。"),
            ("水路の掃除", "ます。"),
            ("道の見回り", "ます。"),
            ("朝市の開催", "ます。"),
            ("歩く会", "ます。"),
        ];
        let row = |(at, (title, end)): (usize, &(&str, &str))| {
            format!(
                "{at} {title}|A|今年度は予定どおり町の人と行\n学校と町の人で話し合いを重ね||い、来た人は百人でした。\n{end}||\n"
            )
        };
        let rows: String = goals.iter().enumerate().map(row).collect();
        let whole = |(title, end): &(&str, &str)| format!("{title}学校と町の人で話し合いを重ね{end}|A|");
        let expected: Vec<String> = goals.iter().map(whole).collect();
        assert_eq!(read(&format!("花瀬市の目標\n\n重点目標|達成度|結果\n{rows}")).0, expected);
        // Where lines are numbered too, each may be a record of its own that lacks its rating.
        let numbered = rows.replace("学校と", "1 学校と");
        assert_ne!(read(&format!("花瀬市の目標\n\n重点目標|達成度|結果\n{numbered}")).0.len(), goals.len());
    }

    const AREAS: &str = "事業名|区域|区分|計画|実績|達成状況|担当課\n\
        ①延長保育|東部|見込み（人）|610|588|ア|保育課\n||確保（人）|700|690||\n|西部|見込み（人）|174|159|イ|保育課\n||確保（人）|180|180||\n\
        ②病児保育|全域|見込み（人日）|1,450|1,682|ウ|健康課\n||確保（人日）|1,440|1,440||\n";

    #[test]
    fn ratings_and_departments_that_stand_beside_a_merged_text_alone_are_merged_as_it_is() {
        let expected = [
            "延長保育|ア|保育課",
            "延長保育||保育課",
            "延長保育|イ|保育課",
            "延長保育||保育課",
            "病児保育|ウ|健康課",
            "病児保育||健康課",
        ];
        assert_eq!(read(AREAS), (expected.map(str::to_owned).to_vec(), vec![]));
        // A row with a name of its own lacks a rating.
        let (records, told) = read(&AREAS.replace("ウ|健康課", "|"));
        assert_eq!((&*records[4], told.contains(&"missing-rating")), ("病児保育||", true));
    }

    #[test]
    fn a_forgotten_rating_of_one_of_many_records_leaves_the_others_merged() {
        let more = "③相談|東部|見込み（人）|10|12|ア|保育課\n||確保（人）|20|20||\n|西部|見込み（人）|30|32|イ|保育課\n||確保（人）|40|40||\n";
        let all = format!("{AREAS}{more}");
        let (records, told) = read(&all.replace("1,682|ウ", "1,682|"));
        let expected = ["病児保育||健康課", "病児保育||健康課", "相談|ア|保育課", "相談||保育課"];
        assert_eq!((&records[4..8], told), (&expected.map(str::to_owned)[..], vec!["missing-rating"]));
        // A row below a name that has one of its own shows that nothing is merged.
        let (records, told) = read(&all.replace("1,440|1,440||", "1,440|1,440|ア|"));
        assert_eq!((&*records[1], told.contains(&"missing-rating")), ("延長保育||", true));
    }

    #[test]
    fn a_page_without_departments_lacks_none() {
        let page = "\n事業名|区域|区分|計画|実績|達成状況\n③相談|東部|見込み（人）|10|12|ア\n||確保（人）|20|20|\n④一時預かり|西部|見込み（人）|30|32|イ\n||確保（人）|40|40|\n";
        let (records, told) = read(&format!("{AREAS}{page}"));
        let expected = ["延長保育|ア|保育課", "延長保育||保育課", "相談|ア|", "相談||"];
        assert_eq!(([0, 1, 6, 7].map(|at| &*records[at]), told), (expected, vec![]));
    }

    #[test]
    fn ratings_and_departments_that_stand_beside_a_merged_level_alone_are_merged_as_it_is() {
        let sheet = "施策|取組|KPI|目標値|実績値|評価|担当課\n\
            1 稼ぐ|木の町|出荷量|42t|43t|A|農政課\n||店の数|15社|13社||\n|空き店|出店数|8件|3件|C|商工課\n\
            |人材塾|修了者|30人|31人|B|商工課\n|会員証|登録者|90人|56人|B|企画課\n\
            2 住む|試し住み|組数|40組|52組|A|企画課\n||世帯数|10世帯|11世帯||\n|空き家|成約数|9件|7件|B|住宅課\n";
        let expected = [
            "出荷量|A|農政課",
            "店の数||農政課",
            "出店数|C|商工課",
            "修了者|B|商工課",
            "登録者|B|企画課",
            "組数|A|企画課",
            "世帯数||企画課",
            "成約数|B|住宅課",
        ];
        assert_eq!(read(sheet), (expected.map(str::to_owned).to_vec(), vec![]));
        // Where a row below a level has a rating of its own, another one lacks it.
        let (records, told) = read(&sheet.replace("13社||", "13社|B|"));
        assert_eq!((&*records[6], told.contains(&"missing-rating")), ("世帯数||", true));
    }

    #[test]
    fn a_forgotten_rating_leaves_cut_names_in_one_piece() {
        let row = |name: &str, rating: &str| format!("{name}|8件|9件|{rating}|健康課\n");
        let sheet = |rating: &str| {
            let rows = [
                row("朝の食事を毎日とる子の", "Ａ") + "割合||||\n",
                row("野菜を毎日よく食べる人", "Ｂ") + "の割合||||\n",
                row("食塩をとる量の平均の値", "Ｂ") + "（大人）||||\n",
                row("体の重さを保つお年寄り", rating) + "の割合||||\n",
                row("運動する人", "Ａ") + &row("歩く人", "Ｂ"),
                row("よく眠れている町の人の", "Ａ") + "割合||||\n",
            ];
            format!("指標|策定時|現在|判定|担当課\n{}", rows.concat())
        };
        let (records, told) = read(&sheet(""));
        assert_eq!((records.len(), &*records[3]), (7, "体の重さを保つお年寄りの割合||健康課"));
        assert!(told.contains(&"missing-rating"), "{told:?}");
        assert_eq!(read(&sheet("Ｃ")).0.len(), 7);
    }
}
