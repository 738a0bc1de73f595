//! The configuration `plan-eval.toml`: where it is found, what it asks for, and what is said when it is wrong.

use std::fs;
use std::path::Path;

use tempfile::TempDir;

use crate::{BAD, GOOD, command, ends, fails, folder, run, stderr, stdout};

/// Turns off what `check` finds in `BAD`.
const OFF: &str = "[rules]\nunknown-rating = \"off\"\n";

/// The rules that `check` reports, in order.
fn rules(at: &Path, arguments: &[&str]) -> String {
    let output = run(at, &[&["check", "-q", "--format", "concise"], arguments].concat());
    assert_eq!(stderr(&output), "");
    let names = stdout(&output);
    let names = names.lines().filter_map(|line| Some(line.split_once('[')?.1.split_once(']')?.0));
    names.collect::<Vec<_>>().join(" ")
}

#[track_caller]
fn case(at: &Path, arguments: &[&str], expected: &str) {
    assert_eq!(rules(at, arguments), expected, "{arguments:?}");
}

#[test]
fn it_is_found_in_the_folder_of_the_sheet_or_above() {
    let folder = folder(&[
        ("in/plan-eval.toml", OFF.as_bytes()),
        ("in/bad.tsv", BAD.as_bytes()),
        ("in/2019/deep/bad.tsv", BAD.as_bytes()),
        ("in/own/plan-eval.toml", b""),
        ("in/own/bad.tsv", BAD.as_bytes()),
        ("bad.tsv", BAD.as_bytes()),
    ]);
    let inside = folder.path().join("in");
    case(folder.path(), &["in/bad.tsv"], "");
    case(folder.path(), &["in/2019/deep/bad.tsv"], "");
    case(folder.path(), &["bad.tsv"], "unknown-rating");
    case(&inside, &["bad.tsv"], "");
    // The nearest one alone counts, also where it asks for nothing.
    case(folder.path(), &["in/own/bad.tsv"], "unknown-rating");
    // A sheet beside the folder that the command runs in does not lie in it.
    case(&inside, &["../bad.tsv"], "unknown-rating");
    case(&inside, &[&folder.path().join("bad.tsv").to_string_lossy()], "unknown-rating");
}

#[test]
fn flags_name_another_one_or_none() {
    let folder = folder(&[
        ("in/plan-eval.toml", OFF.as_bytes()),
        ("in/bad.tsv", BAD.as_bytes()),
        ("else.toml", b"[rules]\nunknown-rating = \"warning\"\n"),
    ]);
    case(folder.path(), &["in/bad.tsv", "--isolated"], "unknown-rating");
    ends(
        folder.path(),
        &["check", "in/bad.tsv", "--config", "else.toml", "--format", "concise"],
        0,
        [
            "in/bad.tsv:5:24: warning[unknown-rating] `F` is not on the scale of `進捗区分` (row 5, 進捗区分)\n",
            "0 errors, 1 warning\n",
        ],
        [
            "in/bad.tsv:5:24: warning[unknown-rating] 「F」は「進捗区分」の評価区分にありません（5行目「進捗区分」）\n",
            "エラー0件、警告1件\n",
        ],
    );
    let missing = "there is no such file or folder; check the name and the place";
    let output = run(folder.path(), &["check", "in/bad.tsv", "--config", "none.toml"]);
    assert_eq!(stderr(&output), format!("error: none.toml: {missing}\n"));
    assert_eq!(output.status.code(), Some(2));
}

/// The messages of a configuration, one for all the sheets under it.
#[track_caller]
fn refused(toml: &str, english: &str, japanese: &str) {
    let sheets = [("a.tsv", GOOD.as_bytes()), ("b.tsv", GOOD.as_bytes()), ("plan-eval.toml", toml.as_bytes())];
    let folder = folder(&sheets);
    for (language, line) in [("en", english), ("ja", japanese)] {
        for name in ["check", "parse"] {
            let output = run(folder.path(), &[name, "a.tsv", "b.tsv", "--lang", language]);
            let told: Vec<String> = stderr(&output).lines().map(str::to_owned).collect();
            let count = told.iter().filter(|told| **told == line.replace("FOLDER", &shown(&folder))).count();
            assert_eq!(count, 1, "{told:?}");
            assert_eq!(output.status.code(), Some(2));
        }
    }
}

/// The path of a folder as messages have it.
fn shown(folder: &TempDir) -> String {
    let path = folder.path().display().to_string();
    if cfg!(windows) { path.replace('\\', "/") } else { path }
}

#[test]
fn an_error_names_the_file_the_line_and_the_key() {
    refused(
        "# ours\n\n[rules]\nmising-rating = \"off\"\n",
        "error: FOLDER/plan-eval.toml: line 4 of the configuration is wrong: there is no rule `mising-rating`; the \
         nearest is `missing-rating`",
        "エラー: FOLDER/plan-eval.toml: 設定の4行目に誤りがあります: 「mising-rating」という規則はありません。近いもの: \
         missing-rating",
    );
    refused(
        "[rules]\nmissing-rating = \"of\"\n",
        "error: FOLDER/plan-eval.toml: line 2 of the configuration is wrong: `missing-rating` cannot be `of`; write off, \
         note, warning or error",
        "エラー: FOLDER/plan-eval.toml: 設定の2行目に誤りがあります: 「missing-rating」に「of」は使えません。off、note、\
         warning、error のどれかを書いてください",
    );
    refused(
        "\ndepartment = []\n",
        "error: FOLDER/plan-eval.toml: line 2 of the configuration is wrong: there is no key `department`; the keys are \
         departments, columns, rules, files, scale, layout",
        "エラー: FOLDER/plan-eval.toml: 設定の2行目に誤りがあります: 「department」という項目はありません。使える項目: \
         departments、columns、rules、files、scale、layout",
    );
    refused(
        "departments = \"総務課\"\n",
        "error: FOLDER/plan-eval.toml: line 1 of the configuration is wrong: `departments` must be a list: [\"…\", \"…\"]",
        "エラー: FOLDER/plan-eval.toml: 設定の1行目に誤りがあります: 「departments」には一覧（[\"…\", \"…\"]）を書いてください",
    );
    refused(
        "[[files]]\npattern = \"2019/**\"\n",
        "error: FOLDER/plan-eval.toml: line 1 of the configuration is wrong: `rules` is missing; add it",
        "エラー: FOLDER/plan-eval.toml: 設定の1行目に誤りがあります: 「rules」がありません。書き加えてください",
    );
}

#[test]
fn a_layout_that_is_wrong_is_named_with_its_line_and_its_key() {
    let case = |toml: &str, english: &str, japanese: &str| {
        let folder = folder(&[("l.toml", toml.as_bytes())]);
        fails(
            folder.path(),
            &["parse", "none.tsv", "--layout", "l.toml"],
            &format!("error: l.toml: {english}"),
            &format!("エラー: l.toml: {japanese}"),
        );
    };
    case(
        "name = \"hanase\"\n",
        "line 1 of the layout is wrong: `title` is missing; add it",
        "レイアウトの1行目に誤りがあります: 「title」がありません。書き加えてください",
    );
    case(
        "name = \"hanase\"\ntitle = \"花瀬市\"\nitem = \"挑戦\"\n",
        "line 3 of the layout is wrong: `item` must be a list: [\"…\", \"…\"]",
        "レイアウトの3行目に誤りがあります: 「item」には一覧（[\"…\", \"…\"]）を書いてください",
    );
    case(
        "name = \"hanase\"\ntitle = \"花瀬市\"\n[scale]\n",
        "line 3 of the layout is wrong: write `[scale]` as `[[scale]]`",
        "レイアウトの3行目に誤りがあります: 「[scale]」は「[[scale]]」と書いてください",
    );
}

#[test]
fn what_is_no_utf8_is_to_be_saved_as_such() {
    // 総務課 in Shift_JIS
    let comment = b"# \x91\x8d\x96\xb1\x89\xdb\n".as_slice();
    let folder = folder(&[("a.tsv", GOOD.as_bytes()), ("own", comment)]);
    for flag in ["--config", "--layout", "--baseline"] {
        for (language, line) in [
            ("en", "error: own: it is not UTF-8; save it as UTF-8"),
            ("ja", "エラー: own: 文字コードが UTF-8 ではありません。UTF-8 で保存し直してください"),
        ] {
            let output = run(folder.path(), &["check", "a.tsv", flag, "own", "--lang", language]);
            assert_eq!((stderr(&output).lines().next(), output.status.code()), (Some(line), Some(2)), "{flag}");
        }
    }
}

#[test]
fn full_width_codes_of_a_scale_are_those_of_the_sheet() {
    let sheet = "事業名\t評　価\t担当課\n水門\tA\t河川課\n橋\tB\t道路課\n堤防\tＡ\t河川課\n道\tF\t道路課\n";
    let toml = "[[scale]]\nname = \"評価\"\ncodes = [\"Ａ\", \"Ｂ\", \"Ｃ\"]\nlabels = [\"済\", \"途中\", \"未\"]\n";
    let folder = folder(&[("a.tsv", sheet.as_bytes()), ("plan-eval.toml", toml.as_bytes())]);
    case(folder.path(), &["a.tsv"], "unknown-rating");
    let table = stdout(&run(folder.path(), &["parse", "a.tsv", "--format", "csv", "-q"]));
    let ratings: Vec<&str> = table.lines().map(|row| row.splitn(6, ',').nth(5).unwrap_or_default()).collect();
    assert_eq!(ratings, ["評価,評価:label,departments", "A,済,河川課", "B,途中,道路課", "Ａ,済,河川課", "F,,道路課"]);
}

#[test]
fn a_configuration_that_is_wrong_is_one_failure_in_every_report() {
    let toml = b"department = []\n".as_slice();
    let folder = folder(&[("a.tsv", GOOD.as_bytes()), ("b.tsv", GOOD.as_bytes()), ("plan-eval.toml", toml)]);
    let json = |format| -> serde_json::Value {
        let output = run(folder.path(), &["check", ".", "--format", format, "-q"]);
        assert_eq!(output.status.code(), Some(2));
        serde_json::from_str(&stdout(&output)).expect("the report is JSON")
    };
    let count = |list: &serde_json::Value| list.as_array().map(Vec::len);
    assert_eq!(count(&json("json")["failures"]), Some(1));
    assert_eq!(count(&json("gitlab")), Some(1));
}

#[test]
fn patterns_of_files_are_about_paths_from_its_folder_and_as_given() {
    let toml = "[[files]]\npattern = \"2019/**\"\nrules = { unknown-rating = \"off\" }\n";
    let name = "[[files]]\npattern = \"old-*.tsv\"\nrules = { unknown-rating = \"off\" }\n";
    let folder = folder(&[
        ("plan-eval.toml", toml.as_bytes()),
        ("name.toml", name.as_bytes()),
        ("2019/deep/x.tsv", BAD.as_bytes()),
        ("2020/old-y.tsv", BAD.as_bytes()),
    ]);
    let absolute = folder.path().join("2019/deep/x.tsv");
    case(folder.path(), &[&absolute.to_string_lossy()], "");
    case(folder.path(), &["2019/deep/x.tsv"], "");
    case(folder.path(), &["./2019"], "");
    case(folder.path(), &["."], "unknown-rating");
    case(&folder.path().join("2020"), &["../2019"], "");
    case(&folder.path().join("2019"), &["deep/x.tsv"], "");
    case(&folder.path().join("2020"), &["old-y.tsv"], "unknown-rating");
    case(folder.path(), &["2020", "--config", "name.toml"], "");
    case(folder.path(), &["2019", "--config", "name.toml"], "unknown-rating");
}

#[test]
fn a_note_that_a_city_takes_for_an_error_is_one() {
    let folder = folder(&[("a.tsv", BAD.as_bytes()), ("plan-eval.toml", b"[rules]\ncode-width = \"error\"\n")]);
    case(folder.path(), &["a.tsv"], "code-width unknown-rating");
}

#[test]
fn columns_departments_and_scales_are_asked_for() {
    let toml = "departments = [\"総務課\", \"市民課\"]\ncolumns = [\"進捗区分\", \"課題\"]\n\n\
                [[scale]]\nname = \"進捗区分\"\ncodes = [\"A\", \"B\"]\n";
    let folder = folder(&[("good.tsv", GOOD.as_bytes()), ("plan-eval.toml", toml.as_bytes())]);
    ends(
        folder.path(),
        &["check", "good.tsv", "--format", "concise"],
        1,
        [ASKED_IN_ENGLISH, "3 errors, 0 warnings\n"],
        [ASKED_IN_JAPANESE, "エラー3件、警告0件\n"],
    );
}

const ASKED_IN_ENGLISH: &str = "\
good.tsv:1:1: error[missing-column] there is no column `課題` (row 1)
good.tsv:1:1: error[scale-not-allowed] `進捗区分` is rated by A, B, C, where A, B are allowed (row 1)
good.tsv:5:26: error[department-not-listed] `学校教育課` is not on the list of departments (row 5, 担当課)
";

const ASKED_IN_JAPANESE: &str = "\
good.tsv:1:1: error[missing-column] 「課題」の列がありません（1行目）
good.tsv:1:1: error[scale-not-allowed] 「進捗区分」は A, B, C で評価されていますが、決められた評価区分は A, B です（1行目）
good.tsv:5:26: error[department-not-listed] 「学校教育課」は設定の所管課の一覧にありません（5行目「担当課」）
";

#[test]
fn a_scale_gives_labels_where_the_sheet_has_no_legend() {
    let sheet: String = GOOD.split_inclusive('\n').skip(1).collect();
    let toml = "[[scale]]\nname = \"進捗区分\"\ncodes = [\"A\", \"B\", \"C\"]\nlabels = [\"済\", \"途中\", \"未\"]\n";
    let folder = folder(&[("a.tsv", sheet.as_bytes()), ("plan-eval.toml", toml.as_bytes())]);
    case(folder.path(), &["a.tsv"], "");
    let records = stdout(&run(folder.path(), &["parse", "a.tsv", "--format", "jsonl", "-q"]));
    let first: serde_json::Value =
        serde_json::from_str(records.lines().next().expect("there is a record")).expect("it is JSON");
    assert_eq!(first["ratings"][0]["labels"], serde_json::json!(["済"]));
}

#[test]
fn a_layout_makes_words_known() {
    let sheet = "挑戦\t花のしるし\t担当課\n朝市を開く\t満開\t農政課\n古い橋を直す\tつぼみ\t道路課\n";
    let toml = "[[layout]]\nname = \"hanase\"\ntitle = \"花瀬市の評価シート\"\nitem = [\"挑戦\"]\nrating = [\"花のしるし\"]\n\n\
                [[layout.scale]]\nname = \"花のしるし\"\ncodes = [\"満開\", \"五分咲き\", \"つぼみ\"]\n";
    let folder = folder(&[("a.tsv", sheet.as_bytes()), ("plan-eval.toml", toml.as_bytes())]);
    case(folder.path(), &["a.tsv"], "");
    case(folder.path(), &["a.tsv", "--isolated", "--select", "unlisted-rating"], "");
    let header = |flags: &[&str]| {
        let table = stdout(&run(folder.path(), &[&["parse", "a.tsv", "--format", "csv", "-q"], flags].concat()));
        table.lines().next().unwrap_or_default().to_owned()
    };
    assert_eq!(header(&[]), "file,line,path,item_ordinal,item,花のしるし,花のしるし:label,departments");
    assert_ne!(header(&["--isolated"]), header(&[]));
}

#[test]
fn standard_input_has_the_configuration_of_the_folder_that_the_command_runs_in() {
    let folder = folder(&[("bad.tsv", BAD.as_bytes()), ("plan-eval.toml", OFF.as_bytes())]);
    let sheet = fs::File::open(folder.path().join("bad.tsv")).expect("the file is ours");
    let output = command(folder.path(), &["check", "-"]).stdin(sheet).output().expect("the binary runs");
    assert_eq!((&*stderr(&output), output.status.code()), ("0 errors, 0 warnings\n", Some(0)));
}
