//! Every format of findings, over every fixture.
//!
//! In: the sheets of the fixtures, one run for each format. Out: nothing in a report acts on a terminal or in a log,
//! and all formats tell of the same findings. What a format looks like is compared beside it in `src/report`.

mod common;

use std::collections::BTreeSet;

use common::{Fixture, fixtures, read};
use plan_eval::diagnostic::{Language, Severity, text};
use plan_eval::interpret::Options;
use plan_eval::report::{Format, Look, Report, locate, visible};
use serde_json::Value;

fn sheets() -> Vec<Fixture> {
    let kinds = ["sheets", "rules", "encodings"];
    kinds.into_iter().flat_map(|kind| fixtures(kind, "sheet")).collect()
}

/// The report of all sheets and of one that cannot be read.
fn report(sheets: &[Fixture], format: Format, from: Severity) -> String {
    let look = Look { language: Language::Japanese, color: false, from, width: 100 };
    let mut report = Report::new(Vec::new(), format, look);
    for Fixture { file, bytes, .. } in sheets {
        read(file, bytes, &Options::default(), |source, sheet| report.sheet(source, &locate(source, sheet)))
            .expect("a fixture is a sheet")
            .expect("a vector takes every write");
    }
    report.failure("無い.tsv", &text("ありません", "it is not there")).expect("a vector takes every write");
    String::from_utf8(report.end().expect("a vector takes every write")).expect("reports are UTF-8")
}

fn json(sheets: &[Fixture], format: Format) -> Value {
    serde_json::from_str(&report(sheets, format, Severity::Note)).expect("the report is JSON")
}

fn length(list: &Value) -> usize {
    list.as_array().expect("it is a list").len()
}

#[test]
fn nothing_in_a_report_acts_on_a_terminal_or_in_a_log() {
    let sheets = sheets();
    for format in Format::ALL {
        for line in report(&sheets, format, Severity::Note).lines() {
            assert_eq!(visible(line), line, "{}", format.name());
            assert!(format == Format::Github || !line.trim_start().starts_with("::"), "{}: {line}", format.name());
        }
    }
}

#[test]
fn all_formats_tell_of_the_same_findings() {
    let sheets = sheets();
    let document = json(&sheets, Format::Json);
    let count = length(&document["findings"]);
    assert!(count >= 40, "only {count} findings");
    let lines = |format| report(&sheets, format, Severity::Note).lines().count();
    assert_eq!(lines(Format::Concise), count);
    assert_eq!([lines(Format::Github), length(&json(&sheets, Format::Gitlab))], [count + 1, count + 1]);
    let run = &json(&sheets, Format::Sarif)["runs"][0];
    assert_eq!([length(&run["results"]), length(&run["artifacts"])], [count, sheets.len()]);
    let junit = report(&sheets, Format::Junit, Severity::Note);
    assert_eq!(junit.matches("<failure ").count() + junit.matches("<system-out>").count(), count);
    assert_eq!(junit.matches("<testsuite ").count(), sheets.len() + 1);
}

#[test]
fn fingerprints_are_unique() {
    let issues = json(&sheets(), Format::Gitlab);
    let issues = issues.as_array().expect("it is a list");
    let prints: BTreeSet<&str> = issues.iter().filter_map(|issue| issue["fingerprint"].as_str()).collect();
    assert_eq!(prints.len(), issues.len());
}

#[test]
fn what_is_below_the_least_severity_is_in_no_format() {
    let sheets = sheets();
    let (note, error) = ("前の行の続きとして読みました", "が空欄です");
    for format in Format::ALL {
        let told = |from| [note, error].map(|message| report(&sheets, format, from).contains(message));
        assert_eq!(told(Severity::Note), [true, true], "{}", format.name());
        assert_eq!(told(Severity::Error), [false, true], "{}", format.name());
    }
}

#[test]
fn every_format_has_a_name_of_its_own() {
    let names: BTreeSet<&str> = Format::ALL.into_iter().map(Format::name).collect();
    assert_eq!(
        names.into_iter().collect::<Vec<_>>(),
        ["concise", "github", "gitlab", "json", "junit", "sarif", "text"]
    );
}
