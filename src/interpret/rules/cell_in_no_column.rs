//! A filled cell for which the table has no column.

use crate::diagnostic::{Findings, Rule, Severity, Text, text};
use crate::source::Span;

/// A filled cell for which the table has no column.
pub static CELL_IN_NO_COLUMN: Rule = Rule {
    name: "cell-in-no-column",
    severity: Severity::Warning,
    since: "0.1.0",
    summary: Text {
        ja: "どの列にも属さないセルがある", en: "a filled cell stands in no column of its table"
    },
    reports: Text {
        ja: "表のどの列の値とも読めないセル。記録には入れず、`set_aside` に残す。",
        en: "A cell that is the value of no column of its table. It is in no record, but in `set_aside`.",
    },
    matters: Text {
        ja: "大事な記入が、記録のどの欄にも入っていないかもしれない。",
        en: "Something that matters may be in no field of the record.",
    },
    example: "遊具の点検\t古い遊具を見て直します。\tB\t公園課\t要確認\n",
    remedy: Text {
        ja: "属する列に移すか、見出しのある列を足す。",
        en: "Move it to its column, or give it a column with a header.",
    },
    principle: None,
};

/// Says it of a cell that begins with `beginning`.
pub(crate) fn cell_in_no_column(cell: Span, beginning: &str, found: &mut Findings) {
    let message = text(
        format!("「{beginning}」はどの列にも属しません"),
        format!("`{beginning}` stands in no column of the table"),
    );
    let help = text("属する列に移すか、見出しのある列を足してください", "move it to its column, or give it a header");
    found.push(&CELL_IN_NO_COLUMN, cell, message, Some(help));
}
