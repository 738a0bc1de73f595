//! A list of inputs in a file.
//!
//! In: a file or standard input with one path a line. Out: the paths. On Unix a path is bytes and need not be UTF-8; a
//! list with a byte order mark is text, because PowerShell writes lists so.

use std::fs;
use std::io::{self, Read as _};
use std::path::{Path, PathBuf};

use plan_eval::diagnostic::Findings;
use plan_eval::read::decode;

use super::is_stdin;
use crate::cli::failure::{Failure, name};

/// The byte order marks of UTF-8 and of both kinds of UTF-16.
const MARKS: [&[u8]; 3] = [b"\xef\xbb\xbf", b"\xff\xfe", b"\xfe\xff"];

/// The paths that the list at `path` names, in its order.
pub(super) fn paths(path: &Path) -> Result<Vec<PathBuf>, Failure> {
    let bytes = if is_stdin(path) { stdin() } else { fs::read(path) };
    let bytes = bytes.map_err(|cause| Failure::Unreadable(name(path), cause))?;
    let is_text = !cfg!(unix) || MARKS.iter().any(|mark| bytes.starts_with(mark));
    let bytes = if is_text { text(path, &bytes)?.into_bytes() } else { bytes };
    // A path may hold a line break: `find -print0` ends each with a zero byte instead.
    let end = if bytes.contains(&0) { 0 } else { b'\n' };
    let lines = bytes.split(|&byte| byte == end).map(|line| line.strip_suffix(b"\r").unwrap_or(line));
    let paths: Vec<PathBuf> = lines.filter(|line| !line.is_empty()).map(of_bytes).collect();
    if paths.is_empty() { Err(Failure::EmptyList(name(path))) } else { Ok(paths) }
}

fn stdin() -> io::Result<Vec<u8>> {
    let mut bytes = Vec::new();
    io::stdin().lock().read_to_end(&mut bytes).map(|_| bytes)
}

fn text(path: &Path, bytes: &[u8]) -> Result<String, Failure> {
    let decoded = decode::source(name(path), bytes, None, &mut Findings::default());
    let source = decoded.map_err(|error| Failure::Refused(name(path), error.text()))?;
    Ok(source.text().to_owned())
}

#[cfg(unix)]
fn of_bytes(line: &[u8]) -> PathBuf {
    use std::ffi::OsStr;
    use std::os::unix::ffi::OsStrExt as _;

    OsStr::from_bytes(line).into()
}

/// Where paths are no bytes, the list was decoded before.
#[cfg(not(unix))]
fn of_bytes(line: &[u8]) -> PathBuf {
    String::from_utf8_lossy(line).into_owned().into()
}
