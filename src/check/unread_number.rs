//! Figures from which no number was read.

use crate::check::{Look, Read};
use crate::diagnostic::{Findings, Principle, Rule, Severity, Text, text};
use crate::interpret::value::{self, Doubt};
use crate::record::{Record, Role};

/// Digits from which no number was read.
pub static UNREAD_NUMBER: Rule = Rule {
    name: "unread-number",
    severity: Severity::Warning,
    since: "0.1.0",
    summary: Text {
        ja: "数値の欄に数字があるのに、数を確かに読み取れない",
        en: "a cell of figures holds digits, and no number is sure",
    },
    reports: Text {
        ja: "数字の代わりに英字が入った値（43O人、9l点）、空白や読点で離れた数字（21 407人、1、946人）、三桁でない区切り（1,23）、丸められた指数表示（1.2E+08）、意味の分からない括弧や記号が前にある値（（うち女性）12人）、数のない「延べ」や「約」。「5/10」「80～90％」「12:30」や年月日、文は数えない。",
        en: "A letter in the place of a digit (43O人, 9l点), digits that stand apart (21 407人, 1、946人), a comma that groups no thousands (1,23), a rounded power of ten (1.2E+08), brackets or signs of unknown meaning before the figure (（うち女性）12人); 延べ or 約 with no figure. `5/10`, `80～90％`, `12:30`, dates and sentences are none.",
    },
    matters: Text {
        ja: "数が空のまま集計に入らず、気付かれない。",
        en: "The record has no number, and sums leave it out unnoticed.",
    },
    example: concat!(
        "事業名\t参加者数\t評価\t担当課\n",
        "朝市の催し\t215人\tA\t商工課\n",
        "花壇の世話\t43O人\tB\t公園課\n",
        "水路の見学\t128人\tB\t河川課\n",
    ),
    remedy: Text {
        ja: "一つの数と単位だけを、半角の数字で書く。",
        en: "Write one number and its unit, in plain digits.",
    },
    principle: Some(Principle::NumbersAsNumbers),
};

/// Finds such cells in records.
pub(super) fn look<'r>(_: &'r Read<'r>) -> Box<dyn Look<'r> + 'r> {
    Box::new(UnreadNumber)
}

struct UnreadNumber;

impl<'r> Look<'r> for UnreadNumber {
    fn record(&mut self, record: &'r Record<'r>, _: u64, found: &mut Findings) {
        // Values stand in the order of their cells.
        let mut cells = record.cells.iter().filter(|cell| cell.of.role == Role::Value && cell.is_filled());
        for value in &record.values {
            let Some(cell) = cells.find(|cell| cell.of.name == value.column) else { continue };
            if value.number.is_some() {
                continue;
            }
            let Some(doubt) = value::doubt(&value.printed) else { continue };
            let (name, printed) = (&value.column, value.printed.replace('\n', " "));
            let message = text(
                format!("「{name}」の「{printed}」から数を読み取れません"),
                format!("no number is sure in `{printed}` of `{name}`"),
            );
            found.push(&UNREAD_NUMBER, cell.span, message, Some(help(&doubt)));
        }
    }
}

/// What to write.
fn help(doubt: &Doubt) -> Text {
    match doubt {
        Doubt::Letter(meant) => text(
            format!("英字などが混じっています。「{meant}」なら、数字で書いてください"),
            format!("a letter stands among the digits; write `{meant}` if that is meant"),
        ),
        Doubt::Apart => text(
            "一つの数なら、空白や読点を入れず、桁区切りは三桁ごとにしてください",
            "write one number without spaces, with commas at the thousands or with none",
        ),
        Doubt::Rounded => text(
            "表計算ソフトが桁を丸めています。セルの書式を「数値」にして、すべての桁を書いてください",
            "a spreadsheet rounded it; format the cell as a number and write all digits",
        ),
        Doubt::Front => text(
            "数の前の括弧や記号を除くか、数の後に書いてください",
            "leave out what stands before the number, or write it behind",
        ),
        Doubt::Missing => text(
            "数が別の行に分かれていれば、一つのセルに書いてください",
            "write the number into the same cell, if a line break cut it off",
        ),
    }
}
