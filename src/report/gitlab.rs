//! Findings as a Code Quality report of GitLab.
//!
//! In: the located findings of each sheet. Out: one JSON array after
//! [its documentation](https://docs.gitlab.com/ci/testing/code_quality/#code-quality-report-format). GitLab compares
//! the fingerprints of two branches, and shows findings with one fingerprint once.

use std::io::{self, Write};

use serde::Serialize;

use super::fingerprint::{fingerprints, of_failure};
use super::paths::relative;
use super::stream::Elements;
use super::visible::visible;
use super::wording::sentence;
use super::{Located, UNREADABLE};
use crate::diagnostic::{Language, Severity};
use crate::source::{Position, Source};

/// An array on its way.
#[derive(Debug, Default)]
pub(super) struct Document {
    issues: Elements,
}

#[derive(Serialize)]
struct Issue<'a> {
    description: &'a str,
    check_name: &'static str,
    fingerprint: &'a str,
    severity: &'static str,
    location: Location<'a>,
}

/// GitLab takes either `lines` or `positions`; only the latter have columns.
#[derive(Serialize)]
struct Location<'a> {
    path: &'a str,
    positions: Positions,
}

#[derive(Serialize)]
struct Positions {
    begin: Place,
    end: Place,
}

#[derive(Serialize)]
struct Place {
    line: usize,
    column: usize,
}

impl Document {
    /// Opens the array.
    pub(super) fn begin<W: Write>(out: &mut W) -> io::Result<()> {
        out.write_all(b"[")
    }

    /// Adds the findings of a sheet.
    pub(super) fn sheet<W: Write>(
        &mut self,
        out: &mut W,
        source: &Source<'_>,
        found: &[Located<'_>],
        language: Language,
    ) -> io::Result<()> {
        for (located, fingerprint) in found.iter().zip(fingerprints(source, found)) {
            let issue = Issue {
                description: &sentence(located, language),
                check_name: located.diagnostic.rule.name,
                fingerprint: &fingerprint,
                severity: severity(located.diagnostic.severity),
                location: Location {
                    path: relative(source.name()),
                    positions: Positions { begin: place(located.start), end: place(located.end) },
                },
            };
            self.issues.push(out, &issue)?;
        }
        Ok(())
    }

    /// Adds an input that could not be read: nothing in it was checked, which is worse than any finding.
    pub(super) fn failure<W: Write>(&mut self, out: &mut W, name: &str, said: &str) -> io::Result<()> {
        let start = || Place { line: 1, column: 1 };
        let issue = Issue {
            description: &visible(said),
            check_name: UNREADABLE,
            fingerprint: &of_failure(UNREADABLE, name),
            severity: "blocker",
            location: Location { path: relative(name), positions: Positions { begin: start(), end: start() } },
        };
        self.issues.push(out, &issue)
    }

    /// Closes the array.
    pub(super) fn end<W: Write>(out: &mut W) -> io::Result<()> {
        out.write_all(b"\n]\n")
    }
}

fn place(position: Position) -> Place {
    Place { line: position.line, column: position.column }
}

fn severity(severity: Severity) -> &'static str {
    match severity {
        Severity::Error => "major",
        Severity::Warning => "minor",
        Severity::Note => "info",
    }
}

#[cfg(test)]
mod tests {
    use super::super::Format;
    use super::super::tests::{CLEAN, HOSTILE, ORDINARY, UNREADABLE, read_back, written};
    use crate::diagnostic::Language;
    use serde_json::json;

    #[test]
    fn each_finding_is_an_issue() {
        let positions =
            |line, from, to| json!({"begin": {"line": line, "column": from}, "end": {"line": line, "column": to}});
        let expected = json!([
            {
                "description": "「Ｆ」は評価区分にありません（2行目「評価」）。A, B のいずれかを記入してください",
                "check_name": "unknown-rating", "fingerprint": "2fe5f0a31ff3dbe516dd46322f897f34", "severity": "major",
                "location": { "path": "年度 7/花瀬市.tsv", "positions": positions(2, 4, 5) },
            },
            {
                "description": "記号が二つあります（2行目「担当課」）。一つに絞ってください",
                "check_name": "several-ratings", "fingerprint": "3e7875247c1bae3648a3a4569e802601", "severity": "minor",
                "location": { "path": "年度 7/花瀬市.tsv", "positions": positions(2, 6, 9) },
            },
            {
                "description": "前の行の続きとして読みました（3行目）",
                "check_name": "joined-row", "fingerprint": "0248d58b8e70763a21196ef633f0efba", "severity": "info",
                "location": { "path": "年度 7/花瀬市.tsv", "positions": positions(3, 1, 5) },
            },
        ]);
        assert_eq!(read_back(&written(Format::Gitlab, Language::Japanese, &[ORDINARY, CLEAN])), expected);
    }

    #[test]
    fn hostile_text_is_shown_and_the_path_is_as_it_is() {
        let expected = json!([
            {
                "description": "\"::error::␊##［error]&<]]>␛[2J\u{fffd}\u{fffd}␌␀\u{fffd}%0A\" (row 1, column `::x::␛]]>`); \
                                ␊::error::\u{fffd}[x](y)",
                "check_name": "unknown-rating", "fingerprint": "f628b0dda06bfb30f391e287745a0373", "severity": "major",
                "location": {
                    "path": "%0A::error::x,y:z.tsv",
                    "positions": { "begin": { "line": 1, "column": 1 }, "end": { "line": 2, "column": 28 } },
                },
            },
            {
                "description": "it is an Excel␊::error::␛workbook",
                "check_name": "unreadable-input", "fingerprint": "3b4961bf2c649f5d60aae9ca495ebd02", "severity": "blocker",
                "location": {
                    "path": "c 表.xlsx",
                    "positions": { "begin": { "line": 1, "column": 1 }, "end": { "line": 1, "column": 1 } },
                },
            },
        ]);
        assert_eq!(read_back(&written(Format::Gitlab, Language::English, &[HOSTILE, UNREADABLE])), expected);
    }

    #[test]
    fn a_run_without_findings_is_an_array() {
        assert_eq!(written(Format::Gitlab, Language::English, &[]), "[\n]\n");
    }
}
