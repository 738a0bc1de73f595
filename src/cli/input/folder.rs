//! The sheets in a folder.
//!
//! In: a folder, and what to look for. Out: the inputs by name, folder by folder. Pipes and devices that lie there are
//! no sheets; links are followed, and a link that leads back up leads to nothing new.

use std::path::{Path, PathBuf};

use globset::{GlobBuilder, GlobSet, GlobSetBuilder};
use walkdir::{DirEntry, WalkDir};

use super::{Input, Place};
use crate::cli::failure::{Failure, name};

/// The endings of file names under which sheets are exported.
const SHEET_ENDINGS: [&str; 4] = ["tsv", "txt", "csv", "tab"];

/// What is looked for in folders.
#[derive(Debug)]
pub(super) struct Search {
    /// None for the usual endings: patterns take longer to prepare than a small sheet takes to read.
    include: Option<GlobSet>,
    exclude: GlobSet,
    /// The patterns of `include`, for people.
    wanted: String,
    /// An absolute path without links that is not searched.
    left_out: Option<PathBuf>,
}

impl Search {
    pub(super) fn checked(include: &[String], exclude: &[String]) -> Result<Self, Failure> {
        let usual = SHEET_ENDINGS.map(|ending| format!("*.{ending}"));
        let (globset, wanted) = match include {
            [] => (None, usual.join(" ")),
            patterns => (Some(globs("--include", patterns)?), patterns.join(" ")),
        };
        Ok(Self { include: globset, exclude: globs("--exclude", exclude)?, wanted, left_out: None })
    }

    pub(super) fn leave_out(&mut self, path: &Path) {
        self.left_out = dunce::canonicalize(path).ok();
    }

    /// The sheets in a folder, or why there are none.
    pub(super) fn folder(&self, folder: &Path) -> Vec<Result<Input, Failure>> {
        let walk = WalkDir::new(folder).follow_links(true).sort_by_file_name();
        let entries = walk.into_iter().filter_entry(|entry| entry.depth() == 0 || self.is_entered(folder, entry));
        let sheets: Vec<_> = entries.filter_map(|entry| self.sheet(folder, entry)).collect();
        if sheets.is_empty() { vec![Err(Failure::NoSheets(name(folder), self.wanted.clone()))] } else { sheets }
    }

    fn is_entered(&self, folder: &Path, entry: &DirEntry) -> bool {
        let is_left_out = || {
            let left_out = self.left_out.as_deref().filter(|_| entry.file_type().is_dir());
            left_out.is_some_and(|path| dunce::canonicalize(entry.path()).is_ok_and(|entry| entry == path))
        };
        !is_hidden(entry) && !self.exclude.is_match(relative(folder, entry.path())) && !is_left_out()
    }

    /// A sheet in a folder, or a failure where one may be missed.
    fn sheet(&self, folder: &Path, entry: Result<DirEntry, walkdir::Error>) -> Option<Result<Input, Failure>> {
        let is_sheet = |path: &Path| match &self.include {
            Some(globs) => globs.is_match(relative(folder, path)),
            None => has_sheet_ending(path),
        };
        let error = match entry {
            Ok(entry) if entry.file_type().is_file() && is_sheet(entry.path()) => {
                let below = relative(folder, entry.path()).to_owned();
                return Some(Ok(Input { place: Place::File(entry.into_path()), below }));
            }
            Ok(_) => return None,
            Err(error) => error,
        };
        // A link back to a folder above leads to nothing new; a link to nothing matters only if it is named like a
        // sheet.
        let place = error.path().unwrap_or(folder).to_owned();
        let is_loop = error.loop_ancestor().is_some();
        let is_stray_link = place.is_symlink() && !is_sheet(&place);
        if is_loop || is_stray_link || self.exclude.is_match(relative(folder, &place)) {
            return None;
        }
        let cause = error.into_io_error().unwrap_or_else(|| std::io::ErrorKind::Other.into());
        Some(Err(Failure::Unreadable(name(&place), cause)))
    }
}

/// The path from the folder.
fn relative<'p>(folder: &Path, path: &'p Path) -> &'p Path {
    path.strip_prefix(folder).unwrap_or(path)
}

fn has_sheet_ending(path: &Path) -> bool {
    let ending = path.extension().and_then(|ending| ending.to_str());
    ending.is_some_and(|ending| SHEET_ENDINGS.iter().any(|known| ending.eq_ignore_ascii_case(known)))
}

/// Patterns as one set. A pattern without `/` is about names, at any depth; endings are spelled in any case.
fn globs(flag: &'static str, patterns: &[String]) -> Result<GlobSet, Failure> {
    let wrong = |pattern: &str, error: &globset::Error| Failure::Pattern(flag, pattern.to_owned(), error.to_string());
    if patterns.is_empty() {
        return Ok(GlobSet::empty());
    }
    let mut set = GlobSetBuilder::new();
    for pattern in patterns {
        let anywhere = if pattern.contains('/') { pattern.clone() } else { format!("**/{pattern}") };
        let glob = GlobBuilder::new(&anywhere).case_insensitive(true).literal_separator(true).build();
        set.add(glob.map_err(|error| wrong(pattern, &error))?);
    }
    set.build().map_err(|error| wrong(&patterns.join(" "), &error))
}

/// What a system or a program put there for itself: `.git`, `._a.tsv` of macOS, `~$a.csv` of Excel.
fn is_hidden(entry: &DirEntry) -> bool {
    let name = entry.file_name().as_encoded_bytes();
    name.starts_with(b".") || name.starts_with(b"~$")
}

#[cfg(test)]
mod tests {
    use super::Search;
    use std::fs;

    #[track_caller]
    fn case(include: &[&str], exclude: &[&str], expected: &[&str]) {
        let folder = tempfile::tempdir().expect("a temporary folder can be made");
        fs::create_dir(folder.path().join("b")).expect("the folder is ours");
        for file in ["c.TXT", "a.tsv", "b/z.tab", "b/y.csv", "notes.md", ".hidden.tsv", "~$c.txt", "tsv"] {
            fs::write(folder.path().join(file), "").expect("the folder is ours");
        }
        let owned = |patterns: &[&str]| patterns.iter().map(|&of| of.to_owned()).collect::<Vec<_>>();
        let search = Search::checked(&owned(include), &owned(exclude)).expect("the patterns are right");
        let found = search.folder(folder.path());
        let below: Vec<String> = found.into_iter().flatten().map(|input| super::super::name(&input.below)).collect();
        assert_eq!(below, expected);
    }

    #[test]
    fn a_folder_gives_its_sheets_by_name() {
        case(&[], &[], &["a.tsv", "b/y.csv", "b/z.tab", "c.TXT"]);
    }

    #[test]
    fn patterns_are_about_names_or_about_paths_from_the_folder() {
        case(&["*.md", "*.csv"], &[], &["b/y.csv", "notes.md"]);
        case(&["b/*"], &[], &["b/y.csv", "b/z.tab"]);
        case(&[], &["b"], &["a.tsv", "c.TXT"]);
        case(&[], &["b/*.csv", "*.txt"], &["a.tsv", "b/z.tab"]);
        case(&[], &["*"], &[]);
    }
}
