//! Records out.
//!
//! In: sheets, one after the other, each with its source and its located findings. Out: JSON, JSONL or CSV on any
//! writer. What the records mean, and where the bytes go in the end, is left to others.

pub mod csv;
mod excel;
pub mod json;

use std::io::{self, Write};

use crate::diagnostic::Language;
use crate::record::Sheet;
use crate::report::Located;
use crate::source::Source;

/// The shape in which records are written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Format {
    /// One document with everything that is known of each sheet.
    Json,
    /// One record a line.
    JsonLines,
    /// One row per record, in one of two dialects.
    Csv(csv::Dialect),
}

/// Writes the records of any number of sheets; no sheet is held after it was given.
#[derive(Debug)]
pub struct Records<W> {
    out: W,
    language: Language,
    form: Form,
}

/// A format with what it must remember between two sheets.
#[derive(Debug)]
enum Form {
    Json(json::Document),
    JsonLines,
    Csv(Box<csv::Table>, csv::Dialect),
}

impl<W: Write> Records<W> {
    /// Records in `format` on `out`, with messages in `language`. Nothing is written yet.
    pub fn new(out: W, format: Format, language: Language) -> Self {
        let form = match format {
            Format::Json => Form::Json(json::Document::default()),
            Format::JsonLines => Form::JsonLines,
            Format::Csv(dialect) => Form::Csv(Box::default(), dialect),
        };
        Self { out, language, form }
    }

    /// Adds a sheet. `found` are its findings, located.
    pub fn sheet(&mut self, source: &Source<'_>, sheet: &Sheet<'_>, found: &[Located<'_>]) -> io::Result<()> {
        match &mut self.form {
            Form::Json(document) => {
                document.sheet(&mut self.out, &json::Told { source, sheet, found, language: self.language })
            }
            Form::JsonLines => json::lines(&mut self.out, source.name(), &sheet.records),
            Form::Csv(table, _) => table.sheet(source.name(), sheet),
        }
    }

    /// Writes what can only be written at the end, and gives the writer back, flushed.
    pub fn end(self) -> io::Result<W> {
        let Self { mut out, form, .. } = self;
        match form {
            Form::Json(document) => document.end(&mut out)?,
            Form::JsonLines => {}
            Form::Csv(table, dialect) => table.write(&mut out, dialect)?,
        }
        out.flush()?;
        Ok(out)
    }
}
