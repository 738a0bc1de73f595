//! The same few findings for the tests of every format.
//!
//! In: inputs as a run meets them. Out: what a format makes of them. What that should be stands beside each format.

use super::{Format, Look, Report, locate, visible};
use crate::diagnostic::{Diagnostic, Language, Rule, Severity, text};
use crate::interpret::rules::joined_row::JOINED_ROW;
use crate::interpret::rules::several_ratings::SEVERAL_RATINGS;
use crate::interpret::rules::unknown_rating::UNKNOWN_RATING;
use crate::record::{CellColumn, CellState, Record, RecordCell, Role, Sheet};
use crate::source::{Encoding, Source, Span};

/// An input of a run.
#[derive(Clone, Copy)]
pub(super) struct Input {
    name: &'static str,
    /// None where it cannot be read.
    text: Option<&'static str>,
    said: &'static [Said],
}

/// What is found on it.
struct Said {
    rule: &'static Rule,
    marked: &'static str,
    column: Option<&'static str>,
    /// In Japanese and in English.
    message: [&'static str; 2],
    help: Option<[&'static str; 2]>,
}

/// A name as people give them, and a finding of each severity.
pub(super) const ORDINARY: Input = Input {
    name: "年度 7/花瀬市.tsv",
    text: Some("主な取組\t評価\t担当課\n講座\tＦ\tA B\n続き\t\t\n"),
    said: &[
        Said {
            rule: &UNKNOWN_RATING,
            marked: "Ｆ",
            column: Some("評価"),
            message: ["「Ｆ」は評価区分にありません", "`Ｆ` is not on the scale"],
            help: Some(["A, B のいずれかを記入してください", "write one of A, B"]),
        },
        Said {
            rule: &SEVERAL_RATINGS,
            marked: "A B",
            column: Some("担当課"),
            message: ["記号が二つあります", "two codes"],
            help: Some(["一つに絞ってください", "choose one"]),
        },
        Said {
            rule: &JOINED_ROW,
            marked: "続き\t\t",
            column: None,
            message: ["前の行の続きとして読みました", "read as the rest of the row above"],
            help: None,
        },
    ],
};

const POISON: &str = "\"::error::\n##[error]&<]]>\u{1b}[2J\u{9b}\u{202e}\u{c}\0\u{fffe}%0A\"";

/// Everything that somewhere acts, in the name of the file, the cell, the header, the message and the help.
pub(super) const HOSTILE: Input = Input {
    name: "./%0A::error::x,y:z.tsv",
    text: Some("\"::error::\n##[error]&<]]>\u{1b}[2J\u{9b}\u{202e}\u{c}\0\u{fffe}%0A\"\n"),
    said: &[Said {
        rule: &UNKNOWN_RATING,
        marked: POISON,
        column: Some("::x::\u{1b}]]>"),
        message: [POISON, POISON],
        help: Some(["\n::error::\u{202e}[x](y)", "\n::error::\u{202e}[x](y)"]),
    }],
};

/// A sheet that has nothing said about it.
pub(super) const CLEAN: Input = Input { name: "./b.tsv", text: Some("取組\t評価\n"), said: &[] };

/// An input that cannot be read, for a reason that quotes it.
pub(super) const UNREADABLE: Input = Input { name: "c 表.xlsx", text: None, said: &[] };

/// What a format makes of inputs.
pub(super) fn written(format: Format, language: Language, inputs: &[Input]) -> String {
    let look = Look { language, color: false, from: Severity::Note, width: 100 };
    let mut report = Report::new(Vec::new(), format, look);
    for input in inputs {
        give(&mut report, input);
    }
    String::from_utf8(report.end().expect("a vector takes every write")).expect("reports are UTF-8")
}

/// A JSON document, read back; as it is written, nothing in it acts on a terminal or in a log.
#[track_caller]
pub(super) fn read_back(document: &str) -> serde_json::Value {
    for line in document.lines() {
        assert_eq!(visible(line), line);
        assert!(line.starts_with(['{', '[', ']']), "{line}");
    }
    serde_json::from_str(document).expect("it is JSON")
}

fn give(report: &mut Report<Vec<u8>>, input: &Input) {
    let given = match input.text {
        Some(text) => {
            let source = Source::new(input.name.to_owned(), text.as_bytes(), Encoding::ShiftJis, false, text.into());
            let sheet = sheet(input, text);
            report.sheet(&source, &locate(&source, &sheet))
        }
        None => report.failure(input.name, &text("Excelの\x1bブックです", "it is an Excel\n::error::\x1bworkbook")),
    };
    given.expect("a vector takes every write");
}

pub(super) fn cell(column: &str, span: Span, state: CellState) -> RecordCell {
    let of = CellColumn { name: column.into(), role: Role::Text, rating: None };
    RecordCell { of: of.into(), span, state }
}

fn sheet(input: &Input, sheet: &str) -> Sheet<'static> {
    let mut result = Sheet { row_starts: row_starts(sheet), ..Sheet::default() };
    let mut record = Record::default();
    for said in input.said {
        let start = sheet.find(said.marked).expect("the part stands in the sheet");
        let span = Span::new(start, start + said.marked.len());
        if let Some(column) = said.column {
            record.cells.push(cell(column, span, CellState::Filled));
        }
        let [ja, en] = said.message;
        let help = said.help.map(|[ja, en]| text(ja, en).into());
        let severity = said.rule.severity;
        let message = text(ja, en).into();
        result.findings.push(Diagnostic { rule: said.rule, severity, span, column: None, message, help });
    }
    result.records.push(record);
    result
}

fn row_starts(sheet: &str) -> Vec<usize> {
    let ends_row = |(at, _): &(usize, &str)| sheet[..*at].matches('"').count().is_multiple_of(2);
    std::iter::once(0).chain(sheet.match_indices('\n').filter(ends_row).map(|(at, _)| at + 1)).collect()
}
