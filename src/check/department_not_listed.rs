//! A department that the configuration does not list.

use crate::check::demands::Demands;
use crate::check::{Read, department_spelling};
use crate::diagnostic::{Findings, Rule, Severity, Text, text};
use crate::record::{RecordCell, Role};

/// A department that the configuration does not list.
pub static DEPARTMENT_NOT_LISTED: Rule = Rule {
    name: "department-not-listed",
    severity: Severity::Error,
    since: "0.1.0",
    summary: Text {
        ja: "設定の一覧にない所管課がある", en: "a department is not on the list of the configuration"
    },
    reports: Text {
        ja: "設定の `departments` に挙げられていない所管課。設定に一覧がなければ調べない。",
        en: "A department that `departments` of the configuration does not list. Without such a list nothing is checked.",
    },
    matters: Text {
        ja: "改組前の名前や書き間違いは、課別の集計で別の課になる。",
        en: "An old name or a slip of the pen is another department in every count.",
    },
    example: "水門の更新\t古い水門を順に取り替えます。\tB\t土木部河川係\n",
    remedy: Text {
        ja: "一覧の名前に直す。正しい名前なら、設定の `departments` に加える。",
        en: "Write a name of the list. If the name is right, add it to `departments`.",
    },
    principle: None,
};

/// Finds departments that are not listed.
pub(super) fn check(read: &Read<'_>, demands: &Demands, found: &mut Findings) {
    if demands.departments.is_empty() {
        return;
    }
    for record in &read.sheet.records {
        let unlisted =
            record.departments.iter().filter(|own| !demands.departments.iter().any(|name| *name == own.name));
        for department in unlisted {
            let holds = |cell: &&RecordCell| {
                cell.of.role == Role::Department && read.source.slice(cell.span).contains(&*department.name)
            };
            let departments = || record.cells.iter().filter(|cell| cell.of.role == Role::Department);
            let Some(cell) = departments().find(holds).or(departments().next()) else { continue };
            let near = demands.departments.iter().find(|name| department_spelling::is_alike(&department.name, name));
            let message = text(
                format!("「{}」は設定の所管課の一覧にありません", department.name),
                format!("`{}` is not on the list of departments", department.name),
            );
            let help = match near {
                Some(near) => text(format!("「{near}」ではありませんか"), format!("write `{near}` if that is meant")),
                None => text(
                    "一覧の名前に直すか、設定の departments に加えてください",
                    "write a name of the list, or add it to `departments`",
                ),
            };
            found.push(&DEPARTMENT_NOT_LISTED, cell.span, message, Some(help));
        }
    }
}
