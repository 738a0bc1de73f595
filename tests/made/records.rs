//! What a made sheet says, record by record, and what a reading of it says in the same words.
//!
//! In: rows that know what they say; a sheet as read. Out: fields by name. A blank field is left out: a record does not
//! tell a blank column from none.

use std::collections::BTreeMap;

use plan_eval::record::Record;

use super::{Column, Holds, Kind, Made, Row};

/// What one field should say.
#[derive(Clone, Debug, Default)]
pub(crate) struct Wanted {
    pub(crate) said: String,
    pub(crate) loose: bool,
    pub(crate) damaged: bool,
    /// The first and the last line, from 1, of the row that prints it.
    pub(crate) lines: (usize, usize),
}

/// What a record should say.
#[derive(Clone, Debug)]
pub(crate) struct WantedRecord {
    /// The first and the last of its lines, from 1.
    pub(crate) lines: (usize, usize),
    pub(crate) fields: BTreeMap<String, Wanted>,
}

/// The records of a made sheet, in order.
pub(crate) fn wanted(made: &Made) -> Vec<WantedRecord> {
    let mut records: Vec<WantedRecord> = Vec::new();
    // What merged columns carry on, by name of the field, since the last heading.
    let mut above: BTreeMap<String, Wanted> = BTreeMap::new();
    let mut line = 1;
    for row in &made.rows {
        let last = line + row.height() - 1;
        match row.kind {
            Kind::Heading => above.clear(),
            Kind::Data => {
                let lines = (line, last);
                records.push(WantedRecord { lines, fields: fields(made, (row, lines), &mut above) });
            }
            _ => {}
        }
        line = last + 1;
    }
    records
}

fn fields(
    made: &Made,
    (row, lines): (&Row, (usize, usize)),
    above: &mut BTreeMap<String, Wanted>,
) -> BTreeMap<String, Wanted> {
    let mut fields = BTreeMap::new();
    let mut path = Wanted { said: row.path.join(" > "), lines, ..Wanted::default() };
    // A merged item carries its content along: a row with an item of its own starts anew.
    let of = |holds| row.cells.iter().find(|cell| cell.column.is_some_and(|at| made.columns[at].holds == holds));
    if of(Holds::Item).is_some_and(|cell| !cell.said.is_empty()) {
        above.retain(|field, _| field == "heading");
    }
    for cell in &row.cells {
        let Some(column) = cell.column.map(|at| &made.columns[at]) else { continue };
        let Some((field, said)) = field(column, &cell.said) else { continue };
        let mut own = Wanted { said, loose: cell.loose, damaged: cell.damaged, lines };
        if matches!(column.holds, Holds::Heading | Holds::Item | Holds::Text) {
            if own.said.is_empty() {
                own = above.get(&field).cloned().unwrap_or(own);
            } else {
                above.insert(field.clone(), own.clone());
            }
        }
        if column.holds == Holds::Heading {
            path.said = format!("{} > {}", path.said, own.said);
            path.loose |= own.loose;
            path.damaged |= own.damaged;
        } else if !own.said.is_empty() || own.damaged {
            fields.insert(field, own);
        }
    }
    fields.insert("path".to_owned(), path);
    fields.retain(|_, wanted| !wanted.said.is_empty() || wanted.damaged);
    fields
}

/// The field that a cell of a column becomes, and what it says there; none for a column without a field.
pub(crate) fn field(column: &Column, said: &str) -> Option<(String, String)> {
    let name = &column.name;
    let (field, said) = match column.holds {
        Holds::Nothing => return None,
        Holds::Heading => ("heading".to_owned(), said.trim_start_matches('●').to_owned()),
        Holds::Item => ("item".to_owned(), said.to_owned()),
        Holds::Code => (format!("rating {name}"), said.to_owned()),
        Holds::Comment => (format!("comment {name}"), said.to_owned()),
        Holds::Figure => (format!("value {name}"), said.to_owned()),
        Holds::Department => ("departments".to_owned(), said.to_owned()),
        Holds::Text => (format!("text {name}"), said.to_owned()),
    };
    Some((field, said))
}

/// The fields of a record as read.
pub(crate) fn read(record: &Record<'_>) -> BTreeMap<String, String> {
    let titles: Vec<&str> = record.path.iter().map(|heading| &*heading.title).collect();
    let departments: Vec<&str> = record.departments.iter().map(|department| &*department.name).collect();
    let item = record.item.iter().map(|item| format!("{}{}", item.ordinal.as_deref().unwrap_or_default(), item.title));
    let mut fields = BTreeMap::from([
        ("path".to_owned(), titles.join(" > ")),
        ("departments".to_owned(), departments.join("、")),
        ("item".to_owned(), item.collect()),
    ]);
    for rating in &record.ratings {
        fields.insert(format!("rating {}", rating.column), rating.codes.join("、"));
        fields.insert(format!("comment {}", rating.column), rating.comment.clone().unwrap_or_default().into_owned());
    }
    fields.extend(record.values.iter().map(|value| (format!("value {}", value.column), value.printed.to_string())));
    fields.extend(record.texts.iter().map(|(name, text)| (format!("text {name}"), text.to_string())));
    fields.retain(|_, said| !said.is_empty());
    fields
}
