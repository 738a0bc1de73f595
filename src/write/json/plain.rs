//! Texts that stand in JSON as they are.
//!
//! In: the texts of a sheet. Out: each of them as a JSON string. `serde_json` asks every byte by itself whether it must
//! be escaped; one question to 32 bytes at once takes a tenth of that, and most of an output is text without such a
//! byte.

use std::io::{self, Write};

use schemars::JsonSchema;
use serde::{Serialize, Serializer};
use serde_json::ser::Formatter;

/// So many bytes are asked together.
const BLOCK: usize = 32;

/// A text of the sheet. It goes to the serializer as bytes, which [`Plain`] writes as they are, where nothing in it is
/// escaped.
#[derive(JsonSchema)]
#[schemars(inline)]
pub(super) struct Text<'a>(pub(super) &'a str);

impl Serialize for Text<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let Self(text) = *self;
        if is_plain(text.as_bytes()) {
            serializer.serialize_bytes(text.as_bytes())
        } else {
            serializer.serialize_str(text)
        }
    }
}

/// JSON without white space in which bytes are a text that needs no escape.
pub(super) struct Plain;

impl Formatter for Plain {
    fn write_byte_array<W: ?Sized + Write>(&mut self, out: &mut W, text: &[u8]) -> io::Result<()> {
        out.write_all(b"\"")?;
        out.write_all(text)?;
        out.write_all(b"\"")
    }
}

/// Whether no byte of a text is escaped. No branch depends on a byte within a block, and the last block of a longer
/// text is as long as the others, so that the loop takes many bytes at once.
fn is_plain(text: &[u8]) -> bool {
    let is_escaped = |byte: u8| (byte < b' ') | (byte == b'"') | (byte == b'\\');
    let is_plain = |block: &[u8; BLOCK]| block.iter().fold(0, |any, &byte| any | u8::from(is_escaped(byte))) == 0;
    match text.last_chunk() {
        Some(last) => text.as_chunks().0.iter().all(is_plain) && is_plain(last),
        None => !text.iter().any(|&byte| is_escaped(byte)),
    }
}

#[cfg(test)]
mod tests {
    use serde::Serialize as _;
    use serde_json::Serializer;

    use super::{BLOCK, Plain, Text};

    #[test]
    fn a_text_is_written_as_serde_json_writes_it() {
        for character in ('\0'..='\u{FF}').chain(['年', '\u{2028}', '𠮷']) {
            for before in [0, 1, BLOCK - 1, BLOCK, BLOCK + 1] {
                let text = format!("{}{character}", "x".repeat(before));
                let mut written = Vec::new();
                Text(&text).serialize(&mut Serializer::with_formatter(&mut written, Plain)).expect("it is text");
                assert_eq!(String::from_utf8(written).ok(), serde_json::to_string(&text).ok());
            }
        }
    }
}
