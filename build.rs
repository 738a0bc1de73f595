//! The table of Shift_JIS that `src/read/decode/shift_jis.rs` reads by.
//!
//! It is made from `encoding_rs`, so that nobody copies code page 932 and nobody can disagree with it. Making it when
//! the program starts would take longer than decoding three sheets.

use std::path::Path;
use std::{env, fs};

use encoding_rs::SHIFT_JIS;

/// An entry for each pair of a first byte from 0x80 on and any second byte: the character in UTF-8, which is never
/// longer than three bytes, and its length in the fourth. Length 0: no such pair.
fn main() {
    println!("cargo::rerun-if-changed=build.rs");
    let pairs = (0x80..=0xFF).flat_map(|first| (0x00..=0xFF).map(move |second| [first, second]));
    let table: Vec<u8> = pairs.flat_map(entry).collect();
    let folder = env::var_os("OUT_DIR").expect("cargo names the folder of outputs");
    fs::write(Path::new(&folder).join("shift_jis.bin"), table).expect("the folder of outputs can be written");
}

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
