//! Line breaks or spaces that only a narrow column had put into a text.

use crate::diagnostic::{Findings, Principle, Rule, Severity, Text, text};
use crate::source::Span;

/// Line breaks or spaces that only a narrow column had put into a text.
pub static SOFT_WRAP: Rule = Rule {
    name: "soft-wrap",
    severity: Severity::Note,
    since: "0.1.0",
    summary: Text {
        ja: "折り返しの空白や改行を取り除いた",
        en: "a space or line break that only a narrow column had put there was undone",
    },
    reports: Text {
        ja: "列の幅で折り返された語の途中の空白や改行を取り除いたセル。箇条書きの区切りは残す。印字のままの文は `repairs` にある。",
        en: "A cell out of which spaces or line breaks within words were taken, where a narrow column had wrapped them. Those between entries of a list stay. The printed text is in `repairs`.",
    },
    matters: Text {
        ja: "語の途中に空白があると、検索にも集計にも掛からない。",
        en: "A word with a space inside is found by no search.",
    },
    example: "②父親の家事と育児への参加 を促す講座\n",
    remedy: Text {
        ja: "直さなくてもよい。体裁のための改行や空白を入れなければ出なくなる。",
        en: "Nothing has to be done. It goes away where no breaks or spaces are typed for layout.",
    },
    principle: Some(Principle::NoLayoutSpaces),
};

/// Says it of a cell.
pub(super) fn say(cell: Span, found: &mut Findings) {
    found.push(
        &SOFT_WRAP,
        cell,
        text("折り返しの空白や改行を取り除きました", "undid spaces or line breaks of a narrow column"),
        None,
    );
}
