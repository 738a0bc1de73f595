//! Small tables that are one form: a header and one row each.
//!
//! In: the rows of a sheet. Out: the runs of such tables, and the rows in which those of a run stand side by side.

use std::ops::Range;

use foldhash::{HashMap, HashSet};

use super::{Field, keep, push};
use crate::interpret::header;
use crate::interpret::layout::Layout;
use crate::read::lex::{Cell, Rows};

/// A header with a single row under it.
pub(super) struct Small {
    header: usize,
    data: usize,
}

/// Whether a row of several cells holds no sentence of so many bytes, as nearly every row of data does and no header.
fn may_be_header(cells: &[Cell<'_>]) -> bool {
    const LONG: usize = 120;
    let is_sentence = |cell: &Cell<'_>| cell.text.len() > LONG && cell.text.ends_with('。');
    cells.iter().filter(|cell| !cell.text.is_empty()).nth(1).is_some() && !cells.iter().any(is_sentence)
}

/// The runs of small tables that are one form: each a header and one row, each with columns of its own, of which only
/// the first names what is evaluated.
pub(super) fn tables(rows: &Rows<'_>, layout: &Layout) -> Vec<Vec<Small>> {
    let is_blank = |at: usize| rows.rows.get(at).is_none_or(|row| rows.of(row).iter().all(|cell| cell.text.is_empty()));
    let may_be_header = |at: usize| rows.rows.get(at).is_some_and(|row| may_be_header(rows.of(row)));
    let is_header = |at: usize| may_be_header(at) && header::is_header_row(rows, at, layout);
    let names = |at: usize| -> HashSet<String> {
        rows.of(&rows.rows[at]).iter().filter(|cell| !cell.text.is_empty()).map(|cell| cell.text.to_string()).collect()
    };
    let names_item = |at: usize| {
        let item = |cell: &Cell<'_>| layout.names_item(&cell.text);
        rows.of(&rows.rows[at]).iter().any(item)
    };
    let levels = printed_again(rows, layout);
    let mut runs: Vec<Vec<Small>> = Vec::new();
    let mut run: Vec<Small> = Vec::new();
    let mut seen: HashSet<String> = HashSet::default();
    let mut at = 0;
    while at < rows.rows.len() {
        // Below nearly every header stand several rows, which tells sooner than its own words that it is none of these.
        let single = may_be_header(at)
            && !is_blank(at + 1)
            && (is_blank(at + 2) || is_header(at + 2))
            && is_header(at)
            && !is_header(at + 1)
            && !levels.contains(&at);
        if single {
            let own = names(at);
            if names_item(at) || !own.is_disjoint(&seen) {
                runs.push(std::mem::take(&mut run));
                seen.clear();
            }
            if names_item(at) || !run.is_empty() {
                run.push(Small { header: at, data: at + 1 });
                seen.extend(own);
            }
            at += 2;
        } else {
            if !run.is_empty() && !is_blank(at) {
                runs.push(std::mem::take(&mut run));
                seen.clear();
            }
            at += 1;
        }
    }
    runs.push(run);
    runs.retain(|run| run.len() > 1);
    runs
}

/// The rows above words that span those of the row below them, where the sheet prints both again: the upper rows of a
/// header of levels, which is no small table on a page with one row.
fn printed_again(rows: &Rows<'_>, layout: &Layout) -> HashSet<usize> {
    let texts = |at: usize| {
        let filled = rows.of(&rows.rows[at]).iter().filter(|cell| !cell.text.is_empty());
        filled.map(|cell| &*cell.text).collect::<Vec<_>>()
    };
    let spans = |at: &usize| {
        let [own, below] = [1, 2].map(|down| rows.of(&rows.rows[at + down]));
        may_be_header(rows.of(&rows.rows[*at])) && header::is_upper_of_header(own, below, layout)
    };
    let mut printed: HashMap<[Vec<&str>; 3], Vec<usize>> = HashMap::default();
    for at in (0..rows.rows.len().saturating_sub(2)).filter(spans) {
        printed.entry([0, 1, 2].map(|down| texts(at + down))).or_default().push(at);
    }
    printed.into_values().filter(|places| places.len() > 1).flatten().collect()
}

/// Reads small tables inside of blocks, a header and one row each, as fields of these. Where the same header has more
/// rows elsewhere, they are records of their own.
pub(super) fn read_inside<'s>(rows: &Rows<'s>, fields: &mut [Option<Vec<Field<'s>>>], layout: &Layout) {
    let texts = |at: usize| -> Vec<&str> { rows.of(&rows.rows[at]).iter().map(|cell| &*cell.text).collect() };
    let is_open =
        |at: usize| fields.get(at).is_some_and(Option::is_none) && !texts(at).iter().all(|text| text.is_empty());
    let is_header = |at: usize| may_be_header(rows.of(&rows.rows[at])) && header::is_header_row(rows, at, layout);
    let mut headers: Vec<usize> = Vec::new();
    for at in 1..fields.len() {
        let is_inside = fields[at - 1].is_some() || headers.last().is_some_and(|above| above + 2 == at);
        headers.extend((is_inside && is_open(at) && is_header(at)).then_some(at));
    }
    let ends = |at: usize| !is_open(at) || headers.binary_search(&at).is_ok();
    let is_single = |at: usize| is_open(at + 1) && !is_header(at + 1) && ends(at + 2) && are_below(rows, at);
    let several: HashSet<Vec<&str>> = headers.iter().filter(|at| !is_single(**at)).map(|at| texts(*at)).collect();
    for header in headers.into_iter().filter(|at| !several.contains(&texts(*at))) {
        let below = rows.of(&rows.rows[header + 1]);
        let pairs = rows.of(&rows.rows[header]).iter().enumerate().filter(|(_, label)| !label.text.is_empty());
        let value =
            |at: usize, label: &Cell<'s>| below.get(at).cloned().unwrap_or_else(|| Cell::blank(label.span.end()));
        fields[header] = Some(pairs.map(|(at, label)| (label.clone(), value(at, label))).collect());
        fields[header + 1] = Some(Vec::new());
    }
}

/// Whether the cells of the row below stand each below one of a row, and are as many; the first may name the table.
fn are_below(rows: &Rows<'_>, at: usize) -> bool {
    let (own, below) = (rows.of(&rows.rows[at]), rows.of(&rows.rows[at + 1]));
    let filled = |cells: &[Cell<'_>]| cells.iter().filter(|cell| !cell.text.is_empty()).count();
    let is_named =
        |(at, cell): (usize, &Cell<'_>)| cell.text.is_empty() || own.get(at).is_some_and(|of| !of.text.is_empty());
    below.iter().enumerate().all(is_named) && filled(below) + 1 >= filled(own) && filled(below) > 1
}

/// Puts the small tables of each run side by side.
pub(super) fn side_by_side<'s>(rows: &Rows<'s>, runs: &[Vec<Small>]) -> Rows<'s> {
    let mut made = Rows { syntax: rows.syntax, left_out: rows.left_out.clone(), ..Rows::default() };
    let mut at = 0;
    for run in runs {
        let whole: Range<usize> = run[0].header..run[run.len() - 1].data + 1;
        (at..whole.start).for_each(|row| keep(rows, row, &mut made));
        let span = rows.rows[whole.start].span.to(rows.rows[whole.end - 1].span);
        let side = |of: fn(&Small) -> usize| -> Vec<Cell<'s>> {
            let own = |small: &Small| {
                let width = rows.rows[small.header].cells.len().max(rows.rows[small.data].cells.len());
                let mut cells = rows.of(&rows.rows[of(small)]).to_vec();
                cells.resize(width, Cell::blank(rows.rows[of(small)].span.end()));
                cells
            };
            run.iter().flat_map(own).collect()
        };
        let line = rows.rows[run[0].header].line;
        push(&mut made, line, span, side(|small| small.header));
        push(&mut made, line, span, side(|small| small.data));
        // Blank lines between the small tables hold nothing but white space.
        at = whole.end;
    }
    (at..rows.rows.len()).for_each(|row| keep(rows, row, &mut made));
    made
}

#[cfg(test)]
mod tests {
    use crate::diagnostic::Findings;
    use crate::interpret::Options;
    use crate::source::Source;

    /// Each record as item, ratings with their comments, and values.
    fn read(sheet: &str) -> Vec<String> {
        let sheet = sheet.replace('|', "\t");
        let source = Source::made_up(&sheet);
        let read = crate::sheet(&source, &Options::default(), Findings::default());
        assert_eq!(read.findings.len(), 0, "{:?}", read.findings);
        let of_record = |record: &crate::record::Record<'_>| {
            let item = record.item.as_ref().map_or("", |item| &item.title);
            let rating = |rating: &crate::record::Rating<'_>| {
                format!("{}{}", rating.printed, rating.comment.as_deref().unwrap_or_default())
            };
            let ratings: Vec<String> = record.ratings.iter().map(rating).collect();
            let values: Vec<&str> = record.values.iter().map(|value| &*value.printed).collect();
            format!("{item} {} {}", ratings.join(","), values.join(","))
        };
        read.records.iter().map(of_record).collect()
    }

    /// Three blocks, each with what stands between its purpose and its rating.
    fn sheet(between: &str, rating: &str) -> String {
        let block = |(at, (name, code)): (usize, (&str, &str))| {
            let rating = rating.replace('?', code);
            format!(
                "施策番号|{at}|||\n施策名|{name}|||\n施策の目的|{name}を広げます。|||\n{between}{rating}今後の方向性|継続|||\n\n"
            )
        };
        let blocks = [("花壇", "A"), ("水路", "B"), ("朝市", "C")].into_iter().enumerate().map(block);
        format!("町の点検票\n\n{}", blocks.collect::<String>())
    }

    #[test]
    fn a_small_table_inside_a_block_is_part_of_it() {
        let table = "成果指標|指標名|単位|R4実績|R5実績\n|会の数|回|12|15\n";
        let told = |of: &str| -> Vec<String> {
            [("花壇", "A"), ("水路", "B"), ("朝市", "C")]
                .iter()
                .map(|(name, code)| format!("{name} {code},継続 {of}"))
                .collect()
        };
        assert_eq!(read(&sheet(table, "評価|?|||\n")), told("12,15"));
        let two = format!("{table}活動指標|指標名|単位|R4実績|R5実績\n|人の数|人|8|9\n");
        assert_eq!(read(&sheet(&two, "評価|?|||\n")), told("12,15,8,9"));
    }

    #[test]
    fn the_upper_rows_of_a_header_above_one_row_are_no_small_table() {
        let header = "取組|内容|評価||||担当課\n||事務局による評価||町民による評価||\n||評点|理由|評点|意見|\n";
        let row = "花壇の手入れ|苗を植えた。|4|よく育った。|3|楽しみである。|公園課\n";
        let rows = ["水路", "並木"].map(|name| row.replace("花壇", name)).concat();
        let legend = "5＝たいへん良い|4＝良い|3＝普通|2＝やや不十分|1＝不十分\n\n";
        let told = |name: &str| format!("{name}の手入れ 4よく育った。,3楽しみである。 ");
        assert_eq!(read(&format!("{legend}{header}{rows}{row}")), ["水路", "並木", "花壇"].map(told));
        assert_eq!(read(&format!("{legend}{header}{rows}\n{header}{row}")), ["水路", "並木", "花壇"].map(told));
    }

    #[test]
    fn the_reason_of_a_rating_stands_behind_it_without_a_label() {
        let sheet = sheet("", "評価|?|町の人が集まった。||\n達成度|?|予定の通り進んだ。||\n");
        let first = "花壇 A町の人が集まった。,A予定の通り進んだ。,継続 ";
        let records = read(&sheet);
        assert_eq!((records.len(), &*records[0]), (3, first));
        let alone: Vec<&str> = sheet.split("\n\n").take(2).collect();
        assert_eq!(read(&alone.join("\n\n")), [first]);
    }

    #[test]
    fn the_rows_of_a_legend_above_the_blocks_are_no_reasons() {
        let legend = "評価|A|計画の通りに進んでいる||\n|B|少し遅れている||\n|C|まだ進んでいない||\n\n";
        let sheet = sheet("", "評価|?|||\n").replacen("\n\n", &format!("\n\n{legend}"), 1);
        assert_eq!(read(&sheet), ["花壇 A,継続 ", "水路 B,継続 ", "朝市 C,継続 "]);
    }
}
