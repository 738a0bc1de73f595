//! A row of which cells are parted by other characters than those of the sheet.

use crate::diagnostic::{Findings, Principle, Rule, Severity, Text, text};
use crate::source::Span;

/// A row of which cells are parted by other characters than those of the sheet.
pub static OTHER_SEPARATOR: Rule = Rule {
    name: "other-separator",
    severity: Severity::Warning,
    since: "0.1.0",
    summary: Text {
        ja: "タブの代わりにカンマや空白で区切られた行がある",
        en: "commas or spaces stand between cells in the place of tabs",
    },
    reports: Text {
        ja: "前後の行よりセルが少なく、カンマや続いた空白で分けるとすべてのセルが列の内容に合う行。そのように分けて読む。",
        en: "A row with fewer cells than those beside it, in which commas or runs of spaces stand just where cells end: parted there, all of them look like what their columns hold. It is read so.",
    },
    matters: Text {
        ja: "分けなければ、行が前の行の続きになるか、内容が隣の列に入る。",
        en: "Read as printed, the row would go on with the one above, or what it holds would stand in other columns.",
    },
    example: "花壇の手入れ,四季の花を植えます。,B,公園課\n",
    remedy: Text {
        ja: "正しく分かれているか確かめ、区切りをタブに直す。",
        en: "See whether it is parted rightly, and put tabs between the cells.",
    },
    principle: Some(Principle::OneDatumPerCell),
};

/// Says it of a row.
pub(crate) fn other_separator(row: Span, found: &mut Findings) {
    let message = text(
        "区切りの文字がほかの行と違います。カンマか空白で分けて読みました",
        "its cells are parted by other characters than those of the rows beside it; it was cut at commas or spaces",
    );
    let help = text("区切りをタブに直してください", "put tabs between its cells");
    found.push(&OTHER_SEPARATOR, row, message, Some(help));
}
