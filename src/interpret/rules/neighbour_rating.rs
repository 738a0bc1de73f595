//! A code of the scale of another rating column.

use crate::diagnostic::{Findings, Rule, Severity, Text, text};
use crate::source::Span;

/// A code of the scale of another rating column.
pub static NEIGHBOUR_RATING: Rule = Rule {
    name: "neighbour-rating",
    severity: Severity::Error,
    since: "0.1.0",
    summary: Text {
        ja: "評価欄に、隣の評価欄の記号がある",
        en: "a rating cell holds a code of the scale of another rating column",
    },
    reports: Text {
        ja: "その列の評価区分にはなく、同じ表の別の評価欄の評価区分にある記号。",
        en: "A code that its own scale lacks and the scale of another rating column of the table has.",
    },
    matters: Text {
        ja: "列が一つずれて記入されたか貼り付けられた跡で、その行のほかの欄も一つずれていることが多い。",
        en: "The row was filled in or pasted one column off; its other cells are often off too.",
    },
    example: concat!("事業名\t進捗\t効果\t担当課\n", "水門の更新\tイ\tイ\t河川課\n"),
    remedy: Text {
        ja: "行の全体を見て、記号を正しい列に記入する。",
        en: "Look at the whole row, and write the code into its column.",
    },
    principle: None,
};

/// Says it of a cell; `columns` are its own and the one whose code it holds.
pub(crate) fn neighbour_rating(cell: Span, printed: &str, [own, other]: [&str; 2], found: &mut Findings) {
    let message = text(
        format!("「{own}」にある「{printed}」は「{other}」の記号です"),
        format!("`{printed}` in `{own}` is a code of `{other}`"),
    );
    let help = text(
        "列がずれていないか、行の全体を確かめてください",
        "check the whole row: its cells may stand one column off",
    );
    found.push(&NEIGHBOUR_RATING, cell, message, Some(help));
}
