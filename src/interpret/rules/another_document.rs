//! A title in mid-sheet under which the headings above do not hold.

use crate::diagnostic::{Findings, Rule, Severity, Text, text};
use crate::source::Span;

/// A title in mid-sheet under which the headings above do not hold.
pub static ANOTHER_DOCUMENT: Rule = Rule {
    name: "another-document",
    severity: Severity::Warning,
    since: "0.1.0",
    summary: Text {
        ja: "シートの途中から別の文書が始まると読んだ",
        en: "a title in mid-sheet was read as the beginning of another document",
    },
    reports: Text {
        ja: "別の列をもつ表の上にあり、計画や評価表の名前をもつ題名、または下に新しい種類の見出しが続く題名。上の見出しは、ここから下の行には付けない。また、並んだ見出しの最後の下に題名なしに始まる列の違う表と、そのような表の上で一から始まり、上の種類の見出しがもう出ない新しい種類の見出し。これらには上の見出しを付ける。",
        en: "A title that names a plan or its evaluation, or has headings of a new kind below it, above a table with other columns. The headings above it do not hold for the rows below. Also a table with other columns that begins without a title below the last of several headings, and headings of a new kind above such a table that count from one, where none of the kinds above comes again; the headings above are kept for its rows.",
    },
    matters: Text {
        ja: "題名が章の中の表の名前なら、下の行は見出しを失っている。",
        en: "If the title is the caption of a table inside the chapter, the rows below it have lost their headings.",
    },
    example: concat!(
        "第1章 水辺のまち\n\n事業名\t評価\t担当課\n水路の清掃\tA\t農政課\n\n",
        "環境計画の指標一覧\n\n指標\t現状値\t目標値\n川の水質\t3\t2\n"
    ),
    remedy: Text {
        ja: "別の文書は別のシートに分ける。章の中の表なら、題名に番号か印を付けて見出しにする。",
        en: "Give each document a sheet of its own. Give the title a number or a mark if it is a heading inside the chapter.",
    },
    principle: None,
};

/// Says it of a title.
pub(crate) fn another_document(title: Span, found: &mut Findings) {
    let message = text(
        "ここから別の文書が始まると読み、上の見出しを下の行に付けませんでした",
        "read as the title of another document: the headings above it do not hold for the rows below",
    );
    let help = text(
        "別の文書は別のシートに分けてください。章の中の表の題名なら、番号か印を付けてください",
        "give each document a sheet of its own; give the title a number or a mark if it belongs to the chapter",
    );
    found.push(&ANOTHER_DOCUMENT, title, message, Some(help));
}

/// Says of the header, or the first heading, of a table with other columns that nothing tells whether the headings
/// above hold for it.
pub(crate) fn table_without_title(beginning: Span, found: &mut Findings) {
    let message = text(
        "上の表と列の違う表がここから題名なしに始まるため、上の見出しの下にあるものとして読みました",
        "a table with other columns begins here without a title: read as standing below the headings above",
    );
    let help = text(
        "別の文書なら別のシートに分けるか、上に題名を書いてください",
        "give another document a sheet of its own, or a title above its table",
    );
    found.push(&ANOTHER_DOCUMENT, beginning, message, Some(help));
}
