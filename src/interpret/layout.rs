//! Layouts as data: header words and heading marks, read from the embedded file and from a user's own by the same code.
//!
//! In: TOML. Out: a [`Layout`] that says which family a header cell belongs to. What is known of cities stands in
//! the data, never here.

use std::borrow::Cow;
use std::collections::{HashMap, HashSet};
use std::sync::LazyLock;

use serde::Deserialize;

use crate::record::{Code, Origin, Role, Scale};

/// The layouts that come with the tool.
const EMBEDDED: [&str; 2] = [include_str!("layouts/municipal.toml"), include_str!("layouts/english.toml")];

/// A header cell is a few words; a longer text is data, whatever words it holds. The longest header on the sheets
/// seen so far has 24 characters.
const LONGEST_HEADER: usize = 32;

/// What the columns under a header word can hold.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Family {
    /// A level above the records.
    Path,
    /// A level above the records or their item.
    Measure,
    /// What is evaluated.
    Item,
    /// Codes.
    Rating,
    /// Codes or text.
    Judged,
    /// The code under a rating header.
    Code,
    /// The text that goes with a rating.
    Comment,
    /// Figures.
    Value,
    /// Text or figures.
    Result,
    /// Departments.
    Department,
    /// Other text.
    Text,
}

impl Family {
    /// The roles that columns of this family can have, the likeliest first.
    pub fn roles(self) -> &'static [Role] {
        match self {
            Self::Path => &[Role::Path],
            Self::Measure => &[Role::Item, Role::Path],
            Self::Item => &[Role::Item, Role::Text],
            Self::Rating | Self::Code => &[Role::Rating, Role::Comment],
            Self::Judged => &[Role::Rating, Role::Text, Role::Comment],
            Self::Comment => &[Role::Comment, Role::Text],
            Self::Value => &[Role::Value, Role::Text],
            Self::Result => &[Role::Text, Role::Value, Role::Rating],
            Self::Department => &[Role::Department],
            Self::Text => &[Role::Text, Role::Comment],
        }
    }
}

impl Family {
    /// Every family.
    pub const ALL: [Self; 11] = [
        Self::Path,
        Self::Measure,
        Self::Item,
        Self::Rating,
        Self::Judged,
        Self::Code,
        Self::Comment,
        Self::Value,
        Self::Result,
        Self::Department,
        Self::Text,
    ];

    /// The key of its words in a layout file.
    pub fn name(self) -> &'static str {
        match self {
            Self::Path => "path",
            Self::Measure => "measure",
            Self::Item => "item",
            Self::Rating => "rating",
            Self::Judged => "judged",
            Self::Code => "code",
            Self::Comment => "comment",
            Self::Value => "value",
            Self::Result => "result",
            Self::Department => "department",
            Self::Text => "text",
        }
    }
}

/// A scale as a layout file writes it.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct FileScale {
    name: String,
    codes: Vec<String>,
    #[serde(default)]
    labels: Vec<String>,
}

/// What is wrong with a layout file.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("line {line}: {message}")]
pub struct LayoutError {
    /// Its line, from 1.
    pub line: usize,
    /// The key or value, and what was expected there.
    pub message: String,
}

/// The file as it is written.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    name: String,
    title: String,
    #[serde(default)]
    path: Vec<String>,
    #[serde(default)]
    measure: Vec<String>,
    #[serde(default)]
    item: Vec<String>,
    #[serde(default)]
    rating: Vec<String>,
    #[serde(default)]
    judged: Vec<String>,
    #[serde(default)]
    code: Vec<String>,
    #[serde(default)]
    comment: Vec<String>,
    #[serde(default)]
    value: Vec<String>,
    #[serde(default)]
    result: Vec<String>,
    #[serde(default)]
    department: Vec<String>,
    #[serde(default)]
    text: Vec<String>,
    #[serde(default)]
    department_endings: Vec<String>,
    #[serde(default)]
    heading_words: Vec<String>,
    #[serde(default)]
    heading_parts: Vec<String>,
    #[serde(default)]
    heading_marks: Vec<String>,
    #[serde(default)]
    scale: Vec<FileScale>,
}

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
    /// Reads a layout file.
    ///
    /// # Errors
    ///
    /// What is wrong with the file, with its line.
    pub fn parse(text: &str) -> Result<Self, LayoutError> {
        let file: File = toml::from_str(text).map_err(|error| {
            let at = error.span().map_or(0, |span| span.start);
            LayoutError { line: text[..at].matches('\n').count() + 1, message: error.message().to_owned() }
        })?;
        let mut words = HashMap::new();
        for (family, list) in [
            (Family::Text, file.text),
            (Family::Result, file.result),
            (Family::Judged, file.judged),
            (Family::Comment, file.comment),
            (Family::Code, file.code),
            (Family::Value, file.value),
            (Family::Department, file.department),
            (Family::Rating, file.rating),
            (Family::Path, file.path),
            (Family::Measure, file.measure),
            (Family::Item, file.item),
        ] {
            words.extend(list.into_iter().map(|word| (folded_header(&word).into_owned(), family)));
        }
        let layout = Self {
            name: file.name,
            title: file.title,
            department_endings: file.department_endings,
            heading_words: file.heading_words,
            heading_parts: file.heading_parts,
            heading_marks: file.heading_marks.iter().filter_map(|mark| mark.chars().next()).collect(),
            scales: file.scale.into_iter().map(FileScale::into_scale).collect(),
            words,
            longest_word: 0,
            last_characters: HashSet::new(),
        };
        Ok(Self::default().with(layout))
    }

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

impl FileScale {
    fn into_scale(self) -> Scale {
        let labels = self.labels.into_iter().map(Some).chain(std::iter::repeat(None));
        let code = |(at, (code, label)): (usize, (String, Option<String>))| Code {
            code: code.into(),
            rank: at + 1,
            label: label.map(Into::into),
        };
        let codes = self.codes.into_iter().zip(labels).enumerate().map(code).collect();
        Scale { name: self.name.into(), origin: Origin::Config, codes }
    }
}

/// A header word in the form it is compared in: without white space, in small letters.
fn folded_header(header: &str) -> Cow<'_, str> {
    if !header.contains(|c: char| c.is_whitespace() || c.is_ascii_uppercase()) {
        return Cow::Borrowed(header);
    }
    Cow::Owned(header.split_whitespace().flat_map(str::chars).map(|c| c.to_ascii_lowercase()).collect())
}

/// A header cell without what varies: white space, the year in front, brackets behind.
fn bare_header(header: &str) -> Cow<'_, str> {
    let bare = folded_header(header);
    let without_year = strip_year(&bare);
    let cut = without_year.find(['（', '(', '【', '［', '[', '※']).filter(|&at| at > 0).unwrap_or(without_year.len());
    let core = without_year[..cut].trim_start_matches(['①', '②', '③', '④', '⑤', '・', '●', '○']);
    if core.len() == bare.len() { bare } else { Cow::Owned(core.to_owned()) }
}

/// Whether a header cell is a year and nothing else: `H28`, `令和4年度`, `2023年度`, `R1`.
pub fn is_year(header: &str) -> bool {
    const LONGEST_YEAR: usize = 8;
    let squeezed: String = header.split_whitespace().collect();
    let era = ["平成", "令和", "昭和", "H", "R", "S", "Ｈ", "Ｒ"].iter().find_map(|era| squeezed.strip_prefix(era));
    let rest = era.unwrap_or(&squeezed);
    let is_digit = |c: char| c.is_ascii_digit() || ('０'..='９').contains(&c) || c == '元';
    let after = rest.trim_start_matches(is_digit);
    let digits = rest.len() - after.len();
    let named = era.is_some() || (after.starts_with('年') && digits > 0) || (digits == 4 && rest.starts_with("20"));
    let month = matches!(after, "月" | "月末") && (1..=2).contains(&rest[..digits].chars().count()) && era.is_none();
    month
        || digits > 0
            && named
            && matches!(after, "" | "年度" | "年" | "年度末")
            && squeezed.chars().count() <= LONGEST_YEAR
}

/// Takes a fiscal year off the front: `平成25年度`, `令和4年度末`, `R5`, `2023年度`.
fn strip_year(header: &str) -> &str {
    let is_digit = |c: char| c.is_ascii_digit() || ('０'..='９').contains(&c) || c == '元';
    let era = ["平成", "令和", "昭和", "h", "r", "Ｈ", "Ｒ"].iter().find_map(|era| header.strip_prefix(era));
    let rest = era.unwrap_or(header);
    let after = rest.trim_start_matches(is_digit);
    if after.len() == rest.len() {
        return header;
    }
    let tail = ["年度末", "年度", "年", ""].iter().find_map(|unit| after.strip_prefix(unit)).unwrap_or(after);
    if tail.is_empty() { header } else { tail.trim_start_matches(['の', '末']) }
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

    #[test]
    fn an_unknown_key_is_named() {
        let error = Layout::parse("name = \"x\"\ntitle = \"y\"\nheadings = []\n").expect_err("the key is unknown");
        assert!(error.to_string().contains("headings"), "{error}");
    }
}
