//! A department cell that holds one name that was cut, or two.

use crate::diagnostic::{Findings, Principle, Rule, Severity, Text, text};
use crate::source::Span;

/// A department cell that holds one name that was cut, or two.
pub static CUT_DEPARTMENT: Rule = Rule {
    name: "cut-department",
    severity: Severity::Warning,
    since: "0.1.0",
    summary: Text {
        ja: "所管課の欄が、途中で切れた一つの名前か、二つの名前か分からない",
        en: "a department cell holds one name that was cut, or two",
    },
    reports: Text {
        ja: "空白や改行で分かれ、前の部分が課名の終わり方をしていない所管課の欄。つないだ名前も部分も、ほかの行に出てこないもの。一つの名前につなぐ。ただし、ほかの行で同じ空白や改行が課名を分けていれば、つながない。",
        en: "A department cell with a space or line break, of which the part before does not end as departments do, and neither the parts nor the whole come on other rows. It is read as one name, but for columns where the same mark stands between two names elsewhere.",
    },
    matters: Text {
        ja: "読み違えれば、その課は集計から漏れる。",
        en: "Misread, the department drops out of every count.",
    },
    example: concat!("講座の開催\t…\tA\t生涯学習課\n", "手当の支給\t…\tB\t子育て 支援課\n"),
    remedy: Text {
        ja: "一つの課なら空白を取り、二つなら「、」で分ける。",
        en: "Take the space out of one name; put 、 between two.",
    },
    principle: Some(Principle::NoLayoutSpaces),
};

/// Says it of a cell.
pub(crate) fn one_name_or_two(cell: Span, found: &mut Findings) {
    let message =
        text("途中で切れた一つの課名か、二つの名前か決められません", "this may be one name that was cut, or two");
    let help = text(
        "一つの課なら空白や改行を取り、二つなら「、」で分けてください",
        "take the space or line break out of one name, or put 、 between two",
    );
    found.push(&CUT_DEPARTMENT, cell, message, Some(help));
}
