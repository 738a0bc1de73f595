//! The command `check`: every input in order, findings to the reports, a closing line to the messages.
//!
//! In: checked options. Out: the worst of what was found. One bad input never stops the others, and the formats for
//! machines name it too.

use std::collections::HashSet;
use std::io;

use plan_eval::diagnostic::{Diagnostic, Findings, Language, Severity};
use plan_eval::read::decode;
use plan_eval::report::{self, Format, Located, Look, Report, fingerprint};
use plan_eval::source::Source;

use super::baseline::{self, Collected};
use super::failure::Failure;
use super::input::{self, Input};
use super::output::Output;
use super::parse::{Outcome, Voice};
use super::setting::{Setting, Settings};
use super::{Baseline, CheckOptions};

/// Runs the command.
pub(crate) fn run<'a>(options: &'a CheckOptions, voice: Voice<'a>) -> Outcome {
    let mut run = Run {
        options,
        settings: Settings::new(&options.reading),
        voice,
        known: HashSet::new(),
        collected: Collected::default(),
        count: Count::default(),
        outcome: Outcome::Clean,
    };
    let inputs = input::inputs(&options.inputs);
    if let Err(failure) = run.all(inputs) {
        run.fail(&failure);
    }
    match run.outcome {
        Outcome::Findings if options.exit_zero => Outcome::Clean,
        outcome => outcome,
    }
}

/// What was found, counted.
#[derive(Debug, Default)]
struct Count {
    sheets: usize,
    errors: usize,
    warnings: usize,
    notes: usize,
    /// Findings that the baseline knows.
    known: usize,
}

/// A run on its way.
struct Run<'a> {
    options: &'a CheckOptions,
    settings: Settings<'a>,
    voice: Voice<'a>,
    /// The fingerprints of the baseline.
    known: HashSet<String>,
    /// The findings for a new baseline.
    collected: Collected,
    count: Count,
    outcome: Outcome,
}

impl Run<'_> {
    fn all(&mut self, inputs: Vec<Result<Input, Failure>>) -> Result<(), Failure> {
        if let Some(Baseline::Read(path)) = &self.options.baseline {
            self.known = baseline::known(path)?;
        }
        let mut reports = self.open(&inputs)?;
        for input in inputs {
            self.input(input, &mut reports)?;
        }
        for report in reports {
            report.close()?;
        }
        self.write_baseline()?;
        self.close();
        Ok(())
    }

    /// Opens every output before anything is read.
    fn open(&self, inputs: &[Result<Input, Failure>]) -> Result<Vec<Target>, Failure> {
        let target = |(format, path): &(Format, Option<std::path::PathBuf>)| {
            let output = match path {
                Some(path) => Output::file(path, inputs)?,
                None => Output::stdout(),
            };
            let color = self.voice.color_of_output && path.is_none();
            let look =
                Look { language: self.options.messages.language, color, from: Severity::Note, width: self.voice.width };
            Ok(Target { report: Report::new(output, *format, look) })
        };
        self.options.reports.iter().map(target).collect()
    }

    /// Reads, decodes and checks one input. Only failures of an output end the run.
    fn input(&mut self, input: Result<Input, Failure>, reports: &mut [Target]) -> Result<(), Failure> {
        let named = input.as_ref().map(Input::name).ok();
        let read = input.and_then(|input| Ok((self.settings.of(&input)?, input.name(), input.read()?)));
        let checked = read.and_then(|(setting, name, bytes)| {
            let mut found = Findings::default();
            match decode::source(&name, &bytes, self.options.reading.encoding, &mut found) {
                Ok(source) => Ok(self.sheet(&source, &setting, found, reports)),
                Err(error) => Err(Failure::Refused(name, error.text())),
            }
        });
        match checked {
            Ok(written) => written,
            Err(failure) => {
                self.fail(&failure);
                let name = named.unwrap_or_else(|| failure.place(Language::English).to_owned());
                reports.iter_mut().try_for_each(|target| {
                    let written = target.report.failure(&name, &failure.text());
                    written.map_err(|cause| target.failed(cause))
                })
            }
        }
    }

    fn sheet(
        &mut self,
        source: &Source<'_>,
        setting: &Setting,
        found: Findings,
        reports: &mut [Target],
    ) -> Result<(), Failure> {
        let chosen = &self.options.chosen;
        let repairs = chosen.from == Severity::Note;
        let mut sheet = plan_eval::checked(source, (&setting.reading, &setting.config), repairs, found);
        sheet.findings.retain(|found| chosen.has(found));
        let located = self.unknown(source, report::locate(source, &sheet));
        self.count(located.iter().map(|located| located.diagnostic));
        let written = |target: &mut Target| {
            let written = target.report.sheet(source, &located);
            written.map_err(|cause| target.failed(cause))
        };
        reports.iter_mut().try_for_each(written)
    }

    /// The findings that the baseline does not know. Where a new one is written, it knows all.
    fn unknown<'l>(&mut self, source: &Source<'_>, mut located: Vec<Located<'l>>) -> Vec<Located<'l>> {
        let Some(baseline) = &self.options.baseline else { return located };
        let mut fingerprints = fingerprint::fingerprints(source, &located).into_iter();
        located.retain(|located| {
            let fingerprint = fingerprints.next().unwrap_or_default();
            match baseline {
                Baseline::Read(_) => {
                    let known = self.known.contains(&fingerprint);
                    self.count.known += usize::from(known);
                    !known
                }
                Baseline::Write(_) => {
                    self.collected.add(source.name(), fingerprint, located);
                    false
                }
            }
        });
        located
    }

    fn count<'d>(&mut self, found: impl Iterator<Item = &'d Diagnostic>) {
        self.count.sheets += 1;
        for found in found {
            match found.severity {
                Severity::Error => self.count.errors += 1,
                Severity::Warning => self.count.warnings += 1,
                Severity::Note => self.count.notes += 1,
            }
        }
        if self.count.errors > 0 {
            self.outcome = self.outcome.max(Outcome::Findings);
        }
    }

    fn write_baseline(&mut self) -> Result<(), Failure> {
        let Some(Baseline::Write(path)) = &self.options.baseline else { return Ok(()) };
        let collected = std::mem::take(&mut self.collected);
        self.count.known = collected.count();
        let mut output = Output::file(path, &[])?;
        match collected.write(&mut output) {
            Ok(()) => output.finish(),
            Err(cause) => Err(output.failure(cause)),
        }
    }

    /// The closing line, for people.
    fn close(&mut self) {
        let for_people =
            self.options.reports.iter().any(|(format, _)| matches!(format, Format::Text | Format::Concise));
        if for_people && self.options.messages.from.is_some() {
            let line = summary(&self.count, self.options.messages.language);
            let _ = writeln!(self.voice.out, "{line}");
        }
    }

    fn fail(&mut self, failure: &Failure) {
        let _ = writeln!(self.voice.out, "{}", failure.line(self.options.messages.language));
        self.outcome = Outcome::Failed;
    }
}

/// A report and where it goes.
struct Target {
    report: Report<Output>,
}

impl Target {
    fn failed(&self, cause: io::Error) -> Failure {
        self.report.out().failure(cause)
    }

    /// Ends the report; a file takes its place.
    fn close(self) -> Result<(), Failure> {
        let nowhere = |cause| Failure::Unwritable(None, cause);
        self.report.end().map_err(nowhere)?.finish()
    }
}

fn summary(count: &Count, language: Language) -> String {
    let Count { sheets, errors, warnings, notes, known } = *count;
    let plural = |count: usize, word: &str| format!("{count} {word}{}", if count == 1 { "" } else { "s" });
    let mut parts = match language {
        Language::Japanese => vec![format!("{sheets} シート: エラー {errors} 件"), format!("警告 {warnings} 件")],
        Language::English => {
            vec![format!("{}: {}, {}", plural(sheets, "sheet"), plural(errors, "error"), plural(warnings, "warning"))]
        }
    };
    let further = [(notes, "注記", "note"), (known, "既知", "known finding")];
    for (count, ja, en) in further.into_iter().filter(|(count, ..)| *count > 0) {
        parts.push(match language {
            Language::Japanese => format!("{ja} {count} 件"),
            Language::English => plural(count, en),
        });
    }
    parts.join(match language {
        Language::Japanese => "、",
        Language::English => ", ",
    })
}
