//! Findings that a city knows of already.
//!
//! In: the file of such findings. Out: which findings of a run are new. A finding is known by its fingerprint, which
//! stays where rows move; a sheet that is renamed is another sheet.

use std::fs;
use std::io::{self, Write as _};
use std::path::Path;

use foldhash::HashSet;
use plan_eval::diagnostic::Diagnostic;
use plan_eval::report::SCHEMA;
use serde::{Deserialize, Serialize};

use super::failure::{Failure, name};
use super::input::Input;
use super::output::Output;

/// The file as it is written.
#[derive(Debug, Deserialize, Serialize)]
struct File {
    schema: String,
    findings: Vec<Entry>,
}

/// A known finding. Only the fingerprint counts; the rest is for those who read the file.
#[derive(Debug, Deserialize, Serialize)]
struct Entry {
    fingerprint: String,
    file: String,
    rule: String,
    message: String,
}

/// The fingerprints of known findings.
pub(super) fn known(path: &Path) -> Result<HashSet<String>, Failure> {
    let text = fs::read_to_string(path).map_err(|cause| Failure::Unreadable(name(path), cause))?;
    let file: File = serde_json::from_str(&text).map_err(|_| Failure::NoBaseline(name(path)))?;
    if file.schema != SCHEMA {
        return Err(Failure::NoBaseline(name(path)));
    }
    Ok(file.findings.into_iter().map(|entry| entry.fingerprint).collect())
}

/// Findings that are being collected for the file.
#[derive(Debug, Default)]
pub(super) struct Collected(Vec<Entry>);

impl Collected {
    /// Adds a finding of a sheet.
    pub(super) fn add(&mut self, file: &str, fingerprint: String, found: &Diagnostic) {
        let (rule, message) = (found.rule.name.to_owned(), found.message.en.to_string());
        self.0.push(Entry { fingerprint, file: file.to_owned(), rule, message });
    }
}

/// Writes the file, so that its changes can be reviewed.
pub(super) fn write(path: &Path, inputs: &[Result<Input, Failure>], collected: Collected) -> Result<(), Failure> {
    let file = File { schema: SCHEMA.to_owned(), findings: collected.0 };
    let mut output = Output::file(path, inputs)?;
    let written = serde_json::to_writer_pretty(&mut output, &file).map_err(io::Error::from);
    match written.and_then(|()| output.write_all(b"\n")) {
        Ok(()) => output.finish(),
        Err(cause) => Err(output.failure(cause)),
    }
}
