//! Copies of a sheet that say the same: in other encodings, and quoted.
//!
//! In: a text, or its rows. Out: a copy, and what of a reading no copy may change.

use plan_eval::read::lex::{self, Rows};
use plan_eval::source::Encoding;
use serde_json::Value;

/// How a copy is encoded, and whether it begins with a byte order mark.
pub(crate) type Form = (Encoding, bool);

pub(crate) const FORMS: [Form; 9] = [
    (Encoding::Utf8, false),
    (Encoding::Utf8, true),
    (Encoding::ShiftJis, false),
    (Encoding::EucJp, false),
    (Encoding::Iso2022Jp, false),
    (Encoding::Utf16Le, false),
    (Encoding::Utf16Le, true),
    (Encoding::Utf16Be, false),
    (Encoding::Utf16Be, true),
];

/// The text in a form; none where the encoding lacks one of its characters.
pub(crate) fn encoded(text: &str, (encoding, mark): Form) -> Option<Vec<u8>> {
    let text = if mark { format!("\u{feff}{text}") } else { text.to_owned() };
    let old = match encoding {
        Encoding::Utf8 => return Some(text.into_bytes()),
        Encoding::Utf16Le => return Some(text.encode_utf16().flat_map(u16::to_le_bytes).collect()),
        Encoding::Utf16Be => return Some(text.encode_utf16().flat_map(u16::to_be_bytes).collect()),
        Encoding::ShiftJis => encoding_rs::SHIFT_JIS,
        Encoding::EucJp => encoding_rs::EUC_JP,
        Encoding::Iso2022Jp => encoding_rs::ISO_2022_JP,
    };
    let (bytes, _, lacking) = old.encode(&text);
    // Some characters become others on the way: ISO-2022-JP writes half-width kana full-width.
    let exact = !lacking && old.decode_without_bom_handling_and_without_replacement(&bytes)? == text;
    exact.then(|| bytes.into_owned())
}

/// What of a sheet no copy may change: all but what is said of the file itself.
pub(crate) fn said(mut sheet: Value) -> Value {
    if let Value::Object(fields) = &mut sheet {
        for of_the_file in ["file", "encoding", "bom", "newline", "bytes", "sha256"] {
            assert!(fields.remove(of_the_file).is_some(), "a sheet has `{of_the_file}`");
        }
    }
    sheet
}

/// Which cells a copy quotes.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Quoting {
    /// Those with a comma, a quote or a line break, as Excel does.
    AsExcel,
    /// Every one that holds something.
    Filled,
    /// Every one, empty ones too.
    Every,
}

impl Quoting {
    fn quotes(self, cell: &str) -> bool {
        match self {
            Self::AsExcel => cell.contains([',', '"', '\n']),
            Self::Filled => !cell.is_empty(),
            Self::Every => true,
        }
    }
}

pub(crate) fn quoted(rows: &Rows<'_>, delimiter: u8, quoting: Quoting) -> String {
    let cell = |cell: &lex::Cell<'_>| match quoting.quotes(&cell.text) {
        true => format!("\"{}\"", cell.text.replace('"', "\"\"")),
        false => cell.text.to_string(),
    };
    let between = char::from(delimiter).to_string();
    let row = |row| rows.of(row).iter().map(cell).collect::<Vec<_>>().join(&between) + "\n";
    rows.rows.iter().map(row).collect()
}

/// What quotes may not change. They move columns, and what was a stray quote is none any more.
pub(crate) fn kept(mut sheet: Value) -> Value {
    let findings = sheet["findings"].as_array().expect("findings are a list").iter();
    let findings = findings.filter(|finding| finding["rule"] != "stray-quote");
    let findings: Vec<Value> =
        findings.map(|finding| [&finding["rule"], &finding["line"]].into_iter().cloned().collect()).collect();
    let mut kept = serde_json::json!({ "findings": findings });
    for key in ["titles", "scales", "columns", "records", "set_aside", "lines"] {
        kept[key] = sheet[key].take();
    }
    kept
}
