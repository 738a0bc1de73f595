//! A page whose columns moved and that has no header to say so.

use crate::check::Read;
use crate::diagnostic::{Findings, Principle, Rule, Severity, Text, text};
use crate::record::Page;
use std::collections::HashSet;

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
        ja: "表の途中で列の並びが変わったのに、見出しの行がないところ。また、どのページにも見出しの行がない表。列は内容から決める。列が同じなら、ページごとに見出しがなくても報告しない。",
        en: "A place within a table from which on the cells stand in other columns, without a header; and a table that has no header on any page. The columns are found by what the cells hold. A page with the same columns needs no header.",
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
    let pages = pages(read);
    for page in unheaded(read, &pages) {
        let message = text("この表には見出しの行がありません", "this table has no header");
        let help = text(
            "列は内容から決めました。表の上に見出しの行を付けてください",
            "the columns were found by what the cells hold; print a header above the table",
        );
        found.push(&PAGE_WITHOUT_HEADER, page.first_row, message, Some(help));
    }
    for page in moved_of(&pages) {
        let message = text(
            "ここから列の並びが変わりますが、見出しの行がありません",
            "the columns change here, and no header says to what",
        );
        let help = text("ページの初めに見出しの行を付けてください", "print the header at the start of the page");
        found.push(&PAGE_WITHOUT_HEADER, page.first_row, message, Some(help));
    }
}

/// The pages without a header whose cells stand in other columns than those of the page before.
pub(super) fn moved<'r>(read: &Read<'r>) -> Vec<&'r Page> {
    moved_of(&pages(read))
}

fn moved_of<'r>(pages: &[&'r Page]) -> Vec<&'r Page> {
    let has_moved = |(before, page): (&&'r Page, &&'r Page)| {
        (!page.has_header && page.table == before.table && page.columns != before.columns).then_some(*page)
    };
    pages.iter().zip(pages.iter().skip(1)).filter_map(has_moved).collect()
}

/// The first page of each table that has no header on any.
fn unheaded<'r>(read: &Read<'r>, pages: &[&'r Page]) -> Vec<&'r Page> {
    let mut known: HashSet<usize> =
        read.sheet.pages.iter().filter(|page| page.has_header).map(|page| page.table).collect();
    pages.iter().copied().filter(|page| known.insert(page.table)).collect()
}

/// The pages that hold records: noise between pages is none. Where all have a header there is nothing to look for.
fn pages<'r>(read: &Read<'r>) -> Vec<&'r Page> {
    if read.sheet.pages.iter().all(|page| page.has_header) {
        return Vec::new();
    }
    let read_lines: HashSet<usize> = read.sheet.records.iter().flat_map(|record| &record.lines).copied().collect();
    let holds_records = |page: &&Page| read_lines.contains(&read.source.line(page.first_row.start()));
    read.sheet.pages.iter().filter(holds_records).collect()
}
