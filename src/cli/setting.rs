//! By which configuration each sheet is read.
//!
//! In: where configurations are looked for, and the path of a sheet. Out: its [`Setting`]; each file is read once. What
//! stands in such a file is left to the library.

use std::fs;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, PoisonError};

use foldhash::HashMap;

use plan_eval::config::{self, Config, FILE_NAME};
use plan_eval::interpret::{self, layout::Layout};

use super::counted::sha256;
use super::failure::{Failure, name};
use super::input::Input;
use super::options::{ConfigPlace, Reading};

/// How a sheet is read and checked.
#[derive(Debug)]
pub(super) struct Setting {
    /// How it is read.
    pub(super) reading: interpret::Options,
    /// What is asked of it.
    pub(super) config: Config,
    /// The fingerprint of the configuration, if there is one.
    pub(super) sha256: Option<String>,
}

/// The settings of a run.
#[derive(Debug)]
pub(super) struct Settings<'r> {
    reading: &'r Reading,
    plain: Arc<Setting>,
    /// By file; none where there is no such file.
    known: Mutex<HashMap<PathBuf, Option<Arc<Setting>>>>,
}

impl<'r> Settings<'r> {
    /// Settings that are found when they are asked for.
    pub(super) fn new(reading: &'r Reading) -> Self {
        let plain = Setting { reading: reading.options.clone(), config: Config::default(), sha256: None };
        Self { reading, plain: Arc::new(plain), known: Mutex::default() }
    }

    /// The setting of an input.
    pub(super) fn of(&self, input: &Input) -> Result<Arc<Setting>, Failure> {
        match &self.reading.config {
            ConfigPlace::Nowhere => Ok(Arc::clone(&self.plain)),
            ConfigPlace::File(file) => {
                let missing = || Failure::Unreadable(name(file), std::io::ErrorKind::NotFound.into());
                self.at(file)?.ok_or_else(missing)
            }
            ConfigPlace::Above => self.above(input),
        }
    }

    /// The setting of the nearest configuration in the folder of an input or above; standard input has the folder that
    /// the command runs in.
    fn above(&self, input: &Input) -> Result<Arc<Setting>, Failure> {
        let own = input.path().map_or(Path::new("."), folder_of);
        let folder = config::absolute(own).unwrap_or_else(|| own.to_owned());
        for folder in folder.ancestors() {
            if let Some(setting) = self.at(&folder.join(FILE_NAME))? {
                return Ok(setting);
            }
        }
        Ok(Arc::clone(&self.plain))
    }

    /// The setting of a file; none where there is no such file.
    fn at(&self, file: &Path) -> Result<Option<Arc<Setting>>, Failure> {
        let mut known = self.known.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(setting) = known.get(file) {
            return Ok(setting.clone());
        }
        let setting = match fs::read_to_string(file) {
            Ok(toml) => Some(Arc::new(self.made(file, &toml)?)),
            Err(cause) if cause.kind() == std::io::ErrorKind::NotFound => None,
            Err(cause) => return Err(Failure::Unreadable(name(file), cause)),
        };
        known.insert(file.to_owned(), setting.clone());
        Ok(setting)
    }

    fn made(&self, file: &Path, toml: &str) -> Result<Setting, Failure> {
        let config = Config::parse(toml).map_err(|error| Failure::Config(name(file), error))?;
        let config = config.within(folder_of(file).to_owned());
        let mut reading = self.reading.options.clone();
        if let Some(own) = &config.layout {
            // What stands in a layout of the command line goes first.
            let given = reading.layout.take();
            let base = Layout::builtin().clone().with(own.clone());
            reading.layout = Some(Arc::new(given.map_or(base.clone(), |given| base.with(given.as_ref().clone()))));
        }
        Ok(Setting { reading, config, sha256: Some(sha256(toml.as_bytes())) })
    }
}

/// The folder that a file lies in.
fn folder_of(file: &Path) -> &Path {
    file.parent().filter(|folder| *folder != Path::new("")).unwrap_or(Path::new("."))
}
