//! Records over several lines of which every short cell stands in the middle of the height, the number too.
//!
//! In: a table that prints one line of each cell per row. Out: the rows of each record, where just one way to cut the
//! rows puts every number, or every rating where nothing is numbered, into the very middle of its record, and the lines
//! of every other cell into the middle or to the top. Where the number stands in the first line,
//! [`lines`](super::lines) knows the record.

use std::ops::Range;

use foldhash::HashMap;

use super::RowReader;
use super::carry_on::{MOST_LINES, SHORTEST_CUT};
use super::edges::{below_each_other, ends_in_figure, is_mid_sentence, text_in};
use super::lines::UNRATED_ONE_IN;
use crate::interpret::department;
use crate::interpret::heading;
use crate::interpret::number;
use crate::interpret::roles::{self, TableColumn};
use crate::interpret::scale;
use crate::interpret::table::Page;
use crate::interpret::text;
use crate::interpret::ways;
use crate::record::Role;

/// Of four lines the second is the middle one, or the third: programs round down, or up.
pub(crate) const ROUNDINGS: [usize; 2] = [0, 1];

/// Where numbers stand in the first line, their rows cut no sentence off the ones above. Of so many that they do cut,
/// one may only seem to be cut where the records begin.
const CUT_ONE_IN: usize = 4;

/// Where no text is cut in two, so many numbers below the first line of their record are no chance.
const FEWEST_CLEAN: usize = 2;

/// A column that is merged over several records, short beside them, leaves at least a quarter of their lines blank.
const SPARSE_SHARE: f32 = 0.75;

/// What the cells of a table show of the height of its records.
struct Heights<'r> {
    /// For each row its cells that say something.
    cells: Vec<Vec<Filled>>,
    /// What each column holds; none for one that is merged over several records.
    roles: &'r [Option<Role>],
    /// For each row and behind the last one the next row with the number or the rating of a record.
    next: Vec<Option<usize>>,
    /// For each row how many cells of the row above go on in it.
    cuts: Vec<usize>,
    /// How many columns have at least as many cells as there are records.
    in_all: usize,
    rounding: usize,
}

/// A cell that says something, among those of its column.
struct Filled {
    column: usize,
    /// No cell of its column stands right above it.
    is_first: bool,
    /// Behind the last of the cells right below each other, from it on, and the row of the next one behind that.
    end: usize,
    next: usize,
    /// Its column has at least as many cells as there are records.
    in_all: bool,
}

/// A way to cut the rows of a table into records.
#[derive(Default)]
pub(super) struct Cut {
    pub(super) records: Vec<Vec<usize>>,
    /// How many numbers stand below the first line of their record.
    centred: usize,
    /// How many texts are cut in two where records begin, and how many would be if they began with their numbers.
    cuts: usize,
    avoided: usize,
}

impl Cut {
    /// Whether so many numbers stand below the first line, or two of them and each record begins where nothing is cut.
    fn is_proved(&self, fewest: usize) -> bool {
        let is_clean = || self.cuts == 0 && self.centred >= FEWEST_CLEAN && self.avoided >= FEWEST_CLEAN;
        self.cuts * CUT_ONE_IN <= self.avoided && (self.centred >= fewest || is_clean())
    }
}

/// What each record has once, in the middle of its height.
#[derive(Clone, Copy, Debug)]
enum Anchor {
    /// A cell in this column.
    Cell(usize),
    /// A rating, in whatever column.
    Rating,
    /// The same, but what may be one word over two lines is: 概ね above 順調, each beside a line of the item.
    Word,
}

impl<'i> RowReader<'_, 'i, '_> {
    /// The rows of each record of a table, if nearly all of it can be cut so that this many numbers stand below the
    /// first line.
    pub(super) fn heights(&self, of: (usize, usize), fewest: usize) -> Option<Vec<Vec<usize>>> {
        self.cuts_of(of, &[]).find(|cut| cut.is_proved(fewest)).map(|cut| cut.records)
    }

    /// Every way to cut a table, whether or not its numbers prove that one is meant; be it that some columns are merged
    /// over several records.
    pub(super) fn cuts_of(&self, (table, item): (usize, usize), merged: &[usize]) -> impl Iterator<Item = Cut> {
        let ways = self.anchors(table, item).into_iter().flat_map(|of| ROUNDINGS.map(|rounding| (of, rounding)));
        ways.filter_map(move |(anchor, rounding)| self.cut(table, anchor, (rounding, merged)))
    }

    /// The columns of departments and of texts that say something less often than records are rated: they may be merged
    /// over several of them. None where the table prints no lines.
    pub(crate) fn sparse_columns(&self, table: usize) -> Vec<usize> {
        if !self.may_print_lines(table) {
            return Vec::new();
        }
        let of = self.table(table);
        let rated = self.rated_rows(table).count();
        // The texts of records stand right below each other, so that many are one block.
        let (mut blocks, mut lines) = (vec![0; of.columns.len()], vec![0; of.columns.len()]);
        for page in &of.pages {
            let mut above = (None, Vec::new());
            for &row in &page.rows {
                let own = self.texts_in(page, row);
                for &(column, _) in &own {
                    lines[column] += 1;
                    let goes_on = above.0 == row.checked_sub(1) && text_in(&above.1, column).is_some();
                    blocks[column] += usize::from(!goes_on);
                }
                above = (Some(row), own);
            }
        }
        let all = of.rows().count();
        let is_sparse = |column: &usize| {
            let may_be = match of.columns[*column].role {
                Role::Department | Role::Text => true,
                Role::Path | Role::Item | Role::Rating | Role::Comment | Role::Value => false,
            };
            let has_gaps = lines[*column] as f32 <= SPARSE_SHARE * all as f32;
            may_be && of.columns[*column].beside.is_none() && (1..rated).contains(&blocks[*column]) && has_gaps
        };
        (0..of.columns.len()).filter(is_sparse).collect()
    }

    fn cut(&self, table: usize, anchor: Anchor, (rounding, merged): (usize, &[usize])) -> Option<Cut> {
        let mut cut = Cut::default();
        let (mut whole, mut all) = (0, 0);
        let roles = &self.roles(table, merged);
        for section in self.sections(table) {
            let heights = self.heights_of(&section, (table, anchor), (rounding, roles));
            let anchors: Vec<usize> = (0..section.len()).filter(|&row| heights.next[row] == Some(row)).collect();
            all += anchors.len();
            let Some(own) = heights.records() else { continue };
            whole += anchors.len();
            cut.cuts += own.iter().map(|record| heights.cuts[record.start]).sum::<usize>();
            cut.avoided += anchors.iter().map(|&anchor| heights.cuts[anchor]).sum::<usize>();
            cut.centred += own.iter().filter(|record| heights.next[record.start] > Some(record.start)).count();
            cut.records.extend(own.into_iter().map(|record| section[record].iter().map(|(_, row)| *row).collect()));
        }
        let fits = (all - whole) * UNRATED_ONE_IN <= all && cut.cuts <= cut.avoided;
        (fits && self.edges(table).cut).then_some(cut)
    }

    /// The rows between two headings, be it over the ends of pages.
    fn sections(&self, table: usize) -> Vec<Vec<(&'i Page, usize)>> {
        let mut sections: Vec<Vec<(&Page, usize)>> = Vec::new();
        for (page, row) in self.table(table).rows() {
            let above = sections.last().and_then(|section| section.last()).map(|(_, above)| *above);
            match sections.last_mut().filter(|_| above.is_some_and(|above| !self.is_heading_between(above, row))) {
                Some(section) => section.push((page, row)),
                None => sections.push(vec![(page, row)]),
            }
        }
        sections
    }

    /// What may stand once in each record: its number, or where nothing is numbered its ratings, or those of one column
    /// where others are of two lines, as 概ね above 達成.
    fn anchors(&self, table: usize, item: usize) -> Vec<Anchor> {
        let of = self.table(table);
        let mut cells = vec![Vec::new(); of.columns.len()];
        for (page, row) in of.rows() {
            self.texts_in(page, row).into_iter().for_each(|(column, text)| cells[column].push(text));
        }
        let numbers = |at: &usize| {
            let column = &of.columns[*at];
            column.role == Role::Text
                && roles::numbers_rows(&column.name)
                && cells[*at].iter().all(|text| number::is_alone(text))
        };
        if let Some(number) = (0..item).rev().find(numbers) {
            return vec![Anchor::Cell(number)];
        }
        let rated = self.rated_rows(table).count();
        let ratings = (0..of.columns.len()).filter(|&at| of.columns[at].role == Role::Rating);
        let fewest = ratings.map(|at| (cells[at].len(), at)).min().filter(|(count, _)| *count < rated);
        let cell = fewest.map(|(_, at)| Anchor::Cell(at));
        [Anchor::Rating].into_iter().chain(cell).chain([Anchor::Word]).collect()
    }

    /// What each column of a table holds; none for one that is merged over several records, as these are.
    fn roles(&self, table: usize, merged: &[usize]) -> Vec<Option<Role>> {
        let columns = self.table(table).columns.iter().enumerate();
        let is_merged = |at: usize, column: &TableColumn| {
            column.role == Role::Path || self.plan(table, at).in_blocks || column.beside.is_some()
        };
        let mut roles: Vec<Option<Role>> =
            columns.map(|(at, column)| (!is_merged(at, column)).then_some(column.role)).collect();
        merged.iter().for_each(|&column| roles[column] = None);
        roles
    }

    fn heights_of<'r>(
        &self,
        section: &[(&'i Page, usize)],
        (table, anchor): (usize, Anchor),
        (rounding, roles): (usize, &'r [Option<Role>]),
    ) -> Heights<'r> {
        let of = self.table(table);
        let texts: Vec<Vec<(usize, &str)>> = section.iter().map(|&(page, row)| self.texts_in(page, row)).collect();
        let is_cut = |at: usize| {
            let is_rating = |column: usize| of.columns[column].role == Role::Rating;
            let is_cut =
                |(column, [above, own]): (usize, [&str; 2])| is_rating(column) && scale::is_cut_word(above, own);
            at > 0 && below_each_other(&texts[at - 1], &texts[at]).any(is_cut)
        };
        let mut next = vec![None; section.len() + 1];
        for (at, &(page, row)) in section.iter().enumerate().rev() {
            let is_anchor = match anchor {
                Anchor::Cell(column) => text_in(&texts[at], column).is_some(),
                Anchor::Rating => self.is_rated(table, page, row),
                Anchor::Word => self.is_rated(table, page, row) && !is_cut(at),
            };
            next[at] = if is_anchor { Some(at) } else { next[at + 1] };
        }
        let cuts = |at: usize| match at.checked_sub(1) {
            Some(above) => self.cuts([&texts[above], &texts[at]], (table, roles)),
            None => 0,
        };
        let cuts = (0..texts.len()).map(cuts).chain([0]).collect();
        let records = (0..texts.len()).filter(|&row| next[row] == Some(row)).count();
        let (cells, in_all) = filled(&texts, roles, records);
        Heights { cells, roles, next, cuts, in_all, rounding }
    }

    /// How many cells of a row surely go on in the one below: texts in mid-sentence or at the edge, names without an
    /// end.
    fn cuts(&self, [above, own]: [&[(usize, &str)]; 2], (table, roles): (usize, &[Option<Role>])) -> usize {
        let edges = self.edges(table);
        let is_cut = |&(at, [above, own]): &(usize, [&str; 2])| match roles[at] {
            Some(Role::Department) => {
                let ends = department::is_ending(above) || self.sheet.layout.ends_like_department(above);
                department::is_ending(own) || !ends
            }
            Some(Role::Item) if heading::enumerated(own).is_some() => false,
            Some(Role::Text | Role::Comment | Role::Item) => {
                let is_text = roles[at] != Some(Role::Item) && above.chars().nth(SHORTEST_CUT).is_some();
                let edge = edges.columns[at].or(Some(edges.widest[at]).filter(|_| is_text));
                let at_edge = || edge.is_some_and(|edge| text::reaches(above, edge));
                let in_figure = || is_text && ends_in_figure(above);
                let goes_on = || is_mid_sentence(above, own) || at_edge() || in_figure();
                !text::ends_sentence(above) && goes_on()
            }
            Some(Role::Path | Role::Rating | Role::Value) | None => false,
        };
        below_each_other(above, own).filter(is_cut).count()
    }
}

/// The cells of each row that say something, and how many columns have as many of them as there are records.
fn filled(texts: &[Vec<(usize, &str)>], roles: &[Option<Role>], records: usize) -> (Vec<Vec<Filled>>, usize) {
    let mut counts: HashMap<usize, usize> = HashMap::default();
    texts.iter().flatten().for_each(|(column, _)| *counts.entry(*column).or_default() += 1);
    counts.retain(|column, count| {
        *count >= records && matches!(roles[*column], Some(Role::Item | Role::Text | Role::Comment))
    });
    // Of the cell below in each column its row, the end of those right below each other, and the next one.
    let mut below: HashMap<usize, [usize; 3]> = HashMap::default();
    let mut rows: Vec<Vec<Filled>> = Vec::with_capacity(texts.len());
    for (at, row) in texts.iter().enumerate().rev() {
        let above = at.checked_sub(1).map_or(&[][..], |above| &texts[above]);
        let filled = row.iter().map(|&(column, _)| {
            let (end, next) = match below.get(&column) {
                Some(&[first, end, next]) if first == at + 1 => (end, next),
                Some(&[first, ..]) => (at + 1, first),
                None => (at + 1, texts.len()),
            };
            below.insert(column, [at, end, next]);
            let is_first = text_in(above, column).is_none();
            Filled { column, is_first, end, next, in_all: counts.contains_key(&column) }
        });
        rows.push(filled.collect());
    }
    rows.reverse();
    (rows, counts.len())
}

impl Heights<'_> {
    /// The rows of each record, if there is one best way to cut them.
    fn records(&self) -> Option<Vec<Range<usize>>> {
        let ends = |from: usize| {
            let ends = self.next[from].into_iter().flat_map(move |anchor| self.ends(from, anchor));
            // How many sentences are cut in two, and how many cells are missing in columns in which no record needs to
            // miss one.
            ends.map(move |end| (end, [self.cuts[end] as isize, self.missing(from..end) as isize]))
        };
        ways::cheapest(self.cells.len(), ends)
    }

    /// The first cell of each column of a record.
    fn first_cells(&self, record: Range<usize>) -> impl Iterator<Item = (usize, &Filled)> {
        let start = record.start;
        let cells = record.flat_map(|row| self.cells[row].iter().map(move |cell| (row, cell)));
        cells.filter(move |(row, cell)| cell.is_first || *row == start)
    }

    /// How many columns that have a cell for every record have none for this one, of which each column is whole.
    fn missing(&self, record: Range<usize>) -> usize {
        self.in_all - self.first_cells(record).filter(|(_, cell)| cell.in_all).count()
    }

    /// Where a record may end that begins at a row: its number stands in the middle, and it is as high as its highest
    /// cell.
    fn ends(&self, from: usize, anchor: usize) -> impl Iterator<Item = usize> {
        let least = 2 * (anchor - from) + 1 - self.rounding;
        let behind = self.next[anchor + 1].unwrap_or(self.cells.len());
        let rests = (anchor + 1..behind).take(MOST_LINES).take_while(|row| self.rates(*row)).count();
        let heights = (least..=least + 1 + rests).filter(|height| (1..=MOST_LINES).contains(height));
        heights
            .map(move |height| from + height)
            .filter(move |&end| anchor < end && end <= behind && self.is_record(from..end))
    }

    /// Whether a line holds a rating, or the rest of one.
    fn rates(&self, row: usize) -> bool {
        self.cells[row].iter().any(|cell| self.roles[cell.column] == Some(Role::Rating))
    }

    /// Whether each cell of a record stands in the middle of its height, or a long one at the top, and one is as high.
    fn is_record(&self, record: Range<usize>) -> bool {
        let height = record.len();
        let mut highest = 0;
        for (first, cell) in self.first_cells(record.clone()) {
            let Some(role) = self.roles[cell.column] else { continue };
            let count = cell.end.min(record.end) - first;
            let is_whole = cell.next >= record.end;
            let is_centred = first - record.start == (height - count + self.rounding) / 2;
            let may_be_top = matches!(role, Role::Text | Role::Comment | Role::Item | Role::Department);
            if !is_whole || !(is_centred || may_be_top && first == record.start) {
                return false;
            }
            highest = highest.max(count);
        }
        highest == height || self.is_heightened(record)
    }

    /// Whether a heading of more lines than its record has makes this as high: it alone stands in the first or the last
    /// row.
    fn is_heightened(&self, record: Range<usize>) -> bool {
        let is_merged = |cell: &&Filled| self.roles[cell.column].is_none();
        let holds_headings = |row: usize| self.cells[row].iter().all(|cell| is_merged(&cell));
        let mut headings = self.cells[record.start].iter().filter(is_merged);
        (holds_headings(record.start) || holds_headings(record.end - 1)) && headings.any(|cell| cell.end >= record.end)
    }
}

#[cfg(test)]
mod tests {
    use crate::interpret::row::tests::of_each;
    use crate::record::Record;

    /// Each record as path, item, rating, departments and texts.
    #[track_caller]
    fn case(sheet: &str, expected: &[&str]) {
        let of_record = |record: &Record<'_>| {
            let path: Vec<&str> = record.path.iter().map(|of| &*of.title).collect();
            let item = record.item.as_ref().map_or("", |item| &item.title);
            let names: Vec<&str> = record.departments.iter().map(|of| &*of.name).collect();
            let texts: Vec<&str> = record.texts.iter().map(|(_, text)| &**text).collect();
            format!("{}|{item}|{}|{}|{}", path.join(">"), record.ratings[0].printed, names.join("、"), texts.join("|"))
        };
        assert_eq!(of_each(sheet, of_record), expected, "{sheet}");
    }

    const HEADER: &str = "番号|取組|内容|評価|担当課\n";
    const NUMBERED: &str = "||春に苗を植え、町の人と一||\n1|花壇の手入れと|緒に水をやった。夏には草|達成|公園課\n|苗の配布|を取った。||\n\
        2|水路の泥さらい|雨の前に泥をさらった。|概ね達|河川課\n|||成|道路課\n\
        ||駅前の広場を借り、朝の市||商工観光推\n3|朝市|を開いた。|達成|進課\n\
        ||足場を組み、塗替えの順を||\n4|橋の塗替え|決めて、手すりを替え、町|未達成|道路課\n||の人に知らせて、橋を塗り||\n||直した。||\n";
    const READ: [&str; 4] = [
        "|花壇の手入れと苗の配布|達成|公園課|1|春に苗を植え、町の人と一緒に水をやった。夏には草を取った。",
        "|水路の泥さらい|概ね達成|河川課、道路課|2|雨の前に泥をさらった。",
        "|朝市|達成|商工観光推進課|3|駅前の広場を借り、朝の市を開いた。",
        "|橋の塗替え|未達成|道路課|4|足場を組み、塗替えの順を決めて、手すりを替え、町の人に知らせて、橋を塗り直した。",
    ];

    #[test]
    fn numbers_in_the_middle_tell_how_high_the_records_are() {
        case(
            &format!(
                "{HEADER}{}",
                NUMBERED.replace(
                    "||駅前の広場を借り、朝の市||商工観光推\n3|朝市|を開いた。|達成|進課",
                    "3|朝市|駅前の広場を借り、朝の市|達成|商工観光推\n||を開いた。||進課"
                )
            ),
            &READ,
        );
    }

    #[test]
    fn a_record_goes_on_behind_the_end_of_its_page() {
        let sheet = NUMBERED.replace(
            "||駅前の広場を借り、朝の市||商工観光推\n3|朝市|を開いた。|達成|進課",
            "3|朝市|駅前の広場を借り、朝の市|達成|商工観光推\n||を開いた。||進課",
        );
        let cut = sheet.replace("||の人に知らせて", &format!("- 1 -\n\n{HEADER}||の人に知らせて"));
        case(&format!("{HEADER}{cut}- 2 -\n"), &READ);
    }

    #[test]
    fn of_lines_of_an_even_number_the_lower_middle_one_may_be_meant() {
        let up = NUMBERED
            .replace(
                "2|水路の泥さらい|雨の前に泥をさらった。|概ね達|河川課\n|||成|道路課",
                "|||概ね達|河川課\n2|水路の泥さらい|雨の前に泥をさらった。|成|道路課",
            )
            .replace(
                "4|橋の塗替え|決めて、手すりを替え、町|未達成|道路課\n||の人に知らせて、橋を塗り||",
                "||決めて、手すりを替え、町||\n4|橋の塗替え|の人に知らせて、橋を塗り|未達成|道路課",
            );
        case(&format!("{HEADER}{up}"), &READ);
    }

    #[test]
    fn where_the_numbers_stand_in_the_first_line_they_begin_the_records() {
        case(
            "番号|取組|内容|評価|担当課\n1|花壇の手入れと苗の配|春に苗を植え、町の人と一|達成|公園課\n|布|緒に水をやった。||\n\
             2|水路の泥さらいと草刈|雨の前に泥をさらい、土の|達成|河川課\n|り|うを積んだ。||\n3|朝市|駅前の広場を借り、朝の市|達成|商工課\n||を開いた。||\n4|橋|塗り直した。|未達成|道路課\n",
            &[
                "|花壇の手入れと苗の配布|達成|公園課|1|春に苗を植え、町の人と一緒に水をやった。",
                "|水路の泥さらいと草刈り|達成|河川課|2|雨の前に泥をさらい、土のうを積んだ。",
                "|朝市|達成|商工課|3|駅前の広場を借り、朝の市を開いた。",
                "|橋|未達成|道路課|4|塗り直した。",
            ],
        );
    }

    #[test]
    fn ratings_of_one_line_tell_where_others_have_two() {
        let rows = "|春に苗を植え、町の人と一|概ね||\n⑴　花壇の手入れ|緒に水をやった。夏には草|達成|Ａ|公園課\n|を取った。|||\n\
             ⑵　水路の泥さら|雨の前に泥をさらった。|達成|Ｓ|河川課\n|夜も町を見回り、川の高さ|概ね||\n\
             ⑶　見回り|を測って知らせ、土のうを|達成|Ｂ|河川課\n|積んだ。|||\n\
             ⑷　朝市の案内板|駅前の広場を借り、朝の市|概ね||\nの手入れと付替|を開いた。春には苗を売り|達成|Ｂ|商工課\nえ|、人を集めた。|||\n";
        let header = "取組|内容|自己評価|判定|担当課\n";
        case(
            &format!("{header}{rows}"),
            &[
                "|花壇の手入れ|概ね達成|公園課|春に苗を植え、町の人と一緒に水をやった。夏には草を取った。",
                "|水路の泥さら|達成|河川課|雨の前に泥をさらった。",
                "|見回り|概ね達成|河川課|夜も町を見回り、川の高さを測って知らせ、土のうを積んだ。",
                "|朝市の案内板の手入れと付替え|概ね達成|商工課|駅前の広場を借り、朝の市を開いた。春には苗を売り、人を集めた。",
            ],
        );
    }

    #[test]
    fn headings_in_the_middle_of_their_records_stand_above_all_of_them() {
        let rows = "|||春に苗を植え、町の人と一||\n|1|花壇|緒に水をやった。夏には草|達成|公園課\n１　水と緑|||を取った。||\n\
             のまち|2|水路|雨の前に泥をさらった。|達成|河川課\n||||| 道路課\n|||駅前の広場を借り、朝の市||\n|3|朝市|を開いて、町の人を集め、|達成|商工課\n\
             ２　にぎわい|||川魚を売った。||\n|||夜も広場を開け、店を並べ||\n|4|夜市|て、町の人を集めた。春か|達成|商工課\n|||ら秋まで開いた。||\n";
        case(
            &format!("方針|{HEADER}{}", rows.replace("| 道", "|道")),
            &[
                "水と緑のまち|花壇|達成|公園課|1|春に苗を植え、町の人と一緒に水をやった。夏には草を取った。",
                "水と緑のまち|水路|達成|河川課、道路課|2|雨の前に泥をさらった。",
                "にぎわい|朝市|達成|商工課|3|駅前の広場を借り、朝の市を開いて、町の人を集め、川魚を売った。",
                "にぎわい|夜市|達成|商工課|4|夜も広場を開け、店を並べて、町の人を集めた。春から秋まで開いた。",
            ],
        );
    }

    #[test]
    fn a_department_that_groups_records_is_read_with_all_its_lines() {
        let rows = "緑と水のまち||春に苗を植え、町の人と一|\n推進課|花壇|緒に水をやった。夏には草|A\n||を取った。|\n|水路|雨の前に泥をさらった。|B\n\
             商工観光課||駅前の広場を借り、朝の市|\n|朝市|を開いて、町の人を集め、|A\n||川魚を売った。|\n||夜も広場を開け、店を並べ|\n|夜市|て、町の人を集めた。春か|C\n||ら秋まで開いた。|\n";
        case(
            &format!("担当課|取組|内容|評価\n{rows}"),
            &[
                "|花壇|A|緑と水のまち推進課|春に苗を植え、町の人と一緒に水をやった。夏には草を取った。",
                "|水路|B|緑と水のまち推進課|雨の前に泥をさらった。",
                "|朝市|A|商工観光課|駅前の広場を借り、朝の市を開いて、町の人を集め、川魚を売った。",
                "|夜市|C|商工観光課|夜も広場を開け、店を並べて、町の人を集めた。春から秋まで開いた。",
            ],
        );
    }
    #[test]
    fn two_ratings_in_the_middle_are_enough_where_no_text_is_cut_in_two() {
        let rows = "|春に苗を植え、町の人と一||\n花壇の手入れ|緒に水をやった。夏には草|A|公園課\n|を取った。||\n\
            水路の泥さらい|雨の前に泥をさらい、土の|B|河川課\n|うを積んだ。||\n\
            |駅前の広場を借り、朝の市||\n朝市|を開いて、町の人を集め、|A|商工課\n|川魚を売った。||\n橋の塗替え|塗り直した。|C|道路課\n";
        case(
            &format!("取組|内容|評価|担当課\n{rows}"),
            &[
                "|花壇の手入れ|A|公園課|春に苗を植え、町の人と一緒に水をやった。夏には草を取った。",
                "|水路の泥さらい|B|河川課|雨の前に泥をさらい、土のうを積んだ。",
                "|朝市|A|商工課|駅前の広場を借り、朝の市を開いて、町の人を集め、川魚を売った。",
                "|橋の塗替え|C|道路課|塗り直した。",
            ],
        );
    }

    #[test]
    fn an_item_with_an_ordinal_goes_on_with_none_though_that_reaches_the_edge() {
        let rows = "ア　春の花壇めぐり|春に苗を植えた。|A|公園課\nイ　水路の泥さらい|雨の前に泥をさらった。||河川課\nの手伝い|土のうを積んで、町の人に|B|\n|配った。||\n\
            ウ　朝市の会場の案|駅前の広場を借りた。||商工課\n内|朝の市に町の人を集め、川|A|\n|魚を売った。||\nエ　橋の塗替え|塗り直した。|C|道路課\n";
        case(
            &format!("取組|内容|評価|担当課\n{rows}"),
            &[
                "|春の花壇めぐり|A|公園課|春に苗を植えた。",
                "|水路の泥さらいの手伝い|B|河川課|雨の前に泥をさらった。\n土のうを積んで、町の人に配った。",
                "|朝市の会場の案内|A|商工課|駅前の広場を借りた。\n朝の市に町の人を集め、川魚を売った。",
                "|橋の塗替え|C|道路課|塗り直した。",
            ],
        );
    }
    #[test]
    fn a_word_of_two_lines_in_the_middle_of_a_record_rates_it_once_though_its_item_has_two_lines_too() {
        let rows = "|春に苗を植え、町の人と一||\n花壇の手入れと苗|緒に水をやった。夏には草|概ね|緑地推進\nの配布|を取った。秋には葉を集め|順調|課\n|た。||\n\
            水路の泥さらい|雨の前に泥をさらい、土の|順調|緑地推進\n|うを積んだ。||課\n\
            |駅前の広場を借り、朝の市||商工課\n朝市|を開いて、町の人を集め、|遅れ|道路課\n|川魚を売った。||\n\
            橋の塗替えと手す|手すりを替え、橋を塗り直|概ね|道路課\nりの取替え|した。|順調|\n";
        case(
            &format!("取組|内容|評価|担当課\n{rows}"),
            &[
                "|花壇の手入れと苗の配布|概ね順調|緑地推進課|春に苗を植え、町の人と一緒に水をやった。夏には草を取った。秋には葉を集めた。",
                "|水路の泥さらい|順調|緑地推進課|雨の前に泥をさらい、土のうを積んだ。",
                "|朝市|遅れ|商工課、道路課|駅前の広場を借り、朝の市を開いて、町の人を集め、川魚を売った。",
                "|橋の塗替えと手すりの取替え|概ね順調|道路課|手すりを替え、橋を塗り直した。",
            ],
        );
    }
}
