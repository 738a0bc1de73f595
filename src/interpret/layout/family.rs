//! Families: what the columns under a header word can hold.
//!
//! In: nothing. Out: [`Family`], the roles that each may have, and its key in a layout file. Which word belongs to
//! which family is left to the layouts.

use crate::record::Role;

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
