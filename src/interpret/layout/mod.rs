//! Layouts as data: header words and heading marks, ours put into the tool when it is built and a user's own read at
//! the start.
//!
//! In: a header cell, a name. Out: which [`Family`] the cell belongs to, whether the name is a department's. What is
//! known of cities stands in the data, never here; `file` reads it, `wording` takes off what varies.

mod family;
pub(crate) mod file;
pub(crate) mod mistake;
mod wording;
mod words;

use std::sync::LazyLock;

use crate::interpret::layout::wording::{
    BRACKETS, bare_header, bare_plain_header, folded_letter, is_plain, without_stop,
};
use crate::interpret::layout::words::Words;
use crate::interpret::text;
use crate::record::Scale;

pub use family::Family;
pub use mistake::Mistake;
pub use wording::{
    begins_with_year, compared_header, folded_header, is_note, is_part_of_year, is_plan, is_unit, is_year,
    names_indicators,
};

/// A header cell is a few words; a longer text is data, whatever words it holds. The longest header on the sheets
/// seen so far has 24 characters.
const LONGEST_HEADER: usize = 32;

/// Whether a text is no longer than a header cell.
pub fn may_be_header(text: &str) -> bool {
    !text.is_empty() && text.len() <= LONGEST_HEADER * char::MAX.len_utf8()
}

/// What is known of the words of a kind of sheet.
#[derive(Clone, Debug, Default)]
pub struct Layout {
    /// A short name.
    pub name: String,
    /// What kind of sheet it is, in a line.
    pub title: String,
    /// Words behind the number of a heading, outermost first.
    pub heading_parts: Vec<String>,
    /// Marks before a heading.
    pub heading_marks: Vec<char>,
    /// Scales that the file brings.
    pub scales: Vec<Scale>,
    /// Header words, in the form they are compared in.
    words: Words<Family>,
    /// Endings of department names.
    department_endings: Words<()>,
    /// Words before the number of a heading.
    heading_words: Words<()>,
}

/// Which part of a header cell its word is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Fit {
    /// The word stands somewhere inside.
    Inside,
    /// The header ends with the word.
    Ending,
    /// The header is the word.
    Whole,
}

impl Layout {
    /// All layouts that come with the tool as one: no word means two things in them.
    pub fn builtin() -> &'static Self {
        static LAYOUT: LazyLock<Layout> = LazyLock::new(Layout::together);
        &LAYOUT
    }

    /// This layout and another, whose words go first.
    pub fn with(mut self, other: Self) -> Self {
        self.name = if self.name.is_empty() { other.name } else { format!("{}, {}", self.name, other.name) };
        self.title = other.title;
        self.words = self.words.with(other.words);
        self.department_endings = self.department_endings.with(other.department_endings);
        self.heading_words = self.heading_words.with(other.heading_words);
        self.heading_parts.extend(other.heading_parts);
        self.heading_marks.extend(other.heading_marks);
        self.scales.extend(other.scales);
        self
    }

    /// The words of a family, sorted.
    pub fn words_of(&self, family: Family) -> Vec<&str> {
        let mut words: Vec<&str> = self.words.iter().filter(|word| word.of == family).map(|word| &*word.text).collect();
        words.sort_unstable();
        words
    }

    /// The family of a header cell, and how much of the cell its word is. None for a cell that is no header.
    pub fn family(&self, header: &str) -> Option<(Family, Fit)> {
        self.family_at_end(header).or_else(|| self.family_inside(header))
    }

    /// Whether a text is a word for columns and nothing else.
    pub fn is_whole_word(&self, header: &str) -> bool {
        matches!(self.family_at_end(header), Some((_, Fit::Whole)))
    }

    /// Whether a text is a word for what is evaluated and nothing else.
    pub fn names_item(&self, header: &str) -> bool {
        matches!(self.family_at_end(header), Some((Family::Item | Family::Measure, Fit::Whole)))
    }

    /// Whether a text is a word for ratings and nothing else.
    pub fn names_rating(&self, header: &str) -> bool {
        matches!(self.family_at_end(header), Some((Family::Rating | Family::Judged, Fit::Whole)))
    }

    /// The family of a header that is a word or ends with one.
    pub fn family_at_end(&self, header: &str) -> Option<(Family, Fit)> {
        if !may_be_header(header) {
            return None;
        }
        if is_plain(header) {
            // Nearly every cell is told by its last character, before anything is taken off its front.
            let last = header.chars().next_back()?;
            self.words.at(last).next()?;
            return self.longest_ending(bare_plain_header(header));
        }
        if !self.ends_like_word(header) && !text::signs(header).any(|(_, c)| BRACKETS.contains(&c)) {
            return None;
        }
        if self.names_levels(header) {
            return Some((Family::Path, Fit::Whole));
        }
        let bare = bare_header(header);
        self.longest_ending(&bare).filter(|_| !bare.contains('。'))
    }

    /// Whether a text ends with the last character of a header word, be that small or capital, wide or narrow. A mark
    /// of half-width kana may be the half of one.
    fn ends_like_word(&self, text: &str) -> bool {
        let last = without_stop(text).chars().next_back();
        let is_half = |last: char| matches!(last, '\u{FF61}'..='\u{FF9F}');
        last.is_some_and(|last| is_half(last) || self.words.at(folded_letter(last)).next().is_some())
    }

    /// The family of the longest word that a text ends with; a single character ends too many others.
    fn longest_ending(&self, text: &str) -> Option<(Family, Fit)> {
        // 課題等 is 課題 and the like.
        self.ending(text).or_else(|| self.ending(text.strip_suffix('等')?))
    }

    fn ending(&self, text: &str) -> Option<(Family, Fit)> {
        let last = text.chars().next_back()?;
        self.words.at(last).filter(|word| text.ends_with(&*word.text)).find_map(|word| {
            let whole = word.text.len() == text.len();
            let single = word.text.len() <= last.len_utf8();
            (whole || !single).then_some((word.of, if whole { Fit::Whole } else { Fit::Ending }))
        })
    }

    /// The family of a header that holds a word somewhere: of the longest one, of equals the first.
    pub fn family_inside(&self, header: &str) -> Option<(Family, Fit)> {
        if !may_be_header(header) {
            return None;
        }
        let bare = bare_header(header);
        if bare.chars().count() > LONGEST_HEADER || bare.contains('。') {
            return None;
        }
        let mut longest = (0, None);
        for (at, last) in bare.char_indices() {
            let (text, behind) = bare.split_at(at + last.len_utf8());
            let found = self.words.at(last).find(|word| text.ends_with(&*word.text));
            let length = found.map_or(0, |word| word.text.chars().count());
            if length > longest.0 && length > 1 {
                longest = (length, found.map(|word| self.said_of(word.of, behind)));
            }
        }
        longest.1.map(|family| (family, Fit::Inside))
    }

    /// What a word inside a header says of its column, by what stands behind it: the last noun decides, so that `取組の主体`
    /// is something that is said of the 取組, and no 取組, `所管課による講評` is no 所管課, and `対応課` an office.
    fn said_of(&self, family: Family, behind: &str) -> Family {
        /// Nouns that give the name of what stands before them.
        const PARTICLES: [&str; 3] = ["の", "による", "からの"];
        const NAMES: [&str; 7] = ["名", "名称", "名前", "件名", "題名", "一覧", "見出し"];
        if self.ending(behind) == Some((Family::Department, Fit::Whole)) {
            return Family::Department;
        }
        let noun = PARTICLES.iter().find_map(|particle| behind.strip_prefix(particle));
        let noun = noun.filter(|noun| !noun.is_empty() && !NAMES.contains(noun));
        match family {
            Family::Item | Family::Measure | Family::Department if noun.is_some() => Family::Text,
            _ => family,
        }
    }

    /// Whether a header names several levels at once: `節 項`.
    fn names_levels(&self, header: &str) -> bool {
        let names_level = |piece: &str| self.longest_ending(piece) == Some((Family::Path, Fit::Whole));
        text::signs(header).any(|(_, c)| c.is_whitespace()) && header.split_whitespace().all(names_level)
    }

    /// Whether a text says that an office is named beside it: `担当課`.
    pub fn labels_office(&self, text: &str) -> bool {
        self.family_at_end(text) == Some((Family::Department, Fit::Whole))
    }

    /// Whether a text is a list of department names: every piece of it ends as departments do.
    pub fn is_department(&self, text: &str) -> bool {
        /// The longest name on the sheets seen so far has 15 characters; a sentence may also end with 課.
        const LONGEST_NAME: usize = 20;
        let mut any = false;
        // English names have spaces inside.
        let spaced = !text.is_ascii();
        let separates = |c: char| {
            matches!(c, '、' | '／' | '/' | ';' | '；' | '\n' | '，' | ',')
                || (spaced && matches!(c, ' ' | '\u{3000}' | '・'))
        };
        let too_long = |name: &str| {
            let longest = if name.is_ascii() { LONGEST_NAME * 2 } else { LONGEST_NAME };
            name.len() > longest && name.chars().count() > longest
        };
        // A narrow column may have cut the very ending off a name.
        let is_cut = |from: usize, name: &str| text[..from].ends_with('\n') && self.is_department_ending(name);
        let ends = |from: usize, name: &str| self.ends_like_department(name) || is_cut(from, name);
        // 改修が終わり、４月に開所
        let goes_on = |name: &str, c: char| c == '、' && name.ends_with(|c| matches!(c, 'ぁ'..='ん'));
        // A name ends at a bracket or a separator; what stands in brackets, up to the next separator, is a note.
        let (mut from, mut in_note) = (0, false);
        for (at, c) in text::signs(text) {
            let separates = separates(c);
            if separates || matches!(c, '（' | '(') {
                if !in_note {
                    let name = &text[from..at];
                    let is_name = ends(from, name);
                    if too_long(name) || (!is_name && goes_on(name, c)) {
                        return false;
                    }
                    any |= is_name;
                }
                in_note = !separates;
                from = at + c.len_utf8();
            }
        }
        let last = if in_note { "" } else { &text[from..] };
        if !(any || ends(from, last)) || too_long(last) {
            return false;
        }
        let says_more = |c: char| !matches!(c, '（' | '(' | ' ' | '、');
        text.trim_end_matches([')', '）']).contains(says_more) && !text.contains(['。', '．'])
    }

    /// Whether a single name ends as the names of departments do; 公園の5か所 says how many places there are.
    pub fn ends_like_department(&self, name: &str) -> bool {
        let Some(last) = name.chars().next_back() else { return false };
        let counts = name.strip_suffix('所').is_some_and(|of| of.ends_with(['か', 'カ', 'ヶ', 'ヵ', 'ケ', '箇']));
        if counts {
            return false;
        }
        let ends = |ending: &str| name.len() > ending.len() && name.ends_with(ending);
        self.department_endings.at(last).any(|ending| ends(&ending.text))
    }

    /// Whether a word is one that names of departments end with, and nothing else.
    fn is_department_ending(&self, word: &str) -> bool {
        let ends = |last: char| self.department_endings.at(last).any(|ending| *ending.text == *word);
        word.chars().next_back().is_some_and(ends)
    }

    /// The word for a heading that a text begins with, before its number: `基本目標`.
    pub fn heading_word(&self, text: &str) -> Option<&str> {
        let first = text.chars().next()?;
        self.heading_words.at(first).map(|word| &*word.text).find(|word| text.starts_with(word))
    }
}

#[cfg(test)]
mod tests {
    use super::{Family, Fit, Layout};

    #[track_caller]
    fn case(header: &str, expected: Option<(Family, Fit)>) {
        assert_eq!(Layout::builtin().family(header), expected, "{header}");
    }

    #[test]
    fn header_words_have_families() {
        case("進捗区分", Some((Family::Rating, Fit::Whole)));
        case("平成25年度事業実績", Some((Family::Result, Fit::Whole)));
        case("内容（取り組んでいく事業等）", Some((Family::Text, Fit::Whole)));
        case("次年度の方針", Some((Family::Text, Fit::Whole)));
        case("施策の 方向性", Some((Family::Measure, Fit::Whole)));
        case("部の担当課", Some((Family::Department, Fit::Ending)));
        for label in ["【担当課】", "〔担当課〕", "［担当課］", "《担当課》", "担当課〔主なもの〕"]
        {
            case(label, Some((Family::Department, Fit::Whole)));
        }
    }

    #[test]
    fn sentences_and_codes_are_no_headers() {
        case("事業の評価を実施しました。", None);
        case("A", None);
        case("", None);
    }

    #[test]
    fn a_list_of_departments_is_known_by_its_endings() {
        let layout = Layout::builtin();
        assert!(layout.is_department("企画課 公園みどり課（関係各課）"));
        assert!(layout.is_department("障害者支援 地域保健課"));
        assert!(layout.is_department("健康増進\n課"));
        assert!(!layout.is_department("相談窓口を充実します。"));
        assert!(!layout.is_department("人権の啓発"));
        // Names end in no verb before a comma.
        assert!(!layout.is_department("旧保育所の改修が終わり、４月に開所"));
        assert!(layout.is_department("農協、農政課"));
        assert!(!layout.is_department("公園を5か所") && !layout.is_department("危険箇所"));
        assert!(layout.is_department("出張所"));
    }

    #[test]
    fn a_header_holds_the_longest_word_inside_and_of_equals_the_first() {
        case("主な事業費の一覧", Some((Family::Item, Fit::Inside)));
        case("担当課と事業費一覧", Some((Family::Department, Fit::Inside)));
        case("対応課", Some((Family::Department, Fit::Inside)));
        case("取組の担い手", Some((Family::Text, Fit::Inside)));
        case("取組の題名", Some((Family::Item, Fit::Inside)));
        case("節 項", Some((Family::Path, Fit::Whole)));
        case("STATUS", Some((Family::Judged, Fit::Whole)));
        case("Ｎｏ．", Some((Family::Text, Fit::Whole)));
        case("ＫＰＩ", Some((Family::Item, Fit::Whole)));
    }
}
