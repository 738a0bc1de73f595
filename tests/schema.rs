//! The JSON Schema that the tool prints, held against everything that it writes.
//!
//! In: the outputs of every fixture sheet. A validator of the few words that the schema uses stands here: a whole one
//! would bring sixty crates. It is stricter than the schema: what the schema does not name is an error too.

mod common;

use std::process::Command;

use assert_cmd::cargo::cargo_bin;
use plan_eval::interpret::Options;
use plan_eval::write::{Format, json};
use serde_json::{Value, json};

use common::{fixtures, read, written};

/// What is wrong with a value, each with its place.
fn wrong(root: &Value, schema: &Value, value: &Value, place: &str) -> Vec<String> {
    let mut found = Vec::new();
    if let Some(name) = schema["$ref"].as_str() {
        let target = name.strip_prefix('#').and_then(|pointer| root.pointer(pointer));
        found.extend(wrong(root, target.unwrap_or_else(|| panic!("`{name}` leads nowhere")), value, place));
    }
    for part in schema["allOf"].as_array().into_iter().flatten() {
        found.extend(wrong(root, part, value, place));
    }
    let fits_none = |parts: &Vec<Value>| parts.iter().all(|part| !wrong(root, part, value, place).is_empty());
    if schema["anyOf"].as_array().is_some_and(fits_none) {
        found.push(format!("{place}: fits none of {}", schema["anyOf"]));
    }
    let is_equal = schema.get("const").is_none_or(|only| only == value);
    let is_listed = schema["enum"].as_array().is_none_or(|list| list.contains(value));
    if !is_equal || !is_listed || !is_typed(&schema["type"], value) {
        found.push(format!("{place}: {value} is not {schema}"));
    }
    for name in schema["required"].as_array().into_iter().flatten().filter_map(Value::as_str) {
        if value.get(name).is_none() {
            found.push(format!("{place}: `{name}` is missing"));
        }
    }
    for (at, item) in value.as_array().into_iter().flatten().enumerate().filter(|_| schema.get("items").is_some()) {
        found.extend(wrong(root, &schema["items"], item, &format!("{place}[{at}]")));
    }
    if schema["type"] == "object" {
        for (name, member) in value.as_object().into_iter().flatten() {
            let member_schema = schema["properties"].get(name).or(schema.get("additionalProperties"));
            match member_schema {
                Some(schema) => found.extend(wrong(root, schema, member, &format!("{place}.{name}"))),
                None => found.push(format!("{place}: the schema does not know `{name}`")),
            }
        }
    }
    found
}

fn is_typed(wanted: &Value, value: &Value) -> bool {
    let is = |name: &str| match name {
        "object" => value.is_object(),
        "array" => value.is_array(),
        "string" => value.is_string(),
        "boolean" => value.is_boolean(),
        "integer" => value.is_u64() || value.is_i64(),
        "number" => value.is_number(),
        "null" => value.is_null(),
        _ => panic!("the schema knows a type `{name}`"),
    };
    match wanted {
        Value::String(name) => is(name),
        Value::Array(names) => names.iter().filter_map(Value::as_str).any(is),
        _ => true,
    }
}

fn schema() -> Value {
    serde_json::from_str(&json::schema()).expect("the schema is JSON")
}

#[track_caller]
fn fits(root: &Value, name: Option<&str>, value: &Value, file: &str) {
    let reference = name.map(|name| json!({ "$ref": format!("#/$defs/{name}") }));
    let found = wrong(root, reference.as_ref().unwrap_or(root), value, "");
    assert!(found.is_empty(), "{file}\n{}", found.join("\n"));
}

#[test]
fn everything_that_is_written_fits_the_schema() {
    let root = schema();
    let (mut lines, mut findings) = (0, 0);
    for fixture in fixtures("sheets", "sheet") {
        let outputs = read(&fixture.file, &fixture.bytes, &Options::default(), |source, sheet| {
            [Format::Json, Format::JsonLines].map(|format| written(source, sheet, format))
        });
        let [document, jsonl] = outputs.expect("a fixture can be read");
        let document: Value = serde_json::from_str(&document).expect("the output is JSON");
        fits(&root, None, &document, &fixture.file);
        for line in jsonl.lines() {
            lines += 1;
            fits(&root, Some("RecordLine"), &serde_json::from_str(line).expect("a line is JSON"), &fixture.file);
        }
        let found = document["sheets"][0]["findings"].as_array().expect("findings are a list");
        findings += found.len();
        // What `check` writes: the same findings, each with its file.
        let found: Vec<Value> = found.iter().cloned().map(|finding| in_file(finding, &fixture.file)).collect();
        let failures = [json!({ "file": "none.tsv", "message": "x" })];
        let checked = json!({ "schema": "plan-eval/1", "findings": found, "failures": failures });
        fits(&root, Some("Checked"), &checked, &fixture.file);
    }
    assert!(lines >= 100 && findings >= 20, "only {lines} lines and {findings} findings were held against the schema");
}

fn in_file(mut finding: Value, file: &str) -> Value {
    finding["file"] = json!(file);
    finding
}

#[test]
fn what_does_not_fit_is_found() {
    let root = schema();
    let bad = |value: Value| assert!(!wrong(&root, &root, &value, "").is_empty(), "{value} fits");
    bad(json!({ "schema": "plan-eval/2", "sheets": [] }));
    bad(json!({ "schema": "plan-eval/1" }));
    bad(json!({ "schema": "plan-eval/1", "sheets": [{}] }));
    bad(json!({ "schema": "plan-eval/1", "sheets": [], "more": 1 }));
    let line = json!({ "$ref": "#/$defs/RecordLine" });
    assert!(wrong(&root, &line, &json!({}), "").contains(&": `file` is missing".to_owned()));
}

#[test]
fn the_schema_is_printed() {
    let output = Command::new(cargo_bin!("plan-eval")).arg("schema").output().expect("the binary runs");
    assert_eq!(String::from_utf8(output.stdout).expect("the schema is UTF-8"), json::schema());
    assert_eq!(schema()["$schema"], "https://json-schema.org/draft/2020-12/schema");
}
