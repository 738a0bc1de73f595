//! Flags, languages and help.

use crate::{command, fails, folder, run, stderr, stdout};

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
fn sheets_are_worked_on_one_at_a_time_at_least() {
    let folder = folder(&[]);
    for given in ["0", "many"] {
        fails(
            folder.path(),
            &["check", "none.tsv", "-j", given],
            &format!("error: --jobs: `{given}` is no number of sheets to work on; give a whole number from 1"),
            &format!("エラー: --jobs: 「{given}」という数では進められません。1 以上の整数を指定してください"),
        );
    }
}

#[test]
fn a_bad_flag_is_said_with_the_usage() {
    let folder = folder(&[]);
    fails(
        folder.path(),
        &["parse", "a.tsv", "-o", "a", "-o", "b"],
        "error: the argument '--output <FILE>' cannot be used multiple times\n\n\
         Usage: plan-eval parse [OPTIONS] <INPUT>...\n\nFor more information, try '--help'.",
        "エラー: 「--output <FILE>」が二度あります。一つにしてください\n\n使い方: plan-eval parse [OPTIONS] <INPUT>...\n\n\
         詳しくは「--help」で",
    );
    fails(
        folder.path(),
        &["parse", "a.tsv", "--quiet=3"],
        "error: unexpected value '3' for '--quiet' found; no more were expected\n\n\
         Usage: plan-eval parse [OPTIONS] <INPUT>...\n\nFor more information, try '--help'.",
        "エラー: 「--quiet」に「3」は付けられません\n\n使い方: plan-eval parse [OPTIONS] <INPUT>...\n\n詳しくは「--help」で",
    );
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
fn beside_records_only_the_first_findings_are_said() {
    let row = |(at, code)| format!("事業{at}{code}\t内容を{at}回行いました。\t{code}\t総務課\n");
    let rows: String = (1..=60).flat_map(|at| [(at, 'A'), (at, 'F')]).map(row).collect();
    let sheet =
        format!("A：計画どおり\tB：遅れ\n事業名\t内容\t評価\t担当課\n水路\t水路を清掃しました。\tA\t農政課\n{rows}");
    let folder = folder(&[("a.tsv", sheet.as_bytes())]);
    let said = |arguments: &[&str]| stderr(&run(folder.path(), arguments));
    let short = said(&["parse", "a.tsv"]);
    assert_eq!(short.matches("error[unknown-rating]").count(), 50);
    assert!(short.ends_with("\na.tsv: 10 more; `plan-eval check` lists them all\n\n"), "{short}");
    let japanese = said(&["parse", "a.tsv", "--lang", "ja"]);
    assert!(
        japanese.ends_with("\na.tsv: ほかに 10 件あります。「plan-eval check」ですべて見られます\n\n"),
        "{japanese}"
    );
    assert_eq!(said(&["parse", "-v", "a.tsv"]).matches("error[unknown-rating]").count(), 60);
    assert_eq!(stdout(&run(folder.path(), &["check", "a.tsv"])).matches("error[unknown-rating]").count(), 60);
}

#[test]
fn help_is_japanese_where_the_user_is() {
    let folder = folder(&[]);
    let by_locale = |arguments: &[&str]| {
        let mut command = command(folder.path(), arguments);
        command.env("LANG", "ja_JP.UTF-8").output().expect("the binary runs")
    };
    let expected = "\
規則を説明します。報告するもの、理由、例、どうすればよいか。

使い方: plan-eval explain [OPTIONS] [RULE]

引数:
  [RULE]
          規則の名前。なければすべてを一覧にします

オプション:
      --lang <LANG>
          説明の言語。指定がなければロケールに従います
          [ja（日本語）、en（英語）]

  -h, --help
          この説明を表示します
";
    for output in [
        by_locale(&["explain", "--help"]),
        run(folder.path(), &["explain", "--help", "--lang", "ja"]),
        run(folder.path(), &["explain", "--lang=ja", "--help"]),
    ] {
        assert_eq!([&*stdout(&output), &*stderr(&output)], [expected, ""]);
        assert_eq!(output.status.code(), Some(0));
    }
    // Without a command the help is what is wrong.
    let output = by_locale(&[]);
    assert!(stderr(&output).starts_with("自治体の評価シートを"), "{}", stderr(&output));
    assert_eq!((&*stdout(&output), output.status.code()), ("", Some(2)));
    let english = run(folder.path(), &["explain", "--help"]);
    assert!(stdout(&english).contains("Usage: plan-eval explain"), "{}", stdout(&english));
}
