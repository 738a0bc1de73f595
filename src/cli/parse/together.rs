//! Every sheet into one output.
//!
//! In: the inputs. Out: their records in one file or on standard output, or what a step made of them. Without a single
//! input that can be read there is no output, and an older one stays.

use std::io::Write as _;
use std::path::Path;

use plan_eval::report::Look;
use plan_eval::write::{self, Part, Records, csv};

use super::{Options, Step, Wanted};
use crate::cli::datapackage;
use crate::cli::failure::{Failure, name};
use crate::cli::input::Input;
use crate::cli::options::Reading;
use crate::cli::output::Output;
use crate::cli::run::{Done, Run, Sink, Tally, Trouble, Work};
use crate::cli::setting::Settings;
use crate::cli::show;

/// Writes what is wanted of all inputs.
pub(super) fn run(
    options: &Options,
    path: Option<&Path>,
    inputs: &[Result<Input, Failure>],
    run: &mut Run<'_>,
) -> Result<(), Failure> {
    let mut output = match path {
        Some(path) => Output::file(path, inputs)?,
        None => Output::stdout(),
    };
    match options.wanted {
        Wanted::Records(format) => {
            let work = Recorded { options, settings: Settings::new(&options.reading), look: run.look() };
            let name = output.name();
            let mut sink = Together(Records::new(&mut output, format, options.messages.language), name.clone());
            run.through(inputs, &work, &mut sink)?;
            if run.read_nothing() {
                return Ok(());
            }
            sink.0.end().map_err(|cause| Failure::Unwritable(name, cause))?;
        }
        Wanted::Shown(step) => {
            let settings = Settings::new(&options.reading);
            run.through(inputs, &Shown { reading: &options.reading, settings, step }, &mut output)?;
        }
    }
    if run.read_nothing() {
        return Ok(());
    }
    output.finish()?;
    match (options.package, path) {
        (Some(dialect), Some(path)) => package(options, dialect, path, inputs),
        (Some(_) | None, _) => Ok(()),
    }
}

/// Describes the one file beside it.
fn package(
    options: &Options,
    dialect: csv::Dialect,
    path: &Path,
    inputs: &[Result<Input, Failure>],
) -> Result<(), Failure> {
    let sources = inputs.iter().flatten().map(Input::name).collect();
    let shown = name(Path::new(path.file_name().unwrap_or_default()));
    let resource = datapackage::resource(path, shown, sources);
    let resource = resource.map_err(|cause| Failure::Unreadable(name(path), cause))?;
    let package = write::datapackage::package(&[resource], dialect, options.messages.language);
    let beside = path.with_file_name(datapackage::NAME);
    let mut output = Output::file(&beside, inputs)?;
    output.write_all(package.as_bytes()).map_err(|cause| output.failure(cause))?;
    output.finish()
}

/// Makes records of a sheet, ready to be put behind those of the sheets before it.
struct Recorded<'a> {
    options: &'a Options,
    settings: Settings<'a>,
    look: Option<Look>,
}

impl Work for Recorded<'_> {
    type Made = Part;

    fn work(
        &self,
        _at: usize,
        input: &Input,
        bytes: Vec<u8>,
        ahead: &mut dyn FnMut(Part),
    ) -> Result<Done<Part>, Failure> {
        super::recorded(self.options, (input, &self.settings), bytes, self.look.as_ref(), ahead)
    }
}

/// The one output, and its name for whoever must hear of it.
struct Together<'o>(Records<&'o mut Output>, Option<String>);

impl Sink<Part> for Together<'_> {
    fn take(&mut self, _at: usize, part: Part) -> Result<(), Trouble> {
        self.0.add(part).map_err(|cause| Trouble::OfRun(Failure::Unwritable(self.1.clone(), cause)))
    }
}

/// Shows what a step made of a sheet.
struct Shown<'a> {
    reading: &'a Reading,
    settings: Settings<'a>,
    step: Step,
}

impl Work for Shown<'_> {
    type Made = Vec<u8>;

    fn work(
        &self,
        _at: usize,
        input: &Input,
        bytes: Vec<u8>,
        _ahead: &mut dyn FnMut(Vec<u8>),
    ) -> Result<Done<Vec<u8>>, Failure> {
        let (options, mut made) = (&self.settings.of(input)?.reading, Vec::new());
        let shown = self.reading.decoded(&input.name(), bytes, |source, found| match self.step {
            Step::Rows => show::rows(source, options, found, &mut made),
            Step::Lines => show::lines(source, options, found, &mut made),
            Step::Layout => show::layout(source, options, found, &mut made),
        })?;
        shown.expect("a vector takes every write");
        Ok(Done { made, said: Vec::new(), tally: Tally::default() })
    }
}

impl Sink<Vec<u8>> for Output {
    fn take(&mut self, _at: usize, bytes: Vec<u8>) -> Result<(), Trouble> {
        self.write_all(&bytes).map_err(|cause| Trouble::OfRun(self.failure(cause)))
    }
}
