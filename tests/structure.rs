//! The source keeps its shape: imports go one way, and no file outgrows a reader.
//!
//! In: the files under `src`, as text. A module may import from what stands before it in the way of the data, and in an
//! act no two stages need each other. What is not so yet is listed here; a list that says too much fails as well, so
//! that it only shrinks.

mod common;

use std::collections::{BTreeMap, BTreeSet};
use std::fs;

use common::{files, root};

/// The way of the data: a module may import from those before it and from itself. A sheet holds its findings, therefore
/// `diagnostic` stands before `record`; what is written holds findings as they were placed, therefore `report` before
/// `write`.
const ORDER: [&str; 11] =
    ["source", "diagnostic", "record", "read", "interpret", "check", "rules", "config", "report", "write", "lib"];

/// Stages that need each other, directly or over others.
const ENTANGLED: &[&str] = &[
    "interpret::beside",
    "interpret::classify",
    "interpret::extract",
    "interpret::heading",
    "interpret::outline",
    "interpret::row",
    "interpret::shape",
];

/// As in `rustfmt.toml`, which leaves comments alone.
const WIDTH: usize = 120;

/// The most lines of a file before its tests.
const LONGEST: usize = 400;

/// A file of the library or the binary.
struct File {
    /// From `src`, with `/`.
    path: String,
    /// Its text before its tests, without comments.
    code: String,
    lines: usize,
}

/// All files but those that hold nothing but tests.
fn sources() -> Vec<File> {
    let paths = files("src", ".rs");
    assert!(paths.len() >= 40, "only {} files were found", paths.len());
    let file = |path: std::path::PathBuf| {
        let text = fs::read_to_string(&path).expect("a source file is text");
        let before: Vec<&str> = text.lines().take_while(|line| *line != "#[cfg(test)]").collect();
        let code = before.iter().filter(|line| !line.trim_start().starts_with("//"));
        let path = path.strip_prefix(root().join("src")).expect("it was found there");
        let path = path.components().map(|part| part.as_os_str().to_string_lossy()).collect::<Vec<_>>().join("/");
        File { path, code: code.copied().collect::<Vec<_>>().join("\n"), lines: before.len() }
    };
    paths.into_iter().map(file).filter(|file| !file.path.ends_with("tests.rs")).collect()
}

impl File {
    /// Its module: `interpret`, `row` for `interpret/row/mod.rs` and `interpret/row.rs`.
    fn module(&self) -> Vec<&str> {
        let path = self.path.trim_end_matches(".rs").trim_end_matches("/mod");
        path.split('/').collect()
    }

    fn act(&self) -> &str {
        self.module()[0]
    }

    fn is_of_the_binary(&self) -> bool {
        matches!(self.act(), "main" | "cli")
    }

    /// Every module of the library that its code names, from the root: the first two parts of each path.
    fn named(&self) -> Vec<Vec<String>> {
        let mut named = Vec::new();
        for (at, _) in self.code.match_indices("crate::") {
            named.extend(expanded(&[], &self.code[at + "crate::".len()..]));
        }
        for (at, _) in self.code.match_indices("super::").filter(|(at, _)| !self.code[..*at].ends_with("super::")) {
            let path = self.code[at..].trim_start_matches("super::");
            let steps = (self.code.len() - at - path.len()) / "super::".len();
            let module = self.module();
            let above: Vec<String> = module[..module.len() - steps].iter().map(|&part| part.to_owned()).collect();
            named.extend(expanded(&above, path));
        }
        named
    }
}

/// The paths that a path with braces stands for, two parts of each.
fn expanded(above: &[String], path: &str) -> Vec<Vec<String>> {
    if above.len() >= 2 {
        return vec![above[..2].to_vec()];
    }
    if let Some(list) = path.strip_prefix('{') {
        let list = &list[..list.find('}').unwrap_or(list.len())];
        return list.split(',').flat_map(|part| expanded(above, part.trim())).collect();
    }
    let length = path.find(|c: char| !c.is_alphanumeric() && c != '_').unwrap_or(path.len());
    let below = [above, &[path[..length].to_owned()]].concat();
    match path[length..].strip_prefix("::") {
        Some(rest) => expanded(&below, rest),
        None => vec![below],
    }
}

/// The place of a module in the order.
fn place(act: &str) -> usize {
    let found = ORDER.iter().position(|&name| name == act);
    found.unwrap_or_else(|| panic!("`{act}` has no place in the way of the data: give it one in ORDER"))
}

#[test]
fn imports_go_one_way() {
    let mut count = 0;
    for file in sources().iter().filter(|file| !file.is_of_the_binary()) {
        assert!(!file.code.contains("plan_eval::"), "{} names its own library", file.path);
        for named in file.named().iter().filter(|named| named[0] != file.act()) {
            count += 1;
            assert!(place(&named[0]) < place(file.act()), "{} may not use `{}`", file.path, named.join("::"));
        }
    }
    assert!(count >= 100, "only {count} imports were found");
}

#[test]
fn the_binary_knows_only_the_public_names_of_the_library() {
    let acts = |file: &File| file.named().into_iter().map(|named| named[0].clone()).collect::<BTreeSet<_>>();
    let own = BTreeSet::from(["cli".to_owned()]);
    let mut count = 0;
    for file in sources().iter().filter(|file| file.is_of_the_binary()) {
        let of_the_library = acts(file).difference(&own).filter(|act| ORDER.contains(&act.as_str())).count();
        assert_eq!(of_the_library, 0, "{} reaches into the library", file.path);
        count += file.code.matches("plan_eval::").count();
    }
    assert!(count >= 10, "only {count} imports were found");
}

/// Every stage that a stage needs, directly or over others.
fn reached<'n>(needs: &'n BTreeMap<String, BTreeSet<String>>, from: &'n String) -> BTreeSet<&'n String> {
    let (mut reached, mut open) = (BTreeSet::new(), vec![from]);
    while let Some(stage) = open.pop() {
        open.extend(needs.get(stage).into_iter().flatten().filter(|&other| reached.insert(other)));
    }
    reached
}

#[test]
fn no_two_stages_need_each_other() {
    let files = sources();
    let mut needs: BTreeMap<String, BTreeSet<String>> = BTreeMap::new();
    for file in files.iter().filter(|file| file.module().len() >= 2 && !file.is_of_the_binary()) {
        let stage = file.module()[..2].join("::");
        let within = file.named().into_iter().filter(|named| named.len() == 2 && named[0] == file.act());
        let others = within.map(|named| named.join("::")).filter(|other| *other != stage);
        needs.entry(stage.clone()).or_default().extend(others);
    }
    assert!(needs.len() >= 30, "only {} stages were found", needs.len());
    let entangled: BTreeSet<&str> =
        needs.keys().filter(|stage| reached(&needs, stage).contains(*stage)).map(String::as_str).collect();
    assert_eq!(entangled, ENTANGLED.iter().copied().collect(), "stages that need each other, and those listed");
}

#[test]
fn no_file_outgrows_a_reader() {
    for File { path, lines, .. } in sources() {
        assert!(lines <= LONGEST, "{path} has {lines} lines before its tests: make it a folder");
    }
}

#[test]
fn every_file_says_what_it_is() {
    for path in files("src", ".rs").into_iter().chain(files("tests", ".rs")) {
        let text = fs::read_to_string(&path).expect("a source file is text");
        assert!(text.starts_with("//! "), "{} opens without saying what it is for", path.display());
    }
}

#[test]
fn comments_keep_to_the_width_of_the_code() {
    for path in files("src", ".rs").into_iter().chain(files("tests", ".rs")) {
        let text = fs::read_to_string(&path).expect("a source file is text");
        let is_comment = |line: &&str| line.trim_start().starts_with("//");
        let wide = text.lines().filter(is_comment).find(|line| line.chars().nth(WIDTH).is_some());
        assert_eq!(wide, None, "{} has a comment of more than {WIDTH} characters", path.display());
    }
}

#[test]
fn paths_are_expanded() {
    let case = |path: &str| expanded(&[], path).into_iter().map(|path| path.join("::")).collect::<Vec<_>>();
    assert_eq!(case("read::{decode, lex::Rows, repair};"), ["read::decode", "read::lex", "read::repair"]);
    assert_eq!(case("interpret;\n"), ["interpret"]);
    assert_eq!(case("source::{Source, Span};"), ["source::Source", "source::Span"]);
    let code = "use super::super::{Located, text};\nuse crate::rules::all;".to_owned();
    let file = File { path: "report/text/color.rs".to_owned(), code, lines: 2 };
    assert_eq!(file.named(), [["rules", "all"], ["report", "Located"], ["report", "text"]]);
}
