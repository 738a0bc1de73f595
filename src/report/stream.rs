//! JSON that is written piece by piece.
//!
//! In: values, one after the other. Out: each on a line of its own, with a comma where one is due. A report goes to the
//! log of a build as often as to a file; what would act there is escaped, so that the text stays as it is.

use std::io::{self, Write};

use serde::Serialize;
use serde_json::Serializer;
use serde_json::ser::Formatter;

use super::visible::is_visible;

/// The elements of a list that is being written. It remembers only whether there is one.
#[derive(Debug, Default)]
pub(super) struct Elements {
    begun: bool,
}

impl Elements {
    /// Writes the next element.
    pub(super) fn push<W: Write, T: Serialize>(&mut self, out: &mut W, element: &T) -> io::Result<()> {
        out.write_all(if self.begun { b",\n" } else { b"\n" })?;
        self.begun = true;
        json(out, element)
    }
}

/// Writes one value.
pub(super) fn json<W: Write, T: Serialize>(out: &mut W, value: &T) -> io::Result<()> {
    Ok(value.serialize(&mut Serializer::with_formatter(out, Escaped))?)
}

/// JSON without white space in which every character that is not visible is escaped, and the second of two `#`: see
/// [`visible`](super::visible()).
struct Escaped;

impl Formatter for Escaped {
    fn write_string_fragment<W: ?Sized + Write>(&mut self, out: &mut W, fragment: &str) -> io::Result<()> {
        let mut written = 0;
        let mut before = ' ';
        for (at, character) in fragment.char_indices() {
            if !is_visible(character) || (before == '#' && character == '#') {
                out.write_all(&fragment.as_bytes()[written..at])?;
                for unit in character.encode_utf16(&mut [0; 2]) {
                    write!(out, "\\u{unit:04x}")?;
                }
                written = at + character.len_utf8();
            }
            before = character;
        }
        out.write_all(&fragment.as_bytes()[written..])
    }
}

#[cfg(test)]
mod tests {
    use super::json;

    #[test]
    fn what_acts_in_a_log_is_escaped_and_reads_back_as_it_was() {
        let text = "\u{9b}2J\u{202e}##[error]\u{e0001}\0\u{fffe}\"葛\u{e0100}飾\"";
        let mut out = Vec::new();
        json(&mut out, &text).expect("a vector takes every write");
        let written = String::from_utf8(out).expect("JSON is UTF-8");
        let expected = "\"\\u009b2J\\u202e#\\u0023[error]\\udb40\\udc01\\u0000\\ufffe\\\"葛\u{e0100}飾\\\"\"";
        assert_eq!(written, expected);
        assert_eq!(serde_json::from_str::<String>(&written).expect("it is JSON"), text);
    }
}
