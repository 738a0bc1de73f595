//! Nothing is lost: characters and lines add up, and rows and cells cover the text.
//!
//! In: every input. What records are made of is left to `records`.

use plan_eval::diagnostic::Findings;
use plan_eval::interpret::Options;
use plan_eval::read::decode;
use plan_eval::read::lex::{self, Rows};
use plan_eval::read::repair;
use plan_eval::record::{Account, LineCounts};
use plan_eval::source::{Source, Span};

use crate::common::read;
use crate::texts::{Input, sheets, texts};

/// Random bytes may be refused as no text; so many inputs are not.
const FEWEST: usize = 300;

fn inputs() -> Vec<Input> {
    sheets().into_iter().chain(texts()).collect()
}

/// Holds a law against every input, cut into rows at each of the delimiters.
fn each_lexed(law: impl Fn(&Input, &Source<'_>, &Rows<'_>)) {
    let mut count = 0;
    for input in inputs() {
        let Ok(source) = decode::source(&*input.name, &input.bytes, None, &mut Findings::default()) else { continue };
        count += 1;
        for delimiter in [b'\t', b',', b';'] {
            law(&input, &source, &lex::rows(&source, delimiter, &mut Findings::default()));
        }
    }
    assert!(count >= FEWEST, "only {count} inputs were held against the law");
}

#[test]
fn the_account_of_characters_and_lines_adds_up() {
    let mut count = 0;
    for input in inputs() {
        for faithful in [false, true] {
            let options = Options { faithful, ..Options::default() };
            let counts = read(&input.name, &input.bytes, &options, |source, sheet| {
                let printed = source.text().chars().filter(|c| !c.is_whitespace()).count();
                assert_eq!(sheet.account.read, printed, "{}", input.name);
                assert_eq!(sheet.lines.read, source.line_count(), "{}", input.name);
                (sheet.account, sheet.lines)
            });
            let Ok((account, lines)) = counts else { continue };
            count += 1;
            let Account { read, records, headings, headers, legends, titles, set_aside, syntax, dropped } = account;
            let sum = records + headings + headers + legends + titles + set_aside + syntax + dropped;
            assert_eq!(read, sum, "{}: {account:?}", input.name);
            let LineCounts { read, records, headings, headers, legends, titles, set_aside, blank } = lines;
            let sum = records + headings + headers + legends + titles + set_aside + blank;
            assert_eq!(read, sum, "{}: {lines:?}", input.name);
        }
    }
    assert!(count >= 2 * FEWEST, "only {count} readings were held against the law");
}

#[test]
fn rows_and_cells_cover_the_text() {
    each_lexed(|input, source, rows| {
        let between = |from: usize, to: usize| source.slice(Span::new(from, to));
        let (mut end, mut cells) = (0, 0);
        for (at, row) in rows.rows.iter().enumerate() {
            let gap = between(end, row.span.start);
            let row_ends: &[&str] = if at == 0 { &[""] } else { &["\n", "\r\n", "\r"] };
            assert!(row_ends.contains(&gap), "{}: {gap:?} before row {at}", input.name);
            assert_eq!(row.line, source.line(row.span.start), "{}: row {at}", input.name);
            assert_eq!(row.cells.start, cells, "{}: row {at}", input.name);
            let of_row = rows.of(row);
            assert_eq!(of_row.first().map(|cell| cell.span.start), Some(row.span.start), "{}: row {at}", input.name);
            assert_eq!(of_row.last().map(|cell| cell.span.end), Some(row.span.end), "{}: row {at}", input.name);
            for pair in of_row.windows(2) {
                let gap = between(pair[0].span.end, pair[1].span.start);
                assert!(["\t", ",", ";"].contains(&gap), "{}: {gap:?} between cells of row {at}", input.name);
            }
            (end, cells) = (row.span.end, row.cells.end);
        }
        let rest = between(end, source.text().len());
        assert!(["", "\n", "\r\n", "\r"].contains(&rest), "{}: {rest:?} behind the last row", input.name);
        assert_eq!(cells, rows.cells.len(), "{}", input.name);
    });
}

#[test]
fn a_raw_cell_says_what_was_lexed() {
    each_lexed(|input, source, rows| {
        for cell in &rows.cells {
            assert_eq!(lex::unquoted(source.slice(cell.span)), cell.text, "{}: {:?}", input.name, cell.span);
            assert_eq!(cell.text.trim(), cell.text, "{}: {:?}", input.name, cell.span);
        }
    });
}

#[test]
fn repairing_twice_equals_once() {
    each_lexed(|input, source, rows| {
        let once = repair::rows(rows.clone(), source, &mut Findings::default());
        let twice = repair::rows(once.clone(), source, &mut Findings::default());
        for ((lexed, once), twice) in rows.cells.iter().zip(&once.cells).zip(&twice.cells) {
            assert_eq!(once.span, lexed.span, "{}", input.name);
            assert_eq!(once.mended.is_some(), once.text != lexed.text, "{}: {:?}", input.name, lexed.text);
            assert_eq!((&twice.text, twice.mended), (&once.text, once.mended), "{}", input.name);
        }
        assert_eq!([once.cells.len(), twice.cells.len()], [rows.cells.len(); 2], "{}", input.name);
    });
}
