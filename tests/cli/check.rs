//! The command `check`: how it ends, in which formats it writes, which findings count, and which are known already.

use std::fs;
use std::path::Path;

use crate::{BAD, GOOD, command, ends, fails, folder, names, run, stderr, stdout};

const FORMATS: [&str; 7] = ["text", "concise", "json", "github", "gitlab", "sarif", "junit"];

/// What `check --format concise` says of `BAD`.
const FOUND: [&str; 2] = [
    "bad.tsv:5:24: error[unknown-rating] `F` is not on the scale of `進捗区分` (row 5, 進捗区分)\n",
    "bad.tsv:5:24: error[unknown-rating] 「F」は「進捗区分」の評価区分にありません（5行目「進捗区分」）\n",
];

#[track_caller]
fn code(folder: &Path, arguments: &[&str], expected: i32) {
    let output = run(folder, &[&["check"], arguments].concat());
    assert_eq!(output.status.code(), Some(expected), "{arguments:?}: {}", stderr(&output));
}

#[test]
fn the_exit_code_is_the_same_in_every_format() {
    let folder = folder(&[("good.tsv", GOOD.as_bytes()), ("bad.tsv", BAD.as_bytes()), ("none/notes.md", b"x")]);
    for format in FORMATS {
        for (inputs, expected) in [
            (&["good.tsv"][..], 0),
            (&["bad.tsv"], 1),
            (&["good.tsv", "bad.tsv"], 1),
            (&["missing.tsv"], 2),
            (&["missing.tsv", "bad.tsv", "good.tsv"], 2),
            (&["none"], 2),
            (&[".", "--include", "*.xyz"], 2),
            (&["*.xyz"], 2),
        ] {
            code(folder.path(), &[inputs, &["--format", format]].concat(), expected);
        }
    }
}

#[test]
fn findings_go_to_standard_output_and_the_count_to_standard_error() {
    let folder = folder(&[("bad.tsv", BAD.as_bytes())]);
    let english = "\
error[unknown-rating]: `F` is not on the scale of `進捗区分`
 --> bad.tsv:5:24
  |
5 | 教育    小学校で人権についての授業を行います。    F    学校教育課
  |                                                   ^ row 5, column `進捗区分`
  |
  = help: write one of A, B, C

";
    let japanese = "\
エラー[unknown-rating]: 「F」は「進捗区分」の評価区分にありません
 --> bad.tsv:5:24
  |
5 | 教育    小学校で人権についての授業を行います。    F    学校教育課
  |                                                   ^ 5行目「進捗区分」
  |
  = ヘルプ: A, B, C のいずれかを記入してください

";
    let counts = ["1 error, 0 warnings\n", "エラー1件、警告0件\n"];
    ends(folder.path(), &["check", "bad.tsv"], 1, [english, counts[0]], [japanese, counts[1]]);
    let concise = ["check", "bad.tsv", "--format", "concise"];
    ends(folder.path(), &concise, 1, [FOUND[0], counts[0]], [FOUND[1], counts[1]]);
}

#[test]
fn quiet_leaves_the_findings_and_verbose_adds_the_notes() {
    let folder = folder(&[("bad.tsv", BAD.as_bytes())]);
    let with = |flag| ["check", "bad.tsv", "--format", "concise", flag];
    ends(folder.path(), &with("-q"), 1, [FOUND[0], ""], [FOUND[1], ""]);
    let notes = [
        "bad.tsv:4:24: note[code-width] read in the width of its scale (row 4, 進捗区分)\n",
        "bad.tsv:4:24: note[code-width] 記号の全角・半角などを読み替えました（4行目「進捗区分」）\n",
    ];
    let all = [notes[0].to_owned() + FOUND[0], notes[1].to_owned() + FOUND[1]];
    ends(
        folder.path(),
        &with("-v"),
        1,
        [&all[0], "1 error, 0 warnings, 1 note\n"],
        [&all[1], "エラー1件、警告0件、注記1件\n"],
    );
}

#[test]
fn a_run_over_several_sheets_is_summed_up() {
    let folder = folder(&[("good.tsv", GOOD.as_bytes()), ("bad.tsv", BAD.as_bytes())]);
    ends(
        folder.path(),
        &["check", "good.tsv", "bad.tsv", "missing.tsv", "--format", "concise"],
        2,
        [
            FOUND[0],
            "error: missing.tsv: there is no such file or folder; check the name and the place\n\
             1 error, 0 warnings\n\
             3 inputs: 2 read, 1 to be corrected, 1 failed\n  \
             failed: missing.tsv: there is no such file or folder; check the name and the place\n",
        ],
        [
            FOUND[1],
            "エラー: missing.tsv: ファイルもフォルダーもありません。名前と場所を確かめてください\n\
             エラー1件、警告0件\n\
             入力3件: 読み取り2件、修正が必要1件、失敗1件\n  \
             失敗: missing.tsv: ファイルもフォルダーもありません。名前と場所を確かめてください\n",
        ],
    );
}

#[test]
fn one_run_writes_several_formats() {
    let folder = folder(&[("bad.tsv", BAD.as_bytes())]);
    let also: Vec<String> = FORMATS.iter().map(|format| format!("{format}=out/{format}")).collect();
    fs::create_dir(folder.path().join("out")).expect("the folder is ours");
    let mut arguments = vec!["check", "bad.tsv", "--format", "concise"];
    also.iter().for_each(|also| arguments.extend(["--also", also]));
    let output = run(folder.path(), &arguments);
    assert_eq!((&*stdout(&output), output.status.code()), (FOUND[0], Some(1)));
    for format in FORMATS {
        let alone = run(folder.path(), &["check", "bad.tsv", "--format", format]);
        let written = fs::read(folder.path().join("out").join(format)).expect("the file was written");
        assert_eq!(written, alone.stdout, "{format}");
    }
}

#[test]
fn the_environment_chooses_the_format_where_no_flag_does() {
    let folder = folder(&[("bad.tsv", BAD.as_bytes())]);
    let with = |variable: &str, arguments: &[&str]| {
        let mut command = command(folder.path(), &[&["check", "bad.tsv"], arguments].concat());
        command.env("PLAN_EVAL_OUTPUT_FORMAT", variable).output().expect("the binary runs")
    };
    assert_eq!(stdout(&with("concise", &[])), FOUND[0]);
    for variable in ["concise", "html"] {
        assert!(stdout(&with(variable, &["--format", "gitlab"])).starts_with("[\n"));
    }
    assert_eq!(with("", &[]), run(folder.path(), &["check", "bad.tsv"]), "an empty variable is as good as none");
    for (language, line) in [
        (
            "en",
            "error: PLAN_EVAL_OUTPUT_FORMAT: `html` is no format; give one of text, concise, json, github, gitlab, \
             sarif, junit\n",
        ),
        (
            "ja",
            "エラー: PLAN_EVAL_OUTPUT_FORMAT: 「html」という形式はありません。text、concise、json、github、gitlab、sarif、\
             junit のどれかを指定してください\n",
        ),
    ] {
        let output = with("html", &["--lang", language]);
        assert_eq!((&*stderr(&output), output.status.code()), (line, Some(2)));
    }
}

#[test]
fn where_nothing_was_checked_nothing_is_counted() {
    let folder = folder(&[("none/notes.md", b"x"), ("known.json", b"{}")]);
    let none = "none: the folder holds no sheet (*.tsv *.txt *.csv *.tab); check the folder, or name the file itself";
    let missing = "*.tsv: there is no such file or folder; check the name and the place";
    let none_ja = "none: フォルダーにシート（*.tsv *.txt *.csv *.tab）がありません。フォルダーを確かめるか、ファイルを直接指定してください";
    let missing_ja = "*.tsv: ファイルもフォルダーもありません。名前と場所を確かめてください";
    // Nor is a baseline written of nothing.
    ends(
        folder.path(),
        &["check", "none", "*.tsv", "--baseline", "known.json", "--write-baseline"],
        2,
        [
            "",
            &format!(
                "error: {none}\nerror: {missing}\n2 inputs: 0 read, 2 failed\n  failed: {none}\n  failed: {missing}\n"
            ),
        ],
        [
            "",
            &format!(
                "エラー: {none_ja}\nエラー: {missing_ja}\n入力2件: 読み取り0件、失敗2件\n  失敗: {none_ja}\n  失敗: {missing_ja}\n"
            ),
        ],
    );
    assert_eq!(fs::read(folder.path().join("known.json")).expect("it is there"), b"{}");
}

#[test]
fn an_output_that_makes_no_sense_is_refused_before_anything_is_read() {
    let folder = folder(&[("bad.tsv", BAD.as_bytes())]);
    let cases: [(&[&str], &str, &str); 4] = [
        (
            &["--also", "html=a.html"],
            "error: --also: `html=a.html` is no FORMAT=FILE; a format is one of text, concise, json, github, gitlab, \
             sarif, junit",
            "エラー: --also: 「html=a.html」は「形式=ファイル」ではありません。形式は text、concise、json、github、gitlab、\
             sarif、junit のどれかです",
        ),
        (
            &["-o", "a", "--also", "json=a"],
            "error: a: this output is given twice; give one of them another name",
            "エラー: a: 同じ出力先が二度指定されています。別の名前を指定してください",
        ),
        (
            &["--also", "json=-"],
            "error: standard output: this output is given twice; give one of them another name",
            "エラー: 標準出力: 同じ出力先が二度指定されています。別の名前を指定してください",
        ),
        (
            &["-o", "bad.tsv"],
            "error: bad.tsv: the output is also an input; give it another name",
            "エラー: bad.tsv: 出力先が入力と同じファイルです。別の名前を指定してください",
        ),
    ];
    for (arguments, english, japanese) in cases {
        fails(folder.path(), &[&["check", "bad.tsv"], arguments].concat(), english, japanese);
    }
    assert_eq!(names(folder.path()), ["bad.tsv"]);
}

#[test]
fn rules_are_chosen_by_name() {
    let folder = folder(&[("bad.tsv", BAD.as_bytes())]);
    let found = |arguments: &[&str]| {
        let output = run(folder.path(), &[&["check", "bad.tsv", "--format", "concise"], arguments].concat());
        let found = stdout(&output);
        let rules = found.lines().filter_map(|line| Some(line.split_once('[')?.1.split_once(']')?.0));
        (rules.collect::<Vec<_>>().join(" "), output.status.code())
    };
    let case = |arguments: &[&str], rules: &str, code: i32| {
        assert_eq!(found(arguments), (rules.to_owned(), Some(code)), "{arguments:?}");
    };
    case(&["--select", "unknown-rating"], "unknown-rating", 1);
    case(&["--select", "code-width"], "code-width", 0);
    case(&["--select", "code-width,unknown-rating"], "code-width unknown-rating", 1);
    case(&["--select", "code-width", "--min-severity", "warning"], "", 0);
    case(&["--ignore", "unknown-rating"], "", 0);
    case(&["--ignore", "unknown-rating,missing-item", "-v"], "code-width", 0);
    case(&["--min-severity", "note"], "code-width unknown-rating", 1);
    case(&["--min-severity", "error", "-v"], "unknown-rating", 1);
}

#[test]
fn an_unknown_rule_is_refused_with_the_nearest_one() {
    let folder = folder(&[("bad.tsv", BAD.as_bytes())]);
    for flag in ["--select", "--ignore"] {
        fails(
            folder.path(),
            &["check", "bad.tsv", flag, "missing-item,mising-rating"],
            "error: mising-rating: there is no such rule; `missing-rating` is the nearest, and `plan-eval explain` lists all",
            "エラー: mising-rating: このような規則はありません。近いもの: missing-rating。一覧は「plan-eval explain」で見られます",
        );
    }
    fails(
        folder.path(),
        &["check", "bad.tsv", "--ignore", "E501"],
        "error: E501: there is no such rule; `plan-eval explain` lists them",
        "エラー: E501: このような規則はありません。一覧は「plan-eval explain」で見られます",
    );
}

#[test]
fn exit_zero_is_about_findings_alone() {
    let folder = folder(&[("bad.tsv", BAD.as_bytes())]);
    let arguments = ["check", "bad.tsv", "--format", "concise", "--exit-zero"];
    let counts = ["1 error, 0 warnings\n", "エラー1件、警告0件\n"];
    ends(folder.path(), &arguments, 0, [FOUND[0], counts[0]], [FOUND[1], counts[1]]);
    code(folder.path(), &["bad.tsv", "missing.tsv", "--exit-zero"], 2);
}

/// `BAD` in which rows were put above, and a second wrong code below.
fn moved_and_worse() -> String {
    let moved = BAD.replace("第1章", "令和五年度 評価シート\n\n第1章");
    moved.replace("啓発", "配布\t人権についての冊子を全戸に配ります。\tB\t広報課\n啓発")
        + "窓口\t夜の窓口を設けます。\tG\t市民課\n"
}

#[test]
fn a_baseline_passes_what_is_known_and_fails_on_what_is_new() {
    let folder = folder(&[("bad.tsv", BAD.as_bytes())]);
    let with = |flags: &[&'static str]| {
        [&["check", "bad.tsv", "--format", "concise", "--baseline", "known.json"], flags].concat()
    };
    let known = ["0 errors, 0 warnings, 1 known finding\n", "エラー0件、警告0件、既知1件\n"];
    ends(folder.path(), &with(&["--write-baseline"]), 0, ["", known[0]], ["", known[1]]);
    let written = fs::read_to_string(folder.path().join("known.json")).expect("the file was written");
    let written: serde_json::Value = serde_json::from_str(&written).expect("a baseline is JSON");
    assert_eq!(written["schema"], "plan-eval/1");
    assert_eq!(written["findings"][0]["message"], "`F` is not on the scale of `進捗区分`");
    ends(folder.path(), &with(&[]), 0, ["", known[0]], ["", known[1]]);
    fs::write(folder.path().join("bad.tsv"), moved_and_worse()).expect("the folder is ours");
    ends(
        folder.path(),
        &with(&[]),
        1,
        [
            "bad.tsv:10:15: error[unknown-rating] `G` is not on the scale of `進捗区分` (row 10, 進捗区分)\n",
            "1 error, 0 warnings, 1 known finding\n",
        ],
        [
            "bad.tsv:10:15: error[unknown-rating] 「G」は「進捗区分」の評価区分にありません（10行目「進捗区分」）\n",
            "エラー1件、警告0件、既知1件\n",
        ],
    );
}

#[test]
fn a_baseline_that_is_none_is_refused() {
    let folder = folder(&[("bad.tsv", BAD.as_bytes()), ("known.json", b"{}")]);
    fails(
        folder.path(),
        &["check", "bad.tsv", "--baseline", "known.json"],
        "error: known.json: this is no file that `--write-baseline` made; make it again",
        "エラー: known.json: 「--write-baseline」で作ったファイルではありません。もう一度作ってください",
    );
    fails(
        folder.path(),
        &["check", "bad.tsv", "--baseline", "missing.json"],
        "error: missing.json: there is no such file or folder; check the name and the place",
        "エラー: missing.json: ファイルもフォルダーもありません。名前と場所を確かめてください",
    );
    fails(
        folder.path(),
        &["check", "bad.tsv", "--write-baseline"],
        "error: the following required arguments were not provided:\n  --baseline <FILE>\n\n\
         Usage: plan-eval check [OPTIONS] <INPUT>...\n\nFor more information, try '--help'.",
        "エラー: 「--baseline <FILE>」がありません\n\n使い方: plan-eval check [OPTIONS] <INPUT>...\n\n詳しくは「--help」で",
    );
}
