//! Patterns of files, and the paths that they are held against.
//!
//! In: a pattern of a configuration, and the path of a sheet as given. Out: a glob, and the names under which a city
//! may mean the sheet. Nothing is asked of the file system: a link is what it is called.

use std::path::{Component, Path, PathBuf};

use globset::{Glob, GlobBuilder};

/// Reads a pattern as `--include` reads it: one without `/` is about names, at any depth. `2019/` is all that lies in a
/// folder.
pub(super) fn pattern(written: &str) -> Result<Glob, globset::Error> {
    let written = written.strip_prefix("./").unwrap_or(written);
    let whole = match (written.ends_with('/'), written.contains('/')) {
        (true, _) => format!("{written}**"),
        (false, true) => written.to_owned(),
        (false, false) => format!("**/{written}"),
    };
    GlobBuilder::new(&whole).case_insensitive(true).literal_separator(true).build()
}

/// The names of a file: as given, and from the folder of the configuration where it lies in there.
pub(super) fn names(file: &str, folder: Option<&Path>) -> Vec<String> {
    let mut names = vec![joined(Path::new(file))];
    let below = |folder: &Path| {
        let (file, folder) = (absolute(Path::new(file))?, absolute(folder)?);
        Some(joined(file.strip_prefix(folder).ok()?))
    };
    names.extend(folder.and_then(below));
    names
}

/// The path from the root, without `.` and `..`; none where there is no working folder.
pub fn absolute(path: &Path) -> Option<PathBuf> {
    let mut plain = PathBuf::new();
    for part in std::path::absolute(path).ok()?.components() {
        match part {
            Component::ParentDir => drop(plain.pop()),
            Component::CurDir => {}
            Component::Prefix(_) | Component::RootDir | Component::Normal(_) => plain.push(part),
        }
    }
    Some(plain)
}

/// The path with `/` on every system, without `./` before it.
fn joined(path: &Path) -> String {
    let parts = path.components().filter(|part| *part != Component::CurDir);
    let joined = parts.collect::<PathBuf>().to_string_lossy().into_owned();
    if cfg!(windows) { joined.replace('\\', "/") } else { joined }
}
