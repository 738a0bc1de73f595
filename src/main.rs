//! The command `plan-eval`: arguments in, exit code out.
//!
//! The only file that touches the process. What the arguments mean and what they set in motion is left to `cli`.

mod cli;

use std::env;
use std::io;
use std::process::ExitCode;

use anstream::{AutoStream, ColorChoice};

use cli::parse::{self, Voice, explain, layouts};
use cli::{Asked, check};

/// Where the width of the terminal is not known; narrow enough for most windows.
const WIDTH: usize = 100;

fn main() -> ExitCode {
    let locale =
        ["LC_ALL", "LC_MESSAGES", "LANG"].iter().find_map(|name| env::var(name).ok().filter(|v| !v.is_empty()));
    let asked = match cli::options(env::args_os().collect(), locale.as_deref()) {
        Ok(asked) => asked,
        Err(refusal) => return ExitCode::from(refusal.say(&mut io::stderr())),
    };
    let choice = |seen: ColorChoice| if asked.color() == ColorChoice::Auto { seen } else { asked.color() };
    let of_messages = choice(AutoStream::choice(&io::stderr()));
    let mut messages = AutoStream::new(io::stderr(), of_messages);
    let voice = Voice {
        out: &mut messages,
        color: of_messages != ColorChoice::Never,
        width: env::var("COLUMNS").ok().and_then(|width| width.parse().ok()).unwrap_or(WIDTH),
        color_of_output: choice(AutoStream::choice(&io::stdout())) != ColorChoice::Never,
    };
    let outcome = match &asked {
        Asked::Layouts => layouts(),
        Asked::Explain(rule, language) => explain(*rule, *language),
        Asked::Parse(options) => parse::run(options, voice),
        Asked::Check(options) => check::run(options, voice),
    };
    ExitCode::from(outcome.code())
}
