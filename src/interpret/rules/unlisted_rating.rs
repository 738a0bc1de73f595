//! A word that comes once, on a scale that nobody printed.

use crate::diagnostic::{Findings, Rule, Severity, Text, text};
use crate::source::Span;

/// A word that comes once, on a scale that nobody printed.
pub static UNLISTED_RATING: Rule = Rule {
    name: "unlisted-rating",
    severity: Severity::Warning,
    since: "0.1.0",
    summary: Text {
        ja: "評価区分が示されていない評価欄に、一度しか出てこない語がある",
        en: "a rating cell holds a word that comes once, on a scale that the sheet does not print",
    },
    reports: Text {
        ja: "凡例のない語の評価（継続、拡充など）で、ほかの行にない語。",
        en: "In a rating column of words without a legend (継続, 拡充): a word that no other row has.",
    },
    matters: Text {
        ja: "書き間違いか、まれな正しい評価かを、シートだけでは決められない。",
        en: "The sheet alone does not tell a slip of the pen from a rare but right rating.",
    },
    example: concat!(
        "水路の清掃\t春に水路をさらいます。\t継続\t農政課\n",
        "林道の補修\t崩れた林道を直します。\t継続\t林務課\n",
        "狩りの助成\tわなの費用を助けます。\t隔年化\t農政課\n"
    ),
    remedy: Text {
        ja: "正しい語なら、凡例か設定の評価区分に加える。",
        en: "If the word is right, add it to the legend or to the scale of the configuration.",
    },
    principle: None,
};

/// Says it of a cell.
pub(crate) fn unlisted_rating(cell: Span, printed: &str, column: &str, found: &mut Findings) {
    let message = text(
        format!("「{column}」の「{printed}」は、ほかの行にない語です"),
        format!("`{printed}` in `{column}` is a word that no other row has"),
    );
    let help = text(
        "評価区分の語なら、凡例かレイアウトファイルに加えてください",
        "if it belongs to the scale, add it to the legend or to a layout file",
    );
    found.push(&UNLISTED_RATING, cell, message, Some(help));
}
