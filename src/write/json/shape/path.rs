//! The headings above records.
//!
//! In: the path of each record. Out: how it is written, once for all records that follow one another below the same
//! headings: most stand below those of the record before.

use std::rc::Rc;
use std::sync::Arc;

use schemars::JsonSchema;
use serde::{Serialize, Serializer};
use serde_json::value::{RawValue, to_raw_value};

use crate::record;

/// A heading above records.
#[derive(Serialize, JsonSchema)]
pub(super) struct Heading<'a> {
    /// The word or mark as printed, or the header of its column.
    level: &'a str,
    /// The number in it.
    number: Option<u32>,
    /// The text without level and number.
    title: &'a str,
    printed: &'a str,
    /// Its line, from 1.
    line: usize,
}

fn heading(heading: &Arc<record::Heading>) -> Heading<'_> {
    let record::Heading { level, number, title, printed, line } = &**heading;
    Heading { level, number: *number, title, printed, line: *line }
}

/// The headings above a record, as they are written.
#[derive(Clone)]
pub(super) struct Path(Rc<RawValue>);

impl Serialize for Path {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        self.0.serialize(serializer)
    }
}

/// The path of the record before.
#[derive(Default)]
pub(super) struct Paths<'a>(Option<(&'a Arc<[Arc<record::Heading>]>, Path)>);

impl<'a> Paths<'a> {
    /// The path of the next record.
    pub(super) fn next(&mut self, path: &'a Arc<[Arc<record::Heading>]>) -> Path {
        let Self(before) = self;
        before.take_if(|(above, _)| !Arc::ptr_eq(above, path));
        before.get_or_insert_with(|| (path, written(path))).1.clone()
    }
}

fn written(path: &[Arc<record::Heading>]) -> Path {
    let headings: Vec<Heading<'_>> = path.iter().map(heading).collect();
    Path(to_raw_value(&headings).expect("every key is a text").into())
}
