//! A record without a department.

use crate::check::{Read, is_mostly_filled};
use crate::diagnostic::{Findings, Principle, Rule, Severity, Text, text};
use crate::record::{Record, RecordCell, Role};

/// A record without a department.
pub static MISSING_DEPARTMENT: Rule = Rule {
    name: "missing-department",
    severity: Severity::Warning,
    since: "0.1.0",
    summary: Text { ja: "所管課が空欄である", en: "the department of a row is blank" },
    reports: Text {
        ja: "所管課の列があり、ほかの行の多くで書かれているのに、空欄の行。",
        en: "A blank department cell, where most other rows name one.",
    },
    matters: Text {
        ja: "課別の集計から漏れ、問い合わせ先も分からない。結合セルだったとしても、所管課は上の行から引き継がない。",
        en: "The row drops out of every count by department. Departments never carry on from the row above, merged or not.",
    },
    example: "水門の更新\t古い水門を順に取り替えます。\tB\t\n",
    remedy: Text { ja: "所管課を行ごとに記入する。", en: "Name the department on each row." },
    principle: Some(Principle::NoMergedCells),
};

/// Finds rows without a department.
pub(super) fn check(read: &Read<'_>, found: &mut Findings) {
    let cell = |record: &'_ Record<'_>| record.cells.iter().find(|cell| cell.of.role == Role::Department).cloned();
    let rows: Vec<(RecordCell, bool)> =
        read.sheet.records.iter().filter_map(|record| Some((cell(record)?, record.departments.is_empty()))).collect();
    if !is_mostly_filled(rows.iter().filter(|(_, missing)| !missing).count(), rows.len()) {
        return;
    }
    for (RecordCell { of, span, .. }, _) in rows.iter().filter(|(_, missing)| *missing) {
        let message = text(format!("「{}」が空欄です", of.name), format!("no department in `{}`", of.name));
        let help = text("担当の課の名前を記入してください", "write the name of the department");
        found.push(&MISSING_DEPARTMENT, *span, message, Some(help));
    }
}
