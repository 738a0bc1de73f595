//! The description of CSV files as a Data Package: <https://datapackage.org/standard/data-package/>, version 2.
//!
//! In: for each file its path, its header and what it was made of. Out: JSON. What a column means follows from its
//! name, as `csv` names it. How the files came to be is left to others.

use std::io::{self, Read};

use ::csv::ReaderBuilder;
use serde::Serialize;

use super::csv::Dialect;
use crate::diagnostic::Language;

/// A CSV file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Resource {
    /// From the folder of the description, with `/`.
    pub path: String,
    /// The names of its columns.
    pub header: Vec<String>,
    /// How long it is.
    pub bytes: u64,
    /// Of all its bytes, in hexadecimal.
    pub sha256: String,
    /// The sheets that it was made of.
    pub sources: Vec<String>,
}

/// The names of the columns of a CSV text.
pub fn header<R: Read>(text: R) -> io::Result<Vec<String>> {
    let mut reader = ReaderBuilder::new().from_reader(text);
    let names = reader.headers()?.iter();
    Ok(names.map(|name| name.trim_start_matches('\u{feff}').to_owned()).collect())
}

/// The description of some files, which `dialect` was written in. Titles are in `language`.
pub fn package(resources: &[Resource], dialect: Dialect, language: Language) -> String {
    let resources = resources.iter().enumerate();
    let package = PackageShape {
        schema: "https://datapackage.org/profiles/2.0/datapackage.json",
        resources: resources.map(|(at, resource)| shape(at + 1, resource, dialect, language)).collect(),
    };
    let mut text = serde_json::to_string_pretty(&package).expect("every key is a text");
    text.push('\n');
    text
}

#[derive(Serialize)]
struct PackageShape<'a> {
    #[serde(rename = "$schema")]
    schema: &'static str,
    resources: Vec<ResourceShape<'a>>,
}

#[derive(Serialize)]
struct ResourceShape<'a> {
    name: String,
    #[serde(rename = "type")]
    kind: &'static str,
    path: &'a str,
    format: &'static str,
    mediatype: &'static str,
    encoding: &'static str,
    dialect: DialectShape,
    bytes: u64,
    hash: String,
    sources: Vec<SourceShape<'a>>,
    schema: SchemaShape<'a>,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct DialectShape {
    delimiter: &'static str,
    line_terminator: &'static str,
    quote_char: &'static str,
    double_quote: bool,
    header: bool,
}

#[derive(Serialize)]
struct SourceShape<'a> {
    title: &'a str,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct SchemaShape<'a> {
    fields: Vec<Field<'a>>,
    missing_values: [&'static str; 1],
}

#[derive(Serialize)]
struct Field<'a> {
    name: &'a str,
    #[serde(rename = "type")]
    kind: &'static str,
    title: String,
}

/// A name is of lowercase letters without accents: sheets are Japanese, so that numbers have to do.
fn shape(number: usize, of: &Resource, dialect: Dialect, language: Language) -> ResourceShape<'_> {
    let line_terminator = match dialect {
        Dialect::Plain => "\n",
        Dialect::Excel => "\r\n",
    };
    let fields = (0..of.header.len()).map(|at| field(&of.header, at, language)).collect();
    ResourceShape {
        name: format!("records-{number}"),
        kind: "table",
        path: &of.path,
        format: "csv",
        mediatype: "text/csv",
        encoding: "utf-8",
        dialect: DialectShape { delimiter: ",", line_terminator, quote_char: "\"", double_quote: true, header: true },
        bytes: of.bytes,
        hash: format!("sha256:{}", of.sha256),
        sources: of.sources.iter().map(|title| SourceShape { title }).collect(),
        schema: SchemaShape { fields, missing_values: [""] },
    }
}

/// The columns that every file has, with what they are called for people.
const COMMON: [(&str, &str, &str); 6] = [
    ("file", "シート", "sheet"),
    ("line", "行", "line"),
    ("path", "見出し", "headings"),
    ("item_ordinal", "項目の番号", "number of the item"),
    ("item", "項目", "item"),
    ("departments", "担当課", "departments"),
];

/// What follows the name of a column where the tool made several of one.
const PARTS: [(&str, &str, &str); 4] = [
    (":label", "（意味）", " (meaning)"),
    (":comment", "（コメント）", " (comment)"),
    (":number", "（数値）", " (number)"),
    (":unit", "（単位）", " (unit)"),
];

fn field<'a>(header: &'a [String], at: usize, language: Language) -> Field<'a> {
    let name = header[at].as_str();
    let said = |ja: &'static str, en: &'static str| match language {
        Language::Japanese => ja,
        Language::English => en,
    };
    let kind = match (name, at) {
        ("line", 1) => "integer",
        _ if is_number(header, at) => "number",
        _ => "string",
    };
    let common = COMMON.iter().find(|(of, ..)| *of == name).map(|(_, ja, en)| said(ja, en).to_owned());
    let part = PARTS.iter().find_map(|(end, ja, en)| Some(format!("{}{}", name.strip_suffix(end)?, said(ja, en))));
    Field { name, kind, title: common.or(part).unwrap_or_else(|| name.to_owned()) }
}

/// Whether the tool itself wrote the numbers of a value there: `NAME`, `NAME:number`, `NAME:unit` stand in a row,
/// before the departments.
fn is_number(header: &[String], at: usize) -> bool {
    let Some(name) = header[at].strip_suffix(":number") else { return false };
    let stands = |at: usize, wanted: &str| header.get(at).is_some_and(|found| found == wanted);
    let before_departments = header[at..].iter().any(|name| name == "departments");
    before_departments && at > 0 && stands(at - 1, name) && stands(at + 1, &format!("{name}:unit"))
}

#[cfg(test)]
mod tests {
    use super::{field, header};
    use crate::diagnostic::Language;

    #[test]
    fn what_a_column_holds_follows_from_its_name_and_place() {
        let text = "\u{feff}file,line,目標値,目標値:number,目標値:unit,評価,評価:label,departments,備考:number\r\n";
        let names = header(text.as_bytes()).expect("a text can be read");
        let fields: Vec<_> = (0..names.len()).map(|at| field(&names, at, Language::Japanese)).collect();
        let kinds: Vec<_> = fields.iter().map(|field| field.kind).collect();
        let titles: Vec<_> = fields.iter().map(|field| field.title.as_str()).collect();
        assert_eq!(kinds, ["string", "integer", "string", "number", "string", "string", "string", "string", "string"]);
        assert_eq!(
            titles,
            [
                "シート",
                "行",
                "目標値",
                "目標値（数値）",
                "目標値（単位）",
                "評価",
                "評価（意味）",
                "担当課",
                "備考（数値）"
            ]
        );
    }
}
