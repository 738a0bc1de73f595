//! A rating cell that holds something its scale does not know.

use crate::diagnostic::{Findings, Rule, Severity, Text, text};
use crate::source::Span;

/// A rating cell that holds something its scale does not know.
pub static UNKNOWN_RATING: Rule = Rule {
    name: "unknown-rating",
    severity: Severity::Error,
    since: "0.1.0",
    summary: Text {
        ja: "評価欄に評価区分にない記号がある", en: "a rating cell holds a code that its scale lacks"
    },
    reports: Text {
        ja: "評価区分（シートの凡例、設定の評価区分、標準の評価区分、列に並ぶ記号の順に調べる）にない記号。全角、半角、括弧は許す。似た字（キリル文字の А、小さいァ、同じ順位の別の文字種）は直さずに候補を示す。",
        en: "A code that its scale lacks: the scale is that of the sheet's legend, else the configuration's, else a built-in one, else what the column itself shows. Width and brackets are forgiven. Look-alikes (Cyrillic А, small ァ, the same place in another alphabet) are not mended, but named.",
    },
    matters: Text {
        ja: "意味の分からない記号は集計できない。推測で直せば、誤った評価が静かに残る。",
        en: "A code without a meaning cannot be counted, and a guess would leave a wrong rating in silence.",
    },
    example: "水門の更新\t古い水門を順に取り替えます。\tF\t河川課\n",
    remedy: Text {
        ja: "評価区分の記号に直す。正しい記号なら、凡例か設定の評価区分に加える。",
        en: "Write a code of the scale. If the code is right, add it to the legend or to the scale of the configuration.",
    },
    principle: None,
};

/// Says it of a cell; `help` says what to write.
pub(crate) fn unknown_rating(cell: Span, printed: &str, column: &str, help: Option<Text>, found: &mut Findings) {
    let message = text(
        format!("「{printed}」は「{column}」の評価区分にありません"),
        format!("`{printed}` is not on the scale of `{column}`"),
    );
    found.push(&UNKNOWN_RATING, cell, message, help);
}

/// In what a code that is none differs from the one that is meant.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Nearness {
    /// `А` of the Cyrillic letters.
    OtherScript,
    /// `ァ`
    SmallKana,
    /// `A` on a scale of ア to オ.
    OtherAlphabet,
}

/// Says which code is meant most likely.
pub(crate) fn write_nearest(printed: &str, code: &str, nearness: Nearness) -> Text {
    match nearness {
        Nearness::OtherScript => text(
            format!("「{printed}」は形の似た別の文字（キリル文字など）です。「{code}」と入力してください"),
            format!("`{printed}` only looks like `{code}` (a letter of another script); type `{code}`"),
        ),
        Nearness::SmallKana => text(
            format!("「{printed}」は小さい字です。「{code}」と記入してください"),
            format!("`{printed}` is a small kana; write `{code}`"),
        ),
        Nearness::OtherAlphabet => text(
            format!("同じ順位の記号は「{code}」です。意味を確かめて記入してください"),
            format!("the code in the same place of this scale is `{code}`; write it if that is meant"),
        ),
    }
}
