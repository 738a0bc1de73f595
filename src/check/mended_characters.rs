//! Characters that were replaced by those that are meant.

use crate::diagnostic::{Findings, Principle, Rule, Severity, Text, text};
use crate::source::Span;

/// Characters that were replaced by those that are meant.
pub static MENDED_CHARACTERS: Rule = Rule {
    name: "mended-characters",
    severity: Severity::Note,
    since: "0.1.0",
    summary: Text {
        ja: "部首の文字や半角カナなどを、意図された文字に直した",
        en: "characters were replaced by those that are meant",
    },
    reports: Text {
        ja: "康熙部首などの文字を漢字に、離れた濁点をかなと一つに、名前の半角カナを全角に、「<br>」「\\n」「_x000D_」と垂直タブを改行にしたもの。",
        en: "Radical code points became ideographs, loose voicing marks part of their kana, half-width kana of names full-width, `<br>`, `\\n`, `_x000D_` and vertical tabs line breaks.",
    },
    matters: Text {
        ja: "見た目が同じでも別の文字なので、検索や突合に掛からない。PDF から取り出した文に多い。",
        en: "They look alike and are other characters, so that searches and joins miss them. Text out of a PDF is full of them.",
    },
    example: "スポーツの催し\t⼈が集う催しを開きます。\tA\tｽﾎﾟｰﾂ推進課\n",
    remedy: Text { ja: "直さなくてもよい。", en: "Nothing has to be done." },
    principle: Some(Principle::NoPlatformDependentCharacters),
};

/// Says it of a cell.
pub(super) fn say(cell: Span, found: &mut Findings) {
    found.push(
        &MENDED_CHARACTERS,
        cell,
        text("文字を意図されたものに直しました", "replaced characters by those that are meant"),
        None,
    );
}
