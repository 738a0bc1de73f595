//! A rating cell with more than one code.

use crate::diagnostic::{Findings, Principle, Rule, Severity, Text, text};
use crate::source::Span;

/// A rating cell with more than one code.
pub static SEVERAL_RATINGS: Rule = Rule {
    name: "several-ratings",
    severity: Severity::Warning,
    since: "0.1.0",
    summary: Text { ja: "一つの評価欄に記号が二つ以上ある", en: "a rating cell holds several codes" },
    reports: Text {
        ja: "一つの評価欄にある二つ以上の記号。すべて `codes` に入る。",
        en: "Two or more codes in one rating cell. All of them are in `codes`.",
    },
    matters: Text {
        ja: "集計する人は、どちらで数えるかを決められない。",
        en: "Whoever counts cannot know which of them to count.",
    },
    example: "遊具の点検\t古い遊具を見て直します。\tB、C\t公園課\n",
    remedy: Text {
        ja: "記号を一つに絞るか、取組を行に分ける。", en: "Choose one, or give each its own row."
    },
    principle: Some(Principle::OneDatumPerCell),
};

/// Says it of a cell.
pub(crate) fn several_ratings(cell: Span, printed: &str, column: &str, found: &mut Findings) {
    let message = text(
        format!("「{column}」に二つ以上の記号「{printed}」があります"),
        format!("several codes in `{column}`: `{printed}`"),
    );
    let help = text("一つに絞るか、行を分けてください", "choose one, or give each its own row");
    found.push(&SEVERAL_RATINGS, cell, message, Some(help));
}
