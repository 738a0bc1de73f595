//! Documents: where another one begins in the same file.
//!
//! In: classified rows and the tables. Out: the titles that open another document. No heading above such a title stands
//! above the rows below it. The title of a page that comes again opens nothing, nor does the caption of a table inside a
//! chapter: only a title that names a plan or its evaluation does, or one with headings of a new kind below it, above a
//! table with columns that were not seen before, or with one of them where the title says it clearly.

use std::collections::HashSet;

use crate::interpret::classify::{Class, Classes, DOCUMENT_WORDS, lone_text};
use crate::interpret::header;
use crate::interpret::layout;
use crate::interpret::table::Table;
use crate::read::lex::Rows;

/// So many tables before one and behind it are looked at. A document has few kinds of tables, and each comes again soon;
/// looking at all of them would take a file of thousands of tables minutes.
const NEAR: usize = 16;

/// The rows of the titles at which another document begins, in order.
pub fn beginnings(rows: &Rows<'_>, classes: &Classes, tables: &[Table]) -> Vec<usize> {
    let names: Vec<HashSet<&str>> = tables.iter().map(|table| names(table, classes)).collect();
    let titled: Vec<Vec<usize>> = (0..tables.len()).map(|at| titles(tables, at, classes)).collect();
    let mut beginnings = Vec::new();
    let mut levels = Levels { classes, known: HashSet::new(), to: 0 };
    // The titles so far, and the first table of the document at hand.
    let (mut above, mut first) = (HashSet::new(), 0);
    for (at, titles) in titled.iter().enumerate() {
        let of_document = &names[first.max(at.saturating_sub(NEAR))..at];
        let goes_on = |with: usize| of_document.iter().any(|known| header::is_of_table(&names[with], known));
        // Where the document goes on behind it, a table of another kind stands inside of it.
        let behind = at + 1..tables.len().min(at + 1 + NEAR);
        let is_inside = || behind.clone().any(|later| titled[later].is_empty() && goes_on(later));
        let texts: Vec<&str> = titles.iter().filter_map(|&title| lone_text(rows, title)).collect();
        let names_document = texts.iter().any(|text| is_of_document(text))
            || titles.first().is_some_and(|&title| levels.are_new_below(title));
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
    }
    beginnings
}

/// Whether a title names a plan or its evaluation; with a year in front it needs only end as one of those.
fn is_of_document(title: &str) -> bool {
    /// What is done with a plan in a year.
    const YEARLY: [&str; 5] = ["評価", "点検", "検証", "戦略", "進行管理"];
    DOCUMENT_WORDS.iter().any(|word| title.contains(word))
        || (layout::begins_with_year(title) && YEARLY.iter().any(|word| title.ends_with(word)))
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

/// The named columns of all headers of a table.
fn names<'c>(table: &Table, classes: &'c Classes) -> HashSet<&'c str> {
    let headers = table.pages.iter().filter_map(|page| page.header);
    headers.flat_map(|header| classes.headers[header].names.iter().map(String::as_str)).collect()
}

/// The titles between a table and the one before it.
fn titles(tables: &[Table], at: usize, classes: &Classes) -> Vec<usize> {
    let before = at.checked_sub(1).and_then(|before| tables[before].pages.last());
    let end = before.and_then(|page| page.rows.last()).map_or(0, |last| last + 1);
    let start = tables[at].pages.first().and_then(|page| page.rows.first()).map_or(end, |first| *first);
    (end..start).filter(|&row| classes.rows[row] == Class::Title).collect()
}

#[cfg(test)]
mod tests {
    use crate::diagnostic::Findings;
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
    fn headings_of_a_new_kind_below_a_title_and_other_columns_begin_a_document() {
        let headed = SECOND.replacen("\n", "\nⅠ 学びの場\t\t\t\n", 1);
        let (paths, findings) = read("学びの一年", &headed);
        assert_eq!((paths, findings), (["水の町", "水の町", "学びの場", "学びの場"].map(str::to_owned).to_vec(), 1));
        // A heading of a known kind goes on with the document.
        let headed = SECOND.replacen("\n", "\n政策2 学びの場\t\t\t\n", 1);
        assert_eq!(read("学びの一年", &headed).1, 0);
    }
}
