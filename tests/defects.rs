//! One defect at a time in a clean sheet: it is found, at its cell, and nothing else is.
//!
//! `fixtures/defects/clean.tsv` raises nothing. Each case changes it in one place, as people and programs do, and names
//! the one finding of severity error or warning that must come of it, with the line and the cell where it must stand.

mod common;

use std::fs;

use common::{json, read, root};
use plan_eval::interpret::Options;

/// A sheet as lines of cells.
#[derive(Clone)]
struct Lines(Vec<Vec<String>>);

impl Lines {
    fn clean() -> Self {
        let text = fs::read_to_string(root().join("fixtures/defects/clean.tsv")).expect("the sheet is a fixture");
        Self(text.lines().map(|line| line.split('\t').map(str::to_owned).collect()).collect())
    }

    /// Puts a text into a cell; line and cell count from 1.
    fn put(mut self, line: usize, cell: usize, text: &str) -> Self {
        self.0[line - 1][cell - 1] = text.to_owned();
        self
    }

    /// Adds a cell at the end of a line.
    fn add(mut self, line: usize, text: &str) -> Self {
        self.0[line - 1].push(text.to_owned());
        self
    }

    /// Prints a line once more, below itself.
    fn again(mut self, line: usize) -> Self {
        self.0.insert(line, self.0[line - 1].clone());
        self
    }

    fn without(mut self, lines: std::ops::RangeInclusive<usize>) -> Self {
        self.0.drain(lines.start() - 1..*lines.end());
        self
    }

    /// A blank cell in front of each line from one on.
    fn pushed_right(mut self, from: usize) -> Self {
        self.0[from - 1..].iter_mut().for_each(|line| line.insert(0, String::new()));
        self
    }

    fn text(&self) -> String {
        self.0.iter().map(|line| line.join("\t") + "\n").collect()
    }

    /// The character, from 1, at which a cell begins.
    fn column(&self, line: usize, cell: usize) -> usize {
        self.0[line - 1][..cell - 1].iter().map(|text| text.chars().count() + 1).sum::<usize>() + 1
    }
}

/// The errors and warnings of a sheet: rule, line, column.
fn findings(bytes: &[u8]) -> Vec<(String, usize, usize)> {
    let sheet = read("sheet.tsv", bytes, &Options::default(), json).expect("the bytes are text");
    let findings = sheet["findings"].as_array().expect("findings are a list").clone();
    let told = findings.iter().filter(|finding| finding["severity"] != "note");
    let number = |value: &serde_json::Value| value.as_u64().expect("a place is a number") as usize;
    let place = |finding: &serde_json::Value| {
        let rule = finding["rule"].as_str().expect("a rule has a name").to_owned();
        (rule, number(&finding["line"]), number(&finding["column"]))
    };
    told.map(place).collect()
}

#[track_caller]
fn case(damaged: Lines, rule: &str, line: usize, cell: usize) {
    let found = findings(damaged.text().as_bytes());
    let start = damaged.column(line, cell);
    let end = start + damaged.0[line - 1][cell - 1].chars().count();
    let [(own, at, column)] = found.as_slice() else { panic!("{rule} on line {line} is not all of {found:?}") };
    assert_eq!((own.as_str(), *at), (rule, line));
    assert!((start..=end).contains(column), "{rule} stands at {column}, its cell at {start}");
}

fn clean() -> Lines {
    Lines::clean()
}

#[test]
fn the_clean_sheet_raises_nothing() {
    assert_eq!(findings(clean().text().as_bytes()), []);
}

#[test]
fn codes() {
    case(clean().put(11, 3, "F"), "unknown-rating", 11, 3);
    case(clean().put(12, 3, "А"), "unknown-rating", 12, 3); // Cyrillic
    case(clean().put(13, 4, "ァ"), "unknown-rating", 13, 4);
    case(clean().put(14, 3, "AB"), "unknown-rating", 14, 3);
    case(clean().put(16, 4, "1"), "unknown-rating", 16, 4);
    case(clean().put(16, 3, "イ"), "neighbour-rating", 16, 3);
    case(clean().put(17, 4, "A"), "neighbour-rating", 17, 4);
    case(clean().put(11, 3, ""), "missing-rating", 11, 3);
    case(clean().put(19, 4, ""), "missing-rating", 19, 4);
    case(clean().put(11, 3, "A、B"), "several-ratings", 11, 3);
}

#[test]
fn legends() {
    let legend = "進捗区分　A：計画以上　ア：計画どおり　C：やや遅れ　D：遅れ";
    case(clean().put(3, 1, legend), "legend-contradiction", 3, 1);
    let legend = "進捗区分　A：計画以上　B：計画どおり　C：やや遅れ　C：遅れ　D：未着手";
    case(clean().put(3, 1, legend), "legend-contradiction", 3, 1);
    let legend = "取組の度合い　ア：十分　イ：おおむね十分　ウ：不十分";
    case(clean().put(4, 1, legend), "legend-mismatch", 4, 1);
}

#[test]
fn blank_cells() {
    case(clean().put(12, 5, ""), "missing-comment", 12, 5);
    case(clean().put(11, 1, ""), "missing-item", 11, 1);
    case(clean().put(13, 6, ""), "missing-department", 13, 6);
}

#[test]
fn names_and_texts() {
    case(clean().put(13, 6, "環境改策課"), "department-spelling", 13, 6);
    case(clean().put(16, 6, "みどり公園"), "department-spelling", 16, 6);
    case(clean().put(14, 5, "三回の調査を終え、四回目に向けて業者を"), "broken-off-text", 14, 5);
    case(clean().put(14, 2, "、川の水を年に四回調べるものです。"), "broken-off-text", 14, 2);
}

#[test]
fn headings_and_pages() {
    case(clean().put(15, 1, "第1節 公園づくり"), "number-order", 15, 1);
    case(clean().put(21, 1, "第1章 水とみどりのまち"), "heading-spelling", 21, 1);
    case(clean().without(21..=24).pushed_right(21), "page-without-header", 22, 1);
}

#[test]
fn rows() {
    case(clean().add(17, "要確認"), "row-too-long", 17, 7);
    case(clean().again(13), "duplicate-record", 14, 1);
    case(clean().again(13).put(14, 3, "C"), "contradictory-ratings", 14, 3);
}

#[test]
fn characters() {
    case(clean().put(12, 2, "古い水門を\u{e000}に取り替えます。"), "private-use-character", 12, 2);
    case(clean().put(12, 1, "\u{200b}水門の更新"), "dropped-character", 12, 1);
    case(clean().put(12, 2, "\"古い水門\"を順に取り替えます。"), "stray-quote", 12, 2);
    case(clean().put(18, 2, "#REF!"), "formula-in-cell", 18, 2);
    case(clean().put(18, 3, "=IF(B2>3,A1,B1)"), "formula-in-cell", 18, 3);
    case(clean().put(18, 1, "蜈ｬ蝨偵"), "mojibake", 18, 1);
}

#[test]
fn bytes() {
    let sheet = clean().put(12, 2, "古い水門を順に取り替えます。");
    let text = sheet.text();
    let mut bytes = encoding_rs::SHIFT_JIS.encode(&text).0.into_owned();
    let line = bytes.split(|&byte| byte == b'\n').take(11).map(|line| line.len() + 1).sum::<usize>();
    let cell = line + bytes[line..].iter().position(|&byte| byte == b'\t').expect("the line has cells") + 1;
    // A lead byte without its second.
    bytes.insert(cell, 0x9f);
    bytes.insert(cell + 1, b' ');
    assert_eq!(findings(&bytes), [("undecodable-bytes".to_owned(), 12, sheet.column(12, 2))]);
}
