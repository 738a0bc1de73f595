//! A rating whose comment is blank.

use crate::check::{Read, is_mostly_filled};
use crate::diagnostic::{Findings, Rule, Severity, Text, text};
use crate::record::{Record, RecordCell};
use std::collections::BTreeSet;
use std::sync::Arc;

/// A rating whose comment is blank.
pub static MISSING_COMMENT: Rule = Rule {
    name: "missing-comment",
    severity: Severity::Warning,
    since: "0.1.0",
    summary: Text {
        ja: "評価はあるのに、その説明が空欄である",
        en: "a row has a rating, and the comment beside it is blank",
    },
    reports: Text {
        ja: "評価の横に説明の欄があり、ほかの行の多くで書かれているのに、評価だけがある行。結合セルで上の行と共通の場合も、行ごとに書く。",
        en: "A rating cell that is filled while its comment is blank, where most other rows have one.",
    },
    matters: Text { ja: "評価の理由が分からない。", en: "Nobody can tell what the rating rests on." },
    example: "児童手当\t手当を支給します。\tA\t\tこども課\n",
    remedy: Text { ja: "説明を記入する。", en: "Write the comment." },
    principle: None,
};

/// Finds ratings without a comment.
pub(super) fn check(read: &Read<'_>, found: &mut Findings) {
    let comments = || {
        let cells = |record: &'_ Record<'_>| -> Vec<(Arc<str>, RecordCell, bool)> {
            let of_rating = |cell: &RecordCell| {
                let column = cell.rating.as_ref()?;
                let rating = record.ratings.iter().find(|rating| rating.column == *column)?;
                let blank = rating.comment.as_deref() == Some("");
                (!rating.codes.is_empty()).then(|| (Arc::clone(column), cell.clone(), blank))
            };
            record.cells.iter().filter_map(of_rating).collect()
        };
        read.sheet.records.iter().flat_map(cells)
    };
    let columns: BTreeSet<Arc<str>> = comments().map(|(column, ..)| column).collect();
    for column in columns {
        let own: Vec<_> = comments().filter(|(of, ..)| *of == column).collect();
        if !is_mostly_filled(own.iter().filter(|(.., blank)| !blank).count(), own.len()) {
            continue;
        }
        for (_, cell, _) in own.iter().filter(|(_, cell, blank)| *blank && !cell.is_filled()) {
            let message =
                text(format!("「{column}」の説明が空欄です"), format!("`{column}` is rated, but its comment is blank"));
            let help = text("評価の理由を記入してください", "write what the rating rests on");
            found.push(&MISSING_COMMENT, cell.span, message, Some(help));
        }
    }
}
