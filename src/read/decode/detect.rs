//! Which encoding the bytes of a sheet are in.
//!
//! In: bytes that are no known binary format. Out: the encoding, and the text where finding it out made the text.
//! Decoding is left to [`decode`](super). The order of the questions matters: each one is asked only when the surer
//! ones before it have said no.

use std::borrow::Cow;

use chardetng::{EncodingDetector, Iso2022JpDetection, Utf8Detection};
use encoding_rs::{DecoderResult, EUC_JP, SHIFT_JIS, UTF_8};

use super::error::{self, Error};
use super::shift_jis;
use crate::source::Encoding;

/// What the bytes are.
pub(super) struct Detected<'b> {
    pub(super) encoding: Encoding,
    /// The text, if the encoding was tried strictly and fits: nobody should have to go over the bytes twice.
    pub(super) text: Option<Cow<'b, str>>,
}

/// Finds the encoding of bytes that begin with no byte order mark.
pub(super) fn encoding(bytes: &[u8]) -> Result<Detected<'_>, Error> {
    let known = |encoding| Ok(Detected { encoding, text: None });
    let holds_nul = memchr::memchr(0, bytes).is_some();
    if holds_nul {
        error::utf32(bytes)?;
        if let Some(encoding) = utf16_without_mark(bytes) {
            return known(encoding);
        }
        error::binary(bytes)?;
    }
    if is_iso_2022_jp(bytes) {
        return known(Encoding::Iso2022Jp);
    }
    if let Some(text) = UTF_8.decode_without_bom_handling_and_without_replacement(bytes) {
        return Ok(Detected { encoding: Encoding::Utf8, text: Some(text) });
    }
    error::binary(bytes)?;
    if is_damaged_utf8(bytes) {
        return known(Encoding::Utf8);
    }
    if never_euc_jp(bytes)
        && let Some(text) = shift_jis::text(bytes)
    {
        return Ok(Detected { encoding: Encoding::ShiftJis, text: Some(text.into()) });
    }
    known(shift_jis_or_euc_jp(bytes))
}

/// The encoding that a byte order mark names, and the length of the mark.
pub(super) fn byte_order_mark(bytes: &[u8]) -> Option<(Encoding, usize)> {
    match bytes {
        [0xEF, 0xBB, 0xBF, ..] => Some((Encoding::Utf8, 3)),
        [0xFF, 0xFE, ..] => Some((Encoding::Utf16Le, 2)),
        [0xFE, 0xFF, ..] => Some((Encoding::Utf16Be, 2)),
        _ => None,
    }
}

/// So much of a file is looked at for UTF-16: hundreds of rows, whatever the size of the file.
const WINDOW: usize = 64 * 1024;

/// So much behind the first damage is looked at for more: tens of rows, more than a page.
const DAMAGE_WINDOW: usize = 16 * 1024;

/// One unit in so many may be none that Japanese text has. The 8-bit encodings, read as UTF-16, have one in three.
const UNITS_PER_STRANGE_UNIT: usize = 20;

/// Text that is ASCII to the last byte must have one NUL in so many bytes to be UTF-16. UTF-16 without a byte above
/// `7F` has few other characters than ASCII ones, of which every second byte is NUL.
const BYTES_PER_NUL: usize = 8;

/// UTF-16 by where its tabs, line ends and high bytes stand, not by how many NULs there are: a sheet in Japanese has
/// them only in tabs, line ends and digits.
fn utf16_without_mark(bytes: &[u8]) -> Option<Encoding> {
    let window = &bytes[..bytes.len().min(WINDOW)];
    let (mut little, mut big) = (Units::default(), Units::default());
    for unit in window.chunks_exact(2) {
        little.add(unit[0], unit[1]);
        big.add(unit[1], unit[0]);
    }
    // A cut-off unit begins with its low byte in one order and with its high byte in the other.
    let odd_byte_is_line_end = matches!(window.chunks_exact(2).remainder(), [b'\t' | b'\n' | b'\r']);
    let big_fits = big.are_japanese() && !odd_byte_is_line_end;
    if !(little.are_japanese() || big_fits) || is_utf8_with_stray_nul(window) {
        return None;
    }
    let low_first = little.are_japanese() && (!big_fits || little.separators >= big.separators);
    Some(if low_first { Encoding::Utf16Le } else { Encoding::Utf16Be })
}

/// What the bytes would be as UTF-16 in one byte order.
#[derive(Default)]
struct Units {
    all: usize,
    /// Tabs and line ends.
    separators: usize,
    /// Kana, ideographic punctuation, full-width forms.
    kana: usize,
    /// Ideographs that two bytes of a kana in Shift_JIS would look like (U+8200–83FF).
    shift_jis_kana: usize,
    /// What no sheet holds.
    strange: usize,
}

impl Units {
    fn add(&mut self, low: u8, high: u8) {
        self.all += 1;
        self.separators += usize::from(high == 0 && matches!(low, b'\t' | b'\n' | b'\r'));
        self.kana += usize::from(matches!(high, 0x30 | 0xFF));
        self.shift_jis_kana += usize::from(matches!(high, 0x82 | 0x83));
        self.strange += usize::from(is_strange(low, high));
    }

    fn are_japanese(&self) -> bool {
        self.separators > 0
            && self.strange * UNITS_PER_STRANGE_UNIT <= self.all
            && self.shift_jis_kana <= self.kana.max(self.separators)
    }
}

/// Whether a UTF-16 unit is none that a Japanese sheet holds: other scripts, and what tabs, line ends and the bytes of
/// 8-bit encodings look like in the place of a high byte. Surrogates do stand in sheets (𠮷).
fn is_strange(low: u8, high: u8) -> bool {
    match high {
        0x00 => low < 0x20 && !matches!(low, b'\t' | b'\n' | b'\r'),
        0x05..=0x1D | 0xA0..=0xD7 => true,
        _ => false,
    }
}

/// Whether bytes are valid UTF-8 as UTF-16 never is: with whole characters of three bytes, or with few NULs.
fn is_utf8_with_stray_nul(window: &[u8]) -> bool {
    let valid = std::str::from_utf8(window).map_or_else(|error| error.error_len().is_none(), |_| true);
    let nuls = memchr::memchr_iter(0, window).count();
    valid && (window.iter().any(|&byte| byte >= 0xE0) || nuls * BYTES_PER_NUL < window.len())
}

/// ISO-2022-JP by the escape sequences that only it has. `ESC ( B` alone switches nothing, and terminals use it too.
fn is_iso_2022_jp(bytes: &[u8]) -> bool {
    let escapes = memchr::memchr_iter(0x1B, bytes)
        .filter(|&at| {
            matches!(bytes[at + 1..], [b'$', b'@' | b'B', ..] | [b'$', b'(', b'D', ..] | [b'(', b'I' | b'J', ..])
        })
        .count();
    // It is a seven-bit encoding. A damaged byte here and there does not make it another one.
    escapes > 0 && bytes.iter().filter(|byte| !byte.is_ascii()).count() < escapes
}

/// So many whole characters of three bytes per malformed sequence make a text damaged UTF-8. Text in Shift_JIS or
/// EUC-JP has hardly one for two malformed sequences.
const CHARACTERS_PER_DAMAGE: usize = 2;

/// Text that begins with so many whole characters may be damaged worse: in the 8-bit encodings the first or second
/// character is malformed already.
const CHARACTERS_BEFORE_DAMAGE: usize = 2;

/// So many malformed sequences per whole character are too many all the same.
const DAMAGES_PER_CHARACTER: usize = 2;

/// Whether text that is no strict UTF-8 is UTF-8 all the same: cut in mid-character, or with a bad byte.
fn is_damaged_utf8(bytes: &[u8]) -> bool {
    // What stands before the first damage speaks for UTF-8 however far it is away.
    let end = encoding_rs::Encoding::utf8_valid_up_to(bytes).saturating_add(DAMAGE_WINDOW).min(bytes.len());
    let (mut wide, mut before, mut malformed, mut cut) = (0, 0, 0, false);
    let mut left = end;
    for chunk in bytes[..end].utf8_chunks() {
        wide += chunk.valid().bytes().filter(|&byte| byte >= 0xE0).count();
        if malformed == 0 {
            before = wide;
        }
        malformed += usize::from(!chunk.invalid().is_empty());
        cut = matches!(chunk.invalid(), [0xE0..=0xF4, ..]);
        left -= chunk.valid().len() + chunk.invalid().len();
        // In Shift_JIS a quarter of the window shows that even whole characters to its end would be too few.
        let too_few = wide + left / 3 < malformed * CHARACTERS_PER_DAMAGE;
        if malformed > 1 && before < CHARACTERS_BEFORE_DAMAGE && too_few {
            return false;
        }
    }
    let only_the_end_is_cut = malformed == 1 && cut && before > 0;
    let begins_well = before >= CHARACTERS_BEFORE_DAMAGE && malformed <= wide * DAMAGES_PER_CHARACTER;
    only_the_end_is_cut || begins_well || (wide > 0 && wide >= malformed * CHARACTERS_PER_DAMAGE)
}

/// Whether a byte occurs that EUC-JP has nowhere. Nearly every text in Shift_JIS has one in its first few characters:
/// hiragana begin with 82, katakana with 83.
///
/// chardetng strikes EUC-JP out at such a byte, as it does at most malformed sequences. What is left of its answers all
/// means Shift_JIS then, if that fits to the last byte (see [`shift_jis_or_euc_jp`]), and it need not be asked: it
/// feeds 27 candidates byte by byte, which was nine tenths of decoding.
fn never_euc_jp(bytes: &[u8]) -> bool {
    bytes.iter().any(|byte| matches!(byte, 0x80..=0x8D | 0x90..=0xA0 | 0xFF))
}

/// One of the two 8-bit encodings that Japanese sheets come in. With the top-level domain `jp` chardetng told 53 of 53
/// samples of a single cell right; what it answers beyond the two (a lead byte cut off at the end makes it say
/// windows-1251) is no answer here.
fn shift_jis_or_euc_jp(bytes: &[u8]) -> Encoding {
    let mut detector = EncodingDetector::new(Iso2022JpDetection::Deny);
    detector.feed(bytes, true);
    let guess = detector.guess(Some(b"jp"), Utf8Detection::Deny);
    let shift_jis = if guess == SHIFT_JIS {
        true
    } else if guess == EUC_JP {
        false
    } else {
        malformed_sequences(bytes, SHIFT_JIS) <= malformed_sequences(bytes, EUC_JP)
    };
    if shift_jis { Encoding::ShiftJis } else { Encoding::EucJp }
}

/// How many sequences an encoding cannot decode.
fn malformed_sequences(bytes: &[u8], encoding: &'static encoding_rs::Encoding) -> usize {
    let mut decoder = encoding.new_decoder_without_bom_handling();
    let mut unused = [0; 4096];
    let (mut read, mut malformed) = (0, 0);
    loop {
        let (result, count, _) = decoder.decode_to_utf8_without_replacement(&bytes[read..], &mut unused, true);
        read += count;
        match result {
            DecoderResult::InputEmpty => return malformed,
            DecoderResult::OutputFull => {}
            DecoderResult::Malformed(_, _) => malformed += 1,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::{Error, encoding, never_euc_jp, shift_jis, shift_jis_or_euc_jp};
    use crate::source::Encoding;

    /// A few rows as sheets have them; no ASCII but tabs, line ends and two codes.
    const SHEET: &str =
        "施策の方向性\t進捗区分\t所管課\r\n人権の啓発\tＢ\t人権推進課\r\n相談体制の充実\tA\t、𠮷野課\r\n";

    fn little(text: &str) -> Vec<u8> {
        text.encode_utf16().flat_map(u16::to_le_bytes).collect()
    }

    fn big(text: &str) -> Vec<u8> {
        text.encode_utf16().flat_map(u16::to_be_bytes).collect()
    }

    #[track_caller]
    fn case(bytes: &[u8], expected: Encoding) {
        assert_eq!(encoding(bytes).map(|detected| detected.encoding), Ok(expected));
    }

    #[test]
    fn utf16_without_mark_is_found_by_its_tabs_and_line_ends() {
        case(&little(SHEET), Encoding::Utf16Le);
        case(&big(SHEET), Encoding::Utf16Be);
        case(&little("く\tあ\n"), Encoding::Utf16Le);
        case(&big("く\tあ\n"), Encoding::Utf16Be);
        case(&little("a\tb\n"), Encoding::Utf16Le);
        case(&big("a\tb\n"), Encoding::Utf16Be);
        case(&little(&"一\u{3000}　\t丁\n".repeat(9000)), Encoding::Utf16Le);
        case(&big(&"一\u{3000}　\t丁\n".repeat(9000)), Encoding::Utf16Be);
    }

    #[test]
    fn utf16_may_end_in_an_odd_byte() {
        let bytes = little(SHEET);
        case(&bytes[..bytes.len() - 1], Encoding::Utf16Le);
        let bytes = big(SHEET);
        case(&bytes[..bytes.len() - 1], Encoding::Utf16Be);
    }

    #[test]
    fn utf16_may_hold_unpaired_surrogates() {
        let units = SHEET.encode_utf16().flat_map(|unit| [unit, if unit == 0x4EBA { 0xD842 } else { 0x3044 }]);
        let bytes: Vec<u8> = units.flat_map(u16::to_le_bytes).collect();
        case(&bytes, Encoding::Utf16Le);
    }

    #[test]
    fn a_stray_nul_makes_no_utf16() {
        for stray in ["\0", "\0\t", "\0\n", "\n\0", "\t\0"] {
            for at in [0, 6, 7, 13] {
                let characters: Vec<char> = SHEET.chars().collect();
                let (before, after) = characters.split_at(at);
                let text: String = before.iter().collect::<String>() + stray + &after.iter().collect::<String>();
                case(text.as_bytes(), Encoding::Utf8);
                let sheet = text.replace('𠮷', "吉");
                case(&encoding_rs::SHIFT_JIS.encode(&sheet).0, Encoding::ShiftJis);
                case(&encoding_rs::EUC_JP.encode(&sheet).0, Encoding::EucJp);
            }
        }
        case(b"abcd\0\tefg", Encoding::Utf8);
        case(b"A\tB\n1\0\t2\n", Encoding::Utf8);
    }

    #[test]
    fn iso_2022_jp_is_found_by_its_escapes() {
        case(&encoding_rs::ISO_2022_JP.encode("人権の啓発\tA\n").0, Encoding::Iso2022Jp);
        case(b"\x1B(I12\x1B(B\tA\n", Encoding::Iso2022Jp);
        case(b"plain \x1B(B text\n", Encoding::Utf8);
        case("\x1B$B 施策の方向性".as_bytes(), Encoding::Utf8);
    }

    #[test]
    fn damaged_utf8_stays_utf8() {
        let cut = &SHEET.as_bytes()[..SHEET.find('課').map_or(0, |at| at + 1)];
        case(cut, Encoding::Utf8);
        case(b"\xE3\x81\t", Encoding::ShiftJis);
        case("施\u{0}".as_bytes(), Encoding::Utf8);
        let mut bytes = SHEET.repeat(3000).into_bytes();
        bytes.push(0xFF);
        bytes.extend_from_slice("終わり\n".as_bytes());
        case(&bytes, Encoding::Utf8);
    }

    #[test]
    fn shift_jis_and_euc_jp_are_told_apart() {
        for sheet in ["人権の啓発\tA\t人権推進課\n", "ア\n", "ｱﾝｹｰﾄの実施\tＢ\n", "①㈱髙﨑\tい\n"]
        {
            case(&encoding_rs::SHIFT_JIS.encode(sheet).0, Encoding::ShiftJis);
        }
        case(&encoding_rs::EUC_JP.encode("人権の啓発\tA\t人権推進課\n").0, Encoding::EucJp);
    }

    #[test]
    fn a_lead_byte_cut_off_at_the_end_is_still_shift_jis() {
        let (bytes, _, _) = encoding_rs::SHIFT_JIS.encode("人権の啓発\tA\t人権推進課");
        case(&bytes[..bytes.len() - 1], Encoding::ShiftJis);
    }

    #[test]
    fn other_binary_is_refused() {
        let bytes: Vec<u8> = (0_u32..4000).map(|number| (number.wrapping_mul(2_654_435_761) >> 13) as u8).collect();
        assert_eq!(encoding(&bytes).map(|detected| detected.encoding), Err(Error::Binary));
        assert_eq!(encoding(&[0; 400]).map(|detected| detected.encoding), Err(Error::Binary));
    }

    #[test]
    fn nothing_is_empty_utf8() {
        case(b"", Encoding::Utf8);
    }

    #[test]
    fn what_needs_no_asking_is_what_the_answer_would_be() {
        let mut seed: u64 = 11;
        let mut below = |end: usize| {
            seed = seed.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
            usize::try_from(seed >> 33).expect("31 bits fit") % end
        };
        let mut unasked = 0;
        for _ in 0..20_000 {
            let (pairs, kinds) = (below(40), 1 + below(6));
            let piece = |kind: usize, one: usize, two: usize| match kind {
                0 => vec![0x81 + (one % 31) as u8, 0x40 + (two % 189) as u8],
                1 => vec![0xE0 + (one % 29) as u8, 0x40 + (two % 189) as u8],
                2 => vec![0x82, 0x9F + (two % 83) as u8],
                3 => vec![0x20 + (one % 95) as u8, b'\t'],
                4 => vec![0xA1 + (one % 63) as u8],
                _ => vec![0x80],
            };
            let bytes: Vec<u8> = (0..pairs).flat_map(|_| piece(below(kinds), below(256), below(256))).collect();
            if never_euc_jp(&bytes) && shift_jis::text(&bytes).is_some() {
                unasked += 1;
                assert_eq!(shift_jis_or_euc_jp(&bytes), Encoding::ShiftJis, "{bytes:02X?}");
            }
        }
        assert!(unasked > 1000, "only {unasked} of the texts were decided");
    }
}
