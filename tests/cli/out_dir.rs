//! A folder of outputs: names, the manifest, what is left alone, and a run that was cut off.

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;
use std::process::Stdio;
use std::thread;

use serde_json::Value;

use crate::{GOOD, PNG, command, fails, files, folder, run, run_with, stderr, stdout};

/// Every file below a folder with what it holds.
fn tree(root: &Path) -> BTreeMap<String, Vec<u8>> {
    let mut tree = BTreeMap::new();
    let mut open = vec![root.to_owned()];
    while let Some(path) = open.pop() {
        for entry in fs::read_dir(path).expect("the folder is ours") {
            let path = entry.expect("the folder is ours").path();
            if path.is_dir() {
                open.push(path);
            } else {
                let name = path.strip_prefix(root).expect("it was found there").to_string_lossy().replace('\\', "/");
                tree.insert(name, fs::read(&path).expect("the folder is ours"));
            }
        }
    }
    tree
}

/// The manifest without its times.
fn manifest(root: &Path) -> Value {
    let bytes = fs::read(root.join("manifest.json")).expect("there is a manifest");
    let mut manifest: Value = serde_json::from_slice(&bytes).expect("the manifest is JSON");
    for input in manifest["inputs"].as_array_mut().expect("the inputs are a list") {
        assert!(input["seconds"].take().as_f64().is_some_and(|seconds| seconds >= 0.0));
    }
    manifest
}

/// The states in a manifest, in its order.
fn states(root: &Path) -> Vec<(String, String)> {
    let manifest = manifest(root);
    let text = |value: &Value| value.as_str().expect("it is a text").to_owned();
    let inputs = manifest["inputs"].as_array().expect("the inputs are a list");
    inputs.iter().map(|input| (text(&input["file"]), text(&input["state"]))).collect()
}

#[test]
fn outputs_mirror_the_folder_and_the_manifest_says_what_became_of_each_input() {
    let folder =
        folder(&[("y/a.tsv", GOOD.as_bytes()), ("y/b/c.txt", b""), ("y/b/d.csv", PNG), ("e.tab", GOOD.as_bytes())]);
    let output = run(folder.path(), &["parse", "y", "e.tab", "none.tsv", "--out-dir", "out/x"]);
    let refused =
        "y/b/d.csv: an image, where tab-separated text was expected; export the sheet as text (tab-separated)";
    let said = stderr(&output);
    let (_, closing) = said.split_once("5 inputs: ").expect("the run sums up");
    let missing = "none.tsv: there is no such file or folder; check the name and the place";
    let reason = closing.lines().nth(1).expect("the first failure").strip_prefix("  failed: ").expect("it failed");
    assert!(reason.starts_with(&refused[..40]), "{reason}");
    assert_eq!(closing, format!("3 read, 1 to be corrected, 2 failed\n  failed: {reason}\n  failed: {missing}\n"));
    assert_eq!(output.status.code(), Some(2));
    assert_eq!(stdout(&output), "");

    let out = folder.path().join("out/x");
    let names: Vec<String> = tree(&out).into_keys().collect();
    assert_eq!(names, ["a.json", "b/c.json", "e.json", "manifest.json"]);
    let alone = run(folder.path(), &["parse", "y/a.tsv", "-q"]);
    assert_eq!(tree(&out)["a.json"], alone.stdout);
    let manifest = manifest(&out);
    assert_eq!(manifest["tool"], concat!("plan-eval ", env!("CARGO_PKG_VERSION")));
    let document: Value = serde_json::from_slice(&alone.stdout).expect("the output is JSON");
    let inputs = &manifest["inputs"];
    assert_eq!(inputs[0]["sha256"], document["sheets"][0]["sha256"]);
    assert_eq!((&inputs[0]["records"], &inputs[0]["output"]), (&3.into(), &"a.json".into()));
    assert_eq!(inputs[1]["findings"], serde_json::json!({ "error": 1, "warning": 0, "note": 0 }));
    assert_eq!(inputs[2]["reason"], reason);
    assert_eq!(inputs[4]["reason"], missing);
    let expected = ["converted", "converted", "failed", "converted", "failed"];
    assert_eq!(states(&out).into_iter().map(|(_, state)| state).collect::<Vec<_>>(), expected);
}

#[test]
fn names_that_would_be_equal_keep_their_endings() {
    let folder =
        folder(&[("y/a.tsv", GOOD.as_bytes()), ("y/a.txt", GOOD.as_bytes()), ("y/manifest.tsv", GOOD.as_bytes())]);
    run(folder.path(), &["parse", "y", "--out-dir", "out", "-q"]);
    let names: Vec<String> = tree(&folder.path().join("out")).into_keys().collect();
    assert_eq!(names, ["a.tsv.json", "a.txt.json", "manifest.json", "manifest.tsv.json"]);
}

#[test]
fn two_inputs_with_one_output_are_refused_before_anything_is_written() {
    let folder = folder(&[
        ("y/a.tsv", GOOD.as_bytes()),
        ("z/a.tsv", GOOD.as_bytes()),
        ("b/c.json/d.tsv", b""),
        ("b/c.tsv", b""),
    ]);
    fails(
        folder.path(),
        &["parse", "y", "z", "--out-dir", "out"],
        "error: z/a.tsv: its output `a.tsv.json` collides with that of `y/a.tsv`; rename one of them, or convert them \
         into different folders",
        "エラー: z/a.tsv: 出力「a.tsv.json」が「y/a.tsv」の出力と重なります。どちらかの名前を変えるか、別々の出力先に\
         してください",
    );
    let output = run(folder.path(), &["parse", "b", "--out-dir", "out", "-q"]);
    assert_eq!(output.status.code(), Some(2));
    assert!(
        stderr(&output).starts_with("error: b/c.json/d.tsv: its output `c.json/d.json` collides"),
        "{}",
        stderr(&output)
    );
    assert!(!folder.path().join("out").exists());
}

#[test]
fn an_output_never_replaces_an_input() {
    let folder = folder(&[("a.csv", GOOD.as_bytes())]);
    let output = run(folder.path(), &["parse", "a.csv", "--out-dir", ".", "--format", "csv"]);
    assert!(
        stderr(&output).ends_with("a.csv: the output is also an input; give it another name\n"),
        "{}",
        stderr(&output)
    );
    assert_eq!(output.status.code(), Some(2));
    assert_eq!(fs::read(folder.path().join("a.csv")).expect("the input is there"), GOOD.as_bytes());
}

#[test]
fn outputs_of_an_earlier_run_are_no_inputs() {
    let folder = folder(&[("a.tsv", GOOD.as_bytes())]);
    for _ in 0..2 {
        run(folder.path(), &["parse", ".", "--out-dir", "out", "--format", "csv", "-q"]);
        let names: Vec<String> = tree(&folder.path().join("out")).into_keys().collect();
        assert_eq!(names, ["a.csv", "manifest.json"]);
    }
}

#[test]
fn what_is_unchanged_is_left_alone() {
    let folder = folder(&[("y/a.tsv", GOOD.as_bytes()), ("y/b.tsv", GOOD.as_bytes()), ("y/c.tsv", b"")]);
    let path = |name: &str| folder.path().join(name);
    let arguments = ["parse", "y", "--out-dir", "out", "--skip-unchanged"];
    let states_of = |arguments: &[&str], expected: [&str; 3]| {
        let output = run(folder.path(), arguments);
        assert_eq!(output.status.code(), Some(1), "{}", stderr(&output));
        let states: Vec<String> = states(&path("out")).into_iter().map(|(_, state)| state).collect();
        assert_eq!(states, expected);
        stderr(&output)
    };
    states_of(&arguments, ["converted"; 3]);
    let said = states_of(&arguments, ["unchanged"; 3]);
    assert_eq!(said, "3 inputs: 3 read, 3 unchanged, 1 to be corrected\n");
    fs::write(path("y/a.tsv"), GOOD.replace("総務課", "人事課")).expect("the folder is ours");
    fs::remove_file(path("out/b.json")).expect("it was written");
    states_of(&arguments, ["converted", "converted", "unchanged"]);
    fs::write(path("out/c.json"), "{}").expect("the folder is ours");
    states_of(&arguments, ["unchanged", "unchanged", "converted"]);
    states_of(&[&arguments[..], &["--faithful"]].concat(), ["converted"; 3]);
    states_of(&["parse", "y", "--out-dir", "out", "--faithful"], ["converted"; 3]);
}

#[test]
fn an_output_whose_input_failed_or_is_gone_is_named_as_long_as_it_is_there() {
    let good = GOOD.as_bytes();
    let folder = folder(&[("y/a.tsv", good), ("y/b.tsv", good), ("y/c/d.tsv", good), ("z.tsv", good)]);
    let path = |name: &str| folder.path().join(name);
    run(folder.path(), &["parse", "y", "z.tsv", "--out-dir", "out", "-q"]);
    assert_eq!(manifest(&path("out"))["left"], serde_json::json!([]));
    fs::write(path("y/b.tsv"), b"PK\x03\x04\x14\0\x06\0\x08\0").expect("the folder is ours");
    fs::remove_file(path("y/c/d.tsv")).expect("it was written");
    let of = |name: &str, ends: &str| {
        format!("  left: out/{name}: it is of an earlier run, and its input {ends}; delete it if nobody needs it\n")
    };
    let failed = of("b.json", "`y/b.tsv` failed");
    let gone = of("c/d.json", "`y/c/d.tsv` is gone");
    // `z.tsv` is there and was not asked for. What is left is known to later runs too, however they write.
    for flags in [&[][..], &["--skip-unchanged"], &["--skip-unchanged"], &["--format", "csv"]] {
        let output = run(folder.path(), &[&["parse", "y", "--out-dir", "out"], flags].concat());
        let said = stderr(&output);
        assert!(said.ends_with(&format!("{failed}{gone}")), "{said}");
        assert_eq!(output.status.code(), Some(2));
        let left = serde_json::json!([
            { "file": "y/b.tsv", "output": "b.json", "why": "failed" },
            { "file": "y/c/d.tsv", "output": "c/d.json", "why": "gone" },
        ]);
        assert_eq!(manifest(&path("out"))["left"], left);
    }
    fs::remove_file(path("out/b.json")).expect("it was written");
    let japanese = run(folder.path(), &["parse", "y/a.tsv", "--out-dir", "out", "--lang", "ja"]);
    assert_eq!(
        stderr(&japanese),
        "  残り: out/c/d.json: 前の実行の出力です。入力「y/c/d.tsv」はもうありません。要らなければ消してください\n"
    );
    fs::create_dir_all(path("y/c")).expect("the folder is ours");
    fs::write(path("y/c/d.tsv"), GOOD).expect("the folder is ours");
    assert_eq!(stderr(&run(folder.path(), &["parse", "y/a.tsv", "--out-dir", "out"])), "");
    assert_eq!(manifest(&path("out"))["left"], serde_json::json!([]));
}

#[test]
fn a_run_that_was_killed_goes_on_where_it_stopped() {
    let folder = folder(&[("y/a.tsv", GOOD.as_bytes()), ("y/b/c.tsv", GOOD.as_bytes()), ("z.tsv", b"")]);
    let inputs = ["parse", "y", "-", "z.tsv", "none.tsv", "-q", "-j", "1", "--out-dir"];
    let arguments = |more: &[&'static str]| [&inputs[..], more].concat();
    let path = |name: &str| folder.path().join(name);
    run_with(folder.path(), &arguments(&["whole"]), GOOD.as_bytes());

    // It waits for standard input when the sheets before are done, and dies there.
    let mut command = command(folder.path(), &arguments(&["out"]));
    let mut child = command.stdin(Stdio::piped()).spawn().expect("the binary runs");
    while !path("out/b/c.json").exists() {
        assert!(child.try_wait().expect("the child is ours").is_none(), "the run ended before it was killed");
        thread::yield_now();
    }
    child.kill().expect("the child is ours");
    child.wait().expect("the child is ours");
    fs::write(path("out/.plan-eval/.plan-eval-left"), "half").expect("the folder is ours");
    let changed = |name: &str| fs::metadata(path(name)).and_then(|found| found.modified()).expect("it was written");
    let before = changed("out/a.json");

    let output = run_with(folder.path(), &arguments(&["out", "--skip-unchanged"]), GOOD.as_bytes());
    assert_eq!(output.status.code(), Some(2));
    assert_eq!(changed("out/a.json"), before, "what was done is not done again");
    let (mut whole, mut out) = (tree(&path("whole")), tree(&path("out")));
    assert!(whole.remove("manifest.json").is_some() && out.remove("manifest.json").is_some());
    assert_eq!(whole.keys().collect::<Vec<_>>(), ["a.json", "b/c.json", "stdin.json", "z.json"]);
    assert!(whole == out);
    assert_eq!(manifest(&path("whole")), manifest(&path("out")));
}

#[cfg(unix)]
#[test]
fn nothing_is_written_outside_the_folder() {
    use std::os::unix::fs::symlink;

    let folder =
        folder(&[("y/a.tsv", GOOD.as_bytes()), ("y/b/c.tsv", GOOD.as_bytes()), ("away/x", b""), ("in/out/x", b"")]);
    let path = |name: &str| folder.path().join(name);
    symlink("../../away", path("in/out/b")).expect("links can be made");
    symlink("../../away/a.json", path("in/out/a.json")).expect("links can be made");
    let output = run(folder.path(), &["parse", "y", "--out-dir", "in/out"]);
    let reason = "in/out/b/c.json: a link leads out of the folder of outputs; remove the link, or give another folder";
    assert_eq!(stderr(&output), format!("error: {reason}\n2 inputs: 1 read, 1 failed\n  failed: {reason}\n"));
    assert_eq!(crate::names(&path("away")), ["x"]);
    assert_eq!(files(&fs::read_to_string(path("in/out/a.json")).expect("it was written")), ["y/a.tsv"]);
    assert!(!path("in/out/a.json").is_symlink());

    let list = format!("../{}/y/a.tsv\n", folder.path().file_name().expect("it has a name").to_string_lossy());
    fs::write(path("list"), list).expect("the folder is ours");
    run(folder.path(), &["parse", "--files-from", "list", "--out-dir", "in/deep", "-q"]);
    assert_eq!(crate::names(&path("in/deep")), ["a.json", "manifest.json"]);
}

#[test]
fn a_folder_that_is_a_file_is_refused() {
    let folder = folder(&[("a.tsv", GOOD.as_bytes()), ("out", b"x")]);
    fails(
        folder.path(),
        &["parse", "a.tsv", "--out-dir", "out"],
        "error: out: the output is a file; give the name of a folder",
        "エラー: out: 出力先がファイルです。フォルダーを指定してください",
    );
}

#[test]
fn csv_is_described_for_other_programs() {
    let folder = folder(&[("y/a.tsv", GOOD.as_bytes()), ("y/b.tsv", GOOD.as_bytes())]);
    let path = |name: &str| folder.path().join(name);
    run(folder.path(), &["parse", "y", "--format", "csv", "-o", "year.csv", "--datapackage", "-q"]);
    let package = |name: &str| -> Value {
        let bytes = fs::read(path(name)).expect("the description was written");
        serde_json::from_slice(&bytes).expect("the description is JSON")
    };
    let one = package("datapackage.json");
    let resource = &one["resources"][0];
    assert_eq!(one["$schema"], "https://datapackage.org/profiles/2.0/datapackage.json");
    assert_eq!((&resource["path"], &resource["encoding"]), (&"year.csv".into(), &"utf-8".into()));
    assert_eq!(resource["bytes"], fs::metadata(path("year.csv")).expect("it was written").len());
    assert_eq!(resource["sources"], serde_json::json!([{ "title": "y/a.tsv" }, { "title": "y/b.tsv" }]));
    let header = fs::read_to_string(path("year.csv")).expect("it was written");
    let fields = resource["schema"]["fields"].as_array().expect("fields are a list");
    let names: Vec<&str> = fields.iter().map(|field| field["name"].as_str().expect("a field has a name")).collect();
    assert_eq!(names.join(","), header.lines().next().expect("CSV has a header"));
    assert_eq!((&fields[1]["type"], &fields[1]["title"]), (&"integer".into(), &"line".into()));

    for states in ["converted", "unchanged"] {
        let arguments =
            ["parse", "y", "--format", "csv", "--out-dir", "out", "--datapackage", "--skip-unchanged", "-q"];
        run(folder.path(), &arguments);
        assert_eq!(manifest(&path("out"))["inputs"][0]["state"], states);
        let each = package("out/datapackage.json");
        assert_eq!(
            (&each["resources"][1]["path"], &each["resources"][1]["name"]),
            (&"b.csv".into(), &"records-2".into())
        );
        let hash = format!("sha256:{}", manifest(&path("out"))["inputs"][1]["output_sha256"].as_str().expect("a text"));
        assert_eq!(each["resources"][1]["hash"], hash);
    }
    fails(
        folder.path(),
        &["parse", "y", "--format", "csv", "--datapackage"],
        "error: --datapackage: this describes CSV files; add `--format csv`, and `-o FILE` or `--out-dir DIR`",
        "エラー: --datapackage: この指定は CSV のファイルだけに使えます。「--format csv」と、「-o ファイル」か\
         「--out-dir フォルダー」も付けてください",
    );
}
