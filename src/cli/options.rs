//! The checked form of each group of flags.
//!
//! In: flags as typed. Out: what they mean, or the failure that names the flag. Files that say how to read (a layout)
//! are read here; sheets are not.

use std::num::NonZeroUsize;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::thread;

use plan_eval::diagnostic::{Findings, Language, Severity};
use plan_eval::interpret::{self, layout::Layout};
use plan_eval::read::decode;
use plan_eval::source::{Encoding, Source};

use super::counted::sha256;
use super::failure::{self, Failure};
use super::flags::{ColorFlag, DelimiterFlag, LanguageFlag, MessageFlags, ReadingFlags, RunFlags};

/// How a command speaks.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Messages {
    /// The language of everything said.
    pub(crate) language: Language,
    /// When to use colour.
    pub(crate) color: anstream::ColorChoice,
    /// How much is said.
    pub(crate) loudness: Loudness,
}

/// How much is said.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) enum Loudness {
    /// Failures alone.
    Quiet,
    /// Findings that need a look, and a summary.
    #[default]
    Normal,
    /// Every finding, and a line for each input.
    Verbose,
}

impl Messages {
    /// `language` is that of the locale.
    pub(super) fn of(flags: &MessageFlags, language: Language) -> Self {
        Self {
            language: flags.lang.map_or(language, LanguageFlag::language),
            color: match flags.color {
                ColorFlag::Auto => anstream::ColorChoice::Auto,
                ColorFlag::Always => anstream::ColorChoice::Always,
                ColorFlag::Never => anstream::ColorChoice::Never,
            },
            loudness: match (flags.quiet, flags.verbose) {
                (true, _) => Loudness::Quiet,
                (false, true) => Loudness::Verbose,
                (false, false) => Loudness::Normal,
            },
        }
    }

    /// The least severity that is said; none where only failures are.
    pub(super) fn from(self) -> Option<Severity> {
        match self.loudness {
            Loudness::Quiet => None,
            Loudness::Normal => Some(Severity::Warning),
            Loudness::Verbose => Some(Severity::Note),
        }
    }
}

/// How sheets are read.
#[derive(Debug)]
pub(crate) struct Reading {
    /// The encoding of every input, if given.
    pub(crate) encoding: Option<Encoding>,
    /// What is asked of the interpretation.
    pub(crate) options: interpret::Options,
    /// What the layout file holds, if one was given: two runs with other layouts are other runs.
    pub(crate) layout_sha256: Option<String>,
    /// Where the configuration is.
    pub(crate) config: ConfigPlace,
    /// Whether the SHA-256 of inputs is told beside what is read from them.
    pub(crate) tells_sha256: bool,
}

/// Where the configuration is.
#[derive(Debug)]
pub(crate) enum ConfigPlace {
    /// In the folder of each sheet or above.
    Above,
    /// In one file.
    File(PathBuf),
    /// There is none.
    Nowhere,
}

/// An input of so many bytes is let go of once it is decoded, for which its SHA-256 has to be taken if it is told.
const LARGE: usize = 1 << 20;

impl Reading {
    pub(super) fn checked(flags: ReadingFlags) -> Result<Self, Failure> {
        let encoding = flags.encoding.map(|name| decode::encoding_named(&name).ok_or(Failure::UnknownEncoding(name)));
        let encoding = encoding.transpose()?;
        let (layout, layout_sha256) = flags.layout.as_deref().map(layout).transpose()?.unzip();
        let delimiter = flags.delimiter.map(delimiter);
        let options = interpret::Options { delimiter, layout, ..interpret::Options::default() };
        let config = match flags.config {
            Some(file) => ConfigPlace::File(file),
            None if flags.isolated => ConfigPlace::Nowhere,
            None => ConfigPlace::Above,
        };
        Ok(Self { encoding, options, layout_sha256, config, tells_sha256: false })
    }

    /// Decodes the bytes of an input, and does with it what is to be done; with what was found on the way.
    pub(super) fn decoded<T>(
        &self,
        name: &str,
        bytes: Vec<u8>,
        then: impl FnOnce(&Source<'_>, Findings) -> T,
    ) -> Result<T, Failure> {
        let mut found = Findings::default();
        let source = decode::source(name, &bytes, self.encoding, &mut found)
            .map_err(|error| Failure::Refused(name.to_owned(), error.text()))?;
        if bytes.len() < LARGE {
            return Ok(then(&source, found));
        }
        match source.without_input(self.tells_sha256) {
            Ok(source) => {
                drop(bytes);
                Ok(then(&source, found))
            }
            Err(source) => Ok(then(&source, found)),
        }
    }
}

fn delimiter(flag: DelimiterFlag) -> u8 {
    match flag {
        DelimiterFlag::Tab => b'\t',
        DelimiterFlag::Comma => b',',
        DelimiterFlag::Semicolon => b';',
    }
}

/// Reads a layout file and puts it before the layouts that come with the tool; and the fingerprint of the file.
fn layout(path: &Path) -> Result<(Arc<Layout>, String), Failure> {
    let name = failure::name(path);
    let text = std::fs::read_to_string(path).map_err(|cause| Failure::Unreadable(name.clone(), cause))?;
    let own = Layout::parse(&text).map_err(|error| Failure::Layout(name, error))?;
    Ok((Arc::new(Layout::builtin().clone().with(own)), sha256(text.as_bytes())))
}

/// How a run goes through its inputs.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Pace {
    /// How many sheets are worked on at a time, at most; as many as there are cores if not given.
    jobs: Option<NonZeroUsize>,
    /// Whether the first failure ends the run.
    pub(crate) fail_fast: bool,
}

impl Pace {
    pub(super) fn checked(flags: &RunFlags) -> Result<Self, Failure> {
        let number = |given: &String| given.parse().map_err(|_| Failure::NoJobs(given.clone()));
        Ok(Self { jobs: flags.jobs.as_ref().map(number).transpose()?, fail_fast: flags.fail_fast })
    }

    /// How many of `inputs` are worked on at a time. One alone needs no count of the cores, which takes a while.
    pub(super) fn jobs(self, inputs: usize) -> usize {
        let cores = || thread::available_parallelism().ok();
        if inputs <= 1 { 1 } else { self.jobs.or_else(cores).map_or(1, usize::from) }
    }
}
