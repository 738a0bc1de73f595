//! Bytes that are no character in the encoding of the sheet.

use crate::diagnostic::{Rule, Severity, Text, text};
use crate::source::Encoding;

/// Bytes that are no character in the encoding of the sheet.
pub static UNDECODABLE_BYTES: Rule = Rule {
    name: "undecodable-bytes",
    severity: Severity::Error,
    since: "0.1.0",
    summary: Text {
        ja: "文字コードに合わないバイトがある",
        en: "the input holds bytes that are no character in its encoding",
    },
    reports: Text {
        ja: "シートの文字コードでは文字にならないバイトの並び。続いて並ぶものは一つにまとめ、同じ種類は百か所まで示す。",
        en: "A sequence of bytes that is no character in the encoding of the sheet. Adjacent ones are taken together; at most a hundred are listed.",
    },
    matters: Text {
        ja: "そこにあった文字は失われている。評価の記号や課名が欠けても、見た目では気づけない。",
        en: "Whatever stood there is lost. A code or the name of a department can go missing without anybody seeing it.",
    },
    example: "堤防の点検\t川の堤\\x9Fを見回ります。\tA\t河川課\n",
    remedy: Text {
        ja: "元の Excel から「Unicode テキスト」か「CSV UTF-8」で保存し直す。文字コードの取り違えなら `--encoding` で指定する。",
        en: "Save the sheet again from its original, as Unicode text or CSV UTF-8. If the encoding was taken wrongly, name it with `--encoding`.",
    },
    principle: None,
};

/// The words for a run of malformed bytes, as `printed` in hexadecimal.
pub(in crate::read) fn words(printed: &str, encoding: Encoding) -> (Text, Option<Text>) {
    let name = encoding.name();
    let message =
        text(format!("「{printed}」は {name} の文字ではありません"), format!("`{printed}` is no character in {name}"));
    let help = text(
        "元の表から保存し直すか、正しい文字コードを --encoding で指定してください",
        "save the sheet again from its original, or name the right encoding with `--encoding`",
    );
    (message, Some(help))
}
