//! Layouts as data: header words and heading marks, read from the embedded file and from a user's own by the same code.
//!
//! In: a header cell, a name. Out: which [`Family`] the cell belongs to, whether the name is a department's. What is known
//! of cities stands in the data, never here; `file` reads it, `wording` takes off what varies.

mod family;
pub(crate) mod file;
mod wording;

use std::collections::{HashMap, HashSet};
use std::sync::LazyLock;

use crate::interpret::layout::wording::bare_header;
use crate::record::Scale;

pub use family::Family;
pub use file::LayoutError;
pub use wording::is_year;

/// The layouts that come with the tool.
const EMBEDDED: [&str; 2] = [include_str!("../layouts/municipal.toml"), include_str!("../layouts/english.toml")];

/// A header cell is a few words; a longer text is data, whatever words it holds. The longest header on the sheets
/// seen so far has 24 characters.
const LONGEST_HEADER: usize = 32;

/// What is known of the words of a kind of sheet.
#[derive(Clone, Debug, Default)]
pub struct Layout {
    /// A short name.
    pub name: String,
    /// What kind of sheet it is, in a line.
    pub title: String,
    /// Endings of department names.
    pub department_endings: Vec<String>,
    /// Words before the number of a heading, longest first.
    pub heading_words: Vec<String>,
    /// Words behind the number of a heading, outermost first.
    pub heading_parts: Vec<String>,
    /// Marks before a heading.
    pub heading_marks: Vec<char>,
    /// Scales that the file brings.
    pub scales: Vec<Scale>,
    words: HashMap<String, Family>,
    longest_word: usize,
    /// The characters that words end with: most cells end with none of them.
    last_characters: HashSet<char>,
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
    /// The layouts that come with the tool, each by itself.
    pub fn embedded() -> Vec<Self> {
        EMBEDDED.iter().map(|text| Self::parse(text).expect("the embedded layouts are tested to parse")).collect()
    }

    /// All layouts that come with the tool as one: no word means two things in them.
    pub fn builtin() -> &'static Self {
        static LAYOUT: LazyLock<Layout> =
            LazyLock::new(|| Layout::embedded().into_iter().fold(Layout::default(), Layout::with));
        &LAYOUT
    }

    /// This layout and another, whose words go first.
    pub fn with(mut self, other: Self) -> Self {
        self.name = if self.name.is_empty() { other.name } else { format!("{}, {}", self.name, other.name) };
        self.title = other.title;
        self.words.extend(other.words);
        self.department_endings.extend(other.department_endings);
        self.heading_words.extend(other.heading_words);
        self.heading_words.sort_by_key(|word| std::cmp::Reverse(word.len()));
        self.heading_parts.extend(other.heading_parts);
        self.heading_marks.extend(other.heading_marks);
        self.scales.extend(other.scales);
        self.last_characters = self.words.keys().filter_map(|word| word.chars().next_back()).collect();
        self.longest_word = self.words.keys().map(|word| word.chars().count()).max().unwrap_or(0);
        self
    }

    /// The words of a family, sorted.
    pub fn words_of(&self, family: Family) -> Vec<&str> {
        let mut words: Vec<&str> =
            self.words.iter().filter(|(_, of)| **of == family).map(|(word, _)| word.as_str()).collect();
        words.sort_unstable();
        words
    }

    /// The family of a header cell, and how much of the cell its word is. None for a cell that is no header.
    pub fn family(&self, header: &str) -> Option<(Family, Fit)> {
        self.family_at_end(header).or_else(|| self.family_inside(header))
    }

    /// The family of a header that is a word or ends with one.
    pub fn family_at_end(&self, header: &str) -> Option<(Family, Fit)> {
        if header.is_empty() || header.len() > LONGEST_HEADER * 4 {
            return None;
        }
        if self.names_levels(header) {
            return Some((Family::Path, Fit::Whole));
        }
        let bare = bare_header(header);
        if !bare.chars().next_back().is_some_and(|last| self.last_characters.contains(&last)) || bare.contains('。') {
            return None;
        }
        if let Some(&family) = self.words.get(&*bare) {
            return Some((family, Fit::Whole));
        }
        // The longest ending that is a word; a single character ends too many others.
        let starts: Vec<usize> = bare.char_indices().rev().map(|(at, _)| at).take(self.longest_word).collect();
        let longest_first = starts.iter().skip(1).rev();
        longest_first.filter_map(|&at| self.words.get(&bare[at..])).next().map(|&family| (family, Fit::Ending))
    }

    /// The family of a header that holds a word somewhere.
    fn family_inside(&self, header: &str) -> Option<(Family, Fit)> {
        if header.is_empty() || header.len() > LONGEST_HEADER * 4 {
            return None;
        }
        let bare = bare_header(header);
        let ends: Vec<usize> = bare.char_indices().map(|(at, _)| at).chain(std::iter::once(bare.len())).collect();
        let length = ends.len() - 1;
        if length > LONGEST_HEADER || bare.contains('。') {
            return None;
        }
        let sizes = (2..=self.longest_word.min(length)).rev();
        let pieces = sizes.flat_map(|size| (0..=length - size).map(move |start| (start, start + size)));
        let mut families = pieces.filter_map(|(start, end)| self.words.get(&bare[ends[start]..ends[end]]));
        families.next().map(|&family| (family, Fit::Inside))
    }

    /// Whether a header names several levels at once: `節 項`.
    fn names_levels(&self, header: &str) -> bool {
        let mut pieces = header.split_whitespace().peekable();
        header.contains(char::is_whitespace)
            && pieces.peek().is_some()
            && pieces.all(|piece| self.words.get(piece) == Some(&Family::Path))
    }

    /// Whether a text is a list of department names: every piece of it ends as departments do.
    pub fn is_department(&self, text: &str) -> bool {
        /// The longest name on the sheets seen so far has 15 characters; a sentence may also end with 課.
        const LONGEST_NAME: usize = 20;
        let mut any = false;
        // English names have spaces inside.
        let separates = |c: char| "、／/;；\n，,".contains(c) || (!text.is_ascii() && " \u{3000}・".contains(c));
        for piece in text.split(separates) {
            let name = piece.split(['（', '(']).next().unwrap_or_default();
            if name.is_empty() {
                continue;
            }
            if name.chars().count() > if name.is_ascii() { LONGEST_NAME * 2 } else { LONGEST_NAME } {
                return false;
            }
            any |= self.ends_like_department(name);
        }
        let last = text.trim_end_matches([')', '）']).rsplit(['（', '(', ' ', '、']).find(|piece| !piece.is_empty());
        any && last.is_some() && !text.contains(['。', '．'])
    }

    /// Whether a single name ends as the names of departments do.
    pub fn ends_like_department(&self, name: &str) -> bool {
        self.department_endings.iter().any(|ending| name.len() > ending.len() && name.ends_with(ending.as_str()))
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
        case("施策の 方向性", Some((Family::Measure, Fit::Whole)));
        case("部の担当課", Some((Family::Department, Fit::Ending)));
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
        assert!(!layout.is_department("相談窓口を充実します。"));
        assert!(!layout.is_department("人権の啓発"));
    }
}
