//! Departments and texts that a column prints once for several records, in the middle of their height.
//!
//! In: a table that prints one line of each cell per row. Out: where its records begin, and the cells with what the
//! rows of each record share, where just one finest way to cut the rows of every page, or of all pages, at records puts
//! all of it into the very middle, and some of it stands where that of a single record would not. A text left of the
//! items groups them, so that it is enough there if it stands beside a later record than the first.

use std::ops::Range;
use std::rc::Rc;

use foldhash::{HashMap, HashSet};

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

/// The records over several lines of a table that its columns prove which are merged over several of them, and what
/// these share in each column: departments, or texts too.
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
        let shared = |lines| Some((shared_in(sheet, reader, (table, &columns), &lines)?, lines));
        reader.unproved_lines(table, &columns).into_iter().find_map(shared).map(|(shared, lines)| (lines, shared))
    })
}

/// What the records of a table that prove themselves share in the texts left of their items.
pub(in crate::interpret::extract) fn shared_in_front(
    sheet: &Interpreted<'_, '_>,
    reader: &RowReader<'_, '_, '_>,
    (table, lines): (usize, &CentredLines),
) -> Vec<(usize, OfRows)> {
    let in_front = |column: &usize| sheet.plans[table].item.is_some_and(|item| *column < item);
    let sparse: Vec<usize> = reader.sparse_columns(table).into_iter().filter(in_front).collect();
    shared_in(sheet, reader, (table, &sparse), lines).unwrap_or_default()
}

/// What these records share in each of these columns, if some of it stands where that of a single one would not.
fn shared_in(
    sheet: &Interpreted<'_, '_>,
    reader: &RowReader<'_, '_, '_>,
    (table, columns): (usize, &[usize]),
    lines: &CentredLines,
) -> Option<Vec<(usize, OfRows)>> {
    let rests = &super::rests(lines);
    let of_column = |&column: &usize| {
        let (of_rows, apart) = Column { sheet, reader, lines, rests, table, column }.shared()?;
        Some(((column, of_rows), apart))
    };
    let shared: Option<Vec<_>> = columns.iter().map(of_column).collect();
    let (shared, apart): (Vec<_>, Vec<usize>) = shared?.into_iter().unzip();
    (apart.iter().sum::<usize>() >= FEWEST_APART).then_some(shared)
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
        let (mut apart, mut later) = (0, 0);
        // What the ratings contradict proves less.
        let mut leads = self.sheet.plans[self.table].item.is_some_and(|item| self.column < item)
            && self.rounding().is_none_or(|shown| shown == rounding);
        let mut above = "";
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
            let fits = |group: &Range<usize>, is_one| lines(group, is_one).is_some();
            let again = |group: &Range<usize>| self.items_again(&rows[group.clone()]);
            for group in finest(&borders, fits, again)? {
                let [from, to] = [group.start, group.end].map(|border| borders.partition_point(|own| *own < border));
                let records: Vec<Range<usize>> = borders[from..=to].windows(2).map(|pair| pair[0]..pair[1]).collect();
                let Some(of_group) = lines(&group, true) else { continue };
                // A mark that comes again stands beside the records that it is meant for.
                let text = self.text(rows[of_group.start]);
                leads &= text != above;
                above = text;
                if records.len() == 1 {
                    continue;
                }
                let owner = records.iter().find(|own| own.contains(&of_group.start));
                let is_apart = || owner.is_none_or(|own| lines(own, true).as_ref() != Some(&of_group));
                let is_later = owner.is_some_and(|own| own.start > group.start);
                if is_apart() {
                    apart += 1;
                } else {
                    later += usize::from(is_later);
                }
                let cells: Rc<[usize]> = rows[of_group].iter().filter_map(|row| self.cell(*row)).collect();
                for place in group {
                    let is_own = owner.is_some_and(|own| own.contains(&place));
                    shared.insert(rows[place].1, Shared { cells: Rc::clone(&cells), is_own });
                }
            }
        }
        Some((shared, if leads { apart + later } else { apart }))
    }

    /// How many items of a group come again in it: each would have been said of the same twice.
    fn items_again(&self, rows: &[Row<'_>]) -> usize {
        let Some(item) = self.sheet.plans[self.table].item else { return 0 };
        let mut seen = HashSet::default();
        let first = rows.iter().filter(|(_, row)| !self.rests.contains(row));
        let items = first.map(|(page, row)| page.text_of(*row, item, self.sheet.rows));
        items.filter(|text| !text.is_empty() && !seen.insert(*text)).count()
    }

    /// What a row says in the column.
    fn text(&self, row: Row<'_>) -> &str {
        self.cell(row).map_or("", |cell| &self.sheet.rows.cells[cell].text)
    }

    /// Whether a line does not go on with the one above.
    fn begins(&self, rows: &[Row<'_>], line: usize) -> bool {
        let text = |line: usize| self.text(rows[line]);
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

    /// The lines that say something beside some records, if they stand in the middle, or at the top where one record
    /// has them.
    fn lines(&self, records: &Range<usize>, (rounding, may_be_top): (usize, bool)) -> Option<Range<usize>> {
        let first = self.next[records.start].filter(|first| *first < records.end)?;
        let end = self.last[records.end - 1]? + 1;
        let above = (records.len() - (end - first) + rounding) / 2;
        let is_placed = first - records.start == above || may_be_top && first == records.start;
        (is_placed && self.above[end] - self.above[first] == end - first).then_some(first..end)
    }
}

/// The finest way to cut rows at some of these borders into groups that fit, if there is just one, or one in which
/// fewer items come again in their group. Whether a group is a single record is told too.
fn finest(
    borders: &[usize],
    fits: impl Fn(&Range<usize>, bool) -> bool,
    again: impl Fn(&Range<usize>) -> usize,
) -> Option<Vec<Range<usize>>> {
    let (fits, again) = (&fits, &again);
    let ends = |from: usize| {
        let is_near = move |to: &usize| borders[*to] - borders[from] <= MOST_LINES;
        let near = (from + 1..borders.len()).take_while(is_near);
        // The finest way has the most groups.
        let group = move |to: usize| borders[from]..borders[to];
        let fitting = near.filter(move |&to| fits(&group(to), to == from + 1));
        fitting.map(move |to| (to, [-1, again(&group(to)) as isize]))
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

    /// Each record as its item, rating, departments and whether these are inherited, and the rules that tell of the
    /// sheet.
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

    /// The year and the item of each record of a table with years in front.
    fn years(rows: &str) -> Vec<String> {
        let sheet = format!("川辺町の計画\n\n年度|講座名|回数|人数|評価|講評|担当課\n{rows}");
        of_each(&sheet, |record| {
            let year = record.texts.first().map_or("", |(_, text)| text);
            format!("{year} {}", record.item.as_ref().map_or("", |item| &item.title))
        })
    }

    const YEARS: &str = "\
        |花の体操|12回|210人|Ａ|朝の席が余ったことを受け、|生涯学習推進\n\
        |||||二度に分ける。|課\n\
        |親子の相撲||||町の便りで知らせたので、ど|生涯学習推進\n\
        ４年度||6回|98人|Ｂ|の日も席が埋まった。|課\n\
        ||||||子ども福祉課\n\
        |浜辺を歩く会|4回|52人|Ｃ|風の強い日が二度も続いた。|生涯学習推進\n\
        ||||||課\n\
        |花の体操|12回|264人|Ｂ|始まりを遅らせたので、働く|生涯学習推進\n\
        |||||人が多く来た。|課\n\
        |親子の相撲||||学生が手伝った。|生涯学習推進\n\
        ５年度||6回|101人|Ａ||課\n\
        ||||||子ども福祉課\n\
        |浜辺を歩く会|5回|88人|Ｂ|替わりの日を決めて、どの回|生涯学習推進\n\
        |||||も開けた。|課\n\
        |花の体操|10回|215人|Ａ|教える人が足りず二度休みと|生涯学習推進\n\
        |||||した。春までに人を探す。|課\n\
        |親子の相撲|6回|76人|Ｂ|隣の町に越した家族が三組あ|生涯学習推進\n\
        ６年度|||||り、遊びを増やす。|課\n\
        |浜辺を歩く会||||昔の話を聞かせる回が喜ばれ|生涯学習推進\n\
        ||5回|119人|Ａ|た。|課\n\
        ||||||郷土史課\n";

    #[test]
    fn a_year_in_the_middle_of_several_records_is_that_of_each() {
        let items = ["花の体操", "親子の相撲", "浜辺を歩く会"];
        let expected: Vec<String> =
            ["４年度", "５年度", "６年度"].iter().flat_map(|year| items.map(|item| format!("{year} {item}"))).collect();
        assert_eq!(years(YEARS), expected);
    }

    #[test]
    fn a_mark_that_comes_again_in_front_is_that_of_its_own_record() {
        let read = years(&YEARS.replace("５年度", "４年度").replace("６年度", "４年度"));
        assert_eq!([&*read[0], &*read[1], &*read[2]], [" 花の体操", "４年度 親子の相撲", " 浜辺を歩く会"]);
    }

    #[test]
    fn an_item_comes_but_once_in_its_year() {
        let rows = "\
            |花の体操|12回|210人|Ａ|朝の席が余ったことを受け、二度に分ける。|生涯学習推進課\n\
            ４年度|親子の相撲|6回|98人|Ｂ|町の便りで知らせたので、どの日も席が埋ま|生涯学習推進課\n\
            |||||った。|子ども福祉課\n\
            |浜辺を歩く会|4回|52人|Ｃ|風の強い日が二度も続いた。|生涯学習推進課\n\
            |花の体操|12回|264人|Ｂ|始まりを遅らせたので、働く人が多く来た。|生涯学習推進課\n\
            ５年度|親子の相撲|6回|101人|Ａ|学生が手伝った。|生涯学習推進課\n\
            ||||||子ども福祉課\n\
            |浜辺を歩く会|5回|88人|Ｂ|替わりの日を決めて、どの回も開けた。|生涯学習推進課\n\
            |花の体操|10回|215人|Ａ|教える人が足りず二度休みとした。春までに|生涯学習推進課\n\
            |||||人を探す。|\n\
            ６年度|親子の相撲|6回|76人|Ｂ|隣の町に越した家族が三組あり、遊びを増や|生涯学習推進課\n\
            |||||す。|\n\
            |浜辺を歩く会|5回|119人|Ａ|昔の話を聞かせる回が喜ばれた。|生涯学習推進課\n\
            ||||||郷土史課\n";
        let read = years(rows);
        let years: Vec<&str> = read.iter().filter_map(|of| of.split(' ').next()).collect();
        assert_eq!(years[..3], ["４年度"; 3], "{read:?}");
        assert_eq!(years[3..6], ["５年度"; 3], "{read:?}");
        assert_eq!(years[6..], ["６年度"; 3], "{read:?}");
    }
}
