//! Shift_JIS to text by a table of all pairs of bytes.
//!
//! In: bytes. Out: the text, if they are Shift_JIS to the last one; what is said of malformed sequences is left to the
//! slower [`decode`](super). `build.rs` makes the table from `encoding_rs`, which searches ranges for each character
//! and takes three times as long: a quarter of a second for 68 MB.

use encoding_rs::UTF_8;

/// So many bytes are decoded into a buffer that stays in the cache, before they are appended.
const BLOCK: usize = 4 << 10;

/// The most bytes that a byte of Shift_JIS becomes: three, where half-width kana stand.
const GROWTH: usize = 3;

/// Bytes of an entry of the table: a character in UTF-8, and its length; length 0 is no character.
const ENTRY: usize = 4;

/// The entries of all pairs that begin with 0x80 or above, whether that leads anything or not: a table of rows that do
/// would need a second look-up.
static PAIRS: &[u8; 128 * 256 * ENTRY] = include_bytes!(concat!(env!("OUT_DIR"), "/shift_jis.bin"));

/// Decoded bytes, with room for the whole entry of the last character.
type Block = [u8; BLOCK * GROWTH + ENTRY];

/// The text of bytes that are Shift_JIS throughout.
pub(super) fn text(bytes: &[u8]) -> Option<String> {
    let mut text = String::with_capacity(super::expected_length(bytes.len()));
    let mut block = [0; BLOCK * GROWTH + ENTRY];
    let mut read = 0;
    while read < bytes.len() {
        let (used, length) = decode(&bytes[read..], &mut block)?;
        // Looked at again, because the compiler cannot know that it is UTF-8; `encoding_rs` does so at 12 GB/s.
        text.push_str(&UTF_8.decode_without_bom_handling_and_without_replacement(&block[..length])?);
        read += used;
    }
    Some(text)
}

/// Decodes a block from the beginning of `bytes`: how many of them, and how many bytes of UTF-8 they became. None where
/// a sequence is malformed.
fn decode(bytes: &[u8], block: &mut Block) -> Option<(usize, usize)> {
    let (pairs, _) = PAIRS.as_chunks::<ENTRY>();
    let (mut read, mut length) = (0, 0);
    let end = bytes.len().min(BLOCK);
    while read < end {
        let pair = bytes[read..].first_chunk().map_or_else(|| [bytes[read], 0], |pair| *pair);
        let place = block[length..].first_chunk_mut::<ENTRY>()?;
        if pair[0].is_ascii() {
            place[0] = pair[0];
            read += 1;
            length += 1;
            continue;
        }
        *place = pairs[usize::from(u16::from_be_bytes(pair) & 0x7FFF)];
        read += 2;
        if place[ENTRY - 1] == 0 {
            *place = single(pair[0])?;
            read -= 1;
        }
        length += usize::from(place[ENTRY - 1]);
    }
    Some((read, length))
}

/// The entry of a byte above ASCII that is a character by itself.
fn single(byte: u8) -> Option<[u8; ENTRY]> {
    match byte {
        0x80 => Some([0xC2, 0x80, 0, 2]),
        // Half-width kana, U+FF61 to U+FF9F.
        0xA1..=0xBF => Some([0xEF, 0xBD, byte, 3]),
        0xC0..=0xDF => Some([0xEF, 0xBE, byte - 0x40, 3]),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::{BLOCK, text};
    use encoding_rs::SHIFT_JIS;

    fn case(bytes: &[u8]) {
        let expected = SHIFT_JIS.decode_without_bom_handling_and_without_replacement(bytes).map(String::from);
        assert_eq!(text(bytes), expected, "{bytes:02X?}");
    }

    #[test]
    fn every_byte_and_every_pair_is_read_as_encoding_rs_reads_it() {
        case(b"");
        for first in 0..=0xFF {
            case(&[first]);
            for second in 0..=0xFF {
                case(&[first, second]);
            }
        }
    }

    #[test]
    fn blocks_end_anywhere() {
        for length in BLOCK - 3..BLOCK + 3 {
            let mut bytes = vec![b'\t'; length];
            bytes.extend(b"\x90l\x8C\xA0\xB1\x84\x9F\n".repeat(BLOCK / 2));
            case(&bytes);
            bytes.push(0x82);
            case(&bytes);
        }
        case(&vec![0xB1; 3 * BLOCK]);
    }
}
