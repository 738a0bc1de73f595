//! Arguments that make no sense, said in the language of the user.
//!
//! In: what the argument parser refused, or a failure of our own checks. Out: text and exit code. English is the
//! parser's own wording with its tips; Japanese is ours, because the parser has only English.

use std::ffi::OsString;
use std::io::Write;

use clap::error::{ContextKind, ErrorKind};
use plan_eval::diagnostic::Language;
use plan_eval::report::visible;

use super::failure::Failure;
use super::run::Outcome;

/// Why no options were made: a refusal, or help that was asked for.
#[derive(Debug)]
pub(crate) enum Refusal {
    /// The parser has something to say: an error, help or the version.
    Arguments(Box<clap::Error>, Language),
    /// The flags do not hold together.
    Flags(Failure, Language),
}

impl Refusal {
    pub(super) fn arguments(error: clap::Error, language: Language) -> Self {
        Self::Arguments(Box::new(error), language)
    }

    pub(super) fn of(failure: Failure, language: Language) -> Self {
        Self::Flags(failure, language)
    }

    /// Says it, help on standard output and all else on `errors`, and gives the exit code.
    pub(crate) fn say<E: Write>(&self, errors: &mut E) -> u8 {
        // Nobody can be told that nobody can be told: failures to write a message are let go.
        match self {
            Self::Arguments(error, language) => match (error.use_stderr(), language) {
                (false, Language::English | Language::Japanese) => {
                    let _ = error.print();
                    return Outcome::Clean.code();
                }
                (true, Language::English) => drop(error.print()),
                (true, Language::Japanese) => drop(writeln!(errors, "{}", japanese(error))),
            },
            Self::Flags(failure, language) => drop(writeln!(errors, "{}", failure.line(*language))),
        }
        Outcome::Failed.code()
    }
}

/// The language that `--lang` asks for, read from the raw arguments: the others may be what is wrong.
pub(super) fn language(arguments: &[OsString], otherwise: Language) -> Language {
    let mut asked = otherwise;
    for (index, argument) in arguments.iter().enumerate() {
        let next = arguments.get(index + 1).and_then(|value| value.to_str());
        let value = match argument.to_str() {
            Some("--lang") => next,
            Some(text) => text.strip_prefix("--lang="),
            None => None,
        };
        asked = match value {
            Some("ja") => Language::Japanese,
            Some("en") => Language::English,
            Some(_) | None => asked,
        };
    }
    asked
}

fn japanese(error: &clap::Error) -> String {
    let said = |kind| error.get(kind).map(|value| value.to_string()).unwrap_or_default();
    let argument = said(ContextKind::InvalidArg);
    let what = match error.kind() {
        ErrorKind::UnknownArgument => format!("「{argument}」という指定はありません"),
        ErrorKind::InvalidValue if said(ContextKind::InvalidValue).is_empty() => {
            format!("「{argument}」に値がありません")
        }
        ErrorKind::InvalidValue => {
            let (value, valid) = (said(ContextKind::InvalidValue), said(ContextKind::ValidValue));
            format!("「{argument}」に「{value}」は使えません（使えるもの: {valid}）")
        }
        ErrorKind::MissingRequiredArgument => format!("「{argument}」がありません"),
        ErrorKind::ArgumentConflict if said(ContextKind::PriorArg) == argument => {
            format!("「{argument}」が二度あります。一つにしてください")
        }
        ErrorKind::ArgumentConflict => {
            format!("「{argument}」と「{}」は同時に使えません", said(ContextKind::PriorArg))
        }
        ErrorKind::InvalidSubcommand => format!("「{}」という命令はありません", said(ContextKind::InvalidSubcommand)),
        ErrorKind::TooManyValues => format!("「{argument}」に「{}」は付けられません", said(ContextKind::InvalidValue)),
        ErrorKind::InvalidUtf8 => "引数に UTF-8 でない文字があります。書き直してください".to_owned(),
        ErrorKind::MissingSubcommand => "命令がありません".to_owned(),
        // The help is Japanese already, and the parser's kinds are open-ended; the rest are rare enough for its own
        // words.
        _ => return error.to_string(),
    };
    let mut lines = vec![visible(&format!("エラー: {what}")).into_owned()];
    let near = [ContextKind::SuggestedArg, ContextKind::SuggestedSubcommand, ContextKind::SuggestedValue];
    lines.extend(near.map(said).into_iter().filter(|near| !near.is_empty()).map(|near| format!("  近いもの: {near}")));
    let usage = said(ContextKind::Usage);
    let usage = usage.trim_start_matches("Usage:").trim();
    if !usage.is_empty() {
        lines.push(format!("\n使い方: {usage}"));
    }
    lines.push("\n詳しくは「--help」で".to_owned());
    lines.join("\n")
}
