//! Every fixture sheet gives exactly what stands beside it.
//!
//! `records.json` is written by hand: what a careful reader expects. `findings.txt` is the whole report in Japanese and
//! English; `BLESS=1` rewrites it, and the change is reviewed as code. `fixtures/encodings` holds the bytes of real
//! exporters, with what comes of them in `expected.json`.

mod common;

use std::env;
use std::fs;
use std::path::Path;

use common::{Fixture, checked, differences, findings, fixtures, json, json_of, read};
use plan_eval::interpret::Options;
use serde_json::{Value, json as value};

fn expected(folder: &Path, name: &str) -> Value {
    let path = folder.join(name);
    let text = fs::read_to_string(&path).unwrap_or_else(|error| panic!("{}: {error}", path.display()));
    serde_json::from_str(&text).unwrap_or_else(|error| panic!("{}: {error}", path.display()))
}

/// The parts of a sheet that `expected` speaks of. Of findings only what a reader of the sheet can know: no message, no
/// note.
fn spoken_of(expected: &Value, sheet: &Value) -> Value {
    let keys = expected.as_object().expect("what is expected is an object").keys();
    let part = |key: &String| match key.as_str() {
        "findings" => places(sheet),
        _ => sheet[key].clone(),
    };
    keys.map(|key| (key.clone(), part(key))).collect()
}

fn places(sheet: &Value) -> Value {
    let findings = sheet["findings"].as_array().expect("findings are a list");
    let told = findings.iter().filter(|finding| finding["severity"] != "note");
    let place = |finding: &Value| {
        value!({
            "rule": finding["rule"],
            "severity": finding["severity"],
            "line": finding["line"],
            "column": finding["column"],
        })
    };
    told.map(place).collect()
}

/// How a fixture differs from the file beside it.
fn against(fixture: &Fixture, name: &str) -> Vec<String> {
    let expected = expected(&fixture.folder, name);
    let sheet = json_of(&fixture.file, &fixture.bytes);
    let differences = differences(&expected, &spoken_of(&expected, &sheet));
    differences.into_iter().map(|difference| format!("{}: {difference}", fixture.name)).collect()
}

#[test]
fn sheets_give_the_records_that_a_careful_reader_expects() {
    let sheets = fixtures("sheets", "sheet");
    assert!(sheets.len() >= 50, "only {} sheets were found", sheets.len());
    let differences: Vec<String> = sheets.iter().flat_map(|fixture| against(fixture, "records.json")).collect();
    assert!(differences.is_empty(), "{}", differences.join("\n"));
}

#[test]
fn reports_say_what_was_reviewed() {
    let mut stale = Vec::new();
    let sheets: Vec<Fixture> = ["sheets", "rules"].into_iter().flat_map(|kind| fixtures(kind, "sheet")).collect();
    for fixture in &sheets {
        let report = checked(fixture, findings);
        let path = fixture.folder.join("findings.txt");
        if env::var_os("BLESS").is_some() {
            fs::write(&path, &report).expect("the fixture folder can be written");
        }
        let reviewed = fs::read_to_string(&path).unwrap_or_default();
        if reviewed != report || !path.exists() {
            stale.push(format!("{}\nwanted:\n{reviewed}\ngot:\n{report}", fixture.file));
        }
    }
    assert!(stale.is_empty(), "{}\nrewrite with BLESS=1 and review the change", stale.join("\n"));
}

#[test]
fn wanted_sheets_are_not_yet_read_as_they_should_be() {
    for fixture in fixtures("wanted", "sheet") {
        let differences = against(&fixture, "records.json");
        assert!(!differences.is_empty(), "{}: move it to fixtures/sheets, it is read now", fixture.name);
    }
}

#[test]
fn bytes_of_real_exporters_are_read() {
    let sheets = fixtures("encodings", "sheet");
    assert!(sheets.len() >= 9, "only {} sheets were found", sheets.len());
    let differences: Vec<String> = sheets.iter().flat_map(|fixture| against(fixture, "expected.json")).collect();
    assert!(differences.is_empty(), "{}", differences.join("\n"));
}

#[test]
fn a_difference_names_its_place() {
    let wanted = value!({"records": [{"item": "一", "lines": [2]}, {"item": "二"}], "same": 1});
    let got = value!({"records": [{"item": "壱", "lines": [2, 3]}], "same": 1});
    let expected = [
        "records[0].item: wanted \"一\", got \"壱\"",
        "records[0].lines[1]: wanted nothing, got 3",
        "records[1]: wanted {\"item\":\"二\"}, got nothing",
    ];
    assert_eq!(differences(&wanted, &got), expected);
    let sheet = read("a.tsv", b"", &Options::default(), json).expect("an empty file is a sheet");
    assert_eq!(spoken_of(&value!({"findings": []}), &sheet)["findings"][0]["rule"], "no-records");
}
