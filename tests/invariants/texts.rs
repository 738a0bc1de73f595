//! Inputs to hold the laws against.
//!
//! In: nothing. Out: every sheet of every fixture folder, and texts that nobody would call a sheet: the source code of
//! the project, random bytes, and random pieces of what sheets are made of. Seeds are fixed, so that a failure comes
//! again.

use std::fs;

use crate::common::{Fixture, files, fixtures, root};

/// An input and its name.
pub(crate) struct Input {
    pub(crate) name: String,
    pub(crate) bytes: Vec<u8>,
}

/// Every sheet under `fixtures`.
pub(crate) fn sheets() -> Vec<Input> {
    let folders =
        [("sheets", "sheet"), ("wanted", "sheet"), ("encodings", "sheet"), ("rules", "sheet"), ("rules", "near")];
    let input = |Fixture { file: name, bytes, .. }| Input { name, bytes };
    let sheets: Vec<Input> = folders.iter().flat_map(|(kind, stem)| fixtures(kind, stem)).map(input).collect();
    assert!(sheets.len() >= 80, "only {} sheets were found", sheets.len());
    sheets
}

/// Texts that are no sheets, or hardly.
pub(crate) fn texts() -> Vec<Input> {
    let mut texts = vec![Input { name: "empty".to_owned(), bytes: Vec::new() }];
    for path in [files("src", ".rs"), files("tests", ".rs"), files("src", ".toml"), files("fixtures", ".json")].concat()
    {
        let name = path.strip_prefix(root()).unwrap_or(&path).display().to_string();
        texts.push(Input { name, bytes: fs::read(&path).expect("a listed file can be read") });
    }
    let mut random = Random(20_240_401);
    for length in [1, 2, 3, 7, 64, 1000, 5000] {
        let bytes = (0..length).map(|_| u8::try_from(random.below(256)).expect("below 256")).collect();
        texts.push(Input { name: format!("{length} random bytes"), bytes });
    }
    for at in 0..200 {
        // Short ones break in more ways, long ones hold tables.
        let length = if at % 5 == 0 { 600 } else { random.below(60) + 1 };
        let text: String = (0..length).map(|_| PIECES[random.below(PIECES.len())]).collect();
        texts.push(Input { name: format!("random pieces {at}"), bytes: text.into_bytes() });
    }
    texts
}

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

/// Numbers in an order that looks like none: a linear congruence, of which the upper bits are used.
struct Random(u64);

impl Random {
    fn below(&mut self, end: usize) -> usize {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        usize::try_from(self.0 >> 33).expect("31 bits fit") % end
    }
}
