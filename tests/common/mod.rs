//! What every test over fixtures needs: the folders, a sheet as JSON and as a report, and a comparison that says where
//! two documents differ.
//!
//! In: the names of folders under `fixtures`. Out: their sheets, read by the library. What must hold is left to the
//! tests.

#![allow(dead_code, reason = "each test takes from here what it needs")]

pub(crate) mod forms;

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

use plan_eval::config::{Config, FILE_NAME};
use plan_eval::diagnostic::{Findings, Language, Severity};
use plan_eval::interpret::Options;
use plan_eval::read::decode::{self, Error};
use plan_eval::record::Sheet;
use plan_eval::report::{self, Look};
use plan_eval::source::Source;
use plan_eval::write::{Format, Records};
use serde_json::Value;

/// A file of a fixture folder.
pub(crate) struct Fixture {
    /// The name of its folder: what the fixture is about.
    pub(crate) name: String,
    /// Its folder.
    pub(crate) folder: PathBuf,
    /// Its path from the root of the project, with `/`.
    pub(crate) file: String,
    pub(crate) bytes: Vec<u8>,
}

/// The root of the project.
pub(crate) fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

/// The folders in a folder, sorted; none where it does not exist.
pub(crate) fn folders(kind: &str) -> Vec<PathBuf> {
    let mut folders: Vec<PathBuf> = listed(&root().join("fixtures").join(kind));
    folders.retain(|path| path.is_dir());
    folders
}

fn listed(folder: &Path) -> Vec<PathBuf> {
    let Ok(entries) = fs::read_dir(folder) else { return Vec::new() };
    let mut paths: Vec<PathBuf> = entries.map(|entry| entry.expect("a listed entry can be read").path()).collect();
    paths.sort();
    paths
}

/// The one file `STEM.*` of each folder under `fixtures/KIND`.
pub(crate) fn fixtures(kind: &str, stem: &str) -> Vec<Fixture> {
    let of = |folder: PathBuf| {
        let name = name_of(&folder);
        let mut files = listed(&folder);
        files.retain(|path| path.file_stem().is_some_and(|own| own == stem));
        let [path] = files.as_slice() else { panic!("fixtures/{kind}/{name} needs one file {stem}.*, not {files:?}") };
        let file = format!("fixtures/{kind}/{name}/{}", name_of(path));
        Fixture { bytes: fs::read(path).expect("a listed file can be read"), file, name, folder }
    };
    folders(kind).into_iter().map(of).collect()
}

/// The last part of a path.
pub(crate) fn name_of(path: &Path) -> String {
    path.file_name().expect("a listed path has a name").to_string_lossy().into_owned()
}

/// Every file under a folder of the project that ends so.
pub(crate) fn files(folder: &str, ending: &str) -> Vec<PathBuf> {
    let mut found = Vec::new();
    let mut open = vec![root().join(folder)];
    while let Some(path) = open.pop() {
        if path.is_dir() {
            open.extend(listed(&path));
        } else if name_of(&path).ends_with(ending) {
            found.push(path);
        }
    }
    found.sort();
    found
}

/// Reads a sheet and hands it on.
pub(crate) fn read<T>(
    file: &str,
    bytes: &[u8],
    options: &Options,
    then: impl FnOnce(&Source<'_>, &Sheet<'_>) -> T,
) -> Result<T, Error> {
    let mut found = Findings::default();
    let source = decode::source(file, bytes, None, &mut found)?;
    let sheet = plan_eval::sheet(&source, options, found);
    Ok(then(&source, &sheet))
}

/// Reads and checks a fixture of a rule as `check -v` does, by the configuration beside it if there is one.
pub(crate) fn checked<T>(fixture: &Fixture, then: impl FnOnce(&Source<'_>, &Sheet<'_>) -> T) -> T {
    let config = fs::read_to_string(fixture.folder.join(FILE_NAME)).map_or_else(
        |_| Config::default(),
        |toml| Config::parse(&toml).expect("the configuration of a fixture is right"),
    );
    let mut found = Findings::default();
    let source = decode::source(&*fixture.file, &fixture.bytes, None, &mut found).expect("a fixture is a sheet");
    let sheet = plan_eval::checked(&source, (&Options::default(), &config), true, found);
    then(&source, &sheet)
}

/// The output for one sheet, as text.
pub(crate) fn written(source: &Source<'_>, sheet: &Sheet<'_>, format: Format) -> String {
    let mut records = Records::new(Vec::new(), format, Language::English);
    records.sheet(source, sheet, &report::locate(source, sheet)).expect("a vector takes every write");
    String::from_utf8(records.end().expect("a vector takes every write")).expect("the output is UTF-8")
}

/// A sheet as its JSON says it.
pub(crate) fn json(source: &Source<'_>, sheet: &Sheet<'_>) -> Value {
    let document: Value = serde_json::from_str(&written(source, sheet, Format::Json)).expect("the output is JSON");
    document["sheets"][0].clone()
}

/// The JSON of a file that is a sheet.
pub(crate) fn json_of(file: &str, bytes: &[u8]) -> Value {
    read(file, bytes, &Options::default(), json).unwrap_or_else(|error| panic!("{file}: {error}"))
}

/// All findings as a person reads them, in Japanese and then in English; empty where there are none.
pub(crate) fn findings(source: &Source<'_>, sheet: &Sheet<'_>) -> String {
    let located = report::locate(source, sheet);
    let mut out = Vec::new();
    for language in [Language::Japanese, Language::English] {
        let look = Look { language, color: false, from: Severity::Note, width: 120 };
        report::write(&mut out, source, &located, &look).expect("a vector takes every write");
    }
    String::from_utf8(out).expect("reports are UTF-8")
}

/// The rules that a sheet raises.
pub(crate) fn raised(sheet: &Value) -> BTreeSet<&str> {
    let findings = sheet["findings"].as_array().expect("findings are a list");
    findings.iter().map(|finding| finding["rule"].as_str().expect("a rule has a name")).collect()
}

/// A text without its white space.
pub(crate) fn squeezed(text: &str) -> String {
    text.chars().filter(|c| !c.is_whitespace()).collect()
}

/// Where two documents differ: one line per place, with what was wanted and what is there.
pub(crate) fn differences(wanted: &Value, got: &Value) -> Vec<String> {
    let mut lines = Vec::new();
    compare("", Some(wanted), Some(got), &mut lines);
    lines
}

fn compare(path: &str, wanted: Option<&Value>, got: Option<&Value>, lines: &mut Vec<String>) {
    match (wanted, got) {
        (Some(wanted), Some(got)) if wanted == got => {}
        (Some(Value::Array(wanted)), Some(Value::Array(got))) => {
            for at in 0..wanted.len().max(got.len()) {
                compare(&format!("{path}[{at}]"), wanted.get(at), got.get(at), lines);
            }
        }
        (Some(Value::Object(wanted)), Some(Value::Object(got))) => {
            let keys: BTreeSet<&String> = wanted.keys().chain(got.keys()).collect();
            for key in keys {
                compare(&format!("{path}.{key}"), wanted.get(key), got.get(key), lines);
            }
        }
        (wanted, got) => {
            let shown = |value: Option<&Value>| value.map_or_else(|| "nothing".to_owned(), Value::to_string);
            lines.push(format!("{}: wanted {}, got {}", path.trim_start_matches('.'), shown(wanted), shown(got)));
        }
    }
}
