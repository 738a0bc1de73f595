//! The JSON shapes: which fields there are, in which order, under which names.
//!
//! In: the nouns. Out: structs that borrow from them and serialize. They stand apart from the nouns so that renaming
//! a field inside never changes what comes out. Every field is always there: null or an empty list, never absent.

use std::borrow::Cow;
use std::sync::Arc;

use serde::{Serialize, Serializer};

use super::Told;
use crate::record::{self, Account, LineCounts};
use crate::report::finding::{Finding, finding};

/// What a list is written of: each element is shaped only when its turn comes.
struct Each<'a, T, S>(&'a [T], fn(&'a T) -> S);

impl<T, S: Serialize> Serialize for Each<'_, T, S> {
    fn serialize<Z: Serializer>(&self, serializer: Z) -> Result<Z::Ok, Z::Error> {
        serializer.collect_seq(self.0.iter().map(self.1))
    }
}

/// Named texts: an object in column order.
struct Texts<'a>(&'a [(Arc<str>, Cow<'a, str>)]);

impl Serialize for Texts<'_> {
    fn serialize<Z: Serializer>(&self, serializer: Z) -> Result<Z::Ok, Z::Error> {
        serializer.collect_map(self.0.iter().map(|(name, text)| (&**name, &**text)))
    }
}

/// A number as people write it: 370, not 370.0.
struct Number(f64);

/// From here on a 64-bit float no longer holds every whole number, so that an integer would promise too much.
const INTEGERS_END: f64 = 9_007_199_254_740_992.0;

impl Serialize for Number {
    fn serialize<Z: Serializer>(&self, serializer: Z) -> Result<Z::Ok, Z::Error> {
        let Self(number) = *self;
        if number.fract() == 0.0 && number.abs() < INTEGERS_END {
            return serializer.serialize_i64(number as i64);
        }
        serializer.serialize_f64(number)
    }
}

#[derive(Serialize)]
struct Sheet<'a> {
    file: &'a str,
    encoding: &'static str,
    bom: bool,
    newline: &'static str,
    bytes: usize,
    sha256: String,
    titles: &'a [Cow<'a, str>],
    scales: Each<'a, record::Scale, Scale<'a>>,
    columns: Each<'a, record::Column, Column<'a>>,
    records: Each<'a, record::Record<'a>, Record<'a>>,
    findings: Vec<Finding<'a>>,
    set_aside: Each<'a, record::SetAside<'a>, SetAside<'a>>,
    account: AccountShape,
    lines: LinesShape,
}

/// A sheet, ready to be serialized.
pub(super) fn sheet<'a>(told: &Told<'a>) -> impl Serialize + use<'a> {
    let Told { source, sheet, found, language } = *told;
    Sheet {
        file: source.name(),
        encoding: source.encoding().name(),
        bom: source.bom(),
        newline: sheet.newline.name(),
        bytes: source.byte_count(),
        sha256: source.sha256(),
        titles: &sheet.titles,
        scales: Each(&sheet.scales, scale),
        columns: Each(&sheet.columns, column),
        records: Each(&sheet.records, record),
        findings: found.iter().map(|located| finding(located, language)).collect(),
        set_aside: Each(&sheet.set_aside, set_aside),
        account: account(&sheet.account),
        lines: line_counts(&sheet.lines),
    }
}

#[derive(Serialize)]
struct Scale<'a> {
    name: &'a str,
    source: &'static str,
    codes: Each<'a, record::Code, Code<'a>>,
}

fn scale(scale: &record::Scale) -> Scale<'_> {
    Scale { name: &scale.name, source: scale.origin.name(), codes: Each(&scale.codes, code) }
}

#[derive(Serialize)]
struct Code<'a> {
    code: &'a str,
    rank: usize,
    label: Option<&'a str>,
}

fn code(code: &record::Code) -> Code<'_> {
    Code { code: &code.code, rank: code.rank, label: code.label.as_deref() }
}

#[derive(Serialize)]
struct Column<'a> {
    name: &'a str,
    printed: &'a [String],
    role: &'static str,
    scale: Option<&'a str>,
}

fn column(column: &record::Column) -> Column<'_> {
    Column { name: &column.name, printed: &column.printed, role: column.role.name(), scale: column.scale.as_deref() }
}

#[derive(Serialize)]
struct Record<'a> {
    /// In JSONL only, where no sheet stands around the record.
    #[serde(skip_serializing_if = "Option::is_none")]
    file: Option<&'a str>,
    lines: &'a [usize],
    path: Each<'a, Arc<record::Heading>, Heading<'a>>,
    item: Option<Item<'a>>,
    ratings: Each<'a, record::Rating<'a>, Rating<'a>>,
    values: Each<'a, record::Value<'a>, Value<'a>>,
    departments: Each<'a, record::Department<'a>, Department<'a>>,
    texts: Texts<'a>,
    inherited: &'a [String],
    repairs: Each<'a, record::Repair, Repair<'a>>,
}

fn record<'a>(record: &'a record::Record<'a>) -> Record<'a> {
    Record {
        file: None,
        lines: &record.lines,
        path: Each(&record.path, heading),
        item: record.item.as_ref().map(item),
        ratings: Each(&record.ratings, rating),
        values: Each(&record.values, value),
        departments: Each(&record.departments, department),
        texts: Texts(&record.texts),
        inherited: &record.inherited,
        repairs: Each(&record.repairs, repair),
    }
}

/// A record with the file that it comes from, ready to be serialized.
pub(super) fn record_of<'a>(file: &'a str, of: &'a record::Record<'a>) -> impl Serialize + use<'a> {
    Record { file: Some(file), ..record(of) }
}

#[derive(Serialize)]
struct Heading<'a> {
    level: &'a str,
    number: Option<u32>,
    title: &'a str,
    printed: &'a str,
    line: usize,
}

fn heading(heading: &Arc<record::Heading>) -> Heading<'_> {
    Heading {
        level: &heading.level,
        number: heading.number,
        title: &heading.title,
        printed: &heading.printed,
        line: heading.line,
    }
}

#[derive(Serialize)]
struct Item<'a> {
    ordinal: Option<&'a str>,
    title: &'a str,
}

fn item<'a>(item: &'a record::Item<'a>) -> Item<'a> {
    Item { ordinal: item.ordinal.as_deref(), title: &item.title }
}

#[derive(Serialize)]
struct Rating<'a> {
    column: &'a str,
    printed: &'a str,
    codes: Each<'a, Arc<str>, &'a str>,
    labels: Each<'a, Arc<str>, &'a str>,
    comment: Option<&'a str>,
}

fn rating<'a>(rating: &'a record::Rating<'a>) -> Rating<'a> {
    Rating {
        column: &rating.column,
        printed: &rating.printed,
        codes: Each(&rating.codes, |code| code),
        labels: Each(&rating.labels, |label| label),
        comment: rating.comment.as_deref(),
    }
}

#[derive(Serialize)]
struct Value<'a> {
    column: &'a str,
    printed: &'a str,
    number: Option<Number>,
    unit: Option<&'a str>,
    qualifier: Option<&'a str>,
    relation: Option<&'static str>,
}

fn value<'a>(value: &'a record::Value<'a>) -> Value<'a> {
    Value {
        column: &value.column,
        printed: &value.printed,
        number: value.number.map(Number),
        unit: value.unit.as_deref(),
        qualifier: value.qualifier.as_deref(),
        relation: value.relation.map(record::Relation::name),
    }
}

#[derive(Serialize)]
struct Department<'a> {
    name: &'a str,
    note: Option<&'a str>,
}

fn department<'a>(department: &'a record::Department<'a>) -> Department<'a> {
    Department { name: &department.name, note: department.note.as_deref() }
}

#[derive(Serialize)]
struct Repair<'a> {
    field: &'a str,
    kind: &'static str,
    before: &'a str,
}

fn repair(repair: &record::Repair) -> Repair<'_> {
    Repair { field: &repair.field, kind: repair.kind.name(), before: &repair.before }
}

#[derive(Serialize)]
struct SetAside<'a> {
    line: usize,
    cell: usize,
    text: &'a str,
    why: &'static str,
}

fn set_aside<'a>(aside: &'a record::SetAside<'a>) -> SetAside<'a> {
    SetAside { line: aside.line, cell: aside.cell, text: &aside.text, why: aside.why.name() }
}

#[derive(Serialize)]
struct AccountShape {
    read: usize,
    records: usize,
    headings: usize,
    headers: usize,
    legends: usize,
    titles: usize,
    set_aside: usize,
    syntax: usize,
    dropped: usize,
}

fn account(account: &Account) -> AccountShape {
    let &Account { read, records, headings, headers, legends, titles, set_aside, syntax, dropped } = account;
    AccountShape { read, records, headings, headers, legends, titles, set_aside, syntax, dropped }
}

#[derive(Serialize)]
struct LinesShape {
    read: usize,
    records: usize,
    headings: usize,
    headers: usize,
    legends: usize,
    titles: usize,
    set_aside: usize,
    blank: usize,
}

fn line_counts(counts: &LineCounts) -> LinesShape {
    let &LineCounts { read, records, headings, headers, legends, titles, set_aside, blank } = counts;
    LinesShape { read, records, headings, headers, legends, titles, set_aside, blank }
}
