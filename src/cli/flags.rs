//! The flags that several commands have, in groups: what is read, how it is read, how the run goes, how it speaks.
//!
//! A command flattens the groups that it needs into its own flags. Nothing is checked here but the words themselves:
//! that is left to `options`.

use std::path::PathBuf;

use clap::{Args, ValueEnum};
use plan_eval::diagnostic::Language;

/// What is read.
#[derive(Debug, Args)]
pub(super) struct InputFlags {
    /// Sheets, folders of sheets (*.tsv *.txt *.csv *.tab), or `-` for standard input
    #[arg(value_name = "INPUT", required_unless_present = "files_from")]
    pub(super) inputs: Vec<PathBuf>,
    /// In folders, read what matches GLOB instead of *.tsv *.txt *.csv *.tab; can be given several times
    #[arg(long, value_name = "GLOB")]
    pub(super) include: Vec<String>,
    /// In folders, leave out what matches GLOB; can be given several times
    #[arg(long, value_name = "GLOB")]
    pub(super) exclude: Vec<String>,
    /// Read the inputs that FILE lists too, one path a line; `-` for standard input
    #[arg(long, value_name = "FILE")]
    pub(super) files_from: Option<PathBuf>,
}

/// How sheets are read.
#[derive(Debug, Args)]
pub(super) struct ReadingFlags {
    /// Read every input in this encoding instead of finding it out (UTF-8, Shift_JIS, UTF-16LE, …)
    #[arg(long, value_name = "NAME")]
    pub(super) encoding: Option<String>,
    /// What stands between cells, instead of finding it out
    #[arg(long, value_name = "NAME")]
    pub(super) delimiter: Option<DelimiterFlag>,
    /// Header words, heading marks and scales of your own, beside those that come with the tool (TOML)
    #[arg(long, value_name = "FILE")]
    pub(super) layout: Option<PathBuf>,
    /// The configuration, instead of the `plan-eval.toml` in the folder of each sheet or above
    #[arg(long, value_name = "FILE", conflicts_with = "isolated")]
    pub(super) config: Option<PathBuf>,
    /// Use no configuration
    #[arg(long)]
    pub(super) isolated: bool,
}

/// How a run goes through its inputs.
#[derive(Debug, Args)]
pub(super) struct RunFlags {
    /// How many sheets are worked on at a time; as many as the machine has cores if not given
    #[arg(short, long, value_name = "N")]
    pub(super) jobs: Option<String>,
    /// Stop at the first input that cannot be read or written
    #[arg(long)]
    pub(super) fail_fast: bool,
}

/// How a command speaks.
#[derive(Debug, Args)]
pub(super) struct MessageFlags {
    /// Language of messages; by default that of the locale (メッセージの言語)
    #[arg(long, value_name = "LANG")]
    pub(super) lang: Option<LanguageFlag>,
    /// When to use colour
    #[arg(long, value_name = "WHEN", default_value = "auto")]
    pub(super) color: ColorFlag,
    /// On standard error, only failures: no summary, and no findings of `parse`
    #[arg(short, long, conflicts_with = "verbose")]
    pub(super) quiet: bool,
    /// Findings of severity note too, and a line for each of several inputs
    #[arg(short, long)]
    pub(super) verbose: bool,
}

#[derive(Clone, Copy, Debug, ValueEnum)]
pub(super) enum DelimiterFlag {
    Tab,
    Comma,
    Semicolon,
}

#[derive(Clone, Copy, Debug, ValueEnum)]
pub(super) enum LanguageFlag {
    /// 日本語
    Ja,
    /// English
    En,
}

impl LanguageFlag {
    /// What it names.
    pub(super) fn language(self) -> Language {
        match self {
            Self::Ja => Language::Japanese,
            Self::En => Language::English,
        }
    }
}

#[derive(Clone, Copy, Debug, ValueEnum)]
pub(super) enum ColorFlag {
    Auto,
    Always,
    Never,
}
