//! Tests of lexing: what the cells are, which quotes are stray, and that nothing is lost.

use super::{Rows, rows, unquoted};
use crate::diagnostic::Findings;
use crate::source::{Encoding, Source, Span};

fn source(text: &str) -> Source<'_> {
    Source::new("test".to_owned(), text.as_bytes(), Encoding::Utf8, false, text.into())
}

fn texts(rows: &Rows<'_>) -> Vec<Vec<String>> {
    let row = |row| rows.of(row).iter().map(|cell| cell.text.clone().into_owned()).collect();
    rows.rows.iter().map(row).collect()
}

/// Lexes, holds the invariants, and gives the texts and the places of the stray quotes.
#[track_caller]
fn lexed(text: &str, delimiter: u8) -> (Vec<Vec<String>>, Vec<usize>) {
    let source = source(text);
    let mut found = Findings::default();
    let rows = rows(&source, delimiter, &mut found);
    nothing_is_lost(&source, &rows, delimiter);
    (texts(&rows), found.in_sheet_order().iter().map(|found| found.span.start()).collect())
}

#[track_caller]
fn case(text: &str, expected: &[&[&str]]) {
    assert_eq!(lexed(text, b'\t'), (owned(expected), vec![]), "{text:?}");
}

#[track_caller]
fn stray(text: &str, delimiter: u8, expected: &[&[&str]], strays: &[usize]) {
    assert_eq!(lexed(text, delimiter), (owned(expected), strays.to_vec()), "{text:?}");
}

fn owned(rows: &[&[&str]]) -> Vec<Vec<String>> {
    rows.iter().map(|row| row.iter().map(|&cell| cell.to_owned()).collect()).collect()
}

#[track_caller]
fn nothing_is_lost(source: &Source<'_>, rows: &Rows<'_>, delimiter: u8) {
    let text = source.text();
    let (mut at, mut cell_at) = (0, 0);
    for row in &rows.rows {
        assert_eq!(row.span.start(), at, "rows have no gap: {text:?}");
        assert_eq!(row.line, source.line(row.span.start()), "lines are counted alike: {text:?}");
        assert_eq!(row.cells.start, cell_at);
        assert!(!row.cells.is_empty());
        cell_at = row.cells.end;
        for cell in rows.of(row) {
            assert_eq!(cell.span.start(), at, "cells have no gap: {text:?}");
            assert_eq!(cell.text, unquoted(source.slice(cell.span)), "a raw cell says again what it said: {text:?}");
            assert_eq!(cell.text.trim(), cell.text);
            assert!(!cell.text.contains('\r'));
            at = cell.span.end();
            if at < row.span.end() {
                assert_eq!(text.as_bytes()[at], delimiter);
                at += 1;
            }
        }
        assert_eq!(row.span.end(), rows.cells[row.cells.end - 1].span.end());
        at = row.span.end()
            + ["\r\n", "\n", "\r", ""].iter().find(|end| text[at..].starts_with(**end)).map_or(0, |e| e.len());
    }
    assert_eq!(at, text.len(), "rows reach the end: {text:?}");
    assert_eq!(cell_at, rows.cells.len());
}

#[test]
fn rows_end_three_ways_and_blank_lines_are_rows() {
    case("", &[]);
    case("一", &[&["一"]]);
    case("一\t二\n三\t四\n", &[&["一", "二"], &["三", "四"]]);
    case("一\t二\r\n\r\n三\r四", &[&["一", "二"], &[""], &["三"], &["四"]]);
    case("\n\n", &[&[""], &[""]]);
    case("\t\n\t", &[&["", ""], &["", ""]]);
}

#[test]
fn white_space_at_the_ends_is_in_the_span_and_not_in_the_text() {
    case("\u{C}一 二\u{3000}\t \u{B}\t\u{A0}三\u{2003}\n", &[&["一 二", "", "三"]]);
    case("\u{3000}\t、\u{3000}、\t\u{85}\t\u{1680}a\u{205F}\n", &[&["", "、\u{3000}、", "", "a"]]);
    let source = source(" 一 \n");
    let rows = rows(&source, b'\t', &mut Findings::default());
    assert_eq!(rows.cells[0].span, Span::new(0, " 一 ".len()));
}

#[test]
fn every_character_is_trimmed_as_white_space_or_not_at_all() {
    for c in ('\0'..='\u{FFFF}').filter(|c| !matches!(c, '\t' | '\n' | '\r' | '"')) {
        let text = format!("{c}あ{c}");
        assert_eq!(super::trimmed(&text), text.trim(), "{c:?}");
        let text = format!("{c}");
        assert_eq!(super::trimmed(&text), text.trim(), "{c:?}");
    }
}

#[test]
fn quoted_cells_hold_delimiters_quotes_and_line_breaks() {
    case("\"一, 二\"\t\"\"\"三\"\"と\"\n", &[&["一, 二", "\"三\"と"]]);
    case("課\t\"一行\n二行\r\n三行\"\tA\r\n次\n", &[&["課", "一行\n二行\n三行", "A"], &["次"]]);
    case("\"一\t二\"\t三\n", &[&["一\t二", "三"]]);
    case("\"\"\t\" \"\n", &[&["", ""]]);
    case("\" 一\n\"", &[&["一"]]);
    case("一\t二\n三\t\"\n四\"\n", &[&["一", "二"], &["三", "四"]]);
    case("a\"b\t \"c\"\n", &[&["a\"b", "\"c\""]]);
    stray("施策,\"一,二\n三,\"\"四\"\"\",A\n", b',', &[&["施策", "一,二\n三,\"四\"", "A"]], &[]);
    stray("a,b\nc,\"x\ny, z\"\n", b',', &[&["a", "b"], &["c", "x\ny, z"]], &[]);
    stray("a,b\nc,\",\"\n", b',', &[&["a", "b"], &["c", ","]], &[]);
    stray("a,b,c,d\nx,\"a,b\",c\n", b',', &[&["a", "b", "c", "d"], &["x", "a,b", "c"]], &[]);
}

#[test]
fn libreoffice_keeps_a_tab_in_a_quoted_cell() {
    case("一\t二\t三\n四\t\"五\t六\n七\"\t八\n", &[&["一", "二", "三"], &["四", "五\t六\n七", "八"]]);
}

#[test]
fn a_quote_that_nothing_closes_is_text() {
    stray("一\t\"二\n三\t四\n", b'\t', &[&["一", "\"二"], &["三", "四"]], &["一\t".len()]);
    stray("\"", b'\t', &[&["\""]], &[0]);
    stray("\"\"\"", b'\t', &[&["\"\"\""]], &[0]);
}

#[test]
fn a_closing_quote_before_text_makes_both_text() {
    stray("\"声\"を聞く\tA\n", b'\t', &[&["\"声\"を聞く", "A"]], &[0]);
    stray("\"声\" \tA\n", b'\t', &[&["\"声\"", "A"]], &[0]);
}

#[test]
fn a_stray_quote_does_not_reach_the_quoted_cell_below() {
    let text = "一\t二\n三\t\"四\n五\t六\n\"七\n八\"\t九\n";
    stray(text, b'\t', &[&["一", "二"], &["三", "\"四"], &["五", "六"], &["七\n八", "九"]], &["一\t二\n三\t".len()]);
}

#[test]
fn a_stray_quote_does_not_reach_a_quote_at_the_end_of_a_cell_below() {
    let text = "一\t二\n三\t\"四\n五\t六\"\n七\t八\n";
    stray(text, b'\t', &[&["一", "二"], &["三", "\"四"], &["五", "六\""], &["七", "八"]], &["一\t二\n三\t".len()]);
    stray("a,b\nc,\"d\ne,f,g\"\n", b',', &[&["a", "b"], &["c", "d\ne,f,g"]], &[]);
}

#[test]
fn ditto_marks_are_cells() {
    let text = "一\t二\t三\n四\t\"\t\"\n五\t\"\t六\n\"\t\"\t七\n";
    let expected: &[&[&str]] = &[&["一", "二", "三"], &["四", "\"", "\""], &["五", "\"", "六"], &["\"", "\"", "七"]];
    let strays: Vec<usize> = text.match_indices('"').map(|(at, _)| at).collect();
    stray(text, b'\t', expected, &strays);
    let text = "a,b,c\n1,\",2\n3,\",4\n\",5,\"\n";
    let expected: &[&[&str]] = &[&["a", "b", "c"], &["1", "\"", "2"], &["3", "\"", "4"], &["\"", "5", "\""]];
    let strays: Vec<usize> = text.match_indices('"').map(|(at, _)| at).collect();
    stray(text, b',', expected, &strays);
}

#[test]
fn a_cell_of_more_lines_than_excel_allows_is_none() {
    let text = format!("\"{}\"\n", "行\n".repeat(253));
    assert_eq!(lexed(&text, b'\t').0.len(), 1);
    let text = format!("\"{}\"\n", "行\n".repeat(254));
    assert_eq!(lexed(&text, b'\t').0.len(), 255);
}

#[test]
fn the_finding_says_what_is_wrong_with_the_quote() {
    let mut found = Findings::default();
    rows(&source("一\t\"二\n"), b'\t', &mut found);
    let found = found.in_sheet_order();
    assert_eq!(found[0].span, Span::new(4, 5));
    assert_eq!(
        found[0].message.ja,
        "セルの先頭の「\"」を閉じる引用符がありません。セルの末尾で閉じる必要があるため、文字として読みました"
    );
    assert_eq!(
        found[0].message.en,
        "`\"` begins this cell and nothing closes it, where one at the end of the cell was expected; \
         it was read as text"
    );
}

#[test]
fn a_hundred_thousand_quotes_take_linear_time() {
    for text in
        ["\"\n", "\"\t", "\"x\t", "\"x\n", "\"\"\"x\t", "\"a\"\"\t", "\"\"\"\"x\t\"\n", "\"\n\tx", "x\t\"a\tb\"\t"]
    {
        let start = std::time::Instant::now();
        let text = text.repeat(100_000);
        let source = source(&text);
        rows(&source, b'\t', &mut Findings::default());
        // A debug build needs some tens of milliseconds; quadratic time would be minutes.
        assert!(start.elapsed().as_secs() < 5, "{:?} took {:?}", &text[..8], start.elapsed());
    }
}

#[test]
fn nothing_is_lost_in_any_text() {
    const PIECES: [&str; 12] = ["\"", "\"", "\t", "\t", "\n", "\r\n", "\r", ",", "あ", "x", " ", "\u{3000}"];
    let mut seed: u64 = 1;
    let mut next = || {
        seed = seed.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        usize::try_from(seed >> 33).expect("31 bits fit")
    };
    for _ in 0..20_000 {
        let length = next() % 24;
        let text: String = (0..length).map(|_| PIECES[next() % PIECES.len()]).collect();
        lexed(&text, b'\t');
        lexed(&text, b',');
    }
}
