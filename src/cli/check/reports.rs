//! Where findings go: every report that was asked for.
//!
//! In: checked sheets in order. Out: whole reports, and counts of what is in them.

use std::borrow::Cow;
use std::io;
use std::path::PathBuf;

use foldhash::HashSet;

use plan_eval::diagnostic::{Severity, Text, text};
use plan_eval::report::{Format, Look, Report};
use plan_eval::source::Source;

use super::judge::Judged;
use crate::cli::baseline::Collected;
use crate::cli::failure::Failure;
use crate::cli::input::Input;
use crate::cli::output::Output;
use crate::cli::run::{Sink, Trouble};
use crate::cli::summary::many;

/// The open reports.
pub(super) struct Reports {
    reports: Vec<Report<Output>>,
    counts: Counts,
    collected: Collected,
    /// The failures that the reports have.
    failed: HashSet<(String, String)>,
}

/// What is in the reports.
#[derive(Debug, Default)]
pub(super) struct Counts {
    /// Findings by severity, as [`Severity::ALL`] has them.
    found: [usize; 3],
    /// Those that the baseline knows.
    known: usize,
}

impl Reports {
    /// Opens every output before anything is read.
    pub(super) fn open(
        wanted: &[(Format, Option<PathBuf>)],
        inputs: &[Result<Input, Failure>],
        look: Look,
    ) -> Result<Self, Failure> {
        let report = |(format, path): &(Format, Option<PathBuf>)| {
            let (output, color) = match path {
                Some(path) => (Output::file(path, inputs)?, false),
                None => (Output::stdout(), look.color),
            };
            Ok(Report::new(output, *format, Look { color, ..look }))
        };
        let reports = wanted.iter().map(report).collect::<Result<_, _>>()?;
        Ok(Self { reports, counts: Counts::default(), collected: Collected::default(), failed: HashSet::default() })
    }

    /// Ends every report; files take their places.
    pub(super) fn close(self) -> Result<(Counts, Collected), Failure> {
        for report in self.reports {
            let name = report.out().name();
            let output = report.end().map_err(|cause| Failure::Unwritable(name, cause))?;
            output.finish()?;
        }
        Ok((self.counts, self.collected))
    }

    fn each(&mut self, write: impl Fn(&mut Report<Output>) -> io::Result<()>) -> Result<(), Failure> {
        let written = |report: &mut Report<Output>| write(report).map_err(|cause| report.out().failure(cause));
        self.reports.iter_mut().try_for_each(written)
    }
}

impl Sink<Judged> for Reports {
    fn take(&mut self, _at: usize, judged: Judged) -> Result<(), Trouble> {
        let Judged { name, encoding, text, known, collected, .. } = &judged;
        self.counts.known += known + collected.len();
        collected.iter().for_each(|(fingerprint, found)| self.collected.add(name, fingerprint.clone(), found));
        let located = judged.located();
        for (count, severity) in self.counts.found.iter_mut().zip(Severity::ALL) {
            *count += located.iter().filter(|located| located.diagnostic.severity == severity).count();
        }
        let source = Source::new(name.clone(), &[], *encoding, false, Cow::Borrowed(text));
        self.each(|report| report.sheet(&source, &located)).map_err(Trouble::OfRun)
    }

    fn missed(&mut self, _at: usize, failure: &Failure) -> Result<(), Failure> {
        let (name, said) = failure.of_input();
        // One configuration that is wrong is one failure, however many sheets lie under it.
        if !self.failed.insert((name.clone(), said.en.to_string())) {
            return Ok(());
        }
        self.each(|report| report.failure(&name, &said))
    }
}

impl Counts {
    /// The closing line, for people.
    pub(super) fn line(&self) -> Text {
        let [notes, warnings, errors] = self.found;
        let mut ja = format!("エラー{errors}件、警告{warnings}件");
        let mut en = format!("{}, {}", many(errors, "error"), many(warnings, "warning"));
        let further = [(notes, "注記", "note"), (self.known, "既知", "known finding")];
        for (count, in_japanese, in_english) in further.into_iter().filter(|(count, ..)| *count > 0) {
            ja.push_str(&format!("、{in_japanese}{count}件"));
            en.push_str(&format!(", {}", many(count, in_english)));
        }
        text(ja, en)
    }
}
