//! What is wrong with the records: one rule a file.
//!
//! In: a sheet as it was read. Out: findings. Few rules, certain ones, worded for the person who filled the sheet. What
//! can be said only while reading stands beside the stages, in their `rules`.

use crate::diagnostic::Rule;

/// The rules of this act.
pub static RULES: &[&Rule] = &[];
