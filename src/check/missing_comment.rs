//! A rating whose comment is blank.

use std::collections::BTreeMap;

use crate::check::{Look, Read, is_mostly_filled};
use crate::diagnostic::{Findings, Rule, Severity, Text, text};
use crate::record::{Record, RecordCell};

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
pub(super) fn look<'r>(_: &'r Read<'r>) -> Box<dyn Look<'r> + 'r> {
    Box::new(MissingComment::default())
}

/// The comments of each rating column.
#[derive(Default)]
struct MissingComment<'r>(BTreeMap<&'r str, Comments<'r>>);

/// The comments of a column beside ratings that hold a code.
#[derive(Default)]
struct Comments<'r> {
    all: usize,
    /// The records whose comment is blank.
    blank: Vec<&'r Record<'r>>,
}

impl<'r> Look<'r> for MissingComment<'r> {
    fn record(&mut self, record: &'r Record<'r>, _: u64, _: &mut Findings) {
        let rated = record.ratings.iter().filter(|rating| !rating.codes.is_empty());
        for (rating, comment) in rated.filter_map(|rating| Some((rating, rating.comment.as_deref()?))) {
            let comments = self.0.entry(&rating.column).or_default();
            comments.all += 1;
            comments.blank.extend(comment.is_empty().then_some(record));
        }
    }

    fn end(self: Box<Self>, found: &mut Findings) {
        let filled_in = |of: &(&str, Comments<'_>)| is_mostly_filled(of.1.all - of.1.blank.len(), of.1.all);
        for (column, Comments { blank, .. }) in self.0.into_iter().filter(filled_in) {
            let own = |cell: &&RecordCell| cell.of.rating.as_deref() == Some(column);
            for cell in blank.iter().filter_map(|record| record.cells.iter().find(own)) {
                let message = text(
                    format!("「{column}」の説明が空欄です"),
                    format!("`{column}` is rated, but its comment is blank"),
                );
                let help = text("評価の理由を記入してください", "write what the rating rests on");
                found.push(&MISSING_COMMENT, cell, message, Some(help));
            }
        }
    }
}
