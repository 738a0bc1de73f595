//! What is made once, when the tool is built, because making it at every start costs more than reading a small sheet.
//!
//! In: `src/interpret/layouts/*.toml`, and `encoding_rs`. Out: `layouts.rs`, each layout as a constant `File` of
//! `src/interpret/layout/file.rs`, its lists borrowed, and the words of all of them in the order in which they are looked
//! up (whether they hold what a layout file may hold, and are folded as its words are, is for tests there to say); and `shift_jis.bin`, the table that `src/read/decode/shift_jis.rs` reads by. It is made from
//! `encoding_rs`, so that nobody copies code page 932 and nobody can disagree with it.

#[allow(dead_code, reason = "words are put in order here, and looked up elsewhere")]
#[path = "src/interpret/layout/words.rs"]
mod words;

use std::error::Error;
use std::path::{Path, PathBuf};
use std::{env, fs};

use encoding_rs::SHIFT_JIS;
use toml::{Table, Value};
use words::Words;

/// The layouts, in the order in which they are put together.
const LAYOUTS: [&str; 2] = ["municipal", "english"];

/// The keys of header words, each with its `Family`. Of a word that stands in two the later one counts.
const FAMILIES: [(&str, &str); 11] = [
    ("text", "Text"),
    ("result", "Result"),
    ("judged", "Judged"),
    ("comment", "Comment"),
    ("code", "Code"),
    ("value", "Value"),
    ("department", "Department"),
    ("rating", "Rating"),
    ("path", "Path"),
    ("measure", "Measure"),
    ("item", "Item"),
];

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
    println!("cargo::rerun-if-changed=src/interpret/layout/words.rs");
    let read = |name: &str| -> Result<Table, Box<dyn Error>> {
        let path = folder.join(name).with_extension("toml");
        fs::read_to_string(&path)?.parse().map_err(|error| format!("{}: {error}", path.display()).into())
    };
    let layouts: Vec<Table> = LAYOUTS.into_iter().map(read).collect::<Result<_, _>>()?;
    let files: String = layouts.iter().map(file).collect();
    let header_words = |layout: &Table| {
        let of = |(key, family)| list(layout, key).into_iter().map(move |word| (folded(word).into(), family));
        Words::by_last(FAMILIES.into_iter().flat_map(of))
    };
    let plain = |layout: &Table, key: &str| -> Vec<_> {
        list(layout, key).into_iter().map(|word| (word.to_owned().into(), "")).collect()
    };
    let together = |words: &dyn Fn(&Table) -> Words<&'static str>| {
        layouts.iter().map(words).reduce(Words::with).unwrap_or_default()
    };
    Ok([
        format!("const EMBEDDED: [File<&str, &[&str]>; {}] = [\n{files}];\n", LAYOUTS.len()),
        constant("HEADER_WORDS", "Family", &together(&header_words)),
        constant("DEPARTMENT_ENDINGS", "()", &together(&|layout| Words::by_last(plain(layout, "department_endings")))),
        constant("HEADING_WORDS", "()", &together(&|layout| Words::by_first(plain(layout, "heading_words")))),
    ]
    .concat())
}

/// A header word in the form it is compared in.
fn folded(word: &str) -> String {
    let folded: String = word.chars().filter(|c| !c.is_whitespace()).flat_map(char::to_lowercase).collect();
    folded.trim_end_matches('.').to_owned()
}

/// Words that are in order, as a constant.
fn constant(name: &str, of: &str, words: &Words<&str>) -> String {
    let word = |word: &words::Word<&str>| {
        let of = if word.of.is_empty() { "()".to_owned() } else { format!("{of}::{}", word.of) };
        format!("    Word {{ text: Cow::Borrowed({:?}), of: {of}, character: {:?} }},\n", word.text, word.character)
    };
    let list: String = words.iter().map(word).collect();
    format!(
        "const {name}: Words<{of}> = Words {{ list: Cow::Borrowed({name}_LIST), starts: Cow::Borrowed(&{:?}) }};\n\
         static {name}_LIST: &[Word<{of}>] = &[\n{list}];\n",
        words.starts
    )
}

/// A list of words.
fn list<'t>(layout: &'t Table, key: &str) -> Vec<&'t str> {
    let list = layout.get(key).and_then(Value::as_array).map_or(&[][..], Vec::as_slice);
    list.iter().filter_map(Value::as_str).collect()
}

/// A layout as an expression.
fn file(layout: &Table) -> String {
    let text = |key: &str| layout.get(key).and_then(Value::as_str).unwrap_or_default();
    let mut written = format!("    File {{\n        name: {:?},\n        title: {:?},\n", text("name"), text("title"));
    for key in LISTS {
        written.push_str(&format!("        {key}: &{:?},\n", list(layout, key)));
    }
    written.push_str("        scale: Vec::new(),\n    },\n");
    written
}
