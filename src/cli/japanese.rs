//! Help in Japanese.
//!
//! In: the commands as clap has them, which knows only English. Out: the same commands with Japanese texts. Nothing
//! else about them changes. Texts are broken by hand: clap breaks lines at spaces, and Japanese has none.

use clap::Command;

/// What each command does.
const COMMANDS: &[(&str, &str)] = &[
    ("plan-eval", "自治体の評価シートを、項目のそろった記録に変えます。"),
    ("parse", "シートの記録を JSON、JSONL、CSV で書き出します。"),
    ("check", "シートの直すところを示します。人にも CI にも使えます。"),
    ("explain", "規則を説明します。報告するもの、理由、例、どうすればよいか。"),
    ("layouts", "知っている列の見出しの語を一覧にします。"),
    ("schema", "出力の JSON Schema を表示します。"),
    ("help", "この説明、または命令の説明を表示します。"),
];

/// What each argument means: command, name, text. No command stands for every one that has the argument.
const ARGUMENTS: &[(&str, &str, &str)] = &[
    ("", "inputs", "シート、シートのあるフォルダー（*.tsv *.txt *.csv *.tab を読みます）、\n標準入力なら「-」"),
    (
        "",
        "include",
        "フォルダーでは、*.tsv *.txt *.csv *.tab の代わりに、\nGLOB に合うファイルを読みます（何度でも指定できます）",
    ),
    ("", "exclude", "フォルダーでは、GLOB に合うファイルを読みません\n（何度でも指定できます）"),
    ("", "files_from", "FILE に一行に一つずつ書いた入力も読みます。標準入力なら「-」"),
    ("", "output", "標準出力ではなく FILE に書きます。全部できてから置き換えます"),
    ("", "encoding", "文字コードを判定せず、すべての入力をこれで読みます\n（UTF-8、Shift_JIS、UTF-16LE など）"),
    ("", "delimiter", "セルの区切りを判定せず、これにします\n[tab（タブ）、comma（コンマ）、semicolon（セミコロン）]"),
    ("", "layout", "付属のものに加えて使う、列の見出しの語、見出しの印、\n評価区分のファイル（TOML）"),
    ("", "config", "設定ファイル。指定がなければ、シートのフォルダーか\nその上にある plan-eval.toml を使います"),
    ("", "isolated", "設定ファイルを使いません"),
    ("", "jobs", "同時に扱うシートの数。指定がなければコアの数"),
    ("", "fail_fast", "読めない、または書けない入力があれば、そこで止めます"),
    ("", "lang", "メッセージの言語。指定がなければロケールに従います\n[ja（日本語）、en（英語）]"),
    ("", "color", "色を使うとき [auto（自動、既定）、always（常に）、never（使わない）]"),
    ("", "quiet", "標準エラー出力には失敗だけを出します。\nまとめも、parse の指摘も出しません"),
    ("", "verbose", "注記も示し、入力が二つ以上なら一つずつ結果を出します"),
    ("", "help", "この説明を表示します"),
    ("", "version", "版の番号を表示します"),
    (
        "parse",
        "format",
        "記録の形\n\
         json  各シートについて分かったすべて（既定）\n\
         jsonl 一行に一つの記録\n\
         csv   一行に一つの記録の表",
    ),
    (
        "parse",
        "excel",
        "「--format csv」と共に使います。Excel がそのまま開ける形\n（BOM と CRLF を付け、数式として動くセルを作りません）",
    ),
    ("parse", "out_dir", "入力ごとに、フォルダーの形を保って DIR に一つずつ書き、\n一覧（manifest.json）も書きます"),
    (
        "parse",
        "skip_unchanged",
        "「--out-dir」と共に使います。同じ入力から同じように作った出力は\nそのままにし、中断した実行の続きもします",
    ),
    ("parse", "datapackage", "「--format csv」と共に使います。CSV の説明（datapackage.json）を\n隣に書きます"),
    ("parse", "faithful", "文字をすべて印刷されたままにします"),
    (
        "parse",
        "show",
        "記録の代わりに、途中の段階を示します\n\
         rows   行とそのセル\n\
         lines  それぞれの行を何と見たか\n\
         layout それぞれの列の役割と、その理由",
    ),
    (
        "check",
        "format",
        "指摘の形。指定がなければ環境変数 PLAN_EVAL_OUTPUT_FORMAT の形\n\
         text    行を示し、直すところに印を付けます（既定）\n\
         concise 一行に一つ\n\
         json    指摘について分かったすべて\n\
         github  GitHub Actions の注釈\n\
         gitlab  GitLab の Code Quality\n\
         sarif   SARIF（コードスキャンの形式）\n\
         junit   JUnit の XML（テスト結果の形式）",
    ),
    ("check", "also", "同じ指摘を、この形式でこのファイルにも書きます\n（何度でも指定できます）"),
    ("check", "select", "この規則だけを使います（「,」で区切ります）"),
    ("check", "ignore", "この規則を使いません（「,」で区切ります）"),
    (
        "check",
        "min_severity",
        "示す指摘の最低の重大度。既定は warning、\n-v か --select があれば note\n[note（注記）、warning（警告）、error（エラー）]",
    ),
    ("check", "exit_zero", "何が見つかっても 0 で終わります。読めないものがあれば 2 です"),
    ("check", "baseline", "FILE にある既知の指摘を見逃します"),
    ("check", "write_baseline", "今回の指摘をすべて「--baseline」のファイルに書き、見逃します"),
    ("explain", "rule", "規則の名前。なければすべてを一覧にします"),
    ("explain", "lang", "説明の言語。指定がなければロケールに従います\n[ja（日本語）、en（英語）]"),
    ("help", "subcommand", "説明を見たい命令"),
];

/// The commands with Japanese help.
pub(super) fn translated(mut command: Command) -> Command {
    // What clap adds by itself, such as `--help`, is there from now on.
    command.build();
    with_texts(command)
}

fn with_texts(command: Command) -> Command {
    let name = command.get_name().to_owned();
    let template = template(&command);
    let below: Vec<String> = command.get_subcommands().map(|below| below.get_name().to_owned()).collect();
    let mut command = command.help_template(template).mut_args(|argument| {
        let text = argument_text(&name, argument.get_id().as_str()).unwrap_or_default();
        // Defaults and values stand in the text, or they would be told in English.
        let argument = argument.help(text).long_help(text).next_line_help(true);
        argument.hide_default_value(true).hide_possible_values(true)
    });
    if let Some(text) = command_text(&name) {
        command = command.about(text).long_about(text);
    }
    below.into_iter().fold(command, |command, below| command.mut_subcommand(below, with_texts))
}

/// The parts of a command's help: clap takes Japanese headings of what it lists only so.
fn template(command: &Command) -> String {
    let has_options = command.get_arguments().any(|argument| !argument.is_positional());
    let parts = [
        (command.has_subcommands(), "命令", "subcommands"),
        (command.get_positionals().next().is_some(), "引数", "positionals"),
        (has_options, "オプション", "options"),
    ];
    let listed = parts.into_iter().filter(|(is_there, ..)| *is_there);
    let listed: String = listed.map(|(_, heading, tag)| format!("\n{heading}:\n{{{tag}}}\n")).collect();
    format!("{{about-with-newline}}\n使い方: {{usage}}\n{listed}")
}

fn command_text(name: &str) -> Option<&'static str> {
    COMMANDS.iter().find(|(command, _)| *command == name).map(|(_, text)| *text)
}

fn argument_text(command: &str, name: &str) -> Option<&'static str> {
    let of = |command: &str| ARGUMENTS.iter().find(|(of, id, _)| *of == command && *id == name);
    of(command).or_else(|| of("")).map(|(_, _, text)| *text)
}

#[cfg(test)]
mod tests {
    use super::{argument_text, command_text, translated};
    use crate::cli::Flags;
    use clap::{Command, CommandFactory as _};
    use unicode_width::UnicodeWidthStr as _;

    /// The narrowest window that is usual.
    const WIDTH: usize = 80;

    fn each(command: &mut Command, see: &dyn Fn(&mut Command)) {
        see(command);
        command.get_subcommands_mut().for_each(|below| each(below, see));
    }

    #[test]
    fn everything_has_a_japanese_text() {
        let mut command = translated(Flags::command());
        each(&mut command, &|command| {
            let name = command.get_name();
            assert!(command_text(name).is_some(), "the command `{name}` lacks Japanese help");
            for argument in command.get_arguments() {
                let id = argument.get_id().as_str();
                assert!(argument_text(name, id).is_some(), "`{id}` of `{name}` lacks Japanese help");
            }
        });
    }

    #[test]
    fn no_line_is_wider_than_a_window() {
        let mut command = translated(Flags::command());
        each(&mut command, &|command| {
            for help in [command.render_help(), command.render_long_help()].map(|help| help.to_string()) {
                for line in help.lines() {
                    assert!(line.width() <= WIDTH, "{} cells: {line}", line.width());
                }
                for english in ["Usage:", "Options:", "Arguments:", "Commands:", "Print", "[default", "[possible"] {
                    assert!(!help.contains(english), "{help}");
                }
            }
        });
    }
}
