//! Headers of which each cell stands in the middle of its height: `達成` above and `度` below the row of the other names.
//!
//! In: the first of several rows. Out: how many rows below it are one header with it, each column's pieces a name. Words
//! that a header puts above others, as 自己評価 above 評価 and 理由, stand above two of them or name something by themselves.

use std::borrow::Cow;
use std::ops::Range;

use super::known::is_data;
use super::narrow::{JOINTS, awaits_more, begins_in_hiragana, comes_again, is_cut_word, known_words};
use super::{LONGEST_NAME, is_header};
use crate::interpret::heading;
use crate::interpret::layout::{Family, Fit, Layout};
use crate::interpret::scale;
use crate::interpret::shape;
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

/// A name in so many rows: where its pieces begin, and how many they are.
#[derive(Clone, Copy)]
struct Pieces {
    first: usize,
    more: usize,
    /// The row and the column of the word that stands above it, and above others.
    level: Option<(usize, usize)>,
}

impl Pieces {
    /// The rows that they stand in.
    fn rows(self) -> Range<usize> {
        self.first..self.first + self.more
    }
}

/// Where the pieces of each column stand in so many rows, below the words that stand above several; none where a column
/// has a gap in its name.
fn pieces(rows: &Rows<'_>, (start, count): (usize, usize), layout: &Layout) -> Option<Vec<Pieces>> {
    let cells = |row: usize| rows.of(&rows.rows[start + row]);
    let is_filled = |row: usize, at: usize| cells(row).get(at).is_some_and(|cell| !cell.text.is_empty());
    let top = |at: usize| (0..count).find(|&row| is_filled(row, at));
    let word_from = |row: usize, at: usize| -> String {
        (row..count).filter_map(|row| cells(row).get(at)).map(|cell| &*cell.text).collect()
    };
    // 自己評価 above 区分 and 理由, but not 進捗 above 状況.
    let is_level = |row: usize, at: usize| {
        let family = |text: &str| layout.family_at_end(text);
        // Where the names begin is asked first: it settles nearly every row without a look at a word.
        top(at + 1).is_some_and(|next| next > row)
            && matches!(family(&cells(row)[at].text), Some((Family::Rating | Family::Judged, Fit::Whole | Fit::Ending)))
            && family(&word_from(row + 1, at)).is_some()
            && !word_from(row + 1, at).starts_with(JOINTS)
            && !matches!(family(&word_from(row, at)), Some((_, Fit::Whole)))
    };
    let mut level: Option<(usize, usize)> = None;
    let of_column = |at: usize| {
        let first = top(at)?;
        // What begins as high ends it.
        level = level.filter(|(row, _)| first > *row);
        if is_level(first, at) {
            level = Some((first, at));
        }
        let from = level.filter(|(_, of)| *of == at).map_or(first, |(row, _)| row + 1);
        let first = (from..count).find(|&row| is_filled(row, at))?;
        let more = (first..count).take_while(|&row| is_filled(row, at)).count();
        let is_whole = (first + more..count).all(|row| !is_filled(row, at));
        is_whole.then_some(Pieces { first, more, level })
    };
    let width = super::width(rows, &(start..start + count));
    (0..width).map(of_column).collect()
}

/// The levels of each column of a header of so many rows.
pub(super) fn levels(rows: &Rows<'_>, (start, count): (usize, usize), layout: &Layout) -> Option<Vec<Vec<String>>> {
    let text = |row: usize, at: usize| rows.of(&rows.rows[start + row]).get(at).map_or("", |cell| &*cell.text);
    let of_column = |(at, own): (usize, &Pieces)| {
        let level = own.level.map(|(row, at)| text(row, at).to_owned());
        level.into_iter().chain([own.rows().map(|row| text(row, at)).collect()]).collect()
    };
    let all = pieces(rows, (start, count), layout)?;
    all.iter().any(|own| own.level.is_some()).then(|| all.iter().enumerate().map(of_column).collect())
}

/// Whether so many rows are one header: the cells of one line in the middle, or all at the bottom.
fn are_stacked(rows: &Rows<'_>, (start, count): (usize, usize), layout: &Layout) -> bool {
    let cells = |row: usize| rows.of(&rows.rows[start + row]);
    let widest = (0..count).max_by_key(|row| cells(*row).len()).unwrap_or_default();
    let width = cells(widest).len();
    let text = |row: usize, at: usize| cells(row).get(at).map_or("", |cell| &*cell.text);
    // An export leaves out the blank cells at the end of a row.
    if (0..count).any(|row| cells(row).len() != width && cells(row).last().is_some_and(|last| last.text.is_empty())) {
        return false;
    }
    let Some(all) = pieces(rows, (start, count), layout) else { return false };
    // In the middle, a half line up or down.
    let is_centred = |own: &Pieces| {
        own.level.is_some() || own.first * 2 + own.more <= count + 1 && own.first * 2 + own.more + 1 >= count
    };
    let is_at_bottom = |own: &Pieces| own.first + own.more == count;
    // Names below none that stands above several are known to be at the top by their pieces alone.
    let are_levelled = all.iter().any(|own| own.level.is_some());
    let is_at_top = |own: &Pieces| own.first == own.level.map_or(0, |(row, _)| row + 1);
    let are_centred = all.iter().all(is_centred);
    let are_at_top = !are_centred && are_levelled && all.iter().all(is_at_top);
    let mut alone = all.iter().filter(|own| own.more == 1 && own.level.is_none()).map(|own| own.first);
    if !(are_centred || are_at_top || all.iter().all(is_at_bottom))
        || !alone.next().is_some_and(|first| (first > 0) != are_at_top && alone.all(|other| other == first))
    {
        return false;
    }
    let name = |at: usize| -> String { all[at].rows().map(|row| text(row, at)).collect() };
    let named = |(at, cell): (usize, &Cell<'_>)| Cell { text: Cow::Owned(name(at)), span: cell.span, mended: None };
    let whole: Vec<Cell<'_>> = cells(widest).iter().enumerate().map(named).collect();
    let is_cut = |at: usize| {
        let piece = |row: usize| text(row, at);
        let in_brackets =
            all[at].rows().any(|row| text::leaves_open(piece(row))) && !text::leaves_open(&whole[at].text);
        in_brackets
            || awaits_more(piece(all[at].first))
            || is_cut_word(piece(all[at].first), &whole[at].text, layout)
            || all[at].rows().skip(1).any(|row| is_rest_of_word(piece(row), layout))
    };
    let grown: Vec<usize> = (0..width).filter(|&at| all[at].more > 1).collect();
    // A word for columns above two of them, and above no rest of its own; or whatever above words to choose from: 委員の判定
    // above 拡充 and 廃止.
    let is_level = |at: usize| {
        let is_word = |text: &str| layout.family_at_end(text).is_some();
        let first = all[at].first;
        let spans = text(first, at + 1).is_empty() && (first + 1..count).any(|row| !text(row, at + 1).is_empty());
        let is_choice = || scale::is_word(text(first + 1, at));
        spans && (is_choice() || is_word(text(first, at)) && !is_word(&whole[at].text))
    };
    let cut = grown.iter().filter(|at| is_cut(**at)).count();
    let again = || comes_again(rows, (start, count - 1));
    let is_word = |at: usize| matches!(layout.family_at_end(&whole[at].text), Some((_, Fit::Whole)));
    // Names in the middle of three rows show that the others are pieces. Above names at the bottom, and below those at the
    // top, may stand rows of data.
    let are_cut = || match are_centred {
        true => cut == grown.len() || (count > 2 && cut * 2 >= grown.len()) || again(),
        false => cut == grown.len() && (again() || !are_at_top && is_set_off(rows, start)),
    };
    // A date or a unit above the last column of a header is one thing beside it.
    let is_apart = |text: &str| shape::is_stray_mark(text) || heading::opening(text, layout).is_some();
    let is_heading = |row: usize| {
        let mut filled = cells(row).iter().filter(|cell| !cell.text.is_empty());
        let first = filled.next().filter(|_| filled.next().is_none());
        first.is_some_and(|only| heading::enumerated(&only.text).is_some())
    };
    !(0..count).flat_map(cells).any(|cell| is_apart(&cell.text))
        && !(0..count).any(is_heading)
        && !(0..count).flat_map(cells).chain(&whole).any(|cell| is_data(&cell.text, layout))
        && !grown.iter().any(|at| is_level(*at))
        && cut > 0
        && (grown.len() > 1 || is_word(grown[0]) || grown[0] + 1 < width && again())
        && are_cut()
        && (is_header(&whole, layout) || (again() && names_enough(&whole, count, layout)))
}

/// Whether nothing of a table stands right above a row.
fn is_set_off(rows: &Rows<'_>, at: usize) -> bool {
    let above = at.checked_sub(1).map_or(&[][..], |above| rows.of(&rows.rows[above]));
    above.iter().filter(|cell| !cell.text.is_empty()).nth(1).is_none()
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
    fn rows_of_data_around_a_header_are_none_of_its_words() {
        let header = "部名|課名|整理番号|事務事業名|令和５年度決算額|必要性|有効性|総合評価|一次評価（担当課）|二次評価（委員会）|備考";
        let again = header.replace('（', "(").replace('）', ")");
        let row = |group: &str, at: usize, name: &str| format!("{group}|{at}|{name}|5,508千円|高|中|Ａ|現状維持||");
        let rows = [
            row("市民部|市民課", 1, "花壇"),
            again,
            row("|", 2, "並木"),
            row("|環境課", 3, "水路"),
            row("総務部|防災課", 4, "朝市"),
        ];
        let rows = rows.join("\n");
        let sheet = format!("{header}\n{rows}\n").replace('|', "\t");
        let source = Source::made_up(&sheet);
        let read = crate::sheet(&source, &Options::default(), Findings::default());
        let items: Vec<&str> =
            read.records.iter().filter_map(|record| record.item.as_ref()).map(|item| &*item.title).collect();
        assert_eq!((items, read.columns.len()), (vec!["花壇", "並木", "水路", "朝市"], 11));
    }

    #[test]
    fn names_may_stand_at_the_bottom_or_below_words_above_several() {
        let row = "1|花壇の手入れ|春に苗を植えた。|達成|よく育った。|4.0|Ａ|よい手入れである。|公園課";
        let names = [
            "番号",
            "事業名",
            "実施内容",
            "自己評価",
            "自己評価 > 理由",
            "外部評価平均点",
            "外部評価判定",
            "意見",
            "所管課",
        ];
        let one_line = "番号|事業名|実施内容|区分|理由";
        case(&format!("|||自己評価||外部評|||\n|||||価平均|外部評||\n{one_line}|点|価判定|意見|所管課"), row, &names);
        case(&format!("|||自己評価||外部評|外部評||\n{one_line}|価平均|価判定|意見|所管課\n|||||点|||"), row, &names);
        // An export leaves out the last columns of a header, if they have no name.
        let longer = format!("{row}|続ける");
        let unnamed = [names.as_slice(), &["#10"]].concat();
        case(
            &format!("|||自己評価||外部評|||\n|||||価平均|外部評||\n{one_line}|点|価判定|意見|所管課"),
            &longer,
            &unnamed,
        );
        // A heading below is none of the names.
        let heading = "１　花の町||||||||";
        let at_bottom = format!(
            "川辺町の計画\n\n|||自己評価||外部評|||\n|||||価平均|外部評||\n{one_line}|点|価判定|意見|所管課\n{heading}"
        );
        case(&at_bottom, row, &names);
        // At the top rows of data may stand below the names, if no other page begins so.
        let top =
            "番号|事業名|実施内容|自己評価||外部評|外部評|意見|所管課\n|||区分|理由|価平均|価判定||\n|||||点|||\n";
        let again = format!("{top}{row}\n{}\n- 1 -\n\n{top}", row.replace('1', "9"));
        let sheet = format!("{again}{row}\n").replace('|', "\t");
        let source = Source::made_up(&sheet);
        let read = crate::sheet(&source, &Options::default(), Findings::default());
        assert_eq!(read.columns.iter().map(|column| &*column.name).collect::<Vec<_>>(), names);
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
