//! What counts in a sheet.
//!
//! In: the bytes of a sheet. Out: its findings, those left out that nobody asked for or that the baseline knows. They
//! are made beside those of other sheets, and hold all that a report needs of their sheet.

use std::mem;

use foldhash::HashSet;

use plan_eval::diagnostic::{Diagnostic, Severity};
use plan_eval::record::Sheet;
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
    found: Vec<Diagnostic>,
    /// Where each of them stands.
    places: Vec<Place>,
    /// How many the baseline knows.
    pub(super) known: usize,
    /// The findings for a new baseline, each with its fingerprint.
    pub(super) collected: Vec<(String, Diagnostic)>,
}

/// The place of a finding, apart from its sheet.
struct Place {
    start: Position,
    end: Position,
    row: usize,
    row_span: Span,
    column: Option<Box<str>>,
}

impl Place {
    fn of(located: &Located<'_>) -> Self {
        let Located { diagnostic: _, start, end, row, row_span, column } = *located;
        Self { start, end, row, row_span, column: column.map(Box::from) }
    }
}

impl Judged {
    /// The findings that count, as reports take them.
    pub(super) fn located(&self) -> Vec<Located<'_>> {
        let located = |(diagnostic, place)| {
            let &Place { start, end, row, row_span, ref column } = place;
            Located { diagnostic, start, end, row, row_span, column: column.as_deref() }
        };
        self.found.iter().zip(&self.places).map(located).collect()
    }
}

impl<'o> Judge<'o> {
    /// Checks as the options ask for.
    pub(super) fn new(options: &'o Options, baseline: Baseline) -> Self {
        Self { options, settings: Settings::new(&options.reading), baseline }
    }

    /// What the findings of a sheet are known by, where there is a baseline.
    fn fingerprints(&self, source: &Source<'_>, sheet: &Sheet<'_>) -> Vec<String> {
        match self.baseline {
            Baseline::None => Vec::new(),
            Baseline::Known(_) | Baseline::Collected => {
                fingerprint::fingerprints(source, &report::locate(source, sheet))
            }
        }
    }

    /// Takes out of the findings what the baseline knows, or all of them where it is written.
    fn pass_over(&self, fingerprints: Vec<String>, judged: &mut Judged) {
        let found = mem::take(&mut judged.found).into_iter().zip(mem::take(&mut judged.places));
        for ((found, place), fingerprint) in found.zip(fingerprints) {
            match &self.baseline {
                Baseline::Known(known) if known.contains(&fingerprint) => judged.known += 1,
                Baseline::Collected => judged.collected.push((fingerprint, found)),
                Baseline::Known(_) | Baseline::None => {
                    judged.found.push(found);
                    judged.places.push(place);
                }
            }
        }
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
            let fingerprints = self.fingerprints(source, &sheet);
            let mut locator = report::Locator::new(source, &sheet);
            let places = sheet.findings.iter().map(|found| Place::of(&locator.locate(found))).collect();
            let mut made = Judged {
                name: input.name(),
                encoding: source.encoding(),
                text: String::new(),
                found: mem::take(&mut sheet.findings),
                places,
                known: 0,
                collected: Vec::new(),
            };
            if !matches!(self.baseline, Baseline::None) {
                self.pass_over(fingerprints, &mut made);
            }
            if !made.found.is_empty() {
                source.text().clone_into(&mut made.text);
            }
            let tally = Tally::of(sheet.records.len(), &made.found);
            Done { made, said: Vec::new(), tally }
        })
    }
}
