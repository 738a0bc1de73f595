//! Ratings that are spread over columns: a ○ under 拡充, 継続 or 縮小.
//!
//! In: a table whose pages are assigned. Out: the same, where the first column of each such run is the rating and knows
//! which [`Choice`] each column offers. Which of them a row marks is left to [`row`](crate::interpret::row).

use std::borrow::Cow;
use std::ops::Range;
use std::sync::Arc;

use foldhash::HashMap;

use super::Table;
use crate::interpret::header::HeaderColumn;
use crate::interpret::heading;
use crate::interpret::roles::{Beside, Choice};
use crate::interpret::scale::{self, Alphabet, Written};
use crate::interpret::shape;
use crate::read::lex::Rows;
use crate::record::Role;

/// Of the rows that mark anything at least this share mark one column: a plan of months marks several.
const ONE_MARK_SHARE: f32 = 0.6;

/// Of the cells that say anything so small a share may be no mark: a slip of the pen here and there.
const SLIPS_SHARE: f32 = 0.1;

/// Makes one rating of each run of columns that offer the codes of a scale and hold nothing but marks.
pub(super) fn join_options(table: &mut Table, headers: &[HeaderColumn], rows: &Rows<'_>) {
    let mut at = 0;
    while at < headers.len() {
        let run = run_of_options(headers, at);
        if run.len() > 1 && holds_one_mark_each(table, &run, rows) {
            join(table, headers, run.clone());
        }
        at = run.end.max(at + 1);
    }
}

/// The code that a column offers, if its header is one. A narrow column has one letter on each line: 拡 above 充. Below a
/// name that rates any word may be one, はい below 点検結果, but for a year: 令和6年度 below 評価 is rated itself.
fn code_of(header: &HeaderColumn) -> Option<Written> {
    let printed = header.printed.last()?;
    let is_upright = printed.contains('\n') && printed.lines().all(|line| line.chars().nth(1).is_none());
    let option = if is_upright { Cow::Owned(heading::squeezed(printed)) } else { Cow::Borrowed(printed.as_str()) };
    let is_below = header.is_rated_above() && header.printed.len() > 1;
    let is_word = || is_below && !option.is_empty() && !option.chars().any(char::is_numeric);
    scale::option(&option).or_else(|| is_word().then(|| scale::offered(&option)))
}

/// The columns from one on whose headers are different codes of one alphabet below the same words.
fn run_of_options(headers: &[HeaderColumn], from: usize) -> Range<usize> {
    let mut codes: Vec<Written> = Vec::new();
    let above = |header: &HeaderColumn| header.printed.split_last().map(|(_, above)| above.to_vec());
    for header in &headers[from..] {
        let Some(code) = code_of(header) else { break };
        let rated = code.alphabet == Alphabet::Word || header.is_rated_above();
        let follows = codes.iter().all(|other| other.alphabet == code.alphabet && other.code != code.code);
        if !rated || !follows || above(header) != above(&headers[from]) {
            break;
        }
        codes.push(code);
    }
    from..from + codes.len()
}

/// Whether columns hold hardly anything but one and the same mark, and most rows once.
fn holds_one_mark_each(table: &Table, run: &Range<usize>, rows: &Rows<'_>) -> bool {
    let (mut marked, mut once) = (0, 0);
    let mut counts: HashMap<&str, usize> = HashMap::default();
    for page in &table.pages {
        for &row in &page.rows {
            let of_run = page.cells_of(row, rows).filter(|(_, column)| column.is_some_and(|at| run.contains(&at)));
            let marks: Vec<&str> = of_run.map(|(cell, _)| &*cell.text).filter(|text| marks_something(text)).collect();
            marked += usize::from(!marks.is_empty());
            once += usize::from(marks.len() == 1);
            marks.into_iter().for_each(|mark| *counts.entry(mark).or_default() += 1);
        }
    }
    let all: usize = counts.values().sum();
    let usual = counts.into_iter().max_by_key(|(_, count)| *count);
    let is_usual = usual.is_some_and(|(mark, count)| is_mark(mark) && (all - count) as f32 <= SLIPS_SHARE * all as f32);
    is_usual && once as f32 >= ONE_MARK_SHARE * marked as f32
}

/// Whether a cell below an option says anything.
pub(crate) fn marks_something(text: &str) -> bool {
    !text.is_empty() && !shape::is_dash(text)
}

/// Whether a cell holds a mark that chooses what its column offers.
pub(crate) fn is_mark(text: &str) -> bool {
    scale::alphabet(text) == Some(Alphabet::Mark) || matches!(text, "✓" | "✔" | "レ" | "☑" | "1" | "１")
}

/// Makes the first column of a run the rating, and the others columns of its choices.
fn join(table: &mut Table, headers: &[HeaderColumn], run: Range<usize>) {
    let choice = |column: usize| Some(Choice { column, code: code_of(&headers[column])?.code.into() });
    let choices: Vec<Choice> = run.clone().filter_map(choice).collect();
    let codes: Vec<&str> = choices.iter().map(|choice| &*choice.code).collect();
    let above: Vec<String> =
        headers[run.start].printed.split_last().map(|(_, above)| above.to_vec()).unwrap_or_default();
    let name = if above.is_empty() { codes.join("・") } else { HeaderColumn::key_of(&above) };
    let taken = table.columns.iter().enumerate().any(|(at, other)| !run.contains(&at) && *other.name == *name);
    let printed = above.iter().cloned().chain(run.clone().flat_map(|at| headers[at].printed.last().cloned()));
    let name = if taken { format!("{name} > {}", codes.join("・")) } else { name };
    table.columns[run.start].printed = printed.collect();
    table.columns[run.start].name = Arc::from(name);
    table.columns[run.start].role = Role::Rating;
    for column in run.start + 1..run.end {
        table.columns[column].role = Role::Text;
        table.columns[column].beside = Some(Beside::Option);
    }
    for column in &mut table.columns {
        column.rating = column.rating.map(|rating| if run.contains(&rating) { run.start } else { rating });
    }
    table.columns[run.start].choices = choices;
    table.pages.iter_mut().for_each(|page| page.columns.retain(|column| *column <= run.start || *column >= run.end));
}

#[cfg(test)]
mod tests {
    use crate::diagnostic::Findings;
    use crate::interpret::Options;
    use crate::source::Source;

    #[test]
    fn options_in_narrow_columns_stand_upright() {
        let header = "取組項目\t今後の方向性\t\t\t担当課\n\t\"拡\n充\"\t\"継\n続\"\t\"休\n廃\n止\"\t\n";
        let sheet =
            format!("{header}花壇\t●\t\t\t公園課\n水路\t\t●\t\t河川課\n朝市\t\t\t●\t農政課\n並木\t●\t\t\t公園課\n");
        let source = Source::made_up(&sheet);
        let read = crate::sheet(&source, &Options::default(), Findings::default());
        let rating = |record: &crate::record::Record<'_>| {
            let [rating] = &record.ratings[..] else { return format!("{:?}", record.ratings) };
            format!("{}={}", rating.column, rating.codes.concat())
        };
        let ratings: Vec<String> = read.records.iter().map(rating).collect();
        let expected = ["拡充", "継続", "休廃止", "拡充"].map(|code| format!("今後の方向性={code}"));
        assert_eq!((ratings, read.findings.len()), (expected.to_vec(), 0));
    }

    #[test]
    fn below_a_name_that_rates_any_words_are_options_but_years() {
        let read = |levels: &str| {
            let rows = "広場の点検\t○\t\t\t公園課\n水門の点検\t\t○\t\t河川課\n井戸の点検\t\t\t○\t河川課\n";
            let sheet = format!("点検項目\t点検結果\t\t\t担当課\n\t{levels}\t\n{rows}");
            let source = Source::made_up(&sheet);
            let read = crate::sheet(&source, &Options::default(), Findings::default());
            let ratings = |record: &crate::record::Record<'_>| {
                let told = |rating: &crate::record::Rating<'_>| format!("{}={}", rating.column, rating.codes.concat());
                record.ratings.iter().map(told).collect::<Vec<_>>().join(" ")
            };
            read.records.iter().map(ratings).collect::<Vec<_>>()
        };
        let chosen = |codes: [&str; 3]| codes.map(|code| format!("点検結果={code}"));
        assert_eq!(read("はい\tいいえ\t該当なし"), chosen(["はい", "いいえ", "該当なし"]));
        assert_eq!(read("修繕済\t修繕中\t未修繕"), chosen(["修繕済", "修繕中", "未修繕"]));
        assert_eq!(read("R4\tR5\tR6")[0], "R4=○ R5= R6=");
    }

    #[test]
    fn a_slip_below_one_option_is_told_of_and_hides_no_mark() {
        let items = ["花壇", "並木", "広場", "生垣", "池", "川", "橋", "道", "森", "畑", "堤"];
        let marks = ["○\t\t", "\t○\t", "\t\t○"];
        let read = |slip: &str| {
            let row = |(at, item): (usize, &&str)| format!("{item}\t{}\t公園課\n", marks[at % marks.len()]);
            let rows: String = items.iter().enumerate().map(row).collect();
            let sheet = format!("取組項目\t取組状況\t\t\t担当課\n\tA\tB\tC\t\n{rows}").replacen('○', slip, 1);
            let source = Source::made_up(&sheet);
            let read = crate::sheet(&source, &Options::default(), Findings::default());
            let codes: Vec<String> = read.records.iter().map(|record| record.ratings[0].codes.concat()).collect();
            let told: Vec<&str> = read.findings.iter().map(|finding| finding.rule.name).collect();
            (codes[..3].concat(), told.join(" "))
        };
        assert_eq!(read("○"), ("ABC".to_owned(), String::new()));
        assert_eq!(read("Z"), ("BC".to_owned(), "unknown-rating".to_owned()));
    }
}
