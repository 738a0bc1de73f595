//! The copy does not matter: a sheet in any encoding, with any line end, quoted or not, is the same sheet.
//!
//! In: every fixture sheet. Each copy is made here and read as any input is; nobody tells the reader what it is.

use plan_eval::diagnostic::Findings;
use plan_eval::read::decode;
use plan_eval::read::lex;

use crate::common::forms::{FORMS, Quoting, encoded, kept, quoted, said};
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
