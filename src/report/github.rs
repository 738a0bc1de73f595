//! Findings as annotations of GitHub Actions.
//!
//! In: the located findings of a sheet. Out: one
//! [workflow command](https://docs.github.com/en/actions/reference/workflows-and-actions/workflow-commands) a line.
//! GitHub shows about ten of them per step and severity; all of them stand in the log.

use std::io::{self, Write};

use super::paths::relative;
use super::visible::visible;
use super::wording::sentence;
use super::{Located, UNREADABLE};
use crate::diagnostic::{Language, Severity};

/// Writes each finding as an annotation of its file.
pub(super) fn write<W: Write>(out: &mut W, name: &str, found: &[Located<'_>], language: Language) -> io::Result<()> {
    for located in found {
        let level = level(located.diagnostic.severity);
        let title = located.diagnostic.rule.name;
        let message = data(&sentence(located, language));
        writeln!(out, "::{level} file={},{},title={title}::{message}", file(name), region(located))?;
    }
    Ok(())
}

/// Writes an annotation of a file that could not be read.
pub(super) fn failure<W: Write>(out: &mut W, name: &str, said: &str) -> io::Result<()> {
    writeln!(out, "::error file={},title={UNREADABLE}::{}", file(name), data(&visible(said)))
}

/// GitHub takes columns only where a finding stands on one line.
fn region(located: &Located<'_>) -> String {
    let Located { start, end, .. } = located;
    if start.line == end.line {
        format!("line={},endLine={},col={},endColumn={}", start.line, end.line, start.column, end.column)
    } else {
        format!("line={},endLine={}", start.line, end.line)
    }
}

fn file(name: &str) -> String {
    property(&visible(relative(name)))
}

/// `%` comes first: it begins what the others become.
fn data(text: &str) -> String {
    text.replace('%', "%25").replace('\r', "%0D").replace('\n', "%0A")
}

fn property(text: &str) -> String {
    data(text).replace(':', "%3A").replace(',', "%2C")
}

fn level(severity: Severity) -> &'static str {
    match severity {
        Severity::Error => "error",
        Severity::Warning => "warning",
        Severity::Note => "notice",
    }
}

#[cfg(test)]
mod tests {
    use super::super::Format;
    use super::super::tests::{CLEAN, HOSTILE, ORDINARY, UNREADABLE, written};
    use super::{data, property};
    use crate::diagnostic::Language;

    #[test]
    fn each_finding_is_an_annotation() {
        let expected = "\
::error file=年度 7/花瀬市.tsv,line=2,endLine=2,col=4,endColumn=5,title=unknown-rating::`Ｆ` is not on the scale (row 2, \
column `評価`); write one of A, B
::warning file=年度 7/花瀬市.tsv,line=2,endLine=2,col=6,endColumn=9,title=several-ratings::two codes (row 2, column \
`担当課`); choose one
::notice file=年度 7/花瀬市.tsv,line=3,endLine=3,col=1,endColumn=5,title=joined-row::read as the rest of the row above \
(row 3)
";
        assert_eq!(written(Format::Github, Language::English, &[ORDINARY, CLEAN]), expected);
    }

    #[test]
    fn nothing_starts_a_command_of_its_own() {
        let expected = "\
::error file=%250A%3A%3Aerror%3A%3Ax%2Cy%3Az.tsv,line=1,endLine=2,title=unknown-rating::\"::error::␊##［error]&<]]>␛[2J\
\u{fffd}\u{fffd}␌␀\u{fffd}%250A\" (row 1, column `::x::␛]]>`); ␊::error::\u{fffd}[x](y)
::error file=c 表.xlsx,title=unreadable-input::it is an Excel␊::error::␛workbook
";
        assert_eq!(written(Format::Github, Language::English, &[HOSTILE, UNREADABLE]), expected);
    }

    #[test]
    fn what_separates_is_escaped_and_the_escape_itself_first() {
        assert_eq!(data("50%\r\n%0A a:b,c"), "50%25%0D%0A%250A a:b,c");
        assert_eq!(property("50%\r\n%0A a:b,c"), "50%25%0D%0A%250A a%3Ab%2Cc");
    }
}
