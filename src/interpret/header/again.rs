//! Headers that come again on the top of every page.
//!
//! In: rows. Out: whether they stand near by too, cell by cell, and the headers that nothing else gives away: levels,
//! cut words and words of a scale in one, if enough of what their columns say together are words for columns.

use std::ops::Range;

use super::columns::width_of_columns;
use super::known::{is_data, is_word};
use super::{Block, Header, HeaderColumn, LONGEST_NAME, ROWS_BELOW, cells, filled, is_blank, pieces};
use crate::interpret::heading;
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

/// A block that begins as a header above does, without the rows that this one lacks: what stands there is the first row
/// of the page, which may hold a word for columns. Units and years may stand below the one and not below the other.
/// None where the header above begins in another row: what stands above it are the last rows of the page before.
pub(super) fn as_high_as_above(rows: &Rows<'_>, block: Block, above: &[Header]) -> Option<Block> {
    let as_high = |start: usize, header: &Header| start..start + header.rows.len();
    let is_again = |start: usize, header: &Header| {
        let own = as_high(start, header);
        own.end <= block.rows.end && has_same_words(rows, &header.rows, &own)
    };
    let begins_again = |row: usize| near(above).find(|header| is_again(row, header));
    // Another page may have lost the lower rows.
    if near(above).any(|header| has_same_words(rows, &header.rows, &block.rows)) {
        return Some(block);
    }
    let Some(header) = begins_again(block.rows.start) else {
        return (block.rows.clone().skip(1).all(|row| begins_again(row).is_none())).then_some(block);
    };
    let own = as_high(block.rows.start, header);
    Some(if says_more(rows, own.end..block.rows.end) { Block { rows: own, is_cut: header.is_cut } } else { block })
}

/// Whether rows say more than units and years.
fn says_more(rows: &Rows<'_>, mut range: Range<usize>) -> bool {
    range.any(|row| filled(cells(rows, row)).any(|cell| !layout::is_note(&cell.text) && !layout::is_year(&cell.text)))
}

/// The header near above that begins here again beside blank columns which that has not, without those that it has, or
/// without its last names. It is as high as there, whatever the first row below looks like; `found` is the block that
/// the rows by themselves look like.
pub(super) fn beside_blanks(rows: &Rows<'_>, start: usize, found: Option<&Block>, above: &[Header]) -> Option<Header> {
    let here = |header: &Header| {
        let own = start..start + header.rows.len();
        let shift = shift(rows, &header.rows, &own)?;
        let rest = found.map_or(own.end..own.end, |block| own.end..block.rows.end);
        // Of a page that lost the lower rows of its header the height says nothing.
        let is_whole = || header.is_cut || header.columns.iter().all(|column| column.printed.len() <= own.len());
        (rest.is_empty() || is_whole() && says_more(rows, rest)).then_some(())?;
        let wide = width_of_columns(rows, &own);
        let named = header.columns.len().saturating_add_signed(shift).min(wide);
        // What is blank here and below is no column without a name.
        let is_filled = |row: usize| filled(cells(rows, row).get(named..).unwrap_or_default()).next().is_some();
        let mut below =
            (own.end..rows.rows.len()).take(ROWS_BELOW).take_while(|row| filled(cells(rows, *row)).next().is_some());
        let columns = moved(&header.columns, shift, if below.any(is_filled) { wide } else { named })?;
        Some(Header::with(own, header.is_cut, columns))
    };
    // One that comes again as it stands is none of a damaged page between.
    let is_whole = |header: &Header| found.is_some_and(|block| has_same_words(rows, &header.rows, &block.rows));
    if near(above).any(is_whole) { None } else { near(above).find_map(here) }
}

/// By how many columns a block stands further right than one with the same names, or with the same and a last one more.
/// None where they stand in the same cells, or where the first row names one thing: that may be a title.
fn shift(rows: &Rows<'_>, one: &Range<usize>, other: &Range<usize>) -> Option<isize> {
    let first_name = |row: usize| filled(cells(rows, row)).next().map(|cell| &cell.text);
    // So much settles nearly every row.
    if first_name(other.start) != first_name(one.start) {
        return None;
    }
    let inner = |row: usize| {
        let cells = cells(rows, row);
        let end = cells.iter().rposition(|cell| !cell.text.is_empty()).map_or(0, |last| last + 1);
        let first = cells.iter().position(|cell| !cell.text.is_empty()).unwrap_or(end);
        (first as isize, &cells[first..end])
    };
    let texts = |cells: &[Cell<'_>]| cells.iter().map(|cell| cell.text.to_string()).collect::<Vec<String>>();
    let ((start, names), (first, own)) = (inner(one.start), inner(other.start));
    let lost = filled(names).count().checked_sub(filled(own).count())?;
    let are_enough = own.len() > 1 && (lost == 0 || lost == 1 && filled(own).nth(FEWEST_WORDS - 1).is_some());
    if !are_enough || has_same_words(rows, one, other) || !texts(names).starts_with(&texts(own)) {
        return None;
    }
    let stands_so = |(one, other): (usize, usize)| {
        let ((of, names), (at, below)) = (inner(one), inner(other));
        texts(names) == texts(below) && (names.is_empty() || at - of == first - start)
    };
    one.clone().zip(other.clone()).skip(1).all(stands_so).then_some(first - start)
}

/// The columns of a header that stands so many columns further right, and is so wide; none where a first name would be
/// lost.
fn moved(columns: &[HeaderColumn], shift: isize, width: usize) -> Option<Vec<HeaderColumn>> {
    let (lost, rest) = columns.split_at_checked((-shift).try_into().unwrap_or(0))?;
    let mut all = [&vec![HeaderColumn::default(); shift.try_into().unwrap_or(0)], rest].concat();
    all.resize_with(width, HeaderColumn::default);
    lost.iter().all(|column| column.printed.is_empty()).then_some(all)
}

/// The header above whose upper rows the page that begins with these rows has lost: 部 and 課, where 担当部署 stood above
/// them. A name alone may be anything. Blank columns may stand in front of it here.
pub(super) fn lower_part(rows: &Rows<'_>, start: usize, above: &[Header]) -> Option<Header> {
    // So much settles nearly every row.
    let header = above.last().filter(|_| begins_page(rows, start))?;
    filled(cells(rows, start)).nth(1)?;
    let part = |upper: usize| {
        let lower = header.rows.start + upper..header.rows.end;
        let own = start..start + lower.len();
        if has_same_words(rows, &lower, &own) {
            return Some(Header { rows: own, ..header.clone() });
        }
        let shift = shift(rows, &lower, &own).filter(|shift| *shift > 0)?;
        let width = header.columns.len().saturating_add_signed(shift);
        let columns = (width_of_columns(rows, &own) <= width).then(|| moved(&header.columns, shift, width))??;
        Some(Header::with(own, header.is_cut, columns))
    };
    (1..header.rows.len()).find_map(part)
}

/// The header near above whose lower rows the page that begins with this one has lost: the names below 指標の状況, which
/// spans them. A word that spans none may be named alone on another page.
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

/// The header near above that has all words of one of several columns, and a name where that may have a blank cell. Of
/// levels the innermost count: a page may have lost the row of the others.
pub(super) fn with_all_names<'h>(rows: &Rows<'_>, block: &Range<usize>, above: &'h [Header]) -> Option<&'h Header> {
    let own = cells(rows, block.start);
    let is_whole = |header: &&Header| {
        let differs = |(own, whole): &(&Cell<'_>, &HeaderColumn)| heading::squeezed(&own.text) != whole.inner();
        let mut others = own.iter().zip(&*header.columns).filter(differs);
        // The upper row of levels alone says nothing of those below it.
        let is_upper =
            header.rows.len() > 1 && has_same_words(rows, &(header.rows.start..header.rows.start + 1), block);
        let is_one_level = block.len() == 1 && own.len() == header.columns.len() && !is_upper;
        let is_lost = |(own, _): (&Cell<'_>, &HeaderColumn)| own.text.is_empty();
        is_one_level && others.next().is_none_or(is_lost) && others.next().is_none()
    };
    near(above).filter(|_| filled(own).nth(1).is_some()).find(is_whole)
}

/// A row at the top of a page that is, cell by cell, the header of one row of a page above, which a contrast gave away
/// there.
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
    fn a_header_that_comes_again_beside_blank_columns_or_without_its_last_name_has_the_same_columns() {
        let header = "事業名|内容|評価||担当課\n||点数|理由|\n";
        let row = "花壇の手入れ|苗を植えた。|4|よく育ったため。|公園課\n";
        let page = |lines: &str| {
            let told = |record: &crate::record::Record<'_>| {
                let texts = record.texts.iter().map(|(name, text)| format!("{name} {text}"));
                let ratings =
                    record.ratings.iter().map(|of| format!("{} {}", of.column, of.comment.as_deref().unwrap_or("-")));
                let offices = record.departments.iter().map(|of| of.name.to_string());
                texts.chain(ratings).chain(offices).collect::<Vec<_>>().join("、")
            };
            let sheet = format!("{header}{row}{}\n{lines}", row.replace("花壇", "並木"));
            read(&sheet, |read| {
                let kinds: Vec<&str> = read.findings.iter().map(|finding| finding.rule.name).collect();
                (read.records.iter().map(told).collect::<Vec<_>>(), kinds.join("、"))
            })
        };
        let beside = |(left, right): (&str, &str)| -> String {
            let lines = format!("{header}{}", row.replace("花壇", "水路"));
            lines.lines().map(|line| format!("{left}{line}{right}\n")).collect()
        };
        let clean = page(&beside(("", "")));
        assert_eq!((clean.0.len(), &*clean.1), (3, ""));
        for blanks in [("|", ""), ("", "|"), ("||", "|"), ("", "||")] {
            assert_eq!(page(&beside(blanks)), clean, "{blanks:?}");
        }
        let without = beside(("", "")).replace("|担当課", "").replace("|公園課", "").replace("理由|\n", "理由\n");
        let (told, kinds) = page(&without);
        assert_eq!(told[..2], clean.0[..2]);
        assert_eq!(told[2], clean.0[2].replace("、公園課", ""));
        assert_eq!(kinds, "");
    }

    #[test]
    fn a_header_of_other_rows_below_names_that_come_again_is_another_one() {
        let upper = "指標|値|||評価|担当課\n";
        let row = "花壇の数|3か所|4か所|9か所|A|公園課\n";
        let years = |lower: &str, ends: &str| {
            let sheet = format!(
                "{upper}|R4|R5|R6||\n{row}\n{}{lower}{ends}\n{}",
                upper.replace('\n', "|\n"),
                row.replace("花壇", "並木")
            );
            let told = |record: &crate::record::Record<'_>| {
                record.values.iter().map(|value| value.column.to_string()).collect::<Vec<_>>().join("、")
            };
            read(&sheet, |read| read.records.iter().map(told).collect::<Vec<_>>())
        };
        assert_eq!(years("|R4|R5|R6||", "|"), years("|R4|R5|R6||", ""));
        assert_eq!(years("|R1|R2|R3||", "|")[1], "R1、R2、R3");
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

    #[test]
    fn a_page_that_lost_the_upper_rows_of_its_header_may_begin_with_blank_columns() {
        let columns = |lower: &str, front: &str| {
            let header = "取組|内容|点検||方向|担当課\n||区分|説明||\n";
            let row = |item: &str| format!("{item}|町の人と行う。|達成|苗を植えた。|継続|公園課\n");
            let rows = ["水路", "並木", "堤"].map(|item| format!("{front}{}", row(item))).concat();
            let sheet =
                format!("町の計画\n{header}{}{}{}町の計画\n{lower}{rows}", row("花壇"), row("朝市"), row("夜警"));
            read(&sheet, |read| (read.columns.len(), read.records.len(), read.records[4].ratings.len()))
        };
        assert_eq!(columns("|||区分|説明||\n", "|"), (6, 6, 2));
        assert_eq!(columns("||区分|説明||\n", ""), (6, 6, 2));
        // More columns than the header has.
        assert_ne!(columns("|||区分|説明|||\n", "|").0, 6);
    }

    #[test]
    fn a_page_that_lost_the_upper_row_of_its_levels_has_the_columns_of_the_others() {
        let columns = |lower: &str| {
            let header = "指標|数値|||判定|担当課\n|策定時|現在|目標||\n";
            let row = |item: &str| format!("{item}|8|9|10|A|公園課\n");
            let rows = ["水路", "並木", "堤"].map(row).concat();
            let sheet = format!("町の計画\n{header}{}町の計画\n{lower}{rows}", row("花壇"));
            read(&sheet, |read| (read.columns.len(), read.records[2].item.as_ref().map(|item| item.title.to_string())))
        };
        let same = (6, Some("並木".to_owned()));
        assert_eq!(columns("指標|策定時|現在|目標|判定|担当課\n"), same);
        assert_eq!(columns("|策定時|現在|目標|判定|担当課\n"), same);
        // Another name is another column.
        assert_eq!(columns("指標|策定時|現在|順位|判定|担当課\n").0, 9);
    }
}
