//! What the columns are called.
//!
//! In: the headers and roles of the columns, and which comment goes with which rating. Out: a name for each, and the
//! header levels that it stands for.

use std::collections::HashMap;

use super::Known;
use crate::interpret::layout::Family;
use crate::record::Role;

/// The names of all columns: the inner level where it tells columns apart, else all levels; a rating is named by the
/// level that it shares with its comment.
pub(super) fn names(
    known: &[Known<'_>],
    roles: &[Role],
    (ratings, comments): (&[Option<usize>], &[Option<usize>]),
) -> Vec<String> {
    let mut inner_count: HashMap<String, usize> = HashMap::new();
    for column in known {
        *inner_count.entry(column.header.inner()).or_default() += 1;
    }
    let mut names: Vec<String> = (0..known.len())
        .map(|at| {
            let header = known[at].header;
            let own = if inner_count[&header.inner()] > 1 || header.family == Some(Family::Code) {
                header.key()
            } else {
                header.inner()
            };
            match (roles[at], comments[at]) {
                (Role::Rating, Some(comment)) if header.printed.is_empty() => known[comment].header.inner(),
                (Role::Rating, Some(comment)) if header.outer() == known[comment].header.outer() => header.outer(),
                (Role::Comment, _) if header.printed.len() > 1 => header.key(),
                (Role::Comment, _) if header.printed.is_empty() => {
                    ratings[at].map_or_else(String::new, |rating| known[rating].header.inner())
                }
                _ => own,
            }
        })
        .collect();
    for (at, name) in names.iter_mut().enumerate() {
        if name.is_empty() {
            *name = format!("#{}", at + 1);
        }
    }
    number_equal_names(names)
}

/// Equal names get ` (2)`, ` (3)`.
fn number_equal_names(names: Vec<String>) -> Vec<String> {
    let mut count: HashMap<String, usize> = HashMap::new();
    let mut numbered = Vec::with_capacity(names.len());
    for name in names {
        let seen = count.entry(name.clone()).or_default();
        *seen += 1;
        numbered.push(if *seen == 1 { name } else { format!("{name} ({seen})") });
    }
    numbered
}

/// The header levels of a column as printed; a rating whose own header is blank was merged with its comment's.
pub(super) fn printed(known: &[Known<'_>], at: usize, comments: &[Option<usize>]) -> Vec<String> {
    let own = &known[at].header.printed;
    let comment = comments[at].filter(|_| own.is_empty());
    comment.map_or(own, |comment| &known[comment].header.printed).clone()
}
