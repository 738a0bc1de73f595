//! Legends of words that no vocabulary has: `晴れ＝進んでいる　雨＝進んでいない`.
//!
//! In: a line. Out: its entries, each a word, a separator and what the word means. Any list of labels looks like one:
//! whether words are codes is left to those who know that others beside them are, or that a column holds them.

use super::choices;
use super::entry::{Entry, behind_last, is_count};
use super::sentence;
use super::title::behind_note;
use crate::interpret::number;
use crate::interpret::scale::{Alphabet, Written};
use crate::interpret::shape;
use crate::interpret::text;

/// The signs that set a meaning off from its word, the most certain first.
const SIGNS: [[char; 2]; 3] = [['＝', '='], ['：', ':'], ['…', '⇒']];

/// The brackets that a word stands in before its meaning: `【達成】届いた`.
const BRACKETS: [(char, char); 7] =
    [('【', '】'), ('［', '］'), ('[', ']'), ('〔', '〕'), ('＜', '＞'), ('「', '」'), ('『', '』')];

/// What stands between the words of a list.
const LIST_SIGNS: [char; 8] = ['／', '/', '・', '、', '，', '｜', '→', '⇒'];

/// What may stand in front of the title of a list: the mark of a note, a bullet, as a heading has one, a bracket.
const MARKS: [char; 15] = ['※', '＊', '*', '（', '(', '○', '〇', '◯', '●', '◎', '■', '□', '◆', '◇', '・'];

/// A title of a list is the name of a column; the longest header seen has 24 characters.
const LONGEST_TITLE: usize = 24;

/// The longest word of a closed vocabulary seen has 8 characters.
const LONGEST_WORD: usize = 10;

/// No vocabulary has more words; what has is a list of something else.
const MOST_WORDS: usize = 9;

/// Where a word begins at the latest: behind one of these.
const BOUNDARIES: [char; 17] =
    [' ', '\u{3000}', '\t', '\n', '、', '，', ',', '；', ';', '。', '／', '/', '：', ':', '※', '】', '］'];

/// The entries of a line in which every sign or bracket of one kind explains a word: of the kind that explains most.
/// Where there is none, the first gap may be one: `青　進んでいる`.
pub(super) fn entries(line: &str) -> Vec<Entry<'_>> {
    // Nearly every line has none of them.
    let explains = |c: char| {
        SIGNS.as_flattened().contains(&c) || matches!(c, '（' | '(') || BRACKETS.iter().any(|(opens, _)| *opens == c)
    };
    let held: String = text::signs(line).map(|(_, c)| c).filter(|c| explains(*c)).collect();
    if held.is_empty() {
        return gapped(line);
    }
    let by_sign = SIGNS.iter().rev().filter(|signs| held.contains(**signs)).map(|signs| by_sign(line, signs));
    let bracketed = BRACKETS.iter().filter(|(opens, _)| held.contains(*opens)).map(|pair| bracketed(line, *pair));
    let labelled = held.contains(['（', '(']).then(|| labelled(line));
    let found = bracketed.chain(labelled).chain(by_sign).max_by_key(Vec::len).unwrap_or_default();
    if found.is_empty() { gapped(line) } else { found }
}

/// The entries of a line in which gaps set meanings off from their words, and wider gaps the entries from each other:
/// `晴れ 進んだ　雨 進まない`.
fn gapped(line: &str) -> Vec<Entry<'_>> {
    let mut found: Vec<Entry<'_>> = Vec::new();
    let mut rest = line.trim_start();
    while let Some((word, behind)) = rest.split_once(' ').filter(|(word, _)| found.len() < MOST_WORDS && is_word(word))
    {
        let wide = behind.char_indices().find(|(at, c)| *c == '\u{3000}' || behind[*at..].starts_with("  "));
        let (label, next) = behind.split_at(wide.map_or(behind.len(), |(at, _)| at));
        let is_known = found.iter().any(|other| other.code.code == word);
        if is_known || label.is_empty() || is_count(label) {
            break;
        }
        found.push(Entry { code: written(word), label, start: line.len() - rest.len() });
        rest = next.trim_start();
    }
    if found.len() > 1 && rest.is_empty() { found } else { spaced(line).into_iter().collect() }
}

/// The entries of a line in which each pair of brackets holds a word, and what follows says what it means.
fn bracketed(line: &str, (opens, closes): (char, char)) -> Vec<Entry<'_>> {
    let mut found: Vec<Entry<'_>> = Vec::new();
    for (start, _) in line.match_indices(opens) {
        let behind = &line[start + opens.len_utf8()..];
        let Some((word, rest)) = behind.split_once(closes) else { return Vec::new() };
        let label = rest.split(opens).next().unwrap_or_default().trim_matches(BOUNDARIES);
        let label = label.trim_start_matches(SIGNS.as_flattened()).trim_start_matches('→');
        let label = sentence::without_verb(label.strip_prefix('は').unwrap_or(label));
        // `「花」の町`: a text goes on behind what it quotes.
        if label.starts_with(['を', 'が', 'の', 'と', 'に', 'で', 'や', 'へ', '・', '（', '(']) {
            return Vec::new();
        }
        let is_known = found.iter().any(|other| other.code.code == word);
        if !is_word(word) || is_known || label.is_empty() || is_count(label) || found.len() == MOST_WORDS {
            return Vec::new();
        }
        found.push(Entry { code: written(word), label, start });
    }
    found
}

/// The entries of a line that holds nothing but words with what they mean in brackets behind them, and a title:
/// `状況：順調（進んだ）・遅延（進まない）`.
fn labelled(line: &str) -> Vec<Entry<'_>> {
    let word = |word: &str| {
        let bare = word.trim_matches(['「', '」', '『', '』']);
        is_word(bare).then(|| written(bare))
    };
    let (found, end) = sentence::bracketed(line, word);
    let distinct = (1..found.len()).all(|at| found[..at].iter().all(|other| other.code.code != found[at].code.code));
    // `とする`, `で表す`, `の３段階`
    let whole = !line[end..].contains(char::is_alphanumeric) || line[end..].starts_with(['と', 'で', 'の']);
    let explains = found.iter().all(|entry| !is_count(entry.label));
    let is_list = whole && distinct && explains && (2..=MOST_WORDS).contains(&found.len());
    if is_list { found } else { Vec::new() }
}

/// The lists of words in a line, each behind its title: one, or several that gaps set apart, `推移：改善・悪化　　実施度：した・しない`.
pub fn lists(line: &str) -> Vec<(&str, Vec<&str>)> {
    const GAPS: [&str; 2] = ["\u{3000}\u{3000}", "  "];
    if !text::signs(line).any(|(_, c)| c == '「' || LIST_SIGNS.contains(&c)) {
        return Vec::new();
    }
    if let Some(list) = listed(line) {
        return vec![list];
    }
    let Some(gap) = GAPS.iter().find(|gap| line.trim().contains(**gap)) else { return lists_behind_colons(line) };
    let pieces = line.split(gap).map(str::trim).filter(|piece| !piece.is_empty());
    pieces.map(listed).collect::<Option<Vec<_>>>().unwrap_or_default()
}

/// The lists of words in a line that narrow gaps set apart: each title is a word with a colon behind it.
pub(super) fn lists_behind_colons(line: &str) -> Vec<(&str, Vec<&str>)> {
    let list = |piece| {
        let (title, list) = str::split_once(piece, ['：', ':'])?;
        listed(piece).filter(|_| is_word(title) && !list.contains(['：', ':']))
    };
    line.trim().split('\u{3000}').map(list).collect::<Option<Vec<_>>>().unwrap_or_default()
}

/// The words that a line lists behind a title, and the title: `状況：完了／順調／遅延`, `【方針】維持、集約のいずれか`,
/// `○方向性（拡充・継続）`, `◆評価「達成」「途中」から選択`. What quotes its words needs no title.
fn listed(line: &str) -> Option<(&str, Vec<&str>)> {
    if let Some((title, words)) = quoted(line.trim_start_matches(MARKS)) {
        let title = title.trim_end_matches(|c: char| c.is_whitespace() || matches!(c, 'は' | '：' | ':' | '、'));
        let short = title.chars().count() <= LONGEST_TITLE && words.iter().all(|word| is_word(word));
        return short.then_some((title, words));
    }
    let first = line.chars().next()?;
    let bracket = BRACKETS.iter().find(|(opens, _)| *opens == first);
    let in_bracket = bracket.and_then(|(opens, closes)| line[opens.len_utf8()..].split_once(*closes));
    let bare = line.trim_start_matches(MARKS);
    // `方向性（拡充・継続）`
    let behind =
        || bare.trim_end().strip_suffix(['）', ')'])?.split_once(['（', '(']).filter(|(title, _)| is_word(title));
    let spaced = || letters_apart(bare).or_else(|| bare.split_once(['：', ':', '\u{3000}']));
    let (title, list) = in_bracket.or_else(behind).or_else(spaced)?;
    let title = title.trim();
    let list = list.trim_start_matches(['：', ':']);
    let sign = text::signs(list).map(|(_, c)| c).find(|c| LIST_SIGNS.contains(c))?;
    let mut words: Vec<&str> = list.split(sign).map(str::trim).take(MOST_WORDS + 1).collect();
    let last = words.pop()?;
    words.push(without_count_of_words(last));
    let distinct = || (1..words.len()).all(|at| !words[..at].contains(&words[at]));
    // 順調　計画どおりに進め、効果も出ている
    let is_meaning = line.contains('\u{3000}') && sign == '、' && shape::is_sentence(last);
    let is_title = !title.is_empty() && title.chars().count() <= LONGEST_TITLE && !is_meaning;
    (is_title && words.len() <= MOST_WORDS && distinct() && words.iter().all(|word| is_word(word)))
        .then_some((title, words))
}

/// The words that a line quotes one behind the other, and what stands in front of them.
pub(super) fn quoted(line: &str) -> Option<(&str, Vec<&str>)> {
    let (title, list) = line.split_once('「')?;
    let mut words = Vec::new();
    let mut pieces = list.split('「').take(MOST_WORDS + 1).peekable();
    while let Some(piece) = pieces.next() {
        let (word, behind) = piece.split_once('」').filter(|(word, _)| !words.contains(word))?;
        let behind = if pieces.peek().is_some() { behind } else { without_count_of_words(behind) };
        if word.is_empty() || !behind.chars().all(|c| c.is_whitespace() || LIST_SIGNS.contains(&c)) {
            return None;
        }
        words.push(word);
    }
    (2..=MOST_WORDS).contains(&words.len()).then_some((title, words))
}

/// The last word of a list without what says that it is one: `廃止のいずれか`, `譲渡の４区分`, `終了のうちから選択`, `継続の別`.
fn without_count_of_words(last: &str) -> &str {
    const SAYING: [&str; 3] = ["で評価", "で示", "で表"];
    let counted =
        last.char_indices().find(|(at, c)| *c == 'の' && number::leading(&last[at + 'の'.len_utf8()..]).is_some());
    let said = SAYING.iter().filter_map(|saying| last.find(saying));
    let told_apart = last.strip_suffix("の別").map(str::len);
    let end = said.chain(counted.map(|(at, _)| at)).chain(told_apart).chain(choices::ends(last)).min();
    &last[..end.unwrap_or(last.len())]
}

/// A line that is a word, a gap and what the word means.
fn spaced(line: &str) -> Option<Entry<'_>> {
    let (word, label) = line.split_once(char::is_whitespace)?;
    let label = label.trim_start();
    if let Some((word, label)) = set_apart(line) {
        return (is_word(&word) && !is_count(label)).then(|| Entry { code: written(&word), label, start: 0 });
    }
    (is_word(word) && !is_count(label)).then(|| Entry { code: written(word), label, start: 0 })
}

/// A title whose letters are set apart to be as wide as others, and the list behind it: `段　階　構想 → 実証`.
fn letters_apart(line: &str) -> Option<(&str, &str)> {
    let mut behind = line;
    let mut count = 0;
    while let Some((letter, rest)) = behind.split_once(char::is_whitespace)
        && letter.chars().nth(1).is_none()
    {
        (behind, count) = (rest, count + usize::from(!letter.is_empty()));
    }
    (count > 1).then(|| (line[..line.len() - behind.len()].trim_end(), behind))
}

/// A word whose letters are set apart to be as wide as others, and what stands behind the wider gap: `順　調　　進んだ`.
fn set_apart(line: &str) -> Option<(String, &str)> {
    let mut word = String::new();
    let mut rest = line;
    loop {
        let letter = rest.chars().next().filter(|c| !c.is_whitespace())?;
        let behind = &rest[letter.len_utf8()..];
        word.push(letter);
        rest = behind.strip_prefix(char::is_whitespace)?;
        if rest.starts_with(char::is_whitespace) {
            return word.chars().nth(1).is_some().then(|| (word, rest.trim_start()));
        }
    }
}

pub(super) fn is_word(word: &str) -> bool {
    // A long text is not counted: a line may hold many.
    let short = word.len() <= LONGEST_WORD * 4;
    let is_whole = |part: &str| !part.is_empty() && part.chars().all(text::is_kana_or_ideograph);
    // 休止・廃止
    short && word.chars().count() <= LONGEST_WORD && word.split('・').all(is_whole)
}

fn written(word: &str) -> Written {
    Written { code: word.to_owned(), alphabet: Alphabet::Word, folded: false, padded: false }
}

fn by_sign<'t>(line: &'t str, signs: &[char; 2]) -> Vec<Entry<'t>> {
    let mut found: Vec<Entry<'t>> = Vec::new();
    // A bracket in a meaning explains no word of its own.
    let mut open = 0_usize;
    let noted = line.len() - behind_note(line).len();
    let mut label = noted;
    for (at, c) in text::signs(line).filter(|(at, _)| *at >= noted) {
        match c {
            '（' | '(' | '「' => open += 1,
            '）' | ')' | '」' => open = open.saturating_sub(1),
            _ if signs.contains(&c) && open == 0 => {
                let before = line[label..at].trim_end();
                let start = label + behind_last(before, &BOUNDARIES);
                let printed = &line[start..label + before.len()];
                let quoted = printed.strip_prefix('「').and_then(|word| word.strip_suffix('」'));
                let word = quoted.unwrap_or(printed);
                let is_known = found.iter().any(|other| other.code.code == word);
                if !is_word(word) || is_known || found.len() == MOST_WORDS {
                    return Vec::new();
                }
                if let Some(last) = found.last_mut() {
                    last.label = line[label..start].trim_matches(BOUNDARIES);
                }
                found.push(Entry { code: written(word), label: "", start });
                label = at + c.len_utf8();
            }
            _ => {}
        }
    }
    if let Some(last) = found.last_mut() {
        let text = line[label..].trim_matches(BOUNDARIES);
        last.label = text.strip_suffix("、とした").or(text.strip_suffix("とする")).unwrap_or(text);
    }
    // `完了：5件　継続：3件` counts.
    let explains = |entry: &Entry<'_>| !entry.label.is_empty() && !is_count(entry.label);
    if found.iter().all(explains) { found } else { Vec::new() }
}

#[cfg(test)]
mod tests {
    use super::{entries, listed};

    #[track_caller]
    fn case(line: &str, expected: &[(&str, &str)]) {
        let found = entries(line);
        let found: Vec<(&str, &str)> = found.iter().map(|entry| (entry.code.code.as_str(), entry.label)).collect();
        assert_eq!(found, expected, "{line}");
    }

    #[test]
    fn every_sign_explains_a_word() {
        case("晴れ＝進んだ　　雨＝進まない", &[("晴れ", "進んだ"), ("雨", "進まない")]);
        case("※　判定：達成＝届いた、悪化＝前より悪い", &[("達成", "届いた"), ("悪化", "前より悪い")]);
        case("評価区分：達成…8割以上／未達…8割未満", &[("達成", "8割以上"), ("未達", "8割未満")]);
        case("達成：8割以上　未達：8割未満", &[("達成", "8割以上"), ("未達", "8割未満")]);
        case("評価　「適」…よい　「改」…直す", &[("適", "よい"), ("改", "直す")]);
        case("判定は、「優」＝届いた、「不可」＝届かない、とした。", &[("優", "届いた"), ("不可", "届かない")]);
        case("青　進んでいる", &[("青", "進んでいる")]);
        case("晴　天　　進んでいる", &[("晴天", "進んでいる")]);
        case("晴　天　進んでいる", &[("晴", "天　進んでいる")]);
        case("判定　【青】進んだ　【赤】進まない", &[("青", "進んだ"), ("赤", "進まない")]);
        case("［青］：進んだ", &[("青", "進んだ")]);
        for note in ["（注）", "注）", "注：", "(注１)", "注　"] {
            let expected = [("達成", "8割以上"), ("未達", "8割未満")];
            case(&format!("{note}達成：8割以上　未達：8割未満"), &expected);
        }
        case("未達：8割に届かない（8割：市の目安）", &[("未達", "8割に届かない（8割：市の目安）")]);
    }

    #[test]
    fn a_list_behind_a_title_holds_words_and_nothing_else() {
        assert_eq!(listed("※状況：青／黄／赤"), Some(("状況", vec!["青", "黄", "赤"])));
        for end in ["のいずれか", "のうちから選択", "の中から選ぶ"] {
            assert_eq!(listed(&format!("【状況】青、黄、赤{end}")), Some(("状況", vec!["青", "黄", "赤"])), "{end}");
        }
        assert_eq!(listed("状況　青・黄・赤の３区分で評価"), Some(("状況", vec!["青", "黄", "赤"])));
        for line in ["○状況　青・黄・赤", "■状況（青・黄・赤）", "○ 状況：青、黄、赤"] {
            assert_eq!(listed(line), Some(("状況", vec!["青", "黄", "赤"])), "{line}");
        }
        assert_eq!(listed("段　階　構想 → 実証"), Some(("段　階", vec!["構想", "実証"])));
        let lists =
            |line| super::lists(line).into_iter().map(|(title, words)| (title, words.len())).collect::<Vec<_>>();
        for line in
            ["状況：青・黄・赤　　動き：上・下", "状況：青・黄・赤  動き：上・下", "状況：青・黄・赤　動き：上・下"]
        {
            assert_eq!(lists(line), [("状況", 3), ("動き", 2)], "{line}");
        }
        for line in
            ["状況：青・黄・赤　　動きは次の頁に示す。", "状況：青・黄・赤　動き　上・下", "４：縮小　５：廃止・終了"]
        {
            assert_eq!(lists(line), [], "{line}");
        }
        assert_eq!(listed("青／黄／赤"), None);
        assert_eq!(listed("状況：青／青"), None);
        assert_eq!(listed("状況：道の傷みが目立ち、すぐに直すことがのぞましい"), None);
        assert_eq!(listed("晴れ　計画どおりに進め、効果が出ている"), None);
        assert_eq!(listed("方向　続ける、見直す"), Some(("方向", vec!["続ける", "見直す"])));
    }

    #[test]
    fn counts_and_sentences_explain_none() {
        case("達成：5件　未達：3件", &[]);
        case("第１章　花", &[]);
        case("【青】５件　【赤】３件", &[]);
        case("【青】", &[]);
        case("評価の結果について委員会が述べた意見は次のとおり：道の傷みが目立つ。", &[]);
        case("A：進んだ　B：進まない", &[]);
    }
}
