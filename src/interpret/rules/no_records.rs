//! A sheet in which nothing is evaluated.

use crate::diagnostic::{Findings, Rule, Severity, Text, text};
use crate::source::Span;

/// A sheet in which nothing is evaluated.
pub static NO_RECORDS: Rule = Rule {
    name: "no-records",
    severity: Severity::Error,
    since: "0.1.0",
    summary: Text { ja: "評価の行が見つからない", en: "nothing on the sheet is an evaluation" },
    reports: Text {
        ja: "記録が一つも読めないシート。空、凡例だけ、件数の表、文章だけ、のどれに見えるかを言う。",
        en: "A sheet without a single record. The message says what it seems to be: empty, a legend, counts or contents, prose.",
    },
    matters: Text {
        ja: "別のワークシートを出力したか、読み方の分からない様式である。空の結果を静かに渡さない。",
        en: "Another worksheet was exported, or the form is one that cannot be read. An empty result is never passed on in silence.",
    },
    example: concat!("施設\t令和4年度\t令和5年度\n", "図書館\t12,345\t13,456\n"),
    remedy: Text {
        ja: "評価シートのファイルかどうかを確かめる。`--show lines` で各行の読み方が分かる。",
        en: "Check that this is the file of an evaluation sheet. `--show lines` tells what each line was taken for.",
    },
    principle: None,
};

/// Says of a sheet what it seems to be, and what seems to stand between its cells if that is no tab.
pub(crate) fn no_records(seems: (&'static str, &'static str), separator: Option<&str>, found: &mut Findings) {
    let help = match separator {
        None => {
            text("評価シートのファイルかどうかを確かめてください", "check that this is the file of an evaluation sheet")
        }
        Some(sign) => text(
            format!("セルが「{sign}」で区切られているようです。タブ区切りか CSV で保存し直してください"),
            format!("`{sign}` seems to stand between its cells; save it with tabs or commas between them"),
        ),
    };
    found.push(&NO_RECORDS, Span::default(), text(seems.0, seems.1), Some(help));
}
