//! Columns that a page puts together in one cell, or cuts in two.
//!
//! In: rows as they were cut. Out: the same rows, parted as another page parts them. Two headers of the same letters show it:
//! `進捗 担当課` in one cell where another page has 進捗 and 担当課, or a blank cell behind 内容 where another has none. A page stays
//! as it is where one of its cells leaves a doubt. Each is told of.

use std::ops::Range;

use foldhash::HashMap;

use super::header;
use super::layout::{self, Layout};
use super::rules::cut_column::cut_column;
use super::rules::other_separator::other_separator;
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
            Way::Part(at) => sheet.filled_at(page, at).for_each(|row| other_separator(rows.rows[row].span, found)),
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
        let headers = self.headers();
        // The header of another table ends a page, too.
        let is_header = |row: &usize| header::is_header(self.cells(*row), self.layout);
        let rows = if headers.is_empty() { 0 } else { self.rows.rows.len() };
        let ends: Vec<usize> = (0..rows).filter(is_header).chain([rows]).collect();
        let mut pages: Vec<Page> = headers.iter().flat_map(|like| self.otherwise(like, &ends)).collect();
        pages.sort_unstable_by_key(|page| page.rows.start);
        let mut end = 0;
        pages.retain(|page| {
            let is_free = page.rows.start >= end;
            end = end.max(page.rows.end);
            is_free
        });
        pages
    }

    /// Rows of the same letters that are headers and not all parted alike.
    fn headers(&self) -> Vec<Vec<usize>> {
        let mut of_letters: HashMap<String, usize> = HashMap::default();
        let mut rows: Vec<Vec<usize>> = Vec::new();
        for row in 0..self.rows.rows.len() {
            let cells = self.cells(row);
            let names = cells.iter().filter(|cell| !cell.text.is_empty());
            if cells.len() < FEWEST_NAMES || !names.clone().all(|cell| layout::may_be_header(&cell.text)) {
                continue;
            }
            let letters = names.flat_map(|cell| cell.text.chars()).filter(|c| !c.is_whitespace()).collect();
            let at = *of_letters.entry(letters).or_insert(rows.len());
            rows.resize_with(rows.len().max(at + 1), Vec::new);
            rows[at].push(row);
        }
        let texts = |row: usize| self.cells(row).iter().map(|cell| &*cell.text);
        let differ = |like: &Vec<usize>| like.iter().any(|&row| !texts(row).eq(texts(like[0])));
        rows.retain(|like| differ(like) && header::is_header(self.cells(self.whole(like)), self.layout));
        rows
    }

    /// The one of such rows that has the most names in the fewest cells.
    fn whole(&self, like: &[usize]) -> usize {
        let names = |row: usize| self.cells(row).iter().filter(|cell| !cell.text.is_empty()).count();
        let by_names = |row: &&usize| (names(**row), std::cmp::Reverse(self.cells(**row).len()));
        like.iter().copied().max_by_key(|row| by_names(&row)).unwrap_or_default()
    }

    /// The pages below such headers that are parted otherwise, and can be parted as the others. A page ends at one of `ends`.
    fn otherwise(&self, like: &[usize], ends: &[usize]) -> Vec<Page> {
        let whole = self.whole(like);
        let next = like[1..].iter().copied().chain([self.rows.rows.len()]);
        let page = |(start, next): (usize, usize)| {
            let way = self.way(start, whole)?;
            let end = ends[ends.partition_point(|end| *end <= start)];
            let page = Page { rows: start..end.min(next), way };
            self.is_sure(&page).then_some(page)
        };
        like.iter().copied().zip(next).filter_map(page).collect()
    }

    /// How a header differs from a whole one of the same letters, if it does in one cell.
    fn way(&self, own: usize, whole: usize) -> Option<Way> {
        let (own, whole) = (self.cells(own), self.cells(whole));
        let at = own.iter().zip(whole).position(|(own, whole)| own.text != whole.text)?;
        let are_same = |own: &[Cell<'_>], whole: &[Cell<'_>]| {
            own.iter().map(|cell| &cell.text).eq(whole.iter().map(|cell| &cell.text))
        };
        let [one, other] = whole.get(at..at + 2).unwrap_or_default() else { return None };
        let is_both = || own[at].text.split_whitespace().eq([&*one.text, &*other.text]);
        if is_both() && are_same(&own[at + 1..], &whole[at + 2..]) {
            return Some(Way::Part(at));
        }
        let is_blank = at > 0 && own[at].text.is_empty() && !own[at - 1].text.is_empty();
        (is_blank && are_same(&own[at + 1..], &whole[at..])).then(|| Way::Join(at - 1))
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

    /// Whether all cells of a page leave no doubt.
    fn is_sure(&self, page: &Page) -> bool {
        let mut seen = 0;
        let mut count = |is_sure: bool| {
            seen += 1;
            is_sure
        };
        let all = match page.way {
            Way::Part(at) => self.filled_at(page, at).all(|row| count(self.parts(&self.cells(row)[at]).is_some())),
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
                Some(Way::Part(place)) if own.len() > place => {
                    made.cells.extend_from_slice(&own[..place]);
                    let parts =
                        Some(&own[place]).filter(|_| self.is_filled(at, place)).and_then(|cell| self.parts(cell));
                    made.cells.extend(parts.map_or_else(
                        || vec![own[place].clone(), blank_behind(&own[place])],
                        |parts| self.parted(parts),
                    ));
                    made.cells.extend_from_slice(&own[place + 1..]);
                }
                Some(Way::Join(place)) if own.len() > place + 1 => {
                    made.cells.extend_from_slice(&own[..place]);
                    made.cells.push(joined(&own[place], &own[place + 1]));
                    made.cells.extend_from_slice(&own[place + 2..]);
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

/// A cell that holds nothing behind another.
fn blank_behind<'s>(cell: &Cell<'s>) -> Cell<'s> {
    Cell { span: Span::new(cell.span.end(), cell.span.end()), text: "".into(), mended: None }
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
