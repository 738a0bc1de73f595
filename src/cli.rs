//! Every flag, its help, and how flags become checked options.
//!
//! In: the arguments as typed, and the locale. Out: [`Options`] that hold together, before any file is opened; or why
//! not. What the command then does stands beside this file, one file per duty.

pub(crate) mod failure;
mod input;
mod output;
pub(crate) mod parse;
mod show;
mod usage;

use std::ffi::OsString;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use clap::{Args, Parser, Subcommand, ValueEnum};
use plan_eval::diagnostic::{Language, Severity};
use plan_eval::interpret::{self, layout::Layout};
use plan_eval::read::decode;
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
    /// Read every input in this encoding instead of finding it out (UTF-8, Shift_JIS, UTF-16LE, …)
    #[arg(long, value_name = "NAME")]
    encoding: Option<String>,
    /// What stands between cells, instead of finding it out
    #[arg(long, value_name = "NAME")]
    delimiter: Option<DelimiterFlag>,
    /// Header words, heading marks and scales of your own, beside those that come with the tool (TOML)
    #[arg(long, value_name = "FILE")]
    layout: Option<PathBuf>,
    /// Leave every text as printed
    #[arg(long)]
    faithful: bool,
    /// Print what the first steps made of a sheet, instead of records
    #[arg(long, value_name = "STEP", conflicts_with_all = ["format", "excel"])]
    show: Option<ShowFlag>,
    #[command(flatten)]
    messages: MessageFlags,
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

/// What is asked for, checked.
#[derive(Debug)]
pub(crate) struct Options {
    /// How to speak.
    pub(crate) messages: Messages,
    /// What to read, as given.
    pub(crate) inputs: Vec<PathBuf>,
    /// Where the output goes; standard output if nowhere.
    pub(crate) output: Option<PathBuf>,
    /// The encoding of every input, if given.
    pub(crate) encoding: Option<Encoding>,
    /// How sheets are read.
    pub(crate) reading: interpret::Options,
    /// What is written.
    pub(crate) wanted: Wanted,
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
    /// To list what layouts there are.
    Layouts,
}

/// Makes options of the arguments. `locale` is the value of the environment that names the language, if any.
pub(crate) fn options(arguments: Vec<OsString>, locale: Option<&str>) -> Result<Asked, Refusal> {
    let language = usage::language(&arguments, by_locale(locale));
    let flags = Flags::try_parse_from(arguments).map_err(|error| Refusal::arguments(error, language))?;
    match flags.command {
        Command::Layouts => Ok(Asked::Layouts),
        Command::Parse(flags) => match checked(flags, language) {
            Ok(options) => Ok(Asked::Parse(Box::new(options))),
            Err(failure) => Err(Refusal::of(failure, language)),
        },
    }
}

fn by_locale(locale: Option<&str>) -> Language {
    if locale.is_some_and(|name| name.starts_with("ja")) { Language::Japanese } else { Language::English }
}

fn checked(flags: ParseFlags, language: Language) -> Result<Options, Failure> {
    if flags.inputs.iter().filter(|input| input::is_stdin(input)).count() > 1 {
        return Err(Failure::StdinTwice);
    }
    let encoding = flags.encoding.map(|name| decode::encoding_named(&name).ok_or(Failure::UnknownEncoding(name)));
    Ok(Options {
        messages: Messages {
            language: flags.messages.lang.map_or(language, language_of),
            color: match flags.messages.color {
                ColorFlag::Auto => anstream::ColorChoice::Auto,
                ColorFlag::Always => anstream::ColorChoice::Always,
                ColorFlag::Never => anstream::ColorChoice::Never,
            },
            from: severity(flags.messages.quiet, flags.messages.verbose),
        },
        inputs: flags.inputs,
        output: flags.output,
        encoding: encoding.transpose()?,
        reading: interpret::Options {
            delimiter: flags.delimiter.map(delimiter),
            faithful: flags.faithful,
            layout: flags.layout.as_deref().map(layout).transpose()?,
        },
        wanted: wanted(flags.show, flags.format, flags.excel)?,
    })
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
