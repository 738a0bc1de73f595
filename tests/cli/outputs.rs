//! Where records go, and that files are there whole or not at all.

use std::fs;
use std::io::Write as _;
use std::path::Path;
use std::process::Stdio;

use crate::{GOOD, command, fails, files, folder, names, run, run_with, stderr, stdout};

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

/// No file may grow beyond a block, which is what a disk with as much space left is like.
#[cfg(unix)]
#[test]
fn a_full_disk_leaves_the_old_outputs_whole() {
    use std::process::Command;

    let sheet = GOOD.repeat(20);
    let folder = folder(&[("good.tsv", sheet.as_bytes()), ("out.json", b"old"), ("out/good.json", b"old")]);
    for (target, name) in [(["-o", "out.json"], "out.json"), (["--out-dir", "out"], "out/good.json")] {
        let run = Command::new("sh")
            .args(["-c", "trap '' XFSZ; ulimit -f 1; exec \"$@\"", "sh", env!("CARGO_BIN_EXE_plan-eval")])
            .args(["parse", "good.tsv", "-q", "--lang", "en"])
            .args(target)
            .current_dir(folder.path())
            .output()
            .expect("Unix has a shell");
        let expected = format!("error: {name}: no space is left; free some, or give another place\n");
        assert!(stderr(&run).starts_with(&expected), "{}", stderr(&run));
        assert_eq!(run.status.code(), Some(2));
        assert_eq!(fs::read(folder.path().join(name)).expect("the old output is there"), b"old");
        assert_eq!(names(folder.path()), ["good.tsv", "out", "out.json"]);
    }
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
