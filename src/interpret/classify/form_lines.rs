//! Rows of labels and what they say, around the tables of a form.
//!
//! In: classes of which such rows are data. Out: the same with them as prose: above a header, below the last table, and
//! where each block of a sheet has its own.

use foldhash::HashMap;

use crate::interpret::classify::{Class, Classes};
use crate::interpret::layout::{self, Family, Fit, Layout};
use crate::interpret::scale;
use crate::read::lex::{Cell, Rows};

/// A table of fewer columns can have rows of two cells.
pub(super) const FEWEST_COLUMNS: usize = 4;

/// What is asked of who fills a sheet, above its table: `記入者⇥山野⇥内線⇥12`.
const ASKED: [&str; 20] = [
    "記入者",
    "作成者",
    "担当者",
    "責任者",
    "記入日",
    "作成",
    "作成日",
    "提出日",
    "印刷日",
    "出力日",
    "更新日",
    "最終更新日",
    "基準日",
    "内線",
    "電話",
    "電話番号",
    "連絡先",
    "部局名",
    "所属名",
    "課名",
];

/// A longer text, in characters, that ends with 名 may name what is evaluated.
const LONGEST_NAMED: usize = 5;

/// Whose seals a box in the corner of a sheet asks for, and what it says of them.
const SEALS: [&str; 20] = [
    "決裁",
    "決済",
    "起案",
    "合議",
    "供覧",
    "受付",
    "確認",
    "市長",
    "町長",
    "村長",
    "副市長",
    "教育長",
    "部長",
    "局長",
    "次長",
    "課長",
    "課長補佐",
    "係長",
    "主査",
    "担当",
];

/// A row above a header that gives labels and what they stand for (`提出課：⇥企画課`) says who filled the sheet; it is no row
/// of a table. Above the first header of all, words for columns are labels too: no table is there yet.
pub(super) fn place_form_lines(classes: &mut Classes, rows: &Rows<'_>, layout: &Layout) {
    let mut filled: Vec<usize> = Vec::new();
    for (place, header) in classes.headers.iter().enumerate() {
        let is_label = |cell: &Cell<'_>| {
            let is_known = || asks(&cell.text) || layout.family_at_end(&cell.text).is_some();
            cell.text.ends_with(['：', ':']) || (place == 0 && is_known())
        };
        for at in (0..header.rows.start).rev() {
            match classes.rows[at] {
                Class::Blank | Class::PageNumber | Class::Title | Class::Prose => {}
                Class::Heading(_) if place == 0 => {}
                Class::Data if is_form_line(rows.of(&rows.rows[at]), is_label) => filled.push(at),
                Class::Data if is_of_sheet(rows.of(&rows.rows[at])) => filled.push(at),
                _ => break,
            }
        }
    }
    filled.into_iter().for_each(|at| classes.rows[at] = Class::Prose);
}

/// Whether a label asks who fills a sheet, or whose it is: `学校名`, `施設名`.
fn asks(label: &str) -> bool {
    let is_name = || label.ends_with('名') && label.chars().nth(LONGEST_NAMED).is_none();
    ASKED.contains(&label) || is_name()
}

/// Rows of a label and a sentence below a heading of their own, behind the last table, are the rest of a form: `総合評価`,
/// `所属長の意見`. The words say what is told, not what is evaluated; a table has more than two cells in a row.
pub(super) fn place_last_form_lines(classes: &mut Classes, rows: &Rows<'_>, layout: &Layout) {
    let Some(header) = classes.headers.last().filter(|header| header.columns.len() >= FEWEST_COLUMNS) else { return };
    let is_line = |at: usize| told(rows, at, layout).is_some();
    let below = header.rows.end..classes.rows.len();
    let Some(heading) = below.clone().rev().find(|&at| matches!(classes.rows[at], Class::Heading(_))) else { return };
    let data = |from: usize| (from..below.end).filter(|&at| classes.rows[at] == Class::Data);
    let is_table_above = (below.start..heading).any(|at| classes.rows[at] == Class::Data);
    if is_table_above && data(heading).all(is_line) {
        data(heading).collect::<Vec<_>>().into_iter().for_each(|at| classes.rows[at] = Class::Prose);
    }
}

/// Rows of a label and one value behind the rows of a table sum it up: `総合評価⇥Ａ`, `市の総括コメント⇥…`. Where a code stands in a
/// column of ratings the row is one of the table. Brackets make a label of any words behind a blank line,
/// `【委員】⇥商店会長、町会長`, where no row of the table begins with them. So do rows that say when the sheet was made:
/// `作成日：令和6年4月1日`.
pub(super) fn place_feet(classes: &mut Classes, rows: &Rows<'_>, layout: &Layout) {
    let ends = classes.headers.iter().skip(1).map(|header| header.rows.start).chain([classes.rows.len()]);
    let mut feet: Vec<usize> = Vec::new();
    for (header, end) in classes.headers.iter().zip(ends).filter(|(of, _)| of.columns.len() >= FEWEST_COLUMNS) {
        let rates = |at: usize| {
            let family = header.columns.get(at).and_then(|column| column.family);
            matches!(family, Some(Family::Rating | Family::Judged | Family::Code))
        };
        let is_bracketed = |at: usize| bracketed_label(rows.of(&rows.rows[at])).is_some();
        let data = (header.rows.end..end).filter(|&at| classes.rows[at] == Class::Data);
        // Such a row closes the table only where others do not begin alike.
        let brackets = data.filter(|&at| is_bracketed(at)).take(2).count();
        let is_note = |at: usize| brackets == 1 && is_bracketed(at) && is_behind_blank(classes, at);
        let from = feet.len();
        for at in (header.rows.end..end).rev() {
            match classes.rows[at] {
                Class::Data if sums_up(rows.of(&rows.rows[at]), layout, rates) || is_note(at) => feet.push(at),
                Class::Data if is_imprint(rows.of(&rows.rows[at])) => feet.push(at),
                Class::Data if rates_block(rows.of(&rows.rows[at]), layout) => feet.push(at),
                // Above the next table stands what that is about.
                Class::Heading(_) if feet.len() == from && end < classes.rows.len() => {}
                Class::Data | Class::Heading(_) | Class::Header(_) => break,
                _ => {}
            }
        }
        let first = feet.last().copied().filter(|_| feet.len() > from);
        if first.is_some_and(|first| !classes.rows[header.rows.end..first].contains(&Class::Data)) {
            feet.truncate(from);
        }
    }
    feet.into_iter().for_each(|at| classes.rows[at] = Class::Prose);
}

/// Whether all that a row says is when or by whom a sheet was made, by which form, or that it ends: `印刷日 2024/04/01`,
/// `令和6年4月1日現在`, `様式第1号`, `以上`.
fn is_imprint(cells: &[Cell<'_>]) -> bool {
    let mut filled = cells.iter().map(|cell| &*cell.text).filter(|text| !text.is_empty());
    let (Some(first), second, None) = (filled.next(), filled.next(), filled.next()) else { return false };
    let inside = first.trim_matches(|c: char| "（）()［］[]【】".contains(c));
    let (label, behind) =
        inside.split_once(|c: char| c.is_whitespace() || matches!(c, '：' | ':')).unwrap_or((inside, ""));
    let is_asked = ASKED.contains(&label) && (behind.is_empty() != second.is_none());
    let is_day = || inside.ends_with("現在") && layout::begins_with_year(inside);
    let is_form = || inside.ends_with('号') && ["様式第", "別記様式第"].iter().any(|word| inside.starts_with(word));
    is_asked || second.is_none() && (is_day() || is_form() || inside == "以上")
}

/// The label in brackets in front of one value that is all else of a row.
fn bracketed_label<'r>(cells: &'r [Cell<'_>]) -> Option<&'r str> {
    let [label, rest @ ..] = cells else { return None };
    let label = label.text.strip_prefix('【').and_then(|label| label.strip_suffix('】'))?;
    let values = rest.iter().filter(|cell| !cell.text.is_empty()).take(2).count();
    (values == 1).then_some(label)
}

/// Whether something else than rows stands right above a row: a blank line, a legend.
fn is_behind_blank(classes: &Classes, at: usize) -> bool {
    at.checked_sub(1).is_some_and(|above| matches!(classes.rows[above], Class::Blank | Class::Legend | Class::Prose))
}

/// Whether a row is a word for a verdict in its first cell and one value, no code in a column that rates.
fn sums_up(cells: &[Cell<'_>], layout: &Layout, rates: impl Fn(usize) -> bool) -> bool {
    let mut filled = cells.iter().enumerate().filter(|(_, cell)| !cell.text.is_empty());
    let (Some((0, label)), Some((at, value)), None) = (filled.next(), filled.next(), filled.next()) else {
        return false;
    };
    let verdict = [Family::Rating, Family::Judged, Family::Comment];
    let is = |cell: &Cell<'_>| layout.family_at_end(&cell.text).is_some_and(|(family, _)| verdict.contains(&family));
    is(label) && !is(value) && !rates(at)
}

/// Whether a row rates all of the rows above it: `柱の評価` in its first cell, `施策評価：Ｂ` in front of a comment.
fn rates_block(cells: &[Cell<'_>], layout: &Layout) -> bool {
    let [first, rest @ ..] = cells else { return false };
    let names_level = |label: &str| {
        let level = label.strip_suffix("評価").map(|level| level.strip_suffix('の').unwrap_or(level));
        level.is_some_and(|level| !level.is_empty() && layout.heading_word(level) == Some(level))
    };
    let is_verdict =
        |label: &str| matches!(layout.family_at_end(label), Some((Family::Rating | Family::Judged, Fit::Whole)));
    let with_code = first.text.split_once(|c: char| c.is_whitespace() || matches!(c, '：' | ':'));
    let is_coded = |(label, code): (&str, &str)| {
        let code = code.trim_start();
        (is_verdict(label) || names_level(label)) && scale::only(code).or_else(|| scale::only_rated(code)).is_some()
    };
    names_level(&first.text)
        || with_code.is_some_and(is_coded) && rest.iter().filter(|cell| !cell.text.is_empty()).nth(1).is_none()
}

/// Rows of a label and what it says, where several blocks end or begin with the same label: `主管課` above each header,
/// `会議の意見` below the rows of each. A row of the table has more cells, and another name in each block.
pub(super) fn place_lines_of_blocks(classes: &mut Classes, rows: &Rows<'_>, layout: &Layout) {
    if classes.headers.iter().any(|header| header.columns.len() < FEWEST_COLUMNS) {
        return;
    }
    let mut lines: HashMap<&str, Vec<(usize, usize)>> = HashMap::default();
    let mut headers = 0;
    for at in 0..classes.rows.len() {
        match classes.rows[at] {
            Class::Header(header) => headers = header + 1,
            // Above the first header of all it is prose already.
            Class::Data | Class::Prose if is_at_end_of_block(classes, at) => {
                if let Some(label) = told(rows, at, layout) {
                    lines.entry(label).or_default().push((headers, at));
                }
            }
            _ => {}
        }
    }
    for lines in lines.into_values().filter(|lines| lines.len() > 1 && lines.windows(2).all(|two| two[0].0 < two[1].0))
    {
        lines.into_iter().for_each(|(_, at)| classes.rows[at] = Class::Prose);
    }
}

/// Whether a block of rows ends below a row.
fn is_at_end_of_block(classes: &Classes, at: usize) -> bool {
    !matches!(classes.rows.get(at + 1), Some(Class::Data | Class::Prose))
}

/// The label in the first of two cells that are all of a row, if the word says what is told, not what is evaluated.
fn told<'r>(rows: &'r Rows<'_>, at: usize, layout: &Layout) -> Option<&'r str> {
    const TELLS: [Family; 5] = [Family::Rating, Family::Judged, Family::Comment, Family::Text, Family::Department];
    let is_label =
        |cell: &Cell<'_>| layout.family_at_end(&cell.text).is_some_and(|(family, _)| TELLS.contains(&family));
    let cells = rows.of(&rows.rows[at]);
    let filled = cells.iter().filter(|cell| !cell.text.is_empty()).count();
    let told = filled == 2 && cells[..2].iter().all(|cell| !cell.text.is_empty()) && is_form_line(cells, is_label);
    told.then(|| &*cells[0].text)
}

/// Whether a row is labels, each with its value. The first is known for one, and most of the others are.
fn is_form_line(cells: &[Cell<'_>], is_label: impl Fn(&Cell<'_>) -> bool) -> bool {
    let filled: Vec<&Cell<'_>> = cells.iter().filter(|cell| !cell.text.is_empty()).collect();
    let (pairs, rest) = filled.as_chunks::<2>();
    let labelled = pairs.iter().filter(|[label, value]| is_label(label) && !is_label(value)).count();
    rest.is_empty() && pairs.first().is_some_and(|[label, _]| is_label(label)) && labelled * 2 > pairs.len()
}

/// Whether each cell of a row asks for a seal, or each says by itself what it tells of the sheet: `提出先：企画課`.
fn is_of_sheet(cells: &[Cell<'_>]) -> bool {
    let filled = || cells.iter().filter(|cell| !cell.text.is_empty());
    let tells = |cell: &Cell<'_>| !cell.text.contains('。') && cell.text.contains(['：', ':']);
    filled().nth(1).is_some() && (filled().all(|cell| SEALS.contains(&&*cell.text)) || filled().all(tells))
}

#[cfg(test)]
mod tests {
    use crate::diagnostic::Findings;
    use crate::interpret::Options;
    use crate::source::Source;

    #[test]
    fn when_a_sheet_was_made_below_its_last_row_is_no_record_of_it() {
        let records = |foot: &str| {
            let rows = "花壇\t苗を植えた。\tA\t公園課\n水路\t泥をさらった。\tB\t河川課\n";
            let sheet = format!("取組\t内容\t評価\t担当課\n{rows}{foot}\n");
            let source = Source::made_up(&sheet);
            let read = crate::sheet(&source, &Options::default(), Findings::default());
            (read.records.len(), read.set_aside.len())
        };
        let lines =
            ["作成日：R6.4.1", "印刷日 2024/04/01", "（令和6年4月1日現在）", "様式第１号", "以上", "最終更新日：5月"];
        for line in lines {
            for foot in
                [format!("\t\t\t{line}"), format!("{line}\t\t\t"), format!("\n\t\t\t{line}"), format!("\t\t{line}\t")]
            {
                assert_eq!(records(&foot), (2, 1), "{foot}");
            }
        }
        assert_eq!(records("作成日\t5月9日\t\t"), (2, 2));
        // Words of a record.
        for row in ["更新日を決める\t\tC\t", "現在の道\t直した。\tC\t", "様式を改める\t\tC\t"] {
            assert_eq!(records(row).0, 3, "{row}");
        }
    }

    #[test]
    fn what_rates_a_block_of_rows_is_no_record_of_it() {
        let records = |foot: &str| {
            let block = |goal: &str, item: &str| {
                let rows = format!("{item}|直した。|A|公園課|済んだ。\n{item}の管理|見回った。|B|公園課|続ける。\n");
                format!("{goal}\n取組|内容|評価|担当課|今後\n{rows}{foot}\n\n")
            };
            let sheet = block("施策1　緑の町", "花壇") + &block("施策2　水の町", "水路");
            crate::interpret::row::tests::of_each(&sheet, |record| record.ratings.len()).len()
        };
        for foot in
            ["施策評価：B|人手が足りない。", "総合評価　B評価|人手が足りない。", "施策の評価||A||人手が足りない。"]
        {
            assert_eq!(records(foot), 4, "{foot}");
        }
        assert_eq!(records("学校の評価|見直した。|A|公園課|続ける。"), 6);
    }

    #[test]
    fn who_filled_a_sheet_is_no_record_of_it() {
        let page = |line: &str, item: &str| {
            format!(
                "{line}\n\n番号\t事業名\t評価\t課題\n1\t{item}\tA\t苗が足りない。\n2\t{item}の会\tB\t人が足りない。\n\n"
            )
        };
        let sheet = format!("{}{}", page("提出課：\t公園課", "花壇"), page("提出課：\t河川課\t記入者：\t山野", "水辺"));
        let source = Source::made_up(&sheet);
        let read = crate::sheet(&source, &Options::default(), Findings::default());
        assert_eq!((read.records.len(), read.findings.len()), (4, 0));
    }

    #[test]
    fn what_is_asked_of_who_fills_a_sheet_is_no_row_though_it_is_wide() {
        let table = "番号\t取組\t内容\t評価\t課題\n1\t花壇\t苗を植えた。\tA\t苗が足りない。\n2\t水路\t泥をさらった。\tB\t人が足りない。\n";
        let records = |line: &str| {
            let sheet = format!("\t\t課長\t係長\t\n{line}\n\n記入は黄色の欄へ\n\n{table}");
            let source = Source::made_up(&sheet);
            crate::sheet(&source, &Options::default(), Findings::default()).records.len()
        };
        assert_eq!(records("作成日\t5月9日\t記入者\t山野\t"), 2);
        assert_eq!(records("学校名\t花の小学校\t\t校長名\t山野"), 2);
        assert_eq!(records("3\t並木\t枝を切った。\tA\t"), 4);
        assert_eq!(records("町の人の署名\t町に頼む\t道路課\tA\t"), 4);
        assert_eq!(records("書名\t町に頼む\t道路課\tA\t"), 4);
    }

    #[test]
    fn labels_below_a_heading_behind_the_last_table_are_a_form() {
        let table = "視点\t点検項目\t判定\t判定の理由\n必要\t町がすることか\ta\t町の務めです。\n効率\t費用は減らせるか\tb\t少し減らせます。\n";
        let items = |rows: &str| {
            let sheet = format!("評価シート\n\n１　点検\t\t\t\n{table}\n２　総合評価\t\t\t\n{rows}");
            let source = Source::made_up(&sheet);
            crate::sheet(&source, &Options::default(), Findings::default()).records.len()
        };
        assert_eq!(items("評価結果\t続けます。\t\t\n課長の意見\t来年は二か所で試します。\t\t\n"), 2);
        // What is evaluated may lack its rating.
        assert_eq!(items("評価結果\t続けます。\t\t\n花壇の事業\t来年は二か所で試します。\t\t\n"), 4);
    }

    #[test]
    fn a_verdict_and_one_value_behind_the_rows_sum_them_up() {
        let table = "分野\t点検項目\t見た内容\t判定\t所見\n広場\t遊具\t傷みはないか。\tA\t傷みはない。\n\t花壇\t枯れていないか。\tB\t半分が枯れた。\n";
        let items = |foot: &str| {
            let sheet = format!("広場の点検票\n\n{table}{foot}");
            let source = Source::made_up(&sheet);
            let read = crate::sheet(&source, &Options::default(), Findings::default());
            let severe = read.findings.iter().filter(|finding| finding.rule.name == "missing-rating").count();
            (read.records.len(), severe)
        };
        assert_eq!(items("総合評価\tA\t\t\t\n町の総括コメント\tよく手入れされている。\t\t\t\n"), (2, 0));
        assert_eq!(items("最終判定\t\t良好\t\t\n\n審査員の所見\t\tよく手入れされている。\t\t\n"), (2, 0));
        // A code among the ratings is that of a row, and a name is no verdict.
        assert_eq!(items("総合評価\t\t\tA\t\n").0, 3);
        assert_eq!(items("水辺\t岸の草\t\t\t\n").0, 3);
        // Brackets make a label behind a blank line, where no row begins alike.
        let note = "【委員】\t商店会長、町会長ほか\t\t\t\n";
        assert_eq!(items(&format!("\n{note}")), (2, 0));
        assert_eq!(items(note).0, 3);
        assert_eq!(items(&format!("【水辺】\t岸の草\t\t\t\n\n{note}")).0, 4);
    }

    #[test]
    fn labels_above_the_first_header_describe_the_sheet() {
        let form = "施策番号	2-3	施策名	水と緑のまち
関係課	公園課、河川課
施策の目的	町の水と緑を守る。
";
        let table = "指標名	R4実績	R5目標	達成状況
花壇の数	12	15	○
川の清掃	3	4	△
";
        let sheet = format!(
            "施策評価シート

{form}
【１】指標
{table}"
        );
        let source = Source::made_up(&sheet);
        let read = crate::sheet(&source, &Options::default(), Findings::default());
        let items: Vec<_> = read.records.iter().flat_map(|record| &record.item).map(|item| &*item.title).collect();
        assert_eq!(items, ["花壇の数", "川の清掃"]);
        assert_eq!(read.findings.len(), 0, "{:?}", read.findings);
    }

    #[test]
    fn a_box_for_seals_and_what_is_told_of_a_sheet_are_no_rows_of_its_table() {
        let rows = "花壇\t苗を植えた。\tA\t公園課\n水路\t泥をさらった。\tB\t河川課\n";
        let read = |above: &str| {
            let sheet = format!("{above}\n\n取組\t内容\t評価\t担当課\n{rows}");
            let source = Source::made_up(&sheet);
            let read = crate::sheet(&source, &Options::default(), Findings::default());
            (read.records.len(), read.findings.len())
        };
        assert_eq!(read("\t決裁\t部長\t課長\n\t\t\t\n花の計画\t\t\t"), (2, 0));
        assert_eq!(read("花の計画\t\t\t\n期限：6月14日（金）\t\t提出先：企画課\t"), (2, 0));
        assert_eq!(read("並木\t枝を切った。\tA\t公園課").0, 3);
    }

    #[test]
    fn what_each_block_says_of_itself_is_no_record() {
        let block = |of: &str, label: &str, item: &str| {
            format!(
                "施策{of} 緑を守る\n主管課\t公園課\n指標\t目標\t実績\t判定\n{item}の数\t3\t4\tA\n{item}の会\t5\t4\tB\n{label}\t苗を増やすとよい。\n\n"
            )
        };
        let items = |labels: [&str; 2]| {
            let sheet = format!("{}{}", block("1", labels[0], "花壇"), block("2", labels[1], "水辺"));
            let source = Source::made_up(&sheet);
            crate::sheet(&source, &Options::default(), Findings::default()).records.len()
        };
        assert_eq!(items(["会議の意見", "会議の意見"]), 4);
        assert_eq!(items(["花壇の事業", "水辺の事業"]), 6);
    }
}
