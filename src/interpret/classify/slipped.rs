//! Headers in which names slipped.
//!
//! In: the headers of all pages. Out: the same, but where a delimiter too many or too few moved some names of a header
//! against the others, the columns of the other headers with its words.

use std::sync::Arc;

use foldhash::HashMap;

use crate::interpret::classify::Classes;
use crate::interpret::header::{Header, ROWS_BELOW};
use crate::interpret::heading;
use crate::read::lex::{Row, Rows};

/// Gives slipped headers the columns that most headers of the same words have, if the rows below are as wide as those.
pub(super) fn mend(classes: &mut Classes, rows: &Rows<'_>) {
    let same = |one: &Header, other: &Header| Arc::ptr_eq(&one.columns, &other.columns);
    if classes.headers.windows(2).all(|pair| same(&pair[0], &pair[1])) {
        return;
    }
    let mut of_words: HashMap<Vec<String>, Vec<usize>> = HashMap::default();
    for (at, header) in classes.headers.iter().enumerate() {
        of_words.entry(names(header, rows).map(|(_, text)| text).collect()).or_default().push(at);
    }
    let mut mended = Vec::new();
    for headers in of_words.into_values() {
        let places = |at: usize| names(&classes.headers[at], rows).map(|(place, _)| place).collect::<Vec<usize>>();
        let mut forms: HashMap<Vec<usize>, Vec<usize>> = HashMap::default();
        headers.iter().for_each(|&at| forms.entry(places(at)).or_default().push(at));
        // Half of the pages are no majority: the middle of a span tells less than its beginning.
        let spans = |of: &[usize]| spans_from_the_left(&classes.headers[of[0]], rows);
        let Some((usual, as_usual)) = forms.iter().max_by_key(|(_, of)| (of.len(), spans(of))) else { continue };
        let are_in_the_middle = || forms.iter().all(|(own, of)| spans(of) == (own == usual));
        if as_usual.len() * 2 < headers.len() || as_usual.len() * 2 == headers.len() && !are_in_the_middle() {
            continue;
        }
        let headers = as_usual.iter().map(|&at| &classes.headers[at]);
        let by_width: HashMap<usize, &Header> = headers.map(|header| (header.columns.len(), header)).collect();
        for (own, of_form) in forms.iter().filter(|(own, _)| *own != usual) {
            // Where all names moved alike, the page has a column more or less at its left.
            let moved = |at: usize| own[at].abs_diff(usual[at]);
            if (1..own.len()).all(|at| moved(at) == moved(0)) {
                continue;
            }
            for &at in of_form {
                let below = rows_below(classes, at, rows);
                if has_blank_column(&classes.headers[at], below.clone(), rows) {
                    continue;
                }
                let usual = by_width.get(&usual_width(below));
                mended.extend(
                    usual.map(|&usual| (at, Header { rows: classes.headers[at].rows.clone(), ..usual.clone() })),
                );
            }
        }
    }
    for (at, header) in mended {
        classes.headers[at] = header;
    }
}

/// The names in a header with their places in its rows. A page may set the letters of a name apart: `担 当 課`.
fn names(header: &Header, rows: &Rows<'_>) -> impl Iterator<Item = (usize, String)> {
    let of_row = |row| {
        let filled = rows.of(row).iter().enumerate().filter(|(_, cell)| !cell.text.is_empty());
        filled.map(|(at, cell)| (at, heading::squeezed(&cell.text)))
    };
    rows.rows[header.rows.clone()].iter().flat_map(of_row)
}

/// Whether each name of the upper rows that spans others stands above the first of them. In the middle of its span, it
/// leaves the first ones to the name on their left, with nothing below that itself.
fn spans_from_the_left(header: &Header, rows: &Rows<'_>) -> bool {
    let is_filled = |row: usize, at: usize| rows.of(&rows.rows[row]).get(at).is_some_and(|cell| !cell.text.is_empty());
    let is_sound = |(upper, lower): (usize, usize)| {
        let mut above = None;
        (0..rows.rows[lower].cells.len()).all(|at| {
            above = if is_filled(upper, at) { Some(at) } else { above };
            !is_filled(lower, at) || above.is_some_and(|above| is_filled(lower, above))
        })
    };
    header.rows.clone().zip(header.rows.clone().skip(1)).all(is_sound)
}

/// The first rows of several cells on the page of a header.
fn rows_below<'r>(classes: &Classes, header: usize, rows: &'r Rows<'_>) -> impl Iterator<Item = &'r Row> + Clone {
    let next = classes.headers.get(header + 1).map_or(rows.rows.len(), |next| next.rows.start);
    let page = classes.headers[header].rows.end..next;
    rows.rows[page].iter().filter(|row| row.cells.len() > 1).take(ROWS_BELOW)
}

/// Whether the rows below a header too have nothing in some column that it leaves blank among its names: no name
/// slipped, the page has a column more.
fn has_blank_column<'r>(header: &Header, below: impl Iterator<Item = &'r Row> + Clone, rows: &'r Rows<'_>) -> bool {
    let is_blank = |row: &Row, at: usize| rows.of(row).get(at).is_none_or(|cell| cell.text.is_empty());
    let own = rows.rows[header.rows.clone()].iter();
    let last = own.clone().filter_map(|row| rows.of(row).iter().rposition(|cell| !cell.text.is_empty())).max();
    (0..last.unwrap_or(0)).any(|at| own.clone().chain(below.clone()).all(|row| is_blank(row, at)))
}

/// How many cells most of some rows have.
fn usual_width<'r>(below: impl Iterator<Item = &'r Row>) -> usize {
    let mut widths: HashMap<usize, usize> = HashMap::default();
    for row in below {
        *widths.entry(row.cells.len()).or_default() += 1;
    }
    widths.into_iter().max_by_key(|&(width, count)| (count, width)).map_or(0, |(width, _)| width)
}

#[cfg(test)]
mod tests {
    use crate::diagnostic::Findings;
    use crate::interpret::Options;
    use crate::source::Source;

    #[test]
    fn a_name_that_slipped_stands_where_it_stands_on_other_pages() {
        let header = "事業\t内容\t評価\t\t課\n";
        let rows = "朝市\t会を開きます。\tA\t人が増えました。\t農政課\n花壇\t花を植えます。\tB\t一度でした。\t公園課\n";
        let slips = [header.replacen("\t\t", "\t\t\t", 1), header.replacen("\t\t", "\t", 1)];
        for slipped in slips {
            let sheet = format!("{header}{rows}\n{slipped}{rows}\n{header}{rows}");
            let source = Source::made_up(&sheet);
            let read = crate::sheet(&source, &Options::default(), Findings::default());
            let told = |record: &crate::record::Record<'_>| {
                format!("{:?} {:?} {:?}", record.ratings, record.departments, record.texts)
            };
            let records: Vec<String> = read.records.iter().map(told).collect();
            assert_eq!(records.len(), 6);
            assert_eq!(records[2..4], records[..2], "{slipped}");
        }
    }

    #[test]
    fn a_page_with_a_blank_column_more_has_no_name_that_slipped() {
        let header = "事業\t内容\t評価\t課\t備考\n";
        let rows = "朝市\t会を開きます。\tA\t農政課\n花壇\t花を植えます。\tB\t公園課\n";
        let wide = |text: &str| text.replace("市\t", "市\t\t").replace("壇\t", "壇\t\t").replace("業\t", "業\t\t");
        let sheet = format!("{header}{rows}\n{}{}\n{header}{rows}", wide(header), wide(rows));
        let source = Source::made_up(&sheet);
        let read = crate::sheet(&source, &Options::default(), Findings::default());
        let code = |record: &crate::record::Record<'_>| record.ratings[0].codes.concat();
        assert_eq!(read.records.iter().map(code).collect::<Vec<_>>(), ["A", "B", "A", "B", "A", "B"]);
        let told: Vec<&str> = read.findings.iter().map(|finding| finding.rule.name).collect();
        assert_eq!(told, ["duplicate-record"; 4]);
    }

    #[test]
    fn a_name_in_the_middle_of_its_span_is_that_of_the_pages_where_it_begins_it() {
        let below = "\t\t目標\t実績\t率\tＲ４\tＲ５\t\n";
        let begins = format!("施策\t指標名\t令和５年度\t\t\t評価\t\t課\n{below}");
        let middle = format!("施策\t指標名\t\t令和５年度\t\t\t評価\t 課 \n{below}");
        let row = |name: &str| format!("{name}\t{name}の数\t10人\t12人\t120%\tＡ\tＢ\t公園課\n");
        let names = |pages: &[&str]| {
            let page = |header: &&str| format!("{header}{}{}\n", row("花壇"), row("並木"));
            let sheet = format!("Ａ：できた\nＢ：半ば\n\n{}", pages.iter().map(page).collect::<String>());
            let source = Source::made_up(&sheet);
            let read = crate::sheet(&source, &Options::default(), Findings::default());
            assert_eq!(read.records.len(), pages.len() * 2);
            let told = |record: &crate::record::Record<'_>| {
                let ratings = record.ratings.iter().map(|rating| format!("{}={}", rating.column, rating.printed));
                let values = record.values.iter().map(|value| format!("{}={}", value.column, value.printed));
                ratings.chain(values).collect::<Vec<_>>().join(" ")
            };
            read.records.iter().map(told).collect::<foldhash::HashSet<_>>()
        };
        let expected = foldhash::HashSet::from_iter(["Ｒ４=Ａ Ｒ５=Ｂ 目標=10人 実績=12人 率=120%".to_owned()]);
        let apart = middle.replace("指標名", "指 標 名");
        for pages in [[&*begins, &*middle].as_slice(), &[&*middle, &*begins], &[&*begins, &*apart, &*begins]] {
            assert_eq!(names(pages), expected, "{pages:?}");
        }
    }
}
