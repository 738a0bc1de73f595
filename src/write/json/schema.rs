//! The JSON Schema of what is written: draft 2020-12, of the written side, so that every field that is always there is
//! required.
//!
//! In: the shapes. Out: the schema of the document that `parse` writes, with the line of JSONL (`RecordLine`) and the
//! document that `check` writes (`Checked`) among its definitions. Fields may be added to the output, so that the
//! schema forbids none.

use schemars::JsonSchema;
use schemars::generate::SchemaSettings;
use serde_json::json;

use super::SCHEMA;
use super::shape::Sheet;
use crate::diagnostic::Severity;

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
    finding: Finding,
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

/// Something odd in a sheet, at one place. Lines and columns count from 1, columns in characters.
#[derive(JsonSchema)]
#[allow(dead_code, reason = "only its shape is told; the findings themselves are shaped by `report`")]
pub(super) struct Finding {
    /// Which rule was broken.
    rule: String,
    /// How bad it is.
    #[schemars(extend("enum" = Severity::ALL.map(Severity::name)))]
    severity: String,
    /// Where it begins.
    line: usize,
    column: usize,
    /// The character after its last one.
    end_line: usize,
    end_column: usize,
    /// Its row as a spreadsheet counts rows.
    row: usize,
    /// The name of its column, where it stands in the cell of a record.
    column_name: Option<String>,
    /// What was found, and what was expected there.
    message: String,
    /// What to do.
    help: Option<String>,
}
