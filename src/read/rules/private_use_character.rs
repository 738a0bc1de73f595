//! A character that only the sender's machine knows.

use crate::diagnostic::{Principle, Rule, Severity, Text, text};

/// A character that only the sender's machine knows.
pub static PRIVATE_USE_CHARACTER: Rule = Rule {
    name: "private-use-character",
    severity: Severity::Warning,
    since: "0.1.0",
    summary: Text { ja: "外字がある", en: "the sheet holds a private-use character (外字)" },
    reports: Text {
        ja: "外字（利用者が作った文字、U+E000 から U+F8FF など）。文字は元のまま残る。",
        en: "Characters of the private-use areas (U+E000 to U+F8FF and beyond), which users draw themselves. They are kept as they are.",
    },
    matters: Text {
        ja: "作った端末の外では別の字か空白に見え、検索も集計もできない。人名や地名に多い。",
        en: "Elsewhere they show as another character or none, and nobody can search or count them. They are common in names.",
    },
    example: "文化財の公開\t\\u{E000}野家の屋敷を春に開きます。\tA\t文化課\n",
    remedy: Text {
        ja: "標準の漢字か、かなに置き換える。元の字形が要るときは別に記録する。",
        en: "Write a standard character, or kana. Keep the original shape elsewhere if it matters.",
    },
    principle: Some(Principle::NoPlatformDependentCharacters),
};

/// The words for a run of private-use characters, as `printed` by code points.
pub(in crate::read) fn words(printed: &str) -> (Text, Option<Text>) {
    let message = text(
        format!("「{printed}」は外字です。作成した環境以外では読めません"),
        format!("`{printed}` is a private-use character (外字), which only the sender's machine can show"),
    );
    let help = text("標準の文字か、かなで書いてください", "write a standard character, or kana");
    (message, Some(help))
}
