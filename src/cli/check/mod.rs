//! The command `check`: what is to be mended in sheets, in one or several formats.
//!
//! In: flags. Out: how the run ended. `judge` says what counts in a sheet, `reports` where it goes; going through the
//! inputs is left to `run`.

mod judge;
mod reports;

use std::ffi::{OsStr, OsString};
use std::path::{Path, PathBuf};

use clap::{Args, ValueEnum};
use plan_eval::diagnostic::{Diagnostic, Language, Severity};
use plan_eval::report::Format;
use plan_eval::rules;

use super::baseline;
use super::failure::{self, Failure};
use super::flags::{InputFlags, MessageFlags, ReadingFlags, RunFlags};
use super::input::Selection;
use super::options::{Messages, Pace, Reading};
use super::output::is_stdout;
use super::run::{Outcome, Run, Voice};
use judge::{Baseline, Judge};
use reports::Reports;

/// What `check` was given, unchecked.
#[derive(Debug, Args)]
pub(super) struct CheckFlags {
    #[command(flatten)]
    inputs: InputFlags,
    /// The shape of the findings; what PLAN_EVAL_OUTPUT_FORMAT names, or `text`, if not given
    #[arg(long, value_name = "FORMAT")]
    format: Option<FormatFlag>,
    /// Write the findings in a further format too; can be given several times
    #[arg(long, value_name = "FORMAT=FILE")]
    also: Vec<OsString>,
    /// Write to FILE; it is replaced only when the whole output was made
    #[arg(short, long, value_name = "FILE")]
    output: Option<PathBuf>,
    /// Only these rules, with commas between them
    #[arg(long, value_name = "RULES", value_delimiter = ',')]
    select: Vec<String>,
    /// All rules but these, with commas between them
    #[arg(long, value_name = "RULES", value_delimiter = ',')]
    ignore: Vec<String>,
    /// The least severity that is reported; `warning` if not given, `note` with -v or --select
    #[arg(long, value_name = "SEVERITY")]
    min_severity: Option<SeverityFlag>,
    /// Exit with 0 whatever was found; what cannot be read still gives 2
    #[arg(long)]
    exit_zero: bool,
    /// Pass over the findings that FILE lists
    #[arg(long, value_name = "FILE")]
    baseline: Option<PathBuf>,
    /// Write all findings of this run to the file of `--baseline`, and pass
    #[arg(long, requires = "baseline")]
    write_baseline: bool,
    #[command(flatten)]
    reading: ReadingFlags,
    #[command(flatten)]
    pace: RunFlags,
    #[command(flatten)]
    messages: MessageFlags,
}

#[derive(Clone, Copy, Debug, ValueEnum)]
enum FormatFlag {
    /// Each finding with its line and a caret
    Text,
    /// A line for each finding
    Concise,
    /// One document with everything that is known of each finding
    Json,
    /// Annotations of GitHub Actions
    Github,
    /// A Code Quality report of GitLab
    Gitlab,
    /// SARIF, for code scanning
    Sarif,
    /// Test results in the XML of JUnit
    Junit,
}

#[derive(Clone, Copy, Debug, ValueEnum)]
enum SeverityFlag {
    Note,
    Warning,
    Error,
}

/// What `check` was given, checked.
#[derive(Debug)]
pub(crate) struct Options {
    pub(super) messages: Messages,
    pace: Pace,
    selection: Selection,
    reading: Reading,
    /// The formats with their files; standard output if there is none.
    reports: Vec<(Format, Option<PathBuf>)>,
    chosen: Chosen,
    baseline: Option<BaselineFile>,
    exit_zero: bool,
}

/// Which findings count.
#[derive(Debug)]
struct Chosen {
    select: Vec<String>,
    ignore: Vec<String>,
    /// The least severity.
    from: Severity,
}

/// The file of known findings.
#[derive(Debug)]
enum BaselineFile {
    /// The findings in it are passed over.
    Read(PathBuf),
    /// It is written anew.
    Write(PathBuf),
}

impl Options {
    pub(super) fn checked(
        flags: CheckFlags,
        by_environment: Option<&OsStr>,
        language: Language,
    ) -> Result<Self, Failure> {
        let messages = Messages::of(&flags.messages, language);
        let format = flags.format.map(format).map_or_else(|| default(by_environment), Ok)?;
        let mut reports = vec![(format, flags.output)];
        for also in &flags.also {
            reports.push(further(also)?);
        }
        apart(&reports, flags.baseline.as_deref())?;
        // Whoever names a rule wants to see it, however light.
        let otherwise = if flags.select.is_empty() { messages.from() } else { Some(Severity::Note) };
        let from = flags.min_severity.map(severity).or(otherwise).unwrap_or(Severity::Warning);
        let baseline = if flags.write_baseline { BaselineFile::Write } else { BaselineFile::Read };
        Ok(Self {
            messages,
            pace: Pace::checked(&flags.pace)?,
            selection: Selection::checked(flags.inputs)?,
            reading: Reading::checked(flags.reading)?,
            reports,
            chosen: Chosen { select: known(flags.select)?, ignore: known(flags.ignore)?, from },
            baseline: flags.baseline.map(baseline),
            exit_zero: flags.exit_zero,
        })
    }
}

impl Chosen {
    /// Whether a finding counts.
    fn has(&self, found: &Diagnostic) -> bool {
        let named = |names: &[String]| names.iter().any(|name| name == found.rule.name);
        (self.select.is_empty() || named(&self.select)) && !named(&self.ignore) && found.severity >= self.from
    }
}

/// Names of rules, all of which exist.
fn known(names: Vec<String>) -> Result<Vec<String>, Failure> {
    match names.iter().find(|name| rules::named(name).is_none()) {
        Some(unknown) => Err(Failure::UnknownRule(unknown.clone())),
        None => Ok(names),
    }
}

/// No output may be another one, or the baseline.
fn apart(reports: &[(Format, Option<PathBuf>)], baseline: Option<&Path>) -> Result<(), Failure> {
    let mut taken: Vec<Option<&Path>> = baseline.into_iter().map(Some).collect();
    for (_, path) in reports {
        let path = path.as_deref().filter(|path| !is_stdout(path));
        if taken.contains(&path) {
            return Err(Failure::OutputTwice(path.map(failure::name)));
        }
        taken.push(path);
    }
    Ok(())
}

/// `FORMAT=FILE`; the file may be no UTF-8.
fn further(also: &OsStr) -> Result<(Format, Option<PathBuf>), Failure> {
    let known = |format: &&Format| {
        let rest = also.as_encoded_bytes().strip_prefix(format.name().as_bytes());
        rest.is_some_and(|rest| rest.len() > 1 && rest[0] == b'=')
    };
    let format = Format::ALL.iter().find(known);
    let format = format.ok_or_else(|| Failure::UnknownReport(also.to_string_lossy().into_owned()))?;
    Ok((*format, Some(behind(also, format.name().len() + 1))))
}

/// What stands in an argument behind so many ASCII characters.
fn behind(argument: &OsStr, length: usize) -> PathBuf {
    #[cfg(unix)]
    {
        use std::os::unix::ffi::OsStrExt as _;
        PathBuf::from(OsStr::from_bytes(&argument.as_bytes()[length..]))
    }
    #[cfg(not(unix))]
    {
        PathBuf::from(&argument.to_string_lossy()[length..])
    }
}

fn format(flag: FormatFlag) -> Format {
    match flag {
        FormatFlag::Text => Format::Text,
        FormatFlag::Concise => Format::Concise,
        FormatFlag::Json => Format::Json,
        FormatFlag::Github => Format::Github,
        FormatFlag::Gitlab => Format::Gitlab,
        FormatFlag::Sarif => Format::Sarif,
        FormatFlag::Junit => Format::Junit,
    }
}

/// The format where no flag names one: that of the environment, if there is one.
fn default(by_environment: Option<&OsStr>) -> Result<Format, Failure> {
    let Some(name) = by_environment else { return Ok(Format::Text) };
    let named = Format::ALL.into_iter().find(|format| name == format.name());
    named.ok_or_else(|| Failure::UnknownFormat(name.to_string_lossy().into_owned()))
}

fn severity(flag: SeverityFlag) -> Severity {
    match flag {
        SeverityFlag::Note => Severity::Note,
        SeverityFlag::Warning => Severity::Warning,
        SeverityFlag::Error => Severity::Error,
    }
}

/// Runs the command.
pub(super) fn run(options: &Options, voice: Voice<'_>) -> Outcome {
    let mut run = Run::new(options.messages, options.pace, voice);
    if let Err(failure) = through(options, &mut run) {
        run.fail(&failure);
    }
    match run.end() {
        Outcome::Findings if options.exit_zero => Outcome::Clean,
        outcome => outcome,
    }
}

fn through(options: &Options, run: &mut Run<'_>) -> Result<(), Failure> {
    let baseline = match &options.baseline {
        None => Baseline::None,
        Some(BaselineFile::Read(path)) => Baseline::Known(baseline::known(path)?),
        Some(BaselineFile::Write(_)) => Baseline::Collected,
    };
    let (inputs, again) = options.selection.inputs();
    again.iter().for_each(|said| run.say(said));
    let mut reports = Reports::open(&options.reports, &inputs, run.look_of_output())?;
    run.through(&inputs, &Judge::new(options, baseline), &mut reports)?;
    let (counts, collected) = reports.close()?;
    if run.read_nothing() {
        return Ok(());
    }
    if let Some(BaselineFile::Write(path)) = &options.baseline {
        baseline::write(path, &inputs, collected)?;
    }
    let for_people = options.reports.iter().any(|(format, _)| matches!(format, Format::Text | Format::Concise));
    if for_people {
        run.say(&counts.line());
    }
    Ok(())
}
