//! Entries: a code, a separator and a label.
//!
//! In: the text of a line or cell. Out: its entries, or the words that it offers to choose from, and whether they make
//! a scale. How cells of several rows make one is left to [`super::rows`], what a scale is called to
//! [`mod@super::title`].

use super::choices::choices;
use super::reversed;
use super::sentence;
use super::several;
use super::title::speaks_of_ratings;
use super::words;
use crate::interpret::number;
use crate::interpret::scale::{self, Alphabet, Written};
use crate::interpret::text;

/// The separators between a code and its label.
pub(super) const SEPARATORS: [char; 9] = ['=', '＝', ':', '：', '…', '．', '⇒', '→', '・'];

/// What may stand before an entry.
pub(super) const BOUNDARIES: [char; 31] = [
    ' ', '\u{3000}', '\t', '\n', '、', '，', ',', '／', '/', '。', '；', ';', '：', ':', '】', '］', '>', '＞', '」',
    '（', '(', '）', ')', '※', '＊', '*', '…', '〕', '》', '〉', '・',
];

/// An entry in a line.
#[derive(Clone, Debug)]
pub(super) struct Entry<'t> {
    pub(super) code: Written,
    pub(super) label: &'t str,
    /// Where the entry begins in its line, in bytes.
    pub(super) start: usize,
}

/// The code and separator that begin at the front of a text: the code, and the bytes that both take.
fn opening(text: &str) -> Option<(Written, usize)> {
    /// `見直し・改善：`
    const LONGEST_CODE: usize = 12;
    let separates = |(at, c): &(usize, char)| *at > 0 && !text::is_kana_or_ideograph(*c) && SEPARATORS.contains(c);
    let mut ends = text.char_indices().take(LONGEST_CODE).filter(separates).map(|(at, _)| at);
    let first = ends.next()?;
    // The word may have a dot in it.
    let dotted = || ends.take_while(|_| text[first..].starts_with('・')).next();
    opening_at(text, first).or_else(|| opening_at(text, dotted()?))
}

/// The same where the separator stands at a place. An arrow in front of another separator is a code itself.
fn opening_at(text: &str, end: usize) -> Option<(Written, usize)> {
    if text[end..].starts_with(['→', '⇒']) && text[end..].chars().nth(1).is_some_and(|c| SEPARATORS.contains(&c)) {
        return None;
    }
    let code = scale::only_explained(text[..end].trim_end())?;
    // A middle dot joins words; it separates only behind a bracketed code. Several lead to the label.
    let dotted = text[end..].starts_with('・') && !text[end..].starts_with("・・") && !code.padded;
    // `１．成果目標` is a numbered heading.
    let numbered = text[end..].starts_with('．') && code.alphabet == Alphabet::Digit;
    let behind = text[end..].trim_start_matches(SEPARATORS);
    (!dotted && !numbered).then(|| (code, text.len() - behind.len()))
}

/// A code set off from its label by white space alone: `４　十分に実施できた`, `★★☆　少し進んだ`. Enough in a run of such
/// entries only.
fn spaced_opening(text: &str) -> Option<(Written, usize)> {
    // In round brackets a mark is a code: letters and numbers head things, （ア）.
    let is_mark = |code: Written| code.alphabet == Alphabet::Mark;
    let inside = text.strip_prefix(['（', '(']).and_then(|inside| inside.split_once(['）', ')']));
    let is_round = inside.is_some_and(|(code, _)| scale::only_explained(code).is_some_and(is_mark));
    let closes = |(_, c): &(usize, char)| matches!(c, '】' | '］' | ']' | '」') || is_round && matches!(c, '）' | ')');
    let opens = is_round || text.starts_with(['【', '［', '[', '「']);
    let bracketed = if opens { text.char_indices().take(6).find(closes).map(|(at, _)| at) } else { None };
    let from = bracketed.unwrap_or(0);
    let ends = |(at, c): &(usize, char)| *at > 0 && (c.is_whitespace() || bracketed.is_some());
    let end = text[from..].char_indices().take(6).find(ends).map(|(at, _)| from + at)?;
    let brackets = ['【', '】', '［', '］', '[', ']', '「', '」', '（', '）', '(', ')'];
    let inside = if bracketed.is_some() { text[..end].trim_matches(brackets).trim() } else { &text[..end] };
    let code = scale::only_explained(inside)?;
    let behind = text[end..].trim_start();
    // `Ａ　－　達成`
    let set_off = behind.strip_prefix(['－', '-', '―', '–']).filter(|behind| behind.starts_with(char::is_whitespace));
    let behind = set_off.unwrap_or(behind).trim_start();
    // A word of a vocabulary may be a label: `Ｂ　計画どおり`.
    let first = behind.split(char::is_whitespace).next().unwrap_or_default();
    let is_word = |text: &str| scale::written(text).iter().all(|written| written.alphabet == Alphabet::Word);
    let word = behind.chars().nth(1).is_some() && is_word(behind) && is_word(first);
    (word && code.alphabet != Alphabet::Word).then(|| (code, text.len() - behind.len()))
}

/// A mark, a letter or a circled number right in front of its label: `◎達成`, `①拡充`. Enough in a line of such entries
/// only.
fn glued_opening(text: &str) -> Option<(Written, usize)> {
    let first = text.chars().next().filter(|c| !text::is_kana_or_ideograph(*c))?;
    let marked = scale::leading_marked(text).map_or(0, |(_, _, length)| length);
    let (code, behind) = text.split_at(scale::marks_length(text).max(first.len_utf8()).max(marked));
    let code = scale::only_explained(code)?;
    let behind = behind.trim_start_matches([')', '）']);
    let coded = matches!(first, '①'..='⑳') || matches!(code.alphabet, Alphabet::Mark | Alphabet::Latin);
    let word = behind.starts_with(text::is_kana_or_ideograph);
    (coded && word).then(|| (code, text.len() - behind.len()))
}

/// So few entries without a sign between code and label are no legend.
const FEWEST_UNSEPARATED: usize = 3;

/// All entries in a line, each label up to the next entry.
pub(super) fn entries(line: &str) -> Vec<Entry<'_>> {
    // Most lines hold neither a separator nor several spaces, commas or brackets, and then no entry.
    let (mut separated, mut spaces, mut commas, mut quotes) = (false, 0, 0, 0);
    for (_, c) in text::signs(line) {
        separated |= SEPARATORS.contains(&c);
        spaces += usize::from(c.is_whitespace());
        commas += usize::from(matches!(c, '、' | '，' | '／'));
        quotes += usize::from(matches!(c, '（' | '(' | '「' | '『'));
    }
    let reversed = if separated { reversed::entries(line) } else { Vec::new() };
    if !reversed.is_empty() {
        return reversed;
    }
    let found = if separated { entries_by(line, opening) } else { Vec::new() };
    if found.len() >= 2 {
        return with_unknown_words(line, found);
    }
    let in_sentence = if commas + spaces + quotes > 1 { sentence::entries(line) } else { Vec::new() };
    if !in_sentence.is_empty() {
        return in_sentence;
    }
    let gaps = (spaces + commas) >= FEWEST_UNSEPARATED - 1 && !line.contains('。');
    let mut glued = if gaps { entries_by(line, glued_opening) } else { Vec::new() };
    // `○方向性…①拡充`: the first mark only opens the line.
    if let [first, second, ..] = glued.as_slice()
        && first.code.alphabet != second.code.alphabet
    {
        glued.remove(0);
    }
    // Ａ地区、Ｂ地区 are names: a legend says of each code something else.
    let distinct = |at: usize| glued[..at].iter().all(|other| other.label != glued[at].label);
    // ① and ② number things too: only a line that begins with what they rate explains them.
    let numbered = glued.first().is_some_and(|first| first.code.alphabet == Alphabet::Digit);
    let named = || glued.first().is_some_and(|first| speaks_of_ratings(&line[..first.start]));
    if glued.len() >= FEWEST_UNSEPARATED && is_scale(&glued) && (0..glued.len()).all(distinct) && (!numbered || named())
    {
        return glued;
    }
    if spaces < 3 {
        return found;
    }
    // Three and more in one line, with nothing but spaces behind the codes.
    let spaced = entries_by(line, spaced_opening);
    if spaced.len() >= FEWEST_UNSEPARATED && is_scale(&spaced) { spaced } else { found }
}

/// Among words of a vocabulary stand some that none has: `達成：…　概ね達成：…　未達：…`.
fn with_unknown_words<'t>(line: &'t str, known: Vec<Entry<'t>>) -> Vec<Entry<'t>> {
    if known.iter().any(|entry| entry.code.alphabet != Alphabet::Word) {
        return known;
    }
    let all = words::entries(line);
    let has = |entry: &Entry<'_>| all.iter().any(|other| other.code.code == entry.code.code);
    if known.iter().all(has) { all } else { known }
}

/// The entries that open in one way.
fn entries_by(line: &str, opening: fn(&str) -> Option<(Written, usize)>) -> Vec<Entry<'_>> {
    let mut starts: Vec<(usize, usize, Written)> = Vec::new();
    let mut free = true;
    for (at, c) in line.char_indices() {
        // 拡充 right behind `↑：` is its label, though it could be a code.
        let is_label = starts.last().is_some_and(|(_, label, _)| at <= *label);
        if free
            && !is_label
            && let Some((code, length)) = opening(&line[at..])
        {
            starts.push((at, at + length, code));
        }
        // は stands in front of the first: 評価は４：計画以上.
        free = c == 'は' || (!text::is_kana_or_ideograph(c) && BOUNDARIES.contains(&c));
    }
    let mut found: Vec<Entry<'_>> = Vec::with_capacity(starts.len());
    for (place, (start, label, code)) in starts.iter().enumerate() {
        let next = starts.get(place + 1).map_or(line.len(), |next| next.0);
        if *label > next {
            continue;
        }
        let behind = starts.get(place + 1).is_some_and(|(_, _, next)| is_first_of_another(next, code));
        let text = before_title(&line[*label..next], behind);
        found.push(Entry { code: code.clone(), label: trimmed(text), start: *start });
    }
    // `評価Ａ：達成　Ｂ：途中`: a word that stands but once is what they are about.
    if let [first, second, ..] = found.as_mut_slice()
        && scale::rating_word(&line[second.start..]) == 0
    {
        first.start += scale::rating_word(&line[first.start..]);
    }
    if let Some(first) = found.first().map(|first| first.code.clone()) {
        found.chunk_by_mut(|_, next| next.code != first).for_each(|scale| end_last_label(line, scale));
    }
    found
}

/// A label without what sets it off. A bracket that closes it belongs to it.
pub(super) fn trimmed(label: &str) -> &str {
    label.trim_matches(|c| BOUNDARIES.contains(&c) && !matches!(c, '）' | ')'))
}

/// The scales that one line explains one behind the other: each begins with the code that the first does, or with the
/// first code of another alphabet.
pub(super) fn scales<'e, 't>(entries: &'e [Entry<'t>]) -> impl Iterator<Item = &'e [Entry<'t>]> {
    entries.chunk_by(|before, next| {
        next.code.code != entries[0].code.code && !is_first_of_another(&next.code, &before.code)
    })
}

/// Whether a code is the first of another alphabet than the code before.
fn is_first_of_another(code: &Written, before: &Written) -> bool {
    code.alphabet != before.alphabet
        && scale::place(&code.code, code.alphabet) == Some(1)
        && !scale::both_roman(&code.code, &before.code)
}

/// Whether the entries of a line make a scale, or several.
pub(super) fn are_scales(entries: &[Entry<'_>]) -> bool {
    is_scale(entries) || (!entries.is_empty() && scales(entries).all(is_scale))
}

/// A label without the title of the next legend behind it: `できなかった　　最終評価：`, `できなかった　最終評価は`,
/// `できなかった【最終評価】`; where the next one begins, the title needs no sign: `できなかった　方向性`.
fn before_title(text: &str, is_last: bool) -> &str {
    let gap = |c: char| c.is_whitespace() || matches!(c, '；' | ';');
    let titled = text.strip_suffix(['：', ':', 'は', '＝', '=']);
    let bracketed = || text.trim_end().strip_suffix(['】', '〕', '＞', '》'])?.rsplit_once(['【', '〔', '＜', '《']);
    let bare = || text.trim_end().rsplit_once(gap).filter(|(_, title)| is_last && speaks_of_ratings(title));
    let behind = titled.and_then(|before| before.rsplit_once(gap)).or_else(bracketed).or_else(bare);
    behind.map_or(text, |(label, _)| label)
}

/// The last label of a sentence ends where the others do: at the comma that separates them, or with the sentence.
pub(super) fn end_last_label(line: &str, found: &mut [Entry<'_>]) {
    let comma = found.get(1).is_some_and(|second| line[..second.start].ends_with(['、', '，']));
    if let Some(last) = found.last_mut() {
        let ends = |c: char| c == '。' || (comma && matches!(c, '、' | '，'));
        let end = text::signs(last.label).find(|(_, c)| ends(*c)).map(|(at, _)| at);
        let end = end.into_iter().chain(note_behind(last.label)).min();
        last.label = without_count(sentence::without_verb(last.label[..end.unwrap_or(last.label.len())].trim_end()));
        // A bracket around the whole legend closes behind the last label.
        let label = last.label;
        let opens = || text::signs(label).filter(|(_, c)| matches!(c, '（' | '(')).count();
        let closes = || text::signs(label).filter(|(_, c)| matches!(c, '）' | ')')).count();
        if label.ends_with([')', '）']) && closes() > opens() {
            last.label = last.label.trim_end_matches([')', '）']);
        }
    }
}

/// Where a note begins behind a label: `遅れ　※年度末`, `遅れ　注：空欄は対象外`, `遅れ　斜線：実績なし`.
fn note_behind(label: &str) -> Option<usize> {
    let is_note = |text: &&str| {
        let word = text.split_once(['：', ':', '＝', '=']).map(|(word, _)| word.trim_matches(['（', '）', '(', ')']));
        word.is_some_and(words::is_word) || ["※", "注", "（注", "備考"].iter().any(|note| text.starts_with(note))
    };
    label.split_whitespace().skip(1).find(is_note).and_then(|note| label.find(note))
}

/// A label without what follows the last of a sentence: `未実施の４段階で評価した`.
pub(super) fn without_count(label: &str) -> &str {
    let counted = label.find("段階").map(|at| label[..at].trim_end_matches(|c| number::digit(c).is_some()));
    counted.and_then(|label| label.strip_suffix('の')).filter(|label| !label.is_empty()).unwrap_or(label)
}

/// From so many entries on, a list with one code twice is a legend and no accident.
const MANY: usize = 4;

/// Whether entries make a scale: at least two, each code once, all of one alphabet but for a misprint. Where there are
/// many, one code may come twice: that is a misprint too, and is said.
pub(super) fn is_scale(entries: &[Entry<'_>]) -> bool {
    let distinct = |at: usize| entries[..at].iter().all(|other| other.code.code != entries[at].code.code);
    let labelled = entries.iter().all(|entry| !entry.label.is_empty());
    let repeated = (0..entries.len()).filter(|&at| !distinct(at)).count();
    // `Ａ－ 達成`: behind every letter the dash sets off its label.
    let parted = entries.iter().all(|entry| entry.code.code.len() > 1 && entry.code.code.ends_with('-'));
    let is_list = entries.len() >= 2 && labelled && !parted;
    is_list && (repeated == 0 || (repeated == 1 && entries.len() >= MANY)) && neighbours(entries)
}

/// Whether the codes of entries go up or down at every step but one; 5, 3, 1 is a scale too, and so is B, B+. What is
/// not rated may stand anywhere, and a word among letters too: 中止.
fn neighbours(entries: &[Entry<'_>]) -> bool {
    let are_words = entries.iter().all(|entry| entry.code.alphabet == Alphabet::Word);
    let is_ranked =
        |entry: &&Entry<'_>| !scale::is_apart(&entry.code.code) && (are_words || entry.code.alphabet != Alphabet::Word);
    let entries: Vec<&Entry<'_>> = entries.iter().filter(is_ranked).collect();
    let place = |entry: &Entry<'_>| scale::place(&entry.code.code, entry.code.alphabet);
    let steps = |rises: bool| {
        let follows = |pair: &&[&Entry<'_>]| match (place(pair[0]), place(pair[1])) {
            (Some(one), Some(other)) if one == other => {
                pair[0].code.alphabet == pair[1].code.alphabet && pair[0].code.code != pair[1].code.code
            }
            (Some(one), Some(other)) => (one < other) == rises,
            (None, None) => true,
            (Some(_), None) | (None, Some(_)) => false,
        };
        entries.windows(2).filter(follows).count()
    };
    steps(true).max(steps(false)) + 2 >= entries.len()
}

/// What a line holds of a legend.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Part {
    /// All of it.
    Whole,
    /// One entry, and nothing in front of it.
    Entry,
    /// Nothing that its own words tell.
    Nothing,
}

/// What a line holds of a legend by itself.
pub fn part(line: &str) -> Part {
    let found = entries(line);
    if are_scales(&found) || choices(line).is_some() || several::apart(line).is_some() {
        return Part::Whole;
    }
    match found.as_slice() {
        [only] if only.start == 0 && !only.label.is_empty() => Part::Entry,
        _ => Part::Nothing,
    }
}

/// Whether a line with more behind it explains the codes that it explains by itself, and others behind those.
pub fn continues(line: &str, joined: &str) -> bool {
    let (own, all) = (entries(line), entries(joined));
    let codes = |of: &[Entry<'_>]| of.iter().map(|entry| entry.code.code.clone()).collect::<Vec<_>>();
    own.len() < all.len() && is_scale(&all) && codes(&all).starts_with(&codes(&own))
}

/// Whether a line holds a whole legend, or one entry of one.
pub fn has_entries(line: &str) -> bool {
    part(line) != Part::Nothing
}

/// Whether a line holds a whole legend by itself.
pub fn is_whole(line: &str) -> bool {
    part(line) == Part::Whole
}

/// Where a text goes on behind the last of some signs, in bytes; 0 where it holds none.
pub(super) fn behind_last(text: &str, signs: &[char]) -> usize {
    text.len() - text.rsplit(signs).next().map_or(0, str::len)
}

/// Whether a line gives a number to each code of a scale: so often it was given.
pub(super) fn are_counts(line: &str) -> bool {
    let found = entries(line);
    is_scale(&found) && found.iter().all(|entry| is_count(entry.label))
}

/// Whether a label says how often a code was given: `5`, `5件`.
pub(super) fn is_count(label: &str) -> bool {
    label.trim_end_matches('件').trim_end().chars().all(|c| number::digit(c).is_some())
}

/// Whether a line of a legend begins with its first entry, so that a line above can be its title.
pub fn is_untitled(line: &str) -> bool {
    entries(line).first().is_some_and(|first| first.start == 0)
}

/// A code and its label set off by white space, as a line of its own.
pub fn spaced_entry(line: &str) -> Option<(Written, &str)> {
    /// The longest label of a scale seen has 34 characters.
    const LONGEST_LABEL: usize = 40;
    let (code, length) = spaced_opening(line)?;
    let label = &line[length..];
    (label.chars().count() <= LONGEST_LABEL && !label.ends_with('。')).then_some((code, label))
}

/// Whether codes of lines or rows one after the other make a scale.
pub fn follow_each_other(codes: &[Written]) -> bool {
    let entries: Vec<Entry<'_>> =
        codes.iter().map(|code| Entry { code: code.clone(), label: "label", start: 0 }).collect();
    let is_alike = |code: &Written| code.alphabet == codes[0].alphabet || scale::is_apart(&code.code);
    is_scale(&entries) && codes.iter().all(is_alike)
}

/// Whether a cell is one entry and nothing else: `A：達成`.
pub fn entry(cell: &str) -> Option<(Written, &str)> {
    opening(cell)?;
    let found = entries(cell);
    let [only] = found.as_slice() else { return None };
    (only.start == 0 && !only.label.is_empty()).then(|| (only.code.clone(), only.label))
}

#[cfg(test)]
mod tests {
    use super::{has_entries, spaced_entry};

    #[test]
    fn a_word_of_a_vocabulary_may_be_a_label() {
        assert_eq!(
            spaced_entry("Ｂ　計画どおり").map(|(code, label)| (code.code, label)),
            Some(("B".to_owned(), "計画どおり"))
        );
        assert!(spaced_entry("A B").is_none());
        assert!(spaced_entry("Ａ　Ｂ　公園課").is_none());
    }

    #[test]
    fn a_bracket_sets_a_code_off() {
        for line in ["【Ａ】届く", "【 Ａ 】 届く", "「Ａ」　届く"] {
            let found = spaced_entry(line).map(|(code, label)| (code.code, label));
            assert_eq!(found, Some(("A".to_owned(), "届く")), "{line}");
        }
        assert!(spaced_entry("【水】木をふやす").is_none());
    }

    #[test]
    fn a_dash_behind_every_letter_is_none_of_the_codes() {
        assert!(has_entries("Ａ　届く　Ａ－　少しで届く　Ｂ　届かない"));
        assert!(!has_entries("Ａ－　届く　Ｂ－　届かない　Ｃ－　遠い"));
    }

    #[test]
    fn sentences_are_no_legends() {
        assert!(!has_entries("計画期間は5年とし、2：1の割合で配分します。"));
        assert!(!has_entries("会では、道路の傷みについて意見が出ました。"));
        assert!(!has_entries("Ａ地区、Ｂ地区、Ｃ地区の順に整備します。"));
        assert!(!has_entries("Ａ地区　Ｂ地区　Ｃ地区"));
        assert!(!has_entries("内容は①花壇　②水路　③広場"));
        assert!(has_entries("（◎達成　○改善　△横ばい）"));
        assert!(has_entries("○方向性…①拡充　②継続　③縮小"));
        assert!(has_entries("○進捗度…ア　進んでいる　イ　少し進んでいる　ウ　進んでいない"));
        assert!(has_entries("進捗区分：A 完了　B 順調　C 遅延　D 未着手"));
    }
}
