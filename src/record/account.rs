//! Where everything that was printed went: what is in no record, and the counts of characters and lines.

use std::borrow::Cow;

/// A cell or line that went nowhere.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SetAside<'s> {
    /// Its physical line, from 1.
    pub line: usize,
    /// Its place in the row, from 1.
    pub cell: usize,
    /// What it holds.
    pub text: Cow<'s, str>,
    /// Why it is in no record.
    pub why: Why,
}

/// Why something was set aside.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Why {
    /// Marks of rule lines, stray characters.
    Noise,
    /// A page number.
    PageNumber,
    /// Text outside tables that is no title, heading or legend.
    Prose,
    /// A cell for which the table has no column.
    NoColumn,
    /// A remark under a table.
    Footnote,
    /// A row that sums up others.
    Total,
    /// A heading in a list of headings.
    Contents,
    /// A table that holds no evaluation: counts.
    OtherTable,
}

impl Why {
    /// The name in JSON.
    pub fn name(self) -> &'static str {
        match self {
            Self::Noise => "noise",
            Self::PageNumber => "page-number",
            Self::Prose => "prose",
            Self::NoColumn => "no-column",
            Self::Footnote => "footnote",
            Self::Total => "total",
            Self::Contents => "contents",
            Self::OtherTable => "other-table",
        }
    }
}

/// Characters of the decoded text other than white space, by where they went. `read` equals the sum of the rest.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Account {
    /// All of them.
    pub read: usize,
    /// In records.
    pub records: usize,
    /// In headings.
    pub headings: usize,
    /// In headers.
    pub headers: usize,
    /// In legends.
    pub legends: usize,
    /// In titles.
    pub titles: usize,
    /// Set aside with a reason.
    pub set_aside: usize,
    /// Quotes that only quote, delimiters that are not white space.
    pub syntax: usize,
    /// Control and zero-width characters, each with a finding.
    pub dropped: usize,
}

/// Physical lines by where most of their characters went. `read` equals the sum of the rest.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct LineCounts {
    /// All of them.
    pub read: usize,
    /// In records.
    pub records: usize,
    /// In headings.
    pub headings: usize,
    /// In headers.
    pub headers: usize,
    /// In legends.
    pub legends: usize,
    /// In titles.
    pub titles: usize,
    /// Set aside with a reason.
    pub set_aside: usize,
    /// Without a character, or with nothing but syntax.
    pub blank: usize,
}
