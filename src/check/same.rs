//! Whether two records say the same.
//!
//! In: records. Out: for each the records before it that may agree with it, and whether they do: in headings, item,
//! texts, values and departments, and where that is asked in ratings too.

use std::collections::HashMap;
use std::hash::{BuildHasher as _, Hash, Hasher};

use foldhash::fast::RandomState;

use crate::record::Record;

/// The records so far, by a hash of what must agree.
#[derive(Debug, Default)]
pub(super) struct Before<'r, 's> {
    seen: HashMap<u64, Vec<&'r Record<'s>>, RandomState>,
    hasher: RandomState,
}

impl<'r, 's> Before<'r, 's> {
    /// The first record before this one that agrees with it by `same`. This one is kept for those behind it.
    pub(super) fn find(
        &mut self,
        record: &'r Record<'s>,
        same: fn(&Record<'_>, &Record<'_>) -> bool,
    ) -> Option<&'r Record<'s>> {
        let candidates = self.seen.entry(self.hasher.hash_one(Content(record))).or_default();
        let found = candidates.iter().copied().find(|before| same(before, record));
        if found.is_none() {
            candidates.push(record);
        }
        found
    }
}

/// What must agree in two records that say the same.
struct Content<'c>(&'c Record<'c>);

impl Hash for Content<'_> {
    fn hash<H: Hasher>(&self, hasher: &mut H) {
        let Self(record) = self;
        record.path.last().map(|heading| &heading.printed).hash(hasher);
        record.item.as_ref().map(|item| &item.title).hash(hasher);
        record.departments.iter().for_each(|department| department.name.hash(hasher));
        record.texts.iter().for_each(|(_, text)| text.hash(hasher));
        record.values.iter().for_each(|value| value.printed.hash(hasher));
    }
}

/// Whether two records agree in all but their ratings.
pub(super) fn agree(one: &Record<'_>, other: &Record<'_>) -> bool {
    let titles = |one: &Record<'_>, other: &Record<'_>| {
        let pairs = one.path.iter().zip(&*other.path);
        one.path.len() == other.path.len() && pairs.into_iter().all(|(one, other)| one.printed == other.printed)
    };
    one.item == other.item
        && one.departments == other.departments
        && one.texts == other.texts
        && one.values == other.values
        && titles(one, other)
}

/// Whether two records agree in everything.
pub(super) fn are_equal(one: &Record<'_>, other: &Record<'_>) -> bool {
    agree(one, other) && one.ratings == other.ratings
}
