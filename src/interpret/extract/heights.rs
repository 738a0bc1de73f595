//! Headings in columns that stand in the middle of the height of their records, in a table that prints one line of each
//! cell per row.
//!
//! In: a heading column of a table, and where its records begin. Out: the first row and the cell of each heading, where
//! just one way to cut the rows of every page, or of all pages, at records puts all headings, be they of several lines,
//! into the very middle.

mod shared;

use std::ops::Range;

use foldhash::HashSet;

use super::Interpreted;
use crate::interpret::heading;
use crate::interpret::row::{CentredLines, ROUNDINGS, RowReader};
use crate::interpret::table::Page;
use crate::interpret::text;
use crate::interpret::ways;
pub(super) use shared::{shared, shared_in_front};

/// Fewer headings below the first row of their records may stand there by chance.
const FEWEST_BELOW: usize = 2;

/// The first row and the cell of a heading.
pub(super) type Group = (usize, usize);

/// A row and its page.
type Row<'p> = (&'p Page, usize);

/// The headings of one column.
struct Column<'c, 'w, 'i, 's> {
    sheet: &'c Interpreted<'i, 's>,
    reader: &'c RowReader<'w, 'i, 's>,
    /// The rows of each record of several lines, and those that go on with one.
    lines: &'c CentredLines,
    rests: &'c HashSet<usize>,
    table: usize,
    column: usize,
}

/// The headings of a column, if all of them stand in the middle, be it that all lines right below each other are one.
pub(super) fn groups(
    (sheet, lines): (&Interpreted<'_, '_>, &CentredLines),
    reader: &mut RowReader<'_, '_, '_>,
    (table, column): (usize, usize),
) -> Option<Vec<Group>> {
    let rests = &rests(lines);
    let mut groups = |is_upright| {
        reader.set_upright((table, column), is_upright);
        Column { sheet, reader, lines, rests, table, column }.groups()
    };
    let found = groups(false).or_else(|| groups(true));
    if found.is_none() {
        reader.set_upright((table, column), false);
    }
    found
}

/// The rows that go on with a record above.
pub(super) fn rests(lines: &CentredLines) -> HashSet<usize> {
    lines.values().flat_map(|rows| &rows[1..]).copied().collect()
}

impl Column<'_, '_, '_, '_> {
    /// The headings, if all of them stand in the middle: of their rows on each page, or of all.
    fn groups(&self) -> Option<Vec<Group>> {
        let of_pages = self.runs();
        let over_pages = self.over_pages(&of_pages);
        // Most headings are rounded as the ratings are, and none is that stands at the top of its rows.
        let shown = self.rounding();
        let is_top = || of_pages.first().and_then(|rows| self.cell(*rows.first()?)).is_some();
        let others = ROUNDINGS.into_iter().filter(|other| Some(*other) != shown && (shown.is_none() || !is_top()));
        let roundings: Vec<usize> = shown.into_iter().chain(others).collect();
        [&of_pages, &over_pages]
            .into_iter()
            .find_map(|runs| roundings.iter().find_map(|&rounding| self.groups_of(runs, rounding)))
    }

    /// How the table rounds the middle, if the ratings of records with an even number of lines show it.
    fn rounding(&self) -> Option<usize> {
        let rounding = |(page, row): Row<'_>| {
            let lines = self.lines.get(&row).filter(|lines| lines.len() % 2 == 0)?;
            let rated = lines.iter().position(|row| self.reader.is_rated(self.table, page, *row))?;
            (rated + 1).checked_sub(lines.len() / 2).filter(|rounding| ROUNDINGS.contains(rounding))
        };
        let mut shown = self.sheet.tables[self.table].rows().filter_map(rounding);
        shown.next().filter(|first| shown.all(|other| other == *first))
    }

    fn groups_of(&self, runs: &[Vec<Row<'_>>], rounding: usize) -> Option<Vec<Group>> {
        let mut groups: Vec<Group> = Vec::new();
        let mut below = 0;
        let text = |cell: usize| &*self.sheet.rows.cells[cell].text;
        for rows in runs {
            let headings = self.headings(rows);
            if headings.windows(2).any(|pair| self.cuts_word(rows, pair)) {
                return None;
            }
            let starts = |at_first| self.starts(rows, &headings, (rounding, at_first));
            let starts = starts(true).or_else(|| starts(false))?;
            // The rest of a record stands under the heading of its first line, be it printed again.
            if let (Some(&start), Some(heading)) = (starts.first(), headings.first())
                && self.rests.contains(&rows[start].1)
                && groups.last().map(|(_, above)| text(*above)) != self.cell(rows[heading.start]).map(text)
            {
                return None;
            }
            below += starts.iter().zip(&headings).filter(|(start, heading)| **start < heading.start).count();
            // What goes on with a heading of the page before opens none.
            let opens = |(page, row): Row<'_>| !self.reader.continues_heading((self.table, page, row), self.column);
            groups.extend(starts.iter().zip(&headings).filter_map(|(start, heading)| {
                let first = rows[heading.start];
                Some((rows[*start].1, self.cell(first).filter(|_| opens(first))?))
            }));
        }
        (below >= FEWEST_BELOW).then_some(groups)
    }

    /// The rows right below each other of every page.
    fn runs(&self) -> Vec<Vec<Row<'_>>> {
        let follow = |above: &Row<'_>, row: &Row<'_>| above.1 + 1 == row.1 && std::ptr::eq(above.0, row.0);
        let rows: Vec<Row<'_>> = self.sheet.tables[self.table].rows().collect();
        rows.chunk_by(follow).map(<[Row<'_>]>::to_vec).collect()
    }

    /// The same, of which those with nothing but the end of a page between them are one.
    fn over_pages<'p>(&self, runs: &[Vec<Row<'p>>]) -> Vec<Vec<Row<'p>>> {
        let mut whole: Vec<Vec<Row<'p>>> = Vec::new();
        for run in runs {
            let is_first = |row: &Row<'_>| row.0.rows.first() == Some(&row.1);
            let is_cut = |above: &Row<'_>| above.0.rows.last() == Some(&above.1) && is_first(&run[0]);
            let goes_on = |above: &Row<'_>| is_cut(above) && !self.reader.is_heading_between(above.1, run[0].1);
            match whole.last_mut().filter(|above| above.last().is_some_and(goes_on)) {
                Some(above) => above.extend(run),
                None => whole.push(run.clone()),
            }
        }
        whole
    }

    /// The lines of each heading in a run of rows, as places in it.
    fn headings(&self, rows: &[Row<'_>]) -> Vec<Range<usize>> {
        let mut headings: Vec<Range<usize>> = Vec::new();
        for (place, &(page, row)) in rows.iter().enumerate().filter(|(_, row)| self.cell(**row).is_some()) {
            match headings.last_mut().filter(|heading| heading.end == place) {
                Some(heading) if self.reader.continues_heading((self.table, page, row), self.column) => {
                    heading.end += 1
                }
                _ => headings.push(place..place + 1),
            }
        }
        headings
    }

    /// Whether two headings right below each other are one that was cut in mid-word: a kana alone heads nothing, but
    /// may be a code above another one.
    fn cuts_word(&self, rows: &[Row<'_>], pair: &[Range<usize>]) -> bool {
        let line = |place: usize| self.cell(rows[place]).map_or("", |cell| &*self.sheet.rows.cells[cell].text);
        let is_kana = |text: &str| text.chars().nth(1).is_none() && text.starts_with(|c| matches!(c, 'ぁ'..='ー'));
        let (above, below) = (line(pair[0].end - 1), line(pair[1].start));
        pair[0].end == pair[1].start && (is_kana(above) != is_kana(below) || text::goes_on(below))
    }

    /// Where the records of each heading begin, if there is just one way to cut the rows, or one that cuts them where
    /// the numbers of the records begin anew.
    fn starts(
        &self,
        rows: &[Row<'_>],
        headings: &[Range<usize>],
        (rounding, at_first): (usize, bool),
    ) -> Option<Vec<usize>> {
        let may_begin = |row: Row<'_>| !self.rests.contains(&row.1) && (!at_first || self.is_first(row));
        let may_end = |end: &usize| rows.get(*end).is_none_or(|row| may_begin(*row));
        let ends = |start: usize| {
            let at = headings.partition_point(|heading| heading.start < start);
            let limit = headings.get(at + 1).map_or(rows.len(), |next| next.start);
            let own = headings.get(at).into_iter().flat_map(move |heading| {
                let least = (2 * (heading.start - start) + heading.len()).saturating_sub(rounding);
                (least..=least + 1).map(move |height| start + height).filter(|end| *end >= heading.end)
            });
            own.filter(move |end| *end <= limit).filter(may_end).map(|end| (end, [0, 0]))
        };
        let groups = ways::cheapest(rows.len(), ends)?;
        Some(groups.into_iter().map(|group| group.start).collect())
    }

    /// Whether the record that begins in a row is the first one by its ordinal.
    fn is_first(&self, (page, row): Row<'_>) -> bool {
        let own = [row];
        let lines = self.lines.get(&row).map_or(&own[..], Vec::as_slice);
        let item = self.sheet.plans[self.table].item;
        let mut items =
            item.into_iter().flat_map(|item| lines.iter().map(move |line| page.text_of(*line, item, self.sheet.rows)));
        items.find_map(heading::enumerated).is_some_and(|(_, number, _)| number == Some(1))
    }

    /// The cell of a row, if it holds something.
    fn cell(&self, (page, row): Row<'_>) -> Option<usize> {
        let cell = page.cell_of(row, self.column, self.sheet.rows)?;
        (!self.sheet.rows.cells[cell].text.is_empty()).then_some(cell)
    }
}

#[cfg(test)]
mod tests {
    use crate::interpret::row::tests::ask;

    const HEADER: &str = "柱|施策|事業名|実施状況|評|所管\n||||価|\n";

    /// Each record as its headings, item and text, and the rules that tell of the sheet.
    fn read(rows: &str) -> (Vec<String>, Vec<&'static str>) {
        read_below(HEADER, rows)
    }

    fn read_below(header: &str, rows: &str) -> (Vec<String>, Vec<&'static str>) {
        ask(&format!("川辺町の計画\n\n{header}{rows}"), |record| {
            let item = record.item.as_ref().map_or("", |item| &item.title);
            let path: Vec<&str> = record.path.iter().map(|of| &*of.title).collect();
            format!("{}|{item}|{}", path.join("|"), record.texts[0].1)
        })
    }

    const ROWS: &str = "\
        ||1-1-1　花壇の手|春に苗を植え、町の人と一||\n\
        柱１　緑の|1-1　庭をつ|入れ|緒に水をやった。夏には草|Ａ|公園課\n\
        あるまちを|くる||を取った。||\n\
        つくる||1-1-2　並木|枝を切った。|Ｂ|公園課\n\
        |1-2　山を守|1-2-1　間伐の手|山の木を切り、道の脇に積|Ａ|林務課\n\
        |る|伝い|んだ。||\n\
        |||雨の前に泥をさらい、土の||\n\
        柱２　水と|2-1　川を守|2-1-1　水路の泥|うを積んだ。草も刈り、川|Ｂ|河川課\n\
        親しむまち|る|さらい|上の町に知らせ、土のうを||\n\
        にしていく|||配った。||\n\
        ために|2-2　池を守|2-2-1　池の底さ|底の泥をさらい、柵を塗り||\n\
        |る|らいと柵の塗替|替えた。|Ｃ|河川課\n";
    const CUT: &str = "\n- 1 -\n\n";
    const READ: [&str; 5] = [
        "緑のあるまちをつくる|庭をつくる|花壇の手入れ|春に苗を植え、町の人と一緒に水をやった。夏には草を取った。",
        "緑のあるまちをつくる|庭をつくる|並木|枝を切った。",
        "緑のあるまちをつくる|山を守る|間伐の手伝い|山の木を切り、道の脇に積んだ。",
        "水と親しむまちにしていくために|川を守る|水路の泥さらい|雨の前に泥をさらい、土のうを積んだ。草も刈り、川上の町に知らせ、土のうを配った。",
        "水と親しむまちにしていくために|池を守る|池の底さらいと柵の塗替え|底の泥をさらい、柵を塗り替えた。",
    ];

    #[test]
    fn a_heading_in_the_middle_of_its_records_may_run_over_the_end_of_a_page() {
        let last = "||え|||\n";
        assert_eq!(read(&format!("{ROWS}{last}")), (READ.map(str::to_owned).to_vec(), vec![]));
        let cut = format!(
            "{}{CUT}{HEADER}{}{last}",
            &ROWS[..ROWS.find("ために").unwrap_or(0)],
            &ROWS[ROWS.find("ために").unwrap_or(0)..]
        );
        assert_eq!(read(&cut), (READ.map(str::to_owned).to_vec(), vec![]));
    }

    #[test]
    fn the_rest_of_a_record_below_a_header_that_comes_again_is_no_part_of_it() {
        let cut = format!("{ROWS}{CUT}{HEADER}||え|||\n");
        assert_eq!(read(&cut), (READ.map(str::to_owned).to_vec(), vec![]));
    }
    const UPRIGHT: &str = "\
        ||花壇の手入れと草|春に苗を植え、町の人と一|Ａ|公園課\n\
        み|１　庭をつくる|取り|緒に水をやった。||\n\
        ど||並木|枝を切った。|Ｂ|公園課\n\
        り|２　山を守る|間伐|山の木を切り、道の脇に積|Ａ|林務課\n\
        |||んだ。||\n\
        ||水路の泥さらいと|雨の前に泥をさらい、土の|Ｂ|河川課\n\
        水|３　川を守る|草刈り|うを積んだ。||\n\
        辺||堤|歩いた。|Ｃ|河川課\n\
        |４　池を守る|柵の塗替え|柵を塗り、門も塗り直した|Ａ|河川課\n\
        |||。||\n\
        に||案内板|立て直した。|Ａ|商工課\n\
        ぎわ|５　市を開く|朝市|駅前の広場を借り、朝の市|Ｂ|商工課\n\
        い|||を開いた。||\n\
        |６　夜も開く|夜市|広場を借りた。|Ｃ|商工課\n";

    #[test]
    fn the_letters_of_an_upright_heading_stand_in_the_middle_of_its_records() {
        let expected = [
            "みどり|庭をつくる|花壇の手入れと草取り|春に苗を植え、町の人と一緒に水をやった。",
            "みどり|庭をつくる|並木|枝を切った。",
            "みどり|山を守る|間伐|山の木を切り、道の脇に積んだ。",
            "水辺|川を守る|水路の泥さらいと草刈り|雨の前に泥をさらい、土のうを積んだ。",
            "水辺|川を守る|堤|歩いた。",
            "水辺|池を守る|柵の塗替え|柵を塗り、門も塗り直した。",
            "にぎわい|市を開く|案内板|立て直した。",
            "にぎわい|市を開く|朝市|駅前の広場を借り、朝の市を開いた。",
            "にぎわい|夜も開く|夜市|広場を借りた。",
        ];
        assert_eq!(read(UPRIGHT), (expected.map(str::to_owned).to_vec(), vec![]));
    }
    #[test]
    fn a_heading_of_more_lines_than_its_record_makes_it_higher() {
        let last = "\
            ま|||||\n\
            ち|７　町並み|案内所|案内所を建て直し、門も塗|Ａ|商工課\n\
            な|||り直した。||\n\
            み|||||\n";
        let (records, told) = read(&format!("{UPRIGHT}{last}"));
        let (last, told) = (records.last().map(String::as_str), (records.len(), told));
        assert_eq!((last, told), (Some("まちなみ|町並み|案内所|案内所を建て直し、門も塗り直した。"), (10, vec![])));
    }
    #[test]
    fn places_in_the_middle_of_records_whose_numbers_begin_anew_head_them() {
        let rows = "\
            ||春に苗を植え、町の人と一||\n\
            |ア　花壇|緒に水をやった。夏には草|完了|公園課\n\
            中央地区||を取った。||道路課\n\
            |イ　並木|枝を切った。|完了|公園課\n\
            ||山の木を切り、道の脇に積||\n\
            |ウ　間伐|んだ。|未着手|林務課\n\
            ||泥をさらった。||河川課\n\
            |ア　水路||実施中|土木課\n\
            北地区||雨の前に土のうを積み、町||\n\
            |イ　土のう|の人に配った。|実施中|河川課\n\
            |ウ　堤防|歩いた。|完了|河川課\n\
            \n- 1 -\n\n地区|取組|経過|状況|担当課\n\
            北地区|エ　ため池|柵を塗った。|完了|河川課\n\
            |ア　朝市|広場を借りた。|実施中|商工課\n\
            南地区|イ　夜市|広場を借りた。|未着手|商工課\n\
            |ウ　案内板|立て直した。|完了|商工課\n";
        let expected = [
            "中央地区|花壇|春に苗を植え、町の人と一緒に水をやった。夏には草を取った。",
            "中央地区|並木|枝を切った。",
            "中央地区|間伐|山の木を切り、道の脇に積んだ。",
            "北地区|水路|泥をさらった。",
            "北地区|土のう|雨の前に土のうを積み、町の人に配った。",
            "北地区|堤防|歩いた。",
            "北地区|ため池|柵を塗った。",
            "南地区|朝市|広場を借りた。",
            "南地区|夜市|広場を借りた。",
            "南地区|案内板|立て直した。",
        ];
        let header = "地区|取組|経過|状況|担当課\n";
        assert_eq!(read_below(header, rows), (expected.map(str::to_owned).to_vec(), vec![]));
    }
}
