//! Headers of cut names that all begin in the first row: `番` above `号`, `達` above `成` above `度`, `次年度以降` above `の対応`.
//!
//! In: the row that the names begin in. Out: the rows of the header: those below hold nothing but the rest of its
//! names.

use std::ops::Range;

use super::known::{holds_long_cell, is_data, is_word};
use super::levels::{self, spans_next, stands_alone};
use super::pieces::Cut;
use super::{cells, is_blank};
use crate::interpret::layout::{self, Layout};
use crate::interpret::text;
use crate::read::lex::{Cell, Rows};

/// The rest of a name that no layout knows, or in one row of several, has at most so many letters: 今後の方向性.
const LONGEST_REST: usize = 6;

/// So many rows at most go on with a name: 今 above 後, の, 方, 向 and 性.
const MOST_ROWS: usize = 5;

/// A row and those below it that are one header with it: below each piece stands the beginning of its name, most names
/// are header words together, and some show that they were cut: one by its pieces, or each by what it makes with them.
pub(super) fn rows(rows: &Rows<'_>, start: usize, layout: &Layout) -> Option<Range<usize>> {
    let upper = cells(rows, start);
    // Nearly every row of data has a longer cell.
    if upper.len() < 2 || holds_long_cell(upper) {
        return None;
    }
    let is_below = |row: &usize| are_below(upper, cells(rows, *row), layout);
    let most = (start + 1..=start + MOST_ROWS).take_while(is_below).count();
    let is_header = |block: &Range<usize>| {
        let last = |at: usize| block.clone().rfind(|&row| !is_blank(cells(rows, row), at)).unwrap_or(start);
        let places = (0..upper.len()).map(|at| start..last(at) + 1).collect();
        let cut = Cut::of(rows, block.clone(), places, layout);
        cut.is_wrapped() && !cut.goes_on_in_levels()
    };
    (2..=most + 1).rev().map(|count| start..start + count).find(is_header)
}

/// Whether the cells of a row stand below names alone. A heading of the table stands alone there.
fn are_below(upper: &[Cell<'_>], lower: &[Cell<'_>], layout: &Layout) -> bool {
    lower.len() <= upper.len()
        && upper.iter().zip(lower).all(|(above, piece)| piece.text.is_empty() || !above.text.is_empty())
        && !holds_long_cell(lower)
        && !stands_alone(lower, layout)
}

impl Cut<'_, '_> {
    /// Whether the rows are one header.
    fn is_wrapped(&self) -> bool {
        !self.holds_data() && !self.holds_unknown() && self.shows_cut() && self.names_columns(usize::MAX)
    }

    /// Whether the row below names what a piece and the blank cell beside it span: 男性 and 女性 below 令和5年度, below 実績値.
    fn goes_on_in_levels(&self) -> bool {
        let below = self.block.start..self.block.end + 1;
        self.grown.iter().any(|&at| spans_next(self.rows, below.clone(), at))
            && levels::end(self.rows, below.start..below.start + 1, self.layout) >= below.end
    }

    /// Whether names that no layout knows are more than those beside them bear out. A word that nobody listed is cut
    /// where two that are listed are: 確保 / 方策 beside 番 / 号 and 自己 / 評価. So it is where the next page begins with the
    /// same rows.
    fn holds_unknown(&self) -> bool {
        let is_long = |text: &str| text.chars().nth(LONGEST_REST).is_some();
        let unlisted = || self.grown.iter().filter(|&&at| !self.is_word(at));
        let unknown = unlisted().filter(|&&at| !self.is_cut(at)).count();
        let mut lower = self.block.clone().skip(1).flat_map(|row| cells(self.rows, row));
        let are_few = || self.grown.len() < unknown * 2 + 1 && !(self.are_pieces() && self.comes_again());
        unknown > 0 && are_few() || (unknown > 0 || self.block.len() > 2) && lower.any(|cell| is_long(&cell.text))
    }

    /// Whether the pieces look like some, be their names known or not.
    fn are_pieces(&self) -> bool {
        let names_nothing = |at: &usize| !is_word(self.first(*at), self.layout);
        self.grown.iter().any(|&at| self.is_cut(at)) || self.grown.len() > 1 && self.grown.iter().all(names_nothing)
    }

    /// Whether a name shows by its pieces that it was cut, or each by what it makes with them, or all by coming again.
    fn shows_cut(&self) -> bool {
        // 理由 below 評価, which stands above 区分 too, is a level of its own, and so is （人）; 状況 below 進捗 is not.
        let makes_word = |at: usize| {
            self.layout.is_whole_word(&self.names[at].text)
                && (at + 1 == self.names.len() || !self.first(at + 1).is_empty())
                && !layout::is_year(self.first(at))
                && self.rest(at).chars().all(text::is_kana_or_ideograph)
        };
        self.grown.iter().any(|&at| self.is_cut(at))
            || self.grown.iter().all(|&at| makes_word(at))
            || self.comes_again()
    }

    /// Whether a row of data stands there: it may be right above the header of the next page.
    fn holds_data(&self) -> bool {
        let is_data = |text: &str| is_data(text, self.layout);
        // `数値の動きに対する` looks like the end of a sentence.
        let is_clause = |at: usize| !self.rest(at).is_empty() && self.first(at).ends_with("する");
        (0..self.names.len()).any(|at| is_data(self.first(at)) && !is_clause(at))
            || self.grown.iter().any(|&at| !self.is_word(at) && is_data(self.rest(at)))
    }
}

#[cfg(test)]
mod tests {
    use super::super::tests::{case as below, names_of, read};

    #[track_caller]
    fn case(header: &str, names: &[&str]) {
        below(header.trim_end_matches('\n'), "1\t花壇の手入れ\t春に苗を植えた。\t3\t公園課", names);
    }

    #[test]
    fn a_word_goes_on_in_the_rows_below_its_first_letter() {
        let names = ["番号", "事業名", "実施内容", "達成度", "所管課"];
        case("番\t事業名\t実施内容\t達\t所管課\n号\t\t\t成\t\n\t\t\t度\t\n", &names);
        let names = ["番号", "事業名", "実施内容", "評価", "所管課"];
        case("番\t事業名\t実施内容\t評\t所管\n号\t\t\t価\t課\n", &names);
    }

    #[test]
    fn a_phrase_goes_on_in_the_row_below() {
        let names = ["No.", "事業名", "次年度以降の対応", "達成度", "所管課"];
        case("No.\t事業名\t次年度以降\t達成\t所管\n\t\tの対応\t度\t課\n", &names);
        let names = ["No.", "事業名", "令和6年度の計画", "利用実績", "所管課"];
        case("No.\t事業名\t令和6年\t利用\t所管課\n\t\t度の計画\t実績\t\n", &names);
        // No layout knows what goes on behind の.
        let names = ["No.", "事業名", "令和6年度の実績", "評価", "令和7年度の夢"];
        case("No.\t事業名\t令和6年度の\t評価\t令和7年度\n\t\t実績\t\tの夢\n", &names);
        case("No.\t事業名\t令和6年度の\t評価\t令和7年度\n\t\t実績\t\tの夢\n■花の課\n", &names);
        // 進捗 names a column by itself, and no layout knows 確保方策.
        let names = ["No.", "事業名", "実施内容", "進捗状況", "所管課"];
        case("No.\t事業名\t実施内容\t進捗\t所管課\n\t\t\t状況\t\n", &names);
        let names = ["番号", "事業名", "確保方策", "自己評価", "所管"];
        case("番\t事業名\t確保\t自己\t所管\n号\t\t方策\t評価\t\n", &names);
        let names = ["No.", "事業名", "今後の取組内容", "達成状況", "担当部署"];
        case("No.\t事業名\t今後の\t達成\t担当\n\t\t取組\t状\t部署\n\t\t内容\t況\t\n", &names);
        let names = ["No.", "事業名", "達成度", "取組の進み具合", "所管課"];
        case("No.\t事業名\t達成\t取組の進\t所管課\n\t\t度\tみ具合\t\n", &names);
        // What stands in the first cell alone is a heading.
        let names = ["項目", "事業名", "実施内容", "達成度", "所管課"];
        case("項目\t事業名\t実施内容\t達成度\t所管課\n（１）花の町\t\t\t\t\n", &names);
        // 上期 below 評価 is a level of its own.
        let names = ["No.", "事業名", "実施内容", "上期", "所管課"];
        case("No.\t事業名\t実施内容\t評価\t所管課\n\t\t\t上期\t\n", &names);
    }

    #[test]
    fn a_word_that_nobody_listed_is_cut_where_each_page_begins_with_the_same_rows() {
        let names = |second: &str| {
            let rows = "花壇の手入れ\t3人\tA\t公園課\t苗を増やされたい。\n水路\t2人\tB\t河川課\t続けられたい。\n";
            let header = "事業名\t従事\t評価\t所管課\t委員会\n\t職員数\t\t\tの意見\n";
            let sheet = format!("{header}{rows}{second}{rows}");
            (names_of(&sheet).join(" "), read(&sheet, |read| read.records.len()))
        };
        let again = "- 1 -\n\n事業名\t従事\t評価\t所管課\t委員会\n\t職員数\t\t\tの意見\n";
        assert_eq!(names(again), ("事業名 従事職員数 評価 所管課 委員会の意見".to_owned(), 4));
        // Printed once it may be a row of its own, which is told.
        assert_eq!(names("").0, "事業名 従事 評価 所管課 委員会");
    }

    #[test]
    fn words_for_columns_below_cut_names_are_the_rest_of_these() {
        let header = "No.\t事業名\t妥当性\t有効性\t総合評価\t所管課\n";
        let rows =
            "1\t花壇の手入れを学ぶ講座\t3\t2\tA\t健康づくり推進\n\t事業\t\t\t\t課\n2\t水路の掃除\t4\t4\tA\t河川課\n";
        let sheet = format!("{header}{rows}3\t朝市\t4\t3\tB\t商工課\n");
        assert_eq!(names_of(&sheet), ["No.", "事業名", "妥当性", "有効性", "総合評価", "所管課"]);
        read(&sheet, |read| {
            let rated = read.records.iter().flat_map(|record| &record.ratings).filter(|of| !of.codes.is_empty());
            assert_eq!(rated.count(), 9);
        });
    }

    #[test]
    fn letters_go_on_with_the_words_above_them_beside_levels() {
        let header = "番号|事業名|所管課|人数||必要|有効|今後の|改善内容\n|||目標値|実績値|性|性|方向性\n";
        let rows = "1|花壇の|公園|3人|4人|3|2|継続|苗を植え、水をや\n|事業|課||||||る日を決めた。\n\
            2|水路の|河川|4人|4人|2|2|継続|泥をさらい、岸を\n|事業|課||||||固めた。\n";
        let sheet = format!("{header}{rows}");
        let names = names_of(&sheet);
        let whole = ["番号", "事業名", "所管課", "目標値", "実績値", "必要性", "有効性", "今後の方向性", "改善内容"];
        assert_eq!(names, whole);
        // 事業 and 課 below a full row are no header.
        let said = |record: &crate::record::Record<'_>| {
            let item = record.item.as_ref().map_or("", |item| &item.title);
            format!("{item} {} {}", record.departments[0].name, record.texts[1].1)
        };
        assert_eq!(
            read(&sheet, |read| read.records.iter().map(said).collect::<Vec<_>>()),
            ["花壇の事業 公園課 苗を植え、水をやる日を決めた。", "水路の事業 河川課 泥をさらい、岸を固めた。"]
        );
    }

    #[test]
    fn the_first_letter_of_a_word_spans_nothing_beside_levels() {
        let header = "|年間|令和６年度実績||達||主\n項目|目標|第１|第２|成|改善策|管\n||四半期|四半期|度||課";
        let row = "花壇の手入れ|8回|3回|5回|◎|苗を増やす。|公園課";
        let names = names_of(&format!("{header}\n{row}\n{}\n", row.replace("花壇", "並木")));
        assert_eq!(names, ["項目", "年間目標", "第１四半期", "第２四半期", "達成度", "改善策", "主管課"]);
    }

    #[test]
    fn names_of_three_lines_stand_beside_levels() {
        let header = "整理|事業の名称|開始|一次|二次|意見|担当|\n番号||年度|評価|評価||部|課\n|||結果|結果|||\n";
        let rows = "A-1|花壇|H18|4|3|苗を植える。|環境部|公園課\nA-2|水路|H20|5|3|泥をさらう。|建設部|河川課\n";
        let sheet = format!("{header}{rows}");
        let names = names_of(&sheet);
        let whole = ["整理番号", "事業の名称", "開始年度", "一次評価結果", "二次評価結果", "意見", "部", "課"];
        assert_eq!(names, whole);
    }

    #[test]
    fn a_year_below_a_name_belongs_to_it_where_others_are_cut() {
        let header = "施策|重要業績評価|基準値|目標値|所管評価||担当課\n|指標（KPI）|（R元）|（R6）|区分|所見|\n";
        let rows = "緑を守る|植えた株|10株|25株|A|よく育った。|公園課\n|切った枝|4本|9本|B|手が足りない。|公園課\n";
        let sheet = format!("{header}{rows}");
        let names = names_of(&sheet);
        let whole = ["施策", "重要業績評価指標（KPI）", "基準値（R元）", "目標値（R6）"];
        assert_eq!(names[..4], whole);
        assert_eq!(names[4..], ["所管評価", "所管評価 > 所見", "担当課"]);
    }

    #[test]
    fn offices_whose_names_are_cut_rate_each_in_a_column() {
        let header = "評価項目|評価の視点|指定管|施設所|評価委\n||理者|管課|員会\n";
        let rows = "(1) 管理|計画に沿うか|A|A|B\n(2) 対応|声を聞くか|B|A|A\n";
        let sheet = format!("{header}{rows}\n{header}{rows}");
        read(&sheet, |read| {
            let first = &read.records[0];
            let ratings = first.ratings.iter().map(|of| format!("{} {}", of.column, of.printed));
            assert_eq!(ratings.collect::<Vec<_>>(), ["指定管理者 A", "施設所管課 A", "評価委員会 B"]);
            assert_eq!(first.item.as_ref().map(|item| &*item.title), Some("管理"));
            assert_eq!(first.texts[0].1, "計画に沿うか");
        });
        // Below levels they need not come again.
        let row = "1|花壇の手入れ|5回|6回|Ａ|Ｂ|よく育った。|公園課";
        let names = ["番号", "事業名", "計画", "実績", "推進委員会", "事務局", "課題", "所管課"];
        let header = "番号|事業名|実施回数||評価||課題|所管課\n||計画|実績|推進委|事務局||\n||||員会|||";
        below(header, row, &names);
    }

    #[test]
    fn years_between_names_and_those_of_parts_are_levels() {
        let header = "項目|指標|策定時||目標値||判定|出典\n||平成30年度||令和8年度|||\n||男性|女性|男性|女性||";
        let names = [
            "項目",
            "指標",
            "平成30年度 > 男性",
            "平成30年度 > 女性",
            "令和8年度 > 男性",
            "令和8年度 > 女性",
            "判定",
            "出典",
        ];
        below(header, "花|花壇の手入れをする人|12人|15人|20人|25人|B|調査", &names);
    }

    #[test]
    fn words_are_cut_beside_levels_too() {
        let rows = "1|花壇|20|25|A|B|よく育った。|公園課\n2|並木|20|25|B|B|枝を切った。|公園課\n";
        let names = |header: &str| -> Vec<String> { names_of(&format!("{header}{rows}")).split_off(2) };
        assert_eq!(
            names("||事業費||一次|二次||\n番号|事業名|R5|R6|評価|評価|二次評価の理由|担当課\n"),
            ["R5", "R6", "一次評価", "二次評価", "二次評価の理由", "担当課"],
        );
        // What stands above two columns is a level.
        assert_eq!(
            names("||事業費||一次|二次||\n番号|事業名|R5|R6|評価|評価|理由|担当課\n")[3..],
            ["二次", "二次 > 理由", "担当課"],
        );
    }
}
