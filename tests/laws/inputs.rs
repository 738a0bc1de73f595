//! What the laws are held against: pieces of what sheets are made of, bytes, and made sheets, damaged or not.
//!
//! In: nothing. Out: strategies, whose failures shrink to the least input that fails, and the files of the project.

use std::fs;

use proptest::collection::vec;
use proptest::prelude::{Strategy, any};
use proptest::sample::{select, subsequence};

use crate::common::{files, root};
use crate::kinds::{DAMAGES, Damage, damaged};
use crate::made::Made;
use crate::texts::Input;

/// What sheets are made of, and what breaks them. Tabs and line ends come often, so that tables come about.
const PIECES: [&str; 48] = [
    "\t",
    "\t",
    "\t",
    "\t",
    "\t",
    "\n",
    "\n",
    "\n",
    "\r\n",
    "\r",
    "\"",
    "\"\"",
    ",",
    " ",
    "\u{3000}",
    "\u{c}",
    "A",
    "B",
    "Ａ",
    "あ",
    "ア",
    "①",
    "(1)",
    "1",
    "－",
    "。",
    "・",
    "％",
    "施策",
    "主な取組",
    "内容",
    "進捗区分",
    "評価",
    "担当課",
    "総務課",
    "第1章 人権の尊重",
    "●",
    "A：計画どおり",
    "講座を開いた。",
    "講座を、",
    "延370人",
    "▲3.5%",
    "\u{200b}",
    "か\u{3099}",
    "⽂",
    "縺ゅ＞",
    "\u{e000}",
    "\0",
];

/// Texts of such pieces. Short ones break in more ways, long ones hold tables.
pub(crate) fn texts() -> impl Strategy<Value = String> {
    vec(select(&PIECES[..]), 0..400).prop_map(|pieces| pieces.concat())
}

pub(crate) fn bytes() -> impl Strategy<Value = Vec<u8>> {
    vec(any::<u8>(), 0..1000)
}

/// Sheets with up to three damages.
pub(crate) fn sheets() -> impl Strategy<Value = Made> {
    let light: Vec<&Damage> = DAMAGES.iter().filter(|damage| damage.weight == 1).collect();
    let sheet = (0..1_000_000_usize, subsequence(light, 0..=3));
    sheet.prop_filter_map("the damage fits the sheet", |(seed, damages)| damaged(seed, &damages))
}

/// The files of the project, which nobody would call sheets.
pub(crate) fn sources() -> Vec<Input> {
    let mut texts = vec![Input { name: "empty".to_owned(), bytes: Vec::new() }];
    for path in [files("src", ".rs"), files("tests", ".rs"), files("src", ".toml"), files("fixtures", ".json")].concat()
    {
        let name = path.strip_prefix(root()).unwrap_or(&path).display().to_string();
        texts.push(Input { name, bytes: fs::read(&path).expect("a listed file can be read") });
    }
    texts
}
