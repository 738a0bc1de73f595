//! The JSON shapes: which fields there are, in which order, under which names.
//!
//! In: the nouns. Out: structs that borrow from them and serialize. They stand apart from the nouns so that renaming
//! a field inside never changes what comes out. Every field is always there: null or an empty list, never absent.

mod path;

use std::borrow::Cow;
use std::collections::BTreeMap;
use std::sync::Arc;

use schemars::{JsonSchema, Schema, SchemaGenerator};
use serde::ser::SerializeSeq as _;
use serde::{Serialize, Serializer};

use super::Told;
use super::plain::Text;
use crate::record::{self, Account, LineCounts};
use crate::report::finding::{Finding, finding};
use crate::source::Encoding;
use path::Heading;
pub(super) use path::Path;

/// What a list is written of: each element is shaped only when its turn comes.
struct Each<'a, T, S>(&'a [T], fn(&'a T) -> S);

impl<T, S: Serialize> Serialize for Each<'_, T, S> {
    fn serialize<Z: Serializer>(&self, serializer: Z) -> Result<Z::Ok, Z::Error> {
        serializer.collect_seq(self.0.iter().map(self.1))
    }
}

impl<T, S: JsonSchema> JsonSchema for Each<'_, T, S> {
    fn inline_schema() -> bool {
        true
    }

    fn schema_name() -> Cow<'static, str> {
        <Vec<S>>::schema_name()
    }

    fn json_schema(generator: &mut SchemaGenerator) -> Schema {
        <Vec<S>>::json_schema(generator)
    }
}

/// Named texts: an object in column order.
struct Texts<'a>(&'a [(Arc<str>, Cow<'a, str>)]);

impl Serialize for Texts<'_> {
    fn serialize<Z: Serializer>(&self, serializer: Z) -> Result<Z::Ok, Z::Error> {
        serializer.collect_map(self.0.iter().map(|(name, text)| (&**name, Text(text))))
    }
}

impl JsonSchema for Texts<'_> {
    fn inline_schema() -> bool {
        true
    }

    fn schema_name() -> Cow<'static, str> {
        "Texts".into()
    }

    fn json_schema(generator: &mut SchemaGenerator) -> Schema {
        <BTreeMap<String, String>>::json_schema(generator)
    }
}

/// The records of a sheet.
struct Records<'a>(&'a [record::Record<'a>]);

impl Serialize for Records<'_> {
    fn serialize<Z: Serializer>(&self, serializer: Z) -> Result<Z::Ok, Z::Error> {
        let mut records = serializer.serialize_seq(Some(self.0.len()))?;
        let mut path = Path::default();
        for of in self.0 {
            path.go_to(&of.path);
            records.serialize_element(&record(None, of, &path))?;
        }
        records.end()
    }
}

/// A number as people write it: 370, not 370.0.
#[derive(JsonSchema)]
#[schemars(inline)]
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

/// One sheet with everything that is known of it.
#[derive(Serialize, JsonSchema)]
pub(super) struct Sheet<'a> {
    /// Its path as given, with `/`; `-` for standard input.
    file: &'a str,
    /// How its bytes are encoded.
    #[schemars(extend("enum" = Encoding::ALL.map(Encoding::name)))]
    encoding: &'static str,
    /// Whether it begins with a byte order mark.
    bom: bool,
    /// How its rows end: `LF`, `CRLF`, `CR` or `mixed`.
    newline: &'static str,
    /// How long it is.
    bytes: usize,
    /// The fingerprint of its bytes.
    sha256: String,
    /// Lines outside tables that name the document, repeated ones once.
    titles: &'a [Cow<'a, str>],
    /// The tables of rating codes.
    scales: Each<'a, record::Scale, Scale<'a>>,
    /// Every column of every table.
    columns: Each<'a, record::Column, Column<'a>>,
    /// The records, in sheet order.
    #[schemars(with = "Vec<Record<'a>>")]
    records: Records<'a>,
    /// What was found, in sheet order.
    findings: Vec<Finding<'a>>,
    /// Every cell or line that is nowhere else.
    set_aside: Each<'a, record::SetAside<'a>, SetAside<'a>>,
    /// Characters other than white space, by where they went.
    account: AccountShape,
    /// Physical lines, by where most of their characters went.
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
        records: Records(&sheet.records),
        findings: found.iter().map(|located| finding(located, language)).collect(),
        set_aside: Each(&sheet.set_aside, set_aside),
        account: account(&sheet.account),
        lines: line_counts(&sheet.lines),
    }
}

/// A table of rating codes, best first.
#[derive(Serialize, JsonSchema)]
struct Scale<'a> {
    name: &'a str,
    /// Where it was found: `legend`, `config`, `builtin` or `inferred`.
    source: &'static str,
    codes: Each<'a, record::Code, Code<'a>>,
}

fn scale(scale: &record::Scale) -> Scale<'_> {
    Scale { name: &scale.name, source: scale.origin.name(), codes: Each(&scale.codes, code) }
}

/// An entry of a scale.
#[derive(Serialize, JsonSchema)]
struct Code<'a> {
    code: &'a str,
    /// Its place, from 1.
    rank: usize,
    /// What it means, where the sheet or the user says so.
    label: Option<&'a str>,
}

fn code(code: &record::Code) -> Code<'_> {
    Code { code: &code.code, rank: code.rank, label: code.label.as_deref() }
}

/// A column of a table.
#[derive(Serialize, JsonSchema)]
struct Column<'a> {
    /// The header without white space; its levels joined by ` > `.
    name: &'a str,
    /// Every header level as printed.
    printed: &'a [String],
    /// `path`, `item`, `rating`, `comment`, `value`, `department` or `text`.
    role: &'static str,
    /// The name of its scale, for ratings.
    scale: Option<&'a str>,
}

fn column(column: &record::Column) -> Column<'_> {
    Column { name: &column.name, printed: &column.printed, role: column.role.name(), scale: column.scale.as_deref() }
}

/// A measure, initiative, project, indicator or goal.
#[derive(Serialize, JsonSchema)]
struct Record<'a> {
    /// In JSONL only, where no sheet stands around the record.
    #[serde(skip_serializing_if = "Option::is_none")]
    file: Option<&'a str>,
    /// The lines of the sheet, from 1, that its own cells stand on.
    lines: &'a [usize],
    /// The headings above it, outermost first.
    #[schemars(with = "Vec<Heading<'a>>")]
    path: &'a Path<'a>,
    /// What is evaluated; null where the sheet prints none.
    item: Option<Item<'a>>,
    /// One per rating column.
    ratings: Each<'a, record::Rating<'a>, Rating<'a>>,
    /// Figures.
    values: Each<'a, record::Value<'a>, Value<'a>>,
    /// Who is in charge.
    departments: Each<'a, record::Department<'a>, Department<'a>>,
    /// All other columns, by name.
    texts: Texts<'a>,
    /// The fields that were blank and carry on from above.
    inherited: &'a [String],
    /// Every change to what was printed.
    repairs: Each<'a, record::Repair, Repair<'a>>,
}

/// A record below these headings, ready to be serialized. JSONL names the file that it comes from.
pub(super) fn record<'a>(
    file: Option<&'a str>,
    of: &'a record::Record<'a>,
    path: &'a Path<'a>,
) -> impl Serialize + use<'a> {
    Record {
        file,
        lines: &of.lines,
        path,
        item: of.item.as_ref().map(item),
        ratings: Each(&of.ratings, rating),
        values: Each(&of.values, value),
        departments: Each(&of.departments, department),
        texts: Texts(&of.texts),
        inherited: &of.inherited,
        repairs: Each(&of.repairs, repair),
    }
}

/// What is evaluated.
#[derive(Serialize, JsonSchema)]
struct Item<'a> {
    /// Its number or mark as printed.
    ordinal: Option<&'a str>,
    title: Text<'a>,
}

fn item<'a>(item: &'a record::Item<'a>) -> Item<'a> {
    Item { ordinal: item.ordinal.as_deref(), title: Text(&item.title) }
}

/// A rating as printed and as understood.
#[derive(Serialize, JsonSchema)]
struct Rating<'a> {
    column: Text<'a>,
    printed: Text<'a>,
    /// The codes that its scale knows.
    codes: Each<'a, Arc<str>, Text<'a>>,
    /// What the codes mean, where it is known.
    labels: Each<'a, Arc<str>, Text<'a>>,
    /// The free text beside it; null without such a column.
    comment: Option<Text<'a>>,
}

fn rating<'a>(rating: &'a record::Rating<'a>) -> Rating<'a> {
    Rating {
        column: Text(&rating.column),
        printed: Text(&rating.printed),
        codes: Each(&rating.codes, |code| Text(code)),
        labels: Each(&rating.labels, |label| Text(label)),
        comment: rating.comment.as_deref().map(Text),
    }
}

/// A figure.
#[derive(Serialize, JsonSchema)]
struct Value<'a> {
    column: Text<'a>,
    printed: Text<'a>,
    /// The number, if the cell holds one.
    number: Option<Number>,
    /// What stands behind it.
    unit: Option<&'a str>,
    /// The word before it.
    qualifier: Option<&'a str>,
    /// `maintain`, `at_least` or `at_most`.
    relation: Option<&'static str>,
}

fn value<'a>(value: &'a record::Value<'a>) -> Value<'a> {
    Value {
        column: Text(&value.column),
        printed: Text(&value.printed),
        number: value.number.map(Number),
        unit: value.unit.as_deref(),
        qualifier: value.qualifier.as_deref(),
        relation: value.relation.map(record::Relation::name),
    }
}

/// Who is in charge.
#[derive(Serialize, JsonSchema)]
struct Department<'a> {
    name: Text<'a>,
    /// What stands in brackets behind the name.
    note: Option<&'a str>,
}

fn department<'a>(department: &'a record::Department<'a>) -> Department<'a> {
    Department { name: Text(&department.name), note: department.note.as_deref() }
}

/// One change to what was printed.
#[derive(Serialize, JsonSchema)]
struct Repair<'a> {
    /// The field that was changed.
    field: &'a str,
    /// What was done.
    kind: &'static str,
    /// The text before.
    before: Text<'a>,
}

fn repair(repair: &record::Repair) -> Repair<'_> {
    Repair { field: &repair.field, kind: repair.kind.name(), before: Text(&repair.before) }
}

/// A cell or line that went nowhere.
#[derive(Serialize, JsonSchema)]
struct SetAside<'a> {
    /// Its line, from 1.
    line: usize,
    /// Its place in the row, from 1.
    cell: usize,
    text: Text<'a>,
    /// Why it is in no record.
    why: &'static str,
}

fn set_aside<'a>(aside: &'a record::SetAside<'a>) -> SetAside<'a> {
    SetAside { line: aside.line, cell: aside.cell, text: Text(&aside.text), why: aside.why.name() }
}

/// Characters other than white space, by where they went; `read` is the sum of the rest.
#[derive(Serialize, JsonSchema)]
#[schemars(rename = "Account")]
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

/// Physical lines, by where most of their characters went; `read` is the sum of the rest.
#[derive(Serialize, JsonSchema)]
#[schemars(rename = "Lines")]
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
