//! A record without an item.

use std::sync::Arc;

use crate::check::{Look, Read};
use crate::diagnostic::{Findings, Place, Principle, Rule, Severity, Text, text};
use crate::record::{Record, Role};

/// A record without an item.
pub static MISSING_ITEM: Rule = Rule {
    name: "missing-item",
    severity: Severity::Error,
    since: "0.1.0",
    summary: Text { ja: "取組の名前がない行がある", en: "a row does not say what is evaluated" },
    reports: Text {
        ja: "取組・事業などの列があるのに、空欄で、上の行からも引き継げない行。見出しの直後の空欄は、どの取組か決められない。",
        en: "A row whose item is blank and cannot carry on from above: right behind a heading nobody knows which item is meant.",
    },
    matters: Text {
        ja: "何を評価したのか分からない記録になる。", en: "The record does not say what was rated."
    },
    example: concat!("第1節 川の保全\n", "\t古い水門を順に取り替えます。\tB\t河川課\n"),
    remedy: Text { ja: "取組の名前を行ごとに記入する。", en: "Write the name of the item on each row." },
    principle: Some(Principle::NoOmittedHeadings),
};

/// Finds rows without an item.
pub(super) fn look<'r>(read: &'r Read<'r>) -> Box<dyn Look<'r> + 'r> {
    let column = read.sheet.columns.iter().find(|column| column.role == Role::Item);
    Box::new(MissingItem { column: column.map(|column| &column.name) })
}

struct MissingItem<'r> {
    /// Where the item would stand.
    column: Option<&'r Arc<str>>,
}

impl<'r> Look<'r> for MissingItem<'r> {
    fn record(&mut self, record: &'r Record<'r>, _: u64, found: &mut Findings) {
        let Some(column) = self.column.filter(|_| record.item.as_ref().is_none_or(|item| item.title.is_empty())) else {
            return;
        };
        // A heading that is rated, with nothing told, says itself what is evaluated.
        let fills = |role: Role| record.cells.iter().any(|cell| cell.of.role == role && cell.is_filled());
        if fills(Role::Path) && !fills(Role::Text) {
            return;
        }
        let own = record.cells.iter().find(|cell| cell.of.role == Role::Item).or(record.cells.first());
        if let Some(cell) = own {
            let message = text(
                format!("「{column}」が空欄で、上の行からも引き継げません"),
                format!("no `{column}`, and none above that it could carry on from"),
            );
            let help = text("取組の名前を記入してください", "write what is evaluated");
            let place = Place { span: cell.span, column: Some(Arc::clone(column)) };
            found.push(&MISSING_ITEM, place, message, Some(help));
        }
    }
}
