//! A row that was put to the one above.

use crate::diagnostic::{Findings, Principle, Rule, Severity, Text, text};
use crate::source::Span;

/// A row that was put to the one above.
pub static JOINED_ROW: Rule = Rule {
    name: "joined-row",
    severity: Severity::Note,
    since: "0.1.0",
    summary: Text {
        ja: "前の行の続きとして読んだ行がある", en: "a row was read as the rest of the row above"
    },
    reports: Text {
        ja: "ページの境やセル内の改行で切れ、前の行の続きとして読んだ行。",
        en: "A row that a page end or a line break in a cell had cut off, read as the rest of the row above.",
    },
    matters: Text {
        ja: "一つの取組が二つの記録に分かれるのを防ぐ。",
        en: "It keeps one measure from becoming two records.",
    },
    example: concat!("学校の給食\t地元の米と野菜を使い、月に一度は\tA\t給食課\n", "\t郷土の料理を出します。\t\t\n"),
    remedy: Text {
        ja: "直さなくてもよい。出力でセルを分けなければ出なくなる。",
        en: "Nothing has to be done. It goes away where the export does not cut cells.",
    },
    principle: Some(Principle::NoLayoutSpaces),
};

/// Says it of a row.
pub(crate) fn joined_row(row: Span, found: &mut Findings) {
    let message = text("前の行の続きとして読みました", "read as the rest of the row above");
    found.push(&JOINED_ROW, row, message, None);
}
