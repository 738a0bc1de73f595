//! Headers of words that no layout knows.
//!
//! In: a row and the shapes of the cells below it. Out: a [`Header`] where the row holds names and the columns below
//! hold something else. Headers of known words are found before.

use super::{Block, Header, ROWS_BELOW, cells, filled, known, levels};
use crate::interpret::layout::{self, Layout};
use crate::interpret::shape::Shape;
use crate::interpret::text;
use crate::read::lex::{Cell, Rows};

/// A label in a header of which no word is known.
const LONGEST_LABEL: usize = 16;

/// So many columns hold something else than the words above them: one may by chance.
const FEWEST: usize = 2;

/// The same where a label holds a number, as the first title in a column of headings does.
const FEWEST_BESIDE_NUMBERED: usize = 3;

/// Reads a header of words that no layout knows: a first row of short phrases over cells that are something else.
pub fn by_contrast(rows: &Rows<'_>, shapes: &[Shape], start: usize, layout: &Layout) -> Option<Header> {
    let row = rows.rows.get(start)?;
    let (cells, own) = (rows.of(row), &shapes[row.cells.clone()]);
    // `1-5` numbers a row, and names nothing.
    let says = |cell: &Cell<'_>| cell.text.is_empty() || cell.text.contains(char::is_alphabetic);
    let names = |(cell, shape): (&Cell<'_>, &Shape)| {
        matches!(shape, Shape::Blank | Shape::Phrase | Shape::Department) && is_short(cell) && says(cell)
            || layout::is_year(&cell.text)
            || is_numbered(cell, *shape)
    };
    let filled = filled(cells).count();
    if filled < 3 || filled * 2 < cells.len() || !cells.iter().zip(own).all(names) {
        return None;
    }
    let below = shapes_below(rows, shapes, start);
    let differs = |at: &usize| {
        let is_telling = |shape: Shape| {
            matches!(shape, Shape::Code(_) | Shape::Number | Shape::Department | Shape::Sentence | Shape::Labelled)
        };
        let shapes = || below.iter().map(|row| row[*at]).filter(|shape| *shape != Shape::Blank);
        // 事務担当課 ends as the names of offices do, and heads them.
        let is_name = own[*at] == Shape::Department && known::is_word(&cells[*at].text, layout);
        let others = shapes().filter(|&shape| is_telling(shape) && (is_name || shape != own[*at])).count();
        !cells[*at].text.is_empty() && others * 2 > shapes().count()
    };
    let columns_that_differ = (0..cells.len()).filter(differs).count();
    let numbered = cells.iter().zip(own).filter(|(cell, shape)| is_numbered(cell, **shape)).count();
    let fewest = if numbered > 0 { FEWEST_BESIDE_NUMBERED } else { FEWEST };
    let block = || Block::of_levels(start..levels::end(rows, start..start + 1, layout));
    (numbered <= 1 && columns_that_differ >= fewest).then(|| Header::of(rows, block(), layout))
}

fn is_short(cell: &Cell<'_>) -> bool {
    cell.text.chars().count() <= LONGEST_LABEL
}

/// Whether a label holds a number: ７つの約束 looks like a figure, 重点１ like a heading.
fn is_numbered(cell: &Cell<'_>, shape: Shape) -> bool {
    let words = || cell.text.chars().filter(|c| text::is_kana_or_ideograph(*c)).nth(1).is_some();
    matches!(shape, Shape::Number | Shape::Heading | Shape::Ordinal | Shape::Labelled) && is_short(cell) && words()
}

/// What the cells of the rows below one look like that are as wide. A blank line between rows of one width ends
/// nothing.
fn shapes_below<'s>(rows: &Rows<'_>, shapes: &'s [Shape], start: usize) -> Vec<&'s [Shape]> {
    let is_filled = |at: usize| filled(cells(rows, at)).next().is_some();
    let is_as_wide = |at: usize| cells(rows, at).len() == cells(rows, start).len() && is_filled(at);
    let below = (start + 1..rows.rows.len()).take_while(|&at| is_filled(at) || is_as_wide(at + 1)).take(ROWS_BELOW);
    below.filter(|&at| is_as_wide(at)).map(|at| &shapes[rows.rows[at].cells.clone()]).collect()
}

#[cfg(test)]
mod tests {

    /// The levels and the item of the last record, and how many records and findings there are.
    fn read(sheet: &str) -> (String, usize, usize) {
        super::super::tests::read(sheet, |read| {
            let last = read.records.last().map(|record| {
                let levels: String = record.path.iter().map(|heading| format!("{} > ", heading.title)).collect();
                format!("{levels}{}", record.item.as_ref().map(|item| &*item.title).unwrap_or_default())
            });
            (last.unwrap_or_default(), read.records.len(), read.findings.len())
        })
    }

    const ROWS: &str = "緑の町へ|1|木を百本植えます|☆☆|苗を選びました。|公園課\n|2|庭を開きます|☆|場所を探しています。|公園課\n\
                        水の町へ|3|水路を直します|☆☆☆|春に直しました。|河川課\n|4|魚を増やします|☆☆|稚魚を放しました。|農政課\n";

    #[test]
    fn a_row_behind_a_gap_that_names_an_office_below_the_word_for_it_is_no_header() {
        let header = "|取組名|内容|評価|担当|改善点\n";
        let row = |[item, rated, office]: [&str; 3]| {
            format!(
                "|{item}|町の人が集まり、花壇|{rated}|{office}|次の春に苗を増やすため、\n||の手入れを学ぶ会を開く。|||担い手となる人を募る。\n\n"
            )
        };
        let rows = |last: [&str; 3]| [["朝市", "◎", "農政課"], ["庭の会", "○", "公園課"], last].map(row).concat();
        assert_eq!(read(&format!("{header}{}", rows(["川の会", "", "河川課"]))).0, "川の会");
        let table =
            "|だれの庭|どこの町|いつから|担当課|いくつ\n|花の会|東の町|12日|道路課|3\n|緑の会|西の町|13日|河川課|4\n";
        let (last, ..) = read(&format!("{header}{}{table}", rows(["川の会", "○", "河川課"])));
        assert_eq!(last, "緑の会 > 西の町");
    }

    #[test]
    fn a_number_in_a_label_makes_no_row_of_a_header() {
        for label in ["３つの約束", "4つの目あて", "重点１", "お約束", "政策の柱", "（1）大きな願い"]
        {
            let header = format!("{label}|公約番号|公約|進み具合|これまでにしたこと|担当部署\n");
            assert_eq!(read(&format!("{header}{ROWS}")), ("水の町へ > 魚を増やします".to_owned(), 4, 0), "{label}");
        }
    }

    #[test]
    fn a_word_that_heads_offices_looks_like_one_and_is_none() {
        let rows = "花を植える日|A|公園課\n水辺を歩く日|B|河川課\n";
        assert_eq!(read(&format!("催し|手ごたえ|事務担当課\n{rows}")), ("水辺を歩く日".to_owned(), 2, 0));
        // A name is none, and may rate what stands beside it.
        assert_eq!(read(&format!("催し|手ごたえ|花と緑の室\n{rows}")).1, 3);
    }

    #[test]
    fn a_row_below_a_header_and_a_blank_row_is_none() {
        let header = "催し|してみたこと|手ごたえ|くふう|評価|担当課\n";
        let row = "花を植える日|苗を配って町の人と||人を招くと||\n|植えました。|2回|よいと思う。|A|公園課\n";
        let names = super::super::tests::names_of(&format!("花の計画\n\n{header}\n{row}"));
        assert_eq!(names, ["催し", "してみたこと", "手ごたえ", "くふう", "評価", "担当課"]);
    }

    #[test]
    fn a_row_that_begins_with_a_number_of_its_own_is_no_header() {
        let row = |number: &str, item: &str, word: &str| format!("{number}|{item}|作成|作成|{word}|公園課\n");
        let rows = row("1-1", "庭", "☆") + &row("1-2", "川", "ん") + &row("1-3", "橋", "☆☆") + &row("1-4", "道", "☆");
        let header = "番号|取組名|目標|実績|評価|担当課\n";
        assert_eq!(read(&format!("{header}{}\n- 1 -\n\n{}", row("0-9", "畑", "☆"), rows)).1, 5);
    }

    #[test]
    fn names_below_a_span_go_on_with_it() {
        let header = "建物|広さ|古さ|前の調べ||今の調べ||点数|担当課\n|||屋根|壁|屋根|壁||\n";
        let rows = "東の館|960㎡|46年|B|C|B|C|58点|管財課\n西の館|310㎡|3年|A|A|A|B|90点|管財課\n南の館|480㎡|12年|C|B|C|C|41点|管財課\n";
        assert_eq!(read(&format!("{header}{rows}")), ("南の館".to_owned(), 3, 0));
    }
}
