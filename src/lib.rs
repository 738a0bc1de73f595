//! `plan-eval` turns exported evaluation sheets of Japanese municipalities into typed records.
//!
//! The way of the data is `read -> interpret -> check -> write | report`: [`read`] knows what a file says, [`interpret`]
//! what it means, [`mod@write`] puts records out and [`report`] puts findings out. [`sheet`] is the way on one screen.
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

pub mod diagnostic;
pub mod interpret;
pub mod read;
pub mod record;
pub mod report;
pub mod rules;
pub mod source;
pub mod write;

use diagnostic::Findings;
use read::{lex, repair};
use record::Sheet;
use source::Source;

/// Reads a decoded sheet: rows of cells, then what they mean. `found` holds what decoding found already.
pub fn sheet<'s>(source: &'s Source<'s>, options: &interpret::Options, mut found: Findings) -> Sheet<'s> {
    let delimiter = options.delimiter.unwrap_or_else(|| lex::delimiter(source));
    let rows = lex::rows(source, delimiter, &mut found);
    let rows = repair::rows(rows, source, &mut found);
    interpret::sheet(source, rows, options, found)
}
