//! The headings above a record.
//!
//! In: headings in sheet order. Out: those that are open, outermost first, and whether one was open already. What opens
//! a heading is left to [`super`].

use std::sync::Arc;

use foldhash::{HashMap, HashSet};

use super::{OFFICE, alike, is_number_form};
use crate::interpret::layout::Layout;
use crate::record::Heading;

/// The headings above a record. Each level keeps the place at which it was first seen below another.
#[derive(Debug, Default)]
pub struct Path {
    /// Levels, outermost first.
    order: Vec<String>,
    /// The open headings, outermost first, each with its place in `order`.
    open: Vec<(usize, Arc<Heading>)>,
    /// The same headings as records hold them, once a record did: without offices.
    of_records: Option<Arc<[Arc<Heading>]>>,
    /// The levels whose word says in front of an office that one is named: `担当課：公園課`.
    offices: HashSet<String>,
    /// The levels that stand beside another, each with that one.
    beside: HashMap<String, String>,
    /// The levels that columns name, each with its place among the columns.
    in_columns: HashMap<String, usize>,
    /// The open headings that stand in cells of a table.
    in_cells: Vec<Arc<Heading>>,
    /// A record stands below the innermost open heading.
    has_record: bool,
}

/// The part of a plan that everything else stands in, with those that hold it: 編 and 部.
const OUTERMOST_PART: &str = "章";

/// What became of a heading that was handed to [`Path::enter`].
#[derive(Debug, PartialEq, Eq)]
pub enum Entered {
    /// It opened.
    New,
    /// It was open already: printed again, as pages do.
    Again,
    /// It was open already in another spelling, which is given.
    Respelled(String),
}

impl Path {
    /// The open headings, outermost first.
    pub fn headings(&self) -> Arc<[Arc<Heading>]> {
        self.open.iter().map(|(_, heading)| Arc::clone(heading)).collect()
    }

    /// The headings above a record, outermost first, but for labelled offices, which are in charge of it. The records
    /// below the same headings share one list.
    pub fn of_record(&mut self) -> Arc<[Arc<Heading>]> {
        self.has_record = true;
        let is_of_plan = |(_, heading): &&(usize, Arc<Heading>)| !self.offices.contains(&heading.level);
        let of_plan = || self.open.iter().filter(is_of_plan).map(|(_, heading)| Arc::clone(heading)).collect();
        Arc::clone(self.of_records.get_or_insert_with(of_plan))
    }

    /// The open headings that name offices with their labels, outermost first.
    pub fn offices(&self) -> impl Iterator<Item = &Arc<Heading>> {
        self.open.iter().map(|(_, heading)| heading).filter(|heading| self.offices.contains(&heading.level))
    }

    /// The innermost open heading of a level.
    pub fn at(&self, level: &str) -> Option<&Arc<Heading>> {
        self.open.iter().rev().map(|(_, heading)| heading).find(|heading| heading.level == level)
    }

    /// Opens a heading, or knows it again.
    pub fn enter(&mut self, heading: Heading, layout: &Layout) -> Entered {
        let place = self.place(&heading.level, layout);
        let is_in_front = heading.printed.trim_start_matches('【').starts_with(&*heading.level)
            && !self.in_columns.contains_key(&heading.level);
        if heading.level == OFFICE || is_in_front && layout.labels_office(&heading.level) {
            self.offices.insert(heading.level.clone());
        }
        if let Some((_, open)) = self.open.iter().find(|(at, _)| *at == place) {
            if is_printed_again(&open.printed, &heading.printed) {
                return Entered::Again;
            }
            if open.number.is_some() && open.number == heading.number && alike(&open.title, &heading.title) {
                return Entered::Respelled(open.printed.clone());
            }
        }
        self.of_records = None;
        self.has_record = false;
        self.open.retain(|(at, _)| *at < place);
        self.open.push((place, Arc::new(heading)));
        Entered::New
    }

    /// The innermost open heading stands in a cell of a table.
    pub fn note_cell(&mut self) {
        self.in_cells.extend(self.open.last().map(|(_, heading)| Arc::clone(heading)));
    }

    /// Closes the headings of a level and those below them: what follows stands in none of them.
    pub fn close(&mut self, level: &str) {
        if let Some(place) = self.known_place(level) {
            self.open.retain(|(at, _)| *at < place);
            self.of_records = None;
        }
    }

    /// Closes the innermost headings that a mark opens without a number: what stood below them were contents.
    pub fn close_marks(&mut self, layout: &Layout) {
        let is_mark = |heading: &Heading| {
            heading.number.is_none() && heading.level.chars().all(|mark| layout.heading_marks.contains(&mark))
        };
        while self.open.pop_if(|(_, heading)| is_mark(heading)).is_some() {
            self.of_records = None;
        }
    }

    /// Closes the headings that stand in cells of a table: they end with it, but for levels that the next one has too.
    pub fn close_cells(&mut self, goes_on: impl Fn(&str) -> bool) {
        let in_cells = std::mem::take(&mut self.in_cells);
        if !in_cells.is_empty() {
            let ends = |heading: &Arc<Heading>| {
                !goes_on(&heading.level) && in_cells.iter().any(|cell| Arc::ptr_eq(cell, heading))
            };
            self.open.retain(|(_, heading)| !ends(heading));
            self.of_records = None;
        }
    }

    /// Closes all headings and forgets their levels, as where another document begins.
    pub fn close_all(&mut self) {
        *self = Self::default();
    }

    /// Declares the levels that columns name: they stand below every heading on a line of its own.
    pub fn declare_columns<'c>(&mut self, levels: impl Iterator<Item = &'c str>) {
        for level in levels {
            let place = self.in_columns.len();
            self.in_columns.entry(level.to_owned()).or_insert(place);
        }
    }

    /// The place of a level among the others. Parts (章 > 節 > 項) keep the order of the language; any other level
    /// stands below what was open when it was first seen.
    fn place(&mut self, level: &str, layout: &Layout) -> usize {
        self.note_beside(level);
        if let Some(place) = self.known_place(level) {
            return place;
        }
        let rank = |word: &str| layout.heading_parts.iter().position(|part| part == word);
        let inner = rank(level)
            .and_then(|own| self.order.iter().position(|known| rank(known).is_some_and(|other| other > own)));
        // A column stands in those left of it, though the first heading in one of them is printed further down.
        let inner = inner.or_else(|| {
            let own = self.in_columns.get(level)?;
            self.order.iter().position(|known| self.in_columns.get(known).is_some_and(|other| other > own))
        });
        // Marks (●, ○) stand below parts and words: the same mark comes again under headings of any level.
        let is_mark = |word: &str| word.chars().all(|mark| layout.heading_marks.contains(&mark));
        let first_column = self.order.iter().position(|known| self.in_columns.contains_key(known));
        let of_column = self.in_columns.contains_key(level);
        let before_columns = first_column.filter(|_| !of_column).unwrap_or(self.order.len());
        // Directly below another heading, with no record between them, any heading stands below it: ◆ above ＜ ＞. A part
        // stands in the outer one, whatever is told of that (◇章の目標, 1 現状) between them.
        let after_parts = self.after_parts(level, layout);
        let below_number = of_column || after_parts == 0;
        let below_mark = of_column || is_mark(level) || (!self.has_record && after_parts == 0);
        let above = |at: &usize| {
            let known = &self.order[*at];
            *at < before_columns && (below_mark || !is_mark(known)) && (below_number || !is_number_form(known))
        };
        let below_open = self.open.iter().map(|(at, _)| *at).filter(above).max().map_or(0, |at| at + 1);
        // A chapter that is the first one, after rows under other headings, stands in none of them: it would in all.
        let is_chapter = rank(level).is_some_and(|own| rank(OUTERMOST_PART).is_some_and(|chapter| own <= chapter));
        let is_outermost =
            is_chapter && self.has_record && !of_column && !self.order.iter().any(|of| rank(of).is_some());
        let below = || if is_outermost { 0 } else { below_open.max(after_parts) };
        let place = inner.unwrap_or_else(below);
        self.order.insert(place, level.to_owned());
        for (at, _) in &mut self.open {
            *at += usize::from(*at >= place);
        }
        place
    }

    /// The place of a level that was seen before, or of the one that it stands beside.
    fn known_place(&self, level: &str) -> Option<usize> {
        let level = self.beside.get(level).map_or(level, String::as_str);
        self.order.iter().position(|known| known == level)
    }

    /// Notes that a level stands beside the open one: 重点施策 behind the rows of 基本施策, of which it tells the more pressing
    /// ones.
    fn note_beside(&mut self, level: &str) {
        let Some(basic) = level.strip_prefix("重点").map(|word| format!("基本{word}")) else { return };
        let is_behind = self.has_record && self.open.last().is_some_and(|(_, open)| open.level == basic);
        if is_behind && self.known_place(level).is_none() {
            self.beside.insert(level.to_owned(), basic);
        }
    }

    /// A part opened while its own parent is closed still stands below every outer part.
    fn after_parts(&self, level: &str, layout: &Layout) -> usize {
        let rank = |word: &str| layout.heading_parts.iter().position(|part| part == word);
        let Some(own) = rank(level) else { return 0 };
        let outer = self.order.iter().rposition(|known| rank(known).is_some_and(|other| other < own));
        outer.map_or(0, |at| at + 1)
    }
}

/// Whether two headings are one, be it that the second goes on from the page before: white space, width and the marks
/// of that aside.
fn is_printed_again(open: &str, heading: &str) -> bool {
    let closes = |c: char| c.is_whitespace() || matches!(c, ')' | '）');
    let continued = |printed: &str| printed.trim_end_matches(closes).ends_with(['続', 'き']);
    if continued(open) || continued(heading) {
        without_continued(open) == without_continued(heading)
    } else {
        bare(open).eq(bare(heading))
    }
}

/// A heading to compare by: without white space, in one width.
fn bare(printed: &str) -> impl Iterator<Item = char> {
    let narrow = |c: char| match c {
        '！'..='～' => char::from_u32(c as u32 - '！' as u32 + '!' as u32).unwrap_or(c),
        _ => c,
    };
    printed.chars().filter(|c| !c.is_whitespace()).map(narrow)
}

/// A heading to compare by, without the mark that it goes on from the page before.
pub fn without_continued(printed: &str) -> String {
    let mut bare: String = bare(printed).collect();
    for mark in ["(つづき)", "(続き)", "(続)", "つづき", "続き"] {
        if let Some(rest) = bare.strip_suffix(mark) {
            bare = rest.to_owned();
        }
    }
    bare
}

#[cfg(test)]
mod tests {
    use super::{Entered, Path};
    use crate::diagnostic::Findings;
    use crate::interpret::Options;
    use crate::interpret::layout::Layout;
    use crate::record::Heading;
    use crate::source::Source;

    fn heading(level: &str, number: Option<u32>, title: &str) -> Heading {
        let printed = format!("{level}{number:?}{title}");
        Heading { level: level.to_owned(), number, title: title.to_owned(), printed, line: 1 }
    }

    #[test]
    fn what_columns_name_is_declared_for_each_document() {
        let layout = Layout::builtin();
        let mut path = Path::default();
        path.declare_columns(["課題"].into_iter());
        path.enter(heading("章", Some(1), "緑"), layout);
        path.close_all();
        assert_eq!(path.headings().len(), 0);
        path.declare_columns(["方針"].into_iter());
        path.enter(heading("方針", None, "見守り"), layout);
        path.enter(heading("課題", Some(1), "家庭"), layout);
        path.enter(heading("方針", None, "訪問"), layout);
        let levels: Vec<String> = path.headings().iter().map(|heading| heading.level.clone()).collect();
        assert_eq!(levels, ["課題", "方針"]);
    }

    #[test]
    fn a_column_of_a_later_page_stands_where_its_table_has_it() {
        let row = |item: &str| format!("{item}\t町の人と行いました。\tA\t公園課\n");
        let header = "取組\t内容\t評価\t担当課\n";
        let sheet = format!(
            "基本方針１　緑の町\n\n施策\t{header}施策１　花\t\t\t\t\n\t{}\t{}\n- 1 -\n\n基本方針\t施策\t{header}\t\t{}",
            row("花壇"),
            row("並木"),
            row("朝顔")
        );
        let source = Source::made_up(&sheet);
        let read = crate::sheet(&source, &crate::interpret::Options::default(), Findings::default());
        let path = |record: &crate::record::Record<'_>| {
            record.path.iter().map(|of| of.title.as_str()).collect::<Vec<_>>().join(" ")
        };
        assert_eq!(read.records.iter().map(path).collect::<Vec<_>>(), ["緑の町 花"; 3]);
    }

    #[test]
    fn columns_nest_as_they_stand_whatever_comes_first() {
        let layout = Layout::builtin();
        let mut path = Path::default();
        path.declare_columns(["方針", "課題"].into_iter());
        path.enter(heading("章", Some(1), "緑"), layout);
        path.enter(heading("課題", None, "家庭"), layout);
        path.enter(heading("方針", None, "見守り"), layout);
        path.enter(heading("課題", None, "学校"), layout);
        let levels: Vec<String> = path.headings().iter().map(|heading| heading.level.clone()).collect();
        assert_eq!(levels, ["章", "方針", "課題"]);
    }

    #[test]
    fn parts_nest_whatever_comes_first() {
        let layout = Layout::builtin();
        let mut path = Path::default();
        path.enter(heading("章", Some(1), "緑"), layout);
        path.enter(heading("項", Some(2), "公園"), layout);
        path.enter(heading("節", Some(3), "水"), layout);
        path.enter(heading("項", Some(1), "川"), layout);
        let titles: Vec<String> = path.headings().iter().map(|heading| heading.title.clone()).collect();
        assert_eq!(titles, ["緑", "水", "川"]);
    }

    #[test]
    fn the_first_chapter_behind_rows_under_other_headings_is_below_none_of_them() {
        let levels = |part: &str, record_between: bool| {
            let (layout, mut path) = (Layout::builtin(), Path::default());
            path.enter(heading("基本目標", Some(4), "緑"), layout);
            if record_between {
                path.of_record();
            }
            path.enter(heading(part, Some(1), "公園"), layout);
            path.headings().iter().map(|heading| heading.level.clone()).collect::<Vec<_>>()
        };
        assert_eq!(levels("章", true), ["章"]);
        assert_eq!(levels("章", false), ["基本目標", "章"]);
        assert_eq!(levels("節", true), ["基本目標", "節"]);
    }

    #[test]
    fn the_pressing_measures_stand_beside_the_basic_ones_behind_their_rows() {
        let levels = |basic: &str, record_between: bool| {
            let (layout, mut path) = (Layout::builtin(), Path::default());
            path.enter(heading(basic, Some(1), "緑"), layout);
            if record_between {
                path.of_record();
            }
            path.enter(heading("重点施策", Some(1), "公園"), layout);
            path.enter(heading("重点施策", Some(2), "水辺"), layout);
            path.headings().iter().map(|heading| heading.title.clone()).collect::<Vec<_>>()
        };
        assert_eq!(levels("基本施策", true), ["水辺"]);
        assert_eq!(levels("基本施策", false), ["緑", "水辺"]);
        assert_eq!(levels("基本目標", true), ["緑", "水辺"]);
    }

    #[test]
    fn a_heading_directly_below_a_mark_stands_below_it() {
        let levels = |record_between: bool| {
            let (layout, mut path) = (Layout::builtin(), Path::default());
            path.enter(heading("●", None, "緑"), layout);
            if record_between {
                path.of_record();
            }
            path.enter(heading("【】", None, "公園"), layout);
            path.headings().iter().map(|heading| heading.level.clone()).collect::<Vec<_>>()
        };
        assert_eq!(levels(false), ["●", "【】"]);
        assert_eq!(levels(true), ["【】"]);
    }

    #[test]
    fn a_part_stands_in_the_outer_part_whatever_is_numbered_between_them() {
        let levels = |outer: &str, between: &str| {
            let (layout, mut path) = (Layout::builtin(), Path::default());
            path.enter(heading(outer, Some(4), "緑"), layout);
            path.enter(heading(between, Some(5), "進め方"), layout);
            path.enter(heading("節", Some(1), "公園"), layout);
            path.enter(heading(between, Some(1), "花壇"), layout);
            path.headings().iter().map(|heading| heading.level.clone()).collect::<Vec<_>>().join(" ")
        };
        for between in ["1", "1.", "(1)", "①", "ア"] {
            assert_eq!(levels("章", between), format!("章 節 {between}"));
        }
        // A Roman number may be that of an outer part, and a word has a place of its own.
        assert_eq!(levels("編", "Ⅰ"), "編 Ⅰ");
        assert_eq!(levels("章", "基本目標"), "章 基本目標");
        assert_eq!(levels("基本目標", "1"), "基本目標 1");
    }

    #[test]
    fn a_heading_printed_again_closes_nothing() {
        let layout = Layout::builtin();
        let mut path = Path::default();
        path.enter(heading("章", Some(1), "みどり豊かなまちづくり"), layout);
        path.enter(heading("節", Some(1), "公園"), layout);
        assert_eq!(path.enter(heading("章", Some(1), "みどり豊かなまちづくり"), layout), Entered::Again);
        let respelled = path.enter(heading("章", Some(1), "みどり豊かまちずくり"), layout);
        assert_eq!(respelled, Entered::Respelled("章Some(1)みどり豊かなまちづくり".to_owned()));
        assert_eq!(path.headings().len(), 2);
        assert_eq!(path.enter(heading("章", Some(2), "学び"), layout), Entered::New);
        assert_eq!(path.headings().len(), 1);
    }

    /// The headings above the last record of two pages, the second with a header of its own.
    #[track_caller]
    fn second_page(second: &str, expected: &str) {
        let first = "基本目標|事業名|内容|評価|担当課\n安心|見守り|町を歩いた。|A|市民課\n|夜警|火の用心を呼びかけた。|B|市民課\n";
        let sheet = format!("計画の評価\n\n{first}\n{second}").replace('|', "\t");
        let source = Source::made_up(&sheet);
        let read = crate::sheet(&source, &Options::default(), Findings::default());
        let last = read.records.last().expect("rows are records");
        let path: Vec<String> = last.path.iter().map(|of| format!("{} {}", of.level, of.title)).collect();
        assert_eq!(path.join(" > "), expected, "{second}");
    }

    #[test]
    fn a_header_that_names_other_levels_closes_those_of_the_page_before() {
        let rows = "読書|本を貸した。|A|図書館\n";
        second_page(&format!("分野|事業名|内容|評価|担当課\n教育|{rows}|{rows}"), "分野 教育");
        second_page(&format!("基本目標|事業名|内容|評価|担当課\n学び|{rows}|{rows}"), "基本目標 学び");
        // A page that lacks its first column goes on with what it held.
        second_page(&format!("事業名|内容|評価|担当課\n{rows}{rows}"), "基本目標 安心");
    }
}
