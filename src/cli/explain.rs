//! The command `explain`: the page of a rule, or the names of all.

use std::io::Write as _;

use clap::Args;
use plan_eval::diagnostic::{Language, Rule};
use plan_eval::rules;

use super::Asked;
use super::failure::Failure;
use super::flags::LanguageFlag;
use super::output::Output;
use super::run::Outcome;

/// What `explain` was given, unchecked.
#[derive(Debug, Args)]
pub(super) struct ExplainFlags {
    /// The name of a rule; all of them are listed without one
    #[arg(value_name = "RULE")]
    rule: Option<String>,
    /// Language of the page; by default that of the locale (説明の言語)
    #[arg(long, value_name = "LANG")]
    lang: Option<LanguageFlag>,
}

/// Which rule is meant.
pub(super) fn checked(flags: ExplainFlags, language: Language) -> Result<Asked, Failure> {
    let rule = flags.rule.map(|name| rules::named(&name).ok_or(Failure::UnknownRule(name))).transpose()?;
    Ok(Asked::Explain(rule, flags.lang.map_or(language, LanguageFlag::language)))
}

/// Prints it. A closed pipe ends quietly.
pub(super) fn run(rule: Option<&Rule>, language: Language) -> Outcome {
    let mut output = Output::stdout();
    let printed = match rule {
        Some(rule) => output.write_all(rules::page(rule, language).as_bytes()),
        None => rules::all().into_iter().try_for_each(|rule| {
            writeln!(output, "{:24} {:8} {}", rule.name, rule.severity.name(), rule.summary.get(language))
        }),
    };
    match printed.and_then(|()| output.flush()) {
        Ok(()) => Outcome::Clean,
        Err(_) => Outcome::Failed,
    }
}
