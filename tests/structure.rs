//! The tree stays readable: imports point one way, and no file outgrows its room.
//!
//! In: the project's own sources. What a module may use stands to its left in `ORDER`, and nothing else.

mod common;

use std::fs;

use common::{files, root};

/// The acts, in the order in which they may use each other: a module uses itself and what stands before it.
const ORDER: [&[&str]; 7] =
    [&["source"], &["diagnostic", "record"], &["read"], &["interpret"], &["rules"], &["report"], &["write"]];

/// A file that passes this wants to be two rooms. Tests below the code do not count.
const MOST_LINES: usize = 400;

/// The place of a module in the order.
fn place(module: &str) -> Option<usize> {
    ORDER.iter().position(|modules| modules.contains(&module))
}

/// The sources of the library with their module: `src/read/lex/mod.rs` is of `read`.
fn sources() -> Vec<(String, String, String)> {
    let base = root().join("src");
    let module = |path: &std::path::Path| {
        let inner = path.strip_prefix(&base).expect("sources stand under src");
        let first = inner.components().next().expect("a file has a name").as_os_str().to_string_lossy().into_owned();
        first.trim_end_matches(".rs").to_owned()
    };
    files("src", ".rs")
        .into_iter()
        .map(|path| {
            let text = fs::read_to_string(&path).expect("a listed file can be read");
            (module(&path), path.display().to_string(), text)
        })
        .collect()
}

/// The code of a file without its tests.
fn code(text: &str) -> &str {
    text.split("#[cfg(test)]").next().unwrap_or_default()
}

#[test]
fn imports_point_one_way() {
    let mut checked = 0;
    for (module, path, text) in sources() {
        let Some(own) = place(&module) else { continue };
        // A link in a comment uses nothing.
        for line in code(&text).lines().filter(|line| !line.trim_start().starts_with("//")) {
            let Some((_, import)) = line.split_once("crate::") else { continue };
            let used = import.split(|c: char| !c.is_alphanumeric() && c != '_').next().unwrap_or_default();
            let Some(other) = place(used) else { continue };
            assert!(other <= own, "{path}: `{module}` may not use `{used}`: {line}");
            checked += 1;
        }
    }
    assert!(checked > 100, "only {checked} imports were found");
}

#[test]
fn no_file_outgrows_its_room() {
    for (_, path, text) in sources() {
        let lines = code(&text).lines().count();
        assert!(lines <= MOST_LINES, "{path} has {lines} lines before its tests");
    }
}

#[test]
fn every_file_says_what_it_is() {
    for (_, path, text) in sources() {
        assert!(text.starts_with("//! "), "{path} opens without saying what goes in and what comes out");
    }
}
