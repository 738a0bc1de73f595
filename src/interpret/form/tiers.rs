//! Records over two rows, each below a header row of its own: `番号⇥事業名⇥担当課` above `⇥指標⇥実績値`.
//!
//! In: the rows of a sheet. Out: the same with each such header, and each record, in one row: the cells of the lower
//! tier stand behind those of the upper one. A header of levels and the lines of a cut cell look alike: what stands
//! below a name of either row is of another kind than what stands below the one above or below it. Where both rows
//! begin with a name, as `取組項目` above `取組の概要`, each record shows by itself that it has two: what only the upper row
//! names is blank in the second. Where both name the same columns, some column shows it in each record without
//! exception.

use std::ops::Range;

use foldhash::HashSet;

use super::{keep, push};
use crate::interpret::header;
use crate::interpret::layout::{Family, Layout};
use crate::interpret::scale;
use crate::interpret::shape::Shape;
use crate::read::lex::{Cell, Rows};

/// A tier names so many columns, words tell so many of them, and so many records stand below: two may look so by
/// chance.
const FEWEST_NAMES: usize = 3;
const FEWEST_WORDS: usize = 2;
const FEWEST_RECORDS: usize = 3;

/// A name of a column has at most so many bytes: twenty characters. Nearly every row of data has a longer cell.
const LONGEST_NAME: usize = 60;

/// At least this share of the records have cells of the kinds that both rows name. One in five may be blank or odd, but
/// none where nothing else tells which row is the first of a record.
const KIND_SHARE: f32 = 0.8;

/// A header over two rows, where it comes again, and the records below it, each by the first row.
struct Tiers {
    header: usize,
    again: Vec<usize>,
    records: Vec<usize>,
    end: usize,
    /// Both rows of the header begin with a name.
    both_begin: bool,
    /// The upper row names a column that the lower one does not.
    has_key: bool,
    /// No row is left over where another one has a second one.
    is_whole: bool,
}

/// The columns that each row of a header names.
struct Named {
    upper: Vec<usize>,
    lower: Vec<usize>,
}

impl Named {
    fn both_begin(&self) -> bool {
        self.upper.first() == self.lower.first()
    }

    fn has_key(&self) -> bool {
        self.upper.iter().any(|column| self.is_upper_alone(column))
    }

    /// Whether only the upper row names a column.
    fn is_upper_alone(&self, column: &usize) -> bool {
        names(&self.upper, column) && !names(&self.lower, column)
    }
}

/// Puts the two rows of each header and of each record into one; none where the sheet has no such records.
pub(super) fn rows<'s>(rows: &Rows<'s>, layout: &Layout) -> Option<Rows<'s>> {
    let mut all: Vec<Tiers> = Vec::new();
    let mut at = 0;
    while at < rows.rows.len() {
        let own = tiers(rows, at, layout);
        // What is none is not looked through again from each of its rows.
        at = own.as_ref().map_or(at + 1, |own| own.end);
        let is_shown = |own: &Tiers| {
            let differs = differ_in_kind(rows, own, layout) || (own.both_begin && differ_in_words(rows, own, layout));
            own.is_whole && own.records.len() >= FEWEST_RECORDS && differs
        };
        all.extend(own.filter(is_shown));
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
        let mut firsts = [&[of.header][..], &of.again, &of.records].concat();
        firsts.sort_unstable();
        let mut firsts = firsts.into_iter().peekable();
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
    cells.resize(width, Cell::blank(upper.span.end()));
    let cell = |column: &usize| rows.of(below).get(*column).cloned().unwrap_or_else(|| Cell::blank(below.span.end()));
    cells.extend(lower.iter().map(cell));
    push(made, upper.line, upper.span.to(below.span), cells);
}

/// What may be a header that begins at a row, with the records below it.
fn tiers(rows: &Rows<'_>, at: usize, layout: &Layout) -> Option<Tiers> {
    // Nearly every row is told by a long cell of its own, or of the one below it.
    if at + 1 >= rows.rows.len() || !are_short(rows, at) || !are_short(rows, at + 1) {
        return None;
    }
    let header = Named { upper: named(rows, at), lower: named(rows, at + 1) };
    let is_below = |column: &usize| names(&header.upper, column);
    if header.lower.len() < FEWEST_NAMES || !header.lower.iter().all(is_below) || !are_names(rows, at..at + 2, layout) {
        return None;
    }
    let (has_key, both_begin) = (header.has_key(), header.both_begin());
    let (again, records) = (Vec::new(), Vec::new());
    let mut tiers = Tiers { header: at, again, records, end: at + 2, both_begin, has_key, is_whole: true };
    while tiers.end < rows.rows.len() {
        let own = named(rows, tiers.end);
        if own.len() < 2 {
            tiers.end += 1;
        } else if is_again(rows, tiers.end, at) && is_again(rows, tiers.end + 1, at + 1) {
            tiers.again.push(tiers.end);
            tiers.end += 2;
        } else if is_record(rows, tiers.end, &header) {
            tiers.records.push(tiers.end);
            tiers.end += 2;
        } else {
            break;
        }
    }
    // Another row than that of the next header has no second one: then two rows in turn were none.
    tiers.is_whole = !both_begin || tiers.end >= rows.rows.len() || header::is_header_row(rows, tiers.end, layout);
    Some(tiers)
}

/// The columns in which a row says something.
fn named(rows: &Rows<'_>, at: usize) -> Vec<usize> {
    let cells = rows.of(&rows.rows[at]).iter().enumerate();
    cells.filter(|(_, cell)| !cell.text.is_empty()).map(|(column, _)| column).collect()
}

/// Whether a column is among those that a row names, which are in order.
fn names(row: &[usize], column: &usize) -> bool {
    row.binary_search(column).is_ok()
}

/// Whether a row says what that of the header says.
fn is_again(rows: &Rows<'_>, at: usize, header: usize) -> bool {
    let texts = |at: usize| rows.rows.get(at).map(|row| rows.of(row).iter().map(|cell| &cell.text));
    texts(at).zip(texts(header)).is_some_and(|(own, header)| own.eq(header))
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

/// Whether a row and the one below it are one record: this one has the key, that one stands below names alone. Where
/// both begin with a name, what the upper row alone names is the key; where there is none, kinds of cells must tell.
fn is_record(rows: &Rows<'_>, at: usize, header: &Named) -> bool {
    if at + 1 >= rows.rows.len() {
        return false;
    }
    let (own, below) = (named(rows, at), named(rows, at + 1));
    let begins_as = |tier: &[usize], own: &[usize]| own.first() == tier.first();
    let has_key = || own.iter().any(|column| header.is_upper_alone(column)) && begins_as(&header.lower, &below);
    begins_as(&header.upper, &own)
        && own.iter().all(|column| names(&header.upper, column))
        && !below.is_empty()
        && below.iter().all(|column| names(&header.lower, column))
        && (!header.both_begin() || !header.has_key() || has_key())
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
    let share = if tiers.has_key { KIND_SHARE } else { 1.0 };
    lower.into_iter().any(|column| {
        let family = |at: usize| layout.family_at_end(cell(at, column)).map(|(family, _)| family);
        let (Some(first), Some(second)) = (family(tiers.header), family(tiers.header + 1)) else { return false };
        let fits = |at: &&usize| {
            let (own, below) = (cell(**at, column), cell(**at + 1, column));
            is(own, first) && !is(own, second) && !is(below, first)
        };
        let fitting = tiers.records.iter().filter(fits).count();
        first != second && fitting as f32 >= share * tiers.records.len() as f32
    })
}

/// Whether some column that both rows name as a rating holds a few words in the first rows of records, and a few others
/// in the second ones: `A` and `B` above `継続` and `拡充`.
fn differ_in_words(rows: &Rows<'_>, tiers: &Tiers, layout: &Layout) -> bool {
    let cell = |at: usize, column: usize| rows.of(&rows.rows[at]).get(column).map_or("", |cell| &*cell.text);
    let rates = |at: usize, column: usize| {
        let family = layout.family_at_end(cell(at, column)).map(|(family, _)| family);
        matches!(family, Some(Family::Rating | Family::Judged | Family::Code))
    };
    // The words below a name that rate, where nearly each row has one and they come again.
    let words = |column: usize, offset: usize| -> Option<HashSet<&str>> {
        let all = tiers.records.iter().map(|at| cell(at + offset, column));
        let rating: Vec<&str> = all.filter(|word| scale::alphabet(word).is_some()).collect();
        let words: HashSet<&str> = rating.iter().copied().collect();
        let rates = rating.len() as f32 >= KIND_SHARE * tiers.records.len() as f32;
        (rates && words.len() < rating.len()).then_some(words)
    };
    named(rows, tiers.header + 1).into_iter().any(|column| {
        let are_apart = || Some(words(column, 0)?.is_disjoint(&words(column, 1)?));
        rates(tiers.header, column) && rates(tiers.header + 1, column) && are_apart() == Some(true)
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

    const BOTH_BEGIN: &str =
        "取組項目|所管課|今年の計画|費用（計画）|達成度\n取組の概要||今年の結果|費用（結果）|今後の方向性\n";

    #[test]
    fn two_rows_that_both_begin_with_a_name_are_one_where_only_the_first_has_a_department() {
        let rows = "柱1　緑を増やす||||\n花壇の手入れ|公園課|苗を植える。|80千円|A\n町の花壇を直す。||苗を植えた。|75千円|継続\n\
            並木|公園課|枝を切る。|－|B\n道の木を守る。||半ば切った。|－|継続\n\
            柱2　川を守る||||\n水路|河川課|泥をさらう。|60千円|A\n水路を直す。||さらった。|61千円|拡充\n";
        let expected = [
            "緑を増やす|花壇の手入れ|A|公園課|80千円、75千円|苗を植える。|町の花壇を直す。|苗を植えた。",
            "緑を増やす|並木|B|公園課|－、－|枝を切る。|道の木を守る。|半ば切った。",
            "川を守る|水路|A|河川課|60千円、61千円|泥をさらう。|水路を直す。|さらった。",
        ];
        assert_eq!(read(&format!("白波町の計画\n{BOTH_BEGIN}{rows}")), expected);
        // A blank column may stand in front.
        let sheet = format!("{BOTH_BEGIN}{rows}").replace('\n', "\n|");
        assert_eq!(read(&format!("|{}", sheet.trim_end_matches('|'))), expected);
        // One code that is missing or wrong hides nothing of the others.
        let more = "堤|河川課|草を刈る。|9千円|B\n堤を守る。||刈った。|8千円|継続\n橋|道路課|板を替える。|7千円|A\n橋を直す。||替えた。|6千円|拡充\n";
        for damaged in ["80千円|\n", "80千円|要確認\n"] {
            let sheet = format!("{BOTH_BEGIN}{rows}{more}").replace("80千円|A\n", damaged);
            assert_eq!(read(&sheet).len(), 5, "{damaged}");
        }
    }

    #[test]
    fn rows_in_turn_with_and_without_a_department_are_records_where_both_are_rated_alike() {
        let rows = "花壇の手入れ|公園課|苗を植える。|80千円|A\n町の花壇||枝を切る。|75千円|B\n\
            並木|道路課|枝を切る。|－|B\n道の木||泥をさらう。|－|A\n水路|河川課|泥をさらう。|60千円|A\n水門||門を直す。|61千円|B\n";
        assert_eq!(read(&format!("{BOTH_BEGIN}{rows}")).len(), 6);
        // One row more has no second one.
        let odd = rows.replace("|B\n", "|継続\n") + "堤|河川課|草を刈る。|9千円|A\n";
        assert_eq!(read(&format!("{BOTH_BEGIN}{odd}")).len(), 7);
    }

    const SAME_COLUMNS: &str = "事業名|担当課|評価\n事業の内容|課題|次年度の方針\n";

    #[test]
    fn two_rows_of_the_same_columns_are_one_where_each_record_has_its_department_in_the_first() {
        let page = |rows: &str, number: u8| format!("白波町の計画\n\n{SAME_COLUMNS}{rows}\n- {number} -\n");
        let first = "方針1　緑を増やす\n花壇の手入れ|公園課|A\n苗を植えた。|苗が足りない。|苗を増やす。\n\
            並木|公園課|B\n枝を切った。|人が足りない。|人を増やす。\n";
        let second = "方針2　川を守る\n水路|河川課|A\n泥をさらった。|雨が多い。|続ける。\n";
        let expected = [
            "緑を増やす|花壇の手入れ|A|公園課||苗を植えた。|苗が足りない。|苗を増やす。",
            "緑を増やす|並木|B|公園課||枝を切った。|人が足りない。|人を増やす。",
            "川を守る|水路|A|河川課||泥をさらった。|雨が多い。|続ける。",
        ];
        assert_eq!(read(&(page(first, 1) + &page(second, 2))), expected);
    }

    #[test]
    fn two_rows_of_the_same_columns_are_records_where_one_lacks_its_second_row_or_is_of_another_kind() {
        let rows = "花壇|公園課|A\n苗を植えた。|苗が足りない。|苗を増やす。\n並木|公園課|B\n枝を切った。|人が足りない。|人を増やす。\n";
        let reads = |rows: &str| {
            read(&format!("{SAME_COLUMNS}{rows}"))
                .contains(&"|花壇|A|公園課||苗を植えた。|苗が足りない。|苗を増やす。".to_owned())
        };
        assert!(reads(&format!("{rows}水路|河川課|A\n泥をさらった。|雨が多い。|続ける。\n")));
        assert!(!reads(&format!("{rows}水路|河川課|A\n")));
        assert!(!reads(&format!(
            "{rows}水路|河川課|A\n堤|河川課|B\n水門|河川課|A\n門を直した。|雨が多い。|続ける。\n"
        )));
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
