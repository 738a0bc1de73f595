//! Where the output goes, and that it goes there whole or not at all.
//!
//! In: a target, then bytes. Out: standard output, a file that is replaced only at the end, or a device or pipe that is
//! written through. The one place that knows what a closed pipe means.

use std::fs::{self, OpenOptions};
use std::io::{self, BufWriter, Write};
use std::path::{Path, PathBuf};

use tempfile::NamedTempFile;

use super::failure::{Failure, name};
use super::input::Input;

/// Large enough that a system call costs nothing beside the bytes; a pipe of Linux holds as many.
const BUFFER: usize = 64 << 10;

/// How many symbolic links may follow one another; the limit of Linux.
const MOST_LINKS: usize = 40;

/// An open output.
pub(super) struct Output {
    target: Target,
    closed: bool,
}

enum Target {
    Through(BufWriter<Box<dyn Write>>, Option<String>),
    Replaced { beside: BufWriter<NamedTempFile>, path: PathBuf, name: String },
}

impl Output {
    /// Standard output.
    pub(super) fn stdout() -> Self {
        Self::through(Box::new(io::stdout().lock()), None)
    }

    /// The file at `path`, which must be none of the inputs.
    pub(super) fn file(path: &Path, inputs: &[Result<Input, Failure>]) -> Result<Self, Failure> {
        let shown = name(path);
        if is_stdout(path) {
            return Ok(Self::stdout());
        }
        let target = resolved(path);
        let unwritable = |cause| Failure::Unwritable(Some(name(path)), cause);
        match fs::metadata(&target) {
            Ok(found) if found.is_dir() => return Err(Failure::OutputIsFolder(shown)),
            Ok(found) if !found.is_file() || is_device(path) => {
                let file = OpenOptions::new().append(true).open(path).map_err(unwritable)?;
                return Ok(Self::through(Box::new(file), Some(shown)));
            }
            // A file that may not be written is not replaced either; a rename alone would do so.
            Ok(_) => drop(OpenOptions::new().append(true).open(&target).map_err(unwritable)?),
            Err(_) => {}
        }
        let is_input = |target: &Path| inputs.iter().flatten().any(|input| input.is_at(target));
        if dunce::canonicalize(&target).is_ok_and(|target| is_input(&target)) {
            return Err(Failure::OutputIsInput(shown));
        }
        let beside = beside(&target).map_err(unwritable)?;
        let beside = BufWriter::with_capacity(BUFFER, beside);
        Ok(Self { target: Target::Replaced { beside, path: target, name: shown }, closed: false })
    }

    fn through(writer: Box<dyn Write>, name: Option<String>) -> Self {
        Self { target: Target::Through(BufWriter::with_capacity(BUFFER, writer), name), closed: false }
    }

    /// Its name for people; standard output has none.
    pub(super) fn name(&self) -> Option<String> {
        match &self.target {
            Target::Through(_, name) => name.clone(),
            Target::Replaced { name, .. } => Some(name.clone()),
        }
    }

    /// What a failed write to this output is.
    pub(super) fn failure(&self, cause: io::Error) -> Failure {
        Failure::Unwritable(self.name(), cause)
    }

    /// The output is whole: a file takes its place.
    pub(super) fn finish(mut self) -> Result<(), Failure> {
        if let Err(cause) = self.flush() {
            return Err(self.failure(cause));
        }
        match self.target {
            Target::Through(..) => Ok(()),
            Target::Replaced { beside, path, name } => {
                let unwritable = |cause| Failure::Unwritable(Some(name), cause);
                let file = match beside.into_inner() {
                    Ok(file) => file,
                    Err(error) => return Err(unwritable(error.into_error())),
                };
                file.persist(path).map(drop).map_err(|error| unwritable(error.error))
            }
        }
    }

    fn writer(&mut self) -> &mut dyn Write {
        match &mut self.target {
            Target::Through(writer, _) => writer,
            Target::Replaced { beside, .. } => beside,
        }
    }

    /// A reader that has seen enough is no failure: the run goes on to its exit code, and the rest is not written.
    fn unless_closed<T>(&mut self, result: io::Result<T>, otherwise: T) -> io::Result<T> {
        match result {
            Err(error) if error.kind() == io::ErrorKind::BrokenPipe => {
                self.closed = true;
                Ok(otherwise)
            }
            other => other,
        }
    }
}

impl Write for Output {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        if self.closed {
            return Ok(bytes.len());
        }
        let result = self.writer().write(bytes);
        self.unless_closed(result, bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        if self.closed {
            return Ok(());
        }
        let result = self.writer().flush();
        self.unless_closed(result, ())
    }
}

/// Whether a target is standard output.
pub(super) fn is_stdout(path: &Path) -> bool {
    path == Path::new("-") || path == Path::new("/dev/stdout")
}

/// Where the links at `path` lead: renaming over a link would replace the link and not the file.
fn resolved(path: &Path) -> PathBuf {
    let mut target = path.to_owned();
    for _ in 0..MOST_LINKS {
        let Ok(next) = fs::read_link(&target) else { break };
        target = target.parent().unwrap_or(Path::new("")).join(next);
    }
    target
}

/// `/dev/fd/3` may lead to an ordinary file, which the one who opened it wants written and not replaced.
fn is_device(path: &Path) -> bool {
    cfg!(unix) && (path.starts_with("/dev") || path.starts_with("/proc"))
}

/// A file beside the target, with the permissions that the target has or would get.
fn beside(target: &Path) -> io::Result<NamedTempFile> {
    let folder = match target.parent() {
        Some(folder) if folder != Path::new("") => folder,
        Some(_) | None => Path::new("."),
    };
    let file = new_file(folder)?;
    if let Ok(existing) = fs::metadata(target) {
        file.as_file().set_permissions(existing.permissions())?;
    }
    Ok(file)
}

/// A file in a folder that is nobody's output yet, with the permissions of any new file.
pub(super) fn new_file(folder: &Path) -> io::Result<NamedTempFile> {
    let mut builder = tempfile::Builder::new();
    builder.prefix(".plan-eval-");
    // A temporary file is its owner's alone unless it is asked otherwise; the rest is the umask's to say.
    #[cfg(unix)]
    builder.permissions(std::os::unix::fs::PermissionsExt::from_mode(0o666));
    builder.tempfile_in(folder)
}
