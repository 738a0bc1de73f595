//! A cell that was UTF-8 and was read as Shift_JIS.

use crate::diagnostic::{Rule, Severity, Text, text};

/// A cell that was UTF-8 and was read as Shift_JIS.
pub static MOJIBAKE: Rule = Rule {
    name: "mojibake",
    severity: Severity::Warning,
    since: "0.1.0",
    summary: Text {
        ja: "文字化けしたセルがある（UTF-8 を Shift_JIS として読んだもの）",
        en: "a cell holds UTF-8 that was read as Shift_JIS",
    },
    reports: Text {
        ja: "UTF-8 の文を Shift_JIS として読んだ跡のあるセル。元の文が正確に分かるときだけ戻し、失われた文字があればそのまま残す。",
        en: "A cell whose text was UTF-8 and was read as Shift_JIS somewhere. It is undone only where the way back is exact; where characters are lost it stays.",
    },
    matters: Text {
        ja: "文が読めず、集計にも検索にも使えない。",
        en: "Nobody can read the text, search it or count it.",
    },
    example: "隱ｭ縺ｿ閨槭°縺\t週に一度の会を開きます。\tB\t図書館\n",
    remedy: Text {
        ja: "元の文を書き直す。CSV を Excel で開くときは、UTF-8 として取り込む。",
        en: "Write the text again from its original. Import CSV into Excel as UTF-8.",
    },
    principle: None,
};

/// The words for a cell that was undone.
pub(in crate::read) fn undone(before: &str, after: &str) -> (Text, Option<Text>) {
    let message = text(
        format!("「{before}」は文字化けです（UTF-8 を Shift_JIS として読んだもの）。「{after}」に戻しました"),
        format!("`{before}` is UTF-8 that was read as Shift_JIS; it was read as `{after}`"),
    );
    (message, Some(text(format!("「{after}」と書いてください"), format!("write `{after}`"))))
}

/// The words for a cell that stays as it is; `beginning` is what could be made out of it.
pub(in crate::read) fn lost(before: &str, beginning: Option<&str>) -> (Text, Option<Text>) {
    let message = text(
        format!("「{before}」は文字化けです（UTF-8 を Shift_JIS として読んだもの）。元の文字が失われていて戻せません"),
        format!("`{before}` is UTF-8 that was read as Shift_JIS; part of it is lost, so that it stays as it is"),
    );
    let help = match beginning {
        Some(beginning) => text(
            format!("元の表から書き直してください（始まりは「{beginning}」）"),
            format!("write it again from the original; it began with `{beginning}`"),
        ),
        None => text("元の表から書き直してください", "write it again from the original"),
    };
    (message, Some(help))
}
