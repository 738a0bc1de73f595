//! `plan-eval` turns exported evaluation sheets of Japanese municipalities into typed records.
//!
//! The way of the data is `read -> interpret -> check -> write | report`: [`read`] knows what a file says,
//! [`interpret`] what it means, [`mod@write`] puts records out and [`report`] puts findings out. [`sheet`] is the way
//! on one screen.
//!
//! # Words
//!
//! One English term per Japanese term:
//!
//! | Japanese | here |
//! |---|---|
//! | 進捗区分 | progress |
//! | 取組評価、取組区分 | effort |
//! | 今後の方向性 | outlook |
//! | 所管課、担当課 | department |
//! | 選択欄、自由記述欄 | code, comment |
//! | 指標、現状値、目標値 | indicator, current value, target |
//! | 施策の方向性、主な取組 | item |
//! | 凡例 | legend |
//! | 章、節、項、基本目標、課題 | heading (levels) |
//! | 評価区分、コード表 | scale |
//! | 外字 | private-use character |

pub mod check;
pub mod config;
pub mod diagnostic;
pub mod interpret;
pub mod read;
pub mod record;
pub mod report;
pub mod rules;
pub mod source;
pub mod write;

use config::Config;
use diagnostic::{Diagnostic, Findings, Severity};
use read::lex::{self, Rows};
use read::repair;
use record::Sheet;
use source::Source;

/// Reads a decoded sheet: rows of cells, then what they mean. `found` holds what decoding found already.
pub fn sheet<'s>(source: &'s Source<'s>, options: &interpret::Options, mut found: Findings) -> Sheet<'s> {
    let rows = mended(source, options, &mut found);
    let mut sheet = interpret::sheet(source, rows, options, &mut found);
    check::sheet(source, &sheet, &mut found);
    sheet.findings = found.in_sheet_order();
    sheet
}

/// Reads a sheet and checks it as its city asks for. With `repairs`, what reading repaired is said too; without, only
/// as far as the city takes it for more than a note.
pub fn checked<'s>(
    source: &'s Source<'s>,
    (options, config): (&interpret::Options, &Config),
    repairs: bool,
    found: Findings,
) -> Sheet<'s> {
    let mut sheet = sheet(source, options, found);
    let mut found = Findings::from(std::mem::take(&mut sheet.findings));
    check::demands(source, &sheet, &config.demands, &mut found);
    let mut repaired = Findings::default();
    if repairs || config.raises_notes() {
        check::repairs(source, &sheet, &mut repaired);
    }
    let is_told = |of: &Diagnostic| repairs || config.severity(of.rule, source.name()) > Some(Severity::Note);
    let mut found = found.in_sheet_order();
    found.extend(repaired.in_sheet_order().into_iter().filter(is_told));
    sheet.findings = config.judged(Findings::from(found).in_sheet_order(), source.name());
    sheet
}

/// The rows of a decoded sheet, their characters mended.
pub fn mended<'s>(source: &'s Source<'_>, options: &interpret::Options, found: &mut Findings) -> Rows<'s> {
    repair::rows(lexed(source, options, found), source, found)
}

/// The rows of a decoded sheet as they are printed, cut at the delimiter that is told or found.
pub fn lexed<'s>(source: &'s Source<'_>, options: &interpret::Options, found: &mut Findings) -> Rows<'s> {
    let delimiter = options.delimiter.unwrap_or_else(|| lex::delimiter(source));
    lex::rows(source, delimiter, found)
}
