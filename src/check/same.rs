//! Whether two records say the same.
//!
//! In: records. Out: for each the first one before it that is the same in headings, item, texts, values and departments,
//! and where that is asked in ratings too.

use std::collections::HashMap;
use std::hash::{BuildHasher as _, Hash, Hasher};

use foldhash::fast::RandomState;

use crate::record::Record;

/// How much of two records must be the same.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Sameness {
    /// Everything but the ratings.
    ButRatings,
    /// Everything.
    Whole,
}

/// The records so far, by a hash of what must be the same.
#[derive(Debug)]
pub(super) struct Before<'r, 's> {
    sameness: Sameness,
    seen: HashMap<u64, Vec<&'r Record<'s>>, RandomState>,
    hasher: RandomState,
}

impl<'r, 's> Before<'r, 's> {
    /// No record yet.
    pub(super) fn by(sameness: Sameness) -> Self {
        Self { sameness, seen: HashMap::default(), hasher: RandomState::default() }
    }

    /// The first record before this one that is the same. This one is kept for those behind it.
    pub(super) fn find(&mut self, record: &'r Record<'s>) -> Option<&'r Record<'s>> {
        let Self { sameness, hasher, .. } = self;
        let candidates = self.seen.entry(hasher.hash_one(Content(record, *sameness))).or_default();
        let found = candidates.iter().copied().find(|before| are_same(before, record, *sameness));
        if found.is_none() {
            candidates.push(record);
        }
        found
    }
}

/// What is hashed of a record: all that tells records apart which are not the same, or long lists of them would have to
/// be compared one by one.
struct Content<'c>(&'c Record<'c>, Sameness);

impl Hash for Content<'_> {
    fn hash<H: Hasher>(&self, hasher: &mut H) {
        let Self(record, sameness) = self;
        record.path.last().map(|heading| &heading.printed).hash(hasher);
        record.item.as_ref().map(|item| &item.title).hash(hasher);
        record.departments.iter().for_each(|department| department.name.hash(hasher));
        record.texts.iter().for_each(|(_, text)| text.hash(hasher));
        record.values.iter().for_each(|value| value.printed.hash(hasher));
        if *sameness == Sameness::Whole {
            record.ratings.iter().for_each(|rating| (&rating.printed, &rating.comment).hash(hasher));
        }
    }
}

fn are_same(one: &Record<'_>, other: &Record<'_>, sameness: Sameness) -> bool {
    let headings = |one: &Record<'_>, other: &Record<'_>| {
        let mut pairs = one.path.iter().zip(&*other.path);
        one.path.len() == other.path.len() && pairs.all(|(one, other)| one.printed == other.printed)
    };
    one.item == other.item
        && one.departments == other.departments
        && one.texts == other.texts
        && one.values == other.values
        && (sameness == Sameness::ButRatings || one.ratings == other.ratings)
        && headings(one, other)
}
