//! Departments and texts that a column prints once for several records, in the middle of their height.
//!
//! In: a table that prints one line of each cell per row. Out: where its records begin, and the cells with what the rows of
//! each record share, where just one finest way to cut the rows of every page, or of all pages, at records puts all of it
//! into the very middle, and some of it stands where that of a single record would not.

use std::ops::Range;
use std::rc::Rc;

use foldhash::HashMap;

use super::{Column, Row};
use crate::interpret::department;
use crate::interpret::extract::Interpreted;
use crate::interpret::row::{CentredLines, MOST_LINES, ROUNDINGS, RowReader, Shared};
use crate::interpret::text;
use crate::interpret::ways;
use crate::record::Role;

/// So many departments or texts that stand where those of a single record would not are no chance.
const FEWEST_APART: usize = 2;

/// What several records share in a column, by their rows.
type OfRows = HashMap<usize, Shared>;

/// The records over several lines of a table that its columns prove which are merged over several of them, and what these
/// share in each column: departments, or texts too.
pub(in crate::interpret::extract) fn shared(
    sheet: &Interpreted<'_, '_>,
    reader: &RowReader<'_, '_, '_>,
    table: usize,
) -> Option<(CentredLines, Vec<(usize, OfRows)>)> {
    let sparse = reader.sparse_columns(table);
    let is_office = |column: &usize| sheet.tables[table].columns[*column].role == Role::Department;
    let offices: Vec<usize> = sparse.iter().copied().filter(is_office).collect();
    let sets = [offices, sparse].into_iter().filter(|columns| !columns.is_empty());
    sets.into_iter().find_map(|columns| {
        reader.unproved_lines(table, &columns).into_iter().find_map(|lines| {
            let rests = super::rests(&lines);
            let of_column = |&column: &usize| {
                let (of_rows, apart) =
                    Column { sheet, reader, lines: &lines, rests: &rests, table, column }.shared()?;
                Some(((column, of_rows), apart))
            };
            let shared: Option<Vec<_>> = columns.iter().map(of_column).collect();
            let (shared, apart): (Vec<_>, Vec<usize>) = shared?.into_iter().unzip();
            (apart.iter().sum::<usize>() >= FEWEST_APART).then_some((lines, shared))
        })
    })
}

impl Column<'_, '_, '_, '_> {
    /// What the records share, and how often it stands where that of a single record would not.
    fn shared(&self) -> Option<(OfRows, usize)> {
        let of_pages = self.runs();
        let over_pages = self.over_pages(&of_pages);
        let ways = [&of_pages, &over_pages].into_iter().flat_map(|runs| ROUNDINGS.map(|rounding| (runs, rounding)));
        ways.into_iter().find_map(|(runs, rounding)| self.shared_in(runs, rounding))
    }

    fn shared_in(&self, runs: &[Vec<Row<'_>>], rounding: usize) -> Option<(OfRows, usize)> {
        let mut shared = HashMap::default();
        let mut apart = 0;
        for rows in runs {
            let borders: Vec<usize> = (0..rows.len()).filter(|&place| !self.rests.contains(&rows[place].1)).collect();
            if borders.first() != Some(&0) {
                return None;
            }
            let borders: Vec<usize> = borders.into_iter().chain([rows.len()]).collect();
            let said = Said::of(rows.iter().map(|row| self.cell(*row).is_some()));
            let lines = |records: &Range<usize>, may_be_top| {
                let lines = said.lines(records, (rounding, may_be_top))?;
                (lines.start > records.start || self.begins(rows, lines.start)).then_some(lines)
            };
            for group in finest(&borders, |group, is_one| lines(group, is_one).is_some())? {
                let [from, to] = [group.start, group.end].map(|border| borders.partition_point(|own| *own < border));
                let records: Vec<Range<usize>> = borders[from..=to].windows(2).map(|pair| pair[0]..pair[1]).collect();
                let of_group = lines(&group, true).filter(|_| records.len() > 1);
                let Some(of_group) = of_group else { continue };
                let owner = records.iter().find(|own| own.contains(&of_group.start));
                apart += usize::from(owner.is_none_or(|own| lines(own, true).as_ref() != Some(&of_group)));
                let cells: Rc<[usize]> = rows[of_group].iter().filter_map(|row| self.cell(*row)).collect();
                for place in group {
                    let is_own = owner.is_some_and(|own| own.contains(&place));
                    shared.insert(rows[place].1, Shared { cells: Rc::clone(&cells), is_own });
                }
            }
        }
        Some((shared, apart))
    }

    /// Whether a line does not go on with the one above.
    fn begins(&self, rows: &[Row<'_>], line: usize) -> bool {
        let text = |line: usize| self.cell(rows[line]).map_or("", |cell| &*self.sheet.rows.cells[cell].text);
        let (above, own) = (line.checked_sub(1).map_or("", text), text(line));
        above.is_empty() || !(text::stops_short(above) || text::goes_on(own) || department::is_ending(own))
    }
}

/// Which rows of a run say something in a column.
struct Said {
    /// For each row and behind the last one how many rows above do.
    above: Vec<usize>,
    /// For each row the first one from it on that does, and the last one down to it.
    next: Vec<Option<usize>>,
    last: Vec<Option<usize>>,
}

impl Said {
    fn of(rows: impl Iterator<Item = bool>) -> Self {
        let (mut above, mut last) = (vec![0], Vec::new());
        for (row, says) in rows.enumerate() {
            above.push(above[row] + usize::from(says));
            last.push(if says { Some(row) } else { last.last().copied().flatten() });
        }
        let mut next = last.clone();
        let mut below = None;
        for (row, next) in next.iter_mut().enumerate().rev() {
            below = if last[row] == Some(row) { Some(row) } else { below };
            *next = below;
        }
        Self { above, next, last }
    }

    /// The lines that say something beside some records, if they stand in the middle, or at the top where one record has them.
    fn lines(&self, records: &Range<usize>, (rounding, may_be_top): (usize, bool)) -> Option<Range<usize>> {
        let first = self.next[records.start].filter(|first| *first < records.end)?;
        let end = self.last[records.end - 1]? + 1;
        let above = (records.len() - (end - first) + rounding) / 2;
        let is_placed = first - records.start == above || may_be_top && first == records.start;
        (is_placed && self.above[end] - self.above[first] == end - first).then_some(first..end)
    }
}

/// The finest way to cut rows at some of these borders into groups that fit, if there is just one. Whether a group is a
/// single record is told too.
fn finest(borders: &[usize], fits: impl Fn(&Range<usize>, bool) -> bool) -> Option<Vec<Range<usize>>> {
    let fits = &fits;
    let ends = |from: usize| {
        let is_near = move |to: &usize| borders[*to] - borders[from] <= MOST_LINES;
        let near = (from + 1..borders.len()).take_while(is_near);
        // The finest way has the most groups.
        near.filter(move |&to| fits(&(borders[from]..borders[to]), to == from + 1)).map(|to| (to, [-1, 0]))
    };
    let groups = ways::cheapest(borders.len().checked_sub(1)?, ends)?;
    Some(groups.into_iter().map(|group| borders[group.start]..borders[group.end]).collect())
}

#[cfg(test)]
mod tests {
    use crate::diagnostic::{Findings, Severity};
    use crate::interpret::Options;
    use crate::interpret::row::tests::of_each;
    use crate::source::Source;

    const HEADER: &str = "取組|内容|評価|担当課|今後の予定\n";

    /// Each record as its item, rating, departments and whether these are inherited, and the rules that tell of the sheet.
    fn read(rows: &str) -> (Vec<String>, Vec<&'static str>) {
        let sheet = format!("川辺町の計画\n\n{HEADER}{rows}").replace('|', "\t");
        let source = Source::made_up(&sheet);
        let read = crate::sheet(&source, &Options::default(), Findings::default());
        let account = &read.account;
        assert_eq!(account.records + account.headers + account.titles, account.read, "{sheet}");
        let of_record = |record: &crate::record::Record<'_>| {
            let item = record.item.as_ref().map_or("", |item| &item.title);
            let names: Vec<&str> = record.departments.iter().map(|of| &*of.name).collect();
            format!("{item}|{}|{}|{}", record.ratings[0].printed, names.join("、"), record.inherited.join("、"))
        };
        let told = read.findings.iter().filter(|of| of.rule.severity != Severity::Note).map(|of| of.rule.name);
        (read.records.iter().map(of_record).collect(), told.collect())
    }

    const ROWS: &str = "\
        花壇の手入れと苗|春に苗を植え、町の人と水|A||続ける。\n\
        の配布|をやった。||公園緑地|\n\
        並木|枝を切り、道の脇に積んで|B|課|続ける。\n\
        |おいた。|||\n\
        水路の泥さらいと|雨の前に泥をさらって、町|B||土のうを増やす。\n\
        草刈り|の人に土のうを配った。||河川課|\n\
        堤防|歩いた。|C||続ける。\n\
        案内板|立て直した。|A|商工課|続ける。\n\
        朝市|駅前の広場を借り、朝の市|B||会場を広げる。\n\
        |を開いた。||農政課|\n\
        夜市|広場を借りた。|C||続ける。\n";
    const READ: [&str; 7] = [
        "花壇の手入れと苗の配布|A|公園緑地課|",
        "並木|B|公園緑地課|departments",
        "水路の泥さらいと草刈り|B|河川課|",
        "堤防|C|河川課|departments",
        "案内板|A|商工課|",
        "朝市|B|農政課|",
        "夜市|C|農政課|departments",
    ];

    #[test]
    fn a_department_in_the_middle_of_several_records_is_that_of_each() {
        assert_eq!(read(ROWS), (READ.map(str::to_owned).to_vec(), vec![]));
    }

    #[test]
    fn a_department_that_stands_elsewhere_is_that_of_its_own_record() {
        let moved = ROWS.replace("|B||土のう", "|B|河川課|土のう").replace("||河川課|\n", "|||\n");
        let (records, told) = read(&moved);
        assert!(
            records.contains(&"堤防|C||".to_owned()) && told.contains(&"missing-department"),
            "{records:?} {told:?}"
        );
    }

    #[test]
    fn a_text_in_the_middle_of_several_records_is_that_of_each() {
        let rows = "\
            花壇の手入れと苗|春に苗を植え、町の人と水|A|公園課|\n\
            の配布|をやった。|||苗の種類が少ないとの\n\
            並木|枝を切り、道の脇に積んで|B|公園課|声を聞く。\n\
            |おいた。|||\n\
            水路の泥さらいと|雨の前に泥をさらって、町|B|河川課|\n\
            草刈り|の人に土のうを配った。|||雨の前に知らせてほし\n\
            堤防|歩いた。|C|河川課|い。\n\
            案内板|立て直した。|A|商工課|見やすい。\n";
        let sheet = format!("川辺町の計画\n\n取組|内容|評価|担当課|委員の意見\n{rows}");
        let of_record = |record: &crate::record::Record<'_>| {
            let text = record.texts.last().map_or("", |(_, text)| text);
            format!("{}|{text}|{}", record.item.as_ref().map_or("", |item| &item.title), record.inherited.join("、"))
        };
        let expected = [
            "花壇の手入れと苗の配布|苗の種類が少ないとの声を聞く。|",
            "並木|苗の種類が少ないとの声を聞く。|texts.委員の意見",
            "水路の泥さらいと草刈り|雨の前に知らせてほしい。|",
            "堤防|雨の前に知らせてほしい。|texts.委員の意見",
            "案内板|見やすい。|",
        ];
        assert_eq!(of_each(&sheet, of_record), expected);
    }
}
