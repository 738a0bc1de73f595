//! Whether two records say the same.
//!
//! In: a record. Out: a key that is equal for records that are, in their headings, item, texts and departments, and
//! where that is asked in their ratings and values too.

use std::fmt::Write as _;

use crate::record::Record;

/// What stands between two parts of a key; no cell holds it, for reading drops control characters.
const APART: char = '\0';

/// The key of a record, with or without its ratings and values.
pub(super) fn key(record: &Record<'_>, whole: bool) -> String {
    let mut key = String::new();
    let mut add = |part: &str| {
        key.push_str(part);
        key.push(APART);
    };
    record.path.iter().for_each(|heading| add(&heading.printed));
    if let Some(item) = &record.item {
        add(item.ordinal.as_deref().unwrap_or_default());
        add(&item.title);
    }
    record.texts.iter().for_each(|(_, text)| add(text));
    record.departments.iter().for_each(|department| add(&department.name));
    if whole {
        for rating in &record.ratings {
            add(&rating.printed);
            add(rating.comment.as_deref().unwrap_or_default());
        }
    }
    // Another figure is another row, rated or not.
    record.values.iter().for_each(|value| add(&value.printed));
    let _ = write!(key, "{}", record.departments.len());
    key
}
