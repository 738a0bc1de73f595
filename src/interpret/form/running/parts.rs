//! Labels in a line of running text: `［担当］商工課　［進捗］完了`.
//!
//! In: a line. Out: its labels with what stands behind each, by what sets them off. Whether they are labels is left to
//! [`running`](super).

use super::blocks;
use crate::interpret::heading::{self, squeezed};
use crate::interpret::text;

/// A line of labels has few words.
const MOST_BREAKS: usize = 16;

/// What sets a label off.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(super) enum Sign {
    Bracket(char),
    Colon,
    Space,
    Tab,
}

/// What tells a label from others: what sets it off, and its letters.
pub(super) type Key = (Sign, String);

/// A label and what stands behind it on its line.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Part<'t> {
    pub(super) sign: Sign,
    /// As printed: `目　　標`.
    pub(super) label: &'t str,
    pub(super) value: &'t str,
    /// Where it and its value begin in the line.
    pub(super) from: usize,
    pub(super) value_from: usize,
}

impl<'t> Part<'t> {
    /// One at the front of a line.
    fn of(sign: Sign, label: &'t str, value: &'t str) -> Self {
        Self { sign, label, value: value.trim_start(), from: 0, value_from: 0 }
    }

    pub(super) fn key(&self) -> Key {
        (self.sign, squeezed(self.label))
    }
}

/// The labels in a line with what stands behind each; none where it begins with no label.
pub(super) fn parts(line: &str) -> Vec<Part<'_>> {
    let mut parts: Vec<Part<'_>> = Vec::new();
    let mut rest = line;
    while let Some(part) = in_bracket(rest).or_else(|| before_colon(rest)) {
        let next = later_label(part.value, part.sign);
        let (from, value_from) = (line.len() - rest.len(), line.len() - part.value.len());
        rest = part.value[next..].trim_start();
        parts.push(Part { value: part.value[..next].trim_end(), from, value_from, ..part });
    }
    if parts.is_empty() { before_space(line).into_iter().collect() } else { parts }
}

/// `⇥評価⇥Ａ`
pub(super) fn beside<'t>(label: &'t str, value: &'t str) -> Option<Part<'t>> {
    names(label).then(|| Part::of(Sign::Tab, label, value))
}

/// `［担当］商工課`
fn in_bracket(text: &str) -> Option<Part<'_>> {
    const BRACKETS: [(char, char); 10] = [
        ('【', '】'),
        ('［', '］'),
        ('〔', '〕'),
        ('〈', '〉'),
        ('＜', '＞'),
        ('《', '》'),
        ('（', '）'),
        ('[', ']'),
        ('<', '>'),
        ('(', ')'),
    ];
    let (open, (label, value)) = split_bracket(text, &BRACKETS)?;
    // A bracket may hold two names: 〈できたこと・残ったこと〉.
    label.split('・').all(names).then(|| Part::of(Sign::Bracket(open), label, value))
}

/// The sign of the bracket in front of a text, with what stands in it and behind it: `【目標１】朝市`.
pub(super) fn split_bracket<'t>(text: &'t str, brackets: &[(char, char)]) -> Option<(char, (&'t str, &'t str))> {
    let &(open, close) = brackets.iter().find(|(open, _)| text.starts_with(*open))?;
    Some((open, text[open.len_utf8()..].split_once(close)?))
}

/// `評価：Ａ`
fn before_colon(text: &str) -> Option<Part<'_>> {
    let (label, value) = text.split_once(['：', ':'])?;
    let label = label.trim_end();
    names(label).then(|| Part::of(Sign::Colon, label, value))
}

/// `目　　標　　月に二回開く。`
fn before_space(text: &str) -> Option<Part<'_>> {
    // One narrow space parts words in any sentence.
    let is_wide = |space: &str| space.contains('\u{3000}') || space.chars().count() > 1;
    let is_one = |piece: &str| piece.chars().all(text::is_kana_or_ideograph) && piece.chars().nth(1).is_none();
    let (mut end, mut is_spaced) = (0, true);
    for piece in text.split_whitespace() {
        let from = end + text[end..].find(piece)?;
        if end > 0 && !(is_spaced && is_one(piece)) {
            let label = &text[..end];
            let part = || Part { value_from: from, ..Part::of(Sign::Space, label, &text[from..]) };
            return (is_wide(&text[end..from]) && names(label)).then(part);
        }
        is_spaced &= is_one(piece);
        end = from + piece.len();
    }
    None
}

/// Whether a text can be a label: words, with no mark of a list and no number in front.
fn names(label: &str) -> bool {
    blocks::is_label(label)
        && label.starts_with(char::is_alphanumeric)
        && !label.contains(['、', '。', '「', '・'])
        && heading::enumerated(label).is_none()
}

/// Where the next label on a line begins that is set off as the one in front: behind white space.
fn later_label(value: &str, sign: Sign) -> usize {
    let behind = value.char_indices().filter(|(_, c)| c.is_whitespace()).map(|(at, c)| at + c.len_utf8());
    let opens = |at: &usize| {
        let rest = &value[*at..];
        match sign {
            Sign::Bracket(open) => rest.starts_with(open) && in_bracket(rest).is_some(),
            Sign::Colon => rest.split_whitespace().next().and_then(before_colon).is_some(),
            Sign::Space | Sign::Tab => false,
        }
    };
    behind.take(MOST_BREAKS).find(opens).unwrap_or(value.len())
}

#[cfg(test)]
mod tests {
    use super::{Sign, parts};

    #[track_caller]
    fn case(line: &str, expected: &[(Sign, &str, &str)]) {
        let read: Vec<_> = parts(line).into_iter().map(|part| (part.sign, part.label, part.value)).collect();
        assert_eq!(read, expected, "{line}");
    }

    #[test]
    fn brackets_colons_and_wide_space_set_labels_off() {
        let bracket = Sign::Bracket('［');
        case("［担当］商工課、農林課　［進捗］完了", &[(bracket, "担当", "商工課、農林課"), (bracket, "進捗", "完了")]);
        case("〔結果〕", &[(Sign::Bracket('〔'), "結果", "")]);
        case("［できたこと・残ったこと］", &[(bracket, "できたこと・残ったこと", "")]);
        case("中間：○　年度末：◎", &[(Sign::Colon, "中間", "○"), (Sign::Colon, "年度末", "◎")]);
        case(
            "目標：朝市を二回　春：花を植える",
            &[(Sign::Colon, "目標", "朝市を二回"), (Sign::Colon, "春", "花を植える")],
        );
        case("目　　標　　月に二回 開く。", &[(Sign::Space, "目　　標", "月に二回 開く。")]);
        case("評　価　Ａ", &[(Sign::Space, "評　価", "Ａ")]);
    }

    #[test]
    fn numbers_sentences_and_narrow_space_set_none_off() {
        for line in [
            "（１）朝市",
            "町の人と 植えた。",
            "苗を植え、水をやった：三回",
            "【商工課",
            "【・朝市】",
            "できたこと・残ったこと：朝市",
            "目標",
            "- 目標：朝市",
            "１　朝市の開催",
        ] {
            case(line, &[]);
        }
    }
}
