//! Tests of mending: what a cell says after it, what is said about it, and that once is enough.

use std::borrow::Cow;

use super::{doubtful_chunks, is_doubtful, is_dropped, may_be_doubtful, mended, rows};
use crate::diagnostic::Findings;
use crate::read::lex;
use crate::record::RepairKind;
use crate::source::{Encoding, Source, Span};

fn source(text: &str) -> Source<'_> {
    Source::new("test".to_owned(), text.as_bytes(), Encoding::Utf8, false, text.into())
}

/// What a cell says, and what was done to it.
type Mended = (String, Option<RepairKind>);

/// Where a finding stands, and its message in Japanese and in English.
type Said = (Span, String, String);

/// All cells, and the findings.
fn repaired(text: &str) -> (Vec<Mended>, Vec<Said>) {
    let source = source(text);
    let mut found = Findings::default();
    let cut = lex::rows(&source, b'\t', &mut Findings::default());
    let once = rows(cut, &source, &mut found);
    let twice = rows(once.clone(), &source, &mut Findings::default());
    let cells = |rows: &lex::Rows<'_>| -> Vec<Mended> {
        rows.cells.iter().map(|cell| (cell.text.clone().into_owned(), cell.mended)).collect()
    };
    assert_eq!(cells(&once), cells(&twice), "repairing twice equals once: {text:?}");
    assert!(once.cells.iter().all(|cell| cell.text.trim() == cell.text));
    let found = found.in_sheet_order().into_iter();
    (
        cells(&once),
        found.map(|found| (found.span, found.message.ja.to_string(), found.message.en.to_string())).collect(),
    )
}

#[track_caller]
fn case(text: &str, expected: &str, kind: RepairKind) {
    let (cells, _) = repaired(&format!("A\t{text}\tB\n"));
    assert_eq!(cells, [("A".to_owned(), None), (expected.to_owned(), Some(kind)), ("B".to_owned(), None)]);
}

#[test]
fn characters_are_mended() {
    case("⽂書の⼊⼿と⻑期⺠間", "文書の入手と長期民間", RepairKind::Characters);
    case("か\u{3099}いこ\u{3099}、ハ\u{309A}ン", "がいご、パン", RepairKind::Characters);
    case("か\u{200B}\u{3099}い", "がい", RepairKind::Characters);
    case("人\u{FEFF}権\u{0}の\u{AD}啓\u{7F}発", "人権の啓発", RepairKind::Characters);
    case("\u{FEFF} 人権 \u{200E}", "人権", RepairKind::Characters);
    case("\u{200B}", "", RepairKind::Characters);
    case("\"一\u{8}\n二\"", "一\n二", RepairKind::Characters);
    case("一<b\u{200B}r>二\\n三_x000D_四", "一\n二\n三\n四", RepairKind::Characters);
}

#[test]
fn mojibake_is_undone_and_then_mended_itself() {
    case("隧穂ｾ｡", "評価", RepairKind::Mojibake);
    case("莠ｺ\u{200B}讓ｩ", "人権", RepairKind::Mojibake);
    case("縺ゅ＞", "あい", RepairKind::Mojibake);
    let (cells, found) = repaired("蜈ｬ蝨偵");
    assert_eq!(cells, [("蜈ｬ蝨偵".to_owned(), None)]);
    assert_eq!(
        found[0].2,
        "`蜈ｬ蝨偵` is UTF-8 that was read as Shift_JIS; part of it is lost, so that it stays as it is"
    );
}

#[test]
fn everything_else_stays_as_it_is() {
    let texts =
        "髙﨑塚都神\t①㈱㎡…～〜（）：；\tか゛\t゛\u{3099}\tｶﾞｲﾄﾞ ﾊﾟﾝ\tＡ１\t葛\u{E0100}飾\t☺\u{FE0F}\t一\u{A0}二\u{85}三";
    let (cells, found) = repaired(texts);
    assert_eq!(cells, texts.split('\t').map(|text| (text.to_owned(), None)).collect::<Vec<_>>());
    assert_eq!(found, []);
}

#[test]
fn findings_name_the_characters_and_stand_at_the_first() {
    let (_, found) = repaired("A\t人\u{200B}権\u{FEFF}の\u{200B}\n");
    let ja = "「U+200B」「U+FEFF」は目に見えない文字です。セルの文から除きました";
    let en = "`U+200B`, `U+FEFF` cannot be seen and was left out of the cell";
    assert_eq!(found, [(Span::new(5, 8), ja.to_owned(), en.to_owned())]);
    let (_, found) = repaired("隧穂ｾ｡\n");
    let ja = "「隧穂ｾ｡」は文字化けです（UTF-8 を Shift_JIS として読んだもの）。「評価」に戻しました";
    let en = "`隧穂ｾ｡` is UTF-8 that was read as Shift_JIS; it was read as `評価`";
    assert_eq!(found, [(Span::new(0, 12), ja.to_owned(), en.to_owned())]);
}

#[test]
fn many_findings_are_counted() {
    let (cells, found) = repaired(&"\u{0}あ\t".repeat(150));
    assert_eq!(cells.len(), 151);
    assert_eq!(found.len(), 101);
}

#[test]
fn whatever_is_mended_is_doubtful_wherever_it_stands() {
    for c in ('\0'..=char::MAX).filter(|&c| !matches!(c, '\t' | '\n' | '\r')) {
        let mut buffer = [b' '; 6];
        c.encode_utf8(&mut buffer);
        let changes = mended(&format!("か{c}")).0.is_some() || is_dropped(c);
        assert!(!changes || is_doubtful(buffer[0], buffer[1], buffer[2]), "{c:?}");
    }
    for length in [0, 1, 4090, 4093, 4094, 4095, 4096, 8191, 8192] {
        let text = format!("{}\u{200B}", "a".repeat(length));
        assert_eq!(doubtful_chunks(text.as_bytes()).count(), 1, "{length}");
        let (cells, _) = repaired(&text);
        assert_eq!(cells, [("a".repeat(length), Some(RepairKind::Characters))]);
    }
    assert_eq!(doubtful_chunks("人権の啓発、①㈱Ａ～！…※“”—\r\n\t\u{C}".repeat(900).as_bytes()).count(), 0);
    assert_eq!(doubtful_chunks(b"").count(), 0);
}

#[test]
fn what_is_doubtful_is_never_known_to_be_clean() {
    for one in 0..=0xFF {
        for two in 0..=0xFF {
            for three in 0x80..0xC0 {
                assert!(!is_doubtful(one, two, three) || may_be_doubtful(one, two, three), "{one} {two} {three}");
            }
        }
    }
}

#[test]
fn no_dropped_character_is_white_space() {
    assert!(('\0'..=char::MAX).filter(|&c| is_dropped(c)).all(|c| !c.is_whitespace()));
}

#[test]
fn a_clean_cell_still_borrows() {
    let text = "人権の啓発\tA\u{200B}\n";
    let source = source(text);
    let rows = rows(lex::rows(&source, b'\t', &mut Findings::default()), &source, &mut Findings::default());
    assert!(matches!(rows.cells[0].text, Cow::Borrowed("人権の啓発")));
}

#[test]
fn repairing_twice_equals_once_for_any_text() {
    const PIECES: [&str; 20] = [
        "か", "\u{3099}", "\u{309A}", "⽂", "⻑", "\u{200B}", "\u{FEFF}", "\0", "\u{80}", "縺", "ゅ", "＞", "繧", "｢",
        " ", "\t", "<br>", "\\", "n", "_x000D_",
    ];
    let mut seed: u64 = 7;
    let mut next = || {
        seed = seed.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        usize::try_from(seed >> 33).expect("31 bits fit")
    };
    for _ in 0..5000 {
        let length = next() % 16;
        let text: String = (0..length).map(|_| PIECES[next() % PIECES.len()]).collect();
        repaired(&text);
    }
}
