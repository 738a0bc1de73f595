//! Rows of forms in which a reason stands behind a rating: `必要性⇥Ａ⇥町の人が集まった。`, below `評価項目⇥評価及び理由` or below no names.
//!
//! In: the rows of a form with the fields that were read in them. Out: the same with the fields of such rows, the
//! reason without a label; the names above them are no field. Rows that begin with a code are those of a legend.

use super::lines::filled_columns;
use super::{Field, blocks};
use crate::interpret::layout::{Family, Layout};
use crate::interpret::scale;
use crate::interpret::shape;
use crate::read::lex::{Cell, Rows};

/// A shorter text is a mark or a unit.
const SHORTEST_REASON: usize = 6;

/// Reads the rows with a rating and its reason that stand in blocks, one below another.
pub(super) fn read<'s>(rows: &Rows<'s>, fields: &mut [Option<Vec<Field<'s>>>], layout: &Layout) {
    let found = find(rows, layout);
    // Whether a field stands above the first of such rows, or names of them with a field above.
    let mut is_inside = false;
    let below = |above: usize| {
        if found[above].is_none() && !is_rest(rows, above) {
            let is_field = |at: usize| fields[at].is_some();
            is_inside = is_field(above) || (above > 0 && is_field(above - 1) && are_names(rows, above, 0, layout));
        }
        is_inside
    };
    let is_below: Vec<bool> = (0..fields.len()).map(below).collect();
    for at in (1..fields.len()).rev() {
        let is_known = fields.get(at + 1).is_some_and(Option::is_some);
        let adjoins = is_below[at - 1] || fields[at - 1].is_some() || is_known;
        let ends = is_known || !begins_with_code(rows, at + 1);
        if let Some([label, value, text]) = found[at].filter(|_| fields[at].is_none() && ends && adjoins) {
            let reason = (Cell::blank(text.span.start()), text.clone());
            fields[at] = Some(vec![(label.clone(), value.clone()), reason]);
        }
    }
    for (at, own) in found.iter().enumerate().skip(1) {
        if are_names(rows, at - 1, 0, layout) {
            leave_names(rows, at, fields, |label| own.is_some() || layout.names_rating(label));
        }
    }
}

/// How many rows hold a rating and its reason, or name them.
pub(super) fn count(rows: &Rows<'_>, layout: &Layout) -> usize {
    let found = find(rows, layout);
    let names = (1..found.len()).filter(|&at| found[at].is_some() && are_names(rows, at - 1, 0, layout)).count();
    found.iter().flatten().count() + names
}

/// The rating of each row, its code and the reason, where it says these. Below names of them any words may name the
/// rating.
fn find<'r, 's>(rows: &'r Rows<'s>, layout: &Layout) -> Vec<Option<[&'r Cell<'s>; 3]>> {
    let mut is_named = false;
    let of_row = |at: usize| {
        is_named = (is_named && !super::is_blank(rows, at)) || (at > 0 && are_names(rows, at - 1, 0, layout));
        let found = with_reason(rows, at, is_named, layout);
        is_named &= found.is_some() || is_rest(rows, at);
        found
    };
    (0..rows.rows.len()).map(of_row).collect()
}

/// The rating of a row, its code and the reason, if it says these.
fn with_reason<'r, 's>(rows: &'r Rows<'s>, at: usize, is_named: bool, layout: &Layout) -> Option<[&'r Cell<'s>; 3]> {
    let mut filled = rows.of(&rows.rows[at]).iter().filter(|cell| !cell.text.is_empty());
    let (label, value, text) = (filled.next()?, filled.next()?, filled.next()?);
    let rates = (is_named && blocks::is_label(&label.text)) || layout.names_rating(&label.text);
    let says_code = || is_code(&value.text) || scale::labelled(&value.text).is_some();
    let is_long = || text.text.chars().count() >= SHORTEST_REASON && !is_code(&text.text);
    let is_reason = shape::is_sentence(&text.text) || is_long();
    (rates && is_reason && filled.next().is_none() && says_code()).then_some([label, value, text])
}

fn is_code(text: &str) -> bool {
    scale::alphabet(text).is_some()
}

/// Whether the first of several cells of a row is a code.
fn begins_with_code(rows: &Rows<'_>, at: usize) -> bool {
    let mut filled = rows.rows.get(at).into_iter().flat_map(|row| rows.of(row)).filter(|cell| !cell.text.is_empty());
    filled.next().is_some_and(|first| is_code(&first.text)) && filled.next().is_some()
}

/// Whether a value of the row above goes on in a row.
fn is_rest(rows: &Rows<'_>, at: usize) -> bool {
    let mut filled = filled_columns(rows, at);
    filled.next().is_some_and(|first| first > 0) && filled.next().is_none()
}

/// Whether a row names, from a column on, what stands in rows with ratings and their reasons: `評価項目⇥評価及び理由`.
pub(super) fn are_names(rows: &Rows<'_>, at: usize, from: usize, layout: &Layout) -> bool {
    let cells = rows.of(&rows.rows[at]).get(from..).unwrap_or_default();
    let mut names = cells.iter().filter(|cell| !cell.text.is_empty());
    let family = |cell: &Cell<'_>| layout.family_at_end(&cell.text).map(|(family, _)| family);
    let is_of_rating = |cell: &Cell<'_>| {
        matches!(family(cell), Some(Family::Rating | Family::Judged | Family::Code | Family::Comment))
    };
    let is_first = |cell: &Cell<'_>| is_of_rating(cell) || family(cell) == Some(Family::Measure);
    names.next().is_some_and(is_first) && names.clone().count() > 0 && names.all(is_of_rating)
}

/// Takes the names above a rating for no field, but counts them with its label.
fn leave_names<'s>(rows: &Rows<'s>, at: usize, fields: &mut [Option<Vec<Field<'s>>>], rates: impl Fn(&str) -> bool) {
    let first = rows.of(&rows.rows[at - 1]).iter().find(|cell| !cell.text.is_empty());
    if let ([above, Some(own)], Some(first)) = (&mut fields[at - 1..=at], first)
        && let Some((label, value)) = own.first_mut()
        && is_code(&value.text)
        && rates(&label.text)
    {
        label.span = first.span.to(label.span);
        *above = Some(Vec::new());
    }
}

#[cfg(test)]
mod tests {
    use crate::interpret::form::tests::{adds_up, each_counted, ratings, texts};

    /// Each record as item, ratings with their reasons, and texts.
    fn read(sheet: &str) -> Vec<String> {
        each_counted(sheet, |record| {
            let item = record.item.as_ref().map_or("", |item| &item.title);
            format!("{item}|{}|{}", ratings(record), texts(record, "、"))
        })
    }

    const FORMS: [[&str; 4]; 3] = [
        ["花壇の手入れ", "Ａ", "町の人が望んでいる。", "よく咲いた。"],
        ["水路の掃除", "Ｂ", "水があふれている。", "泥が減った。"],
        ["朝市の開催", "Ａ", "店が減っている。", "客が増えてきた。"],
    ];

    /// Three forms below the same level, each with a table of ratings, and what stands below each.
    fn sheet(table: &str, below: &str) -> String {
        let form = |[name, code, first, second]: [&str; 4]| {
            let table = table.replace("?1", first).replace("?2", second).replace('?', code);
            format!("政策|緑の町||\n事業名|{name}||\nねらい|{name}を続ける。||\n{table}{below}")
        };
        format!("白波町　点検票\nＡ：適切|Ｂ：課題がある\n\n{}", FORMS.map(form).concat())
    }

    fn expected() -> [String; 3] {
        FORMS.map(|[name, code, first, second]| {
            format!("{name}|必要性={code}{first}、総合評価={code}{second}|ねらい={name}を続ける。")
        })
    }

    #[test]
    fn ratings_with_their_reasons_may_stand_below_names() {
        let rows = "必要性|?|?1|\n総合評価|?|?2|\n";
        for names in ["", "評価項目|評価及び理由||\n", "評価の観点|区分|説明|\n", "項目|評価|理由|\n"]
        {
            for below in ["\n", "", "- 1 -\n", "- 1 -\n\n白波町　点検票\n", "|||\n"] {
                assert_eq!(read(&sheet(&format!("{names}{rows}"), below)), expected(), "{names} {below}");
            }
        }
    }

    #[test]
    fn a_caption_may_stand_in_front_of_ratings_and_reasons() {
        let rows = "評価|必要性|?|?1\n|総合評価|?|?2\n";
        assert_eq!(read(&sheet(rows, "\n")), expected());
        let named = "評価|項目|区分|理由\n|必要性|?|?1\n|総合評価|?|?2\n";
        assert_eq!(read(&sheet(named, "\n")), expected());
    }

    #[test]
    fn a_reason_may_be_missing_or_go_on_below() {
        let missing = "評価項目|評価及び理由||\n必要性|?|||\n総合評価|?|?2|\n";
        let told = FORMS.map(|[name, code, _, second]| {
            format!("{name}|必要性={code}、総合評価={code}{second}|ねらい={name}を続ける。")
        });
        assert_eq!(read(&sheet(missing, "\n")), told);
    }

    #[test]
    fn words_that_nobody_listed_are_rated_below_names() {
        let rows = "評価項目|評価及び理由||\n町がする意味|?|?1|\n総合評価|?|?2|\n";
        let records = read(&sheet(rows, "\n"));
        assert!(records.len() == 3 && records[0].contains("町がする意味=Ａ"), "{records:?}");
    }

    #[test]
    fn names_above_the_first_block_are_counted_with_it() {
        let rows = ["評価項目|評価及び理由", "必要性|A", "|"];
        let again = ["目的（何のために）|町を緑にする。", "活動指標|面積", "必要性|B"];
        adds_up(&rows.iter().chain(&again).map(|row| format!("{row}||||\n")).collect::<String>().replace('|', "\t"));
        // Blank cells may stand in front of the names.
        adds_up("\t\t区分\t説明\t\n【評価】Ｂ\n【評価】Ｂ\n【課題】人手の不足\n");
    }
}
