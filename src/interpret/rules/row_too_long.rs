//! A row with more cells than its table has columns.

use crate::diagnostic::{Findings, Rule, Severity, Text, text};
use crate::source::Span;

/// A row with more cells than its table has columns.
pub static ROW_TOO_LONG: Rule = Rule {
    name: "row-too-long",
    severity: Severity::Warning,
    since: "0.1.0",
    summary: Text {
        ja: "表の列より多くのセルがある行がある",
        en: "a row has more filled cells than its table has columns",
    },
    reports: Text {
        ja: "最後の列より右に記入のある行。はみ出したセルは記録に入れず、`set_aside` に残す。見出しの列が何百もあり、下の行にはその一部しかないときは、見出しの行。",
        en: "A row with filled cells behind the last column. They are in no record, but in `set_aside`. A header, too, that names hundreds of columns above rows of a few.",
    },
    matters: Text {
        ja: "文の中のタブか余分なセルで、行の途中から列がずれているかもしれない。",
        en: "A tab inside a text, or one cell too many: the columns may be off from there on.",
    },
    example: "遊具の点検\t古い遊具を見て直します。\tB\t公園課\t要確認\n",
    remedy: Text {
        ja: "余分なセルを除くか、見出しに列を足す。文の中のタブは空白に替える。",
        en: "Take the cell out, or give it a column with a header. Replace tabs inside texts by spaces.",
    },
    principle: None,
};

/// Says it of a row, at its first cell behind the last column. `counts` are the cells that it may have and has.
pub(crate) fn row_too_long(first: Span, (most, has): (usize, usize), found: &mut Findings) {
    let message = text(
        format!("この行は {has} セルあり、表の {most} 列より長くなっています"),
        format!("the row has {has} cells, and its table {most} columns"),
    );
    let help =
        text("余分なセルを除くか、見出しに列を足してください", "take the cell out, or give it a column with a header");
    found.push(&ROW_TOO_LONG, first, message, Some(help));
}
