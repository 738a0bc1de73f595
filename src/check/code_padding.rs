//! A code with something around it.

use crate::diagnostic::{Findings, Principle, Rule, Severity, Text, text};
use crate::source::Span;

/// A code with something around it.
pub static CODE_PADDING: Rule = Rule {
    name: "code-padding",
    severity: Severity::Note,
    since: "0.1.0",
    summary: Text {
        ja: "括弧や語の付いた記号から記号だけを読んだ",
        en: "a code stood in brackets, or with a dot or word around it",
    },
    reports: Text {
        ja: "「(A)」「A.」「A評価」「B：順調」のような記入から、記号だけを読んだもの。",
        en: "A cell such as `(A)`, `A.`, `A評価` or `B：順調`, of which only the code was read.",
    },
    matters: Text {
        ja: "そのまま集計すると別の記号になる。", en: "Counted as printed it would be another code."
    },
    example: "水門の更新\t古い水門を順に取り替えます。\t（C）\t河川課\n",
    remedy: Text {
        ja: "直さなくてもよい。記号だけを書けば出なくなる。",
        en: "Nothing has to be done. It goes away where only the code is written.",
    },
    principle: Some(Principle::OneDatumPerCell),
};

/// Says it of a cell.
pub(super) fn say(cell: Span, found: &mut Findings) {
    found.push(&CODE_PADDING, cell, text("記号だけを読みました", "read without what stands around it"), None);
}
