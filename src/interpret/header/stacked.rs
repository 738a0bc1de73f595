//! Headers of which each cell stands in the middle of its height: `達成` above and `度` below the row of the other names.
//!
//! In: the first of several rows. Out: how many rows below it are one header with it, each column's pieces a name. Words
//! that a header puts above others, as 自己評価 above 評価 and 理由, stand above two of them or name something by themselves.

use super::narrow::{self, awaits_more, begins_in_hiragana, comes_again, is_cut_word, known_words};
use super::{LONGEST_NAME, is_header};
use crate::interpret::heading;
use crate::interpret::layout::{Fit, Layout};
use crate::interpret::scale::{self, Alphabet};
use crate::interpret::shape::{self, Shape};
use crate::interpret::text;
use crate::read::lex::{Cell, Rows};

/// A cell of a header has at most so many lines: 達, 成, 状 and 況.
const MOST_ROWS: usize = 4;

/// Fewer columns are names side by side.
const FEWEST_COLUMNS: usize = 3;

/// How many rows below a row are one header with it.
pub(super) fn rows_below(rows: &Rows<'_>, start: usize, layout: &Layout) -> usize {
    let are_names = |row: &usize| {
        let cells = rows.of(&rows.rows[*row]);
        cells.len() >= FEWEST_COLUMNS
            && cells.iter().any(|cell| !cell.text.is_empty())
            && cells.iter().all(|cell| cell.text.len() <= LONGEST_NAME * 'の'.len_utf8())
    };
    // Nearly every row of data has a longer cell, or a filled first one.
    let most = (start..rows.rows.len()).take(MOST_ROWS).take_while(are_names).count();
    // Nor has a row below a heading all columns.
    let is_filled = |at: usize| {
        let mut cells = rows.rows[start..start + most].iter().map(|row| rows.of(row).get(at));
        cells.any(|cell| cell.is_some_and(|cell| !cell.text.is_empty()))
    };
    if !(0..rows.rows[start].cells.len()).all(is_filled) {
        return 0;
    }
    (2..=most).rev().find(|&count| are_stacked(rows, (start, count), layout)).map_or(0, |count| count - 1)
}

/// Whether so many rows are one header, the cells of one line in the middle.
fn are_stacked(rows: &Rows<'_>, (start, count): (usize, usize), layout: &Layout) -> bool {
    let cells = |row: usize| rows.of(&rows.rows[start + row]);
    let widest = (0..count).max_by_key(|row| cells(*row).len()).unwrap_or_default();
    let width = cells(widest).len();
    let text = |row: usize, at: usize| cells(row).get(at).map_or("", |cell| &*cell.text);
    let is_filled = |row: usize, at: usize| !text(row, at).is_empty();
    // An export leaves out the blank cells at the end of a row.
    if (0..count).any(|row| cells(row).len() != width && cells(row).last().is_some_and(|last| last.text.is_empty())) {
        return false;
    }
    // Where the pieces of each column begin, and how many they are.
    let pieces = |at: usize| {
        let first = (0..count).find(|&row| is_filled(row, at))?;
        let more = (first..count).take_while(|&row| is_filled(row, at)).count();
        let is_whole = (first + more..count).all(|row| !is_filled(row, at));
        // In the middle, a half line up or down.
        let is_centred = first * 2 + more <= count + 1 && first * 2 + more + 1 >= count;
        (is_whole && is_centred).then_some((first, more))
    };
    let Some(all) = (0..width).map(pieces).collect::<Option<Vec<_>>>() else { return false };
    // What stands at the top is another form.
    let mut alone = all.iter().filter(|(_, more)| *more == 1).map(|(first, _)| *first);
    if !alone.next().is_some_and(|first| first > 0 && alone.all(|other| other == first)) {
        return false;
    }
    let name = |at: usize| narrow::word(rows, (start, count - 1), at);
    let in_whole = |(at, cell): (usize, &Cell<'_>)| Cell { text: name(at).into(), span: cell.span, mended: None };
    let whole: Vec<Cell<'_>> = cells(widest).iter().enumerate().map(in_whole).collect();
    let is_data = |text: &str| {
        matches!(Shape::of(text, layout), Shape::Number | Shape::Dash | Shape::Sentence)
            || scale::alphabet(text).is_some_and(|alphabet| alphabet != Alphabet::Word)
    };
    let is_cut = |at: usize| {
        let (first, more) = all[at];
        let piece = |row: usize| text(row, at);
        let in_brackets =
            (first..first + more).any(|row| text::leaves_open(piece(row))) && !text::leaves_open(&whole[at].text);
        in_brackets
            || awaits_more(piece(first))
            || is_cut_word(piece(first), &whole[at].text, layout)
            || (first + 1..first + more).any(|row| is_rest_of_word(piece(row), layout))
    };
    let grown: Vec<usize> = (0..width).filter(|&at| all[at].1 > 1).collect();
    // A word for columns above two of them, and above no rest of its own; or whatever above words to choose from: 委員の判定
    // above 拡充 and 廃止.
    let is_level = |at: usize| {
        let is_word = |text: &str| layout.family_at_end(text).is_some();
        let first = all[at].0;
        let spans = at + 1 < width && !is_filled(first, at + 1) && (first + 1..count).any(|row| is_filled(row, at + 1));
        let is_choice = || scale::is_word(&cells(first + 1)[at].text);
        spans && (is_choice() || is_word(&cells(first)[at].text) && !is_word(&whole[at].text))
    };
    let cut = grown.iter().filter(|at| is_cut(**at)).count();
    let again = || comes_again(rows, (start, count - 1));
    // Names in the middle of three rows show that the others are pieces.
    let are_cut = || cut == grown.len() || (count > 2 && cut * 2 >= grown.len()) || again();
    // A date or a unit above the last column of a header is one thing beside it.
    let is_word = |at: usize| matches!(layout.family_at_end(&whole[at].text), Some((_, Fit::Whole)));
    let is_apart = |text: &str| shape::is_stray_mark(text) || heading::opening(text, layout).is_some();
    !(0..count).flat_map(cells).any(|cell| is_apart(&cell.text))
        && !whole.iter().any(|cell| is_data(&cell.text))
        && !grown.iter().any(|at| is_level(*at))
        && cut > 0
        && (grown.len() > 1 || is_word(grown[0]))
        && are_cut()
        && (is_header(&whole, layout) || (again() && names_enough(&whole, count, layout)))
}

/// Whether a piece begins no name: の方 of 今後の方向, or its 向.
fn is_rest_of_word(piece: &str, layout: &Layout) -> bool {
    begins_in_hiragana(piece) || (piece.chars().nth(1).is_none() && layout.family_at_end(piece).is_none())
}

/// Whether so many rows that come again on another page name columns: half of them with words for columns, or some where
/// names in the middle of three rows show what the others are.
fn names_enough(names: &[Cell<'_>], count: usize, layout: &Layout) -> bool {
    const FEWEST_WORDS: usize = 3;
    let words = known_words(names, layout);
    words * 2 >= names.len() || (count > 2 && words >= FEWEST_WORDS)
}

#[cfg(test)]
mod tests {
    use crate::diagnostic::Findings;
    use crate::interpret::Options;
    use crate::source::Source;

    /// The names of the columns below a header, and how many records there are.
    #[track_caller]
    fn case(header: &str, row: &str, names: &[&str]) {
        let rows = format!("{row}\n{}\n", row.replace("花壇", "並木"));
        let sheet = format!("{header}\n{rows}").replace('|', "\t");
        let source = Source::made_up(&sheet);
        let read = crate::sheet(&source, &Options::default(), Findings::default());
        assert_eq!(read.columns.iter().map(|column| &*column.name).collect::<Vec<_>>(), names, "{header}");
        assert_eq!(read.records.len(), 2, "{header}");
    }

    #[test]
    fn names_of_one_line_stand_in_the_middle() {
        let row = "1|花壇の手入れ|春に苗を植えた。|3|12人|15人|公園課";
        let names = ["番号", "事業名", "実施内容", "達成状況", "目標値（R5年度）", "実績値（R5年度）", "所管課"];
        case("|||達成|目標値|実績値|\n番号|事業名|実施内容|状況|（R5|（R5|所管課\n||||年度）|年度）|", row, &names);
        let row_of_two = "1|花壇の手入れ|春に苗を植えた。|Ｂ|維持|公園課";
        let names = ["番号", "事業名", "実施内容", "進捗状況", "今後の方向", "所管課"];
        case("|||進捗|今後|\n番号|事業名|実施内容|状況|の方|所管課\n||||向|", row_of_two, &names);
        let names = ["事業番号", "事務事業名", "実施内容", "必要性", "総合評価", "今後の方向", "所管課"];
        let row = "1|花壇の手入れ|春に苗を植えた。|A|B|継続|公園課";
        case("事業|||必|総合|今後の|\n番号|事務事業名|実施内容|要|評価|方向|所管課\n|||性|||", row, &names);
    }

    #[test]
    fn an_export_leaves_out_the_blank_cells_at_the_end_of_an_upper_row() {
        let row = "1|花壇の手入れ|春に苗を植えた。|A|B|よく育った。|公園課";
        let names = ["番号", "事業名", "実施内容", "自己評価", "委員会の評価", "意見", "所管課"];
        case("|||自己評|委員会の評\n番号|事業名|実施内容|価|価|意見|所管課", row, &names);
        case("|||自己|委員会の\n番号|事業名|実施内容|評価|評価|意見|所管課", row, &names);
    }

    #[test]
    fn what_stands_above_several_names_is_a_level_of_its_own() {
        let row = "1|花壇の手入れ|春に苗を植えた。|3|よく育った。|公園課";
        let names = ["番号", "事業名", "実施内容", "自己評価", "自己評価 > 理由", "所管課"];
        case("|||自己評価||\n番号|事業名|実施内容|結果|理由|所管課", row, &names);
        let names = ["番号", "事業名", "実施内容", "評価", "理由", "所管課"];
        case("|||||令和6年3月末現在\n番号|事業名|実施内容|評価|理由|所管課", row, &names);
        case("|||||（単位：人）\n番号|事業名|実施内容|評価|理由|所管課", row, &names);
    }
}
