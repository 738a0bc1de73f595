//! Two records of one item that are rated otherwise.

use crate::check::same::{Before, Sameness, are_same};
use crate::check::{Look, Read};
use crate::diagnostic::{Findings, Rule, Severity, Text, text};
use crate::record::{Rating, Record};
use crate::source::Span;

/// Two records of one item that are rated otherwise.
pub static CONTRADICTORY_RATINGS: Rule = Rule {
    name: "contradictory-ratings",
    severity: Severity::Warning,
    since: "0.1.0",
    summary: Text { ja: "同じ取組の評価が行によって違う", en: "one item is rated in two ways" },
    reports: Text {
        ja: "見出し、取組、文、所管課がすべて同じで、評価の記号だけが違う二つの行。所管課か内容が違えば、別の評価として報告しない。",
        en: "Two rows that agree in headings, item, texts and departments, and differ in a code. Another department or another content is another rating.",
    },
    matters: Text {
        ja: "どちらの評価が正しいか分からない。", en: "Nobody knows which of the two is right."
    },
    example: concat!(
        "堤防の点検\t川の堤防を見回ります。\tA\t河川課\n",
        "堤防の点検\t川の堤防を見回ります。\tC\t河川課\n"
    ),
    remedy: Text {
        ja: "正しい行だけを残すか、何が違うのかを内容に書く。",
        en: "Keep the right one, or say in what they differ.",
    },
    principle: None,
};

/// Finds records that agree in all but their codes.
pub(super) fn look<'r>(_: &'r Read<'r>) -> Box<dyn Look<'r> + 'r> {
    Box::new(ContradictoryRatings(Before::by(Sameness::ButRatings)))
}

struct ContradictoryRatings<'r>(Before<'r>);

impl<'r> Look<'r> for ContradictoryRatings<'r> {
    fn record(&mut self, record: &'r Record<'r>, content: u64, found: &mut Findings) {
        if record.item.is_none() || record.ratings.is_empty() {
            return;
        }
        if let Some(before) = self.0.find(record, content)
            && let Some((one, two)) = contradiction(before, record)
            && are_same(before, record, Sameness::ButRatings)
            && let Some(cell) = record.cells.iter().find(|cell| cell.of.name == two.column)
        {
            say(cell.span, (one, two), found);
        }
    }
}

/// The first two ratings of a column that say something else.
fn contradiction<'r, 's>(one: &'r Record<'s>, two: &'r Record<'s>) -> Option<(&'r Rating<'s>, &'r Rating<'s>)> {
    one.ratings.iter().zip(&two.ratings).find(|(one, two)| {
        one.column == two.column && one.codes != two.codes && !one.codes.is_empty() && !two.codes.is_empty()
    })
}

fn say(cell: Span, (one, two): (&Rating<'_>, &Rating<'_>), found: &mut Findings) {
    let message = text(
        format!("同じ取組の「{}」が、前の行では「{}」、ここでは「{}」です", two.column, one.printed, two.printed),
        format!("`{}` of the same item is `{}` above and `{}` here", two.column, one.printed, two.printed),
    );
    let help = text(
        "正しい行だけを残すか、何が違うのかを内容に書いてください",
        "keep the right one, or say in what they differ",
    );
    found.push(&CONTRADICTORY_RATINGS, cell, message, Some(help));
}
