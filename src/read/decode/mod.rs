//! Bytes to [`Source`]: which encoding they are in, and the text.
//!
//! In: the bytes of one input, and the encoding if the user names it. Out: the decoded text without its byte order
//! mark, or an [`Error`] for what is no text. Malformed sequences stand in the text as U+FFFD, each run of them with a
//! finding; private-use characters (外字) are kept, each run with a finding. A byte order mark in the middle of the
//! text is left to [`repair`](super::repair).

pub(in crate::read) mod capped;
mod detect;
mod error;
mod shift_jis;

use std::borrow::Cow;

use encoding_rs::DecoderResult;

pub use self::error::Error;

use self::capped::Capped;
use crate::diagnostic::{Findings, Text};
use crate::read::rules::{private_use_character, undecodable_bytes};
use crate::source::{Encoding, Source, Span};

/// Decodes an input. `name` is its path as given; `encoding` is what the user asked for, else it is found out.
pub fn source<'b>(
    name: impl Into<String>,
    bytes: &'b [u8],
    encoding: Option<Encoding>,
    found: &mut Findings,
) -> Result<Source<'b>, Error> {
    error::known_magic(bytes)?;
    let (encoding, mark, text) = match (encoding, detect::byte_order_mark(bytes)) {
        (Some(asked), Some((marked, mark))) if same_family(asked, marked) => (marked, mark, None),
        (Some(asked), _) => (asked, 0, None),
        (None, Some((marked, mark))) => {
            error::utf32(bytes)?;
            (marked, mark, None)
        }
        (None, None) => {
            let detected = detect::encoding(bytes)?;
            (detected.encoding, 0, detected.text)
        }
    };
    let text = text.unwrap_or_else(|| decoded(&bytes[mark..], encoding, found));
    error::length(&text)?;
    private_use_characters(&text, found);
    Ok(Source::new(name.into(), bytes, encoding, mark > 0, text))
}

/// The encoding that a user's word names, in any case, with or without its hyphens. `utf-16` alone means low byte
/// first unless the byte order mark says otherwise.
pub fn encoding_named(name: &str) -> Option<Encoding> {
    let bare: String = name.chars().filter(|c| !matches!(c, '-' | '_')).map(|c| c.to_ascii_lowercase()).collect();
    match bare.as_str() {
        "utf8" => Some(Encoding::Utf8),
        "shiftjis" | "sjis" | "cp932" | "windows31j" | "ms932" => Some(Encoding::ShiftJis),
        "utf16" | "utf16le" => Some(Encoding::Utf16Le),
        "utf16be" => Some(Encoding::Utf16Be),
        "eucjp" => Some(Encoding::EucJp),
        "iso2022jp" => Some(Encoding::Iso2022Jp),
        _ => None,
    }
}

/// Whether a byte order mark fits the encoding that was asked for. Between the two orders of UTF-16 the mark decides:
/// in the other order it would be a code point that is no character.
fn same_family(asked: Encoding, marked: Encoding) -> bool {
    match asked {
        Encoding::Utf16Le | Encoding::Utf16Be => matches!(marked, Encoding::Utf16Le | Encoding::Utf16Be),
        Encoding::Utf8 | Encoding::ShiftJis | Encoding::EucJp | Encoding::Iso2022Jp => asked == marked,
    }
}

/// The decoder of an encoding.
fn codec(encoding: Encoding) -> &'static encoding_rs::Encoding {
    match encoding {
        Encoding::Utf8 => encoding_rs::UTF_8,
        Encoding::ShiftJis => encoding_rs::SHIFT_JIS,
        Encoding::Utf16Le => encoding_rs::UTF_16LE,
        Encoding::Utf16Be => encoding_rs::UTF_16BE,
        Encoding::EucJp => encoding_rs::EUC_JP,
        Encoding::Iso2022Jp => encoding_rs::ISO_2022_JP,
    }
}

/// The text of bytes without a mark. Borrowed where the bytes are the text.
fn decoded<'b>(bytes: &'b [u8], encoding: Encoding, found: &mut Findings) -> Cow<'b, str> {
    let strictly = match encoding {
        Encoding::Utf8 => encoding_rs::UTF_8.decode_without_bom_handling_and_without_replacement(bytes),
        Encoding::ShiftJis => shift_jis::text(bytes).map(Cow::Owned),
        Encoding::Utf16Le | Encoding::Utf16Be | Encoding::EucJp | Encoding::Iso2022Jp => None,
    };
    if let Some(text) = strictly {
        return text;
    }
    let mut decoder = codec(encoding).new_decoder_without_bom_handling();
    let mut text = String::with_capacity(expected_length(bytes.len()));
    let mut runs = Runs::new(bytes, encoding);
    // Decoding straight into the text would clear all of its room behind each malformed sequence.
    let mut piece = "\0".repeat(DECODED_AT_ONCE);
    let mut read = 0;
    loop {
        let (result, count, written) = decoder.decode_to_str_without_replacement(&bytes[read..], &mut piece, true);
        read += count;
        text.push_str(&piece[..written]);
        match result {
            DecoderResult::InputEmpty => break,
            DecoderResult::OutputFull => {}
            DecoderResult::Malformed(length, after) => {
                let end = read - usize::from(after);
                runs.add(Span::new(end - usize::from(length), end), text.len(), found);
                text.push(char::REPLACEMENT_CHARACTER);
            }
        }
    }
    runs.finish(found);
    Cow::Owned(text)
}

/// So many bytes of text are decoded at once: what stays in a processor's cache.
const DECODED_AT_ONCE: usize = 8192;

/// Room for the text of so many bytes. Two bytes of Japanese become three; what needs more room asks again.
fn expected_length(bytes: usize) -> usize {
    bytes + bytes / 2 + 64
}

/// Malformed sequences, adjacent ones taken together.
struct Runs<'b> {
    bytes: &'b [u8],
    encoding: Encoding,
    capped: Capped,
    /// The bytes of the open run, and its place in the text.
    open: Option<(Span, Span)>,
}

impl<'b> Runs<'b> {
    fn new(bytes: &'b [u8], encoding: Encoding) -> Self {
        Self { bytes, encoding, capped: Capped::new(&undecodable_bytes::UNDECODABLE_BYTES), open: None }
    }

    /// Adds the malformed bytes for which U+FFFD will stand at `at`.
    fn add(&mut self, malformed: Span, at: usize, found: &mut Findings) {
        let replacement = Span::new(at, at + char::REPLACEMENT_CHARACTER.len_utf8());
        if let Some((bytes, text)) = &mut self.open
            && text.end() == at
        {
            *bytes = bytes.to(malformed);
            *text = text.to(replacement);
            return;
        }
        self.close(found);
        self.open = Some((malformed, replacement));
    }

    fn close(&mut self, found: &mut Findings) {
        let Some((bytes, span)) = self.open.take() else { return };
        let (sequence, encoding) = (&self.bytes[bytes.range()], self.encoding);
        self.capped.push(span, found, || undecodable(sequence, encoding));
    }

    fn finish(mut self, found: &mut Findings) {
        self.close(found);
        self.capped.finish(found);
    }
}

/// So many bytes or code points of a run are printed.
const PRINTED: usize = 16;

/// The wording for a run of malformed sequences.
fn undecodable(sequence: &[u8], encoding: Encoding) -> (Text, Option<Text>) {
    let printed = listed(sequence.iter().map(|byte| format!("{byte:02X}")), sequence.len());
    undecodable_bytes::words(&printed, encoding)
}

/// The first items with spaces between, and `…` where there are more.
fn listed(items: impl Iterator<Item = String>, count: usize) -> String {
    let mut printed = items.take(PRINTED).collect::<Vec<_>>().join(" ");
    if count > PRINTED {
        printed.push_str(" …");
    }
    printed
}

/// Reports each run of private-use characters. They stay as they are: nobody but the sender knows what they mean.
fn private_use_characters(text: &str, found: &mut Findings) {
    if !may_hold_private_use(text.as_bytes()) {
        return;
    }
    let mut capped = Capped::new(&private_use_character::PRIVATE_USE_CHARACTER);
    let mut end = 0;
    while let Some(start) = text[end..].find(is_private_use).map(|at| end + at) {
        end = text[start..].find(|c| !is_private_use(c)).map_or(text.len(), |at| start + at);
        capped.push(Span::new(start, end), found, || private_use(&text[start..end]));
    }
    capped.finish(found);
}

/// The wording for a run of private-use characters.
fn private_use(run: &str) -> (Text, Option<Text>) {
    let printed = listed(run.chars().map(|c| format!("U+{:04X}", u32::from(c))), run.chars().count());
    private_use_character::words(&printed)
}

/// The private-use area, and planes 15 and 16.
fn is_private_use(c: char) -> bool {
    matches!(c, '\u{E000}'..='\u{F8FF}' | '\u{F0000}'..='\u{10FFFF}')
}

/// Bytes looked at in one go: long enough for the machine to take many at once, short enough to stop early.
const CHUNK: usize = 4096;

/// Whether a byte pair occurs with which the UTF-8 of a private-use character begins. Rarely true without one, and
/// then only the slow look is made in vain.
fn may_hold_private_use(bytes: &[u8]) -> bool {
    let mut start = 0;
    while start + 1 < bytes.len() {
        let end = (start + CHUNK).min(bytes.len() - 1);
        let pairs = bytes[start..end].iter().zip(&bytes[start + 1..=end]);
        // No early exit within a chunk, so that the loop has no branch.
        if pairs.fold(false, |any, (&lead, &next)| any | begins_private_use(lead, next)) {
            return true;
        }
        start = end;
    }
    false
}

/// U+E000 is `EE 80 80`, U+F8FF is `EF A3 BF`, plane 15 begins with `F3 B0`, plane 16 with `F4`. Planes from `F1` on
/// hold hardly anything else.
fn begins_private_use(lead: u8, next: u8) -> bool {
    (lead == 0xEE) | (lead > 0xF0) | ((lead == 0xEF) & (next <= 0xA3))
}

#[cfg(test)]
mod tests;
