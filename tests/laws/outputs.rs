//! What is written can be read back, and says what the records say.
//!
//! In: a sheet. Each format is read by a reader of its own and held against the records in memory.

use std::collections::BTreeSet;

use csv::ReaderBuilder;
use plan_eval::record::{Item, Rating, Record, Role, Sheet};
use plan_eval::source::Source;
use plan_eval::write::{Format, csv::Dialect};
use serde_json::{Value, json};

use crate::common::{differences, written};

/// Holds every format against the records.
pub(crate) fn hold(name: &str, source: &Source<'_>, sheet: &Sheet<'_>) {
    json_says_what_the_records_say(name, source, sheet);
    json_lines_are_the_records_of_json_with_their_file_first(name, source, sheet);
    csv_columns_hold_what_the_records_say(name, source, sheet);
    excel_gets_the_same_cells_and_no_formula(name, source, sheet);
}

/// A record as the contract says it is written.
fn contract(record: &Record<'_>) -> Value {
    let path = record.path.iter().map(|heading| {
        json!({
            "level": heading.level, "number": heading.number, "title": heading.title, "printed": heading.printed,
            "line": heading.line,
        })
    });
    let ratings = record.ratings.iter().map(|rating| {
        json!({
            "column": &*rating.column, "printed": rating.printed, "comment": rating.comment,
            "codes": rating.codes.iter().map(|code| &**code).collect::<Vec<_>>(),
            "labels": rating.labels.iter().map(|label| &**label).collect::<Vec<_>>(),
        })
    });
    let values = record.values.iter().map(|value| {
        json!({
            "column": &*value.column, "printed": value.printed, "number": value.number.map(number),
            "unit": value.unit, "qualifier": value.qualifier, "relation": value.relation.map(|of| of.name()),
        })
    });
    let departments = record.departments.iter().map(|of| json!({ "name": of.name, "note": of.note }));
    let texts = record.texts.iter().map(|(name, text)| (name.to_string(), json!(text)));
    let repairs =
        record.repairs.iter().map(|of| json!({ "field": of.field, "kind": of.kind.name(), "before": of.before }));
    let item = record.item.as_ref().map(|item| json!({ "ordinal": item.ordinal, "title": item.title }));
    json!({
        "lines": record.lines, "path": path.collect::<Value>(), "item": item, "ratings": ratings.collect::<Value>(),
        "values": values.collect::<Value>(), "departments": departments.collect::<Value>(),
        "texts": texts.collect::<Value>(), "inherited": record.inherited, "repairs": repairs.collect::<Value>(),
    })
}

/// A number as JSON has it: 370, not 370.0.
fn number(number: f64) -> Value {
    if number.fract() == 0.0 { json!(number as i64) } else { json!(number) }
}

fn json_says_what_the_records_say(name: &str, source: &Source<'_>, sheet: &Sheet<'_>) {
    let document: Value = serde_json::from_str(&written(source, sheet, Format::Json)).expect("the output is JSON");
    assert_eq!(document["schema"], "plan-eval/1", "{name}");
    let wanted: Value = sheet.records.iter().map(contract).collect();
    let differences = differences(&wanted, &document["sheets"][0]["records"]);
    assert!(differences.is_empty(), "{name}\n{}", differences.join("\n"));
}

fn json_lines_are_the_records_of_json_with_their_file_first(name: &str, source: &Source<'_>, sheet: &Sheet<'_>) {
    let lines = written(source, sheet, Format::JsonLines);
    let start = format!("{{\"file\":{},", json!(name));
    assert!(lines.lines().all(|line| line.starts_with(&start)), "{name}\n{lines}");
    let got: Value = lines.lines().map(|line| serde_json::from_str::<Value>(line).expect("a line is JSON")).collect();
    let with_file = |record| {
        let mut record = contract(record);
        record["file"] = json!(name);
        record
    };
    let wanted: Value = sheet.records.iter().map(with_file).collect();
    let differences = differences(&wanted, &got);
    assert!(differences.is_empty(), "{name}\n{}", differences.join("\n"));
}

/// What a column of CSV holds: its header, and the cell of a record.
type CsvColumn<'r, 's> = (String, Box<dyn Fn(&Record<'s>) -> String + 'r>);

/// The columns behind the path and the heading levels, in the order of the contract.
fn csv_columns<'r, 's>(sheet: &'r Sheet<'s>) -> Vec<CsvColumn<'r, 's>> {
    let mut columns: Vec<CsvColumn<'r, 's>> = vec![
        ("item_ordinal".to_owned(), Box::new(|record| item(record, |of| of.ordinal.as_deref().unwrap_or_default()))),
        ("item".to_owned(), Box::new(|record| item(record, |of| &of.title))),
    ];
    for name in names(sheet, Role::Rating, |record| record.ratings.iter().map(|rating| &*rating.column).collect()) {
        let of = move |record: &Record<'s>| record.ratings.iter().find(|rating| *rating.column == *name).cloned();
        let commented = sheet.records.iter().filter_map(of).any(|rating| rating.comment.is_some());
        columns.push((name.to_owned(), Box::new(move |record| of(record).map_or(String::new(), |r| r.printed.into()))));
        // What a mark chooses is its meaning.
        let meaning = |rating: Rating<'s>| match &rating.printed[..] {
            "○" | "✓" if rating.labels.is_empty() && !rating.codes.iter().any(|code| **code == *"○") => {
                rating.codes.join(" / ")
            }
            _ => rating.labels.join(" / "),
        };
        let labels = move |record: &Record<'s>| of(record).map_or(String::new(), meaning);
        columns.push((format!("{name}:label"), Box::new(labels)));
        let comment = move |record: &Record<'s>| of(record).and_then(|r| r.comment).map_or(String::new(), Into::into);
        columns.extend(commented.then(|| (format!("{name}:comment"), Box::new(comment) as Box<_>)));
    }
    for name in names(sheet, Role::Value, |record| record.values.iter().map(|value| &*value.column).collect()) {
        let of = move |record: &Record<'s>| record.values.iter().find(|value| *value.column == *name).cloned();
        columns.push((name.to_owned(), Box::new(move |record| of(record).map_or(String::new(), |v| v.printed.into()))));
        let number = move |record: &Record<'s>| of(record).and_then(|value| value.number).map(number);
        let number = move |record: &Record<'s>| number(record).map_or(String::new(), |number| number.to_string());
        columns.push((format!("{name}:number"), Box::new(number)));
        columns.push((
            format!("{name}:unit"),
            Box::new(move |record| of(record).and_then(|v| v.unit).unwrap_or_default()),
        ));
    }
    columns.push(("departments".to_owned(), Box::new(departments)));
    for name in names(sheet, Role::Text, |record| record.texts.iter().map(|(name, _)| &**name).collect()) {
        let of = move |record: &Record<'s>| record.texts.iter().find(|(own, _)| **own == *name).cloned();
        columns
            .push((name.to_owned(), Box::new(move |record| of(record).map_or(String::new(), |(_, text)| text.into()))));
    }
    columns
}

/// The names of the columns of a role, then those that only records have, each once.
fn names<'r, 's>(sheet: &'r Sheet<'s>, role: Role, of: impl Fn(&'r Record<'s>) -> Vec<&'r str>) -> Vec<&'r str> {
    let listed = sheet.columns.iter().filter(|column| column.role == role).map(|column| &*column.name);
    let mut names: Vec<&str> = Vec::new();
    for name in listed.chain(sheet.records.iter().flat_map(of)) {
        if !names.contains(&name) {
            names.push(name);
        }
    }
    names
}

fn item(record: &Record<'_>, part: impl for<'i> Fn(&'i Item<'_>) -> &'i str) -> String {
    record.item.as_ref().map(|item| part(item).to_owned()).unwrap_or_default()
}

fn departments(record: &Record<'_>) -> String {
    let shown = record.departments.iter().map(|of| match &of.note {
        Some(note) => format!("{}（{note}）", of.name),
        None => of.name.to_string(),
    });
    shown.collect::<Vec<_>>().join(";")
}

/// The header and the rows of a CSV text.
fn table(text: &str) -> Vec<Vec<String>> {
    let mut reader = ReaderBuilder::new().has_headers(false).from_reader(text.as_bytes());
    let row = |row: Result<csv::StringRecord, csv::Error>| {
        row.expect("every row is as wide as the header").iter().map(str::to_owned).collect()
    };
    reader.records().map(row).collect()
}

fn csv_columns_hold_what_the_records_say(name: &str, source: &Source<'_>, sheet: &Sheet<'_>) {
    let rows = table(&written(source, sheet, Format::Csv(Dialect::Plain)));
    let (header, rows) = rows.split_first().unwrap_or_else(|| panic!("{name}: not even a header"));
    assert_eq!(rows.len(), sheet.records.len(), "{name}");
    assert_eq!(header[..3], ["file", "line", "path"], "{name}");
    let behind = header.iter().position(|header| header == "item_ordinal").expect("the contract has it");
    let levels: BTreeSet<&str> = header[3..behind].iter().map(String::as_str).collect();
    let printed = sheet.records.iter().flat_map(|record| record.path.iter()).map(|heading| heading.level.as_str());
    assert_eq!(levels, printed.collect(), "{name}");
    let columns = csv_columns(sheet);
    let mut headers: Vec<String> = header[..behind].to_vec();
    for (plain, _) in &columns {
        let again = (2..).map(|count| format!("{plain} ({count})"));
        let free = std::iter::once(plain.clone()).chain(again).find(|name| !headers.contains(name));
        headers.extend(free);
    }
    assert_eq!(*header, headers, "{name}");
    for (row, record) in rows.iter().zip(&sheet.records) {
        let titles: Vec<&str> = record.path.iter().map(|heading| heading.title.as_str()).collect();
        let mut wanted = vec![name.to_owned(), record.lines[0].to_string(), titles.join(" > ")];
        for level in &header[3..behind] {
            let of_level = record.path.iter().filter(|heading| heading.level == *level);
            wanted.push(of_level.map(|heading| heading.printed.as_str()).collect::<Vec<_>>().join(" > "));
        }
        wanted.extend(columns.iter().map(|(_, cell)| cell(record)));
        assert_eq!(*row, wanted, "{name}");
    }
}

fn excel_gets_the_same_cells_and_no_formula(name: &str, source: &Source<'_>, sheet: &Sheet<'_>) {
    let plain = table(&written(source, sheet, Format::Csv(Dialect::Plain)));
    let text = written(source, sheet, Format::Csv(Dialect::Excel));
    let text = text.strip_prefix('\u{feff}').unwrap_or_else(|| panic!("{name}: no byte order mark"));
    assert!(text.ends_with("\r\n"), "{name}");
    let excel = table(text);
    assert_eq!(excel.len(), plain.len(), "{name}");
    for (excel, plain) in excel.iter().flatten().zip(plain.iter().flatten()) {
        assert!(excel == plain || *excel == format!("'{plain}"), "{name}: {plain:?} became {excel:?}");
        assert!(!excel.starts_with(['=', '@', '＝', '＠', '\t', '\r']), "{name}: {excel:?} would be run");
    }
}
