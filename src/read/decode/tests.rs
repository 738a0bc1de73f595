//! Tests of decoding: what the text is, and what is said about it.

use std::borrow::Cow;

use super::{Error, encoding_named, source};
use crate::diagnostic::Findings;
use crate::source::{Encoding, Source, Span};

fn read(bytes: &[u8], encoding: Option<Encoding>) -> (Source<'_>, Vec<(Span, String, String)>) {
    let mut found = Findings::default();
    let source = source("test".to_owned(), bytes, encoding, &mut found).expect("the bytes are text");
    let found = found.in_sheet_order().into_iter();
    let found = found.map(|found| (found.span, found.message.ja.to_string(), found.message.en.to_string())).collect();
    (source, found)
}

#[track_caller]
fn case(bytes: &[u8], text: &str, encoding: Encoding, bom: bool) {
    let (source, found) = read(bytes, None);
    assert_eq!((source.text(), source.encoding(), source.bom()), (text, encoding, bom));
    assert_eq!(found, []);
}

#[test]
fn a_byte_order_mark_names_the_encoding_and_is_not_text() {
    case(b"\xEF\xBB\xBFA\tB", "A\tB", Encoding::Utf8, true);
    case(b"\xFF\xFEA\0\t\0", "A\t", Encoding::Utf16Le, true);
    case(b"\xFE\xFF\0A\0\t", "A\t", Encoding::Utf16Be, true);
    case(b"\xFF\xFE", "", Encoding::Utf16Le, true);
    case(b"\xEF\xBB\xBF\xEF\xBB\xBFA", "\u{FEFF}A", Encoding::Utf8, true);
}

#[test]
fn every_encoding_of_a_sheet_gives_one_text() {
    let text = "施策の方向性\t進捗区分\r\n人権の啓発～①\tＢ\r\n";
    case(text.as_bytes(), text, Encoding::Utf8, false);
    case(&encoding_rs::SHIFT_JIS.encode(text).0, text, Encoding::ShiftJis, false);
    case(&encoding_rs::EUC_JP.encode(text).0, text, Encoding::EucJp, false);
    case(&encoding_rs::ISO_2022_JP.encode(text).0, text, Encoding::Iso2022Jp, false);
    let little: Vec<u8> = text.encode_utf16().flat_map(u16::to_le_bytes).collect();
    case(&little, text, Encoding::Utf16Le, false);
    let big: Vec<u8> = text.encode_utf16().flat_map(u16::to_be_bytes).collect();
    case(&big, text, Encoding::Utf16Be, false);
    case(b"", "", Encoding::Utf8, false);
}

#[test]
fn utf8_is_borrowed() {
    let bytes = "人権の啓発\tA\n".as_bytes();
    assert!(matches!(super::decoded(bytes, Encoding::Utf8, &mut Findings::default()), Cow::Borrowed(_)));
    assert_eq!(read(bytes, None).0.text().as_ptr(), bytes.as_ptr());
}

#[test]
fn what_the_user_asks_for_is_done() {
    let (bytes, _, _) = encoding_rs::SHIFT_JIS.encode("人権");
    assert_eq!(read(&bytes, Some(Encoding::ShiftJis)).0.text(), "人権");
    assert_eq!(read(b"\xFE\xFF\0A", Some(Encoding::Utf16Le)).0.text(), "A");
    assert_eq!(read(b"\xFE\xFF\0A", Some(Encoding::Utf16Le)).0.encoding(), Encoding::Utf16Be);
    assert_eq!(read(b"\xEF\xBB\xBFA", Some(Encoding::Utf8)).0.text(), "A");
    assert_eq!(read(b"\xEF\xBB\xBFA", Some(Encoding::ShiftJis)).0.text(), "\u{FFFD}\u{FF7F}A");
}

#[test]
fn adjacent_malformed_sequences_are_one_finding() {
    let (source, found) = read(b"\xE4\xBA\xBA\xE6\xA8\xA9\t\xFF\xFE\xE6\xA8\tA\xE6\n", None);
    assert_eq!(source.text(), "人権\t\u{FFFD}\u{FFFD}\u{FFFD}\tA\u{FFFD}\n");
    assert_eq!(source.encoding(), Encoding::Utf8);
    let expected = [
        (Span::new(7, 16), "「FF FE E6 A8」は UTF-8 の文字ではありません", "`FF FE E6 A8` is no character in UTF-8"),
        (Span::new(18, 21), "「E6」は UTF-8 の文字ではありません", "`E6` is no character in UTF-8"),
    ];
    assert_eq!(found, expected.map(|(span, ja, en)| (span, ja.to_owned(), en.to_owned())));
}

#[test]
fn a_lead_byte_before_a_tab_leaves_the_tab() {
    let (source, found) = read(b"\x90l\x8C\xA0\x82\tA\n", Some(Encoding::ShiftJis));
    assert_eq!(source.text(), "人権\u{FFFD}\tA\n");
    assert_eq!(found[0].2, "`82` is no character in Shift_JIS");
}

#[test]
fn utf16_that_ends_in_an_odd_byte_or_lacks_a_surrogate_is_read() {
    let (source, found) = read(b"\xFF\xFEA\0\x42\xD8\t\0B", None);
    assert_eq!(source.text(), "A\u{FFFD}\t\u{FFFD}");
    let english: Vec<&str> = found.iter().map(|(_, _, english)| english.as_str()).collect();
    assert_eq!(english, ["`42 D8` is no character in UTF-16LE", "`42` is no character in UTF-16LE"]);
}

#[test]
fn a_wrong_encoding_does_not_flood() {
    let bytes = "人\t".repeat(500).into_bytes();
    let (_, found) = read(&bytes, Some(Encoding::Iso2022Jp));
    assert_eq!(found.len(), 101);
    assert_eq!(
        found[100].2,
        "`undecodable-bytes` was found 400 more times from here on; only the first 100 are listed"
    );
}

#[test]
fn private_use_characters_are_kept_and_reported_by_run() {
    let (source, found) = read(b"\xF0\x40\xF0\x41\x90l\t\xF0\x40\n", Some(Encoding::ShiftJis));
    assert_eq!(source.text(), "\u{E000}\u{E001}人\t\u{E000}\n");
    assert_eq!(
        found[0],
        (
            Span::new(0, 6),
            "「U+E000 U+E001」は外字です。作成した環境以外では読めません".to_owned(),
            "`U+E000 U+E001` is a private-use character (外字), which only the sender's machine can show".to_owned()
        )
    );
    assert_eq!(found[1].0, Span::new(10, 13));
    let plane = "𠮷\u{FE00}Ａ\u{FFFD}（\u{10FFFD}\u{F0000}";
    let (_, found) = read(plane.as_bytes(), None);
    assert_eq!(found.iter().map(|found| found.0).collect::<Vec<_>>(), [Span::new(16, 24)]);
    let far = format!("{}\u{F8FF}", "あ".repeat(5000));
    assert_eq!(read(far.as_bytes(), None).1.len(), 1);
    assert_eq!(read("①㈱Ａ～！\u{F900}😀".as_bytes(), None).1, []);
}

#[test]
fn what_is_no_text_is_refused() {
    let refused = |bytes: &[u8]| source(String::new(), bytes, None, &mut Findings::default()).map(|_| ());
    assert_eq!(refused(b"PK\x03\x04 xl/workbook.xml"), Err(Error::Zip));
    assert_eq!(refused(b"\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1"), Err(Error::OldWorkbook));
    assert_eq!(refused(b"\xFF\xFE\0\0A\0\0\0"), Err(Error::Utf32));
    assert_eq!(refused(&[0x7F, b'E', b'L', b'F', 2, 1, 1, 0].repeat(9)), Err(Error::Binary));
}

#[test]
fn encodings_have_the_names_that_people_use() {
    let names = [
        ("utf-8", Encoding::Utf8),
        ("UTF8", Encoding::Utf8),
        ("Shift_JIS", Encoding::ShiftJis),
        ("sjis", Encoding::ShiftJis),
        ("CP932", Encoding::ShiftJis),
        ("windows-31j", Encoding::ShiftJis),
        ("MS932", Encoding::ShiftJis),
        ("utf-16le", Encoding::Utf16Le),
        ("UTF-16BE", Encoding::Utf16Be),
        ("utf-16", Encoding::Utf16Le),
        ("EUC-JP", Encoding::EucJp),
        ("iso-2022-jp", Encoding::Iso2022Jp),
    ];
    for (name, encoding) in names {
        assert_eq!(encoding_named(name), Some(encoding), "{name}");
    }
    for encoding in Encoding::ALL {
        assert_eq!(encoding_named(encoding.name()), Some(encoding));
    }
    assert_eq!(encoding_named("latin1"), None);
    assert_eq!(encoding_named(""), None);
}
