//! Headers that come again on the top of every page.
//!
//! In: rows. Out: whether they stand near by too, cell by cell, and the headers that nothing else gives away: levels, cut
//! words and words of a scale in one, if enough of what their columns say together are words for columns.

use std::ops::Range;

use super::known::{is_data, is_word};
use super::{Block, Header, LONGEST_NAME, cells, filled, is_blank, pieces};
use crate::interpret::layout::{self, Layout};
use crate::read::lex::{Cell, Rows};

/// A header of levels and cut words has so many rows at most.
const MOST_ROWS: usize = 5;

/// Two words for columns may stand in any rows.
const FEWEST_WORDS: usize = 4;

/// So large a share of the columns is named by a known word: a row printed twice is named by none.
const KNOWN_SHARE: f32 = 0.5;

/// A page has fewer rows.
const LONGEST_PAGE: usize = 64;

/// The rows from one on that are a header because they come again.
pub(super) fn rows(rows: &Rows<'_>, start: usize, layout: &Layout) -> Option<Range<usize>> {
    // So much settles nearly every row.
    if !begins_page(rows, start) || filled(cells(rows, start)).nth(1).is_none() {
        return None;
    }
    let is_name = |cell: &Cell<'_>| cell.text.chars().nth(LONGEST_NAME).is_none() && !is_data(&cell.text, layout);
    let are_names = |row: &usize| cells(rows, *row).iter().all(is_name);
    let most = (start..rows.rows.len()).take(MOST_ROWS).take_while(are_names).count();
    let block = (2..=most).rev().map(|count| start..start + count).find(|block| comes_again(rows, block))?;
    let width = super::width(rows, &block);
    let is_known = |at: &usize| is_word(&pieces::name(rows, block.clone(), *at), layout);
    let words = (0..width).filter(is_known).count();
    (words >= FEWEST_WORDS && words as f32 >= KNOWN_SHARE * width as f32).then_some(block)
}

/// Whether a title, the number of a page or nothing stands above a row.
pub(super) fn begins_page(rows: &Rows<'_>, start: usize) -> bool {
    start.checked_sub(1).is_none_or(|above| filled(cells(rows, above)).nth(1).is_none())
}

/// Whether rows stand on a page near by too, cell by cell.
pub(super) fn comes_again(rows: &Rows<'_>, block: &Range<usize>) -> bool {
    let below = block.end..block.start + LONGEST_PAGE;
    let above = block.start.saturating_sub(LONGEST_PAGE)..(block.start + 1).saturating_sub(block.len());
    below.chain(above).any(|other| has_same_words(rows, block, &(other..other + block.len())))
}

/// Whether the cells of two blocks of so many rows hold the same texts.
pub(super) fn has_same_words(rows: &Rows<'_>, one: &Range<usize>, other: &Range<usize>) -> bool {
    let texts = |row: usize| cells(rows, row).iter().map(|cell| &*cell.text);
    one.len() == other.len() && one.clone().zip(other.clone()).all(|(one, other)| texts(one).eq(texts(other)))
}

/// A block that begins as a header above does, without the rows that this one lacks: what stands there is the first row of
/// the page, which may hold a word for columns. Units and years may stand below the one and not below the other. None where
/// the header above begins in another row: what stands above it are the last rows of the page before.
pub(super) fn as_high_as_above(rows: &Rows<'_>, block: Block, above: &[Header]) -> Option<Block> {
    let as_high = |start: usize, header: &Header| start..start + header.rows.len();
    let is_again = |start: usize, header: &Header| {
        let own = as_high(start, header);
        own.end <= block.rows.end && has_same_words(rows, &header.rows, &own)
    };
    let says_more =
        |row: usize| filled(cells(rows, row)).any(|cell| !layout::is_note(&cell.text) && !layout::is_year(&cell.text));
    let begins_again = |row: usize| near(above).find(|header| is_again(row, header));
    // Another page may have lost the lower rows.
    if near(above).any(|header| has_same_words(rows, &header.rows, &block.rows)) {
        return Some(block);
    }
    let Some(header) = begins_again(block.rows.start) else {
        return (block.rows.clone().skip(1).all(|row| begins_again(row).is_none())).then_some(block);
    };
    let own = as_high(block.rows.start, header);
    let is_higher = (own.end..block.rows.end).any(says_more);
    Some(if is_higher { Block { rows: own, is_cut: header.is_cut } } else { block })
}

/// The header above whose upper rows the page that begins with these rows has lost: 部 and 課, where 担当部署 stood above them. A
/// name alone may be anything.
pub(super) fn lower_part<'h>(rows: &Rows<'_>, start: usize, above: &'h [Header]) -> Option<(&'h Header, Range<usize>)> {
    let header = above.last()?;
    let part = |upper: usize| {
        let lower = header.rows.start + upper..header.rows.end;
        let own = start..start + lower.len();
        has_same_words(rows, &lower, &own).then_some((header, own))
    };
    let part = (1..header.rows.len()).find_map(part)?;
    (filled(cells(rows, start)).nth(1).is_some() && begins_page(rows, start)).then_some(part)
}

/// The header near above whose lower rows the page that begins with this one has lost: the names below 指標の状況, which spans
/// them. A word that spans none may be named alone on another page.
pub(super) fn upper_part<'h>(rows: &Rows<'_>, block: &Range<usize>, above: &'h [Header]) -> Option<&'h Header> {
    let spans = |header: &Header| {
        let [upper, lower] = [0, 1].map(|level| cells(rows, header.rows.start + level));
        (1..upper.len()).any(|at| is_blank(upper, at) && !is_blank(lower, at))
    };
    let is_part = |header: &&Header| {
        let upper = header.rows.start..header.rows.start + block.len();
        !header.is_cut && block.len() < header.rows.len() && has_same_words(rows, &upper, block) && spans(header)
    };
    near(above).find(is_part)
}

/// The header near above that has all words of one of several columns, and a name where that has a blank cell.
pub(super) fn with_all_names<'h>(rows: &Rows<'_>, block: &Range<usize>, above: &'h [Header]) -> Option<&'h Header> {
    let own = cells(rows, block.start);
    let is_whole = |header: &&Header| {
        let whole = cells(rows, header.rows.start);
        let mut others = own.iter().zip(whole).filter(|(own, whole)| own.text != whole.text);
        let is_one_level = header.rows.len() == 1 && block.len() == 1 && own.len() == whole.len();
        let is_lost = |(own, _): (&Cell<'_>, &Cell<'_>)| own.text.is_empty();
        is_one_level && others.next().is_some_and(is_lost) && others.next().is_none()
    };
    near(above).filter(|_| filled(own).nth(1).is_some()).find(is_whole)
}

/// A row at the top of a page that is, cell by cell, the header of one row of a page above, which a contrast gave away there.
pub(super) fn printed_above(rows: &Rows<'_>, start: usize, above: &[Header]) -> Option<Block> {
    let own = start..start + 1;
    let is_again = begins_page(rows, start) && near(above).any(|header| has_same_words(rows, &header.rows, &own));
    (is_again && filled(cells(rows, start)).nth(2).is_some()).then(|| Block::of_levels(own))
}

/// Pages of few forms take turns: so many headers above are looked at for one that comes again.
const NEAR: usize = 8;

/// The headers near above, the nearest first.
pub(super) fn near(above: &[Header]) -> impl Iterator<Item = &Header> {
    above.iter().rev().take(NEAR)
}

#[cfg(test)]
mod tests {
    use super::super::tests::{names_of, read};

    #[test]
    fn levels_and_cut_words_above_every_page_are_its_header() {
        let header = "|||委員の判定（人）|||評価結||市の対|\n番号|対象事業|担当課|拡充|現行ど|廃止|果|委員の意見|応|対応の内容\n\
            ||||おり\n";
        let rows = "1|花壇の手入れ|公園課|0|13|1|現行ど|苗を増やすべきである。|検討|木陰に植える。\n||||||おり\n\
            2|水路の掃除|河川課|9|8|3|拡充|回数を増やしてほしい。|実施済|月に二度さらう。\n";
        let page =
            |number: usize| format!("事業の評価\n{header}第{number}班（９月{number}日実施）\n{rows}{number} / 2\n");
        let sheet = [1, 2].map(page).concat();
        let names = names_of(&sheet);
        let whole = ["番号", "対象事業", "担当課", "拡充", "現行どおり", "廃止"];
        assert_eq!(names[..6], whole);
        assert_eq!(names[6..], ["評価結果", "委員の意見", "市の対応", "対応の内容"]);
        let of_record = |record: &crate::record::Record<'_>| {
            let values: Vec<&str> = record.values.iter().map(|value| &*value.printed).collect();
            format!("{} {} {}", record.path[0].printed, values.join("、"), record.ratings[0].printed.replace('\n', ""))
        };
        let told: Vec<String> = read(&sheet, |read| read.records.iter().map(of_record).collect());
        let [first, second] = ["第1班（９月1日実施）", "第2班（９月2日実施）"];
        let expected = [first, second]
            .map(|path| [format!("{path} 0、13、1 現行どおり"), format!("{path} 9、8、3 拡充")])
            .concat();
        assert_eq!(told, expected);
        // Once it may be anything.
        let is_told = |read: &crate::record::Sheet<'_>| {
            read.findings.iter().any(|finding| ["no-header", "unread-header"].contains(&finding.rule.name))
        };
        assert!(read(&format!("事業の評価\n{header}{rows}"), is_told));
    }

    #[test]
    fn a_page_that_lost_the_upper_row_of_its_header_has_the_columns_of_the_others() {
        let header = "事業名|内容|自己評価||課題|担当|\n||評価|理由||部|課\n";
        let row = "花壇の手入れ|苗を植えた。|A|よく育ったため。|水が足りない。|都市部|公園課\n";
        let read_page = |lower: &str| {
            let sheet = format!("{header}{row}\n2\n{lower}{}", row.replace("花壇", "並木"));
            let told = |record: &crate::record::Record<'_>| {
                let texts = record.texts.iter().map(|(name, text)| format!("{name} {text}"));
                texts.chain(record.ratings.iter().map(|of| of.column.to_string())).collect::<Vec<_>>().join("、")
            };
            read(&sheet, |read| read.records.iter().map(told).collect::<Vec<_>>())
        };
        let whole = "内容 苗を植えた。、課題 水が足りない。、自己評価";
        assert_eq!(read_page("||評価|理由||部|課\n"), [whole, whole]);
        assert_eq!(read_page(""), [whole, whole]);
    }

    #[test]
    fn a_row_that_was_a_header_by_contrast_is_one_on_the_next_page_though_nothing_contrasts_there() {
        let header = "催し|してみたこと|手ごたえ|くふう\n";
        let page = |first: &str, second: &str| format!("花の計画\n\n{header}花の日|{first}|A|{second}\n");
        let sheet = format!("{}\n1\n{}", page("苗を配りました。", "人を招きます。"), page("苗を配った", "人を招く"));
        assert_eq!(read(&sheet, |read| (read.records.len(), read.findings.len())), (2, 0));
    }

    #[test]
    fn a_page_that_lost_the_lower_row_of_its_header_has_the_columns_of_the_others() {
        let upper = "指標|指標の歩み|||評価|理由|担当課\n";
        let lower = "|初めの値|今の値|目指す値|||\n";
        let row = "花壇の数|3か所|4か所|9か所|A|よく育ったため。|公園課\n";
        let values = |page: &str| {
            let sheet = format!("{upper}{lower}{row}\n2\n\n{page}{}", row.replace("花壇", "並木"));
            let told = |record: &crate::record::Record<'_>| {
                record.values.iter().map(|value| value.column.to_string()).collect::<Vec<_>>().join("、")
            };
            read(&sheet, |read| told(&read.records[1]))
        };
        let whole = "初めの値、今の値、目指す値";
        assert_eq!(values(upper), whole);
        // It has other names below.
        let other = lower.replace("目指す", "昨年の");
        assert_eq!(values(&format!("{upper}{other}")), whole.replace("目指す", "昨年の"));
    }
}
