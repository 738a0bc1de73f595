//! A column that is rated by other codes than the configuration allows.

use crate::check::Read;
use crate::check::demands::Demands;
use crate::diagnostic::{Findings, Rule, Severity, Text, text};
use crate::record::{Code, Column, Role, Scale};
use crate::source::Span;

/// A column that is rated by other codes than the configuration allows.
pub static SCALE_NOT_ALLOWED: Rule = Rule {
    name: "scale-not-allowed",
    severity: Severity::Error,
    since: "0.1.0",
    summary: Text {
        ja: "設定で許された評価区分と違う記号で評価している列がある",
        en: "a column is rated by other codes than the configuration allows",
    },
    reports: Text {
        ja: "設定の `[[scale]]` と同じ名前の列で、シートの凡例や記入が別の記号を使っているもの。",
        en: "A column with the name of a `[[scale]]` of the configuration, where the legend or the cells of the sheet use other codes.",
    },
    matters: Text {
        ja: "課によって評価区分が違うと、評価を並べて比べられない。",
        en: "Ratings by different scales cannot be compared.",
    },
    example: concat!("進捗区分　A：計画どおり　B：遅れ\n", "事業名\t進捗区分\n", "水門の更新\tA\n"),
    remedy: Text { ja: "決められた評価区分で評価し直す。", en: "Rate by the scale that is asked for." },
    principle: None,
};

/// Finds columns that are rated otherwise.
pub(super) fn check(read: &Read<'_>, demands: &Demands, found: &mut Findings) {
    if demands.scales.is_empty() {
        return;
    }
    for column in read.sheet.columns.iter().filter(|column| column.role == Role::Rating) {
        let Some(scale) = read.sheet.scale_of(column) else { continue };
        let named = |allowed: &&Scale| *allowed.name == *column.name || allowed.name == scale.name;
        let Some(allowed) = demands.scales.iter().find(named) else { continue };
        let has = |code: &Code| allowed.codes.iter().any(|known| known.code == code.code);
        if !scale.codes.iter().all(has) {
            say(at(read, column, scale), column, [&allowed.listed(), &scale.listed()], found);
        }
    }
}

/// The legend of the scale, else the first cell of the column.
fn at(read: &Read<'_>, column: &Column, scale: &Scale) -> Span {
    let legend = read.sheet.legends.iter().find(|legend| legend.scale.codes == scale.codes).map(|legend| legend.span);
    let cells = read.sheet.records.iter().flat_map(|record| &record.cells);
    legend
        .or_else(|| cells.into_iter().find(|cell| cell.of.name == column.name).map(|cell| cell.span))
        .unwrap_or_default()
}

fn say(at: Span, column: &Column, [allowed, own]: [&str; 2], found: &mut Findings) {
    let message = text(
        format!("「{}」は {own} で評価されていますが、決められた評価区分は {allowed} です", column.name),
        format!("`{}` is rated by {own}, where {allowed} are allowed", column.name),
    );
    let help = text("決められた評価区分で評価してください", "rate by the scale that is asked for");
    found.push(&SCALE_NOT_ALLOWED, at, message, Some(help));
}
