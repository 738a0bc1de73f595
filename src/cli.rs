//! The commands: which there are, and what each was asked for.
//!
//! In: the arguments as typed, and the locale. Out: checked options of one command, before any sheet is opened; or why
//! not. `flags` is what may be typed, `options` what it means, `run` what works through the inputs; each command has a
//! file of its own that uses them.

mod baseline;
mod check;
mod counted;
mod datapackage;
pub(crate) mod defect;
mod explain;
pub(crate) mod failure;
mod flags;
mod input;
mod japanese;
mod options;
mod out_dir;
mod output;
pub(crate) mod parse;
mod pool;
mod progress;
pub(crate) mod run;
mod setting;
mod show;
mod summary;
mod usage;

use std::ffi::{OsStr, OsString};
use std::io::{self, Write as _};

use clap::{CommandFactory as _, FromArgMatches as _, Parser, Subcommand};
use plan_eval::diagnostic::{Language, Rule};
use plan_eval::write::json;

use check::CheckFlags;
use explain::ExplainFlags;
use options::Messages;
use output::Output;
use parse::ParseFlags;
use run::{Outcome, Voice};
use usage::Refusal;

/// Turns exported evaluation sheets of Japanese municipalities into typed records.
/// 自治体の評価シートを、項目のそろった記録に変えます。
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
    Parse(Box<ParseFlags>),
    /// Say what is to be mended in sheets, for people and for CI (直すところを示す)
    #[command(override_usage = "plan-eval check [OPTIONS] <INPUT>...")]
    Check(Box<CheckFlags>),
    /// Explain a rule: what it reports, why, an example, what to do (規則の説明)
    Explain(ExplainFlags),
    /// List the header words that are known (見出しの語の一覧)
    Layouts,
    /// Print the JSON Schema of the output (出力の JSON Schema)
    Schema,
}

/// What is asked for, checked.
#[derive(Debug)]
pub(crate) enum Asked {
    /// To read sheets.
    Parse(Box<parse::Options>),
    /// To check sheets.
    Check(Box<check::Options>),
    /// To explain a rule, or to list all.
    Explain(Option<&'static Rule>, Language),
    /// To list what layouts there are.
    Layouts,
    /// To tell the shape of the output.
    Schema,
}

impl Asked {
    /// How the command speaks.
    pub(crate) fn messages(&self) -> Messages {
        match self {
            Self::Parse(options) => options.messages,
            Self::Check(options) => options.messages,
            Self::Explain(..) | Self::Layouts | Self::Schema => Messages::default(),
        }
    }

    /// Runs the command.
    pub(crate) fn run(&self, voice: Voice<'_>) -> Outcome {
        match self {
            Self::Parse(options) => parse::run(options, voice),
            Self::Check(options) => check::run(options, voice),
            Self::Explain(rule, language) => explain::run(*rule, *language),
            Self::Layouts => printed(show::layouts),
            Self::Schema => printed(|out| out.write_all(json::schema().as_bytes())),
        }
    }
}

/// Makes options of the arguments. `locale` is the value of the environment that names the language, if any; `format`
/// the one that names the format of findings where no flag does.
pub(crate) fn asked(arguments: Vec<OsString>, locale: Option<&str>, format: Option<&OsStr>) -> Result<Asked, Refusal> {
    let language = usage::language(&arguments, by_locale(locale));
    let command = match language {
        Language::English => Flags::command(),
        Language::Japanese => japanese::translated(Flags::command()),
    };
    let parsed =
        command.try_get_matches_from(arguments).and_then(|mut matches| Flags::from_arg_matches_mut(&mut matches));
    let flags = parsed.map_err(|error| Refusal::arguments(error, language))?;
    let asked = match flags.command {
        Command::Layouts => Ok(Asked::Layouts),
        Command::Schema => Ok(Asked::Schema),
        Command::Parse(flags) => parse::Options::checked(*flags, language).map(|of| Asked::Parse(Box::new(of))),
        Command::Check(flags) => check::Options::checked(*flags, format, language).map(|of| Asked::Check(Box::new(of))),
        Command::Explain(flags) => explain::checked(flags, language),
    };
    asked.map_err(|failure| Refusal::of(failure, language))
}

/// Prints what needs no input. A closed pipe ends quietly.
fn printed(print: impl FnOnce(&mut Output) -> io::Result<()>) -> Outcome {
    let mut output = Output::stdout();
    match print(&mut output).and_then(|()| output.flush()) {
        Ok(()) => Outcome::Clean,
        Err(_) => Outcome::Failed,
    }
}

fn by_locale(locale: Option<&str>) -> Language {
    if locale.is_some_and(|name| name.starts_with("ja")) { Language::Japanese } else { Language::English }
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
