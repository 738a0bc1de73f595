//! What holds on every sheet, whatever it says.
//!
//! Over every fixture, and over texts that are no sheets at all: nothing is lost, spans are true, repairs are stable, the
//! copy does not matter, and every output says the same.

mod common;

use std::collections::BTreeMap;

use common::{Fixture, files, fixtures, json, json_of, read, squeezed, written};
use plan_eval::diagnostic::Findings;
use plan_eval::interpret::Options;
use plan_eval::read::{decode, lex, repair};
use plan_eval::write::{Format, csv};
use serde_json::Value;

/// All sheets that are fixtures.
fn sheets() -> Vec<Fixture> {
    let of = |kind: &str, stem: &str| fixtures(kind, stem);
    [of("sheets", "sheet"), of("rules", "sheet"), of("rules", "near"), of("encodings", "sheet")]
        .into_iter()
        .flatten()
        .collect()
}

/// Texts that are no sheets: the project's own sources and data, nothing, and noise.
fn other_texts() -> Vec<(String, Vec<u8>)> {
    let mut texts: Vec<(String, Vec<u8>)> = ["src", "tests", "fixtures"]
        .into_iter()
        .flat_map(|folder| [".rs", ".toml", ".json"].into_iter().flat_map(move |ending| files(folder, ending)))
        .map(|path| (path.display().to_string(), std::fs::read(&path).expect("a listed file can be read")))
        .collect();
    texts.push(("empty".to_owned(), Vec::new()));
    for seed in 1..=40 {
        texts.push((format!("noise {seed}"), noise(seed)));
    }
    texts
}

/// Characters that matter to the reading, in an order without sense; the same for the same seed.
fn noise(seed: u64) -> Vec<u8> {
    const PIECES: [&str; 28] = [
        "\t",
        "\t",
        "\t",
        "\n",
        "\n",
        "\r\n",
        "\"",
        "A",
        "あ",
        "ア",
        "B",
        "①",
        "第1章 ",
        "●",
        "課",
        "評価",
        "担当課",
        "事業名",
        "内容",
        "講座を開いた。",
        "・",
        "（",
        "）",
        "：",
        "12%",
        "\u{0}",
        "\u{200b}",
        "　",
    ];
    let mut state = seed.wrapping_mul(0x9E37_79B9_7F4A_7C15);
    let mut text = String::new();
    for _ in 0..600 {
        state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        text.push_str(PIECES[(state >> 33) as usize % PIECES.len()]);
    }
    text.into_bytes()
}

/// The counts of an account that are not `read`, added up.
fn rest(counts: &Value) -> u64 {
    let counts = counts.as_object().expect("an account is an object");
    counts.iter().filter(|(name, _)| *name != "read").map(|(_, count)| count.as_u64().expect("a count")).sum()
}

#[test]
fn every_account_adds_up() {
    let mut texts = other_texts();
    texts.extend(sheets().into_iter().map(|fixture| (fixture.file, fixture.bytes)));
    assert!(texts.len() > 150, "only {} texts were found", texts.len());
    for (name, bytes) in texts {
        let Ok(sheet) = read(&name, &bytes, &Options::default(), json) else { continue };
        for counts in ["account", "lines"] {
            assert_eq!(sheet[counts]["read"].as_u64(), Some(rest(&sheet[counts])), "{counts} of {name}");
        }
    }
}

#[test]
fn spans_are_the_raw_cells_without_gaps() {
    for fixture in sheets() {
        let mut found = Findings::default();
        let source =
            decode::source(fixture.file.as_str(), &fixture.bytes, None, &mut found).expect("a fixture is a sheet");
        let delimiter = lex::delimiter(&source);
        let rows = lex::rows(&source, delimiter, &mut found);
        let mut end = 0;
        for row in &rows.rows {
            assert_eq!(squeezed(&source.text()[end..row.span.start]), "", "{} line {}", fixture.file, row.line);
            assert_eq!(source.line(row.span.start), row.line, "{}", fixture.file);
            let mut at = row.span.start;
            for (place, cell) in rows.of(row).iter().enumerate() {
                at += usize::from(place > 0);
                assert_eq!(cell.span.start, at, "{} line {}", fixture.file, row.line);
                assert_eq!(lex::unquoted(source.slice(cell.span)), cell.text, "{} line {}", fixture.file, row.line);
                at = cell.span.end;
            }
            assert_eq!(at, row.span.end, "{} line {}", fixture.file, row.line);
            end = row.span.end;
        }
        assert_eq!(squeezed(&source.text()[end..]), "", "{}", fixture.file);
    }
}

#[test]
fn repairing_twice_equals_once() {
    for fixture in sheets() {
        let mut found = Findings::default();
        let source =
            decode::source(fixture.file.as_str(), &fixture.bytes, None, &mut found).expect("a fixture is a sheet");
        let texts =
            |rows: &lex::Rows<'_>| -> Vec<String> { rows.cells.iter().map(|cell| cell.text.to_string()).collect() };
        let once = repair::rows(lex::rows(&source, b'\t', &mut found), &source, &mut found);
        let expected = texts(&once);
        let twice = repair::rows(once, &source, &mut Findings::default());
        assert_eq!(texts(&twice), expected, "{}", fixture.file);
    }
}

/// The sheet in another encoding; none where the encoding lacks a character.
fn encoded(text: &str, encoding: &'static encoding_rs::Encoding) -> Option<Vec<u8>> {
    let mut encoder = encoding.new_encoder();
    let mut bytes = vec![0; text.len() * 4 + 16];
    let (result, _, written) = encoder.encode_from_utf8_without_replacement(text, &mut bytes, true);
    bytes.truncate(written);
    let decoded = encoding.decode_without_bom_handling(&bytes).0;
    (result == encoding_rs::EncoderResult::InputEmpty && decoded == text).then_some(bytes)
}

/// Every copy of a text that holds the same characters, with a name for it.
fn copies(text: &str) -> Vec<(&'static str, Vec<u8>)> {
    let utf16 = |units: fn(u16) -> [u8; 2]| -> Vec<u8> { text.encode_utf16().flat_map(units).collect() };
    let marked = |mark: &[u8], bytes: Vec<u8>| [mark, &bytes].concat();
    let mut copies = vec![
        ("UTF-8", text.as_bytes().to_vec()),
        ("UTF-8 with mark", marked(b"\xEF\xBB\xBF", text.as_bytes().to_vec())),
        ("UTF-16LE with mark", marked(b"\xFF\xFE", utf16(u16::to_le_bytes))),
        ("UTF-16BE with mark", marked(b"\xFE\xFF", utf16(u16::to_be_bytes))),
        ("UTF-16LE", utf16(u16::to_le_bytes)),
        ("UTF-16BE", utf16(u16::to_be_bytes)),
    ];
    for (name, encoding) in [
        ("Shift_JIS", encoding_rs::SHIFT_JIS),
        ("EUC-JP", encoding_rs::EUC_JP),
        ("ISO-2022-JP", encoding_rs::ISO_2022_JP),
    ] {
        copies.extend(encoded(text, encoding).map(|bytes| (name, bytes)));
    }
    copies
}

/// What must be equal on every copy.
fn reading(sheet: &Value) -> BTreeMap<&'static str, Value> {
    ["titles", "scales", "columns", "records", "set_aside", "findings", "account", "lines"]
        .into_iter()
        .map(|part| (part, sheet[part].clone()))
        .collect()
}

#[test]
fn the_encoding_and_the_line_ends_do_not_matter() {
    let mut compared: BTreeMap<&str, usize> = BTreeMap::new();
    for fixture in fixtures("sheets", "sheet") {
        let Ok(text) = std::str::from_utf8(&fixture.bytes) else { continue };
        // Line ends inside quoted cells are text; only sheets without any can be written with other row ends.
        let ends: &[&str] = if text.contains('"') { &["\n"] } else { &["\n", "\r\n", "\r"] };
        let expected = json_of(&fixture.file, &fixture.bytes);
        for end in ends {
            let text = text.replace('\n', end);
            for (name, bytes) in copies(&text) {
                let got = json_of(&fixture.file, &bytes);
                assert_eq!(reading(&got), reading(&expected), "{} as {name} with {end:?}", fixture.file);
                *compared.entry(name).or_default() += 1;
            }
        }
    }
    for (name, count) in compared {
        assert!(count >= 60, "only {count} sheets could be written as {name}");
    }
}

#[test]
fn excels_quotes_do_not_matter() {
    let mut compared = 0;
    for fixture in fixtures("sheets", "sheet") {
        let Ok(text) = std::str::from_utf8(&fixture.bytes) else { continue };
        if text.contains('"') || !text.contains('\t') {
            continue;
        }
        let quoted: Vec<String> = text
            .split('\n')
            .map(|line| line.split('\t').map(|cell| format!("\"{cell}\"")).collect::<Vec<_>>().join("\t"))
            .collect();
        // The last piece is no line where the sheet ends with a line end.
        let quoted = quoted.join("\n");
        let quoted = quoted.strip_suffix("\n\"\"").map_or(quoted.clone(), |rest| format!("{rest}\n"));
        let (plain, excel) = (json_of(&fixture.file, &fixture.bytes), json_of(&fixture.file, quoted.as_bytes()));
        assert_eq!(excel["records"], plain["records"], "{}", fixture.file);
        compared += 1;
    }
    assert!(compared >= 40, "only {compared} sheets could be quoted");
}

#[test]
fn jsonl_says_what_json_says() {
    for fixture in sheets() {
        let (document, lines) = read(&fixture.file, &fixture.bytes, &Options::default(), |source, sheet| {
            (json(source, sheet), written(source, sheet, Format::JsonLines))
        })
        .expect("a fixture is a sheet");
        let mut records: Vec<Value> =
            lines.lines().map(|line| serde_json::from_str(line).expect("each line is JSON")).collect();
        for record in &mut records {
            let file = record.as_object_mut().expect("a record is an object").remove("file");
            assert_eq!(file, Some(Value::from(fixture.file.clone())));
        }
        assert_eq!(Value::from(records), document["records"], "{}", fixture.file);
    }
}

#[test]
fn csv_says_what_json_says_as_far_as_its_columns_go() {
    for fixture in sheets() {
        let (document, table) = read(&fixture.file, &fixture.bytes, &Options::default(), |source, sheet| {
            (json(source, sheet), written(source, sheet, Format::Csv(csv::Dialect::Plain)))
        })
        .expect("a fixture is a sheet");
        let mut reader = ::csv::Reader::from_reader(table.as_bytes());
        let rows: Vec<BTreeMap<String, String>> =
            reader.deserialize().map(|row| row.expect("a row is whole")).collect();
        let records = document["records"].as_array().expect("records are a list");
        assert_eq!(rows.len(), records.len(), "{}", fixture.file);
        for (row, record) in rows.iter().zip(records) {
            assert_eq!(row["line"], record["lines"][0].to_string(), "{}", fixture.file);
            assert_eq!(row["item"], record["item"]["title"].as_str().unwrap_or_default(), "{}", fixture.file);
            for rating in record["ratings"].as_array().expect("ratings are a list") {
                let name = rating["column"].as_str().expect("a column has a name");
                assert_eq!(row[name], rating["printed"].as_str().expect("printed is text"), "{}", fixture.file);
            }
            for (name, text) in record["texts"].as_object().expect("texts are an object") {
                assert_eq!(row[name.as_str()], text.as_str().expect("a text"), "{} {name}", fixture.file);
            }
        }
    }
}

/// Every text in a value, put together without white space.
fn all_text(value: &Value) -> String {
    match value {
        Value::String(text) => squeezed(text),
        Value::Array(list) => list.iter().map(all_text).collect(),
        Value::Object(object) => object.values().map(all_text).collect(),
        Value::Null | Value::Bool(_) | Value::Number(_) => String::new(),
    }
}

#[test]
fn what_is_counted_as_records_is_in_the_records() {
    for fixture in sheets() {
        let sheet = json_of(&fixture.file, &fixture.bytes);
        let counted = sheet["account"]["records"].as_u64().expect("a count");
        let mut kept: BTreeMap<char, i64> = BTreeMap::new();
        for record in sheet["records"].as_array().expect("records are a list") {
            // Headings are counted as headings; what carries on from above was counted there.
            let own =
                ["item", "ratings", "values", "departments", "texts", "repairs"].map(|part| all_text(&record[part]));
            own.concat().chars().for_each(|c| *kept.entry(c).or_default() += 1);
        }
        let held: i64 = kept.values().sum();
        assert!(held >= counted as i64, "{}: {counted} characters counted, {held} held", fixture.file);
    }
}

#[test]
fn faithful_leaves_every_text_as_printed() {
    let options = Options { faithful: true, ..Options::default() };
    for fixture in fixtures("sheets", "sheet") {
        let sheet = read(&fixture.file, &fixture.bytes, &options, json).expect("a fixture is a sheet");
        for record in sheet["records"].as_array().expect("records are a list") {
            for repair in record["repairs"].as_array().expect("repairs are a list") {
                let kind = repair["kind"].as_str().expect("a kind has a name");
                assert_ne!(kind, "soft-wrap", "{}: {repair}", fixture.file);
            }
        }
    }
}
