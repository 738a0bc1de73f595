//! A `"` that opens a cell and does not quote.

use crate::diagnostic::{Rule, Severity, Text};

/// A `"` that opens a cell and does not quote.
pub static STRAY_QUOTE: Rule = Rule {
    name: "stray-quote",
    severity: Severity::Warning,
    since: "0.1.0",
    summary: Text {
        ja: "セルの先頭に、対になる引用符のない「\"」がある",
        en: "a cell begins with a quote that does not quote it",
    },
    reports: Text {
        ja: "セルの先頭の「\"」のうち、セルの終わりで閉じないもの。ただの文字として読む。",
        en: "A `\"` at the start of a cell that is not closed at the end of the cell. It is read as text.",
    },
    matters: Text {
        ja: "ほかの多くのソフトは、次の「\"」までの行をすべて一つのセルとして読み、残りの行を失う。",
        en: "Most other programs take everything up to the next `\"` for one cell, and lose the rest of the sheet.",
    },
    example: "通学の見守り\t\"子どもの列\"と共に歩きます。\tB\t学校課\n",
    remedy: Text {
        ja: "「”」（全角）か「」に書き換えるか、Excel から保存し直す。",
        en: "Write 「」 or full-width quotes, or export the sheet from Excel again.",
    },
    principle: None,
};
