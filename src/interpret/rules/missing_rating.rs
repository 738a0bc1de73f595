//! A rating cell that is blank.

use std::sync::Arc;

use crate::diagnostic::{Findings, Place, Rule, Severity, Text, text};
use crate::source::Span;

/// A rating cell that is blank.
pub static MISSING_RATING: Rule = Rule {
    name: "missing-rating",
    severity: Severity::Error,
    since: "0.1.0",
    summary: Text { ja: "評価欄が空欄である", en: "a rating cell is blank" },
    reports: Text {
        ja: "評価の列で、記号が一つもないセル。「－」は評価しないという記入として扱い、報告しない。",
        en: "A cell of a rating column without a code. A dash says that nothing was rated, and is left alone.",
    },
    matters: Text {
        ja: "評価のない取組は集計から漏れる。評価は結合セルとは見なさず、上の行から引き継がない。",
        en: "A measure without a rating drops out of every count. Ratings never carry on from the row above.",
    },
    example: "水門の更新\t古い水門を順に取り替えます。\t\t河川課\n",
    remedy: Text {
        ja: "評価区分の記号を記入する。評価しない取組なら「－」と書く。",
        en: "Write a code of the scale, or a dash where nothing is to be rated.",
    },
    principle: None,
};

/// Says it of a cell; `listed` are the codes of its scale, where it has one.
pub(crate) fn missing_rating(span: Span, column: &Arc<str>, listed: Option<&str>, found: &mut Findings) {
    let message = text(format!("「{column}」が空欄です"), format!("no code in `{column}`"));
    let place = Place { span, column: Some(Arc::clone(column)) };
    found.push(&MISSING_RATING, place, message, listed.map(super::write_one_of));
}
