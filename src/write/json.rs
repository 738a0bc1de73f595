//! Records as JSON: one document for all sheets, or one record a line.
//!
//! In: one sheet. Out: its object in the document `{ "schema": …, "sheets": [ … ] }`, or its lines in JSONL, and what
//! stands around the objects. The names and the order of fields stand in `shape`, and `schema` tells them to other
//! programs.

mod plain;
mod schema;
mod shape;

pub use schema::schema;

use std::io::Write as _;

use plain::Plain;
use serde::Serialize;
use serde_json::Serializer;

use super::{Pieces, Told};
use crate::record::Record;

/// What stands before the first sheet; a comma and a line break stand before every other.
pub(super) const OPENING: &str = "{\"schema\":\"plan-eval/1\",\"sheets\":[\n";

/// What stands behind the last sheet and its line break.
pub(super) const CLOSING: &str = "]}\n";

/// A sheet as the document holds it.
pub(super) fn sheet(told: &Told<'_>, out: &mut Pieces<'_>) {
    put(out, &shape::sheet(told));
}

/// Records, one a line, each with the file that it comes from.
pub(super) fn lines(file: &str, records: &[Record<'_>], out: &mut Pieces<'_>) {
    let mut path = shape::Path::default();
    for record in records {
        path.go_to(&record.path);
        put(out, &shape::record(Some(file), record, &path));
        out.write_all(b"\n").expect("memory takes every write");
    }
}

fn put<T: Serialize>(out: &mut Pieces<'_>, value: &T) {
    value
        .serialize(&mut Serializer::with_formatter(out, Plain))
        .expect("memory takes every write, and every key is a text");
}

#[cfg(test)]
mod tests {
    use super::OPENING;
    use crate::diagnostic::Language;
    use crate::record::{Item, Record, Relation, Sheet, Value};
    use crate::report::SCHEMA;
    use crate::source::{Encoding, Source};
    use crate::write::{Format, PIECE, Records};

    fn written(format: Format, sheets: &[Sheet<'_>]) -> String {
        let source = Source::new("年度/a.tsv".to_owned(), b"", Encoding::Utf8, false, "".into());
        let mut records = Records::new(Vec::new(), format, Language::English);
        for sheet in sheets {
            records.sheet(&source, sheet, &[]).expect("a vector takes every write");
        }
        String::from_utf8(records.end().expect("a vector takes every write")).expect("JSON is UTF-8")
    }

    fn document(sheets: &[Sheet<'_>]) -> String {
        written(Format::Json, sheets)
    }

    fn lines(records: Vec<Record<'_>>) -> String {
        written(Format::JsonLines, &[Sheet { records, ..Sheet::default() }])
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
        let line = lines(vec![value(given)]);
        let expected = format!(
            "{{\"file\":\"年度/a.tsv\",\"lines\":[],\"path\":[],\"item\":null,\"ratings\":[],\"values\":[{{\
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
    fn a_large_sheet_is_written_in_pieces_as_if_it_were_whole() {
        let records = || (0..2000).map(|number| value(f64::from(number))).collect();
        let single: String = (0..2000).map(|number| lines(vec![value(f64::from(number))])).collect();
        assert!(single.len() > 3 * PIECE, "more than a few pieces");
        assert_eq!(lines(records()), single);
        let sheet = || Sheet { records: records(), ..Sheet::default() };
        let read: serde_json::Value = serde_json::from_str(&document(&[sheet(), sheet()])).expect("JSON");
        let count = |sheet: usize| read["sheets"][sheet]["records"].as_array().map(Vec::len);
        assert_eq!((count(0), count(1), count(2)), (Some(2000), Some(2000), None));
    }

    #[test]
    fn a_document_without_sheets_is_still_one() {
        assert!(OPENING.contains(SCHEMA));
        assert_eq!(document(&[]), "{\"schema\":\"plan-eval/1\",\"sheets\":[\n]}\n");
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
        assert_eq!(document(&[Sheet::default(), Sheet::default()]), expected);
    }

    #[test]
    fn an_item_without_a_mark_has_a_null_ordinal() {
        let item = Item { ordinal: None, title: "\"引用\"\n改行".into() };
        let record = Record { item: Some(item), ..Record::default() };
        let line = lines(vec![record]);
        let start = "{\"file\":\"年度/a.tsv\",\"lines\":[],\"path\":[],\"item\":{\"ordinal\":null,\"title\":\"\\\"引用\\\"\\n改行\"},";
        assert_eq!(line.get(..start.len()), Some(start));
    }
}
