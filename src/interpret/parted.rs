//! Columns that a page puts together in one cell, or cuts in two.
//!
//! In: rows as they were cut. Out: the same rows, parted as another page parts them. Two headers of the same letters
//! show it: `進捗 担当課` in one cell where another page has 進捗 and 担当課, or a blank cell behind 内容 where another has none;
//! 自己評価 with one cell below it where elsewhere 点数 and 理由 stand there. Names below others count with them. A header that
//! lost one of the names of the page before gets a blank cell in its place, where all rows hold what stands below it
//! there. A page stays as it is where one of its cells leaves a doubt. Each is told of.

use std::ops::Range;

use foldhash::{HashMap, HashSet};

use super::header;
use super::join::kind::{self, Counts, Kind};
use super::layout::{self, Layout};
use super::rules::cut_column::cut_column;
use super::rules::other_separator::other_separator;
use super::rules::shifted_row::shifted_row;
use super::scale;
use super::shape::Shape;
use super::text;
use crate::diagnostic::Findings;
use crate::read::lex::{Cell, Rows};
use crate::record::RepairKind;
use crate::source::{Source, Span};

/// A header of fewer cells may be any row that comes again.
const FEWEST_NAMES: usize = 3;

/// One cell may look like two by chance, or like the rest of another.
const FEWEST_CELLS: usize = 2;

/// Parts the rows of such pages as the others.
pub(super) fn mend<'s>(rows: Rows<'s>, source: &'s Source<'_>, layout: &Layout, found: &mut Findings) -> Rows<'s> {
    let sheet = Sheet { rows: &rows, source, layout };
    let pages: Vec<Page> = sheet.pages();
    if pages.is_empty() {
        return rows;
    }
    for page in &pages {
        match page.way {
            Way::Part(at) => {
                let parted = sheet.filled_at(page, at).filter(|&row| !sheet.is_wider(page, row));
                parted.for_each(|row| other_separator(rows.rows[row].span, found));
            }
            Way::Name(_) => page
                .rows
                .clone()
                .skip(1)
                .filter(|&row| sheet.is_row(row))
                .for_each(|row| shifted_row(rows.rows[row].span, found)),
            Way::Join(at) => cut_column(rows.of(&rows.rows[page.rows.start])[at].span, found),
        }
    }
    sheet.with(&pages)
}

/// A page whose columns stand otherwise.
struct Page {
    /// Its header and the rows below.
    rows: Range<usize>,
    way: Way,
}

/// What has to be done to a cell of each row.
#[derive(Clone, Copy)]
enum Way {
    /// It holds what two should.
    Part(usize),
    /// The one behind it holds the rest.
    Join(usize),
    /// Nothing, but its column lacks a name.
    Name(usize),
}

struct Sheet<'r, 's, 't> {
    rows: &'r Rows<'s>,
    source: &'s Source<'t>,
    layout: &'r Layout,
}

impl<'s> Sheet<'_, 's, '_> {
    /// The cells of a row without the blank ones at its end.
    fn cells(&self, row: usize) -> &[Cell<'s>] {
        let cells = self.rows.of(&self.rows.rows[row]);
        let end = cells.iter().rposition(|cell| !cell.text.is_empty()).map_or(0, |last| last + 1);
        &cells[..end]
    }

    /// The pages that can be mended, in order.
    fn pages(&self) -> Vec<Page> {
        let may_be = |row: &usize| {
            let cells = self.cells(*row);
            cells.len() >= FEWEST_NAMES
                && cells.iter().all(|cell| layout::may_be_header(&cell.text) || cell.text.is_empty())
        };
        // Nearly every page has the same header.
        let mut known: HashMap<Vec<&str>, bool> = HashMap::default();
        let mut is_header = |row: &usize| {
            let cells = self.cells(*row);
            let texts = cells.iter().map(|cell| &*cell.text).collect();
            *known.entry(texts).or_insert_with(|| header::is_header(cells, self.layout))
        };
        let rows: Vec<usize> = (0..self.rows.rows.len()).filter(may_be).collect();
        let are_headers = rows.iter().copied().filter(|row| is_header(row));
        // The header of another table ends a page, too.
        let ends: Vec<usize> = are_headers.chain([self.rows.rows.len()]).collect();
        let like = self.headers(&rows, &ends[..ends.len() - 1]);
        let mut pages: Vec<Page> = like.iter().flat_map(|like| self.otherwise(like, &ends)).collect();
        pages.extend(self.without_a_name(&ends));
        pages.sort_unstable_by_key(|page| page.rows.start);
        let mut end = 0;
        pages.retain(|page| {
            let is_free = page.rows.start >= end;
            end = end.max(page.rows.end);
            is_free
        });
        pages
    }

    /// The row with the names below the words of a header that span several, if one stands below it.
    fn lower(&self, upper: usize) -> Option<usize> {
        let lower = (upper + 1 < self.rows.rows.len()).then(|| self.cells(upper + 1))?;
        let upper_cells = self.cells(upper);
        let is_blank = |at: usize| upper_cells.get(at).is_none_or(|cell| cell.text.is_empty());
        let mut names = lower.iter().enumerate().filter(|(_, cell)| !cell.text.is_empty());
        let is_name =
            |(at, cell): (usize, &Cell<'_>)| layout::may_be_header(&cell.text) && (is_blank(at) || is_blank(at + 1));
        let begins_blank = lower.first().is_some_and(|cell| cell.text.is_empty()) && !upper_cells.is_empty();
        (begins_blank && names.clone().count() >= FEWEST_CELLS && names.all(is_name)).then_some(upper + 1)
    }

    /// What the header that begins with a row says of each column on its two levels, from its first name on; and where
    /// that is.
    fn names(&self, upper: usize) -> (usize, Vec<[&str; 2]>) {
        let lower = self.lower(upper).map_or(&[][..], |lower| self.cells(lower));
        let upper = self.cells(upper);
        let width = upper.len().max(lower.len());
        let names = |at: usize| [upper, lower].map(|cells| cells.get(at).map_or("", |cell| &*cell.text));
        let first = (0..width).find(|&at| names(at) != [""; 2]).unwrap_or(width);
        (first, (first..width).map(names).collect())
    }

    /// Those of some rows that have the same letters, are not all parted alike and of which the whole one is among the
    /// headers.
    fn headers(&self, candidates: &[usize], headers: &[usize]) -> Vec<Vec<usize>> {
        let mut of_letters: HashMap<String, usize> = HashMap::default();
        let mut rows: Vec<Vec<usize>> = Vec::new();
        let texts = |row: usize| self.cells(row).iter().map(|cell| &*cell.text);
        let letters = |row: usize| texts(row).flat_map(str::chars).filter(|c| !c.is_whitespace());
        // Nearly every other row begins with another letter, and nearly every page has the same header.
        let first: HashSet<Option<char>> = headers.iter().map(|row| letters(*row).next()).collect();
        let begins = |row: &usize| first.contains(&letters(*row).next());
        let candidates: Vec<usize> = candidates.iter().copied().filter(begins).collect();
        for alike in candidates.chunk_by(|one, other| texts(*one).eq(texts(*other))) {
            let at = *of_letters.entry(letters(alike[0]).collect()).or_insert(rows.len());
            rows.resize_with(rows.len().max(at + 1), Vec::new);
            rows[at].extend(alike);
        }
        let differ = |like: &Vec<usize>| like.iter().any(|&row| !texts(row).eq(texts(like[0])));
        rows.retain(|like| differ(like) && headers.binary_search(&self.whole(like)).is_ok());
        rows
    }

    /// The one of such rows that has the most names in the fewest cells.
    fn whole(&self, like: &[usize]) -> usize {
        let by_names = |row: &usize| {
            let (_, names) = self.names(*row);
            (names.iter().filter(|levels| **levels != [""; 2]).count(), std::cmp::Reverse(names.len()))
        };
        like.iter().copied().max_by_key(by_names).unwrap_or_default()
    }

    /// The pages below such headers that are parted otherwise, and can be parted as the others. A page ends at one of
    /// `ends`.
    fn otherwise(&self, like: &[usize], ends: &[usize]) -> Vec<Page> {
        let whole = self.whole(like);
        let next = like[1..].iter().copied().chain([self.rows.rows.len()]);
        let page = |(start, next): (usize, usize)| {
            let way = self.way(start, whole)?;
            let header = self.lower(start).unwrap_or(start);
            let end = ends[ends.partition_point(|end| *end <= header)];
            let page = Page { rows: start..end.min(next), way };
            self.is_sure(&page).then_some(page)
        };
        like.iter().copied().zip(next).filter_map(page).collect()
    }

    /// The pages whose headers lack one of the names of the page before, though their rows hold what it names. A page
    /// begins at one of these rows, but for the last.
    fn without_a_name(&self, ends: &[usize]) -> Vec<Page> {
        let names = |row: usize| self.cells(row).iter().map(|cell| &*cell.text);
        let mut whole: Option<Range<usize>> = None;
        let mut found = Vec::new();
        let is_whole = |start: usize| self.cells(start).iter().all(|cell| !cell.text.is_empty());
        for (&start, &end) in ends.iter().zip(&ends[1..]).filter(|(start, _)| is_whole(**start)) {
            let page = whole.as_ref().and_then(|whole| {
                let at = names(start).zip(names(whole.start)).take_while(|(own, whole)| own == whole).count();
                let lacks = names(start).len() + 1 == names(whole.start).len()
                    && names(start).skip(at).eq(names(whole.start).skip(at + 1));
                (lacks && self.holds_nameless(&(start..end), at, whole))
                    .then_some(Page { rows: start..end, way: Way::Name(at) })
            });
            match page {
                Some(page) => found.push(page),
                None => whole = Some(start..end),
            }
        }
        found
    }

    /// Whether a row has several cells.
    fn is_row(&self, row: usize) -> bool {
        self.cells(row).iter().filter(|cell| !cell.text.is_empty()).nth(1).is_some()
    }

    /// Whether all rows of a page are as wide as the whole page before, and hold what its columns hold, and none of
    /// them what these hold without the one that lacks a name.
    fn holds_nameless(&self, page: &Range<usize>, at: usize, whole: &Range<usize>) -> bool {
        let width = self.cells(whole.start).len();
        let rows = |of: &Range<usize>| of.clone().skip(1).filter(|&row| self.is_row(row));
        let shapes = |row: usize| self.cells(row).iter().map(|cell| Shape::of(&cell.text, self.layout));
        let mut counts = vec![Counts::default(); width];
        for row in rows(whole).filter(|&row| self.cells(row).len() == width) {
            shapes(row).zip(&mut counts).for_each(|(shape, count)| count.add(shape));
        }
        let kinds: Vec<Kind> = counts.iter().map(Counts::kind).collect();
        let named: Vec<Kind> = [&kinds[..at], &kinds[at + 1..]].concat();
        let is_sure = |row: usize| {
            self.cells(row).len() == width && kind::agree(shapes(row), &kinds) && !kind::agree(shapes(row), &named)
        };
        rows(page).all(is_sure) && rows(page).nth(FEWEST_CELLS - 1).is_some()
    }

    /// How a header differs from a whole one of the same letters, if it does in one cell.
    fn way(&self, own: usize, whole: usize) -> Option<Way> {
        let has_lost_lower = self.lower(own).is_none() && self.lower(whole).is_some();
        let ((first, mut own), (_, mut whole)) = (self.names(own), self.names(whole));
        if has_lost_lower {
            own.iter_mut().chain(&mut whole).for_each(|levels| levels[1] = "");
        }
        let at = own.iter().zip(&whole).position(|(own, whole)| own != whole)?;
        let is_blank = |levels: &[&str; 2]| *levels == [""; 2];
        if let [one, other] = whole[at..whole.len().min(at + 2)]
            && !is_blank(&one)
            && !is_blank(&other)
            && own[at + 1..] == whole[at + 2..]
        {
            let both = |level: usize| [one[level], other[level]].into_iter().filter(|name| !name.is_empty());
            if (0..own[at].len()).all(|level| own[at][level].split_whitespace().eq(both(level))) {
                return Some(Way::Part(first + at));
            }
        }
        let is_behind_name = at > 0 && !is_blank(&own[at - 1]);
        // A word that spans two columns stands above one, and what stood below it is lost.
        if has_lost_lower && is_behind_name && is_blank(&whole[at]) && own[at..] == whole[at + 1..] {
            return Some(Way::Part(first + at - 1));
        }
        (is_behind_name && is_blank(&own[at]) && own[at + 1..] == whole[at..]).then(|| Way::Join(first + at - 1))
    }

    /// The rows below the header of a page that hold something in a cell, and not in it alone.
    fn filled_at(&self, page: &Page, at: usize) -> impl Iterator<Item = usize> {
        page.rows.clone().skip(1).filter(move |&row| self.is_filled(row, at))
    }

    fn is_filled(&self, row: usize, at: usize) -> bool {
        let cells = self.cells(row);
        let mut others = cells.iter().enumerate().filter(|(other, _)| *other != at);
        cells.get(at).is_some_and(|cell| !cell.text.is_empty()) && others.any(|(_, cell)| !cell.text.is_empty())
    }

    /// Whether a row has a cell more than its header: it is parted already.
    fn is_wider(&self, page: &Page, row: usize) -> bool {
        let printed = |row: usize| self.rows.rows[row].cells.len();
        let header = page.rows.start;
        // Where all rows are filled up to one width, the last cell that says something tells.
        printed(row) > printed(header) || self.cells(row).len() > self.cells(header).len()
    }

    /// Whether all cells of a page leave no doubt.
    fn is_sure(&self, page: &Page) -> bool {
        let mut seen = 0;
        let mut count = |is_sure: bool| {
            seen += 1;
            is_sure
        };
        let all = match page.way {
            Way::Part(at) => self
                .filled_at(page, at)
                .all(|row| count(self.is_wider(page, row) || self.parts(&self.cells(row)[at]).is_some())),
            // It was asked before.
            Way::Name(_) => return true,
            Way::Join(at) => self.filled_at(page, at + 1).all(|row| count(self.goes_on(&self.cells(row)[at..at + 2]))),
        };
        all && seen >= FEWEST_CELLS
    }

    /// The two parts of a cell: a code and what stands in front of it or behind, or what the only gap parts.
    fn parts(&self, cell: &Cell<'s>) -> Option<[Span; 2]> {
        let raw = self.source.slice(cell.span);
        let text = raw.trim();
        let is_bare = cell.mended.is_none() && text == cell.text && !text.contains(['"', '\n', '\r']);
        let (first, behind) = text.split_once(char::is_whitespace).filter(|_| is_bare)?;
        let (before, last) = text.rsplit_once(char::is_whitespace)?;
        let is_code = |part: &str| scale::alphabet(part).is_some();
        let is_only_gap = first == before.trim_end();
        let (one, other) = match (is_code(first), is_code(last)) {
            (true, false) => (first, behind.trim_start()),
            (false, true) => (before.trim_end(), last),
            _ => is_only_gap.then_some((first, last))?,
        };
        let start = cell.span.start() + raw.find(text)?;
        let end = start + text.len();
        Some([Span::new(start, start + one.len()), Span::new(end - other.len(), end)])
    }

    /// Whether the second of two cells holds the rest of what the first one says.
    fn goes_on(&self, cells: &[Cell<'s>]) -> bool {
        let is_part = |cell: &Cell<'_>| matches!(Shape::of(&cell.text, self.layout), Shape::Phrase | Shape::Open);
        let [one, other] = cells else { return false };
        let is_rest = || is_part(other) || Shape::of(&other.text, self.layout) == Shape::Sentence;
        // Commas may stand in a text.
        let is_beside = || self.source.slice(Span::new(one.span.end(), other.span.start())).contains('\t');
        is_part(one) && is_rest() && is_beside() && !text::begins_entry(&other.text)
    }

    /// The rows, some with other cells than they had.
    fn with(&self, pages: &[Page]) -> Rows<'s> {
        let mut made = Rows { cells: Vec::with_capacity(self.rows.cells.len()), ..self.rows.clone() };
        made.cells.clear();
        let mut pages = pages.iter().peekable();
        for (at, row) in made.rows.iter_mut().enumerate() {
            while pages.next_if(|page| page.rows.end <= at).is_some() {}
            let page = pages.peek().filter(|page| page.rows.contains(&at));
            let start = made.cells.len();
            let own = &self.rows.cells[row.cells.clone()];
            match page.map(|page| page.way) {
                Some(Way::Part(place)) if own.len() > place && !page.is_some_and(|page| self.is_wider(page, at)) => {
                    made.cells.extend_from_slice(&own[..place]);
                    let parts =
                        Some(&own[place]).filter(|_| self.is_filled(at, place)).and_then(|cell| self.parts(cell));
                    made.cells.extend(parts.map_or_else(
                        || vec![own[place].clone(), Cell::blank(own[place].span.end())],
                        |parts| self.parted(parts),
                    ));
                    made.cells.extend_from_slice(&own[place + 1..]);
                }
                Some(Way::Join(place)) if own.len() > place + 1 => {
                    made.cells.extend_from_slice(&own[..place]);
                    made.cells.push(joined(&own[place], &own[place + 1]));
                    made.cells.extend_from_slice(&own[place + 2..]);
                }
                Some(Way::Name(place)) if page.is_some_and(|page| page.rows.start == at) => {
                    made.cells.extend_from_slice(&own[..place]);
                    let gap = own[..place].last().map_or(row.span.start(), |cell| cell.span.end());
                    made.cells.push(Cell::blank(gap));
                    made.cells.extend_from_slice(&own[place..]);
                }
                _ => made.cells.extend_from_slice(own),
            }
            row.cells = start..made.cells.len();
        }
        made
    }

    /// Two cells of one.
    fn parted(&self, parts: [Span; 2]) -> Vec<Cell<'s>> {
        parts.map(|span| Cell { span, text: self.source.slice(span).into(), mended: None }).to_vec()
    }
}

/// Two cells as one.
fn joined<'s>(one: &Cell<'s>, other: &Cell<'s>) -> Cell<'s> {
    if other.text.is_empty() {
        return Cell { span: one.span.to(other.span), ..one.clone() };
    }
    let text = text::joined(&one.text, &other.text).into();
    Cell { span: one.span.to(other.span), text, mended: Some(RepairKind::JoinedCells) }
}

#[cfg(test)]
mod tests {
    use crate::diagnostic::Findings;
    use crate::interpret::Options;
    use crate::source::Source;

    const WHOLE: &str = "取組|内容|評価|担当課\n朝市|月に一度開く。|A|農政課\n夜警|冬に回る。|B|防災課\n";

    /// What a page behind a whole one says, cell by cell, and what is told of it.
    fn read(page: &str) -> (Vec<String>, Vec<&'static str>) {
        let sheet = format!("{WHOLE}\n2\n\n{page}").replace('|', "\t");
        let source = Source::made_up(&sheet);
        let read = crate::sheet(&source, &Options::default(), Findings::default());
        let told = |record: &crate::record::Record<'_>| {
            let item = record.item.as_ref().map(|item| item.title.to_string()).unwrap_or_default();
            let texts = record.texts.iter().map(|(_, text)| text.to_string());
            let code = record.ratings.iter().map(|rating| rating.codes.concat());
            let departments = record.departments.iter().map(|of| of.name.to_string());
            [item].into_iter().chain(texts).chain(code).chain(departments).collect::<Vec<_>>().join("|")
        };
        let rules = read.findings.iter().map(|finding| finding.rule.name).collect();
        (read.records[2..].iter().map(told).collect(), rules)
    }

    #[test]
    fn two_columns_in_one_cell_are_parted_where_all_cells_can_be() {
        let told = ["other-separator"; 3].to_vec();
        let whole = ["花壇|苗を植えた。|B|公園課", "水路|泥をさらった。|A|河川課"].map(str::to_owned).to_vec();
        let page = "取組|内容|評価 担当課\n花壇|苗を植えた。|B 公園課\n水路|泥をさらった。|A　河川課\n";
        assert_eq!(read(page), (whole.clone(), told[1..].to_vec()));
        let page = "取組 内容|評価|担当課\n花壇 苗を植えた。|B|公園課\n水路 泥をさらった。|A|河川課\n";
        assert_eq!(read(page), (whole, told[1..].to_vec()));
        // What one of them holds cannot be told from what the other holds.
        let doubtful = "取組 内容|評価|担当課\n花壇 四季の 苗を植えた。|B|公園課\n水路 泥をさらった。|A|河川課\n";
        assert!(read(doubtful).0.iter().all(|record| !record.starts_with("花壇|") && !record.starts_with("水路|")));
    }

    const LEVELS: &str = "取組|内容|評価||担当課\n||判定|理由|\n朝市|月に一度開く。|A|人が来た。|農政課\n夜警|冬に回る。|B|雪が積もる。|防災課\n";

    /// The same behind a page with names below a word that spans them.
    fn read_levels(page: &str) -> (Vec<String>, Vec<&'static str>) {
        let sheet = format!("{LEVELS}\n2\n\n{page}\n3\n\n{}", LEVELS.replace("市", "場").replace("夜", "昼"))
            .replace('|', "\t");
        let source = Source::made_up(&sheet);
        let read = crate::sheet(&source, &Options::default(), Findings::default());
        let told = |record: &crate::record::Record<'_>| {
            let rating = record.ratings.iter().map(|of| format!("{}:{:?}", of.codes.concat(), of.comment));
            let departments = record.departments.iter().map(|of| of.name.to_string());
            rating.chain(departments).collect::<Vec<_>>().join("|")
        };
        let rules = read.findings.iter().map(|finding| finding.rule.name).collect();
        let own = read.records.len().saturating_sub(4);
        (read.records.iter().skip(2).take(own).map(told).collect(), rules)
    }

    #[test]
    fn columns_below_one_word_are_parted_where_the_page_lost_their_names() {
        let whole = ["B:Some(\"苗が枯れた。\")|公園課", "A:Some(\"泥が減った。\")|河川課"].map(str::to_owned).to_vec();
        let rows = "花壇|苗を植えた。|B 苗が枯れた。|公園課\n水路|泥をさらった。|A　泥が減った。|河川課\n";
        let told = ["other-separator"; 3].to_vec();
        assert_eq!(read_levels(&format!("取組|内容|評価|担当課\n{rows}")), (whole.clone(), told[1..].to_vec()));
        // A row that is parted already is left alone, also where all rows are as wide.
        let some = rows.replace("A　泥", "A|泥");
        assert_eq!(read_levels(&format!("取組|内容|評価|担当課\n{some}")), (whole.clone(), told[2..].to_vec()));
        let as_wide = some.replace("公園課\n", "公園課|\n");
        assert_eq!(read_levels(&format!("取組|内容|評価|担当課|\n{as_wide}")), (whole, told[2..].to_vec()));
        // A page with codes alone has one column.
        let codes = rows.replace(" 苗が枯れた。", "").replace("　泥が減った。", "");
        let alone = ["B:None|公園課", "A:None|河川課"].map(str::to_owned).to_vec();
        assert_eq!(read_levels(&format!("取組|内容|評価|担当課\n{codes}")).0, alone);
    }

    #[test]
    fn two_of_the_names_below_a_word_are_parted_with_their_columns() {
        let whole = "指標|指標の歩み|||評価|担当課\n|初めの値|今の値|目指す値||\n花壇の数|3か所|4か所|9か所|A|公園課\n";
        let page = "指標|指標の歩み||評価|担当課\n|初めの値|今の値 目指す値||\n並木の数|3本|4本 9本|A|公園課\n水路の数|2本|3本 8本|B|河川課\n";
        let sheet = format!("{whole}\n2\n\n{page}").replace('|', "\t");
        let source = Source::made_up(&sheet);
        let read = crate::sheet(&source, &Options::default(), Findings::default());
        let told = |record: &crate::record::Record<'_>| {
            let values = record.values.iter().map(|value| format!("{} {}", value.column, value.printed));
            values.chain(record.departments.iter().map(|of| of.name.to_string())).collect::<Vec<_>>().join("、")
        };
        let expected = [["3本", "4本", "9本", "公園課"], ["2本", "3本", "8本", "河川課"]]
            .map(|[first, now, last, office]| format!("初めの値 {first}、今の値 {now}、目指す値 {last}、{office}"));
        assert_eq!(read.records[1..].iter().map(told).collect::<Vec<_>>(), expected);
    }

    #[test]
    fn a_column_below_a_word_is_joined_too_behind_a_blank_cell_in_front() {
        let rows = "|花壇|苗を植えた。|B|夏の暑さで苗が|枯れた。|公園課\n|水路|泥をさらった。|A|流れる泥の量が|減った。|河川課\n";
        let whole = ["B:Some(\"夏の暑さで苗が枯れた。\")|公園課", "A:Some(\"流れる泥の量が減った。\")|河川課"];
        let page = format!("|取組|内容|評価|||担当課\n|||判定|理由||\n{rows}");
        assert_eq!(read_levels(&page), (whole.map(str::to_owned).to_vec(), vec!["cut-column"]));
    }

    #[test]
    fn a_header_that_lost_a_name_has_that_of_the_page_before_where_all_rows_hold_what_it_names() {
        let whole = ["花壇|苗を植えた。|B|公園課", "水路|泥をさらった。|A|河川課"];
        let rows = "花壇|苗を植えた。|B|公園課\n水路|泥をさらった。|A|河川課\n";
        let told = ["shifted-row"; 2].to_vec();
        for header in ["取組|内容|担当課", "取組|評価|担当課", "内容|評価|担当課"] {
            assert_eq!(
                read(&format!("{header}\n{rows}")),
                (whole.map(str::to_owned).to_vec(), told.clone()),
                "{header}"
            );
        }
        // A page without that column.
        let narrow = rows.replace("|B|", "|").replace("|A|", "|");
        let (records, rules) = read(&format!("取組|内容|担当課\n{narrow}"));
        assert_eq!(records, ["花壇|苗を植えた。|公園課", "水路|泥をさらった。|河川課"]);
        assert!(!rules.contains(&"shifted-row"));
        // What stands beside the table is no column of it.
        let beside = narrow.replace("課\n", "課|済\n");
        assert!(!read(&format!("取組|内容|担当課\n{beside}")).1.contains(&"shifted-row"));
    }

    #[test]
    fn a_column_in_two_cells_is_joined_where_all_texts_go_on() {
        let page = |rests: [&str; 2]| {
            let [one, other] = rests;
            format!(
                "取組|内容||評価|担当課\n花壇|四季の花を苗から育て{one}|B|公園課\n水路|用水路の泥を年に二{other}|A|河川課\n"
            )
        };
        let joined = ["花壇|四季の花を苗から育てて植えた。|B|公園課", "水路|用水路の泥を年に二度さらった。|A|河川課"];
        assert_eq!(
            read(&page(["|て植えた。", "|度さらった。"])),
            (joined.map(str::to_owned).to_vec(), vec!["cut-column"])
        );
        // A sentence that is whole goes on nowhere.
        let (records, rules) = read(&page(["|て植えた。", "度さらった。|来年も続ける。"]));
        assert!(records[1].contains("二度さらった。|来年も続ける。") && !rules.contains(&"cut-column"));
    }
}
