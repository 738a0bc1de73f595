//! Layout files.
//!
//! In: TOML. Out: a [`Layout`], or what is wrong with the file and on which line. How layouts are put together, and looked
//! up in, is left to [`super`].

use serde::Deserialize;

use crate::interpret::layout::wording::folded_header;
use crate::interpret::layout::words::Words;
use crate::interpret::layout::{Family, Layout};
use crate::record::{Code, Origin, Scale};

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

/// A scale as a layout file writes it.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct FileScale {
    name: String,
    codes: Vec<String>,
    #[serde(default)]
    labels: Vec<String>,
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
        let words = families.into_iter().flat_map(|(family, list)| list.into_iter().map(move |word| (word, family)));
        let plain = |list: Vec<String>| list.into_iter().map(|word| (word.into(), ()));
        Ok(Self {
            name: file.name,
            title: file.title,
            heading_parts: file.heading_parts,
            heading_marks: file.heading_marks.iter().filter_map(|mark| mark.chars().next()).collect(),
            scales: file.scale.into_iter().map(FileScale::into_scale).collect(),
            words: Words::by_last(words.map(|(word, family)| (folded_header(&word).into_owned().into(), family))),
            department_endings: Words::by_last(plain(file.department_endings)),
            heading_words: Words::by_first(plain(file.heading_words)),
        })
    }
}

#[cfg(test)]
mod tests {
    use super::Layout;

    #[test]
    fn an_unknown_key_is_named() {
        let error = Layout::parse("name = \"x\"\ntitle = \"y\"\nheadings = []\n").expect_err("the key is unknown");
        assert!(error.to_string().contains("headings"), "{error}");
    }
}
