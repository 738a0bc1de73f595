//! What is made once, when the tool is built, because making it at every start costs more than reading a small sheet.
//!
//! In: `src/interpret/layouts/*.toml`, and `encoding_rs`. Out: `layouts.rs`, each layout as a constant `File` of
//! `src/interpret/layout/file.rs`, its lists borrowed (whether a layout holds what a layout file may hold is for a test
//! there to say); and `shift_jis.bin`, the table that `src/read/decode/shift_jis.rs` reads by. It is made from
//! `encoding_rs`, so that nobody copies code page 932 and nobody can disagree with it.

use std::error::Error;
use std::path::{Path, PathBuf};
use std::{env, fs};

use encoding_rs::SHIFT_JIS;
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
    println!("cargo::rerun-if-changed=build.rs");
    let out = PathBuf::from(env::var("OUT_DIR")?);
    fs::write(out.join("layouts.rs"), layouts()?)?;
    let pairs = (0x80..=0xFF).flat_map(|first| (0x00..=0xFF).map(move |second| [first, second]));
    let table: Vec<u8> = pairs.flat_map(entry).collect();
    Ok(fs::write(out.join("shift_jis.bin"), table)?)
}

/// The entry of a pair of a first byte from 0x80 on and any second byte: the character in UTF-8, which is never longer
/// than three bytes, and its length in the fourth. Length 0: no such pair.
fn entry(pair: [u8; 2]) -> [u8; 4] {
    let mut entry = [0; 4];
    // A byte that is a character by itself gives two.
    if let Some(text) = SHIFT_JIS.decode_without_bom_handling_and_without_replacement(&pair)
        && text.chars().count() == 1
    {
        entry[..text.len()].copy_from_slice(text.as_bytes());
        entry[3] = u8::try_from(text.len()).expect("the length is at most three");
    }
    entry
}

/// All layouts as one constant.
fn layouts() -> Result<String, Box<dyn Error>> {
    let folder = Path::new("src/interpret/layouts");
    println!("cargo::rerun-if-changed={}", folder.display());
    let mut files = String::new();
    for name in LAYOUTS {
        let path = folder.join(name).with_extension("toml");
        let layout: Table =
            fs::read_to_string(&path)?.parse().map_err(|error| format!("{}: {error}", path.display()))?;
        files.push_str(&file(&layout));
    }
    Ok(format!("const EMBEDDED: [File<&str, &[&str]>; {}] = [\n{files}];\n", LAYOUTS.len()))
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
