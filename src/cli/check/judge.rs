//! What counts in a sheet.
//!
//! In: the bytes of a sheet. Out: its findings, those left out that nobody asked for or that the baseline knows. They
//! are made beside those of other sheets, and hold all that a report needs of their sheet.

use std::collections::HashSet;

use plan_eval::diagnostic::{Diagnostic, Severity};
use plan_eval::report::{self, Located, fingerprint};
use plan_eval::source::{Encoding, Position, Source, Span};

use super::Options;
use crate::cli::failure::Failure;
use crate::cli::input::Input;
use crate::cli::run::{Done, Tally, Work};
use crate::cli::setting::Settings;

/// What is done with findings that are known already.
pub(super) enum Baseline {
    /// There is no baseline.
    None,
    /// These fingerprints are passed over.
    Known(HashSet<String>),
    /// All findings are to be known from now on.
    Collected,
}

/// Checks sheets.
pub(super) struct Judge<'o> {
    options: &'o Options,
    settings: Settings<'o>,
    baseline: Baseline,
}

/// A sheet that was checked.
pub(super) struct Judged {
    pub(super) name: String,
    pub(super) encoding: Encoding,
    /// Its text, where there is something to show of it.
    pub(super) text: String,
    /// The findings that count.
    pub(super) found: Vec<Placed>,
    /// How many the baseline knows.
    pub(super) known: usize,
    /// The findings for a new baseline, each with its fingerprint.
    pub(super) collected: Vec<(String, Diagnostic)>,
}

/// A finding with its place, apart from its sheet.
pub(super) struct Placed {
    diagnostic: Diagnostic,
    start: Position,
    end: Position,
    row: usize,
    row_span: Span,
    column: Option<String>,
}

impl Placed {
    fn of(located: &Located<'_>) -> Self {
        let Located { diagnostic, start, end, row, row_span, column } = *located;
        Self { diagnostic: diagnostic.clone(), start, end, row, row_span, column: column.map(str::to_owned) }
    }

    /// The finding as reports take it.
    pub(super) fn located(&self) -> Located<'_> {
        let Self { diagnostic, start, end, row, row_span, column } = self;
        let column = column.as_deref();
        Located { diagnostic, start: *start, end: *end, row: *row, row_span: *row_span, column }
    }
}

impl<'o> Judge<'o> {
    /// Checks as the options ask for.
    pub(super) fn new(options: &'o Options, baseline: Baseline) -> Self {
        Self { options, settings: Settings::new(&options.reading), baseline }
    }

    /// Takes out of the findings what the baseline knows, or all of them where it is written.
    fn unknown(&self, source: &Source<'_>, located: &mut Vec<Located<'_>>, judged: &mut Judged) {
        if matches!(self.baseline, Baseline::None) {
            return;
        }
        let mut fingerprints = fingerprint::fingerprints(source, located).into_iter();
        located.retain(|located| {
            let fingerprint = fingerprints.next().unwrap_or_default();
            match &self.baseline {
                Baseline::None => true,
                Baseline::Known(known) => {
                    let is_known = known.contains(&fingerprint);
                    judged.known += usize::from(is_known);
                    !is_known
                }
                Baseline::Collected => {
                    judged.collected.push((fingerprint, located.diagnostic.clone()));
                    false
                }
            }
        });
    }
}

impl Work for Judge<'_> {
    type Made = Judged;

    fn work(
        &self,
        _at: usize,
        input: &Input,
        bytes: Vec<u8>,
        _ahead: &mut dyn FnMut(Judged),
    ) -> Result<Done<Judged>, Failure> {
        let setting = self.settings.of(input)?;
        self.options.reading.decoded(&input.name(), bytes, |source, found| {
            let chosen = &self.options.chosen;
            let repairs = chosen.from == Severity::Note;
            let mut sheet = plan_eval::checked(source, (&setting.reading, &setting.config), repairs, found);
            sheet.findings.retain(|found| chosen.has(found));
            let mut located = report::locate(source, &sheet);
            let (name, encoding, known) = (input.name(), source.encoding(), 0);
            let mut made =
                Judged { name, encoding, text: String::new(), found: Vec::new(), known, collected: Vec::new() };
            self.unknown(source, &mut located, &mut made);
            if !located.is_empty() {
                source.text().clone_into(&mut made.text);
            }
            made.found = located.iter().map(Placed::of).collect();
            Done { made, said: Vec::new(), tally: Tally::of(sheet.records.len(), &located) }
        })
    }
}
