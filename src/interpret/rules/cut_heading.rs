//! A line below a heading that may be the rest of it.

use crate::diagnostic::{Findings, Rule, Severity, Text, text};
use crate::source::Span;

/// A line below a heading that may be the rest of it.
pub static CUT_HEADING: Rule = Rule {
    name: "cut-heading",
    severity: Severity::Warning,
    since: "0.1.0",
    summary: Text {
        ja: "見出しのすぐ下に、その続きかもしれない行がある",
        en: "the line below a heading may be the rest of it",
    },
    reports: Text {
        ja: "見出しと表や次の見出しのあいだにあり、同じ段階のほかの見出しにはない行。語の途中で切れていることが分かる行は、見出しにつないで読む。",
        en: "A line between a heading and the table or the heading below it, as no other heading of that level has one. A line that clearly begins in mid-word is read as part of the heading.",
    },
    matters: Text {
        ja: "見出しが途中で切れていると、題名で集計する人には別の見出しに見える。",
        en: "If a line break cut the heading, its title is not whole, and whoever groups by titles sees another one.",
    },
    example: concat!(
        "基本方針1　暮らしを支える水\n",
        "事業名\t内容\t評価\t担当課\n",
        "水路の清掃\t春に水路をさらいます。\tA\t農政課\n",
        "\n",
        "基本方針2　安全で質の高い山林\n",
        "環境の整備\n",
        "事業名\t内容\t評価\t担当課\n",
        "林道の補修\t崩れた林道を直します。\tB\t林務課\n"
    ),
    remedy: Text {
        ja: "見出しの続きなら一行に書く。別の文なら見出しから一行あける。",
        en: "Print the heading on one line if it was cut; else leave a blank line between them.",
    },
    principle: None,
};

/// Says it of the line.
pub(crate) fn cut_heading(line: Span, found: &mut Findings) {
    let message = text(
        "見出しのすぐ下にあり、その続きかもしれません。続きとは読んでいません",
        "this line stands right below a heading and may be the rest of it; it was not read as such",
    );
    let help = text(
        "見出しの続きなら一行につなぎ、別の文なら見出しから一行あけてください",
        "join it to the heading if a line break cut it off; else leave a blank line between them",
    );
    found.push(&CUT_HEADING, line, message, Some(help));
}
