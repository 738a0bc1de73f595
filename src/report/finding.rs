//! A finding as JSON has it: in the records of a sheet as in the list of all findings.

use serde::Serialize;

use super::Located;
use crate::diagnostic::Language;

/// One finding.
#[derive(Debug, Serialize)]
pub struct Finding<'a> {
    rule: &'static str,
    severity: &'static str,
    line: usize,
    column: usize,
    end_line: usize,
    end_column: usize,
    row: usize,
    column_name: Option<&'a str>,
    message: &'a str,
    help: Option<&'a str>,
}

/// Puts a finding into its shape, in one language.
pub fn finding<'a>(located: &Located<'a>, language: Language) -> Finding<'a> {
    let Located { diagnostic, start, end, row, column, .. } = *located;
    Finding {
        rule: diagnostic.rule.name,
        severity: diagnostic.severity.name(),
        line: start.line,
        column: start.column,
        end_line: end.line,
        end_column: end.column,
        row,
        column_name: column,
        message: diagnostic.message.get(language),
        help: diagnostic.help.as_ref().map(|help| help.get(language)),
    }
}
