//! A goal that stands under no department.

use crate::diagnostic::{Findings, Rule, Severity, Text, text};
use crate::source::Span;

/// A goal that stands under no department.
pub static DEPARTMENT_UNKNOWN: Rule = Rule {
    name: "department-unknown",
    severity: Severity::Warning,
    since: "0.1.0",
    summary: Text {
        ja: "どの課の目標か分からない（見出しがページの境で失われた可能性）",
        en: "a goal stands behind a page end without a department heading",
    },
    reports: Text {
        ja: "課ごとに目標を並べた文書で、番号が 1 に戻ったのに課の見出しがない目標。",
        en: "In a document that lists goals by department: a goal where the numbers begin again, but no heading names a department.",
    },
    matters: Text {
        ja: "担当が分からない目標は、課別の集計から漏れる。前の課のものと読めば誤りになる。",
        en: "A goal without a department drops out of every count by department; under the department before, it would be wrong.",
    },
    example: concat!("【介護課】\n", "1 通いの場を増やす\n", "2 家族を支える\n", "1 水路を直す\n"),
    remedy: Text {
        ja: "目標の前に課の見出しを書く。", en: "Print the heading of the department above its goals."
    },
    principle: None,
};

/// Says it of a goal.
pub(crate) fn department_unknown(goal: Span, found: &mut Findings) {
    let message = text("どの課の目標か分かりません", "it is not known which department this goal belongs to");
    let help = text("課の見出しを目標の前に書いてください", "print the department's heading above its goals");
    found.push(&DEPARTMENT_UNKNOWN, goal, message, Some(help));
}
