//! A table without a header whose first row looks like one.

use crate::check::Read;
use crate::diagnostic::{Findings, Principle, Rule, Severity, Text, text};
use crate::record::{Record, Sheet};
use std::sync::Arc;

use foldhash::HashSet;

/// A table without a header whose first row looks like one.
pub static UNREAD_HEADER: Rule = Rule {
    name: "unread-header",
    severity: Severity::Warning,
    since: "0.1.0",
    summary: Text {
        ja: "見出しのない表の最初の行が、見出しのように見える",
        en: "the first row of a table without a header looks like one",
    },
    reports: Text {
        ja: "見出しの行が見つからず列に名前がない表で、最初の行が短い語だけからなり、下の行にある評価・数値・文がないところ。行は記録として読む。",
        en: "In a table in which no header was found, so that its columns have no names: a first row of short words alone, where the rows below hold ratings, figures or sentences. It is read as a record.",
    },
    matters: Text {
        ja: "見出しなら、余計な記録が一つ増え、列は名前も役割も内容だけから決まる。",
        en: "If it is a header, there is a record too many, and what the columns are is known by their cells alone.",
    },
    example: concat!("広場\t分類\t手ごたえ\n", "水べの森\t水\tB\n", "丘の道\t木\tA\n"),
    remedy: Text {
        ja: "見出しなら、その語をレイアウトファイルに加える。記録なら、上に見出しの行を付ける。",
        en: "If it is a header, add its words to a layout file. If it is a record, print a header above it.",
    },
    principle: Some(Principle::NoOmittedHeadings),
};

/// A name of a column has at most so many characters; the longest seen are notes.
const LONGEST_NAME: usize = 12;

/// So few cells may be the words of a record.
const FEWEST_NAMES: usize = 3;

/// What comes again in so many records below is no name of a column.
const RECORDS_BELOW: usize = 20;

/// Finds first rows that name columns.
pub(super) fn check(read: &Read<'_>, found: &mut Findings) {
    let Sheet { pages, records, .. } = read.sheet;
    if pages.iter().all(|page| page.has_header) {
        return;
    }
    let mut tables: HashSet<usize> = HashSet::default();
    for page in pages {
        let begins = tables.insert(page.table);
        let line = read.source.line(page.first_row.start());
        let at = records.partition_point(|record| record.lines.first() < Some(&line));
        let is_first = records.get(at).is_some_and(|record| record.lines.first() == Some(&line));
        if begins && !page.has_header && is_first && names_columns(read, &records[at], &records[at + 1..]) {
            let message = text(
                "見出しのように見える行ですが、見出しとして読めず、記録として読みました",
                "this row looks like a header, but could not be read as one; it was read as a record",
            );
            let help = text(
                "見出しなら、その語をレイアウトファイルに加えてください",
                "if it is a header, add its words to a layout file",
            );
            found.push(&UNREAD_HEADER, page.first_row, message, Some(help));
        }
    }
}

/// Whether a record of columns without names holds nothing but short words, one of them where the next holds a code or
/// a figure, and none that comes again.
fn names_columns(read: &Read<'_>, record: &Record<'_>, below: &[Record<'_>]) -> bool {
    let texts = |record: &Record<'_>| -> Vec<&str> {
        let filled = record.cells.iter().filter(|cell| cell.is_filled());
        filled.map(|cell| read.source.slice(cell.span).trim()).collect()
    };
    let own = texts(record);
    let is_name = |text: &&str| text.chars().count() <= LONGEST_NAME && !text.contains('。');
    let coded = |record: &Record<'_>| {
        let codes = record.ratings.iter().filter(|rating| !rating.codes.is_empty()).map(|rating| &rating.column);
        let figures = record.values.iter().filter(|value| value.number.is_some()).map(|value| &value.column);
        codes.chain(figures).cloned().collect::<Vec<_>>()
    };
    let words = |name: &Arc<str>| {
        record.ratings.iter().any(|rating| rating.column == *name && !rating.printed.is_empty())
            || record.values.iter().any(|value| value.column == *name)
    };
    own.len() >= FEWEST_NAMES
        && own.iter().all(is_name)
        && record.cells.iter().all(|cell| cell.of.name.starts_with('#'))
        && coded(record).is_empty()
        && below.first().is_some_and(|next| coded(next).iter().any(words))
        && !below.iter().take(RECORDS_BELOW).any(|record| texts(record).iter().any(|text| own.contains(text)))
}
