//! Records as JSON: one document for all sheets, or one record a line.
//!
//! In: sheets in order. Out: the document `{ "schema": …, "sheets": [ … ] }`, written sheet by sheet, or JSONL. The
//! names and the order of fields stand in `shape`; this file knows only what comes around them.

mod shape;

use std::io::{self, Write};

use crate::diagnostic::Language;
use crate::record::{Record, Sheet};
use crate::report::{Located, SCHEMA};
use crate::source::Source;

/// One sheet with all that is told about it.
#[derive(Clone, Copy, Debug)]
pub struct Told<'a> {
    /// The decoded input.
    pub source: &'a Source<'a>,
    /// What was read from it.
    pub sheet: &'a Sheet<'a>,
    /// Its findings, located.
    pub found: &'a [Located<'a>],
    /// The language of messages.
    pub language: Language,
}

/// A document that is being written. It remembers only whether it has begun.
#[derive(Debug, Default)]
pub struct Document {
    begun: bool,
}

impl Document {
    /// Adds a sheet, on a line of its own.
    pub fn sheet<W: Write>(&mut self, out: &mut W, told: &Told<'_>) -> io::Result<()> {
        if self.begun {
            out.write_all(b",\n")?;
        } else {
            self.begin(out)?;
            out.write_all(b"\n")?;
        }
        serde_json::to_writer(out, &shape::sheet(told))?;
        Ok(())
    }

    /// Closes the document.
    pub fn end<W: Write>(mut self, out: &mut W) -> io::Result<()> {
        if !self.begun {
            self.begin(out)?;
        }
        out.write_all(b"\n]}\n")
    }

    fn begin<W: Write>(&mut self, out: &mut W) -> io::Result<()> {
        self.begun = true;
        write!(out, "{{\"schema\":\"{SCHEMA}\",\"sheets\":[")
    }
}

/// Writes one record a line, each with the file that it comes from.
pub fn lines<W: Write>(out: &mut W, file: &str, records: &[Record<'_>]) -> io::Result<()> {
    for record in records {
        serde_json::to_writer(&mut *out, &shape::record_of(file, record))?;
        out.write_all(b"\n")?;
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::{Document, Told, lines};
    use crate::diagnostic::Language;
    use crate::record::{Item, Record, Relation, Sheet, Value};
    use crate::source::{Encoding, Source};

    fn source(text: &str) -> Source<'_> {
        Source::new("年度/a.tsv".to_owned(), text.as_bytes(), Encoding::Utf8, false, text.into())
    }

    fn document(sheets: &[Sheet<'_>], text: &str) -> String {
        let source = source(text);
        let mut out = Vec::new();
        let mut document = Document::default();
        for sheet in sheets {
            let told = Told { source: &source, sheet, found: &[], language: Language::English };
            document.sheet(&mut out, &told).expect("a vector takes every write");
        }
        document.end(&mut out).expect("a vector takes every write");
        String::from_utf8(out).expect("JSON is UTF-8")
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
        let mut out = Vec::new();
        lines(&mut out, "a", &[value(given)]).expect("a vector takes every write");
        let line = String::from_utf8(out).expect("JSON is UTF-8");
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
        let mut out = Vec::new();
        lines(&mut out, "-", &[Record { item: Some(item), ..Record::default() }]).expect("a vector takes every write");
        let line = String::from_utf8(out).expect("JSON is UTF-8");
        let start =
            "{\"file\":\"-\",\"lines\":[],\"path\":[],\"item\":{\"ordinal\":null,\"title\":\"\\\"引用\\\"\\n改行\"},";
        assert_eq!(line.get(..start.len()), Some(start));
    }
}
