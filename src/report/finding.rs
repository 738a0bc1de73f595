//! A finding as JSON has it: in the records of a sheet as in the list of all findings.

use schemars::JsonSchema;
use serde::Serialize;

use super::Located;
use crate::diagnostic::{Language, Severity};

/// Something odd in a sheet, at one place. Lines and columns count from 1, columns in characters.
#[derive(Debug, JsonSchema, Serialize)]
pub struct Finding<'a> {
    /// Which rule was broken.
    rule: &'static str,
    /// How bad it is.
    #[schemars(extend("enum" = Severity::ALL.map(Severity::name)))]
    severity: &'static str,
    /// Where it begins.
    line: usize,
    column: usize,
    /// The character after its last one.
    end_line: usize,
    end_column: usize,
    /// Its row as a spreadsheet counts rows.
    row: usize,
    /// The name of its column, where it stands in the cell of a record.
    column_name: Option<&'a str>,
    /// What was found, and what was expected there.
    message: &'a str,
    /// What to do.
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
