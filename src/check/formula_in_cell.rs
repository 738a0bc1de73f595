//! A formula, or what a spreadsheet prints where it has no result.

use crate::check::{Look, Read};
use crate::diagnostic::{Findings, Principle, Rule, Severity, Text, text};
use crate::interpret::shape;
use crate::record::Record;

/// A formula, or what a spreadsheet prints where it has no result.
pub static FORMULA_IN_CELL: Rule = Rule {
    name: "formula-in-cell",
    severity: Severity::Error,
    since: "0.1.0",
    summary: Text {
        ja: "数式やエラー値（#REF! など）のセルがある",
        en: "a cell holds a formula or an error value instead of its result",
    },
    reports: Text {
        ja: "数式（=SUM(…)、=A1）、エラー値（#REF!、#N/A など）、幅が足りないことを示す「###」。",
        en: "A formula (=SUM(…), =A1), an error value (#REF!, #N/A), or the ### of a column that was too narrow.",
    },
    matters: Text {
        ja: "書いた人が見ていた値は、このファイルにはない。",
        en: "The value that its author saw is not in this file.",
    },
    example: "水門の更新\t古い水門を順に取り替えます。\t#REF!\t河川課\n",
    remedy: Text {
        ja: "元の Excel で数式を直すか列を広げ、値にしてから出力する。",
        en: "Mend the formula or widen the column in the original, and export values.",
    },
    principle: Some(Principle::ValuesInsteadOfFormulas),
};

/// Finds such cells in records.
pub(super) fn look<'r>(read: &'r Read<'r>) -> Box<dyn Look<'r> + 'r> {
    Box::new(FormulaInCell { read })
}

struct FormulaInCell<'r> {
    read: &'r Read<'r>,
}

impl<'r> Look<'r> for FormulaInCell<'r> {
    fn record(&mut self, record: &'r Record<'r>, _: u64, found: &mut Findings) {
        let bytes = self.read.source.text().as_bytes();
        for cell in record.cells.iter().filter(|cell| cell.is_filled()) {
            // Nearly every cell begins as none does that holds one: white space, also the full-width one, a sign, `＝`.
            if !matches!(
                &bytes[cell.span.range()],
                [b'=' | b'+' | b'@' | b'#' | b'"' | b' ', ..] | [0xE3, 0x80, ..] | [0xEF, 0xBC, ..]
            ) {
                continue;
            }
            let printed = self.read.source.slice(cell.span).trim().trim_matches('"');
            if shape::is_unevaluated(printed) {
                let message = text(
                    format!("「{}」にあるのは値ではなく「{printed}」です", cell.of.name),
                    format!("`{}` holds `{printed}` instead of a value", cell.of.name),
                );
                let help = text(
                    "元の表で直し、値にして出力し直してください",
                    "mend it in the original, and export values instead of formulas",
                );
                found.push(&FORMULA_IN_CELL, cell.span, message, Some(help));
            }
        }
    }
}
