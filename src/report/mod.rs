//! Findings out.
//!
//! In: the findings of one sheet after the other, each with its source. Out: each finding with its place as people
//! count it, in a format for people, for editors or for a service that runs checks. Which findings there are, and what
//! becomes of the exit code, is left to others.

mod concise;
pub mod finding;
pub mod fingerprint;
mod github;
mod gitlab;
mod json;
mod junit;
mod locate;
mod paths;
mod sarif;
mod stream;
mod text;
mod visible;
mod wording;

use std::io::{self, Write};

pub use locate::{Located, Locator, locate};
pub use visible::visible;

use crate::diagnostic::{Language, Severity, Text};
use crate::source::Source;

/// How findings are shown.
#[derive(Clone, Copy, Debug)]
pub struct Look {
    /// The language of messages and of the words around them.
    pub language: Language,
    /// Whether to use colour.
    pub color: bool,
    /// The least severity that is shown.
    pub from: Severity,
    /// The width of the terminal in display cells; longer lines are trimmed around the finding.
    pub width: usize,
}

/// Writes findings as text, each with the line it stands on.
pub fn write<W: Write>(out: &mut W, source: &Source<'_>, found: &[Located<'_>], look: &Look) -> io::Result<()> {
    text::write(out, source, &shown(found, look), look)
}

/// The findings that a look lets through.
fn shown<'a>(found: &[Located<'a>], look: &Look) -> Vec<Located<'a>> {
    found.iter().filter(|located| located.diagnostic.severity >= look.from).copied().collect()
}

/// The name of the contract that JSON documents keep. A field that changes its meaning changes this name.
pub const SCHEMA: &str = "plan-eval/1";

/// What stands in place of a rule where an input could not be read.
const UNREADABLE: &str = "unreadable-input";

/// The shape in which findings are written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Format {
    /// Each finding with its lines and a caret, for people.
    Text,
    /// A line for each finding, for editors and `grep`.
    Concise,
    /// One document with everything that is known of each finding.
    Json,
    /// Annotations of GitHub Actions.
    Github,
    /// A Code Quality report of GitLab.
    Gitlab,
    /// SARIF, for code scanning.
    Sarif,
    /// Test results in the XML of JUnit.
    Junit,
}

impl Format {
    /// Every format, in the order of the documentation.
    pub const ALL: [Self; 7] =
        [Self::Text, Self::Concise, Self::Json, Self::Github, Self::Gitlab, Self::Sarif, Self::Junit];

    /// The name on the command line.
    pub fn name(self) -> &'static str {
        match self {
            Self::Text => "text",
            Self::Concise => "concise",
            Self::Json => "json",
            Self::Github => "github",
            Self::Gitlab => "gitlab",
            Self::Sarif => "sarif",
            Self::Junit => "junit",
        }
    }
}

/// Writes the findings of any number of sheets; no sheet is held after it was given.
#[derive(Debug)]
pub struct Report<W> {
    out: W,
    look: Look,
    begun: bool,
    form: Form,
}

/// A format with what it must remember between two sheets.
#[derive(Debug)]
enum Form {
    Text,
    Concise,
    Json(json::Document),
    Github,
    Gitlab(gitlab::Document),
    Sarif(sarif::Log),
    Junit,
}

impl<W: Write> Report<W> {
    /// Findings in `format` on `out`. Nothing is written yet.
    pub fn new(out: W, format: Format, look: Look) -> Self {
        let form = match format {
            Format::Text => Form::Text,
            Format::Concise => Form::Concise,
            Format::Json => Form::Json(json::Document::default()),
            Format::Github => Form::Github,
            Format::Gitlab => Form::Gitlab(gitlab::Document::default()),
            Format::Sarif => Form::Sarif(sarif::Log::new()),
            Format::Junit => Form::Junit,
        };
        Self { out, look, begun: false, form }
    }

    /// Where it goes.
    pub fn out(&self) -> &W {
        &self.out
    }

    /// Adds a sheet, also one without findings. `found` are its findings, located.
    pub fn sheet(&mut self, source: &Source<'_>, found: &[Located<'_>]) -> io::Result<()> {
        self.begin()?;
        let Self { out, look, form, .. } = self;
        let (found, name, language) = (shown(found, look), source.name(), look.language);
        match form {
            Form::Text => text::write(out, source, &found, look),
            Form::Concise => concise::write(out, name, &found, language),
            Form::Json(document) => document.sheet(out, name, &found, language),
            Form::Github => github::write(out, name, &found, language),
            Form::Gitlab(document) => document.sheet(out, source, &found, language),
            Form::Sarif(log) => log.sheet(out, source, &found, language),
            Form::Junit => junit::sheet(out, name, &found, language),
        }
    }

    /// Adds an input that could not be read. The formats for people leave it to the messages of the command, which
    /// stand in the same window.
    pub fn failure(&mut self, name: &str, said: &Text) -> io::Result<()> {
        self.begin()?;
        let Self { out, look, form, .. } = self;
        let said = said.get(look.language);
        match form {
            Form::Text | Form::Concise => {}
            Form::Json(document) => document.failure(name, said),
            Form::Github => github::failure(out, name, said)?,
            Form::Gitlab(document) => document.failure(out, name, said)?,
            Form::Sarif(log) => log.failure(name, said),
            Form::Junit => junit::failure(out, name, said)?,
        }
        Ok(())
    }

    /// Writes what can only be written at the end, and gives the writer back, flushed. A report without a single sheet
    /// is whole too.
    pub fn end(mut self) -> io::Result<W> {
        self.begin()?;
        let Self { mut out, form, .. } = self;
        match form {
            Form::Text | Form::Concise | Form::Github => {}
            Form::Json(document) => document.end(&mut out)?,
            Form::Gitlab(_) => gitlab::Document::end(&mut out)?,
            Form::Sarif(log) => log.end(&mut out)?,
            Form::Junit => junit::end(&mut out)?,
        }
        out.flush()?;
        Ok(out)
    }

    fn begin(&mut self) -> io::Result<()> {
        if std::mem::replace(&mut self.begun, true) {
            return Ok(());
        }
        match &self.form {
            Form::Text | Form::Concise | Form::Github => Ok(()),
            Form::Json(_) => json::Document::begin(&mut self.out),
            Form::Gitlab(_) => gitlab::Document::begin(&mut self.out),
            Form::Sarif(log) => log.begin(&mut self.out, self.look.language),
            Form::Junit => junit::begin(&mut self.out),
        }
    }
}

#[cfg(test)]
mod tests;
