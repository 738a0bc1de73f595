//! What is to be read.
//!
//! In: files, folders and `-` as given. Out: the inputs in order, each folder replaced by the sheets in it, and a
//! failure in the place of whatever cannot be read. What the bytes are is left to decoding.

use std::fs;
use std::io::{self, Read as _};
use std::path::{Path, PathBuf};

use walkdir::{DirEntry, WalkDir};

use super::failure::{Failure, name};

/// The endings of file names under which sheets are exported.
const SHEET_ENDINGS: [&str; 4] = ["tsv", "txt", "csv", "tab"];

/// One thing to read.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Input {
    /// Standard input.
    Stdin,
    /// A file.
    File(PathBuf),
}

impl Input {
    /// The name in records and messages.
    pub(super) fn name(&self) -> String {
        match self {
            Self::Stdin => "-".to_owned(),
            Self::File(path) => name(path),
        }
    }

    /// All its bytes.
    pub(super) fn read(&self) -> Result<Vec<u8>, Failure> {
        let bytes = match self {
            Self::Stdin => {
                let mut bytes = Vec::new();
                io::stdin().lock().read_to_end(&mut bytes).map(|_| bytes)
            }
            Self::File(path) => fs::read(path),
        };
        bytes.map_err(|cause| Failure::Unreadable(self.name(), cause))
    }

    /// Whether this is the file at `target`, which is an absolute path without links.
    pub(super) fn is_at(&self, target: &Path) -> bool {
        match self {
            Self::Stdin => false,
            Self::File(path) => fs::canonicalize(path).is_ok_and(|path| path == target),
        }
    }
}

/// Whether an argument stands for standard input.
pub(super) fn is_stdin(argument: &Path) -> bool {
    argument == Path::new("-")
}

/// The inputs in the order given, those of a folder by name.
pub(super) fn inputs(arguments: &[PathBuf]) -> Vec<Result<Input, Failure>> {
    let mut inputs = Vec::new();
    for argument in arguments {
        if is_stdin(argument) {
            inputs.push(Ok(Input::Stdin));
        } else if argument.is_dir() {
            inputs.extend(folder(argument));
        } else {
            inputs.push(Ok(Input::File(argument.clone())));
        }
    }
    inputs
}

fn folder(path: &Path) -> Vec<Result<Input, Failure>> {
    let walk = WalkDir::new(path).follow_links(true).sort_by_file_name();
    let entries = walk.into_iter().filter_entry(|entry| entry.depth() == 0 || !is_hidden(entry));
    let sheets: Vec<_> = entries.filter_map(|entry| sheet(path, entry)).collect();
    if sheets.is_empty() { vec![Err(Failure::NoSheets(name(path)))] } else { sheets }
}

/// A sheet in a folder, or a failure where one may be missed.
fn sheet(folder: &Path, entry: Result<DirEntry, walkdir::Error>) -> Option<Result<Input, Failure>> {
    let error = match entry {
        Ok(entry) if entry.file_type().is_file() && has_sheet_ending(entry.path()) => {
            return Some(Ok(Input::File(entry.into_path())));
        }
        Ok(_) => return None,
        Err(error) => error,
    };
    // A link back to a folder above leads to nothing new; a link to nothing matters only if it is named like a sheet.
    let place = error.path().unwrap_or(folder).to_owned();
    let is_loop = error.loop_ancestor().is_some();
    let is_stray_link = place.is_symlink() && !has_sheet_ending(&place);
    if is_loop || is_stray_link {
        return None;
    }
    let cause = error.into_io_error().unwrap_or_else(|| io::ErrorKind::Other.into());
    Some(Err(Failure::Unreadable(name(&place), cause)))
}

fn has_sheet_ending(path: &Path) -> bool {
    let ending = path.extension().and_then(|ending| ending.to_str());
    ending.is_some_and(|ending| SHEET_ENDINGS.iter().any(|known| ending.eq_ignore_ascii_case(known)))
}

/// What a system or a program put there for itself: `.git`, `._a.tsv` of macOS, `~$a.csv` of Excel.
fn is_hidden(entry: &DirEntry) -> bool {
    let name = entry.file_name().to_string_lossy();
    name.starts_with('.') || name.starts_with("~$")
}

#[cfg(test)]
mod tests {
    use super::{Input, inputs};
    use std::fs;

    #[test]
    fn a_folder_gives_its_sheets_by_name() {
        let folder = tempfile::tempdir().expect("a temporary folder can be made");
        fs::create_dir(folder.path().join("b")).expect("the folder is ours");
        for file in ["c.TXT", "a.tsv", "b/z.tab", "b/y.csv", "notes.md", ".hidden.tsv", "~$c.txt", "tsv"] {
            fs::write(folder.path().join(file), "").expect("the folder is ours");
        }
        let found: Vec<Input> =
            inputs(&[folder.path().to_owned()]).into_iter().map(|input| input.expect("readable")).collect();
        let expected = ["a.tsv", "b/y.csv", "b/z.tab", "c.TXT"].map(|file| Input::File(folder.path().join(file)));
        assert_eq!(found, expected);
    }
}
