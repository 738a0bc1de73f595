//! The headings above records.
//!
//! In: the path of each record. Out: how it is written, each heading once for all records that follow one another below
//! it: most stand below those of the record before.

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

/// The headings above the record at hand, each with how it is written.
#[derive(Default)]
pub(in crate::write::json) struct Path<'a>(Vec<(&'a Arc<record::Heading>, Box<RawValue>)>);

impl<'a> Path<'a> {
    /// Goes on to the headings above the next record: those that it shares with this one stay.
    pub(in crate::write::json) fn go_to(&mut self, path: &'a [Arc<record::Heading>]) {
        let Self(headings) = self;
        let shared = headings.iter().zip(path).take_while(|((above, _), own)| Arc::ptr_eq(above, own)).count();
        headings.truncate(shared);
        headings.extend(path[shared..].iter().map(|heading| (heading, written(heading))));
    }
}

impl Serialize for Path<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_seq(self.0.iter().map(|(_, written)| written))
    }
}

fn written(heading: &record::Heading) -> Box<RawValue> {
    let record::Heading { level, number, title, printed, line } = heading;
    let heading = Heading { level, number: *number, title, printed, line: *line };
    to_raw_value(&heading).expect("every key is a text")
}
