//! The command `plan-eval`: arguments in, exit code out.
//!
//! The only file that touches the process. What the arguments mean and what they set in motion is left to `cli`.

mod cli;

use std::env;
use std::io::{self, IsTerminal as _, Write as _};
use std::process::ExitCode;

use anstream::{AutoStream, ColorChoice};

use cli::defect;
use cli::failure::Failure;
use cli::run::{Outcome, Voice};

/// Where the width of the terminal is not known; narrow enough for most windows.
const WIDTH: usize = 100;

fn main() -> ExitCode {
    defect::keep_quiet();
    let locale =
        ["LC_ALL", "LC_MESSAGES", "LANG"].iter().find_map(|name| env::var(name).ok().filter(|v| !v.is_empty()));
    let format = env::var_os("PLAN_EVAL_OUTPUT_FORMAT").filter(|v| !v.is_empty());
    // The shells of Windows leave patterns to the program; elsewhere these are the arguments as they are.
    let asked = match cli::asked(wild::args_os().collect(), locale.as_deref(), format.as_deref()) {
        Ok(asked) => asked,
        Err(refusal) => return ExitCode::from(refusal.say(&mut io::stderr())),
    };
    let given = asked.messages().color;
    let chosen = |seen: ColorChoice| if given == ColorChoice::Auto { seen } else { given };
    let choice = chosen(AutoStream::choice(&io::stderr()));
    let color = choice != ColorChoice::Never;
    let color_of_output = chosen(AutoStream::choice(&io::stdout())) != ColorChoice::Never;
    let width = env::var("COLUMNS").ok().and_then(|width| width.parse().ok()).unwrap_or(WIDTH);
    let mut messages = AutoStream::new(io::stderr(), choice);
    let is_terminal = io::stderr().is_terminal();
    let language = asked.messages().language;
    let voice = Voice { out: &mut messages, color, is_terminal, width, color_of_output };
    let ended = defect::caught(|| asked.run(voice)).unwrap_or_else(|said| {
        // Nobody can be told that nobody can be told.
        let _ = writeln!(io::stderr(), "{}", Failure::Defect("plan-eval".to_owned(), said).line(language));
        Outcome::Failed
    });
    ExitCode::from(ended.code())
}
