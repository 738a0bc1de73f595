//! The binary as a user runs it: exit codes, whole messages in both languages, and what happens to files.

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
    for name in ["LC_ALL", "LC_MESSAGES", "LANG", "COLUMNS", "CLICOLOR_FORCE"] {
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

#[test]
fn a_missing_file_is_named() {
    let folder = folder(&[]);
    fails(
        folder.path(),
        &["parse", "none.tsv"],
        "error: none.tsv: there is no such file or folder; check the name and the place",
        "エラー: none.tsv: ファイルもフォルダーもありません。名前と場所を確かめてください",
    );
}

#[test]
fn a_folder_without_sheets_is_a_failure() {
    let folder = folder(&[("年度/notes.md", b"x")]);
    fails(
        folder.path(),
        &["parse", "年度"],
        "error: 年度: the folder holds no sheet (*.tsv *.txt *.csv *.tab); check the folder, or name the file itself",
        "エラー: 年度: フォルダーにシート（*.tsv *.txt *.csv *.tab）がありません。フォルダーを確かめるか、ファイルを直接指定してください",
    );
}

#[track_caller]
fn is_refused(name: &str, bytes: &[u8]) {
    let folder = folder(&[(name, bytes)]);
    let mut found = plan_eval::diagnostic::Findings::default();
    let refused = plan_eval::read::decode::source(name, bytes, None, &mut found).expect_err("no sheet begins so");
    let said = refused.text();
    fails(
        folder.path(),
        &["parse", name],
        &format!("error: {name}: {}", said.en),
        &format!("エラー: {name}: {}", said.ja),
    );
}

#[test]
fn what_is_no_text_is_refused() {
    is_refused("a.xlsx", b"PK\x03\x04\x14\0\x06\0\x08\0");
    is_refused("a.tsv", b"PK\x03\x04\x14\0\x06\0\x08\0");
    is_refused("a.xls", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1");
    is_refused("a.pdf", b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n");
    is_refused("a.png", PNG);
}

// Needs the finding `no-records`, which interpreting raises.
#[test]
fn an_empty_file_and_prose_are_sheets_without_records() {
    let prose = "市民の皆様には、日頃から市政にご理解とご協力をいただき、ありがとうございます。\n";
    let folder = folder(&[("empty.tsv", b""), ("prose.txt", prose.as_bytes())]);
    for name in ["empty.tsv", "prose.txt"] {
        let output = run(folder.path(), &["parse", name]);
        assert!(stderr(&output).starts_with("error[no-records]: "), "{}", stderr(&output));
        assert!(stderr(&output).contains(&format!("--> {name}:1:")), "{}", stderr(&output));
        assert_eq!(output.status.code(), Some(1));
        assert_eq!(files(&stdout(&output)), [name]);
    }
}

#[test]
fn a_good_sheet_ends_with_zero() {
    let folder = folder(&[("good.tsv", GOOD.as_bytes())]);
    let output = run(folder.path(), &["parse", "good.tsv", "--format", "csv"]);
    let expected = "\
file,line,path,章,item_ordinal,item,進捗区分,進捗区分:label,departments,内容
good.tsv,4,人権の尊重,第1章 人権の尊重,,啓発,A,計画どおり,総務課,人権についての講座を年に三回開きます。
good.tsv,5,人権の尊重,第1章 人権の尊重,,教育,B,やや遅れ,学校教育課,小学校で人権についての授業を行います。
good.tsv,6,人権の尊重,第1章 人権の尊重,,相談,A,計画どおり,市民課,弁護士による相談の窓口を毎月設けます。
";
    assert_eq!(stdout(&output), expected);
    assert_eq!(stderr(&output), "");
    assert_eq!(output.status.code(), Some(0));
}

#[test]
fn one_bad_input_does_not_stop_the_others() {
    let folder = folder(&[("b.tsv", GOOD.as_bytes()), ("c/z.TXT", GOOD.as_bytes()), ("c/a.csv", GOOD.as_bytes())]);
    let output = run(folder.path(), &["parse", "none.tsv", "c", "b.tsv", "-q"]);
    assert_eq!(stderr(&output), "error: none.tsv: there is no such file or folder; check the name and the place\n");
    assert_eq!(output.status.code(), Some(2));
    assert_eq!(files(&stdout(&output)), ["c/a.csv", "c/z.TXT", "b.tsv"]);
}

#[test]
fn standard_input_is_a_sheet_named_by_a_dash() {
    let folder = folder(&[]);
    let output = run_with(folder.path(), &["parse", "-", "-q"], GOOD.as_bytes());
    assert_eq!(files(&stdout(&output)), ["-"]);
    assert_eq!(stderr(&output), "");
}

#[test]
fn standard_input_is_read_once() {
    let folder = folder(&[]);
    fails(
        folder.path(),
        &["parse", "-", "-"],
        "error: -: standard input can be read only once; give one `-`",
        "エラー: -: 標準入力は一度しか読めません。「-」は一つにしてください",
    );
}

#[test]
fn quiet_leaves_only_failures() {
    let folder = folder(&[("empty.tsv", b"")]);
    let output = run(folder.path(), &["parse", "-q", "empty.tsv"]);
    assert_eq!(stderr(&output), "");
    assert_eq!(output.status.code(), Some(1));
}

#[test]
fn flags_that_contradict_are_refused_before_any_file_is_opened() {
    let folder = folder(&[]);
    fails(
        folder.path(),
        &["parse", "none.tsv", "--excel"],
        "error: --excel: this is for CSV only; add `--format csv`",
        "エラー: --excel: この指定は CSV だけに使えます。「--format csv」も付けてください",
    );
    fails(
        folder.path(),
        &["parse", "none.tsv", "--encoding", "klingon"],
        "error: --encoding: `klingon` is no encoding that can be read; give one of UTF-8, Shift_JIS, UTF-16LE, \
         UTF-16BE, EUC-JP, ISO-2022-JP",
        "エラー: --encoding: 「klingon」という文字コードは読めません。UTF-8、Shift_JIS、UTF-16LE、UTF-16BE、EUC-JP、\
         ISO-2022-JP のどれかを指定してください",
    );
}

#[test]
fn a_bad_flag_is_said_with_the_usage() {
    let folder = folder(&[]);
    fails(
        folder.path(),
        &["parse", "a.tsv", "--bogus"],
        "error: unexpected argument '--bogus' found\n\n  tip: to pass '--bogus' as a value, use '-- --bogus'\n\n\
         Usage: plan-eval parse [OPTIONS] <INPUT>...\n\nFor more information, try '--help'.",
        "エラー: 「--bogus」という指定はありません\n\n使い方: plan-eval parse [OPTIONS] <INPUT>...\n\n詳しくは「--help」で",
    );
    fails(
        folder.path(),
        &["parse", "a.tsv", "--format", "xml"],
        "error: invalid value 'xml' for '--format <FORMAT>'\n  [possible values: json, jsonl, csv]\n\n\
         For more information, try '--help'.",
        "エラー: 「--format <FORMAT>」に「xml」は使えません（使えるもの: json, jsonl, csv）\n\n詳しくは「--help」で",
    );
}

#[test]
fn no_input_is_an_error_with_the_usage() {
    let folder = folder(&[]);
    fails(
        folder.path(),
        &["parse"],
        "error: the following required arguments were not provided:\n  <INPUT>...\n\n\
         Usage: plan-eval parse [OPTIONS] <INPUT>...\n\nFor more information, try '--help'.",
        "エラー: 「<INPUT>...」がありません\n\n使い方: plan-eval parse [OPTIONS] <INPUT>...\n\n詳しくは「--help」で",
    );
}

#[test]
fn the_locale_chooses_the_language() {
    let folder = folder(&[]);
    let ja = "エラー: none.tsv: ファイルもフォルダーもありません。名前と場所を確かめてください\n";
    let en = "error: none.tsv: there is no such file or folder; check the name and the place\n";
    let cases: [(&[(&str, &str)], &str); 4] = [
        (&[("LANG", "ja_JP.UTF-8")], ja),
        (&[("LANG", "ja_JP.UTF-8"), ("LC_ALL", "C")], en),
        (&[("LANG", "en_US.UTF-8"), ("LC_ALL", ""), ("LC_MESSAGES", "ja_JP.eucJP")], ja),
        (&[], en),
    ];
    for (environment, expected) in cases {
        let mut command = command(folder.path(), &["parse", "none.tsv"]);
        let output = command.envs(environment.iter().copied()).output().expect("the binary runs");
        assert_eq!(stderr(&output), expected);
    }
}

#[test]
fn help_goes_to_standard_output() {
    let folder = folder(&[]);
    for arguments in [&["--help"][..], &["parse", "--help"], &["--version"]] {
        let output = run(folder.path(), arguments);
        assert_eq!(output.status.code(), Some(0));
        assert_eq!(stderr(&output), "");
        assert!(!output.stdout.is_empty());
    }
}

#[test]
fn an_output_file_holds_what_standard_output_would() {
    let folder = folder(&[("good.tsv", GOOD.as_bytes()), ("out.json", b"old")]);
    let shown = run(folder.path(), &["parse", "good.tsv", "-q"]);
    let output = run(folder.path(), &["parse", "good.tsv", "-q", "-o", "out.json"]);
    assert_eq!(stdout(&output), "");
    assert_eq!(stderr(&output), "");
    let written = fs::read(folder.path().join("out.json")).expect("the output was written");
    assert_eq!(written, shown.stdout);
    assert_eq!(names(folder.path()), ["good.tsv", "out.json"]);
}

fn names(folder: &Path) -> Vec<String> {
    let entries = fs::read_dir(folder).expect("the folder is ours");
    let mut names: Vec<String> =
        entries.map(|entry| entry.expect("the folder is ours").file_name().to_string_lossy().into_owned()).collect();
    names.sort();
    names
}

#[test]
fn a_failure_leaves_the_old_output() {
    let folder = folder(&[("a.xlsx", b"PK\x03\x04"), ("out.json", b"old")]);
    for input in ["a.xlsx", "none.tsv"] {
        let output = run(folder.path(), &["parse", input, "-o", "out.json"]);
        assert_eq!(output.status.code(), Some(2));
        assert_eq!(fs::read(folder.path().join("out.json")).expect("the old output is there"), b"old");
        assert_eq!(names(folder.path()), ["a.xlsx", "out.json"]);
    }
}

#[test]
fn an_output_that_cannot_be_is_refused() {
    let folder = folder(&[("good.tsv", GOOD.as_bytes()), ("d/x", b"")]);
    fails(
        folder.path(),
        &["parse", "good.tsv", "-o", "d"],
        "error: d: the output is a folder; give the name of a file",
        "エラー: d: 出力先がフォルダーです。ファイル名を指定してください",
    );
    fails(
        folder.path(),
        &["parse", "good.tsv", "-o", "./d/../good.tsv"],
        "error: ./d/../good.tsv: the output is also an input; give it another name",
        "エラー: ./d/../good.tsv: 出力先が入力と同じファイルです。別の名前を指定してください",
    );
    fails(
        folder.path(),
        &["parse", "good.tsv", "-o", "none/out.json"],
        "error: none/out.json: the folder of the output does not exist; create it first, or give another place",
        "エラー: none/out.json: 出力先のフォルダーがありません。先に作るか、別の場所を指定してください",
    );
    assert_eq!(fs::read(folder.path().join("good.tsv")).expect("the input is there"), GOOD.as_bytes());
}

#[cfg(unix)]
#[test]
fn a_link_stays_a_link_and_the_mode_is_that_of_a_new_file() {
    use std::os::unix::fs::{PermissionsExt as _, symlink};

    let folder = folder(&[("good.tsv", GOOD.as_bytes()), ("d/x", b""), ("plain", b"")]);
    let path = |name: &str| folder.path().join(name);
    symlink("d/real.json", path("link.json")).expect("links can be made");
    for _ in 0..2 {
        run(folder.path(), &["parse", "good.tsv", "-q", "-o", "link.json"]);
        assert!(path("link.json").is_symlink());
        assert_eq!(files(&fs::read_to_string(path("d/real.json")).expect("the output was written")), ["good.tsv"]);
    }
    let mode = |name: &str| fs::metadata(path(name)).expect("the file is there").permissions().mode();
    assert_eq!(mode("d/real.json"), mode("plain"));
}

#[cfg(target_os = "linux")]
#[test]
fn devices_are_written_through_and_a_full_one_is_a_failure() {
    let folder = folder(&[("good.tsv", GOOD.as_bytes())]);
    let output = run(folder.path(), &["parse", "good.tsv", "-q", "-o", "/dev/null"]);
    assert_eq!((stdout(&output), stderr(&output)), (String::new(), String::new()));
    assert!(!Path::new("/dev/null").is_file());
    fails(
        folder.path(),
        &["parse", "good.tsv", "-q", "-o", "/dev/full"],
        "error: /dev/full: no space is left; free some, or give another place",
        "エラー: /dev/full: 空き容量が足りません。容量を空けるか、別の場所を指定してください",
    );
    let output = run(folder.path(), &["parse", "good.tsv", "-q", "-o", "/dev/stdout"]);
    assert_eq!(files(&stdout(&output)), ["good.tsv"]);
}

#[test]
fn a_closed_pipe_ends_quietly_with_the_same_code() {
    let folder = folder(&[("good.tsv", GOOD.as_bytes()), ("empty.tsv", b"")]);
    for arguments in [&["parse", "-", "good.tsv"][..], &["parse", "-", "empty.tsv"], &["parse", "-", "none.tsv"]] {
        let whole = run_with(folder.path(), arguments, GOOD.as_bytes());
        let mut command = command(folder.path(), arguments);
        command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped());
        let mut child = command.spawn().expect("the binary runs");
        // It waits for its input, so that the reader is gone before anything is written.
        drop(child.stdout.take());
        let mut stdin = child.stdin.take().expect("standard input is piped");
        stdin.write_all(GOOD.as_bytes()).expect("the binary reads its input");
        drop(stdin);
        let closed = child.wait_with_output().expect("the binary ends");
        assert_eq!(stderr(&closed), stderr(&whole));
        assert_eq!(closed.status.code(), whole.status.code());
    }
}

#[test]
fn excel_gets_its_mark_and_line_ends() {
    let folder = folder(&[("good.tsv", GOOD.as_bytes())]);
    let output = run(folder.path(), &["parse", "good.tsv", "-q", "--format", "csv", "--excel"]);
    assert!(output.stdout.starts_with("\u{feff}file,line,path".as_bytes()), "{}", stdout(&output));
    assert!(output.stdout.ends_with(b"\r\n"), "{}", stdout(&output));
}

#[test]
fn rows_are_shown_as_lexed() {
    let folder = folder(&[("a.tsv", "題\t\n\n一\t\x1b[2J\n".as_bytes())]);
    let output = run(folder.path(), &["parse", "a.tsv", "--show", "rows"]);
    let shown = stdout(&output);
    let lines: Vec<&str> = shown.lines().collect();
    assert_eq!(lines.first(), Some(&"a.tsv:1: [1]題 [2]"));
    assert_eq!(lines.get(2), Some(&"a.tsv:3: [1]一 [2]␛[2J"));
    assert_eq!(stderr(&output), "");
    assert_eq!(output.status.code(), Some(0));
}
