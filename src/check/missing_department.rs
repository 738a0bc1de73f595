//! A record without a department.

use crate::check::{Read, is_mostly_filled};
use crate::diagnostic::{Findings, Principle, Rule, Severity, Text, text};
use crate::record::{Record, RecordCell, Role};

/// A record without a department.
pub static MISSING_DEPARTMENT: Rule = Rule {
    name: "missing-department",
    severity: Severity::Warning,
    since: "0.1.0",
    summary: Text { ja: "所管課の名前がない", en: "a row names no department" },
    reports: Text {
        ja: "所管課の列があり、ほかの行の多くで書かれているのに、空欄か、数字や記号だけの行。",
        en: "A department cell that is blank or holds but figures and marks, where most other rows name one.",
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
    let is_named = |record: &Record<'_>| record.departments.iter().any(|department| is_name(&department.name));
    let rows: Vec<(&Record<'_>, RecordCell)> =
        read.sheet.records.iter().filter_map(|record| Some((record, cell(record)?))).collect();
    // Blank cells are missing names only where most rows have one; a mark is none anywhere.
    let named = rows.iter().filter(|(record, _)| is_named(record)).count();
    let is_missing = |record: &Record<'_>| !record.departments.is_empty() || is_mostly_filled(named, rows.len());
    for (_, RecordCell { of, span, .. }) in rows.iter().filter(|(record, _)| !is_named(record) && is_missing(record)) {
        let message = text(format!("「{}」に課の名前がありません", of.name), format!("no department in `{}`", of.name));
        let help = text("担当の課の名前を記入してください", "write the name of the department");
        found.push(&MISSING_DEPARTMENT, *span, message, Some(help));
    }
}

/// Whether a name is one: the shortest have two characters, and figures or marks alone are none.
fn is_name(name: &str) -> bool {
    name.chars().nth(1).is_some() && name.chars().any(char::is_alphabetic)
}
