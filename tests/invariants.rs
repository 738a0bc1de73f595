//! Laws that hold on every input, not by example.
//!
//! `reading` is about characters, lines, rows and cells of any text whatever; `copies` about copies of a sheet that say
//! the same; `outputs` about what the written formats give back; `records` about what records keep of what was printed.

mod common;
#[path = "invariants/copies.rs"]
mod copies;
#[path = "invariants/outputs.rs"]
mod outputs;
#[path = "invariants/reading.rs"]
mod reading;
#[path = "invariants/records.rs"]
mod records;
#[path = "invariants/texts.rs"]
mod texts;
