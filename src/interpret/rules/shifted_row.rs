//! A row whose cells were read in other columns than those of its page.

use crate::diagnostic::{Findings, Principle, Rule, Severity, Text, text};
use crate::source::Span;

/// A row whose cells were read in other columns than those of its page.
pub static SHIFTED_ROW: Rule = Rule {
    name: "shifted-row",
    severity: Severity::Note,
    since: "0.1.0",
    summary: Text {
        ja: "列がずれている行を内容から読み直した",
        en: "the cells of a row stand in other columns than its page's",
    },
    reports: Text {
        ja: "ページの列と違う位置にセルがあり、内容から列を決めた行。",
        en: "A row whose cells do not stand where its page has them; they were read by what they hold.",
    },
    matters: Text {
        ja: "位置だけで読めば、文や記号が別の列の値になる。",
        en: "Read by position alone, texts and codes would stand in wrong columns.",
    },
    example: "校庭の芝生\t校庭に芝を植えて育てます。\t\tC\t学校課\n",
    remedy: Text {
        ja: "空欄を足すか除くかして、セルの数を見出しに合わせる。",
        en: "Give the row as many cells as the header has.",
    },
    principle: Some(Principle::NoMergedCells),
};

/// Says it of a row.
pub(crate) fn shifted_row(row: Span, found: &mut Findings) {
    let message = text(
        "この行は列がずれているため、内容から列を決めました",
        "read by what its cells hold, not by their position",
    );
    found.push(&SHIFTED_ROW, row, message, None);
}
