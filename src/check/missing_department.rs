//! A record without a department.

use crate::check::{Look, Read, is_mostly_filled};
use crate::diagnostic::{Findings, Principle, Rule, Severity, Text, text};
use crate::record::{Record, RecordCell, Role};

/// A record without a department.
pub static MISSING_DEPARTMENT: Rule = Rule {
    name: "missing-department",
    severity: Severity::Warning,
    since: "0.1.0",
    summary: Text { ja: "所管課の名前がない", en: "a row names no department" },
    reports: Text {
        ja: "所管課の列があり、ほかの行の多くで書かれているのに、空欄か、数字や記号だけか、文の書かれた行。",
        en: "A department cell that is blank or holds but figures, marks or a sentence, where most other rows name one.",
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
pub(super) fn look<'r>(_: &'r Read<'r>) -> Box<dyn Look<'r> + 'r> {
    Box::new(MissingDepartment::default())
}

#[derive(Default)]
struct MissingDepartment<'r> {
    /// The rows that have such a cell, and those of them that name one.
    rows: usize,
    named: usize,
    blank: Vec<&'r RecordCell>,
    /// The cells that hold but figures and marks, or a sentence.
    marks: Vec<&'r RecordCell>,
}

impl<'r> Look<'r> for MissingDepartment<'r> {
    fn record(&mut self, record: &'r Record<'r>, _: u64, _: &mut Findings) {
        let Some(cell) = record.cells.iter().find(|cell| cell.of.role == Role::Department) else { return };
        self.rows += 1;
        if record.departments.iter().any(|department| is_name(&department.name)) {
            self.named += 1;
        } else if record.departments.is_empty() {
            self.blank.push(cell);
        } else {
            self.marks.push(cell);
        }
    }

    fn end(self: Box<Self>, found: &mut Findings) {
        // Blank cells are missing names only where most rows have one; a mark is none anywhere.
        let blank = self.blank.iter().filter(|_| is_mostly_filled(self.named, self.rows));
        for cell in blank.chain(&self.marks) {
            let name = &cell.of.name;
            let message = text(format!("「{name}」に課の名前がありません"), format!("no department in `{name}`"));
            let help = text("担当の課の名前を記入してください", "write the name of the department");
            found.push(&MISSING_DEPARTMENT, cell.span, message, Some(help));
        }
    }
}

/// Whether a name is one: the shortest have two characters, and figures or marks alone are none, nor is a sentence.
fn is_name(name: &str) -> bool {
    name.chars().nth(1).is_some() && name.chars().any(char::is_alphabetic) && !name.ends_with('。')
}
