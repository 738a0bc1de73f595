//! The law: the records are the same, or differ only where the sheet is damaged, with a finding there.
//!
//! In: a made sheet and its reading. Out: every place where the law is broken; none if it holds.

use std::collections::{BTreeMap, BTreeSet};

use plan_eval::diagnostic::Severity;
use plan_eval::interpret::Options;
use plan_eval::record::{Record, Sheet};
use plan_eval::source::Source;

use super::Made;
use super::records::{WantedRecord, read, wanted};
use crate::common;

/// A record as read: its lines and its fields.
struct Got {
    lines: Vec<usize>,
    fields: BTreeMap<String, String>,
}

/// The fields of a record as read, by name, from its place and itself.
pub(crate) type Reading<'r> = &'r dyn Fn(usize, &Record<'_>) -> BTreeMap<String, String>;

/// Where the reading of a sheet breaks the law.
pub(crate) fn breaches(made: &Made) -> Vec<String> {
    against(made, wanted(made), &|_, record| read(record))
}

/// Where the reading of a sheet differs from what is wanted of it.
pub(crate) fn against(made: &Made, wanted: Vec<WantedRecord>, read: Reading<'_>) -> Vec<String> {
    let breaches = |source: &Source<'_>, sheet: &Sheet<'_>| of(source, sheet, wanted, read);
    let read = common::read(&made.name, &made.bytes(), &Options::default(), breaches);
    read.unwrap_or_else(|error| vec![format!("refused: {error}")])
}

fn of(source: &Source<'_>, sheet: &Sheet<'_>, wanted: Vec<WantedRecord>, read: Reading<'_>) -> Vec<String> {
    let mut breaches: Vec<String> = unaccounted(sheet).into_iter().collect();
    let told = sheet.findings.iter().filter(|finding| finding.severity != Severity::Note);
    let told: BTreeSet<usize> = told.map(|finding| source.line(finding.span.start())).collect();
    let got = |(at, record): (usize, &Record<'_>)| Got { lines: record.lines.clone(), fields: read(at, record) };
    let got = sheet.records.iter().enumerate().map(got).collect();
    breaches.extend(records(wanted, got, &told));
    breaches
}

/// Says which characters or lines are not accounted for, if any.
pub(crate) fn unaccounted(sheet: &Sheet<'_>) -> Option<String> {
    let (of, lines) = (&sheet.account, &sheet.lines);
    let told = of.records + of.headings + of.headers + of.legends + of.titles + of.set_aside + of.syntax + of.dropped;
    let placed = lines.records + lines.headings + lines.headers + lines.legends + lines.titles;
    let placed = placed + lines.set_aside + lines.blank;
    let is_kept = told == of.read && placed == lines.read;
    (!is_kept).then(|| format!("{told} of {} characters, {placed} of {} lines accounted for", of.read, lines.read))
}

/// Holds records against records. Where their numbers differ, those on damaged lines are left out on both sides.
fn records(mut wanted: Vec<WantedRecord>, mut got: Vec<Got>, told: &BTreeSet<usize>) -> Vec<String> {
    let mut breaches = Vec::new();
    if wanted.len() != got.len() {
        let damaged: Vec<(usize, usize)> = wanted.iter().filter(|of| is_damaged(of)).map(|of| of.lines).collect();
        let on = |line: &usize| damaged.iter().any(|(first, last)| (first..=last).contains(&line));
        let counts = format!("{} records instead of {}", got.len(), wanted.len());
        wanted.retain(|of| !is_damaged(of));
        got.retain(|of| !of.lines.iter().any(on));
        for (first, last) in damaged.iter().filter(|(first, last)| told.range(first..=last).next().is_none()) {
            breaches.push(format!("{counts}, and no finding on lines {first} to {last}"));
        }
        if wanted.len() != got.len() {
            breaches.push(counts);
            return breaches;
        }
    }
    for (wanted, got) in wanted.iter().zip(&got) {
        breaches.extend(fields(wanted, got, told));
    }
    breaches
}

fn is_damaged(record: &WantedRecord) -> bool {
    record.fields.values().any(|field| field.damaged)
}

fn fields(wanted: &WantedRecord, got: &Got, told: &BTreeSet<usize>) -> Vec<String> {
    let first = wanted.lines.0;
    let mut breaches = Vec::new();
    if got.lines.first() != Some(&first) {
        breaches.push(format!("the record of line {first} stands on {:?}", got.lines));
    }
    let names: BTreeSet<&String> = wanted.fields.keys().chain(got.fields.keys()).collect();
    for name in names {
        let (should, is) = (wanted.fields.get(name), got.fields.get(name).map_or("", String::as_str));
        let said = should.map_or("", |field| &*field.said);
        let is_loose = should.is_some_and(|field| field.loose);
        if said == is || is_loose && common::squeezed(said) == common::squeezed(is) {
            continue;
        }
        let told_at = |(first, last): (usize, usize)| told.range(first..=last).next().is_some();
        if !should.is_some_and(|field| field.damaged && told_at(field.lines)) {
            breaches.push(format!("line {first}, {name}: wanted `{}`, got `{}`", short(said), short(is)));
        }
    }
    breaches
}

fn short(text: &str) -> String {
    if text.chars().count() <= 80 { text.to_owned() } else { text.chars().take(80).chain(['…']).collect() }
}
