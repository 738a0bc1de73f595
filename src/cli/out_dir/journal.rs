//! What a run has done so far, so that another can go on where it was cut off.
//!
//! In: entries as they come to be. Out: a file in the folder of outputs with one line for each, written at once; and
//! the entries of a run that never came to its end. A line that is cut off counts for nothing: its input is read again.

use std::fs::{self, File, OpenOptions};
use std::io::{self, Write as _};
use std::path::Path;

use foldhash::HashMap;
use serde::{Deserialize, Serialize};

use super::manifest::{Entry, Maker};

/// The first line.
#[derive(Debug, PartialEq, Serialize, Deserialize)]
struct Head {
    #[serde(flatten)]
    maker: Maker,
    /// The run leaves nothing alone that an earlier manifest knows.
    afresh: bool,
}

/// An open journal.
#[derive(Debug)]
pub(super) struct Journal(File);

/// What a run that was cut off had done.
#[derive(Debug, Default)]
pub(super) struct Left {
    pub(super) entries: HashMap<String, Entry>,
    /// That run knew of no earlier manifest, nor must the one that goes on.
    pub(super) afresh: bool,
}

impl Journal {
    /// A new journal in the place of any other.
    pub(super) fn begin(path: &Path, maker: &Maker, afresh: bool) -> io::Result<Self> {
        let mut file = File::create(path)?;
        let head = serde_json::to_string(&Head { maker: maker.clone(), afresh })?;
        file.write_all(head.as_bytes())?;
        Ok(Self(file))
    }

    /// The journal of a run that was cut off, and what it says. None where there is none that fits.
    pub(super) fn go_on(path: &Path, maker: &Maker) -> io::Result<Option<(Self, Left)>> {
        let Ok(text) = fs::read(path) else { return Ok(None) };
        let mut lines = text.split(|&byte| byte == b'\n');
        let head = lines.next().and_then(|line| serde_json::from_slice::<Head>(line).ok());
        let Some(head) = head.filter(|head| head.maker == *maker) else { return Ok(None) };
        let entries = lines.filter_map(|line| serde_json::from_slice::<Entry>(line).ok());
        let entries = entries.map(|entry| (entry.file.clone(), entry)).collect();
        let file = OpenOptions::new().append(true).open(path)?;
        Ok(Some((Self(file), Left { entries, afresh: head.afresh })))
    }

    /// Adds an entry. It begins with the line end, so that a line that was cut off before spoils no other.
    pub(super) fn add(&mut self, entry: &Entry) -> io::Result<()> {
        let line = serde_json::to_string(entry)?;
        self.0.write_all(format!("\n{line}").as_bytes())
    }
}

#[cfg(test)]
mod tests {
    use super::Journal;
    use crate::cli::out_dir::manifest::{Entry, Maker};
    use std::fs;

    #[test]
    fn a_line_that_was_cut_off_spoils_no_other() {
        let folder = tempfile::tempdir().expect("a temporary folder can be made");
        let path = folder.path().join("journal");
        let maker = Maker::with(serde_json::json!({ "format": "json" }));
        let entry = |name: &str| Entry::failed(name.to_owned(), "x".to_owned());
        let mut journal = Journal::begin(&path, &maker, true).expect("the folder is ours");
        journal.add(&entry("a")).expect("the folder is ours");
        journal.add(&entry("b")).expect("the folder is ours");
        let whole = fs::read(&path).expect("the folder is ours");
        fs::write(&path, &whole[..whole.len() - 5]).expect("the folder is ours");

        let (mut journal, left) = Journal::go_on(&path, &maker).expect("the folder is ours").expect("it fits");
        assert!(left.afresh);
        assert_eq!(left.entries.keys().collect::<Vec<_>>(), ["a"]);
        journal.add(&entry("c")).expect("the folder is ours");
        let (_, left) = Journal::go_on(&path, &maker).expect("the folder is ours").expect("it fits");
        let mut names: Vec<_> = left.entries.keys().collect();
        names.sort();
        assert_eq!(names, ["a", "c"]);

        let other = Maker::with(serde_json::json!({ "format": "csv" }));
        assert!(Journal::go_on(&path, &other).expect("the folder is ours").is_none());
    }
}
