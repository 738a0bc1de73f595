//! A legend that contradicts itself.

use crate::diagnostic::{Findings, Rule, Severity, Text, text};
use crate::source::Span;

/// A legend that contradicts itself.
pub static LEGEND_CONTRADICTION: Rule = Rule {
    name: "legend-contradiction",
    severity: Severity::Warning,
    since: "0.1.0",
    summary: Text {
        ja: "凡例の記号が前後の記号と合わない",
        en: "a legend entry has a code that does not belong among its neighbours",
    },
    reports: Text {
        ja: "凡例の中で、一つだけ別の文字種の記号や、二度説明された記号。並びから決まる記号として読む。",
        en: "An entry of a legend in another alphabet than its neighbours, or a code that is explained twice. It is read as the code that the order asks for.",
    },
    matters: Text {
        ja: "凡例は評価の意味を決める。誤った凡例は、その評価区分のすべての行の意味を変える。",
        en: "A legend decides what the codes mean; a wrong one changes every row that is rated by it.",
    },
    example: concat!("A＝広げる\n", "イ＝続ける\n", "ウ＝やめる\n"),
    remedy: Text { ja: "凡例の記号を直す。", en: "Mend the code in the legend." },
    principle: None,
};

/// Says it of an entry whose code is not of its neighbours' alphabet, and what it was read as.
pub(crate) fn other_alphabet(entry: Span, printed: &str, among: &[&str], code: &str, found: &mut Findings) {
    let message = text(
        format!("凡例の「{printed}」は前後の記号（{}）と合わないため、「{code}」と読みました", among.join("、")),
        format!("the legend has `{printed}` among {}; read as `{code}`", among.join(", ")),
    );
    let help =
        text(format!("凡例の「{printed}」を「{code}」に直してください"), format!("write `{code}` in the legend"));
    found.push(&LEGEND_CONTRADICTION, entry, message, Some(help));
}

/// Says it of a code that is explained twice, with two labels.
pub(crate) fn explained_twice(entry: Span, code: &str, [first, second]: [&str; 2], found: &mut Findings) {
    let message = text(
        format!("凡例に「{code}」が2度あり、説明が違います（「{first}」と「{second}」）。「{first}」と読みました"),
        format!("the legend explains `{code}` twice, as `{first}` and as `{second}`; read as `{first}`"),
    );
    let help = text("凡例の記号を1つずつ違うものに直してください", "give each entry of the legend a code of its own");
    found.push(&LEGEND_CONTRADICTION, entry, message, Some(help));
}
