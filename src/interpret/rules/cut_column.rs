//! A column that a page has in two cells.

use crate::diagnostic::{Findings, Principle, Rule, Severity, Text, text};
use crate::source::Span;

/// A column that a page has in two cells.
pub static CUT_COLUMN: Rule = Rule {
    name: "cut-column",
    severity: Severity::Warning,
    since: "0.1.0",
    summary: Text {
        ja: "列が二つのセルに分かれたページがある", en: "a page has the texts of one column in two cells"
    },
    reports: Text {
        ja: "同じ語の見出しより空のセルが一つ多く、その列の文がどれも隣のセルに続くページの見出し。文をつないで読む。",
        en: "A header with one blank cell more than others of the same words, where all texts of a column go on in the cell beside it. They are joined.",
    },
    matters: Text {
        ja: "つながなければ、文の後半が名前のない列に入る。",
        en: "Read as printed, the second half of each text would stand in a column without a name.",
    },
    example: "取組\t内容\t\t評価\t担当課\n花壇\t四季の花を\t植えます。\tB\t公園課\n",
    remedy: Text {
        ja: "正しくつながれているか確かめ、文を一つのセルに入れる。",
        en: "See whether the texts are joined rightly, and put each in one cell.",
    },
    principle: Some(Principle::OneDatumPerCell),
};

/// Says it of the name of the column.
pub(crate) fn cut_column(name: Span, found: &mut Findings) {
    let message = text(
        "このページではこの列が二つのセルに分かれています。つないで読みました",
        "this page has the texts of the column in two cells; they were joined",
    );
    let help = text("文を一つのセルに入れてください", "put each text in one cell");
    found.push(&CUT_COLUMN, name, message, Some(help));
}
