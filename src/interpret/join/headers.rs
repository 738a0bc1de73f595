//! Headers whose cells a line break cut.
//!
//! In: rows, and where a header may begin. Out: the rows that are one header: `項目⇥現状値`, `（H30）⇥担当課` above rows of three
//! cells. Rows of data that were cut are left to the room above.

use std::ops::Range;

use super::whole::merged;
use crate::interpret::header::{self, JOINTS, ROWS_BELOW};
use crate::interpret::layout::{Fit, Layout};
use crate::interpret::scale::{self, Alphabet};
use crate::interpret::text;
use crate::read::lex::Rows;

/// A header is cut into so many rows at most.
const MOST_PIECES: usize = 4;

/// Two cells that a line break cut are two lines more often than a header.
const FEWEST_COLUMNS: usize = 3;

/// A header cell has at most so many bytes: a long name, or a note of twenty characters. Nearly every row of data has a
/// longer one.
const LONGEST_CELL: usize = 60;

/// The rows from one on that make a header as wide as the rows below them. The last cell of each goes on in the first
/// of the next; two levels of a header are as wide as its rows already.
pub(super) fn cut_header(rows: &Rows<'_>, start: usize, layout: &Layout) -> Option<Range<usize>> {
    let cells = |row: usize| rows.of(&rows.rows[row]);
    let is_short = |row: usize| cells(row).iter().all(|cell| cell.text.len() <= LONGEST_CELL);
    let goes_on = |row: usize| {
        cells(row - 1).last().is_some_and(|cell| !cell.text.is_empty())
            && cells(row).first().is_some_and(|cell| !cell.text.is_empty())
    };
    let is_header = |run: &Range<usize>| {
        is_as_wide_as_below(rows, run)
            && run.clone().all(is_short)
            && (run.clone().all(|row| cells(row).len() < width(rows, run)) || is_one_word(rows, run, layout))
            && (run.start + 1..run.end).all(|row| is_cut_before(rows, row, layout))
            && header::begins_header(&merged(rows, run, layout), cells(run.end), layout)
    };
    let most = (start + MOST_PIECES).min(rows.rows.len());
    let last = (start + 1..most).take_while(|&row| goes_on(row)).last()?;
    (start + 1..=last).rev().map(|last| start..last + 1).find(is_header)
}

/// Whether the last word above a row is one with the first of the row, or none without it.
fn is_cut_before(rows: &Rows<'_>, row: usize, layout: &Layout) -> bool {
    let (Some(front), Some(rest)) = (rows.of(&rows.rows[row - 1]).last(), rows.of(&rows.rows[row]).first()) else {
        return false;
    };
    // A code begins a row of a legend: `評価⇥基準⇥例` above `5⇥…`.
    if scale::only(&rest.text).is_some_and(|code| code.alphabet != Alphabet::Word) {
        return false;
    }
    front.text.ends_with(JOINTS)
        || rest.text.starts_with(JOINTS)
        || layout.family_at_end(&front.text).is_none()
        || layout.family_at_end(&text::joined(&front.text, &rest.text)).is_some()
}

/// How many cells rows have together.
pub(super) fn width(rows: &Rows<'_>, run: &Range<usize>) -> usize {
    rows.rows[run.clone()].iter().map(|row| row.cells.len()).sum::<usize>() + 1 - run.len()
}

/// Whether rows are together as wide as the one below them or the widest one there.
fn is_as_wide_as_below(rows: &Rows<'_>, run: &Range<usize>) -> bool {
    let below = || rows.rows[run.end..].iter().take(ROWS_BELOW).map(|row| row.cells.len());
    let wide = width(rows, run);
    // 担当 above 部 and 課: the blank cell behind it was left out at the end of the row.
    let lower = || rows.rows.get(run.end).map_or(&[][..], |row| rows.of(row));
    let is_filled = |at: usize| lower().get(at).is_some_and(|cell| !cell.text.is_empty());
    let spans_last = || lower().len() == wide + 1 && !is_filled(0) && is_filled(wide - 1) && is_filled(wide);
    let is_widest = |wide: usize| below().max() == Some(wide);
    wide >= FEWEST_COLUMNS && (below().next() == Some(wide) || is_widest(wide) || (spans_last() && is_widest(wide + 1)))
}

/// Whether one of two rows is the beginning or the end of a word alone: `整理` above `番号⇥…`, `…⇥学識経験` above `者の意見`. The
/// other row is a header too, so that only a word that is whole with both tells a cut from a line of its own.
fn is_one_word(rows: &Rows<'_>, run: &Range<usize>, layout: &Layout) -> bool {
    let [upper, lower] = &rows.rows[run.clone()] else { return false };
    let (upper, lower) = (rows.of(upper), rows.of(lower));
    let (Some(front), Some(rest)) = (upper.last(), lower.first()) else { return false };
    // 【総務部】, a number or a title of several words is a line of its own.
    if ![front, rest].iter().all(|part| part.text.chars().all(text::is_kana_or_ideograph)) {
        return false;
    }
    let whole = layout.family_at_end(&text::joined(&front.text, &rest.text));
    match (upper.len(), lower.len()) {
        (1, _) => matches!(whole, Some((_, Fit::Whole))),
        (_, 1) => {
            matches!(whole, Some((_, Fit::Whole))) || (whole.is_some() && layout.family_at_end(&front.text).is_none())
        }
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use crate::diagnostic::Findings;
    use crate::interpret::Options;
    use crate::source::Source;

    /// The names of the columns of a sheet of two records.
    #[track_caller]
    fn case(header: &str, expected: &str) {
        let rows = "1|花壇の手入れ|苗を植えた。|A|公園課\n2|水路の掃除|泥をさらった。|B|河川課\n";
        let sheet = format!("町の計画の評価\n\n{header}\n{rows}").replace('|', "\t");
        let source = Source::made_up(&sheet);
        let read = crate::sheet(&source, &Options::default(), Findings::default());
        let names: Vec<&str> = read.columns.iter().map(|column| &*column.name).collect();
        assert_eq!((names.join("|").as_str(), read.records.len()), (expected, 2), "{header}");
    }

    #[test]
    fn a_header_is_whole_again_wherever_a_cell_of_it_was_cut() {
        let whole = "整理番号|事業名|主な取組内容|評価|担当課";
        case(whole, whole);
        case("整理番号|事業名|主な取\n組内容|評価|担当課", whole);
        case("整理番号|事業名|主な\n取組\n内容|評価|担当課", whole);
        case("整理\n番号|事業名|主な取組内容|評価|担当課", whole);
        case("整理番号|事業名|主な取組内容|評価|担\n当課", whole);
        case("整理番号|事業名|最終年度\nの姿|評価|担当課", "整理番号|事業名|最終年度の姿|評価|担当課");
        // A line of its own above or below a header.
        case("花の町\n整理番号|事業名|主な取組内容|評価|担当課\n【花】", whole);
    }

    #[test]
    fn the_upper_row_of_a_header_is_cut_as_any_other() {
        let row = "1\t花壇\t苗を植えた。\tA\t3\t土木部\t公園課\n";
        let sheet = format!("番号\t事業名\t主な取組\nの内容\t評価\t件数\t担当\t\n\t\t\t\t\t部\t課\n{row}{row}");
        for sheet in [sheet.clone(), sheet.replace("担当\t\n", "担当\n")] {
            let source = Source::made_up(&sheet);
            let read = crate::sheet(&source, &Options::default(), Findings::default());
            let names: Vec<&str> = read.columns.iter().map(|column| &*column.name).collect();
            assert_eq!(names, ["番号", "事業名", "主な取組の内容", "評価", "件数", "部", "課"]);
        }
    }
}
