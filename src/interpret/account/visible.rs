//! Characters other than white space, counted by their bytes.
//!
//! In: the text of a sheet. Out: how many of them stand in a part of it. Every character of a sheet is counted twice,
//! in the text and in its cell; character by character that took a seventh of the whole reading, 15 instructions a
//! byte.

use memchr::memmem::Finder;

use crate::source::Span;

/// So many bytes are asked together whether they hold white space outside ASCII.
const CHUNK: usize = 4096;

/// The longest such character in bytes.
const LONGEST_SPACE: usize = 3;

/// A text, prepared for counting.
pub(super) struct Visible<'t> {
    text: &'t str,
    /// For each chunk whether white space outside ASCII begins in it.
    spaced: Vec<bool>,
}

impl<'t> Visible<'t> {
    /// Looks once over the text for white space outside ASCII.
    pub(super) fn new(text: &'t str) -> Self {
        let ideographic = Finder::new("\u{3000}");
        let bytes = text.as_bytes();
        let chunks = (0..bytes.len()).step_by(CHUNK);
        let chunk = |start: usize| &bytes[start..bytes.len().min(start + CHUNK + LONGEST_SPACE - 1)];
        let spaced = chunks.map(|start| holds_wide_space(chunk(start), &ideographic)).collect();
        Self { text, spaced }
    }

    /// How many characters of a part are no white space: the bytes that begin one, less those that begin white space.
    pub(super) fn count(&self, part: Span) -> usize {
        let text = &self.text[part.range()];
        let begun = begun(text.as_bytes());
        if text.is_empty() || !self.spaced[part.start() / CHUNK..=(part.end() - 1) / CHUNK].contains(&true) {
            return begun;
        }
        begun - text.chars().filter(|c| c.is_whitespace() && !c.is_ascii()).count()
    }
}

/// Whether white space outside ASCII stands in bytes: U+3000; all other begins with one of three bytes.
fn holds_wide_space(bytes: &[u8], ideographic: &Finder<'_>) -> bool {
    let is_space = |at: usize| match &bytes[at..] {
        [0xC2, 0x85 | 0xA0, ..] | [0xE1, 0x9A, 0x80, ..] | [0xE2, 0x81, 0x9F, ..] => true,
        [0xE2, 0x80, third, ..] => matches!(third, 0x80..=0x8A | 0xA8 | 0xA9 | 0xAF),
        _ => false,
    };
    ideographic.find(bytes).is_some() || memchr::memchr3_iter(0xC2, 0xE1, 0xE2, bytes).any(is_space)
}

/// How many bytes begin a character that is no ASCII white space. No branch depends on a byte, and the last block is as
/// long as the others, so that the loop takes many bytes at once: two instructions a byte.
fn begun(bytes: &[u8]) -> usize {
    const BLOCK: usize = 32;
    let begins = |byte: u8| {
        let continues = (byte & 0xC0) == 0x80;
        let white = (byte == b' ') | (byte.wrapping_sub(b'\t') < 5);
        !continues & !white
    };
    let count = |block: &[u8; BLOCK]| usize::from(block.iter().map(|&byte| u8::from(begins(byte))).sum::<u8>());
    let (blocks, rest) = bytes.as_chunks::<BLOCK>();
    let mut last = [b' '; BLOCK];
    last[..rest.len()].copy_from_slice(rest);
    blocks.iter().map(count).sum::<usize>() + count(&last)
}

#[cfg(test)]
mod tests {
    use super::{CHUNK, Visible};
    use crate::source::Span;

    #[track_caller]
    fn case(text: &str) {
        let visible = Visible::new(text);
        for (start, _) in text.char_indices().take(8) {
            let expected = text[start..].chars().filter(|c| !c.is_whitespace()).count();
            assert_eq!(visible.count(Span::new(start, text.len())), expected, "from {start}");
        }
        assert_eq!(visible.count(Span::new(text.len(), text.len())), 0);
    }

    #[test]
    fn every_kind_of_white_space_is_left_out() {
        let all: String = ('\0'..='\u{FFFF}').filter(|c| c.is_whitespace()).collect();
        assert_eq!(Visible::new(&all).count(Span::new(0, all.len())), 0);
        case(&format!("令和{all}5年度、①{all}x"));
        ('\0'..='\u{FFFF}').for_each(|c| {
            assert_eq!(
                Visible::new(c.encode_utf8(&mut [0; 4])).count(Span::new(0, c.len_utf8())),
                usize::from(!c.is_whitespace())
            )
        });
    }

    #[test]
    fn white_space_may_stand_across_chunks() {
        for before in CHUNK - 4..CHUNK + 2 {
            case(&format!("{}\u{3000}章\u{A0}", "x".repeat(before)));
        }
    }
}
