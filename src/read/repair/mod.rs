//! [`Rows`] to [`Rows`]: what can be mended in a cell without knowing what its row means.
//!
//! In: rows as they were cut, and their source. Out: the same rows; a cell that needed it has a new text and says in
//! `mended` what was done. Five things are mended, in this order and until nothing is left: mojibake of the whole cell,
//! characters that cannot be seen, radicals in the place of ideographs, loose kana marks, and line breaks that are
//! written out.
//!
//! Width and half-width kana are left to the kinds of field. Nothing is ever normalised as a whole: NFKC makes 1 of ①,
//! and NFC rewrites 塚.

mod line_breaks;
mod mojibake;
mod radicals;

use std::borrow::Cow;

use unicode_normalization::char::compose;

use self::mojibake::Garbled;
use super::decode::capped::Capped;
use super::lex::{Cell, Rows};
use super::rules::{dropped_character, mojibake as mojibake_rule};
use crate::diagnostic::Findings;
use crate::record::RepairKind;
use crate::source::{Source, Span};

/// Mends the cells that need it. Repairing twice equals once.
pub fn rows<'s>(mut rows: Rows<'s>, source: &'s Source<'_>, found: &mut Findings) -> Rows<'s> {
    let mut dropped = Capped::new(&dropped_character::DROPPED_CHARACTER);
    let mut garbled = Capped::new(&mojibake_rule::MOJIBAKE);
    let mut next = 0;
    let bytes = source.text().as_bytes();
    for chunk in doubtful_chunks(bytes) {
        next += rows.cells[next..].iter().take_while(|cell| cell.span.end() <= chunk.start()).count();
        while let Some(cell) = rows.cells.get_mut(next)
            && cell.span.start() < chunk.end()
        {
            // Most cells of such a chunk are beside the one that made it doubtful.
            if doubtful_chunks(&bytes[cell.span.range()]).next().is_some() {
                mend(cell, source, found, [&mut dropped, &mut garbled]);
            }
            next += 1;
        }
    }
    dropped.finish(found);
    garbled.finish(found);
    rows
}

/// Whether a character is left out of a cell: control characters, zero-width characters and byte order marks, marks of
/// writing direction, soft hyphens.
///
/// White space is none of them, though tab, LF, CR, VT, FF and U+0085 are control characters. Variation selectors stay:
/// they choose between forms of a name.
pub fn is_dropped(c: char) -> bool {
    matches!(c,
        '\0'..='\u{8}'
        | '\u{E}'..='\u{1F}'
        | '\u{7F}'..='\u{84}'
        | '\u{86}'..='\u{9F}'
        | '\u{AD}'
        | '\u{61C}'
        | '\u{180E}'
        | '\u{200B}'..='\u{200F}'
        | '\u{202A}'..='\u{202E}'
        | '\u{2060}'..='\u{2064}'
        | '\u{2066}'..='\u{206F}'
        | '\u{FEFF}')
}

/// Whether a text is mojibake of which a part is lost. Nothing in it is what it looks like.
pub fn is_beyond_repair(text: &str) -> bool {
    matches!(mojibake::garbled(text), Some(Garbled::Lost(_)))
}

/// Mends one cell and says so.
fn mend(cell: &mut Cell<'_>, source: &Source<'_>, found: &mut Findings, capped: [&mut Capped; 2]) {
    let [dropped, garbled] = capped;
    let (mended, left_out, rest) = mended(&cell.text);
    if !left_out.is_empty() {
        let raw = source.slice(cell.span);
        let first = raw.char_indices().find(|&(_, c)| is_dropped(c));
        // What was left out may have come out of mojibake; then only the cell as a whole is its place.
        let span =
            first.map_or(cell.span, |(at, c)| Span::new(cell.span.start() + at, cell.span.start() + at + c.len_utf8()));
        dropped.push(span, found, || dropped_character::words(&left_out));
    }
    match mended {
        Some((after, kind)) => {
            if kind == RepairKind::Mojibake {
                garbled.push(cell.span, found, || mojibake_rule::undone(&shortened(&cell.text), &shortened(&after)));
            }
            cell.text = Cow::Owned(after);
            cell.mended = Some(kind);
        }
        None => {
            if let Some(Garbled::Lost(beginning)) = rest {
                garbled.push(cell.span, found, || {
                    mojibake_rule::lost(&shortened(&cell.text), beginning.as_deref().map(shortened).as_deref())
                });
            }
        }
    }
}

/// The mended text and what was done to it, the characters that were left out, and the mojibake that is left. Goes on
/// until nothing is left to mend: what was mojibake may hold radicals, and a zero-width character may hide mojibake.
fn mended(text: &str) -> (Option<(String, RepairKind)>, Vec<char>, Option<Garbled>) {
    let mut left_out = Vec::new();
    let mut result: Option<(String, RepairKind)> = None;
    loop {
        let now = result.as_ref().map_or(text, |(text, _)| text);
        let garbled = mojibake::garbled(now);
        if let Some(Garbled::Undone(before)) = garbled {
            result = Some((before.trim().to_owned(), RepairKind::Mojibake));
        } else if let Some(after) = with_mended_characters(now, &mut left_out).or_else(|| line_breaks::mended(now)) {
            let kind = result.map_or(RepairKind::Characters, |(_, kind)| kind);
            result = Some((after, kind));
        } else {
            return (result, left_out, garbled);
        }
    }
}

/// The text with its characters mended, if any had to be. Adds to `left_out` each kind of character once.
fn with_mended_characters(text: &str, left_out: &mut Vec<char>) -> Option<String> {
    let mut after = String::with_capacity(text.len());
    let mut changed = false;
    for c in text.chars() {
        if is_dropped(c) {
            changed = true;
            if !left_out.contains(&c) {
                left_out.push(c);
            }
        } else if let Some(composed) = composed_kana(after.chars().next_back(), c) {
            changed = true;
            after.pop();
            after.push(composed);
        } else if let Some(ideograph) = radicals::ideograph(c) {
            changed = true;
            after.push(ideograph);
        } else {
            after.push(c);
        }
    }
    changed.then(|| after.trim().to_owned())
}

/// The kana that a loose mark and the kana before it make. Only kana compose with these marks.
fn composed_kana(before: Option<char>, mark: char) -> Option<char> {
    match mark {
        '\u{3099}' | '\u{309A}' => compose(before?, mark),
        _ => None,
    }
}

/// So many characters of a cell are printed in a message.
const PRINTED: usize = 20;

fn shortened(text: &str) -> String {
    let mut printed: String = text.chars().take(PRINTED).map(|c| if c.is_control() { ' ' } else { c }).collect();
    if text.chars().nth(PRINTED).is_some() {
        printed.push('…');
    }
    printed
}

/// Bytes looked at in one go, a few cells: half-width kana stand in every fiftieth cell, and with 4 KiB most cells
/// stood beside one.
const CHUNK: usize = 128;

/// A chunk with the two bytes behind it, to which a character that begins in it may reach.
type Chunk = [u8; CHUNK + 2];

/// The parts of the text that may hold something to mend. A clean text has none and costs this one look.
fn doubtful_chunks(bytes: &[u8]) -> impl Iterator<Item = Span> {
    let is_doubtful = |&start: &usize| match bytes[start..].first_chunk() {
        Some(chunk) => is_doubtful_chunk(chunk),
        None => {
            let mut last: Chunk = [b' '; CHUNK + 2];
            last[..bytes.len() - start].copy_from_slice(&bytes[start..]);
            is_doubtful_chunk(&last)
        }
    };
    let starts = (0..bytes.len()).step_by(CHUNK).filter(is_doubtful);
    starts.map(|start| Span::new(start, (start + CHUNK).min(bytes.len())))
}

/// No early exit within a chunk, so that the loops have no branch and take many bytes at once. Nearly every chunk is
/// known to be clean by half the comparisons.
fn is_doubtful_chunk(chunk: &Chunk) -> bool {
    (0..CHUNK).fold(false, |any, at| any | may_be_doubtful(chunk[at], chunk[at + 1], chunk[at + 2]))
        && (0..CHUNK).fold(false, |any, at| any | is_doubtful(chunk[at], chunk[at + 1], chunk[at + 2]))
}

/// Whether three bytes of UTF-8 begin something that [`is_doubtful`] may be true of; full-width signs are not, nor are
/// the characters of U+2080–2E7F, of which sheets have many.
fn may_be_doubtful(one: u8, two: u8, three: u8) -> bool {
    let control = (one < b' ') & (one.wrapping_sub(b'\t') > 4) | (one == 0x0B);
    // U+001F, `?`, `_` and U+007F, `<`, a backslash
    let sign = (one & 0x9F == 0x1F) | (one == b'<') | (one == b'\\');
    // U+0080–1FFF
    let rare = is_above(one, 0xC1) & is_above(0xE2, one);
    let general = (one == 0xE2) & (is_above(0x82, two) | is_above(two, 0xB9));
    let kana_mark = (one == 0xE3) & (two == 0x82) & (three & 0xFC == 0x98);
    let leader = (one == 0xE7) & (two & 0xFE == 0xB8);
    let form = (one == 0xEF) & (two != 0xBC);
    control | sign | rare | general | kana_mark | leader | form
}

/// Whether three bytes of UTF-8 begin something that may have to be mended. Written without a branch and with few
/// comparisons: characters that sheets hardly have are doubted too.
fn is_doubtful(one: u8, two: u8, three: u8) -> bool {
    // Of white space the vertical tab alone, which Word writes in the place of a line break.
    let control = ((one < 0x20) & (one.wrapping_sub(b'\t') > 4)) | (one == 0x0B) | (one == 0x7F);
    // U+0080–009F and U+00AD are `C2`, U+061C is `D8`, U+180E is `E1`.
    let rare = (one == 0xC2) | (one == 0xD8) | (one == 0xE1);
    // U+200B–200F and 202A–202E, U+2060–206F, U+2E80–2FFF
    let zero_width = (two == 0x80) & (three & 0xD8 == 0x88);
    let general = (one == 0xE2) & (zero_width | (two == 0x81) | is_above(two, 0xB9));
    // U+3099, U+309A
    let kana_mark = (one == 0xE3) & (two == 0x82) & (three & 0xFC == 0x98);
    // 縺 is `E7 B8 BA`, 繧 `E7 B9 A7`, 繝 `E7 B9 9D`.
    let leader = (one == 0xE7) & (two & 0xFE == 0xB8) & ((three == 0xBA) | (three == 0xA7) | (three == 0x9D));
    // U+FEFF, half-width kana from U+FF61 to U+FF9F
    let half_width = ((two == 0xBD) & is_above(three, 0xA0)) | (two == 0xBE);
    let form = (one == 0xEF) & ((two == 0xBB) | half_width);
    // `<br`, `\n`, `_x000D_`
    let line_break = (one == b'<') | (one == b'\\') | (one == b'_');
    control | rare | general | kana_mark | leader | form | line_break
}

/// Whether a byte behind the first of a character is above another one. Both have the same sign, by which a processor
/// compares many bytes with half the instructions.
fn is_above(byte: u8, other: u8) -> bool {
    byte.cast_signed() > other.cast_signed()
}

#[cfg(test)]
mod tests;
