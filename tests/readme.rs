//! What the READMEs and the change log say, held against the binary and the rules.
//!
//! Both languages go the same way. Every command of a `console` block is run in a copy of the fixtures, and what the
//! block prints below it must come out; a line `...` stands for any number of lines. Every `json` block is a record or
//! a sheet, or part of one, that the tool makes of the block's `file`. The table of findings is made from the rules.

use std::fs;
use std::io::{self, Read as _};
use std::path::Path;
use std::process::{Command, Stdio};

use assert_cmd::cargo::cargo_bin;
use plan_eval::diagnostic::{Language, Rule};
use plan_eval::rules;
use serde_json::{Map, Value};
use tempfile::TempDir;

const ROOT: &str = env!("CARGO_MANIFEST_DIR");

/// The lines around the table of findings.
const RULES_START: &str =
    "<!-- rules: made from the rules in the code; `BLESS=1 cargo test --test readme` writes it again -->\n";
const RULES_END: &str = "<!-- end of rules -->";

/// A README and what is its own.
struct Readme {
    file: &'static str,
    language: Language,
    /// The heading of the options.
    options: &'static str,
    /// The head of the table of findings.
    findings: &'static str,
}

const READMES: [Readme; 2] = [
    Readme {
        file: "README.md",
        language: Language::English,
        options: "Options",
        findings: "| finding | severity | what it says |",
    },
    Readme {
        file: "README.ja.md",
        language: Language::Japanese,
        options: "オプション",
        findings: "| 指摘 | 重大度 | 内容 |",
    },
];

#[test]
fn every_command_prints_what_the_readme_says() {
    for readme in &READMES {
        let readme = text(readme.file);
        let folder = workplace();
        let mut code = 0;
        for block in blocks(&readme, "console") {
            let mut lines = block.lines().peekable();
            while let Some(line) = lines.next() {
                let typed = line.strip_prefix("$ ").unwrap_or_else(|| panic!("`{line}` belongs to no command"));
                let mut expected = Vec::new();
                while let Some(line) = lines.next_if(|line| !line.starts_with("$ ")) {
                    expected.push(line);
                }
                let (printed, ended) = run(typed, folder.path(), code);
                code = ended;
                let printed: Vec<&str> = printed.lines().collect();
                assert!(matches(&expected, &printed), "`{typed}` prints\n{}", printed.join("\n"));
            }
        }
    }
}

#[test]
fn every_record_is_one_that_comes_out() {
    let folder = workplace();
    for readme in &READMES {
        for block in blocks(&text(readme.file), "json") {
            let shown: Map<String, Value> = serde_json::from_str(block).expect("the block is a JSON object");
            let file = shown.get("file").and_then(Value::as_str).expect("the block names its file");
            let document = plan_eval(&format!("parse -q {file}"), folder.path()).0;
            let document: Value = serde_json::from_str(&document).expect("the output is JSON");
            let mut made: Vec<Value> = vec![document["sheets"][0].clone()];
            let records = plan_eval(&format!("parse -q --format jsonl {file}"), folder.path()).0;
            made.extend(records.lines().map(|line| serde_json::from_str::<Value>(line).expect("a line is JSON")));
            let agrees = |made: &Value| shown.iter().all(|(key, value)| made.get(key) == Some(value));
            assert!(made.iter().any(agrees), "neither the sheet nor a record of `{file}` is\n{block}");
        }
    }
}

#[test]
fn the_table_of_findings_is_that_of_the_rules() {
    for Readme { file, language, findings, .. } in &READMES {
        let readme = text(file);
        let (before, rest) = readme.split_once(RULES_START).expect("the README has the start of the table");
        let (table, after) = rest.split_once(RULES_END).expect("the README has the end of the table");
        let row = |rule: &&Rule| format!("| `{}` | {} | {} |\n", rule.name, rule.severity, rule.summary.get(*language));
        let rows: String = rules::all().iter().map(row).collect();
        let expected = format!("\n{findings}\n|---|---|---|\n{rows}\n");
        if std::env::var_os("BLESS").is_some() {
            let blessed = [before, RULES_START, &expected, RULES_END, after].concat();
            fs::write(Path::new(ROOT).join(file), blessed).expect("the README can be written");
        } else {
            assert_eq!(table, expected, "`BLESS=1 cargo test --test readme` writes the table again");
        }
    }
}

#[test]
fn both_readmes_have_the_same_parts_and_blocks() {
    // Outside and inside of fences by turns: headings by their depth, and the language of each block.
    let shape = |readme: &Readme| {
        let text = text(readme.file);
        let mut shape = Vec::new();
        for (at, part) in text.split("\n```").enumerate() {
            let lines = if at % 2 == 1 { part.lines().take(1).collect() } else { part.lines().collect::<Vec<_>>() };
            let is_mark = |line: &&str| at % 2 == 1 || line.starts_with('#');
            shape.extend(lines.into_iter().filter(is_mark).map(|line| line.split(' ').next().unwrap_or("").to_owned()));
        }
        shape
    };
    assert_eq!(shape(&READMES[0]), shape(&READMES[1]));
}

#[test]
fn recipes_name_what_the_action_and_the_hook_have() {
    let (action, hook) = (text("action.yml"), text(".pre-commit-hooks.yaml"));
    for readme in &READMES {
        let readme = text(readme.file);
        let step = readme.split_once("id: sheets\n        with:\n").expect("a recipe runs the action").1;
        let given = step.lines().map_while(|line| line.strip_prefix("          ")?.split_once(':'));
        let names: Vec<&str> = given.map(|(name, _)| name).collect();
        assert_eq!(names.len(), 2);
        for name in names {
            assert!(action.contains(&format!("\n  {name}:\n")), "the action has no input `{name}`");
        }
        assert!(action.contains("\noutputs:\n  sarif:\n") && readme.contains("steps.sheets.outputs.sarif"));
        assert!(hook.contains("- id: plan-eval\n") && readme.contains("      - id: plan-eval\n        files: "));
    }
}

#[test]
fn every_option_is_in_the_readme() {
    for readme in &READMES {
        let text = text(readme.file);
        let part = text.split("\n## ").find(|part| part.starts_with(readme.options));
        let part = part.expect("the README lists the options");
        let (of_parse, of_check) = part.split_once("`plan-eval check [").expect("the options of `check` come second");
        let (takes, of_check) = of_check.split_once("\n|").expect("a table stands below");
        let known = options("parse");
        options_agree(&flags(of_parse), &known);
        // All the options of `parse` but those that the line names.
        let left_out = flags(takes);
        let shared = known.into_iter().filter(|flag| !left_out.contains(flag));
        options_agree(&shared.chain(flags(of_check)).collect::<Vec<_>>(), &options("check"));
    }
}

/// The options that the help of a command names.
fn options(command: &str) -> Vec<String> {
    let mut known = flags(&plan_eval(&format!("{command} --help"), Path::new(ROOT)).0);
    known.retain(|flag| flag != "--help");
    known
}

/// Everything in a text that looks like an option.
fn flags(text: &str) -> Vec<String> {
    let is_part = |c: char| c == '-' || c.is_ascii_lowercase();
    let words = text.split(|c| !is_part(c)).filter(|word| word.starts_with("--") && !word.ends_with('-'));
    words.map(str::to_owned).collect()
}

#[track_caller]
fn options_agree(listed: &[String], known: &[String]) {
    for flag in known {
        assert!(listed.contains(flag), "the README lacks `{flag}`");
    }
    for flag in listed.iter().filter(|flag| *flag != "--help") {
        assert!(known.contains(flag), "`{flag}` is no option");
    }
}

#[test]
fn every_rule_is_in_the_change_log() {
    let changes = text("CHANGELOG.md");
    for rule in rules::all() {
        assert!(changes.contains(&format!("`{}`", rule.name)), "the change log lacks `{}`", rule.name);
    }
}

/// A file of the project. Line ends are LF, also where a checkout made them CRLF.
fn text(file: &str) -> String {
    fs::read_to_string(Path::new(ROOT).join(file)).expect("the file is part of the project").replace("\r\n", "\n")
}

/// What stands in the fenced blocks of one language.
fn blocks<'t>(text: &'t str, language: &str) -> Vec<&'t str> {
    let fence = format!("\n```{language}\n");
    let blocks: Vec<&str> = text.split(&fence).skip(1).filter_map(|rest| rest.split("```").next()).collect();
    assert!(!blocks.is_empty(), "the README has no `{language}` block");
    blocks
}

/// A folder with the fixtures that the README uses; commands may write beside them.
fn workplace() -> TempDir {
    let folder = tempfile::tempdir().expect("a temporary folder can be made");
    copy(&Path::new(ROOT).join("fixtures"), &folder.path().join("fixtures"));
    folder
}

fn copy(from: &Path, to: &Path) {
    fs::create_dir_all(to).expect("the folder is ours");
    for entry in fs::read_dir(from).expect("the fixtures are part of the project") {
        let path = entry.expect("the entry can be read").path();
        let target = to.join(path.file_name().expect("an entry has a name"));
        if path.is_dir() {
            copy(&path, &target);
        } else {
            fs::copy(&path, &target).expect("the folder is ours");
        }
    }
}

/// Runs a line as typed: what it prints on both streams in order, and its exit code. The few other commands that the
/// README uses are played, because a shell is not everywhere the same.
fn run(typed: &str, folder: &Path, code: i32) -> (String, i32) {
    let words: Vec<&str> = typed.split(' ').collect();
    match words[..] {
        ["plan-eval", ..] => plan_eval(&words[1..].join(" "), folder),
        ["cargo", "run", "--release", "--", ..] => plan_eval(&words[4..].join(" "), folder),
        // This very run.
        ["cargo", "test"] => (String::new(), 0),
        ["echo", "$?"] => (format!("{code}\n"), 0),
        ["cat", file] => (fs::read_to_string(folder.join(file)).expect("the file was written before"), 0),
        _ => panic!("`{typed}` is no command that the README may use"),
    }
}

/// Runs the binary: what it prints on both streams in order, and its exit code.
fn plan_eval(arguments: &str, folder: &Path) -> (String, i32) {
    let (mut reader, writer) = io::pipe().expect("a pipe can be made");
    let mut command = Command::new(cargo_bin!("plan-eval"));
    command.current_dir(folder).args(arguments.split(' ')).stdin(Stdio::null());
    for name in ["LC_ALL", "LC_MESSAGES", "LANG", "COLUMNS", "CLICOLOR_FORCE", "PLAN_EVAL_OUTPUT_FORMAT"] {
        command.env_remove(name);
    }
    command.stdout(writer.try_clone().expect("a pipe has two ends")).stderr(writer);
    let mut child = command.spawn().expect("the binary runs");
    // The command holds the writing end too; the pipe ends with the last holder.
    drop(command);
    let mut printed = String::new();
    reader.read_to_string(&mut printed).expect("everything printed is UTF-8");
    let status = child.wait().expect("the binary ends");
    (printed, status.code().expect("nothing kills the binary"))
}

/// Whether lines are as expected, `...` standing for any number of them.
fn matches(expected: &[&str], printed: &[&str]) -> bool {
    match (expected, printed) {
        (["...", rest @ ..], _) => (0..=printed.len()).any(|skipped| matches(rest, &printed[skipped..])),
        ([line, expected @ ..], [found, printed @ ..]) => line == found && matches(expected, printed),
        ([], _) => printed.is_empty(),
        ([_, ..], []) => false,
    }
}
