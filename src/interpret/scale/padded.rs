//! What stands around a code: brackets, a dot, a word such as 評価, a label.
//!
//! In: the text of a cell or of a legend. Out: the code without it. Which codes there are is left to [`super`].

use super::{ARROWS, Alphabet, Written, folded, leading_marked, only};

/// Words that stand before or behind a code: `A評価`, `評価A`.
const RATING_WORDS: [&str; 4] = ["評価", "ランク", "判定", "評定"];

/// Brackets around a code, around its label, or around both.
const BRACKETS: [(char, char); 8] =
    [('（', '）'), ('(', ')'), ('「', '」'), ('【', '】'), ('［', '］'), ('[', ']'), ('〔', '〕'), ('『', '』')];

/// What opens around a code.
pub(super) const OPENING: [char; 12] = ['"', '”', '(', '（', '[', '［', '「', '【', '〔', '『', '<', '＜'];

/// Takes brackets, a dot, or a word such as 評価 off a code.
pub(super) fn unpadded(token: &str) -> &str {
    let mut core = token;
    for word in RATING_WORDS {
        core = core.strip_suffix(word).filter(|rest| !rest.is_empty()).unwrap_or(core);
    }
    let inner = core
        .trim_start_matches(OPENING)
        .trim_end_matches(['"', '”', ')', '）', ']', '］', '」', '】', '〕', '』', '>', '＞', '.', '．', ':', '：']);
    if inner.is_empty() { token } else { inner }
}

/// The code behind a word: `評価A`, `評価「A」`. A digit there, `評価１`, rates in a column of ratings; elsewhere it may number
/// what is rated.
pub(super) fn behind_word(text: &str) -> Option<Written> {
    let text = enclosed(text).unwrap_or(text);
    let behind = &text[rating_word(text)..];
    if behind.len() == text.len() || behind.starts_with(char::is_whitespace) {
        return None;
    }
    let is_rated =
        |code: &Written| matches!(code.alphabet, Alphabet::Latin | Alphabet::Small | Alphabet::Mark | Alphabet::Digit);
    only(behind).filter(is_rated).map(|code| Written { padded: true, ..code })
}

/// How many bytes the word takes that speaks of ratings in front of a text.
pub fn rating_word(text: &str) -> usize {
    // Nearly every text begins with another character, which is told sooner than a word.
    let begins = |word: &&&str| word.chars().next() == text.chars().next() && text.starts_with(**word);
    RATING_WORDS.iter().find(begins).map_or(0, |word| word.len())
}

fn begins_rating_word(c: char) -> bool {
    RATING_WORDS.iter().any(|word| word.starts_with(c))
}

/// A code with its label behind it: `B 成果あり`, `１　現状維持`, `③：遅れている`, `Ａ（順調）`, `「Ｂ 成果あり」`, `【Ｂ】成果あり`. A code
/// with a label is no longer than a few words; what is longer is a text that begins with a number.
pub fn labelled(text: &str) -> Option<(Written, &str)> {
    const LONGEST_LABEL: usize = 16;
    let Explained { code, text: label, .. } = explained(enclosed(text).unwrap_or(text))?;
    let short = label.chars().count() <= LONGEST_LABEL && !label.contains(['。', '\n', '「', '【']);
    let words = label.starts_with(|c: char| c.is_alphabetic()) && label.chars().nth(1).is_some();
    (short && words).then_some((code, label))
}

/// A code with a text that something sets off from it.
pub struct Explained<'t> {
    /// The code.
    pub code: Written,
    /// What it is printed as: `【Ａ】`, `Ａ評価`.
    pub printed: &'t str,
    /// The text, without what sets it off.
    pub text: &'t str,
}

/// A code in front of a text: `Ａ：順調`, `【Ａ】順調`, `Ａ（順調）`. None where nothing stands between the two, or nothing behind.
pub fn explained(text: &str) -> Option<Explained<'_>> {
    let mut characters = text.chars();
    let (first, next) = (characters.next()?, characters.next()?);
    // Nearly every text begins with a letter that is no code, or with a number or a word.
    let may_be_code = folded(first).is_some() && (!next.is_alphanumeric() || next == first || begins_rating_word(next));
    if !may_be_code && !is_opening(first) {
        return None;
    }
    let (code, behind) = leading(text)?;
    let printed = &text[..text.len() - behind.len()];
    let bare = enclosed(behind).unwrap_or_else(|| {
        let is_dash = |c: char| code.alphabet == Alphabet::Latin && matches!(c, '－' | '-');
        let separates = |c: char| c.is_whitespace() || matches!(c, ':' | '：' | '.' | '．' | '・' | '、') || is_dash(c);
        behind.trim_start_matches(separates)
    });
    let is_set_off = bare.len() < behind.len() || text.starts_with(is_opening);
    (is_set_off && !bare.is_empty()).then_some(Explained { code, printed, text: bare })
}

/// Whether a character opens a bracket.
fn is_opening(c: char) -> bool {
    BRACKETS.iter().any(|(opens, _)| *opens == c)
}

/// The code in front of a text, and what stands behind it.
fn leading(text: &str) -> Option<(Written, &str)> {
    let first = text.chars().next()?;
    if let Some((_, closes)) = BRACKETS.iter().find(|(opens, _)| *opens == first) {
        let (inside, behind) = text[first.len_utf8()..].split_once(*closes)?;
        // （１） and （ア） number phrases.
        let code = only(inside).filter(|code| code.alphabet == Alphabet::Latin)?;
        return Some((Written { padded: true, ..code }, behind));
    }
    let written = |code, alphabet, folded| Written { code, alphabet, folded, padded: true };
    if let Some((code, alphabet, length)) = leading_marked(text) {
        let is_folded = code != text[..length];
        return Some((written(code, alphabet, is_folded), &text[length..]));
    }
    // `→ 来年も続ける` is a text.
    let (code, alphabet) = folded(first).filter(|_| !ARROWS.contains(&first))?;
    let behind = &text[first.len_utf8()..];
    Some((written(code.to_string(), alphabet, code != first), &behind[rating_word(behind)..]))
}

/// What one pair of brackets around the whole of a text holds.
fn enclosed(text: &str) -> Option<&str> {
    let first = text.chars().next()?;
    let (opens, closes) = BRACKETS.iter().find(|(opens, _)| *opens == first)?;
    let inside = text.strip_prefix(*opens)?.strip_suffix(*closes)?;
    (!inside.contains([*opens, *closes])).then_some(inside)
}

#[cfg(test)]
mod tests {
    use super::{behind_word, labelled};

    #[test]
    fn brackets_stand_around_a_code_its_label_or_both() {
        for text in [
            "Ｂ 成果あり",
            "Ｂ：成果あり",
            "Ｂ－成果あり",
            "Ｂ（成果あり）",
            "Ｂ「成果あり」",
            "「Ｂ 成果あり」",
            "【Ｂ　成果あり】",
            "「Ｂ」成果あり",
            "[B] 成果あり",
            "Ｂ評価 成果あり",
        ] {
            let found = labelled(text).map(|(code, label)| (code.code, label));
            assert_eq!(found, Some(("B".to_owned(), "成果あり")), "{text}");
        }
        for text in ["（１）成果あり", "Ｂ成果あり", "Ｂ評価を得た", "「Ｂ」と「Ｃ」", "→ 来年も"]
        {
            assert!(labelled(text).is_none(), "{text}");
        }
    }

    #[test]
    fn a_word_stands_before_a_code() {
        for (text, expected) in
            [("評価A", "A"), ("ランクＡ", "A"), ("評価「A」", "A"), ("「評価A」", "A"), ("評価１", "1")]
        {
            assert_eq!(behind_word(text).map(|code| code.code).as_deref(), Some(expected), "{text}");
        }
        assert!(["評価", "評価AB", "評価継続", "A"].into_iter().all(|text| behind_word(text).is_none()));
    }
}
