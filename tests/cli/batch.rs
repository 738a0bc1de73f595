//! Many inputs: what is searched for, lists of inputs, order, and how a run speaks of them.

use std::fs;

use crate::{GOOD, PNG, fails, files, folder, run, run_with, stderr, stdout};

#[test]
fn the_order_is_that_of_the_inputs_whatever_the_number_of_jobs() {
    let folder = folder(&[]);
    for number in 0..24 {
        // Sheets of very different lengths, so that later ones are done first.
        let rows: String = (0..(number * 37) % 24).map(|row| format!("事業{row}\t説明です。\tA\t総務課\n")).collect();
        fs::write(folder.path().join(format!("{number:02}.tsv")), format!("{GOOD}{rows}")).expect("the folder is ours");
    }
    fs::write(folder.path().join("07.tsv"), PNG).expect("the folder is ours");
    for format in ["json", "jsonl", "csv"] {
        let one = run(folder.path(), &["parse", ".", "--format", format, "-j", "1", "-v"]);
        assert!(!one.stdout.is_empty());
        for jobs in ["2", "7"] {
            let many = run(folder.path(), &["parse", ".", "--format", format, "-j", jobs, "-v"]);
            assert!(many.stdout == one.stdout, "--format {format} -j {jobs}");
            assert_eq!(stderr(&many), stderr(&one));
            assert_eq!(many.status.code(), one.status.code());
        }
    }
}

#[test]
fn patterns_choose_what_is_read_in_folders() {
    let good = GOOD.as_bytes();
    let folder = folder(&[("y/a.dat", good), ("y/old/a.tsv", good), ("y/b.tsv", good), ("y/c.TSV", good)]);
    let found = |arguments: &[&str]| files(&stdout(&run(folder.path(), &[&["parse", "y", "-q"], arguments].concat())));
    assert_eq!(found(&[]), ["y/b.tsv", "y/c.TSV", "y/old/a.tsv"]);
    assert_eq!(found(&["--include", "*.dat", "--include", "b.*"]), ["y/a.dat", "y/b.tsv"]);
    assert_eq!(found(&["--exclude", "old"]), ["y/b.tsv", "y/c.TSV"]);
    assert_eq!(found(&["--exclude", "old/*", "--exclude", "b*"]), ["y/c.TSV"]);
    fails(
        folder.path(),
        &["parse", "y", "--include", "*.xyz"],
        "error: y: the folder holds no sheet (*.xyz); check the folder, or name the file itself",
        "エラー: y: フォルダーにシート（*.xyz）がありません。フォルダーを確かめるか、ファイルを直接指定してください",
    );
    fails(
        folder.path(),
        &["parse", "y", "--exclude", "a["],
        "error: --exclude: `a[` is no pattern (error parsing glob '**/a[': unclosed character class; missing ']'); write \
         one like `*.txt`",
        "エラー: --exclude: 「a[」はパターンとして読めません（error parsing glob '**/a[': unclosed character class; \
         missing ']'）。「*.txt」のように書いてください",
    );
}

#[test]
fn a_list_names_inputs_one_a_line() {
    let folder = folder(&[("a b.tsv", GOOD.as_bytes()), ("年度/c.tsv", GOOD.as_bytes()), ("empty", b"\n\r\n")]);
    let list = "a b.tsv\r\n\n年度\n";
    fs::write(folder.path().join("list"), list).expect("the folder is ours");
    let utf16: Vec<u8> = "\u{feff}".encode_utf16().chain(list.encode_utf16()).flat_map(u16::to_le_bytes).collect();
    fs::write(folder.path().join("powershell"), utf16).expect("the folder is ours");
    for arguments in [["--files-from", "list"], ["--files-from", "powershell"], ["--files-from", "-"]] {
        let output = run_with(folder.path(), &[&["parse", "-q"][..], &arguments].concat(), list.as_bytes());
        assert_eq!(files(&stdout(&output)), ["a b.tsv", "年度/c.tsv"], "{}", stderr(&output));
    }
    fails(
        folder.path(),
        &["parse", "--files-from", "empty"],
        "error: empty: the list names no input; write one file or folder a line",
        "エラー: empty: 一覧に入力がありません。一行に一つ、ファイルかフォルダーを書いてください",
    );
    fails(
        folder.path(),
        &["parse", "-", "--files-from", "-"],
        "error: -: standard input can be read only once; give one `-`",
        "エラー: -: 標準入力は一度しか読めません。「-」は一つにしてください",
    );
}

#[cfg(target_os = "linux")]
#[test]
fn a_name_that_is_not_utf8_is_read_and_mirrored() {
    use std::ffi::OsStr;
    use std::os::unix::ffi::OsStrExt as _;

    let folder = folder(&[]);
    let name = OsStr::from_bytes(b"\x8e\x52.tsv");
    fs::write(folder.path().join(name), GOOD).expect("the folder is ours");
    let output = run_with(folder.path(), &["parse", "--files-from", "-", "-q", "--out-dir", "out"], name.as_bytes());
    assert_eq!(output.status.code(), Some(0), "{}", stderr(&output));
    let written = folder.path().join("out").join(OsStr::from_bytes(b"\x8e\x52.json"));
    let document = fs::read_to_string(written).expect("the output was written");
    assert_eq!(files(&document), ["\u{fffd}R.tsv"]);
}

#[test]
fn the_first_failure_can_end_the_run() {
    let folder = folder(&[("a.tsv", GOOD.as_bytes()), ("b.tsv", GOOD.as_bytes())]);
    let reason = "none.tsv: there is no such file or folder; check the name and the place";
    for jobs in ["1", "2"] {
        let output = run(folder.path(), &["parse", "a.tsv", "none.tsv", "b.tsv", "--fail-fast", "-j", jobs]);
        let expected = format!("error: {reason}\n3 inputs: 1 read, 1 failed, 1 not tried\n  failed: {reason}\n");
        assert_eq!(stderr(&output), expected);
        assert_eq!(files(&stdout(&output)), ["a.tsv"]);
        assert_eq!(output.status.code(), Some(2));
    }
}

#[test]
fn each_input_has_a_line_with_verbose() {
    let folder = folder(&[("a.tsv", GOOD.as_bytes()), ("b.tsv", GOOD.as_bytes())]);
    let output = run(folder.path(), &["parse", "a.tsv", "b.tsv", "-v"]);
    let line = |name: &str| format!("{name}: 3 records, 0 errors, 0 warnings, 0 notes\n");
    assert_eq!(stderr(&output), format!("{}{}2 inputs: 2 read\n", line("a.tsv"), line("b.tsv")));
    let output = run(folder.path(), &["parse", "a.tsv", "-v"]);
    assert_eq!(stderr(&output), "");
}

#[cfg(unix)]
#[test]
fn what_is_no_file_is_refused_or_left_out() {
    use std::os::unix::fs::symlink;
    use std::os::unix::net::UnixListener;
    use std::process::Command;

    let folder = folder(&[("y/a.tsv", GOOD.as_bytes())]);
    let path = |name: &str| folder.path().join(name);
    symlink(".", path("y/round.tsv")).expect("links can be made");
    symlink("nowhere", path("y/stray.tsv")).expect("links can be made");
    let _socket = UnixListener::bind(path("y/socket.tsv")).expect("sockets can be made");
    let made = Command::new("mkfifo").arg(path("y/pipe.tsv")).status().expect("Unix has mkfifo");
    assert!(made.success());
    let output = run(folder.path(), &["parse", "y", "-q"]);
    assert_eq!(stderr(&output), "error: y/stray.tsv: there is no such file or folder; check the name and the place\n");
    assert_eq!(files(&stdout(&output)), ["y/a.tsv"]);
    for name in ["/dev/zero", "y/socket.tsv"] {
        fails(
            folder.path(),
            &["parse", name],
            &format!("error: {name}: this is a device and not a file; give a file or a pipe"),
            &format!("エラー: {name}: ファイルではなく装置です。ファイルかパイプを指定してください"),
        );
    }

    let writer = path("y/pipe.tsv");
    let writing = std::thread::spawn(move || fs::write(writer, GOOD));
    let output = run(folder.path(), &["parse", "y/pipe.tsv", "-q"]);
    assert_eq!(files(&stdout(&output)), ["y/pipe.tsv"]);
    writing.join().expect("the writer ends").expect("the pipe was read");
}
