//! A code in another width than its scale has.

use crate::diagnostic::{Findings, Principle, Rule, Severity, Text, text};
use crate::source::Span;

/// A code in another width than its scale has.
pub static CODE_WIDTH: Rule = Rule {
    name: "code-width",
    severity: Severity::Note,
    since: "0.1.0",
    summary: Text {
        ja: "全角・半角や丸付きの違う記号を読み替えた",
        en: "a code was written in another width, or in a circle",
    },
    reports: Text {
        ja: "全角、半角、丸付き、小文字で書かれた評価の記号を、評価区分の記号として読んだもの。",
        en: "A code in full width, half width, a circle or small letters, read as the code of its scale.",
    },
    matters: Text {
        ja: "そのまま集計すると「Ａ」と「A」が別の記号になる。",
        en: "Counted as printed, `Ａ` and `A` would be two codes.",
    },
    example: "堤防の点検\t川の堤防を見回ります。\tＡ\t河川課\n",
    remedy: Text { ja: "直さなくてもよい。", en: "Nothing has to be done." },
    principle: Some(Principle::NoPlatformDependentCharacters),
};

/// Says it of a cell.
pub(super) fn say(cell: Span, found: &mut Findings) {
    found.push(&CODE_WIDTH, cell, text("記号の全角・半角などを読み替えました", "read in the width of its scale"), None);
}
