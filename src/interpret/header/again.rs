//! Headers that only their coming again gives away: levels, cut words and words of a scale in one, on the top of every page.
//!
//! In: the row that begins a page. Out: the rows from it on that stand at the top of another page too, cell by cell, if
//! enough of what their columns say together are words for columns.

use std::ops::Range;

use super::LONGEST_NAME;
use super::known::is_data;
use super::narrow::{comes_again, word};
use crate::interpret::layout::Layout;
use crate::read::lex::{Cell, Rows};

/// A header of levels and cut words has so many rows at most.
const MOST_ROWS: usize = 5;

/// Two words for columns may stand in any rows.
const FEWEST_WORDS: usize = 4;

/// So large a share of the columns is named by a known word: a row printed twice is named by none.
const KNOWN_SHARE: f32 = 0.5;

/// The rows from one on that are a header because they come again.
pub(super) fn block(rows: &Rows<'_>, start: usize, layout: &Layout) -> Option<Range<usize>> {
    let filled = |row: usize| rows.of(&rows.rows[row]).iter().filter(|cell| !cell.text.is_empty());
    // A title, the number of a page or nothing stands above it: so much settles nearly every row.
    let begins_page = start.checked_sub(1).is_none_or(|above| filled(above).nth(1).is_none());
    if !begins_page || filled(start).nth(1).is_none() {
        return None;
    }
    let is_name = |cell: &Cell<'_>| cell.text.chars().nth(LONGEST_NAME).is_none() && !is_data(&cell.text, layout);
    let are_names = |row: &usize| rows.of(&rows.rows[*row]).iter().all(is_name);
    let most = (start..rows.rows.len()).take(MOST_ROWS).take_while(are_names).count();
    let count = (1..=most).rev().find(|&count| comes_again(rows, (start, count - 1)))?;
    let width = super::width(rows, &(start..start + count));
    let is_known = |at: &usize| layout.family_at_end(&word(rows, (start, count - 1), *at)).is_some();
    let words = (0..width).filter(is_known).count();
    (count > 1 && words >= FEWEST_WORDS && words as f32 >= KNOWN_SHARE * width as f32).then_some(start..start + count)
}

#[cfg(test)]
mod tests {
    use crate::diagnostic::Findings;
    use crate::interpret::Options;
    use crate::source::Source;

    #[test]
    fn levels_and_cut_words_above_every_page_are_its_header() {
        let header = "|||委員の判定（人）|||評価結||市の対|\n番号|対象事業|担当課|拡充|現行ど|廃止|果|委員の意見|応|対応の内容\n\
            ||||おり\n";
        let rows = "1|花壇の手入れ|公園課|0|13|1|現行ど|苗を増やすべきである。|検討|木陰に植える。\n||||||おり\n\
            2|水路の掃除|河川課|9|8|3|拡充|回数を増やしてほしい。|実施済|月に二度さらう。\n";
        let page =
            |number: usize| format!("事業の評価\n{header}第{number}班（９月{number}日実施）\n{rows}{number} / 2\n");
        let sheet = [1, 2].map(page).concat().replace('|', "\t");
        let source = Source::made_up(&sheet);
        let read = crate::sheet(&source, &Options::default(), Findings::default());
        let names: Vec<&str> = read.columns.iter().map(|column| &*column.name).collect();
        let whole = ["番号", "対象事業", "担当課", "拡充", "現行どおり", "廃止"];
        assert_eq!(names[..6], whole);
        assert_eq!(names[6..], ["評価結果", "委員の意見", "市の対応", "対応の内容"]);
        let of_record = |record: &crate::record::Record<'_>| {
            let values: Vec<&str> = record.values.iter().map(|value| &*value.printed).collect();
            format!("{} {} {}", record.path[0].printed, values.join("、"), record.ratings[0].printed.replace('\n', ""))
        };
        let read: Vec<String> = read.records.iter().map(of_record).collect();
        let [first, second] = ["第1班（９月1日実施）", "第2班（９月2日実施）"];
        let expected = [first, second]
            .map(|path| [format!("{path} 0、13、1 現行どおり"), format!("{path} 9、8、3 拡充")])
            .concat();
        assert_eq!(read, expected);
        // Once it may be anything.
        let once = format!("事業の評価\n{header}{rows}").replace('|', "\t");
        let source = Source::made_up(&once);
        let read = crate::sheet(&source, &Options::default(), Findings::default());
        assert!(
            read.findings
                .iter()
                .any(|finding| finding.rule.name == "no-header" || finding.rule.name == "unread-header")
        );
    }
}
