//! Inputs that somebody made to break the tool: read to the end like any other, with every character accounted for.
//!
//! How long they take is not asserted: `benches/doubling.sh` prints it.

mod common;
mod made;

use std::iter::repeat_n;

use made::compare::unaccounted;
use plan_eval::config::Config;
use plan_eval::diagnostic::Findings;
use plan_eval::interpret::Options;
use plan_eval::read::decode;
use plan_eval::record::Sheet;

/// A sheet of two records, which must come out whatever stands behind it.
const SHEET: &str = "\
事業名\t内容\t評価\t担当課
朝市の運営\t月に一度開きます。\tA\t農政課
花壇の手入れ\t四季の花を植えます。\tB\t公園課
";

/// How many times longer the longest inputs are where the compiler optimises.
const LONGER: usize = if cfg!(debug_assertions) { 1 } else { 10 };

/// Checks a text as `check -v` does, and hands the sheet on.
#[track_caller]
fn case(text: &str, holds: impl FnOnce(&Sheet<'_>)) {
    let mut found = Findings::default();
    let source = decode::source("hostile", text.as_bytes(), None, &mut found).expect("a text is text");
    let sheet = plan_eval::checked(&source, (&Options::default(), &Config::default()), true, found);
    assert_eq!(unaccounted(&sheet), None);
    holds(&sheet);
}

/// The same, behind the sheet: its two records are there.
#[track_caller]
fn behind_the_sheet(text: &str) {
    case(&format!("{SHEET}{text}"), |sheet| {
        let items: Vec<_> = sheet.records.iter().filter_map(|record| record.item.as_ref()).take(2).collect();
        assert_eq!(items.iter().map(|item| &*item.title).collect::<Vec<_>>(), ["朝市の運営", "花壇の手入れ"]);
    });
}

#[test]
fn quotes() {
    case(&"\"".repeat(100_000), |sheet| assert!(sheet.records.is_empty()));
    behind_the_sheet(&format!("\n{}", "\"".repeat(100_001)));
    behind_the_sheet(&format!("\n{}", "\"\t".repeat(50_000)));
    behind_the_sheet(&format!("\n{}", "\"\n".repeat(50_000)));
    behind_the_sheet(&format!("\n{}", "a\"b\t\"\"\n".repeat(20_000)));
}

#[test]
fn columns() {
    behind_the_sheet(&format!("\n{}", "\t".repeat(100_000)));
    behind_the_sheet(&"x\t".repeat(100_000));
    let header = "評価\t".repeat(5_000);
    case(&format!("{header}\n{}\n{}", "A\t".repeat(5_000), "B\t".repeat(5_000)), |sheet| {
        assert!(!sheet.columns.is_empty(), "columns of codes are columns");
    });
}

#[test]
fn a_header_of_thousands_above_rows_of_four() {
    // Cells of the header times rows would be 25 million fields in a file of less than a megabyte.
    let wide = "評価\t".repeat(5_000);
    let rows: String = (0..5_000).map(|at| format!("朝市の運営{at}\t月に一度開きます。\tA\t農政課\n")).collect();
    case(&format!("事業名\t内容\t評価\t担当課\t{wide}\n{rows}"), |sheet| {
        assert_eq!(sheet.records.len(), 5_000);
        assert!(sheet.records.iter().all(|record| record.cells.len() == 4));
        let told: Vec<&str> = sheet.findings.iter().map(|finding| finding.rule.name).collect();
        assert_eq!(told, ["row-too-long"]);
    });
}

#[test]
fn long_lines() {
    let text = "長い話が続く。".repeat(250_000 * LONGER);
    behind_the_sheet(&format!("\n{text}"));
    case(&SHEET.replace("月に一度開きます。", &text), |sheet| {
        assert_eq!(&*sheet.records[0].texts[0].1, text, "a long cell is a cell");
    });
    behind_the_sheet(&format!("\n{}", " ".repeat(5_000_000 * LONGER)));
    case(&SHEET.replace("月に一度開きます。", &"か な".repeat(300_000)), |sheet| {
        assert_eq!(sheet.records.len(), 2)
    });
    behind_the_sheet(&format!("１ ２\t{}\tA\t公園課\n", "１ ".repeat(20_000)));
    let wrapped = "防災に 関する 話\tくんれんを おこなう\tA\t公園課\n".repeat(40);
    behind_the_sheet(&format!("{wrapped}{}\tくんれん\tA\t公園課\n", "あ ".repeat(20_000)));
}

#[test]
fn very_many_lines() {
    behind_the_sheet(&"\n".repeat(1_000_000));
    behind_the_sheet(&format!("\n{}", "x\n".repeat(100_000 * LONGER)));
    behind_the_sheet(&format!("{}池の掃除\t泥をさらう。\tB\t公園課\n", "x\n".repeat(100_000 * LONGER)));
    behind_the_sheet(&format!("\n{}", "第1章 同じ見出し\n".repeat(20_000)));
    case(&format!("{SHEET}{}", "\t\tA\t農政課\n".repeat(20_000)), |sheet| assert_eq!(sheet.records.len(), 20_002));
}

#[test]
fn texts_that_never_end() {
    let rows = "\t途中で切れた文が、\t\t\n".repeat(5_000);
    case(&format!("{SHEET}{}{rows}", "川の掃除\t途中で切れた文が、\tA\t公園課\n"), |sheet| {
        let longest = sheet.records.iter().map(|record| record.lines.len()).max();
        assert!(longest.is_some_and(|lines| lines <= 60), "a record stands on {longest:?} lines");
    });
    behind_the_sheet(&format!("\n{}", "途中で切れた文が、\n".repeat(5_000)));
}

#[test]
fn legends() {
    let entries: String = (0..100_000).map(|at| format!("記号{at}：意味{at}\n")).collect();
    behind_the_sheet(&format!("\n{entries}"));
    let line: String = (0..100_000).map(|at| format!("A{at}：意味{at}　")).collect();
    behind_the_sheet(&format!("\n{line}\n"));
    behind_the_sheet(&format!("\n{}", "A：計画どおり\n".repeat(50_000)));
    let words: Vec<_> = (0..20_000).map(|at| format!("語{at}")).collect();
    case(&format!("状況：{}\n{SHEET}", words.join("、")), |sheet| assert_eq!(sheet.records.len(), 2));
}

#[test]
fn characters_without_end() {
    behind_the_sheet(&format!("\n{}", "\u{1}".repeat(200_000)));
    behind_the_sheet(&format!("\n{}", "\u{200b}".repeat(200_000)));
    behind_the_sheet(&format!("\nか{}", "\u{3099}".repeat(100_000)));
    behind_the_sheet(&format!("\n{}", "縺".repeat(200_000)));
    behind_the_sheet(&format!("\n{}", "（".repeat(200_000)));
    behind_the_sheet(&format!("\n{}", repeat_n("総務課、", 100_000).collect::<String>()));
    behind_the_sheet(&format!("\n{}", "9".repeat(200_000)));
}

#[test]
fn rows_of_broken_forms() {
    // Found by damaging sheets at random: the rows that forms are made into stand in another order than in the text.
    let labelled = "　（２） 花壇の手入れ\n　　【取組結果】 三つの庭で\"約束した。\n　　【今後】 札を立てる。\n　　【取組結果】 五年を過ぎた鉢を\"\t\"点検した。\n１．水の見直し\n　　【評価】 Ｃ\n２．緑の確保\n　　【今後】 説明会を開く。\n　（１） 鉢の適正化\n　　【取組結果】 配り方を定めたが、見直しは一年先送りした。\n　　【今後】 残る鉢も三年ごとに点検する。\n";
    case(labelled, |_| {});
    let in_cells = "【取組結果】\t働く人が来られるようにした。\n【評価】\tC\n【担当課】\t市民課\n【今後】\t月に一度にする》\n【こぼれ話】\t初日は雪だった。\n（１）\t古い机の手入れ\n【取組結果】\t捨てず\nに使った。\n【担当課】\t管財課\n【今後】\t学校にも声をかける。\n";
    case(in_cells, |_| {});
}
