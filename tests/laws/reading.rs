//! Nothing is lost: characters and lines add up, and rows and cells cover the text.
//!
//! In: any bytes. That nothing panics on them goes without saying.

use plan_eval::config::Config;
use plan_eval::diagnostic::Findings;
use plan_eval::interpret::Options;
use plan_eval::read::decode;
use plan_eval::read::lex::{self, Rows};
use plan_eval::read::repair;
use plan_eval::record::{Account, LineCounts};
use plan_eval::source::{Source, Span};

use crate::common::findings;

/// Holds every law against bytes. Says whether they were text at all.
pub(crate) fn hold(name: &str, bytes: &[u8]) -> bool {
    let Ok(source) = decode::source(name, bytes, None, &mut Findings::default()) else { return false };
    for delimiter in [b'\t', b',', b';'] {
        let rows = lex::rows(&source, delimiter, &mut Findings::default());
        rows_and_cells_cover_the_text(&source, &rows);
        a_raw_cell_says_what_was_lexed(&source, &rows);
        repairing_twice_equals_once(&source, &rows);
    }
    for faithful in [false, true] {
        the_account_of_characters_and_lines_adds_up(name, bytes, &Options { faithful, ..Options::default() });
    }
    true
}

fn the_account_of_characters_and_lines_adds_up(name: &str, bytes: &[u8], options: &Options) {
    let found = Findings::default();
    let source = decode::source(name, bytes, None, &mut Findings::default()).expect("it was text before");
    let sheet = plan_eval::checked(&source, (options, &Config::default()), true, found);
    let printed = source.text().chars().filter(|c| !c.is_whitespace()).count();
    assert_eq!(sheet.account.read, printed);
    assert_eq!(sheet.lines.read, source.line_count());
    let Account { read, records, headings, headers, legends, titles, set_aside, syntax, dropped } = sheet.account;
    let sum = records + headings + headers + legends + titles + set_aside + syntax + dropped;
    assert_eq!(read, sum, "{:?}", sheet.account);
    let LineCounts { read, records, headings, headers, legends, titles, set_aside, blank } = sheet.lines;
    let sum = records + headings + headers + legends + titles + set_aside + blank;
    assert_eq!(read, sum, "{:?}", sheet.lines);
    for finding in &sheet.findings {
        assert!(source.text().get(finding.span.range()).is_some(), "{} stands outside of the text", finding.rule.name);
    }
    assert!(sheet.findings.is_empty() || !findings(&source, &sheet).is_empty(), "a report says what was found");
}

fn rows_and_cells_cover_the_text(source: &Source<'_>, rows: &Rows<'_>) {
    let between = |from: usize, to: usize| source.slice(Span::new(from, to));
    let (mut end, mut cells) = (0, 0);
    for (at, row) in rows.rows.iter().enumerate() {
        let gap = between(end, row.span.start());
        let row_ends: &[&str] = if at == 0 { &[""] } else { &["\n", "\r\n", "\r"] };
        assert!(row_ends.contains(&gap), "{gap:?} before row {at}");
        assert_eq!(row.line, source.line(row.span.start()), "row {at}");
        assert_eq!(row.cells.start, cells, "row {at}");
        let of_row = rows.of(row);
        assert_eq!(of_row.first().map(|cell| cell.span.start()), Some(row.span.start()), "row {at}");
        assert_eq!(of_row.last().map(|cell| cell.span.end()), Some(row.span.end()), "row {at}");
        for pair in of_row.windows(2) {
            let gap = between(pair[0].span.end(), pair[1].span.start());
            assert!(["\t", ",", ";"].contains(&gap), "{gap:?} between cells of row {at}");
        }
        (end, cells) = (row.span.end(), row.cells.end);
    }
    let rest = between(end, source.text().len());
    assert!(["", "\n", "\r\n", "\r"].contains(&rest), "{rest:?} behind the last row");
    assert_eq!(cells, rows.cells.len(), "cells");
}

fn a_raw_cell_says_what_was_lexed(source: &Source<'_>, rows: &Rows<'_>) {
    for cell in &rows.cells {
        assert_eq!(lex::unquoted(source.slice(cell.span)), cell.text, "{:?}", cell.span);
        assert_eq!(cell.text.trim(), cell.text, "{:?}", cell.span);
    }
}

fn repairing_twice_equals_once(source: &Source<'_>, rows: &Rows<'_>) {
    let once = repair::rows(rows.clone(), source, &mut Findings::default());
    let twice = repair::rows(once.clone(), source, &mut Findings::default());
    for ((lexed, once), twice) in rows.cells.iter().zip(&once.cells).zip(&twice.cells) {
        assert_eq!(once.span, lexed.span, "cells");
        assert_eq!(once.mended.is_some(), once.text != lexed.text, "{:?}", lexed.text);
        assert_eq!((&twice.text, twice.mended), (&once.text, once.mended), "cells");
    }
    assert_eq!([once.cells.len(), twice.cells.len()], [rows.cells.len(); 2], "cells");
}
