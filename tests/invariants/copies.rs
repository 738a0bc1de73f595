//! The copy does not matter: a sheet in any encoding, with any line end, quoted or not, is the same sheet.
//!
//! In: every fixture sheet. Each copy is made here and read as any input is; nobody tells the reader what it is.

use plan_eval::diagnostic::Findings;
use plan_eval::read::decode;
use plan_eval::read::lex::{self, Rows};
use plan_eval::source::Encoding;
use serde_json::Value;

use crate::common::{differences, json_of};
use crate::texts::sheets;

/// A fixture as UTF-8 text with LF.
struct Plain {
    name: String,
    text: String,
}

/// Every fixture whose bytes are all characters: U+FFFD cannot be told in another encoding.
fn plain_sheets() -> Vec<Plain> {
    let plain = |input: crate::texts::Input| {
        let source = decode::source(&*input.name, &input.bytes, None, &mut Findings::default()).ok()?;
        let text = source.text().replace("\r\n", "\n").replace('\r', "\n");
        (!text.contains(char::REPLACEMENT_CHARACTER)).then_some(Plain { name: input.name, text })
    };
    sheets().into_iter().filter_map(plain).collect()
}

/// How a copy is encoded, and whether it begins with a byte order mark.
type Form = (Encoding, bool);

const FORMS: [Form; 9] = [
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
fn encoded(text: &str, (encoding, mark): Form) -> Option<Vec<u8>> {
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
fn said(mut sheet: Value) -> Value {
    if let Value::Object(fields) = &mut sheet {
        for of_the_file in ["file", "encoding", "bom", "newline", "bytes", "sha256"] {
            assert!(fields.remove(of_the_file).is_some(), "a sheet has `{of_the_file}`");
        }
    }
    sheet
}

#[test]
fn every_encoding_and_line_end_gives_the_same_sheet() {
    let sheets = plain_sheets();
    let mut failures = Vec::new();
    let mut counts = [0; FORMS.len()];
    for Plain { name, text } in &sheets {
        let wanted = said(json_of(name, text.as_bytes()));
        for (form, count) in FORMS.iter().zip(&mut counts) {
            for (newline, ending) in [("LF", "\n"), ("CRLF", "\r\n"), ("CR", "\r")] {
                let Some(bytes) = encoded(&text.replace('\n', ending), *form) else { continue };
                *count += 1;
                let got = json_of(name, &bytes);
                let copy = format!("{name} in {form:?} with {newline}");
                if text.contains('\n') && got["newline"] != newline {
                    failures.push(format!("{copy}: the line end is {}", got["newline"]));
                }
                if !bytes.is_ascii() && (&got["encoding"], &got["bom"]) != (&form.0.name().into(), &form.1.into()) {
                    failures.push(format!("{copy}: read as {} with mark {}", got["encoding"], got["bom"]));
                }
                let differences = differences(&wanted, &said(got));
                failures.extend(differences.into_iter().take(3).map(|difference| format!("{copy}: {difference}")));
            }
        }
    }
    assert!(failures.is_empty(), "{} failures\n{}", failures.len(), failures.join("\n"));
    // A handful of sheets hold what the old encodings lack: 外字, 𠮷, zero-width characters.
    for (form, count) in FORMS.iter().zip(counts) {
        assert!(count * 4 >= sheets.len() * 3 * 3, "only {count} copies could be made in {form:?}");
    }
}

/// Which cells a copy quotes.
#[derive(Clone, Copy, Debug)]
enum Quoting {
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

fn quoted(rows: &Rows<'_>, delimiter: u8, quoting: Quoting) -> String {
    let cell = |cell: &lex::Cell<'_>| match quoting.quotes(&cell.text) {
        true => format!("\"{}\"", cell.text.replace('"', "\"\"")),
        false => cell.text.to_string(),
    };
    let between = char::from(delimiter).to_string();
    let row = |row| rows.of(row).iter().map(cell).collect::<Vec<_>>().join(&between) + "\n";
    rows.rows.iter().map(row).collect()
}

/// What quotes may not change. They move columns, and what was a stray quote is none any more.
fn kept(mut sheet: Value) -> Value {
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

#[test]
fn a_sheet_quoted_as_excel_quotes_is_the_same_sheet() {
    let mut failures = Vec::new();
    let mut count = 0;
    for Plain { name, text } in plain_sheets() {
        let wanted = kept(json_of(&name, text.as_bytes()));
        let source = decode::source(&*name, text.as_bytes(), None, &mut Findings::default()).expect("it was text");
        let delimiter = lex::delimiter(&source);
        let rows = lex::rows(&source, delimiter, &mut Findings::default());
        for quoting in [Quoting::AsExcel, Quoting::Filled, Quoting::Every] {
            let copy = quoted(&rows, delimiter, quoting);
            count += usize::from(copy != text);
            let differences = differences(&wanted, &kept(json_of(&name, copy.as_bytes())));
            failures.extend(differences.into_iter().take(3).map(|line| format!("{name} quoted {quoting:?}: {line}")));
        }
    }
    assert!(failures.is_empty(), "{} failures\n{}", failures.len(), failures.join("\n"));
    assert!(count >= 100, "only {count} copies differ from their sheet");
}
