//! A legend that does not fit the column that it explains.

use crate::check::Read;
use crate::diagnostic::{Findings, Rule, Severity, Text, text};
use crate::interpret::heading::squeezed;
use crate::interpret::rating;
use crate::record::{Column, Legend, Origin, Role, Scale, Sheet};

/// A legend that does not fit the column that it explains.
pub static LEGEND_MISMATCH: Rule = Rule {
    name: "legend-mismatch",
    severity: Severity::Warning,
    since: "0.1.0",
    summary: Text {
        ja: "凡例の記号や名前が、評価の列と合わない",
        en: "a legend does not fit the rating column that it explains, in codes or in name",
    },
    reports: Text {
        ja: "列を説明する凡例があるのに、列の半分以上で別の記号が使われているもの。また、ほかの凡例は列の名前で呼ばれているのに、列の名前と違う名前の凡例。",
        en: "A legend that explains a column in which more than half of the cells hold other codes. And, where other legends are named as their columns are, one that is named otherwise.",
    },
    matters: Text {
        ja: "どの列の記号の説明か、読む人が取り違える。",
        en: "Readers take it for the explanation of another column.",
    },
    example: concat!(
        "取組区分　ア：広げる　イ：続ける　ウ：やめる\n",
        "事業名\t取組評価\t担当課\n",
        "水門の更新\tイ\t河川課\n"
    ),
    remedy: Text {
        ja: "凡例の名前を列の見出しに、記号を列の記号に揃える。",
        en: "Give the legend the name of the column, and the codes that are used in it.",
    },
    principle: None,
};

/// Finds legends that nothing is rated by, and legends with another name than their column.
pub(super) fn check(read: &Read<'_>, found: &mut Findings) {
    let sheet = read.sheet;
    let rated_by = |legend: &Legend| {
        // A list of words is used where the legend that explains them is.
        let is_list = legend.scale.codes.iter().all(|code| code.label.is_none());
        let is_same = |scale: &Scale| {
            let codes = |of: &Scale| of.codes.iter().map(|code| code.code.clone()).collect::<Vec<_>>();
            scale.codes == legend.scale.codes || (is_list && codes(scale) == codes(&legend.scale))
        };
        let scale = sheet.scales.iter().find(|scale| scale.origin == Origin::Legend && is_same(scale))?;
        sheet.columns.iter().find(|column| column.scale.as_ref() == Some(&scale.name))
    };
    let named: Vec<(&Legend, Option<&Column>)> =
        sheet.legends.iter().map(|legend| (legend, rated_by(legend))).collect();
    let names_tell = named.iter().any(|(legend, column)| column.is_some_and(|column| is_named(legend, column)));
    for (legend, column) in &named {
        match column {
            // A legend of several columns is named as none of them.
            Some(column)
                if names_tell
                    && !legend.scale.name.is_empty()
                    && !is_named(legend, column)
                    && sheet.columns.iter().filter(|other| other.scale == column.scale).count() == 1 =>
            {
                say_name(legend, column, found);
            }
            Some(_) => {}
            None => {
                if let Some(column) = explained(legend, sheet) {
                    say_codes(legend, column, found);
                }
            }
        }
    }
}

/// The column that a legend explains though nothing in it is rated by the legend: the one with its name, else the only
/// one that is rated by no legend.
fn explained<'r>(legend: &Legend, sheet: &'r Sheet<'_>) -> Option<&'r Column> {
    let by_legend = |column: &Column| sheet.scale_of(column).is_some_and(|scale| scale.origin == Origin::Legend);
    let ratings = || sheet.columns.iter().filter(|column| column.role == Role::Rating);
    let mut left = ratings().filter(|column| !by_legend(column));
    let only = left.next().filter(|_| left.next().is_none() && legend.scale.name.is_empty());
    ratings().find(|column| is_named(legend, column)).or(only)
}

/// Whether a legend is named as a column is, or as a level of its header: below 担当課評価 stands 達成状況.
fn is_named(legend: &Legend, column: &Column) -> bool {
    let name = &*legend.scale.name;
    let is_level = |level: &String| squeezed(level) == squeezed(name);
    rating::names_match(name, &column.name) || column.printed.iter().any(is_level)
}

fn say_name(legend: &Legend, column: &Column, found: &mut Findings) {
    let (own, other) = (&legend.scale.name, &column.name);
    let message = text(
        format!("凡例「{own}」の記号は「{other}」の列で使われています"),
        format!("the codes of the legend `{own}` are used in the column `{other}`"),
    );
    let help = text("凡例と列の名前を揃えてください", "use one name for the legend and the column");
    found.push(&LEGEND_MISMATCH, legend.span, message, Some(help));
}

fn say_codes(legend: &Legend, column: &Column, found: &mut Findings) {
    let codes = legend.scale.listed();
    let message = text(
        format!("「{}」の列では、凡例の記号（{codes}）と違う記号が使われています", column.name),
        format!("the column `{}` uses other codes than its legend, {codes}", column.name),
    );
    let help = text("凡例と列の記号を揃えてください", "use the same codes in the legend and the column");
    found.push(&LEGEND_MISMATCH, legend.span, message, Some(help));
}
