//! How the tests of rows read a sheet of which the cells stand between `|`.

use crate::diagnostic::{Findings, Severity};
use crate::interpret::Options;
use crate::record::Record;
use crate::source::Source;

/// What each record of a sheet answers, and the rules that tell of the sheet.
pub(in crate::interpret) fn ask<T>(sheet: &str, question: impl Fn(&Record<'_>) -> T) -> (Vec<T>, Vec<&'static str>) {
    let sheet = sheet.replace('|', "\t");
    let source = Source::made_up(&sheet);
    let read = crate::sheet(&source, &Options::default(), Findings::default());
    let told = read.findings.iter().filter(|of| of.rule.severity != Severity::Note).map(|of| of.rule.name);
    (read.records.iter().map(question).collect(), told.collect())
}

/// What each record answers.
pub(in crate::interpret) fn of_each<T>(sheet: &str, question: impl Fn(&Record<'_>) -> T) -> Vec<T> {
    ask(sheet, question).0
}
