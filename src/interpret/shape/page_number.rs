//! Numbers of pages.
//!
//! In: a text. Out: whether it is one. Where they may stand is left to the callers.

use crate::interpret::number;
use crate::interpret::text;

/// Whether a line is a page number: `3`, `- 3 -`, `3/12`, `P.3`, `3ページ`, `（3／12ページ）`, `3頁／12頁`,
/// `シート2／4`.
pub fn is_page_number(text: &str) -> bool {
    const OPENING: [char; 9] = ['（', '(', '〔', '［', '[', '【', '〈', '<', '＜'];
    const CLOSING: [char; 9] = ['）', ')', '〕', '］', ']', '】', '〉', '>', '＞'];
    // A number or a mark stands first, or one of two words: nearly every text is told by its first letter.
    if text.starts_with(|c| text::is_kana_or_ideograph(c) && !matches!(c, 'ペ' | 'シ')) {
        return false;
    }
    let inside = text.strip_prefix(OPENING).and_then(|inside| inside.strip_suffix(CLOSING));
    if let Some(inside) = inside.map(str::trim) {
        // (3) numbers anything.
        let says = ["ページ", "頁", "/", "／"].iter().any(|mark| inside.contains(mark));
        return says && !inside.starts_with(OPENING) && is_page_number(inside);
    }
    // シート1 is the name of a sheet.
    let of_sheets = || text.strip_prefix("シート").filter(|behind| behind.contains(['/', '／']));
    let text = text.strip_prefix("ページ").or_else(of_sheets).unwrap_or(text);
    // Behind the word, too.
    if text.starts_with(text::is_kana_or_ideograph) {
        return false;
    }
    let bare = text.trim_matches(|c: char| c.is_whitespace() || "-－―ー‐–—~～PpＰｐ.．".contains(c));
    let mut numbers = bare.split(['/', '／']).map(without_page);
    let marked = without_page(bare).len() < text.len();
    let digits =
        |part: &str| !part.is_empty() && part.chars().count() <= 4 && part.chars().all(|c| number::digit(c).is_some());
    let pages = numbers.clone().count();
    numbers.all(digits) && (pages == 2 || (pages == 1 && (marked || bare.chars().count() <= 3)))
}

/// Whether a page number says by a word that it is one.
pub fn names_page(text: &str) -> bool {
    is_page_number(text) && ["ページ", "頁", "シート"].iter().any(|word| text.contains(word))
}

/// A part of a page number without the word behind it.
fn without_page(part: &str) -> &str {
    let part = part.trim();
    part.strip_suffix("ページ").or(part.strip_suffix('頁')).unwrap_or(part).trim_end()
}

#[cfg(test)]
mod tests {
    use super::is_page_number;

    #[test]
    fn page_numbers_are_written_many_ways() {
        for text in ["3", "- 3 -", "－３－", "3/12", "P.3", "12ページ"] {
            assert!(is_page_number(text), "{text}");
        }
        for text in
            ["（1／3ページ）", "【2/3】", "(12頁)", "1ページ／3ページ", "〔 3 ページ 〕", "ページ 4", "シート1／4"]
        {
            assert!(is_page_number(text), "{text}");
        }
        for text in ["(3)", "（ページ）", "((1/3))", "シート1", "2024年", "3人", "A", "-", "令和5年度", "12345"]
        {
            assert!(!is_page_number(text), "{text}");
        }
    }
}
