//! Records of an item in turns of departments: each has a row of its own with its rating, and number, item and what
//! explains it are merged over them.
//!
//! In: a table that prints one line of each cell per row. Out: its [`Rounds`], where lines of the merged cells run on
//! beside the rows of later departments. A row without such lines needs none: its blank cells carry on.

use super::RowReader;
use super::rounds::{FEWEST, Rounds, Turn};
use crate::interpret::shape;
use crate::interpret::table::Page;
use crate::interpret::text;
use crate::record::Role;

/// What a table shows of the turns of departments.
struct Turns<'i> {
    rows: Vec<(&'i Page, usize)>,
    /// The places of the rows that name an item, and of those that go on with one, each in order.
    first: Vec<usize>,
    later: Vec<usize>,
}

impl Turns<'_> {
    /// What each row is.
    fn all(&self) -> Vec<(usize, Turn)> {
        let turn = |at: usize| match (self.first.binary_search(&at), self.later.binary_search(&at)) {
            (Ok(_), _) => Turn::First,
            (_, Ok(_)) => Turn::Later,
            (Err(_), Err(_)) => Turn::Line,
        };
        self.rows.iter().enumerate().map(|(at, (_, row))| (*row, turn(at))).collect()
    }
}

impl<'i> RowReader<'_, 'i, '_> {
    /// The rounds that departments make, if each item has its number and its first department in one row, and every
    /// rated row without a number goes on with an item, some of them with a line of it or of its text. Where nothing is
    /// numbered, an item begins where the sentence that explains the one above has ended.
    pub(super) fn office_rounds(&self, table: usize) -> Option<Rounds> {
        let item = self.sheet.plans[table].item?;
        let column_of = |role: Role| self.table(table).columns.iter().position(|column| column.role == role);
        let (rating, office) = (column_of(Role::Rating)?, column_of(Role::Department)?);
        let turns = self.office_turns(table, [item, rating, office])?;
        let merged_texts = self.merged_texts(table, item, &turns);
        let runs_on = |at: &usize| {
            let (page, row) = turns.rows[*at];
            merged_texts.iter().chain([&item]).any(|&column| !self.text_at(page, row, column).is_empty())
        };
        let fits = turns.first.len() >= FEWEST && turns.later.len() >= FEWEST && turns.later.iter().any(runs_on);
        (fits && self.edges(table).cut).then(|| Rounds {
            word: rating,
            turns: turns.all(),
            doubtful: Vec::new(),
            unrated: Vec::new(),
            in_lines: true,
            merges_departments: false,
            of_offices: true,
            merged_texts,
        })
    }

    fn office_turns(&self, table: usize, [item, rating, office]: [usize; 3]) -> Option<Turns<'i>> {
        let of = self.table(table);
        let number = of.named_number(item);
        let mut turns = Turns { rows: of.rows().collect(), first: Vec::new(), later: Vec::new() };
        let mut items = turns.rows.iter().map(|(page, row)| self.text_at(page, *row, item));
        let has_ordinals = number.is_none() && items.any(shape::starts_with_ordinal);
        let content = of.columns.get(item + 1).filter(|column| column.role == Role::Text).map(|_| item + 1);
        let mut content_above = "";
        for (at, &(page, row)) in turns.rows.iter().enumerate() {
            let text = |column: usize| self.text_at(page, row, column);
            let content = content.map_or("", text);
            let is_first = match number {
                Some(number) => !text(number).is_empty(),
                None if has_ordinals => shape::starts_with_ordinal(text(item)),
                // What explains the item above has to be told to its end.
                None => {
                    let is_told = content_above.is_empty() || text::ends_sentence(content_above);
                    is_told && !text(item).is_empty() && !content.is_empty()
                }
            };
            if !content.is_empty() {
                content_above = content;
            }
            let is_rated = !text(rating).is_empty();
            match (is_rated, is_first) {
                (true, _) if text(office).is_empty() => return None,
                (true, true) => turns.first.push(at),
                (true, false) => {
                    let above = turns.rows[at.checked_sub(1)?].1;
                    let goes_on = text(item).is_empty() || self.runs_on(table, &turns.rows, (at, item));
                    if !goes_on || self.is_heading_between(above, row) {
                        return None;
                    }
                    turns.later.push(at);
                }
                (false, true) => return None,
                (false, false) => {}
            }
        }
        Some(turns)
    }

    /// The texts right beside the item that are merged as it is: every first row has one, and a later one the rest of
    /// it.
    fn merged_texts(&self, table: usize, item: usize, turns: &Turns<'i>) -> Vec<usize> {
        let columns = &self.table(table).columns;
        let is_merged = |column: &usize| {
            let is_filled = |at: &usize| !self.text_at(turns.rows[*at].0, turns.rows[*at].1, *column).is_empty();
            columns[*column].role == Role::Text
                && turns.first.iter().all(is_filled)
                && turns.later.iter().all(|at| !is_filled(at) || self.runs_on(table, &turns.rows, (*at, *column)))
        };
        (item + 1..columns.len()).take_while(is_merged).collect()
    }

    /// Whether the cell of the row above is as wide as any of its column.
    fn runs_on(&self, table: usize, rows: &[(&Page, usize)], (at, column): (usize, usize)) -> bool {
        let above = at.checked_sub(1).map_or("", |above| self.text_at(rows[above].0, rows[above].1, column));
        !above.is_empty() && text::reaches(above, self.edges(table).widest[column])
    }
}

#[cfg(test)]
mod tests {
    use crate::interpret::row::tests::ask;

    const SHEET: &str = "施策|施策の内容|担当課|実施したこと|評価\n\
        ①花壇の手入れと|駅前の花壇に苗を植え、町|公園課|春に四つの花壇で苗を植え、秋には球|A\n\
        苗の配布|の人に配る。||根を町の人に配った。|\n\
        ||学校課|校庭の花壇に種をまいた。|B\n\
        ②水路の泥さらい|用水路の泥をさらい、土の|農政課|雨の前に泥をさらった。|A\n\
        の手伝い|うを積む。|河川課|川上から順に土のうを積み、岸の草を|B\n\
        |||刈った。|\n\
        ③橋の塗替えの計|古い橋を調べ、塗替えの順|道路課|足場を組み、錆を落とした。|A\n\
        画|を町の人に知らせ、橋の名|公園課|遊歩道の橋を見て回り、手すりの傷み|C\n\
        |を募る。||を直した。|\n";

    const READ: [&str; 6] = [
        "花壇の手入れと苗の配布|駅前の花壇に苗を植え、町の人に配る。|公園課|春に四つの花壇で苗を植え、秋には球根を町の人に配った。|A",
        "花壇の手入れと苗の配布|駅前の花壇に苗を植え、町の人に配る。|学校課|校庭の花壇に種をまいた。|B",
        "水路の泥さらいの手伝い|用水路の泥をさらい、土のうを積む。|農政課|雨の前に泥をさらった。|A",
        "水路の泥さらいの手伝い|用水路の泥をさらい、土のうを積む。|河川課|川上から順に土のうを積み、岸の草を刈った。|B",
        "橋の塗替えの計画|古い橋を調べ、塗替えの順を町の人に知らせ、橋の名を募る。|道路課|足場を組み、錆を落とした。|A",
        "橋の塗替えの計画|古い橋を調べ、塗替えの順を町の人に知らせ、橋の名を募る。|公園課|遊歩道の橋を見て回り、手すりの傷みを直した。|C",
    ];

    /// Each record as item, content, departments, text and rating, and the rules that tell of the sheet.
    fn read(sheet: &str) -> (Vec<String>, Vec<&'static str>) {
        ask(sheet, |record| {
            let item = record.item.as_ref().map_or("", |item| &item.title);
            let names: Vec<&str> = record.departments.iter().map(|of| &*of.name).collect();
            let text = |name: &str| record.texts.iter().find(|(of, _)| &**of == name).map_or("", |(_, text)| text);
            let (content, done) = (text("施策の内容"), text("実施したこと"));
            format!("{item}|{content}|{}|{done}|{}", names.join("、"), record.ratings[0].printed)
        })
    }

    #[test]
    fn lines_of_an_item_beside_later_departments_are_those_of_all_its_records() {
        assert_eq!(read(SHEET), (READ.map(str::to_owned).to_vec(), vec![]));
    }

    #[test]
    fn sentences_that_explain_items_tell_where_they_begin_where_nothing_is_numbered() {
        let bare = SHEET.replace(['①', '②', '③'], "　").replace('　', "");
        let bare = bare.replace("水路の泥さらい|", "水路の泥さら|").replace("の手伝い|", "いの手伝い|");
        let bare = bare.replace("橋の塗替えの計|", "橋の塗替えの|").replace("\n画|", "\n計画|");
        let bare = bare.replace("花壇の手入れと|", "花壇の手入れ|").replace("苗の配布|", "と苗の配布|");
        assert_eq!(read(&bare), (READ.map(str::to_owned).to_vec(), vec![]));
    }

    #[test]
    fn a_cut_name_of_a_department_is_that_of_its_own_record() {
        let cut =
            SHEET.replace("|学校課|校庭の花壇に種をまいた。|B\n", "|学校給食|校庭の花壇に種をまいた。|B\n||課||\n");
        let expected = READ.map(|record| record.replace("学校課", "学校給食課"));
        assert_eq!(read(&cut).0, expected);
    }

    #[test]
    fn an_item_without_a_number_among_numbered_ones_is_one() {
        let own = SHEET.replace("||学校課|校庭の花壇に種をまいた。|B\n", "校庭|種をまく。|学校課|種をまいた。|B\n");
        assert_eq!(read(&own).0[1], "校庭|種をまく。|学校課|種をまいた。|B");
    }
}
