//! A blank cell that carries on from the row above.

use crate::diagnostic::{Findings, Principle, Rule, Severity, Text, text};
use crate::source::Span;

/// A blank cell that carries on from the row above.
pub static MERGED_CELL: Rule = Rule {
    name: "merged-cell",
    severity: Severity::Note,
    since: "0.1.0",
    summary: Text {
        ja: "空欄を、結合されたセルとして上の行から引き継いだ",
        en: "a blank cell was filled from the row above, as merged cells are",
    },
    reports: Text {
        ja: "取組とその内容の空欄、行のまとまりの最初だけに書かれた部や年度の空欄に、上の行の値を入れたもの。見出しを越えては引き継がず、評価、説明、取組の右の所管の課は引き継がない。取組の左に一度ずつ書かれた課は、行をまとめる見出しと見る。`inherited` に挙げる。",
        en: "A blank item, a text beside it, or what is printed once for a run of rows, as 部 before 課 or a year, that was filled from the row above. Nothing carries on across a heading; ratings, comments and the department right of the item never do. Departments in front of the items that stand once each group the rows. The fields are listed in `inherited`.",
    },
    matters: Text {
        ja: "空欄が「上と同じ」か「未記入」かは、シートからは分からない。",
        en: "A blank cell does not tell whether it means the same as above, or nothing.",
    },
    example: concat!("健診の案内\t案内を送ります。\tA\t健康課\n", "\t\tB\t高齢課\n"),
    remedy: Text {
        ja: "セルを結合せず、行ごとに書く。", en: "Do not merge cells; write the value on each row."
    },
    principle: Some(Principle::NoMergedCells),
};

/// Says it of a cell.
pub(super) fn say(cell: Span, found: &mut Findings) {
    found.push(&MERGED_CELL, cell, text("上の行の値を引き継ぎました", "carries on from the row above"), None);
}
