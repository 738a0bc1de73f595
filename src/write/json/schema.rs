//! The JSON Schema of what is written: draft 2020-12, of the written side, so that every field that is always there is
//! required.
//!
//! In: the shapes. Out: the schema of the document that `parse` writes, with the line of JSONL (`RecordLine`) and the
//! document that `check` writes (`Checked`) among its definitions. Fields may be added to the output, so that the
//! schema forbids none.

use schemars::JsonSchema;
use schemars::generate::SchemaSettings;
use serde_json::json;

use super::shape::Sheet;
use crate::report::SCHEMA;
use crate::report::finding::Finding;

/// The schema, laid out for people.
pub fn schema() -> String {
    let mut generator = SchemaSettings::draft2020_12().for_serialize().into_generator();
    generator.subschema_for::<Checked>();
    let mut schema = generator.into_root_schema_for::<Document>();
    if let Some(definitions) = schema.ensure_object().get_mut("$defs") {
        definitions["RecordLine"] = json!({
            "description": "A line of `parse --format jsonl`: a record with the sheet that it comes from.",
            "allOf": [{ "$ref": "#/$defs/Record" }],
            "required": ["file"],
        });
    }
    let mut text = serde_json::to_string_pretty(&schema).expect("every key is a text");
    text.push('\n');
    text
}

/// What `plan-eval parse --format json` writes.
#[derive(JsonSchema)]
#[allow(dead_code, reason = "only its shape is told")]
struct Document {
    /// The name of this contract.
    #[schemars(extend("const" = SCHEMA))]
    schema: String,
    /// The sheets that could be read, in the order of the inputs.
    sheets: Vec<Sheet<'static>>,
}

/// What `plan-eval check --format json` writes.
#[derive(JsonSchema)]
#[allow(dead_code, reason = "only its shape is told")]
struct Checked {
    /// The name of this contract.
    #[schemars(extend("const" = SCHEMA))]
    schema: String,
    /// What was found in all sheets, in the order of the inputs.
    findings: Vec<FindingInFile>,
    /// The inputs that could not be read.
    failures: Vec<Failure>,
}

/// A finding and the sheet that it is about.
#[derive(JsonSchema)]
#[allow(dead_code, reason = "only its shape is told")]
struct FindingInFile {
    /// The path of the sheet as given, with `/`.
    file: String,
    #[serde(flatten)]
    finding: Finding<'static>,
}

/// An input that could not be read.
#[derive(JsonSchema)]
#[allow(dead_code, reason = "only its shape is told")]
struct Failure {
    /// Its path as given, with `/`.
    file: String,
    /// What is the matter, and what to do.
    message: String,
}
