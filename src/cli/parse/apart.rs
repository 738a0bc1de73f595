//! Every sheet into an output of its own.
//!
//! In: the inputs, and the folder of outputs. Out: a file per input, and what became of each. What is known to be
//! unchanged is left alone. An output is made and counted where the sheet is read; only putting it into its place is
//! left to the one who goes in order.

use std::fs::{self, File};
use std::io;
use std::path::{Path, PathBuf};
use std::time::Instant;

use plan_eval::report::Look;
use plan_eval::write::{Format, Records, csv};
use serde_json::json;
use tempfile::NamedTempFile;

use super::{Apart, Options};
use crate::cli::counted::{Counted, sha256};
use crate::cli::failure::{Failure, name};
use crate::cli::input::Input;
use crate::cli::out_dir::manifest::{Entry, Findings, Fingerprints, Maker, State};
use crate::cli::out_dir::{self, Known, OutDir};
use crate::cli::run::{Done, Run, Sink, Trouble, Work};
use crate::cli::setting::Settings;
use crate::cli::summary;

/// Writes an output for each input.
pub(super) fn run(
    options: &Options,
    apart: &Apart,
    inputs: &[Result<Input, Failure>],
    run: &mut Run<'_>,
) -> Result<(), Failure> {
    let names = OutDir::names(&apart.folder, inputs, ending(options.format))?;
    let (out, known) = OutDir::open(&apart.folder, maker(options), apart.skip_unchanged)?;
    let (workshop, look) = (out.workshop(), run.look());
    let settings = Settings::new(&options.reading);
    let work = Converted { options, settings, names: &names, known, folder: &apart.folder, workshop, look };
    let mut sink = Folder { out, inputs, names: &names, options };
    run.through(inputs, &work, &mut sink)?;
    let Folder { mut out, .. } = sink;
    if let Some(dialect) = options.package {
        out.package(&names, dialect, options.messages.language)?;
    }
    let left = out.finish()?;
    left.iter().for_each(|left| run.close_with(summary::of_left(&apart.folder, left)));
    Ok(())
}

fn ending(format: Format) -> &'static str {
    match format {
        Format::Json => "json",
        Format::JsonLines => "jsonl",
        Format::Csv(_) => "csv",
    }
}

/// Everything that decides what an output holds, beside its input.
fn maker(options: &Options) -> Maker {
    Maker::with(json!({
        "format": ending(options.format),
        "excel": options.format == Format::Csv(csv::Dialect::Excel),
        "encoding": options.reading.encoding.map(|encoding| encoding.name()),
        "delimiter": options.reading.options.delimiter.map(char::from),
        "layout": options.reading.layout_sha256,
        "faithful": options.reading.options.faithful,
        "language": options.messages.language.tag(),
    }))
}

/// What an input came to.
enum Product {
    /// Its output was there already.
    Kept(Entry),
    /// Its output waits for its place.
    Made(NamedTempFile, Entry),
}

/// Makes the output of a sheet.
struct Converted<'a> {
    options: &'a Options,
    settings: Settings<'a>,
    names: &'a [PathBuf],
    known: Known,
    folder: &'a Path,
    workshop: PathBuf,
    look: Option<Look>,
}

impl Work for Converted<'_> {
    type Made = Product;

    fn work(
        &self,
        at: usize,
        input: &Input,
        bytes: Vec<u8>,
        _ahead: &mut dyn FnMut(Product),
    ) -> Result<Done<Product>, Failure> {
        let begun = Instant::now();
        let (below, sha256) = (&self.names[at], sha256(&bytes));
        let config_sha256 = self.settings.of(input)?.sha256.clone();
        let own = Fingerprints { sha256: Some(sha256), config_sha256 };
        if let Some(entry) = self.kept(&input.name(), below, &own) {
            return Ok(Done { tally: entry.tally(), made: Product::Kept(entry.clone()), said: Vec::new() });
        }
        let unwritable = |cause| Failure::Unwritable(Some(name(&self.folder.join(below))), cause);
        let out = Counted::new(out_dir::unfinished(&self.workshop).map_err(unwritable)?);
        let mut records = Records::new(out, self.options.format, self.options.messages.language);
        let mut written = Ok(());
        let mut put = |part| {
            if written.is_ok() {
                written = records.add(part);
            }
        };
        let Done { made, said, tally } =
            super::recorded(self.options, (input, &self.settings), bytes, self.look.as_ref(), &mut put)?;
        put(made);
        let (file, output_bytes, output_sha256) =
            written.and_then(|()| Ok(records.end()?.end())).map_err(unwritable)?;
        let entry = Entry {
            file: input.name(),
            state: State::Converted,
            reason: None,
            made_of: own,
            records: tally.records,
            findings: Findings::of(&tally),
            output: Some(name(below)),
            output_bytes: Some(output_bytes),
            output_sha256: Some(output_sha256),
            seconds: begun.elapsed().as_secs_f64(),
        };
        Ok(Done { made: Product::Made(file, entry), said, tally })
    }
}

impl Converted<'_> {
    /// What is known of an input whose output still holds what it held then.
    fn kept(&self, file: &str, below: &Path, made_of: &Fingerprints) -> Option<&Entry> {
        let entry = self.known.get(file)?;
        if entry.state == State::Failed
            || entry.made_of != *made_of
            || entry.output.as_deref() != Some(name(below).as_str())
        {
            return None;
        }
        let path = self.folder.join(below);
        let found = fs::symlink_metadata(&path).ok()?;
        if !found.is_file() || Some(found.len()) != entry.output_bytes {
            return None;
        }
        let mut there = Counted::new(io::sink());
        io::copy(&mut File::open(&path).ok()?, &mut there).ok()?;
        let (_, _, sha256) = there.end();
        (entry.output_sha256 == Some(sha256)).then_some(entry)
    }
}

/// Puts outputs into their places, and notes what became of each input.
struct Folder<'a> {
    out: OutDir,
    inputs: &'a [Result<Input, Failure>],
    names: &'a [PathBuf],
    options: &'a Options,
}

impl Sink<Product> for Folder<'_> {
    fn take(&mut self, at: usize, product: Product) -> Result<(), Trouble> {
        let entry = match product {
            Product::Kept(entry) => entry,
            Product::Made(file, entry) => {
                self.out.put(file, &self.names[at]).map_err(Trouble::OfInput)?;
                entry
            }
        };
        self.out.note(entry).map_err(Trouble::OfRun)
    }

    fn missed(&mut self, at: usize, failure: &Failure) -> Result<(), Failure> {
        let reason = failure.reason(self.options.messages.language);
        let file = match &self.inputs[at] {
            Ok(input) => input.name(),
            Err(failure) => failure.place(self.options.messages.language).to_owned(),
        };
        self.out.note(Entry::failed(file, reason))
    }
}
