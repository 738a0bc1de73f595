//! `datapackage.json` beside CSV: what stands in which file, for programs that read tables by their description.
//!
//! In: the CSV files that were written, as they are on disk. Out: the description, made anew each time, so that it is
//! true also of files that were left alone.

use std::fs::File;
use std::io;
use std::path::Path;

use plan_eval::write::datapackage::{Resource, header};

use super::counted::Counted;

/// The name of the description, in the folder of what it describes.
pub(super) const NAME: &str = "datapackage.json";

/// A CSV file with all that is told about it. `shown` is its path from the description, `sources` what it was made of.
pub(super) fn resource(path: &Path, shown: String, sources: Vec<String>) -> io::Result<Resource> {
    let mut read = Counted::new(io::sink());
    io::copy(&mut File::open(path)?, &mut read)?;
    let (_, bytes, sha256) = read.end();
    let header = header(File::open(path)?)?;
    Ok(Resource { path: shown, header, bytes, sha256, sources })
}
