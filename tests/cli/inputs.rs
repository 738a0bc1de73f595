//! What can be read, what is refused, and that one input never stops the others.

use crate::{BAD, GOOD, PNG, ends, fails, files, folder, run, run_with, stderr, stdout};

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
fn one_bad_input_does_not_stop_the_others() {
    let folder = folder(&[("b.tsv", GOOD.as_bytes()), ("c/z.TXT", GOOD.as_bytes()), ("c/a.csv", GOOD.as_bytes())]);
    let output = run(folder.path(), &["parse", "none.tsv", "c", "b.tsv", "-q"]);
    assert_eq!(stderr(&output), "error: none.tsv: there is no such file or folder; check the name and the place\n");
    assert_eq!(output.status.code(), Some(2));
    assert_eq!(files(&stdout(&output)), ["c/a.csv", "c/z.TXT", "b.tsv"]);
}

#[test]
fn a_file_that_is_given_twice_is_read_once_where_it_is_named_first() {
    let folder = folder(&[("y/a.tsv", GOOD.as_bytes()), ("y/b.tsv", BAD.as_bytes())]);
    let output = run(folder.path(), &["parse", "y/b.tsv", "y", "./y/../y/a.tsv", "-q", "--out-dir", "out"]);
    assert_eq!((&*stderr(&output), output.status.code()), ("", Some(1)));
    assert_eq!(crate::names(&folder.path().join("out")), ["a.json", "b.json", "manifest.json"]);
    let found = |words: &str| format!("y/b.tsv:5:24: {words}\n");
    ends(
        folder.path(),
        &["check", "y/b.tsv", "y", "./y/../y/a.tsv", "--format", "concise"],
        1,
        [
            &found("error[unknown-rating] `F` is not on the scale of `進捗区分` (row 5, 進捗区分)"),
            "note: y/b.tsv: the file was given before, as `y/b.tsv`, and is read once (and 1 more)\n\
             1 error, 0 warnings\n2 inputs: 2 read, 1 to be corrected\n",
        ],
        [
            &found("error[unknown-rating] 「F」は「進捗区分」の評価区分にありません（5行目「進捗区分」）"),
            "注記: y/b.tsv: 先に「y/b.tsv」として指定されたファイルです。一度だけ読みます（ほかに1件）\n\
             エラー1件、警告0件\n入力2件: 読み取り2件、修正が必要1件\n",
        ],
    );
    ends(
        folder.path(),
        &["check", "y/a.tsv", "./y/a.tsv"],
        0,
        ["", "note: ./y/a.tsv: the file was given before, as `y/a.tsv`, and is read once\n0 errors, 0 warnings\n"],
        ["", "注記: ./y/a.tsv: 先に「y/a.tsv」として指定されたファイルです。一度だけ読みます\nエラー0件、警告0件\n"],
    );
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
