//! A column that the configuration asks for and the sheet lacks.

use crate::check::Read;
use crate::check::demands::Demands;
use crate::diagnostic::{Findings, Rule, Severity, Text, text};
use crate::interpret::heading;
use crate::record::Column;
use crate::source::Span;

/// A column that the configuration asks for and the sheet lacks.
pub static MISSING_COLUMN: Rule = Rule {
    name: "missing-column",
    severity: Severity::Error,
    since: "0.1.0",
    summary: Text {
        ja: "設定で求められた列がない", en: "the sheet lacks a column that the configuration asks for"
    },
    reports: Text {
        ja: "設定の `columns` に挙げた列のうち、シートのどの表にもないもの。空白の違いは許す。",
        en: "A column that `columns` of the configuration names and no table of the sheet has. White space makes no difference.",
    },
    matters: Text {
        ja: "様式の一部を消したシートは、ほかの課のシートとまとめて集計できない。",
        en: "A sheet with a part of its form removed cannot be counted together with the others.",
    },
    example: concat!("事業名\t内容\t担当課\n", "水門の更新\t古い水門を順に取り替えます。\t河川課\n"),
    remedy: Text {
        ja: "様式の列を戻す。列の名前を変えたなら、元の名前にする。",
        en: "Put the column of the form back, under its own name.",
    },
    principle: None,
};

/// Finds columns that are missing.
pub(super) fn check(read: &Read<'_>, demands: &Demands, found: &mut Findings) {
    if read.sheet.records.is_empty() {
        return;
    }
    let known: Vec<String> = read.sheet.columns.iter().flat_map(names).collect();
    for column in demands.columns.iter().filter(|column| !known.contains(&heading::squeezed(column))) {
        let message = text(format!("「{column}」の列がありません"), format!("there is no column `{column}`"));
        let names: Vec<&str> = read.sheet.columns.iter().map(|column| &*column.name).collect();
        let help = text(
            format!("様式のとおりの列を置いてください（今ある列：{}）", names.join("、")),
            format!("put it back as the form has it; there are {}", names.join(", ")),
        );
        found.push(&MISSING_COLUMN, Span::default(), message, Some(help));
    }
}

/// Everything that a column can be called: its name, and each level of its header.
fn names(column: &Column) -> Vec<String> {
    column.printed.iter().map(|level| heading::squeezed(level)).chain([column.name.to_string()]).collect()
}
