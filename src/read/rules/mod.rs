//! The rules of reading: one file each, with every text in both languages.
//!
//! In: what a stage found. Out: its words. When a rule is raised is left to the stages.

pub mod dropped_character;
pub mod mojibake;
pub mod private_use_character;
pub mod stray_quote;
pub mod undecodable_bytes;

use crate::diagnostic::Rule;

/// All of them.
pub static RULES: &[&Rule] = &[
    &dropped_character::DROPPED_CHARACTER,
    &mojibake::MOJIBAKE,
    &private_use_character::PRIVATE_USE_CHARACTER,
    &stray_quote::STRAY_QUOTE,
    &undecodable_bytes::UNDECODABLE_BYTES,
];
