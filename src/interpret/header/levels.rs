//! Headers of levels: words above several names, the names, and what says more of some of them.
//!
//! In: the row that a header begins with. Out: its rows, and which of the names below a word stand beside it. A row
//! above the names spans some of them; each row below goes on with the header while it explains some of the names above
//! it and leaves others as they are. How full or sparse the rows between are says nothing.

use std::ops::Range;

use super::known::{are_options, is_header, is_header_row, is_word};
use super::pieces::makes_word;
use super::{LONGEST_NAME, cells, filled, is_blank};
use crate::interpret::heading;
use crate::interpret::layout::{self, Family, Layout};
use crate::interpret::number;
use crate::interpret::scale::{self, Alphabet};
use crate::interpret::shape::{self, Shape};
use crate::read::lex::{Cell, Rows};

/// The most rows that a header has: group, year, column, unit, and one that holds a note. Each has to go on with those
/// above, so that the limit only stops what no header is.
const MOST_ROWS: usize = 5;

/// The rows of a header of levels that begins at a row.
pub(super) fn rows(rows: &Rows<'_>, start: usize, layout: &Layout) -> Option<Range<usize>> {
    let (first, next) = (cells(rows, start), cells(rows, start + 1));
    let is_upper = || is_upper_of_header(first, next, layout);
    // 自己評価 and 外部評価 above others are a header by themselves too.
    let names = if is_header_row(rows, start, layout) && !(are_spanned(first, next) && is_upper()) {
        start
    } else if is_upper() {
        start + 1
    } else {
        return None;
    };
    Some(start..end(rows, start..names + 1, layout))
}

/// Whether a row is the upper part of a header whose names stand in the row below it.
pub fn is_upper_of_header(cells: &[Cell<'_>], below: &[Cell<'_>], layout: &Layout) -> bool {
    is_upper(cells, below, layout) && is_header(below, layout)
}

/// Whether a name stands below each cell of a row, and one of these spans several.
pub(super) fn are_spanned(upper: &[Cell<'_>], lower: &[Cell<'_>]) -> bool {
    let filled = || (0..upper.len()).filter(|&at| !is_blank(upper, at));
    let spans = |at: usize| is_blank(upper, at + 1) && !is_blank(lower, at) && !is_blank(lower, at + 1);
    filled().any(spans) && filled().all(|at| !is_blank(lower, at))
}

/// Whether a row is the upper part of the header below it: short names, none of them data. One at least spans several
/// columns that all have names below, or all columns without a name below have one here. `令和6年3月末現在` at the right of a
/// title line spans nothing, and the last row of a page is data.
fn is_upper(upper: &[Cell<'_>], lower: &[Cell<'_>], layout: &Layout) -> bool {
    let named = |text: &str| {
        // A stray mark names nothing, and a page number names no column.
        let words = || text.is_empty() || text.chars().any(|c| c.is_alphanumeric() && !c.is_numeric());
        matches!(Shape::of(text, layout), Shape::Phrase | Shape::Blank) && words()
    };
    // 所管課 is a department too.
    let names = |text: &str| {
        text.chars().count() <= LONGEST_NAME && (layout::is_year(text) || named(text) || layout.is_whole_word(text))
    };
    let filled = || (0..upper.len()).filter(|&at| !is_blank(upper, at));
    // Alone in the first cell stands a title that Excel padded with tabs. Which cells are blank is asked first: it
    // settles nearly every row without a look at a word.
    if upper.iter().skip(1).all(|cell| cell.text.is_empty()) || upper.len() > lower.len() + 1 {
        return false;
    }
    let completes = || {
        let unnamed = || (0..lower.len()).filter(|&at| is_blank(lower, at));
        unnamed().next().is_some() && unnamed().all(|at| !is_blank(upper, at))
    };
    (are_spanned(upper, lower) || completes()) && filled().all(|at| names(&upper[at].text))
}

/// Whether the cell beside the first of a column in these rows is blank above a name: the first may span both.
pub(super) fn spans_next(rows: &Rows<'_>, block: Range<usize>, at: usize) -> bool {
    let is_filled = |row: usize| !is_blank(cells(rows, row), at + 1);
    !is_filled(block.start) && block.skip(1).any(is_filled)
}

/// Whether a name below a row of words that span others stands beside the one on its left, which begins above another
/// name: 外部評価の点 has an evaluation of its own where 区分 is that of 自己評価, and nobody rates departments.
pub(super) fn is_beside(upper: &str, [first, own]: [&str; 2], layout: &Layout) -> bool {
    let rates = |text: &str| matches!(layout.family(text), Some((Family::Rating | Family::Judged, _)));
    let ends_as = |text: &str, family: Family| layout.family_at_end(text).is_some_and(|(of, _)| of == family);
    rates(upper) && (ends_as(own, Family::Department) || ends_as(first, Family::Code) && rates(own))
}

/// Where the header ends that begins with these rows, the last of which names the most columns.
pub(super) fn end(rows: &Rows<'_>, first: Range<usize>, layout: &Layout) -> usize {
    let cells = |row: usize| cells(rows, row);
    let mut last = first.end - 1;
    let mut named: Vec<&str> = Vec::new();
    while last + 1 - first.start < MOST_ROWS {
        // A blank line may stand between the rows of a header.
        let is_blank = last + 1 < rows.rows.len() && cells(last + 1).iter().all(|cell| cell.text.is_empty());
        let lower = last + 1 + usize::from(is_blank);
        if lower >= rows.rows.len() || holds_codes(cells(lower), layout) || stands_alone(cells(lower), layout) {
            break;
        }
        lay_over(&mut named, cells(last));
        if !is_lower(cells(lower), &named, layout) {
            break;
        }
        last = lower;
    }
    last + 1
}

/// Lays a row over those above it: its names hide theirs, its blank cells and notes do not.
fn lay_over<'r>(named: &mut Vec<&'r str>, row: &'r [Cell<'_>]) {
    named.resize(named.len().max(row.len()), "");
    let filled = named.iter_mut().zip(row).filter(|(_, cell)| !cell.text.is_empty() && !layout::is_note(&cell.text));
    filled.for_each(|(named, cell)| *named = &cell.text);
}

/// Whether codes stand in a row that are no columns to mark one of. Nearly every row of data holds one. Beside words
/// for columns 着手 may be the name of one, too.
fn holds_codes(cells: &[Cell<'_>], layout: &Layout) -> bool {
    let may_be_word = |cell: &Cell<'_>| scale::alphabet(&cell.text).is_none_or(|alphabet| alphabet == Alphabet::Word);
    let are_words = || {
        let mut names = filled(cells).filter(|cell| !is_code(cell));
        filled(cells).all(may_be_word) && names.any(|cell| layout.is_whole_word(&cell.text))
    };
    let begins_blank = || cells.first().is_none_or(|first| first.text.is_empty());
    cells.iter().any(is_code) && !(begins_blank() && (are_options(cells) || are_words()))
}

/// Whether a row holds nothing, or a heading or a page number: `第3項 災害への対応` ends with a word for a column.
pub(super) fn stands_alone(cells: &[Cell<'_>], layout: &Layout) -> bool {
    let mut filled = filled(cells);
    let Some(Cell { text, .. }) = filled.next() else { return true };
    let is_heading = || heading::opening(text, layout).is_some() || heading::enumerated(text).is_some();
    filled.next().is_none() && (is_heading() || shape::is_page_number(text))
}

/// Whether a cell holds a code, and does not say how its column is filled.
fn is_code(cell: &Cell<'_>) -> bool {
    (scale::alphabet(&cell.text).is_some() || scale::is_not_rated(&cell.text)) && !layout::is_note(&cell.text)
}

/// Whether a row continues the header whose lowest names stand above it: header words, years or units in brackets, or
/// any names where they stand only below a span.
fn is_lower(cells: &[Cell<'_>], above: &[&str], layout: &Layout) -> bool {
    let blank = |at: usize| is_blank(cells, at);
    let unnamed = |at: usize| above.get(at).is_none_or(|name| name.is_empty());
    let filled: Vec<usize> = (0..cells.len()).filter(|&at| !blank(at)).collect();
    let known = |text: &str| is_word(text, layout) || layout::is_year(text) || layout::is_note(text);
    // 性 below 必要, beside levels: a narrow column cut the word.
    let cut_off = |at: usize| above.get(at).is_some_and(|above| makes_word(above, &cells[at].text, layout));
    let word = |at: usize| known(&cells[at].text) || cut_off(at);
    // 委員会 is a department too.
    let is_phrase = |text: &str| matches!(Shape::of(text, layout), Shape::Phrase | Shape::Department);
    let name = |at: usize| is_phrase(&cells[at].text) && cells[at].text.chars().count() <= LONGEST_NAME;
    let same = |at: usize| above.get(at).is_some_and(|above| *above == cells[at].text);
    // A span that an export took apart has its name in each of its cells.
    let apart = |at: usize| above.get(at).is_some_and(|name| above.get(at + 1) == Some(name));
    let within = |at: usize| unnamed(at) || (at > 0 && apart(at - 1));
    // A year says nothing of what its column holds, be it one alone.
    let below_year = |at: usize| above.get(at).is_some_and(|above| layout::is_year(above));
    let below_span = |at: usize| within(at) || unnamed(at + 1) || apart(at) || below_year(at);
    let is_code = |at: usize| is_code(&cells[at]);
    // 拡充, 継続, 縮小 below 今後の方向性, and nothing in the first column, which every row of a table fills.
    let offered = |at: usize| at > 0 && is_code(at) && below_span(at);
    // 1次 and 2次 below 総合評価 count what it spans.
    let counts = || are_counted(filled.iter().map(|&at| &*cells[at].text));
    // A lower row explains some columns of the upper one and leaves others to it, the last ones without a cell for
    // them.
    let left_out = (0..above.len()).any(|at| !unnamed(at) && blank(at));
    if !left_out || filled.iter().any(|&at| same(at) || (is_code(at) && !offered(at))) {
        return false;
    }
    let known = filled.iter().all(|&at| word(at) || is_code(at));
    let spanned = || {
        filled.len() >= 2
            && (filled.iter().all(|&at| word(at) || ((name(at) || is_code(at)) && below_span(at)))
                || (counts() && filled.iter().all(|&at| below_span(at))))
            && filled.iter().any(|&at| within(at) && at > 0)
    };
    let cut_short = || cells.len() < above.len() && blank(0) && (known || !unnamed(0));
    // An export leaves out the blank cells behind 評価, which stands above 区分 and 理由.
    let last_spans = || blank(0) && !unnamed(0) && above.len().checked_sub(1).is_some_and(|last| !blank(last));
    let as_wide =
        cells.len().abs_diff(above.len()) <= 1 || if cells.len() < above.len() { cut_short() } else { last_spans() };
    (known || spanned()) && as_wide
}

/// Whether texts count from one on and are alike but for that: `1次` and `2次`.
fn are_counted<'t>(texts: impl Iterator<Item = &'t str> + Clone) -> bool {
    let counted = |text: &'t str| {
        let number = number::leading(text)?;
        Some((number.value, &text[number.length..])).filter(|(_, behind)| !behind.is_empty())
    };
    let behind = texts.clone().next().and_then(counted).map(|(_, behind)| behind);
    let mut all = (1..).zip(texts);
    behind.is_some() && all.all(|(nth, text)| counted(text) == behind.map(|behind| (nth, behind)))
}

#[cfg(test)]
mod tests {
    use super::super::tests::{case as below, read};
    use crate::record::Role;

    /// The names of the columns below a header whose cells stand apart by `|`, and how many records there are.
    #[track_caller]
    fn case(header: &str, names: &[&str]) {
        let rows = "1|朝市の開催|B|B|A|A|人が増えました。|農政課\n2|花壇の手入れ|A|B|A|C|一度でした。|公園課\n";
        read(&format!("{header}\n{rows}"), |read| {
            let rated = read.columns.iter().filter(|column| column.role == Role::Rating);
            assert_eq!(rated.map(|column| &*column.name).collect::<Vec<_>>(), names, "{header}");
            assert_eq!((read.records.len(), read.findings.len()), (2, 0), "{header}");
        });
    }

    #[test]
    fn a_sparse_row_between_ends_no_header() {
        let names = ["R5 > 自己評価", "R5 > 委員会評価", "R6 > 自己評価", "R6 > 委員会評価"];
        let lower = "||R5||R6|||\n||自己評価|委員会評価|自己評価|委員会評価||";
        case(&format!("番号|取組名|評価結果||||意見|担当課\n{lower}"), &names);
        case(&format!("番号|取組名|評価結果||||意見|担当課\n||||||（自由記述）|\n{lower}"), &names);
        case(&format!("番号|取組名|評価結果||||意見|担当課\n|||※1||||\n{lower}"), &names);
        case(
            &format!("番号|取組名|評価|評価|評価|評価|意見|担当課\n{}", lower.replace("R5||R6|", "R5|R5|R6|R6")),
            &names,
        );
    }

    #[test]
    fn numbers_that_count_stand_below_spans() {
        let upper = "番号|取組名|総合評価||||意見|担当課\n";
        case(&format!("{upper}||1次|2次|3次|4次||"), &["1次", "2次", "3次", "4次"]);
        // Figures of a row that goes on do not count from one.
        let rows = "朝市の開催|B|B|A|A|人が増えました。|農政課";
        read(&format!("{upper}||2回|3回||||\n1|{rows}\n2|{rows}\n"), |read| {
            assert!(read.columns.iter().all(|column| !column.name.contains("2回")));
        });
    }

    #[test]
    fn names_that_no_layout_knows_stand_below_spans() {
        let upper = "番号|取組名|評価結果||||意見|担当課\n||前期||後期|||\n";
        case(&format!("{upper}||一次|二次|一次|二次||"), &["前期 > 一次", "前期 > 二次", "後期 > 一次", "後期 > 二次"]);
        let upper = "番号|取組名|評価||||意見|担当課\n||北地区||南地区|||\n";
        case(
            &format!("{upper}||上期|下期|上期|下期||"),
            &["北地区 > 上期", "北地区 > 下期", "南地区 > 上期", "南地区 > 下期"],
        );
    }

    #[test]
    fn a_name_below_a_single_year_is_a_level_beside_those_below_spans() {
        let rows = "花壇|6種|5種|A|二度植えた。|進路乙|公園課\n水路|4回|4回|B|二度さらった。|進路甲|河川課\n";
        let names = |header: &str| {
            read(&format!("{header}\n{rows}"), |read| {
                assert_eq!((read.records.len(), read.findings.len()), (2, 0), "{header}");
                read.columns.iter().map(|column| column.printed.join(" > ")).collect::<Vec<_>>()
            })
        };
        let lower = "|目標|実績|評価||{}|\n|||選択|理由||";
        let upper = "取組|令和５年度||||令和６年度|担当課\n";
        let told = names(&format!("{upper}{}", lower.replace("{}", "進路")));
        assert_eq!(told[0], "取組");
        assert_eq!(told[5..], ["令和６年度 > 進路", "担当課"]);
        // What stands below years in the first row of data is no name.
        let rows =
            "取組|令和５年度|令和６年度|担当課\n花壇|植替え|増設|公園課\n|種まき|増設|\n水路|底さらい|塗装|河川課\n";
        read(rows, |read| assert_eq!(read.columns[1].printed, ["令和５年度"]));
    }

    #[test]
    fn a_word_that_rates_elsewhere_stands_below_a_span_beside_one_for_a_column() {
        let upper = "番号|取組名|評価||二次評価|三次評価|意見|担当課\n";
        case(&format!("{upper}||実施|効果||||"), &["実施", "効果", "二次評価", "三次評価"]);
    }

    #[test]
    fn four_rows_are_one_header() {
        case(
            "番号|取組名|評価||||意見|担当課\n||所管課||委員会|||\n||達成度|効果|達成度|効果||\n||R5|R6|R5|R6||",
            &["所管課 > 達成度 > R5", "所管課 > 効果 > R6", "委員会 > 達成度 > R5", "委員会 > 効果 > R6"],
        );
    }

    #[test]
    fn the_last_word_of_an_upper_row_stands_above_the_names_behind_its_end() {
        let row = "花壇の手入れ|春に苗を植えた。|公園課|3|よく育った。|4|苗を増やされたい。";
        let own = ["取組", "実施内容", "担当課"];
        let levels = ["評価 > 所管課による評価 > 理由", "審議会による評価", "評価 > 審議会による評価 > 意見"];
        let names = [&own[..], &["所管課による評価"], &levels].concat();
        let lower = "|||所管課による評価||審議会による評価|\n|||評点|理由|評点|意見";
        below(&format!("取組|実施内容|担当課|評価|||\n{lower}"), row, &names);
        below(&format!("取組|実施内容|担当課|評価\n{lower}"), row, &names);
        below(&format!("取組|実施内容|担当課|評価\n{lower}\n目標１　緑||||||"), row, &names);
        // What begins further right than the last word does not stand below it.
        let row = "花壇の手入れ|春に苗を植えた。|3|公園課\n";
        let sheet = format!("取組|実施内容|評価\n||||理由|意見\n{row}{row}");
        assert_eq!(super::super::tests::names_of(&sheet)[4], "理由");
    }

    #[test]
    fn a_column_without_a_name_below_has_it_above() {
        let names = ["公益性", "必要性", "効果", "効率性"];
        case("№|事業の名前|検証||点検||結論|所管\n||公益性|必要性|効果|効率性||", &names);
        case("事業|事業の名|検証||点検||今後|所管課\n番号||公益性|必要性|効果|効率性||", &names);
    }

    #[test]
    fn units_years_and_codes_to_choose_from_say_how_the_columns_above_are_filled() {
        let names = ["自己評価", "委員会評価", "三次評価", "四次評価"];
        let upper = "番号|取組名|自己評価|委員会評価|三次評価|四次評価|意見|担当課";
        for lower in
            ["A～D|A～D|A～D|A～D", "|A-D||", "Ａ～Ｄ|Ａ・Ｂ・Ｃ|○△×|ア～エ", "％|千円||", "（R6）|（R6）|％|A～D"]
        {
            case(&format!("{upper}\n||{lower}||"), &names);
        }
        // What stands beside a group is none of its columns.
        let upper = "番号|取組名|評価結果|||判定|意見|担当課\n||自己評価|委員会評価|三次評価|||";
        case(&format!("{upper}\n||A～D|A～D|A～D|A～D||"), &["自己評価", "委員会評価", "三次評価", "判定"]);
    }

    #[test]
    fn a_page_number_below_a_header_names_no_column() {
        let names = ["自己評価", "委員会評価", "三次評価", "四次評価"];
        for number in ["３ページ", "- 3 -", "3/12"] {
            let upper = "番号|取組名|自己評価|委員会評価|三次評価|四次評価|意見|担当課";
            case(&format!("{upper}\n|||{number}||||"), &names);
        }
    }

    #[test]
    fn words_for_columns_above_several_names_are_no_header_by_themselves() {
        let row = "1|花壇の手入れ|春に苗を植えた。|達成|よく育った。|4.0|Ａ|公園課";
        let names = ["番号", "事業名", "実施内容", "自己評価", "自己評価 > 理由", "平均点", "判定", "所管課"];
        below("|||自己評価||外部評価||\n番号|事業名|実施内容|区分|理由|平均点|判定|所管課", row, &names);
    }

    #[test]
    fn a_word_that_rates_elsewhere_may_name_a_column_beside_others() {
        let row = "花壇の手入れ|公園|R5.6.12|R5.11.30|100|38|A|公園課";
        let names = ["工事名", "場所", "着手", "完了日", "計画", "実績", "評価", "担当課"];
        below("工事名|場所|工期||出来高（％）||評価|担当課\n||着手|完了日|計画|実績||", row, &names);
    }

    #[test]
    fn another_evaluation_stands_beside_the_one_above_a_code() {
        let row = "1|花壇の手入れ|春に苗を植えた。|達成|よく育った。|4.0|Ａ|よい手入れである。|公園課";
        let own = ["番号", "事業名", "実施内容", "自己評価", "自己評価 > 理由"];
        let names = [&own[..], &["外部評価平均点", "外部評価判定", "委員の意見", "所管課"]].concat();
        let lower = "番号|事業名|実施内容|区分|理由|外部評価平均点|外部評価判定|委員の意見|所管課";
        below(&format!("|||自己評価|||||\n{lower}"), row, &names);
    }

    #[test]
    fn an_office_below_a_level_of_ratings_rates() {
        let header = "取組|内容|評価||||所管課\n||年度別||最終||\n||R4|R5|担当課|協議会|\n";
        let sheet =
            format!("{header}花壇の手入れ|春に苗を植えた。|○|△|3|5|公園課\n水路の掃除|泥をさらった。|△|○|4|2|河川課\n");
        read(&sheet, |read| {
            let rated: Vec<&str> = read.records[0].ratings.iter().map(|rating| &*rating.printed).collect();
            assert_eq!((rated, read.records[0].departments.len()), (vec!["○", "△", "3", "5"], 1));
        });
    }
}
