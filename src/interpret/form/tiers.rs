//! Records over two rows, each below a header row of its own: `番号⇥事業名⇥担当課` above `⇥指標⇥実績値`.
//!
//! In: the rows of a sheet. Out: the same with each such header, and each record, in one row: the cells of the lower tier
//! stand behind those of the upper one. A header of levels and the lines of a cut cell look alike: what stands below a
//! name of either row is of another kind than what stands below the one above or below it.

use std::ops::Range;

use super::{blank, keep, push};
use crate::interpret::header;
use crate::interpret::layout::{Family, Layout};
use crate::interpret::shape::Shape;
use crate::read::lex::{Cell, Rows};

/// A tier names so many columns, words tell so many of them, and so many records stand below: two may look so by chance.
const FEWEST_NAMES: usize = 3;
const FEWEST_WORDS: usize = 2;
const FEWEST_RECORDS: usize = 3;

/// A name of a column has at most so many bytes: twenty characters. Nearly every row of data has a longer cell.
const LONGEST_NAME: usize = 60;

/// At least this share of the records have cells of the kinds that both rows name. One in five may be blank or odd.
const KIND_SHARE: f32 = 0.8;

/// A header over two rows, and the records below it by their first rows.
struct Tiers {
    header: usize,
    records: Vec<usize>,
    end: usize,
}

/// Puts the two rows of each header and of each record into one; none where the sheet has no such records.
pub(super) fn rows<'s>(rows: &Rows<'s>, layout: &Layout) -> Option<Rows<'s>> {
    let mut all: Vec<Tiers> = Vec::new();
    let mut at = 0;
    while at < rows.rows.len() {
        let own = tiers(rows, at, layout);
        // What is none is not looked through again from each of its rows.
        at = own.as_ref().map_or(at + 1, |own| own.end);
        all.extend(own.filter(|own| own.records.len() >= FEWEST_RECORDS && differ_in_kind(rows, own, layout)));
    }
    if all.is_empty() {
        return None;
    }
    let mut made = Rows { syntax: rows.syntax, left_out: rows.left_out.clone(), ..Rows::default() };
    let mut at = 0;
    for of in all {
        (at..of.header).for_each(|row| keep(rows, row, &mut made));
        let lower = named(rows, of.header + 1);
        let width = rows.of(&rows.rows[of.header]).len();
        let mut firsts = [of.header].into_iter().chain(of.records).peekable();
        at = of.header;
        while at < of.end {
            if firsts.next_if_eq(&at).is_some() {
                put_together(rows, at, (width, &lower), &mut made);
                at += 2;
            } else {
                keep(rows, at, &mut made);
                at += 1;
            }
        }
    }
    (at..rows.rows.len()).for_each(|row| keep(rows, row, &mut made));
    Some(made)
}

/// Writes a row and the one below it as one.
fn put_together<'s>(rows: &Rows<'s>, at: usize, (width, lower): (usize, &[usize]), made: &mut Rows<'s>) {
    let [upper, below] = [&rows.rows[at], &rows.rows[at + 1]];
    let mut cells = rows.of(upper).to_vec();
    cells.resize(width, blank(upper.span.end()));
    let cell = |column: &usize| rows.of(below).get(*column).cloned().unwrap_or_else(|| blank(below.span.end()));
    cells.extend(lower.iter().map(cell));
    push(made, upper.line, upper.span.to(below.span), cells);
}

/// What may be a header that begins at a row, with the records below it.
fn tiers(rows: &Rows<'_>, at: usize, layout: &Layout) -> Option<Tiers> {
    let first = |at: usize| rows.rows.get(at).and_then(|row| rows.of(row).first()).map(|cell| &*cell.text);
    // Nearly every row is told by the first cell of the one below it, or by a long one of its own.
    if first(at) == Some("") || first(at + 1) != Some("") || !are_short(rows, at) {
        return None;
    }
    let (upper, lower) = (named(rows, at), rows.rows.get(at + 1).map(|_| named(rows, at + 1))?);
    let is_below = |column: &usize| upper.contains(column);
    let has_key = upper.first().is_some_and(|first| !lower.contains(first));
    if !has_key || lower.len() < FEWEST_NAMES || !lower.iter().all(is_below) || !are_names(rows, at..at + 2, layout) {
        return None;
    }
    let mut tiers = Tiers { header: at, records: Vec::new(), end: at + 2 };
    while tiers.end < rows.rows.len() {
        let own = named(rows, tiers.end);
        if own.len() < 2 {
            tiers.end += 1;
        } else if is_record(rows, tiers.end, (&upper, &lower)) {
            tiers.records.push(tiers.end);
            tiers.end += 2;
        } else {
            break;
        }
    }
    Some(tiers)
}

/// The columns in which a row says something.
fn named(rows: &Rows<'_>, at: usize) -> Vec<usize> {
    let cells = rows.of(&rows.rows[at]).iter().enumerate();
    cells.filter(|(_, cell)| !cell.text.is_empty()).map(|(column, _)| column).collect()
}

/// Whether no cell of a row is longer than a name.
fn are_short(rows: &Rows<'_>, at: usize) -> bool {
    rows.of(&rows.rows[at]).iter().all(|cell| cell.text.len() <= LONGEST_NAME && !cell.text.ends_with('。'))
}

/// Whether each of these rows holds names of columns.
fn are_names(rows: &Rows<'_>, mut range: Range<usize>, layout: &Layout) -> bool {
    let is_word = |cell: &&Cell<'_>| layout.family_at_end(&cell.text).is_some();
    range.all(|at| {
        let words = rows.of(&rows.rows[at]).iter().filter(is_word).count();
        are_short(rows, at) && words >= FEWEST_WORDS && header::is_header_row(rows, at, layout)
    })
}

/// Whether a row and the one below it are one record: this one has the key, that one stands below names alone.
fn is_record(rows: &Rows<'_>, at: usize, (upper, lower): (&[usize], &[usize])) -> bool {
    if at + 1 >= rows.rows.len() {
        return false;
    }
    let (own, below) = (named(rows, at), named(rows, at + 1));
    own.first() == upper.first()
        && own.iter().all(|column| upper.contains(column))
        && !below.is_empty()
        && below.iter().all(|column| lower.contains(column))
}

/// Whether some column holds what its upper name says in the first rows of records, and what its lower name says in the
/// second ones.
fn differ_in_kind(rows: &Rows<'_>, tiers: &Tiers, layout: &Layout) -> bool {
    let lower = named(rows, tiers.header + 1);
    let cell = |at: usize, column: usize| rows.of(&rows.rows[at]).get(column).map_or("", |cell| &*cell.text);
    let is = |text: &str, family: Family| match (family, Shape::of(text, layout)) {
        (Family::Department, shape) => shape == Shape::Department,
        (Family::Rating | Family::Judged | Family::Code, shape) => matches!(shape, Shape::Code(_)),
        (Family::Value | Family::Result, shape) => matches!(shape, Shape::Number | Shape::Dash),
        _ => false,
    };
    lower.into_iter().any(|column| {
        let family = |at: usize| layout.family_at_end(cell(at, column)).map(|(family, _)| family);
        let (Some(first), Some(second)) = (family(tiers.header), family(tiers.header + 1)) else { return false };
        let fits = |at: &&usize| {
            let (own, below) = (cell(**at, column), cell(**at + 1, column));
            is(own, first) && !is(own, second) && !is(below, first)
        };
        let fitting = tiers.records.iter().filter(fits).count();
        first != second && fitting as f32 >= KIND_SHARE * tiers.records.len() as f32
    })
}

#[cfg(test)]
mod tests {
    use crate::diagnostic::Findings;
    use crate::interpret::Options;
    use crate::source::Source;

    /// Each record as path, item, rating, departments, values and texts.
    fn read(sheet: &str) -> Vec<String> {
        let sheet = sheet.replace('|', "\t");
        let source = Source::made_up(&sheet);
        let read = crate::sheet(&source, &Options::default(), Findings::default());
        let of_record = |record: &crate::record::Record<'_>| {
            let path = record.path.last().map_or("", |of| &of.title);
            let item = record.item.as_ref().map_or("", |item| &item.title);
            let names: Vec<&str> = record.departments.iter().map(|of| &*of.name).collect();
            let values: Vec<&str> = record.values.iter().map(|of| &*of.printed).collect();
            let texts: Vec<&str> = record.texts.iter().map(|(_, text)| &**text).collect();
            let rating = record.ratings.first().map_or("", |rating| &rating.printed);
            let (names, values) = (names.join("、"), values.join("、"));
            format!("{path}|{item}|{rating}|{names}|{values}|{}", texts.join("|"))
        };
        read.records.iter().map(of_record).collect()
    }

    const HEADER: &str = "番号|事業名|事業の内容|担当課|評価\n|評価指標|取組結果|目標値|実績値\n";

    #[test]
    fn the_two_rows_of_a_record_are_one() {
        let rows = "１　緑を増やす||||\n101|花壇の手入れ|花壇を直す。|公園課|A\n|花壇の数|苗を植えた。|30か所|28か所\n\
            102|並木|枝を切る。|公園課|B\n|木の数|切り終えた。|40本\n\
            ２　川を守る||||\n201|水路の掃除|泥をさらう。|河川課、土木課|A\n|水路の長さ|泥をさらった。|500m|520m\n";
        let expected = [
            "緑を増やす|花壇の手入れ|A|公園課|30か所、28か所|101|花壇を直す。|花壇の数|苗を植えた。",
            "緑を増やす|並木|B|公園課|40本|102|枝を切る。|木の数|切り終えた。",
            "川を守る|水路の掃除|A|河川課、土木課|500m、520m|201|泥をさらう。|水路の長さ|泥をさらった。",
        ];
        assert_eq!(read(&format!("白波町の計画\n\n{HEADER}{rows}")), expected);
    }

    #[test]
    fn levels_and_lines_of_cells_are_no_tiers() {
        let levels = "番号|事業名|実績|担当|評価\n||令和5年度|部|区分\n1|花壇|30か所|環境部|A\n2|並木|40本|環境部|B\n3|水路|500m|建設部|A\n";
        assert_eq!(read(levels).len(), 3);
        let lines = "番号|事業名|内容|担当課|評価\n|の名称|と結果|の名称|の区分\n\
            1|花壇の手|苗を植え|公園課|A\n|入れ|た。||\n2|並木の枝|枝を切っ|公園課|B\n|の剪定|た。||\n3|水路の掃|泥をさら|河川課|A\n|除|った。||\n";
        let expected = [
            "|花壇の手入れ|A|公園課||1|苗を植えた。",
            "|並木の枝の剪定|B|公園課||2|枝を切った。",
            "|水路の掃除|A|河川課||3|泥をさらった。",
        ];
        assert_eq!(read(lines), expected);
    }
}
