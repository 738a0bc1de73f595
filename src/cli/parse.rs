//! The command `parse`: records to one output, or what a step made of each sheet.
//!
//! In: flags. Out: how the run ended. Going through the inputs is left to `run`; this file says what is made of each
//! sheet, and where it goes.

mod apart;
mod together;

use std::path::PathBuf;

use clap::{Args, ValueEnum};
use plan_eval::diagnostic::Language;
use plan_eval::report::{self, Look};
use plan_eval::write::{self, Format, Part, Told, csv};

use super::failure::Failure;
use super::flags::{InputFlags, MessageFlags, ReadingFlags, RunFlags};
use super::input::{Input, Selection};
use super::options::{Messages, Pace, Reading};
use super::run::{self, Done, Outcome, Run, Tally, Voice};
use super::setting::Settings;

/// What `parse` was given, unchecked.
#[derive(Debug, Args)]
pub(super) struct ParseFlags {
    #[command(flatten)]
    inputs: InputFlags,
    /// The shape of the records
    #[arg(long, value_name = "FORMAT", default_value = "json")]
    format: FormatFlag,
    /// Write to FILE; it is replaced only when the whole output was made
    #[arg(short, long, value_name = "FILE")]
    output: Option<PathBuf>,
    /// Write an output for each input into DIR, which mirrors the folders, with a manifest
    #[arg(long, value_name = "DIR", conflicts_with_all = ["output", "show"])]
    out_dir: Option<PathBuf>,
    /// With `--out-dir`: leave alone what was made of the same input in the same way, also by a run that was cut off
    #[arg(long, requires = "out_dir")]
    skip_unchanged: bool,
    /// With `--format csv`: describe the files in a datapackage.json beside them
    #[arg(long)]
    datapackage: bool,
    /// With `--format csv`: byte order mark, CRLF, and no cell that Excel would run as a formula
    #[arg(long)]
    excel: bool,
    #[command(flatten)]
    reading: ReadingFlags,
    /// Leave every text as printed
    #[arg(long)]
    faithful: bool,
    /// Print what the first steps made of a sheet, instead of records
    #[arg(long, value_name = "STEP", conflicts_with_all = ["format", "excel"])]
    show: Option<ShowFlag>,
    #[command(flatten)]
    pace: RunFlags,
    #[command(flatten)]
    messages: MessageFlags,
}

#[derive(Clone, Copy, Debug, ValueEnum)]
enum FormatFlag {
    /// One document with everything that is known of each sheet
    Json,
    /// One record a line
    Jsonl,
    /// One row per record
    Csv,
}

#[derive(Clone, Copy, Debug, ValueEnum)]
enum ShowFlag {
    /// Rows and their cells
    Rows,
    /// What each line was taken for
    Lines,
    /// Which column got which role, and why
    Layout,
}

/// What `parse` was given, checked.
#[derive(Debug)]
pub(crate) struct Options {
    pub(super) messages: Messages,
    pace: Pace,
    selection: Selection,
    reading: Reading,
    wanted: Wanted,
    /// The format of records, also where a step is shown instead.
    format: Format,
    target: Target,
    /// How CSV is described, if it is.
    package: Option<csv::Dialect>,
}

/// Where records go.
#[derive(Debug)]
enum Target {
    /// To one output; standard output if it has no name.
    Together(Option<PathBuf>),
    /// Each input to one of its own.
    Apart(Apart),
}

/// How outputs of their own are written.
#[derive(Debug)]
struct Apart {
    folder: PathBuf,
    skip_unchanged: bool,
}

/// What a run writes.
#[derive(Clone, Copy, Debug)]
enum Wanted {
    Records(Format),
    Shown(Step),
}

/// A step whose result can be shown.
#[derive(Clone, Copy, Debug)]
enum Step {
    Rows,
    Lines,
    Layout,
}

impl Options {
    pub(super) fn checked(flags: ParseFlags, language: Language) -> Result<Self, Failure> {
        let mut selection = Selection::checked(flags.inputs)?;
        let mut reading = Reading::checked(flags.reading)?;
        reading.options.faithful = flags.faithful;
        let format = format(flags.format, flags.excel)?;
        reading.tells_sha256 = format == Format::Json;
        let target = match flags.out_dir {
            Some(folder) => {
                // Outputs of an earlier run are no inputs of this one.
                selection.leave_out(&folder);
                Target::Apart(Apart { folder, skip_unchanged: flags.skip_unchanged })
            }
            None => Target::Together(flags.output),
        };
        let package = if flags.datapackage { Some(packaged(format, &target)?) } else { None };
        Ok(Self {
            messages: Messages::of(&flags.messages, language),
            pace: Pace::checked(&flags.pace)?,
            selection,
            reading,
            wanted: flags.show.map_or(Wanted::Records(format), |step| Wanted::Shown(shown(step))),
            format,
            target,
            package,
        })
    }
}

fn format(flag: FormatFlag, excel: bool) -> Result<Format, Failure> {
    match (flag, excel) {
        (FormatFlag::Csv, false) => Ok(Format::Csv(csv::Dialect::Plain)),
        (FormatFlag::Csv, true) => Ok(Format::Csv(csv::Dialect::Excel)),
        (FormatFlag::Json | FormatFlag::Jsonl, true) => Err(Failure::ExcelWithoutCsv),
        (FormatFlag::Json, false) => Ok(Format::Json),
        (FormatFlag::Jsonl, false) => Ok(Format::JsonLines),
    }
}

/// The dialect of what is to be described: files only.
fn packaged(format: Format, target: &Target) -> Result<csv::Dialect, Failure> {
    match (format, target) {
        (Format::Csv(dialect), Target::Apart(_) | Target::Together(Some(_))) => Ok(dialect),
        (Format::Csv(_) | Format::Json | Format::JsonLines, _) => Err(Failure::PackageWithoutCsv),
    }
}

fn shown(flag: ShowFlag) -> Step {
    match flag {
        ShowFlag::Rows => Step::Rows,
        ShowFlag::Lines => Step::Lines,
        ShowFlag::Layout => Step::Layout,
    }
}

/// Reads a sheet and makes its part of an output, with what is said about it. What is ready before the rest goes
/// `ahead`.
fn recorded(
    options: &Options,
    (input, settings): (&Input, &Settings<'_>),
    bytes: Vec<u8>,
    look: Option<&Look>,
    ahead: &mut dyn FnMut(Part),
) -> Result<Done<Part>, Failure> {
    let setting = settings.of(input)?;
    options.reading.decoded(&input.name(), bytes, |source, found| {
        let sheet = plan_eval::checked(source, (&setting.reading, &setting.config), false, found);
        // Only JSON lists all findings.
        let located = if options.format == Format::Json { report::locate(source, &sheet) } else { Vec::new() };
        let told = Told { source, sheet: &sheet, found: &located, language: options.messages.language };
        Done {
            made: write::part(options.format, &told, ahead),
            said: run::said(source, &sheet, look),
            tally: Tally::of(sheet.records.len(), &sheet.findings),
        }
    })
}

/// Runs the command.
pub(super) fn run(options: &Options, voice: Voice<'_>) -> Outcome {
    let mut run = Run::new(options.messages, options.pace, voice);
    let (inputs, again) = options.selection.inputs();
    again.iter().for_each(|said| run.say(said));
    let ended = match &options.target {
        Target::Together(path) => together::run(options, path.as_deref(), &inputs, &mut run),
        Target::Apart(apart) => apart::run(options, apart, &inputs, &mut run),
    };
    if let Err(failure) = ended {
        run.fail(&failure);
    }
    run.end()
}
