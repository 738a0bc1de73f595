//! A row that can be read in two ways.

use crate::diagnostic::{Findings, Principle, Rule, Severity, Text, text};
use crate::source::Span;

/// A row that can be read in two ways.
pub static AMBIGUOUS_ROW: Rule = Rule {
    name: "ambiguous-row",
    severity: Severity::Warning,
    since: "0.1.0",
    summary: Text { ja: "二通りに読める行がある", en: "a row fits two readings almost equally well" },
    reports: Text {
        ja: "セルの数が見出しと違い、二通りの列の対応がほとんど同じくらい合う行。よく合うほうで読む。また、項目も評価も空欄で文だけがあり、評価が結合された別の行とも、前の行の文の続きとも読める行。別の行として読む。また、見出しの列が、表の最初の行や、部の見出しの下の最初の行で空欄で、下の行にはある場合。見出しが結合されたセルの中ほどに印刷されたのかもしれない。そのときは、ほかの見出しのすぐ上の空欄の行も同じである。どの見出しも行のちょうど中ほどにあれば、上の行もその見出しの行として読む。また、項目名が何行にも分かれて評価のある行にまたがる表で、幅いっぱいの項目名のすぐ下にあり、別の項目とも続きとも読める項目名。別の項目として読む。また、一つの記録のセルが何行にも分かれ、どこで始まるか決められない表。",
        en: "A row with another number of cells than its header, for which two readings fit almost equally well. The better one is taken. And a row of texts alone, below an item that is rated once: it may be a row of its own, merged with that item, or the rest of the texts above. It is read as a row of its own. And the first row of a table, or below the heading of a part, whose heading column is blank there and filled further down: the heading may be printed in the middle of the cells that it was merged with, and so may all others, each below a blank row. If every one stands in the very middle of its rows, the rows above it are read under it. And an item right below one as wide as any, in a table whose items go on beside other rated rows: it may be the rest of that one. It is read as an item of its own. And a table that seems to spread the cells of one record over several lines, where nothing tells at which line each begins.",
    },
    matters: Text {
        ja: "もう一方が正しければ、文や記号が別の列の値になっているか、一つの取組が二つの記録になっている。",
        en: "If the other one is right, texts and codes stand in wrong columns, or one measure is two records.",
    },
    example: concat!("事業名\t実績\t課題\t評価\t担当課\n", "校庭の芝生\t芝を植えて育てた。\tC\t学校課\n"),
    remedy: Text {
        ja: "空欄のセルも残し、セルの数を見出しに合わせる。別の行なら項目と評価を書き、続きなら元のセルに書く。",
        en: "Give the row as many cells as the header has, blank ones too. Repeat the item and its rating on a row of its own; write the rest of a text into its cell.",
    },
    principle: Some(Principle::NoMergedCells),
};

/// Says it of a row.
pub(crate) fn ambiguous_row(row: Span, found: &mut Findings) {
    let message = text(
        "この行のセルは、ページの列のとおりにも、ずれているようにも読めます",
        "the cells of this row fit the columns of its page and shifted ones almost equally well",
    );
    let help = text("列の数を見出しに合わせてください", "give the row as many cells as the header has");
    found.push(&AMBIGUOUS_ROW, row, message, Some(help));
}

/// Says of a row of texts alone that it may be the rest of the one above.
pub(crate) fn own_row_or_rest(row: Span, found: &mut Findings) {
    let message = text(
        "文だけの行です。評価が結合された別の行とも、前の行の文の続きとも読めます。別の行として読みました",
        "this row holds texts alone: it may be merged with the item above, or be the rest of its texts; it was read as a row of its own",
    );
    let help = text(
        "別の行なら項目と評価を書き、続きなら元のセルに書いてください",
        "repeat the item and its rating if it is a row of its own; else write it into the cell above",
    );
    found.push(&AMBIGUOUS_ROW, row, message, Some(help));
}

/// Says of a row that its item may be the rest of the one above.
pub(crate) fn item_or_rest(row: Span, found: &mut Findings) {
    let message = text(
        "この行の項目名は、幅いっぱいに印刷された項目名のすぐ下にあります。別の項目とも、上の項目名の続きとも読めます。別の項目として読みました",
        "the item of this row stands right below one as wide as any: it may be another item, or the rest of that one; it was read as an item of its own",
    );
    let help = text("項目名は一つのセルに書いてください", "write the name of each item into one cell");
    found.push(&AMBIGUOUS_ROW, row, message, Some(help));
}

/// Says of a name alone that it was read as the rest of the item above.
pub(crate) fn rest_or_item(name: Span, found: &mut Findings) {
    let message = text(
        "名前だけの行です。上の項目名の続きとも、数値のない別の項目とも読めます。上の項目名の続きとして読みました",
        "this row holds a name alone: it may be the rest of the item above, or an item without figures; it was read as the rest of the one above",
    );
    let help = text("項目名は一つのセルに書いてください", "write the name of each item into one cell");
    found.push(&AMBIGUOUS_ROW, name, message, Some(help));
}

/// Says of a line of texts alone between two records that it was read as the last one of the upper.
pub(crate) fn line_of_either(row: Span, found: &mut Findings) {
    let message = text(
        "文だけの行です。上の記録の続きとも、下の記録の始まりとも読めます。上の記録の続きとして読みました",
        "this row holds texts alone: it may end the record above, or begin the one below; it was read as the end of the one above",
    );
    let help = text(
        "一つの記録を一行にして書き出してください",
        "export each record as one row, with its line breaks inside the cells",
    );
    found.push(&AMBIGUOUS_ROW, row, message, Some(help));
}

/// Says of the first of the rows that seem to be lines of one record that they were not put together.
pub(crate) fn lines_apart(row: Span, found: &mut Findings) {
    let message = text(
        "この行から下では、一つの記録のセルが何行にも分かれ、短いセルが高さの中ほどに印刷されているようです。行ごとに別の記録として読んだものがあります",
        "from this row on the cells of one record seem to be spread over several lines, short ones in the middle of its height; some lines were read as records of their own",
    );
    let help = text(
        "セルの中の改行をなくすか、一つの記録を一行にして書き出してください",
        "export each record as one row, with its line breaks inside the cells",
    );
    found.push(&AMBIGUOUS_ROW, row, message, Some(help));
}

/// How a row was read that may stand under the heading printed below it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum ReadAs {
    /// Under none: none is printed above it.
    Unheaded,
    /// Under the one above.
    Below,
    /// With all headings of its column in the middle of their rows.
    Middle,
}

/// Says of a row that the heading printed further down may stand above it too.
pub(crate) fn heading_above_or_below(row: Span, (level, read_as): (&str, ReadAs), found: &mut Findings) {
    let message = match read_as {
        ReadAs::Unheaded => text(
            format!(
                "「{level}」の列がこの行では空欄で、下の行にあります。見出しのない行とも、下の見出しに結合された行とも読めます。見出しなしで読みました"
            ),
            format!(
                "the column `{level}` is blank here and filled further down: the row may have no heading, or be merged with the one below; it was read without one"
            ),
        ),
        ReadAs::Below => text(
            format!(
                "「{level}」の列がこの行では空欄です。上の見出しに続く行とも、下の見出しに結合された行とも読めます。上の見出しの行として読みました"
            ),
            format!(
                "the column `{level}` is blank here: the row may go on under the heading above, or be merged with the one below; it was read under the one above"
            ),
        ),
        ReadAs::Middle => text(
            format!(
                "「{level}」の列の見出しは、どれも結合されたセルのちょうど中ほどに印刷されているようです。見出しの上の行も、その見出しの行として読みました"
            ),
            format!(
                "each heading in the column `{level}` seems to be printed in the very middle of the cells it was merged with; the rows above it were read under it too"
            ),
        ),
    };
    let help = text("見出しは、その見出しの最初の行に書いてください", "write each heading into the first of its rows");
    found.push(&AMBIGUOUS_ROW, row, message, Some(help));
}
