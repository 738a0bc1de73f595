//! Rows of known words.
//!
//! In: a row. Out: whether its cells name columns, most of them by words that a layout knows, and are no rest of the
//! row above. Words that no layout knows are left to [`contrast`](super::contrast).

use super::{LONGEST_NAME, cells, filled, is_blank, named};
use crate::interpret::layout::{self, Layout};
use crate::interpret::legend;
use crate::interpret::scale;
use crate::interpret::shape::Shape;
use crate::interpret::text;
use crate::interpret::value;
use crate::read::lex::{Cell, Rows};

/// In a header of one row at least so many words of a vocabulary are columns to mark one of; two may rate a row of
/// data.
const FEWEST_OPTIONS: usize = 3;

/// Of the cells of a header, at least this share are known words. On the headers seen so far it is 0.8 and more, on
/// data rows of short phrases 0.2 and less.
const KNOWN_SHARE: f32 = 0.6;

/// A cell of a header has at most so many bytes, with brackets; nearly every data row has a longer one.
const LONGEST_CELL: usize = 120;

/// Whether a cell of a row ends a sentence that is longer than the name of a column.
pub(super) fn holds_sentence(cells: &[Cell<'_>]) -> bool {
    cells.iter().any(|cell| cell.text.len() > LONGEST_CELL && cell.text.ends_with('。'))
}

/// Whether a cell of a row is longer than the name of a column in a row that little else shows to be a header.
pub(super) fn holds_long_cell(cells: &[Cell<'_>]) -> bool {
    cells.iter().any(|cell| cell.text.len() > LONGEST_NAME * 'の'.len_utf8())
}

/// Whether a text is a word for columns or ends with one.
pub(super) fn is_word(text: &str, layout: &Layout) -> bool {
    layout.family_at_end(text).is_some()
}

/// Whether a row names columns: two cells and more, most of them known words, none of them data.
pub fn is_header(cells: &[Cell<'_>], layout: &Layout) -> bool {
    // What explains codes ends no sentence; what is written of a measure mostly does.
    let is_long = |cell: &Cell<'_>| cell.text.len() > LONGEST_CELL && named(&cell.text).len() > LONGEST_CELL;
    if cells.len() < 2 || holds_sentence(cells) || cells.iter().any(is_long) {
        return false;
    }
    // A heading padded with tabs.
    if filled(cells).nth(1).is_none() {
        return false;
    }
    // `相談の件数` and `窓口での相談の件数`: a row of two cells may be one that a line break cut. Two names of columns are
    // short and differ.
    let mut names = filled(cells);
    if let (Some(item), Some(text), None) = (names.next(), names.next(), names.next())
        && (text.text.ends_with(&*item.text) || text.text.chars().count() > LONGEST_NAME)
    {
        return false;
    }
    // Nearly every data row holds a code, which is known sooner than a header word.
    let codes = filled(cells).filter(|cell| scale::alphabet(&cell.text).is_some()).count();
    let options = codes >= FEWEST_OPTIONS && are_options(cells);
    if codes > 0 && !options && !names_word(cells, codes, layout) {
        return false;
    }
    are_known(cells, codes, layout) && !legend::is_row(cells)
}

/// Whether a row names columns where it stands. Directly below a wider row of several cells, names that only end with
/// header words are the upper part of a row that a line break cut: `相談の件数⇥窓口での相談の件数`.
pub fn is_header_row(rows: &Rows<'_>, at: usize, layout: &Layout) -> bool {
    let (own, above) = (cells(rows, at), at.checked_sub(1).map_or(&[][..], |above| cells(rows, above)));
    let is_below_wider = || above.len() > own.len() && filled(above).nth(1).is_some();
    is_header(own, layout)
        && !is_rest_of(above, own, cells(rows, at + 1), layout)
        && (!is_below_wider() || own.iter().any(|cell| layout.is_whole_word(&cell.text)))
}

/// So many words for columns in a wide row below a full one, and above none, are the rest of it.
const MOST_RESTS: usize = 2;

/// So are more of them, and none in the first cell or none above it, if they fill one in so many or a sentence ends
/// beside them.
const RESTS_ONE_IN: usize = 4;

/// Whether the words of a row are the rest of the one above: `事業` and `課` below 養成 and 健康づくり推進; or a cell goes on in
/// mid-word there with one of a fuller row that names no columns.
fn is_rest_of(above: &[Cell<'_>], own: &[Cell<'_>], below: &[Cell<'_>], layout: &Layout) -> bool {
    let count = filled(own).count();
    let ends_sentence = || own.iter().any(|cell| cell.text.ends_with('。'));
    // ６年度 stands in the middle of the rows that it is merged over.
    let begins_blank = || is_blank(own, 0) || is_blank(above, 0);
    let is_part = || begins_blank() && (count * RESTS_ONE_IN <= own.len() || ends_sentence());
    let goes_on = || {
        let mut below_words = above.iter().zip(own).filter(|(above, _)| !above.text.is_empty());
        let in_mid_word = |(_, own): (&Cell<'_>, &Cell<'_>)| text::goes_on(&own.text);
        count < filled(above).count() && below_words.any(in_mid_word) && !is_header(above, layout)
    };
    own.len() >= 2 * MOST_RESTS
        && (count <= MOST_RESTS || is_part() || goes_on())
        && filled(above).count() * 2 > own.len()
        && !is_header(below, layout)
}

/// Whether most cells of a row with so many codes are known words, two at least.
fn are_known(cells: &[Cell<'_>], codes: usize, layout: &Layout) -> bool {
    let all = filled(cells).count();
    let is_enough = |known: f32| known >= KNOWN_SHARE * all as f32;
    let (mut words, mut others) = (0, Vec::new());
    // `Ａ評価` ends with a word, but is counted as a code.
    let is_code = |cell: &&Cell<'_>| scale::alphabet(&cell.text).is_some_and(|of| of != scale::Alphabet::Word);
    for cell in filled(cells).filter(|cell| codes == 0 || !is_code(cell)) {
        if !is_word(named(&cell.text), layout) || value::counts(&cell.text) {
            others.push(cell);
            continue;
        }
        words += 1;
        // What stands behind need not be known.
        if words > 1 && is_enough((words + codes) as f32) {
            return true;
        }
    }
    let half = || others.iter().filter(|cell| layout.family_inside(&cell.text).is_some()).count();
    let years = || filled(cells).filter(|cell| layout::is_year(&cell.text)).count();
    words > 1 && is_enough((words + years() + codes) as f32 + half() as f32 / 2.0)
}

/// Whether the only code in a row is a word that names a column: 実施 beside 年度, 理由 and 担当課.
fn names_word(cells: &[Cell<'_>], codes: usize, layout: &Layout) -> bool {
    /// A row of data may hold a word or two of ours by chance.
    const FEWEST_WORDS: usize = 4;
    let word = |cell: &Cell<'_>| scale::alphabet(&cell.text) == Some(scale::Alphabet::Word);
    codes == 1
        && cells.iter().any(word)
        && cells.iter().filter(|cell| layout.is_whole_word(&cell.text)).count() >= FEWEST_WORDS
}

/// Whether a cell holds what a row of a table may hold. Words of a scale and years may name columns.
pub(super) fn is_data(text: &str, layout: &Layout) -> bool {
    matches!(Shape::of(text, layout), Shape::Number | Shape::Dash | Shape::Sentence) && !layout::is_year(text)
        || scale::alphabet(text).is_some_and(|alphabet| alphabet != scale::Alphabet::Word)
}

/// Whether the codes in a row are words of one vocabulary side by side, each once: columns to mark one of.
pub(super) fn are_options(cells: &[Cell<'_>]) -> bool {
    let is_code = |cell: &Cell<'_>| scale::alphabet(&cell.text).is_some() || scale::is_not_rated(&cell.text);
    let Some(first) = cells.iter().position(is_code) else { return false };
    let run = cells[first..].iter().take_while(|cell| is_code(cell)).count();
    let mut codes: Vec<scale::Written> = Vec::new();
    let is_new = |cell: &Cell<'_>| {
        let of_vocabulary = |code: &scale::Written| codes.first().is_none_or(|first| first.alphabet == code.alphabet);
        let new = scale::option(&cell.text).filter(|code| of_vocabulary(code) && !codes.contains(code));
        new.map(|code| codes.push(code)).is_some()
    };
    run > 1 && !cells[first + run..].iter().any(is_code) && cells[first..first + run].iter().all(is_new)
}

#[cfg(test)]
mod tests {
    use super::super::tests::names_of;

    #[test]
    fn lines_below_a_full_row_are_no_header_though_a_merged_year_stands_beside_them() {
        let rows = "|花壇の手入れ|8回|3人|◎|苗を増やし、町の人にも配|公園緑地\n６年度|||||り、手入れを習う。|課\n\
            |並木の枝切り|8回|3人|◎|道具を新しくし、秋にも切|公園緑地\n|||||る。|課\n";
        let sheet = format!("年度|講座名|回数|人数|評価|改善策|担当課\n{rows}");
        assert_eq!(names_of(&sheet), ["年度", "講座名", "回数", "人数", "評価", "改善策", "担当課"]);
    }

    #[test]
    fn the_last_line_of_a_page_that_goes_on_in_mid_word_is_no_header_though_words_for_columns_end_its_cells() {
        let header = "事業名|内容|実績|評価|理由|担当課\n";
        let rows = "①花壇の手入れと苗を|苗を配り、町の人と一緒に植|9回|Ａ|町の人が集まり、花の数と苗|公園課\n\
            配る事業|った後の花壇の実績|||の数が増え、去年の現況|\n";
        let rest = "|を見ます。|||を上回った。|\n②並木の枝切り|枝を切ります。|8回|Ｂ|切った。|公園課\n";
        let sheet = format!("白波町の計画\n{header}{rows}\n- 1 -\n\n白波町の計画\n{header}{rest}");
        let items = |read: &crate::record::Sheet<'_>| -> Vec<String> {
            read.records.iter().map(|of| of.item.as_ref().map_or("", |of| &of.title).to_owned()).collect()
        };
        assert_eq!(super::super::tests::read(&sheet, items), ["花壇の手入れと苗を配る事業", "並木の枝切り"]);
    }

    #[test]
    fn codes_with_a_word_behind_them_are_no_names_of_columns() {
        let header = "番号|取組|内容|年度別評価|||効果額|担当課
|||R3|R4|R5||
";
        let row = |at: usize, codes: &str| {
            format!(
                "{at}|朝市|月に二度開く。|{codes}|3,300|商工課
"
            )
        };
        let rows = row(1, "Ｂ評価|Ａ評価|Ａ評価") + &row(2, "Ｃ評価|Ｂ評価|Ａ評価") + &row(3, "Ａ判定|Ｂ判定|Ｄ判定");
        let count = |read: &crate::record::Sheet<'_>| read.records.len();
        assert_eq!(super::super::tests::read(&format!("{header}{rows}"), count), 3);
    }
}
