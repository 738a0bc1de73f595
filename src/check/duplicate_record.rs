//! A record that is in all fields equal to one before it.

use crate::check::same::{Before, Sameness, are_same};
use crate::check::{Look, Read};
use crate::diagnostic::{Findings, Rule, Severity, Text, text};
use crate::record::Record;

/// A record that is in all fields equal to one before it.
pub static DUPLICATE_RECORD: Rule = Rule {
    name: "duplicate-record",
    severity: Severity::Warning,
    since: "0.1.0",
    summary: Text { ja: "同じ内容の行が二度ある", en: "a row is printed twice" },
    reports: Text {
        ja: "同じ見出しの下で、取組、評価、文、所管課のすべてが前の行と同じ行。",
        en: "A row that is equal to one before it in all its fields, under the same headings.",
    },
    matters: Text { ja: "同じ取組が二度数えられる。", en: "The same measure is counted twice." },
    example: concat!(
        "堤防の点検\t川の堤防を見回ります。\tA\t河川課\n",
        "堤防の点検\t川の堤防を見回ります。\tA\t河川課\n"
    ),
    remedy: Text {
        ja: "どちらかの行を消す。別の取組なら、違いが分かるように書く。",
        en: "Delete one of them. If they are two measures, say in what they differ.",
    },
    principle: None,
};

/// Finds records that come again.
pub(super) fn look<'r>(_: &'r Read<'r>) -> Box<dyn Look<'r> + 'r> {
    Box::new(DuplicateRecord(Before::by(Sameness::Whole)))
}

struct DuplicateRecord<'r>(Before<'r>);

impl<'r> Look<'r> for DuplicateRecord<'r> {
    fn record(&mut self, record: &'r Record<'r>, content: u64, found: &mut Findings) {
        let Some(first) = record.cells.first() else { return };
        let says_enough = record.cells.iter().filter(|cell| cell.is_filled()).count() > 1;
        let is_same = |first: &Record<'_>| are_same(first, record, Sameness::Whole);
        if says_enough && self.0.find(record, content).is_some_and(is_same) {
            let span =
                record.cells.iter().filter(|cell| cell.is_filled()).fold(first.span, |all, cell| all.to(cell.span));
            let message = text("前にある行とまったく同じ内容です", "all fields are equal to those of a row above");
            let help = text("重複なら消してください", "delete it if it is the same measure");
            found.push(&DUPLICATE_RECORD, span, message, Some(help));
        }
    }
}
