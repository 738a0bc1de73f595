//! Rows that sum up others.
//!
//! In: the cells of a row. Out: whether it is a total, which is no record.

use crate::interpret::heading::squeezed;
use crate::interpret::scale;
use crate::read::lex::Cell;

/// Words that end with 計 and sum nothing up: 水道事業会計. A figure may be summed up from year to year: 利用者累計.
const NO_SUMS: [&str; 7] = ["会計", "設計", "統計", "家計", "時計", "推計", "累計"];

/// What figures end with; what counts and measures all of them is a figure, too: 相談件数計, 二つの館の合計.
const FIGURES: [char; 8] = ['数', '量', '率', '額', '者', '人', '件', 'の'];

/// What a mean or a sum of several parts is of: 全体平均.
const WHOLES: [&str; 5] = ["", "全体", "総", "全", "合計"];

/// Whether a row sums up others: named 計, 小計（3件）, 施策計 or 平均, figures behind it, and nothing that rates or explains.
/// A mean may name the heading above, 視点１ 平均; of something else it is an indicator: 月平均.
pub(super) fn is_total(cells: &[Cell<'_>], heading: &str) -> bool {
    let mut filled = cells.iter().filter(|cell| !cell.text.is_empty());
    let names_total = |text: &str| {
        // 小計（4施設）: how many it sums up.
        let in_brackets = if text.ends_with(['）', ')']) { text.find(['（', '(']) } else { None };
        let text = in_brackets.map_or(text, |at| &text[..at]);
        // Each of the words ends with one of these.
        if !text.ends_with(['計', '均', 'l']) {
            return false;
        }
        let name = squeezed(text);
        let is_of_whole = |of: &str| {
            let of = of.strip_suffix('の').unwrap_or(of);
            WHOLES.contains(&of) || squeezed(heading).starts_with(of)
        };
        let is_sum = |of: &str| is_of_whole(of) || !of.ends_with(FIGURES);
        name == "Total"
            || name == "累計"
            || name.strip_suffix("平均").is_some_and(is_of_whole)
            || (!NO_SUMS.iter().any(|word| name.ends_with(word))
                && name
                    .strip_suffix('計')
                    .is_some_and(|of| is_sum(of.trim_end_matches(['合', '小', '総', '中', '集']))))
    };
    if !filled.clone().take(2).any(|cell| names_total(&cell.text)) {
        return false;
    }
    // `から集計` or `合計` without figures goes on with a note, unless it stands where rows are named.
    let is_in_front = || {
        let first = cells.iter().position(|cell| !cell.text.is_empty()).unwrap_or_default();
        first * 2 < cells.len() && names_total(&cells[first].text)
    };
    (filled.clone().any(sums) || is_in_front())
        && filled.next().is_some_and(|first| first.text.chars().count() <= 16)
        && filled.all(|cell| names_total(&cell.text) || sums(cell))
}

/// Whether a text is a word for a sum and nothing else.
pub(super) fn names_sum(text: &str) -> bool {
    matches!(&*squeezed(text), "計" | "小計" | "合計" | "総計" | "総合計" | "中計")
}

/// Whether a row right below a sum says how much of it something is: うち達成, 割合, figures behind it and nothing else.
pub(super) fn is_part_of_total(cells: &[Cell<'_>]) -> bool {
    const SHARES: [&str; 4] = ["割合", "構成比", "比率", "達成率"];
    let mut filled = cells.iter().filter(|cell| !cell.text.is_empty());
    let names_part = |cell: &Cell<'_>| {
        let name = squeezed(&cell.text);
        name.starts_with("うち") || name.starts_with("内訳") || SHARES.contains(&&*name)
    };
    filled.next().is_some_and(names_part) && filled.clone().next().is_some() && filled.all(sums)
}

/// Whether a cell holds a sum or several, `Ａ 2件　Ｂ 1件`, or says that there is none.
fn sums(cell: &Cell<'_>) -> bool {
    let is_figure = |text: &str| {
        text.chars().any(|c| c.is_ascii_digit() || ('０'..='９').contains(&c)) && text.chars().count() <= 16
    };
    let are_several = || {
        let mut pieces = cell.text.split_whitespace();
        pieces.clone().any(is_figure) && pieces.all(|piece| is_figure(piece) || scale::alphabet(piece).is_some())
    };
    is_figure(&cell.text) || matches!(&*cell.text, "－" | "-" | "―") || are_several()
}

#[cfg(test)]
mod tests {
    use crate::diagnostic::Findings;
    use crate::interpret::Options;
    use crate::source::Source;

    #[test]
    fn a_note_that_ends_like_a_sum_goes_on_with_the_row_above() {
        let rows = "花壇\tA\t町の人と苗を植え、夏まで水をやっ\t令和5年度\n\t\tた。\tから集計\n並木\tB\t枝を切った。\t3回の\n\t\t\t合計\n";
        let sheet = format!("取組\t評価\t理由\t備考\n{rows}");
        let source = Source::made_up(&sheet);
        let read = crate::sheet(&source, &Options::default(), Findings::default());
        assert_eq!(read.set_aside.len(), 0);
    }

    #[test]
    fn a_sum_that_is_not_filled_in_is_no_record() {
        let row = |item: &str| format!("{item}\t町の人と行いました。\tA\t公園課\n");
        let sheet = format!("取組\t内容\t評価\t担当課\n{}{}合計\t\t\t\n", row("花壇"), row("並木"));
        let source = Source::made_up(&sheet);
        let read = crate::sheet(&source, &Options::default(), Findings::default());
        assert_eq!(read.records.len(), 2);
        // A sheet that is padded loses the blank cells behind it.
        let sheet = format!("取組\t内容\t評価\t担当課\n{}{}計\t\t\t\n", row("花壇"), row("並木")).replace("\n", "\t\n");
        let source = Source::made_up(&sheet);
        let read = crate::sheet(&source, &Options::default(), Findings::default());
        assert_eq!((read.records.len(), read.findings.len()), (2, 0));
    }

    #[test]
    fn a_mean_is_one_of_the_whole_or_of_the_heading_above() {
        for (name, records) in
            [("視点１　平均", 2), ("全体平均", 2), ("視点１の平均", 2), ("月の平均", 3), ("視点２　平均", 3)]
        {
            let rows = "1\t花壇\t20千円\tA\t公園課\n2\t並木\t30千円\tB\t公園課\n";
            let header = "No\t取組\t費用\t評価\t担当課\n視点１　緑を増やす\t\t\t\t\n";
            let sheet = format!("{header}{rows}\t{name}\t25千円\t2.5\t\n");
            let source = Source::made_up(&sheet);
            let read = crate::sheet(&source, &Options::default(), Findings::default());
            assert_eq!(read.records.len(), records, "{name}");
        }
    }

    #[test]
    fn what_is_told_of_a_sum_is_no_record() {
        let rows = "花壇\t○\t\t公園課\n並木\t\t○\t公園課\n水路\t○\t\t河川課\n";
        for below in ["合計\t2\t1\t\n割合\t67%\t33%\t\n", "合計\t3\t\t\nうち達成\t2\t\t\n", ""] {
            let sheet = format!("取組\t取組状況\t\t担当課\n\tＡ\tＢ\t\n{rows}{below}");
            let source = Source::made_up(&sheet);
            let read = crate::sheet(&source, &Options::default(), Findings::default());
            let codes: Vec<String> = read.records.iter().map(|record| record.ratings[0].codes.concat()).collect();
            assert_eq!(codes, ["A", "B", "A"], "{below}");
        }
    }

    #[test]
    fn a_sum_may_say_how_often_each_code_stands() {
        let rows = "朝市\t月に二度開いた。\tＡ\t商工課\n花壇\t苗を植えた。\tＢ\t公園課\n";
        for counts in ["Ａ 1件　Ｂ 1件　Ｃ 0件　Ｄ 0件", "Ａ：1件、Ｂ：1件", "A 1 B 1"] {
            let sheet = format!("取組\t実施状況\t評価\t担当課\n{rows}小計\t{counts}\t2\t\n");
            let source = Source::made_up(&sheet);
            let read = crate::sheet(&source, &Options::default(), Findings::default());
            assert_eq!(read.records.len(), 2, "{counts}");
        }
    }

    #[test]
    fn an_indicator_that_is_a_sum_is_a_record() {
        let named = |item: &str, told: &str| {
            let rows = "朝市の客\t一日に来た人\t20人\tA\t商工課\n花の苗\t配った数\t30本\tB\t公園課\n";
            let sheet = format!("指標\t説明\t実績\t評価\t担当課\n{rows}{item}\t{told}\t50人\t\t\n");
            let source = Source::made_up(&sheet);
            crate::sheet(&source, &Options::default(), Findings::default()).records.len()
        };
        for item in ["催しの客", "相談件数計", "利用者数の累計", "二つの館の合計"] {
            for told in ["", "二つの会の客の合計", "町が開く会の客の累計"] {
                assert_eq!(named(item, told), 3, "{item} {told}");
            }
        }
        for item in ["合計", "計", "公園費計", "累計", "小計"] {
            assert_eq!(named(item, ""), 2, "{item}");
        }
    }

    #[test]
    fn the_rest_of_a_name_in_a_row_of_its_own_sums_nothing_up() {
        let names = [
            ["花の苗を植えることを支え", "た所の数"],
            ["若者の居場所づくりに参加", "した団体の合計"],
            ["道の枝を切ることを手伝っ", "た人の合計"],
            ["春と秋に川の掃除に出かけ", "た人の延べ数"],
        ];
        let row = |[name, rest]: [&str; 2]| format!("{name}\t3団体\t4団体（3団体）\t公園課\n{rest}\t\t\t\n");
        let header = "指標\t策定時\t令和4年度\t担当課\n\t実績\t実績（目標）\t\n";
        let sheet = format!("緑の計画\n\n{header}{}", names.map(row).concat());
        let source = Source::made_up(&sheet);
        let read = crate::sheet(&source, &Options::default(), Findings::default());
        let titles = read.records.iter().filter_map(|of| of.item.as_ref()).map(|item| item.title.to_string());
        assert_eq!(titles.collect::<Vec<_>>(), names.map(|name| name.concat()));
    }

    #[test]
    fn a_sum_may_say_how_many_it_sums_up() {
        for (name, records) in [("小計（2件）", 2), ("小計", 2), ("合計(2件)", 2), ("橋の設計（2件）", 3)]
        {
            let sheet = format!(
                "取組\t費用\t評価\t担当課\n花壇\t20千円\tA\t公園課\n並木\t30千円\tB\t公園課\n{name}\t50千円\t\t\n"
            );
            let source = Source::made_up(&sheet);
            let read = crate::sheet(&source, &Options::default(), Findings::default());
            assert_eq!(read.records.len(), records, "{name}");
        }
    }
}
