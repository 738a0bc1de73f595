//! Documents: where another one begins in the same file.
//!
//! In: classified rows and the tables. Out: the titles that open another document. No heading above such a title stands
//! above the rows below it. The title of a page that comes again opens nothing, nor does the caption of a table inside
//! a chapter: only a title that names a plan or its evaluation does, or one with headings of a new kind below it, above
//! a table with columns that were not seen before, or with one of them where the title says it clearly.

use std::ops::Range;

use foldhash::{HashMap, HashSet};

use crate::diagnostic::Findings;
use crate::interpret::classify::{Class, Classes, DOCUMENT_WORDS, LONGEST_TITLE};
use crate::interpret::header::{self, Names};
use crate::interpret::heading::{self, Opening};
use crate::interpret::layout;
use crate::interpret::number;
use crate::interpret::rules::another_document::table_without_title;
use crate::interpret::table::Table;
use crate::read::lex::Rows;

/// So many tables before one and behind it are looked at. A document has few kinds of tables, and each comes again
/// soon; looking at all of them would take a file of thousands of tables minutes.
const NEAR: usize = 16;

/// The rows of the titles at which another document begins, in order.
pub fn beginnings(rows: &Rows<'_>, classes: &Classes, tables: &[Table], found: &mut Findings) -> Vec<usize> {
    let names: Vec<Names<&str>> = tables.iter().map(|table| names(table, classes)).collect();
    let kinds = Kinds::of(classes);
    let titled: Vec<Vec<usize>> = (0..tables.len()).map(|at| titles(tables, at, rows, &kinds)).collect();
    let mut beginnings = Vec::new();
    let mut levels = Levels { classes, known: HashSet::default(), to: 0 };
    // The titles so far, and the first table of the document at hand.
    let (mut above, mut first) = (HashSet::default(), 0);
    for (at, titles) in titled.iter().enumerate() {
        let of_document = &names[first.max(at.saturating_sub(NEAR))..at];
        let goes_on = |with: usize| of_document.iter().any(|known| header::is_of_table(&names[with], known));
        // Where the document goes on behind it, a table of another kind stands inside of it.
        let behind = at + 1..tables.len().min(at + 1 + NEAR);
        let is_inside = || behind.clone().any(|later| titled[later].is_empty() && goes_on(later));
        let texts: Vec<&str> = titles.iter().filter_map(|&title| classes.lone_text(rows, title)).collect();
        let names_document = is_of_document(&texts) || titles.first().is_some_and(|&title| levels.are_new_below(title));
        let is_known = texts.iter().any(|text| above.contains(text));
        let announced = titles.iter().find(|title| classes.announced.binary_search(title).is_ok());
        let differs = || titles.first().filter(|_| names_document && !is_known && !goes_on(at));
        if let Some(&title) = announced.or_else(differs)
            && at > 0
            && !is_inside()
        {
            beginnings.push(title);
            first = at;
        }
        above.extend(texts);
        let elsewhere = first.max(at.saturating_sub(NEAR))..tables.len().min(at + 1 + NEAR);
        let is_alone = || elsewhere.clone().all(|other| other == at || !header::is_of_table(&names[at], &names[other]));
        let is_bare = || titles.is_empty() && is_bare(tables, at, classes) && is_alone();
        if beginnings.last().is_none_or(|beginning| !titles.contains(beginning))
            && let Some(header) = below_several_headings(tables, at, classes)
            && let heading = kinds.other_below(tables, at).filter(|_| !goes_on(at))
            && let Some(doubtful) = heading.or_else(|| Some(header).filter(|_| is_bare()))
        {
            table_without_title(rows.rows[doubtful].span, found);
        }
    }
    beginnings
}

/// The header of a table that evaluates, where the tables before stand below several headings of one kind.
fn below_several_headings(tables: &[Table], at: usize, classes: &Classes) -> Option<usize> {
    let between = above_header(tables, at, classes).filter(|_| tables[at].evaluates)?;
    // No further up than the tables that are looked at, however long the file is.
    let first = at.checked_sub(NEAR).and_then(|near| tables[near].pages.first()?.rows.first());
    let mut kinds = classes.rows[first.map_or(0, |first| *first)..between.start].iter().rev().filter_map(level);
    let last = kinds.next()?;
    kinds.any(|kind| kind == last).then_some(between.end)
}

/// The rows between a table and the header of the next.
fn above_header(tables: &[Table], at: usize, classes: &Classes) -> Option<Range<usize>> {
    let before = *tables[at.checked_sub(1)?].pages.last()?.rows.last()?;
    let header = classes.headers[tables[at].pages.first()?.header?].rows.start;
    (before < header).then_some(before + 1..header)
}

/// Whether nothing but a blank row, or the end of a page, stands between a table and the next.
fn is_bare(tables: &[Table], at: usize, classes: &Classes) -> bool {
    let between = || above_header(tables, at, classes).unwrap_or_default().map(|row| &classes.rows[row]);
    between().any(|class| matches!(class, Class::Blank | Class::PageNumber))
        && between().all(|class| matches!(class, Class::Blank | Class::PageNumber | Class::Total | Class::Footnote))
}

/// Whether a block of titles names a plan or its evaluation; where it names a year it needs only say what is done with
/// one.
fn is_of_document(titles: &[&str]) -> bool {
    /// What is done with a plan in a year.
    const YEARLY: [&str; 5] = ["評価", "点検", "検証", "戦略", "進行管理"];
    let has = |words: &[&str]| titles.iter().any(|title| words.iter().any(|word| title.contains(word)));
    has(&DOCUMENT_WORDS)
        || (has(&YEARLY) && titles.iter().any(|title| holds_year(title)))
        || titles.iter().any(|title| holds_edition(title))
}

/// Whether a title says of which edition a plan is, whatever it is called: `花の町21（第三次）中間評価`, `第2期アクション`.
fn holds_edition(title: &str) -> bool {
    let is_edition = |rest: &str| {
        let after = rest.trim_start_matches(|c: char| number::digit(c).is_some() || "一二三四五六七八九十".contains(c));
        after.len() < rest.len() && after.starts_with(heading::EDITIONS)
    };
    title.match_indices('第').any(|(at, word)| is_edition(&title[at + word.len()..]))
}

/// Whether a title says of which year it is: `令和５年度 点検`, `総括表（令和５年度実績）`.
fn holds_year(title: &str) -> bool {
    let is_digit = |c: char| c == '元' || number::digit(c).is_some();
    layout::begins_with_year(title) || title.match_indices("年度").any(|(at, _)| title[..at].ends_with(is_digit))
}

/// The kind of a heading.
fn level(class: &Class) -> Option<&str> {
    if let Class::Heading(opening) = class { Some(&opening.level) } else { None }
}

/// The kinds of headings down to a row.
struct Levels<'c> {
    classes: &'c Classes,
    known: HashSet<&'c str>,
    to: usize,
}

impl Levels<'_> {
    /// Whether the rows below a title stand under a heading of a kind that no heading above has, where others are.
    fn are_new_below(&mut self, title: usize) -> bool {
        self.known.extend(self.classes.rows[self.to..title.max(self.to)].iter().filter_map(level));
        self.to = self.to.max(title);
        let below = self.classes.rows[title..].iter().take_while(|class| **class != Class::Data).find_map(level);
        !self.known.is_empty() && below.is_some_and(|below| !self.known.contains(below))
    }
}

/// Where the kinds of headings stand.
struct Kinds<'c> {
    classes: &'c Classes,
    /// The first heading of each kind, in order, and where the last of its kind and of all before it stands.
    spread: Vec<[usize; 2]>,
}

impl<'c> Kinds<'c> {
    fn of(classes: &'c Classes) -> Self {
        let mut of: HashMap<&str, [usize; 2]> = HashMap::default();
        for (at, class) in classes.rows.iter().enumerate() {
            level(class).into_iter().for_each(|kind| of.entry(kind).or_insert([at; 2])[1] = at);
        }
        let mut spread: Vec<[usize; 2]> = of.into_values().collect();
        spread.sort_unstable();
        (1..spread.len()).for_each(|at| spread[at][1] = spread[at][1].max(spread[at - 1][1]));
        Self { classes, spread }
    }

    /// The first heading of a table, if it is of a kind that none above has and counts from one, and none below it is
    /// of a kind that stands above.
    fn other_below(&self, tables: &[Table], at: usize) -> Option<usize> {
        let above = above_header(tables, at, self.classes)?.start;
        let behind = *tables[at].pages.first()?.rows.first()?;
        let own = (above..behind).find(|row| level(&self.classes.rows[*row]).is_some())?;
        let Class::Heading(Opening { number, .. }) = &self.classes.rows[own] else { return None };
        let before = self.spread.partition_point(|[first, _]| *first < own).checked_sub(1)?;
        (self.spread[before][1] < own && number.is_none_or(|number| number <= 1)).then_some(own)
    }
}

/// The named columns of all headers of a table.
fn names<'c>(table: &Table, classes: &'c Classes) -> Names<&'c str> {
    let headers = table.pages.iter().filter_map(|page| page.header);
    headers.flat_map(|header| classes.headers[header].names.iter().map(String::as_str)).collect()
}

/// The titles between a table and the one before it. A line that names a plan above headings of another kind is one
/// too, though notes or sentences stand between.
fn titles(tables: &[Table], at: usize, rows: &Rows<'_>, kinds: &Kinds<'_>) -> Vec<usize> {
    let classes = kinds.classes;
    let before = at.checked_sub(1).and_then(|before| tables[before].pages.last());
    let end = before.and_then(|page| page.rows.last()).map_or(0, |last| last + 1);
    let start = tables[at].pages.first().and_then(|page| page.rows.first()).map_or(end, |first| *first);
    let heading = kinds.other_below(tables, at);
    let names_document =
        |text: &str| !text.ends_with('。') && text.chars().count() <= LONGEST_TITLE && is_of_document(&[text]);
    let is_title = |row: &usize| match classes.rows[*row] {
        Class::Title => true,
        Class::Prose => {
            heading.is_some_and(|of| *row < of) && classes.lone_text(rows, *row).is_some_and(names_document)
        }
        _ => false,
    };
    (end..start).filter(is_title).collect()
}

#[cfg(test)]
mod tests {
    use crate::diagnostic::{Diagnostic, Findings};
    use crate::interpret::Options;
    use crate::source::Source;

    /// The path of each record of two sheets in one file, and how many findings there are.
    fn read(title: &str, second: &str) -> (Vec<String>, usize) {
        let first = "白波町 施策の一覧\n\n施策名\t内容\t評価\t担当課\n政策1 水の町\t\t\t\n花壇\t苗を植えた。\tA\t公園課\n並木\t枝を切った。\tB\t公園課\n";
        let sheet = format!("{first}\n{title}\n\n{second}");
        let source = Source::made_up(&sheet);
        let read = crate::sheet(&source, &Options::default(), Findings::default());
        let path = |record: &crate::record::Record<'_>| record.path.iter().map(|of| of.title.clone()).collect();
        (read.records.iter().map(path).collect(), read.findings.len())
    }

    const SECOND: &str =
        "事業\t実績\t判定\t所管\n読み聞かせ\t月に一度開いた。\tA\t図書館\n出前講座\t二度開いた。\tB\t学校課\n";

    #[test]
    fn a_title_of_a_year_and_what_is_done_in_it_begins_a_document() {
        let (paths, findings) = read("令和５年度 教育委員会点検評価", SECOND);
        assert_eq!((paths, findings), (["水の町", "水の町", "", ""].map(str::to_owned).to_vec(), 1));
    }

    #[test]
    fn a_table_with_other_columns_and_no_title_below_several_headings_is_in_doubt() {
        let first = "事業名\t内容\t評価\t担当課\n政策1 水の町\t\t\t\n花壇\t苗を植えた。\tA\t公園課\n並木\t枝を切った。\tB\t公園課\n";
        let next = "政策2 町の店\t\t\t\n朝市\t二度開いた。\tA\t農政課\n";
        let told = |sheet: &str| {
            let source = Source::made_up(sheet);
            let read = crate::sheet(&source, &Options::default(), Findings::default());
            read.findings.iter().map(|finding| finding.rule.name).collect::<Vec<_>>().join(" ")
        };
        assert_eq!(told(&format!("{first}{next}\n{SECOND}")), "another-document");
        // It may well belong to the one heading there is; a title says that it does; and so does one below each
        // heading.
        assert_eq!(told(&format!("{first}\n{SECOND}")), "");
        assert_eq!(told(&format!("{first}{next}\n（２）講座\n{SECOND}")), "");
        assert_eq!(told(&format!("{first}\n{SECOND}\n{next}\n{SECOND}")), "");
    }

    #[test]
    fn headings_of_another_kind_that_count_from_one_above_other_columns_are_in_doubt() {
        let header = "事業名\t内容\t評価\t担当課\n";
        let first = format!(
            "政策1 水の町\n{header}花壇\t苗を植えた。\tA\t公園課\n政策2 町の店\n{header}朝市\t二度開いた。\tA\t農政課\n"
        );
        let told = |second: &str| {
            let sheet = format!("{first}※毎年見直す。\n\n{second}");
            let source = Source::made_up(&sheet);
            let read = crate::sheet(&source, &Options::default(), Findings::default());
            let told = |finding: &Diagnostic| (finding.rule.name, sheet[finding.span.start()..].starts_with("柱"));
            read.findings.iter().map(told).collect::<Vec<_>>()
        };
        assert_eq!(told(&format!("柱1 学びの場\n\n{SECOND}")), [("another-document", true)]);
        // The heading counts on, or one of those above does.
        assert_eq!(told(&format!("柱2 学びの場\n\n{SECOND}")), []);
        assert_eq!(told(&format!("政策3 学びの町\n柱1 学びの場\n\n{SECOND}")), []);
        assert_eq!(told(&format!("柱1 学びの場\n\n{SECOND}政策3 道\n{header}橋\t直した。\tA\t道路課\n")), []);
    }

    #[test]
    fn a_line_that_names_a_plan_above_headings_of_another_kind_begins_a_document_though_a_note_stands_between() {
        let header = "事業名\t内容\t評価\t担当課\n";
        let first = format!("政策1 水の町\n{header}花壇\t苗を植えた。\tA\t公園課\n");
        let paths = |title: &str| {
            let sheet = format!("{first}\n{title}\n※各課の報告です。\n\n柱1 学びの場\n\n{SECOND}");
            let source = Source::made_up(&sheet);
            let read = crate::sheet(&source, &Options::default(), Findings::default());
            let path = |record: &crate::record::Record<'_>| {
                record.path.iter().map(|of| of.title.clone()).collect::<Vec<_>>().join(" ")
            };
            (read.records.iter().map(path).collect::<Vec<_>>(), read.findings.len())
        };
        assert_eq!(
            paths("学びの推進計画　進行管理表"),
            (["水の町", "学びの場", "学びの場"].map(str::to_owned).to_vec(), 1)
        );
        let below = ["水の町", "水の町 学びの場", "水の町 学びの場"].map(str::to_owned).to_vec();
        assert_eq!(paths("学びの様子").0, below);
        assert_eq!(paths("学びの推進計画を見直した。").0, below);
    }

    #[test]
    fn a_title_of_an_edition_of_a_plan_begins_a_document() {
        for title in ["花の町21（第三次）　指標の達成状況", "第２期白波アクション", "花の町　総合戦略　効果検証"]
        {
            assert_eq!(read(title, SECOND).1, 1, "{title}");
        }
        assert_eq!(read("第三の指標の達成状況", SECOND).1, 0);
    }

    #[test]
    fn the_year_may_stand_behind_it_or_on_a_line_of_its_own() {
        for title in ["教育の点検（令和５年度の実績）", "教育の点検\n令和５年度　白波町"] {
            assert_eq!(read(title, SECOND).1, 1, "{title}");
        }
        assert_eq!(read("教育の点検\n白波町", SECOND).1, 0);
    }

    #[test]
    fn headings_of_a_new_kind_below_a_title_and_other_columns_begin_a_document() {
        let headed = SECOND.replacen("\n", "\nⅠ 学びの場\t\t\t\n", 1);
        let (paths, findings) = read("学びの一年", &headed);
        assert_eq!((paths, findings), (["水の町", "水の町", "学びの場", "学びの場"].map(str::to_owned).to_vec(), 1));
        // A heading of a known kind goes on with the document.
        let headed = SECOND.replacen("\n", "\n政策2 学びの場\t\t\t\n", 1);
        assert_eq!(read("学びの一年", &headed).1, 0);
    }

    #[test]
    fn a_title_in_a_padded_row_above_other_columns_is_no_row_of_the_table_above() {
        for title in [
            "水辺の教育プラン 点検\t\t\t",
            "水辺の教育プラン 点検\t\t\t\n学びの町\t\t\t",
            "\t\t水辺の教育プラン\t",
            "水辺の教育プラン\t\t\t\n白波町\t\t\t（単位は人）",
        ] {
            assert_eq!(read(title, SECOND), (["水の町", "水の町", "", ""].map(str::to_owned).to_vec(), 1), "{title}");
        }
    }

    #[test]
    fn headings_in_cells_end_with_their_table_and_order_nothing_outside_their_document() {
        let titles = |sheet: &str| {
            let source = Source::made_up(sheet);
            let read = crate::sheet(&source, &Options::default(), Findings::default());
            let path = |record: &crate::record::Record<'_>| {
                record.path.iter().map(|of| of.title.as_str()).collect::<Vec<_>>().join("/")
            };
            read.records.iter().map(path).collect::<Vec<String>>()
        };
        let first = "政策\t施策名\t内容\t評価\t担当課\n水の町\t花壇\t苗を植えた。\tA\t公園課\n\t並木\t枝を切った。\tB\t公園課\n";
        assert_eq!(titles(&format!("{first}\n{SECOND}")), ["水の町", "水の町", "", ""]);
        // 政策 is a line in one document and a column in the next.
        let lines = "町の評価一覧\n\n政策1 道の町\n施策1 歩く道\n項目\t内容\t判定\t所管\n歩道\t広げた。\tA\t道路課\n";
        assert_eq!(titles(&format!("{lines}\n水と緑の計画\n\n{first}")), ["道の町/歩く道", "水の町", "水の町"]);
    }
}
