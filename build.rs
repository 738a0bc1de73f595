//! Reads the layouts that come with the tool once, when it is built: reading them at every start took a third of the time
//! of a small sheet.
//!
//! In: `src/interpret/layouts/*.toml`. Out: `layouts.rs`, each of them as a constant `File` of
//! `src/interpret/layout/file.rs`, its lists borrowed. Whether a layout holds what a layout file may hold is for a test
//! there to say.

use std::error::Error;
use std::path::{Path, PathBuf};
use std::{env, fs};

use toml::{Table, Value};

/// The layouts, in the order in which they are put together.
const LAYOUTS: [&str; 2] = ["municipal", "english"];

/// The keys whose values are lists of words.
const LISTS: [&str; 15] = [
    "path",
    "measure",
    "item",
    "rating",
    "judged",
    "code",
    "comment",
    "value",
    "result",
    "department",
    "text",
    "department_endings",
    "heading_words",
    "heading_parts",
    "heading_marks",
];

fn main() -> Result<(), Box<dyn Error>> {
    let folder = Path::new("src/interpret/layouts");
    println!("cargo::rerun-if-changed=build.rs");
    println!("cargo::rerun-if-changed={}", folder.display());
    let mut files = String::new();
    for name in LAYOUTS {
        let path = folder.join(name).with_extension("toml");
        let layout: Table =
            fs::read_to_string(&path)?.parse().map_err(|error| format!("{}: {error}", path.display()))?;
        files.push_str(&file(&layout));
    }
    let out = PathBuf::from(env::var("OUT_DIR")?).join("layouts.rs");
    let count = LAYOUTS.len();
    Ok(fs::write(out, format!("const EMBEDDED: [File<&str, &[&str]>; {count}] = [\n{files}];\n"))?)
}

/// A layout as an expression.
fn file(layout: &Table) -> String {
    let text = |key: &str| layout.get(key).and_then(Value::as_str).unwrap_or_default();
    let mut written = format!("    File {{\n        name: {:?},\n        title: {:?},\n", text("name"), text("title"));
    for key in LISTS {
        let list = layout.get(key).and_then(Value::as_array).map_or(&[][..], Vec::as_slice);
        let words: Vec<&str> = list.iter().filter_map(Value::as_str).collect();
        written.push_str(&format!("        {key}: &{words:?},\n"));
    }
    written.push_str("        scale: Vec::new(),\n    },\n");
    written
}
