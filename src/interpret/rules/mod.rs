//! The rules of interpreting: one file each, with every text in both languages.
//!
//! In: what a stage found. Out: a finding in its words. When a rule is raised is left to the stages; rules that need
//! nothing but the finished records stand in `check`.

pub mod ambiguous_row;
pub mod another_document;
pub mod cell_in_no_column;
pub mod cut_column;
pub mod cut_department;
pub mod cut_heading;
pub mod department_unknown;
pub mod heading_from_contents;
pub mod heading_spelling;
pub mod joined_row;
pub mod legend_contradiction;
pub mod line_between_rows;
pub mod missing_rating;
pub mod neighbour_rating;
pub mod no_records;
pub mod other_separator;
pub mod row_too_long;
pub mod several_ratings;
pub mod shifted_row;
pub mod unknown_rating;
pub mod unlisted_rating;

use crate::diagnostic::{Rule, Text, text};

/// All of them.
pub static RULES: &[&Rule] = &[
    &ambiguous_row::AMBIGUOUS_ROW,
    &another_document::ANOTHER_DOCUMENT,
    &cell_in_no_column::CELL_IN_NO_COLUMN,
    &cut_column::CUT_COLUMN,
    &cut_department::CUT_DEPARTMENT,
    &cut_heading::CUT_HEADING,
    &department_unknown::DEPARTMENT_UNKNOWN,
    &heading_from_contents::HEADING_FROM_CONTENTS,
    &heading_spelling::HEADING_SPELLING,
    &joined_row::JOINED_ROW,
    &legend_contradiction::LEGEND_CONTRADICTION,
    &line_between_rows::LINE_BETWEEN_ROWS,
    &missing_rating::MISSING_RATING,
    &neighbour_rating::NEIGHBOUR_RATING,
    &row_too_long::ROW_TOO_LONG,
    &no_records::NO_RECORDS,
    &other_separator::OTHER_SEPARATOR,
    &several_ratings::SEVERAL_RATINGS,
    &shifted_row::SHIFTED_ROW,
    &unknown_rating::UNKNOWN_RATING,
    &unlisted_rating::UNLISTED_RATING,
];

/// Says which codes a rating cell may hold.
pub(crate) fn write_one_of(codes: &str) -> Text {
    text(format!("{codes} のいずれかを記入してください"), format!("write one of {codes}"))
}
