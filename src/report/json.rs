//! Findings as JSON, for programs: the contract of `check`.
//!
//! In: the located findings of each sheet. Out: `{ "schema": …, "findings": [ … ], "failures": [ … ] }` after
//! [RFC 8259](https://www.rfc-editor.org/rfc/rfc8259), the fields of a finding as in the records of a sheet. Texts are
//! as they were found; what would act in a terminal is escaped.

use std::io::{self, Write};

use serde::Serialize;

use super::finding::{Finding, finding};
use super::stream::{Elements, json};
use super::{Located, SCHEMA};
use crate::diagnostic::Language;

/// A document on its way.
#[derive(Debug, Default)]
pub(super) struct Document {
    findings: Elements,
    failures: Vec<Failure>,
}

#[derive(Serialize)]
struct InFile<'a> {
    file: &'a str,
    #[serde(flatten)]
    finding: Finding<'a>,
}

#[derive(Debug, Serialize)]
struct Failure {
    file: String,
    message: String,
}

impl Document {
    /// Opens the document.
    pub(super) fn begin<W: Write>(out: &mut W) -> io::Result<()> {
        write!(out, "{{\"schema\":\"{SCHEMA}\",\"findings\":[")
    }

    /// Adds the findings of a sheet.
    pub(super) fn sheet<W: Write>(
        &mut self,
        out: &mut W,
        file: &str,
        found: &[Located<'_>],
        language: Language,
    ) -> io::Result<()> {
        found
            .iter()
            .try_for_each(|located| self.findings.push(out, &InFile { file, finding: finding(located, language) }))
    }

    /// Keeps an input that could not be read for the end.
    pub(super) fn failure(&mut self, name: &str, said: &str) {
        self.failures.push(Failure { file: name.to_owned(), message: said.to_owned() });
    }

    /// Closes the document.
    pub(super) fn end<W: Write>(self, out: &mut W) -> io::Result<()> {
        out.write_all(b"\n],\"failures\":")?;
        json(out, &self.failures)?;
        out.write_all(b"}\n")
    }
}

#[cfg(test)]
mod tests {
    use super::super::Format;
    use super::super::tests::{CLEAN, HOSTILE, ORDINARY, UNREADABLE, read_back, written};
    use crate::diagnostic::Language;
    use serde_json::json;

    #[test]
    fn a_finding_has_its_file_and_then_the_fields_that_it_has_everywhere() {
        let expected = "{\"schema\":\"plan-eval/1\",\"findings\":[\n\
            {\"file\":\"年度 7/花瀬市.tsv\",\"rule\":\"unknown-rating\",\"severity\":\"error\",\"line\":2,\"column\":4,\
            \"end_line\":2,\"end_column\":5,\"row\":2,\"column_name\":\"評価\",\
            \"message\":\"「Ｆ」は評価区分にありません\",\"help\":\"A, B のいずれかを記入してください\"},\n\
            {\"file\":\"年度 7/花瀬市.tsv\",\"rule\":\"several-ratings\",\"severity\":\"warning\",\"line\":2,\"column\":6,\
            \"end_line\":2,\"end_column\":9,\"row\":2,\"column_name\":\"担当課\",\
            \"message\":\"記号が二つあります\",\"help\":\"一つに絞ってください\"},\n\
            {\"file\":\"年度 7/花瀬市.tsv\",\"rule\":\"joined-row\",\"severity\":\"note\",\"line\":3,\"column\":1,\
            \"end_line\":3,\"end_column\":5,\"row\":3,\"column_name\":null,\
            \"message\":\"前の行の続きとして読みました\",\"help\":null}\n\
            ],\"failures\":[]}\n";
        assert_eq!(written(Format::Json, Language::Japanese, &[CLEAN, ORDINARY]), expected);
    }

    #[test]
    fn hostile_text_is_escaped_and_reads_back_as_it_was() {
        let poison = "\"::error::\n##[error]&<]]>\u{1b}[2J\u{9b}\u{202e}\u{c}\0\u{fffe}%0A\"";
        let expected = json!({
            "schema": "plan-eval/1",
            "findings": [{
                "file": "./%0A::error::x,y:z.tsv", "rule": "unknown-rating", "severity": "error",
                "line": 1, "column": 1, "end_line": 2, "end_column": 28, "row": 1, "column_name": "::x::\u{1b}]]>",
                "message": poison, "help": "\n::error::\u{202e}[x](y)",
            }],
            "failures": [{ "file": "c 表.xlsx", "message": "it is an Excel\n::error::\u{1b}workbook" }],
        });
        assert_eq!(read_back(&written(Format::Json, Language::English, &[HOSTILE, UNREADABLE])), expected);
    }

    #[test]
    fn a_run_without_sheets_is_a_document() {
        let expected = "{\"schema\":\"plan-eval/1\",\"findings\":[\n],\"failures\":[]}\n";
        assert_eq!(written(Format::Json, Language::English, &[]), expected);
    }
}
