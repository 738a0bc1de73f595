//! The binary as a user runs it: exit codes, whole messages in both languages, and what happens to files.
//!
//! `inputs` is about what is read, `batch` about many inputs, `outputs` about where records go, `out_dir` about a
//! folder of outputs, `flags` about what may be asked for; `check` is about findings, `config` about what a city asks
//! for, `explain` about the pages of rules. Here stands what they share.

#[path = "cli/batch.rs"]
mod batch;
#[path = "cli/check.rs"]
mod check;
#[path = "cli/config.rs"]
mod config;
#[path = "cli/explain.rs"]
mod explain;
#[path = "cli/flags.rs"]
mod flags;
#[path = "cli/inputs.rs"]
mod inputs;
#[path = "cli/out_dir.rs"]
mod out_dir;
#[path = "cli/outputs.rs"]
mod outputs;

use std::fs;
use std::io::Write as _;
use std::path::Path;
use std::process::{Command, Output, Stdio};

use assert_cmd::cargo::cargo_bin;
use tempfile::TempDir;

/// A sheet that is read without an error.
const GOOD: &str = "\
A：計画どおり\tB：やや遅れ\tC：遅れ
第1章 人権の尊重
主な取組\t内容\t進捗区分\t担当課
啓発\t人権についての講座を年に三回開きます。\tA\t総務課
教育\t小学校で人権についての授業を行います。\tB\t学校教育課
相談\t弁護士による相談の窓口を毎月設けます。\tA\t市民課
";

/// The same with a code that is not on the scale.
const BAD: &str = "\
A：計画どおり\tB：やや遅れ\tC：遅れ
第1章 人権の尊重
主な取組\t内容\t進捗区分\t担当課
啓発\t人権についての講座を年に三回開きます。\tＡ\t総務課
教育\t小学校で人権についての授業を行います。\tF\t学校教育課
相談\t弁護士による相談の窓口を毎月設けます。\tA\t市民課
";

/// Bytes that no sheet begins with.
const PNG: &[u8] = b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR\0\0\0\x01\0\0\0\x01\x08\x06\0\0\0\x1f\x15\xc4\x89";

fn folder(files: &[(&str, &[u8])]) -> TempDir {
    let folder = tempfile::tempdir().expect("a temporary folder can be made");
    for (name, bytes) in files {
        let path = folder.path().join(name);
        fs::create_dir_all(path.parent().expect("the path is inside the folder")).expect("the folder is ours");
        fs::write(path, bytes).expect("the folder is ours");
    }
    folder
}

fn command(folder: &Path, arguments: &[&str]) -> Command {
    let mut command = Command::new(cargo_bin!("plan-eval"));
    command.current_dir(folder).args(arguments);
    for name in ["LC_ALL", "LC_MESSAGES", "LANG", "COLUMNS", "CLICOLOR_FORCE", "PLAN_EVAL_OUTPUT_FORMAT"] {
        command.env_remove(name);
    }
    command
}

fn run(folder: &Path, arguments: &[&str]) -> Output {
    command(folder, arguments).stdin(Stdio::null()).output().expect("the binary runs")
}

fn run_with(folder: &Path, arguments: &[&str], input: &[u8]) -> Output {
    let mut command = command(folder, arguments);
    command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped());
    let mut child = command.spawn().expect("the binary runs");
    let mut stdin = child.stdin.take().expect("standard input is piped");
    stdin.write_all(input).expect("the binary reads its input");
    drop(stdin);
    child.wait_with_output().expect("the binary ends")
}

#[track_caller]
fn fails(folder: &Path, arguments: &[&str], english: &str, japanese: &str) {
    for (language, line) in [("en", english), ("ja", japanese)] {
        let output = run(folder, &[arguments, &["--lang", language]].concat());
        assert_eq!(stderr(&output), format!("{line}\n"));
        assert_eq!(output.status.code(), Some(2));
        assert_eq!(stdout(&output), "");
    }
}

/// What a run prints on both streams, and its exit code, in both languages.
#[track_caller]
fn ends(folder: &Path, arguments: &[&str], code: i32, english: [&str; 2], japanese: [&str; 2]) {
    for (language, expected) in [("en", english), ("ja", japanese)] {
        let output = run(folder, &[arguments, &["--lang", language]].concat());
        assert_eq!([&*stdout(&output), &*stderr(&output)], expected);
        assert_eq!(output.status.code(), Some(code));
    }
}

fn stdout(output: &Output) -> String {
    String::from_utf8(output.stdout.clone()).expect("the output is UTF-8")
}

fn stderr(output: &Output) -> String {
    String::from_utf8(output.stderr.clone()).expect("messages are UTF-8")
}

/// The `file` of every sheet in a document.
fn files(document: &str) -> Vec<String> {
    let document: serde_json::Value = serde_json::from_str(document).expect("the output is JSON");
    assert_eq!(document["schema"], "plan-eval/1");
    let sheets = document["sheets"].as_array().expect("the sheets are a list");
    sheets.iter().map(|sheet| sheet["file"].as_str().expect("a file has a name").to_owned()).collect()
}

/// What lies in a folder, sorted.
fn names(folder: &Path) -> Vec<String> {
    let entries = fs::read_dir(folder).expect("the folder is ours");
    let mut names: Vec<String> =
        entries.map(|entry| entry.expect("the folder is ours").file_name().to_string_lossy().into_owned()).collect();
    names.sort();
    names
}
