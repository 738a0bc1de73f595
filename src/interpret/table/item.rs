//! The item of a table that names none.
//!
//! In: a table whose columns have roles. Out: the same; where no header word says what is evaluated, the innermost
//! level is the item if each row has one of its own; a project is the item instead of the indicator that measures it;
//! and so are names instead of the merged level left of them. Items that are named are found by
//! [`roles`](crate::interpret::roles).

use std::ops::Range;

use foldhash::{HashMap, HashSet};

use super::{Evidence, Table};
use crate::interpret::header::HeaderColumn;
use crate::interpret::layout::Family;
use crate::interpret::number;
use crate::interpret::roles::{CLEAR_MAJORITY, is_key, numbers_rows};
use crate::interpret::scale;
use crate::interpret::shape::{self, Shape};
use crate::read::lex::{Cell, Rows};
use crate::record::Role;

/// Two rows can differ by chance.
const FEWEST_ROWS: usize = 3;

/// At least this share of the rows have a title, and of the titles so many come once; a level comes again and again.
const OWN_SHARE: f32 = 0.9;

/// A level has at most so many names for the rows that it groups: two for three. One blank cell among a few may be a
/// slip.
const LEVEL_SHARE: f32 = 0.7;

/// What a header of texts ends with that may hold names: `取組内容`, `確認事項`.
const NAMING: [&str; 2] = ["内容", "事項"];

/// Makes a text of what stands left of the item in some rows only, under a word for texts: 備考. What is merged begins in
/// the first row, unless that is but the first line of a record.
pub(super) fn demote_notes(table: &mut Table, headers: &[HeaderColumn], rows: &Rows<'_>) {
    let Some((page, row)) = table.rows().next() else { return };
    let is_filled = |(cell, of): (&Cell<'_>, Option<usize>)| of.filter(|_| !cell.text.is_empty());
    let is_rated = |at: usize| table.columns[at].role == Role::Rating;
    let is_line = !page.cells_of(row, rows).filter_map(is_filled).any(is_rated);
    let is_centred = |at: usize| is_line && groups_rows(table, at, rows);
    let is_note = |&at: &usize| {
        let is_text = table.columns[at].role == Role::Path && headers[at].family == Some(Family::Text);
        is_text && !begins(table, at, rows) && !is_centred(at)
    };
    let notes: Vec<usize> = (0..headers.len()).filter(is_note).collect();
    notes.into_iter().for_each(|at| table.columns[at].role = Role::Text);
}

/// Whether a column says something in the first row.
fn begins(table: &Table, column: usize, rows: &Rows<'_>) -> bool {
    table.rows().next().is_some_and(|(page, row)| !page.text_of(row, column, rows).is_empty())
}

/// A column left of the item with this share of blank cells was merged; a number column has none.
const MERGED_SHARE: f32 = 0.3;

/// Makes a level of what stands left of the item once for a run of rows, each time another name, whatever its word: 起きて
/// はならない事態. Evidence counts only the rows of full width, and these may all be blank here.
pub(super) fn promote_merged(table: &mut Table, headers: &[HeaderColumn], rows: &Rows<'_>) {
    let Some(item) = table.columns.iter().position(|column| column.role == Role::Item) else { return };
    for (at, header) in headers.iter().enumerate().take(item) {
        let may_be_level = match table.columns[at].role {
            Role::Path => continue,
            Role::Text | Role::Rating => table.columns[at].choices.is_empty() && !is_key(header),
            Role::Item | Role::Comment | Role::Value | Role::Department => false,
        };
        if may_be_level && has_blanks(table, at) && begins(table, at, rows) && groups_rows(table, at, rows) {
            table.columns[at].role = Role::Path;
            for text in table.columns.iter_mut().filter(|column| column.rating == Some(at)) {
                (text.role, text.rating) = (Role::Text, None);
            }
        } else if !is_key(header) {
            // Levels stand outermost, one beside the other.
            return;
        }
    }
}

/// Whether a column names a group again and again, each time another one and in no sentence; a page may begin with the
/// name that the one before ended with.
fn groups_rows(table: &Table, column: usize, rows: &Rows<'_>) -> bool {
    let (mut all, mut sentences) = (0, 0);
    let mut names: HashSet<&str> = HashSet::default();
    let mut above = "";
    for page in table.pages_with(column) {
        let mut is_top = true;
        for &row in &page.rows {
            let text = page.text_of(row, column, rows);
            all += 1;
            if text.is_empty() {
                continue;
            }
            let goes_on = std::mem::take(&mut is_top) && text == above;
            if scale::alphabet(text).is_some() || !(names.insert(text) || goes_on) {
                return false;
            }
            above = text;
            sentences += usize::from(shape::is_sentence(text));
        }
    }
    let filled = names.len();
    filled > 1
        && (all - filled) as f32 >= MERGED_SHARE * all as f32
        && (sentences as f32) < CLEAR_MAJORITY * filled as f32
}

/// Makes a text of a level left of the item that holds the numbers of the rows, whatever its header says, or under a
/// word that nobody listed what else each row has of its own, 第3条: each rated row has one, each is there once, and
/// beside it stands an item. A level comes again, or is blank where it was merged.
pub(super) fn demote_numbers(table: &mut Table, headers: &[HeaderColumn], rows: &Rows<'_>) {
    /// Fewer names may differ though they group rows.
    const FEWEST_NAMES: usize = 5;
    let Some(item) = table.columns.iter().position(|column| column.role == Role::Item) else { return };
    let is_level = |at: &usize| table.columns[*at].role == Role::Path && table.evidence[*at].filled() > 0.0;
    let numbers = |at: &usize| {
        let is_unlisted = headers[*at].family.is_none() && !headers[*at].printed.is_empty();
        let mut known: HashSet<&str> = HashSet::default();
        let fits = table.rows().all(|(page, row)| {
            let (mut number, mut named, mut rated) = ("", false, false);
            for (cell, column) in page.cells_of(row, rows).filter(|(cell, _)| !cell.text.is_empty()) {
                match column {
                    Some(column) if column == *at => number = &cell.text,
                    Some(column) if column == item => named = true,
                    Some(column) => rated |= table.columns[column].role == Role::Rating,
                    None => {}
                }
            }
            let is_own = number::is_alone(number) || is_unlisted;
            if number.is_empty() { !rated } else { named && is_own && known.insert(number) }
        });
        fits && known.len() >= if is_unlisted { FEWEST_NAMES } else { FEWEST_ROWS }
    };
    let levels: Vec<usize> = (0..item).filter(is_level).filter(numbers).collect();
    levels.into_iter().for_each(|at| table.columns[at].role = Role::Text);
}

/// Makes the project the item where an indicator beside it is, if no project has two of them: it groups nothing then,
/// and the indicator is what it is measured by. Of a `施策` without a number of its own or a sentence on what was done
/// only the indicator is evaluated, and of a `方針` too, unless the sentence stands between the two or each has a number
/// or stands within another level.
pub(super) fn promote_measured(table: &mut Table, headers: &[HeaderColumn], rows: &Rows<'_>) {
    let is_indicator = |at: &usize| table.columns[*at].role == Role::Item && headers[*at].names_indicators();
    let Some(indicator) = (0..headers.len()).find(is_indicator) else { return };
    let Some(measured) = (0..indicator).rev().find(|&at| table.columns[at].role == Role::Path) else { return };
    let is_told =
        |columns: Range<usize>| table.evidence[columns].iter().any(|of| of.filled() > 0.0 && !holds_names(table, of));
    let is_told_in_front = || is_told(measured + 1..indicator);
    let is_told_behind = || is_told(indicator + 1..headers.len());
    // The lines of a level may fill its rows; of what stands within another one, or has a number each, there is one in
    // each.
    let is_own = || {
        let ordinals = table.evidence[measured].seen[Shape::Ordinal.index()];
        let counts = |left: usize| numbers_rows(&headers[left].inner()) && !has_blanks(table, left);
        table.columns[..measured].iter().any(|left| left.role == Role::Path)
            || measured.checked_sub(1).is_some_and(counts)
            || ordinals >= table.evidence[measured].filled()
    };
    let is_evaluated = match headers[measured].family {
        // 方策, 手立て: whoever names it, each row tells what came of it.
        Some(Family::Measure) | None => {
            is_told_in_front() || is_told_behind() || is_numbered(table, headers, measured, rows)
        }
        Some(Family::Path) => is_told_in_front() || (is_told_behind() && is_own()),
        family => family == Some(Family::Item),
    };
    if is_evaluated
        && Names::of(table, (measured, height(table, rows)), rows).fill_rows()
        && goes_with_one(table, [measured, indicator], rows)
    {
        table.columns[measured].role = Role::Item;
        table.columns[indicator].role = Role::Text;
    }
}

/// Makes the names beside a merged `施策` the items: it groups them, and each row has one of its own, be it under a word
/// that nobody listed or as `取組内容`. Sentences there say something of the measure.
pub(super) fn promote_grouped(table: &mut Table, headers: &[HeaderColumn], rows: &Rows<'_>) {
    let has_item = table.columns.iter().any(|column| column.role == Role::Item);
    let may_group = |at: &usize| match (table.columns[*at].role, headers[*at].family) {
        // 事務区分, of ordinary words, tells groups apart as 施策 does.
        (Role::Item, Some(Family::Measure | Family::Code) | None) => true,
        (Role::Item, Some(Family::Item)) => has_blanks(table, *at) && is_numbered(table, headers, *at, rows),
        (Role::Path, _) => !has_item,
        _ => false,
    };
    let Some(level) = (0..headers.len()).rfind(may_group) else { return };
    let is_beside = |at: &usize| table.evidence[*at].filled() > 0.0 && !is_key(&headers[*at]);
    let Some(name) = (level + 1..headers.len()).find(is_beside) else { return };
    let names_things = || NAMING.iter().any(|ending| headers[name].inner().ends_with(ending));
    let family = headers[name].family;
    // What stands behind the number of each row is what it counts, be it a sentence: 公約 behind 公約番号.
    let is_counted = family.is_none() && (level + 1..name).any(|at| numbers_each(table, headers, at, rows));
    // Behind the measure a word for levels heads none: 施策の成果目標.
    let may_name = matches!(family, None | Some(Family::Path))
        || (family == Some(Family::Text) && (names_things() || is_numbered(table, headers, level, rows)));
    let evidence = &table.evidence[name];
    let are_names = evidence.seen[Shape::Phrase.index()] + evidence.seen[Shape::Ordinal.index()]
        > 0.5 * evidence.filled()
        && evidence.sentences() == 0.0;
    let height = height(table, rows);
    let groups = |of: Names| of.distinct as f32 <= LEVEL_SHARE * of.rows as f32;
    if may_name
        && table.columns[name].role == Role::Text
        && (are_names || is_counted)
        && tells_rows_apart(table, (name, height), rows)
        && groups(Names::of(table, (level, height), rows))
    {
        table.columns[level].role = Role::Path;
        table.columns[name].role = Role::Item;
    }
}

/// Makes the project the item where a level or an indicator is and other columns stand between them, as lists from a
/// database have it: `施策名`, `担当課`, `評価`, `事業名`; or where the level stands behind it, as in a form: `事業名`, `施策`. The
/// one comes again and again, the other is each row's own.
pub(super) fn promote_named(table: &mut Table, headers: &[HeaderColumn], rows: &Rows<'_>) {
    let Some(item) = table.columns.iter().position(|column| column.role == Role::Item) else { return };
    let is_indicator = headers[item].names_indicators();
    let is_project = |&at: &usize| {
        matches!(headers[at].family, Some(Family::Item | Family::Measure))
            && table.columns[at].role == Role::Text
            && !headers[at].names_indicators()
            && !is_key(&headers[at])
            && holds_names(table, &table.evidence[at])
    };
    let is_in_front =
        |&at: &usize| table.columns[at].role == Role::Path && headers[at].family == Some(Family::Item) && !is_indicator;
    let in_front = || (0..item).rfind(is_in_front);
    let Some(project) = (item + 1..headers.len()).find(is_project).or_else(in_front) else { return };
    let height = height(table, rows);
    let own = Names::of(table, (item, height), rows);
    if (is_indicator || headers[item].family == Some(Family::Measure))
        && own.distinct as f32 <= if is_indicator { OWN_SHARE } else { LEVEL_SHARE } * own.rows as f32
        && tells_rows_apart(table, (project, height), rows)
    {
        table.columns[item].role = if is_indicator { Role::Text } else { Role::Path };
        table.columns[project].role = Role::Item;
    }
}

/// Whether a column holds no sentences. Of a text over several lines the last ends one.
fn holds_names(table: &Table, of: &Evidence) -> bool {
    of.sentences() < CLEAR_MAJORITY * table.records().unwrap_or(f32::INFINITY).min(of.filled())
}

/// Whether a column is blank in some rows, as a merged one is.
fn has_blanks(table: &Table, column: usize) -> bool {
    table.evidence[column].seen[Shape::Blank.index()] > 0.0
}

/// Whether a column left of a level numbers each row: then it counts what stands beside the level, which groups them.
fn is_numbered(table: &Table, headers: &[HeaderColumn], level: usize, rows: &Rows<'_>) -> bool {
    (0..level).any(|at| numbers_each(table, headers, at, rows))
}

/// Whether a column gives each row a number of its own.
fn numbers_each(table: &Table, headers: &[HeaderColumn], column: usize, rows: &Rows<'_>) -> bool {
    numbers_rows(&headers[column].inner())
        && !has_blanks(table, column)
        && tells_rows_apart(table, (column, height(table, rows)), rows)
}

/// Makes the innermost level the item where nothing else is, by its word.
pub(super) fn promote_level(table: &mut Table, headers: &[HeaderColumn], rows: &Rows<'_>) {
    let by_word = |at: usize| matches!(headers[at].family, Some(Family::Item | Family::Measure));
    // Sentences under 取組の進み具合 name nothing where a level does.
    let holds_names = |of: &Evidence| of.sentences() < CLEAR_MAJORITY * of.filled();
    let named = (0..headers.len())
        .any(|at| table.columns[at].role == Role::Item && by_word(at) && holds_names(&table.evidence[at]));
    let levels = || (0..headers.len()).rev().filter(|&at| table.columns[at].role == Role::Path);
    let height = height(table, rows);
    let tells_apart = |at: usize| tells_rows_apart(table, (at, height), rows);
    // A short name in each row, and a sentence beside it: that says something of what this names.
    let name = levels().find(|&at| holds_names(&table.evidence[at]) && tells_apart(at));
    let level = name.or(levels().next());
    let Some(level) = level.filter(|&level| !named && tells_apart(level)) else {
        return promote_first(table, headers, rows);
    };
    // Blank below a name here, and a name there in each row: this one groups the rows of that one.
    let names = |at: usize| Names::of(table, (at, height), rows).distinct;
    let groups = names(level);
    if (level + 1..headers.len()).any(|at| table.columns[at].role == Role::Item && names(at) > groups) {
        return;
    }
    for column in table.columns.iter_mut().filter(|column| column.role == Role::Item) {
        column.role = Role::Text;
    }
    table.columns[level].role = Role::Item;
    for column in table.columns[level + 1..].iter_mut().filter(|column| column.role == Role::Path) {
        column.role = Role::Text;
    }
}

/// Without items and levels, short texts in the first column that neither numbers the rows nor names departments are
/// what the rows are about: `取組内容`.
fn promote_first(table: &mut Table, headers: &[HeaderColumn], rows: &Rows<'_>) {
    let has = |role: Role| table.columns.iter().any(|column| column.role == role);
    // Who does something stands in front of it.
    let of_item = |at: &usize| !is_key(&headers[*at]) && table.columns[*at].role != Role::Department;
    let Some(at) = (0..headers.len()).find(of_item) else { return };
    let (first, evidence) = (&table.columns[at], &table.evidence[at]);
    let filled = evidence.filled();
    // 料理教室 and 読書会 look like offices.
    let names: f32 =
        [Shape::Phrase, Shape::Ordinal, Shape::Department].map(|shape| evidence.seen[shape.index()]).iter().sum();
    let short = first.role == Role::Text && names > 0.5 * filled && evidence.sentences() == 0.0;
    if short && !has(Role::Item) && !has(Role::Path) && tells_rows_apart(table, (at, height(table, rows)), rows) {
        table.columns[at].role = Role::Item;
    }
}

/// Whether nearly every row of a table of this height has a text of its own in a column. The last lines of those that
/// were cut may be alike.
fn tells_rows_apart(table: &Table, of: (usize, usize), rows: &Rows<'_>) -> bool {
    let names = Names::of(table, of, rows);
    names.fill_rows() && names.distinct as f32 >= OWN_SHARE * names.filled.min(names.rows) as f32
}

/// The rows of a table, or its records where it prints several lines of each. One cell alone at the top of a page is
/// what its end cut off the last row of the page before.
fn height(table: &Table, rows: &Rows<'_>) -> usize {
    let is_rest = |row: usize| rows.of(&rows.rows[row]).iter().filter(|cell| !cell.text.is_empty()).nth(1).is_none();
    let rests = || table.pages.iter().skip(1).filter(|page| page.rows.first().is_some_and(|&row| is_rest(row))).count();
    let of_pages = || table.pages.iter().map(|page| page.rows.len()).sum::<usize>() - rests();
    table.records().map_or_else(of_pages, |records| records as usize)
}

/// The cells of a column, counted.
struct Names {
    /// The height of the table.
    rows: usize,
    filled: usize,
    distinct: usize,
}

impl Names {
    fn of(table: &Table, (column, height): (usize, usize), rows: &Rows<'_>) -> Self {
        let mut filled = 0;
        let mut titles: HashSet<&str> = HashSet::default();
        for page in table.pages_with(column) {
            for &row in &page.rows {
                let text = Some(page.text_of(row, column, rows)).filter(|text| !text.is_empty());
                filled += usize::from(text.is_some());
                titles.extend(text);
            }
        }
        Self { rows: height, filled, distinct: titles.len() }
    }

    fn fill_rows(&self) -> bool {
        self.filled >= FEWEST_ROWS && self.filled as f32 >= OWN_SHARE * self.rows as f32
    }
}

/// Whether each name in a column stands beside one and the same text in another one, wherever it comes again: a row
/// printed twice groups nothing.
fn goes_with_one(table: &Table, [name, beside]: [usize; 2], rows: &Rows<'_>) -> bool {
    let mut known: HashMap<&str, &str> = HashMap::default();
    table.rows().all(|(page, row)| {
        let [name, beside] = [name, beside].map(|column| page.text_of(row, column, rows));
        name.is_empty() || *known.entry(name).or_insert(beside) == beside
    })
}

#[cfg(test)]
mod tests {
    use crate::diagnostic::Findings;
    use crate::interpret::Options;
    use crate::source::Source;

    /// The levels and the item of the last record.
    #[track_caller]
    fn case(header: &str, rows: [&str; 3], expected: &str) {
        let row = |row: &str| format!("{row}|A|公園課\n");
        let sheet = format!("{header}|評価|担当課\n{}", rows.map(row).concat()).replace('|', "\t");
        let source = Source::made_up(&sheet);
        let read = crate::sheet(&source, &Options::default(), Findings::default());
        let last = read.records.last().map(|record| {
            let levels: String = record.path.iter().map(|heading| format!("{} > ", heading.title)).collect();
            format!("{levels}{}", record.item.as_ref().map(|item| &*item.title).unwrap_or_default())
        });
        assert_eq!(last.as_deref(), Some(expected), "{sheet}");
    }

    #[test]
    fn a_short_name_in_each_row_is_the_item_and_the_sentence_beside_it_is_not() {
        let own = ["花壇|三か所に植える。", "水路|泥をさらう。", "朝市|月に一度開く。"];
        case("重点項目|目標", own, "朝市");
        case("重点項目|目標水準", own, "朝市");
        // A level has fewer values than rows.
        case("重点項目|目標", ["緑|三か所に植える。", "緑|泥をさらう。", "食|月に一度開く。"], "食 > 月に一度開く。");
        case("分野|重点項目", ["緑|花壇", "水|水路", "食|朝市"], "食 > 朝市");
    }

    #[test]
    fn a_project_in_front_of_the_measure_that_comes_again_is_the_item() {
        case("事業名|施策", ["花壇|1 緑の町", "並木|1 緑の町", "水路|2 水の町"], "水の町 > 水路");
        case("施策|事業名", ["1 緑の町|花壇", "1 緑の町|並木", "2 水の町|水路"], "水の町 > 水路");
        // Each row has a measure of its own, or the project comes again.
        case("事業|施策", ["緑|花壇", "水|水路", "食|朝市"], "食 > 朝市");
        case("事業|施策", ["緑|花壇", "緑|並木", "水|花壇"], "水 > 花壇");
    }

    #[test]
    fn names_of_two_lines_that_end_alike_are_items() {
        let row = |(name, rank): (&str, usize)| {
            format!("{rank}|{name}|{name}ために集まり、|A|九割を終えた。|公園課\n|める|案を書く。|||\n")
        };
        let names = ["広場の清掃をすす", "朝市の案内をすす", "水路の掃除をすす", "並木の植付をすす"];
        let rows: String = names.into_iter().zip(1..).map(row).collect();
        let sheet = format!("順位|重点目標|手段|評価|総括|担当課\n{rows}").replace('|', "\t");
        let source = Source::made_up(&sheet);
        let read = crate::sheet(&source, &Options::default(), Findings::default());
        let items = read.records.iter().map(|record| record.item.as_ref().map_or("", |item| &*item.title));
        let expected = ["広場の清掃をすすめる", "朝市の案内をすすめる", "水路の掃除をすすめる", "並木の植付をすすめる"];
        assert_eq!(items.collect::<Vec<_>>(), expected, "{sheet}");
    }

    #[test]
    fn what_is_merged_in_front_of_the_item_is_a_level_whatever_its_word_and_the_end_of_its_rows() {
        let rows = "1 命を守る|1-1 古い家が倒れる恐れ|耐震の相談|A|公園課|\n||塀の撤去|B|公園課|\n|1-2 水があふれる恐れ|地図の配布|A|河川課|\n\
                    ||水門の点検|A|河川課|済んだ\n2 早く助ける|2-1 孤立する恐れ|道の補強|B|道路課|\n||無線の更新|C|防災課|来年から\n";
        for name in ["最悪の事態", "リスク", "まちの姿", "脆さの評価結果", "ねらい", "想定"] {
            let sheet = format!("大きな目標|{name}|推進する施策|評価|担当課|備考\n{rows}").replace('|', "\t");
            let source = Source::made_up(&sheet);
            let read = crate::sheet(&source, &Options::default(), Findings::default());
            let titles = |record: &crate::record::Record<'_>| {
                record.path.iter().map(|heading| heading.title.to_string()).collect::<Vec<_>>()
            };
            let last = read.records.last().map(titles).unwrap_or_default();
            assert_eq!((last.len(), read.findings.len()), (2, 0), "{name} {last:?}");
            // Sentences say something of the level.
            let told = sheet.replace("恐れ", "恐れがある。");
            let source = Source::made_up(&told);
            let read = crate::sheet(&source, &Options::default(), Findings::default());
            assert_eq!(read.records.last().map_or(0, |record| record.path.len()), 1, "{name}");
        }
    }

    #[test]
    fn a_number_of_each_row_is_no_level_whatever_it_is_called() {
        for numbers in [["1-1", "1-2", "2-1"], ["1", "2", "3"], ["(1)", "(2)", "(3)"], ["①", "②", "③"]] {
            let [first, second, third] = numbers;
            let rows = [format!("{first}|花壇"), format!("{second}|水路"), format!("{third}|朝市")];
            for header in ["項目|取組名", "体系|取組名", "施策|取組名"] {
                case(header, [&rows[0], &rows[1], &rows[2]], "朝市");
            }
        }
        // One that comes again groups the rows.
        case("体系|取組名", ["1-1|花壇", "1-1|水路", "1-2|朝市"], "1-2 > 朝市");
    }

    #[test]
    fn what_each_row_has_of_its_own_under_an_unknown_word_is_no_level() {
        let level = |articles: [&str; 5]| {
            let row = |(at, article): (usize, &str)| {
                let part = if at % 3 == 0 { "第2章 町と人" } else { "" };
                format!("{part}\t{article}\t話合い{at}\t町の人と行いました。\tA\n")
            };
            let rows: String = articles.into_iter().enumerate().map(row).collect();
            let sheet = format!("章\t規定\t検証項目\t取組の状況\t評価\n{rows}");
            let source = Source::made_up(&sheet);
            let read = crate::sheet(&source, &Options::default(), Findings::default());
            read.columns[1].role
        };
        assert_eq!(level(["第3条", "第4条", "第6条第1項", "第6条第2項", "第7条"]), super::Role::Text);
        assert_eq!(level(["第3条", "第3条", "第6条", "第6条", "第7条"]), super::Role::Path);
    }

    #[test]
    fn a_note_in_some_rows_is_no_level() {
        case("備考|取組", ["|花壇", "国の補助|水路", "|朝市"], "朝市");
        // What is merged begins in the first row.
        case("種別|取組", ["国の補助|花壇", "|水路", "|朝市"], "国の補助 > 朝市");
    }

    #[test]
    fn a_project_of_its_own_in_each_row_is_the_item_and_what_measures_it_is_not() {
        let own = ["緑|花壇の植替え|植えた株", "緑|水路の掃除|さらった区間", "食|朝市|開いた日"];
        for project in ["取組", "事業名"] {
            for indicator in ["KPI", "成果指標"] {
                case(&format!("施策|{project}|{indicator}"), own, "食 > 朝市");
            }
        }
        let shared = ["緑|花壇の植替え|植えた株", "緑|花壇の植替え|さらった区間", "食|朝市|開いた日"];
        case("施策|取組|KPI", shared, "食 > 朝市 > 開いた日");
        let merged = ["緑|花壇の植替え|植えた株", "緑||さらった区間", "食|朝市|開いた日"];
        case("施策|取組|KPI", merged, "食 > 朝市 > 開いた日");
    }

    #[test]
    fn what_the_number_of_each_row_counts_is_the_item_beside_a_merged_group() {
        let merged = ["1|会計|調定のもれ|突合する。", "2||支払の遅れ|管理する。", "3||備品の紛失|照合する。"];
        for (group, name) in [
            ("事務区分", "リスクの内容"),
            ("業務区分", "不備の種類"),
            ("事務分類", "点検の内容"),
            ("業務名", "リスクの内容"),
            ("業務", "想定されるリスク"),
        ] {
            case(&format!("番号|{group}|{name}|対応策"), merged, "会計 > 備品の紛失");
        }
        // A project of its own under each number, and no number.
        let own = ["1|花壇|苗|植える。", "2|水路|泥|さらう。", "3|朝市|野菜|売る。"];
        case("番号|事業名|内容|対応策", own, "朝市");
        case("事業名|内容|対応策", ["花壇|苗|植える。", "|泥|さらう。", "|野菜|売る。"], "花壇");
    }

    #[test]
    fn what_is_said_of_a_measure_is_none() {
        for who in ["取組の担い手", "取組の主体", "事業の根拠"] {
            case(&format!("取組事項|{who}"), ["花壇|全職員", "水路|所属長", "朝市|全職員"], "朝市");
        }
    }

    #[test]
    fn a_name_in_each_row_beside_a_merged_measure_is_the_item() {
        let merged = ["緑を守る|花壇の植替え|植えた。", "|水路の掃除|さらった。", "|朝市|開いた。"];
        for name in ["取組内容", "確認事項", "手立て"] {
            case(&format!("施策|{name}|実績"), merged, "緑を守る > 朝市");
            case(&format!("評価項目|{name}|目標"), merged, "緑を守る > 朝市");
        }
        // Behind the measure a goal is none of its levels.
        case(
            "施策|指標番号|施策の成果目標",
            ["緑|1|植えた株", "|2|切った枝", "水|3|さらった区間"],
            "水 > さらった区間",
        );
        // A measure of its own in each row is the item, and so is one that sentences speak of.
        let own = ["緑を守る|花壇の植替え|植えた。", "水を守る|水路の掃除|さらった。", "食を守る|朝市|開いた。"];
        case("施策|取組内容|実績", own, "食を守る");
        let told = ["緑を守る|花を植える。|植えた。", "|泥をさらう。|さらった。", "|市を開く。|開いた。"];
        case("施策|取組内容|実績", told, "緑を守る");
        // What comes again names nothing, and 対象 says for whom.
        case("施策|取組内容|実績", ["緑を守る|会議|開いた。", "|会議|開いた。", "|朝市|開いた。"], "緑を守る");
        case("施策|対象|実績", merged, "緑を守る");
    }

    #[test]
    fn whoever_names_it_what_is_done_is_the_item_and_what_measures_it_is_not() {
        let rows =
            ["緑|花壇の植替え|植えた株|植えた。", "|水路の掃除|さらった区間|さらった。", "|朝市|開いた日|開いた。"];
        case("評価項目|具体的な手立て|評価指標|成果と課題", rows, "緑 > 朝市");
        case("評価項目|具体的な手立て|成果指標|成果と課題", rows, "緑 > 朝市");
    }

    #[test]
    fn what_stands_behind_who_does_it_is_the_item() {
        let rows = ["1|公園課|花壇の土|入れ替える。", "2|水道課|水路の泥|さらう。", "3|農政課|朝市の場所|探す。"];
        case("番号|所管課|指摘事項|措置の内容", rows, "朝市の場所");
    }

    #[test]
    fn a_measure_of_its_own_in_each_row_is_the_item_if_a_sentence_tells_what_was_done() {
        let told = ["花壇|植えた株|三か所に植えた。", "水路|さらった区間|泥をさらった。", "朝市|開いた日|秋に始めた。"];
        case("施策|指標|実績", told, "朝市");
        let counted =
            ["1|花壇|植えた株|三か所に植えた。", "2|水路|さらった区間|泥をさらった。", "1|朝市|開いた日|秋に始めた。"];
        case("No.|目標|指標|実績", counted, "朝市");
        case("分野|方針|指標|実績", told.map(|row| format!("緑|{row}")).each_ref().map(|row| &**row), "緑 > 朝市");
        case(
            "目標|指標|実績",
            [
                "(1)花壇|植えた株|三か所に植えた。",
                "(2)水路|さらった区間|泥をさらった。",
                "(3)朝市|開いた日|秋に始めた。",
            ],
            "朝市",
        );
        case(
            "施策|指標|実績",
            ["花壇|植えた株|30株", "水路|さらった区間|4区間", "朝市|開いた日|12日"],
            "朝市 > 開いた日",
        );
    }

    #[test]
    fn what_is_done_between_a_level_and_an_indicator_makes_the_level_what_is_evaluated() {
        let done = ["花壇|三か所に植えた。|植えた株", "水路|泥をさらった。|さらった区間", "朝市|秋に始めた。|開いた日"];
        for name in ["推進方針", "目標", "対策名"] {
            case(&format!("{name}|取組|指標"), done, "朝市");
        }
        // Behind the indicator it says what came of that, and one of many says what came of its row.
        let behind =
            ["花壇|植えた株|三か所に植えた。", "水路|さらった区間|泥をさらった。", "朝市|開いた日|秋に始めた。"];
        case("推進方針|指標|実績", behind, "朝市 > 開いた日");
        let shared = ["緑|三か所に植えた。|植えた株", "緑|枝を切った。|切った枝", "食|秋に始めた。|開いた日"];
        case("推進方針|年度内の実績|指標", shared, "食 > 開いた日");
    }

    #[test]
    fn a_sentence_over_several_lines_between_a_name_and_an_indicator_tells_what_was_done() {
        let rows = [
            "花壇|駅前の三か所に苗を|植えた株",
            "水路|町の人と用水路の泥を|さらった区間",
            "朝市|広場で秋に野菜の市を|開いた日",
        ];
        let lines = rows.map(|row| format!("{row}|A|公園課\n|見た。|||\n")).concat();
        let sheet = format!("対策名|取組の実績|指標|評価|担当課\n{lines}").replace('|', "\t");
        let source = Source::made_up(&sheet);
        let read = crate::sheet(&source, &Options::default(), Findings::default());
        let items = read.records.iter().map(|record| record.item.as_ref().map_or("", |item| &*item.title));
        assert_eq!(items.collect::<Vec<_>>(), ["花壇", "水路", "朝市"]);
    }

    #[test]
    fn a_row_printed_twice_makes_no_level_of_its_project() {
        let row = |project: &str, indicator: &str| format!("{project}\t{indicator}\tA\t月に一度開いた。\t公園課\n");
        let rows = [row("朝市", "来た人"), row("花壇", "植えた苗"), row("水路", "さらった泥")];
        let item = |more: &str| {
            let sheet = format!("事業名\t指標名\t評価\t内容\t担当課\n{}{more}", rows.concat());
            let source = Source::made_up(&sheet);
            let read = crate::sheet(&source, &Options::default(), Findings::default());
            read.records[0].item.as_ref().map(|item| item.title.to_string())
        };
        assert_eq!(item("").as_deref(), Some("朝市"));
        assert_eq!(item(&rows[2]).as_deref(), Some("朝市"));
        // What the end of a page cut off the last text is no row without a project.
        let cut = row("広場", "植えた木").replace("開いた。", "開き、町の人が");
        let rest = format!("{cut}\n- 1 -\n\n事業名\t指標名\t評価\t内容\t担当課\n\t\t\t集まった。\t\n");
        assert_eq!(item(&rest).as_deref(), Some("朝市"));
        // Two indicators of one project.
        assert_eq!(item(&row("水路", "直した石")).as_deref(), Some("来た人"));
    }

    #[test]
    fn a_project_apart_from_its_measure_is_the_item_and_the_measure_its_level() {
        let own = ["緑|公園課|一度植えた。|花壇", "緑|公園課|二度植えた。|並木", "川|河川課|草を刈った。|土手"];
        for name in ["事業名", "取組名称", "個別施策"] {
            case(&format!("施策|所管|実績|{name}"), own, "川 > 土手");
        }
        // Each row has a measure of its own: that is evaluated.
        let measures = ["緑|公園課|一度植えた。|花壇", "花|公園課|二度植えた。|並木", "川|河川課|草を刈った。|土手"];
        case("施策|所管|実績|関連事業", measures, "川");
        let measured = ["植えた数|12|公園課|花壇", "植えた数|15|公園課|並木", "刈った数|3|河川課|土手"];
        case("活動指標名|実績値|所管|事業名", measured, "土手");
    }

    #[test]
    fn no_level_stands_behind_a_rating() {
        let own = ["緑|継続|kouen01|花壇", "緑|拡大|kouen01|並木", "川|継続|kasen02|土手"];
        case("施策|方向|更新者|事業名", own, "川 > 土手");
        let merged = ["緑|継続|位置図|花壇", "緑|拡大||並木", "川|継続||土手"];
        case("施策|方向|添付|事業名", merged, "川 > 土手");
    }
}
