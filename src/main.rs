//! The command `plan-eval`: arguments in, exit code out.
//!
//! The only file that touches the process. What the arguments mean and what they set in motion is left to `cli`.

mod cli;

use std::env;
use std::io;
use std::process::ExitCode;

use anstream::{AutoStream, ColorChoice};

use cli::Asked;
use cli::parse::{Voice, layouts, run};

/// Where the width of the terminal is not known; narrow enough for most windows.
const WIDTH: usize = 100;

fn main() -> ExitCode {
    let locale =
        ["LC_ALL", "LC_MESSAGES", "LANG"].iter().find_map(|name| env::var(name).ok().filter(|v| !v.is_empty()));
    let options = match cli::options(env::args_os().collect(), locale.as_deref()) {
        Ok(Asked::Parse(options)) => options,
        Ok(Asked::Layouts) => return ExitCode::from(layouts().code()),
        Err(refusal) => return ExitCode::from(refusal.say(&mut io::stderr())),
    };
    let choice = match options.messages.color {
        ColorChoice::Auto => AutoStream::choice(&io::stderr()),
        asked => asked,
    };
    let color = choice != ColorChoice::Never;
    let width = env::var("COLUMNS").ok().and_then(|width| width.parse().ok()).unwrap_or(WIDTH);
    let mut messages = AutoStream::new(io::stderr(), choice);
    let outcome = run(&options, Voice { out: &mut messages, color, width });
    ExitCode::from(outcome.code())
}
