//! What became of each input, for programs and for the next run.
//!
//! In: an [`Entry`] per input. Out: `manifest.json`, one entry a line, and back again. The journal holds the same
//! entries while a run is on its way.

use std::io::{self, Write};

use plan_eval::diagnostic::Severity;
use serde::{Deserialize, Serialize};
use serde_json::Value;

use crate::cli::run::Tally;

/// The name of the file in the folder of outputs.
pub(crate) const MANIFEST: &str = "manifest.json";

/// The name of the shape of the manifest and of the journal.
const SCHEMA: &str = "plan-eval/manifest/1";

/// What made the outputs: where two of these are equal, equal inputs give equal outputs.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub(crate) struct Maker {
    schema: String,
    tool: String,
    options: Value,
}

impl Maker {
    /// This very tool with these options.
    pub(crate) fn with(options: Value) -> Self {
        let tool = concat!("plan-eval ", env!("CARGO_PKG_VERSION")).to_owned();
        Self { schema: SCHEMA.to_owned(), tool, options }
    }
}

/// What became of an input.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub(crate) enum State {
    /// It was read, and its output written.
    Converted,
    /// Its output was there, made of the same bytes with the same options by the same version.
    Unchanged,
    /// It could not be read, or its output not written.
    Failed,
}

/// One input.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub(crate) struct Entry {
    /// As in its records; `-` for standard input.
    pub(crate) file: String,
    pub(crate) state: State,
    /// Why it failed.
    pub(crate) reason: Option<String>,
    #[serde(flatten)]
    pub(crate) made_of: Fingerprints,
    pub(crate) records: usize,
    pub(crate) findings: Findings,
    /// Its output, from the folder of outputs.
    pub(crate) output: Option<String>,
    pub(crate) output_bytes: Option<u64>,
    pub(crate) output_sha256: Option<String>,
    /// How long the work on it took.
    pub(crate) seconds: f64,
}

/// What an output was made of, beside the options of its run.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Fingerprints {
    /// Of the bytes of the input.
    pub(crate) sha256: Option<String>,
    /// Of the configuration that it was read by; none where there was none.
    pub(crate) config_sha256: Option<String>,
}

/// Findings by severity.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Findings {
    pub(crate) error: usize,
    pub(crate) warning: usize,
    pub(crate) note: usize,
}

impl Findings {
    pub(crate) fn of(tally: &Tally) -> Self {
        let mut counts = Self::default();
        for (severity, count) in Severity::ALL.into_iter().zip(tally.findings) {
            match severity {
                Severity::Note => counts.note = count,
                Severity::Warning => counts.warning = count,
                Severity::Error => counts.error = count,
            }
        }
        counts
    }

    /// In the order of the severities.
    pub(crate) fn counts(self) -> [usize; 3] {
        Severity::ALL.map(|severity| match severity {
            Severity::Note => self.note,
            Severity::Warning => self.warning,
            Severity::Error => self.error,
        })
    }
}

impl Entry {
    /// An input that gave nothing.
    pub(crate) fn failed(file: String, reason: String) -> Self {
        Self {
            file,
            state: State::Failed,
            reason: Some(reason),
            made_of: Fingerprints::default(),
            records: 0,
            findings: Findings::default(),
            output: None,
            output_bytes: None,
            output_sha256: None,
            seconds: 0.0,
        }
    }

    /// What it counts for in the run: as much as when it was read.
    pub(crate) fn tally(&self) -> Tally {
        Tally { unchanged: true, records: self.records, findings: self.findings.counts() }
    }
}

/// An output of an earlier run that is still there, though its input gave none in this one.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Left {
    pub(crate) file: String,
    /// From the folder of outputs.
    pub(crate) output: String,
    pub(crate) why: Why,
}

/// Why an input gave no output.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub(crate) enum Why {
    /// It could not be read, or its output not written.
    Failed,
    /// There is no such file any more.
    Gone,
}

/// The whole file.
#[derive(Debug, Deserialize)]
pub(super) struct Manifest {
    #[serde(flatten)]
    pub(super) maker: Maker,
    pub(super) inputs: Vec<Entry>,
    #[serde(default)]
    pub(super) left: Vec<Left>,
}

/// Writes the whole file.
pub(super) fn write<W: Write>(out: &mut W, maker: &Maker, entries: &[Entry], left: &[Left]) -> io::Result<()> {
    let Maker { schema, tool, options } = maker;
    let [schema, tool, options] =
        [schema.clone().into(), tool.clone().into(), options.clone()].map(|of: Value| of.to_string());
    write!(out, "{{\"schema\":{schema},\"tool\":{tool},\"options\":{options},\"inputs\":[")?;
    lines(out, entries)?;
    out.write_all(b"],\"left\":[")?;
    lines(out, left)?;
    out.write_all(b"]}\n")
}

/// The entries of a list, one a line.
fn lines<W: Write>(out: &mut W, entries: &[impl Serialize]) -> io::Result<()> {
    for (at, entry) in entries.iter().enumerate() {
        out.write_all(if at == 0 { b"\n" } else { b",\n" })?;
        serde_json::to_writer(&mut *out, entry)?;
    }
    out.write_all(b"\n")
}
