//! Legends in columns of their own, right of a table and a blank column or in the corner above it; units in that
//! corner.
//!
//! In: rows as they are printed. Out: the same, but the cells of such a legend stand in rows of their own in front of
//! the others, so that a heading on the line of an entry is a heading. Those that nothing announces are found by
//! [`block`]. Legends in one column of a table are left to the tables.

use std::ops::Range;

use super::block;
use super::corner;
use super::entry::{entry, follow_each_other, spaced_entry};
use super::title::{announces, speaks_of_ratings};
use crate::interpret::heading;
use crate::interpret::scale::{self, Alphabet, MOST_CODES, Written};
use crate::read::lex::{Cell, Row, Rows};
use crate::source::Span;

/// A shorter text in brackets is a mark.
const SHORTEST_NAME: usize = 2;

/// A name with more cells beside it than a code and a label is none of a legend.
const MOST_BESIDE: usize = 3;

/// Fewer entries below a word that only may name a legend are no scale: space alone can set off their codes.
pub(super) const FEWEST_IN_CORNER: usize = 3;

/// Puts the legends beside the tables into rows of their own.
pub fn set_apart(rows: &mut Rows<'_>) {
    let mut apart: Vec<Row> = Vec::new();
    for at in 0..rows.rows.len() {
        let cells = rows.of(&rows.rows[at]);
        let Some(last) = cells.iter().rposition(|cell| !cell.text.is_empty()) else { continue };
        // The first entry may stand on the line of the name, a code and a label in a cell each or both in one.
        let run = cells[..last].iter().rev().take(MOST_BESIDE).take_while(|cell| !cell.text.is_empty()).count();
        let column = last - run;
        let stands_apart = column >= 2 && run < MOST_BESIDE;
        let text = &*cells[column].text;
        let beside = cells.get(column + 1..=last).filter(|beside| !beside.is_empty());
        let is_unit = stands_apart && beside.is_none() && is_unit(text) && lone_left(cells, column) == Some(0);
        if !stands_apart || !(is_unit || names(text)) {
            continue;
        }
        let first = beside.and_then(code_of);
        let of_entries = column + usize::from(first.is_some());
        let entries = if is_unit { Vec::new() } else { entries_below(rows, at, (column, first)) };
        let in_corner = entries.last().is_some_and(|last| is_corner(rows, at..last + 1, column));
        if is_unit || !entries.is_empty() {
            // A first entry beside the name gets a row of its own.
            let beside = (of_entries > column).then(|| cut(rows, at, of_entries));
            apart.push(cut(rows, at, column));
            apart.extend(beside);
        }
        if in_corner {
            end_behind_line(rows, at, column);
        }
        apart.extend(entries.into_iter().map(|of| cut(rows, of, of_entries)));
    }
    for (row, column) in corner::entries(rows) {
        apart.push(cut(rows, row, column));
        end_behind_line(rows, row, column);
    }
    for block in block::blocks(rows) {
        apart.extend(block.name.map(|(row, column)| cut(rows, row, column)));
        apart.extend(block.rows.into_iter().map(|row| cut(rows, row, block.column)));
    }
    if !apart.is_empty() {
        rows.rows.splice(..0, apart);
        rows.put_cells_in_order();
    }
}

/// Whether a cell beside a table may name a legend.
pub(super) fn names(text: &str) -> bool {
    announces(text) || heading::bracketed(text, SHORTEST_NAME).is_some() || names_rating(text)
}

/// What stands left of a legend above the table is a line, no row.
fn end_behind_line(rows: &mut Rows<'_>, at: usize, column: usize) {
    let cells = rows.of(&rows.rows[at]);
    if lone_left(cells, column.min(cells.len())) == Some(0) {
        rows.rows[at].cells.end = rows.rows[at].cells.start + 1;
    }
}

/// Cuts the cells from one on off a row, without blank ones behind the last: a name alone in its row is a line.
fn cut(rows: &mut Rows<'_>, at: usize, column: usize) -> Row {
    let row = &mut rows.rows[at];
    let mut own = row.cells.start + column..row.cells.end;
    row.cells.end = own.start;
    own.end -= rows.cells[own.start + 1..own.end].iter().rev().take_while(|cell| cell.text.is_empty()).count();
    let span = Span::new(rows.cells[own.start].span.start(), rows.cells[own.end - 1].span.end());
    Row { line: row.line, span, cells: own }
}

/// The rows with the entries of a legend below a cell that announces one; none where anything else stands between them
/// in its columns, or in the one that parts them from the table.
///
/// The first entry may stand beside that cell, and then the others stand below it.
fn entries_below(rows: &Rows<'_>, at: usize, (column, beside): (usize, Option<Written>)) -> Vec<usize> {
    let announced = announces(&rows.of(&rows.rows[at])[column].text);
    let of_entries = column + usize::from(beside.is_some());
    let mut codes: Vec<Written> = beside.into_iter().collect();
    let mut of: Vec<usize> = Vec::new();
    let mut is_parted = true;
    for (below, row) in rows.rows.iter().enumerate().skip(at + 1) {
        let cells = rows.of(row);
        let is_filled = |cell: &&Cell<'_>| !cell.text.is_empty();
        is_parted &= (column - 1..of_entries).all(|at| cells.get(at).is_none_or(|cell| cell.text.is_empty()));
        let own = cells.get(of_entries..).filter(|own| own.iter().any(|cell| is_filled(&cell)));
        // The legend of the next table.
        if announced && own.is_some_and(|own| announces(&own[0].text)) {
            break;
        }
        match own.and_then(code_of).filter(|_| is_parted) {
            // Rows that all look like entries are not read again for each of them.
            Some(_) if codes.len() == MOST_CODES => return Vec::new(),
            Some(code) => {
                codes.push(code);
                of.push(below);
            }
            None if announced && own.is_none() => {}
            // Further down than so many entries that something announces, their columns may hold anything.
            None => {
                let end = of.last().map_or(at, |last| last + 1);
                // Beside the rows of a table a name in brackets and signs behind the codes tell as much: 【総合評価】.
                let is_told = || {
                    let cell = |row: usize| &*rows.of(&rows.rows[row])[column].text;
                    let is_bracketed = || heading::bracketed(cell(at), SHORTEST_NAME).is_some();
                    own.is_none() && of.iter().all(|&row| entry(cell(row)).is_some()) && is_bracketed()
                };
                let are_all = || (announced && below > end) || is_corner(rows, at..end, column) || is_told();
                let is_whole = codes.len() >= FEWEST_IN_CORNER && are_all() && follow_each_other(&codes);
                return if is_whole { of } else { Vec::new() };
            }
        }
    }
    if announced && follow_each_other(&codes) { of } else { Vec::new() }
}

/// Whether rows hold nothing left of a column but a line each, which no table does; below the first, one may hold a
/// label and its value behind a blank cell: `作成⇥令和6年4月`.
fn is_corner(rows: &Rows<'_>, of: Range<usize>, column: usize) -> bool {
    let left = |at: usize| rows.of(&rows.rows[at]).get(..column).unwrap_or_else(|| rows.of(&rows.rows[at]));
    let is_line =
        |cells: &[Cell<'_>]| cells.iter().all(|cell| cell.text.is_empty()) || lone_left(cells, cells.len()) == Some(0);
    let start = of.start;
    let mut others = of.filter(|&at| !is_line(left(at)));
    others.next().is_none_or(|at| at > start && is_pair(left(at))) && others.next().is_none()
}

/// Whether two cells side by side are all of some cells, and a blank one stands first.
fn is_pair(cells: &[Cell<'_>]) -> bool {
    let mut filled = (0..cells.len()).filter(|&at| !cells[at].text.is_empty());
    let two = filled.next().filter(|at| *at > 0).zip(filled.next());
    two.is_some_and(|(label, value)| value == label + 1) && filled.next().is_none()
}

/// The place of the only filled cell left of a column.
fn lone_left(cells: &[Cell<'_>], column: usize) -> Option<usize> {
    let mut filled = (0..column).filter(|&at| !cells[at].text.is_empty());
    filled.next().filter(|_| filled.next().is_none())
}

/// Whether a cell is a word for ratings and no more: `評価`, `進捗区分`.
fn names_rating(text: &str) -> bool {
    /// The name of a column.
    const LONGEST: usize = 8;
    text.chars().count() <= LONGEST && speaks_of_ratings(text)
}

/// Whether a cell gives the unit of a table and nothing else: `単位：千円`, `（単位は千円）`.
fn is_unit(text: &str) -> bool {
    let inside = text.trim_start_matches(['（', '(', '【', '［', '[', '〔', '＜', '<']);
    inside.strip_prefix("単位").is_some_and(|behind| behind.starts_with(['：', ':', 'は']))
}

/// The code that cells explain: a code and a label in a cell each, or both in one.
pub(super) fn code_of(cells: &[Cell<'_>]) -> Option<Written> {
    let mut filled = cells.iter().filter(|cell| !cell.text.is_empty());
    let first = filled.next().filter(|first| std::ptr::eq(*first, &cells[0]))?;
    match (filled.next(), filled.next()) {
        // A word of a vocabulary may be a label: 一部実施.
        (Some(label), None) if scale::alphabet(&label.text).is_none_or(|of| of == Alphabet::Word) => {
            scale::only(&first.text)
        }
        (None, None) => entry(&first.text).or_else(|| spaced_entry(&first.text)).map(|(code, _)| code),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use crate::diagnostic::Findings;
    use crate::interpret::Options;
    use crate::interpret::form::tests::adds_up;
    use crate::source::Source;

    /// The scales and the items of a sheet, and how many findings there are.
    fn read(sheet: &str) -> (Vec<String>, Vec<String>, usize) {
        let sheet = sheet.replace('|', "\t");
        let source = Source::made_up(&sheet);
        let read = crate::sheet(&source, &Options::default(), Findings::default());
        let labels = |scale: &crate::record::Scale| {
            let label = |code: &crate::record::Code| code.label.as_deref().unwrap_or("-").to_owned();
            scale.codes.iter().map(label).collect::<Vec<_>>().join("、")
        };
        let item = |record: &crate::record::Record<'_>| {
            let headings: Vec<&str> = record.path.iter().map(|heading| &*heading.title).collect();
            let title = record.item.as_ref().map(|item| item.title.to_string()).unwrap_or_default();
            format!("{} > {title}", headings.join(" > "))
        };
        let account = read.account;
        let parts = [account.records, account.headings, account.headers, account.legends, account.titles];
        assert_eq!(account.read, parts.iter().sum::<usize>() + account.set_aside + account.syntax + account.dropped);
        (read.scales.iter().map(labels).collect(), read.records.iter().map(item).collect(), read.findings.len())
    }

    #[test]
    fn a_legend_below_the_last_rows_leaves_their_headings_where_they_are() {
        let rows = "||イ　塀の撤去|22件を補助した。|B|残り74件|〃|〃\n\n\
            2-1|物資の不足|ア　橋の補強|2橋を終えた。|B|14橋|土木部|道路課\n\
            2-2|医療の麻痺|ア　病院の電源|燃料を増やした。|A|72時間|市民病院|管理課\n\
            ||イ　救護所の備え|7か所で入れ替えた。|C|7か所|福祉部|健康課\n";
        adds_up(&format!("{rows}||||||（凡例）|\n||||||C|遅延\n||||||D|停滞\n").replace('|', "\t"));
    }

    #[test]
    fn a_legend_beside_a_table_hides_no_heading_on_its_lines() {
        let sheet = "取組|内容|評価|担当課||凡例\n第1章 水|||||◎|よく進んだ\n川の掃除|月に一度でした。|◎|環境課||○|一部実施\n\
                     井戸の調べ|二か所でした。|△|環境課||△|進まない\n第2章 土\n畑の貸出し|十区画でした。|○|農政課\n";
        let items = ["水 > 川の掃除", "水 > 井戸の調べ", "土 > 畑の貸出し"].map(str::to_owned).to_vec();
        assert_eq!(read(sheet), (vec!["よく進んだ、一部実施、進まない".to_owned()], items.clone(), 0));
        let in_one_cell = sheet.replace("◎|よ", "◎：よ").replace("○|一", "○：一").replace("△|進", "△：進");
        assert_eq!(read(&in_one_cell), (vec!["よく進んだ、一部実施、進まない".to_owned()], items.clone(), 0));
        // Blank lines between the rows of the table part no legend, whatever its labels say.
        let apart = in_one_cell.replace("一部実施", "基準を上回る").replace("井戸", "\n井戸");
        assert_eq!(read(&apart), (vec!["よく進んだ、基準を上回る、進まない".to_owned()], items, 0));
    }

    #[test]
    fn a_legend_and_a_unit_in_the_corner_leave_the_title_alone() {
        let table = "番号|取組|内容|費用|進捗|担当課\n1|川の掃除|月に一度でした。|12,000|◎|環境課\n2|井戸の調べ|二か所でした。|8,000|△|環境課\n";
        let items = [" > 川の掃除", " > 井戸の調べ"].map(str::to_owned).to_vec();
        let corner = "水辺の計画　進み具合|||||【進捗】\n|||||◎　よく進んだ\n3月末現在|||||○　少し進んだ\n|||||△　進まない\n|||||\n";
        let labels = vec!["よく進んだ、少し進んだ、進まない".to_owned()];
        assert_eq!(read(&format!("{corner}{table}")), (labels.clone(), items.clone(), 0));
        let plain = corner.replace("【進捗】", "進捗").replace("|||||\n", "\n");
        assert_eq!(read(&format!("{plain}{table}")), (labels.clone(), items.clone(), 0));
        let beside = "水辺の計画　進み具合|||||進捗|◎|よく進んだ\n||||||○|少し進んだ\n||||||△|進まない\n||||||\n";
        assert_eq!(read(&format!("{beside}{table}")), (labels.clone(), items.clone(), 0));
        let in_one_cell = beside.replace("◎|", "◎：").replace("○|", "○：").replace("△|", "△：");
        assert_eq!(read(&format!("{in_one_cell}{table}")), (labels.clone(), items.clone(), 0));
        // A line below a blank one stands beside it too, and all of it may stand in column B.
        let apart = corner.replace("3月末現在|||||○", "|||||\n3月末現在|||||○").replace("【進捗】", "進捗の見方");
        assert_eq!(read(&format!("{apart}{table}")), (labels.clone(), items.clone(), 0));
        let inner = format!("{corner}{table}").replace('\n', "|\n|");
        assert_eq!(read(&format!("|{}", inner.trim_end_matches('|'))), (labels, items.clone(), 0));
        assert_eq!(read(&format!("水辺の計画　進み具合|||||単位：円\n{table}")).1, items);
        let source = Source::made_up(
            "水辺の計画　進み具合\t\t\t単位：円\n取組\t内容\t評価\t担当課\n川の掃除\t月に一度でした。\tA\t環境課\n",
        );
        let read = crate::sheet(&source, &Options::default(), Findings::default());
        assert_eq!(read.titles.len(), 1);
    }

    #[test]
    fn a_block_of_the_codes_beside_the_table_is_a_legend_wherever_its_name_stands() {
        let sheet = "分野|指標|値|判定|出典|||\n緑|木の数|12本|C|調べ|||評価区分\n|花の数|30株|A|調べ||A|ふえた\n水|魚の数|8匹|B|調べ||B|同じ\n\
                     |水の量|5升|A|調べ||C|へった\n|橋の数|2本|B|調べ|||\n";
        let expected = (vec!["ふえた、同じ、へった".to_owned()], 5, 0);
        let case = |sheet: &str| {
            let (labels, items, findings) = read(sheet);
            assert_eq!((labels, items.len(), findings), expected, "{sheet}");
        };
        case(sheet);
        case(&sheet.replace("||評価区分", "|評価区分|"));
        case(&sheet.replace("|||評価区分", ""));
        // From the line of the header on.
        case(
            "分野|指標|値|判定|出典||判定の区分|\n緑|木の数|12本|C|調べ||A|ふえた\n|花の数|30株|A|調べ||B|同じ\n\
             水|魚の数|8匹|B|調べ||C|へった\n|水の量|5升|A|調べ|||\n|橋の数|2本|B|調べ|||\n",
        );
        // Counts of them stand further down.
        let counts = "水|池の数|2つ|B|調べ|||\n|道の数|3本|A|調べ||【件数】|\n|花の色|4つ|A|調べ||A|3\n|鳥の数|5羽|A|調べ||B|3\n";
        let (labels, items, findings) = read(&format!("{sheet}{counts}"));
        assert_eq!((labels, items.len(), findings), (expected.0.clone(), 9, 0));
        case(&sheet.replace("|A|ふ", "|A：ふ").replace("|B|同", "|B：同").replace("|C|へ", "|C：へ"));
        // Another column of the table, which comes again or is not what the table is rated by.
        let column = "取組|判定||判定|理由\n花壇|◎||A|苗が根づいた\n水路|○||B|泥が残った\n朝市|△||C|人が減った\n";
        assert!(read(column).0.iter().all(|labels| !labels.contains("泥が残った")));
    }

    #[test]
    fn a_label_with_its_value_may_stand_left_of_a_legend_in_the_corner() {
        let rows = "川の掃除|月に一度|◎|環境課\n井戸の調べ|二か所|○|環境課\n草刈り|半ばまで|△|公園課\n";
        let corner = |left: [&str; 2]| {
            let [first, second] = left;
            format!(
                "水辺の計画|||||達成度の区分\n{first}|||◎：よく進んだ\n{second}|||○：少し進んだ\n|||||△：進まない\n\n取組|内容|達成度|担当課||\n{rows}"
            )
        };
        let (labels, items, findings) = read(&corner(["||", "|作成|4月"]));
        assert_eq!((labels, items.len(), findings), (vec!["よく進んだ、少し進んだ、進まない".to_owned()], 3, 0));
        // Two of them may be rows of a table.
        assert_ne!(read(&corner(["|作成|4月", "|作成|5月"])).0, ["よく進んだ、少し進んだ、進まない"]);
    }

    #[test]
    fn what_is_written_further_down_than_an_announced_legend_takes_nothing_from_it() {
        let sheet = |below: &str| {
            let rows = "川の掃除|月に一度|◎|環境課||◎：よく進んだ\n井戸の調べ|二か所|○|環境課||○：少し進んだ\n草刈り|半ばまで|△|公園課||△：進まない\n";
            format!(
                "取組|内容|評価|担当課||評価の見方\n{rows}花壇|苗を植えた|○|公園課||\n並木|枝を切った|◎|公園課||{below}\n"
            )
        };
        for below in ["", "確認済", "||確認済"] {
            let (labels, items, _) = read(&sheet(below));
            assert_eq!((labels, items.len()), (vec!["よく進んだ、少し進んだ、進まない".to_owned()], 5), "{below}");
        }
        // A column that is filled from the first row on may be one of the table.
        let filled = sheet("木による").replace("|公園課||\n", "|公園課||木による\n");
        assert!(read(&filled).0.iter().all(|labels| !labels.contains("進まない")));
    }

    #[test]
    fn legends_below_names_in_brackets_may_stand_beside_the_rows_of_a_table() {
        let sheet = |first: &str| {
            let rows = "||||A：よく進んだ\n川の掃除|3|A||B：少し進んだ\n井戸の調べ|2|B||C：進まない\n草刈り|1|C||\n花壇|2|B||【必要性】\n道|3|A||3：高い\n橋|1|C||2：普通\n池|2|C||1：低い\n";
            format!("取組|必要性|総合||{first}\n{rows}")
        };
        let items =
            ["川の掃除", "井戸の調べ", "草刈り", "花壇", "道", "橋", "池"].map(|item| format!(" > {item}")).to_vec();
        let scales = ["高い、普通、低い", "よく進んだ、少し進んだ、進まない"].map(str::to_owned).to_vec();
        assert_eq!(read(&sheet("【総合】")), (scales, items, 0));
        // A name of a column is none of a legend.
        assert_ne!(read(&sheet("評価")).1.len(), 0);
    }

    #[test]
    fn a_column_of_ratings_is_no_legend() {
        let sheet = "取組|内容|担当課||評価基準|\n川の掃除|月に一度でした。|環境課||A|続けます。\n井戸の調べ|二か所でした。|環境課||A|続けます。\n";
        assert_eq!(read(sheet).1.len(), 2);
        assert_eq!(read(sheet).0, ["-、-、-、-、-"]);
    }
}
