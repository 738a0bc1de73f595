//! Every flag, its help, and how flags become checked options.
//!
//! In: the arguments as typed, and the locale. Out: [`Options`] that hold together, before any file is opened; or why
//! not. What the command then does stands beside this file, one file per duty.

mod baseline;
pub(crate) mod check;
pub(crate) mod failure;
mod input;
mod output;
pub(crate) mod parse;
mod setting;
mod show;
mod usage;

use std::ffi::{OsStr, OsString};
use std::path::{Path, PathBuf};
use std::sync::Arc;

use clap::{Args, Parser, Subcommand, ValueEnum};
use plan_eval::diagnostic::{Diagnostic, Language, Rule, Severity};
use plan_eval::interpret::{self, layout::Layout};
use plan_eval::read::decode;
use plan_eval::report;
use plan_eval::rules;
use plan_eval::source::Encoding;
use plan_eval::write::{Format, csv};

use failure::Failure;
use usage::Refusal;

/// Turns exported evaluation sheets of Japanese municipalities into typed records.
/// 自治体の評価シートを、型のある記録に変えます。
#[derive(Debug, Parser)]
#[command(name = "plan-eval", version, max_term_width = 100)]
struct Flags {
    #[command(subcommand)]
    command: Command,
}

#[derive(Debug, Subcommand)]
enum Command {
    /// Write the records of sheets as JSON, JSONL or CSV (記録を書き出す)
    #[command(override_usage = "plan-eval parse [OPTIONS] <INPUT>...")]
    Parse(ParseFlags),
    /// Say what is to be mended in sheets, for people and for CI (直すところを示す)
    #[command(override_usage = "plan-eval check [OPTIONS] <INPUT>...")]
    Check(CheckFlags),
    /// Explain a rule: what it reports, why, an example, what to do (規則の説明)
    Explain(ExplainFlags),
    /// List the header words that are known (見出しの語の一覧)
    Layouts,
}

/// What `parse` was given, unchecked.
#[derive(Debug, Args)]
struct ParseFlags {
    /// Sheets, folders of sheets (*.tsv *.txt *.csv *.tab), or `-` for standard input
    #[arg(value_name = "INPUT", required = true)]
    inputs: Vec<PathBuf>,
    /// The shape of the records
    #[arg(long, value_name = "FORMAT", default_value = "json")]
    format: FormatFlag,
    /// Write to FILE; it is replaced only when the whole output was made
    #[arg(short, long, value_name = "FILE")]
    output: Option<PathBuf>,
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
    messages: MessageFlags,
}

/// What `check` was given, unchecked.
#[derive(Debug, Args)]
struct CheckFlags {
    /// Sheets, folders of sheets (*.tsv *.txt *.csv *.tab), or `-` for standard input
    #[arg(value_name = "INPUT", required = true)]
    inputs: Vec<PathBuf>,
    /// The shape of the findings
    #[arg(long, value_name = "FORMAT", default_value = "text", env = "PLAN_EVAL_OUTPUT_FORMAT")]
    format: ReportFlag,
    /// Write the findings in a further format too: FORMAT=FILE, repeatable
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
    /// The least severity that is reported; `warning` by default, `note` with -v
    #[arg(long, value_name = "SEVERITY")]
    min_severity: Option<SeverityFlag>,
    /// Exit with 0 whatever was found; inputs that cannot be read still give 2
    #[arg(long)]
    exit_zero: bool,
    /// Pass over the findings that are listed in FILE
    #[arg(long, value_name = "FILE")]
    baseline: Option<PathBuf>,
    /// Write all findings of this run to the file of `--baseline`, and pass
    #[arg(long, requires = "baseline")]
    write_baseline: bool,
    #[command(flatten)]
    reading: ReadingFlags,
    #[command(flatten)]
    messages: MessageFlags,
}

/// What `explain` was given, unchecked.
#[derive(Debug, Args)]
struct ExplainFlags {
    /// The name of a rule; all of them are listed without one
    #[arg(value_name = "RULE")]
    rule: Option<String>,
    /// Language of the page; by default that of the locale (説明の言語)
    #[arg(long, value_name = "LANG")]
    lang: Option<LanguageFlag>,
}

/// How inputs are read.
#[derive(Debug, Args)]
struct ReadingFlags {
    /// Read every input in this encoding instead of finding it out (UTF-8, Shift_JIS, UTF-16LE, …)
    #[arg(long, value_name = "NAME")]
    encoding: Option<String>,
    /// What stands between cells, instead of finding it out
    #[arg(long, value_name = "NAME")]
    delimiter: Option<DelimiterFlag>,
    /// Header words, heading marks and scales of your own, beside those that come with the tool (TOML)
    #[arg(long, value_name = "FILE")]
    layout: Option<PathBuf>,
    /// The configuration, instead of the `plan-eval.toml` in the folder of each sheet or above
    #[arg(long, value_name = "FILE", conflicts_with = "isolated")]
    config: Option<PathBuf>,
    /// Use no configuration
    #[arg(long)]
    isolated: bool,
}

/// How a command speaks.
#[derive(Debug, Args)]
struct MessageFlags {
    /// Language of messages; by default that of the locale (メッセージの言語)
    #[arg(long, value_name = "LANG")]
    lang: Option<LanguageFlag>,
    /// When to use colour
    #[arg(long, value_name = "WHEN", default_value = "auto")]
    color: ColorFlag,
    /// No findings, only failures
    #[arg(short, long, conflicts_with = "verbose")]
    quiet: bool,
    /// Findings of severity note too
    #[arg(short, long)]
    verbose: bool,
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
enum ReportFlag {
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

#[derive(Clone, Copy, Debug, ValueEnum)]
enum DelimiterFlag {
    Tab,
    Comma,
    Semicolon,
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

#[derive(Clone, Copy, Debug, ValueEnum)]
enum LanguageFlag {
    /// 日本語
    Ja,
    /// English
    En,
}

#[derive(Clone, Copy, Debug, ValueEnum)]
enum ColorFlag {
    Auto,
    Always,
    Never,
}

/// What is asked of `parse`, checked.
#[derive(Debug)]
pub(crate) struct Options {
    /// How to speak.
    pub(crate) messages: Messages,
    /// What to read, as given.
    pub(crate) inputs: Vec<PathBuf>,
    /// Where the output goes; standard output if nowhere.
    pub(crate) output: Option<PathBuf>,
    /// How sheets are read.
    pub(crate) reading: Reading,
    /// What is written.
    pub(crate) wanted: Wanted,
}

/// What is asked of `check`, checked.
#[derive(Debug)]
pub(crate) struct CheckOptions {
    /// How to speak.
    pub(crate) messages: Messages,
    /// What to read, as given.
    pub(crate) inputs: Vec<PathBuf>,
    /// The formats with their files; standard output if there is none.
    pub(crate) reports: Vec<(report::Format, Option<PathBuf>)>,
    /// How sheets are read.
    pub(crate) reading: Reading,
    /// Which findings count.
    pub(crate) chosen: Chosen,
    /// The list of findings that are passed over, and what is done with it.
    pub(crate) baseline: Option<Baseline>,
    /// Whether findings change the exit code.
    pub(crate) exit_zero: bool,
}

/// Which findings count.
#[derive(Debug)]
pub(crate) struct Chosen {
    select: Vec<String>,
    ignore: Vec<String>,
    /// The least severity.
    pub(crate) from: Severity,
}

impl Chosen {
    /// Whether a finding does.
    pub(crate) fn has(&self, found: &Diagnostic) -> bool {
        let named = |names: &[String]| names.iter().any(|name| name == found.rule.name);
        (self.select.is_empty() || named(&self.select)) && !named(&self.ignore) && found.severity >= self.from
    }
}

/// The file of known findings.
#[derive(Debug)]
pub(crate) enum Baseline {
    /// The findings in it are passed over.
    Read(PathBuf),
    /// It is written anew.
    Write(PathBuf),
}

/// How inputs are read.
#[derive(Debug)]
pub(crate) struct Reading {
    /// The encoding of every input, if given.
    pub(crate) encoding: Option<Encoding>,
    /// How sheets are read.
    pub(crate) sheets: interpret::Options,
    /// Where the configuration is.
    pub(crate) config: ConfigPlace,
}

/// Where the configuration is.
#[derive(Debug)]
pub(crate) enum ConfigPlace {
    /// In the folder of each sheet or above.
    Above,
    /// In one file.
    File(PathBuf),
    /// There is none.
    Nowhere,
}

/// How a command speaks.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Messages {
    /// The language of everything said.
    pub(crate) language: Language,
    /// When to use colour.
    pub(crate) color: anstream::ColorChoice,
    /// The least severity that is said; none where only failures are.
    pub(crate) from: Option<Severity>,
}

/// What a run writes.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Wanted {
    /// Records.
    Records(Format),
    /// Rows and cells as lexed.
    Rows,
    /// Lines as classified.
    Lines,
    /// Columns with their evidence.
    Layout,
}

/// What is asked for.
#[derive(Debug)]
pub(crate) enum Asked {
    /// To read sheets.
    Parse(Box<Options>),
    /// To check sheets.
    Check(Box<CheckOptions>),
    /// To explain a rule, or all.
    Explain(Option<&'static Rule>, Language),
    /// To list what layouts there are.
    Layouts,
}

impl Asked {
    /// When to use colour.
    pub(crate) fn color(&self) -> anstream::ColorChoice {
        match self {
            Self::Parse(options) => options.messages.color,
            Self::Check(options) => options.messages.color,
            Self::Explain(..) | Self::Layouts => anstream::ColorChoice::Auto,
        }
    }
}

/// Makes options of the arguments. `locale` is the value of the environment that names the language, if any.
pub(crate) fn options(arguments: Vec<OsString>, locale: Option<&str>) -> Result<Asked, Refusal> {
    let language = usage::language(&arguments, by_locale(locale));
    let flags = Flags::try_parse_from(arguments).map_err(|error| Refusal::arguments(error, language))?;
    let asked = match flags.command {
        Command::Layouts => Ok(Asked::Layouts),
        Command::Parse(flags) => checked(flags, language).map(|options| Asked::Parse(Box::new(options))),
        Command::Check(flags) => check_options(flags, language).map(|options| Asked::Check(Box::new(options))),
        Command::Explain(flags) => explained(flags, language),
    };
    asked.map_err(|failure| Refusal::of(failure, language))
}

fn by_locale(locale: Option<&str>) -> Language {
    if locale.is_some_and(|name| name.starts_with("ja")) { Language::Japanese } else { Language::English }
}

fn checked(flags: ParseFlags, language: Language) -> Result<Options, Failure> {
    Ok(Options {
        messages: messages(&flags.messages, language),
        inputs: inputs(flags.inputs)?,
        output: flags.output,
        reading: reading(flags.reading, flags.faithful)?,
        wanted: wanted(flags.show, flags.format, flags.excel)?,
    })
}

fn check_options(flags: CheckFlags, language: Language) -> Result<CheckOptions, Failure> {
    let unknown = flags.select.iter().chain(&flags.ignore).find(|name| rules::named(name).is_none());
    if let Some(name) = unknown {
        return Err(Failure::UnknownRule(name.clone()));
    }
    let mut reports = vec![(report_format(flags.format), flags.output)];
    for also in &flags.also {
        reports.push(further(also)?);
    }
    let messages = messages(&flags.messages, language);
    let from = flags.min_severity.map(|flag| match flag {
        SeverityFlag::Note => Severity::Note,
        SeverityFlag::Warning => Severity::Warning,
        SeverityFlag::Error => Severity::Error,
    });
    let from = from.or(messages.from).unwrap_or(Severity::Warning);
    let baseline = flags.baseline.map(if flags.write_baseline { Baseline::Write } else { Baseline::Read });
    Ok(CheckOptions {
        messages,
        inputs: inputs(flags.inputs)?,
        reports,
        reading: reading(flags.reading, false)?,
        chosen: Chosen { select: flags.select, ignore: flags.ignore, from },
        baseline,
        exit_zero: flags.exit_zero,
    })
}

fn explained(flags: ExplainFlags, language: Language) -> Result<Asked, Failure> {
    let rule = flags.rule.map(|name| rules::named(&name).ok_or(Failure::UnknownRule(name))).transpose()?;
    Ok(Asked::Explain(rule, flags.lang.map_or(language, language_of)))
}

fn inputs(inputs: Vec<PathBuf>) -> Result<Vec<PathBuf>, Failure> {
    let stdin = inputs.iter().filter(|input| input::is_stdin(input)).count();
    if stdin > 1 { Err(Failure::StdinTwice) } else { Ok(inputs) }
}

fn reading(flags: ReadingFlags, faithful: bool) -> Result<Reading, Failure> {
    let encoding = flags.encoding.map(|name| decode::encoding_named(&name).ok_or(Failure::UnknownEncoding(name)));
    Ok(Reading {
        encoding: encoding.transpose()?,
        sheets: interpret::Options {
            delimiter: flags.delimiter.map(delimiter),
            faithful,
            layout: flags.layout.as_deref().map(layout).transpose()?,
        },
        config: match flags.config {
            Some(file) => ConfigPlace::File(file),
            None if flags.isolated => ConfigPlace::Nowhere,
            None => ConfigPlace::Above,
        },
    })
}

fn messages(flags: &MessageFlags, language: Language) -> Messages {
    Messages {
        language: flags.lang.map_or(language, language_of),
        color: match flags.color {
            ColorFlag::Auto => anstream::ColorChoice::Auto,
            ColorFlag::Always => anstream::ColorChoice::Always,
            ColorFlag::Never => anstream::ColorChoice::Never,
        },
        from: severity(flags.quiet, flags.verbose),
    }
}

/// `FORMAT=FILE`; the file may be no UTF-8.
fn further(also: &OsStr) -> Result<(report::Format, Option<PathBuf>), Failure> {
    let known = |format: &&report::Format| {
        let name = format.name();
        also.as_encoded_bytes().strip_prefix(name.as_bytes()).is_some_and(|rest| rest.len() > 1 && rest[0] == b'=')
    };
    let format = report::Format::ALL.iter().find(known);
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

fn report_format(flag: ReportFlag) -> report::Format {
    match flag {
        ReportFlag::Text => report::Format::Text,
        ReportFlag::Concise => report::Format::Concise,
        ReportFlag::Json => report::Format::Json,
        ReportFlag::Github => report::Format::Github,
        ReportFlag::Gitlab => report::Format::Gitlab,
        ReportFlag::Sarif => report::Format::Sarif,
        ReportFlag::Junit => report::Format::Junit,
    }
}

/// Reads a layout file and puts it before the layouts that come with the tool.
fn layout(path: &Path) -> Result<Arc<Layout>, Failure> {
    let name = failure::name(path);
    let text = std::fs::read_to_string(path).map_err(|cause| Failure::Unreadable(name.clone(), cause))?;
    let own = Layout::parse(&text).map_err(|error| Failure::Layout(name, error))?;
    Ok(Arc::new(Layout::builtin().clone().with(own)))
}

fn language_of(flag: LanguageFlag) -> Language {
    match flag {
        LanguageFlag::Ja => Language::Japanese,
        LanguageFlag::En => Language::English,
    }
}

fn severity(quiet: bool, verbose: bool) -> Option<Severity> {
    match (quiet, verbose) {
        (true, _) => None,
        (false, true) => Some(Severity::Note),
        (false, false) => Some(Severity::Warning),
    }
}

fn delimiter(flag: DelimiterFlag) -> u8 {
    match flag {
        DelimiterFlag::Tab => b'\t',
        DelimiterFlag::Comma => b',',
        DelimiterFlag::Semicolon => b';',
    }
}

fn wanted(show: Option<ShowFlag>, format: FormatFlag, excel: bool) -> Result<Wanted, Failure> {
    match (show, format, excel) {
        (Some(ShowFlag::Rows), _, _) => Ok(Wanted::Rows),
        (Some(ShowFlag::Lines), _, _) => Ok(Wanted::Lines),
        (Some(ShowFlag::Layout), _, _) => Ok(Wanted::Layout),
        (None, FormatFlag::Csv, false) => Ok(Wanted::Records(Format::Csv(csv::Dialect::Plain))),
        (None, FormatFlag::Csv, true) => Ok(Wanted::Records(Format::Csv(csv::Dialect::Excel))),
        (None, FormatFlag::Json | FormatFlag::Jsonl, true) => Err(Failure::ExcelWithoutCsv),
        (None, FormatFlag::Json, false) => Ok(Wanted::Records(Format::Json)),
        (None, FormatFlag::Jsonl, false) => Ok(Wanted::Records(Format::JsonLines)),
    }
}

#[cfg(test)]
mod tests {
    use super::{Flags, by_locale};
    use clap::CommandFactory as _;
    use plan_eval::diagnostic::Language;

    #[test]
    fn the_flags_hold_together() {
        Flags::command().debug_assert();
    }

    #[test]
    fn the_locale_decides_where_no_flag_does() {
        assert_eq!(by_locale(Some("ja_JP.UTF-8")), Language::Japanese);
        assert_eq!(by_locale(Some("ja")), Language::Japanese);
        assert_eq!(by_locale(Some("C.UTF-8")), Language::English);
        assert_eq!(by_locale(None), Language::English);
    }
}
