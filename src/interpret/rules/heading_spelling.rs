//! A heading that comes again in another spelling.

use crate::diagnostic::{Findings, Rule, Severity, Text, text};
use crate::source::Span;

/// A heading that comes again in another spelling.
pub static HEADING_SPELLING: Rule = Rule {
    name: "heading-spelling",
    severity: Severity::Warning,
    since: "0.1.0",
    summary: Text {
        ja: "同じ番号の見出しの表記が前と異なる",
        en: "a heading comes again under the same number in another spelling",
    },
    reports: Text {
        ja: "章・節などの見出しが、同じ番号で、違う表記で繰り返されたもの。初めの表記を使い、別の章とは扱わない。",
        en: "A heading that is printed again under the same number, in other characters. The first spelling is kept, and no second chapter is opened.",
    },
    matters: Text {
        ja: "見出しで集計する人には、一つの章が二つに見える。",
        en: "Whoever groups by headings sees two chapters where there is one.",
    },
    example: concat!("第1章 人にやさしい町\n", "（次のページ）\n", "第1章 人に優しい町\n"),
    remedy: Text { ja: "見出しの表記を一つに揃える。", en: "Use one spelling." },
    principle: None,
};

/// Says it of a heading that was printed otherwise before.
pub(crate) fn heading_spelling(heading: Span, printed: &str, before: &str, found: &mut Findings) {
    let message = text(
        format!("見出し「{printed}」は、前のページでは「{before}」と書かれています"),
        format!("the heading `{printed}` was printed `{before}` before"),
    );
    let help = text("どちらかに統一してください", "use one spelling");
    found.push(&HEADING_SPELLING, heading, message, Some(help));
}
