//! A heading that comes again in another spelling.

use crate::diagnostic::{Findings, Rule, Severity, Text, text};
use crate::source::Span;

/// A heading that comes again in another spelling.
pub static HEADING_SPELLING: Rule = Rule {
    name: "heading-spelling",
    severity: Severity::Warning,
    since: "0.1.0",
    summary: Text {
        ja: "見出しの表記が、同じ番号の前の見出しや、同じ段階のほかの見出しと異なる",
        en: "a heading comes again under the same number in another spelling, or lacks the number that others have",
    },
    reports: Text {
        ja: "章・節などの見出しが、同じ番号で、違う表記で繰り返されたもの。初めの表記を使い、別の章とは扱わない。また、見出しの行のすぐ上にあって、番号や印のある見出しと同じ段階の見出しとして読んだ、番号も印もない行。",
        en: "A heading that is printed again under the same number, in other characters. The first spelling is kept, and no second chapter is opened. Also a line without number or mark right above a header that was read as a heading of a level whose others have one.",
    },
    matters: Text {
        ja: "見出しで集計する人には、一つの章が二つに見える。番号のない行が見出しでなければ、下の行は誤った見出しの下にある。",
        en: "Whoever groups by headings sees two chapters where there is one. If the line without number is no heading, the rows below it stand under a wrong one.",
    },
    example: concat!("第1章 人にやさしい町\n", "（次のページ）\n", "第1章 人に優しい町\n"),
    remedy: Text {
        ja: "見出しの表記を一つに揃え、番号か印を付ける。",
        en: "Use one spelling, and give each heading its number or mark.",
    },
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

/// Says it of a line that was read as a heading of a level, although the others of that level have a number or a mark.
pub(crate) fn heading_without_number(line: Span, level: &str, found: &mut Findings) {
    let message = text(
        format!("番号も印もありませんが、「{level}」と同じ段階の見出しとして読みました"),
        format!("this line has no number or mark; it was read as a heading of the level `{level}`"),
    );
    let help = text(
        "見出しなら番号か印を付け、見出しでなければ表から離してください",
        "give it a number or a mark if it is a heading; else move it away from the table",
    );
    found.push(&HEADING_SPELLING, line, message, Some(help));
}
