//! The words around a message, the same in every format.
//!
//! In: a located finding. Out: its place as people find it in a spreadsheet, and all that is said of it in one line.
//! Nothing in them acts on a terminal.

use super::Located;
use super::visible::visible;
use crate::diagnostic::Language;

/// Where a finding stands: row and column name. The line and the character, which other tools count, are lost on those
/// who have the sheet open in Excel.
pub(super) fn place(located: &Located<'_>, language: Language) -> String {
    let row = located.row;
    match (language, located.column.map(visible)) {
        (Language::Japanese, Some(column)) => format!("{row}行目「{column}」"),
        (Language::Japanese, None) => format!("{row}行目"),
        (Language::English, Some(column)) => format!("row {row}, column `{column}`"),
        (Language::English, None) => format!("row {row}"),
    }
}

/// Message, place and help, for formats that have one text for all of them.
pub(super) fn sentence(located: &Located<'_>, language: Language) -> String {
    let message = visible(located.diagnostic.message.get(language));
    let place = place(located, language);
    let help = located.diagnostic.help.as_ref().map(|help| visible(help.get(language)));
    match (language, help) {
        (Language::Japanese, Some(help)) => format!("{message}（{place}）。{help}"),
        (Language::Japanese, None) => format!("{message}（{place}）"),
        (Language::English, Some(help)) => format!("{message} ({place}); {help}"),
        (Language::English, None) => format!("{message} ({place})"),
    }
}
