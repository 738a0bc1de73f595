//! Lines of a record on a sheet that prints one line of each cell per row: what is no record by the signs of one.
//!
//! In: a row and the record above. Out: whether it is the rest of that. Every record is rated, and has its number or, where
//! nothing is numbered, its item or its figures in its first line; what has none of these is no record, whatever else stands in it: the
//! rest of a department or a second one, a sentence of its own.

use foldhash::HashSet;

use super::carry_on::{MOST_LINES, text_of};
use super::wrapped::{Edges, is_mid_sentence};
use super::{DataRow, RowReader};
use crate::interpret::classify::Class;
use crate::interpret::department;
use crate::interpret::number;
use crate::interpret::roles::{self, Beside, TableColumn};
use crate::interpret::scale;
use crate::interpret::shape::{self, Shape};
use crate::interpret::table::{Page, Table};
use crate::interpret::text;
use crate::interpret::value;
use crate::record::{Record, Role};

/// What the first line of every record of a table has.
#[derive(Clone, Debug)]
pub(super) struct Signs {
    /// The column of the number, if every rated row has one.
    pub(super) number: Option<usize>,
    /// The first column of departments, if every rated row has one there.
    department: Option<usize>,
    /// Every rated row has its item.
    named: bool,
    /// The first column of figures, if every rated row has one there, or a dash.
    figure: Option<usize>,
    /// Rated rows without an item are without departments too, several of them, and no others: both are merged.
    pub(super) merged_departments: bool,
}

/// One row without item and departments may have lost them.
const FEWEST_MERGED: usize = 2;

/// Tables that take turns stand so near each other.
const NEAR: usize = 4;

impl<'i, 's> RowReader<'_, 'i, 's> {
    /// Whether a row of a table that cuts its cells has no sign of a record: it is the rest of the one above. A rest of
    /// its item stands below an item that reaches the edge of its column, on a sheet that numbers its rows or names a
    /// department in each, and so does what goes on with a record without a rating. Beside numbers the rest of an item alone,
    /// or of a name of a department that has no end, needs no cut texts to bear it out, nor does that of an item which breaks
    /// off.
    pub(super) fn is_rest(&self, row: &DataRow<'_>, above: &Record<'s>) -> bool {
        let Table { columns, .. } = self.table(row.table);
        let rated = || match &above.ratings[..] {
            [] if above.values.is_empty() => above.item.as_ref().is_some_and(|item| item.ordinal.is_some()),
            [] => true,
            ratings => ratings.iter().any(|rating| !rating.printed.is_empty()),
        };
        let signs = || self.signs(row.table);
        let lacks = |column: usize| row.filled.iter().all(|(_, own)| *own != column);
        let lacks_department = || signs().department.is_some_and(lacks);
        let completes_figures = || self.completes_figures(row);
        let lacks_figures = || completes_figures() || signs().figure.is_some_and(lacks);
        let has_sign = || match signs().number {
            Some(number) => text_of(above, columns, number).is_some_and(|text| !text.is_empty()),
            None => lacks_department() && !above.departments.is_empty(),
        };
        // A sentence of its own below one that ends may be that of a record which lacks its department too.
        let open = || row.filled.iter().all(|(_, column)| !text::ends_sentence(self.text_above(row, *column)));
        let may_be = |&(cell, column): &(usize, usize)| match columns[column].role {
            Role::Path => true,
            Role::Rating => self.is_rest_of_word((row.table, row.page, row.at), column),
            Role::Value => completes_figure(self.text_above(row, column), &self.cell(cell).text),
            Role::Item => {
                let own = &*self.cell(cell).text;
                let unnumbered = || self.has_number(row) == Some(false) && self.is_widest_above(row, column) && open();
                // Where few items are cut, none shows the edge, but a line without figures and offices that runs on does.
                let runs_on =
                    || lacks_figures() && (lacks_department() && self.cuts_text_above(row) || self.ends_name(row));
                let at_edge = || {
                    let goes_on = || completes_figures() || runs_on();
                    self.at_edge_above(row, column) || self.is_widest_above(row, column) && goes_on()
                };
                let told_apart = || {
                    signs().number.is_some()
                        || lacks_figures()
                        || lacks_department() && open()
                        || self.cuts_text_above(row)
                        || is_mid_sentence(self.text_above(row, column), own) && !text::stops_short(own)
                };
                !shape::is_page_number(own)
                    && (self.breaks_item_alone(row) || is_remark(own) || unnumbered() || at_edge() && told_apart())
            }
            Role::Department => self.row_above(row).is_some(),
            // A mark may stand in the middle of the height of a record that the number of the next one ends.
            Role::Text | Role::Comment => {
                let goes_on = || text_of(above, columns, column).is_some_and(|text| !text.is_empty());
                signs().number != Some(column) && (goes_on() || self.has_number(row) == Some(false))
            }
        };
        let is_whole = |name: &str| self.sheet.layout.ends_like_department(name);
        let is_name_alone = || match *row.filled {
            _ if self.breaks_item_alone(row) => true,
            // The rest of a word, which may_be asks for.
            [(_, column)] if columns[column].role == Role::Rating => true,
            [(_, column)] if signs().number.is_some() => match columns[column].role {
                Role::Item => true,
                Role::Department => !is_whole(self.text_above(row, column)),
                Role::Path | Role::Rating | Role::Value | Role::Text | Role::Comment => false,
            },
            _ => false,
        };
        (rated() || has_sign())
            && !self.is_rated(row.table, row.page, row.at)
            && row.filled.iter().all(may_be)
            && (signs().number.is_some() || signs().named || lacks_figures() || lacks_department())
            && (self.edges(row.table).cut
                || self.ends_name(row)
                || is_name_alone()
                || completes_figures()
                || lacks_figures() && (self.cuts_near(row.table) || self.runs_to_edge(row)))
    }

    /// Whether a row holds departments alone, or with texts that go on below the edge of their column.
    fn runs_to_edge(&self, row: &DataRow<'_>) -> bool {
        let columns = &self.table(row.table).columns;
        let goes_on = |&(_, column): &(usize, usize)| match columns[column].role {
            Role::Department => true,
            Role::Text | Role::Comment => {
                self.at_edge_above(row, column) && !text::ends_sentence(self.text_above(row, column))
            }
            Role::Path | Role::Item | Role::Rating | Role::Value => false,
        };
        row.filled.iter().all(goes_on)
    }

    /// Whether each figure of a row, one at least, completes the one above.
    fn completes_figures(&self, row: &DataRow<'_>) -> bool {
        let columns = &self.table(row.table).columns;
        let mut figures = row.filled.iter().filter(|(_, column)| columns[*column].role == Role::Value).peekable();
        figures.peek().is_some()
            && figures.all(|&(cell, column)| completes_figure(self.text_above(row, column), &self.cell(cell).text))
    }

    /// Whether a row holds the end of a department of which the row above holds the rest: 課 below 管財.
    fn ends_name(&self, row: &DataRow<'_>) -> bool {
        row.filled.iter().any(|&(cell, column)| {
            let above = self.text_above(row, column);
            self.table(row.table).columns[column].role == Role::Department
                && department::is_ending(&self.cell(cell).text)
                && !above.is_empty()
                && !self.sheet.layout.ends_like_department(above)
        })
    }

    /// Whether a row holds nothing but what goes on with an item in mid-phrase, where that is as wide as any, or a remark on
    /// it in brackets, which names nothing: `（累計）`.
    fn breaks_item_alone(&self, row: &DataRow<'_>) -> bool {
        let [(cell, column)] = *row.filled else { return false };
        let (above, own) = (self.text_above(row, column), &*self.cell(cell).text);
        self.table(row.table).columns[column].role == Role::Item
            && self.is_widest_above(row, column)
            && (is_mid_sentence(above, own) || own.starts_with(['（', '(']))
    }

    /// Whether a line in the first column goes on with the item right above, which is as wide as any: it ends in mid-phrase,
    /// or at an edge of a sheet that cuts its cells.
    pub(crate) fn is_rest_of_item(&self, row: &DataRow<'_>) -> bool {
        let [(cell, column)] = *row.filled else { return false };
        let (above, own) = (self.text_above(row, column), &*self.cell(cell).text);
        let edges = self.edges(row.table);
        let at_edge = || edges.columns[column].is_some() && self.cuts_near(row.table) && self.has_lines_alone();
        self.table(row.table).columns[column].role == Role::Item
            && row.page.columns_of(row.at).first() == Some(&Some(column))
            && self.sheet.rows.rows[row.at].cells.len() == 1
            && (Shape::of(own, self.sheet.layout) == Shape::Phrase || is_remark(own))
            && text::width(own) <= edges.widest[column]
            && self.is_widest_above(row, column)
            && (is_mid_sentence(above, own) || is_remark(own) || at_edge())
            && !self.near(row.table).any(|of| of.padded)
    }

    /// The edges of a table and of those that may take turns with it.
    fn near(&self, table: usize) -> impl Iterator<Item = &Edges> {
        let near = table.saturating_sub(NEAR)..(table + NEAR).min(self.sheet.tables.len());
        near.map(|table| self.edges(table))
    }

    /// Whether a table cuts its cells. Figures are cut nowhere: tables of sentences near by show it.
    fn cuts_near(&self, table: usize) -> bool {
        self.near(table).any(|of| of.cut)
    }

    /// Whether lines alone stand right below rows here and there: one may as well begin the row below it.
    fn has_lines_alone(&self) -> bool {
        const FEWEST: usize = 2;
        let (rows, classes) = (&self.sheet.rows.rows, &self.sheet.classes.rows);
        let is_alone = |at: &usize| {
            let may_be_rest = matches!(classes[*at], Class::Prose | Class::Title) && rows[*at].cells.len() == 1;
            may_be_rest && classes[*at - 1] == Class::Data
        };
        *self.has_lines_alone.get_or_init(|| (1..rows.len()).filter(is_alone).nth(FEWEST - 1).is_some())
    }

    /// Whether a text of a row goes on with one that ends at the edge of its column and ends no sentence.
    fn cuts_text_above(&self, row: &DataRow<'_>) -> bool {
        let columns = &self.table(row.table).columns;
        let is_text = |column: &usize| matches!(columns[*column].role, Role::Text | Role::Comment);
        let mut texts = row.filled.iter().map(|(_, column)| *column).filter(is_text);
        texts.any(|column| self.at_edge_above(row, column) && !text::ends_sentence(self.text_above(row, column)))
    }

    /// Whether the cell above one ends at the edge of its column.
    pub(super) fn at_edge_above(&self, row: &DataRow<'_>, column: usize) -> bool {
        let edge = self.edges(row.table).columns[column];
        edge.is_some_and(|edge| text::reaches(self.text_above(row, column), edge))
    }

    /// Whether the cell above one is as wide as any of its column.
    pub(super) fn is_widest_above(&self, row: &DataRow<'_>, column: usize) -> bool {
        text::reaches(self.text_above(row, column), self.edges(row.table).widest[column])
    }

    /// The text in the row above one, in a column.
    pub(super) fn text_above(&self, row: &DataRow<'_>, column: usize) -> &'i str {
        self.row_above(row).map_or("", |(page, above)| self.text_at(page, above, column))
    }

    /// The row right above one, blank rows aside; above the first row of a page the last one of the page before.
    pub(super) fn row_above<'p>(&self, row: &DataRow<'p>) -> Option<(&'p Page, usize)>
    where
        'i: 'p,
    {
        let place = row.page.rows.partition_point(|own| *own < row.at);
        if let Some(above) = place.checked_sub(1).map(|above| row.page.rows[above]) {
            let is_blank = |class: &Class| *class == Class::Blank;
            let mut between = self.sheet.classes.rows[above + 1..row.at].iter();
            return (between.len() < MOST_LINES && between.all(is_blank)).then_some((row.page, above));
        }
        self.end_of_page_before(row.table, row.at)
    }

    /// The row right above one; above the first row of a page the last one of the page before, under the same heading.
    pub(super) fn line_above<'p>(&self, (table, page, at): (usize, &'p Page, usize)) -> Option<(&'p Page, usize)>
    where
        'i: 'p,
    {
        match page.rows.binary_search(&at).ok()?.checked_sub(1) {
            Some(place) => (page.rows[place] + 1 == at).then_some((page, at - 1)),
            None => self.end_of_page_before(table, at).filter(|(_, above)| !self.is_heading_between(*above, at)),
        }
    }

    /// The last row of the page before the one that begins with a row.
    fn end_of_page_before(&self, table: usize, at: usize) -> Option<(&'i Page, usize)> {
        let pages = &self.table(table).pages;
        let own = pages.partition_point(|page| page.rows.last().is_none_or(|last| *last < at));
        let before = pages.get(own.checked_sub(1)?)?;
        Some((before, *before.rows.last()?))
    }

    /// Whether a row has a rating, or a mark in one of the columns that a rating is spread over; in a table without any,
    /// whether it has a figure, and in one of texts whether its item has an ordinal.
    pub(crate) fn is_rated(&self, table: usize, page: &Page, at: usize) -> bool {
        let columns = &self.table(table).columns;
        let is_option = |of: &TableColumn| of.beside == Some(Beside::Option);
        let has = |role: Role| columns.iter().any(|of| of.role == role || role == Role::Rating && is_option(of));
        let sign = [Role::Rating, Role::Value].into_iter().find(|role| has(*role)).unwrap_or(Role::Item);
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

    /// The rest of a word that rates a row, in the row right below, whatever stands there if that is a further line of its
    /// record.
    fn rest_of_word(&self, (table, page, at): (usize, &Page, usize), column: usize) -> Option<&'i str> {
        if !self.further_lines.contains(&(at + 1)) {
            return page.rest_of_word((at, column), self.sheet.plans[table].item, self.sheet.rows);
        }
        let rest = page.text_of(at + 1, column, self.sheet.rows);
        scale::is_cut_word(page.text_of(at, column, self.sheet.rows), rest).then_some(rest)
    }

    /// Whether a cell completes the figure in the one right above.
    fn is_rest_of_figure(&self, of @ (_, page, at): (usize, &Page, usize), column: usize) -> bool {
        self.line_above(of).is_some_and(|(page_above, above)| {
            completes_figure(self.text_at(page_above, above, column), self.text_at(page, at, column))
        })
    }

    /// Whether a row has the number or the figure that every record has in its first line: its rating may be missing.
    pub(super) fn has_first_signs(&self, of @ (table, page, at): (usize, &Page, usize)) -> bool {
        let Signs { number, figure, .. } = self.signs(table);
        let is_filled = |column: &usize| !self.text_at(page, at, *column).is_empty();
        number.is_some_and(|column| is_filled(&column))
            || figure.filter(is_filled).is_some_and(|column| !self.is_rest_of_figure(of, column))
    }

    /// What the first line of every record of a table has.
    pub(super) fn signs(&self, table: usize) -> &Signs {
        self.signs[table].get_or_init(|| {
            let of @ Table { columns, .. } = self.table(table);
            let item = self.sheet.plans[table].item;
            let rows = || of.rows();
            // A sum has another word in the place of a number.
            let rated = || rows().filter(|(page, row)| self.is_rated(table, page, *row));
            let texts = |column: usize| rated().map(move |(page, row)| self.text_at(page, row, column));
            let has = |column: usize| rated().next().is_some() && texts(column).all(|text| !text.is_empty());
            let numbers = |column: &usize| {
                let texts = || texts(*column).filter(|text| !text.is_empty());
                let mut known = HashSet::default();
                columns[*column].role == Role::Text
                    && texts().all(number::is_alone)
                    && (roles::numbers_rows(&columns[*column].name) || texts().all(|text| known.insert(text)))
            };
            // Where nothing is an item, the first column numbers the rows if its name says so.
            let by_name = |column: &usize| item.is_some() || roles::numbers_rows(&columns[*column].name);
            let number = (0..item.unwrap_or(1)).rev().filter(by_name).find(numbers).filter(|number| has(*number));
            let first = |role: Role| (0..columns.len()).find(|column| columns[*column].role == role);
            let [department, figure] = [Role::Department, Role::Value].map(|role| first(role).filter(|of| has(*of)));
            let has_department = |page: &Page, row: usize| {
                let of_role = (0..columns.len()).filter(|column| columns[*column].role == Role::Department);
                of_role.into_iter().any(|column| !self.text_at(page, row, column).is_empty())
            };
            let mut without = 0;
            let are_merged = |item: usize| {
                rated().all(|(page, row)| {
                    let has_item = !self.text_at(page, row, item).is_empty();
                    without += usize::from(!has_item);
                    has_item == has_department(page, row)
                })
            };
            let merged_departments = item.is_some_and(are_merged) && without >= FEWEST_MERGED;
            Signs { number, department, named: item.is_some_and(has), figure, merged_departments }
        })
    }
}

/// Whether two lines are one figure: 延べ above `8,400人`, `延べ1,200` above 人.
fn completes_figure(above: &str, own: &str) -> bool {
    let has_number = |text: &str| value::figure(text).number.is_some();
    let is_begun = !above.is_empty() && !shape::is_dash(above) && !shape::is_dash(own);
    if !is_begun || has_number(above) == has_number(own) {
        return false;
    }
    let whole = format!("{above}{own}");
    if has_number(own) { value::figure(&whole).unit.is_some() } else { value::counts(&whole) }
}

/// Whether a line is a remark on the name above it: `（累計）`, but not `（単位：人）`.
fn is_remark(line: &str) -> bool {
    const LONGEST: usize = 6;
    let inner = line.strip_prefix(['（', '(']).and_then(|line| line.strip_suffix(['）', ')']));
    inner.is_some_and(|inner| {
        inner.chars().all(text::is_kana_or_ideograph) && inner.chars().nth(LONGEST).is_none() && inner != "注"
    })
}

/// Whether what stands in a line names nothing: a single letter, or what begins in mid-word.
pub(super) fn begins_no_word(line: &str) -> bool {
    line.starts_with(text::is_kana_or_ideograph) && line.chars().nth(1).is_none() || text::goes_on(line)
}

#[cfg(test)]
mod tests {
    use crate::diagnostic::Findings;
    use crate::interpret::Options;
    use crate::source::Source;

    /// Each record as path, item, departments and remark.
    #[track_caller]
    fn case(sheet: &str, expected: &[&str]) {
        let sheet = sheet.replace('|', "\t");
        let source = Source::made_up(&sheet);
        let read = crate::sheet(&source, &Options::default(), Findings::default());
        let of_record = |record: &crate::record::Record<'_>| {
            let names: Vec<&str> = record.departments.iter().map(|of| &*of.name).collect();
            let path = record.path.last().map_or("", |of| &of.title);
            let text = record.texts.last().map_or(String::new(), |(_, text)| text.replace('\n', "／"));
            format!("{path}|{}|{}|{text}", record.item.as_ref().map_or("", |of| &of.title), names.join("、"))
        };
        assert_eq!(read.records.iter().map(of_record).collect::<Vec<_>>(), expected, "{sheet}");
    }

    const NUMBERED: &str = "番号|取組|評価|担当課|今後の予定\n\
        1|川沿いの桜並木の手|A|公園緑地課|古い枝を落とし、若い木を補って植え\n|入れ||道　路　課|る。町の人にも苗を配る。\n\
        2|水路の泥さらい|B|上下水道整備|雨の前に泥をさらい、土のうを積んで\n|||課|おく。\n\
        3|朝市の会場の広場の|A|商工観光課|会場を広げる。\n|案内板の付替え|||店の数を増やし、駅前の広場も借りら\n||||れるようにする。\n||||店主に知らせる。\n";

    const DEPARTMENT_IN_EACH: &str = "取組|担当課|評価|今後の予定\n\
        川沿いの桜並木の手|公園課|A|古い枝を落とし、若い木を補い、\n入れ|||植える。\n\
        朝市の会場の案内板の|商工課|B|会場を広げ、駅前の広場も借りら\n付替え|||れるようにする。\n\
        夜市|商工課|C|店を増やす。\n\
        水路の泥さらいの計画|河川課|A|雨の前に泥をさらい、土のうを積\nづくり|||んでおく。\n";

    #[test]
    fn a_line_without_number_and_rating_goes_on_with_the_record_above() {
        case(
            NUMBERED,
            &[
                "|川沿いの桜並木の手入れ|公園緑地課、道路課|古い枝を落とし、若い木を補って植える。町の人にも苗を配る。",
                "|水路の泥さらい|上下水道整備課|雨の前に泥をさらい、土のうを積んでおく。",
                "|朝市の会場の広場の案内板の付替え|商工観光課|会場を広げる。／店の数を増やし、駅前の広場も借りられるようにする。／店主に知らせる。",
            ],
        );
    }

    #[test]
    fn a_number_is_the_sign_of_a_record_where_nothing_is_an_item() {
        let sheet = "No.|意見|対応区分|市の考え方|対応時期|担当課\n\
            1|古い枝を落とし、若い木を|A|苗を配り、町の人と枝切り|令和７年|公園課\n|植えるべきである。||の講座を開く。||\n\
            2|雨の前に泥をさらい、土の|B|川上から順に土のうを積み|令和７年|河川課\n|うを積むべきである。||直した。||\n\
            3|広場の掃除の当番|C|当番を決めた。|令和７年|商工課、\n|を増やしてはどうか。||秋の分も知らせる。|以降|道路課\n";
        case(sheet, &["||公園課|令和７年", "||河川課|令和７年", "||商工課、道路課|令和７年以降"]);
    }

    #[test]
    fn a_row_without_rating_and_department_goes_on_where_items_are_merged() {
        let sheet = "取組|担当課|評価|今後の予定\n\
            花壇|公園課|A|古い枝を落とし、若い木を補い、町\n|||の人に配る。\n|学校課|B|植える。\n\
            水路の泥さらいの手|河川課|A|雨の前に泥をさらい土のう\n伝い|||240袋を積む。\n|農政課|B|草を刈る。\n\
            橋の塗替えの計画の|道路課|C|町の人と順を決め、道の脇に石を積\n見直し|||む。\n";
        case(
            sheet,
            &[
                "|花壇|公園課|古い枝を落とし、若い木を補い、町の人に配る。",
                "|花壇|学校課|植える。",
                "|水路の泥さらいの手伝い|河川課|雨の前に泥をさらい土のう240袋を積む。",
                "|水路の泥さらいの手伝い|農政課|草を刈る。",
                "|橋の塗替えの計画の見直し|道路課|町の人と順を決め、道の脇に石を積む。",
            ],
        );
    }

    #[test]
    fn an_item_without_the_mark_of_all_others_goes_on_with_the_one_above() {
        let sheet = "取組|評価|担当課|今後の予定\n\
            ①桜並木|A|公園課|古い枝を落とし、若い木を補って植え\n|||る。\n\
            ②水路の泥さらいと草刈|B|河川課|雨の前に泥をさらい、土のうを積んで\n|||おく。\n\
            ③朝市の会場の案内板の|A|商工課|会場を広げ、店の数を増やし、駅前も\n付替え||道路課|借りられるようにする。\n\
            ④夜市|C|商工課|店を増やす。\n⑤花壇|C|公園課|苗を配る。\n";
        case(
            sheet,
            &[
                "|桜並木|公園課|古い枝を落とし、若い木を補って植える。",
                "|水路の泥さらいと草刈|河川課|雨の前に泥をさらい、土のうを積んでおく。",
                "|朝市の会場の案内板の付替え|商工課、道路課|会場を広げ、店の数を増やし、駅前も借りられるようにする。",
                "|夜市|商工課|店を増やす。",
                "|花壇|公園課|苗を配る。",
            ],
        );
    }

    #[test]
    fn an_item_that_alone_is_cut_goes_on_beside_a_text_that_does() {
        let sheet = "施設|利用者|評価|講評|担当課\n\
            会館|21人|A|会の数を増やし、古い机を直して集まり|文化課\n|||やすくした。|\n\
            船着場の朝市の広場と|35人|B|雨の日の売り場を広げ、駅前の店にも声|商工課\n夜市|||をかけた。|\n\
            花壇|9人|C|苗を配り、町の人と草を取り、水やりの|公園課\n|||当番を決めた。|\n";
        case(
            sheet,
            &[
                "|会館|文化課|会の数を増やし、古い机を直して集まりやすくした。",
                "|船着場の朝市の広場と夜市|商工課|雨の日の売り場を広げ、駅前の店にも声をかけた。",
                "|花壇|公園課|苗を配り、町の人と草を取り、水やりの当番を決めた。",
            ],
        );
    }

    #[test]
    fn the_end_of_a_department_goes_on_with_the_one_above() {
        let rows = "土手を歩く人の数|120人|150人|河川課\n植えた木の本数|40本|60本|公園課、河川\n|||課\n\
            古い本を分けた市民の割合|61%|80%|図書館、商工\nの五年の平均|||課\n配った苗の数と花壇の数|7箱|9箱|公園課\n（累計）\n";
        case(
            &format!("指標|現状値|目標値|担当課\n{rows}"),
            &[
                "|土手を歩く人の数|河川課|",
                "|植えた木の本数|公園課、河川課|",
                "|古い本を分けた市民の割合の五年の平均|図書館、商工課|",
                "|配った苗の数と花壇の数（累計）|公園課|",
            ],
        );
    }

    #[test]
    fn an_ordinal_begins_each_record_of_a_table_of_texts() {
        let rows = "①読み聞かせを学ぶ人|初めての方のための会と、声の出し方を学|図書館（友の\nの講座|ぶ会を開きます。|会）\n\
            ②花壇の手入れ|苗を配ります。|公園課\n③退職した人の地域へ|活動する人との会を、春と秋に開き、顔を|福祉課、\nの参加|合わせます。|協働課\n";
        case(
            &format!("取組|内容|担当課\n{rows}"),
            &[
                "|読み聞かせを学ぶ人の講座|図書館|初めての方のための会と、声の出し方を学ぶ会を開きます。",
                "|花壇の手入れ|公園課|苗を配ります。",
                "|退職した人の地域への参加|福祉課、協働課|活動する人との会を、春と秋に開き、顔を合わせます。",
            ],
        );
    }

    #[test]
    fn a_line_without_department_and_rating_goes_on_where_items_are_merged() {
        let sheet = "番号|取組|内容|評価|担当課\n\
            1|学校の花壇の手|教科の時間に苗を植え、水をや|A|学校教育課\n|入れを学ぶ集い|る日を決めて、木陰の道に植え|\n||ます。||\n\
            ||苗を配り、育て方を教えます。|B|公園課\n\
            2|男女の集いの催|毎年６月に、講演会と展示を開|B|人権課\n|し|催します。||\n||参加者数　86人||\n\
            3|朝市の会場の案|広場に、店の名と道を示した板|A|商工課\n|内板|を立てます。||\n";
        case(
            sheet,
            &[
                "|学校の花壇の手入れを学ぶ集い|学校教育課|教科の時間に苗を植え、水をやる日を決めて、木陰の道に植えます。",
                "|学校の花壇の手入れを学ぶ集い|公園課|苗を配り、育て方を教えます。",
                "|男女の集いの催し|人権課|毎年６月に、講演会と展示を開催します。／参加者数　86人",
                "|朝市の会場の案内板|商工課|広場に、店の名と道を示した板を立てます。",
            ],
        );
    }

    #[test]
    fn an_item_in_mid_phrase_goes_on_beside_a_sentence_of_its_own_and_so_it_does_in_brackets() {
        let sheet = "取組|R4|R5|成果と課題|主管課\n\
            ①確かな学力と体を身|A|B|家庭での学習時間が目標に届かな|指導課\nに付ける|||かった。||\n\
            ②安全で快適な施設を|B|A|便器の洋式化が全校で完了した。|施設課\n整備する|||空調は三年のうちに据え付ける見|\n|||込みである。|\n\
            ③豊かな心を育てる|A|A|読む本の数が増え、図書室に通う|指導課\n|||子が目立つ。|\n";
        let items = [
            "|確かな学力と体を身に付ける|指導課|家庭での学習時間が目標に届かなかった。",
            "|安全で快適な施設を整備する|施設課|便器の洋式化が全校で完了した。／空調は三年のうちに据え付ける見込みである。",
            "|豊かな心を育てる|指導課|読む本の数が増え、図書室に通う子が目立つ。",
        ];
        case(sheet, &items);
        let sheet = "No.|事業名|事業内容|進捗|所管課\n\
            1|延長保育|通常の時間を超えて保育を行い|○|保育課\n||ます。||\n\
            2|一時預かり|通院や就労などの際に、児童を|○|保育課\n|（再掲）|預かります。||\n";
        case(
            sheet,
            &[
                "|延長保育|保育課|通常の時間を超えて保育を行います。",
                "|一時預かり（再掲）|保育課|通院や就労などの際に、児童を預かります。",
            ],
        );
    }

    #[test]
    fn a_mark_in_the_second_line_and_a_word_cut_above_another_begin_no_record_without_its_number() {
        let sheet = "取組|R5|R6|実施内容|進捗状況|担当課\n\
            (1) 固定資産税の通知書|○||相続の登記と管理を促す文を|順調|税務課\nへの啓発文の同封|||同封した。||\n\
            (2) 終活と住まいの相談|||公民館で相談会を二回開い|順調|建築課\n会の開催||○|た。相談は19件であった。||\n\
            (3) 高齢者世帯への出前|○|○|集まりに出向き、六回実施し|おおむね|福祉課\n講座|||た。|順調|\n";
        case(
            sheet,
            &[
                "|固定資産税の通知書への啓発文の同封|税務課|相続の登記と管理を促す文を同封した。",
                "|終活と住まいの相談会の開催|建築課|公民館で相談会を二回開いた。相談は19件であった。",
                "|高齢者世帯への出前講座|福祉課|集まりに出向き、六回実施した。",
            ],
        );
    }

    #[test]
    fn a_figure_goes_on_below_its_qualifier() {
        let sheet = "指標|実績値|判定|分析|担当課\n宿泊した人の数|延べ|A|冬の催しに人が集まり、宿の数も|観光課\n\
            |8,400人||増えた。|\n案内所を使う人の数|延べ|B|駅前に移したが、雨の日が多く、|観光課\n|21,000人||人が減った。|\n";
        let sheet = sheet.replace('|', "\t");
        let source = Source::made_up(&sheet);
        let read = crate::sheet(&source, &Options::default(), Findings::default());
        let figure = |record: &crate::record::Record<'_>| {
            let value = &record.values[0];
            format!("{} {:?} {}", value.printed, value.unit, record.texts[0].1)
        };
        assert_eq!(
            read.records.iter().map(figure).collect::<Vec<_>>(),
            [
                "延べ8,400人 Some(\"人\") 冬の催しに人が集まり、宿の数も増えた。",
                "延べ21,000人 Some(\"人\") 駅前に移したが、雨の日が多く、人が減った。"
            ]
        );
    }

    #[test]
    fn tables_that_take_turns_show_together_that_they_cut_their_cells() {
        let measures = |first: &str, second: &str| {
            format!(
                "取組|実施の内容|評価|担当課\n桜並木|{first}\n夜市|商店街の広場で開いた。|B|商工課\n|||観光課\n\n指標|前年|今年|判定\n{second}"
            )
        };
        let figures = |item: &str| format!("{item}\n橋の数|8|9|B\n\n");
        let sheet = measures(
            "古い枝を落とし、若い木を|A|公園課\n|植えた。||道路課",
            &figures("川の水がきれいだと思う人の|61|65|A\n割合|||"),
        ) + &measures(
            "会場を広げ、駅前の広場を|A|商工課\n|借りた。||",
            &figures("朝市に来た人と店の数の計|40|41|A\n（累計）|||"),
        );
        case(
            &sheet,
            &[
                "|桜並木|公園課、道路課|古い枝を落とし、若い木を植えた。",
                "|夜市|商工課、観光課|商店街の広場で開いた。",
                "|川の水がきれいだと思う人の割合||",
                "|橋の数||",
                "|桜並木|商工課|会場を広げ、駅前の広場を借りた。",
                "|夜市|商工課、観光課|商店街の広場で開いた。",
                "|朝市に来た人と店の数の計（累計）||",
                "|橋の数||",
            ],
        );
    }

    #[test]
    fn a_line_without_the_figures_of_all_others_is_no_record() {
        let sheet = "評価項目|対象|策定時|最終|判定|考え\n\
            体重を維持している人|20歳以上|64%|59%|d|家での仕事が増え、体を動か\n|男性||||す機会が減った。\n\
            |20歳以上|76%|77%|b|目標まであと少し。\n|女性||||\n\
            野菜の量|成人|271g|280g|b|若い世代は200gに届いてい\n|||||ない。\n\
            朝食を毎日食べる子ど|小学5年|93%|89%|d|働き方が変わり、一人で朝\nもの割合|||||を過ごす子が増えた。\n";
        case(
            sheet,
            &[
                "|体重を維持している人||家での仕事が増え、体を動かす機会が減った。",
                "|体重を維持している人||目標まであと少し。",
                "|野菜の量||若い世代は200gに届いていない。",
                "|朝食を毎日食べる子どもの割合||働き方が変わり、一人で朝を過ごす子が増えた。",
            ],
        );
    }

    #[test]
    fn a_line_alone_goes_on_with_an_item_at_the_edge() {
        let sheet = |line: &str| {
            format!(
                "取組|実施の内容|評価|担当課\n桜並木|古い枝を落とし、若い木を|A|公園課\n|植えた。\n\
                 夜市|商店街の広場を借り、朝夕に|B|商工課\n|開いた。\n\n\
                 指標|前年|今年|判定\n朝市の会場の広場の案|40|41|A\n{line}\n橋の数|8|9|B\n町の見回りをする組の|8|9|B\n数\n"
            )
        };
        let figures = |item: &str| [item, "橋の数", "町の見回りをする組の数"].map(|item| format!("|{item}||"));
        let all = |item: &str| {
            let measures =
                ["|桜並木|公園課|古い枝を落とし、若い木を植えた。", "|夜市|商工課|商店街の広場を借り、朝夕に開いた。"];
            measures.map(str::to_owned).into_iter().chain(figures(item)).collect::<Vec<_>>()
        };
        let told = |line: &str, item: &str| {
            let expected = all(item);
            case(&sheet(line), &expected.iter().map(String::as_str).collect::<Vec<_>>());
        };
        told("内板の数", "朝市の会場の広場の案内板の数");
        told("※ 今年の数は速報である。", "朝市の会場の広場の案");
    }

    #[test]
    fn names_go_on_beside_numbers_though_no_text_is_cut() {
        let sheet = "番号|取組|費用|評価|担当課\n\
            1101|川沿いの桜並木の手入|980千円|A|公園課、道路\n||||整備課\n\
            1102|水路の泥さらいと草刈|650千円|B|河川課\n|り|||\n\
            1103|朝市|410千円|A|商工課、学校給食\n||||課\n施策計||2,040千円||\n";
        case(
            sheet,
            &[
                "|川沿いの桜並木の手入|公園課、道路整備課|1101",
                "|水路の泥さらいと草刈り|河川課|1102",
                "|朝市|商工課、学校給食課|1103",
            ],
        );
    }

    #[test]
    fn a_number_or_an_item_of_its_own_is_the_sign_of_a_record() {
        let numbered = format!("{NUMBERED}4|橋の塗替え||道路課|足場を組む。\n");
        let source = Source::made_up(&numbered.replace('|', "\t")).text().to_owned();
        let read = |sheet: &str| {
            let source = Source::made_up(sheet);
            let read = crate::sheet(&source, &Options::default(), Findings::default());
            (read.records.len(), read.findings.iter().filter(|of| of.rule.name == "missing-rating").count())
        };
        assert_eq!(read(&source), (4, 1));
        // An item below one that is not cut, though nothing numbers it.
        let unnumbered = format!("{NUMBERED}|橋の塗替え||道路課|足場を組む。\n").replace('|', "\t");
        assert_eq!(read(&unnumbered).0, 4);
    }

    #[test]
    fn a_line_without_item_and_rating_goes_on_where_every_record_has_them() {
        case(
            "取組|評価|担当課|今後の予定\n\
            桜並木|A|公園緑地課|古い枝を落とし、若い木を補って植え\n|||る。\n\
            水路|B|河川整備課|雨の前に泥をさらい、土のうを積んで\n||道路課|おく。\n\
            朝市|A|商工観光課|会場を広げる。\n||企画課|店の数を増やす。\n",
            &[
                "|桜並木|公園緑地課|古い枝を落とし、若い木を補って植える。",
                "|水路|河川整備課、道路課|雨の前に泥をさらい、土のうを積んでおく。",
                "|朝市|商工観光課、企画課|会場を広げる。／店の数を増やす。",
            ],
        );
    }

    /// How many records a sheet has, and which rules tell of it.
    fn told(sheet: &str) -> (usize, Vec<&'static str>) {
        let sheet = sheet.replace('|', "\t");
        let source = Source::made_up(&sheet);
        let read = crate::sheet(&source, &Options::default(), Findings::default());
        let told = read.findings.iter().filter(|of| of.rule.severity != crate::diagnostic::Severity::Note);
        (read.records.len(), told.map(|of| of.rule.name).collect())
    }

    #[test]
    fn a_record_whose_rating_is_missing_or_unknown_goes_on_below_all_the_same() {
        for (rating, rule) in [("", "missing-rating"), ("Ｚ", "unknown-rating")] {
            let numbered = NUMBERED.replace("|A|公園緑地課", &format!("|{rating}|公園緑地課"));
            assert_eq!(told(&numbered), (3, vec![rule]));
            assert_eq!(told(&DEPARTMENT_IN_EACH.replace("|B|", &format!("|{rating}|"))), (4, vec![rule]));
        }
    }

    #[test]
    fn a_record_goes_on_behind_the_end_of_its_page() {
        let (header, rows) = NUMBERED.split_once('\n').unwrap_or_default();
        let cut = |line: &str| rows.replace(line, &format!("- 1 -\n{header}\n{line}"));
        case(
            &format!("{header}\n{}", cut("|入れ|")),
            &[
                "|川沿いの桜並木の手入れ|公園緑地課、道路課|古い枝を落とし、若い木を補って植える。町の人にも苗を配る。",
                "|水路の泥さらい|上下水道整備課|雨の前に泥をさらい、土のうを積んでおく。",
                "|朝市の会場の広場の案内板の付替え|商工観光課|会場を広げる。／店の数を増やし、駅前の広場も借りられるようにする。／店主に知らせる。",
            ],
        );
        let (header, rows) = DEPARTMENT_IN_EACH.split_once('\n').unwrap_or_default();
        let cut = rows.replace("付替え|", &format!("- 1 -\n{header}\n付替え|"));
        assert_eq!(told(&format!("{header}\n{cut}")), (4, vec![]));
    }

    #[test]
    fn a_record_without_rating_and_department_is_told() {
        let own = DEPARTMENT_IN_EACH.replace("夜市|商工課|C|", "夜市の会場の広場の|||");
        let own = own.replace(
            "朝市の会場の案内板の|商工課|B|会場を広げ、駅前の広場も借りら\n付替え|||れるようにする。",
            "朝市の会場の案内板の|商工課|B|会場を広げる。",
        );
        let (records, rules) = told(&own);
        assert_eq!((records, rules.contains(&"missing-rating")), (4, true), "{own}");
    }

    #[test]
    fn a_stray_mark_below_a_heading_is_no_part_of_it() {
        let sheet = "方針|取組|評価|担当課\n１ 緑と水の豊かな町|花壇|A|公園課\n・|並木|B|公園課\n|水路|A|河川課\n２ にぎわいのある町|朝市|A|商工課\n";
        let sheet = sheet.replace('|', "\t");
        let source = Source::made_up(&sheet);
        let read = crate::sheet(&source, &Options::default(), Findings::default());
        let path: Vec<&str> = read.records.iter().flat_map(|record| record.path.iter()).map(|of| &*of.title).collect();
        assert_eq!(path[..3], ["緑と水の豊かな町"; 3]);
    }

    #[test]
    fn a_heading_in_a_narrow_column_goes_on_below() {
        let rows = "桜並木の手入|A|公園緑地課|古い枝を落とし、若い木を補って植え\n";
        let sheet = format!(
            "基本方針|取組|評価|担当課|今後の予定\n１　水と緑|{rows}のまちづ||||る。\n\
            くり|水路の泥さら|B|河川課|雨の前に泥をさらい、土のうを積んで\n|い|||おく。\n２　人と人|朝市|A|商工課|店を増やす。\nのつなが|夜市|B|商工課|店を増やす。\nり|||企画課|店主に知らせる。\n"
        );
        case(
            &sheet,
            &[
                "水と緑のまちづくり|桜並木の手入|公園緑地課|古い枝を落とし、若い木を補って植える。",
                "水と緑のまちづくり|水路の泥さらい|河川課|雨の前に泥をさらい、土のうを積んでおく。",
                "人と人のつながり|朝市|商工課|店を増やす。",
                "人と人のつながり|夜市|商工課、企画課|店を増やす。／店主に知らせる。",
            ],
        );
    }

    #[test]
    fn a_letter_by_itself_ends_the_cell_above() {
        case(
            "番号|取組|評価|担当課|今後の予定\n1|桜並木の枝|A|公園課|古い枝を落とし、若い木を補って植え\n||||る\n\n2|水路|B|河川課|雨の前に泥をさらう。\n",
            &["|桜並木の枝|公園課|古い枝を落とし、若い木を補って植える", "|水路|河川課|雨の前に泥をさらう。"],
        );
    }

    #[test]
    fn a_line_of_a_text_and_departments_below_figures_is_no_record() {
        let sheet = "指標|目標|実績|評価|担当課|分析\n\
            花壇の数|30か所|28か所|A|公園課|春に苗を配り、町の人と水をやる会が\n||||商工課|月ごとにあった。\n\
            朝市の店の数|20店|14店|B|商工課|店が減った。\n||||農政課|\n夜市の店の数|10店|9店|A|商工課|広場に町の外の店を呼んで合計十店増\n|||||加した。\n";
        let expected = [
            "|花壇の数|公園課、商工課|春に苗を配り、町の人と水をやる会が月ごとにあった。",
            "|朝市の店の数|商工課、農政課|店が減った。",
            "|夜市の店の数|商工課|広場に町の外の店を呼んで合計十店増加した。",
        ];
        case(sheet, &expected);
    }

    /// The item and the figures of each record.
    fn figures(sheet: &str) -> Vec<String> {
        let sheet = sheet.replace('|', "\t");
        let source = Source::made_up(&sheet);
        let read = crate::sheet(&source, &Options::default(), Findings::default());
        let of_record = |record: &crate::record::Record<'_>| {
            let figures: Vec<&str> = record.values.iter().map(|of| &*of.printed).collect();
            format!("{} {}", record.item.as_ref().map_or("", |of| &of.title), figures.join(" "))
        };
        read.records.iter().map(of_record).collect()
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
