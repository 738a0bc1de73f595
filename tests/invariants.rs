//! Laws that hold on every input, not by example.
//!
//! `copies` is about copies of a sheet that say the same, `records` about what records keep of what was printed. What
//! holds for any text whatever is in `laws`.

mod common;
#[path = "invariants/copies.rs"]
mod copies;
#[path = "invariants/records.rs"]
mod records;
#[path = "invariants/texts.rs"]
mod texts;
