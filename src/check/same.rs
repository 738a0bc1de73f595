//! Whether two records say the same.
//!
//! In: records. Out: for each the first one before it that is the same in headings, item, texts, values and
//! departments, and where that is asked in ratings too.

use std::collections::hash_map::Entry;
use std::hash::{BuildHasher as _, Hash, Hasher};
use std::mem;

use foldhash::HashMap;
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

/// Hashes of what records say beside their ratings.
#[derive(Debug, Default)]
pub(super) struct Contents(RandomState);

impl Contents {
    /// Of one record.
    pub(super) fn of(&self, record: &Record<'_>) -> u64 {
        self.0.hash_one(Content(record))
    }
}

/// The first of the records so far that say the same, by a hash of it.
#[derive(Debug)]
pub(super) struct Before<'r> {
    sameness: Sameness,
    /// By a hash of all but the ratings; and whether its ratings were hashed, too.
    seen: HashMap<u64, (&'r Record<'r>, bool)>,
    /// By a hash of everything, of records of which all but the ratings came again: comments are long.
    whole: HashMap<u64, &'r Record<'r>>,
}

impl<'r> Before<'r> {
    /// No record yet.
    pub(super) fn by(sameness: Sameness) -> Self {
        Self { sameness, seen: HashMap::default(), whole: HashMap::default() }
    }

    /// The first record before this one that seems to be the same, by its hash; [`are_same`] makes sure. This one is
    /// kept for those behind it.
    pub(super) fn find(&mut self, record: &'r Record<'r>, content: u64) -> Option<&'r Record<'r>> {
        let (first, is_rated) = match self.seen.entry(content) {
            Entry::Occupied(first) => first.into_mut(),
            Entry::Vacant(place) => {
                place.insert((record, false));
                return None;
            }
        };
        if self.sameness == Sameness::ButRatings {
            return Some(first);
        }
        let hashes = self.whole.hasher().clone();
        let hash = |of: &Record<'_>| hashes.hash_one((content, Codes(of)));
        if !mem::replace(is_rated, true) {
            self.whole.insert(hash(first), first);
        }
        match self.whole.entry(hash(record)) {
            Entry::Occupied(first) => Some(first.get()),
            Entry::Vacant(place) => {
                place.insert(record);
                None
            }
        }
    }
}

/// What is hashed of a record beside its ratings: all that tells records apart which are not the same.
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

/// What is hashed of its ratings.
struct Codes<'c>(&'c Record<'c>);

impl Hash for Codes<'_> {
    fn hash<H: Hasher>(&self, hasher: &mut H) {
        self.0.ratings.iter().for_each(|rating| (&rating.printed, &rating.comment).hash(hasher));
    }
}

/// Whether two records are the same, word by word.
pub(super) fn are_same(one: &Record<'_>, other: &Record<'_>, sameness: Sameness) -> bool {
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
