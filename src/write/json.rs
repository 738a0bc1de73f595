//! Records as JSON: one document for all sheets, or one record a line.
//!
//! In: one sheet. Out: its object in the document `{ "schema": …, "sheets": [ … ] }`, or its lines in JSONL, and what
//! stands around the objects. The names and the order of fields stand in `shape`, and `schema` tells them to other programs.

mod schema;
mod shape;

pub use schema::schema;

use serde::Serialize;

use super::Told;
use crate::record::Record;

/// What stands before the first sheet; a comma and a line break stand before every other.
pub(super) const OPENING: &str = "{\"schema\":\"plan-eval/1\",\"sheets\":[\n";

/// What stands behind the last sheet and its line break.
pub(super) const CLOSING: &str = "]}\n";

/// A sheet as the document holds it.
pub(super) fn sheet(told: &Told<'_>) -> Vec<u8> {
    let mut bytes = Vec::new();
    put(&mut bytes, &shape::sheet(told));
    bytes
}

/// Records, one a line, each with the file that it comes from.
pub(super) fn lines(file: &str, records: &[Record<'_>]) -> Vec<u8> {
    let mut bytes = Vec::new();
    for record in records {
        put(&mut bytes, &shape::record_of(file, record));
        bytes.push(b'\n');
    }
    bytes
}

fn put<T: Serialize>(bytes: &mut Vec<u8>, value: &T) {
    serde_json::to_writer(bytes, value).expect("a vector takes every write, and every key is a text");
}

#[cfg(test)]
mod tests {
    use super::{OPENING, lines};
    use crate::diagnostic::Language;
    use crate::record::{Item, Record, Relation, Sheet, Value};
    use crate::report::SCHEMA;
    use crate::source::{Encoding, Source};
    use crate::write::{Format, Records};

    fn source(text: &str) -> Source<'_> {
        Source::new("年度/a.tsv".to_owned(), text.as_bytes(), Encoding::Utf8, false, text.into())
    }

    fn document(sheets: &[Sheet<'_>], text: &str) -> String {
        let source = source(text);
        let mut records = Records::new(Vec::new(), Format::Json, Language::English);
        for sheet in sheets {
            records.sheet(&source, sheet, &[]).expect("a vector takes every write");
        }
        String::from_utf8(records.end().expect("a vector takes every write")).expect("JSON is UTF-8")
    }

    fn value(number: f64) -> Record<'static> {
        let value = Value {
            column: "目標値".into(),
            printed: "延370人".into(),
            number: Some(number),
            unit: Some("人".to_owned()),
            qualifier: Some("延".to_owned()),
            relation: Some(Relation::AtLeast),
        };
        Record { values: vec![value], ..Record::default() }
    }

    #[track_caller]
    fn number(given: f64, written: &str) {
        let line = String::from_utf8(lines("a", &[value(given)])).expect("JSON is UTF-8");
        let expected = format!(
            "{{\"file\":\"a\",\"lines\":[],\"path\":[],\"item\":null,\"ratings\":[],\"values\":[{{\
             \"column\":\"目標値\",\"printed\":\"延370人\",\"number\":{written},\"unit\":\"人\",\
             \"qualifier\":\"延\",\"relation\":\"at_least\"}}],\"departments\":[],\
             \"texts\":{{}},\"inherited\":[],\"repairs\":[]}}\n"
        );
        assert_eq!(line, expected);
    }

    #[test]
    fn whole_numbers_have_no_fraction_and_others_are_shortest() {
        number(370.0, "370");
        number(87.3, "87.3");
        number(-0.0, "0");
        number(-12.0, "-12");
        number(9_007_199_254_740_993.0, "9007199254740992.0");
    }

    #[test]
    fn a_document_without_sheets_is_still_one() {
        assert!(OPENING.contains(SCHEMA));
        assert_eq!(document(&[], ""), "{\"schema\":\"plan-eval/1\",\"sheets\":[\n]}\n");
    }

    #[test]
    fn a_sheet_has_every_field_in_the_order_of_the_contract() {
        let empty = "{\"file\":\"年度/a.tsv\",\"encoding\":\"UTF-8\",\"bom\":false,\"newline\":\"LF\",\"bytes\":0,\
                     \"sha256\":\"e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855\",\
                     \"titles\":[],\"scales\":[],\"columns\":[],\"records\":[],\"findings\":[],\"set_aside\":[],\
                     \"account\":{\"read\":0,\"records\":0,\"headings\":0,\"headers\":0,\"legends\":0,\
                     \"titles\":0,\"set_aside\":0,\"syntax\":0,\"dropped\":0},\
                     \"lines\":{\"read\":0,\"records\":0,\"headings\":0,\"headers\":0,\"legends\":0,\
                     \"titles\":0,\"set_aside\":0,\"blank\":0}}";
        let expected = format!("{{\"schema\":\"plan-eval/1\",\"sheets\":[\n{empty},\n{empty}\n]}}\n");
        assert_eq!(document(&[Sheet::default(), Sheet::default()], ""), expected);
    }

    #[test]
    fn an_item_without_a_mark_has_a_null_ordinal() {
        let item = Item { ordinal: None, title: "\"引用\"\n改行".into() };
        let record = Record { item: Some(item), ..Record::default() };
        let line = String::from_utf8(lines("-", &[record])).expect("JSON is UTF-8");
        let start =
            "{\"file\":\"-\",\"lines\":[],\"path\":[],\"item\":{\"ordinal\":null,\"title\":\"\\\"引用\\\"\\n改行\"},";
        assert_eq!(line.get(..start.len()), Some(start));
    }
}
