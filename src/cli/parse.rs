//! The command `parse`: every input in order, records to the output, findings and failures to the messages.
//!
//! In: checked options. Out: the worst of what happened. One bad input never stops the others.

use std::io::{self, Write};

use plan_eval::diagnostic::{Findings, Language, Rule, Severity};
use plan_eval::read::decode;
use plan_eval::report::{self, Located, Look};
use plan_eval::rules;
use plan_eval::source::Source;
use plan_eval::write::Records;

use super::failure::Failure;
use super::input::{self, Input};
use super::output::Output;
use super::setting::{Setting, Settings};
use super::{Options, Wanted, show};

/// How a run ended; the worst counts.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Outcome {
    /// Nothing of severity error.
    Clean,
    /// At least one finding of severity error.
    Findings,
    /// Something could not be run, read or written.
    Failed,
}

impl Outcome {
    /// The exit code.
    pub(crate) fn code(self) -> u8 {
        match self {
            Self::Clean => 0,
            Self::Findings => 1,
            Self::Failed => 2,
        }
    }
}

/// Where messages go, and how they look. Nobody can be told that a message could not be written: that is let go.
pub(crate) struct Voice<'a> {
    /// Standard error.
    pub(crate) out: &'a mut dyn Write,
    /// Whether it shows colour.
    pub(crate) color: bool,
    /// Its width in display cells.
    pub(crate) width: usize,
    /// Whether standard output shows colour.
    pub(crate) color_of_output: bool,
}

/// Runs the command.
pub(crate) fn run<'a>(options: &'a Options, voice: Voice<'a>) -> Outcome {
    let settings = Settings::new(&options.reading);
    let mut run = Run { options, settings, voice, read: 0, outcome: Outcome::Clean };
    let inputs = input::inputs(&options.inputs);
    let opened = match &options.output {
        Some(path) => Output::file(path, &inputs),
        None => Ok(Output::stdout()),
    };
    match opened {
        Ok(mut output) => match run.write(inputs, &mut output) {
            // Without a single input there is no output, and an older one stays.
            Ok(()) if run.read == 0 => {}
            Ok(()) => output.finish().unwrap_or_else(|failure| run.fail(&failure)),
            Err(cause) => run.fail(&output.failure(cause)),
        },
        Err(failure) => run.fail(&failure),
    }
    run.outcome
}

/// Lists the layouts. A closed pipe ends quietly.
pub(crate) fn layouts() -> Outcome {
    print(|output| show::layouts(output))
}

/// Prints the page of a rule, or the names of all. A closed pipe ends quietly.
pub(crate) fn explain(rule: Option<&Rule>, language: Language) -> Outcome {
    print(|output| match rule {
        Some(rule) => output.write_all(rules::page(rule, language).as_bytes()),
        None => rules::all().into_iter().try_for_each(|rule| {
            writeln!(output, "{:24} {:8} {}", rule.name, rule.severity.name(), rule.summary.get(language))
        }),
    })
}

fn print(print: impl FnOnce(&mut Output) -> io::Result<()>) -> Outcome {
    let mut output = Output::stdout();
    match print(&mut output).and_then(|()| output.flush()) {
        Ok(()) => Outcome::Clean,
        Err(_) => Outcome::Failed,
    }
}

/// A run on its way.
struct Run<'a> {
    options: &'a Options,
    settings: Settings<'a>,
    voice: Voice<'a>,
    /// How many inputs could be read.
    read: usize,
    outcome: Outcome,
}

impl Run<'_> {
    /// Writes what is wanted of every input. An error is one of the output and ends the run.
    fn write(&mut self, inputs: Vec<Result<Input, Failure>>, output: &mut Output) -> io::Result<()> {
        match self.options.wanted {
            Wanted::Records(format) => {
                let mut records = Records::new(output, format, self.options.messages.language);
                for input in inputs {
                    self.each(input, |run, (source, setting), found| {
                        run.sheet((source, setting), found, &mut records)
                    })?;
                }
                if self.read > 0 { records.end().map(drop) } else { Ok(()) }
            }
            Wanted::Rows => inputs.into_iter().try_for_each(|input| {
                self.each(input, |_, (source, setting), found| show::rows(source, &setting.reading, found, output))
            }),
            Wanted::Layout => inputs.into_iter().try_for_each(|input| {
                self.each(input, |_, (source, setting), found| show::layout(source, &setting.reading, found, output))
            }),
            Wanted::Lines => inputs.into_iter().try_for_each(|input| {
                self.each(input, |_, (source, setting), found| show::lines(source, &setting.reading, found, output))
            }),
        }
    }

    /// Reads and decodes an input, and hands it on. What cannot be read is said, and no error of the output.
    fn each<F>(&mut self, input: Result<Input, Failure>, then: F) -> io::Result<()>
    where
        F: FnOnce(&mut Self, (&Source<'_>, &Setting), Findings) -> io::Result<()>,
    {
        let read = input.and_then(|input| Ok((self.settings.of(&input)?, input.name(), input.read()?)));
        let (setting, name, bytes) = match read {
            Ok(read) => read,
            Err(failure) => {
                self.fail(&failure);
                return Ok(());
            }
        };
        let mut found = Findings::default();
        match decode::source(&name, &bytes, self.options.reading.encoding, &mut found) {
            Ok(source) => {
                self.read += 1;
                then(self, (&source, &setting), found)
            }
            Err(error) => {
                self.fail(&Failure::Refused(name, error.text()));
                Ok(())
            }
        }
    }

    fn sheet(
        &mut self,
        (source, setting): (&Source<'_>, &Setting),
        found: Findings,
        records: &mut Records<&mut Output>,
    ) -> io::Result<()> {
        let sheet = plan_eval::checked(source, (&setting.reading, &setting.config), false, found);
        let located = report::locate(source, &sheet);
        if located.iter().any(|located| located.diagnostic.severity == Severity::Error) {
            self.outcome = self.outcome.max(Outcome::Findings);
        }
        self.report(source, &located);
        records.sheet(source, &sheet, &located)
    }

    fn report(&mut self, source: &Source<'_>, located: &[Located<'_>]) {
        let Some(from) = self.options.messages.from else { return };
        let Voice { out, color, width, .. } = &mut self.voice;
        let look = Look { language: self.options.messages.language, color: *color, from, width: *width };
        let _ = report::write(out, source, located, &look);
    }

    fn fail(&mut self, failure: &Failure) {
        let _ = writeln!(self.voice.out, "{}", failure.line(self.options.messages.language));
        self.outcome = Outcome::Failed;
    }
}
