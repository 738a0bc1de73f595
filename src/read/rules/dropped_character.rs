//! Characters in a cell that cannot be seen.

use crate::diagnostic::{Rule, Severity, Text, text};

/// Characters in a cell that cannot be seen.
pub static DROPPED_CHARACTER: Rule = Rule {
    name: "dropped-character",
    severity: Severity::Warning,
    since: "0.1.0",
    summary: Text {
        ja: "目に見えない文字（制御文字、幅のない文字）がある",
        en: "a cell holds characters that cannot be seen",
    },
    reports: Text {
        ja: "制御文字、幅のない空白、書字方向の印、途中のバイト順マーク。セルの文から除く。",
        en: "Control characters, zero-width spaces, marks of writing direction, byte order marks inside the text. They are left out of the cell.",
    },
    matters: Text {
        ja: "見た目が同じでも別の語になり、検索や突合に掛からない。画面の表示を乱すものもある。",
        en: "Two cells that look alike are different words, so that searches and joins miss them. Some of them act on terminals.",
    },
    example: "図書館の開館\t夜九時まで\\u{200B}開けます。\tA\t図書館\n",
    remedy: Text {
        ja: "セルを入力し直す。ほかから貼り付けるときは「値のみ」で貼る。",
        en: "Type the cell again. When pasting from elsewhere, paste values only.",
    },
    principle: None,
};

/// The words for the characters that were left out of one cell.
pub(in crate::read) fn words(left_out: &[char]) -> (Text, Option<Text>) {
    let points: Vec<String> = left_out.iter().map(|&c| format!("U+{:04X}", u32::from(c))).collect();
    let message = text(
        format!("「{}」は目に見えない文字です。セルの文から除きました", points.join("」「")),
        format!("`{}` cannot be seen and was left out of the cell", points.join("`, `")),
    );
    let help = text("セルを入力し直すと消えます", "type the cell again to be rid of it");
    (message, Some(help))
}
