//! Which columns rows need, and in which order they stand.
//!
//! In: the columns and records of a sheet. Out: the [`Slot`] of each column of the output, in the order of the
//! contract.

use std::sync::Arc;

use crate::record::{Heading, Record, Role, Sheet};

/// What a column of the output holds.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub(super) enum Slot {
    File,
    Line,
    Path,
    Level(Arc<str>),
    Ordinal,
    Item,
    Rating(Arc<str>),
    RatingLabel(Arc<str>),
    RatingComment(Arc<str>),
    Value(Arc<str>),
    ValueNumber(Arc<str>),
    ValueUnit(Arc<str>),
    Departments,
    Text(Arc<str>),
}

impl Slot {
    pub(super) fn header(&self) -> String {
        match self {
            Self::File => "file".to_owned(),
            Self::Line => "line".to_owned(),
            Self::Path => "path".to_owned(),
            Self::Ordinal => "item_ordinal".to_owned(),
            Self::Item => "item".to_owned(),
            Self::Departments => "departments".to_owned(),
            Self::Level(name) | Self::Rating(name) | Self::Value(name) | Self::Text(name) => name.to_string(),
            Self::RatingLabel(name) => format!("{name}:label"),
            Self::RatingComment(name) => format!("{name}:comment"),
            Self::ValueNumber(name) => format!("{name}:number"),
            Self::ValueUnit(name) => format!("{name}:unit"),
        }
    }

    /// Whether the tool itself wrote what stands there, as a number.
    pub(super) fn is_number(&self) -> bool {
        matches!(self, Self::Line | Self::ValueNumber(_))
    }
}

/// The columns that rows need: the names of each kind in the order of first need.
#[derive(Debug, Default)]
pub(super) struct Needs {
    levels: Vec<Arc<str>>,
    ratings: Vec<Arc<str>>,
    /// The ratings with comments beside them.
    commented: Vec<Arc<str>>,
    values: Vec<Arc<str>>,
    texts: Vec<Arc<str>>,
}

impl Needs {
    /// Takes in the columns of a record, but for the levels of its path.
    pub(super) fn add(&mut self, record: &Record<'_>) {
        for rating in &record.ratings {
            know(&mut self.ratings, &rating.column);
            if rating.comment.is_some() {
                know(&mut self.commented, &rating.column);
            }
        }
        record.values.iter().for_each(|value| know(&mut self.values, &value.column));
        record.texts.iter().for_each(|(name, _)| know(&mut self.texts, name));
    }

    /// Takes in the columns of a sheet, but for the levels of its paths.
    pub(super) fn merge(&mut self, other: &Self) {
        other.ratings.iter().for_each(|name| know(&mut self.ratings, name));
        other.commented.iter().for_each(|name| know(&mut self.commented, name));
        other.values.iter().for_each(|name| know(&mut self.values, name));
        other.texts.iter().for_each(|name| know(&mut self.texts, name));
    }

    /// Takes in the levels of a path. One that only a later path has stands behind the one that it is nested in.
    pub(super) fn nest(&mut self, levels: &[Arc<str>]) {
        let mut after = 0;
        for level in levels {
            let at = self.levels.iter().position(|known| known == level).unwrap_or_else(|| {
                self.levels.insert(after, level.clone());
                after
            });
            after = at + 1;
        }
    }

    /// Every column in the order of the contract.
    pub(super) fn columns(&self) -> Vec<Slot> {
        let mut columns = vec![Slot::File, Slot::Line, Slot::Path];
        columns.extend(self.levels.iter().cloned().map(Slot::Level));
        columns.extend([Slot::Ordinal, Slot::Item]);
        for name in &self.ratings {
            columns.extend([Slot::Rating(name.clone()), Slot::RatingLabel(name.clone())]);
            columns.extend(self.commented.contains(name).then(|| Slot::RatingComment(name.clone())));
        }
        for name in &self.values {
            let name = || name.clone();
            columns.extend([Slot::Value(name()), Slot::ValueNumber(name()), Slot::ValueUnit(name())]);
        }
        columns.push(Slot::Departments);
        columns.extend(self.texts.iter().cloned().map(Slot::Text));
        columns
    }
}

/// The columns of one sheet.
#[derive(Debug)]
pub(super) struct Columns {
    pub(super) needs: Needs,
    /// The levels of each path, once: nesting those of all sheets in order gives the order of all levels.
    pub(super) paths: Vec<Vec<Arc<str>>>,
}

impl Columns {
    pub(super) fn of(sheet: &Sheet<'_>) -> Self {
        let mut needs = Needs::default();
        // A value column that is blank in the first record still comes before one that is not.
        for column in &sheet.columns {
            match column.role {
                Role::Rating => know(&mut needs.ratings, &column.name),
                Role::Value => know(&mut needs.values, &column.name),
                Role::Text => know(&mut needs.texts, &column.name),
                Role::Path | Role::Item | Role::Comment | Role::Department => {}
            }
        }
        let mut paths: Vec<Vec<Arc<str>>> = Vec::new();
        let mut above: Option<&Arc<[Arc<Heading>]>> = None;
        for record in &sheet.records {
            needs.add(record);
            if above.is_some_and(|above| Arc::ptr_eq(above, &record.path)) {
                continue;
            }
            above = Some(&record.path);
            let levels: Vec<Arc<str>> = record.path.iter().map(|heading| heading.level.as_str().into()).collect();
            if !paths.contains(&levels) {
                needs.nest(&levels);
                paths.push(levels);
            }
        }
        Self { needs, paths }
    }
}

/// Remembers a name at the place where it was first met.
fn know(names: &mut Vec<Arc<str>>, name: &Arc<str>) {
    if !names.contains(name) {
        names.push(name.clone());
    }
}
