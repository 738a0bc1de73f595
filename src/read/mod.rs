//! What the file says: bytes to text, text to rows of cells, cells mended where that needs no knowledge of
//! evaluation sheets.

pub mod decode;
pub mod lex;
pub mod repair;
pub mod rules;
