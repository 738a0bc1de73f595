//! Records of an item in rounds: one row for each of a few words or years, which come again in one order below every item.
//!
//! In: a table. Out: the column of such words, which rows begin a round, and which go on with it. Number, item and
//! departments are merged over the rows of a round, and where the table prints one line of each cell per row, their lines
//! run on beside the later ones.

use super::{DataRow, RowReader};
use crate::diagnostic::Findings;
use crate::interpret::account::Uses;
use crate::interpret::roles;
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
    /// The rows with a word that go on with a round, and neither number nor name their item anew, in order.
    pub(super) later: Vec<usize>,
    /// Words of which no row is rated.
    pub(super) unrated: Vec<String>,
    /// Rows without a word show that cells are printed over rows.
    pub(super) in_lines: bool,
    /// The departments of a round are those of all its rows.
    pub(super) merges_departments: bool,
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

impl<'i, 's> RowReader<'_, 'i, 's> {
    /// The rounds of a table, if its records come in such.
    pub(super) fn rounds(&self, table: usize) -> Option<&Rounds> {
        self.rounds[table].get_or_init(|| self.find_rounds(table).or_else(|| self.office_rounds(table))).as_ref()
    }

    /// What a row is to the rounds of its table; none where it has none.
    pub(crate) fn turn(&self, row: &DataRow<'_>) -> Option<Turn> {
        let rounds = self.rounds(row.table)?;
        Some(if self.text_at(row.page, row.at, rounds.word).is_empty() {
            Turn::Line
        } else if rounds.later.binary_search(&row.at).is_ok() {
            Turn::Later
        } else {
            Turn::First
        })
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
        is_merged && rounds.later.binary_search(&at).is_ok()
    }

    /// Whether the departments of a table are those of all rows of their item.
    pub(super) fn merges_departments(&self, table: usize) -> bool {
        self.signs(table).merged_departments || self.rounds(table).is_some_and(|rounds| rounds.merges_departments)
    }

    /// Whether a row with a word of its own is no part of the one above.
    pub(crate) fn takes_its_turn(&self, row: &DataRow<'_>) -> bool {
        matches!(self.turn(row), Some(Turn::First | Turn::Later))
    }

    /// Whether a row without a word goes on with the record above: every record has its own word. What it holds are texts
    /// and names, an item below one only.
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

    /// The rounds that a column of words makes. Where nearly every row has its item there are none.
    fn find_rounds(&self, table: usize) -> Option<Rounds> {
        let item = self.sheet.plans[table].item?;
        let of = self.table(table);
        let unnamed = of.rows().filter(|(page, row)| self.text_at(page, *row, item).is_empty());
        if unnamed.take(FEWEST).count() < FEWEST {
            return None;
        }
        let numbers = |at: &usize| of.columns[*at].role == Role::Text && roles::numbers_rows(&of.columns[*at].name);
        let number = (0..item).rev().find(numbers);
        let is_text = |at: &usize| of.columns[*at].role == Role::Text && of.columns[*at].beside.is_none();
        (item + 1..of.columns.len()).take(FARTHEST).filter(is_text).find_map(|word| {
            let words = self.words(table, word)?;
            self.rounds_by((table, word), &words, &self.row_signs(table, (number, item, word)), number.is_some())
        })
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
        let offices = || (0..of.columns.len()).filter(|at| of.columns[*at].role == Role::Department);
        let is_filled = |page: &Page, row: usize, column: usize| !self.text_at(page, row, column).is_empty();
        let signs = |(page, row): (&'i Page, usize)| RowSigns {
            row,
            opens_page: page.rows.first() == Some(&row),
            word: self.text_at(page, row, word),
            item: self.text_at(page, row, item),
            is_numbered: number.is_some_and(|number| is_filled(page, row, number)),
            names_office: offices().any(|office| is_filled(page, row, office)),
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
        let offices: Vec<usize> = later.iter().copied().filter(|at| rows[*at].names_office).collect();
        let are_rests = offices.iter().all(|at| rows[*at - 1].names_office) && offices.len() * 2 <= later.len();
        let is_unrated = |word: &&&str| {
            let of_word = || rows.iter().filter(|row| row.word == **word);
            of_word().nth(FEWEST - 1).is_some() && !of_word().any(|row| row.is_rated)
        };
        Some(Rounds {
            word,
            later: later.iter().map(|at| rows[*at].row).collect(),
            unrated: words.iter().filter(is_unrated).map(|word| (*word).to_owned()).collect(),
            in_lines,
            merges_departments: in_lines && are_rests,
            of_offices: false,
            merged_texts: Vec::new(),
        })
    }

    /// What each row is, if every round has its words in one order, and begins with an item, and a number where there are
    /// numbers. Behind the end of a page both may be printed again.
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
    use crate::diagnostic::{Findings, Severity};
    use crate::interpret::Options;
    use crate::source::Source;

    /// Each record as item, departments, word and rating, and the rules that tell of the sheet.
    fn read(sheet: &str) -> (Vec<String>, Vec<&'static str>) {
        let sheet = sheet.replace('|', "\t");
        let source = Source::made_up(&sheet);
        let read = crate::sheet(&source, &Options::default(), Findings::default());
        let of_record = |record: &crate::record::Record<'_>| {
            let item = record.item.as_ref().map_or("", |item| &item.title);
            let names: Vec<&str> = record.departments.iter().map(|of| &*of.name).collect();
            let word = record.texts.iter().find(|(name, _)| &**name == "区分").map_or("", |(_, text)| text);
            format!("{item}|{}|{word}|{}", names.join("、"), record.ratings[0].printed)
        };
        let told = read.findings.iter().filter(|of| of.rule.severity != Severity::Note).map(|of| of.rule.name);
        (read.records.iter().map(of_record).collect(), told.collect())
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
}
