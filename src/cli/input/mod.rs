//! What is to be read.
//!
//! In: files, folders, `-` and lists of them as given. Out: the inputs in order, each folder replaced by the sheets in
//! it, each file once, and a failure in the place of whatever cannot be read. What the bytes are is left to decoding.

mod folder;
mod list;
mod special;

use std::collections::hash_map::Entry;
use std::fs;
use std::io::{self, Read as _};
use std::path::{Component, Path, PathBuf};

use foldhash::HashMap;
use plan_eval::diagnostic::{Text, text};
use plan_eval::report::visible;

use super::failure::{Failure, name};
use super::flags::InputFlags;
use folder::Search;

/// What stands for standard input, in arguments and in records.
pub(super) const STDIN: &str = "-";

/// What to read, as asked for.
#[derive(Debug)]
pub(crate) struct Selection {
    arguments: Vec<PathBuf>,
    list: Option<PathBuf>,
    search: Search,
}

/// One thing to read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Input {
    place: Place,
    /// Where its output belongs in a folder of outputs: never up, never absolute.
    pub(super) below: PathBuf,
}

#[derive(Clone, Debug, PartialEq, Eq)]
enum Place {
    Stdin,
    File(PathBuf),
}

impl Selection {
    pub(super) fn checked(flags: InputFlags) -> Result<Self, Failure> {
        let listed = flags.files_from.iter();
        if flags.inputs.iter().chain(listed).filter(|input| is_stdin(input)).count() > 1 {
            return Err(Failure::StdinTwice);
        }
        let search = Search::checked(&flags.include, &flags.exclude)?;
        Ok(Self { arguments: flags.inputs, list: flags.files_from, search })
    }

    /// Searches no folder at `path`, because the outputs go there.
    pub(super) fn leave_out(&mut self, path: &Path) {
        self.search.leave_out(path);
    }

    /// The inputs in the order given, those of a folder by name; what a list names comes last. A file that comes again
    /// is left out, and that is to be said.
    pub(super) fn inputs(&self) -> (Vec<Result<Input, Failure>>, Option<Text>) {
        let mut inputs = Vec::new();
        for argument in &self.arguments {
            let below = PathBuf::from(argument.file_name().unwrap_or_default());
            self.add(argument.clone(), below, &mut inputs);
        }
        if let Some(list) = &self.list {
            match list::paths(list) {
                Ok(paths) => paths.into_iter().for_each(|path| {
                    let below = mirrored(&path);
                    self.add(path, below, &mut inputs);
                }),
                Err(failure) => inputs.push(Err(failure)),
            }
        }
        let again = once(&mut inputs);
        (inputs, again)
    }

    fn add(&self, path: PathBuf, below: PathBuf, inputs: &mut Vec<Result<Input, Failure>>) {
        if is_stdin(&path) {
            inputs.push(Ok(Input { place: Place::Stdin, below: "stdin".into() }));
        } else if path.is_dir() {
            inputs.extend(self.search.folder(&path));
        } else {
            inputs.push(Ok(Input { place: Place::File(path), below }));
        }
    }
}

impl Input {
    /// The name in records and messages.
    pub(super) fn name(&self) -> String {
        match &self.place {
            Place::Stdin => STDIN.to_owned(),
            Place::File(path) => name(path),
        }
    }

    /// Where it is; none for standard input.
    pub(super) fn path(&self) -> Option<&Path> {
        match &self.place {
            Place::Stdin => None,
            Place::File(path) => Some(path),
        }
    }

    /// All its bytes. A pipe that was named is waited for; what has no end, or nothing to read, is refused.
    pub(super) fn read(&self) -> Result<Vec<u8>, Failure> {
        let bytes = match &self.place {
            Place::Stdin => {
                let mut bytes = Vec::new();
                io::stdin().lock().read_to_end(&mut bytes).map(|_| bytes)
            }
            Place::File(path) if special::is_endless(path) => return Err(Failure::Device(self.name())),
            Place::File(path) => fs::read(path),
        };
        bytes.map_err(|cause| Failure::Unreadable(self.name(), cause))
    }

    /// Whether this is the file at `target`, which is an absolute path without links.
    pub(super) fn is_at(&self, target: &Path) -> bool {
        match &self.place {
            Place::Stdin => false,
            Place::File(path) => dunce::canonicalize(path).is_ok_and(|path| path == target),
        }
    }

    /// Its absolute path without links, if it has one.
    pub(super) fn canonical(&self) -> Option<PathBuf> {
        match &self.place {
            Place::Stdin => None,
            Place::File(path) => dunce::canonicalize(path).ok(),
        }
    }
}

/// Leaves out every file that comes again: it is what it is, however it is written. What is to be said of that.
fn once(inputs: &mut Vec<Result<Input, Failure>>) -> Option<Text> {
    if inputs.len() < 2 {
        return None;
    }
    let mut first: HashMap<PathBuf, String> = HashMap::default();
    let mut again = Vec::new();
    inputs.retain(|input| {
        let path = input.as_ref().ok().and_then(Input::canonical);
        let (Ok(input), Some(path)) = (input, path) else { return true };
        match first.entry(path) {
            Entry::Occupied(first) => again.push((input.name(), first.get().clone())),
            Entry::Vacant(place) => {
                place.insert(input.name());
                return true;
            }
        }
        false
    });
    let (name, first) = again.first()?;
    let (ja, en) = match again.len() - 1 {
        0 => (String::new(), String::new()),
        more => (format!("（ほかに{more}件）"), format!(" (and {more} more)")),
    };
    let said = text(
        format!("注記: {name}: 先に「{first}」として指定されたファイルです。一度だけ読みます{ja}"),
        format!("note: {name}: the file was given before, as `{first}`, and is read once{en}"),
    );
    Some(text(visible(&said.ja).into_owned(), visible(&said.en).into_owned()))
}

/// Whether an argument stands for standard input.
fn is_stdin(argument: &Path) -> bool {
    argument == Path::new(STDIN)
}

/// Where a listed path belongs in a folder of outputs: a list of a tree keeps the tree, and what leads up or begins
/// at a root keeps its name alone.
fn mirrored(path: &Path) -> PathBuf {
    let leads_away = |part: Component<'_>| !matches!(part, Component::Normal(_) | Component::CurDir);
    if path.components().any(leads_away) {
        return PathBuf::from(path.file_name().unwrap_or_default());
    }
    path.components().filter(|part| matches!(part, Component::Normal(_))).collect()
}

#[cfg(test)]
mod tests {
    use super::mirrored;
    use std::path::Path;

    #[test]
    fn a_listed_path_never_leads_out() {
        for (path, below) in [
            ("a/b.tsv", "a/b.tsv"),
            ("./a/./b.tsv", "a/b.tsv"),
            ("../a/b.tsv", "b.tsv"),
            ("a/../../b.tsv", "b.tsv"),
            ("/etc/b.tsv", "b.tsv"),
            ("..", ""),
        ] {
            assert_eq!(mirrored(Path::new(path)), Path::new(below), "{path}");
        }
    }
}
