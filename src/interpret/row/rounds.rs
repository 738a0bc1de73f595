//! Records of an item in rounds: one row for each of a few words or years, which come again in one order below every
//! item, or for whatever word, where an item goes on in mid-phrase beside another row that says and rates something.
//!
//! In: a table. Out: the column of such words, which rows begin a round, and which go on with it. Number, item and
//! departments are merged over the rows of a round, and where the table prints one line of each cell per row, their
//! lines run on beside the later ones.

use super::edges::{begins_no_word, is_mid_sentence};
use super::lines::FEWEST_CENTRED;
use super::{DataRow, RowReader};
use crate::diagnostic::Findings;
use crate::interpret::account::Uses;
use crate::interpret::shape;
use crate::interpret::table::Page;
use crate::interpret::text;
use crate::record::{Record, Repair, Role};

/// A plan has so many years, a year so many quarters; more words are names.
const MOST_WORDS: usize = 6;

/// The word stands near the item, departments and a few columns between them; a sheet may have a thousand others.
const FARTHEST: usize = 8;

/// One item with two rows, or one line of a cut cell, may be chance.
pub(super) const FEWEST: usize = 2;

/// The rounds of a table.
#[derive(Clone, Debug)]
pub(super) struct Rounds {
    /// The column of the words, or of the ratings where departments take turns.
    pub(super) word: usize,
    /// What each row is, in order. Later ones neither number nor name their item anew.
    pub(super) turns: Vec<(usize, Turn)>,
    /// Words of which no row is rated.
    pub(super) unrated: Vec<String>,
    /// Rows without a word show that cells are printed over rows.
    pub(super) in_lines: bool,
    /// The departments of a round are those of all its rows.
    pub(super) merges_departments: bool,
    /// The rows whose item may be the rest of the one above, though nothing in it shows that, in order.
    pub(super) doubtful: Vec<usize>,
    /// Each row of a round has a department of its own.
    pub(super) of_offices: bool,
    /// The texts that explain the item of all its rows.
    pub(super) merged_texts: Vec<usize>,
}

/// What a row shows of a round.
struct RowSigns<'r> {
    row: usize,
    opens_page: bool,
    word: &'r str,
    item: &'r str,
    is_numbered: bool,
    names_office: bool,
    is_rated: bool,
}

/// What a row is to the rounds of its table.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Turn {
    /// It begins a round, or the part of one behind the end of a page.
    First,
    /// It has the next word of the round above.
    Later,
    /// It has no word: a line of the row above.
    Line,
}

impl Rounds {
    /// What a row is.
    fn turn(&self, row: usize) -> Option<Turn> {
        let place = self.turns.binary_search_by_key(&row, |(row, _)| *row).ok()?;
        Some(self.turns[place].1)
    }
}

impl<'i, 's> RowReader<'_, 'i, 's> {
    /// The rounds of a table, if its records come in such.
    pub(super) fn rounds(&self, table: usize) -> Option<&Rounds> {
        self.rounds[table].get_or_init(|| self.find_rounds(table)).as_ref()
    }

    /// What a row is to the rounds of its table; none where it has none.
    pub(crate) fn turn(&self, row: &DataRow<'_>) -> Option<Turn> {
        self.rounds(row.table)?.turn(row.at)
    }

    /// Whether the item of a row may be the rest of the one above, which others go on with.
    pub(crate) fn may_be_rest_of_item(&self, row: &DataRow<'_>) -> bool {
        self.rounds(row.table).is_some_and(|rounds| rounds.doubtful.binary_search(&row.at).is_ok())
    }

    /// Whether a column is merged over the rows of a round, so that a later row has but the rest of its cell.
    pub(super) fn runs_over_rows(&self, (table, at): (usize, usize), column: usize) -> bool {
        let Some(rounds) = self.rounds(table).filter(|rounds| rounds.in_lines) else { return false };
        let is_merged = match self.table(table).columns[column].role {
            Role::Item => true,
            Role::Department => rounds.merges_departments,
            Role::Text => rounds.merged_texts.contains(&column),
            Role::Path | Role::Rating | Role::Comment | Role::Value => false,
        };
        is_merged && rounds.turn(at) == Some(Turn::Later)
    }

    /// Whether the departments of a table are those of all rows of their item.
    pub(super) fn merges_departments(&self, table: usize) -> bool {
        self.signs(table).merged_departments || self.rounds(table).is_some_and(|rounds| rounds.merges_departments)
    }

    /// Whether a row with a word of its own is no part of the one above.
    pub(crate) fn takes_its_turn(&self, row: &DataRow<'_>) -> bool {
        matches!(self.turn(row), Some(Turn::First | Turn::Later))
    }

    /// Whether a row without a word goes on with the record above: every record has its own word. What it holds are
    /// texts and names, an item below one only.
    pub(super) fn is_line_of_round(&self, row: &DataRow<'_>) -> bool {
        let columns = &self.table(row.table).columns;
        let is_rest = |&(_, column): &(usize, usize)| match columns[column].role {
            Role::Item => !self.text_above(row, column).is_empty() && self.is_widest_above(row, column),
            Role::Text | Role::Comment | Role::Department => true,
            Role::Path | Role::Rating | Role::Value => false,
        };
        let is_known = |rounds: &Rounds| rounds.in_lines && !rounds.of_offices && self.turn(row) == Some(Turn::Line);
        self.rounds(row.table).is_some_and(is_known) && row.filled.iter().all(is_rest)
    }

    /// Whether no row with the word of this one is rated: a plan has results in the row below.
    pub(super) fn rates_none(&self, row: &DataRow<'_>) -> bool {
        self.rounds(row.table).is_some_and(|rounds| {
            let word = self.text_at(row.page, row.at, rounds.word);
            rounds.unrated.iter().any(|unrated| unrated == word)
        })
    }

    /// Adds the lines of the item and of the departments that stand beside a later row to the record above.
    pub(crate) fn add_names_beside(
        &mut self,
        row: &DataRow<'_>,
        above: &mut Record<'s>,
        to: (&mut Uses, &mut Findings),
    ) {
        let filled = row.name_rests.clone();
        let cells = filled.iter().map(|&(cell, column)| (column, cell, true)).collect();
        let (heading_rests, name_rests) = (Vec::new(), Vec::new());
        let lines = above.lines.len();
        self.add_rest(&DataRow { filled, heading_rests, name_rests, cells, ..*row }, above, to);
        above.lines.truncate(lines);
    }

    /// Gives what is merged in the last of these records, to which lines were added, to all of its round.
    pub(crate) fn spread(&self, table: usize, records: &mut [Record<'s>], added: usize) {
        let (Some(rounds), Some((last, others))) = (self.rounds(table), records.split_last_mut()) else { return };
        let columns = &self.table(table).columns;
        let is_merged = |field: &str| match field.strip_prefix("texts.") {
            Some(name) => rounds.merged_texts.iter().any(|at| *columns[*at].name == *name),
            None => field == "item" || field == "departments" && rounds.merges_departments,
        };
        let repairs: Vec<&Repair> = last.repairs[added..].iter().filter(|repair| is_merged(&repair.field)).collect();
        for record in others {
            repairs.iter().for_each(|repair| copy(&repair.field, last, record));
            record.repairs.extend(repairs.iter().copied().cloned());
        }
    }

    /// The rounds that a column of words makes, or departments in turns, or items that go on beside other rows.
    fn find_rounds(&self, table: usize) -> Option<Rounds> {
        let item = self.sheet.plans[table].item?;
        let columns = &self.table(table).columns;
        let number = self.table(table).named_number(item);
        let is_text = |at: &usize| columns[*at].role == Role::Text && columns[*at].beside.is_none();
        let words = (item + 1..columns.len()).take(FARTHEST).filter(is_text);
        // Where nearly every row has its item, nothing is merged over several.
        let unnamed = self.table(table).rows().filter(|(page, row)| self.text_at(page, *row, item).is_empty());
        let merges = unnamed.take(FEWEST).count() == FEWEST;
        let by_words = || words.clone().find_map(|word| self.rounds_by_words(table, (number, item, word)));
        let merged = if merges { by_words().or_else(|| self.office_rounds(table)) } else { None };
        // Beside an item in the middle of its height stand lines of its own record.
        let are_centred = || self.heights((table, item), FEWEST_CENTRED).is_some();
        merged.or_else(|| self.rounds_by_rests(table, (number, item), words.clone()).filter(|_| !are_centred()))
    }

    /// The rounds that the words of a column make.
    fn rounds_by_words(&self, table: usize, of @ (number, _, word): (Option<usize>, usize, usize)) -> Option<Rounds> {
        let words = self.words(table, word)?;
        self.rounds_by((table, word), &words, &self.row_signs(table, of), number.is_some())
    }

    /// The words of a column in the order in which they come, if they are so few.
    fn words(&self, table: usize, column: usize) -> Option<Vec<&'i str>> {
        let mut words: Vec<&str> = Vec::new();
        for (page, row) in self.table(table).rows() {
            let text = self.text_at(page, row, column);
            if !text.is_empty() && !words.contains(&text) {
                words.push(text);
            }
            if words.len() > MOST_WORDS {
                return None;
            }
        }
        (words.len() > 1).then_some(words)
    }

    /// What each row of a table shows of a round.
    fn row_signs(&self, table: usize, (number, item, word): (Option<usize>, usize, usize)) -> Vec<RowSigns<'i>> {
        let of = self.table(table);
        let names_office = |page: &Page, row: usize| {
            self.texts_in(page, row).iter().any(|(column, _)| of.columns[*column].role == Role::Department)
        };
        let is_filled = |page: &Page, row: usize, column: usize| !self.text_at(page, row, column).is_empty();
        let signs = |(page, row): (&'i Page, usize)| RowSigns {
            row,
            opens_page: page.rows.first() == Some(&row),
            word: self.text_at(page, row, word),
            item: self.text_at(page, row, item),
            is_numbered: number.is_some_and(|number| is_filled(page, row, number)),
            names_office: names_office(page, row),
            is_rated: self.is_rated(table, page, row),
        };
        of.rows().map(signs).collect()
    }

    fn rounds_by(
        &self,
        (table, word): (usize, usize),
        words: &[&str],
        rows: &[RowSigns<'_>],
        numbered: bool,
    ) -> Option<Rounds> {
        let turns = self.turns(words, rows, numbered)?;
        let count = |of: Turn| turns.iter().filter(|turn| **turn == of).count();
        let later: Vec<usize> = (0..rows.len()).filter(|at| turns[*at] == Turn::Later).collect();
        let unnamed = later.iter().filter(|at| rows[**at].item.is_empty()).count();
        let item = self.sheet.plans[table].item?;
        // What is no rest of the item above is an item of its own.
        let is_rest =
            |at: &usize| rows[*at].item.is_empty() || text::reaches(rows[*at - 1].item, self.edges(table).widest[item]);
        if count(Turn::First) < FEWEST || unnamed < FEWEST || !later.iter().all(is_rest) {
            return None;
        }
        let lines = count(Turn::Line);
        let in_lines = lines > 0 && lines + later.len() - unnamed >= FEWEST;
        let is_unrated = |word: &&&str| {
            let of_word = || rows.iter().filter(|row| row.word == **word);
            of_word().nth(FEWEST - 1).is_some() && !of_word().any(|row| row.is_rated)
        };
        Some(Rounds {
            word,
            unrated: words.iter().filter(is_unrated).map(|word| (*word).to_owned()).collect(),
            in_lines,
            merges_departments: in_lines && merges_departments(rows, &later),
            doubtful: Vec::new(),
            turns: rows.iter().map(|row| row.row).zip(turns).collect(),
            of_offices: false,
            merged_texts: Vec::new(),
        })
    }

    /// The rounds of items that go on in mid-phrase beside rows which say and rate something themselves.
    fn rounds_by_rests(
        &self,
        table: usize,
        (number, item): (Option<usize>, usize),
        mut words: impl Iterator<Item = usize>,
    ) -> Option<Rounds> {
        let items: Vec<&str> = self.table(table).rows().map(|(page, row)| self.text_at(page, row, item)).collect();
        let numbers =
            |column: usize| self.table(table).rows().next().map(|(page, row)| self.text_at(page, row, column));
        let opens_numbered = number.and_then(numbers).is_some_and(|number| !number.is_empty());
        let numbered = opens_numbered || items.first().is_some_and(|item| shape::split_ordinal(item).is_some());
        let breaks_off = |(above, own): (&str, &str)| {
            // 川 names something, but 合 below the edge of a column ends a word.
            let ends_word = || begins_no_word(own) && self.edges(table).columns[item].is_some();
            let in_phrase = match numbered {
                true => is_mid_sentence(above, own) || ends_word(),
                false => text::awaits_noun(above) || own.chars().nth(1).is_none() && ends_word(),
            };
            in_phrase && !above.is_empty() && !own.is_empty()
        };
        // That the rows are whole is looked for last: nearly no table has items that break off.
        if !items.windows(2).any(|pair| breaks_off((pair[0], pair[1]))) {
            return None;
        }
        let rows = self.row_signs(table, (number, item, item));
        let is_numbered = |row: &RowSigns<'_>| row.is_numbered || shape::split_ordinal(row.item).is_some();
        let stands_below_cut = |at: &usize| {
            let (above, own) = (&rows[at - 1], &rows[*at]);
            above.is_rated
                && !above.item.is_empty()
                && (above.row + 1 == own.row || own.opens_page)
                && !self.is_heading_between(above.row, own.row)
                && text::reaches(above.item, self.edges(table).widest[item])
        };
        let unnumbered: Vec<usize> = (1..rows.len())
            .filter(|at| rows[*at].is_rated && !rows[*at].item.is_empty() && !is_numbered(&rows[*at]))
            .collect();
        let is_sure = |at: &usize| breaks_off((rows[at - 1].item, rows[*at].item)) && stands_below_cut(at);
        let mut rests: Vec<usize> = unnumbered.iter().copied().filter(is_sure).collect();
        // Where all others have a number, one that breaks off shows what the rest without are.
        if numbered && !rests.is_empty() && unnumbered.iter().all(stands_below_cut) {
            rests.clone_from(&unnumbered);
        }
        let rated = || self.table(table).rows().zip(&rows).filter(|(_, row)| row.is_rated).map(|(of, _)| of);
        let says_each = |word: &usize| rated().all(|(page, row)| !self.text_at(page, row, *word).is_empty());
        let word = words.find(says_each).filter(|_| !rests.is_empty())?;
        let turn = |at: usize| match &rows[at] {
            row if is_numbered(row) => Turn::First,
            row if !row.is_rated => Turn::Line,
            row if at > 0 && (row.item.is_empty() || rests.binary_search(&at).is_ok()) => Turn::Later,
            _ => Turn::First,
        };
        let turns: Vec<(usize, Turn)> = (0..rows.len()).map(|at| (rows[at].row, turn(at))).collect();
        let later: Vec<usize> = (0..rows.len()).filter(|at| turns[*at].1 == Turn::Later).collect();
        let merges_departments = merges_departments(&rows, &later);
        let is_doubtful = |at: &&usize| rests.binary_search(at).is_err() && stands_below_cut(at);
        let doubtful = unnumbered.iter().filter(is_doubtful).map(|at| rows[*at].row).collect();
        let (of_offices, merged_texts, unrated) = (false, Vec::new(), Vec::new());
        Some(Rounds { word, turns, unrated, in_lines: true, merges_departments, doubtful, of_offices, merged_texts })
    }

    /// What each row is, if every round has its words in one order, and begins with an item, and a number where there
    /// are numbers. Behind the end of a page both may be printed again.
    fn turns<'r>(&self, words: &[&str], rows: &[RowSigns<'r>], numbered: bool) -> Option<Vec<Turn>> {
        let mut above: Option<(usize, usize)> = None;
        let mut item = "";
        let turn = |row: &RowSigns<'r>| {
            let Some(place) = words.iter().position(|word| *word == row.word) else {
                return (!row.is_numbered).then_some(Turn::Line);
            };
            let (last, at) = above.replace((place, row.row)).unzip();
            let goes_on =
                last.is_some_and(|last| last < place) && at.is_some_and(|at| !self.is_heading_between(at, row.row));
            let comes_again = row.opens_page && (row.is_numbered || row.item == item);
            if goes_on && !row.is_numbered && !comes_again {
                return Some(Turn::Later);
            }
            item = row.item;
            let is_named = !item.is_empty() && (row.is_numbered || !numbered);
            (is_named && (!goes_on || comes_again)).then_some(Turn::First)
        };
        rows.iter().map(turn).collect()
    }
}

/// Whether the departments of a round are those of all its rows: few of the later ones name any, below others.
fn merges_departments(rows: &[RowSigns<'_>], later: &[usize]) -> bool {
    let mut offices = later.iter().filter(|at| rows[**at].names_office);
    offices.clone().count() * 2 <= later.len() && offices.all(|at| rows[*at - 1].names_office)
}

/// Gives a record the field of another one that has the same columns.
fn copy<'s>(field: &str, from: &Record<'s>, to: &mut Record<'s>) {
    match field.strip_prefix("texts.") {
        Some(own) => {
            let text = from.texts.iter().find(|(name, _)| **name == *own);
            let place = to.texts.iter_mut().find(|(name, _)| **name == *own);
            place.zip(text).into_iter().for_each(|(place, (_, text))| place.1.clone_from(text));
        }
        None if field == "item" => to.item.clone_from(&from.item),
        None => to.departments.clone_from(&from.departments),
    }
}

#[cfg(test)]
mod tests {
    use crate::interpret::row::tests::ask;

    /// Each record as item, departments, word and rating, and the rules that tell of the sheet.
    fn read(sheet: &str) -> (Vec<String>, Vec<&'static str>) {
        ask(sheet, |record| {
            let item = record.item.as_ref().map_or("", |item| &item.title);
            let names: Vec<&str> = record.departments.iter().map(|of| &*of.name).collect();
            let word = record.texts.iter().find(|(name, _)| &**name == "区分").map_or("", |(_, text)| text);
            format!("{item}|{}|{word}|{}", names.join("、"), record.ratings[0].printed)
        })
    }

    const HEADER: &str = "番号|取組|担当課|区分|内容|評価\n";
    const ROWS: &str = "1|川沿いの桜並木の手|公園課|計画|枝を落とし、若い木を|\n|入れ|道路課||植える。|\n|||実績|枝を落とした。|A\n\
        2|水路|河川課|計画|泥をさらう。|\n|||実績|雨の前に泥をさらい、|B\n||||土のうを積んだ。|\n\
        3|朝市の会場の広場の|商工観光推|計画|広げる。|\n|案内板|進課|実績|広げた。|A\n4|橋|道路課|計画|塗る。|\n|||実績|塗った。|A\n";
    const READ: [&str; 8] = [
        "川沿いの桜並木の手入れ|公園課、道路課|計画|",
        "川沿いの桜並木の手入れ|公園課、道路課|実績|A",
        "水路|河川課|計画|",
        "水路|河川課|実績|B",
        "朝市の会場の広場の案内板|商工観光推進課|計画|",
        "朝市の会場の広場の案内板|商工観光推進課|実績|A",
        "橋|道路課|計画|",
        "橋|道路課|実績|A",
    ];

    #[test]
    fn an_item_that_goes_on_beside_a_later_row_is_that_of_its_whole_round() {
        assert_eq!(read(&format!("{HEADER}{ROWS}")), (READ.map(str::to_owned).to_vec(), vec![]));
        // Behind the end of a page, with its number or without.
        let cut = format!("- 1 -\n{HEADER}|案内板");
        assert_eq!(read(&format!("{HEADER}{}", ROWS.replace("|案内板", &cut))).0, READ);
        let again = ROWS.replace("|||実績|雨", &format!("- 1 -\n{HEADER}2|水路|河川課|実績|雨"));
        assert_eq!(read(&format!("{HEADER}{again}")), (READ.map(str::to_owned).to_vec(), vec![]));
    }

    #[test]
    fn no_number_is_needed_where_the_words_tell_the_rounds() {
        let bare: String = format!("{HEADER}{ROWS}")
            .split_inclusive('\n')
            .map(|line| line.split_once('|').map_or("", |(_, rest)| rest))
            .collect();
        assert_eq!(read(&bare), (READ.map(str::to_owned).to_vec(), vec![]));
    }

    #[test]
    fn a_row_of_a_round_may_lack_its_rating_among_others_that_have_one() {
        let rows = "1|花壇|公園課|自己|植えた。|A\n|||外部|よい。|A\n2|水路|河川課|自己|さらった。|A\n|||外部|評価の対象外|\n\
            3|朝市|商工課|自己|開いた。|B\n|||外部|よい。|B\n";
        let (records, told) = read(&format!("{HEADER}{rows}"));
        assert_eq!((records.len(), &*records[3], told), (6, "水路|河川課|外部|", vec!["missing-rating"]));
    }

    #[test]
    fn what_is_no_rest_beside_a_later_row_is_its_own() {
        let own = "1|花壇|公園課|計画|苗を植え、水をやり、|\n||||草を取る。|\n|並木|道路課|実績|枝を落とした。|A\n\
            2|水路|河川課|計画|泥をさらう。|\n||||土のうを積む。|\n|||実績|さらった。|B\n3|朝市の会場の広場の|商工課|計画|広げる。|\n|||実績|広げた。|A\n";
        let (records, _) = read(&format!("{HEADER}{own}"));
        assert_eq!(records.last().map(|of| &**of), Some("朝市の会場の広場の|商工課|実績|A"));
        assert!(records.contains(&"並木|道路課|実績|A".to_owned()), "{records:?}");
        // Each word has a department of its own.
        let offices = "1|花壇|公園課|自己|苗を植え、水をやり、|A\n||||草を取る。|\n||財政課|外部|よい。|A\n2|水路|河川課|自己|さらう。|B\n\
            ||財政課|外部|よいが、土のうを積む|B\n||||こと。|\n";
        let (records, _) = read(&format!("{HEADER}{offices}"));
        assert_eq!(records[1..3], ["花壇|財政課|外部|A", "水路|河川課|自己|B"]);
    }

    const INDICATORS: &str = "指標|対象|策定時|目標|評価\n\
        ①朝に体を動かす人の|小学生|91％|95％|B\n割合|中学生|86％|92％|C\n|大人|58％|70％|A\n\
        ②野菜を育てている人|大人|12％|25％|A\nの割合||||\n\
        ③本を読む時間がある|小学生|61％|70％|A\n人の割合|大人|50％|60％|B\n④祭りの数|市民|9回|12回|A\n";

    /// The items of the records, and the rules that tell of the sheet.
    fn items(sheet: &str) -> (Vec<String>, Vec<&'static str>) {
        ask(sheet, |record| record.item.as_ref().map_or("", |of| &of.title).to_owned())
    }

    #[test]
    fn an_item_that_goes_on_in_mid_phrase_beside_a_rated_row_is_that_of_both() {
        let [walk, grow, read] = ["朝に体を動かす人の割合", "野菜を育てている人の割合", "本を読む時間がある人の割合"];
        let whole = [walk, walk, walk, grow, read, read, "祭りの数"].map(str::to_owned).to_vec();
        assert_eq!(items(INDICATORS), (whole.clone(), vec![]));
        let cut = INDICATORS.replace("\n割合", "\n\n- 1 -\n\n指標|対象|策定時|目標|評価\n割合");
        assert_eq!(items(&cut).0, whole);
        // Without numbers nothing shows what the last one is.
        let (bare, told) = items(&INDICATORS.replace(['①', '②', '③', '④'], ""));
        assert_eq!((&bare[..4], told), (&whole[..4], vec!["ambiguous-row"]));
    }

    #[test]
    fn a_first_row_without_an_item_goes_on_with_none() {
        let lines = INDICATORS.lines().enumerate();
        let sheet: String =
            lines.map(|(at, line)| format!("{line}|{}\n", if at == 0 { "担当課" } else { "健康課" })).collect();
        let first = sheet.find('①').expect("the first item") - 1;
        let above = "\n|全体|70.0%|80.0%|A|健康課";
        let (items, told) = items(&format!("{}{above}{}", &sheet[..first], &sheet[first..]));
        assert_eq!((&*items[0], told[0]), ("", "missing-item"));
        assert_eq!(items[1..4], ["朝に体を動かす人の割合"; 3]);
    }

    #[test]
    fn an_item_below_a_short_one_or_a_whole_one_is_its_own() {
        let own = INDICATORS.replace("①朝に体を動かす人の", "①朝の体操").replace("割合|中", "うち北の町|中");
        assert_eq!(items(&own).0[..2], ["朝の体操", "うち北の町"]);
    }
}
