//! What is said about a sheet: rules, and the findings into which every stage pushes.
//!
//! A [`Rule`] is declared once, beside the code that raises it. A [`Diagnostic`] is one finding at one place. A sheet
//! that says something odd is read on: findings never stop a stage.

use std::fmt;

use crate::source::Span;

/// The language of messages, help and rule texts.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Language {
    /// 日本語
    Japanese,
    /// English
    #[default]
    English,
}

/// One text in both languages. They stand together so that neither is forgotten.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Text<S = String> {
    /// 日本語
    pub ja: S,
    /// English
    pub en: S,
}

impl<S: AsRef<str>> Text<S> {
    /// The text in one language.
    pub fn get(&self, language: Language) -> &str {
        match language {
            Language::Japanese => self.ja.as_ref(),
            Language::English => self.en.as_ref(),
        }
    }
}

/// Makes a [`Text`] of its Japanese and its English wording.
pub fn text(ja: impl Into<String>, en: impl Into<String>) -> Text {
    Text { ja: ja.into(), en: en.into() }
}

/// How bad a finding is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Severity {
    /// Something was repaired in reading; nobody has to act.
    Note,
    /// Read, but doubtful.
    Warning,
    /// The sheet must be corrected.
    Error,
}

impl fmt::Display for Severity {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(match self {
            Self::Note => "note",
            Self::Warning => "warning",
            Self::Error => "error",
        })
    }
}

/// A kind of finding.
#[derive(Debug)]
pub struct Rule {
    /// Kebab-case name, unique over all stages.
    pub name: &'static str,
    /// How bad it is.
    pub severity: Severity,
    /// The version that first raised it.
    pub since: &'static str,
    /// What it says of a sheet, in half a sentence.
    pub summary: Text<&'static str>,
}

/// One finding.
#[derive(Clone, Debug)]
pub struct Diagnostic {
    /// What kind of finding it is.
    pub rule: &'static Rule,
    /// Where: never empty of meaning, a place in the sheet even for findings about the whole of it.
    pub span: Span,
    /// What was found, and what was expected there. Holds no line numbers.
    pub message: Text,
    /// What to do.
    pub help: Option<Text>,
}

/// The findings of one sheet, in the order in which the stages made them.
#[derive(Debug, Default)]
pub struct Findings {
    list: Vec<Diagnostic>,
}

impl Findings {
    /// Adds a finding.
    pub fn push(&mut self, rule: &'static Rule, span: Span, message: Text, help: Option<Text>) {
        self.list.push(Diagnostic { rule, span, message, help });
    }

    /// All findings in sheet order; at one place in the order in which they were made.
    pub fn in_sheet_order(mut self) -> Vec<Diagnostic> {
        self.list.sort_by_key(|found| found.span);
        self.list
    }
}
