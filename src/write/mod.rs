//! Records out.
//!
//! In: sheets, one after the other, each with its source and its located findings. Out: JSON, JSONL or CSV on any
//! writer. What the records mean, and where the bytes go in the end, is left to others.

pub mod csv;
pub mod datapackage;
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

/// One sheet with all that is told about it.
#[derive(Clone, Copy, Debug)]
pub struct Told<'a> {
    /// The decoded input.
    pub source: &'a Source<'a>,
    /// What was read from it.
    pub sheet: &'a Sheet<'a>,
    /// Its findings, located; JSON alone lists them.
    pub found: &'a [Located<'a>],
    /// The language of messages.
    pub language: Language,
}

/// What one sheet, or a piece of it, adds to an output, in the format that it was made for. It needs neither the sheet
/// nor its source any more, so that it can be made on another thread than the one that writes.
#[derive(Debug)]
pub struct Part(PartOf);

#[derive(Debug)]
enum PartOf {
    Json { bytes: Vec<u8>, begins: bool },
    Csv(csv::Part),
}

/// How many bytes make a piece: what a pipe holds.
const PIECE: usize = 64 << 10;

/// Makes the part of one sheet. Its pieces go `ahead` as they are ready, up to the last one, which is returned.
pub fn part(format: Format, told: &Told<'_>, ahead: &mut dyn FnMut(Part)) -> Part {
    let mut pieces = Pieces { bytes: Vec::new(), begins: true, ahead };
    match format {
        Format::Json => json::sheet(told, &mut pieces),
        Format::JsonLines => json::lines(told.source.name(), &told.sheet.records, &mut pieces),
        Format::Csv(_) => {
            let ahead = &mut |part| (pieces.ahead)(Part(PartOf::Csv(part)));
            return Part(PartOf::Csv(csv::part(told.source.name(), told.sheet, ahead)));
        }
    }
    pieces.cut()
}

/// JSON that is cut into pieces.
struct Pieces<'a> {
    bytes: Vec<u8>,
    /// Whether no piece was cut yet.
    begins: bool,
    ahead: &'a mut dyn FnMut(Part),
}

impl Pieces<'_> {
    /// What is there so far.
    fn cut(&mut self) -> Part {
        let begins = std::mem::replace(&mut self.begins, false);
        Part(PartOf::Json { bytes: std::mem::take(&mut self.bytes), begins })
    }

    #[cold]
    fn hand_on(&mut self) {
        let piece = self.cut();
        (self.ahead)(piece);
        self.bytes.reserve(PIECE);
    }
}

impl Write for Pieces<'_> {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.write_all(bytes)?;
        Ok(bytes.len())
    }

    // Serializing writes a comma at a time: the loop of the trait would cost more than the writing.
    #[inline]
    fn write_all(&mut self, bytes: &[u8]) -> io::Result<()> {
        self.bytes.extend_from_slice(bytes);
        if self.bytes.len() >= PIECE {
            self.hand_on();
        }
        Ok(())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

/// Writes the records of any number of sheets; no sheet is held after it was given.
#[derive(Debug)]
pub struct Records<W> {
    out: W,
    format: Format,
    language: Language,
    begun: bool,
    table: csv::Table,
}

impl<W: Write> Records<W> {
    /// Records in `format` on `out`, with messages in `language`. Nothing is written yet.
    pub fn new(out: W, format: Format, language: Language) -> Self {
        Self { out, format, language, begun: false, table: csv::Table::default() }
    }

    /// Adds a sheet. `found` are its findings, located.
    pub fn sheet(&mut self, source: &Source<'_>, sheet: &Sheet<'_>, found: &[Located<'_>]) -> io::Result<()> {
        let told = Told { source, sheet, found, language: self.language };
        let mut added = Ok(());
        let last = part(self.format, &told, &mut |piece| {
            if added.is_ok() {
                added = self.add(piece);
            }
        });
        added?;
        self.add(last)
    }

    /// Adds the part of a sheet, or the next piece of it, that was made for this format.
    pub fn add(&mut self, Part(part): Part) -> io::Result<()> {
        match part {
            PartOf::Json { bytes, begins } => {
                if begins && self.format == Format::Json {
                    let before = if self.begun { ",\n" } else { json::OPENING };
                    self.out.write_all(before.as_bytes())?;
                }
                self.begun = true;
                self.out.write_all(&bytes)
            }
            PartOf::Csv(part) => self.table.add(&part),
        }
    }

    /// Writes what can only be written at the end, and gives the writer back, flushed.
    pub fn end(mut self) -> io::Result<W> {
        match self.format {
            Format::Json => {
                let before = if self.begun { "\n" } else { json::OPENING };
                self.out.write_all([before, json::CLOSING].concat().as_bytes())?;
            }
            Format::JsonLines => {}
            Format::Csv(dialect) => self.table.write(&mut self.out, dialect)?,
        }
        self.out.flush()?;
        Ok(self.out)
    }
}
