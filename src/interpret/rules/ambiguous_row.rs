//! A row that can be read in two ways.

use crate::diagnostic::{Findings, Principle, Rule, Severity, Text, text};
use crate::source::Span;

/// A row that can be read in two ways.
pub static AMBIGUOUS_ROW: Rule = Rule {
    name: "ambiguous-row",
    severity: Severity::Warning,
    since: "0.1.0",
    summary: Text {
        ja: "列の対応が二通りに読める行がある",
        en: "the cells of a row fit two readings almost equally well",
    },
    reports: Text {
        ja: "セルの数が見出しと違い、二通りの列の対応がほとんど同じくらい合う行。よく合うほうで読む。",
        en: "A row with another number of cells than its header, for which two readings fit almost equally well. The better one is taken.",
    },
    matters: Text {
        ja: "もう一方が正しければ、文や記号が別の列の値になっている。",
        en: "If the other one is right, texts and codes stand in wrong columns.",
    },
    example: concat!("事業名\t実績\t課題\t評価\t担当課\n", "校庭の芝生\t芝を植えて育てた。\tC\t学校課\n"),
    remedy: Text {
        ja: "空欄のセルも残し、セルの数を見出しに合わせる。",
        en: "Give the row as many cells as the header has, blank ones too.",
    },
    principle: Some(Principle::NoMergedCells),
};

/// Says it of a row.
pub(crate) fn ambiguous_row(row: Span, found: &mut Findings) {
    let message = text(
        "この行のセルは、ページの列のとおりにも、ずれているようにも読めます",
        "the cells of this row fit the columns of its page and shifted ones almost equally well",
    );
    let help = text("列の数を見出しに合わせてください", "give the row as many cells as the header has");
    found.push(&AMBIGUOUS_ROW, row, message, Some(help));
}
