//! Mojibake: UTF-8 that was read as Shift_JIS before it came into a cell (`隧穂ｾ｡` for 評価).
//!
//! In: the text of a cell. Out: what it was, if the way back is exact; or that it is beyond repair. Ordinary Japanese
//! is never taken for it: the bytes of the cell in code page 932 have to be UTF-8 to the last one, what they say has to
//! be ordinary Japanese, and the cell has to look as only mojibake does.

use std::ops::RangeInclusive;

use encoding_rs::SHIFT_JIS;

/// What a garbled cell was.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Garbled {
    /// The text, exactly.
    Undone(String),
    /// The beginning of the text, if that much can be said; the rest was lost when it was garbled.
    Lost(Option<String>),
}

/// Tells what a cell was before it was garbled; nothing if it is not garbled.
pub(super) fn garbled(text: &str) -> Option<Garbled> {
    let bytes = text.as_bytes();
    let is_leader_at = |at: &usize| matches!(bytes[*at..], [_, 0xB8, 0xBA, ..] | [_, 0xB9, 0x9D | 0xA7, ..]);
    let leaders = memchr::memchr_iter(0xE7, bytes).filter(is_leader_at).count();
    let is_half_at = |at: usize| matches!(bytes[at..], [_, 0xBD, 0xA1..=0xBF, ..] | [_, 0xBE, 0x80..=0x9F, ..]);
    let half_width = memchr::memchr_iter(0xEF, bytes).any(is_half_at);
    if leaders == 0 && !half_width {
        return None;
    }
    undone(text).or_else(|| {
        let replaced = half_width || text.contains('・');
        let certain = leaders >= CERTAIN_LEADERS && replaced
            || text.contains('\u{FFFD}') && is_rare(text)
            || half_width && holds_pairs(text);
        certain.then_some(Garbled::Lost(None))
    })
}

/// So many kana leaders in one cell, beside half-width kana, are no text, even if the way back is lost. 繧繝 is a word;
/// it has two.
const CERTAIN_LEADERS: usize = 3;

/// So many rare ideographs beside a replacement character are what mojibake leaves.
const CERTAIN_RARE: usize = 3;

/// So many rare ideographs, each with one half-width kana behind it, are no names: 齋藤ｱﾔ has none, and 薔薇ｶﾞｰﾃﾞﾝ goes on.
const CERTAIN_PAIRS: usize = 2;

/// Whether a text holds what only characters of UTF-8 leave that were read in halves: a kana leader with a half-width
/// kana behind it (`縺ｮ` for の), or rare ideographs with a single one each (`逶ｸ隲` for 相 and the front of 談).
fn holds_pairs(text: &str) -> bool {
    // The half-width dot parts words.
    let is_half = |c: &char| matches!(c, '\u{FF61}'..='\u{FF64}' | '\u{FF66}'..='\u{FF9F}');
    let mut pairs = 0;
    for (at, half) in text.char_indices().filter(|(_, c)| is_half(c)) {
        let Some(before) = text[..at].chars().next_back() else { continue };
        if is_kana_leader(before) {
            return true;
        }
        let is_single = text[at + half.len_utf8()..].chars().next().is_some_and(|next| !is_half(&next) && next != '･');
        pairs += usize::from(is_single && is_rare_ideograph(before));
    }
    pairs >= CERTAIN_PAIRS
}

/// Whether so many ideographs of a text are rare that it is no sentence with a character lost.
fn is_rare(text: &str) -> bool {
    text.chars().filter(|&c| is_rare_ideograph(c)).nth(CERTAIN_RARE - 1).is_some()
}

/// What the first two bytes of kana in UTF-8 (`E3 81`, `E3 82`, `E3 83`) are in Shift_JIS. Sheets do not need them
/// otherwise.
fn is_kana_leader(c: char) -> bool {
    matches!(c, '縺' | '繧' | '繝')
}

/// Goes back to the bytes that were read as Shift_JIS, and reads them as UTF-8.
fn undone(text: &str) -> Option<Garbled> {
    // A reader that met half a character put ・ for it, and ・ goes back to bytes that may look whole.
    if text.contains('・') || !begins_as_utf8(text) {
        return None;
    }
    let (bytes, _, unmappable) = SHIFT_JIS.encode(text);
    let exact = !unmappable && SHIFT_JIS.decode_without_bom_handling_and_without_replacement(&bytes)? == text;
    if !exact || !text.chars().any(is_rare_ideograph) {
        return None;
    }
    match std::str::from_utf8(&bytes) {
        Ok(before) => is_ordinary(before).then(|| Garbled::Undone(before.to_owned())),
        // The last character was cut in two, and what was left of it was lost.
        Err(error) if error.error_len().is_none() => {
            let before = std::str::from_utf8(&bytes[..error.valid_up_to()]).ok()?;
            let certain = before.chars().filter(|c| !c.is_ascii()).nth(1).is_some() && is_ordinary(before);
            certain.then(|| Garbled::Lost(Some(before.to_owned())))
        }
        Err(_) => None,
    }
}

/// Whether the first byte above ASCII may begin a character of UTF-8. Cells of ordinary Japanese with half-width kana
/// hardly ever do, and to encode the rest of their characters is half of mending a sheet.
fn begins_as_utf8(text: &str) -> bool {
    let mut buffer = [0; 4];
    let wide = text.chars().find(|c| !c.is_ascii());
    // Kana begin with 81 to 83.
    wide.is_some_and(|c| !is_kana(c) && matches!(*SHIFT_JIS.encode(c.encode_utf8(&mut buffer)).0, [0xC2..=0xF4, ..]))
}

/// So many of a hundred characters are kana, common ideographs and their punctuation in ordinary Japanese.
const PERCENT_COMMON: usize = 80;

/// Whether a text is ordinary Japanese. A single character has to be kana: a rating code such as ア is likely, and the
/// bytes of one ideograph are found too easily.
fn is_ordinary(text: &str) -> bool {
    let wide = || text.chars().filter(|c| !c.is_ascii());
    let (count, common) = (wide().count(), wide().filter(|&c| is_common(c)).count());
    count > 0 && common * 100 >= count * PERCENT_COMMON && (count > 1 || wide().all(is_kana))
}

fn is_kana(c: char) -> bool {
    matches!(c, '\u{3041}'..='\u{3096}' | '\u{30A1}'..='\u{30FC}')
}

fn is_common(c: char) -> bool {
    is_kana(c)
        || matches!(c, '\u{3000}'..='\u{3015}' | '\u{FF01}'..='\u{FF5E}')
        || shift_jis_code(c).is_some_and(|code| FIRST_LEVEL.contains(&code))
}

/// The ideographs of the first level of JIS X 0208, from 亜 to 腕: the ones that sheets are written in.
const FIRST_LEVEL: RangeInclusive<u16> = 0x889F..=0x9872;

/// An ideograph that begins with a byte with which UTF-8 begins Japanese characters: of the second level of JIS X 0208.
fn is_rare_ideograph(c: char) -> bool {
    shift_jis_code(c).is_some_and(|code| (0xE200..=0xEFFF).contains(&code))
}

/// The two bytes that an ideograph has in Shift_JIS.
fn shift_jis_code(c: char) -> Option<u16> {
    if !matches!(c, '\u{4E00}'..='\u{9FFF}') {
        return None;
    }
    let mut buffer = [0; 4];
    let (bytes, _, unmappable) = SHIFT_JIS.encode(c.encode_utf8(&mut buffer));
    match *bytes {
        [lead, trail] if !unmappable => Some(u16::from_be_bytes([lead, trail])),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::{Garbled, garbled};

    #[track_caller]
    fn undone(garbled_text: &str, expected: &str) {
        assert_eq!(garbled(garbled_text), Some(Garbled::Undone(expected.to_owned())));
    }

    #[test]
    fn exact_mojibake_is_undone() {
        undone("隧穂ｾ｡", "評価");
        undone("莠ｺ讓ｩ", "人権");
        undone("縺ゅ＞", "あい");
        undone("繧｢", "ア");
        undone("蟶ょｽｹ謇\u{80}", "市役所");
        undone("隰帛ｺｧ縺ｮ髢句ぎ", "講座の開催");
        undone("蟄占ご縺ｦ謾ｯ謠ｴ A", "子育て支援 A");
    }

    #[test]
    fn mojibake_with_its_tail_lost_is_told_and_not_undone() {
        assert_eq!(garbled("蜈ｬ蝨偵"), Some(Garbled::Lost(Some("公園".to_owned()))));
        assert_eq!(garbled("縺ｮ縺薙→縺ｧ縺・"), Some(Garbled::Lost(None)));
        assert_eq!(garbled("繝ｻ隰帛ｺｧ縺ｮ髢句ぎ�"), Some(Garbled::Lost(None)));
        assert_eq!(garbled("薔薇ｶﾞｰﾃﾞﾝの�園"), None);
        assert_eq!(garbled("女性逶ｸ隲・蜩｡縺ｮ驟咲ｽｮ"), Some(Garbled::Lost(None)));
        assert_eq!(garbled("花の遯灘哨縺ｮ"), Some(Garbled::Lost(None)));
        assert_eq!(garbled("花の逶ｸ隲・蜩｡?"), Some(Garbled::Lost(None)));
    }

    #[test]
    fn ordinary_japanese_is_never_mojibake() {
        let ordinary = [
            "",
            "A",
            "あ",
            "ア",
            "ｱ",
            "ﾃｱ",
            "ｱﾝｹｰﾄ",
            "ﾊﾟﾝﾌﾚｯﾄの配布",
            "「ｺﾐｭﾆﾃｨ」",
            "･",
            "ｦｧ",
            "人権の啓発",
            "評価",
            "縺れ",
            "縺れた糸",
            "繧繝",
            "繧繝縁の畳",
            "鰺･鰯･鯖",
            "鮑ｶ",
            "齋藤ｱﾔ",
            "髙島屋ﾋﾞﾙ",
            "﨑ﾉ津",
            "麩･蕎麦",
            "鷲宮ｺﾐｾﾝ",
            "①～③（㈱）㎡",
            "籠原駅ｴﾚﾍﾞｰﾀ",
            "蓮田ﾌﾟﾗｻﾞ",
            "讃岐うどん",
            "薔薇ｶﾞｰﾃﾞﾝ",
            "隗･醜･﨟",
            "鬱･躁",
            "驛ﾋﾞﾙ",
            "鐵道ｶﾌｪ",
            "DV･ﾊﾗｽﾒﾝﾄ相談",
            "令和５年度ﾃﾞｰﾀ",
            "ｶﾞｲﾄﾞﾌﾞｯｸ",
            "café",
            "Ωと🙂",
            "彅ｱ",
            "蜈",
            "蟶",
            "蜂ｱ蜜",
            "螢ｸ光",
        ];
        for text in ordinary {
            assert_eq!(garbled(text), None, "{text}");
        }
    }

    #[test]
    fn undoing_a_garbled_text_gives_the_text() {
        for text in ["評価", "人権", "事業", "健康", "図書館", "職員研修", "防災", "道路"] {
            let (wrong, _, malformed) = encoding_rs::SHIFT_JIS.decode(text.as_bytes());
            assert!(!malformed);
            undone(&wrong, text);
            assert_eq!(garbled(text), None);
        }
    }
}
