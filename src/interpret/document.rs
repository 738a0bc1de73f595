//! Documents: where another one begins in the same file.
//!
//! In: classified rows and the tables. Out: the titles that open another document. No heading above such a title stands
//! above the rows below it. The title of a page that comes again opens nothing, nor does the caption of a table inside a
//! chapter: only a title that names a plan or its evaluation does, above a table with columns that were not seen before, or
//! with one of them where the title says it clearly.

use std::collections::HashSet;

use crate::interpret::classify::{Class, Classes, DOCUMENT_WORDS, lone_text};
use crate::interpret::header;
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
    // The titles so far, and the first table of the document at hand.
    let (mut above, mut first) = (HashSet::new(), 0);
    for (at, titles) in titled.iter().enumerate() {
        let of_document = &names[first.max(at.saturating_sub(NEAR))..at];
        let goes_on = |with: usize| of_document.iter().any(|known| header::is_of_table(&names[with], known));
        // Where the document goes on behind it, a table of another kind stands inside of it.
        let behind = at + 1..tables.len().min(at + 1 + NEAR);
        let is_inside = || behind.clone().any(|later| titled[later].is_empty() && goes_on(later));
        let texts: Vec<&str> = titles.iter().filter_map(|&title| lone_text(rows, title)).collect();
        let names_document = texts.iter().any(|text| DOCUMENT_WORDS.iter().any(|word| text.contains(word)));
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
