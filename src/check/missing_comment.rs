//! A rating whose comment is blank.

use crate::check::{Read, is_mostly_filled};
use crate::diagnostic::{Findings, Rule, Severity, Text, text};
use crate::record::{Column, Record, RecordCell, Role};

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
    for Column { name: column, .. } in read.sheet.columns.iter().filter(|column| column.role == Role::Rating) {
        let comments = || read.sheet.records.iter().filter_map(|record| Some((record, comment(record, column)?)));
        let filled = comments().filter(|(_, comment)| !comment.is_empty()).count();
        let all = comments().count();
        if filled == all || !is_mostly_filled(filled, all) {
            continue;
        }
        for (record, _) in comments().filter(|(_, comment)| comment.is_empty()) {
            let own = |cell: &&RecordCell| cell.of.rating.as_ref() == Some(column);
            let Some(cell) = record.cells.iter().find(own) else { continue };
            let message =
                text(format!("「{column}」の説明が空欄です"), format!("`{column}` is rated, but its comment is blank"));
            let help = text("評価の理由を記入してください", "write what the rating rests on");
            found.push(&MISSING_COMMENT, cell.span, message, Some(help));
        }
    }
}

/// The comment of a rating that holds a code.
fn comment<'r>(record: &'r Record<'_>, column: &str) -> Option<&'r str> {
    let rating = record.ratings.iter().find(|own| *own.column == *column && !own.codes.is_empty())?;
    rating.comment.as_deref()
}
