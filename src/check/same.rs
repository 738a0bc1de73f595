//! Whether two records say the same.
//!
//! In: records. Out: for each the records before it that may agree with it, and whether they do: in headings, item,
//! texts, values and departments, and where that is asked in ratings too.

use std::collections::HashMap;
use std::hash::{DefaultHasher, Hash as _, Hasher as _};

use crate::record::Record;

/// The records so far, by what is cheap to hash of them.
#[derive(Debug, Default)]
pub(super) struct Before<'r, 's> {
    seen: HashMap<u64, Vec<&'r Record<'s>>>,
}

impl<'r, 's> Before<'r, 's> {
    /// The first record before this one that agrees with it by `same`. This one is kept for those behind it.
    pub(super) fn find(
        &mut self,
        record: &'r Record<'s>,
        same: fn(&Record<'_>, &Record<'_>) -> bool,
    ) -> Option<&'r Record<'s>> {
        let candidates = self.seen.entry(hash(record)).or_default();
        let found = candidates.iter().copied().find(|before| same(before, record));
        if found.is_none() {
            candidates.push(record);
        }
        found
    }
}

/// Item, departments and the lengths of the texts tell nearly all records apart; hashing the texts themselves took as
/// long as reading them.
fn hash(record: &Record<'_>) -> u64 {
    let mut hasher = DefaultHasher::new();
    if let Some(item) = &record.item {
        item.title.hash(&mut hasher);
    }
    for department in &record.departments {
        department.name.hash(&mut hasher);
    }
    for (_, text) in &record.texts {
        text.len().hash(&mut hasher);
    }
    hasher.finish()
}

/// Whether two records agree in all but their ratings.
pub(super) fn agree(one: &Record<'_>, other: &Record<'_>) -> bool {
    let titles = |record: &Record<'_>| record.path.iter().map(|heading| heading.printed.clone()).collect::<Vec<_>>();
    one.item == other.item
        && one.departments == other.departments
        && one.texts == other.texts
        && one.values == other.values
        && (one.path == other.path || titles(one) == titles(other))
}

/// Whether two records agree in everything.
pub(super) fn are_equal(one: &Record<'_>, other: &Record<'_>) -> bool {
    agree(one, other) && one.ratings == other.ratings
}
