//! A page whose columns moved and that has no header to say so.

use std::ptr;
use std::sync::Arc;

use foldhash::{HashMap, HashSet};

use crate::check::{Read, is_mostly_filled};
use crate::diagnostic::{Findings, Principle, Rule, Severity, Text, text};
use crate::record::{CellColumn, Page, Record};

/// A page whose columns moved and that has no header to say so.
pub static PAGE_WITHOUT_HEADER: Rule = Rule {
    name: "page-without-header",
    severity: Severity::Warning,
    since: "0.1.0",
    summary: Text {
        ja: "列の並びが前のページと違うのに見出しの行がないページ、または見出しの行がまったくない表がある",
        en: "a page has other columns than the one before and no header, or a table has none at all",
    },
    reports: Text {
        ja: "表の途中で列の並びが変わったのに、見出しの行がないところ。また、どのページにも見出しの行がない表。列は内容から決める。列が同じなら、ページごとに見出しがなくても報告しない。備考のようにときどきしか書かれない列の前で行が終わるページも、列が同じとみなす。",
        en: "A place within a table from which on the cells stand in other columns, without a header; and a table that has no header on any page. The columns are found by what the cells hold. A page with the same columns needs no header, and one whose rows end before a column that is filled only now and then has the same.",
    },
    matters: Text {
        ja: "どの列が何か、どの列が欠けたか、足されたかを、見出しで確かめられない。",
        en: "Nothing printed says what a column is, or which one was dropped or added.",
    },
    example: concat!("（前のページは 項・取組・内容・評価・所管課 の5列）\n", "取組の名\t内容の文です。\tB\t河川課\n"),
    remedy: Text {
        ja: "ページごとに見出しの行を付け、列の数を揃える。",
        en: "Print the header on each page, and keep the columns.",
    },
    principle: Some(Principle::NoOmittedHeadings),
};

/// Finds tables without a header, and pages that moved.
pub(super) fn check(read: &Read<'_>, found: &mut Findings) {
    for page in unheaded(read) {
        let message = text("この表には見出しの行がありません", "this table has no header");
        let help = text(
            "列は内容から決めました。表の上に見出しの行を付けてください",
            "the columns were found by what the cells hold; print a header above the table",
        );
        found.push(&PAGE_WITHOUT_HEADER, page.first_row, message, Some(help));
    }
    for page in moved(read) {
        let message = text(
            "ここから列の並びが変わりますが、見出しの行がありません",
            "the columns change here, and no header says to what",
        );
        let help = text("ページの初めに見出しの行を付けてください", "print the header at the start of the page");
        found.push(&PAGE_WITHOUT_HEADER, page.first_row, message, Some(help));
    }
}

/// The pages without a header whose cells stand in other columns than those of the page before.
pub(super) fn moved<'c, 'r>(read: &'c Read<'r>) -> &'c [&'r Page] {
    read.moved.get_or_init(|| moved_of(read, &pages(read)))
}

fn moved_of<'r>(read: &Read<'r>, pages: &[&'r Page]) -> Vec<&'r Page> {
    let pairs = pages.iter().zip(pages.iter().skip(1));
    let follow = pairs.filter(|(before, page)| !page.has_header && page.table == before.table);
    let differ: Vec<_> = follow.filter(|(before, page)| page.columns != before.columns).collect();
    if differ.is_empty() {
        return Vec::new();
    }
    let records = read.sheet.records.iter().filter_map(|record| Some((*record.lines.first()?, record)));
    let records: HashMap<usize, &Record<'_>> = records.collect();
    let lacking = differ.iter().map(|(before, page)| {
        let (shorter, longer) = if before.columns.len() < page.columns.len() { (before, page) } else { (page, before) };
        let record = records.get(&line(read, longer)).filter(|_| longer.columns.starts_with(&shorter.columns))?;
        let beyond = record.cells.iter().rev().take(longer.columns.len() - shorter.columns.len());
        Some(beyond.map(|cell| &*cell.of).collect())
    });
    let lacking: Vec<Option<Vec<&CellColumn>>> = lacking.collect();
    let notes = notes(read, pages, lacking.iter().flatten().flatten().copied());
    let is_note = |column: &&CellColumn| notes.contains(&ptr::from_ref(*column));
    let has_moved = |lacking: &Option<Vec<_>>| lacking.as_ref().is_none_or(|lacking| !lacking.iter().all(is_note));
    differ.iter().zip(&lacking).filter(|(_, lacking)| has_moved(lacking)).map(|((_, page), _)| **page).collect()
}

/// Which of these columns are filled in only where there is something to say, as 備考 is, on the pages that have them.
/// Exports cut off blank cells at the end of rows.
fn notes<'r>(
    read: &Read<'r>,
    pages: &[&Page],
    columns: impl Iterator<Item = &'r CellColumn>,
) -> HashSet<*const CellColumn> {
    let mut counts: HashMap<*const CellColumn, [usize; 2]> =
        columns.map(|column| (ptr::from_ref(column), [0; 2])).collect();
    if counts.is_empty() {
        return HashSet::default();
    }
    let mut pages = pages.iter().peekable();
    let mut width = 0;
    for record in &read.sheet.records {
        while let Some(page) = pages.next_if(|page| record.lines.contains(&line(read, page))) {
            width = page.columns.iter().flatten().count();
        }
        for cell in record.cells.iter().take(width) {
            if let Some([all, filled]) = counts.get_mut(&Arc::as_ptr(&cell.of)) {
                *all += 1;
                *filled += usize::from(cell.is_filled());
            }
        }
    }
    counts.retain(|_, [all, filled]| !is_mostly_filled(*filled, *all));
    counts.into_keys().collect()
}

/// The line of the first row of a page.
fn line(read: &Read<'_>, page: &Page) -> usize {
    read.source.line(page.first_row.start())
}

/// The first page of each table that has no header on any.
fn unheaded<'r>(read: &Read<'r>) -> Vec<&'r Page> {
    let pages = &read.sheet.pages;
    let mut known: HashSet<usize> = pages.iter().filter(|page| page.has_header).map(|page| page.table).collect();
    if pages.iter().all(|page| known.contains(&page.table)) {
        return Vec::new();
    }
    self::pages(read).into_iter().filter(|page| known.insert(page.table)).collect()
}

/// The pages that hold records: noise between pages is none. Where all have a header there is nothing to look for.
fn pages<'r>(read: &Read<'r>) -> Vec<&'r Page> {
    if read.sheet.pages.iter().all(|page| page.has_header) {
        return Vec::new();
    }
    let mut read_lines: Vec<usize> = read.sheet.records.iter().flat_map(|record| &record.lines).copied().collect();
    // They come in order but for what was joined.
    read_lines.sort();
    let holds_records = |page: &&Page| read_lines.binary_search(&line(read, page)).is_ok();
    read.sheet.pages.iter().filter(holds_records).collect()
}

#[cfg(test)]
mod tests {
    use crate::config::Config;
    use crate::diagnostic::Findings;
    use crate::interpret::Options;
    use crate::source::Source;

    #[test]
    fn rows_that_end_before_a_column_of_notes_have_not_moved() {
        let told = |rests: [&str; 2]| {
            let [notes, offices] = rests;
            let text = format!(
                "取組\t実績\t評価\t担当課\t備考\n第1節 水辺\n花壇\t苗を植えた。\tA\t公園課\t{notes}\n並木\t枝を切った。\tB\t公園課\n\
                 第2節 通り\n水路\t泥をさらった。\tB{offices}\n朝市\t月に二度開いた。\tA{offices}\n"
            );
            let source = Source::made_up(&text);
            let sheet = crate::checked(&source, (&Options::default(), &Config::default()), false, Findings::default());
            sheet.findings.iter().filter(|finding| finding.rule.name == super::PAGE_WITHOUT_HEADER.name).count()
        };
        assert_eq!(told(["補助金", "\t河川課"]), 0);
        assert_eq!(told(["補助金", ""]), 1);
    }
}
