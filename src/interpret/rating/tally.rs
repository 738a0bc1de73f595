//! Cells of a rating column, counted.
//!
//! In: all cells of a column, the sheet's legends and the built-in tables. Out: whether the column holds a closed
//! vocabulary, and its [`Scale`]. What a single cell says is left to [`super::reading`].

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use foldhash::HashMap;

use crate::interpret::heading;
use crate::interpret::scale::{self, Alphabet, BUILTIN};
use crate::interpret::shape;
use crate::record::{Code, Origin, Scale};

/// A legend or table serves a column when it knows at least this share of its cells; the rest are typing errors.
const KNOWN_SHARE: f32 = 0.5;

/// A vocabulary that nobody prints is inferred only from words of which each comes so often, in halves, on average.
const OFTEN: usize = 3;

/// A column is a vocabulary if this share of its cells are words of it.
const MOSTLY: f32 = 0.8;

/// A vocabulary has at most so many words, each of at most so many characters.
const MOST_WORDS: usize = 9;
pub(super) const LONGEST_WORD: usize = 12;

/// A slip of the pen is rare: from so many words on that come once, and that make such a share of the cells, a
/// vocabulary is open. At least half as many of its words are known: other phrases are remarks. Untested guesses.
const OPEN_WORDS: usize = 3;
const OPEN_SHARE: f32 = 0.25;

/// Codes and the words of a vocabulary have at most so many bytes, nearly always.
const LONGEST_CODES: usize = 24;

/// Scales have five codes and fewer; seven are rare.
const USUAL_LENGTH: usize = 5;

/// What the cells of a column hold, counted.
#[derive(Debug, Default)]
pub struct Tally {
    /// Codes by themselves.
    codes: BTreeMap<(Alphabet, String), usize>,
    /// Codes with their labels.
    labelled: BTreeMap<(Alphabet, String, String), usize>,
    /// Short phrases.
    phrases: BTreeMap<String, usize>,
    /// Cells that are neither blank nor a dash.
    cells: usize,
}

impl Tally {
    /// Counts the cells of a column. Most of them hold one of a few codes, so that each text is read once.
    pub fn of<'c>(cells: impl IntoIterator<Item = &'c str>) -> Self {
        let mut tally = Self::default();
        let mut times: HashMap<&str, usize> = HashMap::default();
        let mut joined: Vec<(&str, usize)> = Vec::new();
        for text in cells {
            // What is longer than codes are comes once.
            if text.len() <= LONGEST_CODES {
                *times.entry(text).or_default() += 1;
            } else {
                tally.add(text, 1);
            }
        }
        for (text, times) in times {
            match scale::joined_words(text) {
                Some(_) => joined.push((text, times)),
                None => tally.add(text, times),
            }
        }
        tally.add_joined(&joined);
        tally
    }

    /// Counts cells of joined words that come so often each. 休止・廃止 is one word where no other cell holds either alone.
    fn add_joined(&mut self, joined: &[(&str, usize)]) {
        let is_alone = |word: &&str| self.codes.contains_key(&(Alphabet::Word, (*word).to_owned()));
        let has_parts = |text: &str| scale::joined_words(text).is_some_and(|words| words.iter().any(is_alone));
        let (several, whole): (Vec<_>, Vec<(&str, usize)>) = joined.iter().partition(|(text, _)| has_parts(text));
        several.into_iter().for_each(|(text, times)| self.add(text, times));
        for (text, times) in whole {
            self.cells += times;
            *self.codes.entry((Alphabet::Word, text.to_owned())).or_default() += times;
        }
    }

    /// Counts a cell that comes so often.
    fn add(&mut self, text: &str, times: usize) {
        if text.is_empty() || shape::is_dash(text) {
            return;
        }
        self.cells += times;
        let written = scale::written(text);
        for (_, option) in scale::check_boxes(text).unwrap_or_default() {
            let offered = scale::offered(option);
            self.codes.entry((offered.alphabet, offered.code)).or_default();
        }
        for code in &written {
            *self.codes.entry((code.alphabet, code.code.clone())).or_default() += times;
        }
        if !written.is_empty() {
            return;
        }
        if let Some(code) = scale::only_rated(text) {
            *self.codes.entry((code.alphabet, code.code)).or_default() += times;
        } else if let Some((code, label)) = scale::labelled(text) {
            *self.labelled.entry((code.alphabet, code.code, label.to_owned())).or_default() += times;
        } else if text.len() <= LONGEST_WORD * 3 && text.chars().count() <= LONGEST_WORD && !text.contains('。') {
            *self.phrases.entry(text.to_owned()).or_default() += times;
        }
    }

    /// Whether the cells are few short values that come again and again: a closed vocabulary, or codes of which each
    /// has one label; or all of them tell states, and one comes again.
    pub fn is_vocabulary(&self) -> bool {
        self.is_closed() || self.are_states()
    }

    /// Whether every cell tells how far something has come, in more words than one, of which some come again: `施工中` and
    /// `設計中` beside `完了`, be they too few to come often.
    fn are_states(&self) -> bool {
        let words =
            self.codes.keys().map(|(of, word)| (Some(of), word)).chain(self.phrases.keys().map(|of| (None, of)));
        let tells = |(of, word): (Option<&Alphabet>, &String)| {
            of.is_none_or(|of| *of == Alphabet::Word) && scale::tells_state(word)
        };
        let kinds = self.codes.len() + self.phrases.len();
        let said: usize = self.codes.values().chain(self.phrases.values()).sum();
        (2..=MOST_WORDS).contains(&kinds) && said == self.cells && said > kinds && words.clone().all(tells)
    }

    /// Whether the cells are few short values that come again and again, or codes of which each has one label.
    fn is_closed(&self) -> bool {
        let words = self.phrases.len() + self.codes.len();
        let said: usize = self.phrases.values().chain(self.codes.values()).sum();
        let all = |said: usize| said as f32 >= MOSTLY * self.cells as f32;
        let again = |kinds: usize, said: usize| kinds <= MOST_WORDS && said > kinds && said * 2 >= kinds * OFTEN;
        let begins_known = |phrase: &&String| scale::begins_with_word(phrase);
        let known: usize = self.phrases.iter().filter(|(phrase, _)| begins_known(phrase)).map(|(_, count)| count).sum();
        let coded: usize = self.codes.iter().filter(|((of, _), _)| *of == Alphabet::Word).map(|(_, count)| count).sum();
        (all(said) && again(words, said))
            || (all(known + coded) && coded > 0)
            || (all(self.labelled_cells()) && self.has_one_label_each())
    }

    /// Whether the cells are a closed vocabulary of states: most cells, and of the words more than one, say how far
    /// something has come. One word may be a name.
    pub fn tells_states(&self) -> bool {
        let words =
            self.codes.iter().filter(|((of, _), _)| *of == Alphabet::Word).map(|((_, word), count)| (word, count));
        let states = || words.clone().chain(&self.phrases).filter(|(word, _)| scale::tells_state(word));
        let said: usize = states().map(|(_, count)| count).sum();
        states().nth(1).is_some() && said as f32 >= MOSTLY * self.cells as f32 && self.is_closed()
    }

    /// Whether the cells of a column may tell states: not where too few of them are codes or such words, which the
    /// first fifth of other texts shows.
    pub fn may_tell_states<'c>(cells: impl Iterator<Item = &'c str>) -> bool {
        let cells: Vec<&str> = cells.filter(|text| !text.is_empty() && !shape::is_dash(text)).collect();
        let mut most: usize = cells.iter().map(|text| scale::written(text).len().max(1)).sum();
        cells.iter().all(|text| {
            let says = scale::tells_state(text) || !scale::written(text).is_empty();
            most -= usize::from(!says);
            most as f32 >= MOSTLY * cells.len() as f32
        })
    }

    /// The codes that stand by themselves, each once.
    pub fn codes(&self) -> Vec<&str> {
        self.codes.keys().map(|(_, code)| code.as_str()).collect()
    }

    /// Whether most cells that hold anything hold nothing but these codes, and none another code. The rest may be slips
    /// of the pen.
    pub fn is_within(&self, codes: &[&str]) -> bool {
        let known = |(_, code): &(Alphabet, String)| codes.iter().any(|known| scale::is_same(known, code));
        let said: usize = self.codes.values().sum();
        said > 0 && said as f32 >= MOSTLY * self.cells as f32 && self.codes.keys().all(known)
    }

    /// Whether most cells that hold anything hold a code of a scale.
    pub fn is_mostly_of(&self, scale: &Scale) -> bool {
        self.known(scale.codes.iter().map(|code| &*code.code)) as f32 >= MOSTLY * self.cells as f32
    }

    /// Whether there are so many different codes or more, and some of them come again.
    pub fn comes_again(&self, fewest: usize) -> bool {
        self.codes.len() >= fewest && self.cells > self.codes.len()
    }

    /// Whether words that come once stand among words of a known vocabulary, too many to be slips of the pen.
    fn is_open(&self) -> bool {
        let once = self.phrases.iter().filter(|(word, count)| **count == 1 && !scale::begins_with_word(word)).count();
        let known = self.codes.keys().filter(|(of, _)| *of == Alphabet::Word).count();
        let said: usize = self.phrases.values().chain(self.codes.values()).sum();
        once >= OPEN_WORDS
            && known * 2 >= once
            && once as f32 >= OPEN_SHARE * self.cells as f32
            && said as f32 >= MOSTLY * self.cells as f32
    }

    /// Whether a phrase is a word of the column with something else behind a space: two cells in one, `継続 総務部`.
    fn is_fused(&self, phrase: &str) -> bool {
        let is_own = |word: &str| self.phrases.contains_key(word) || self.codes.keys().any(|(_, code)| code == word);
        phrase.split_once(char::is_whitespace).is_some_and(|(word, _)| is_own(word))
    }

    /// Whether a phrase is a word of the column with gaps in it: `やや 遅れ`.
    fn is_set_apart(&self, phrase: &str) -> bool {
        let word = heading::squeezed(phrase);
        let is_own = || self.phrases.contains_key(&word) || self.codes.keys().any(|(_, code)| *code == word);
        word.len() < phrase.len() && is_own()
    }

    /// Whether the cells that hold anything hold one and the same code, but for a row that lost a cell.
    pub fn is_flag(&self) -> bool {
        let said: usize = self.codes.values().sum();
        self.codes.len() == 1 && self.labelled.is_empty() && said as f32 >= MOSTLY * self.cells as f32
    }

    /// Whether all cells are letters with their labels: `Ｂ（概ね順調）`. A digit may number a phrase.
    pub fn is_lettered(&self) -> bool {
        let letters = self.labelled.keys().all(|(alphabet, ..)| *alphabet == Alphabet::Latin);
        letters && self.cells > 0 && self.labelled_cells() == self.cells
    }

    fn labelled_cells(&self) -> usize {
        self.labelled.values().sum()
    }

    /// Whether each code has one label, and some come again.
    fn has_one_label_each(&self) -> bool {
        self.has_no_second_label() && self.labelled_cells() > self.labelled.len()
    }

    fn has_no_second_label(&self) -> bool {
        let codes: BTreeSet<&String> = self.labelled.keys().map(|(_, code, _)| code).collect();
        codes.len() == self.labelled.len()
    }

    /// How many of the counted codes a list of codes knows.
    fn known<'c>(&self, codes: impl Iterator<Item = &'c str> + Clone) -> usize {
        let is_known = |code: &str| codes.clone().any(|known| scale::is_same(known, code));
        // A list may have both words of 休止・廃止.
        let has = |code: &String| {
            is_known(code) || scale::joined_words(code).is_some_and(|words| words.iter().all(|word| is_known(word)))
        };
        let codes = self.codes.iter().map(|((_, code), count)| (code, count));
        let labelled = self.labelled.iter().map(|((_, code, _), count)| (code, count));
        codes.chain(labelled).chain(&self.phrases).filter(|(code, _)| has(code)).map(|(_, count)| count).sum()
    }

    fn total(&self) -> usize {
        self.codes.values().chain(self.labelled.values()).chain(self.phrases.values()).sum()
    }

    /// The scale of the column: a legend of its table, one of the sheet, a built-in table, or the codes themselves.
    pub fn scale(&self, column: &str, legends: &[Vec<&Scale>; 2], configured: &[Scale]) -> Option<Scale> {
        let total = self.total();
        let by_nearness = || legends.iter().flatten().copied();
        if total == 0 {
            return by_nearness().chain(configured).find(|legend| names_match(&legend.name, column)).cloned();
        }
        let serves = |known: usize| known as f32 >= KNOWN_SHARE * total as f32;
        let coverage = |legend: &Scale| self.known(legend.codes.iter().map(|code| &*code.code));
        let best_of = |scales: &mut dyn Iterator<Item = &Scale>| {
            let serving = scales.filter(|scale| serves(coverage(scale)));
            // What explains codes goes before what only lists them.
            let explains = |scale: &Scale| scale.codes.iter().any(|code| code.label.is_some());
            serving.max_by_key(|scale| (coverage(scale), explains(scale), names_match(&scale.name, column))).cloned()
        };
        // A legend that names the column knows its codes in small letters too.
        let small = || {
            let named = by_nearness().find(|legend| names_match(&legend.name, column))?;
            let known = |code: &str| named.codes.iter().any(|known| known.code.eq_ignore_ascii_case(code));
            let count: usize = self.codes.iter().filter(|((_, code), _)| known(code)).map(|(_, count)| count).sum();
            serves(count).then(|| named.clone())
        };
        legends
            .iter()
            .find_map(|legends| best_of(&mut legends.iter().copied()))
            .or_else(small)
            .or_else(|| best_of(&mut configured.iter()))
            .or_else(|| self.of_one_cell(column, by_nearness()))
            .or_else(|| self.builtin())
            .or_else(|| self.inferred(column))
    }

    /// The first built-in table that knows every code of the main alphabet, else the one that knows most. A single cell
    /// does not make a longer scale of a usual one: `F` that comes once among A to C is a slip of the pen.
    fn builtin(&self) -> Option<Scale> {
        let alphabet = self.main_alphabet()?;
        let tables = BUILTIN.iter().filter(|(_, of, _)| *of == alphabet);
        let count = |codes: &[&str]| self.known(codes.iter().copied());
        let known = |codes: &[&str]| {
            let (usual, beyond) = codes.split_at(codes.len().min(USUAL_LENGTH));
            count(usual) + Some(count(beyond)).filter(|&cells| cells > 1).unwrap_or(0)
        };
        let best = tables.rev().max_by_key(|(_, _, codes)| known(codes))?;
        let codes: usize = self.codes.values().sum();
        (known(best.2) as f32 >= KNOWN_SHARE * codes as f32 && codes > 0).then(|| scale::builtin(best.0, best.2))
    }

    /// Whether most codes, and more than one, are of an alphabet other than this: `7` that comes once among arrows is
    /// none of them.
    fn is_of_another_alphabet(&self, of: Alphabet) -> bool {
        let main = self.main_alphabet().filter(|main| *main != of);
        main.is_some_and(|main| {
            let (own, all) =
                (self.codes.iter().filter(|((of, _), _)| *of == main).map(|(_, count)| count), &self.codes);
            let own: usize = own.sum();
            own > 1 && own * 2 > all.values().sum::<usize>()
        })
    }

    /// The legend that a column of one code goes by although it lacks the code, because one cell makes no scale: one of
    /// its alphabet that is named as the column, or not named at all.
    fn of_one_cell<'l>(&self, column: &str, mut legends: impl Iterator<Item = &'l Scale>) -> Option<Scale> {
        let alphabet = self.main_alphabet().filter(|_| self.cells == 1)?;
        let is_alike = |code: &Code| scale::alphabet(&code.code) == Some(alphabet) || scale::is_dash(&code.code);
        let named = |legend: &Scale| legend.name.is_empty() || names_match(&legend.name, column);
        legends.find(|legend| named(legend) && legend.codes.iter().all(is_alike)).cloned()
    }

    /// The alphabet of most codes; none where words or labelled codes are more.
    fn main_alphabet(&self) -> Option<Alphabet> {
        let count = |alphabet: Alphabet| -> usize {
            self.codes.iter().filter(|((of, _), _)| *of == alphabet).map(|(_, count)| count).sum()
        };
        let best = Alphabet::ALL.into_iter().max_by_key(|&alphabet| count(alphabet))?;
        let others = self.labelled_cells().max(self.phrases.values().sum());
        (count(best) > 0 && count(best) >= others && best != Alphabet::Word).then_some(best)
    }

    /// The codes that the column itself shows, in the order of their alphabet or vocabulary.
    fn inferred(&self, column: &str) -> Option<Scale> {
        let mut codes: Vec<(String, Option<String>)> = if self.labelled_cells() * 2 > self.cells {
            let lettered = self.is_lettered() && self.has_no_second_label();
            if !lettered && !self.has_one_label_each() {
                return None;
            }
            self.labelled.keys().map(|(_, code, label)| (code.clone(), Some(label.clone()))).collect()
        } else {
            let is_word = |(of, code): &&(Alphabet, String)| *of == Alphabet::Word || scale::is_arrow(code);
            let words = self.codes.keys().filter(is_word).map(|(_, word)| word);
            let is_slip = |of: Alphabet, count: usize| count == 1 && self.is_of_another_alphabet(of);
            let letters = self.codes.iter().filter(|((of, _), count)| *of != Alphabet::Word && !is_slip(*of, **count));
            let letters = letters.map(|((_, code), _)| code);
            let (is_vocabulary, are_states) = (self.is_vocabulary(), self.are_states());
            // A word that nobody knows and that comes once may be a slip of the pen: it makes no scale.
            let is_open = self.is_open();
            let again = || self.phrases.iter().filter(|(_, count)| **count > 1).map(|(word, _)| word.as_str());
            let stems: BTreeSet<&str> = again().filter_map(scale::stem).collect();
            let grade = again().find(|word| scale::are_grades(word, word));
            let is_akin = |word: &str| {
                grade.is_some_and(|grade| scale::are_grades(grade, word))
                    || scale::stem(word).is_some_and(|stem| stems.contains(stem))
            };
            let belongs = |word: &str, count: usize| {
                let is_own = is_open
                    || (is_vocabulary && (are_states || count > 1 || scale::begins_with_word(word) || is_akin(word)));
                is_own && !(count == 1 && self.is_fused(word)) && !self.is_set_apart(word)
            };
            let listed = self.phrases.iter().filter(|(word, count)| belongs(word, **count));
            let phrases = listed.map(|(word, _)| word);
            let own: Vec<&String> = if self.phrases.is_empty() && self.codes.keys().all(|(of, _)| *of != Alphabet::Word)
            {
                letters.collect()
            } else {
                words.chain(phrases).collect()
            };
            own.into_iter().map(|code| (code.clone(), None)).collect()
        };
        if codes.is_empty() || codes.len() > MOST_WORDS {
            return None;
        }
        let all: Vec<String> = codes.iter().map(|(code, _)| code.clone()).collect();
        let all: Vec<&str> = all.iter().flat_map(|code| scale::words(code)).collect();
        // 休止・廃止 stands where 休止 would.
        codes.sort_by_key(|(code, _)| scale::word_order(scale::words(code)[0], &all));
        let code = |(at, (code, label)): (usize, (String, Option<String>))| Code {
            code: Arc::from(code),
            rank: at + 1,
            label: label.map(Arc::from),
        };
        let codes = codes.into_iter().enumerate().map(code).collect();
        Some(Scale { name: Arc::from(column), origin: Origin::Inferred, codes })
    }
}

/// Whether a legend is named as a column is: equal, or one within the other.
pub fn names_match(legend: &str, column: &str) -> bool {
    let (legend, column) = (heading::squeezed(legend), heading::squeezed(column));
    !legend.is_empty() && (legend == column || legend.contains(&column) || column.contains(&legend))
}

#[cfg(test)]
mod tests {
    use super::Tally;
    use crate::record::{Code, Origin, Scale};

    #[test]
    fn many_words_that_come_once_are_no_slips_of_the_pen() {
        let codes = |cells: &[&str]| {
            let scale = Tally::of(cells.iter().copied()).scale("方向", &[Vec::new(), Vec::new()], &[]);
            scale.map_or(0, |scale| scale.codes.len())
        };
        assert_eq!(codes(&["維持", "維持", "廃止", "統合", "長寿命化", "複合化", "譲渡", "民営化"]), 7);
        assert_eq!(codes(&["維持", "維持", "廃止", "廃止", "統合", "統合", "維持", "民営化"]), 3);
        assert_eq!(codes(&["維持", "道を直す", "庭を守る", "人を増やす", "市を開く", "川を見る", "森を歩く"]), 1);
    }

    #[test]
    fn marks_of_schools_belong_together_though_some_come_once() {
        let codes = |cells: [&'static str; 6]| {
            let codes = Tally::of(cells).inferred("評価").into_iter().flat_map(|scale| scale.codes);
            codes.map(|code| code.code.to_string()).collect::<Vec<_>>()
        };
        assert_eq!(codes(["良", "優", "良", "不可", "優", "可"]), ["優", "良", "可", "不可"]);
        assert_eq!(codes(["良", "優", "良", "否", "優", "優"]), ["優", "良"]);
        assert_eq!(codes(["乙", "甲", "乙", "丁", "甲", "丙"]), ["甲", "乙", "丙", "丁"]);
        assert_eq!(codes(["乙", "甲", "乙", "良", "甲", "甲"]), ["甲", "乙"]);
    }

    #[test]
    fn a_word_with_another_cell_behind_it_is_none_of_the_scale() {
        let codes = |cells: &[&str]| {
            let scale = Tally::of(cells.iter().copied()).scale("方向", &[Vec::new(), Vec::new()], &[]);
            scale.map_or(0, |scale| scale.codes.len())
        };
        assert_eq!(codes(&["継続", "継続", "拡充", "拡充", "継続 総務部", "継続"]), 2);
        assert_eq!(codes(&["継続", "継続", "拡充", "拡充", "継続", "一部 見直し", "一部 見直し"]), 3);
    }

    #[test]
    fn two_words_joined_are_one_where_neither_stands_alone() {
        let codes = |cells: &[&str]| {
            let scale = Tally::of(cells.iter().copied()).scale("方向", &[Vec::new(), Vec::new()], &[]);
            scale.into_iter().flat_map(|scale| scale.codes).map(|code| code.code.to_string()).collect::<Vec<_>>()
        };
        assert_eq!(codes(&["拡充", "縮小", "休止・廃止", "拡充"]), ["拡充", "縮小", "休止・廃止"]);
        assert_eq!(codes(&["休止・廃止", "維持・継続", "維持・継続"]), ["維持・継続", "休止・廃止"]);
        assert_eq!(codes(&["拡充", "廃止", "休止・廃止", "拡充"]), ["拡充", "休止", "廃止"]);
        // A list of two words.
        assert_eq!(codes(&["拡充", "縮小", "休止、廃止", "拡充"]), ["拡充", "縮小", "休止", "廃止"]);
    }

    #[test]
    fn a_list_that_has_both_words_of_joined_ones_serves_them() {
        let codes = ["拡充", "休止", "廃止"].map(|code| Code { code: code.into(), rank: 1, label: None });
        let legend = Scale { name: "方向".into(), origin: Origin::Legend, codes: codes.to_vec() };
        let scale = Tally::of(["休止・廃止", "休止・廃止"]).scale("方向", &[vec![&legend], Vec::new()], &[]);
        assert_eq!(scale.map(|scale| scale.origin), Some(Origin::Legend));
    }

    #[test]
    fn an_arrow_among_words_is_one_of_them() {
        let scale = Tally::of(["実施", "→", "検討", "実施", "→", "→"]).scale("来年", &[Vec::new(), Vec::new()], &[]);
        let codes: Vec<String> =
            scale.into_iter().flat_map(|scale| scale.codes).map(|code| code.code.to_string()).collect();
        assert_eq!(codes.len(), 3);
        assert!(codes.iter().any(|code| code == "→"));
    }

    #[test]
    fn a_digit_that_comes_once_among_arrows_is_none_of_them() {
        let codes = |cells: &[&str]| {
            let scale = Tally::of(cells.iter().copied()).scale("動き", &[Vec::new(), Vec::new()], &[]);
            scale.map_or(0, |scale| scale.codes.len())
        };
        assert_eq!(codes(&["↑", "↓", "→", "7"]), 3);
        assert_eq!(codes(&["↑", "7"]), 2);
    }

    #[test]
    fn one_cell_makes_no_scale_beside_a_legend() {
        let scale = |legend: &str, cells: &[&str]| {
            let codes = ["A", "B", "C"].map(|code| Code { code: code.into(), rank: 1, label: None });
            let legend = Scale { name: legend.into(), origin: Origin::Legend, codes: codes.to_vec() };
            Tally::of(cells.iter().copied()).scale("評価", &[vec![&legend], Vec::new()], &[]).map(|scale| scale.origin)
        };
        assert_eq!(scale("評価", &["P"]), Some(Origin::Legend));
        assert_eq!(scale("", &["D"]), Some(Origin::Legend));
        // Another column's legend, another alphabet, and more than one cell.
        assert_eq!(scale("方向", &["P"]), Some(Origin::Inferred));
        assert_eq!(scale("評価", &["ア"]), Some(Origin::Builtin));
        assert_eq!(scale("評価", &["P", "P"]), Some(Origin::Inferred));
    }
}
