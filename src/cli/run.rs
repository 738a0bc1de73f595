//! The way through the inputs: read each, work on it, hand on what was made, in order.
//!
//! In: the inputs, the [`Work`] of a command on one sheet, and the [`Sink`] that takes what was made. Out: how it
//! ended, and everything said on the way. One bad input never stops the others unless that is asked for. What a
//! command makes of a sheet, and where it goes, is the command's own.

use std::io::Write;
use std::mem;
use std::ops::ControlFlow;

use plan_eval::diagnostic::{Diagnostic, Language, Severity, Text};
use plan_eval::record::Sheet;
use plan_eval::report::{self, Look};
use plan_eval::source::Source;

use super::defect;
use super::failure::Failure;
use super::input::Input;
use super::options::{Loudness, Messages, Pace};
use super::pool::{self, Piece};
use super::progress::Progress;
use super::summary;
use super::summary::Counts;

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
    /// Whether somebody looks on.
    pub(crate) is_terminal: bool,
    /// Its width in display cells.
    pub(crate) width: usize,
    /// Whether standard output shows colour.
    pub(crate) color_of_output: bool,
}

/// What a command does with one sheet. It happens beside the work on other sheets, so that everything costly belongs
/// here: the sink only puts one thing behind the other.
pub(crate) trait Work: Sync {
    /// What a sheet adds to the outputs.
    type Made: Send;

    /// Works on the input at place `at` of all inputs; `bytes` is what it holds. What is ready before the rest is
    /// handed on at once, so that the output of a large sheet is never held whole.
    fn work(
        &self,
        at: usize,
        input: &Input,
        bytes: Vec<u8>,
        ahead: &mut dyn FnMut(Self::Made),
    ) -> Result<Done<Self::Made>, Failure>;
}

/// A sheet that was worked on.
pub(crate) struct Done<T> {
    /// What it adds to the outputs behind what was handed on ahead.
    pub(crate) made: T,
    /// What is said about it.
    pub(crate) said: Vec<u8>,
    /// What is in it.
    pub(crate) tally: Tally,
}

/// What was counted in a sheet.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Tally {
    /// Nothing was done, because nothing had changed.
    pub(crate) unchanged: bool,
    /// Its records.
    pub(crate) records: usize,
    /// Findings by severity, as [`Severity::ALL`] has them.
    pub(crate) findings: [usize; 3],
}

impl Tally {
    /// Counts a sheet that was read.
    pub(crate) fn of(records: usize, found: &[Diagnostic]) -> Self {
        let count = |severity| found.iter().filter(|found| found.severity == severity).count();
        Self { unchanged: false, records, findings: Severity::ALL.map(count) }
    }

    /// How bad it is.
    pub(crate) fn outcome(&self) -> Outcome {
        let errors = Severity::ALL.iter().zip(self.findings).any(|(&of, count)| of == Severity::Error && count > 0);
        if errors { Outcome::Findings } else { Outcome::Clean }
    }
}

/// So many findings of a sheet are said beside its records; more is nothing that anybody reads there, and the excerpts
/// would take longer than the records. `check` and `-v` list all.
const MOST_SAID: usize = 50;

/// Says the findings of a sheet into a text, to be handed on in order.
pub(crate) fn said(source: &Source<'_>, sheet: &Sheet<'_>, look: Option<&Look>) -> Vec<u8> {
    let mut said = Vec::new();
    let Some(look) = look else { return said };
    let findings = || sheet.findings.iter().filter(|found| found.severity >= look.from);
    let all = findings().count();
    let more = if look.from == Severity::Note { 0 } else { all.saturating_sub(MOST_SAID) };
    let mut locator = report::Locator::new(source, sheet);
    let shown: Vec<_> = findings().take(all - more).map(|found| locator.locate(found)).collect();
    report::write(&mut said, source, &shown, look).expect("a vector takes every write");
    if more > 0 {
        let name = report::visible(source.name());
        let line = match look.language {
            Language::Japanese => {
                format!("{name}: ほかに {more} 件あります。「plan-eval check」ですべて見られます\n\n")
            }
            Language::English => format!("{name}: {more} more; `plan-eval check` lists them all\n\n"),
        };
        said.extend(line.into_bytes());
    }
    said
}

/// Where what was made goes, one input after the other.
pub(crate) trait Sink<T> {
    /// Takes what the input at place `at` gave, or a piece of it.
    fn take(&mut self, at: usize, made: T) -> Result<(), Trouble>;

    /// Hears that the input at place `at` gave nothing.
    fn missed(&mut self, _at: usize, _failure: &Failure) -> Result<(), Failure> {
        Ok(())
    }
}

/// What is wrong with an output.
pub(crate) enum Trouble {
    /// That of one input, and the others go on.
    OfInput(Failure),
    /// That of all.
    OfRun(Failure),
}

/// A run on its way.
pub(crate) struct Run<'a> {
    messages: Messages,
    pace: Pace,
    voice: Voice<'a>,
    counts: Counts,
    /// What is said behind the summary.
    closing: Vec<Text>,
    /// How bad it is so far.
    outcome: Outcome,
}

impl<'a> Run<'a> {
    /// A run that has not begun.
    pub(crate) fn new(messages: Messages, pace: Pace, voice: Voice<'a>) -> Self {
        Self { messages, pace, voice, counts: Counts::default(), closing: Vec::new(), outcome: Outcome::Clean }
    }

    /// Works through the inputs in order. An error is one of the output, and ends the run.
    pub(crate) fn through<W: Work, S: Sink<W::Made>>(
        &mut self,
        inputs: &[Result<Input, Failure>],
        work: &W,
        sink: &mut S,
    ) -> Result<(), Failure> {
        self.counts.inputs = inputs.len();
        let is_shown = self.voice.is_terminal && self.messages.loudness == Loudness::Normal;
        let mut progress = Progress::new(inputs.len(), is_shown);
        let mut ended = Ok(());
        let worked = |at: usize, ahead: &mut dyn FnMut(W::Made)| {
            let input = inputs[at].as_ref().map_err(|_| None)?;
            let bytes = input.read().map_err(Some)?;
            let worked = defect::caught(|| work.work(at, input, bytes, ahead));
            worked.unwrap_or_else(|said| Err(Failure::Defect(input.name(), said))).map_err(Some)
        };
        pool::in_order(inputs.len(), self.pace.jobs(inputs.len()), worked, |at, piece| {
            let step = match (piece, &inputs[at]) {
                (Piece::Ahead(made), _) => progress.within(|| take_ahead(at, made, sink)),
                (Piece::Last(Ok(done)), Ok(input)) => progress.step(|| self.hand_on(at, input, done, sink)),
                (Piece::Last(Err(Some(failure))), _) => progress.step(|| self.miss(at, &failure, sink)),
                (Piece::Last(_), Err(failure)) => progress.step(|| self.miss(at, failure, sink)),
                (Piece::Last(Err(None)), Ok(_)) => Ok(ControlFlow::Continue(())),
            };
            step.unwrap_or_else(|failure| {
                ended = Err(failure);
                ControlFlow::Break(())
            })
        });
        ended
    }

    fn hand_on<T>(&mut self, at: usize, input: &Input, done: Done<T>, sink: &mut impl Sink<T>) -> Step {
        // Nobody can be told that nobody can be told.
        let _ = self.voice.out.write_all(&done.said);
        let tally = done.tally;
        match sink.take(at, done.made) {
            Ok(()) => {}
            Err(Trouble::OfInput(failure)) => return self.miss(at, &failure, sink),
            Err(Trouble::OfRun(failure)) => return Err(failure),
        }
        self.outcome = self.outcome.max(tally.outcome());
        self.counts.add(&tally);
        if self.messages.loudness == Loudness::Verbose && self.counts.inputs > 1 {
            let line = summary::of_input(&input.name(), &tally).get(self.messages.language).to_owned();
            let _ = writeln!(self.voice.out, "{}", report::visible(&line));
        }
        Ok(ControlFlow::Continue(()))
    }

    /// Says that an input gave nothing, at once and for the summary.
    fn miss<T>(&mut self, at: usize, failure: &Failure, sink: &mut impl Sink<T>) -> Step {
        self.outcome = Outcome::Failed;
        // Many sheets can lie under one configuration that is wrong.
        if self.counts.miss(failure.reason(self.messages.language)) {
            self.fail(failure);
        }
        sink.missed(at, failure)?;
        Ok(if self.pace.fail_fast { ControlFlow::Break(()) } else { ControlFlow::Continue(()) })
    }

    /// Says a failure.
    pub(crate) fn fail(&mut self, failure: &Failure) {
        let _ = writeln!(self.voice.out, "{}", failure.line(self.messages.language));
        self.outcome = Outcome::Failed;
    }

    /// How findings are said; none where they are not.
    pub(crate) fn look(&self) -> Option<Look> {
        let Voice { color, width, .. } = self.voice;
        let language = self.messages.language;
        self.messages.from().map(|from| Look { language, color, from, width })
    }

    /// How findings look on standard output: whoever writes them there has chosen them.
    pub(crate) fn look_of_output(&self) -> Look {
        let Voice { color_of_output, width, .. } = self.voice;
        Look { language: self.messages.language, color: color_of_output, from: Severity::Note, width }
    }

    /// Says a line, unless nothing is to be said.
    pub(crate) fn say(&mut self, line: &Text) {
        if self.messages.loudness != Loudness::Quiet {
            let _ = writeln!(self.voice.out, "{}", line.get(self.messages.language));
        }
    }

    /// Whether no input could be read.
    pub(crate) fn read_nothing(&self) -> bool {
        self.counts.read == 0
    }

    /// Keeps a line for the end of the summary.
    pub(crate) fn close_with(&mut self, line: Text) {
        self.closing.push(line);
    }

    /// Sums up, where there was more than one input.
    pub(crate) fn end(mut self) -> Outcome {
        if self.counts.inputs > 1 && self.messages.loudness != Loudness::Quiet {
            let text = summary::of_run(&self.counts);
            let _ = self.voice.out.write_all(text.get(self.messages.language).as_bytes());
        }
        mem::take(&mut self.closing).iter().for_each(|line| self.say(line));
        self.outcome
    }
}

/// Hands on a piece of what an input gives. It goes where others go too, so that what is wrong there is wrong for all.
fn take_ahead<T>(at: usize, made: T, sink: &mut impl Sink<T>) -> Step {
    match sink.take(at, made) {
        Ok(()) => Ok(ControlFlow::Continue(())),
        Err(Trouble::OfInput(failure) | Trouble::OfRun(failure)) => Err(failure),
    }
}

/// Whether to go on after an input; an error is one of the output.
type Step = Result<ControlFlow<()>, Failure>;

#[cfg(test)]
mod tests {
    use std::path::PathBuf;

    use plan_eval::diagnostic::Language;

    use super::{Done, Outcome, Run, Sink, Tally, Trouble, Voice, Work};
    use crate::cli::failure::Failure;
    use crate::cli::flags::{InputFlags, RunFlags};
    use crate::cli::input::{Input, Selection};
    use crate::cli::options::{Messages, Pace};

    /// Fails on the second of three inputs as a defect does.
    struct Defective;

    impl Work for Defective {
        type Made = usize;

        fn work(&self, at: usize, _: &Input, _: Vec<u8>, _: &mut dyn FnMut(usize)) -> Result<Done<usize>, Failure> {
            assert!(at != 1, "no such row");
            Ok(Done { made: at, said: Vec::new(), tally: Tally::default() })
        }
    }

    /// What the inputs gave, and why others gave nothing.
    #[derive(Default)]
    struct Taken(Vec<usize>, Vec<String>);

    impl Sink<usize> for Taken {
        fn take(&mut self, _: usize, made: usize) -> Result<(), Trouble> {
            self.0.push(made);
            Ok(())
        }

        fn missed(&mut self, _: usize, failure: &Failure) -> Result<(), Failure> {
            self.1.push(failure.line(Language::English));
            Ok(())
        }
    }

    #[test]
    fn a_defect_stops_one_input_alone() {
        let folder = tempfile::tempdir().expect("there is room for files");
        let sheets: Vec<PathBuf> = ["a.tsv", "b.tsv", "c.tsv"].iter().map(|name| folder.path().join(name)).collect();
        sheets.iter().for_each(|sheet| std::fs::write(sheet, "").expect("it can be written"));
        let flags = InputFlags { inputs: sheets, include: Vec::new(), exclude: Vec::new(), files_from: None };
        let inputs = Selection::checked(flags).expect("they are files").inputs().0;
        for jobs in ["1", "2"] {
            let mut out = Vec::new();
            let voice = Voice { out: &mut out, color: false, is_terminal: false, width: 80, color_of_output: false };
            let pace = Pace::checked(&RunFlags { jobs: Some(jobs.to_owned()), fail_fast: false });
            let mut run = Run::new(Messages::default(), pace.expect("it is a number"), voice);
            let mut taken = Taken::default();
            run.through(&inputs, &Defective, &mut taken).expect("nothing is written");
            assert_eq!(run.end(), Outcome::Failed);
            assert_eq!(taken.0, [0, 2]);
            let [why] = &taken.1[..] else { panic!("one input failed, not {:?}", taken.1) };
            assert!(why.contains("b.tsv") && why.contains("no such row"), "{why}");
        }
    }
}
