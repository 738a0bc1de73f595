//! Documents: where another one begins in the same file.
//!
//! In: classified rows and the tables. Out: the titles that open another document. No heading above such a title stands
//! above the rows below it. The title of a page that comes again opens nothing, nor does the caption of a table inside a
//! chapter: only a title that names a plan or its evaluation does, above a table with columns that were not seen before.

use std::collections::HashSet;

use crate::interpret::classify::{Class, Classes, lone_text};
use crate::interpret::header;
use crate::interpret::table::Table;
use crate::read::lex::Rows;

/// Words in the titles of plans and of their evaluations; captions speak of indicators, measures and results.
const DOCUMENT_WORDS: [&str; 12] = [
    "計画",
    "プラン",
    "ビジョン",
    "構想",
    "大綱",
    "評価表",
    "評価シート",
    "評価調書",
    "評価一覧",
    "調査票",
    "報告書",
    "Plan",
];

/// The rows of the titles at which another document begins.
pub fn beginnings(rows: &Rows<'_>, classes: &Classes, tables: &[Table]) -> HashSet<usize> {
    let names: Vec<HashSet<String>> = tables.iter().map(|table| names(table, classes)).collect();
    let mut beginnings = HashSet::new();
    // The first table of the document at hand.
    let mut first = 0;
    for at in 1..tables.len() {
        let goes_on = |with: usize| names[first..at].iter().any(|known| header::is_of_table(&names[with], known));
        // Where the document goes on behind it, a table of another kind stands inside of it.
        let is_inside =
            || (at + 1..tables.len()).any(|later| goes_on(later) && titles(tables, later, classes).is_empty());
        let titles = titles(tables, at, classes);
        if let Some(&title) = titles.first()
            && name_another_document(rows, classes, &titles)
            && !goes_on(at)
            && !is_inside()
        {
            beginnings.insert(title);
            first = at;
        }
    }
    beginnings
}

/// The named columns of all headers of a table.
fn names(table: &Table, classes: &Classes) -> HashSet<String> {
    let headers = table.pages.iter().filter_map(|page| page.header);
    headers.flat_map(|header| header::names(&classes.headers[header].columns)).collect()
}

/// The titles between a table and the one before it.
fn titles(tables: &[Table], at: usize, classes: &Classes) -> Vec<usize> {
    let end = tables[at - 1].pages.last().and_then(|page| page.rows.last()).map_or(0, |last| last + 1);
    let start = tables[at].pages.first().and_then(|page| page.rows.first()).map_or(end, |first| *first);
    (end..start).filter(|&row| classes.rows[row] == Class::Title).collect()
}

/// Whether one of the titles names a document, and none of them stands above too.
fn name_another_document(rows: &Rows<'_>, classes: &Classes, titles: &[usize]) -> bool {
    let texts: HashSet<&str> = titles.iter().filter_map(|&title| lone_text(rows, title)).collect();
    let above = titles.first().map_or(0..0, |first| 0..*first);
    let mut titles_above = above.filter(|&row| classes.rows[row] == Class::Title);
    texts.iter().any(|text| DOCUMENT_WORDS.iter().any(|word| text.contains(word)))
        && !titles_above.any(|row| lone_text(rows, row).is_some_and(|text| texts.contains(text)))
}
