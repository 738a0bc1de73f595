//! Columns that name no part of a plan: one mark in some rows, numbers of departments, words that tell rows apart.
//!
//! In: a table whose columns have roles. Out: the same, where such a column is neither a level nor the item but a text.
//! A mark says something of its own row; carried on as a level it would say so of the rows below.

use foldhash::HashMap;

use super::{Page, Table};
use crate::interpret::header::HeaderColumn;
use crate::interpret::layout::Family;
use crate::interpret::number;
use crate::interpret::roles::{TableColumn, is_key};
use crate::read::lex::Rows;
use crate::record::Role;

/// Makes texts of the levels and items that name nothing.
pub(super) fn demote(table: &mut Table, headers: &[HeaderColumn], rows: &Rows<'_>) {
    for at in 0..headers.len() {
        let role = table.columns[at].role;
        if !matches!(role, Role::Path | Role::Item) {
            continue;
        }
        let is_key = is_key(&headers[at]);
        let is_number = |text: &str| text.chars().all(|c| number::digit(c).is_some() || c == '-');
        let is_nameless = |text: &str| is_mark(text) || (is_key && is_number(text));
        let tells_apart = || {
            role == Role::Path
                && headers[at].family.is_none()
                && (table.pages_with(at).any(|page| comes_back(page, at, &table.columns, rows))
                    || stands_below_many(table, at, rows))
                || role == Role::Path
                    && matches!(headers[at].family, None | Some(Family::Text))
                    && is_printed_again(table, at, rows)
        };
        if !(holds_only(table, at, rows, is_nameless) || tells_apart()) {
            continue;
        }
        table.columns[at].role = Role::Text;
        // 事業名 in front of 重点事業, in which ○ stands.
        let names_items = |at: &usize| matches!(headers[*at].family, Some(Family::Item | Family::Measure));
        let level = (0..at).rev().find(|&level| table.columns[level].role == Role::Path).filter(names_items);
        if let Some(level) = level.filter(|_| role == Role::Item) {
            table.columns[level].role = Role::Item;
        }
    }
}

/// Whether a cell holds a mark that sets its row apart, and nothing else: `◆`, `○`. Commas, quotes and strokes are
/// slips.
fn is_mark(text: &str) -> bool {
    const MARKS: &str = "○◯〇◎●◇◆□■△▲▽▼☆★※＊*✓✔";
    let mut characters = text.chars();
    characters.next().is_some_and(|c| MARKS.contains(c)) && characters.next().is_none()
}

/// Whether a word of a column that is filled in every row of a page comes back behind others, the levels left of it
/// being the same: 一般, 国保, 介護, 一般 below 会計. A part of a plan stands in one place; a single row of another word may be a
/// slip.
fn comes_back(page: &Page, column: usize, columns: &[TableColumn], rows: &Rows<'_>) -> bool {
    let mut last_at: HashMap<Vec<&str>, usize> = HashMap::default();
    let (mut slips, mut any) = (0, false);
    for (at, &row) in page.rows.iter().enumerate() {
        let levels = page
            .cells_of(row, rows)
            .filter(|(_, of)| of.is_some_and(|of| of == column || (of < column && columns[of].role == Role::Path)));
        let own: Vec<&str> = levels.map(|(cell, _)| &*cell.text).collect();
        if own.last().is_none_or(|own| own.is_empty()) {
            return false;
        }
        let between = last_at.insert(own, at).map_or(0, |before| at - before - 1);
        slips += usize::from(between == 1);
        any |= between > 1 || slips > 1;
    }
    any
}

/// Whether a word of a column that is filled in every row stands below so many parts of the plan that it is none
/// itself: 一般会計 below each of them. Two may share the name of a part.
fn stands_below_many(table: &Table, column: usize, rows: &Rows<'_>) -> bool {
    const FEWEST: usize = 3;
    let levels: Vec<usize> = (0..column).filter(|&at| table.columns[at].role == Role::Path).collect();
    // The last part that each word stands below, and how many there are.
    let mut below: HashMap<&str, (usize, usize)> = HashMap::default();
    let (mut part, mut above) = (0, Vec::new());
    for (page, row) in table.rows() {
        let own = page.text_of(row, column, rows);
        let level: Vec<&str> = levels.iter().map(|&at| page.text_of(row, at, rows)).collect();
        if own.is_empty() {
            return false;
        }
        if level.iter().any(|level| !level.is_empty()) && level != above {
            (part, above) = (part + 1, level);
        }
        let (last, count) = below.entry(own).or_default();
        *count += usize::from(*last != part);
        *last = part;
    }
    below.values().any(|(_, count)| *count >= FEWEST)
}

/// Whether a word of a column with blank cells is as often as not printed again below them, though it would stand there
/// already were it that of a merged cell: 新規, blank, 新規. Each such row has it for itself.
fn is_printed_again(table: &Table, column: usize, rows: &Rows<'_>) -> bool {
    let levels: Vec<usize> = (0..column).filter(|&at| table.columns[at].role == Role::Path).collect();
    let (mut again, mut others) = (0, 0);
    for page in table.pages_with(column) {
        // The word above with the row above, and whether blank cells stand between.
        let (mut word, mut above, mut is_below) = ("", None, false);
        for &row in &page.rows {
            let opens = levels.iter().any(|&level| !page.text_of(row, level, rows).is_empty());
            if opens || above.is_some_and(|above| above + 1 != row) {
                word = "";
            }
            above = Some(row);
            let own = page.text_of(row, column, rows);
            if own.is_empty() {
                is_below = true;
                continue;
            }
            match () {
                () if word.is_empty() => {}
                () if own == word && is_below => again += 1,
                () => others += 1,
            }
            (word, is_below) = (own, false);
        }
    }
    again > 0 && again >= others
}

/// Of so many marks or numbers for each cell of another kind that one is a slip: a row that stands one column too far
/// to the left. A level holds names, and a stray mark among them.
const FOR_A_SLIP: usize = 3;

/// Whether there are filled cells in a column, all but slips are such, and marks are one and the same.
fn holds_only(table: &Table, column: usize, rows: &Rows<'_>, is_nameless: impl Fn(&str) -> bool) -> bool {
    let mut first: Option<&str> = None;
    let (mut nameless, mut slips) = (0, 0);
    for page in table.pages_with(column) {
        for &row in &page.rows {
            let Some(text) = Some(page.text_of(row, column, rows)).filter(|text| !text.is_empty()) else { continue };
            if !is_nameless(text) {
                slips += 1;
            } else if is_mark(text) && *first.get_or_insert(text) != text {
                return false;
            } else {
                nameless += 1;
            }
        }
    }
    nameless > 0 && nameless >= FOR_A_SLIP * slips
}

#[cfg(test)]
mod tests {
    use crate::diagnostic::Findings;
    use crate::interpret::Options;
    use crate::source::Source;

    /// The levels and the item of each record.
    #[track_caller]
    fn case(sheet: &str, expected: &[&str]) {
        let sheet = sheet.replace('|', "\t");
        let source = Source::made_up(&sheet);
        let read = crate::sheet(&source, &Options::default(), Findings::default());
        let told = |record: &crate::record::Record<'_>| {
            let levels: String = record.path.iter().map(|heading| format!("{} > ", heading.title)).collect();
            format!("{levels}{}", record.item.as_ref().map(|item| &*item.title).unwrap_or_default())
        };
        assert_eq!(read.records.iter().map(told).collect::<Vec<_>>(), expected, "{sheet}");
    }

    #[test]
    fn one_mark_in_some_rows_is_no_level_wherever_it_stands() {
        let rows = "|朝市の開催|月に一度開きました。|A|農政課\n◆|花壇の手入れ|花を植えました。|B|公園課\n|夜の見回り|町を歩きました。|A|市民課\n";
        let expected = ["朝市の開催", "花壇の手入れ", "夜の見回り"];
        for name in ["重点", "重点事業", "重点施策"] {
            case(&format!("{name}|事業名|内容|評価|担当課\n{rows}"), &expected);
            case(&format!("{name}|事業名|内容|評価|担当課\n{}", rows.replace('◆', "○")), &expected);
        }
        let slipped = "◆|池の掃除|泥をさらいました。|B|公園課\n◆|橋の点検|傷を写しました。|B|道路課\n道の清掃|草を刈りました。|A|道路課\n";
        let source = format!("重点\t事業名\t内容\t評価\t担当課\n{rows}{slipped}").replace('|', "\t");
        let source = Source::made_up(&source);
        let read = crate::sheet(&source, &Options::default(), Findings::default());
        assert!(read.records.iter().all(|record| record.path.is_empty()));
        let right = "朝市の開催||月に一度開きました。|A|農政課\n花壇の手入れ|○|花を植えました。|B|公園課\n夜の見回り||町を歩きました。|A|市民課\n";
        case(&format!("事業名|重点事業|内容|評価|担当課\n{right}"), &expected);
    }

    #[test]
    fn words_that_come_back_tell_rows_apart() {
        let row = |(of, item): (&str, &str)| format!("{of}|{item}|月に一度開きました。|A|農政課\n");
        let items = ["朝市", "花壇", "見回り", "清掃"];
        let rows = |of: [&str; 4]| of.into_iter().zip(items).map(row).collect::<String>();
        let header = "会計|事業名|内容|評価|担当課\n";
        case(&format!("{header}{}", rows(["一般", "国保", "介護", "一般"])), &items);
        let grouped = ["一般 > 朝市", "一般 > 花壇", "国保 > 見回り", "国保 > 清掃"];
        case(&format!("{header}{}", rows(["一般", "一般", "国保", "国保"])), &grouped);
        let slipped = ["一般 > 朝市", "一投 > 花壇", "一般 > 見回り", "国保 > 清掃"];
        case(&format!("{header}{}", rows(["一般", "一投", "一般", "国保"])), &slipped);
    }

    #[test]
    fn words_below_each_part_of_a_plan_tell_rows_apart() {
        let row = |(of, item): (&str, &str)| format!("{of}|{item}|月に一度開きました。|A|農政課\n");
        let items = ["朝市", "花壇", "見回り", "清掃"];
        let rows = |of: [&str; 4]| of.into_iter().zip(items).map(row).collect::<String>();
        let header = "柱|会計|事業名|内容|評価|担当課\n";
        let below_each = ["緑|一般", "水|一般", "道|一般", "道|国保"];
        let merged = ["緑|一般", "|国保", "水|一般", "道|一般"];
        case(&format!("{header}{}", rows(below_each)), &["緑 > 朝市", "水 > 花壇", "道 > 見回り", "道 > 清掃"]);
        case(&format!("{header}{}", rows(merged)), &["緑 > 朝市", "緑 > 花壇", "水 > 見回り", "道 > 清掃"]);
        let below_two = ["緑|一般", "水|一般", "道|国保", "道|介護"];
        let levels = ["緑 > 一般 > 朝市", "水 > 一般 > 花壇", "道 > 国保 > 見回り", "道 > 介護 > 清掃"];
        case(&format!("{header}{}", rows(below_two)), &levels);
    }

    #[test]
    fn words_that_are_printed_again_below_blank_cells_are_of_single_rows() {
        let row = |(of, item): (&str, &str)| format!("{of}|{item}|月に一度開きました。|A|農政課\n");
        let items = ["朝市", "花壇", "見回り", "清掃"];
        let rows = |of: [&str; 4]| of.into_iter().zip(items).map(row).collect::<String>();
        for header in ["種類|事業名|内容|評価|担当課\n", "備考|事業名|内容|評価|担当課\n"] {
            case(&format!("{header}{}", rows(["新規", "", "新規", ""])), &items);
            case(&format!("{header}{}", rows(["休止中", "", "", "休止中"])), &items);
        }
        let header = "種類|事業名|内容|評価|担当課\n";
        let levels = ["町 > 朝市", "町 > 花壇", "川 > 見回り", "川 > 清掃"];
        case(&format!("{header}{}", rows(["町", "", "川", ""])), &levels);
        let one = ["町 > 朝市", "町 > 花壇", "町 > 見回り", "町 > 清掃"];
        case(&format!("{header}{}", rows(["町", "町", "", ""])), &one);
        // Below other parts, and on the next page, a word begins anew.
        let nested = ["緑|町", "|", "水|町", "|"];
        let levels = ["緑 > 町 > 朝市", "緑 > 町 > 花壇", "水 > 町 > 見回り", "水 > 町 > 清掃"];
        case(&format!("柱|{header}{}", rows(nested)), &levels);
        let pages = rows(["町", "", "町", ""]).replace("町|見回り", "\n種類|事業名|内容|評価|担当課\n町|見回り");
        case(&format!("{header}{pages}"), &one);
    }

    #[test]
    fn a_stray_mark_leaves_a_level_one() {
        let row = |of: &str, item: &str| format!("{of}|{item}|月に一度開きました。|A|農政課\n");
        let rows = [row("第1項 町の店", "朝市"), row("", "夜市"), row("", "花市")].concat();
        let expected = ["町の店 > 朝市", "町の店 > 夜市", "町の店 > 花市"];
        case(&format!("項|事業名|内容|評価|担当課\n{rows}"), &expected);
        let lines = rows.replace("第1項 町の店|朝市", "'|朝市");
        case(&format!("第1項 町の店\n項|事業名|内容|評価|担当課\n{lines}"), &expected);
    }

    #[test]
    fn numbers_of_departments_are_no_level() {
        let rows = "0102|総務課|朝市の開催|月に一度開きました。|A\n0102|総務課|花壇の手入れ|花を植えました。|B\n0203|市民課|夜の見回り|町を歩きました。|A\n";
        case(&format!("所属コード|担当課名|事業名|内容|評価\n{rows}"), &["朝市の開催", "花壇の手入れ", "夜の見回り"]);
    }
}
