//! Inputs to hold the laws against.
//!
//! In: nothing. Out: every sheet of every fixture folder.

use crate::common::{Fixture, fixtures};

/// An input and its name.
pub(crate) struct Input {
    pub(crate) name: String,
    pub(crate) bytes: Vec<u8>,
}

/// Every sheet under `fixtures`.
pub(crate) fn sheets() -> Vec<Input> {
    let folders =
        [("sheets", "sheet"), ("wanted", "sheet"), ("encodings", "sheet"), ("rules", "sheet"), ("rules", "near")];
    let input = |Fixture { file: name, bytes, .. }| Input { name, bytes };
    let sheets: Vec<Input> = folders.iter().flat_map(|(kind, stem)| fixtures(kind, stem)).map(input).collect();
    assert!(sheets.len() >= 80, "only {} sheets were found", sheets.len());
    sheets
}
