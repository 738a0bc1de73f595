//! Records over several lines whose short cells stand in the middle of their height: `1-2 橋の` above the line with the
//! rating.
//!
//! In: a table that prints one line of each cell per row. Out: the rows of each record, where the ordinals of the
//! items, or a column of numbers, say at which one it begins and each has its one rating; else the first row at which
//! the records seem to be cut apart.

use std::ops::Range;

use foldhash::HashMap;

use super::carry_on::text_of;
use super::edges::begins_no_word;
use super::{DataRow, RowReader};
use crate::interpret::classify::Class;
use crate::interpret::number;
use crate::interpret::shape;
use crate::interpret::table::Page;
use crate::interpret::text;
use crate::record::{Record, Role};

/// Centred cells are those of the whole table: they show in so many of its first rows, or nowhere.
const FIRST_ROWS: usize = 30;

/// So many ratings below the first line of their record are no chance, nor are so many rows cut apart.
pub(super) const FEWEST_CENTRED: usize = 3;

/// A record in so many may lack its rating.
pub(super) const UNRATED_ONE_IN: usize = 4;

/// For the first row of each record of several centred lines its rows.
pub(crate) type CentredLines = HashMap<usize, Vec<usize>>;

/// Records that seem to be cut apart: rows without a rating, each right above one that has it.
#[derive(Debug, Default)]
pub(crate) struct LinesApart {
    /// The last row without a rating.
    unrated: Option<usize>,
    /// The table of the pairs, the first row of them, and how many there are.
    pairs: (usize, usize, usize),
}

/// The rows from one ordinal to the next, as places on their page.
struct Span {
    page: usize,
    rows: Range<usize>,
    /// The row with the ordinal: lines of its texts may stand above it.
    named: usize,
    rated: Option<usize>,
}

impl RowReader<'_, '_, '_> {
    /// Looks for records over several lines in a table.
    pub(crate) fn centred_lines(&self, table: usize) -> CentredLines {
        let of = self.table(table);
        let Some(item) = self.sheet.plans[table]
            .item
            .filter(|_| self.may_print_lines(table) && of.columns.iter().any(|column| column.role == Role::Rating))
        else {
            return CentredLines::default();
        };
        let (spans, centred) = self.spans(table, item).unzip();
        // Where ordinals and middles tell the same, one rating below the first line of its record is no chance.
        let fewest = if spans.is_some() { 1 } else { FEWEST_CENTRED };
        let heights = self.heights((table, item), fewest).filter(|records| self.tell_same(table, &spans, records));
        let rows = |span: Span| of.pages[span.page].rows[span.rows].to_vec();
        // Of two records the middles of their heights tell to which a line between them belongs; their ordinals do not.
        let spans = spans.filter(|_| centred >= Some(FEWEST_CENTRED));
        lines_of(heights.or_else(|| Some(spans?.into_iter().map(rows).collect())).into_iter().flatten())
    }

    /// The records over several lines of a table by each way to cut it that its ratings leave open, for its headings to
    /// prove, or those of its columns that may be merged.
    pub(crate) fn unproved_lines(&self, table: usize, merged: &[usize]) -> Vec<CentredLines> {
        let Some(item) = self.sheet.plans[table].item.filter(|_| self.may_print_lines(table)) else {
            return Vec::new();
        };
        let spans = self.spans(table, item).map(|(spans, _)| spans);
        let ways = self.cuts_of((table, item), merged).map(|cut| cut.records);
        ways.filter(|records| self.tell_same(table, &spans, records)).map(lines_of).collect()
    }

    /// Whether a table may print one line of each cell per row, and its records come in no rounds.
    pub(super) fn may_print_lines(&self, table: usize) -> bool {
        self.prints_lines(table) && self.rounds(table).is_none()
    }

    /// Whether the first rows of a table show that it prints one line of each cell per row.
    fn prints_lines(&self, table: usize) -> bool {
        let rows = self.table(table).rows().take(FIRST_ROWS);
        rows.filter(|(page, row)| !self.is_rated(table, page, *row)).count() >= FEWEST_CENTRED
    }

    /// Whether the middles of heights tell the same records as the ordinals, if there are any.
    fn tell_same(&self, table: usize, spans: &Option<Vec<Span>>, records: &[Vec<usize>]) -> bool {
        let named = |span: &Span| self.table(table).pages[span.page].rows[span.named];
        let is_one = |(span, record): (&Span, &Vec<usize>)| record.contains(&named(span));
        spans.as_ref().is_none_or(|spans| spans.len() == records.len() && spans.iter().zip(records).all(is_one))
    }

    /// The rows from each ordinal to the next, if the ordinals count up, no two ratings stand below one of them, and
    /// nearly every one has a rating; and how many of these stand below the first line.
    fn spans(&self, table: usize, item: usize) -> Option<(Vec<Span>, usize)> {
        let of = self.table(table);
        let column = of.named_number(item);
        let ordinal_of = |page: &Page, row: usize| match column {
            Some(column) => {
                Some(self.text_at(page, row, column)).filter(|text| number::is_alone(text)).map(number::all)
            }
            None => shape::split_ordinal(self.text_at(page, row, item)).map(|(own, _)| number::all(own)),
        };
        let mut spans: Vec<Span> = Vec::new();
        let mut above: Vec<u32> = Vec::new();
        for (at, page) in of.pages.iter().enumerate() {
            let first = spans.len();
            for (place, &row) in page.rows.iter().enumerate() {
                let ordinal = ordinal_of(page, row);
                let is_rated = self.is_rated(table, page, row);
                if let Some(ordinal) = ordinal {
                    // ① begins anew under each heading.
                    if ordinal <= above && ordinal.last() != Some(&1) {
                        return None;
                    }
                    let begins = spans.len() == first && self.begins_anew(of.pages.get(at.wrapping_sub(1)), page);
                    let start = if begins { 0 } else { place };
                    let rated = is_rated.then_some(place);
                    spans.push(Span { page: at, rows: start..place + 1, named: place, rated });
                    above = ordinal;
                } else if let Some(span) = spans[first..].last_mut() {
                    if is_rated && span.rated.replace(place).is_some() {
                        return None;
                    }
                    span.rows.end = place + 1;
                } else if let Some(above) = spans.last_mut().filter(|_| !self.begins_anew(of.pages.get(at - 1), page)) {
                    // The rest of a record that a page end cut.
                    if is_rated && above.rated.replace(above.named).is_some() {
                        return None;
                    }
                } else if is_rated || !self.text_at(page, row, item).is_empty() {
                    return None;
                }
            }
        }
        let unrated = spans.iter().filter(|span| span.rated.is_none()).count();
        let centred = spans.iter().filter(|span| span.rated.is_some_and(|rated| rated > span.named)).count();
        let fits = !spans.is_empty() && unrated * UNRATED_ONE_IN <= spans.len() && self.edges(table).cut;
        fits.then_some((spans, centred))
    }

    /// The places on its page of a row that names a record and of those below it down to the one with its rating, where
    /// columns cut their cells: none of these names another, and each text goes on below one that had not ended.
    pub(crate) fn lines_to_rating(&self, row: &DataRow<'_>) -> Option<Range<usize>> {
        /// Of a cell of so many lines the middle one is the fifth.
        const MOST_ABOVE: usize = 4;
        let columns = &self.table(row.table).columns;
        let is = |row: &DataRow<'_>, role: Role| row.filled.iter().any(|(_, column)| columns[*column].role == role);
        if !is(row, Role::Item) || self.is_rated(row.table, row.page, row.at) || self.rounds(row.table).is_some() {
            return None;
        }
        let first = row.page.rows.binary_search(&row.at).ok()?;
        let below = row.page.rows[first + 1..].iter().take(MOST_ABOVE).zip(row.at + 1..);
        let mut last: HashMap<usize, usize> = row.filled.iter().map(|&(cell, column)| (column, cell)).collect();
        for (place, (&at, next)) in (first + 1..).zip(below) {
            let lower = self.row(at, row.table, row.page);
            let goes_on = |&(cell, column): &(usize, usize)| match columns[column].role {
                Role::Path => false,
                Role::Item => {
                    self.is_widest_above(&lower, column)
                        && (begins_no_word(&self.cell(cell).text) || self.lacks_signs(row, &lower))
                }
                Role::Rating | Role::Value => !last.contains_key(&column),
                Role::Department => true,
                Role::Text | Role::Comment => {
                    last.get(&column).is_none_or(|above| !text::ends_sentence(&self.cell(*above).text))
                }
            };
            if at != next || !lower.filled.iter().all(goes_on) {
                return None;
            }
            if is(&lower, Role::Rating) {
                let goes_on = |column: &usize| columns[*column].role == Role::Text && last.contains_key(column);
                let cuts = lower.filled.iter().any(|(_, column)| goes_on(column));
                return (cuts && self.edges(row.table).cut).then_some(first..place + 1);
            }
            last.extend(lower.filled.iter().map(|&(cell, column)| (column, cell)));
        }
        None
    }

    /// Whether a row lacks the number, or figures and departments, which the rated one below it has: it is the first
    /// line of that one's record.
    fn lacks_signs(&self, row: &DataRow<'_>, below: &DataRow<'_>) -> bool {
        let columns = &self.table(row.table).columns;
        let is_sign = |role: Role| matches!(role, Role::Value | Role::Department);
        let has_sign = |row: &DataRow<'_>| row.filled.iter().any(|(_, column)| is_sign(columns[*column].role));
        let number = self.signs(row.table).number;
        number.is_some_and(|number| below.has(number) && !row.has(number)) || has_sign(below) && !has_sign(row)
    }

    /// Notes a record that was read from a row. Gives the first row of several records that seem to be cut apart.
    pub(crate) fn note_apart(&self, apart: &mut LinesApart, row: (usize, usize), record: &Record<'_>) -> Option<usize> {
        let (at, table) = row;
        let rated = record.ratings.iter().any(|rating| !rating.printed.is_empty());
        let above = std::mem::replace(&mut apart.unrated, (!rated).then_some(at));
        let above = above.filter(|above| rated && above + 1 == at)?;
        apart.pairs = match apart.pairs {
            (of, first, count) if of == table && count > 0 => (of, first, count + 1),
            _ => (table, above, 1),
        };
        (apart.pairs.2 == FEWEST_CENTRED && self.edges(table).cut && self.rounds(table).is_none())
            .then_some(apart.pairs.1)
    }

    /// Whether a line holds texts alone, each below one of the record above that ended: the next record may begin with
    /// it.
    pub(crate) fn may_begin_next(&self, row: &DataRow<'_>, above: &Record<'_>) -> bool {
        let columns = &self.table(row.table).columns;
        let ended = |(_, column): &(usize, usize)| {
            text_of(above, columns, *column).is_some_and(|text| text::ends_sentence(text))
        };
        self.is_texts(row) && row.filled.iter().all(ended)
    }

    /// Whether nothing of the page above goes on with a page: it is the first one, or a heading stands between.
    fn begins_anew(&self, above: Option<&Page>, page: &Page) -> bool {
        let (Some(last), Some(first)) = (above.and_then(|above| above.rows.last()), page.rows.first()) else {
            return true;
        };
        self.is_heading_between(*last, *first)
    }

    /// Whether a heading stands between two rows.
    pub(crate) fn is_heading_between(&self, above: usize, below: usize) -> bool {
        self.sheet.classes.rows[above..below].iter().any(|class| matches!(class, Class::Heading(_)))
    }
}

/// The records of several rows, each by its first one.
fn lines_of(records: impl IntoIterator<Item = Vec<usize>>) -> CentredLines {
    records.into_iter().filter(|rows| rows.len() > 1).map(|rows| (rows[0], rows)).collect()
}

#[cfg(test)]
mod tests {
    use crate::interpret::row::tests::ask;

    const SHEET: &str = "取組|担当課|内容|評価|今後の予定\n\
        ||春に苗を植え、町の人と一||\n\
        ①花壇の手入れと|公園課|緒に水をやった。夏には草|A|苗を増やす。\n\
        苗の配布||を取った。||\n\
        ②水路の泥さらい||雨の前に泥をさらい、土の||土のうを増やし、町\n\
        の手伝い|河川課|うを積んで、町の人に配っ|B|の人に配る。\n\
        ||た。||\n\
        ③朝市の会場の案||駅前の広場を借りて、朝の||\n\
        内板の付替え|商工課|市を開いた。|A|会場を広げる。\n\
        ④橋の塗替えの計||足場を組み、塗替えの順を||順に塗り、終われば\n\
        画|道路課|決めて、町の人に知らせた。|C|歩道も塗る。\n";

    /// Each record as item, rating, departments and texts, and the rules that tell of the sheet.
    fn read(sheet: &str) -> (Vec<String>, Vec<&'static str>) {
        ask(sheet, |record| {
            let item = record.item.as_ref().map_or("", |item| &item.title);
            let names: Vec<&str> = record.departments.iter().map(|of| &*of.name).collect();
            let texts: Vec<String> = record.texts.iter().map(|(_, text)| text.replace('\n', "／")).collect();
            format!("{item}|{}|{}|{}", record.ratings[0].printed, names.join("、"), texts.join("|"))
        })
    }

    #[test]
    fn ordinals_tell_where_records_begin_whose_short_cells_are_centred() {
        let expected = [
            "花壇の手入れと苗の配布|A|公園課|春に苗を植え、町の人と一緒に水をやった。夏には草を取った。|苗を増やす。",
            "水路の泥さらいの手伝い|B|河川課|雨の前に泥をさらい、土のうを積んで、町の人に配った。|土のうを増やし、町の人に配る。",
            "朝市の会場の案内板の付替え|A|商工課|駅前の広場を借りて、朝の市を開いた。|会場を広げる。",
            "橋の塗替えの計画|C|道路課|足場を組み、塗替えの順を決めて、町の人に知らせた。|順に塗り、終われば歩道も塗る。",
        ];
        assert_eq!(read(SHEET), (expected.map(str::to_owned).to_vec(), vec![]));
    }

    #[test]
    fn a_line_that_may_begin_the_next_record_is_told() {
        let (records, told) = read(&SHEET.replace("④橋", "||秋に足場を組んだ。||\n④橋"));
        assert_eq!((records.len(), told), (4, vec!["ambiguous-row"]));
    }

    #[test]
    fn a_row_that_names_a_record_goes_on_to_its_rating_where_columns_cut_their_cells() {
        let rows = "取組|担当課|内容|評価|今後の予定\n\
            水路の泥さらいの手伝|河川課|雨の前に泥をさらい、土の||土のうを増やし、町\n\
            い||うを積んで、町の人に配っ|B|の人に配る。\n||た。||\n\
            朝市||駅前の広場を借りて、町の||\n||人と朝の市を開き、川魚を||会場を広げる。\n||売った。|A|\n\
            橋|道路課|足場を組んで、橋を塗り、||順に塗り、終われば\n||町に知らせた。|C|歩道も塗る。\n";
        let expected = [
            "水路の泥さらいの手伝い|B|河川課|雨の前に泥をさらい、土のうを積んで、町の人に配った。|土のうを増やし、町の人に配る。",
            "朝市|A||駅前の広場を借りて、町の人と朝の市を開き、川魚を売った。|会場を広げる。",
            "橋|C|道路課|足場を組んで、橋を塗り、町に知らせた。|順に塗り、終われば歩道も塗る。",
        ];
        assert_eq!(read(rows).0, expected.map(str::to_owned));
    }

    #[test]
    fn the_first_of_two_departments_stands_in_the_first_line_with_the_texts() {
        let rows = "取組|担当課|内容|評価|今後の予定\n\
            ||雨の前に泥をさらい、土の||土のうを増やし、町\n\
            水路の泥さらい|河川課|うを積んで、町の人に配っ|B|の人に配る。\n||た。||\n\
            |商工課|駅前の広場を借りて、町の||朝の市を二つに分け\n\
            朝市|道路課|人と朝の市を開き、川魚を|A|て開く。\n||売った。||\n";
        let expected = [
            "水路の泥さらい|B|河川課|雨の前に泥をさらい、土のうを積んで、町の人に配った。|土のうを増やし、町の人に配る。",
            "朝市|A|商工課、道路課|駅前の広場を借りて、町の人と朝の市を開き、川魚を売った。|朝の市を二つに分けて開く。",
        ];
        assert_eq!(read(rows).0, expected.map(str::to_owned));
    }

    #[test]
    fn where_nothing_tells_the_first_line_the_cause_is_told_once() {
        // No other item is as wide as the last one: none is known to be cut.
        let longest = "町の人が育てる花壇の手入れと並木|公園課|苗を植えた。|A|続ける。\n";
        // Nor does every code stand in the middle of the height.
        let lines = "苗の配布||を取った。秋には葉を集め||\n||て、土に混ぜ、冬には枝を||\n||切った。||";
        let sheet = SHEET.replace("苗の配布||を取った。||", lines);
        let (_, told) = read(&(sheet.replace(['①', '②', '③', '④'], "") + longest));
        assert_eq!(told.iter().filter(|name| **name == "ambiguous-row").count(), 1);
    }

    #[test]
    fn rows_rated_in_their_first_line_are_left_as_they_are() {
        let rows = "①花壇|公園課|苗を植えた。|A|続ける。\n並木|公園課|枝を切った。||続ける。\n②水路|河川課|泥をさらった。|B|続ける。\n\
            堤|河川課|歩いた。||続ける。\n③朝市|商工課|開いた。|A|続ける。\n夜市|商工課|開いた。||続ける。\n";
        let header = SHEET.split_inclusive('\n').next().unwrap_or_default();
        assert_eq!(read(&format!("{header}{rows}")).0.len(), 6);
    }

    #[test]
    fn a_column_of_numbers_tells_where_records_begin_whose_ratings_are_centred() {
        let sheet = "No.|取組|内容|評価|担当課|今後の予定\n\
            1|花壇の手入れ|春に苗を植え、町の人と一||公園課|苗を増やす。\n\
            ||緒に水をやった。夏には草|A||\n||を取った。|||\n\
            2|水路の泥さらい|雨の前に泥をさらい、土の||河川課|土のうを増やす。\n\
            ||うを積んで、町の人に配っ|B|道路課|\n||た。|||\n\
            3|朝市|駅前の広場を借り、朝の市||商工課|会場を広げる。\n||を開いて、町の人を集め|B||\n||た。|||\n";
        let expected = [
            "花壇の手入れ|A|公園課|1|春に苗を植え、町の人と一緒に水をやった。夏には草を取った。|苗を増やす。",
            "水路の泥さらい|B|河川課、道路課|2|雨の前に泥をさらい、土のうを積んで、町の人に配った。|土のうを増やす。",
            "朝市|B|商工課|3|駅前の広場を借り、朝の市を開いて、町の人を集めた。|会場を広げる。",
        ];
        assert_eq!(read(sheet), (expected.map(str::to_owned).to_vec(), vec![]));
    }
}
