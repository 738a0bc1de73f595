//! A lone line between or beside the rows of a table.

use crate::diagnostic::{Findings, Rule, Severity, Text, text};
use crate::source::Span;

/// A lone line between or beside the rows of a table.
pub static LINE_BETWEEN_ROWS: Rule = Rule {
    name: "line-between-rows",
    severity: Severity::Warning,
    since: "0.1.0",
    summary: Text {
        ja: "表の行のあいだに、どの行にも属さない行がある",
        en: "a line among the rows of a table belongs to none of them",
    },
    reports: Text {
        ja: "表の行に接しているか、見出しの行をはさまない二つの行のあいだにあるのに、見出しでも続きでもない行。記録には入れず、`set_aside` に残す。箇条書きの一行が、箇条書きでない行のすぐ上にあれば、その行の最初のセルの始まりとして読み、そう報告する。語の途中から始まる行のすぐ上の行も、それと同じ幅で切れた行も同じ。",
        en: "A line that touches the rows of a table, or stands between two of them without a header between, and is neither a heading nor the rest of a row. It is in no record, but in `set_aside`. An entry of a list right above a row that begins none is read as the beginning of its first cell, and said to be. So is a line above a row that begins in mid-word, and one that ends where such lines do.",
    },
    matters: Text {
        ja: "切れたセルの続きか、番号のない見出しかもしれない。見出しなら、下の行は誤った見出しの下にある。",
        en: "It may be the rest of a cell, or a heading without a number. If it is a heading, the rows below it stand under a wrong one.",
    },
    example: concat!(
        "水路の清掃\t春に水路をさらいます。\tA\t農政課\n",
        "山あいの地区\n",
        "林道の補修\t崩れた林道を直します。\tB\t林務課\n"
    ),
    remedy: Text {
        ja: "セルの続きなら元のセルにつなぐ。見出しなら番号か印を付ける。表の外の文なら表の上か下に移す。",
        en: "Join it to its cell if it is the rest of one. Give it a number or a mark if it is a heading. Move it above or below the table if it is neither.",
    },
    principle: None,
};

/// Says it of a line.
pub(crate) fn line_between_rows(line: Span, found: &mut Findings) {
    let message = text(
        "表の行のあいだにありますが、どの行の続きか分かりません",
        "this line stands among the rows of a table, but belongs to none of them",
    );
    let help = text(
        "セル内の改行で切れた行なら元の行につなぎ、表の外の文なら表の上か下に移してください",
        "join it to its row if a line break in a cell cut it off; else move it above or below the table",
    );
    found.push(&LINE_BETWEEN_ROWS, line, message, Some(help));
}

/// Says of a line that it was read as the beginning of the row below.
pub(crate) fn line_joined_to_row(line: Span, found: &mut Findings) {
    let message = text(
        "表の行のすぐ上の行です。下の行の最初のセルの始まりとして読みました",
        "this line stands right above a row of a table; it was read as the beginning of its first cell",
    );
    let help = text(
        "セル内の改行で切れた行なら元の行につなぎ、見出しなら番号か印を付けてください",
        "join it to its row if a line break in a cell cut it off; give it a number or a mark if it is a heading",
    );
    found.push(&LINE_BETWEEN_ROWS, line, message, Some(help));
}
