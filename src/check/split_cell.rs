//! A cell that held two things.

use crate::diagnostic::{Findings, Principle, Rule, Severity, Text, text};
use crate::source::Span;

/// A cell that held two things.
pub static SPLIT_CELL: Rule = Rule {
    name: "split-cell",
    severity: Severity::Note,
    since: "0.1.0",
    summary: Text {
        ja: "一つのセルを二つに分けて読んだ", en: "a cell held a heading and an item, or two columns"
    },
    reports: Text {
        ja: "見出しと取組のような、二つの内容が入ったセルを分けて読んだもの。",
        en: "A cell with two things in it, such as a heading and an item, which were taken apart.",
    },
    matters: Text {
        ja: "分けなければ、見出しが取組の名前の一部になる。",
        en: "Read as one, the heading would be part of the item's name.",
    },
    example: "●男女の均等な待遇 ①先進事例の紹介\t…\n",
    remedy: Text { ja: "一つのセルには一つの内容を書く。", en: "Write one thing into a cell." },
    principle: Some(Principle::OneDatumPerCell),
};

/// Says it of a cell.
pub(super) fn say(cell: Span, found: &mut Findings) {
    found.push(&SPLIT_CELL, cell, text("二つの内容に分けて読みました", "read as two things"), None);
}
