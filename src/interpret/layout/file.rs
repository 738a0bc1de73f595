//! Layout files.
//!
//! In: TOML. Out: a [`Layout`], or what is wrong with the file and on which line. How layouts are put together, and
//! looked up in, is left to [`super`].

use std::borrow::Cow;

use foldhash::HashSet;
use serde::Deserialize;
use toml::Spanned;

use crate::interpret::layout::mistake::{self, Mistake, shaped};
use crate::interpret::layout::wording::folded_header;
use crate::interpret::layout::words::{Word, Words};
use crate::interpret::layout::{Family, Layout};
use crate::interpret::scale;
use crate::record::{Code, Origin, Scale};

/// The file as it is written. Its texts are owned where a user wrote it, and borrowed where it came with the tool.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields, bound(deserialize = "S: Deserialize<'de>, L: Deserialize<'de> + Default"))]
pub(crate) struct File<S, L> {
    name: S,
    title: S,
    #[serde(default)]
    path: L,
    #[serde(default)]
    measure: L,
    #[serde(default)]
    item: L,
    #[serde(default)]
    rating: L,
    #[serde(default)]
    judged: L,
    #[serde(default)]
    code: L,
    #[serde(default)]
    comment: L,
    #[serde(default)]
    value: L,
    #[serde(default)]
    result: L,
    #[serde(default)]
    department: L,
    #[serde(default)]
    text: L,
    #[serde(default)]
    department_endings: L,
    #[serde(default)]
    heading_words: L,
    #[serde(default)]
    heading_parts: L,
    #[serde(default)]
    heading_marks: L,
    #[serde(default)]
    scale: Vec<FileScale>,
}

/// The file as a user writes it.
pub(crate) type UserFile = File<String, Vec<String>>;

/// A scale as a layout file writes it.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct FileScale {
    name: Spanned<String>,
    codes: Spanned<Vec<String>>,
    labels: Option<Spanned<Vec<String>>>,
}

/// The scales of a file, or what is wrong with one of them.
pub(crate) fn scales(written: Vec<FileScale>, toml: &str) -> Result<Vec<Scale>, Mistake> {
    let mut names = HashSet::default();
    let named = |scale: FileScale| {
        let name = scale.name.get_ref().trim();
        if names.insert(name.to_owned()) {
            return scale.checked(toml);
        }
        Err(Mistake::at(scale.name.span().start, toml, mistake::scale_twice(name)))
    };
    written.into_iter().map(named).collect()
}

impl FileScale {
    /// The scale that it says, its codes in the form that those of a legend have.
    fn checked(self, toml: &str) -> Result<Scale, Mistake> {
        let folded = |code: &String| {
            scale::only_explained(code.trim()).map_or_else(|| code.trim().to_owned(), |written| written.code)
        };
        let codes: Vec<String> = self.codes.get_ref().iter().map(folded).collect();
        let wrong = |said| Err(Mistake::at(self.codes.span().start, toml, said));
        if codes.is_empty() {
            return wrong(mistake::no_codes());
        }
        let is_again = |at: &usize| codes[..*at].iter().any(|code| scale::is_same(code, &codes[*at]));
        if let Some(at) = (1..codes.len()).find(is_again) {
            return wrong(mistake::code_twice(&codes[at]));
        }
        let labels = self.labels.as_ref().map_or(&[][..], |labels| labels.get_ref());
        if let Some(written) = self.labels.as_ref().filter(|_| !labels.is_empty() && labels.len() != codes.len()) {
            let said = mistake::uneven_labels(labels.len(), codes.len());
            return Err(Mistake::at(written.span().start, toml, said));
        }
        let label = |at: usize| labels.get(at).map(|label| label.trim()).filter(|label| !label.is_empty());
        let code =
            |(at, code): (usize, String)| Code { code: code.into(), rank: at + 1, label: label(at).map(Into::into) };
        let name = self.name.get_ref().trim().into();
        Ok(Scale { name, origin: Origin::Config, codes: codes.into_iter().enumerate().map(code).collect() })
    }
}

// What `build.rs` made of our own files.
include!(concat!(env!("OUT_DIR"), "/layouts.rs"));

impl Layout {
    /// Reads a layout file.
    ///
    /// # Errors
    ///
    /// What is wrong with the file, with its line.
    pub fn parse(toml: &str) -> Result<Self, Mistake> {
        Self::of_user(shaped(toml)?, toml)
    }

    /// The layout that a file says, or a part of a configuration; `toml` is all of it.
    pub(crate) fn of_user(mut file: UserFile, toml: &str) -> Result<Self, Mistake> {
        let scales = scales(std::mem::take(&mut file.scale), toml)?;
        Ok(Self { scales, ..Self::of(file) })
    }

    /// The layouts that come with the tool, each by itself.
    pub fn embedded() -> [Self; 2] {
        EMBEDDED.map(Self::of)
    }

    /// All of them as one. Sorting their words at every start would take longer than reading a small sheet.
    pub(super) fn together() -> Self {
        let first = |mark: &&str| mark.chars().next();
        Self {
            name: EMBEDDED.map(|file| file.name).join(", "),
            title: EMBEDDED.map(|file| file.title.to_owned()).into_iter().next_back().unwrap_or_default(),
            heading_parts: EMBEDDED.iter().flat_map(|file| file.heading_parts).map(|&part| part.to_owned()).collect(),
            heading_marks: EMBEDDED.iter().flat_map(|file| file.heading_marks).filter_map(first).collect(),
            scales: Vec::new(),
            words: HEADER_WORDS,
            department_endings: DEPARTMENT_ENDINGS,
            heading_words: HEADING_WORDS,
        }
    }

    /// Puts the words of a file where they are looked up, without its scales.
    fn of<S: Into<String>, L: IntoIterator<Item: Into<Printed>>>(file: File<S, L>) -> Self {
        // Of a word that stands in two families the later one counts.
        let families = [
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
        ];
        let folded = |word: Printed| match folded_header(&word.0) {
            Cow::Borrowed(_) => word.0,
            Cow::Owned(folded) => Cow::Owned(folded),
        };
        let words = families
            .into_iter()
            .flat_map(|(family, list)| list.into_iter().map(move |word| (folded(word.into()), family)));
        let plain = |list: L| list.into_iter().map(|word| (word.into().0, ()));
        let owned = |list: L| list.into_iter().map(|word| word.into().0.into_owned());
        Self {
            name: file.name.into(),
            title: file.title.into(),
            heading_parts: owned(file.heading_parts).collect(),
            heading_marks: owned(file.heading_marks).filter_map(|mark| mark.chars().next()).collect(),
            scales: Vec::new(),
            words: Words::by_last(words),
            department_endings: Words::by_last(plain(file.department_endings)),
            heading_words: Words::by_first(plain(file.heading_words)),
        }
    }
}

/// A word of a file.
struct Printed(Cow<'static, str>);

impl From<String> for Printed {
    fn from(word: String) -> Self {
        Self(Cow::Owned(word))
    }
}

impl From<&&'static str> for Printed {
    fn from(word: &&'static str) -> Self {
        Self(Cow::Borrowed(word))
    }
}

#[cfg(test)]
mod tests {
    use super::{EMBEDDED, Layout};

    #[test]
    fn the_embedded_layouts_are_what_their_files_say() {
        let files = [include_str!("../layouts/municipal.toml"), include_str!("../layouts/english.toml")];
        assert_eq!(files.len(), EMBEDDED.len());
        for (file, embedded) in files.iter().zip(Layout::embedded()) {
            let parsed = Layout::parse(file).expect("our own layout is a layout file");
            assert_eq!(format!("{parsed:?}"), format!("{embedded:?}"));
        }
    }

    #[test]
    fn the_layouts_that_were_put_together_are_the_embedded_ones() {
        let together = Layout::embedded().into_iter().reduce(Layout::with);
        assert_eq!(format!("{together:?}"), format!("{:?}", Some(Layout::together())));
    }

    #[test]
    fn an_unknown_key_is_named() {
        let error = Layout::parse("name = \"x\"\ntitle = \"y\"\nheadings = []\n").expect_err("the key is unknown");
        assert!(error.to_string().contains("headings"), "{error}");
    }
}
