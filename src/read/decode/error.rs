//! Inputs that are refused because they are no sheet at all.
//!
//! In: the bytes, or the text. Out: an [`Error`] that says what the file is and how to export the sheet. Which encoding
//! a text has is left to [`detect`](super::detect).

use crate::diagnostic::{Text, text};
use crate::source::Span;

/// Why an input cannot be read as a sheet.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{}", self.text().en)]
pub enum Error {
    /// `.xlsx`, `.ods`, `.zip`: begins with `PK`.
    Zip,
    /// `.xls`: begins with `D0 CF 11 E0`.
    OldWorkbook,
    /// `.pdf`: begins with `%PDF`.
    Pdf,
    /// `.rtf`: begins with `{\rtf`.
    RichText,
    /// `.png`, `.jpg`, `.gif`, `.tif`.
    Image,
    /// `.gz`, `.7z`, `.rar`, `.bz2`, `.xz`.
    Archive,
    /// UTF-32: a byte order mark of four bytes.
    Utf32,
    /// Anything else with control characters throughout.
    Binary,
    /// More lines than a spreadsheet has rows.
    TooManyLines,
    /// More bytes than a [`Span`] reaches over.
    TooLarge,
}

impl Error {
    /// The message in both languages.
    pub fn text(&self) -> Text {
        let (ja, en) = self.found();
        let (ja_export, en_export) = self.export();
        let (ja_expected, en_expected) = match self {
            Self::TooManyLines | Self::TooLarge => ("一つのシート", "a single sheet"),
            _ => ("タブ区切りのテキスト", "tab-separated text"),
        };
        text(
            format!("{ja}。{ja_expected}が必要です。{ja_export}"),
            format!("{en}, where {en_expected} was expected; {en_export}"),
        )
    }

    /// What the file is.
    fn found(&self) -> (&'static str, &'static str) {
        match self {
            Self::Zip => (
                "Excel ブックなどの zip ファイルです（先頭が「PK」）",
                "an Excel workbook or another zip file (it begins with `PK`)",
            ),
            Self::OldWorkbook => (
                "古い形式の Excel ブックなどの Office 文書です（先頭が「D0 CF 11 E0」）",
                "an old Excel workbook or another Office document (it begins with `D0 CF 11 E0`)",
            ),
            Self::Pdf => ("PDF です（先頭が「%PDF」）", "a PDF (it begins with `%PDF`)"),
            Self::RichText => ("リッチテキストです（先頭が「{\\rtf」）", "rich text (it begins with `{\\rtf`)"),
            Self::Image => ("画像です", "an image"),
            Self::Archive => ("圧縮ファイルです", "a compressed file"),
            Self::Utf32 => ("文字コードが「UTF-32」です", "text in `UTF-32`"),
            Self::Binary => ("テキストではないファイルです", "a file that is not text"),
            Self::TooManyLines => (
                "Excel の上限（1,048,576 行）より行が多いファイルです",
                "a file of more lines than Excel has rows (1,048,576)",
            ),
            Self::TooLarge => ("4 GiB より大きいファイルです", "a file of more than 4 GiB"),
        }
    }

    /// How to get at a sheet that can be read.
    fn export(&self) -> (&'static str, &'static str) {
        match self {
            Self::Pdf | Self::Image => (
                "元の表を Excel で開き、「名前を付けて保存」で「Unicode テキスト」か「CSV UTF-8」を選んでください",
                "open the original sheet in Excel, use 「名前を付けて保存」 and choose 「Unicode テキスト」 or 「CSV UTF-8」",
            ),
            Self::Archive => (
                "展開してから、Excel の「名前を付けて保存」で「Unicode テキスト」か「CSV UTF-8」を選んでください",
                "unpack it, then in Excel use 「名前を付けて保存」 and choose 「Unicode テキスト」 or 「CSV UTF-8」",
            ),
            Self::TooManyLines | Self::TooLarge => {
                ("シートごとに分けてください", "split it into a file for each sheet")
            }
            Self::Zip | Self::OldWorkbook | Self::RichText | Self::Utf32 | Self::Binary => (
                "Excel の「名前を付けて保存」で「Unicode テキスト」か「CSV UTF-8」を選んでください",
                "in Excel, use 「名前を付けて保存」 and choose 「Unicode テキスト」 or 「CSV UTF-8」",
            ),
        }
    }
}

/// First bytes of files that people take for a sheet. `PK` alone could begin a text; the two bytes after it could not.
const MAGIC: &[(&[u8], Error)] = &[
    (b"PK\x03\x04", Error::Zip),
    (b"PK\x05\x06", Error::Zip),
    (b"PK\x07\x08", Error::Zip),
    (b"\xD0\xCF\x11\xE0", Error::OldWorkbook),
    (b"%PDF", Error::Pdf),
    (b"{\\rtf", Error::RichText),
    (b"\x89PNG\r\n", Error::Image),
    (b"\xFF\xD8\xFF", Error::Image),
    (b"GIF87a", Error::Image),
    (b"GIF89a", Error::Image),
    (b"II*\x00", Error::Image),
    (b"MM\x00*", Error::Image),
    (b"\x1F\x8B\x08", Error::Archive),
    (b"7z\xBC\xAF\x27\x1C", Error::Archive),
    (b"Rar!\x1A\x07", Error::Archive),
    (b"BZh91AY&SY", Error::Archive),
    (b"\xFD7zXZ\x00", Error::Archive),
];

/// Refuses a file whose first bytes say that it is no text.
pub(super) fn known_magic(bytes: &[u8]) -> Result<(), Error> {
    match MAGIC.iter().find(|(magic, _)| bytes.starts_with(magic)) {
        Some(&(_, error)) => Err(error),
        None => Ok(()),
    }
}

/// Refuses UTF-32 by its mark and its first characters: `FF FE 00 00` alone could be UTF-16 that begins with a NUL. No
/// plane above the third has characters of a sheet; a tab in UTF-16 would look like plane 9.
pub(super) fn utf32(bytes: &[u8]) -> Result<(), Error> {
    let units = || bytes.chunks_exact(4).take(16);
    let little = bytes.starts_with(&[0xFF, 0xFE, 0, 0]) && units().all(|unit| unit[3] == 0 && unit[2] <= 3);
    let big = bytes.starts_with(&[0, 0, 0xFE, 0xFF]) && units().all(|unit| unit[0] == 0 && unit[1] <= 3);
    if little || big { Err(Error::Utf32) } else { Ok(()) }
}

/// The rows of an Excel worksheet since 2007: nothing with more lines was exported from one. A row takes some hundred
/// bytes of memory however short it is, and a file of a gigabyte of line breaks would take all there is.
const MOST_LINES: usize = 1 << 20;

/// Refuses a text of too many lines or bytes.
pub(super) fn length(text: &str) -> Result<(), Error> {
    let bytes = text.as_bytes();
    if bytes.len() > Span::MOST {
        return Err(Error::TooLarge);
    }
    // Nearly every text is shorter than that many line breaks.
    if bytes.len() <= MOST_LINES {
        return Ok(());
    }
    let ends_line = |at: &usize| bytes[*at] == b'\n' || bytes.get(at + 1) != Some(&b'\n');
    let past_the_most = memchr::memchr2_iter(b'\n', b'\r', bytes).filter(ends_line).nth(MOST_LINES);
    if past_the_most.is_some() { Err(Error::TooManyLines) } else { Ok(()) }
}

/// Fewer control characters than this are left over from a terminal or an old host, however short the text is.
const STRAY_CONTROLS: usize = 16;

/// One control character in so many bytes makes a file binary. Random bytes have one in ten, executables and images
/// more, the dirtiest host export seen one in a few hundred; between them this is an untested guess.
const BYTES_PER_CONTROL: usize = 20;

/// Refuses a file with control characters throughout. To be asked where UTF-16 is ruled out.
pub(super) fn binary(bytes: &[u8]) -> Result<(), Error> {
    // Counted in bytes, of which the machine adds up many at once; a count of their own for all made this a tenth of
    // decoding.
    let count = |chunk: &[u8]| chunk.iter().fold(0, |count: u8, &byte| count + u8::from(is_foreign_to_text(byte)));
    let controls: usize = bytes.chunks(usize::from(u8::MAX)).map(|chunk| usize::from(count(chunk))).sum();
    if controls >= STRAY_CONTROLS && controls * BYTES_PER_CONTROL > bytes.len() { Err(Error::Binary) } else { Ok(()) }
}

/// White space, the escape of ISO-2022-JP and the end-of-file mark of old systems do stand in text.
fn is_foreign_to_text(byte: u8) -> bool {
    matches!(byte, 0x00..=0x08 | 0x0E..=0x19 | 0x1C..=0x1F)
}

#[cfg(test)]
mod tests {
    use super::{Error, MOST_LINES, binary, known_magic, length, utf32};

    #[test]
    fn messages_say_what_was_found_and_how_to_export() {
        assert_eq!(
            Error::Zip.to_string(),
            "an Excel workbook or another zip file (it begins with `PK`), where tab-separated text was expected; \
             in Excel, use 「名前を付けて保存」 and choose 「Unicode テキスト」 or 「CSV UTF-8」"
        );
        assert_eq!(
            Error::OldWorkbook.text().ja,
            "古い形式の Excel ブックなどの Office 文書です（先頭が「D0 CF 11 E0」）。タブ区切りのテキストが必要です。\
             Excel の「名前を付けて保存」で「Unicode テキスト」か「CSV UTF-8」を選んでください"
        );
        assert_eq!(
            Error::Pdf.to_string(),
            "a PDF (it begins with `%PDF`), where tab-separated text was expected; open the original sheet in Excel, \
             use 「名前を付けて保存」 and choose 「Unicode テキスト」 or 「CSV UTF-8」"
        );
    }

    #[test]
    fn first_bytes_name_the_format() {
        assert_eq!(known_magic(b"PK\x03\x04\x14\x00"), Err(Error::Zip));
        assert_eq!(known_magic(b"%PDF-1.7"), Err(Error::Pdf));
        assert_eq!(known_magic(b"\xFF\xD8\xFF\xE0"), Err(Error::Image));
        assert_eq!(known_magic("PK戦の評価\tA\n".as_bytes()), Ok(()));
        assert_eq!(known_magic(b""), Ok(()));
    }

    #[test]
    fn utf32_is_told_from_utf16_that_begins_with_a_nul() {
        assert_eq!(utf32(b"\xFF\xFE\0\0A\0\0\0"), Err(Error::Utf32));
        assert_eq!(utf32(b"\0\0\xFE\xFF\0\0\0A"), Err(Error::Utf32));
        assert_eq!(utf32(b"\xFF\xFE\0\0A\0\t\0"), Ok(()));
    }

    #[test]
    fn a_text_of_more_lines_than_excel_has_rows_is_no_sheet() {
        for line in ["\n", "\r\n", "\r", "x\n"] {
            assert_eq!(length(&line.repeat(MOST_LINES)), Ok(()));
            assert_eq!(length(&line.repeat(MOST_LINES + 1)), Err(Error::TooManyLines));
        }
        assert_eq!(
            Error::TooManyLines.to_string(),
            "a file of more lines than Excel has rows (1,048,576), where a single sheet was expected; \
             split it into a file for each sheet"
        );
    }

    #[test]
    fn control_characters_throughout_make_a_file_binary() {
        assert_eq!(binary(&[0; 64]), Err(Error::Binary));
        assert_eq!(binary(b"A\0\0\0\0\tB\n"), Ok(()));
    }
}
