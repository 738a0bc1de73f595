//! A folder with one output per input, its manifest, and what is needed to go on after a run that was cut off.
//!
//! In: the inputs, and each output as it is made. Out: files that appear whole, none of them outside the folder
//! whatever an input is called and wherever a link in the folder leads. What is unfinished lies in a hidden folder
//! within, which is gone when the run is over: killing a run leaves nothing half done that looks done.

mod journal;
pub(crate) mod manifest;
mod names;

use std::ffi::OsStr;
use std::fs;
use std::io::{self, BufWriter, Write as _};
use std::path::{Path, PathBuf};

use foldhash::{HashMap, HashSet};
use plan_eval::diagnostic::Language;
use plan_eval::write::{self, csv};
use tempfile::NamedTempFile;

use self::journal::Journal;
use self::manifest::{Entry, Left, MANIFEST, Maker, Manifest, State, Why};
use super::failure::{Failure, name};
use super::input::{Input, STDIN};
use super::{datapackage, output};

/// Where everything unfinished lies; hidden, so that no search for sheets finds it.
const WORKSHOP: &str = ".plan-eval";

/// The file in it that says what is done.
const JOURNAL: &str = "journal";

/// An open folder of outputs.
#[derive(Debug)]
pub(crate) struct OutDir {
    root: PathBuf,
    /// The same without links.
    real: PathBuf,
    maker: Maker,
    journal: Journal,
    /// Folders that are known to be within.
    entered: HashSet<PathBuf>,
    entries: Vec<Entry>,
    /// The outputs of earlier runs, each with its input.
    before: Vec<(String, String)>,
}

/// What is known of earlier runs.
pub(crate) type Known = HashMap<String, Entry>;

impl OutDir {
    /// Opens the folder; it is made if it is not there. With `skip`, earlier runs with an equal `maker` count.
    pub(crate) fn open(root: &Path, maker: Maker, skip: bool) -> Result<(Self, Known), Failure> {
        let failed = |cause: io::Error| match cause.kind() {
            io::ErrorKind::AlreadyExists | io::ErrorKind::NotADirectory => Failure::OutputIsFile(name(root)),
            _ => Failure::Unwritable(Some(name(root)), cause),
        };
        fs::create_dir_all(root).map_err(failed)?;
        let real = dunce::canonicalize(root).map_err(failed)?;
        let workshop = real.join(WORKSHOP);
        clear(&workshop).map_err(failed)?;
        let path = workshop.join(JOURNAL);
        let manifest = manifest(&real);
        let earlier = || manifest.as_ref().map(|manifest| earlier(manifest, &maker)).unwrap_or_default();
        let going_on = if skip { Journal::go_on(&path, &maker).map_err(failed)? } else { None };
        let (journal, known) = match going_on {
            Some((journal, left)) => {
                let mut known = if left.afresh { Known::default() } else { earlier() };
                known.extend(left.entries);
                (journal, known)
            }
            None => {
                let known = if skip { earlier() } else { Known::default() };
                (Journal::begin(&path, &maker, !skip).map_err(failed)?, known)
            }
        };
        let entered = HashSet::from_iter([real.clone()]);
        let before = manifest.map(outputs).unwrap_or_default();
        Ok((Self { root: root.to_owned(), real, maker, journal, entered, entries: Vec::new(), before }, known))
    }

    /// The output of each input, below the folder. Refuses what would write over an input.
    pub(crate) fn names(root: &Path, inputs: &[Result<Input, Failure>], ending: &str) -> Result<Vec<PathBuf>, Failure> {
        let names = names::names(inputs, ending, &[MANIFEST, datapackage::NAME])?;
        let there: Vec<PathBuf> = names.iter().filter_map(|name| dunce::canonicalize(root.join(name)).ok()).collect();
        if !there.is_empty() {
            let read: HashSet<PathBuf> = inputs.iter().flatten().filter_map(Input::canonical).collect();
            if let Some(path) = there.iter().find(|path| read.contains(*path)) {
                return Err(Failure::OutputIsInput(name(path)));
            }
        }
        Ok(names)
    }

    /// Where the unfinished lies.
    pub(crate) fn workshop(&self) -> PathBuf {
        self.real.join(WORKSHOP)
    }

    /// Puts a finished output into its place.
    pub(crate) fn put(&mut self, made: NamedTempFile, below: &Path) -> Result<(), Failure> {
        let target = self.real.join(below);
        let shown = || name(&self.root.join(below));
        let folder = target.parent().unwrap_or(&self.real).to_owned();
        if !self.entered.contains(&folder) {
            let is_within = enter(&self.real, &folder).map_err(|cause| Failure::Unwritable(Some(shown()), cause))?;
            if !is_within {
                return Err(Failure::LeadsOut(shown()));
            }
            self.entered.insert(folder);
        }
        if target.is_dir() {
            return Err(Failure::OutputIsFolder(shown()));
        }
        made.persist(&target).map(drop).map_err(|error| Failure::Unwritable(Some(shown()), error.error))
    }

    /// Remembers what became of the next input.
    pub(crate) fn note(&mut self, entry: Entry) -> Result<(), Failure> {
        let noted = self.journal.add(&entry);
        self.entries.push(entry);
        noted.map_err(|cause| Failure::Unwritable(Some(name(&self.root)), cause))
    }

    /// Describes the outputs, which are CSV and have these names.
    pub(crate) fn package(
        &mut self,
        names: &[PathBuf],
        dialect: csv::Dialect,
        language: Language,
    ) -> Result<(), Failure> {
        let mut resources = Vec::new();
        for (entry, below) in self.entries.iter().zip(names) {
            let Some(output) = &entry.output else { continue };
            let path = self.real.join(below);
            let resource = datapackage::resource(&path, output.clone(), vec![entry.file.clone()]);
            resources.push(resource.map_err(|cause| Failure::Unreadable(name(&self.root.join(output)), cause))?);
        }
        let package = write::datapackage::package(&resources, dialect, language);
        self.write(datapackage::NAME, |out| out.write_all(package.as_bytes()))
    }

    /// Writes the manifest, and clears away what only an unfinished run needs. What earlier runs left is for people to
    /// judge: it stays.
    pub(crate) fn finish(mut self) -> Result<Vec<Left>, Failure> {
        let left = self.left();
        let (maker, entries) = (self.maker.clone(), std::mem::take(&mut self.entries));
        self.write(MANIFEST, |out| manifest::write(out, &maker, &entries, &left))?;
        fs::remove_dir_all(self.workshop()).map_err(|cause| Failure::Unwritable(Some(name(&self.root)), cause))?;
        Ok(left)
    }

    /// The outputs of earlier runs that are still there, and that look as if this one had made them. An input that is
    /// there and was not asked for this time has a right to its output.
    fn left(&self) -> Vec<Left> {
        let made: HashSet<&str> = self.entries.iter().filter_map(|entry| entry.output.as_deref()).collect();
        let failed = self.entries.iter().filter(|entry| entry.state == State::Failed);
        let failed: HashSet<&str> = failed.map(|entry| &*entry.file).collect();
        let left = |(file, output): &(String, String)| {
            let is_gone = || file != STDIN && matches!(Path::new(file).try_exists(), Ok(false));
            let gone = || is_gone().then_some(Why::Gone);
            let why = if failed.contains(&**file) { Some(Why::Failed) } else { gone() }?;
            let is_there = self.real.join(output).is_file();
            is_there.then(|| Left { file: file.clone(), output: output.clone(), why })
        };
        self.before.iter().filter(|(_, output)| !made.contains(&**output)).filter_map(left).collect()
    }

    fn write<F>(&mut self, file: &str, write: F) -> Result<(), Failure>
    where
        F: FnOnce(&mut BufWriter<NamedTempFile>) -> io::Result<()>,
    {
        let unwritable = |cause| Failure::Unwritable(Some(name(&self.root.join(file))), cause);
        let made = unfinished(&self.workshop()).and_then(|made| {
            let mut out = BufWriter::new(made);
            write(&mut out)?;
            out.flush()?;
            out.into_inner().map_err(io::IntoInnerError::into_error)
        });
        let made = made.map_err(unwritable)?;
        self.put(made, Path::new(file))
    }
}

/// A file for an output that is being made.
pub(crate) fn unfinished(workshop: &Path) -> io::Result<NamedTempFile> {
    output::new_file(workshop)
}

/// The manifest of the run before, if there is one.
fn manifest(real: &Path) -> Option<Manifest> {
    fs::read(real.join(MANIFEST)).ok().and_then(|bytes| serde_json::from_slice(&bytes).ok())
}

/// What a manifest knows, if it was made the same way. Whatever was converted then is unchanged now.
fn earlier(manifest: &Manifest, maker: &Maker) -> Known {
    let known = |entry: &Entry| match entry.state {
        State::Converted | State::Unchanged => {
            Some((entry.file.clone(), Entry { state: State::Unchanged, ..entry.clone() }))
        }
        State::Failed => None,
    };
    let is_same = manifest.maker == *maker;
    manifest.inputs.iter().filter(|_| is_same).filter_map(known).collect()
}

/// The outputs that a manifest knows, each with its input.
fn outputs(manifest: Manifest) -> Vec<(String, String)> {
    let made = manifest.inputs.into_iter().filter_map(|entry| Some((entry.file, entry.output?)));
    made.chain(manifest.left.into_iter().map(|left| (left.file, left.output))).collect()
}

/// Makes the workshop, or clears what a run that was cut off left in it: all but its journal.
fn clear(workshop: &Path) -> io::Result<()> {
    match fs::symlink_metadata(workshop) {
        Ok(found) if found.is_dir() => {}
        // A link here could lead anywhere.
        Ok(_) => fs::remove_file(workshop).and_then(|()| fs::create_dir(workshop))?,
        Err(_) => fs::create_dir(workshop)?,
    }
    for entry in fs::read_dir(workshop)? {
        let entry = entry?;
        if entry.file_name() != OsStr::new(JOURNAL) && entry.file_type()?.is_file() {
            fs::remove_file(entry.path())?;
        }
    }
    Ok(())
}

/// Makes a folder within the root, step by step, up to a link that leads out. Whether there was none.
fn enter(root: &Path, folder: &Path) -> io::Result<bool> {
    let mut at = root.to_owned();
    for part in folder.strip_prefix(root).unwrap_or(Path::new("")).components() {
        at.push(part);
        match fs::create_dir(&at) {
            Err(cause) if cause.kind() != io::ErrorKind::AlreadyExists => return Err(cause),
            Ok(()) | Err(_) => {}
        }
        if !dunce::canonicalize(&at)?.starts_with(root) {
            return Ok(false);
        }
    }
    Ok(true)
}
