//! Words that rate: closed vocabularies, and whether a text is one of their words.
//!
//! In: a text. Out: whether it is a word, and where the word stands in its vocabulary.

use crate::interpret::text::is_ideograph;

/// Words of closed vocabularies, best first in each. A sheet uses some of one row, so that no row is a scale by itself.
const WORDS: &[&[&str]] = &[
    &[
        "拡充",
        "拡大",
        "充実",
        "重点化",
        "広げる",
        "増やす",
        "継続",
        "続ける",
        "維持",
        "現状維持",
        "現行どおり",
        "現状どおり",
        "改善",
        "見直し",
        "見直す",
        "改める",
        "変える",
        "統合",
        "縮小",
        "縮める",
        "減らす",
        "休止",
        "休廃止",
        "廃止",
        "やめる",
        "終了",
        "終える",
        "完了",
    ],
    &["達成", "概ね達成", "おおむね達成", "一部達成", "未達成"],
    &["順調", "概ね順調", "おおむね順調", "やや遅れ", "やや遅れている", "遅れ", "遅れている", "未着手"],
    &[
        "完了",
        "一部完了",
        "実施済",
        "実施済み",
        "実施",
        "実施中",
        "一部実施",
        "着手済",
        "着手済み",
        "着手",
        "進行中",
        "一部着手",
        "検討中",
        "検討",
        "未着手",
        "未実施",
        "中止",
    ],
    &[
        "計画を上回る",
        "計画以上",
        "計画どおり",
        "計画通り",
        "予定どおり",
        "予定通り",
        "概ね計画どおり",
        "計画を下回る",
        "計画未満",
        "やや遅延",
        "遅延",
        "未実施",
        "中止",
    ],
    &["高い", "やや高い", "普通", "やや低い", "低い"],
    &["高", "中", "低"],
    &["大", "中", "小"],
    &["満足", "やや満足", "やや不満", "不満"],
    &["有", "無"],
    &["はい", "いいえ"],
    &["適切", "概ね適切", "要改善"],
    &["達成", "改善", "向上", "維持", "横ばい", "低下", "悪化"],
    &["↑", "↗", "→", "↘", "↓"],
];

/// Marks as schools and inspectors give them, best first in each list. None of them rates by itself: 可 says yes as
/// well, and 乙 may be one of two parties.
const GRADES: [&[&str]; 2] = [&["秀", "優", "良", "可", "不可"], &["甲", "乙", "丙", "丁", "戊"]];

/// Whether two words are such marks of one list.
pub fn are_grades(one: &str, other: &str) -> bool {
    GRADES.iter().any(|grades| grades.contains(&one) && grades.contains(&other))
}

/// The second and third bytes of the characters that words begin with: a row for the low six bits of the one, in it a
/// bit for those of the other.
const BEGINNINGS: [u64; 64] = {
    let mut seen = [0; 64];
    let mut list = 0;
    while list < WORDS.len() {
        let mut word = 0;
        while word < WORDS[list].len() {
            let bytes = WORDS[list][word].as_bytes();
            assert!(bytes[0] >= 0xE0 && bytes.len() <= LONGEST_WORD, "a word begins with a character of three bytes");
            seen[(bytes[1] & 0x3F) as usize] |= 1 << (bytes[2] & 0x3F);
            word += 1;
        }
        list += 1;
    }
    seen
};

/// やや遅れている
const LONGEST_WORD: usize = 21;

/// Whether a text may begin as a word does: nineteen of twenty texts do not, and need not be compared with sixty words.
pub(super) fn may_begin_word(bytes: &[u8]) -> bool {
    let begins = |second: u8, third: u8| BEGINNINGS[usize::from(second & 0x3F)] & (1 << (third & 0x3F)) != 0;
    matches!(bytes, [_, second, third, ..] if begins(*second, *third))
}

/// Whether a text is a word of a known vocabulary.
pub fn is_word(text: &str) -> bool {
    text.len() <= LONGEST_WORD && may_begin_word(text.as_bytes()) && WORDS.iter().any(|words| words.contains(&text))
}

/// Whether a text may be a piece of such a word, at the first look: a single letter is a code, but for し below 見直 and
/// the like.
pub fn may_be_piece(text: &str) -> bool {
    let ends_word = |c: char| is_ideograph(c) || matches!(c, 'か'..='ん');
    let is_letter = || text.chars().nth(1).is_none() && !text.starts_with(ends_word);
    !text.is_empty() && text.len() < LONGEST_WORD && !(text.len() <= 'あ'.len_utf8() && is_letter())
}

/// Whether a text is the beginning of such a word and no word itself, and another text the rest of it: `おおむね`, `順調`.
pub fn is_cut_word(beginning: &str, rest: &str) -> bool {
    may_be_piece(rest)
        && beginning.len() + rest.len() <= LONGEST_WORD
        && may_begin_word(beginning.as_bytes())
        && WORDS.iter().any(|words| words.iter().any(|word| word.strip_prefix(beginning) == Some(rest)))
        && !is_word(beginning)
}

/// Whether a phrase begins with such a word: `継続（一部見直し）`.
pub fn begins_with_word(phrase: &str) -> bool {
    let head = phrase.split(['（', '(', '・', '、', ' ', '\u{3000}']).next().unwrap_or_default();
    is_word(head)
}

/// Whether a word says how far something has come or will come, whatever it is that is done: `措置済`, `対応中`, `未着手`,
/// `達成可能`, `要努力`.
pub fn tells_state(word: &str) -> bool {
    const ENDINGS: [&str; 12] =
        ["済", "済み", "中", "予定", "困難", "不要", "完了", "可能", "見込", "見込み", "良好", "十分"];
    /// What is needed; 要介護 is a state of people.
    const NEEDED: [&str; 9] = ["努力", "改善", "検討", "見直し", "注意", "対応", "是正", "指導", "強化"];
    let is_needed = || word.strip_prefix('要').is_some_and(|what| NEEDED.contains(&what));
    word.starts_with('未')
        || without_object(word).len() < word.len()
        || ENDINGS.iter().any(|ending| word.ends_with(ending))
        || begins_with_word(word)
        || is_needed()
}

/// A word that tells what is to be done without what it is done to, if that is the work itself: 変える of `手法を変える`.
/// `橋を変える` is a work.
fn without_object(word: &str) -> &str {
    const OBJECTS: [&str; 13] =
        ["改革", "事業", "取組", "施策", "計画", "制度", "手法", "方法", "手段", "内容", "規模", "対象", "進め方"];
    let parts = word.split_once('を').filter(|(object, verb)| OBJECTS.contains(object) && is_word(verb));
    parts.map_or(word, |(_, verb)| verb)
}

/// What is done, of a word that says how far it has come: 対応 of `対応済`, `一部対応` and `未対応`.
pub fn stem(word: &str) -> Option<&str> {
    const BEGINNINGS: [&str; 6] = ["未", "一部", "概ね", "おおむね", "ほぼ", "やや"];
    const ENDINGS: [&str; 8] = ["済み", "済", "中", "予定", "完了", "困難", "可能", "不可"];
    let begins = BEGINNINGS.iter().find_map(|beginning| word.strip_prefix(beginning));
    let of = begins.unwrap_or(word);
    let ends = ENDINGS.iter().find_map(|ending| of.strip_suffix(ending));
    let stem = ends.unwrap_or(of);
    // One character is the end of many words.
    ((begins.is_some() || ends.is_some()) && stem.chars().nth(1).is_some()).then_some(stem)
}

/// Where a word stands among those of its vocabulary, best first; words that no vocabulary has come last. Where none
/// has them all but each says how far something has come, the one that came further stands first.
pub fn word_order(word: &str, others: &[&str]) -> usize {
    let (word, others) = (without_object(word), others.iter().map(|other| without_object(other)));
    let others: Vec<&str> = others.collect();
    if let Some(grades) = GRADES.iter().find(|grades| others.iter().all(|other| grades.contains(other))) {
        return grades.iter().position(|grade| *grade == word).unwrap_or(usize::MAX);
    }
    let shared = |words: &&&[&str]| others.iter().filter(|other| words.contains(other)).count();
    let best = WORDS.iter().max_by_key(|words| shared(words));
    let is_whole = best.is_some_and(|words| shared(&words) == others.len());
    if !is_whole && others.iter().all(|other| stage(other).is_some()) {
        return stage(word).unwrap_or(usize::MAX);
    }
    best.and_then(|words| words.iter().position(|known| *known == word)).unwrap_or(usize::MAX)
}

/// How far a word says that something has come, the furthest first: 完了, 措置済, 着手済, 検討中, 未着手.
fn stage(word: &str) -> Option<usize> {
    const ENDINGS: [&[&str]; 5] =
        [&["完了", "完成", "終了"], &["済", "済み"], &["中", "着手"], &["予定", "検討", "準備"], &["中止", "休止"]];
    const NOT_YET: usize = 4;
    if word.starts_with('未') {
        return Some(NOT_YET);
    }
    // What was begun is not done.
    let begun = word.starts_with("着手") || word.starts_with("一部");
    let words = |stage: usize| ENDINGS[stage].iter().any(|ending| word.ends_with(ending));
    let stage = (0..ENDINGS.len()).find(|&stage| words(stage))?;
    // What is looked into is not being done: 検討中.
    let planned = stage == 2 && ["検討", "準備", "調整"].iter().any(|word_of| word.starts_with(word_of));
    Some(match stage {
        _ if planned => 3,
        0 | 1 if begun => 2,
        NOT_YET => NOT_YET + 1,
        _ => stage,
    })
}

#[cfg(test)]
mod tests {
    use super::{is_cut_word, stem, word_order};

    #[test]
    fn the_last_letter_of_a_word_may_stand_alone_unless_it_may_be_a_code() {
        assert!(is_cut_word("見直", "し") && is_cut_word("概ね", "順調") && is_cut_word("未着", "手"));
        assert!(!is_cut_word("良", "い") && !is_cut_word("見直し", "継続"));
    }

    #[test]
    fn words_for_how_far_one_thing_has_come_share_what_is_done() {
        assert_eq!(["対応済", "一部対応", "未対応", "対応予定"].map(stem), [Some("対応"); 4]);
        assert_eq!(["対応", "未定", "地域の中", "隔年化"].map(stem), [None, None, Some("地域の"), None]);
    }

    #[test]
    fn words_that_tell_a_state_stand_in_the_order_in_which_it_is_reached() {
        for words in [
            ["完了", "着手済", "未着手"],
            ["措置済", "措置中", "未措置"],
            ["完成", "工事中", "計画予定"],
            ["導入済み", "検討中", "未導入"],
            ["完了", "着手済み", "準備中"],
            ["対応済", "一部対応済", "中止"],
        ] {
            let order = words.map(|word| word_order(word, &words));
            assert!(order.is_sorted() && order[0] < order[1] && order[1] < order[2], "{words:?} {order:?}");
        }
        let directions = ["改革を続ける", "手法を変える", "終える"];
        assert!(directions.map(|word| word_order(word, &directions)).is_sorted());
        assert!(word_order("甲", &["甲", "丁"]) < word_order("丁", &["甲", "丁"]));
        assert!(word_order("優", &["可", "優"]) < word_order("可", &["可", "優"]));
        assert!(word_order("継続", &["廃止", "継続"]) < word_order("廃止", &["廃止", "継続"]));
    }
}
