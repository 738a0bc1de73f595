//! Headers of cut names, each in the middle of its height: `達成` above and `度` below the row of the other names.
//!
//! In: the first of several rows. Out: those that are one header with it, each column's pieces a name. All names may
//! stand at the bottom, too, or right below the words that a header puts above several of them: 自己評価 above 評価 and 理由.

use std::ops::Range;

use super::again::begins_page;
use super::known::{holds_long_cell, is_data, is_word};
use super::levels::{spans_next, stands_alone};
use super::pieces::{self, Cut, JOINTS};
use super::{cells, filled, is_blank, text_at};
use crate::interpret::layout::{self, Family, Layout};
use crate::interpret::number;
use crate::interpret::scale;
use crate::read::lex::{Cell, Rows};

/// A cell of a header has at most so many lines: 今, 後, の, 方, 向 and 性.
const MOST_ROWS: usize = 6;

/// Fewer columns are names side by side.
const FEWEST_COLUMNS: usize = 3;

/// Names in the middle of so many rows show that the others are pieces.
const ROWS_WITH_MIDDLE: usize = 3;

/// Then so many words for columns are enough where the rows come again.
const FEWEST_WORDS: usize = 3;

/// A row and those below it that are one header with it.
pub(super) fn rows(rows: &Rows<'_>, start: usize, layout: &Layout) -> Option<Range<usize>> {
    let are_names = |row: &usize| {
        let cells = cells(rows, *row);
        cells.len() >= FEWEST_COLUMNS && filled(cells).next().is_some() && !holds_long_cell(cells)
    };
    // Nearly every row of data has a longer cell, or a filled first one.
    let most = (start..rows.rows.len()).take(MOST_ROWS).take_while(are_names).count();
    let is_header = |block: &Range<usize>| {
        let columns = columns(rows, block, layout).unwrap_or_default();
        let places = || columns.iter().map(|own| own.rows.clone()).collect();
        Place::of(&columns, block).is_some_and(|place| Cut::of(rows, block.clone(), places(), layout).is_stacked(place))
    };
    (2..=most).rev().map(|count| start..start + count).find(is_header)
}

/// The levels of so many columns of a header of cut names: the name of each, below the word that stands above several.
pub(super) fn levels(rows: &Rows<'_>, block: &Range<usize>, width: usize, layout: &Layout) -> Vec<Vec<String>> {
    let columns = columns(rows, block, layout).unwrap_or_default();
    let of_column = |at: usize| {
        let own = columns.get(at);
        let level = own.and_then(|own| own.level).map(|(row, at)| text_at(cells(rows, row), at).to_owned());
        let name = pieces::name(rows, own.map_or(block, |own| &own.rows).clone(), at);
        level.into_iter().chain([name]).filter(|text| !text.is_empty()).collect()
    };
    (0..width).map(of_column).collect()
}

/// The name of a column in several rows.
struct Column {
    /// The rows of its pieces.
    rows: Range<usize>,
    /// The row and the column of the word that stands above it, and above others.
    level: Option<(usize, usize)>,
}

/// Where the pieces of each column stand, below the words that stand above several; none where a column has a gap in
/// its name.
fn columns(rows: &Rows<'_>, block: &Range<usize>, layout: &Layout) -> Option<Vec<Column>> {
    let is_filled = |row: usize, at: usize| !is_blank(cells(rows, row), at);
    let top = |at: usize| block.clone().find(|&row| is_filled(row, at));
    let mut level: Option<(usize, usize)> = None;
    let of_column = |at: usize| {
        let Some(first) = top(at) else {
            // Numbers of rows need no name above them.
            return (at == 0).then_some(Column { rows: block.start..block.start, level: None });
        };
        // What begins as high ends it.
        level = level.filter(|(row, _)| first > *row);
        // Where the names begin is asked first: it settles nearly every row without a look at a word.
        if spans_next(rows, first..block.end, at) && is_level(rows, first..block.end, at, layout) {
            level = Some((first, at));
        }
        let from = level.filter(|(_, of)| *of == at).map_or(first, |(row, _)| row + 1);
        let first = (from..block.end).find(|&row| is_filled(row, at))?;
        let end = (first..block.end).find(|&row| !is_filled(row, at)).unwrap_or(block.end);
        let is_whole = (end..block.end).all(|row| !is_filled(row, at));
        is_whole.then_some(Column { rows: first..end, level })
    };
    (0..super::width(rows, block)).map(of_column).collect()
}

/// Whether the first of these rows holds the word above a name and those beside it: 自己評価 above 区分 and 理由, but not
/// 進捗 above 状況.
fn is_level(rows: &Rows<'_>, block: Range<usize>, at: usize, layout: &Layout) -> bool {
    let own = text_at(cells(rows, block.start), at);
    let below_of = |at: usize| pieces::name(rows, block.start + 1..block.end, at);
    let below = || below_of(at);
    let are_counted = || are_counted([at, at + 1].map(below_of), block.len());
    if layout::is_year(own) {
        return are_below_others(rows, block.clone(), at, layout) || are_counted();
    }
    let family = layout.family_at_end(own);
    let may_be_name = |text: &str| is_word(text, layout) && !text.starts_with(JOINTS) || layout::is_year(text);
    let rates = matches!(family, Some((Family::Rating | Family::Judged, _)));
    (rates && may_be_name(&below()) || family.is_some() && are_counted())
        && !layout.is_whole_word(&pieces::name(rows, block.clone(), at))
}

/// Whether the names below a word differ in their number alone, or are two years: 第１四半期 and 第２四半期. A year in the second
/// of two rows may be the rest of a name.
fn are_counted(names: [String; 2], rows: usize) -> bool {
    let letters = |name: &str| name.chars().filter(|c| number::digit(*c).is_none()).collect::<String>();
    let are_years = names.iter().all(|name| layout::is_year(name));
    let [one, other] = &names;
    one != other && (rows >= ROWS_WITH_MIDDLE || !are_years) && (are_years || letters(one) == letters(other))
}

/// Whether the names below the year above a column and the next one stand in other columns too: 目標値 and 実績値 below 令和5年度
/// and 令和6年度. A year that a narrow column cuts stands above the rest of it.
fn are_below_others(rows: &Rows<'_>, block: Range<usize>, at: usize, layout: &Layout) -> bool {
    let lowest = cells(rows, block.end - 1);
    let comes_again = |name: &str| filled(lowest).filter(|cell| cell.text == name).nth(1).is_some();
    [at, at + 1].map(|at| text_at(lowest, at)).iter().all(|name| is_word(name, layout) && comes_again(name))
}

/// Where the pieces of all names stand.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Place {
    /// In the middle, a half line up or down.
    Middle,
    /// Right below the words above several.
    Top,
    Bottom,
}

impl Place {
    /// Where the names of so many rows stand, if those of one line stand side by side, which others begin above, or
    /// below where all stand at the top.
    fn of(columns: &[Column], block: &Range<usize>) -> Option<Self> {
        let columns = || columns.iter().filter(|own| !own.rows.is_empty());
        let is_centred = |own: &Column| {
            own.level.is_some() || (own.rows.start + own.rows.end).abs_diff(block.start + block.end) <= 1
        };
        let is_at_bottom = |own: &Column| own.rows.end == block.end;
        let is_at_top = |own: &Column| own.rows.start == own.level.map_or(block.start, |(row, _)| row + 1);
        // Names below none that stands above several are known to be at the top by their pieces alone.
        let are_levelled = columns().any(|own| own.level.is_some());
        let of_one_line = columns().filter(|own| own.rows.len() == 1 && own.level.is_none());
        let mut lines = of_one_line.map(|own| own.rows.start);
        let first = lines.next();
        // The first of two rows is half a line above their middle, too.
        let place = if columns().all(is_centred) && first != Some(block.start) {
            Self::Middle
        } else if are_levelled && columns().all(is_at_top) {
            Self::Top
        } else {
            columns().all(is_at_bottom).then_some(Self::Bottom)?
        };
        let stand_there = |first| (first == block.start) == (place == Self::Top) && lines.all(|other| other == first);
        first.is_none_or(stand_there).then_some(place)
    }
}

impl Cut<'_, '_> {
    /// Whether the rows whose names stand there are one header.
    fn is_stacked(&self, place: Place) -> bool {
        let has_middle = self.block.len() >= ROWS_WITH_MIDDLE;
        // What each cell looks like takes the longest look.
        !self.grown.iter().any(|&at| self.spans_others(at))
            && (self.grown.len() > 1 || self.grown.iter().all(|&at| self.layout.is_whole_word(&self.names[at].text)))
            && self.are_cut(place)
            && self.ends_word()
            && !self.holds_more_than_names()
            // Names in the middle of three rows show that the others are pieces.
            && self.names_columns(if has_middle { FEWEST_WORDS } else { usize::MAX })
    }

    /// Whether a row holds data, or a heading alone. Digits below 令和 are no codes, nor is ク of ラ, ン and ク.
    fn holds_more_than_names(&self) -> bool {
        let all = || self.block.clone().map(|row| cells(self.rows, row));
        let is_data = |cell: &Cell<'_>| is_data(&cell.text, self.layout);
        let piece_is_data = |row: &[Cell<'_>]| {
            let is_name = |name: &str| layout::is_year(name) || self.layout.is_whole_word(name);
            row.iter().zip(&self.names).any(|(piece, name)| is_data(piece) && !is_name(&name.text))
        };
        // 号 of 番号 is no heading.
        let is_letter = |(piece, name): (&Cell<'_>, &Cell<'_>)| {
            let is_one = || pieces::is_letter(&piece.text, self.layout) && is_word(&name.text, self.layout);
            !piece.text.is_empty() && is_one()
        };
        let is_heading =
            |row: &[Cell<'_>]| stands_alone(row, self.layout) && !row.iter().zip(&self.names).any(is_letter);
        all().any(|row| is_heading(row) || piece_is_data(row)) || self.names.iter().any(is_data)
    }

    /// Whether the first piece of a name is a word above others: a word for columns that makes none with the rest below
    /// it, or whatever stands above words to choose from: 委員の判定 above 拡充 and 廃止.
    fn spans_others(&self, at: usize) -> bool {
        let first = self.places[at].start;
        let text = |row: usize| text_at(cells(self.rows, row), at);
        let is_level = || is_word(text(first), self.layout) && !self.is_word(at);
        spans_next(self.rows, first..self.block.end, at) && (scale::is_word(text(first + 1)) || is_level())
    }

    /// Whether a word goes on in the last row, be it on another page too: the names of the first row of data make none.
    fn ends_word(&self) -> bool {
        let mut last = self.grown.iter().filter(|at| self.places[**at].end == self.block.end).peekable();
        let ends = |at: usize| pieces::is_letter(text_at(cells(self.rows, self.block.end - 1), at), self.layout);
        let is_name = |at: usize| self.is_word(at) || ends(at) || layout::is_year(&self.names[at].text);
        last.peek().is_none() || last.any(|at| is_name(*at)) || self.comes_again()
    }

    /// Whether a word with one letter a line stands in all these rows, so that none of them is data: 達, 成 and 度.
    fn holds_upright_word(&self) -> bool {
        let is_letter = |at: usize, row: usize| text_at(cells(self.rows, row), at).chars().nth(1).is_none();
        let is_upright = |at: &usize| self.places[*at].clone().all(|row| is_letter(*at, row)) && self.is_word(*at);
        self.grown.iter().any(|at| self.places[*at] == self.block && is_upright(at))
    }

    /// Whether the pieces of these names show that they were cut. Names in the middle of three rows show that the
    /// others are pieces. Above names at the bottom, and below those at the top, may stand rows of data.
    fn are_cut(&self, place: Place) -> bool {
        let cut = self.grown.iter().filter(|at| self.is_cut(**at)).count();
        let has_middle = || self.block.len() >= ROWS_WITH_MIDDLE && cut * 2 >= self.grown.len();
        let are_all = || cut == self.grown.len();
        let is_placed = || match place {
            // No name of one line shows where the middle is.
            Place::Middle if self.grown.len() == self.names.len() => false,
            Place::Middle => are_all() || has_middle() || self.comes_again(),
            Place::Top => are_all() && self.comes_again(),
            Place::Bottom => are_all() && (begins_page(self.rows, self.block.start) || self.comes_again()),
        };
        cut > 0 && (self.holds_upright_word() || is_placed())
    }
}

#[cfg(test)]
mod tests {
    use super::super::tests::{case, names_of, read};

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
    fn numbers_of_rows_need_no_name_beside_names_of_one_letter_a_line() {
        let header = "||実施状況||総||\n|取組事項|４|５|合|課題|所管\n||年|年|判||\n||度|度|定||";
        let names = ["#1", "取組事項", "４年度", "５年度", "総合判定", "課題", "所管"];
        case(header, "1|花壇の手入れ|○|△|イ|苗が足りない。|公園課", &names);
        // Below names at the top, letters alone go on.
        let top = "|取組事項|実施状況||総|課題|所管\n||４|５|合||\n||年|年|判||\n||度|度|定||";
        case(top, "1|花壇の手入れ|○|△|イ|苗が足りない。|公園課", &names);
    }

    #[test]
    fn a_word_of_one_letter_a_line_holds_its_rows_together() {
        let row = "1|花壇の手入れ|12回|○|△|Ａ|春に苗を植えた。|公園課";
        let names = ["番号", "講座名", "回数", "前期", "後期", "達成度", "講評", "担当"];
        // At the top of two rows.
        case("番|講座名|回|進捗状況||達成|講評|担\n号||数|前期|後期|度||当", row, &names);
        // The first line of a row below is none of it.
        let header = "整理||目標値|一次|二次|評||担当\n番号|講座名||評価|評価|価|講評|部署\n";
        let lines =
            "|花壇の手|||||春に苗を植え|\n1|入れ|12回|○|△|Ａ|た。|公園課\n2|並木|9回|○|△|Ａ|枝を切った。|公園課\n";
        assert_eq!(names_of(&format!("{header}{lines}"))[1], "講座名");
    }

    #[test]
    fn a_letter_of_a_word_for_columns_is_no_code() {
        let row = "1|花壇の手入れ|12回|30人|Ａ|春に苗を植えた。|公園課";
        let names = ["番号", "講座名", "開催回数", "参加者数", "ランク", "講評", "担当"];
        case("||||ラ||\n||開催|参加|ン||\n番号|講座名|回数|者数|ク|講評|担当", row, &names);
        case("||||ラ||\n番号|講座名|開催|参加|ン|講評|担当\n||回数|者数|ク||", row, &names);
    }

    #[test]
    fn an_export_leaves_out_the_blank_cells_at_the_end_of_an_upper_row() {
        let row = "1|花壇の手入れ|春に苗を植えた。|A|B|よく育った。|公園課";
        let names = ["番号", "事業名", "実施内容", "自己評価", "委員会の評価", "意見", "所管課"];
        case("|||自己評|委員会の評\n番号|事業名|実施内容|価|価|意見|所管課", row, &names);
        case("|||自己|委員会の\n番号|事業名|実施内容|評価|評価|意見|所管課", row, &names);
    }

    #[test]
    fn years_below_names_leave_these_what_they_are() {
        use crate::record::Role;
        let header = "成果指標|策定時|実績値|目標値|ランク|理由\n|令和3年度|令和6年度|令和8年度||";
        let row = "講座を受けた人の|112人|438人|500人|Ａ|週末に開いたことで、人が\n数（累計）|||||増えた。";
        let sheet = format!("{header}\n{row}\n\n- 1 -\n\n{header}\n{}\n", row.replace("講座", "教室"));
        read(&sheet, |read| {
            let values = read.columns.iter().filter(|column| column.role == Role::Value);
            let names: Vec<&str> = values.map(|column| &*column.name).collect();
            assert_eq!(names, ["策定時令和3年度", "実績値令和6年度", "目標値令和8年度"]);
        });
    }

    #[test]
    fn years_stand_above_the_same_names() {
        let row = "花壇の手入れ|20|40|45|60|58|◎|公園課";
        let years = ["令和5年度 > 目標値", "令和5年度 > 実績値", "令和6年度 > 目標値", "令和6年度 > 実績値"];
        let names = [&["指標名", "基準値（令和2年度）"], &years[..], &["達成状況", "担当課"]].concat();
        let header =
            "|基準値（令和|令和5年度||令和6年度|||\n指標名|2年度）|目標値|実績値|目標値|実績値|達成状況|担当課";
        case(header, row, &names);
        // Each year stands above one name alone.
        let row = "公園課|Ⅱ|Ⅰ|花壇の手入れ|植えた。|目標1";
        let names = ["担当課", "前年度評価", "今年度評価", "事業名", "実施状況", "計画の位置付け"];
        let header = "|前年度|今年度|||計画の位置\n担当課|評価|評価|事業名|実施状況|付け";
        let again = row.replace("花壇", "並木");
        assert_eq!(names_of(&format!("{header}\n{row}\n\n- 1 -\n\n{header}\n{again}\n")), names);
    }

    #[test]
    fn digits_below_an_era_are_no_codes() {
        let row = "1|花壇の手入れ|春に苗を植えた。|4|5|継続|公園課";
        let names = ["番号", "事業名", "実施内容", "令和4", "令和5", "今後の方向", "所管課"];
        case("|||評価|||\n|||令和|令和|今後の|\n番号|事業名|実施内容|4|5|方向|所管課", row, &names);
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
        read(&format!("{header}\n{}\n", rows.join("\n")), |read| {
            let items = read.records.iter().filter_map(|record| record.item.as_ref());
            assert_eq!(items.map(|item| &*item.title).collect::<Vec<_>>(), ["花壇", "並木", "水路", "朝市"]);
            assert_eq!(read.columns.len(), 11);
        });
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
        assert_eq!(names_of(&format!("{again}{row}\n")), names);
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
