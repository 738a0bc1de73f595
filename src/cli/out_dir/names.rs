//! Which output belongs to which input.
//!
//! In: the inputs, and the ending of the format. Out: a path below the folder of outputs for each, no two of them
//! equal; or the two inputs that would share one. All of this is known before anything is written.

use std::ffi::OsString;
use std::path::{Component, Path, PathBuf};

use foldhash::HashMap;

use crate::cli::failure::{Failure, name};
use crate::cli::input::Input;

/// The name of each output; an input that cannot be read has none. `reserved` are names that the run itself needs.
pub(super) fn names(
    inputs: &[Result<Input, Failure>],
    ending: &str,
    reserved: &[&str],
) -> Result<Vec<PathBuf>, Failure> {
    let below = |input: &Result<Input, Failure>| input.as_ref().map_or(PathBuf::new(), |input| within(&input.below));
    let plain: Vec<PathBuf> = inputs.iter().map(|input| below(input).with_extension(ending)).collect();
    let mut counts: HashMap<PathBuf, usize> = reserved.iter().map(|name| (key(Path::new(name)), 1)).collect();
    for path in &plain {
        *counts.entry(key(path)).or_default() += 1;
    }
    // `a.tsv` and `a.txt` cannot both be `a.json`; with their own endings they can be told apart.
    let longer = |at: usize| {
        let mut longer = OsString::from(below(&inputs[at]));
        longer.push(".");
        longer.push(ending);
        PathBuf::from(longer)
    };
    let is_shared = |path: &Path| counts.get(&key(path)).is_some_and(|&count| count > 1);
    let chosen: Vec<PathBuf> =
        plain.iter().enumerate().map(|(at, path)| if is_shared(path) { longer(at) } else { path.clone() }).collect();
    differ(inputs, &chosen)?;
    Ok(chosen)
}

/// Refuses two outputs of one name, and one that would be the folder of another.
fn differ(inputs: &[Result<Input, Failure>], names: &[PathBuf]) -> Result<(), Failure> {
    let given = || inputs.iter().zip(names).filter_map(|(input, path)| Some((input.as_ref().ok()?, path)));
    let mut owners: HashMap<PathBuf, &Input> = HashMap::default();
    let clash = |first: &Input, second: &Input, path: &Path| Failure::SameOutput {
        first: first.name(),
        second: second.name(),
        output: name(path),
    };
    for (input, path) in given() {
        if let Some(first) = owners.insert(key(path), input) {
            return Err(clash(first, input, path));
        }
    }
    for (input, path) in given() {
        let folders = path.ancestors().skip(1);
        if let Some(first) = folders.into_iter().find_map(|folder| owners.get(&key(folder))) {
            return Err(clash(first, input, path));
        }
    }
    Ok(())
}

/// A path of names only: whatever an input is called, its output lies in the folder.
fn within(below: &Path) -> PathBuf {
    let names: PathBuf = below.components().filter(|part| matches!(part, Component::Normal(_))).collect();
    if names.as_os_str().is_empty() { PathBuf::from("sheet") } else { names }
}

/// What two names must not share: on systems that know no case, `A` and `a` are one file.
fn key(path: &Path) -> PathBuf {
    if cfg!(any(windows, target_os = "macos")) {
        return PathBuf::from(path.to_string_lossy().to_lowercase());
    }
    path.to_owned()
}
